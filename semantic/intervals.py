"""Intervals for shares, counts and rates, and for what two of them differ by: 95 percent each.

Registers count everybody, so that nothing is sampled. What an interval says is how far a figure of
so few people could have been from itself by chance alone, as if each person or event had been
drawn at random with the area's own risk; it says nothing of errors in the register.

All functions take numbers or numpy arrays of one shape and give arrays. NaN in is NaN out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution."""

Array = NDArray[np.float64]
Numbers = Array | Sequence[float] | float
Bounds = tuple[Array, Array]
Quantile = Array | float
"""Of the standard normal distribution; of a column of them each function gives a row each."""


def share(count: Numbers, total: Numbers, z: Quantile = Z95) -> Bounds:
    """Bounds between 0 and 1 of the share ``count / total``: the score interval without correction
    for continuity.

    Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209–212.
    """
    x, n = _arrays(count, total)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = (x + z * z / 2) / (n + z * z)
        half = z * np.sqrt(x * (n - x) / n + z * z / 4) / (n + z * z)
    somebody = n > 0
    low = np.where((x == 0) & somebody, 0.0, middle - half)
    return low, np.where((x == n) & somebody, 1.0, middle + half)


def events(count: Numbers, z: Quantile = Z95) -> Bounds:
    """Bounds of the number expected where ``count`` were counted: Byar's approximation to the exact
    Poisson interval.

    Breslow, N. E. and Day, N. E. (1987): Statistical methods in cancer research II. IARC Scientific
    Publications 82, page 69.
    """
    (x,) = _arrays(count)
    with np.errstate(invalid="ignore", divide="ignore"):
        low = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    more = x + 1
    high = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(x == 0, 0.0, low), high


def rate(count: Numbers, base: Numbers, z: Quantile = Z95) -> Bounds:
    """Bounds of ``count / base``, where what is counted is no part of the base: `events` divided by
    the base, which is taken as known."""
    x, n = _arrays(count, base)
    low, high = events(x, z)
    with np.errstate(invalid="ignore", divide="ignore"):
        return low / n, high / n


def difference(
    first: Numbers, first_bounds: Bounds, second: Numbers, second_bounds: Bounds
) -> Bounds:
    """Bounds of ``first - second`` for two independent figures with bounds of their own.

    With bounds from `share` this is method 10 of Newcombe, R. G. (1998): Interval estimation for
    the difference between independent proportions. Statistics in Medicine 17, 873–890. The same
    construction for other figures: Zou, G. Y. and Donner, A. (2008): Construction of confidence
    limits about effect measures. Statistics in Medicine 27, 1693–1702.
    """
    a, b = _arrays(first, second)
    (low_a, high_a), (low_b, high_b) = first_bounds, second_bounds
    low = a - b - np.hypot(a - low_a, high_b - b)
    high = a - b + np.hypot(high_a - a, b - low_b)
    return low, high


def combination(
    weights: Numbers, figures: Numbers, bounds: Bounds, starts: Sequence[int]
) -> Bounds:
    """Bounds of sums of weighted independent figures with bounds of their own; a sum begins at each
    of ``starts`` and ends before the next. `difference` is that of the weights 1 and −1.

    The squares of the weighted distances to the bounds are added: Zou, G. Y., Huang, W. and Zhang,
    X. (2009): A note on confidence interval estimation for a linear function of binomial
    proportions. Computational Statistics & Data Analysis 53, 1080–1085.
    """
    w, f = _arrays(weights, figures)
    ends = np.stack([w * bounds[0], w * bounds[1]])
    middle = np.add.reduceat(w * f, starts)
    below = np.add.reduceat(np.square(w * f - ends.min(axis=0)), starts, axis=-1)
    above = np.add.reduceat(np.square(ends.max(axis=0) - w * f), starts, axis=-1)
    return middle - np.sqrt(below), middle + np.sqrt(above)


def ratio(
    first: Numbers, first_total: Numbers, second: Numbers, second_total: Numbers, z: float = Z95
) -> Bounds:
    """Bounds of the ratio of two shares, on the logarithmic scale; NaN where one count is 0.

    Katz, D., Baptista, J., Azen, S. P. and Pike, M. C. (1978): Obtaining confidence intervals for
    the risk ratio in cohort studies. Biometrics 34, 469–474.
    """
    x, n, y, m = _arrays(first, first_total, second, second_total)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = np.log(x / n) - np.log(y / m)
        half = z * np.sqrt(1 / x - 1 / n + 1 / y - 1 / m)
        return np.exp(middle - half), np.exp(middle + half)


def _arrays(*numbers: Numbers) -> tuple[Array, ...]:
    return tuple(np.asarray(each, dtype=np.float64) for each in numbers)
