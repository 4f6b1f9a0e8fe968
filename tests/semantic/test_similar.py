"""The areas most like one: beside a second evaluator, reproducible, and what is refused."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic.ask import ask
from semantic.availability import resolve
from semantic.mend import mended
from semantic.model import TOGETHER
from semantic.question import read_question
from semantic.similar import BY_DEFAULT, nearest_areas, unmoved
from tests.reference.similar import apart, complete
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import COUNT, RATIO, cell
from tests.support import demo_home, facts, real_home

FIGURE = st.floats(-1000, 1000).map(lambda each: round(each, 2))
POINTS = st.lists(st.tuples(FIGURE, FIGURE, FIGURE), min_size=2, max_size=20).map(
    lambda found: {f"A{place:03d}": each for place, each in enumerate(found)}
)
REGSO = [f"{kommun}R00{n}" for kommun in ("0180", "1280", "1281") for n in (1, 2, 3)]


@pytest.fixture(scope="session")
def demo_facts() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(demo_home())), read_only=True) as db:
        yield db


@pytest.fixture(scope="session")
def real_facts(real_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(real_home(real_dir))), read_only=True) as db:
        yield db


def similar(code: str, **parts):
    return asked("similar", areas={"codes": [code]}, **parts)


# Distances


@given(points=POINTS)
def test_every_distance_is_that_of_the_definition(points):
    found = nearest_areas(points, "A000")
    assert {code for _, code in found} == points.keys() - {"A000"}
    for far, code in found:
        assert far == pytest.approx(apart(points, "A000", code), abs=1e-6)
    for (far, code), (farther, other) in pairwise(found):
        assert far < farther or (far < farther + 1e-8 and code < other)


@given(points=POINTS, factor=st.sampled_from([0.01, 100.0]))
def test_another_unit_changes_no_distance(points, factor):
    scaled = {code: (x * factor, y, z) for code, (x, y, z) in points.items()}
    before = {code: far for far, code in nearest_areas(points, "A000")}
    for far, code in nearest_areas(scaled, "A000"):
        assert far == pytest.approx(before[code], abs=1e-6)


def test_equal_distances_are_told_in_order_of_code():
    points = {"C": (1.0,), "A": (2.0,), "B": (0.0,), "D": (1.0,)}
    assert [code for _, code in nearest_areas(points, "C")] == ["D", "A", "B"]
    shuffled = list(points.items())
    random.Random(3).shuffle(shuffled)
    assert nearest_areas(dict(shuffled), "C") == nearest_areas(points, "C")


# Answers


def agree(answer, db) -> list[str]:
    """Every row's distance and place among all areas; the codes in order."""
    ids, (year,) = [each.id for each in answer.resolved.indicators], answer.years
    (code,) = answer.question.areas.codes
    figures = complete(db, ids, answer.question.areas.level, year)
    rows = answer.records()
    last = rows[-1]["value"]
    listed = {row["area"] for row in rows}
    for row in rows:
        assert row["value"] == pytest.approx(apart(figures, code, row["area"]), abs=1e-9)
    luck = random.Random(1)
    others = sorted(figures.keys() - listed - {code})
    for other in luck.sample(others, min(40, len(others))):
        assert apart(figures, code, other) >= last - 1e-9
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    return [row["area"] for row in rows]


@pytest.mark.parametrize("code", ["1280", "1280R028", "12"])
def test_the_nearest_of_example_data(demo, demo_facts, code):
    answer = ask(similar(code), demo)
    assert len(agree(answer, demo_facts)) == 10
    expected = set(BY_DEFAULT) - (set() if len(code) == 8 else {"socioekonomiskt_index"})
    assert {each.id for each in answer.resolved.indicators} == expected


@pytest.mark.parametrize(
    ("code", "first"), [("1280", "1283"), ("1280R028", None), ("0980R001", None)]
)
def test_the_nearest_of_official_figures(real, real_facts, code, first):
    near = agree(ask(similar(code, limit=25), real), real_facts)
    assert len(near) == 25
    if first:
        assert near[0] == first


