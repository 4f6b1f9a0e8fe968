"""Similar areas as what a figure, a series, a profile is laid beside: one by one and as one."""

import math
from collections.abc import Iterable

import pytest

from semantic.alike import with_together
from semantic.ask import ask
from semantic.mend import mended
from semantic.model import TOGETHER
from semantic.pairs import beside as laid_beside
from semantic.question import read_question
from semantic.similar import BESIDE, BY_DEFAULT
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import COUNT, MEAN, NEW, OLD, RATIO, cell

NEAR = ["0180R002", "0180R003", "1280R001", "1280R002", "1280R003"]
"""By population alone the five nearest of 0180R001, in this order."""
AREAS = ["0180R001", *NEAR, "1281R001", "1281R002", "1281R003"]
OWN = AREAS[0]


def people(year: int, areas: Iterable[str] = AREAS) -> list[dict]:
    return [cell(area, year, 100.0 + place, None) for place, area in enumerate(areas)]


def shares(year: int, **others: dict) -> list[dict]:
    """Numerators 1, 2, … of denominators 10, 20, …, unless told otherwise."""
    return [
        cell(area, year, 1.0 + place, 10.0 * (1 + place)) | others.get(area, {})
        for place, area in enumerate(AREAS)
    ]


def beside(shape: str, version, code: str = OWN, **parts):
    asked_of = parts.pop("indicators", [RATIO])
    indicators = [] if shape in ("profile", "segregation") else asked_of
    question = asked(
        shape, indicators=indicators, areas={"codes": [code]}, comparator="similar", **parts
    )
    return ask(question, version)


def together(answer) -> dict[int, tuple[object, str]]:
    rows = [row for row in answer.comparison.to_dict("records") if row["area"] == TOGETHER]
    return {row["period"]: (row["value"], row["status"]) for row in rows}


def listed(answer) -> list[str]:
    return list(dict.fromkeys(answer.comparison["area"].tolist()))


# As one


def test_a_group_is_the_sum_of_its_numerators_over_that_of_its_denominators(publish):
    cells = [each for year in (2021, 2022, 2023) for each in (*people(year), *shares(year))]
    cells[-7] |= {"num": 60.0, "den": 120.0}
    answer = beside("trend", publish(cells))
    assert listed(answer) == [TOGETHER, *NEAR]
    expected = 100 * (2 + 3 + 4 + 5 + 6) / (20 + 30 + 40 + 50 + 60)
    of_2023 = 100 * (2 + 60 + 4 + 5 + 6) / (20 + 120 + 40 + 50 + 60)
    assert together(answer) == {
        2021: (pytest.approx(expected), "value"),
        2022: (pytest.approx(expected), "value"),
        2023: (pytest.approx(of_2023), "value"),
    }
    assert answer.similar_areas == tuple(NEAR)
    assert answer.beside["area"].unique().tolist() == [TOGETHER]


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({NEAR[1]: {"num": None, "den": None, "status": "suppressed"}}, "suppressed"),
        ({NEAR[1]: {"num": None, "den": None, "status": "missing"}}, "missing"),
        (
            {
                NEAR[0]: {"num": None, "den": None, "status": "missing"},
                NEAR[1]: {"num": None, "den": None, "status": "suppressed"},
            },
            "suppressed",
        ),
        ({each: {"num": 0.0, "den": 0.0, "status": "zero"} for each in NEAR}, "not_applicable"),
    ],
)
def test_a_group_that_lacks_one_of_its_areas_has_no_figure(publish, cells, status):
    every = [*people(2022), *shares(2022), *people(2023), *shares(2023, **cells)]
    answer = beside("trend", publish(every))
    (_, before), (value, found) = together(answer).values()
    assert before == "value"
    assert (math.isnan(value), found) == (True, status)


def test_an_area_without_a_cell_lacks_its_figure_and_is_still_told(publish):
    cells = [*people(2022), *shares(2022), *people(2023), *shares(2023)]
    gone = [each for each in cells if (each["area"], each["year"]) != (NEAR[2], 2022)]
    gone += people(2022, [NEAR[2]])
    answer = beside("trend", publish(gone))
    assert listed(answer) == [TOGETHER, *NEAR]
    assert together(answer)[2022][1] == "missing"
    assert together(answer)[2023][1] == "value"


def test_nobody_in_one_area_takes_no_figure_from_the_others(publish):
    cells = [*people(2023), *shares(2023, **{NEAR[0]: {"num": 0.0, "den": 0.0, "status": "zero"}})]
    value, status = together(beside("value", publish(cells)))[2023]
    assert (value, status) == (pytest.approx(100 * (3 + 4 + 5 + 6) / (30 + 40 + 50 + 60)), "value")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({NEAR[3]: {"status": "preliminary"}}, "preliminary"),
        ({each: {"num": 0.0, "status": "zero"} for each in NEAR}, "zero"),
    ],
)
def test_a_group_is_as_settled_as_its_areas(publish, changes, status):
    answer = beside("value", publish([*people(2023), *shares(2023, **changes)]))
    assert together(answer)[2023][1] == status


