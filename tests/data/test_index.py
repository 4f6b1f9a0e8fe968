"""The index and the area types, against figures worked out by hand and SCB's own for Karlstad."""

import json
import statistics
from fractions import Fraction
from math import floor

import numpy as np
import pandas as pd
import pytest

from data.index import add_index_and_types, area_types, bounds, socioeconomic_index
from data.manifest import Source
from data.sources.cells import Slot, values
from semantic.type_moves import Bounds
from tests.data import small


def test_index_is_the_plain_mean_of_three_shares():
    found = socioeconomic_index(np.array([6.0, 0.0]), np.array([3.0, 100.0]), np.array([1.5, 50.0]))
    assert found.tolist() == [3.5, 50.0]


def test_index_of_a_missing_share_is_missing():
    assert np.isnan(socioeconomic_index(np.array([1.0]), np.array([np.nan]), np.array([1.0])))[0]


def test_bounds_are_those_of_a_whole_population():
    values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]
    assert bounds(np.array(values)) == Bounds(5.0, 2.0, 8)
    assert statistics.pstdev(values) == 2.0


@pytest.mark.parametrize("index", [[1.0], [1.0, np.nan], [[1.0, 2.0]]])
def test_bounds_need_every_area(index):
    with pytest.raises(ValueError, match="every RegSO"):
        bounds(np.array(index))


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (30.0, 1),
        (14.0, 1),
        (13.999, 2),
        (12.0, 2),
        (11.999, 3),
        (10.0, 3),
        (9.999, 4),
        (8.0, 4),
        (7.999, 5),
        (0.0, 5),
    ],
)
def test_a_bound_belongs_to_the_type_above_it(index, expected):
    of = Bounds(10.0, 2.0, 3363)
    assert area_types(np.array([index]), of).tolist() == [expected] == [of.type_of(index)]


def karlstad(real_file):
    """Type, index and the three shares that SCB has published for each of 31 RegSO, 2024."""
    path = real_file("scb_regso/karlstad_tab6586_regso2025_2024.json")
    parts = ("andel_lag_ek_standard", "andel_forgymnasial", "andel_bistand_arbetsloshet")
    areas = json.loads(path.read_text())["innehall"]["serier"].values()
    return [
        [Fraction(str(series[name]["varde"][-1])) for name in ("omradestyp", "index", *parts)]
        for series in areas
    ]


def test_formula_gives_every_published_index_of_karlstad(real_file):
    areas = karlstad(real_file)
    assert len(areas) == 31
    for _, published, *shares in areas:
        (index,) = socioeconomic_index(*(np.array([float(share)]) for share in shares))
        assert Fraction(floor(Fraction(sum(shares)) / 3 * 10 + Fraction(1, 2)), 10) == published
        assert index == pytest.approx(float(sum(shares) / 3), abs=1e-12)


def test_one_mean_and_deviation_give_every_published_type_of_karlstad(real_file):
    """SCB publishes no bounds; the types of one year must at least be those of one pair."""
    areas = karlstad(real_file)
    index = np.array([float(sum(shares) / 3) for _, _, *shares in areas])
    published = np.array([int(kind) for kind, *_ in areas])
    fitting = [
        (mean, sd)
        for mean in np.arange(8.0, 12.0, 0.1)
        for sd in np.arange(3.0, 9.0, 0.1)
        if (area_types(index, Bounds(mean, sd, 3363)) == published).all()
    ]
    assert sorted(set(published)) == [1, 2, 3, 4, 5]
    assert fitting
    assert len(fitting) < 0.2 * 40 * 60, "the test could tell a wrong pair"


AREAS = ("0114R001", "0114R002", "1280R001")
SHARES = {
    "lag_ekonomisk_standard_andel": (30, 10, 5),
    "forgymnasial_andel": (20, 10, 5),
    "bistand_langtidsarbetslos_andel": (10, 10, 5),
}
"""Index 20, 10 and 5: mean 35/3, standard deviation the root of 350/9."""


