"""Is the difference large? Three grounds, and the word that they lead to.

*Chance*: the interval of the difference (`semantic.intervals`, 95 percent) leaves out 0, and for a
large difference one of 99 percent does too, since many differences are looked at side by side.
*Years*: the difference is more than three times what the area's own figure usually moves from one
year to the next. *Peers*: it is more than what areas of the level usually differ by; of a change,
more than what they usually change by, beyond the change that is common to them.

A difference is *large* when it passes chance and at least one of the other two and fails none. It
is *some* when it passes chance and not that, and *none* when it is within chance. What rests on too
few people, or on figures without numerator and denominator, is *unknown*, with the reason. So
where there is no difference one is called certain in 5 percent of cases, and large in 1 percent or
less.

The first ground is a test of statistical significance and says nothing of size, which is why it
does not suffice: Wasserstein, R. L. and Lazar, N. A. (2016): The ASA statement on p-values. The
American Statistician 70, 129–133.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from statistics import NormalDist, median
from typing import Literal, TypeGuard

import numpy as np
from numpy.typing import NDArray

from semantic.intervals import (
    Z95,
    Array,
    Bounds,
    Quantile,
    combination,
    difference,
    events,
    rate,
    share,
)
from semantic.model import Indicator

Word = Literal["large", "some", "none", "unknown"]
Reason = Literal[
    "", "chance", "years", "peers", "chance_only", "few", "no_parts", "counts", "suppressed"
]
"""Why a difference is not large, or cannot be judged. *Counts* follow how many people live where,
and are judged over time only; *chance_only* is judged on no other ground."""

FEWEST = 10
"""Figures that rest on fewer people or events than this are not judged: official producers of
health statistics publish no rates of fewer than 10 events."""
FEWEST_POINTS = 5
FEWEST_PEERS = 8
USUAL_MOVES = 3.0
CERTAIN, LARGE = 0.05, 0.01
"""How often chance alone may make a difference that is called certain, and one called large."""
NORMAL = 1.4826
"""Makes the median absolute deviation a standard deviation where figures are normal.

