"""Every row has the right status, and what is missing never becomes a figure."""

import json
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from semantic.answer import plain_records
from semantic.ask import ask
from tests.semantic.conftest import asked
from tests.semantic.small import COUNT, MEAN, NEW, OLD, RATIO, all_typed, cell, typed

KOMMUNER = ("0180", "1280", "1281")
REGSO = [f"{kommun}R00{number}" for kommun in KOMMUNER for number in (1, 2, 3)]


def records(version, shape, **parts) -> list[dict[str, Any]]:
    return ask(asked(shape, **parts), version).records()


def codes_of(version, shape, **parts) -> dict[str, dict[str, Any]]:
    answer = ask(asked(shape, **parts), version)
    return {each.code: each.details for each in answer.notices}


def status_of(rows, key="area"):
    return {row[key]: (row["status"], row["value"]) for row in rows}


def test_each_status_stays_what_it_is(publish):
    version = publish(
        [
            cell("1280R001", num=5),
            cell("1280R002", num=0),
            cell("1280R003", num=None, status="suppressed"),
            cell("1281R001", num=None, status="missing"),
            cell("1281R002", num=None, status="not_applicable"),
            cell("1281R003", num=3, status="preliminary"),
            cell("0180R001", num=0, den=0, status="zero"),
        ]
    )
    areas = {"codes": [*REGSO[:1], *REGSO[3:]]}
    rows = records(version, "value", indicators=[RATIO], areas=areas)
    assert status_of(rows) == {
        "1280R001": ("value", 50.0),
        "1280R002": ("zero", 0.0),
        "1280R003": ("suppressed", None),
        "1281R001": ("missing", None),
        "1281R002": ("not_applicable", None),
        "1281R003": ("preliminary", 30.0),
        "0180R001": ("not_applicable", None),
    }
    notices = codes_of(version, "value", indicators=[RATIO], areas=areas)
    assert notices == {
        "preliminary": {},
        "missing": {"count": 1, "rows": 7},
        "suppressed": {"count": 1, "rows": 7},
        "not_applicable": {"count": 2, "rows": 7},
    }


def test_named_areas_without_a_row_get_one(publish):
    cells = [cell("1280", year) for year in (2022, 2023)] + [cell("1281", 2022)]
    version = publish(cells)
    rows = records(version, "trend", indicators=[RATIO], areas={"codes": ["1280", "1281"]})
    found = {(row["area"], row["period"]): row["status"] for row in rows}
    assert found == {
        ("1280", 2022): "value",
        ("1280", 2023): "value",
        ("1281", 2022): "value",
        ("1281", 2023): "missing",
    }
    assert [(row["area"], row["period"]) for row in rows] == sorted(found)
    change = records(version, "change", indicators=[RATIO], areas={"codes": ["0180", "1280"]})
    assert status_of(change) == {"0180": ("missing", None), "1280": ("zero", 0.0)}
    profile = records(version, "profile", areas={"codes": ["0180", "1280"]})
    assert status_of(profile) == {"0180": ("missing", None), "1280": ("value", 50.0)}


def test_an_area_that_is_not_there_that_year_is_not_applicable(publish):
    version = publish([cell("1281R001", 2023), cell("1281R001", 2024), cell("1281R009", 2024)])
    rows = records(version, "trend", indicators=[RATIO], areas={"codes": ["1281R009", "1281R001"]})
    found = {(row["area"], row["period"]): row["status"] for row in rows}
    assert found["1281R009", 2023] == "not_applicable"
    assert found["1281R009", 2024] == "value"


def test_a_group_without_a_row_gets_one(publish):
    both = [cell("1280", den=None, num=7, sex=sex) for sex in ("total", "women", "men")]
    other = [cell("1281", den=None, num=9, sex=sex) for sex in ("total", "women")]
    rows = records(
        publish(both + other), "value", indicators=[COUNT], by=["sex"],
        areas={"codes": ["1280", "1281"]},
    )  # fmt: skip
    found = {(row["area"], row["sex"]): row["status"] for row in rows}
    assert found["1281", "men"] == "missing"
    assert len(found) == 4


