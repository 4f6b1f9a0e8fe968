"""Adding up: only what may be added, only where every smaller area has a figure."""

import pandas as pd
import pytest

from data.rollup import add_up
from data.sources.cells import Slot, values
from semantic.model import load_catalogue
from tests.data import small

CATALOGUE = load_catalogue()
AREAS = ("0114R001", "0114R002", "1280R001")
DESO = {"0114C1010": (1, 10), "0114C1020": (2, 20), "0114C1030": (3, 10), "1280C1010": (4, 40)}


def added(*frames):
    with small.draft() as draft:
        for frame in frames:
            draft.add_cells(frame)
        pairs = pd.DataFrame(small.REGSO_OF.items(), columns=["deso", "regso"])
        add_up(draft, pairs, CATALOGUE)
        rows = draft.rows("SELECT * FROM cell ORDER BY level, area")
    return {(row["level"], row["area"]): row for row in rows}


def test_ratios_are_added_part_by_part_through_every_level():
    found = added(small.ratio_cells(Slot("hyresratt_andel", "deso", 2018, 2022), DESO))
    sums = {place: (row["num"], row["den"]) for place, row in found.items()}
    assert sums[("regso", "0114R001")] == (3, 30)
    assert sums[("kommun", "0114")] == (6, 40)
    assert sums[("lan", "12")] == (4, 40)
    assert sums[("riket", "00")] == (10, 80)
    assert found[("regso", "0114R001")]["division"] == 2020
    assert {row["origin"] for place, row in found.items() if place[0] != "deso"} == {"computed"}


def test_published_figures_of_the_larger_level_stay_and_are_what_is_added():
    deso = small.ratio_cells(Slot("hyresratt_andel", "deso", 2018, 2022), DESO)
    published = {"0114R001": (5, 50), "0114R002": (5, 50), "1280R001": (5, 50)}
    found = added(deso, small.ratio_cells(Slot("hyresratt_andel", "regso", 2020, 2022), published))
    assert found[("regso", "0114R001")]["num"] == 5
    assert found[("regso", "0114R001")]["origin"] == "published"
    assert found[("riket", "00")]["num"] == 15


def test_noisy_parts_are_not_added_up_where_the_total_is_published():
    """Population 2025: parts have small random deviations in them, so the published total of a
    kommun is another number than their sum, and the larger sums go by it."""
    regso = {"0114R001": 30.0, "0114R002": 9.0, "1280R001": 41.0}
    kommuner = {"0114": 40.0, "1280": 40.0}
    parts = small.count_cells(Slot("folkmangd", "regso", 2020, 2025), regso)
    totals = small.count_cells(Slot("folkmangd", "kommun", 0, 2025), kommuner)
    found = added(parts, totals)
    kept = {area: (row["num"], row["origin"]) for (_, area), row in found.items()}
    assert kept["0114"] == (40, "published")
    assert kept["1280"] == (40, "published")
    assert kept["00"] == (80, "computed")
    whole = small.count_cells(Slot("folkmangd", "riket", 0, 2025), {"00": 79.0})
    assert added(parts, totals, whole)[("riket", "00")]["num"] == 79


def test_a_published_total_keeps_its_parts_by_sex_from_being_added_up():
    """One published figure of the year and level is enough: the publisher has that level."""
    parts = [
        small.count_cells(
            Slot("folkmangd", "regso", 2020, 2025, sex=sex), dict.fromkeys(AREAS, 10.0)
        )
        for sex in ("total", "women", "men")
    ]
    total = small.count_cells(Slot("folkmangd", "kommun", 0, 2025), {"0114": 21.0, "1280": 9.0})
    with small.draft() as draft:
        for frame in (*parts, total):
            draft.add_cells(frame)
        pairs = pd.DataFrame(small.REGSO_OF.items(), columns=["deso", "regso"])
        add_up(draft, pairs, CATALOGUE)
        found = draft.rows("SELECT sex, num FROM cell WHERE level = 'kommun' ORDER BY area")
    assert found == [{"sex": "total", "num": 21.0}, {"sex": "total", "num": 9.0}]


def test_a_larger_area_with_a_gap_gets_nothing():
    some = {code: 10.0 for code in DESO if code != "0114C1020"}
    found = added(small.count_cells(Slot("folkmangd", "deso", 2018, 2022), some))
    assert ("regso", "0114R001") not in found
    assert ("kommun", "0114") not in found
    assert ("riket", "00") not in found
    assert found[("kommun", "1280")]["num"] == 10


def test_a_missing_figure_is_a_gap_and_nobody_is_not():
    slot = Slot("folkmangd", "deso", 2018, 2022)
    found = added(small.count_cells(slot, {**dict.fromkeys(DESO, 1.0), "1280C1010": None}))
    assert ("kommun", "1280") not in found
    ratio = Slot("hyresratt_andel", "deso", 2018, 2022)
    found = added(small.ratio_cells(ratio, {**DESO, "0114C1010": (0, 0)}))
    assert found[("deso", "0114C1010")]["status"] == "not_applicable"
    assert found[("regso", "0114R001")]["num"] == 2


@pytest.mark.parametrize("indicator", ["nettoinkomst_median", "lag_ekonomisk_standard_andel"])
def test_medians_and_shares_without_parts_are_never_added(indicator):
    value = pd.Series(dict.fromkeys(DESO, 12.0))
    marks = pd.Series("", index=value.index)
    found = added(values(Slot(indicator, "deso", 2018, 2022), "test", value, marks))
    assert {level for level, _ in found} == {"deso"}


def test_a_median_is_not_added_even_where_it_has_parts():
    slot = Slot("nettoinkomst_median", "deso", 2018, 2022)
    found = added(small.count_cells(slot, dict.fromkeys(DESO, 200.0)))
    assert {level for level, _ in found} == {"deso"}
