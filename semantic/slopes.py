"""The slope over the area types: how far the figure moves from one end of the population to the
other, people ordered by the type of their area, those in type 1 first.

This is the slope index of inequality (Mackenbach & Kunst, Measuring the magnitude of socio-economic
inequalities in health, Social Science & Medicine 44, 1997): each type stands at the middle of its
part of the population, counted from 0 to 1 (its ridit), and a straight line is laid through the
figures by least squares weighted by population. The population is the ratio's denominator. Types
without a figure are left out, of the population as well.

The slope is Σ wᵢyᵢ of the figures yᵢ, with wᵢ = nᵢaᵢ / Σ nᵢaᵢ² for nᵢ people whose ridit is aᵢ from
the middle. How many live in each type is taken as known, so the weights are; the figures are
independent shares, and the variance of the slope is Σ wᵢ² pᵢ(1 − pᵢ) / nᵢ. Its interval is that of
a sum of weighted shares (`semantic.intervals.combination`), which is the same where there are many
people and holds what it says where there are few. It says how sure this line is, not how far the
types lie from it.
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
from semantic.model import Indicator
from semantic.resolved import Resolved
from semantic.sums import Judge, frame_of
from semantic.verdict import Parts, measured_sums
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
    mean = math.fsum(y * n for y, n in zip(figures, people, strict=True)) / math.fsum(people)
    rise = math.fsum(w * (y - mean) for w, y in zip(weights_of(people), figures, strict=True))
    if abs(rise) < PRECISION * max(map(abs, figures)):
        rise = 0.0
    return Line(mean - rise / 2, mean + rise / 2, rise)


def weights_of(people: Sequence[float]) -> list[float]:
    """What the slope moves by when the figure of a type does by 1; they add up to 0."""
    everybody = math.fsum(people)
    ends = accumulate(people)
    # of the ridits, whose mean is one half, only the distance from it is used
    aside = [(end - number / 2) / everybody - 0.5 for end, number in zip(ends, people, strict=True)]
    reach = math.fsum(n * x * x for x, n in zip(aside, people, strict=True))
    return [n * x / reach for x, n in zip(aside, people, strict=True)]


def slope_rows(
    sums: pd.DataFrame, resolved: Resolved, version: Version, judge: Judge | None = None
) -> pd.DataFrame:
    """One row for all types of each area, year and group of ``sums``, in their order."""
    of_types = [
        list(types)
        for _, types in groupby(plain_records(sums), lambda row: [row[name] for name in _KEYS])
    ]
    made = [_row(types) for types in of_types]
    areas, years = [row["area"] for row in made], [row["period"] for row in made]
    pieces = segments(areas, years, resolved, version)
    for row, piece in zip(made, pieces, strict=True):
        row["segment"] = piece
    if judge is not None:
        _measure(made, of_types, resolved.indicator)
    return frame_of(made, COLUMNS, judge)


def _measure(rows: Sequence[Row], of_types: Sequence[Sequence[Row]], indicator: Indicator) -> None:
    """Lay each slope beside none at all."""
    lines = [row for row in rows if row["value"] is not None]
    told = [
        [each for each in types if each["value"] is not None]
        for row, types in zip(rows, of_types, strict=True)
        if row["value"] is not None
    ]
    if not lines:
        return
    flat = [each for types in told for each in types]
    parts = Parts.of((each["numerator"] for each in flat), (each["denominator"] for each in flat))
    weights = [w for types in told for w in weights_of([each["denominator"] for each in types])]
    starts = [0, *accumulate(map(len, told[:-1]))]
    for row, found in zip(lines, measured_sums(parts, weights, starts, indicator), strict=True):
        row["measured"] = found


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
