"""Intervals of standardised figures: a published special case, how often they hold the truth where
they are used, and how often nothing is called something."""

from itertools import pairwise, product

import numpy as np
import pytest

from semantic import intervals
from semantic.intervals import Z95
from semantic.standardise import ESP2013
from semantic.strata import Strata, few, figure, interval, measured, ratio
from semantic.verdict import Grounds, Measured, Parts, verdict_of
from tests.semantic.test_verdict import RATE, SHARE

DRAWS = 4_000
TRIES = 2_000
THREE = np.array([21_500, 59_000, 19_500]) / 100_000
SIX = np.array([10_500, 11_000, 25_000, 28_000, 17_000, 8_500]) / 100_000
EVERY = np.array(list(ESP2013.values())) / 100_000
TILTS = (-1.5, 0.0, 1.5)
"""How much younger or older than the standard the people are: e to this, and to minus this, times
as many in the last group and in the first."""


def people(weights: np.ndarray, whole: int, tilt: float) -> np.ndarray:
    found = weights * np.exp(tilt * np.linspace(-1, 1, len(weights)))
    return np.maximum(1, np.round(whole * found / found.sum())).astype(int)


def risks(name: str, groups: int) -> np.ndarray:
    at = np.linspace(0, 1, groups)
    shapes = {
        "level": np.full(groups, 0.1),
        "common": np.full(groups, 0.4),
        "most": np.full(groups, 0.85),
        "rising": 0.02 * np.exp(2.5 * at),
        "falling": 0.3 * np.exp(-2.5 * at),
    }
    return shapes[name]


RISKS = ("level", "common", "most", "rising", "falling")


def strata(counted: np.ndarray, n: np.ndarray, weights: np.ndarray) -> Strata:
    return Strata(
        Parts(counted.astype(float), np.broadcast_to(n, counted.shape).astype(float)), weights
    )


def one_measured(first: Strata, second: Strata) -> Measured:
    (found,) = measured([(first, second)], SHARE)
    return found


def test_pairs_are_measured_one_by_one():
    """Of one, of two and of three groups."""
    sides = [
        strata(np.array([30, 40, 50][:k]), np.array([100, 200, 90][:k]), np.full(k, 1 / k))
        for k in (1, 2, 3, 2)
    ]
    pairs = list(pairwise(sides))
    together = measured(pairs, SHARE)
    assert [each.size for each in together] == [one_measured(*pair).size for pair in pairs]
    assert [each.low for each in together] == [one_measured(*pair).low for pair in pairs]
    assert together[0].size == pytest.approx(30 - (30 + 20) / 2)


def test_one_group_is_an_ordinary_share():
    alone = strata(np.array([81]), np.array([263]), np.ones(1))
    low, high = interval(alone, SHARE, Z95)
    assert [round(float(each), 2) for each in (low, high)] == [25.53, 36.62]
    other = strata(np.array([15]), np.array([148]), np.ones(1))
    found = one_measured(alone, other)
    bounds = intervals.difference(
        81 / 263, intervals.share(81, 263), 15 / 148, intervals.share(15, 148)
    )
    assert (found.low / 100, found.high / 100) == pytest.approx(tuple(map(float, bounds)))


def test_the_interval_is_added_up_in_squares():
    """Two groups of weight one half: the distances to their bounds as the legs of a triangle."""
    one, other = (30, 100), (10, 50)
    both = strata(np.array([30, 10]), np.array([100, 50]), np.array([0.5, 0.5]))
    (low, high), (low_other, high_other) = intervals.share(*one), intervals.share(*other)
    expected = (
        25 - 50 * np.hypot(0.3 - low, 0.2 - low_other),
        25 + 50 * np.hypot(high - 0.3, high_other - 0.2),
    )
    assert interval(both, SHARE, Z95) == pytest.approx(expected)


def enough(n: np.ndarray, p: np.ndarray, weights: np.ndarray, share: bool = True) -> bool:
    """Whether what is expected is enough to be judged, with a tenth to spare."""
    expected = strata(np.floor(n * p / 1.1), n, weights)
    return not few(expected, SHARE if share else RATE)


def cases(share: bool = True):
    for weights, whole, tilt, name in product(
        (THREE, SIX, EVERY), (250, 600, 1_500, 5_000, 30_000), TILTS, RISKS
    ):
        n, p = people(weights, whole, tilt), risks(name, len(weights))
        if enough(n, p, weights, share):
            yield weights, n, p


def added_up(each: np.ndarray, bounds: intervals.Bounds, weights: np.ndarray) -> intervals.Bounds:
    """Row by row, as one long row."""
    starts = range(0, each.size, len(weights))
    low, high = (side.ravel() for side in bounds)
    return intervals.combination(np.tile(weights, len(each)), each.ravel(), (low, high), starts)


def covered(truth: float, bounds: intervals.Bounds) -> float:
    return float(np.mean((bounds[0] <= truth) & (truth <= bounds[1])))


