"""Is the difference large: what passes which ground, and how seldom nothing is called large."""

from typing import Any

import numpy as np
import pytest

from semantic import verdict
from semantic.model import Indicator
from semantic.verdict import Grounds, Parts, judged, quantile, usual_difference, usual_move

TEXT = {"sv": "x", "en": "x"}
TRIES = 4_000
FALSE = 0.05


def indicator(kind: str = "ratio", unit: str = "percent") -> Indicator:
    return Indicator.model_validate(
        {"id": "made_up", "label": TEXT, "theme": "work", "kind": kind, "unit": unit,
         "decimals": 1, "definition": TEXT, "population": TEXT, "source": TEXT,
         "numerator": TEXT, "denominator": TEXT}
    )  # fmt: skip


SHARE, RATE, COUNT = indicator(), indicator(unit="per_1000"), indicator("count", "persons")


def parts(*pairs: tuple[float | None, float | None]) -> Parts:
    return Parts(
        verdict.numbers(each for each, _ in pairs), verdict.numbers(each for _, each in pairs)
    )


def one(first: Any, second: Any, of: Indicator = SHARE, **grounds: float) -> tuple[str, str]:
    (found,) = judged(parts(first), parts(second), of, {0: Grounds(**grounds)})
    return found.word, found.reason


def test_large_passes_chance_and_another_ground_and_fails_none() -> None:
    apart = (300, 1000), (200, 1000)
    assert one(*apart, peers=5.0, years=2.0) == ("large", "")
    assert one(*apart, peers=5.0) == ("large", "")
    assert one(*apart, years=2.0) == ("large", "")
    assert one(*apart) == ("some", "chance_only")


def test_some_passes_chance_and_not_the_other_grounds() -> None:
    apart = (300, 1000), (200, 1000)
    assert one(*apart, peers=10.0, years=2.0) == ("some", "peers")
    assert one(*apart, peers=5.0, years=3.5) == ("some", "years")


def test_what_is_common_to_all_is_no_difference_from_them() -> None:
    apart = (300, 1000), (200, 1000)
    assert one(*apart, peers=3.0, common=8.0) == ("some", "peers")
    assert one(*apart, peers=3.0, common=-8.0) == ("large", "")


def test_large_is_beyond_chance_at_99_percent_too() -> None:
    (found,) = judged(parts((250, 1000)), parts((210, 1000)), SHARE, {0: Grounds(peers=1.0)})
    assert (found.word, found.reason) == ("some", "chance")
    assert found.low > 0


def test_none_is_within_chance_whatever_else() -> None:
    assert one((22, 100), (20, 100), peers=0.1, years=0.1) == ("none", "")


def test_what_cannot_be_judged_says_why() -> None:
    assert one((9, 1000), (200, 1000), peers=1.0) == ("unknown", "few")
    assert one((200, 1000), (9, 1000), peers=1.0) == ("unknown", "few")
    assert one((None, None), (200, 1000), peers=1.0) == ("unknown", "no_parts")


def test_the_interval_is_in_the_unit_of_the_figure() -> None:
    (share,) = judged(parts((56, 70)), parts((48, 80)), SHARE, {})
    assert (round(share.low, 2), round(share.high, 2)) == (5.24, 33.39)
    (rate,) = judged(parts((100, 10_000)), parts((50, 10_000)), RATE, {})
    assert rate.low < 5 < rate.high
    assert (rate.low, rate.high) == pytest.approx((2.549, 7.518), abs=0.001)
    found = judged(Parts(np.array([400.0])), Parts(np.array([300.0])), COUNT, {})
    assert found[0].low < 100 < found[0].high


def test_the_usual_move_is_about_the_trend_and_not_moved_by_one_jump() -> None:
    years = list(range(2010, 2020))
    steady = [10.0 + year - 2010 for year in years]
    assert usual_move(years, steady) == 0
    wobbly = [10.0, 11, 10, 11, 10, 11, 10, 11, 10, 11]
    assert usual_move(years, wobbly) == pytest.approx(verdict.NORMAL)
    jump = [*wobbly[:9], 40.0]
    assert usual_move(years, jump) == pytest.approx(verdict.NORMAL)


