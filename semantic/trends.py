"""Whether a figure rises or falls over its last five points without a break.

A straight line is laid through the points, each weighted by its denominator where it has one. There
is a trend when the slope is further from 0 than the points lie from the line (Student's t with
three degrees of freedom, 95 percent) and also further than chance in groups of that size can give.
The first alone judges means, medians and indices, of which chance is not known. Of figures that are
standardised for age the chance is that of the ordinary figure, whose parts are known.

Weighted regression over the last five points is how English public health profiles tell trends:
Office for Health Improvement and Disparities (2022): Fingertips, recent trends. The test of a
slope: Draper, N. R. and Smith, H. (1998): Applied regression analysis, third edition, chapter 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from semantic.intervals import Z95, Array
from semantic.model import Indicator
from semantic.resolved import Resolved
from semantic.verdict import FEWEST, Parts, figures, is_there, numbers

Word = Literal["rising", "falling", "none", "unknown"]
Reason = Literal["", "few_years", "few"]

POINTS = 5
T95_3 = 3.182446305284263
"""The 97.5th percentile of Student's t with three degrees of freedom."""
MOST_SERIES = 150
"""Of more series than this no trend is told."""
SERIES = ("area", "area_type", "sex", "age")
SAME = 1e-9
TOLD_OF = frozenset({"trend", "compare_areas", "compare_types", "gap"})
GAPS = frozenset({"difference", "tenths"})
"""The measures of a gap that have a trend: how far apart two shares are."""


@dataclass(frozen=True)
class Trend:
    word: Word
    reason: Reason = ""
    slope: float = np.nan


def trend_of(
    years: Sequence[int], parts: Parts, indicator: Indicator, values: Array | None = None
) -> Trend:
    """The trend of a figure with parts over its last points, which lie within one segment;
    ``values`` where they are not worked out from the parts alone."""
    values = figures(parts, indicator) if values is None else values
    if len(years) >= POINTS and bool(np.any(parts.numerators[-POINTS:] < FEWEST)):
        return Trend("unknown", "few")
    weights = parts.denominators if parts.denominators is not None else np.ones(len(values))
    return _line(years, values, weights, _spread_by_chance(parts, indicator))


def trend_of_values(years: Sequence[int], values: Sequence[float]) -> Trend:
    """The trend of a figure without parts."""
    found = np.array(values, dtype=np.float64)
    return _line(years, found, np.ones(len(found)), 0.0)


def trend_of_gap(years: Sequence[int], first: Parts, second: Parts, indicator: Indicator) -> Trend:
    """Whether two shares have drawn apart or closer: the trend of their difference, taken in the
    direction that it has in the newest year. The years weigh alike, and chance gives a difference
    the variance of both shares, on the mean over the years."""
    values = figures(first, indicator) - figures(second, indicator)
    sides = [Parts(each.numerators[-POINTS:], _last(each.denominators)) for each in (first, second)]
    if len(years) >= POINTS and any(bool(np.any(each.numerators < FEWEST)) for each in sides):
        return Trend("unknown", "few")
    chance = sum(float(np.mean(_variances(each, indicator))) for each in sides)
    return _line(years, values if values[-1] >= 0 else -values, np.ones(len(values)), chance)


def _last(denominators: Array | None) -> Array:
    assert denominators is not None, "a gap with a trend lies between two ratios"
    return denominators[-POINTS:]


def _variances(parts: Parts, indicator: Indicator) -> Array:
    """The variance that chance gives each figure: of a share p(1 − p) / n, of a rate p / n."""
    assert parts.denominators is not None
    p = parts.numerators / parts.denominators
    spread: Array = (
        indicator.scale**2 * p * (1 - p if indicator.is_share else 1) / parts.denominators
    )
    return spread


def _spread_by_chance(parts: Parts, indicator: Indicator) -> float:
    """The variance that chance gives a figure of weight 1: of a share p(1 − p), of a rate its
    expected number, of a count itself; taken over all points together."""
    if parts.denominators is None:
        return float(np.mean(parts.numerators[-POINTS:]))
    x, n = (float(np.sum(each[-POINTS:])) for each in (parts.numerators, parts.denominators))
    p = x / n
    return indicator.scale**2 * (p * (1 - p) if indicator.is_share else p)


