"""The slope over the area types, beside a second evaluator made from the definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic.ask import ask
from semantic.slopes import line_through
from tests.reference.slopes import ends_of_line
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import COUNT, RATIO, all_typed, cell

LOW = "lag_ekonomisk_standard_andel"
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
