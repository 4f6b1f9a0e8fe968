"""Every invariant of docs/data.md refuses the row that breaks it, and says which."""

import pandas as pd
import pytest

from data.checks import RULES, BrokenInvariant, check
from data.sources.cells import Slot
from semantic.model import load_catalogue
from tests.data import small

CATALOGUE = load_catalogue()
COUNT = Slot("folkmangd", "regso", 2020, 2022)
RATIO = Slot("arbetslosa_andel", "regso", 2020, 2022)
MEAN = Slot("loneinkomst_medel", "regso", 2020, 2022)
ISOLATION = Slot("isolering_fodelseland", "kommun", 0, 2022)


def sound():
    """A draft with a figure of each kind, a type and bounds, that breaks no rule."""
    draft = small.draft()
    draft.add_cells(small.count_cells(COUNT, {"0114R001": 10, "0114R002": 0, "1280R001": None}))
    draft.add_cells(small.ratio_cells(RATIO, {"0114R001": (1, 10), "0114R002": (0, 0)}))
    mean = small.count_cells(MEAN, {"0114R001": 300.5}).rename(
        columns={"num": "value", "value": "num"}
    )
    draft.add_cells(mean)
    isolation = small.count_cells(ISOLATION, {"0114": 0.5}).rename(
        columns={"num": "value", "value": "num"}
    )
    draft.add_cells(isolation.assign(origin="computed"))
    types = {"area": ["0114R001"], "division": [2020], "year": [2022], "type": [3]}
    draft.add_area_types(pd.DataFrame(types).assign(origin="published", source="test"))
    bounds = {"year": [2022], "division": [2020], "mean": [10.0], "sd": [5.0], "areas": [3]}
    draft.add_type_bounds(pd.DataFrame(bounds).assign(origin="computed"))
    draft.finish()
    return draft


def test_a_sound_draft_passes():
    with sound() as draft:
        check(draft, CATALOGUE)


C = "UPDATE cell SET {} WHERE indicator = 'folkmangd' AND area = '0114R001'"
R = "UPDATE cell SET {} WHERE indicator = 'arbetslosa_andel' AND area = '0114R001'"
M = "UPDATE cell SET {} WHERE indicator = 'loneinkomst_medel'"
S = "UPDATE cell SET {} WHERE indicator = 'isolering_fodelseland'"
OURS_BESIDE_PUBLISHED = """
INSERT INTO area_type SELECT * REPLACE ('0114R002' AS area, 'computed' AS origin) FROM area_type
"""
BREAKS = [
    (C.format("level = 'stad'"), "cell", "level is one of"),
    (C.format("sex = 'women '"), "cell", "sex is one of"),
    (C.format("status = 'unknown'"), "cell", "status is one of"),
    (C.format("origin = 'guessed'"), "cell", "origin is one of"),
    (C.format("age = '0-19 år'"), "cell", "age is total or a group"),
    (C.format("indicator = 'folkmengd'"), "cell", "the indicator is in the catalogue"),
    (C.format("area = '0114R009'"), "cell", "the area is in table area"),
    (C.format("division = 2025"), "cell", "the area is in table area"),
    (C.format("source = 'nobody'"), "cell", "the source is in table source"),
    (R.format("age = '16-24'"), "cell", "only a breakdown that the catalogue names"),
    (C.format("num = NULL"), "cell", "a figure is there exactly when the status says so"),
    (C.format("status = 'missing'"), "cell", "a figure is there exactly when the status says so"),
    (C.format("num = 0"), "cell", "zero exactly when the figure is 0"),
    (C.format("status = 'zero'"), "cell", "zero exactly when the figure is 0"),
    (C.format("num = -1"), "cell", "no figure is negative"),
    (C.format("num = 'infinity'"), "cell", "every figure is finite"),
    (R.format("den = NULL"), "cell", "a ratio has both parts or neither"),
    (R.format("den = 0, status = 'missing'"), "cell", "a figure is there exactly when"),
    (R.format("value = 10"), "cell", "a figure with parts has no value of its own"),
    (C.format("den = 20"), "cell", "a count has a numerator only"),
    (M.format("num = 300, value = NULL"), "cell", "a mean, a median or an index has a value only"),
    (R.format("num = 11"), "cell", "a share is at most 100 percent"),
    (R.format("num = NULL, den = NULL, value = 100.1"), "cell", "a share is at most 100 percent"),
    (C.format("num = 10.5"), "cell", "a count is a whole number"),
    (S.format("value = 1.01"), "cell", "a segregation measure is at most 100 or 1"),
    (S.format("origin = 'published'"), "cell", "a segregation measure is computed"),
    (
        S.format("level = 'regso', area = '0114R001', division = 2020"),
        "cell",
        "a segregation measure is computed",
    ),
    ("INSERT INTO cell SELECT * FROM cell LIMIT 1", "cell", "the key"),
    ("INSERT INTO area SELECT * FROM area LIMIT 1", "area", "the key"),
    ("UPDATE area SET division = 2018 WHERE code = '1280R001'", "area", "the division fits"),
    ("UPDATE area SET code = '1280' WHERE code = '1280R001'", "area", "the code fits"),
    ("UPDATE area SET kommun = '0114' WHERE code = '1280R001'", "area", "the ancestors are the"),
    ("UPDATE area SET name = 'Malmö ' WHERE code = '1280'", "area", "the name is not empty"),
    ("DELETE FROM area WHERE code = '1280'", "area", "the ancestors are areas themselves"),
    ("UPDATE area_type SET type = 6", "area_type", "the type is 1-5"),
    ("UPDATE area_type SET origin = 'x'", "area_type", "the origin is known"),
    ("UPDATE area_type SET source = 'x'", "area_type", "the source is in table source"),
    ("UPDATE area_type SET area = '0114'", "area_type", "the area is a RegSO"),
    ("INSERT INTO area_type SELECT * FROM area_type", "area_type", "the key"),
    ("UPDATE type_bounds SET sd = 0", "type_bounds", "the standard deviation is above 0"),
    (
        "UPDATE area_type SET origin = 'computed', year = 2021",
        "area_type",
        "a year's types are all published, or all ours with their bounds",
    ),
    (
        OURS_BESIDE_PUBLISHED,
        "area_type",
        "a year's types are all published, or all ours with their bounds",
    ),
    ("UPDATE type_bounds SET origin = 'published'", "type_bounds", "the bounds are ours"),
    ("UPDATE offer SET valued = 99", "offer", "no more figures than areas"),
]


@pytest.mark.parametrize(("change", "table", "rule"), BREAKS)
def test_a_broken_rule_is_named(change, table, rule):
    with sound() as draft:
        draft.db.execute(change)
        with pytest.raises(BrokenInvariant) as raised:
            check(draft, CATALOGUE)
    assert (raised.value.table, raised.value.rule[: len(rule)]) == (table, rule)
    assert str(raised.value.row) in str(raised.value)


def test_every_rule_has_a_row_that_breaks_it():
    untested = [rule.text for rule in RULES if not any(rule.text.startswith(b[2]) for b in BREAKS)]
    assert untested == []