def test_what_cannot_be_added_up_is_told_one_by_one(publish):
    cells = [
        *people(2023),
        *(
            cell(area, 2023, None, None)
            | {"indicator": MEAN, "value": 100.0 + place, "status": "value"}
            for place, area in enumerate(AREAS)
        ),
        *shares(2023),
    ]
    version = publish(cells)
    for indicator in (MEAN, COUNT):
        answer = beside("trend", version, indicators=[indicator])
        assert TOGETHER not in listed(answer)
        assert len(answer.similar_areas) == BESIDE
        assert answer.beside is answer.comparison
    profile = beside("profile", version)
    whole = {
        row["indicator"]: (row["value"], row["status"])
        for row in profile.comparison.to_dict("records")
        if row["area"] == TOGETHER
    }
    assert whole[RATIO] == (pytest.approx(10.0), "value")
    assert {whole[each][1] for each in (MEAN, COUNT)} == {"not_applicable"}


def test_the_area_is_judged_against_the_group(publish):
    cells = people(2023)
    cells += [
        cell(area, 2023, 500.0 if area == OWN else 100.0, 1000.0) for area in AREAS
    ]  # 50 against 10 percent
    for shape in ("value", "compare_areas", "profile"):
        answer = beside(shape, publish(cells))
        (row,) = [each for each in answer.records() if each["indicator"] == RATIO]
        assert row["difference_low"] < 40 < row["difference_high"]
        assert row["verdict"] in ("large", "some")


def test_a_confidential_group_is_nothing_to_be_judged_against():
    own = {"area": OWN, "sex": "total", "age": "total", "value": 50.0, "status": "value"}
    own["period"] = 2023
    others = [
        {**own, "area": TOGETHER, "value": None, "status": "suppressed"},
        {**own, "area": NEAR[0], "value": 10.0},
    ]
    (pair,) = laid_beside([own], others)
    assert pair.hidden
    assert not list(laid_beside([own], others[1:]))


# Over time and across borders


def test_areas_that_moved_are_left_out_and_the_others_are_told_in_both_divisions(publish):
    cells = [each for year in (2022, 2023, 2024) for each in (*people(year), *shares(year))]
    answer = beside("trend", publish(cells))
    assert sorted(set(answer.resolved.divisions.values())) == [OLD, NEW]
    stayed = [each for each in AREAS[1:] if each != "1280R002"][:BESIDE]
    assert listed(answer) == [TOGETHER, *stayed]
    assert {status for _, status in together(answer).values()} == {"value"}
    assert len(answer.comparison) == 3 * (1 + BESIDE)
    assert set(answer.comparison["segment"]) == {0}


DESO = [f"0180A00{place}0" for place in range(1, 9)]


def test_of_small_areas_that_nobody_has_told_apart_none_are_similar_in_both(publish):
    areas = [("riket", "00", 0, False), ("lan", "01", 0, False), ("kommun", "0180", 0, False)]
    areas += [("deso", code, division, False) for code in DESO for division in (2018, 2025)]
    cells = [
        made
        for year, division in ((2023, 2018), (2024, 2025))
        for place, code in enumerate(DESO)
        for made in (
            cell(code, year, 100.0 + place, None, division=division),
            cell(code, year, 1.0 + place, 50.0, division=division),
        )
    ]
    version = publish(cells, areas=areas)
    refused = refusal(lambda: beside("trend", version, DESO[0]))
    assert (refused.code, refused.details["reason"]) == ("bad_value", "same borders")
    one_year = {"mode": "list", "years": [2024]}
    assert listed(beside("trend", version, DESO[0], periods=one_year))[0] == TOGETHER


def test_a_break_cuts_what_is_compared_with_too(demo):
    """New registers in 2020 cut the figure; both the group and riket are cut there."""
    for comparator in ("similar", "riket"):
        for shape in ("trend", "compare_areas"):
            question = asked(
                shape,
                indicators=["sysselsatta_andel"],
                areas={"codes": ["1280"], "level": "kommun"},
                periods={"mode": "range", "from": 2018, "to": 2021},
                comparator=comparator,
            )
            found = ask(question, demo).comparison
            pieces = found.groupby("period")["segment"].unique()
            assert [set(each) for each in pieces] == [{0}, {0}, {1}, {1}]