def test_groups_are_read_in_a_year_that_has_them(publish):
    cells = [cell("1280", year, den=None, num=9) for year in (2022, 2023)]
    cells += [cell("1280", 2022, den=None, num=4, age=age) for age in ("0-19", "20+")]
    version = publish(cells)
    rows = records(version, "value", indicators=[COUNT], by=["age"], areas={"codes": ["1280"]})
    assert [(row["period"], row["age"]) for row in rows] == [(2022, "0-19"), (2022, "20+")]


def test_ties_share_a_rank_and_the_cut_is_told(publish):
    numbers = {"0180": 9, "1280": 5, "1281": 5}
    cells = [cell(code, num=100 * number, den=1000) for code, number in numbers.items()]
    version = publish(cells)
    rows = records(version, "rank", indicators=[RATIO], areas={"level": "kommun"}, limit=2)
    assert [(row["area"], row["rank"], row["tied"], row["ranked"]) for row in rows] == [
        ("0180", 1, 1, 3),
        ("1280", 2, 2, 3),
    ]
    lowest = records(version, "rank", indicators=[RATIO], areas={"level": "kommun"}, order="asc")
    assert [(row["area"], row["rank"]) for row in lowest] == [("1280", 1), ("1281", 1), ("0180", 3)]


def test_areas_without_a_figure_are_not_ranked(publish):
    version = publish([cell("0180"), cell("1280", num=None), cell("1281", num=0, den=0)])
    rows = records(version, "rank", indicators=[RATIO], areas={"level": "kommun"})
    assert [(row["area"], row["ranked"]) for row in rows] == [("0180", 1)]


THRESHOLDS = [("ge", 50, 2), ("gt", 50, 1), ("le", 50, 2), ("lt", 50, 1), ("ge", 91, 0)]


@pytest.mark.parametrize(("operator", "bound", "count"), THRESHOLDS)
def test_threshold(publish, operator, bound, count):
    numbers = {"0180": 9, "1280": 5, "1281": 2}
    version = publish([cell(code, num=number) for code, number in numbers.items()])
    threshold = {"op": operator, "value": bound}
    parts = {"indicators": [RATIO], "areas": {"level": "kommun"}, "threshold": threshold}
    rows = records(version, "threshold", **parts)
    assert len(rows) == count
    assert {row["matched"] for row in rows} <= {count}
    limited = records(version, "threshold", **parts, limit=1)
    assert {row["matched"] for row in limited} <= {count}
    assert len(limited) == min(1, count)


CHANGES = [
    ({}, {}, "zero", 0.0),
    ({}, {"num": 7}, "value", 20.0),
    ({"status": "preliminary"}, {"num": 7}, "preliminary", 20.0),
    ({}, {"num": None}, "missing", None),
    ({"num": None, "status": "suppressed"}, {}, "suppressed", None),
    ({"num": 0, "den": 0}, {}, "not_applicable", None),
    ({}, {"num": 0}, "value", -50.0),
]


@pytest.mark.parametrize(("first", "last", "status", "value"), CHANGES)
def test_change(publish, first, last, status, value):
    version = publish([cell("1280", 2022, **first), cell("1280", 2023, **last), cell("0180", 2022),
                       cell("0180", 2023)])  # fmt: skip
    rows = records(version, "change", indicators=[RATIO], areas={"level": "kommun"})
    assert status_of(rows)["1280"] == (status, value)
    assert all((row["from_period"], row["period"]) == (2022, 2023) for row in rows)


def test_a_percentage_of_nothing_is_not_applicable(publish):
    version = publish([cell("1280", 2022, 0), cell("1280", 2023, 5), cell("0180", 2022, 4),
                       cell("0180", 2023, 5)])  # fmt: skip
    rows = records(
        version, "change", indicators=[RATIO], areas={"level": "kommun"}, measure="percent"
    )
    assert status_of(rows) == {"0180": ("value", 25.0), "1280": ("not_applicable", None)}


def test_a_moved_border_has_no_change_and_takes_no_place(publish):
    """The area whose border moved would have the largest change of all."""
    cells = [cell(f"1280R00{n}", 2023, 2) for n in (1, 2, 3)]
    cells += [cell("1280R001", 2024, 3), cell("1280R002", 2024, 9), cell("1280R003", 2024, 4)]
    cells += [cell("1281R009", 2024, 5)]
    version = publish(cells)
    parts = {"indicators": [RATIO], "areas": {"level": "regso", "within": ["12"]}}
    rows = records(version, "change", **parts)
    assert status_of(rows) == {
        "1280R003": ("value", 20.0),
        "1280R001": ("value", 10.0),
        "1280R002": ("not_applicable", None),
        "1281R009": ("not_applicable", None),
    }
    assert [row["area"] for row in records(version, "change", **parts, limit=2)] == [
        "1280R003",
        "1280R001",
    ]
    assert codes_of(version, "change", **parts)["border_changed"] == {"count": 2}


