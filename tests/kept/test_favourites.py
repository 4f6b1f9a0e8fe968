"""Favourites: saved, changed, found again, never somebody else's, and never lost on the way."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.kept import favourites as module
from assistant.kept import folders as folders_module
from assistant.kept.acts import acting
from assistant.kept.favourites import Favourites
from assistant.kept.folders import Folders
from assistant.kept.people import LOCAL, STRANGER
from tests.kept.made import ANNA, BO, answer, audited, question, refused


@pytest.fixture
def favourites(store):
    return Favourites(store, ANNA)


@pytest.fixture
def folders(store):
    return Folders(store, ANNA)


def titles(found):
    return [each.title for each in found]


def test_a_saved_favourite_is_there_with_everything_it_says(favourites, folders, clock):
    folder = folders.add("Malmö")
    snapshot = answer()
    saved = favourites.save(snapshot, "Folkmängd", "Inför mötet", folder.id, pinned=True)
    assert favourites.get(saved.id) == saved
    assert favourites.all() == [saved]
    assert favourites.snapshot(saved.id) == snapshot
    assert (saved.title, saved.note, saved.folder) == ("Folkmängd", "Inför mötet", folder.id)
    assert (saved.question_json, saved.question_hash) == (
        question().canonical_json(),
        question().hash,
    )
    assert (saved.pinned, saved.revision) == (True, 1)
    assert saved.created_at == saved.changed_at == clock.now


def test_ids_are_ten_signs_that_nobody_guesses(favourites):
    ids = {favourites.save(answer(), f"Nr {number}").id for number in range(20)}
    assert len(ids) == 20
    assert all(
        len(each) == 10 and set(each) <= set("abcdefghijklmnopqrstuvwxyz234567") for each in ids
    )


def test_an_installation_without_log_in_has_one_person(store):
    local = Favourites(store, LOCAL)
    saved = local.save(answer(), "Folkmängd")
    assert local.all() == [saved]
    assert local.revisions(saved.id)[0].changed_by == ""


def test_a_stranger_owns_nothing(store):
    stranger = Favourites(store, STRANGER)
    with refused("not_there"):
        stranger.save(answer(), "Folkmängd")
    assert stranger.all() == []


@pytest.mark.parametrize(
    "search", ["ÅÄÖ", "åäö", "A\u030aäö", "  Åäö ", "ÅRSMÖTE", "i ÅÄÖ", "års åäö hyres"]
)
def test_a_search_finds_title_and_note_whatever_the_case(favourites, search):
    favourites.save(answer(), "Hyresrätt i Åäö", "till årsmöte")
    favourites.save(answer(), "Annat", "aao")
    assert titles(favourites.all(search=search)) == ["Hyresrätt i Åäö"]


def test_a_search_takes_no_sign_for_another(favourites):
    favourites.save(answer(), "50 procent")
    favourites.save(answer(), "50 % i A_1")
    assert titles(favourites.all(search="%")) == ["50 % i A_1"]
    assert titles(favourites.all(search="a_1")) == ["50 % i A_1"]


def test_titles_stand_in_swedish_order(favourites):
    for title in ("örebro", "Ånge", "zebra", "Ädelfors", "Éda", "Arboga", "edsbyn"):
        favourites.save(answer(), title)
    in_order = ["Arboga", "Éda", "edsbyn", "zebra", "Ånge", "Ädelfors", "örebro"]
    assert titles(favourites.all(order="title")) == in_order


def test_newest_is_by_when_it_was_saved(favourites, clock):
    for title in ("ett", "två", "tre"):
        favourites.save(answer(), title)
        clock.forward(days=1)
    assert titles(favourites.all(order="newest")) == ["tre", "två", "ett"]


def test_the_own_order_is_what_was_pinned_and_then_as_it_was_put(favourites):
    one, two, three, four = (favourites.save(answer(), title).id for title in "abcd")
    favourites.put_before(four, one)
    favourites.put_before(one, None)
    assert titles(favourites.all()) == ["d", "b", "c", "a"]
    favourites.put_before(two, two)
    assert titles(favourites.all()) == ["d", "b", "c", "a"]
    favourites.pin(three, True)
    assert titles(favourites.all()) == ["c", "d", "b", "a"]
    favourites.pin(three, False)
    assert titles(favourites.all()) == ["d", "b", "c", "a"]


def test_what_comes_back_comes_back_in_its_place(favourites):
    one, two, three = (favourites.save(answer(), title).id for title in "abc")
    favourites.delete(two)
    favourites.put_before(three, one)
    favourites.undelete(two)
    assert titles(favourites.all()) == ["c", "a", "b"]


def test_the_same_question_is_found_by_its_hash(favourites):
    saved = favourites.save(answer(), "Folkmängd")
    favourites.save(answer(question(180)), "En annan")
    gone = favourites.save(answer(), "Borta")
    favourites.delete(gone.id)
    assert favourites.same(question().hash) == [saved]
    assert favourites.same("") == []


def test_an_edit_is_a_revision_only_when_something_changed(favourites, clock):
    saved = favourites.save(answer(), "Folkmängd", "not")
    clock.forward(hours=1)
    assert favourites.edit(saved.id, " Folkmängd ", "not\n") == saved
    edited = favourites.edit(saved.id, "Folkmängd i Malmö", "not")
    assert edited == favourites.get(saved.id)
    assert (edited.revision, edited.changed_at, edited.created_at) == (
        2,
        clock.now,
        saved.created_at,
    )
    newest, first = favourites.revisions(saved.id)
    assert (newest.number, newest.title, newest.why) == (2, "Folkmängd i Malmö", "edited")
    assert (first.number, first.title, first.why) == (1, "Folkmängd", "saved")
    assert (first.changed_by, first.changed_at) == ("Anna", saved.created_at)


def test_another_question_is_a_revision_with_its_own_answer(favourites):
    saved = favourites.save(answer(), "Folkmängd")
    other = answer(question(180))
    asked = favourites.ask_otherwise(saved.id, other)
    assert asked == favourites.get(saved.id)
    assert (asked.question_hash, asked.revision) == (question(180).hash, 2)
    assert favourites.snapshot(saved.id) == other
    assert favourites.revisions(saved.id)[0].why == "question"


def test_the_same_question_asked_otherwise_only_moves_what_was_seen(favourites):
    saved = favourites.save(answer(), "Folkmängd")
    newer = answer(version="v2")
    same = favourites.ask_otherwise(saved.id, newer)
    assert same == favourites.get(saved.id) == replace(saved, snapshot=newer.id)


def test_what_was_seen_moves_without_a_revision(favourites):
    saved = favourites.save(answer(), "Folkmängd")
    newer = answer(version="v2")
    assert favourites.seen(saved.id, newer)
    assert favourites.get(saved.id) == replace(saved, snapshot=newer.id)
    assert favourites.snapshot(saved.id) == newer
    assert len(favourites.revisions(saved.id)) == 1


def test_an_answer_to_another_question_moves_nothing(favourites):
    saved = favourites.save(answer(), "Folkmängd")
    assert not favourites.seen(saved.id, answer(question(180)))
    assert favourites.get(saved.id) == saved


def test_a_duplicate_is_a_favourite_of_its_own(favourites, folders):
    saved = favourites.save(answer(), "Folkmängd", "not", folders.add("Malmö").id, pinned=True)
    copy = favourites.duplicate(saved.id, "Kopia")
    favourites.edit(saved.id, "Ändrad", "")
    kept = favourites.get(copy.id)
    assert kept == copy
    assert (kept.title, kept.note, kept.folder, kept.pinned) == (
        "Kopia",
        "not",
        saved.folder,
        False,
    )
    assert kept.question_hash == saved.question_hash
    assert kept.snapshot == saved.snapshot
    assert [each.why for each in favourites.revisions(copy.id)] == ["duplicated"]


def test_deleted_is_gone_until_it_is_taken_back(favourites):
    saved = favourites.save(answer(), "Folkmängd")
    favourites.delete(saved.id)
    assert favourites.all() == []
    with refused("not_there"):
        favourites.get(saved.id)
    assert favourites.undelete(saved.id) == saved == favourites.get(saved.id)
    assert favourites.undelete(saved.id) == saved


def test_an_earlier_revision_comes_back_as_a_new_one(favourites):
    saved = favourites.save(answer(), "Folkmängd", "not")
    favourites.edit(saved.id, "Annan", "annat")
    favourites.ask_otherwise(saved.id, answer(question(180)))
    newest_answer = answer(version="v9")
    back = favourites.restore(saved.id, 1, newest_answer)
    assert back == favourites.get(saved.id)
    assert (back.title, back.note, back.question_hash) == ("Folkmängd", "not", question().hash)
    assert (back.revision, favourites.snapshot(saved.id)) == (4, newest_answer)
    assert [each.why for each in favourites.revisions(saved.id)] == [
        "restored",
        "question",
        "edited",
        "saved",
    ]


def test_a_revision_is_not_restored_with_the_answer_to_another_question(favourites):
    saved = favourites.save(answer(), "Folkmängd")
    favourites.edit(saved.id, "Annan", "")
    with pytest.raises(ValueError, match="another question"):
        favourites.restore(saved.id, 1, answer(question(180)))
    with refused("not_there"):
        favourites.restore(saved.id, 3, answer())
    assert favourites.get(saved.id).revision == 2


def test_several_answers_are_seen_at_once(store, favourites, clock):
    first, second = favourites.save(answer(), "a"), favourites.save(answer(), "b")
    theirs = Favourites(store, BO).save(answer(), "B")
    newer = answer(version="v2")
    clock.forward(days=1)
    favourites.seen_all({first.id: newer, second.id: answer(question(1281)), theirs.id: newer})
    assert favourites.get(first.id).snapshot == newer.id
    assert favourites.get(first.id).seen_at == clock.now
    assert favourites.get(second.id) == second
    assert Favourites(store, BO).get(theirs.id) == theirs


def test_a_favourite_is_moved_between_folders(favourites, folders):
    saved = favourites.save(answer(), "Folkmängd")
    folder = folders.add("Malmö")
    favourites.move(saved.id, folder.id)
    assert favourites.get(saved.id).folder == folder.id
    favourites.move(saved.id, None)
    assert favourites.get(saved.id).folder is None


def test_folders_are_named_ordered_and_removed(favourites, folders):
    one, two, three = (folders.add(name) for name in ("Ett", "Två", "Tre"))
    assert folders.add(" Ett ") == one
    renamed = folders.rename(two.id, "Andra")
    assert [each.name for each in folders.all()] == ["Ett", "Andra", "Tre"]
    assert renamed in folders.all()
    folders.order([three.id, one.id])
    assert [each.name for each in folders.all()] == ["Tre", "Ett", "Andra"]
    inside = favourites.save(answer(), "Inne", folder=three.id)
    deleted = favourites.save(answer(), "Borta", folder=three.id)
    favourites.delete(deleted.id)
    folders.remove(three.id)
    assert [each.name for each in folders.all()] == ["Ett", "Andra"]
    assert favourites.get(inside.id).folder is None
    assert favourites.undelete(deleted.id).folder is None
    with refused("not_there"):
        favourites.move(inside.id, three.id)


WITH_AN_ID = {
    "get": lambda mine, other: mine.get(other),
    "edit": lambda mine, other: mine.edit(other, "x", ""),
    "ask_otherwise": lambda mine, other: mine.ask_otherwise(other, answer(question(180))),
    "seen": lambda mine, other: mine.seen(other, answer(version="v2")),
    "move": lambda mine, other: mine.move(other, None),
    "put_before": lambda mine, other: mine.put_before(other, None),
    "put_before another's": lambda mine, other: mine.put_before(mine.all()[0].id, other),
    "pin": lambda mine, other: mine.pin(other, True),
    "duplicate": lambda mine, other: mine.duplicate(other, "x"),
    "delete": lambda mine, other: mine.delete(other),
    "undelete": lambda mine, other: mine.undelete(other),
    "revisions": lambda mine, other: mine.revisions(other),
    "restore": lambda mine, other: mine.restore(other, 1, answer()),
    "snapshot": lambda mine, other: mine.snapshot(other),
}


@pytest.mark.parametrize("what", WITH_AN_ID)
def test_what_is_somebody_elses_is_not_there(store, favourites, what):
    theirs = Favourites(store, BO)
    own, other, gone = favourites.save(answer(), "A"), theirs.save(answer(), "B"), "a" * 10
    noted = len(audited(store))
    told = []
    for identity in (other.id, gone):
        with refused("not_there") as error:
            WITH_AN_ID[what](favourites, identity)
        told.append((str(error.value), error.value.details))
    assert told == [("not_there: {}", {})] * 2
    assert theirs.all() == [other]
    assert favourites.all() == [own]
    assert len(audited(store)) == noted


def test_nobody_takes_back_what_another_deleted(store, favourites, clock):
    theirs = Favourites(store, BO)
    other = theirs.save(answer(), "B")
    theirs.delete(other.id)
    clock.forward(days=400)
    with refused("not_there"):
        favourites.undelete(other.id)
    assert theirs.undelete(other.id) == other


def test_somebody_elses_folder_is_not_there(store, favourites, folders):
    mine = favourites.save(answer(), "A")
    theirs = Folders(store, BO).add("Bos")
    for do in (
        lambda: favourites.save(answer(), "x", folder=theirs.id),
        lambda: favourites.move(mine.id, theirs.id),
        lambda: folders.rename(theirs.id, "x"),
        lambda: folders.remove(theirs.id),
        lambda: folders.order([theirs.id]),
    ):
        with refused("not_there"):
            do()
    assert folders.all() == []
    assert favourites.all() == [mine]
    assert Folders(store, BO).all() == [theirs]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(identity=st.text() | st.sampled_from(["' OR 1=1 --", "\0", "\ud800", "Aaaaaaaaaa", "a" * 9]))
def test_any_text_as_an_id_is_not_there(favourites, folders, identity):
    with refused("not_there"):
        favourites.get(identity)
    with refused("not_there"):
        folders.rename(identity, "x")
    with refused("not_there"):
        folders.order([identity])


def test_there_is_room_for_so_many(favourites, folders, monkeypatch):
    monkeypatch.setattr(module, "MOST_FAVOURITES", 2)
    monkeypatch.setattr(folders_module, "MOST_FOLDERS", 1)
    folders.add("Ett")
    with refused("too_many"):
        folders.add("Två")
    one = favourites.save(answer(), "a")
    favourites.save(answer(), "b")
    with refused("too_many"):
        favourites.save(answer(), "c")
    favourites.delete(one.id)
    favourites.save(answer(), "c")
    with refused("too_many"):
        favourites.undelete(one.id)
    assert titles(favourites.all()) == ["b", "c"]


def test_the_limits_are_the_ones_promised():
    assert (module.MOST_FAVOURITES, folders_module.MOST_FOLDERS) == (2_000, 200)


def test_what_changes_what_a_favourite_says_is_noted_without_its_words(store, favourites, folders):
    saved = favourites.save(answer(), "Hemlig titel", "hemlig not")
    favourites.edit(saved.id, "Hemligare titel", "hemlig not")
    favourites.ask_otherwise(saved.id, answer(question(180)))
    favourites.restore(saved.id, 1, answer())
    copy = favourites.duplicate(saved.id, "Hemlig kopia")
    favourites.seen(saved.id, answer(version="v2"))
    favourites.pin(saved.id, True)
    favourites.move(saved.id, folders.add("Hemlig mapp").id)
    favourites.delete(saved.id)
    favourites.undelete(saved.id)
    log = audited(store)
    assert [(action, about) for _, action, about, _ in log] == [
        ("favourite_saved", saved.id),
        ("favourite_changed", saved.id),
        ("favourite_changed", saved.id),
        ("favourite_changed", saved.id),
        ("favourite_saved", copy.id),
        ("favourite_deleted", saved.id),
        ("favourite_undeleted", saved.id),
    ]
    assert {actor for actor, *_ in log} == {ANNA.id}
    assert "emlig" not in str(log)


def test_what_fails_leaves_nothing_behind(store, favourites, monkeypatch):
    def broken(*args, **details):
        raise RuntimeError("the audit is full")

    saved = favourites.save(answer(), "Folkmängd")
    monkeypatch.setattr("assistant.kept.audit.append", broken)
    for do in (
        lambda: favourites.save(answer(), "x"),
        lambda: favourites.edit(saved.id, "x", ""),
        lambda: favourites.delete(saved.id),
    ):
        with pytest.raises(RuntimeError, match="full"):
            do()
    assert favourites.all() == [saved]
    assert len(favourites.revisions(saved.id)) == 1


def test_acts_follow_on_each_other(store, favourites):
    """A second tab waits for the first, so that what it counts and numbers is true."""
    favourites.save(answer(), "Först")
    with ThreadPoolExecutor(1) as threads:
        with acting(store, ANNA):
            second = threads.submit(favourites.save, answer(), "Sedan")
            waited = wait([second], timeout=0.3).not_done
        assert second.result().place == 2
    assert waited