@pytest.mark.parametrize("code", ["1280", "1280R028", "12"])
@pytest.mark.parametrize("shape", ["trend", "compare_areas", "profile", "segregation"])
def test_every_shape_has_the_figures_that_the_areas_have_by_themselves(demo, shape, code):
    if shape == "segregation" and len(code) == 8:
        pytest.skip("a RegSO has no segregation inside it")
    parts = {"periods": {"mode": "top", "n": 3}} if shape == "trend" else {}
    answer = beside(shape, demo, code, indicators=["arbetslosa_andel"], **parts)
    assert len(answer.similar_areas) == BESIDE
    assert code not in answer.similar_areas
    for area in answer.similar_areas:
        alone = {"areas": {"codes": [area], "level": answer.resolved.level}, "comparator": "none"}
        one = ask(read_question({**answer.question.canonical(), **alone}), demo)
        own = {(row["indicator"], row["period"]): row["value"] for row in one.records()}
        rows = answer.comparison[answer.comparison["area"] == area].to_dict("records")
        assert rows
        for row in rows:
            if row["status"] == "value":
                assert row["value"] == own[row["indicator"], row["period"]]


def test_several_figures_are_alike_by_all_that_areas_are_compared_by(demo):
    question = asked(
        "profile",
        indicators=["hyresratt_andel", "loneinkomst_medel"],
        areas={"codes": ["1280R028"]},
        comparator="similar",
    )
    by = {each.id for each in ask(question, demo).resolved.like.indicators}
    assert by == set(BY_DEFAULT)


def test_only_one_figure_of_one_year_is_expected(demo):
    def columns(shape: str, **parts) -> set[str]:
        answer = beside(shape, demo, "1280R028", indicators=["arbetslosa_andel"], **parts)
        return set(answer.rows.columns)

    assert "expected" in columns("value")
    assert "expected" in columns("compare_areas")
    several = {"mode": "top", "n": 3}
    assert "expected" not in columns("trend", periods=several)
    assert "expected" not in columns("compare_areas", periods=several)


def test_official_figures_of_two_divisions_are_those_of_areas_that_stayed(real):
    """In 2024 only one kommun's areas have the figure, so that the group has none."""
    answer = beside("trend", real, "1780R011", indicators=["forgymnasial_andel"])
    divisions = answer.resolved.divisions
    assert len(set(divisions.values())) == 2
    moved = real.directory.changed
    assert not moved & set(answer.similar_areas)
    rows = answer.comparison[answer.comparison["area"] == TOGETHER]
    assert rows["period"].tolist() == list(answer.years)
    assert rows["status"].tolist() == ["value", "missing"]
    assert real.directory.changed


# What is refused


REFUSED = [
    ("trend", {"codes": ["1280", "1281"]}, {}, "like one area"),
    ("compare_areas", {"level": "kommun", "within": ["12"]}, {}, "like one area"),
    ("profile", {"codes": ["1280", "1281"]}, {}, "like one area"),
    ("value", {"codes": ["1280", "1281"]}, {}, "like one area"),
    ("trend", {"level": "riket"}, {}, "like one area"),
    ("value", {"codes": ["1280"]}, {"by": ["sex"]}, "everyone together"),
    ("trend", {"codes": ["1280"]}, {"by": ["area_type"]}, "everyone together"),
    ("compare_areas", {"codes": ["1280"]}, {"by": ["sex"]}, "everyone together"),
]


@pytest.mark.parametrize(("shape", "areas", "parts", "reason"), REFUSED)
def test_similar_areas_are_those_of_one_area_undivided(demo, shape, areas, parts, reason):
    indicators = [] if shape == "profile" else ["sysselsatta_andel"]
    question = asked(shape, indicators=indicators, areas=areas, comparator="similar", **parts)
    refused = refusal(lambda: ask(question, demo))
    assert (refused.code, refused.details["reason"]) == ("bad_value", reason)
    (first, *_) = refused.suggestions
    assert first.value == "riket"
    ask(read_question(mended(question.canonical(), refused, first)), demo)


def test_an_area_that_no_other_can_be_compared_with_has_nothing_beside_it(publish):
    """All the others are empty of people, and nobody has no logarithm."""
    empty = [cell(area, 2023, 0.0, None, indicator=COUNT) for area in AREAS[1:]]
    cells = [*people(2023, [OWN]), *empty, *shares(2023)]
    for shape in ("value", "trend", "compare_areas", "profile"):
        answer = beside(shape, publish(cells))
        assert answer.comparison.empty
        assert answer.similar_areas == ()
        assert answer.beside.empty


def test_no_area_has_no_group(demo):
    resolved = beside("value", demo, "1280", indicators=["arbetslosa_andel"]).resolved
    found = with_together(beside("value", demo, "1280").comparison.iloc[:0], resolved, ["1281"])
    assert found["status"].tolist() == ["missing"]
