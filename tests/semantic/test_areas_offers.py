"""Areas in their divisions, and what a version has figures for."""

import pytest

from semantic.areas import Area, Directory
from semantic.offers import Slice
from tests.semantic.small import COUNT, NEW, OLD, RATIO, all_typed, cell


@pytest.fixture(scope="module")
def directory():
    return Directory(
        [
            Area("riket", "00", 0, "Riket", "", "", False),
            *(Area("lan", code, 0, f"Län {code}", "", "", False) for code in ("01", "12")),
            *(
                Area("kommun", code, 0, f"K {code}", "", code[:2], False)
                for code in ("0180", "1280")
            ),
            Area("regso", "1280R001", OLD, "Gamla namnet", "1280", "12", True),
            Area("regso", "1280R001", NEW, "Nya namnet", "1280", "12", True),
            Area("regso", "1280R002", OLD, "Bara då", "1280", "12", False),
            Area("regso", "0180R001", NEW, "Bara nu", "0180", "01", False),
        ]
    )


INSIDE = [
    ("regso", OLD, ("12",), ["1280R001", "1280R002"]),
    ("regso", NEW, ("12",), ["1280R001"]),
    ("regso", NEW, (), ["0180R001", "1280R001"]),
    ("regso", NEW, ("00",), ["0180R001", "1280R001"]),
    ("regso", NEW, ("01", "1280"), ["0180R001", "1280R001"]),
    ("regso", NEW, ("12", "1280"), ["1280R001"]),
    ("kommun", 0, ("12",), ["1280"]),
    ("kommun", 0, ("1280",), ["1280"]),
    ("lan", 0, ("1280",), []),
    ("deso", 2018, ("12",), []),
    ("kommun", 0, ("99",), []),
]


@pytest.mark.parametrize(("level", "division", "within", "codes"), INSIDE)
def test_areas_inside_others(directory, level, division, within, codes):
    assert list(directory.inside(level, division, within)) == codes


def test_a_name_belongs_to_its_division(directory):
    assert directory.name("1280R001", OLD) == "Gamla namnet"
    assert directory.name("1280R001", NEW) == "Nya namnet"
    assert directory.name("1280R001") == "Nya namnet"
    assert directory.name("1280R002", NEW) == "Bara då"
    assert directory.label("1280R001", OLD) == "Gamla namnet (K 1280)"
    assert directory.find("1280R002", NEW) is None
    assert directory.changed == {"1280R001"}


def one_slice(indicator, level, year):
    return Slice(indicator, level, year)


def test_coverage_of_complete_partial_and_absent_slices(publish):
    kommuner = ("0180", "1280", "1281")
    version = publish(
        [
            *(cell(code, 2022) for code in kommuner),
            cell("1280", 2023),
            cell("1281", 2023, None),
            *(cell(f"1280R00{n}", 2023) for n in (1, 2)),
        ]
    )
    offers = version.offers
    whole, part = one_slice(RATIO, "kommun", 2022), one_slice(RATIO, "kommun", 2023)
    assert offers.coverage(whole, ()) == (3, 3)
    assert offers.coverage(whole, ("12",)) == (2, 2)
    assert offers.coverage(part, ()) == (1, 3)
    assert offers.coverage(part, ("12",)) == (1, 2)
    assert offers.coverage(part, ("01",)) == (0, 1)
    assert offers.coverage(one_slice(RATIO, "regso", 2023), ("1280",)) == (2, 3)
    assert offers.coverage(one_slice(RATIO, "kommun", 1999), ()) == (0, 0)
    assert offers.has(whole, "1281")
    assert not offers.has(part, "1281")
    assert not offers.has(part, "0180")
    assert not offers.has(whole, "9999")
    assert not offers.has(one_slice(COUNT, "kommun", 2022), "1280")
    assert offers.years(RATIO, "kommun") == [2022, 2023]
    assert offers.levels(RATIO) == ["kommun", "regso"]


def test_a_slice_in_two_divisions_is_read_in_the_fuller_one(publish):
    old = [cell(f"{k}R00{n}", 2023) for k in ("0180", "1280", "1281") for n in (1, 2, 3)]
    new = [cell("1280R001", 2023, 9, division=NEW)]
    for cells in (old + new, new + old):
        version = publish(cells)
        assert version.offers.division_of(one_slice(RATIO, "regso", 2023)) == OLD
        assert version.offers.division("regso", 2023) == OLD


def test_typed_only_where_every_area_is(publish):
    rows = [row for row in all_typed() if row[0] != "0180R002"]
    offers = publish([cell("1280")], rows).offers
    assert not offers.fully_typed(2023, ())
    assert not offers.fully_typed(2023, ("01",))
    assert offers.fully_typed(2023, ("12",))
    assert not offers.fully_typed(2023, ("99",))
    assert not offers.fully_typed(2022, ("12",))


def test_groups_and_their_order(publish):
    version = publish(
        [
            cell("1280", den=None, num=1, sex=sex, age=age)
            for sex, age in [
                ("total", "total"), ("women", "total"), ("men", "total"), ("total", "80+"),
                ("total", "20-64"), ("total", "0-19"), ("total", "100+"),
            ]
        ]
    )  # fmt: skip
    assert version.offers.sexes(COUNT, "kommun") == {"total", "women", "men"}
    assert version.offers.ages(COUNT, "kommun") == ["0-19", "20-64", "80+", "100+"]