def worked_out(change="", shares=SHARES, index=(), types=()):
    """Index, bounds and types of a country of three RegSO after ``change`` to its cells."""
    slots = {name: Slot(name, "regso", 2020, 2022) for name in (*shares, "socioekonomiskt_index")}
    with small.draft() as draft:
        draft.add_source(Source(id="other", publisher="Other", title="Other"))
        for name, percent in shares.items():
            parts = {area: (each, 100) for area, each in zip(AREAS, percent, strict=True)}
            draft.add_cells(small.ratio_cells(slots[name], parts))
        for area, value in zip(AREAS, index, strict=False):
            marks = pd.Series({area: ""})
            figure = pd.Series({area: float(value)})
            draft.add_cells(values(slots["socioekonomiskt_index"], "test", figure, marks))
        for area, kind in zip(AREAS, types, strict=False):
            place = {"division": 2020, "year": 2022, "origin": "published", "source": "test"}
            draft.add_area_types(pd.DataFrame([{"area": area, "type": kind, **place}]))
        if change:
            draft.db.execute(change)
        add_index_and_types(draft)
        cells = draft.rows(
            "SELECT value, status, origin FROM cell WHERE indicator = 'socioekonomiskt_index'"
            " ORDER BY area"
        )
        return (
            [tuple(row.values()) for row in cells],
            draft.rows("SELECT year, division, mean, sd, areas, origin FROM type_bounds"),
            [
                tuple(row.values())
                for row in draft.rows("SELECT type, origin FROM area_type ORDER BY area")
            ],
        )


def test_index_bounds_and_types_are_worked_out_from_the_shares():
    index, bounds_of, types = worked_out()
    assert index == [(each, "value", "computed") for each in (20, 10, 5)]
    assert bounds_of == [
        {
            "year": 2022,
            "division": 2020,
            "mean": pytest.approx(35 / 3),
            "sd": pytest.approx((350 / 9) ** 0.5),
            "areas": 3,
            "origin": "computed",
        }
    ]
    assert types == [(2, "computed"), (4, "computed"), (5, "computed")]


def test_published_types_stay_and_our_bounds_are_kept_beside_them():
    _, bounds_of, types = worked_out(types=(1, 1, 1))
    assert [each["origin"] for each in bounds_of] == ["computed"]
    assert types == [(1, "published")] * 3


def test_one_published_type_is_enough_to_leave_the_year_alone():
    _, bounds_of, types = worked_out(types=(1,))
    assert len(bounds_of) == 1
    assert types == [(1, "published")]


def test_a_published_index_stays_and_gives_the_bounds():
    index, bounds_of, types = worked_out(index=(21, 9, 6))
    assert index == [(each, "value", "published") for each in (21, 9, 6)]
    assert bounds_of[0]["mean"] == 12
    assert types == [(2, "computed"), (4, "computed"), (4, "computed")]
    some, none, no_types = worked_out(index=(21, 9))
    assert (len(some), none, no_types) == (2, [], [])


def test_an_area_without_a_share_leaves_the_year_without_bounds():
    missing = "UPDATE cell SET num = NULL, den = NULL, status = 'missing' WHERE num = 20"
    index, bounds_of, types = worked_out(missing)
    assert [value for value, *_ in index] == [10, 5]
    assert (bounds_of, types) == ([], [])


def test_shares_of_two_tables_make_no_index():
    """The education table counts 25 to 64 years, the index 20 to 64."""
    other = "UPDATE cell SET source = 'other' WHERE indicator = 'forgymnasial_andel'"
    assert worked_out(other) == ([], [], [])


def test_the_index_has_the_status_of_its_shares():
    shares = {name: (*percent[:2], 0) for name, percent in SHARES.items()}
    first = "UPDATE cell SET status = 'preliminary' WHERE num = 30"
    index, _, _ = worked_out(first, shares)
    assert [status for _, status, _ in index] == ["preliminary", "value", "zero"]