def test_the_usual_move_needs_five_years_next_to_each_other() -> None:
    assert np.isnan(usual_move([2010, 2011, 2012, 2013], [1.0, 2.0, 1.0, 2.0]))
    assert np.isnan(usual_move([2010, 2012, 2014, 2016, 2018], [1.0, 2.0, 1.0, 2.0, 1.0]))
    assert np.isnan(usual_move([2010, 2011, 2012, 2013, 2014], [1.0, 2.0, None, 2.0, 1.0]))
    assert not np.isnan(usual_move([2010, 2011, 2012, 2013, 2014], [1.0, 2.0, 1.0, 2.0, 1.0]))


def test_the_usual_difference_is_a_standard_deviation_of_normal_figures() -> None:
    luck = np.random.default_rng(3)
    assert usual_difference(luck.normal(50, 4, 20_000)) == pytest.approx(4, rel=0.03)
    assert np.isnan(usual_difference(np.arange(7.0)))
    assert np.isnan(usual_difference(np.array([*np.arange(7.0), np.nan])))


def test_the_most_different_of_many_needs_more() -> None:
    assert quantile(0.05) == pytest.approx(1.95996, abs=1e-5)
    assert quantile(0.05, 10) == pytest.approx(2.80703, abs=1e-5)


# Nothing, simulated: how often it is called large


def large_among(first: Parts, second: Parts, grounds: dict[int, Grounds], of: Indicator) -> float:
    found = judged(first, second, of, grounds)
    return sum(each.word == "large" for each in found) / len(found)


def drawn(luck: Any, p: float, n: int) -> Parts:
    return Parts(luck.binomial(n, p, TRIES).astype(float), np.full(TRIES, float(n)))


def lenient() -> dict[int, Grounds]:
    """Grounds that let everything through, so that chance alone stands against it."""
    return dict.fromkeys(range(TRIES), Grounds(years=0.0, peers=0.0))


@pytest.mark.parametrize(("n", "m"), [(100, 100), (300, 1_000_000), (1_500, 40_000)])
@pytest.mark.parametrize("p", [0.15, 0.4, 0.8])
def test_two_areas_with_one_risk_are_seldom_called_far_apart(p: float, n: int, m: int) -> None:
    """An area against riket or another area, a type against another, a gap, a change."""
    luck = np.random.default_rng([n, m, int(100 * p)])
    found = large_among(drawn(luck, p, n), drawn(luck, p, m), lenient(), SHARE)
    assert found <= FALSE


def test_counts_and_rates_with_one_risk_too() -> None:
    luck = np.random.default_rng(7)
    first, second = (luck.poisson(40, TRIES).astype(float) for _ in range(2))
    assert large_among(Parts(first), Parts(second), lenient(), COUNT) <= FALSE
    base = np.full(TRIES, 5_000.0)
    rates = large_among(Parts(first, base), Parts(second, base), lenient(), RATE)
    assert rates <= FALSE


@pytest.mark.parametrize("points", [5, 6, 8, 11, 14])
def test_an_area_that_only_wobbles_is_seldom_said_to_have_changed_much(points: int) -> None:
    """Large areas, in which chance is nothing: the area's own years stand against it."""
    luck, large, n = np.random.default_rng(points), 0, 1_000_000.0
    for _ in range(1_000):
        series = 20 + luck.normal(0, 1, points)
        move = usual_move(range(points), series.tolist())
        earlier, later = (parts((n * each / 100, n)) for each in series[-2:])
        (found,) = judged(later, earlier, SHARE, {0: Grounds(years=move)})
        large += found.word == "large"
    assert large / 1_000 <= FALSE


def test_among_alike_peers_hardly_any_stands_out() -> None:
    """Three hundred areas with one risk, each against all of them together."""
    luck, large = np.random.default_rng(9), 0
    for _ in range(20):
        counted = luck.binomial(800, 0.25, 300).astype(float)
        own = Parts(counted, np.full(300, 800.0))
        every = Parts(np.full(300, counted.sum()), np.full(300, 300 * 800.0))
        peers = usual_difference(100 * counted / 800)
        found = judged(own, every, SHARE, dict.fromkeys(range(300), Grounds(peers=peers)))
        large += sum(each.word == "large" for each in found)
    assert large / (20 * 300) <= FALSE


def test_the_extremes_of_alike_areas_are_seldom_called_far_apart() -> None:
    luck, large = np.random.default_rng(10), 0
    for _ in range(2_000):
        counted = np.sort(luck.binomial(600, 0.3, 8).astype(float))
        first, second = parts((counted[-1], 600)), parts((counted[0], 600))
        (found,) = judged(first, second, SHARE, {0: Grounds(peers=0.0)}, 8 * 7 // 2)
        large += found.word == "large"
    assert large / 2_000 <= FALSE