def test_the_asker_chooses_the_figures(demo, demo_facts):
    ids = ["hyresratt_andel", "loneinkomst_medel"]
    answer = ask(similar("1280", indicators=ids, limit=4), demo)
    assert [each.id for each in answer.resolved.indicators] == ids
    assert len(agree(answer, demo_facts)) == 4
    (own,) = answer.comparison.to_dict("records")
    assert (own["area"], own["value"], own["status"]) == ("1280", 0.0, "zero")
    units = {column.id: column.unit for column in answer.columns}
    assert units["loneinkomst_medel"] == "tkr"
    assert units["value"] == "distance"


def test_areas_that_lack_a_figure_are_not_compared(publish):
    cells = [cell(code, num=1 + place) for place, code in enumerate(REGSO)]
    cells += [
        cell(code, num=100.0 * (1 + place), den=None, indicator=COUNT)
        for place, code in enumerate(REGSO)
    ]
    cells[1] = cell(REGSO[1], num=None, status="suppressed")
    cells[-1] |= {"num": 0.0, "status": "zero"}
    answer = ask(similar(REGSO[0], indicators=[RATIO, COUNT]), publish(cells))
    assert [row["area"] for row in answer.records()] == REGSO[2:-1]
    notices = {each.code: each.details for each in answer.notices}
    assert notices["not_compared"] == {"count": 2, "areas": 9}
    refused = refusal(lambda: ask(similar(REGSO[-1], indicators=[COUNT]), publish(cells)))
    assert refused.code == "no_data_for_area"


REFUSED = [
    ({"codes": ["1280", "0180"]}, {}, "bad_value"),
    ({"level": "riket"}, {}, "too_few_areas"),
    ({"codes": ["1280"]}, {"indicators": ["socioekonomiskt_index"]}, "no_data_for_level"),
    ({"level": "kommun", "within": ["12"]}, {}, "bad_value"),
]


@pytest.mark.parametrize(("areas", "parts", "code"), REFUSED)
def test_what_cannot_be_told_is_refused_and_the_nearest_works(demo, areas, parts, code):
    question = asked("similar", areas=areas, **parts)
    refused = refusal(lambda: ask(question, demo))
    assert refused.code == code
    assert refused.suggestions
    for each in refused.suggestions:
        ask(read_question(mended(question.canonical(), refused, each)), demo)


# Compared with


@pytest.mark.parametrize(
    ("code", "indicator"),
    [("1280", "sysselsatta_andel"), ("1280R028", "loneinkomst_medel"), ("12", "folkmangd")],
)
def test_a_figure_is_compared_with_the_five_nearest(demo, code, indicator):
    question = asked("value", indicators=[indicator], areas={"codes": [code]}, comparator="similar")
    answer = ask(question, demo)
    (year,) = answer.years
    by = {each.id for each in ask(similar(code), demo).resolved.indicators} - {indicator}
    assert {each.id for each in answer.resolved.like.indicators} == by
    near = ask(
        similar(code, indicators=[*by], periods={"mode": "list", "years": [year]}, limit=5), demo
    )
    others = [row for row in answer.comparison.to_dict("records") if row["area"] != TOGETHER]
    assert [each["area"] for each in others] == [row["area"] for row in near.records()]
    for each in others:
        one = asked("value", indicators=[indicator], areas={"codes": [each["area"]]})
        assert each["value"] == ask(one, demo).records()[0]["value"]


def test_a_year_without_figures_to_compare_by_goes_by_the_newest(real):
    question = asked(
        "value",
        indicators=["socioekonomiskt_index"],
        areas={"codes": ["1780R011"]},
        comparator="similar",
    )
    answer = ask(question, real)
    assert answer.years == (2024,)
    assert answer.resolved.like.years < (2024,)
    parts = {"socioekonomiskt_index", "forgymnasial_andel", "lag_ekonomisk_standard_andel"}
    assert not parts & {each.id for each in answer.resolved.like.indicators}


def test_similar_areas_across_the_divisions_are_those_that_did_not_move(real):
    question = asked("value", indicators=["folkmangd"], areas={"codes": ["1780R011"]})
    new = replace(resolve(question, real), divisions={2024: 2025})
    old = replace(new, divisions={2022: 2020})
    moved = min(real.directory.changed)
    assert unmoved(["1780R011", moved, "2584R001"], old, new, real) == ["1780R011"]
    assert unmoved(["1780R011", moved], old, old, real) == ["1780R011", moved]
