"""The slope index of inequality from its definition, in exact fractions: the normal equations of a
weighted straight line, one point a type (Mackenbach & Kunst 1997)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

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
