"""Several years put together: ratios of sums, whole windows of one and the same area, and no more
certainty than one year has."""

import pytest

from semantic.ask import ask
from semantic.mend import mended
from semantic.question import read_question
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import AREAS, COUNT, OLD, RATIO, cell

MALMO = ["1280R001", "1280R002", "1280R003"]
"""The border of the second moved in 2024."""
CODES = [code for level, code, division, _ in AREAS if level == "regso" and division == OLD]
ALL = {"level": "regso"}


def year(*given):
    return {"mode": "list", "years": list(given)}


@pytest.fixture
def both(publish):
    """A ratio in both divisions, 2020–2025: num 1, 2 … and den 10, 20 …, other each year."""
    cells = [
        cell(code, when, n + when - 2020, 10 * n + when - 2000)
        for when in range(2020, 2026)
        for n, code in enumerate(CODES, 1)
    ]
    cells += [cell("1281R009", when, 9) for when in (2024, 2025)]
    cells += [cell("00", when, 50, 500) for when in range(2020, 2026)]
    return publish(cells)


def by_area(answer):
    return {row["area"]: row for row in answer.records()}


def value(code, last, pooled=3, **parts):
    named = {"indicators": [RATIO], "areas": {"codes": [code]}, "periods": year(last)}
    return asked("value", pooled=pooled, **named | parts)


def test_the_figure_is_a_ratio_of_sums_of_the_years_up_to_the_one_asked_for(both):
    (row,) = ask(value("0180R001", 2023), both).records()
    nums, dens = [2, 3, 4], [31, 32, 33]
    assert (row["numerator"], row["denominator"]) == (sum(nums), sum(dens))
    assert row["value"] == pytest.approx(100 * sum(nums) / sum(dens))
    means = sum(100 * num / den for num, den in zip(nums, dens, strict=True)) / 3
    assert row["value"] != pytest.approx(means, rel=1e-9)
    assert (row["from_period"], row["period"]) == (2021, 2023)
    assert (row["status"], row["origin"]) == ("value", "computed")


def test_what_it_is_compared_with_is_of_the_same_years(both):
    answer = ask(value("0180R001", 2023), both)
    (riket,) = answer.comparison.to_dict("records")
    assert (riket["numerator"], riket["denominator"], riket["from_period"]) == (150, 1500, 2021)
    assert set(answer.peers["from_period"]) == {2021}
    own = answer.peers[answer.peers["area"] == "0180R001"]
    assert own["value"].tolist() == answer.rows["value"].tolist()


@pytest.mark.parametrize("pooled", [1, 3, 5])
def test_one_year_is_the_default_and_leaves_no_trace(pooled):
    question = value("0180R001", 2024, pooled)
    assert ("pooled" in question.canonical()) == (pooled > 1)
    assert read_question(question.canonical()) == question


@pytest.mark.parametrize("wrong", [0, 2, 4, 7, "3", 3.5])
def test_other_numbers_of_years_are_refused(wrong):
    error = refusal(lambda: value("0180R001", 2024, wrong))
    assert (error.code, error.details["key"]) == ("bad_value", "pooled")


def test_one_number_is_written_in_one_way():
    assert value("0180R001", 2024, 3.0).hash == value("0180R001", 2024, 3).hash
    assert value("0180R001", 2024, True).hash == value("0180R001", 2024, 1).hash


def test_an_area_that_moved_in_the_years_has_no_figure(both):
    areas = {"indicators": [RATIO], "areas": ALL, "pooled": 3}
    answer = ask(asked("compare_areas", **areas, periods=year(2025)), both)
    rows = by_area(answer)
    assert rows["1280R002"]["status"] == rows["1281R009"]["status"] == "not_applicable"
    assert rows["1280R002"]["value"] is None
    assert rows["1280R001"]["value"] is not None
    codes = {each.code: each.details for each in answer.notices}
    assert codes["border_changed"] == {"count": 2}
    assert codes["partial_coverage"]["valued"] == len(rows) - 2
    whole = by_area(ask(asked("compare_areas", **areas, periods=year(2023)), both))
    assert whole["1280R002"]["status"] == "value"
    assert "1281R009" not in whole


def test_an_area_that_moved_has_no_place(publish):
    cells = [
        cell(code, when, 100 * n, 1000)
        for when in (2023, 2024, 2025)
        for n, code in enumerate(CODES)
    ]
    question = asked("rank", indicators=[RATIO], areas=ALL, pooled=3, limit=50)
    rows = ask(question, publish(cells)).records()
    assert [row["area"] for row in rows] == [each for each in CODES[::-1] if each != MALMO[1]]
    assert {row["ranked"] for row in rows} == {len(CODES) - 1}


