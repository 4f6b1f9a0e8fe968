"""The slope over the area types, beside a second evaluator made from the definition."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic.ask import ask
from semantic.slopes import line_through, weights_of
from semantic.verdict import Grounds, Parts, measured_sums, verdict_of
from tests.reference.slopes import bounds_of_slope, ends_of_line, judged
from tests.reference.verdict import Facts
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import COUNT, RATIO, all_typed, cell
from tests.semantic.test_verdict import RATE, SHARE

LOW = "lag_ekonomisk_standard_andel"
DRAWS = 4_000
POINTS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 10_000)), min_size=3, max_size=5)


def test_by_hand():
    """Three types of 1, 2 and 1: middles at 1/8, 1/2, 7/8, so 40 and 10 lie 3/4 apart."""
    line = line_through([40.0, 25.0, 10.0], [1, 2, 1])
    assert (line.start, line.end, line.rise) == pytest.approx((45.0, 5.0, -40.0))


@given(POINTS)
def test_as_defined(points):
    figures, people = [100 * x / n for x, n in points], [n for _, n in points]
    line = line_through(figures, people)
    expected = ends_of_line([(x, n, 100) for x, n in points])
    assert (line.start, line.end, line.rise) == pytest.approx(expected, rel=1e-9, abs=1e-7)


@given(POINTS)
def test_as_least_squares_of_a_library(points):
    figures = np.array([100 * x / n for x, n in points])
    people = np.array([n for _, n in points], dtype=float)
    ranks = (np.cumsum(people) - people / 2) / people.sum()
    slope, start = np.polyfit(ranks, figures, 1, w=np.sqrt(people))
    line = line_through(list(figures), list(people))
    near = 1e-6 * max(figures.max(), 1) * people.sum() / people.min()
    assert (line.start, line.rise) == pytest.approx((start, slope), rel=1e-6, abs=near)


@given(st.lists(st.integers(1, 10_000), min_size=3, max_size=5), st.floats(0.1, 100))
def test_equal_figures_have_no_slope(people, figure):
    assert line_through([figure] * len(people), people).rise == 0


def test_every_kommun_as_defined(demo):
    areas = {"level": "kommun"}
    parts = {"indicators": [LOW], "areas": areas, "periods": {"mode": "list", "years": [2021]}}
    by_type: dict[str, list] = {}
    for row in ask(asked("compare_types", **parts), demo).records():
        if row["value"] is not None:
            point = (row["numerator"], row["denominator"], 100)
            by_type.setdefault(row["area"], []).append(point)
    found = ask(asked("gap", measure="slope", **parts), demo).records()
    told = 0
    for row in found:
        expected = ends_of_line(by_type.get(row["area"], []))
        if expected is None:
            assert (row["value"], row["start_value"]) == (None, None)
            assert row["status"] == "not_applicable"
            continue
        told += 1
        values = (row["start_value"], row["end_value"], row["value"])
        assert values == pytest.approx(expected, rel=1e-9, abs=1e-9)
        assert row["types"] == len(by_type[row["area"]]) >= 3
    assert told > 100
    assert told < len(found) == 290


# How sure it is


def bounds_of(counts, people, of=SHARE):
    """The lower and the upper bound of each of many slopes over types of the same sizes."""
    parts = Parts(counts.ravel().astype(float), np.tile(people, len(counts)).astype(float))
    starts = range(0, counts.size, len(people))
    return measured_sums(parts, weights_of(list(people)) * len(counts), list(starts), of)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(500, 9_000)), min_size=3, max_size=5))
def test_the_interval_as_defined(points):
    counts, people = np.array([[x for x, _ in points]]), [n for _, n in points]
    (found,) = bounds_of(counts, people)
    expected = bounds_of_slope([(x, n, 100) for x, n in points], 0.05)
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_of_many_people_it_is_that_of_the_normal_distribution():
    """The variance of a sum of weighted shares, by hand."""
    people, counts = [9e6, 8e6, 7e6, 9e6, 8e6], [[9e5, 7e5, 6e5, 7e5, 6e5]]
    (found,) = bounds_of(np.array(counts), people)
    shares = np.array(counts[0]) / people
    variance = np.sum(np.square(weights_of(people)) * shares * (1 - shares) / people)
    assert found.high - found.low == pytest.approx(2 * 1.959964 * 100 * variance**0.5, rel=1e-4)


def test_of_two_figures_it_is_that_of_their_difference():
    parts = Parts(np.array([56.0, 48.0]), np.array([70.0, 80.0]))
    (found,) = measured_sums(parts, [1, -1], [0], SHARE)
    assert (round(found.low, 2), round(found.high, 2)) == (5.24, 33.39)


SIZES = ([150, 300, 400, 300, 200], [2_000, 200, 5_000, 300, 900], [100_000, 250, 4_000],
         [3_000, 9_000, 40_000, 60_000, 20_000])  # fmt: skip
LINES = (
    [0.4, 0.3, 0.25, 0.15, 0.1],
    [0.2] * 5,
    [0.5, 0.7, 0.6, 0.8, 0.9],
    [0.1, 0.3, 0.2, 0.3, 0.1],
)


@pytest.mark.parametrize("people", SIZES, ids=str)
def test_it_holds_the_truth_as_often_as_it_says(people):
    luck = np.random.default_rng(len(people) + people[0])
    for line in LINES:
        shares = line[: len(people)]
        truth = 100 * np.dot(weights_of(people), shares)
        found = bounds_of(luck.binomial(people, shares, (DRAWS, len(people))), people)
        held = np.mean([each.low <= truth <= each.high for each in found])
        assert 0.93 <= held <= 0.97, line


def test_rates_too():
    people, rates, luck = [2_000, 5_000, 9_000], [0.02, 0.01, 0.012], np.random.default_rng(4)
    truth = 1_000 * np.dot(weights_of(people), rates)
    counts = luck.poisson(np.multiply(people, rates), (DRAWS, 3))
    found = bounds_of(counts, people, of=RATE)
    assert 0.93 <= np.mean([each.low <= truth <= each.high for each in found]) <= 0.97


@pytest.mark.parametrize("people", SIZES, ids=str)
@pytest.mark.parametrize("share", [0.1, 0.4, 0.8])
def test_no_slope_is_seldom_called_large(people, share):
    """With grounds that let everything through, so that chance alone stands against it."""
    luck = np.random.default_rng([people[0], int(100 * share)])
    counts = luck.binomial(people, share, (DRAWS, len(people)))
    words = [verdict_of(each, Grounds(0.0, 0.0)).word for each in bounds_of(counts, people)]
    assert words.count("large") / DRAWS <= 0.05


def test_each_slope_is_judged_as_defined(demo):
    facts = Facts(str(demo.engine.path), LOW, 100, [])
    parts = {"indicators": [LOW], "measure": "slope", "type_basis": {"mode": "fixed", "year": 2022}}
    words = set()
    for code, year in product(("1280", "0180", "1480", "1281", "12"), (2016, 2021)):
        place = {"areas": {"codes": [code]}, "periods": {"mode": "list", "years": [year]}}
        (row,) = ask(asked("gap", **parts, **place), demo).records()
        series = {each: line[2] for each in range(2005, year + 1)
                  if (line := ends_of_line(points_of(facts, code, each)))}  # fmt: skip
        expected = judged(points_of(facts, code, year), facts.figures("regso", year), series)
        assert (row["verdict"], row["verdict_reason"]) == expected[:2], (code, year)
        if expected.low is not None:
            ends = (row["difference_low"], row["difference_high"])
            assert ends == pytest.approx(expected[2:], rel=1e-9)
        words.add(row["verdict"])
    assert "large" in words


def points_of(facts, code, year):
    """By the types of 2022."""
    sums = {}
    for (level, area, when), (num, den) in facts.cells.items():
        if (level, when) == ("regso", year) and area.startswith(code):
            kind = facts.types[area, 2022]
            sums[kind] = [a + b for a, b in zip(sums.get(kind, (0, 0)), (num, den), strict=True)]
    return [(*sums[kind], 100) for kind in sorted(sums)]


def test_its_own_years_are_those_of_the_slope(publish):
    """Without a type 5 there is no gap whose years could be taken instead."""
    years, kinds = range(2018, 2024), {"_1280R001": 1, "_1280R002": 2, "_1280R003": 3}
    cells = [cell(code, year, 400 + up * 300 * (year % 2), 1000)
             for year in years
             for code, up in (("1280R001", 1), ("1280R002", 0.5), ("1280R003", 0))]  # fmt: skip
    question = asked("gap", indicators=[RATIO], measure="slope", areas={"codes": ["1280"]})
    (row,) = ask(question, publish(cells, all_typed(3, years, **kinds))).records()
    assert (row["verdict"], row["verdict_reason"]) == ("some", "years")


def test_a_slope_of_too_few_is_not_judged(publish):
    cells = [cell("1280R001", num=400, den=900), cell("1280R002", num=9, den=90),
             cell("1280R003", num=100, den=900)]  # fmt: skip
    kinds = {"_1280R001": 1, "_1280R002": 2, "_1280R003": 3}
    question = asked("gap", indicators=[RATIO], measure="slope", areas={"codes": ["1280"]})
    (row,) = ask(question, publish(cells, all_typed(3, **kinds))).records()
    assert (row["verdict"], row["verdict_reason"]) == ("unknown", "few")
    assert row["difference_low"] is None


def test_a_type_without_a_figure_is_left_out(publish):
    """Type 3 is suppressed, type 5 has nobody: three are left; without type 4 there are two."""
    cells = [
        cell("1280R001", num=4), cell("1280R002", num=3), cell("1280R003", num=None),
        cell("1280R004", num=1), cell("1280R005", num=0, den=0), cell("1281R001", num=4),
        cell("1281R002", num=3), cell("1281R003", num=None),
    ]  # fmt: skip
    kinds = {"_1280R001": 1, "_1280R002": 2, "_1280R003": 3, "_1280R004": 4, "_1280R005": 5,
             "_1281R001": 1, "_1281R002": 2, "_1281R003": 3}  # fmt: skip
    version = publish(cells, all_typed(3, **kinds))
    areas = {"level": "kommun", "codes": ["1280", "1281"]}
    one, two = ask(
        asked("gap", indicators=[RATIO], measure="slope", areas=areas), version
    ).records()
    assert (one["types"], two["types"]) == (3, 2)
    assert one["value"] == pytest.approx(
        ends_of_line([(4, 10, 100), (3, 10, 100), (1, 10, 100)])[2]
    )
    assert (two["value"], two["status"]) == (None, "missing")


def test_over_all_types_and_of_shares_only(demo):
    some = refusal(lambda: ask(asked("gap", indicators=[LOW], measure="slope", types=[1, 4]), demo))
    assert (some.code, some.details["key"]) == ("bad_value", "types")
    assert [(each.kind, each.value) for each in some.suggestions] == [("without", "types")]
    count = refusal(lambda: ask(asked("gap", indicators=[COUNT], measure="slope"), demo))
    assert (count.code, count.details["reason"]) == ("bad_value", "a share with a slope")
    assert [each.value for each in count.suggestions][:2] == ["difference", "ratio"]


def test_unit_and_keys(demo):
    answer = ask(asked("gap", indicators=["sysselsatta_andel"], measure="slope", by=["sex"]), demo)
    roles = {column.id: (column.role, column.unit) for column in answer.columns}
    for name in ("value", "start_value", "end_value"):
        assert roles[name] == ("figure", "percent")
    assert roles["types"][0] == "count"
    assert [row["sex"] for row in answer.records()] == ["men", "women"]