def _line(years: Sequence[int], values: Array, weights: Array, chance: float) -> Trend:
    if len(years) < POINTS:
        return Trend("unknown", "few_years")
    x, y = np.array(years[-POINTS:], dtype=np.float64), values[-POINTS:]
    w = weights[-POINTS:]
    x = x - np.average(x, weights=w)
    reach = float(np.sum(w * x * x))
    slope = float(np.sum(w * x * y)) / reach
    off = y - np.average(y, weights=w) - slope * x
    by_points = T95_3 * np.sqrt(float(np.sum(w * off * off)) / (POINTS - 2) / reach)
    by_chance = Z95 * np.sqrt(chance / reach)
    least = SAME * max(1.0, float(np.max(np.abs(y))))
    if abs(slope) <= max(by_points, by_chance, least):
        return Trend("none", "", slope)
    return Trend("rising" if slope > 0 else "falling", "", slope)


def with_trends(rows: pd.DataFrame, resolved: Resolved) -> pd.DataFrame:
    """``rows`` of several years with the trend of each series in its newest row with a figure."""
    if resolved.question.shape not in TOLD_OF or "segment" not in rows:
        return rows
    is_gap = resolved.question.shape == "gap"
    if is_gap and not _may_grow(resolved):
        return rows
    series = _series(rows, ("first_", "second_") if is_gap else ("",))
    if not 0 < len(series) <= MOST_SERIES:
        return rows
    told: list[Trend | None] = [None] * len(rows)
    for points in series:
        told[points[-1].place] = _told(points[-POINTS:], resolved)
    return rows.assign(
        trend=pd.Series([each and each.word for each in told], rows.index, object),
        trend_reason=pd.Series([each and each.reason for each in told], rows.index, object),
    )


def _may_grow(resolved: Resolved) -> bool:
    """Whether the gap is one that has a trend, in years of which there are several."""
    question = resolved.question
    measured = question.asked_measure in GAPS and question.standard == "none"
    return measured and resolved.indicator.kind == "ratio" and len(resolved.years) > 1


@dataclass(frozen=True)
class _Point:
    """``sides`` are numerator and denominator of the figure, or of both that a gap lies between."""

    place: int
    year: int
    value: float
    sides: tuple[tuple[Any, Any], ...]


def _series(rows: pd.DataFrame, sides: Sequence[str]) -> list[list[_Point]]:
    """The figures of each series in its newest segment, in order of year."""
    keys = [rows[name].tolist() for name in SERIES if name in rows]
    names = ("segment", "period", "value")
    parts = (
        zip(rows[f"{side}numerator"].tolist(), rows[f"{side}denominator"].tolist(), strict=True)
        for side in sides
    )
    found: dict[tuple[Any, ...], dict[int, list[_Point]]] = {}
    columns = (rows[name].tolist() for name in names)
    for place, (key, (segment, year, value), both) in enumerate(
        zip(
            zip(*keys, strict=True),
            zip(*columns, strict=True),
            zip(*parts, strict=True),
            strict=True,
        )
    ):
        if is_there(value):
            point = _Point(place, year, value, both)
            found.setdefault(key, {}).setdefault(segment, []).append(point)
    return [sorted(pieces[max(pieces)], key=lambda point: point.year) for pieces in found.values()]


def _told(points: Sequence[_Point], resolved: Resolved) -> Trend:
    indicator, years = resolved.indicator, [point.year for point in points]
    if resolved.question.shape == "gap":
        first, second = (_parts(points, side, indicator) for side in (0, 1))
        return trend_of_gap(years, first, second, indicator)
    has_parts = all(is_there(num) and den != 0 for point in points for num, den in point.sides)
    if not indicator.additive or not has_parts:
        return trend_of_values(years, [point.value for point in points])
    standardised = resolved.question.standard != "none"
    values = numbers(point.value for point in points) if standardised else None
    return trend_of(years, _parts(points, 0, indicator), indicator, values)


def _parts(points: Sequence[_Point], side: int, indicator: Indicator) -> Parts:
    sides = [point.sides[side] for point in points]
    ratio = indicator.kind == "ratio"
    return Parts(numbers(x for x, _ in sides), numbers(n for _, n in sides) if ratio else None)
