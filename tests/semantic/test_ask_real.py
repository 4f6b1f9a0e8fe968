"""Each shape on official figures, reached a second way: plain Python over the publisher's files."""

from collections import Counter, defaultdict
from typing import Any

import pytest

from semantic.ask import ask
from tests.semantic.conftest import asked, refusal
from tests.semantic.raw import Raw, share

MALMO, KARLSTAD, STOCKHOLM = "1280", "1780", "0180"


@pytest.fixture(scope="module")
def raw(real_dir):
    return Raw(real_dir)


@pytest.fixture(scope="module")
def answer(real):
    return lambda shape, **parts: ask(asked(shape, **parts), real)


@pytest.fixture(scope="module")
def rows(answer):
    return lambda shape, **parts: answer(shape, **parts).records()


def in_years(*years: int) -> dict[str, Any]:
    return {"mode": "list", "years": list(years)}


def inside(figures: dict[str, Any], code: str) -> dict[str, Any]:
    return {each: figure for each, figure in figures.items() if each.startswith(code)}


POPULATION = {2020: 10_379_295, 2021: 10_452_326, 2022: 10_521_556, 2023: 10_551_707}
AREAS_OF_TYPE = {2022: [160, 289, 855, 1770, 289], 2023: [162, 293, 835, 1781, 292]}


def test_the_published_sums_come_out(rows, raw):
    trend = rows("trend", indicators=["folkmangd"])
    assert {row["period"]: row["value"] for row in trend} == POPULATION
    for year, people in POPULATION.items():
        assert sum(by[year] for by in raw.people.values()) == people
        every = rows(
            "compare_areas", indicators=["folkmangd"], areas={"level": "regso"},
            periods=in_years(year),
        )  # fmt: skip
        assert sum(row["value"] for row in every) == people


@pytest.mark.parametrize("year", AREAS_OF_TYPE)
def test_areas_of_each_type(rows, raw, year):
    listed = rows("areas_of_type", periods=in_years(year))
    counted = Counter(row["area_type"] for row in listed)
    assert [counted[kind] for kind in range(1, 6)] == AREAS_OF_TYPE[year]
    assert {row["area"]: row["area_type"] for row in listed} == raw.types(year)
    assert {row["area"]: row["value"] for row in listed} == {
        code: by[year] for code, by in raw.people.items()
    }


@pytest.mark.parametrize("code", ["00", "12", MALMO, KARLSTAD, "2584"])
@pytest.mark.parametrize("year", [2022, 2023])
def test_population_share(rows, raw, code, year):
    types, people = raw.types(year), inside(raw.people, "" if code == "00" else code)
    sums = Counter[int]()
    for area, by in people.items():
        sums[types[area]] += by[year]
    found = rows(
        "population_share", areas={"codes": [code]}, by=["area_type"], periods=in_years(year),
        type_basis={"mode": "each_year"},
    )  # fmt: skip
    assert [row["area_type"] for row in found] == [1, 2, 3, 4, 5]
    for row in found:
        assert row["numerator"] == sums[row["area_type"]]
        assert row["denominator"] == sum(sums.values())
        assert row["value"] == pytest.approx(100 * sums[row["area_type"]] / sum(sums.values()))
    assert sum(row["value"] for row in found) == pytest.approx(100)


def by_type(figures: dict[str, Any], types: dict[str, int], year: int, within: str = ""):
    parts: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for code, by in figures.items():
        if code.startswith(within):
            parts[types[code]].append(by[year])
    return {kind: share(each) for kind, each in parts.items()}


BASES = [({}, 2022, 2023), ({"mode": "fixed", "year": 2022}, 2022, 2022)]


@pytest.mark.parametrize(("basis", "first", "last"), BASES)
def test_gap_between_types(rows, raw, basis, first, last):
    found = rows(
        "gap", indicators=["fodda_utomlands_andel"], areas={"level": "riket"}, types=[1, 5],
        periods={"mode": "range", "from": 2022, "to": 2023},
        **({"type_basis": basis} if basis else {}),
    )  # fmt: skip
    for row, year, typed in zip(found, (2022, 2023), (first, last), strict=True):
        shares = by_type(raw.born_abroad, raw.types(typed), year)
        assert row["period"] == year
        assert row["first_value"] == pytest.approx(shares[1])
        assert row["second_value"] == pytest.approx(shares[5])
        assert row["value"] == pytest.approx(shares[1] - shares[5])
        assert row["first_areas"] == Counter(raw.types(typed).values())[1]


