"""Frozen beside today: exactly what looks different is counted, and nothing is said of the rest."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cells import Cell, cells_of
from assistant.claims import claims_of
from assistant.differences import Difference, difference, pinned
from assistant.language import speech_for
from assistant.tables import table
from semantic.answer import Answer
from semantic.ask import ask
from semantic.question import SHAPES, Question, read_question
from semantic.version import Version, open_version
from tests.assistant import factory
from tests.assistant.every_shape import answerable
from tests.assistant.spoken import CASES, PEOPLE, areas, gap, moved, rank, threshold, trend
from tests.support import demo_home, facts

SV = speech_for("sv")
KINDS: dict[str, Callable[[], Answer]] = {
    **{name: (lambda name=name: factory.every_kind()[name]) for name in factory.every_kind()},
    "rank": lambda: factory.of_areas("rank", factory.AREAS),
    "threshold": lambda: factory.of_areas("threshold", factory.AREAS),
    **{name: CASES[name] for name in ("gap as ratio", "change in percent", "types, two absent")},
}


@pytest.fixture(scope="module")
def demo() -> Iterator[Version]:
    version = open_version(facts(demo_home()).parent)
    yield version
    version.close()


def compared(before: Answer, same: Answer, today: Answer | None = None) -> Difference:
    today = today or same
    return difference(
        [Cell.model_validate(cell.model_dump(mode="json")) for cell in cells_of(before)],
        claims_of(before),
        before.years,
        cells_of(same),
        claims_of(same),
        today.years,
        claims_of(today),
    )


# Revisions: what is counted, against oracles of its own

REVISED = ("value", "numerator", "denominator", "from_value", "to_value", "first_value",
           "second_value")  # fmt: skip
STEPS = (1e-9, -1e-9, 0.004, -0.004, 0.03, 0.049, -0.05, 0.051, 1.0, -7.5, 40.0)
WITH_THE_SPREAD = ("p5", "p25", "p50", "p75", "p95", "variation")
"""Gone with the spread that they are of."""


def revision(frame: pd.DataFrame, luck: random.Random) -> pd.DataFrame:
    """Some figures moved, by less or more than is shown; some made preliminary or taken away."""
    rows = frame.to_dict("records")
    for row in rows:
        if "to_type" in row:
            row["value"] = float(row["value"] + luck.choice([0, 0, 0, 1]))
            continue
        for column in REVISED:
            known = row.get(column) is not None and not pd.isna(row.get(column))
            if known and luck.random() < 0.3:
                row[column] = row[column] + luck.choice(STEPS)
        if "value" in row and not pd.isna(row["value"]) and luck.random() < 0.1:
            row["status"] = luck.choice(["preliminary", "value"])
        if luck.random() < 0.05:
            row |= {"value": None, "status": luck.choice(["missing", "suppressed"])}
            row |= {name: None for name in WITH_THE_SPREAD if name in row}
    return pd.DataFrame(rows, columns=frame.columns).astype({
        name: "float64" for name in (*REVISED, *WITH_THE_SPREAD) if name in frame.columns
    })  # fmt: skip


def revised(answer: Answer, luck: random.Random) -> Answer:
    return replace(
        answer,
        rows=revision(answer.rows, luck),
        comparison=revision(answer.comparison, luck) if len(answer.comparison) else
        answer.comparison,
    )  # fmt: skip


def changed_in_table(before: Answer, after: Answer) -> int:
    """How many figures of the table that people see read otherwise."""
    old, new = table(before, SV), table(after, SV)
    assert [each.text for each in old.headers] == [each.text for each in new.headers]
    numeric = [place for place, header in enumerate(old.headers) if header.numeric]
    pairs = zip(old.rows, new.rows, strict=True)
    return sum(was[place] != now[place] for was, now in pairs for place in numeric)


@pytest.mark.parametrize("kind", KINDS)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=15)
def test_the_count_is_that_of_the_table(kind: str, seed: int) -> None:
    before = KINDS[kind]()
    after = revised(before, random.Random(seed))
    found = compared(before, after)
    outside = [each for each in found.changed if "area" not in each.key and kind == "scatter"]
    assert len(found.changed) - len(outside) == changed_in_table(before, after)
    assert found.total == len(cells_of(before))
    assert found.added == 0
    assert found.new_years == ()
    assert found.silent is not bool(found.changed)
    assert not found.says or found.revised


def by_hand(value: Any, decimals: int) -> str:
    """Half away from zero, worked out anew: by integers, from the digits that are written."""
    if value is None or pd.isna(value):
        return "none"
    scaled = Decimal(repr(float(value))).scaleb(decimals)
    whole = int(abs(scaled).to_integral_value(rounding=ROUND_HALF_UP))
    return str(-whole if scaled < 0 else whole)


def look(frame: pd.DataFrame, decimals: dict[str, int]) -> dict[tuple[Any, ...], str]:
    """(area, type, year, sex, age, column) → what is visible, from the raw rows."""
    names = [name for name in ("area", "area_type", "period", "sex", "age") if name in frame]
    found = {}
    for row in frame.to_dict("records"):
        for column, places in decimals.items():
            text = by_hand(row[column], places)
            if text == "none":
                text = row["status"] if column == "value" else "-"
            elif column == "value" and row["status"] == "preliminary":
                text = f"{text} prel"
            found[*(row[name] for name in names), column] = text
    return found


def question_of(shape: str, **parts: Any) -> Question:
    return read_question({"v": 1, "shape": shape, **parts})


RATIO = "lag_ekonomisk_standard_andel"
PARTS = {"value": 1, "numerator": 0, "denominator": 0}
ON_EXAMPLE_DATA: list[tuple[Question, dict[str, int]]] = [
    (question_of("compare_areas", indicators=[RATIO], areas={"level": "lan"}), PARTS),
    (question_of("map", indicators=[RATIO], areas={"level": "regso", "within": ["1280"]}), PARTS),
    (question_of("trend", indicators=[RATIO], areas={"codes": ["1280"]},
                 comparator="none"), {"value": 1}),
    (question_of("compare_areas", indicators=[PEOPLE], areas={"level": "kommun", "within": ["12"]},
                 by=["sex"]), {"value": 0}),
    (question_of("compare_types", indicators=[RATIO], areas={"codes": ["1280"]}),
     PARTS | {"areas": 0}),
    (question_of("population_share", areas={"codes": ["1280", "0180"]}),
     {"value": 1, "numerator": 0, "areas": 0}),
    (question_of("gap", indicators=[RATIO]), {"value": 1, "first_value": 1, "second_value": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "decimals"), ON_EXAMPLE_DATA, ids=lambda each: str(each)[:9])
def test_the_count_is_that_of_figures_rounded_by_hand(demo, question, decimals):
    before = ask(question, demo)
    for seed in range(12):
        after = replace(before, rows=revision(before.rows, random.Random(seed)))
        was, now = look(before.rows, decimals), look(after.rows, decimals)
        expected = {key for key in was if was[key] != now[key]}
        found = compared(before, after)
        assert len(found.changed) == len(expected)
        assert {(each.key["area"], each.column) for each in found.changed} == {
            (key[0], key[-1]) for key in expected
        }


def test_what_is_told_of_a_changed_figure() -> None:
    before = trend({2022: 15.14, 2023: 16.0})
    found = compared(before, trend({2022: 15.2, 2023: None}))
    assert [(each.before, each.after) for each in found.changed] == [
        ("15.1", "15.2"),
        ("16.0", "missing"),
    ]
    first = found.changed[0]
    assert (first.key["period"], first.column) == (2022, "value")
    assert (first.before_cell.value, first.after_cell and first.after_cell.value) == (15.14, 15.2)
    assert first.id == cells_of(before)[0].id


def test_nothing_is_said_of_what_nobody_can_see() -> None:
    before = trend({2022: 15.14, 2023: -0.04})
    for other in ({2022: 15.149, 2023: -0.0}, {2022: 15.05, 2023: 0.0}):
        found = compared(before, trend(other))
        assert (found.silent, found.revised, found.says) == (True, False, ())


def test_a_figure_that_becomes_final_has_changed() -> None:
    before, after = CASES["value, preliminary"](), CASES["value, preliminary"]()
    after.rows["status"] = "value"
    found = compared(before, after)
    assert [(each.before, each.after) for each in found.changed] == [
        ("18.2 preliminary", "18.2")
    ]  # fmt: skip


def test_it_is_compared_as_precisely_as_it_was_shown() -> None:
    """A release that shows more decimals has revised nothing."""
    before = cells_of(trend({2022: 15.14}))
    after = [cell.model_copy(update={"decimals": 3, "value": 15.1}) for cell in before]
    found = difference(before, {}, [2022], after, {}, [2022], {})
    assert found.silent


def test_a_column_that_an_older_release_did_not_have_is_no_revision() -> None:
    before, after = CASES["gap"](), CASES["gap with persons"]()
    found = compared(before, after)
    assert (found.silent, found.added, found.total) == (True, 0, 3)
    assert compared(after, before).revised


# Lists: who left and who came


def test_who_leaves_a_list_has_changed_and_who_enters_is_new() -> None:
    found = compared(rank({"1280": 3.0, "1281": 2.0}), rank({"1280": 3.0, "1262": 2.5}))
    gone = {(each.key["area"], each.column, each.after) for each in found.changed}
    assert gone == {
        ("1281", column, None) for column in ("rank", "value", "numerator", "denominator")
    }
    assert found.added == 4
    assert found.says == ("order",)
    left = compared(threshold({"1280": 18.2, "1290": 17.0}), threshold({"1280": 18.2}))
    assert {each.key["area"] for each in left.changed} == {"1290"}
    came = compared(threshold({"1280": 18.2}), threshold({"1280": 18.2, "1290": 17.0}))
    assert (came.changed, came.revised, came.silent) == ((), True, False)
    assert "members" in came.says


def test_a_column_that_the_frozen_table_did_not_have_is_no_revision() -> None:
    """A later release tells why areas changed type; the figures are the same."""
    found = compared(moved([1, -1]), moved([1, -1], ["area", "bounds"]))
    assert (found.changed, found.added, found.revised) == ((), 0, False)
    more = compared(moved([1, -1]), moved([1, -1, 1], ["area", "bounds", "both"]))
    assert more.added == 3


def test_a_type_that_is_another_has_changed() -> None:
    found = compared(moved([1, 1]), moved([1, 2]))
    assert [(each.column, each.before, each.after) for each in found.changed] == [
        ("to_type", "3", "4"),
        ("value", "1", "2"),
    ]
    listed = CASES["areas of all types"]()
    other = replace(listed, rows=listed.rows.assign(area_type=[2, 1, 2, 3, 5]))
    assert [each.column for each in compared(listed, other).changed] == ["area_type"]


# New years


def test_a_new_year_is_no_revision() -> None:
    before = trend({2022: 15.0, 2023: 16.0})
    today = trend({2022: 15.0, 2023: 16.0, 2024: 14.0})
    found = compared(before, before, today)
    assert (found.changed, found.revised, found.silent) == ((), False, False)
    assert found.new_years == (2024,)
    assert found.says == ("direction",)


def test_a_new_year_and_a_revision_are_told_each() -> None:
    before = gap({2022: (60.0, 10.0)})
    found = compared(before, gap({2022: (61.0, 10.0)}), gap({2023: (9.0, 10.0)}))
    assert len(found.changed) == 2
    assert found.new_years == (2023,)
    assert found.says == ("side",)


def test_an_earlier_year_is_not_new() -> None:
    before = trend({2022: 15.0, 2023: 16.0})
    today = trend({2021: 19.0, 2022: 15.0, 2023: 16.0})
    assert compared(before, before, today).new_years == ()


def test_a_figure_of_a_profile_that_has_a_newer_year_is_not_revised() -> None:
    """A profile asked for 2022 and 2023 shows each figure in its newest year of the two."""
    before = factory.profile()
    before.rows.loc[before.rows["indicator"] == factory.SHARE, "period"] = 2022
    shown = before.resolved.profile
    years = tuple((each, 2022 if each.id == factory.SHARE else 2023) for each, _ in shown)
    before = replace(before, resolved=replace(before.resolved, profile=years, years=(2022, 2023)))
    found = compared(before, factory.profile())
    assert found.changed == ()
    assert found.added == 0
    assert found.new_years == (2023,)


def test_a_figure_of_a_profile_that_is_gone_has_changed() -> None:
    before, after = factory.profile(), factory.profile()
    kept = after.resolved.profile[1:]
    found = compared(before, replace(after, resolved=replace(after.resolved, profile=kept)))
    assert {each.after for each in found.changed} == {None}
    assert len(found.changed) == 2


def test_elsewhere_a_figure_that_is_gone_is_gone_whatever_came() -> None:
    """Only figures of a profile have a year each."""
    (year,) = cells_of(trend({2022: 15.0}))
    later = year.model_copy(update={"key": year.key | {"period": 2023}})
    found = difference([year], {}, [2022, 2023], [later], {}, [2022, 2023], {})
    assert [each.after for each in found.changed] == [None]
    assert (found.added, found.new_years) == (1, ())


# The pinned question


@pytest.mark.parametrize("shape", SHAPES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=12)
def test_the_pinned_question_has_the_same_answer(demo: Version, shape: str, seed: int) -> None:
    question = answerable(shape, random.Random(seed), demo)  # type: ignore[arg-type]
    first = ask(question, demo)
    fixed = pinned(question, first.years)
    again = ask(fixed, demo)
    assert again.years == first.years
    found = compared(first, again)
    assert (found.silent, found.total) == (True, len(cells_of(again)))
    assert claims_of(again) == claims_of(first)
    assert pinned(fixed, again.years) == fixed
    if shape != "definition":
        assert fixed.periods.mode == "list"
        assert fixed.periods.years == first.years


def test_nothing_but_the_years_is_pinned() -> None:
    question = question_of("trend", indicators=[RATIO], areas={"codes": ["1280"]}, view="table")
    fixed = pinned(question, (2023, 2021, 2023))
    assert fixed.canonical() == question.canonical() | {
        "periods": {"mode": "list", "years": [2021, 2023]}
    }
    concept = question_of("definition", concept="omradestyp")
    assert pinned(concept, ()) == concept


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_is_said_when_the_same_is_asked_again(demo: Version, shape: str) -> None:
    luck = random.Random(shape)
    for _ in range(6):
        answer = ask(answerable(shape, luck, demo), demo)  # type: ignore[arg-type]
        assert compared(answer, answer) == Difference(len(cells_of(answer)), (), 0, (), ())


def test_all_of_two_hundred_areas_can_be_told_apart() -> None:
    values = dict(zip(factory.kommuner(200), factory.spread(200), strict=True))
    before = areas("compare_areas", values)
    after = areas("compare_areas", {code: value + 1 for code, value in values.items()})
    assert len(compared(before, after).changed) == 200 * 2