Rousseeuw, P. J. and Croux, C. (1993): Alternatives to the median absolute deviation. Journal of the
American Statistical Association 88, 1273–1283.
"""


@dataclass(frozen=True)
class Parts:
    """Numerators and denominators, one of each a figure; NaN where there is none. Counts have no
    denominators."""

    numerators: Array
    denominators: Array | None = None

    @classmethod
    def of(cls, numerators: Iterable[object], denominators: Iterable[object] | None) -> Parts:
        return cls(numbers(numerators), None if denominators is None else numbers(denominators))


@dataclass(frozen=True)
class Grounds:
    """What a difference is measured against, in the unit of the figure; NaN is not known.

    ``years`` is the usual move from one year to the next, ``peers`` the usual difference between
    areas, and ``common`` what all of them have in common (of a change, the median change).
    """

    years: float = np.nan
    peers: float = np.nan
    common: float = 0.0


UNKNOWN = Grounds()


@dataclass(frozen=True)
class Verdict:
    """``low`` and ``high`` bound the difference, in the unit of the figure; NaN where unknown."""

    word: Word
    reason: Reason = ""
    low: float = np.nan
    high: float = np.nan


def numbers(values: Iterable[object]) -> Array:
    """Floats with NaN for None; what the rows of an answer hold."""
    return np.array([np.nan if each is None else each for each in values], dtype=np.float64)


def is_there(value: float | None) -> TypeGuard[float]:
    return value is not None and not math.isnan(value)


def bounds(parts: Parts, indicator: Indicator, z: Quantile = Z95) -> Bounds:
    """Bounds of each figure in the indicator's unit: `share` for percentages, `rate` for others
    that have parts, `events` for counts. Of a column of quantiles a row each."""
    if parts.denominators is None:
        return events(parts.numerators, z)
    made = share if indicator.is_share else rate
    low, high = made(parts.numerators, parts.denominators, z)
    return low * indicator.scale, high * indicator.scale


def figures(parts: Parts, indicator: Indicator) -> Array:
    if parts.denominators is None:
        return parts.numerators
    with np.errstate(invalid="ignore", divide="ignore"):
        return indicator.scale * parts.numerators / parts.denominators


def differences(first: Parts, second: Parts, indicator: Indicator, z: Quantile = Z95) -> Bounds:
    """Bounds of the differences of two rows of figures, pair by pair."""
    return difference(
        figures(first, indicator),
        bounds(first, indicator, z),
        figures(second, indicator),
        bounds(second, indicator, z),
    )


def few(parts: Parts) -> NDArray[np.bool_]:
    """Where a figure rests on too few who are counted in it."""
    return parts.numerators < FEWEST


@lru_cache(maxsize=1024)
def quantile(error: float, pairs: int = 1) -> float:
    """The normal quantile for an interval that errs with the probability ``error``. The most
    different of several pairs was picked out because it is: the error is divided by their number.

    Dunn, O. J. (1961): Multiple comparisons among means. Journal of the American Statistical
    Association 56, 52–64.
    """
    return NormalDist().inv_cdf(1 - error / max(1, pairs) / 2)


def usual_move(years: Sequence[int], values: Sequence[float | None]) -> float:
    """How much a figure usually moves from one year to the next: the robust standard deviation of
    its changes about its trend. NaN with fewer than five points next to each other. The years are
    one series without a break, in order.

    The trend is the median of the slopes between all pairs of points: Sen, P. K. (1968): Estimates
    of the regression coefficient based on Kendall's tau. Journal of the American Statistical
    Association 63, 1379–1389.
    """
    known = [(y, v) for y, v in zip(years, values, strict=True) if is_there(v)]
    moves = [b - a for (y, a), (z, b) in pairwise(known) if z == y + 1]
    if len(moves) < FEWEST_POINTS - 1:
        return np.nan
    trend = median((b - a) / (z - y) for (y, a), (z, b) in combinations(known, 2))
    return NORMAL * median(abs(move - trend) for move in moves)


def usual_difference(values: Array) -> float:
    """How much areas of a level usually differ: the robust standard deviation of their figures."""
    known = values[~np.isnan(values)]
    if len(known) < FEWEST_PEERS:
        return np.nan
    return float(NORMAL * np.median(np.abs(known - np.median(known))))


def common_part(values: Array) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) >= FEWEST_PEERS else 0.0


@dataclass(frozen=True)
class Measured:
    """A difference, its interval of 95 percent, whether that of 99 percent leaves out 0 too, and
    whether one of the figures rests on too few."""

    size: float
    low: float
    high: float
    surely: bool
    too_few: bool


def measured(first: Parts, second: Parts, indicator: Indicator, pairs: int = 1) -> list[Measured]:
    """The differences of two rows of figures; ``pairs`` is among how many each was picked out."""
    limits = differences(first, second, indicator, _certain_and_large(pairs))
    size = figures(first, indicator) - figures(second, indicator)
    return _measured(size, limits, few(first) | few(second))


def measured_from(parts: Parts, bound: float, indicator: Indicator) -> list[Measured]:
    """How far each figure is from a number that is known."""
    low, high = bounds(parts, indicator, _certain_and_large())
    limits = low - bound, high - bound
    return _measured(figures(parts, indicator) - bound, limits, few(parts))


def measured_sums(
    parts: Parts, weights: Sequence[float], starts: Sequence[int], indicator: Indicator
) -> list[Measured]:
    """Sums of weighted figures, laid beside 0; a sum begins at each of ``starts``."""
    known = figures(parts, indicator)
    of_each = bounds(parts, indicator, _certain_and_large())
    size = np.add.reduceat(np.array(weights) * known, starts)
    some_few = np.logical_or.reduceat(few(parts), starts)
    return _measured(size, combination(weights, known, of_each, starts), some_few)


def _certain_and_large(pairs: int = 1) -> Array:
    """A column of the two quantiles that a difference is measured with."""
    return np.array([[quantile(CERTAIN, pairs)], [quantile(LARGE, pairs)]])


def _measured(size: Array, limits: Bounds, too_few: NDArray[np.bool_]) -> list[Measured]:
    (low, lower), (high, higher) = limits
    columns = (size, low, high, (lower > 0) | (higher < 0), too_few)
    return [Measured(*each) for each in zip(*(column.tolist() for column in columns), strict=True)]


def judged(
    first: Parts,
    second: Parts,
    indicator: Indicator,
    grounds: Mapping[int, Grounds],
    pairs: int = 1,
) -> list[Verdict]:
    """The verdict of each difference; ``grounds`` are by its place."""
    found = measured(first, second, indicator, pairs)
    return [verdict_of(each, grounds.get(place, UNKNOWN)) for place, each in enumerate(found)]


def undecided(verdict: Verdict) -> bool:
    """Whether a ground that is not known yet could change the word."""
    return verdict.word == "large" or verdict.reason == "chance_only"


def verdict_of(found: Measured, grounds: Grounds) -> Verdict:
    if math.isnan(found.low) or math.isnan(found.high):
        return Verdict("unknown", "no_parts")
    if found.too_few:
        return Verdict("unknown", "few")
    if found.low <= 0 <= found.high:
        return Verdict("none", "", found.low, found.high)
    failed: Mapping[Reason, bool] = {
        "chance": not found.surely,
        "peers": abs(found.size - grounds.common) <= grounds.peers,
        "years": abs(found.size) <= USUAL_MOVES * grounds.years,
        "chance_only": math.isnan(grounds.peers) and math.isnan(grounds.years),
    }
    reason = next((each for each, it_did in failed.items() if it_did), None)
    return Verdict("some" if reason else "large", reason or "", found.low, found.high)