def test_cells_of_another_division_are_never_mixed_in(publish):
    cells = [cell(code, 2023, 5) for code in REGSO]
    cells += [cell("1280R001", 2023, 9, division=NEW)]
    version = publish(cells, all_typed())
    rows = records(version, "value", indicators=[RATIO], areas={"codes": ["1280R001"]})
    assert [row["value"] for row in rows] == [50.0]
    kinds = records(version, "compare_types", indicators=[RATIO])
    assert [row["areas"] for row in kinds] == [0, 0, 9, 0, 0]


def test_a_ratio_published_without_parts_is_read_but_never_added_up(publish):
    cells = [cell(code, num=None, value=40.0, status="value") for code in REGSO]
    version = publish(cells, all_typed())
    rows = records(version, "value", indicators=[RATIO], areas={"codes": ["1280R001"]})
    assert status_of(rows) == {"1280R001": ("value", 40.0)}
    with pytest.raises(Exception, match="no_data"):
        ask(asked("compare_types", indicators=[RATIO]), version)


def test_a_mean_keeps_its_value(publish):
    version = publish([cell("1280", indicator=MEAN, num=None, value=300.5, status="value")])
    (row,) = records(version, "value", indicators=[MEAN], areas={"codes": ["1280"]})
    assert (row["value"], row["numerator"], row["denominator"]) == (300.5, None, None)


TYPES = dict(zip(REGSO, (1, 1, 1, 2, 2, 2, 5, 5, 5), strict=True))


def mixed(**numbers: Any) -> list[dict[str, Any]]:
    return [cell(code, **numbers.get(f"_{code}", {})) for code in REGSO]


def kinds(version, **parts) -> dict[int, dict[str, Any]]:
    return {
        row["area_type"]: row
        for row in records(version, "compare_types", **({"indicators": [RATIO]} | parts))
    }


def test_a_ratio_leaves_out_what_has_no_figure_and_says_so(publish):
    version = publish(
        mixed(_0180R001={"num": None, "status": "suppressed"}, _0180R002={"num": 9}), typed(TYPES)
    )
    rows = kinds(version)
    assert (rows[1]["value"], rows[1]["areas"], rows[1]["valued"]) == (70.0, 3, 2)
    assert rows[1]["status"] == "value"
    assert (rows[3]["status"], rows[3]["value"], rows[3]["areas"]) == ("not_applicable", None, 0)
    notices = codes_of(version, "compare_types", indicators=[RATIO])
    assert notices["parts_left_out"] == {"count": 1, "areas": 9}


def counts(**numbers: Any) -> list[dict[str, Any]]:
    return [
        cell(code, **({"num": 5, "den": None, "indicator": COUNT} | numbers.get(f"_{code}", {})))
        for code in REGSO
    ]


COUNTED = [
    ({}, "value", 15.0),
    ({"num": None, "status": "suppressed"}, "suppressed", None),
    ({"num": None, "status": "missing"}, "missing", None),
    ({"status": "preliminary"}, "preliminary", 15.0),
]


@pytest.mark.parametrize(("part", "status", "value"), COUNTED)
def test_a_count_with_a_part_left_out_has_no_total(publish, part, status, value):
    version = publish(counts(_0180R001=part), typed(TYPES))
    rows = kinds(version, indicators=[COUNT])
    assert (rows[1]["status"], rows[1]["value"]) == (status, value)
    assert (rows[2]["status"], rows[2]["value"]) == ("value", 15.0)


def test_an_area_without_any_row_is_left_out_too(publish):
    version = publish(counts()[1:], typed(TYPES))
    rows = kinds(version, indicators=[COUNT])
    assert (rows[1]["status"], rows[1]["value"], rows[1]["areas"]) == ("missing", None, 3)
    gap = records(version, "gap", indicators=[COUNT], types=[1, 2])[0]
    assert (gap["status"], gap["value"], gap["first_areas"]) == ("missing", None, 3)
    other = records(version, "gap", indicators=[COUNT], types=[2, 5])[0]
    assert (other["status"], other["value"]) == ("zero", 0.0)


