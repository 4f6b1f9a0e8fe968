"""The tenth of the areas with the highest index against that with the lowest."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic.ask import ask
from semantic.availability import resolve
from semantic.mend import mended
from semantic.question import read_question
from semantic.tenths import ends_of, suffice, tenth_of
from semantic.version import Version
from tests.reference.tenths import tenths
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import COUNT, NEW, OLD, RATIO, cell

INDEX = "socioekonomiskt_index"
LOW = "lag_ekonomisk_standard_andel"
CODES = [f"1280R{number:03d}" for number in range(1, 23)]
AREAS = (
    ("riket", "00", 0, False), ("lan", "12", 0, False), ("kommun", "1280", 0, False),
    ("kommun", "1281", 0, False), ("regso", "1281R001", OLD, False),
    *(("regso", code, division, False) for code in CODES for division in (OLD, NEW)),
)  # fmt: skip


def index(area: str, value: float | None, year: int = 2023, **more: Any) -> dict[str, Any]:
    status = "missing" if value is None else "zero" if value == 0 else "value"
    parts = {"num": None, "den": None, "value": value, "status": status, "indicator": INDEX}
    return cell(area, year) | parts | more


def indices(values: Mapping[str, float], year: int = 2023) -> list[dict[str, Any]]:
    return [index(area, value, year) for area, value in values.items()]


FALLING = {code: float(100 - place) for place, code in enumerate(CODES)}
"""The first code has the highest index."""


# Which areas


@pytest.mark.parametrize(
    ("areas", "tenth"), [(20, 2), (24, 2), (25, 3), (34, 3), (35, 4), (3363, 336), (3365, 337)]
)
def test_a_tenth_is_a_whole_number_and_a_half_is_one(areas: int, tenth: int) -> None:
    assert tenth_of(areas) == tenth


def test_enough_areas_have_an_index() -> None:
    assert suffice(20, 20)
    assert suffice(20, 22)
    assert suffice(90, 100)
    assert not suffice(19, 19)
    assert not suffice(20, 23)
    assert not suffice(89, 100)


@given(
    st.dictionaries(st.sampled_from([f"{n:04d}R001" for n in range(60)]), st.integers(0, 5)),
    st.integers(0, 8),
)
def test_the_ends_are_those_of_the_definition(values: dict[str, int], lacking: int) -> None:
    found = ends_of({area: float(value) for area, value in values.items()}, len(values) + lacking)
    expected = tenths({area: float(each) for area, each in values.items()}, len(values) + lacking)
    assert found.sides == tuple(map(tuple, expected or ((), ())))
    assert (found.areas, found.indexed) == (len(values) + lacking, len(values))


def test_equal_areas_are_ordered_by_code() -> None:
    found = ends_of(dict.fromkeys(CODES, 7.0), len(CODES))
    assert found.sides == (("1280R001", "1280R002"), ("1280R021", "1280R022"))


# In answers


def gap(version: Version, **parts: Any) -> list[dict[str, Any]]:
    parts = {"indicators": [RATIO], "areas": {"codes": ["1280"]}} | parts
    return ask(asked("gap", measure="tenths", **parts), version).records()


def test_by_hand(publish: Any) -> None:
    """Two areas in each tenth: (4 + 5)/(10 + 20) against (1 + 2)/(10 + 10)."""
    parts = {CODES[0]: (4, 10), CODES[1]: (5, 20), CODES[20]: (1, 10), CODES[21]: (2, 10)}
    cells = [cell(code, num=parts.get(code, (9, 10))[0], den=parts.get(code, (9, 10))[1])
             for code in CODES]  # fmt: skip
    version = publish([*cells, *indices(FALLING)], areas=AREAS)
    [row] = gap(version)
    assert (row["first_value"], row["second_value"]) == (pytest.approx(30), pytest.approx(15))
    assert row["value"] == pytest.approx(15)
    assert row["persons"] == pytest.approx(9 - 30 * 3 / 20)
    assert (row["first_areas"], row["second_areas"], row["areas"], row["indexed"]) == (2, 2, 22, 22)
    assert row["index_source"] == "made_up"
    assert "first_type" not in row


def test_what_lacks_an_index_is_in_no_tenth_and_what_lacks_a_figure_is_left_out(
    publish: Any,
) -> None:
    """The two with the highest index lose it; of the two that follow one has no figure."""
    told = {CODES[2]: (3, 10), CODES[3]: None, CODES[20]: (1, 10), CODES[21]: (1, 10)}
    cells = []
    for code in CODES:
        num, den = told.get(code, (9, 10)) or (None, None)
        cells.append(cell(code, num=num, den=den))
    known = {code: value for code, value in FALLING.items() if code not in CODES[:2]}
    lacking = [index(CODES[0], None)]
    answer_to = publish([*cells, *indices(known), *lacking], areas=AREAS)
    answer = ask(asked("gap", measure="tenths", indicators=[RATIO],
                       areas={"codes": ["1280"]}), answer_to)  # fmt: skip
    [row] = answer.records()
    assert (row["first_areas"], row["first_valued"], row["indexed"]) == (2, 1, 20)
    assert (row["first_value"], row["value"]) == (pytest.approx(30), pytest.approx(20))
    told_of = {each.code: each.details for each in answer.notices}
    assert told_of["without_index"] == {"count": 2, "areas": 22}
    assert told_of["parts_left_out"] == {"count": 1, "areas": 4}
    assert "summed_in_tenths" in told_of


def test_no_more_than_one_in_ten_may_lack_an_index(publish: Any) -> None:
    cells = [cell(code) for code in CODES]
    known = {code: value for code, value in FALLING.items() if code not in CODES[:3]}
    error = refusal(lambda: gap(publish([*cells, *indices(known)], areas=AREAS)))
    assert error.details["reason"] == "an index for enough areas"


def test_the_order_is_that_of_each_year_or_of_one(publish: Any) -> None:
    """In 2022 the order is the other way round."""
    rising = dict(zip(CODES, reversed(FALLING.values()), strict=True))
    cells = [cell(code, year, num=8 if code in CODES[:2] else 2)
             for code in CODES for year in (2022, 2023)]  # fmt: skip
    version = publish([*cells, *indices(FALLING), *indices(rising, 2022)], areas=AREAS)
    both = {"periods": {"mode": "list", "years": [2022, 2023]}}
    assert [row["value"] for row in gap(version, **both)] == pytest.approx([-60, 60])
    fixed = {"type_basis": {"mode": "fixed", "year": 2022}}
    assert [row["value"] for row in gap(version, **both, **fixed)] == pytest.approx([-60, -60])


def test_each_year_is_read_in_the_division_of_its_figures(publish: Any) -> None:
    """The index of 2024 is known in another division than the figures are in."""
    cells = [cell(code, year, num=8 if code in CODES[:2] else 2, division=OLD)
             for code in CODES for year in (2023, 2024)]  # fmt: skip
    later = indices(FALLING, 2024)
    assert {each["division"] for each in later} == {NEW}
    version = publish([*cells, *indices(FALLING), *later], areas=AREAS)
    assert [row["period"] for row in gap(version)] == [2023]
    periods = {"mode": "list", "years": [2024]}
    error = refusal(lambda: gap(version, periods=periods))
    assert (error.code, error.details["year"]) == ("no_data_for_year", 2024)


def test_a_place_with_too_few_areas_has_a_row_without_a_figure(publish: Any) -> None:
    cells = [cell(code) for code in (*CODES, "1281R001")]
    version = publish([*cells, *indices(FALLING | {"1281R001": 3.0})], areas=AREAS)
    answer = ask(asked("gap", measure="tenths", indicators=[RATIO],
                       areas={"level": "kommun"}), version)  # fmt: skip
    one, two = answer.records()
    assert (one["status"], two["status"], two["areas"]) == ("zero", "not_applicable", 1)
    assert [each.details["count"] for each in answer.notices if each.code == "no_tenths"] == [1]


def test_how_large_it_is_is_judged_by_its_own_years(publish: Any) -> None:
    """There are no area types, so that only the gap of the tenths itself is known to move."""
    years = range(2017, 2024)
    cells = [
        cell(code, year, num=(900 if year % 2 else 300) if code in CODES[:2] else 100 + 20 * place,
             den=1000)
        for year in years
        for place, code in enumerate(CODES)
    ]  # fmt: skip
    orders = [each for year in years for each in indices(FALLING, year)]
    [row] = gap(publish([*cells, *orders], areas=AREAS))
    assert (row["verdict"], row["verdict_reason"]) == ("some", "years")


# What cannot be asked


def test_too_few_areas_with_an_index_are_refused_with_the_gap_between_types(demo: Version) -> None:
    question = asked("gap", measure="tenths", indicators=[LOW], areas={"codes": ["0183"]})
    error = refusal(lambda: resolve(question, demo))
    assert (error.code, error.details["reason"]) == ("bad_value", "an index for enough areas")
    nearest = read_question(mended(question.canonical(), error, error.suggestions[0]))
    assert nearest == question.model_copy(update={"measure": None})
    assert ask(nearest, demo).rows["value"].notna().any()


def test_official_figures_have_no_index_for_the_years_of_the_shares(real: Version) -> None:
    """RegSO have an index in Karlstad only, in a year without shares: the gap can be asked."""
    for code in ("1780", "00"):
        areas = {"codes": [code]}
        question = asked("gap", measure="tenths", indicators=[RATIO], areas=areas)
        error = refusal(lambda q=question: resolve(q, real))
        assert error.details["reason"] == "an index for enough areas"
        assert (error.suggestions[0].kind, error.suggestions[0].value) == ("value", "difference")


def test_of_shares_and_of_no_types(demo: Version) -> None:
    count = refusal(lambda: resolve(asked("gap", indicators=[COUNT], measure="tenths"), demo))
    assert (count.code, count.details["reason"]) == ("bad_value", "a share with tenths")
    assert count.suggestions[0].value == "difference"
    some = asked("gap", indicators=[LOW], measure="tenths", types=[1, 4])
    error = refusal(lambda: resolve(some, demo))
    assert (error.details["key"], error.suggestions[0].value) == ("types", "types")


def test_a_figure_that_the_index_is_made_of_says_so(demo: Version) -> None:
    def told(figure: str) -> set[str]:
        question = asked("gap", indicators=[figure], measure="tenths")
        return {each.code for each in resolve(question, demo).notices}

    assert "shared_parts" in told(LOW)
    assert "shared_parts" not in told("sysselsatta_andel")


def test_units_and_roles(demo: Version) -> None:
    answer = ask(asked("gap", indicators=[LOW], measure="tenths"), demo)
    columns = {column.id: column for column in answer.columns}
    for name in ("value", "first_value", "second_value"):
        assert (columns[name].role, columns[name].unit) == ("figure", "percent")
    for name in ("areas", "indexed", "first_areas"):
        assert columns[name].role == "count"
    assert columns["persons"].unit == "persons"
    assert "example" in {each.id for each in answer.sources}
