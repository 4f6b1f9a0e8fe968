"""The index and the area types, against figures worked out by hand and SCB's own for Karlstad."""

import json
import statistics

import numpy as np
import pytest

from data.index import Bounds, area_types, bounds, socioeconomic_index


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
    assert area_types(np.array([index]), Bounds(10.0, 2.0, 3363)).tolist() == [expected]


def test_formula_gives_every_published_index_of_karlstad(real_file):
    path = real_file("scb_regso/karlstad_tab6586_regso2025_2024.json")
    areas = json.loads(path.read_text())["innehall"]["serier"]
    parts = ("andel_lag_ek_standard", "andel_forgymnasial", "andel_bistand_arbetsloshet")
    assert len(areas) == 31
    for series in areas.values():
        shares = [np.array([series[part]["varde"][-1]], dtype=float) for part in parts]
        published = series["index"]["varde"][-1]
        assert abs(socioeconomic_index(*shares)[0] - published) < 0.1