def test_alone_it_is_refused_and_earlier_years_are_near(both):
    question = value("1280R002", 2024)
    error = refusal(lambda: ask(question, both))
    assert error.details["reason"] == "no area in all years"
    near = {(each.kind, each.value) for each in error.suggestions}
    assert ("year", 2023) in near
    for each in error.suggestions:
        ask(read_question(mended(question.canonical(), error, each)), both)


def test_named_beside_others_it_says_why(both):
    question = asked(
        "value", indicators=[RATIO], areas={"codes": MALMO}, periods=year(2024), pooled=3
    )
    statuses = {row["area"]: row["status"] for row in ask(question, both).records()}
    assert statuses == dict(zip(MALMO, ["value", "not_applicable", "value"], strict=True))


def test_the_latest_is_the_newest_that_can_be_put_together(both):
    latest = asked("value", indicators=[RATIO], areas={"codes": ["1280R002"]}, pooled=3)
    assert ask(latest, both).resolved.window == (2021, 2022, 2023)
    other = asked("value", indicators=[RATIO], areas={"codes": ["1280R001"]}, pooled=3)
    assert ask(other, both).resolved.window == (2023, 2024, 2025)


@pytest.mark.parametrize(
    ("middle", "status"),
    [
        ({"num": None, "den": None, "status": "missing"}, "missing"),
        ({"num": None, "den": None, "status": "suppressed"}, "suppressed"),
        ({"num": None, "den": None, "status": "not_applicable"}, "not_applicable"),
        ({"num": 0, "den": 0, "status": "zero"}, "not_applicable"),
        (None, "missing"),
        ({"status": "preliminary"}, "preliminary"),
    ],
)  # fmt: skip
def test_a_year_that_lacks_its_figure_is_told_and_never_left_out(publish, middle, status):
    cells = [cell(code, when) for code in MALMO[::2] for when in (2021, 2022, 2023)]
    cells = [each for each in cells if (each["area"], each["year"]) != (MALMO[0], 2022)]
    cells += [cell(MALMO[0], 2022) | middle] if middle is not None else []
    question = asked(
        "value", indicators=[RATIO], areas={"codes": MALMO[::2]}, periods=year(2023), pooled=3
    )
    answer = ask(question, publish(cells))
    rows = by_area(answer)
    assert rows[MALMO[0]]["status"] == status
    assert (rows[MALMO[0]]["value"] is None) == (status != "preliminary")
    assert (rows[MALMO[0]]["numerator"] is None) == (status != "preliminary")
    assert rows[MALMO[2]]["value"] == 50
    notices = {each.code for each in answer.notices}
    assert status in notices


def test_nobody_in_all_the_years_is_zero(publish):
    version = publish([cell(MALMO[0], when, 0) for when in (2021, 2022, 2023)])
    (row,) = ask(value(MALMO[0], 2023), version).records()
    assert (row["value"], row["status"]) == (0, "zero")


def test_a_count_and_several_years_and_too_few_years_are_refused(both, publish):
    counts = publish([cell("1280", when, 5, None) for when in (2021, 2022, 2023)])
    of_people = asked("value", indicators=[COUNT], areas={"codes": ["1280"]}, pooled=3)
    assert refusal(lambda: ask(of_people, counts)).details["reason"] == "a share of several years"
    areas = {"indicators": [RATIO], "areas": ALL, "pooled": 3}
    several = asked("compare_areas", **areas, periods=year(2023, 2024))
    error = refusal(lambda: ask(several, both))
    assert error.details["reason"] == "years up to one"
    assert ("year", 2024) in {(each.kind, each.value) for each in error.suggestions}
    early = value("0180R001", 2022, 5)
    error = refusal(lambda: ask(early, both))
    assert (error.code, error.details["year"]) == ("no_data_for_year", 2019)
    near = {(each.kind, each.value) for each in error.suggestions}
    assert {("year", 2024), ("pooled", 3)} <= near
    for each in error.suggestions:
        ask(read_question(mended(early.canonical(), error, each)), both)


def test_no_years_are_put_together_across_a_break(publish):
    share = "forgymnasial_andel"
    cells = [cell("1280", when, indicator=share) for when in range(2018, 2026)]
    version = publish(cells)
    parts = {"indicators": [share]}
    crossing = value("1280", 2025, **parts)
    error = refusal(lambda: ask(crossing, version))
    assert (error.code, error.details["year"]) == ("across_break", 2024)
    near = {(each.kind, each.value) for each in error.suggestions}
    assert ("year", 2023) in near
    for each in error.suggestions:
        ask(read_question(mended(crossing.canonical(), error, each)), version)
    latest = asked("value", areas={"codes": ["1280"]}, pooled=5, **parts)
    assert ask(latest, version).resolved.window == (2019, 2020, 2021, 2022, 2023)


