"""What random questions brought to light (`tests.reference`), each as small as it can be told."""

import pytest

from semantic.ask import ask
from semantic.errors import QuestionError
from semantic.relation import pearson
from semantic.similar import distance, nearest_areas, standardised
from tests.semantic import small
from tests.semantic.conftest import asked
from tests.semantic.small import AREAS, COUNT, NEW, OLD, RATIO, all_typed, cell

KOMMUNER = ("0180", "1280", "1281")
REGSO = [f"{kommun}R00{number}" for kommun in KOMMUNER for number in (1, 2, 3)]


@pytest.fixture
def rows(publish):
    def answered(cells, shape, typed=(), **parts):
        return ask(asked(shape, **parts), publish(cells, typed)).records()

    return answered


def test_a_limit_asks_for_some_of_the_named_areas_only(rows):
    cells = [cell(code, num=num) for code, num in zip(KOMMUNER, (3, 5, 4), strict=True)]
    found = rows(cells, "compare_areas", indicators=[RATIO], areas={"codes": KOMMUNER}, limit=2)
    assert [(row["area"], row["status"]) for row in found] == [("1280", "value"), ("1281", "value")]
    cells += [cell(code, 2022, num=1) for code in KOMMUNER]
    found = rows(cells, "change", indicators=[RATIO], areas={"codes": KOMMUNER}, limit=1)
    assert [(row["area"], row["value"]) for row in found] == [("1280", 40.0)]


def test_what_is_compared_with_is_not_cut_where_only_small_areas_are(publish):
    cells = [cell(code, year) for code in ("00", "1280R002") for year in (2023, 2024)]
    answer = ask(asked("trend", indicators=[RATIO], areas={"codes": ["1280R002"]}), publish(cells))
    assert answer.rows["segment"].tolist() == [0, 1]
    assert answer.comparison["segment"].tolist() == [0, 0]


def test_peers_with_nobody_to_divide_by_are_not_applicable(publish):
    cells = [cell("1280"), cell("1281", num=0, den=0, status="zero")]
    answer = ask(asked("value", indicators=[RATIO], areas={"codes": ["1280"]}), publish(cells))
    assert answer.peers["status"].tolist() == ["value", "not_applicable"]


def test_a_change_of_nothing_is_zero_and_of_no_area_not_applicable(rows):
    cells = [cell("1280R001", year, status="preliminary") for year in (2022, 2023)]
    named = {"codes": ["1280R001", "1281R001", "1281R009"]}
    found = rows(cells, "change", indicators=[RATIO], areas=named)
    assert {row["area"]: row["status"] for row in found} == {
        "1280R001": "zero", "1281R001": "missing", "1281R009": "not_applicable",
    }  # fmt: skip


def test_a_change_from_nobody_says_so_of_the_year(rows):
    cells = [cell("1280", 2022, num=0, den=0, status="zero"), cell("1280", 2023)]
    (row,) = rows(cells, "change", indicators=[RATIO], areas={"codes": ["1280"]})
    assert (row["from_value"], row["from_status"]) == (None, "not_applicable")
    assert (row["value"], row["status"]) == (None, "not_applicable")


def test_a_change_has_a_row_for_every_group_of_a_named_area(rows):
    cells = [
        cell(code, year, num=4, den=None, sex=sex)
        for code, sexes in (("1280", ("total", "women", "men")), ("1281", ("total", "women")))
        for sex in sexes
        for year in (2022, 2023)
    ]
    found = rows(cells, "change", indicators=[COUNT], by=["sex"], areas={"codes": ["1280", "1281"]})
    assert {(row["area"], row["sex"]): row["status"] for row in found} == {
        ("1280", "men"): "zero", ("1280", "women"): "zero",
        ("1281", "men"): "missing", ("1281", "women"): "zero",
    }  # fmt: skip


MALMO = {"codes": ["1280"]}
TYPES = all_typed(3, _1280R001=1, _1280R002=1)


def test_people_nobody_has_counted_are_not_nobody(rows):
    cells = [cell("1280R003", num=7, den=None)]
    first, *_ = rows(cells, "population_share", TYPES, areas=MALMO)
    assert (first["area_type"], first["status"]) == (1, "missing")
    assert (first["numerator"], first["denominator"], first["value"]) == (None, 7, None)


LACKING = [
    (("not_applicable", "not_applicable"), "not_applicable"),
    (("not_applicable", "missing"), "missing"),
    (("suppressed", "missing"), "suppressed"),
    (("not_applicable", None), "missing"),
]


