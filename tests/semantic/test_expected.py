"""What is expected of an area by its index: beside a second evaluator, and where nothing is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic.ask import ask
from semantic.expected import COLUMNS, expected, t_quantile
from semantic.version import Version
from tests.reference.expected import PRINTED, predicted, t_975
from tests.reference.relation import pairs_of
from tests.semantic.conftest import asked
from tests.semantic.test_similar import demo_facts

__all__ = ["demo_facts"]

FIGURE = st.integers(-400, 400).map(lambda each: each / 8)
INDEX = "socioekonomiskt_index"


@pytest.mark.parametrize("freedom", PRINTED)
def test_the_quantile_is_that_of_the_tables(freedom):
    assert t_quantile(freedom) == pytest.approx(PRINTED[freedom], abs=5e-6)
    assert t_975(freedom) == pytest.approx(PRINTED[freedom], abs=1e-7)


@given(
    pairs=st.lists(st.tuples(FIGURE, FIGURE), min_size=50, max_size=50).filter(
        lambda found: len({x for x, _ in found}) > 3
    ),
    own=st.tuples(FIGURE, FIGURE),
)
def test_the_line_and_the_interval_are_those_of_the_definition(pairs, own):
    areas = {f"A{place}": pair for place, pair in enumerate(pairs)} | {"own": own}
    found = expected(areas, "own")
    value, error = predicted(pairs, own[0])
    assert found is not None
    assert found.value == pytest.approx(value, abs=1e-6)
    assert found.high - found.value == pytest.approx(PRINTED[48] * error, abs=1e-4)
    assert found.value - found.low == pytest.approx(PRINTED[48] * error, abs=1e-4)


def test_the_area_itself_does_not_pull_the_line():
    areas = {f"A{x}": (float(x), 2.0 * x) for x in range(40)}
    assert expected(areas | {"own": (10.0, 9_999.0)}, "own").value == pytest.approx(20)


def test_too_few_areas_or_one_index_expect_nothing():
    few = {f"A{x}": (float(x), 1.0) for x in range(29)}
    assert expected(few | {"own": (1.0, 1.0)}, "own") is None
    assert expected(few | {"A30": (30.0, 1.0), "own": (1.0, 1.0)}, "own") is not None
    alike = {f"A{x}": (7.1, float(x)) for x in range(40)}
    assert expected(alike, "A1") is None
    assert expected(few, "another") is None


def test_the_interval_holds_a_new_area_about_95_times_in_a_hundred():
    luck, inside, draws = random.Random(11), 0, 2000
    for _ in range(draws):
        areas = {f"A{n}": (x := luck.uniform(0, 30), 70 - x + luck.gauss(0, 4)) for n in range(32)}
        found = expected(areas, "A0")
        inside += found.low <= areas["A0"][1] <= found.high
    assert 0.93 <= inside / draws <= 0.97


def one(version: Version, indicator: str, code: str, **parts):
    question = asked(
        "value", indicators=[indicator], areas={"codes": [code]}, comparator="similar", **parts
    )
    return ask(question, version)


@pytest.mark.parametrize("code", ["1280R028", "0180R001"])
def test_it_stands_beside_the_figure_of_a_regso(demo, demo_facts, code):
    answer = one(demo, "sysselsatta_andel", code)
    pairs = pairs_of(demo_facts, INDEX, "sysselsatta_andel", "regso", answer.years[0])
    own = pairs.pop(code)
    value, error = predicted([*pairs.values()], own[0])
    (row,) = answer.records()
    assert row["expected"] == pytest.approx(value, rel=1e-9)
    half = t_975(len(pairs) - 2) * error
    assert row["expected_high"] == pytest.approx(value + half, abs=1e-6)
    assert row["expected_low"] == pytest.approx(value - half, abs=1e-6)


@pytest.mark.parametrize(
    ("indicator", "code", "parts"),
    [
        (INDEX, "1280R028", {}),
        ("forgymnasial_andel", "1280R028", {}),
        ("folkmangd", "1280R028", {}),
        ("sysselsatta_andel", "1280R028", {"sex": "women"}),
        ("sysselsatta_andel", "1280", {}),
    ],
)
def test_nothing_is_expected_of_the_index_its_parts_counts_groups_and_kommuner(
    demo, indicator, code, parts
):
    assert not set(COLUMNS) & set(one(demo, indicator, code, **parts).rows.columns)
