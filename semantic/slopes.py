"""The slope over the area types: how far the figure moves from one end of the population to the
other, people ordered by the type of their area, those in type 1 first.

This is the slope index of inequality (Mackenbach & Kunst, Measuring the magnitude of socio-economic
inequalities in health, Social Science & Medicine 44, 1997): each type stands at the middle of its
part of the population, counted from 0 to 1 (its ridit), and a straight line is laid through the
figures by least squares weighted by population. The population is the ratio's denominator. Types
without a figure are left out, of the population as well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any

import pandas as pd

from semantic.answer import plain_records
from semantic.comparable import segments
from semantic.resolved import Resolved
from semantic.version import Version

LEAST_TYPES = 3
"""Through fewer figures than this no line is laid: two are always on one."""
PRECISION = 1e-12
"""A rise that is smaller than this part of the figures is none: the arithmetic tells no less."""
COLUMNS = (
    "indicator", "area", "period", "sex", "age", "types", "areas", "valued", "preliminary",
    "start_value", "end_value", "source", "value", "status", "segment", "origin",
)  # fmt: skip
_KEYS = ("indicator", "area", "period", "sex", "age")
_COUNTS = ("areas", "valued", "preliminary")

Row = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """Its height at the outer end of the first type and at that of the last, in the figures' unit;
    ``rise`` is the slope, as the population is of length 1."""

    start: float
    end: float
    rise: float


def line_through(figures: Sequence[float], people: Sequence[float]) -> Line:
    """``people`` are more than none in each type, in the order of the types."""
    everybody = math.fsum(people)
    ends = accumulate(people)
    # of the ridits, whose mean is one half, only the distance from it is used
    aside = [(end - number / 2) / everybody - 0.5 for end, number in zip(ends, people, strict=True)]
    mean = math.fsum(y * n for y, n in zip(figures, people, strict=True)) / everybody
    together = math.fsum(n * x * (y - mean) for x, y, n in zip(aside, figures, people, strict=True))
    rise = together / math.fsum(n * x * x for x, n in zip(aside, people, strict=True))
    if abs(rise) < PRECISION * max(map(abs, figures)):
        rise = 0.0
    return Line(mean - rise / 2, mean + rise / 2, rise)


def slope_rows(sums: pd.DataFrame, resolved: Resolved, version: Version) -> pd.DataFrame:
    """One row for all types of each area, year and group of ``sums``, in their order."""
    made = [
        _row(list(types))
        for _, types in groupby(plain_records(sums), lambda row: [row[name] for name in _KEYS])
    ]
    areas, years = [row["area"] for row in made], [row["period"] for row in made]
    pieces = segments(areas, years, resolved, version)
    for row, piece in zip(made, pieces, strict=True):
        row["segment"] = piece
    return pd.DataFrame({name: [row.get(name) for row in made] for name in COLUMNS})


def _row(types: Sequence[Row]) -> Row:
    told = [each for each in types if each["value"] is not None]
    row: Row = {name: types[0][name] for name in _KEYS}
    row |= {name: sum(each[name] for each in types) for name in _COUNTS}
    row |= {"types": len(told), "origin": "computed", "value": None}
    row["source"] = min((each["source"] for each in types if each["source"]), default=None)
    if len(told) >= LEAST_TYPES:
        line = line_through(
            [each["value"] for each in told], [each["denominator"] for each in told]
        )
        row |= {"start_value": line.start, "end_value": line.end, "value": line.rise}
    row["status"] = _status(row, types)
    return row


def _status(row: Row, types: Sequence[Row]) -> str:
    """Without a slope, why the types that lack a figure do; types of no area lack none."""
    nobody = "not_applicable"
    if row["value"] is None:
        reasons = {each["status"] for each in types if each["value"] is None}
        return next((each for each in ("suppressed", "missing") if each in reasons), nobody)
    if row["value"] == 0:
        return "zero"
    return "preliminary" if row["preliminary"] else "value"
