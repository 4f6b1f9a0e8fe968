"""Whether an order says anything, from the definition: plain Python, area by area.

An area is surely before another when its interval lies wholly above the other's. The interval of
each of k areas is so wide that all k hold at once in 95 cases of 100, as if they were independent:
each errs in 1 − 0.95^(1/k). Where nobody is surely before anybody, the order says nothing, unless
the highest is beyond chance from the lowest when they are compared as one of all pairs of areas.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from tests.reference.verdict import Parts, apart, bounds, figure


def says_nothing(parts: Sequence[Parts], scale: float) -> bool:
    """``parts`` are numerator and denominator of every area that is ranked, in order of code."""
    if len(parts) < 2:
        return False
    error = 1 - 0.95 ** (1 / len(parts))
    intervals = [bounds(each, scale, error) for each in parts]
    if any(one[0] > other[1] for one, other in permutations(intervals, 2)):
        return False
    high, low = (choose(parts, key=lambda each: figure(each, scale)) for choose in (max, min))
    return not ends_apart(high, low, len(parts), scale)


def ends_apart(high: Parts, low: Parts, count: int, scale: float) -> bool:
    """Whether the highest of ``count`` is beyond chance from the lowest, as one of all pairs."""
    least, _ = apart(high, low, scale, 0.05 / (count * (count - 1) / 2))
    return least > 0 and min(high[0], low[0]) >= 10
