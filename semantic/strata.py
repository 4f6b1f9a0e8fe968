"""How certain a figure is that is standardised for age, and what two of them differ by.

Each age group has an interval of its own, as an undivided figure has (`semantic.verdict.bounds`),
and the interval of the weighted sum is made of them (`semantic.intervals.combination`). It holds
the truth as often as it says where every age group has at least ten people, and at least ten for
each group are counted on average, and at least ten are not where it is a share; with fewer nothing
is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import numpy as np

from semantic.intervals import Array, Bounds, combination, difference
from semantic.model import Indicator
from semantic.verdict import (
    FEWEST,
    Measured,
    Parts,
    bounds,
    figures,
    measured_sums,
    numbers,
)


@dataclass(frozen=True, eq=False)
class Strata:
    """Numerator and denominator of each age group that the standard population has people in, and
    the group's part of that population, between 0 and 1."""

    parts: Parts
    weights: Array

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], people: Mapping[str, float]) -> Strata:
        there = [row for row in rows if people[row["age"]] > 0]
        weights = numbers(people[row["age"]] for row in there)
        parts = Parts.of((row["numerator"] for row in there), (row["denominator"] for row in there))
        return cls(parts, weights / weights.sum())


def figure(strata: Strata, indicator: Indicator) -> float:
    return float(np.sum(strata.weights * figures(strata.parts, indicator)))


def interval(strata: Strata, indicator: Indicator, z: float) -> tuple[float, float]:
    """Bounds of the standardised figure, in the unit of the indicator."""
    each = bounds(strata.parts, indicator, z)
    low, high = combination(strata.weights, figures(strata.parts, indicator), each, [0])
    return float(low[0]), float(high[0])


def few(strata: Strata, indicator: Indicator) -> bool:
    """Whether the figure rests on too few for its interval to be trusted."""
    counted, people = strata.parts.numerators, strata.parts.denominators
    assert people is not None, "what is standardised is a ratio"
    least = FEWEST * len(people)
    too_few = np.min(people) < FEWEST or np.sum(counted) < least
    return bool(too_few or (indicator.is_share and np.sum(people - counted) < least))


def measured(pairs: Sequence[tuple[Strata, Strata]], indicator: Indicator) -> list[Measured]:
    """The difference of each two standardised figures: the sum of all their age groups, those of
    the second with weights below 0."""
    sides = [side for pair in pairs for side in pair]
    parts = Parts.of(
        np.concatenate([each.parts.numerators for each in sides]),
        np.concatenate([each.parts.denominators for each in sides]),
    )
    weights = np.concatenate([w for one, other in pairs for w in (one.weights, -other.weights)])
    lengths = [len(one.weights) + len(other.weights) for one, other in pairs]
    found = measured_sums(parts, weights.tolist(), [0, *accumulate(lengths[:-1])], indicator)
    return [
        replace(each, too_few=few(one, indicator) or few(other, indicator))
        for each, (one, other) in zip(found, pairs, strict=True)
    ]


def ratio(first: Strata, second: Strata, indicator: Indicator, z: float) -> Bounds:
    """Bounds of one standardised figure divided by another: those of the difference of their
    logarithms.

    Zou, G. Y. and Donner, A. (2008): Construction of confidence limits about effect measures: a
    general approach. Statistics in Medicine 27, 1693–1702.
    """
    (one, one_bounds), (other, other_bounds) = (
        (np.log(figure(each, indicator)), np.log(interval(each, indicator, z)))
        for each in (first, second)
    )
    low, high = difference(one, tuple(one_bounds), other, tuple(other_bounds))
    return np.exp(low), np.exp(high)
