"""Why areas changed type, against a second way to count it, and by hand."""

from collections import Counter

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic.answer import plain_records
from semantic.ask import ask
from semantic.type_moves import Bounds, Side, most_moved, reason_of, transitions
from tests.reference.type_moves import moves, shares_of
from tests.semantic.conftest import asked
from tests.semantic.small import NEW, OLD, all_typed, cell, typed
from tests.support import demo_home, facts

INDEX = "socioekonomiskt_index"
SHARES = ("lag_ekonomisk_standard_andel", "forgymnasial_andel", "bistand_langtidsarbetslos_andel")
REGSO = [f"{kommun}R00{number}" for kommun in ("0180", "1280", "1281") for number in (1, 2, 3)]
WHY = ("from_type", "to_type", "reason", "index_change", "component", "component_change")


def years(first, last):
    return {"mode": "list", "years": [first, last]}


@pytest.fixture(scope="module")
def raw():
    with duckdb.connect(str(facts(demo_home())), read_only=True) as db:
        yield db


@pytest.mark.parametrize("pair", [(2023, 2024), (2011, 2015), (2013, 2022), (2023, 2023 + 1)])
def test_every_reason_is_that_of_the_definition(demo, raw, pair):
    expected = moves(*(shares_of(raw, year) for year in pair))
    rows = ask(asked("type_changes", periods=years(*pair)), demo).records()
    assert {row["area"] for row in rows} == expected.keys()
    for row in rows:
        mine = {name: row[name] for name in WHY}
        assert mine == {
            name: pytest.approx(value, abs=1e-9) if isinstance(value, float) else value
            for name, value in expected[row["area"]].items()
        }
    if pair == (2013, 2022):
        assert {row["reason"] for row in rows} >= {"area", "bounds"}


def test_transitions_count_every_area_and_its_people_once(demo, raw):
    for codes, inside in (([], ""), (["1280"], "1280"), (["12"], "12")):
        answer = ask(
            asked("type_changes", areas={"codes": codes}, periods=years(2023, 2024), limit=2), demo
        )
        assert len(answer.rows) == 2
        found = raw.execute(
            "SELECT a.type, b.type, count(*), sum(p.num) FROM area_type AS a"
            " JOIN area_type AS b USING (area) JOIN cell AS p ON p.area = a.area AND p.year = 2024"
            " AND p.indicator = 'folkmangd' AND p.sex = 'total' AND p.age = 'total'"
            " WHERE a.year = 2023 AND b.year = 2024 AND starts_with(a.area, ?) GROUP BY ALL",
            [inside],
        ).fetchall()
        counted = {(a, b): (n, people) for a, b, n, people in found}
        rows = answer.transitions.to_dict("records")
        assert len(rows) == 25
        for row in rows:
            pair = row["from_type"], row["to_type"]
            assert (row["areas"], row["persons"]) == counted.get(pair, (0, 0))


def test_a_cell_with_an_area_of_unknown_population_has_no_people():
    found = transitions("abc", {"a": 1, "b": 1, "c": 2}, {"a": 1, "b": 1}, {"a": 7.0})
    by_pair = {(row["from_type"], row["to_type"]): row for row in found.to_dict("records")}
    assert (by_pair[1, 1]["areas"], plain_records(found)[0]["persons"]) == (2, None)
    assert (by_pair[2, 2]["areas"], by_pair[2, 2]["persons"]) == (0, 0)


TEN = Bounds(10.0, 2.0, 9)
"""Types from 14, 12, 10 and 8."""


@pytest.mark.parametrize(
    ("before", "after", "later", "reason"),
    [
        ((3, 11.0), (2, 12.5), TEN, "area"),
        ((3, 11.0), (2, 11.0), Bounds(8.0, 2.0, 9), "bounds"),
        ((3, 11.0), (2, 11.9), Bounds(8.0, 2.0, 9), "bounds"),
        ((3, 11.0), (1, 13.0), Bounds(8.0, 2.0, 9), "both"),
        ((3, 11.0), (1, 15.0), Bounds(9.0, 2.0, 9), "area"),
        ((3, 11.0), (4, 10.5), Bounds(11.0, 2.0, 9), "bounds"),
        ((3, 11.0), (5, 9.0), Bounds(13.0, 2.0, 9), "both"),
        ((3, 11.0), (2, 11.0), TEN, None),
        ((2, 11.0), (3, 11.0), TEN, None),
    ],
)
def test_the_bounds_of_the_earlier_year_are_held(before, after, later, reason):
    assert reason_of(Side(*before, TEN), Side(*after, later)) == reason


