"""A second way to what is expected of an area: normal equations in exact fractions.

Nothing of the project is imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import exp, lgamma, pi, sqrt

PRINTED = {28: 2.0484071, 48: 2.0106348, 98: 1.9844675, 1000: 1.9623391}
"""Quantiles of Student's t at 97.5 percent from printed tables, by degrees of freedom."""


def t_975(freedom: int, steps: int = 2_000) -> float:
    """By halving, until the area under the density from 0 is 0.475 (Simpson's rule)."""
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(freedom * pi)

    def density(t: float) -> float:
        return scale * (1 + t * t / freedom) ** (-(freedom + 1) / 2)

    def area(end: float) -> float:
        step = end / steps
        inner = sum((4 if k % 2 else 2) * density(k * step) for k in range(1, steps))
        return step / 3 * (density(0) + inner + density(end))

    low, high = 1.9, 13.0
    while high - low > 1e-10:
        middle = (low + high) / 2
        low, high = (middle, high) if area(middle) < 0.475 else (low, middle)
    return low


def predicted(pairs: Sequence[tuple[float, float]], x: float) -> tuple[float, float]:
    """The figure on the line at ``x``, and the standard error of one more figure there:
    s·√(1 + 1/n + (x − x̄)²/Σ(xᵢ − x̄)²), s² = Σ(left over)²/(n − 2)."""
    n = len(pairs)
    xs, ys = ([Fraction(pair[side]) for pair in pairs] for side in (0, 1))
    total_x, total_y = sum(xs), sum(ys)
    square, both = sum(each * each for each in xs), sum(a * b for a, b in zip(xs, ys, strict=True))
    slope = (n * both - total_x * total_y) / (n * square - total_x**2)
    start = (total_y - slope * total_x) / n
    left = sum((b - start - slope * a) ** 2 for a, b in zip(xs, ys, strict=True))
    mean = total_x / n
    away = (Fraction(x) - mean) ** 2 / sum((each - mean) ** 2 for each in xs)
    error = left / (n - 2) * (1 + Fraction(1, n) + away)
    return float(start + slope * Fraction(x)), sqrt(float(error))