@pytest.mark.parametrize(("statuses", "told"), LACKING)
def test_a_sum_tells_the_reason_that_weighs_most(rows, statuses, told):
    parts = zip(("1280R001", "1280R002"), statuses, strict=True)
    cells = [cell(code, num=None, status=status) for code, status in parts if status]
    cells += [cell(code) for code in REGSO if code not in ("1280R001", "1280R002")]
    first, *_ = rows(cells, "compare_types", TYPES, indicators=[RATIO], areas=MALMO)
    assert (first["area_type"], first["status"]) == (1, told)
    (gap,) = rows(cells, "gap", TYPES, indicators=[RATIO], areas=MALMO, types=[1, 3])
    assert gap["status"] == told


def test_groups_are_those_that_figures_tell_of_and_not_those_of_the_rows_found(publish):
    cells = [cell("1280R003", num=3, den=None, sex=sex) for sex in ("total", "women", "men")] + [
        cell(code, num=3, den=None) for code in REGSO
    ]
    version = publish(cells[1:], TYPES)
    question = asked("compare_types", indicators=[COUNT], by=["sex"], types=[1],
                     areas=MALMO)  # fmt: skip
    found = ask(question, version).records()
    assert {row["sex"]: row["status"] for row in found} == {"women": "missing", "men": "missing"}


def test_a_kommun_without_regso_has_no_area_types(tmp_path):
    areas = [*AREAS, ("kommun", "1282", 0, False)]
    cells = [cell(code, num=3, den=None) for code in REGSO]
    version = small.publish(tmp_path, cells, all_typed(), areas=areas)
    try:
        with pytest.raises(QuestionError) as caught:
            ask(asked("areas_of_type", areas={"codes": ["1282"]}), version)
        assert caught.value.code == "no_area_types"
    finally:
        version.close()


def test_a_code_that_is_none_does_not_hinder_suggestions(publish):
    question = asked("value", indicators=[RATIO], areas={"codes": ["x", "1280"]}, sex="women")
    with pytest.raises(QuestionError) as caught:
        ask(question, publish([cell("1280")]))
    assert isinstance(caught.value.suggestions, tuple)


def test_each_figure_of_a_profile_is_read_in_its_own_division(publish):
    cells = [
        cell("1280R001", 2023, num=num, den=None, division=division)
        for division, num in ((2020, 7), (2025, 8))
    ]
    cells += [cell("1280R001", 2023, division=2020), cell("1280R003", 2023, division=2020)]
    answer = ask(asked("profile", areas={"codes": ["1280R001"]}), publish(cells))
    assert dict(zip(answer.rows["indicator"], answer.rows["value"], strict=True)) == {
        COUNT: 8, RATIO: 50.0,
    }  # fmt: skip


def test_shares_without_counts_are_not_there_to_be_added_up(publish):
    cells = [cell("1280R001", num=None, value=20.0, status="value"), cell("1281R001")]
    version = publish(cells, all_typed())
    question = asked("compare_types", indicators=[RATIO], areas=MALMO)
    with pytest.raises(QuestionError) as caught:
        ask(question, version)
    assert caught.value.code == "no_data_for_area"


MIXED = [(["01", "1280"], ["0180", "1280"]), (["0180", "12"], ["0180", "1280", "1281"])]


@pytest.mark.parametrize(("within", "meant"), MIXED)
def test_which_areas_are_meant_does_not_hang_on_the_order_of_codes(rows, within, meant):
    found = rows(
        [cell(code) for code in REGSO], "compare_types", all_typed(), indicators=[RATIO],
        types=[3], areas={"within": within},
    )  # fmt: skip
    assert [row["area"] for row in found] == meant


def test_a_year_between_two_of_the_new_division_is_read_in_the_old(publish):
    """Figures for earlier years are sometimes published anew on the new division, for some only."""
    years = {2021: NEW, 2022: OLD, 2023: OLD, 2024: NEW}
    cells = [
        cell(code, year, division=division)
        for year, division in years.items()
        for code in ("1280R001", "1280R002")
    ]
    found = ask(asked("trend", indicators=[RATIO], areas={"within": ["1280"]}), publish(cells))
    pieces = found.rows.groupby("area")["segment"].agg(list).to_dict()
    assert pieces == {"1280R001": [0, 0, 0, 0], "1280R002": [0, 1, 1, 2]}


def test_groups_of_a_whole_that_is_not_told_are_read_where_they_are(rows):
    cells = [
        cell(code, num=3, den=None, sex=sex, division=NEW)
        for code in ("1280R001", "1280R003")
        for sex in ("women", "men")
    ]
    cells += [cell(code, num=9, den=None, division=OLD, age="0-19") for code in REGSO]
    found = rows(
        cells, "value", all_typed(), indicators=[COUNT], by=["sex"], areas={"codes": ["1280R001"]}
    )
    assert [(row["sex"], row["value"]) for row in found] == [("men", 3), ("women", 3)]