def test_nobody_to_divide_by_is_not_applicable(publish):
    nobody = {f"_{code}": {"num": 0, "den": 0} for code in REGSO[:3]}
    rows = kinds(publish(mixed(**nobody), typed(TYPES)))
    assert (rows[1]["status"], rows[1]["value"]) == ("not_applicable", None)


def test_population_share_counts_everybody_and_every_type(publish):
    version = publish(counts(_0180R001={"num": 30}), typed(TYPES))
    rows = records(version, "population_share")
    assert [row["value"] for row in rows] == [100 * 40 / 70, 100 * 15 / 70, 0.0, 0.0, 100 * 15 / 70]
    assert [row["status"] for row in rows] == ["value", "value", "zero", "zero", "value"]
    assert {row["denominator"] for row in rows} == {70.0}
    some = records(version, "population_share", types=[3, 5])
    assert [(row["area_type"], row["value"]) for row in some] == [(3, 0.0), (5, 100 * 15 / 70)]
    inside = records(version, "population_share", areas={"codes": ["1280"]})
    assert [row["value"] for row in inside] == [0.0, 100.0, 0.0, 0.0, 0.0]


def test_population_share_of_women(publish):
    women = [each | {"sex": "women", "num": 2} for each in counts(_0180R001={"num": 8})]
    men = [each | {"sex": "men"} for each in counts()]
    version = publish(counts() + women + men, typed(TYPES))
    rows = records(version, "population_share", sex="women")
    assert [(row["numerator"], row["denominator"]) for row in rows[:2]] == [(6.0, 18.0)] * 2


def test_a_type_nobody_has_is_a_row_also_in_each_area(publish):
    version = publish(mixed(), typed(TYPES))
    rows = records(
        version, "compare_types", indicators=[RATIO], types=[5],
        areas={"level": "kommun", "within": ["12", "0180"]},
    )  # fmt: skip
    assert [(row["area"], row["status"]) for row in rows] == [
        ("0180", "not_applicable"),
        ("1280", "not_applicable"),
        ("1281", "value"),
    ]
    (one,) = records(
        version, "compare_types", indicators=[RATIO], types=[5], areas={"codes": ["0180"]}
    )
    assert (one["area"], one["area_type"], one["status"]) == ("0180", 5, "not_applicable")


def test_a_gap_without_one_of_its_types_is_not_applicable(publish):
    version = publish(mixed(), typed(TYPES))
    rows = records(version, "gap", indicators=[RATIO], areas={"level": "lan", "codes": ["12"]})
    assert status_of(rows) == {"12": ("not_applicable", None)}
    notices = codes_of(
        version, "gap", indicators=[RATIO], areas={"level": "lan", "codes": ["01", "12"]}
    )
    assert notices["type_absent"] == {"types": [1, 5], "count": 2}


def test_fixed_and_each_years_types_differ(publish):
    """In the second year the two areas of type 1 have become type 2, with other figures."""
    numbers = {"0180R001": (2, 4), "0180R002": (4, 8), "0180R003": (5, 5)}
    cells = [
        cell(code, year, numbers.get(code, (5, 5))[year - 2022])
        for code in REGSO
        for year in (2022, 2023)
    ]
    before = dict.fromkeys(REGSO, 5) | {"0180R001": 1, "0180R002": 1}
    after = dict.fromkeys(REGSO, 5) | {"0180R001": 1, "0180R002": 2}
    version = publish(cells, typed(before, [2022]) + typed(after, [2023]))
    span = {"mode": "range", "from": 2022, "to": 2023}

    def first(**basis: Any) -> list[float]:
        rows = records(version, "gap", indicators=[RATIO], periods=span, **basis)
        return [row["first_value"] for row in rows]

    assert first() == [30.0, 40.0]
    assert first(type_basis={"mode": "fixed", "year": 2022}) == [30.0, 60.0]
    assert first(type_basis={"mode": "fixed", "year": 2023}) == [20.0, 40.0]
    for parts in ({}, {"type_basis": {"mode": "fixed", "year": 2022}}):
        trend = records(version, "trend", indicators=[RATIO], by=["area_type"], types=[1], **parts)
        assert [row["value"] for row in trend] == first(**parts)


