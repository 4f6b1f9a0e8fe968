"""Favourites as a file: out and in again they are the same, and a hostile file does no harm."""

import itertools
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.kept import favourites_file as module
from assistant.kept.favourites import Favourites
from assistant.kept.favourites_file import Imported, export_file, import_file
from assistant.kept.folders import Folders
from assistant.kept.people import LOCAL
from assistant.kept.texts import has_personal_number, tidy_title
from semantic.errors import QuestionError
from tests.kept.made import ANNA, BO, answer, audited, question, refused, somebody


@pytest.fixture
def favourites(store):
    return Favourites(store, ANNA)


@pytest.fixture
def folders(store):
    return Folders(store, ANNA)


def put_in(favourites, content, run=answer):
    return import_file(favourites, Folders(favourites.store, favourites.person), content, run)


def said(favourites):
    """What the favourites say and in which order, without ids and times."""
    names = {each.id: each.name for each in Folders(favourites.store, favourites.person).all()}
    return [
        (each.title, each.note, names.get(each.folder), each.pinned, each.question_json)
        for each in sorted(favourites.all(), key=lambda each: each.place)
    ]


def file_of(*entries, **more):
    return json.dumps({"v": 1, "favourites": list(entries), **more}).encode()


def entry(title="Folkmängd", asked=None, **more):
    return {"title": title, "question": (asked or question()).canonical(), **more}


NUMBERS = itertools.count()
TEXT = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30).filter(
    lambda text: not has_personal_number(text) and tidy_title(text) == text
)
SAVED = st.lists(
    st.tuples(TEXT, TEXT | st.just(""), st.none() | TEXT, st.booleans(), st.integers(1, 30)),
    max_size=6,
    unique_by=lambda each: each[0],
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saved=SAVED)
def test_out_and_in_again_is_the_same(store, saved):
    number = next(NUMBERS)
    sender, receiver = (Favourites(store, somebody(f"{who}{number}")) for who in "ab")
    for title, note, folder, pinned, number in saved:
        into = Folders(store, sender.person).add(folder).id if folder is not None else None
        sender.save(answer(question(number)), title, note, into, pinned)
    content = export_file(sender)
    kept = len(sender.all())
    assert put_in(receiver, content) == Imported(kept, 0, ())
    assert said(receiver) == said(sender)
    assert json.loads(export_file(receiver)) == json.loads(content)
    assert put_in(receiver, content) == Imported(0, kept, ())
    assert said(receiver) == said(sender)


def test_a_file_has_no_ids_and_no_person(favourites, folders):
    folder = folders.add("Malmö")
    saved = favourites.save(answer(says="siffror"), "Folkmängd", "not", folder.id)
    gone = favourites.save(answer(), "Borta")
    favourites.delete(gone.id)
    content = export_file(favourites).decode()
    for secret in (
        saved.id,
        folder.id,
        ANNA.id,
        "Anna",
        "anna@",
        "siffror",
        "Borta",
        saved.snapshot,
    ):
        assert secret not in content
    assert json.loads(content) == {
        "v": 1,
        "folders": ["Malmö"],
        "favourites": [
            {
                "title": "Folkmängd",
                "note": "not",
                "folder": "Malmö",
                "pinned": False,
                "question": question().canonical(),
            }
        ],
    }


def test_every_question_is_run_before_it_is_saved(favourites):
    asked = []

    def run(wanted):
        asked.append(wanted)
        assert favourites.all() == []
        return answer(wanted, says="svaret")

    assert put_in(favourites, file_of(entry()), run) == Imported(1, 0, ())
    assert asked == [question()]
    assert favourites.snapshot(favourites.all()[0].id) == answer(says="svaret")


def test_what_cannot_be_answered_is_reported_and_the_rest_saved(favourites):
    refusal = QuestionError("unknown_area")

    def run(wanted):
        if wanted == question(9999):
            raise refusal
        return answer(wanted)

    bad = {"title": "Konstig", "question": {"shape": "no such shape"}}
    found = put_in(favourites, file_of(entry("Ett", question(9999)), bad, entry("Två")), run)
    assert (found.saved, found.already_there) == (1, 0)
    assert found.refused[0] == ("Ett", refusal)
    assert (found.refused[1][0], found.refused[1][1].code) == ("Konstig", "unknown_shape")
    assert [each.title for each in favourites.all()] == ["Två"]


