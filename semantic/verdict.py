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
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from statistics import NormalDist, median
from typing import Literal, TypeGuard

import numpy as np
from numpy.typing import NDArray

from semantic.intervals import Z95, Array, Bounds, difference, events, rate, share
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


def bounds(parts: Parts, indicator: Indicator, z: float = Z95) -> Bounds:
    """Bounds of each figure in the indicator's unit: `share` for percentages, `rate` for others
    that have parts, `events` for counts."""
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


def differences(first: Parts, second: Parts, indicator: Indicator, z: float = Z95) -> Bounds:
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


def judged(
    first: Parts,
    second: Parts,
    indicator: Indicator,
    grounds: Mapping[int, Grounds],
    pairs: int = 1,
) -> list[Verdict]:
    """The verdict of each difference; ``grounds`` are by its place, and ``pairs`` is among how many
    it was picked out."""
    low, high = differences(first, second, indicator, quantile(CERTAIN, pairs))
    lower, higher = differences(first, second, indicator, quantile(LARGE, pairs))
    surely = (lower > 0) | (higher < 0)
    size = figures(first, indicator) - figures(second, indicator)
    too_few = few(first) | few(second)
    return [
        _judged(
            Verdict("some", "chance_only", float(low[place]), float(high[place])),
            float(size[place]),
            bool(too_few[place]),
            bool(surely[place]),
            grounds.get(place, Grounds()),
        )
        for place in range(len(size))
    ]


def beyond_chance(verdict: Verdict) -> bool:
    return verdict.word in ("large", "some")


def undecided(verdict: Verdict) -> bool:
    """Whether a ground that is not known yet could change the word."""
    return verdict.word == "large" or verdict.reason == "chance_only"


def _judged(some: Verdict, size: float, too_few: bool, surely: bool, grounds: Grounds) -> Verdict:
    if np.isnan(some.low) or np.isnan(some.high):
        return Verdict("unknown", "no_parts")
    if too_few:
        return Verdict("unknown", "few")
    if some.low <= 0 <= some.high:
        return replace(some, word="none", reason="")
    failed: Mapping[Reason, bool] = {
        "chance": not surely,
        "peers": abs(size - grounds.common) <= grounds.peers,
        "years": abs(size) <= USUAL_MOVES * grounds.years,
        "chance_only": np.isnan(grounds.peers) and np.isnan(grounds.years),
    }
    reason = next((each for each, it_did in failed.items() if it_did), None)
    return replace(some, reason=reason) if reason else replace(some, word="large", reason="")