def test_years_together_are_never_more_certain_than_one_year(publish):
    """The same persons are counted in each: the interval is that of a year, not of their sum."""
    cells = [cell(code, when, 40, 100) for code in MALMO for when in (2021, 2022, 2023)]
    cells += [cell("00", when, 4000, 8000) for when in (2021, 2022, 2023)]
    version = publish(cells)
    (one,) = ask(value(MALMO[0], 2023, 1), version).records()
    (three,) = ask(value(MALMO[0], 2023, 3), version).records()
    assert three["numerator"] == 3 * one["numerator"]
    for name in ("verdict", "verdict_reason", "difference_low", "difference_high", "value"):
        assert three[name] == pytest.approx(one[name]) if name[0] == "d" else one[name], name


def test_few_persons_each_year_stay_few(publish):
    cells = [cell(MALMO[0], when, 5, 100) for when in (2021, 2022, 2023)]
    cells += [cell("00", when, 4000, 8000) for when in (2021, 2022, 2023)]
    (row,) = ask(value(MALMO[0], 2023), publish(cells)).records()
    assert (row["numerator"], row["verdict"], row["verdict_reason"]) == (15, "unknown", "few")


def test_a_limit_is_passed_no_more_certainly_than_in_one_year(publish):
    cells = [cell(MALMO[0], when, 42, 100) for when in (2021, 2022, 2023)]
    parts = {"indicators": [RATIO], "areas": ALL, "periods": year(2023)}
    version = publish(cells)
    limit = {"threshold": {"op": "ge", "value": 33.0}}
    (one,) = ask(asked("threshold", **parts, **limit), version).records()
    (three,) = ask(asked("threshold", **parts, **limit, pooled=3), version).records()
    assert (one["verdict"], three["numerator"]) == ("none", 126)
    for name in ("verdict", "difference_low", "difference_high"):
        assert three[name] == pytest.approx(one[name]) if name[0] == "d" else one[name]


def test_places_in_a_ranking_are_those_of_one_year(publish):
    cells = [
        cell(code, when, 30 + 8 * n, 100)
        for when in (2021, 2022, 2023)
        for n, code in enumerate(CODES)
    ]
    version = publish(cells)
    parts = {"indicators": [RATIO], "areas": ALL, "periods": year(2023), "limit": 4}
    one = ask(asked("rank", **parts), version).records()
    three = ask(asked("rank", **parts, pooled=3), version).records()
    for name in ("area", "rank", "rank_low", "rank_high"):
        assert [row[name] for row in three] == [row[name] for row in one], name


def test_a_limit_is_on_the_years_together(publish):
    cells = [cell("1280R001", when, num) for when, num in ((2021, 1), (2022, 1), (2023, 9))]
    cells += [cell("1280R003", when, num) for when, num in ((2021, 5), (2022, 5), (2023, 1))]
    parts = {"indicators": [RATIO], "areas": ALL, "periods": year(2023)}
    question = asked("threshold", **parts, threshold={"op": "ge", "value": 36.6}, pooled=3)
    rows = ask(question, publish(cells)).records()
    assert [(row["area"], row["matched"]) for row in rows] == [
        ("1280R001", 2), ("1280R003", 2),
    ]  # fmt: skip
    assert ask(asked("map", **parts, pooled=3), publish(cells)).records()[0]["value"] == (
        pytest.approx(100 * 11 / 30)
    )


@pytest.mark.parametrize("by", ["sex", "age"])
def test_groups_are_put_together_each_by_itself(publish, by):
    groups = (
        [{"sex": "women"}, {"sex": "men"}] if by == "sex" else [{"age": "0-19"}, {"age": "65+"}]
    )
    cells = [
        cell(MALMO[0], when, 1 + n, **group)
        for when in (2021, 2022, 2023)
        for n, group in enumerate([{}, *groups])
    ]
    (first, second) = ask(value(MALMO[0], 2023, by=[by]), publish(cells)).records()
    assert {first[by], second[by]} == {each[by] for each in groups}
    assert sorted([first["numerator"], second["numerator"]]) == [6, 9]


def test_shapes_of_many_years_do_not_put_any_together(both):
    for shape in ("trend", "compare_types", "change", "profile"):
        parts = {"areas": {"codes": ["1280"]}, "pooled": 3}
        named = {} if shape == "profile" else {"indicators": [RATIO]}
        error = refusal(lambda shape=shape, parts=parts, named=named: ask(
            asked(shape, **parts, **named), both))  # fmt: skip
        assert (error.code, error.details["key"]) == ("bad_value", "pooled")
