"""Whether a figure rises or falls over its last five points, from the definition: a line through
the points by their denominators, in exact fractions (Draper & Smith 1998, chapter 1).

Nothing of the project is imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from math import sqrt

from tests.reference.asked import Asked
from tests.reference.expected import t_975
from tests.reference.rows.figures import Row
from tests.reference.verdict import z
from tests.reference.world import Indicator

TOLD_OF = ("trend", "compare_areas", "compare_types", "gap")
MOST_SERIES = 150
"""Of more series than this no trend is told."""
Told = tuple[str, str]


def with_trends(rows: list[Row], asked: Asked) -> list[Row]:
    """The trend of each series in its newest row with a figure."""
    if asked.question.shape not in TOLD_OF:
        return rows
    is_gap = asked.question.shape == "gap"
    if is_gap and not _may_grow(asked):
        return rows
    series: dict[tuple[object, ...], list[int]] = {}
    for place, row in enumerate(rows):
        if "segment" in row and row["value"] is not None:
            key = tuple(row.get(name) for name in ("area", "area_type", "sex", "age"))
            series.setdefault(key, []).append(place)
    made = list(rows)
    for places in series.values() if len(series) <= MOST_SERIES else ():
        newest = max(places, key=lambda place: rows[place]["period"])
        piece = [rows[each] for each in places if rows[each]["segment"] == rows[newest]["segment"]]
        piece = sorted(piece, key=lambda row: row["period"])
        if is_gap:
            word, reason = trend_of_gap(piece[-5:], asked.indicator)
        else:
            by_age = asked.question.standard != "none"
            word, reason = trend_of(piece[-5:], asked.indicator, by_age=by_age)
        made[newest] = made[newest] | {"trend": word, "trend_reason": reason}
    return made


def _may_grow(asked: Asked) -> bool:
    """A difference between two shares or rates, of the ordinary figures of several years."""
    question = asked.question
    measured = question.measure in (None, "difference", "tenths") and question.standard == "none"
    return measured and asked.indicator.kind == "ratio" and len(asked.years) > 1


def trend_of_gap(points: Sequence[Row], indicator: Indicator) -> Told:
    """Of how far the first lies from the second, in the newest year's direction. All years weigh 1,
    and the chance is the mean over them of the variance of the one plus that of the other."""
    if len(points) < 5:
        return "unknown", "few_years"
    scale, sides = Fraction(indicator.scale), ("first", "second")
    parts = [
        [(Fraction(row[f"{x}_numerator"]), Fraction(row[f"{x}_denominator"])) for x in sides]
        for row in points
    ]
    if any(x < 10 for both in parts for x, _ in both):
        return "unknown", "few"
    gaps = [scale * x / n - scale * y / m for (x, n), (y, m) in parts]
    away = 1 if gaps[-1] >= 0 else -1
    spread = sum(
        scale**2 * x / n * (1 - x / n if scale == 100 else 1) / n for both in parts for x, n in both
    )
    years = [row["period"] for row in points]
    ones = [Fraction(1)] * 5
    return _of_line(years, [away * gap for gap in gaps], ones, float(spread / 5)), ""


def trend_of(points: Sequence[Row], indicator: Indicator, *, by_age: bool = False) -> Told:
    """With regard to age the points are other figures, and the chance that of the ordinary ones."""
    if len(points) < 5:
        return "unknown", "few_years"
    nums = [row["numerator"] for row in points]
    counted = indicator.kind in ("count", "ratio") and None not in nums
    if counted and min(nums) < 10:
        return "unknown", "few"
    weights, figures, chance = [Fraction(1)] * 5, [Fraction(row["value"]) for row in points], 0.0
    if counted and indicator.kind == "ratio":
        weights = [Fraction(row["denominator"]) for row in points]
        scale = Fraction(indicator.scale)
        if not by_age:
            figures = [scale * Fraction(x) / n for x, n in zip(nums, weights, strict=True)]
        p = sum(map(Fraction, nums)) / sum(weights)
        chance = float(scale**2 * p * (1 - p if scale == 100 else 1))
    elif counted:
        chance = sum(nums) / 5
    return _of_line([row["period"] for row in points], figures, weights, chance), ""


def _of_line(
    years: Sequence[int], figures: Sequence[Fraction], weights: Sequence[Fraction], chance: float
) -> str:
    """``chance`` is the variance of a figure with the weight 1."""
    whole = sum(weights)
    middle = sum(w * x for w, x in zip(weights, years, strict=True)) / whole
    mean = sum(w * y for w, y in zip(weights, figures, strict=True)) / whole
    points = [(w, x - middle, y - mean) for w, x, y in zip(weights, years, figures, strict=True)]
    reach = sum(w * x * x for w, x, _ in points)
    slope = sum(w * x * y for w, x, y in points) / reach
    left = sum(w * (y - slope * x) ** 2 for w, x, y in points)
    by_points = _t() * sqrt(float(left / 3 / reach))
    by_chance = z(0.05) * sqrt(chance / float(reach))
    size = abs(float(slope))
    if size <= max(by_points, by_chance) or size < 1e-9 * max(1, *map(abs, figures)):
        return "none"
    return "rising" if slope > 0 else "falling"


@cache
def _t() -> float:
    return t_975(3)
