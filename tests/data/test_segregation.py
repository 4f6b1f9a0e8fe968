"""Segregation measures: laws that hold for any figures, examples by hand, and what is not told."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.checks import check
from data.rollup import add_up
from data.segregation import (
    MEASURES,
    add_measures,
    correlation,
    dissimilarity,
    entropy,
    exposure,
    isolation,
)
from data.sources.cells import Slot, values
from semantic.model import load_catalogue
from tests.data import small
from tests.reference import segregation as reference

CATALOGUE = load_catalogue()
BIRTH, LOW, HIGH = reference.ABROAD, reference.LOW, reference.HIGH
D, ISOLATION = "ojamlikhet_fodelseland", "isolering_fodelseland"
REGSO = Slot(BIRTH, "regso", 2020, 2022)
ALIKE = (dissimilarity, entropy, correlation)
"""Measures that do not ask which of the groups is the first."""

people = st.integers(0, 20_000)
area = st.tuples(people, people)
places = st.lists(area, min_size=2, max_size=12).filter(
    lambda pairs: all(sum(pair[side] for pair in pairs) for side in (0, 1))
)
measures = pytest.mark.parametrize("measure", MEASURES.values(), ids=list(MEASURES))


def of(measure, pairs):
    a, b = np.array(pairs, dtype=float).T
    return float(measure(a, b))


def near(expected):
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


# --- by hand --------------------------------------------------------------------------------


BY_HAND = {
    "halves of a group in two areas": (
        [(30, 70), (10, 90)],
        # A = 40, B = 160: |3/4 − 7/16| = |1/4 − 9/16| = 5/16
        {dissimilarity: 31.25, isolation: 0.25, exposure: 0.75, correlation: 0.0625},
    ),
    "apart": (
        [(10, 0), (0, 40)],
        {dissimilarity: 100, isolation: 1, exposure: 0, entropy: 1, correlation: 1},
    ),
    "alike": (
        [(1, 3), (20, 60), (7, 21)],
        {dissimilarity: 0, isolation: 0.25, exposure: 0.75, entropy: 0, correlation: 0},
    ),
    "one area mixed, one not": (
        # P = 1/4. The first area: half and half, ln 2 in entropy; the second: none.
        [(10, 10), (0, 20)],
        {
            dissimilarity: 200 / 3,
            isolation: 0.5,
            exposure: 0.5,
            correlation: 1 / 3,
            entropy: 1 - 0.5 * np.log(2) / (0.25 * np.log(4) + 0.75 * np.log(4 / 3)),
        },
    ),
    "an area without people changes nothing": (
        [(30, 70), (0, 0), (10, 90)],
        {dissimilarity: 31.25, isolation: 0.25, exposure: 0.75, correlation: 0.0625},
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_worked_out_by_hand(name):
    pairs, expected = BY_HAND[name]
    for measure, value in expected.items():
        assert of(measure, pairs) == near(value), measure


@pytest.mark.parametrize("measure", ALIKE)
def test_areas_with_the_same_mix_are_exactly_zero(measure):
    assert of(measure, [(1, 3), (20, 60), (7, 21)]) == 0.0


@measures
def test_an_empty_group_and_an_unknown_area_have_no_measure(measure):
    for pairs in ([(0, 5), (0, 7)], [(5, 0), (7, 0)], [(0, 0), (0, 0)], [(1, 2), (np.nan, 3)]):
        assert np.isnan(of(measure, pairs)), pairs


@measures
def test_years_are_measured_apart(measure):
    first, second = [(30, 70), (10, 90)], [(5, 5), (1, 9)]
    a, b = np.array([first, second], dtype=float).transpose(2, 1, 0)
    assert measure(a, b).tolist() == [of(measure, first), of(measure, second)]


# --- laws -----------------------------------------------------------------------------------


@given(places)
def test_the_range_is_kept(pairs):
    assert 0 <= of(dissimilarity, pairs) <= 100
    for measure in (isolation, exposure, entropy, correlation):
        assert 0 <= of(measure, pairs) <= 1


@given(places)
def test_the_definitions_give_the_same(pairs):
    for name, measure in MEASURES.items():
        assert of(measure, pairs) == near(getattr(reference, name)(pairs)), name


@given(places)
def test_groups_may_change_places(pairs):
    for measure in ALIKE:
        assert of(measure, [pair[::-1] for pair in pairs]) == near(of(measure, pairs))


@given(places)
def test_isolation_and_exposure_are_parts_of_one(pairs):
    assert of(isolation, pairs) + of(exposure, pairs) == near(1)


@given(places, st.integers(2, 9), st.data())
def test_an_area_cut_in_parts_with_the_same_mix_changes_nothing(pairs, parts, data):
    cut = data.draw(st.integers(0, len(pairs) - 1))
    a, b = pairs[cut]
    whole = [*pairs[:cut], (a * parts, b * parts), *pairs[cut + 1 :]]
    pieces = [*pairs[:cut], *[(a, b)] * parts, *pairs[cut + 1 :]]
    for measure in MEASURES.values():
        assert of(measure, pieces) == near(of(measure, whole))


@given(places, st.randoms())
def test_the_order_of_areas_does_not_matter(pairs, random):
    mixed = random.sample(pairs, len(pairs))
    for measure in MEASURES.values():
        assert of(measure, mixed) == near(of(measure, pairs))


@given(places, st.integers(1, 1000))
def test_only_the_mix_matters_not_how_many_there_are(pairs, times):
    for measure in MEASURES.values():
        more = [(a * times, b * times) for a, b in pairs]
        assert of(measure, more) == near(of(measure, pairs))


@given(st.tuples(st.integers(1, 50), st.integers(1, 50)), st.lists(st.integers(1, 400), min_size=2))
def test_the_same_mix_everywhere_is_none(mix, sizes):
    pairs = [(mix[0] * size, mix[1] * size) for size in sizes]
    for measure in ALIKE:
        assert of(measure, pairs) == 0
    assert of(isolation, pairs) == near(mix[0] / sum(mix))


@given(st.lists(st.integers(1, 9000), min_size=1), st.lists(st.integers(1, 9000), min_size=1))
def test_living_apart_is_the_most(first, second):
    pairs = [*((a, 0) for a in first), *((0, b) for b in second)]
    assert of(dissimilarity, pairs) == near(100)
    assert [of(m, pairs) for m in (isolation, exposure, entropy, correlation)] == near([1, 0, 1, 1])
    assert max(of(m, pairs) for m in (isolation, entropy, correlation)) <= 1


def test_rounding_never_leaves_the_range():
    """These come out a hair above 1 before they are put back."""
    for a, b in ((1, 9), (1, 10), (1, 21), (1, 23)):
        assert of(entropy, [(a, 0), (0, b)]) <= 1


@given(places, st.data())
def test_smaller_areas_never_lower_it_but_exposure(pairs, data):
    cuts = [
        (data.draw(st.integers(0, a), label="a"), data.draw(st.integers(0, b), label="b"))
        for a, b in pairs
    ]
    parts = [
        part
        for (a, b), (x, y) in zip(pairs, cuts, strict=True)
        for part in ((x, y), (a - x, b - y))
    ]
    for measure in (dissimilarity, isolation, entropy, correlation):
        assert of(measure, parts) >= of(measure, pairs) - 1e-9
    assert of(exposure, parts) <= of(exposure, pairs) + 1e-9


@given(places)
def test_somebody_who_moves_to_where_her_group_is_rarer_lowers_it(pairs):
    """The transfer law: from an area where the group is overrepresented to one where it is not."""
    whole = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    over = [a * whole[1] - b * whole[0] for a, b in pairs]
    source, target = over.index(max(over)), over.index(min(over))
    a, b = pairs[source]
    assume(a >= 1 and over[source] >= whole[1] and -over[target] >= whole[1])
    moved = list(pairs)
    moved[source] = (a - 1, b)
    moved[target] = (pairs[target][0] + 1, pairs[target][1])
    assert of(dissimilarity, moved) < of(dissimilarity, pairs)


# --- what is told of which place ------------------------------------------------------------


def measured(*frames, areas=()):
    """{(indicator, place): row} of all measures; the draft also passes every check."""
    with small.draft() as draft:
        if areas:
            columns = ["level", "code", "division", "name", "kommun", "lan"]
            draft.add_areas(pd.DataFrame(areas, columns=columns).assign(changed=False))
        for frame in frames:
            draft.add_cells(frame)
        add_measures(draft, CATALOGUE)
        rows = draft.rows("SELECT * FROM cell WHERE origin = 'computed'")
        draft.finish()
        check(draft, CATALOGUE)
    return {(row["indicator"], row["area"], row["year"]): row for row in rows}


def statuses(found, indicator=D, year=2022):
    return {code: row["status"] for (name, code, when), row in found.items()
            if (name, when) == (indicator, year)}  # fmt: skip


COMPLETE = {"0114R001": (30, 100), "0114R002": (10, 100), "1280R001": (8, 10)}


def test_every_large_place_gets_its_figure_and_says_it_is_computed():
    found = measured(small.ratio_cells(REGSO, COMPLETE))
    assert {name for name, _, _ in found} == set(reference.BIRTH)
    row = found[D, "0114", 2022]
    assert (row["level"], row["division"], row["num"], row["den"]) == ("kommun", 0, None, None)
    assert (row["value"], row["source"], row["origin"]) == (31.25, "test", "computed")
    assert found[D, "01", 2022]["value"] == 31.25
    riket = [(30, 70), (10, 90), (8, 2)]
    assert found[D, "00", 2022]["value"] == near(of(dissimilarity, riket))
    assert found[ISOLATION, "00", 2022]["value"] == near(of(isolation, riket))
    assert statuses(found) == {
        "00": "value",
        "01": "value",
        "0114": "value",
        "12": "not_applicable",
        "1280": "not_applicable",
    }


def test_one_area_without_a_figure_takes_it_from_every_place_around_it():
    cells = small.ratio_cells(REGSO, {code: COMPLETE[code] for code in ("0114R001", "1280R001")})
    assert statuses(measured(cells)) == {
        "00": "missing",
        "01": "missing",
        "0114": "missing",
        "12": "not_applicable",
        "1280": "not_applicable",
    }
    alone = small.ratio_cells(REGSO, {code: COMPLETE[code] for code in ("0114R001", "0114R002")})
    found = statuses(measured(alone))
    assert (found["0114"], found["1280"], found["00"]) == ("value", "not_applicable", "missing")


@pytest.mark.parametrize("status", ["missing", "suppressed"])
def test_a_figure_that_is_not_shown_is_not_guessed(status):
    cells = small.ratio_cells(REGSO, COMPLETE)
    hidden = cells["area"] == "0114R002"
    cells.loc[hidden, ["num", "den"]] = None
    cells.loc[hidden, "status"] = status
    found = statuses(measured(cells))
    assert (found["0114"], found["01"], found["00"]) == ("missing",) * 3


def test_a_share_without_counts_is_no_figure_of_a_group():
    share = pd.Series(dict.fromkeys(COMPLETE, 12.0))
    marks = pd.Series("", index=share.index)
    assert measured(values(REGSO, "test", share, marks)) == {}


def test_nobody_in_a_group_does_not_apply_and_nobody_in_an_area_is_no_gap():
    nobody = {"0114R001": (0, 100), "0114R002": (0, 100), "1280R001": (5, 10)}
    assert statuses(measured(small.ratio_cells(REGSO, nobody)))["0114"] == "not_applicable"
    everybody = {"0114R001": (9, 9), "0114R002": (7, 7), "1280R001": (5, 10)}
    assert statuses(measured(small.ratio_cells(REGSO, everybody)))["0114"] == "not_applicable"
    empty = small.ratio_cells(REGSO, COMPLETE | {"1280R001": (0, 0)})
    assert "not_applicable" in set(empty["status"])
    assert measured(empty)[D, "00", 2022]["value"] == near(31.25)


def test_the_same_mix_is_zero_and_one_preliminary_part_makes_all_preliminary():
    alike = small.ratio_cells(REGSO, {"0114R001": (1, 4), "0114R002": (3, 12), "1280R001": (1, 9)})
    assert statuses(measured(alike))["0114"] == "zero"
    cells = small.ratio_cells(REGSO, COMPLETE)
    cells.loc[cells["area"] == "1280R001", "status"] = "preliminary"
    found = statuses(measured(cells))
    assert (found["0114"], found["00"]) == ("value", "preliminary")


def test_two_groups_are_counted_in_the_same_areas_and_years():
    low = small.ratio_cells(Slot(LOW, "regso", 2020, 2022), COMPLETE)
    high = small.ratio_cells(
        Slot(HIGH, "regso", 2020, 2022),
        {"0114R001": (5, 100), "0114R002": (15, 100), "1280R001": (1, 10)},
    )
    alone = small.ratio_cells(Slot(LOW, "regso", 2020, 2021), COMPLETE)
    found = measured(low, high, alone)
    identity = "ojamlikhet_ekonomisk_standard"
    assert {key[2] for key in found} == {2022}
    assert found[identity, "0114", 2022]["value"] == near(50)  # |3/4 − 1/4|
    short = high[high["area"] != "0114R001"]
    assert statuses(measured(low, short), identity)["0114"] == "missing"


NEWER = [
    ("regso", code, 2025, f"Område {code}", code[:4], code[:2])
    for code in ("0114R001", "0114R002", "1280R001")
]


@pytest.mark.parametrize(("newer", "expected"), [(("0114R001",), 31.25), (tuple(COMPLETE), 50.0)])
def test_two_divisions_are_never_mixed(newer, expected):
    """Those of the division that has more figures; the newer where both have as many."""
    other = {"0114R001": (30, 40), "0114R002": (10, 40), "1280R001": (1, 10)}
    cells = small.ratio_cells(REGSO, COMPLETE)
    more = small.ratio_cells(
        Slot(BIRTH, "regso", 2025, 2022), {code: other[code] for code in newer}
    )
    found = measured(cells, more, areas=NEWER)
    assert found[D, "0114", 2022]["value"] == near(expected)


def test_each_year_is_counted_in_its_own_division():
    later = {"0114R001": (30, 40), "0114R002": (10, 40), "1280R001": (1, 10)}
    found = measured(
        small.ratio_cells(REGSO, COMPLETE),
        small.ratio_cells(Slot(BIRTH, "regso", 2025, 2024), later),
        areas=NEWER,
    )
    by_year = {year: row["value"] for (name, code, year), row in found.items()
               if (name, code) == (D, "0114")}  # fmt: skip
    assert by_year == {2022: near(31.25), 2024: near(75 - 100 / 4)}


def test_smallest_areas_give_a_higher_value_than_those_they_make_up():
    deso = {
        "0114C1010": (30, 60),
        "0114C1020": (0, 40),
        "0114C1030": (10, 100),
        "1280C1010": (8, 10),
    }
    with small.draft() as draft:
        draft.add_cells(small.ratio_cells(Slot(BIRTH, "deso", 2018, 2022), deso))
        pairs = pd.DataFrame(small.REGSO_OF.items(), columns=["deso", "regso"])
        add_up(draft, pairs, CATALOGUE)
        add_measures(draft, CATALOGUE)
        rows = draft.rows("SELECT * FROM cell WHERE area = '0114' AND value IS NOT NULL")
    found = {row["indicator"]: row["value"] for row in rows}
    assert found[D] == near(31.25)
    assert found[f"{D}_deso"] == near(50 * ((0.75 - 30 / 160) + 40 / 160 + (90 / 160 - 0.25)))


def test_the_source_is_that_of_the_counts():
    """The place's own, the first of several by id; that of the year where it has none at all."""
    cells = small.ratio_cells(REGSO, COMPLETE)
    cells.loc[cells["area"] == "1280R001", "source"] = "other"
    with small.draft() as draft:
        draft.add_source(small.SOURCE.model_copy(update={"id": "other"}))
        draft.add_cells(cells[cells["area"] != "0114R002"])
        add_measures(draft, CATALOGUE)
        rows = draft.rows("SELECT area, source FROM cell WHERE indicator = ?", [D])
        assert {row["area"]: row["source"] for row in rows} == {
            "00": "other",
            "01": "test",
            "0114": "test",
            "12": "other",
            "1280": "other",
        }


def test_breakdowns_are_left_alone():
    cells = small.ratio_cells(REGSO, COMPLETE)
    women = small.ratio_cells(
        Slot(BIRTH, "regso", 2020, 2022, sex="women"), dict.fromkeys(COMPLETE, (90, 100))
    )
    found = measured(cells, women)
    assert {row["sex"] for row in found.values()} == {"total"}
    assert found[D, "0114", 2022]["value"] == 31.25