@pytest.mark.parametrize(("year", "typed"), [(2022, 2023), (2023, 2022), (2020, 2023)])
def test_one_year_by_the_types_of_another(rows, raw, year, typed):
    basis = {"mode": "fixed", "year": typed}
    parts = {"areas": {"codes": ["14"]}, "periods": in_years(year), "type_basis": basis}
    shares = by_type(raw.born_abroad, raw.types(typed), year, "14")
    found = rows("compare_types", indicators=["fodda_utomlands_andel"], **parts)
    assert {row["area_type"]: row["value"] for row in found} == pytest.approx(shares)
    sums = Counter[int]()
    for code, by in inside(raw.people, "14").items():
        sums[raw.types(typed)[code]] += by[year]
    people = rows("population_share", **parts)
    assert {row["area_type"]: row["numerator"] for row in people} == dict(sums)


def test_the_two_bases_give_different_figures(raw):
    """So that the test of the gap would see the wrong basis."""
    each, fixed = (by_type(raw.born_abroad, raw.types(year), 2023)[1] for year in (2023, 2022))
    assert abs(each - fixed) > 0.01


def test_a_gap_as_a_ratio(rows, raw):
    (row,) = rows("gap", indicators=["hyresratt_andel"], measure="ratio", periods=in_years(2023))
    shares = by_type(raw.rented, raw.types(2023), 2023)
    assert row["value"] == pytest.approx(shares[1] / shares[5])


@pytest.mark.parametrize("code", ["00", "14", MALMO])
def test_compare_types(rows, raw, code):
    shares = by_type(raw.rented, raw.types(2023), 2023, "" if code == "00" else code)
    found = rows("compare_types", indicators=["hyresratt_andel"], areas={"codes": [code]})
    assert {row["area_type"]: row["value"] for row in found} == pytest.approx(shares)
    assert {row["origin"] for row in found} == {"computed"}


def test_types_in_every_kommun_of_a_lan(rows, raw):
    found = rows(
        "compare_types", indicators=["hyresratt_andel"], areas={"level": "kommun", "within": ["12"]}
    )
    types = raw.types(2023)
    for row in found:
        shares = by_type(raw.rented, types, 2023, row["area"])
        assert row["value"] == (
            pytest.approx(shares[row["area_type"]]) if row["area_type"] in shares else None
        )
    assert len(found) == 33 * 5


def test_a_ratio_is_never_a_mean_of_ratios(rows, raw):
    """In Stockholm the two differ by far more than rounding: the test can tell them apart."""
    parts = [by[2023] for by in inside(raw.rented, STOCKHOLM).values()]
    mean = sum(100 * part / whole for part, whole in parts if whole) / len(parts)
    (row,) = rows("value", indicators=["hyresratt_andel"], areas={"codes": [STOCKHOLM]})
    assert row["value"] == pytest.approx(share(parts))
    assert abs(row["value"] - mean) > 0.5


@pytest.mark.parametrize("level", ["kommun", "lan", "riket"])
def test_larger_areas_are_sums_of_their_parts(rows, raw, level):
    length = {"kommun": 4, "lan": 2, "riket": 0}[level]
    parts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for code, figure in raw.employed.items():
        parts[code[:length] or "00"].append(figure)
    found = rows("map", indicators=["sysselsatta_andel"], areas={"level": level})
    shares = {code: share(each) for code, each in parts.items()}
    assert {row["area"]: row["value"] for row in found} == pytest.approx(shares)


def test_one_figure_beside_riket_and_its_peers(answer, raw):
    found = answer("value", indicators=["hyresratt_andel"], areas={"codes": ["1280R028"]})
    part, whole = raw.rented["1280R028"][2023]
    (row,) = found.records()
    assert (row["numerator"], row["denominator"], row["period"]) == (part, whole, 2023)
    everybody = share([by[2023] for by in raw.rented.values()])
    assert found.comparison["value"].tolist() == pytest.approx([everybody])
    assert len(found.peers) == 3363
    assert {source.publisher for source in found.sources} == {"Statistiska centralbyrån (SCB)"}
    assert not found.example_data


def test_trend(rows, raw):
    codes = [MALMO, STOCKHOLM]
    found = rows("trend", indicators=["fodda_utomlands_andel"], areas={"codes": codes})
    assert len(found) == 8
    for row in found:
        parts = [by[row["period"]] for by in inside(raw.born_abroad, row["area"]).values()]
        assert row["value"] == pytest.approx(share(parts))
    assert {row["segment"] for row in found} == {0}


def test_trend_by_type(rows, raw):
    found = rows("trend", indicators=["hyresratt_andel"], by=["area_type"])
    for row in found:
        shares = by_type(raw.rented, raw.types(row["period"]), row["period"])
        assert row["value"] == pytest.approx(shares[row["area_type"]])
    assert len(found) == 10


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_rank(rows, raw, order):
    found = rows(
        "rank", indicators=["loneinkomst_medel"], areas={"level": "regso", "within": [MALMO]},
        order=order, limit=12,
    )  # fmt: skip
    wages = {code: by[2023] for code, by in inside(raw.wage, MALMO).items()}
    assert [row["value"] for row in found] == sorted(wages.values(), reverse=order == "desc")[:12]
    for row in found:
        better = [
            wage for wage in wages.values()
            if (wage > row["value"] if order == "desc" else wage < row["value"])
        ]  # fmt: skip
        assert row["value"] == wages[row["area"]]
        assert row["rank"] == len(better) + 1
        assert row["ranked"] == len(wages)


