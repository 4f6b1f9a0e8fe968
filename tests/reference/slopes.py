"""The slope index of inequality from its definition, in exact fractions: the normal equations of a
weighted straight line, one point a type (Mackenbach & Kunst 1997)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from tests.reference.verdict import Found, Grounds, among, bounds, moving, word_of

Point = tuple[float, float, float]
"""Numerator and denominator of a type, and the scale of the ratio."""


def ends_of_line(points: Sequence[Point]) -> tuple[float, float, float] | None:
    """Where the line starts and ends, and its slope; None with fewer than three types."""
    told = [(Fraction(x), Fraction(n), Fraction(scale)) for x, n, scale in points if n]
    if len(told) < 3:
        return None
    everybody = sum(n for _, n, _ in told)
    below, s, sr, sy, srr, sry = (Fraction(0) for _ in range(6))
    for x, n, scale in told:
        rank = (below + (below + n)) / (2 * everybody)
        below += n
        figure = scale * x / n
        s, sr, sy = s + n, sr + n * rank, sy + n * figure
        srr, sry = srr + n * rank * rank, sry + n * rank * figure
    slope = (s * sry - sr * sy) / (s * srr - sr * sr)
    start = (sy - slope * sr) / s
    return float(start), float(start + slope), float(slope)


def bounds_of_slope(points: Sequence[Point], error: float) -> tuple[float, float]:
    """How far the slope may lie by chance. Each figure is moved alone to the bound of its own that
    lowers the slope, and the squares of what that takes from it are added (Zou, Huang & Zhang
    2009); then the same upwards. How many live in each type is taken as known."""
    told = [point for point in points if point[1]]
    _, _, slope = _ends(told)
    falls, rises = 0.0, 0.0
    for place, (x, n, scale) in enumerate(told):
        moved = [0.0, 0.0]
        for side, bound in enumerate(bounds((x, n), scale, error)):
            there = [*told[:place], (bound * n / scale, n, scale), *told[place + 1 :]]
            moved[side] = _ends(there)[2] - slope
        falls += min(0.0, *moved) ** 2
        rises += max(0.0, *moved) ** 2
    return slope - math.sqrt(falls), slope + math.sqrt(rises)


def judged(points: Sequence[Point], peers: Sequence[float], series: dict[int, float]) -> Found:
    """``peers`` are the figures of all small areas, ``series`` the slope of the years before."""
    return word(points, moving(among(peers), series))


def word(points: Sequence[Point], grounds: Grounds) -> Found:
    told = [point for point in points if point[1]]
    fewest = min(x for x, _, _ in told)
    return word_of(_ends(told)[2], fewest, lambda error: bounds_of_slope(told, error), grounds)


def _ends(points: Sequence[Point]) -> tuple[float, float, float]:
    found = ends_of_line(points)
    assert found is not None, "three types or more"
    return found