def test_groups_are_read_in_the_division_of_their_own_figures(rows):
    """Everybody is told of on the new division, women and men on that of the types."""
    cells = [cell(code, 2024, num=3, division=NEW) for code in REGSO]
    cells += [cell(code, 2024, num=4, sex=sex, division=OLD) for code in REGSO
              for sex in ("women", "men")]  # fmt: skip
    found = rows(
        cells, "compare_types", all_typed(2), indicators=[RATIO], by=["sex"],
        areas={"codes": ["1280"]}, type_basis={"mode": "fixed", "year": 2023},
    )  # fmt: skip
    there = [(row["sex"], row["value"]) for row in found if row["area_type"] == 2]
    assert there == [("men", 40), ("women", 40)]


def test_a_place_with_nobody_to_divide_by_says_so_beside_its_spread(rows):
    cells = [cell(code) for code in REGSO] + [cell("00", num=0, den=0, status="zero")]
    (row,) = rows(cells, "spread", indicators=[RATIO])
    assert (row["whole"], row["whole_status"]) == (None, "not_applicable")


def test_two_years_of_one_division_are_compared_and_not_those_between(publish):
    deso = [("deso", "1280C1010", division, False) for division in (2018, NEW)]
    years = {2021: 2018, 2022: 2018, 2023: NEW, 2024: 2018}
    cells = [cell("1280C1010", year, division=division) for year, division in years.items()]
    version = publish(cells, areas=(*AREAS, *deso))
    answer = ask(asked("change", indicators=[RATIO], areas={"level": "deso"}), version)
    assert answer.years == (2022, 2024)


def test_areas_as_far_away_on_either_side_stand_in_order_of_code():
    """The arithmetic puts the second of them nearer, by the sixteenth digit."""
    far = 600 / 7
    points = {
        "a": [400 / 7, 100 / 6], "b": [200 / 3, 500 / 7], "d": [0.0, 0.0], "e": [200 / 7, 100 / 3],
        "c": [50.0, 50.0],
        "p": [50 + far, 50 - far],
        "q": [50 - far, 50 + far],
    }  # fmt: skip
    placed = standardised(points)
    assert distance(placed["c"], placed["q"]) < distance(placed["c"], placed["p"])
    assert [code for _, code in nearest_areas(points, "c")][-2:] == ["p", "q"]


@pytest.mark.parametrize("measure", ["difference", "persons"])
def test_of_nobody_there_are_not_as_many_as_elsewhere(rows, measure):
    cells = [cell(code) for code in REGSO if code not in ("1280R001", "1280R002")]
    cells += [cell(code, num=0, den=0, status="zero") for code in ("1280R001", "1280R002")]
    (row,) = rows(cells, "gap", TYPES, indicators=[RATIO], areas=MALMO, types=[1, 3],
                  measure=measure)  # fmt: skip
    assert (row["value"], row["status"], row.get("persons")) == (None, "not_applicable", None)


def test_a_correlation_of_the_last_digit_is_none():
    xs, ys = [0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1, 0.2, 0.3], [1, 1, 1, 2, 2, 2, 4, 4, 4]
    assert pearson(xs, ys) == 0.0


def test_terms_of_a_split_that_cancel_each_other_are_nothing(rows):
    """A type whose figure is that of the whole on average adds nothing by going away."""
    typed = all_typed(4, (2022,), _1280R002=5) + all_typed(4, (2023,))
    cells = [
        cell("1280R001", 2022, num=0, den=3), cell("1280R002", 2022, num=1, den=6),
        cell("1280R001", 2023, num=2, den=9),
    ]  # fmt: skip
    found = rows(cells, "split", typed, indicators=[RATIO], areas={"codes": ["1280"]})
    gone = next(row for row in found if row["area_type"] == 5)
    assert gone["value"] == pytest.approx(0, abs=1e-12)
    assert gone["value"] != 0
    assert gone["status"] == "zero"


def test_years_put_together_are_no_surer_of_a_limit_than_one(publish):
    version = publish([cell("1280", year, num=40, den=100) for year in (2021, 2022, 2023)])
    limit = {"op": "ge", "value": 30}
    parts = {"indicators": [RATIO], "areas": {"level": "kommun"}, "threshold": limit}
    (alone,), (together,) = (
        ask(asked("threshold", pooled=years, **parts), version).records() for years in (1, 3)
    )
    for name in ("verdict", "verdict_reason", "difference_low", "difference_high"):
        assert together[name] == pytest.approx(alone[name])
