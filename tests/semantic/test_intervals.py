"""Intervals: published examples, a second way to reach them, and how often they hold the truth."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from semantic import intervals
from semantic.intervals import Z95

DRAWS = 20_000
SHARES = (0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95)
TOTALS = (100, 250, 1_000, 20_000)
EXPECTED = (12, 20, 40, 100, 1_000)
"""Where coverage is asked for: shares with at least five expected on each side, and counts of at
least ten. Each is drawn within a tenth of itself, since the coverage of one share or one count
swings with which whole numbers it lies between: Brown, L. D., Cai, T. T. and DasGupta, A. (2001):
Interval estimation for a binomial proportion. Statistical Science 16, 101–133."""


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function is 0, by halving."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
    return (low + high) / 2


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_shares_as_newcombe_published_them(count: int, total: int, low: float, high: float) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3."""
    assert np.round(intervals.share(count, total), 4).tolist() == [low, high]


@pytest.mark.parametrize(
    ("pairs", "low", "high"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090),
     ((6, 7, 2, 7), 0.0582, 0.8062), ((5, 56, 0, 29), -0.0381, 0.1926)],
)  # fmt: skip
def test_differences_as_newcombe_published_them(
    pairs: tuple[int, int, int, int], low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10."""
    x, n, y, m = pairs
    found = intervals.difference(x / n, intervals.share(x, n), y / m, intervals.share(y, m))
    assert np.round(found, 4).tolist() == [low, high]


@pytest.mark.parametrize(("count", "total"), [(3, 40), (20, 40), (39, 40), (700, 9_000)])
def test_a_bound_is_a_share_that_the_score_test_just_accepts(count: int, total: int) -> None:
    def score(p: float) -> float:
        return (p - count / total) / math.sqrt(p * (1 - p) / total)

    low, high = intervals.share(count, total)
    assert low == pytest.approx(root(lambda p: score(p) + Z95, 1e-9, count / total))
    assert high == pytest.approx(root(lambda p: score(p) - Z95, count / total, 1 - 1e-9))


def poisson(most: int, expected: float) -> float:
    """The chance of at most ``most``."""
    terms = (k * math.log(expected) - expected - math.lgamma(k + 1) for k in range(most + 1))
    return math.fsum(map(math.exp, terms))


@pytest.mark.parametrize("count", [10, 25, 100, 400])
def test_counts_are_close_to_the_exact_interval(count: int) -> None:
    low, high = intervals.events(count)
    exact_low = root(lambda each: 1 - poisson(count - 1, each) - 0.025, 1e-9, count)
    exact_high = root(lambda each: 0.025 - poisson(count, each), count, 10.0 * count)
    assert low == pytest.approx(exact_low, rel=0.005)
    assert high == pytest.approx(exact_high, rel=0.005)


def test_the_ends_are_ends() -> None:
    low, high = intervals.share([0.0, 10.0, 0.0], [10.0, 10.0, 0.0])
    assert (low[0], high[1]) == (0, 1)
    assert np.isnan([low[2], high[2]]).all()
    assert intervals.events(0)[0] == 0
    assert np.isnan(intervals.share(np.nan, 10)).all()


def covered(truth: Any, bounds: intervals.Bounds) -> float:
    return float(np.mean((bounds[0] <= truth) & (truth <= bounds[1])))


@pytest.mark.parametrize("n", TOTALS)
def test_shares_hold_the_truth_as_often_as_they_say(n: int) -> None:
    luck = np.random.default_rng(n)
    found = []
    for p in SHARES:
        near = p + min(p, 1 - p) * luck.uniform(-0.1, 0.1, DRAWS)
        found.append(covered(near, intervals.share(luck.binomial(n, near), n)))
        assert 0.93 <= found[-1] <= 0.97, p
    assert 0.945 <= np.mean(found) <= 0.955


@pytest.mark.parametrize("expected", EXPECTED)
def test_counts_and_rates_hold_the_truth_as_often_as_they_say(expected: int) -> None:
    luck = np.random.default_rng(expected)
    near = expected * luck.uniform(0.9, 1.1, DRAWS)
    counted = luck.poisson(near)
    assert 0.93 <= covered(near, intervals.events(counted)) <= 0.97
    assert 0.93 <= covered(near / 2_000, intervals.rate(counted, 2_000)) <= 0.97


@pytest.mark.parametrize(("n", "m"), [(60, 60), (100, 1_000), (250, 20_000), (5_000, 5_000)])
def test_differences_and_ratios_hold_the_truth_as_often_as_they_say(n: int, m: int) -> None:
    luck = np.random.default_rng(n + m)
    for p, q in ((0.2, 0.2), (0.1, 0.3), (0.5, 0.45), (0.7, 0.9)):
        x, y = luck.binomial(n, p, DRAWS), luck.binomial(m, q, DRAWS)
        apart = intervals.difference(x / n, intervals.share(x, n), y / m, intervals.share(y, m))
        assert 0.93 <= covered(p - q, apart) <= 0.97, (p, q)
        assert 0.93 <= covered(p / q, intervals.ratio(x, n, y, m)) <= 0.97, (p, q)


def test_differences_of_counts_and_rates_too() -> None:
    luck = np.random.default_rng(5)
    for a, b in ((20, 20), (40, 200), (1_000, 900)):
        x, y = luck.poisson(a, DRAWS), luck.poisson(b, DRAWS)
        apart = intervals.difference(x, intervals.events(x), y, intervals.events(y))
        assert 0.93 <= covered(a - b, apart) <= 0.97, (a, b)
