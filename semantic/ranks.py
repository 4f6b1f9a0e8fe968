"""Places in a ranking as intervals: ``41–78 of 290``.

An area is *surely before* another when their intervals do not overlap. Its place lies between one
more than the areas surely before it and all but those surely after it. The intervals are so wide
that all of them together hold the truth in 95 percent of cases, and then all places do: Klein, M.,
Wright, T. and Wieczorek, J. (2020): A joint confidence region for an overall ranking of
populations. Journal of the Royal Statistical Society C 69, 589–606. So where all areas are alike,
a ranking that seems to tell some of them apart is made in 5 percent of cases or less.

The highest is surely before the lowest also where their difference is beyond chance when it is
judged as one of all pairs of areas (Bonferroni), so that an order says no less than a comparison
of the same areas does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from semantic.intervals import Bounds

Places = NDArray[np.int64]


def error_of_each(areas: int, error: float = 0.05) -> float:
    """How often the interval of each area may err for all of them to err together in ``error``."""
    return float(1 - (1 - error) ** (1 / max(1, areas)))


def places(bounds: Bounds, *, ascending: bool = False) -> tuple[Places, Places]:
    """The first and the last place that each area may have, place 1 the highest figure (the lowest
    with ``ascending``)."""
    low, high = (-bounds[1], -bounds[0]) if ascending else bounds
    before = len(low) - np.searchsorted(np.sort(low), high, side="right")
    after = np.searchsorted(np.sort(high), low, side="left")
    return before + 1, len(low) - after


def with_ends_apart(first: Places, last: Places, top: int, bottom: int) -> tuple[Places, Places]:
    """The places where the area at ``top`` of the order is surely before that at ``bottom``."""
    first, last = first.copy(), last.copy()
    first[bottom] = max(first[bottom], 2)
    last[top] = min(last[top], len(last) - 1)
    return first, last


def says_nothing(first: Places, last: Places) -> bool:
    """Whether no area is surely before any other."""
    return len(first) > 1 and bool(np.all(first == 1) and np.all(last == len(last)))
