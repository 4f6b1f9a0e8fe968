"""A frozen result is shown again as it was, whatever has been published since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from assistant.cards import make_card
from assistant.export import csv_bytes, xlsx_bytes
from assistant.freezing import cells, freeze, kept
from assistant.kept.favourites import Favourites
from assistant.kept.links import Audience, Links
from assistant.kept.people import LOCAL
from assistant.kept.store import Store, open_store
from assistant.kept.tables import snapshot as snapshots
from assistant.language import LANGUAGES, speech_for
from assistant.news import since, summary
from assistant.screen.cards import figures_of
from assistant.sheets import sheet_of
from assistant.snapshot import Snapshot
from assistant.tables import to_html, transition_table
from semantic.answer import Answer
from semantic.ask import ask
from semantic.question import Question, read_question
from semantic.version import Version
from tests.semantic import small

AREAS = ("1280R001", "1280R002", "1280R003", "1281R001", "1281R002", "1281R003")
YEARS = (2021, 2022, 2023)
RANK = {
    "shape": "rank",
    "indicators": [small.RATIO],
    "areas": {"level": "regso", "within": ["12"]},
}
TREND = {
    "shape": "trend",
    "indicators": [small.RATIO],
    "areas": {"level": "regso", "codes": ["1280R001", "1280R003"]},
}
TYPES = {"shape": "population_share", "areas": {"level": "kommun", "codes": ["1280"]}}
LATEST = {
    "shape": "compare_areas",
    "indicators": [small.RATIO],
    "areas": {"level": "regso", "codes": ["1280R001", "1280R003"]},
}
QUESTIONS = {"rank": RANK, "trend": TREND, "types": TYPES, "latest": LATEST}

Figures = dict[tuple[str, int], float]
Publish = Callable[[Figures], Version]


def figures(years: tuple[int, ...] = YEARS) -> Figures:
    """Of a hundred dwellings in each area; no two areas alike."""
    return {
        (area, year): 10.0 + 7 * place + year % 10
        for place, area in enumerate(AREAS)
        for year in years
    }


@pytest.fixture
def publish(tmp_path: Path) -> Iterator[Publish]:
    opened: list[Version] = []

    def new(found: Figures) -> Version:
        cells = [
            *(small.cell(area, year, num, 100.0) for (area, year), num in found.items()),
            *(small.cell(area, year, num * 10, None) for (area, year), num in found.items()),
        ]
        years = sorted({year for _, year in found})
        folder = tmp_path / f"version{len(opened)}"
        opened.append(small.publish(folder, cells, small.all_typed(years=years, _1280R001=1)))
        return opened[-1]

    yield new
    for version in opened:
        version.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path}/store.sqlite3")
    yield opened
    opened.close()


def taken(document: dict[str, object], version: Version) -> tuple[Answer, Snapshot]:
    answer = ask(read_question(document), version)
    return answer, freeze(answer, version)


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_out_of_a_snapshot_is_what_was_shown(
    name: str, language: str, publish: Publish
) -> None:
    version = publish(figures())
    answer, snapshot = taken(QUESTIONS[name], version)
    speech = speech_for(language)
    card = make_card(answer, version, speech)
    sheet = sheet_of(answer, speech, card.title, card.notices)
    found = kept(Snapshot(snapshot.document), language)
    assert found.card == card
    assert csv_bytes(found.sheet) == csv_bytes(sheet)
    assert xlsx_bytes(found.sheet, "a") == xlsx_bytes(sheet, "a")
    pairs = zip(cells(snapshot), found.spoken, strict=True)
    assert list(pairs) == figures_of(answer, speech)
    assert card.table is not None
    assert found.card.table is not None
    assert to_html(found.card.table) == to_html(card.table)


def test_equal_results_have_equal_snapshots_and_others_have_not(publish: Publish) -> None:
    version = publish(figures())
    _, first = taken(RANK, version)
    _, again = taken(dict(reversed(RANK.items())), version)
    _, other = taken(RANK | {"order": "asc"}, version)
    assert first.id == again.id
    assert first.document == again.document
    assert other.id != first.id


def test_a_snapshot_holds_its_question_and_hash(publish: Publish) -> None:
    _, snapshot = taken(RANK, publish(figures()))
    question = read_question(snapshot.question_json)
    assert question == read_question(RANK)
    assert snapshot.question_hash == question.hash
    assert snapshot.question_json == question.canonical_json()


def test_frozen_results_are_equal_byte_for_byte_after_ten_data_versions(
    publish: Publish, store: Store
) -> None:
    found = figures()
    version = publish(found)
    links = Links(store, LOCAL)
    frozen = {name: taken(document, version)[1] for name, document in QUESTIONS.items()}
    before = {name: each.document.encode() for name, each in frozen.items()}
    tokens = {
        name: links.share(each, name, "frozen", Audience(everyone=True))[1]
        for name, each in frozen.items()
    }
    for step in range(10):
        found = {key: num + 1 + step for key, num in found.items()}
        if step % 3 == 0:
            found |= {(area, 2014 + step): 5.0 + 7 * place for place, area in enumerate(AREAS)}
        newer = publish(found)
        for name, document in QUESTIONS.items():
            _, fresh = taken(document, newer)
            assert fresh.id != frozen[name].id
            Favourites(store, LOCAL).save(fresh, f"{name} {step}")
            opened = links.open(tokens[name]).snapshot
            assert opened.document.encode() == before[name]
            assert kept(opened, "sv") == kept(frozen[name], "sv")
    with store.reading() as connection:
        stored = dict(connection.execute(select(snapshots.c.id, snapshots.c.document)).all())
    assert {stored[each.id].encode() for each in frozen.values()} == set(before.values())


def asks(version: Version) -> Callable[[Question], Answer]:
    return lambda question: ask(question, version)


def test_nothing_is_said_where_nothing_visible_has_changed(publish: Publish) -> None:
    """A tenth of a dwelling in a hundred is below what is shown of a count."""
    found = figures()
    _, snapshot = taken(LATEST, publish(found))
    hidden = publish({key: num + 0.04 for key, num in found.items()})
    summed = summary(since(snapshot, snapshot.question_json, asks(hidden)))
    assert summed.silent
    assert (summed.changed, summed.new_years, summed.says) == (0, (), ())


def test_exactly_the_revised_figures_are_counted(publish: Publish) -> None:
    """Share and count of one area of two: two of six figures and nothing of the other."""
    found = figures()
    _, snapshot = taken(LATEST, publish(found))
    revised = publish(found | {("1280R001", 2023): found["1280R001", 2023] + 1})
    outcome = since(snapshot, snapshot.question_json, asks(revised))
    assert outcome.difference is not None
    changed = [(each.key["area"], each.column) for each in outcome.difference.changed]
    assert sorted(changed) == [("1280R001", "numerator"), ("1280R001", "value")]
    assert outcome.difference.total == 6
    assert summary(outcome).says == ()


def test_a_new_year_is_told_apart_from_a_revised_figure(publish: Publish) -> None:
    found = figures((2021, 2022))
    _, snapshot = taken(LATEST, publish(found))
    later = publish(figures())
    summed = summary(since(snapshot, snapshot.question_json, asks(later)))
    assert (summed.changed, summed.new_years) == (0, (2023,))
    both = publish(figures() | {("1280R001", 2022): 90.0})
    summed = summary(since(snapshot, snapshot.question_json, asks(both)))
    assert (summed.changed, summed.new_years) == (2, (2023,))


def test_it_is_said_when_the_answer_says_something_else(publish: Publish) -> None:
    found = figures()
    _, snapshot = taken(RANK, publish(found))
    overtaken = publish(found | {("1280R001", 2023): 99.0})
    summed = summary(since(snapshot, snapshot.question_json, asks(overtaken)))
    assert "highest" in summed.says
    assert "order" in summed.says


def test_a_question_that_can_no_longer_be_answered_says_so(publish: Publish) -> None:
    _, snapshot = taken(LATEST, publish(figures()))
    emptied = publish({("1281R001", 2023): 5.0})
    outcome = since(snapshot, snapshot.question_json, asks(emptied))
    assert outcome.difference is None
    assert outcome.refusal is not None
    assert summary(outcome).refused == outcome.refusal.code
    assert not summary(outcome).silent


def test_all_areas_by_type_are_frozen_with_the_list(tmp_path: Path) -> None:
    cells = [small.cell(code, 2022, 10, None) for code in AREAS]
    types = small.all_typed(3, [2021]) + small.all_typed(3, [2022], _1280R001=2)
    version = small.publish(tmp_path / "typed", cells, types)
    answer = ask(read_question({"v": 1, "shape": "type_changes"}), version)
    shown = kept(freeze(answer, version), "sv")
    version.close()
    assert shown.card.transitions == transition_table(answer, speech_for("sv"))
    assert shown.card.transitions is not None
    assert shown.sheet.beside is not None