def test_rank_of_an_index_where_there_is_one(rows, raw):
    series = {
        code: each["andel_lag_ek_standard"]["varde"][-1] for code, each in raw.karlstad.items()
    }
    found = rows(
        "rank", indicators=["lag_ekonomisk_standard_andel"],
        areas={"level": "regso", "within": [KARLSTAD]}, order="desc", limit=10,
    )  # fmt: skip
    assert {row["period"] for row in found} == {2024}
    assert [row["value"] for row in found] == sorted(series.values(), reverse=True)[:10]
    assert all(series[row["area"]] == row["value"] for row in found)
    error = refusal(
        lambda: rows(
            "rank", indicators=["lag_ekonomisk_standard_andel"],
            areas={"level": "regso", "within": [MALMO]},
        )
    )  # fmt: skip
    assert error.code == "no_data_for_area"


def test_compare_areas_from_the_lowest(rows, raw):
    found = rows(
        "compare_areas", indicators=["hyresratt_andel"], order="asc",
        areas={"level": "kommun", "within": ["17", STOCKHOLM]},
    )  # fmt: skip
    codes = {code[:4] for code in raw.rented if code.startswith(("17", STOCKHOLM))}
    shares = {code: share([by[2023] for by in inside(raw.rented, code).values()]) for code in codes}
    assert {row["area"]: row["value"] for row in found} == pytest.approx(shares)
    assert [row["value"] for row in found] == sorted(row["value"] for row in found)


@pytest.mark.parametrize("measure", ["difference", "percent"])
def test_change(rows, raw, measure):
    found = rows(
        "change", indicators=["loneinkomst_medel"], measure=measure, periods=in_years(2020, 2023),
        areas={"level": "regso", "within": [KARLSTAD]},
    )  # fmt: skip
    wages = inside(raw.wage, KARLSTAD)
    assert len(found) == len(wages)
    for row in found:
        before, after = wages[row["area"]][2020], wages[row["area"]][2023]
        change = after - before if measure == "difference" else 100 * (after - before) / before
        assert (row["from_value"], row["to_value"]) == (before, after)
        assert row["value"] == pytest.approx(change)
    assert [row["value"] for row in found] == sorted((row["value"] for row in found), reverse=True)


@pytest.mark.parametrize("operator", ["ge", "lt"])
def test_threshold(rows, raw, operator):
    found = rows(
        "threshold", indicators=["loneinkomst_medel"], areas={"level": "regso"},
        threshold={"op": operator, "value": 300},
    )  # fmt: skip
    wages = {code: by[2023] for code, by in raw.wage.items()}
    meet = {code for code, wage in wages.items() if (wage >= 300) == (operator == "ge")}
    assert {row["area"] for row in found} == meet
    assert {row["matched"] for row in found} == {len(meet)}


@pytest.mark.parametrize("code", ["00", MALMO])
def test_type_changes(rows, raw, code):
    before, after = raw.types(2022), raw.types(2023)
    moved = {
        area: (before[area], after[area])
        for area in before
        if before[area] != after[area] and (code == "00" or area.startswith(code))
    }
    found = rows("type_changes", areas={"codes": [code]})
    assert {row["area"]: (row["from_type"], row["to_type"]) for row in found} == moved
    assert all(row["value"] == row["to_type"] - row["from_type"] for row in found)


def test_profile(rows, raw):
    found = {row["indicator"]: row for row in rows("profile", areas={"codes": [MALMO]})}
    rented = share([by[2023] for by in inside(raw.rented, MALMO).values()])
    employed = share(list(inside(raw.employed, MALMO).values()))
    abroad = share([by[2023] for by in inside(raw.born_abroad, MALMO).values()])
    assert found["hyresratt_andel"]["value"] == pytest.approx(rented)
    assert found["sysselsatta_andel"]["value"] == pytest.approx(employed)
    assert found["sysselsatta_andel"]["period"] == 2022
    assert found["fodda_utomlands_andel"]["value"] == pytest.approx(abroad)
    assert "loneinkomst_medel" not in found


def test_a_figure_published_for_half_a_country_is_not_the_latest(rows):
    """Six cities have figures for 2024: they are not the newest year of a ranking of all."""
    assert {row["period"] for row in rows("rank", indicators=["folkmangd"],
                                          areas={"level": "kommun"})} == {2023}  # fmt: skip
    (row,) = rows("value", indicators=["folkmangd"], areas={"codes": [MALMO]})
    assert row["period"] == 2024


def test_definition_has_no_rows(answer):
    found = answer("definition", indicators=["hyresratt_andel"])
    assert found.records() == []
    assert found.indicator.id == "hyresratt_andel"
    assert answer("definition", concept="omradestyp").statements == ()