def test_an_answer_to_another_question_is_not_taken(favourites):
    with pytest.raises(ValueError, match="another question"):
        put_in(favourites, file_of(entry()), lambda _wanted: answer(question(180)))
    assert favourites.all() == []


def test_the_same_title_and_question_is_there_once(favourites):
    favourites.save(answer(), "Folkmängd", "min egen not")
    content = file_of(entry(), entry("Annan"), entry("Annan"), entry(asked=question(180)))
    assert put_in(favourites, content) == Imported(2, 2, ())
    assert [each.note for each in favourites.all()] == ["min egen not", "", ""]


def test_an_import_is_ones_own(store, favourites):
    local = Favourites(store, LOCAL)
    put_in(local, file_of(entry(folder="Malmö")))
    assert favourites.all() == Favourites(store, BO).all() == []
    assert said(local) == [("Folkmängd", "", "Malmö", False, question().canonical_json())]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b"{}",
        b'{"v":2,"favourites":[]}',
        b'{"v":true,"favourites":[]}',
        b'{"v":1,"favourites":{}}',
        b'{"v":1,"favourites":[],"owner":"anna"}',
        b'{"v":1,"favourites":[{"title":1,"question":{}}]}',
        b'{"v":1,"favourites":[{"title":"x"}]}',
        b'{"v":1,"favourites":[{"title":"x","question":"x"}]}',
        b'{"v":1,"favourites":[{"title":"x","question":{},"id":"x"}]}',
        b'{"v":1,"favourites":[{"title":"x","question":{},"pinned":1}]}',
        b"[" * 100_000,
        b'{"v":' + b"9" * 5_000 + b"}",
        json.dumps({"v": 1, "favourites": [entry()] * 2_001}).encode(),
        json.dumps({"v": 1, "folders": ["x"] * 201}).encode(),
    ],
    ids=range(18),
)
def test_what_is_no_such_file_is_refused_whole(favourites, folders, content):
    with refused("unreadable_file"):
        put_in(favourites, content)
    assert favourites.all() == folders.all() == []


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary() | st.text().map(lambda text: text.encode(errors="replace")))
def test_any_bytes_are_refused_politely(favourites, content):
    with refused("unreadable_file"):
        put_in(favourites, content)


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=st.sampled_from(["shape", "areas", "indicators", "periods", "v", "x"]), value=HOSTILE)
def test_a_hostile_question_is_reported(favourites, part, value):
    asked = {**question().canonical(), part: value}
    content = json.dumps({"v": 1, "favourites": [{"title": "x", "question": asked}]}).encode()
    found = put_in(favourites, content)
    assert found.saved + found.already_there + len(found.refused) == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (entry(" "), "empty_title"),
        (entry("x" * 201), "too_long"),
        (entry(note="x" * 2001), "too_long"),
        (entry(folder="x" * 121), "too_long"),
        (entry(note="121212-1212"), "personal_number"),
        (entry("19121212-1212"), "personal_number"),
    ],
)
def test_one_wrong_text_and_nothing_is_saved(favourites, folders, wrong, code):
    with refused(code):
        put_in(favourites, file_of(entry("Först", folder="Malmö"), wrong))
    assert favourites.all() == folders.all() == []


def test_a_file_has_bounds(favourites, folders, monkeypatch):
    many = file_of(*(entry(folder=str(number)) for number in range(201)))
    with refused("too_many"):
        put_in(favourites, many)
    monkeypatch.setattr(module, "LARGEST_FILE", 1_000)
    with refused("too_long"):
        put_in(favourites, b" " * 1_001)
    assert favourites.all() == folders.all() == []


def test_out_and_in_are_noted(store, favourites):
    put_in(favourites, file_of(entry(), entry(), {"title": "x", "question": {}}))
    export_file(favourites)
    assert audited(store)[1:] == [
        (ANNA.id, "favourites_imported", "", {"saved": 1, "already_there": 1, "refused": 1}),
        (ANNA.id, "favourites_exported", "", {"favourites": 1}),
    ]
