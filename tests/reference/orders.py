"""Whether an order says anything, from the definition: plain Python, area by area.

An area is surely before another when its interval lies wholly above the other's. The interval of
each of k areas is so wide that all k hold at once in 95 cases of 100, as if they were independent:
each errs in 1 − 0.95^(1/k). Where nobody is surely before anybody, the order says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from tests.reference.verdict import Parts, bounds


def says_nothing(parts: Sequence[Parts], scale: float) -> bool:
    """``parts`` are numerator and denominator of every area that is ranked."""
    if len(parts) < 2:
        return False
    error = 1 - 0.95 ** (1 / len(parts))
    intervals = [bounds(each, scale, error) for each in parts]
    return not any(one[0] > other[1] for one, other in permutations(intervals, 2))