def test_standardised_shares_hold_the_truth_as_often_as_they_say():
    luck, found = np.random.default_rng(1), []
    for weights, n, p in cases():
        drawn = strata(luck.binomial(n, p, (DRAWS, len(n))), n, weights)
        each = intervals.share(drawn.parts.numerators, drawn.parts.denominators)
        bounds = added_up(drawn.parts.numerators / n, each, weights)
        found.append(covered(float(np.sum(weights * p)), bounds))
        assert 0.93 <= found[-1] <= 0.97, (n.tolist(), p.tolist())
    assert len(found) > 100
    assert 0.945 <= np.mean(found) <= 0.955


def test_standardised_rates_hold_the_truth_at_least_as_often_as_they_say():
    """The interval of a few events is wide (Byar's), so that of the sum is, if anything, too."""
    luck, found = np.random.default_rng(2), []
    for weights, n, p in cases(share=False):
        counted = luck.poisson(n * p, (DRAWS, len(n)))
        each = intervals.rate(counted, np.broadcast_to(n, counted.shape))
        bounds = added_up(counted / n, each, weights)
        found.append(covered(float(np.sum(weights * p)), bounds))
        assert 0.93 <= found[-1] <= 0.98, (n.tolist(), p.tolist())
    assert 0.945 <= np.mean(found) <= 0.965


PAIRS = ((-1.5, 1.5), (0.0, 0.0), (0.0, 1.5))


def two(weights: np.ndarray, whole: int, tilts: tuple[float, float]):
    return (people(weights, whole, tilts[0]), people(weights, 4 * whole, tilts[1]))


def drawn_pairs(luck, first, second, weights: np.ndarray) -> list[tuple[Strata, Strata]]:
    (n, p), (m, q) = first, second
    drawn = zip(
        luck.binomial(n, p, (TRIES, len(n))), luck.binomial(m, q, (TRIES, len(m))), strict=True
    )
    return [(strata(x, n, weights), strata(y, m, weights)) for x, y in drawn]


@pytest.mark.parametrize("tilts", PAIRS)
@pytest.mark.parametrize("weights", [THREE, SIX], ids=["three", "six"])
def test_differences_and_ratios_hold_the_truth_as_often_as_they_say(weights, tilts):
    luck = np.random.default_rng(3)
    for name, other in (("level", "level"), ("common", "level"), ("rising", "falling")):
        n, m = two(weights, 1_500, tilts)
        p, q = (risks(each, len(weights)) for each in (name, other))
        truth = 100 * float(np.sum(weights * (p - q)))
        times = float(np.sum(weights * p) / np.sum(weights * q))
        pairs = drawn_pairs(luck, (n, p), (m, q), weights)
        found = measured(pairs, SHARE)
        held = np.mean([each.low <= truth <= each.high for each in found])
        ratios = [ratio(*pair, SHARE, Z95) for pair in pairs]
        assert 0.93 <= held <= 0.97, (name, other)
        assert 0.93 <= np.mean([low <= times <= high for low, high in ratios]) <= 0.97


def test_nothing_is_called_large_in_at_most_five_percent():
    """Types with the same risks and other ages; neither peers nor years say anything against."""
    luck, grounds = np.random.default_rng(4), Grounds(0.0, 0.0)
    for weights, tilts, name in product((THREE, SIX), PAIRS, ("level", "rising", "common")):
        n, m = two(weights, 4_000, tilts)
        p = risks(name, len(weights))
        pairs = drawn_pairs(luck, (n, p), (m, p), weights)
        words = [verdict_of(each, grounds).word for each in measured(pairs, SHARE)]
        assert words.count("large") / TRIES <= 0.02, (name, tilts)
        assert words.count("none") / TRIES >= 0.93, (name, tilts)


@pytest.mark.parametrize(
    ("counted", "n", "judged"),
    [
        ((20, 5, 5), (40, 30, 10), True),
        ((20, 5, 5), (40, 30, 9), False),
        ((20, 5, 4), (40, 30, 10), False),
        ((30, 15, 5), (40, 30, 10), True),
        ((30, 16, 5), (40, 30, 10), False),
    ],
)
def test_too_few_people_counted_or_not_counted_are_not_judged(counted, n, judged):
    some = strata(np.array(counted), np.array(n), THREE)
    assert few(some, SHARE) is not judged
    enough = strata(np.array([200, 200, 200]), np.array([900, 900, 900]), THREE)
    verdict = verdict_of(one_measured(some, enough), Grounds())
    assert (verdict.reason == "few") is not judged


def test_of_a_rate_there_is_nobody_who_is_not_counted():
    most = strata(np.array([38, 28, 10]), np.array([40, 30, 10]), THREE)
    assert few(most, SHARE)
    assert not few(most, RATE)


def test_groups_that_the_standard_has_nobody_in_do_not_count():
    rows = [
        {"age": "0-19", "numerator": 30.0, "denominator": 100.0},
        {"age": "65+", "numerator": 1.0, "denominator": 3.0},
    ]
    found = Strata.of(rows, {"0-19": 5.0, "65+": 0.0})
    assert figure(found, SHARE) == pytest.approx(30)
    assert not few(found, SHARE)