def test_types_and_their_changes(publish):
    after = TYPES | {"0180R001": 3, "1281R003": 4}
    types = typed(TYPES, [2022]) + typed(after, [2023])
    version = publish(counts(_0180R001={"num": 12}), types)
    moved = records(version, "type_changes")
    assert [(row["area"], row["from_type"], row["to_type"], row["value"]) for row in moved] == [
        ("1281R003", 5, 4, -1),
        ("0180R001", 1, 3, 2),
    ]
    assert [row["area"] for row in records(version, "type_changes", types=[4])] == ["1281R003"]
    assert len(records(version, "type_changes", limit=1)) == 1
    listed = records(version, "areas_of_type", types=[1, 3])
    assert [(row["area"], row["area_type"], row["value"]) for row in listed] == [
        ("0180R002", 1, 5.0),
        ("0180R003", 1, 5.0),
        ("0180R001", 3, 12.0),
    ]
    old = {"mode": "list", "years": [2022]}
    earlier = records(version, "areas_of_type", types=[1], periods=old)
    assert [(row["area"], row["status"]) for row in earlier] == [
        ("0180R001", "missing"),
        ("0180R002", "missing"),
        ("0180R003", "missing"),
    ]


def test_comparison_is_with_the_area_asked_for(publish):
    cells = [cell("00", num=1), cell("12", num=2), cell("1280", num=3)]
    cells += [cell(code, num=4) for code in REGSO]
    version = publish(cells)
    numbers = {"auto": 10.0, "riket": 10.0, "lan": 20.0, "kommun": 30.0}
    for comparator, value in numbers.items():
        question = asked(
            "value", indicators=[RATIO], areas={"codes": ["1280R001"]}, comparator=comparator
        )
        answer = ask(question, version)
        assert answer.comparison["value"].tolist() == [value]
        assert len(answer.peers) == 9
    none = asked("value", indicators=[RATIO], areas={"codes": ["1280"]}, comparator="none")
    assert ask(none, version).comparison.empty
    own = asked("value", indicators=[RATIO], areas={"codes": ["12"]}, comparator="lan")
    assert ask(own, version).comparison.empty


def test_records_hold_nothing_that_json_cannot():
    frame = pd.DataFrame(
        {
            "area": ["1280", None, pd.NA],
            "rank": [1.0, np.float64(2.0), math.nan],
            "areas": [np.int64(3), 4, None],
            "value": [np.float32(1.5), math.inf, 3.0],
            "numerator": [2.0, -math.inf, np.nan],
            "period": [np.int16(2020), pd.NaT, 2021],
        },
        dtype=object,
    )
    rows = plain_records(frame)
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows
    assert rows[0] == {
        "area": "1280", "rank": 1, "areas": 3, "value": 1.5, "numerator": 2.0, "period": 2020,
    }  # fmt: skip
    assert rows[1] == {
        "area": None, "rank": 2, "areas": 4, "value": None, "numerator": None, "period": None,
    }  # fmt: skip
    assert [type(rows[0][name]) for name in ("rank", "areas", "value", "period")] == [
        int,
        int,
        float,
        int,
    ]


UNITS = [
    ("gap", {"measure": "ratio"}, ("times", 2)),
    ("gap", {}, ("percent", 1)),
    ("population_share", {"indicators": []}, ("percent", 1)),
    ("compare_types", {}, ("percent", 1)),
]


@pytest.mark.parametrize(("shape", "parts", "unit"), UNITS)
def test_the_figure_has_its_unit(publish, shape, parts, unit):
    version = publish(mixed() + counts(), typed(TYPES))
    answer = ask(asked(shape, **({"indicators": [RATIO]} | parts)), version)
    (column,) = [each for each in answer.columns if each.id == "value"]
    assert (column.unit, column.decimals) == unit


def test_the_name_is_that_of_the_years_division(publish):
    version = publish([cell("1280R001", 2023), cell("1280R001", 2024)])
    answer = ask(asked("value", indicators=[RATIO], areas={"codes": ["1280R001"]}), version)
    assert answer.names["1280R001", 2023] == "Område 1280R001 (Område 1280)"
    assert version.offers.division("regso", 2023) == OLD