@given(
    st.floats(0, 100), st.floats(0, 100), *[st.floats(5, 20), st.floats(1, 9)] * 2
)  # fmt: skip
def test_a_reason_says_what_happens_when_the_bounds_are_held(first, last, m1, s1, m2, s2):
    held, moved = Bounds(m1, s1, 9), Bounds(m2, s2, 9)
    before, after = held.type_of(first), moved.type_of(last)
    if before == after:
        return
    reason = reason_of(Side(before, first, held), Side(after, last, moved))
    assert (reason == "bounds") == (held.type_of(last) == before)
    assert (reason == "area") == (held.type_of(last) == after)
    assert reason is not None


def test_the_share_that_moved_most_goes_the_way_of_the_type():
    shares = {"a": (10.0, 13.0), "b": (10.0, 9.0), "c": (10.0, 10.0)}
    assert most_moved(shares, up=False) == ("a", 3.0)
    assert most_moved(shares, up=True) == ("b", -1.0)
    assert most_moved({"a": (1.0, 2.0)}, up=True) is None
    assert most_moved({"a": (1.0, 1.0)}, up=False) is None


def index_cells(area, year, *shares, source="made_up", **more):
    """Three shares of an area and their mean."""
    parts = [
        cell(area, year, each, 100, indicator=name, source=source, **more)
        for name, each in zip(SHARES, shares, strict=True)
    ]
    value = sum(shares) / 3
    index = cell(area, year, None, None, indicator=INDEX, value=value, status="value")
    return [*parts, index | more]


def published(publish, *, bounds=(2021, 2022), second=2022, **changed):
    """One RegSO goes from 11 to 13, over the bound at 12; the other eight stay at 11."""
    cells = []
    for year in (2021, second):
        for area in REGSO:
            moved = area == "1280R001" and year == second
            shares = (12, 13, 14) if moved else (11, 11, 11)
            cells += index_cells(area, year, *shares, **(changed if moved else {}))
            cells.append(cell(area, year, 100, None))
    types = all_typed(3, [2021]) + all_typed(3, [second], _1280R001=2)
    if second > 2023:
        types += typed({"1281R009": 3}, [second])
    rows = [(year, OLD if year < 2024 else NEW, 10.0, 2.0, 9) for year in bounds]
    return publish(cells, types, bounds=rows)


def told(version):
    answer = ask(asked("type_changes"), version)
    (row,) = answer.records()
    return row, {each.code: each.details for each in answer.notices}


def test_an_area_that_moved_is_told_with_its_share(publish):
    row, notices = told(published(publish))
    assert (row["reason"], row["index_change"]) == ("area", 2)
    assert (row["component"], row["component_change"]) == (SHARES[2], 3)
    assert notices == {}


def test_without_bounds_nothing_is_said(publish):
    row, notices = told(published(publish, bounds=(2021,)))
    assert [row[name] for name in WHY[2:]] == [None] * 4
    assert notices == {"reasons_unknown": {"why": "bounds", "year": 2022}}


def test_across_a_break_of_the_index_nothing_is_said(publish):
    row, notices = told(published(publish, bounds=(2021, 2023), second=2023))
    assert row["reason"] is None
    assert (notices["reasons_unknown"]["why"], notices["reasons_unknown"]["year"]) == (
        "break",
        2023,
    )


def test_types_that_the_bounds_do_not_give_have_no_reason(publish):
    """Published figures are rounded: a type may differ from that of the published index."""
    version = published(publish, bounds=())
    cells_bounds = [(2021, OLD, 10.0, 2.0, 9), (2022, OLD, 11.0, 3.0, 9)]
    version.offers._bounds.update({(d, y): Bounds(m, s, n) for y, d, m, s, n in cells_bounds})
    row, notices = told(version)
    assert (row["reason"], row["index_change"]) == (None, 2)
    assert notices == {"reasons_partly": {"count": 1, "rows": 1}}


def test_a_share_of_another_table_is_no_part_of_the_index(publish):
    row, _ = told(published(publish, source="elsewhere"))
    assert (row["reason"], row["component"], row["component_change"]) == ("area", None, None)


def test_the_whole_list_is_explained_with_a_limit_or_chosen_types(demo):
    whole = {row["area"]: row for row in ask(asked("type_changes"), demo).records()}
    some = ask(asked("type_changes", types=[1], limit=5), demo).records()
    assert len(some) == 5
    assert all(whole[row["area"]] == row for row in some)
    assert Counter(row["reason"] for row in whole.values())["bounds"] > 5
