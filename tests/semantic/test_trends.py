"""Trends over the last five points: what is one, and how seldom nothing is called one."""

from typing import Any

import numpy as np
import pytest

from semantic.ask import ask
from semantic.trends import POINTS, trend_of, trend_of_gap, trend_of_values
from semantic.verdict import Parts
from semantic.version import Version
from tests.reference import trends as reference
from tests.reference.world import Indicator
from tests.semantic.conftest import asked
from tests.semantic.small import MEAN, RATIO, cell
from tests.semantic.test_verdict import COUNT, RATE, SHARE

YEARS = list(range(2016, 2024))
TRIES = 3_000
FALSE = 0.05


def shares(*numerators: float, of: float = 1000) -> Parts:
    return Parts(np.array(numerators), np.full(len(numerators), of))


def word(*numerators: float, of: float = 1000) -> tuple[str, str]:
    years = list(range(2024 - len(numerators), 2024))
    found = trend_of(years, shares(*numerators, of=of), SHARE)
    return found.word, found.reason


def test_steps_in_one_direction_are_a_trend() -> None:
    assert word(100, 130, 161, 189, 220) == ("rising", "")
    assert word(220, 189, 161, 130, 100) == ("falling", "")


def test_steps_within_chance_are_none_however_straight() -> None:
    assert word(100, 102, 104, 106, 108) == ("none", "")
    assert word(*(1000 * each for each in (100, 102, 104, 106, 108)), of=1e6) == ("rising", "")


def test_steps_to_and_fro_are_none_however_large() -> None:
    wild = (1000 * each for each in (100, 300, 120, 280, 200))
    assert word(*wild, of=1e6) == ("none", "")


def test_only_the_last_five_points_count() -> None:
    assert word(900, 800, 700, 100, 130, 161, 189, 220) == ("rising", "")


def test_what_cannot_be_told_says_why() -> None:
    assert word(100, 130, 161, 189) == ("unknown", "few_years")
    assert word(9, 130, 161, 189, 220) == ("unknown", "few")


def test_standardised_figures_are_the_points_and_the_parts_tell_the_chance() -> None:
    level, years = shares(200, 200, 200, 200, 200), list(range(2019, 2024))
    steep = np.array([20.0, 23.0, 26.1, 29.0, 32.0])
    assert trend_of(years, level, SHARE, steep).word == "rising"
    assert trend_of(years, level, SHARE, steep / 20 + 19).word == "none"


def test_a_level_series_has_none() -> None:
    assert trend_of_values(YEARS, [12.3] * 8).word == "none"
    assert word(200, 200, 200, 200, 200) == ("none", "")


def test_figures_without_parts_are_judged_by_their_points() -> None:
    assert trend_of_values(YEARS, [1, 1, 1, 10, 11, 12.1, 13, 14.2]).word == "rising"
    assert trend_of_values(YEARS, [1, 1, 1, 10, 14, 9, 13, 10.5]).word == "none"


def test_the_slope_is_that_of_numpy_with_the_same_weights() -> None:
    numerators, of = np.array([100.0, 90, 160, 300, 410]), np.array([1000.0, 800, 1200, 2000, 2500])
    found = trend_of(range(5), Parts(numerators, of), SHARE)
    expected = np.polyfit(range(5), 100 * numerators / of, 1, w=np.sqrt(of))[0]
    assert found.slope == pytest.approx(expected)


@pytest.mark.parametrize("n", [100, 2_000, 500_000])
@pytest.mark.parametrize("p", [0.15, 0.5])
def test_an_unchanged_risk_is_seldom_called_a_trend(n: int, p: float) -> None:
    luck = np.random.default_rng([n, int(100 * p)])
    found = [trend_of(range(5), shares(*luck.binomial(n, p, 5), of=n), SHARE).word
             for _ in range(TRIES)]  # fmt: skip
    assert sum(each in ("rising", "falling") for each in found) / TRIES <= FALSE


def test_nor_are_counts_and_rates() -> None:
    luck = np.random.default_rng(3)
    for indicator, base in ((COUNT, None), (RATE, np.full(5, 4_000.0))):
        found = [trend_of(range(5), Parts(luck.poisson(60, 5).astype(float), base), indicator).word
                 for _ in range(TRIES)]  # fmt: skip
        assert sum(each in ("rising", "falling") for each in found) / TRIES <= FALSE


def test_nor_is_a_figure_that_only_wobbles() -> None:
    luck = np.random.default_rng(4)
    found = [trend_of_values(range(5), luck.normal(50, 3, 5).tolist()).word for _ in range(TRIES)]
    assert 0.035 <= sum(each in ("rising", "falling") for each in found) / TRIES <= 0.062


# In answers


def series(area: str, shares: dict[int, float], of: float = 10_000) -> list[dict[str, Any]]:
    return [cell(area, year, of * each, of) for year, each in shares.items()]


def told(publish: Any, cells: list[dict[str, Any]], **parts: Any) -> list[tuple[Any, Any, Any]]:
    question = asked("trend", indicators=[parts.pop("of", RATIO)], **parts)
    rows = ask(question, publish(cells)).records()
    return [(row["area"], row["period"], row["trend"]) for row in rows if row["trend"]]


def test_each_series_has_its_trend_in_its_newest_row(publish: Any) -> None:
    up = {2018 + step: 0.1 + 0.05 * step for step in range(POINTS)}
    down = {year: 0.5 - each for year, each in up.items()}
    cells = [*series("1280", up), *series("1281", down), cell("1280", 2023, None)]
    found = told(publish, cells, areas={"codes": ["1280", "1281"]})
    assert found == [("1280", 2022, "rising"), ("1281", 2022, "falling")]


def test_points_before_a_break_do_not_count(publish: Any) -> None:
    """A border that moved leaves two years of the new area."""
    up = {2020 + step: 0.1 + 0.05 * step for step in range(6)}
    assert told(publish, series("1280R002", up), areas={"codes": ["1280R002"]}) == [
        ("1280R002", 2025, "unknown")
    ]
    assert told(publish, series("1280R001", up), areas={"codes": ["1280R001"]}) == [
        ("1280R001", 2025, "rising")
    ]


def test_an_older_point_without_parts_does_not_hide_the_chance_of_the_newest(publish: Any) -> None:
    """The five are on a line that chance alone may have drawn."""
    five = dict(zip(range(2016, 2021), (0.50, 0.502, 0.504, 0.506, 0.508), strict=True))
    old = [cell("1280", 2015, None, None, value=49.8, status="value")]
    found = told(publish, old + series("1280", five, of=1000), areas={"codes": ["1280"]})
    assert found == [("1280", 2020, "none")]


def test_means_have_trends_too(publish: Any) -> None:
    cells = [cell("1280", 2018 + step, None, None, indicator=MEAN, status="value",
                  value=300.0 + 10 * step + step % 2) for step in range(POINTS)]  # fmt: skip
    found = told(publish, cells, of=MEAN, areas={"codes": ["1280"]})
    assert found == [("1280", 2022, "rising")]


def test_one_year_has_no_trend(publish: Any) -> None:
    question = asked("value", indicators=[RATIO], areas={"codes": ["1280"]})
    assert "trend" not in ask(question, publish([cell("1280")])).rows


# Gaps: is it wider or narrower than before?


def gap(first: list[float], second: list[float], of: float = 1000) -> tuple[str, str]:
    years = list(range(2025 - len(first), 2025))
    told = trend_of_gap(years, shares(*first, of=of), shares(*second, of=of), SHARE)
    return told.word, told.reason


APART, LEVEL = [400, 440, 481, 520, 560], [300, 301, 300, 299, 300]


def test_a_gap_that_widens_rises_on_whichever_side_it_lies() -> None:
    assert gap(APART, LEVEL) == gap(LEVEL, APART) == ("rising", "")
    assert gap(APART[::-1], LEVEL) == gap(LEVEL, APART[::-1]) == ("falling", "")


def test_a_gap_within_chance_has_no_trend_however_straight() -> None:
    assert gap([400, 402, 404, 406, 408], LEVEL) == ("none", "")
    assert gap([40000, 40200, 40400, 40600, 40800], [30000] * 5, of=100_000) == ("rising", "")


def test_a_gap_of_few_or_of_few_years_is_not_judged() -> None:
    assert gap(APART, [9, *LEVEL[1:]]) == ("unknown", "few")
    assert gap(APART[1:], LEVEL[1:]) == ("unknown", "few_years")


def test_a_gap_that_does_not_change_seldom_has_a_trend() -> None:
    luck = np.random.default_rng(9)
    draws = luck.binomial(2000, 0.3, (2000, 5)), luck.binomial(300, 0.2, (2000, 5))
    years = list(range(2020, 2025))
    told = [
        trend_of_gap(years, shares(*one, of=2000), shares(*two, of=300), SHARE).word
        for one, two in zip(*draws, strict=True)
    ]
    assert sum(word in ("rising", "falling") for word in told) <= 0.05 * len(told)


@pytest.mark.parametrize("measure", ["difference", "tenths"])
@pytest.mark.parametrize("indicator", ["fodda_utomlands_andel", "hyresratt_andel"])
def test_trends_of_gaps_are_those_of_the_second_way(
    demo: Version, measure: str, indicator: str
) -> None:
    found = demo.catalogue.indicators[indicator]
    known = Indicator(found.id, found.kind, found.scale, (), None)
    question = asked("gap", indicators=[indicator], areas={"level": "lan"}, measure=measure,
                     periods={"mode": "range", "from": 2015, "to": 2024})  # fmt: skip
    series: dict[str, list[dict[str, Any]]] = {}
    for row in ask(question, demo).records():
        if row["value"] is not None:
            series.setdefault(row["area"], []).append(row)
    told = {area: (rows[-1]["trend"], rows[-1]["trend_reason"]) for area, rows in series.items()}
    assert told == {
        area: reference.trend_of_gap(
            [row for row in rows if row["segment"] == rows[-1]["segment"]][-5:], known
        )
        for area, rows in series.items()
    }
    if (indicator, measure) != ("hyresratt_andel", "tenths"):
        assert len(set(told.values())) > 1, "some have a trend and some have none"


def test_a_gap_of_one_year_or_in_another_measure_has_no_trend(demo: Version) -> None:
    parts = {"indicators": ["hyresratt_andel"], "areas": {"level": "riket"}}
    assert "trend" not in ask(asked("gap", **parts), demo).rows
    many = {"periods": {"mode": "top", "n": 8}}
    assert "trend" in ask(asked("gap", **parts, **many), demo).rows
    for measure in ("ratio", "persons", "slope"):
        assert "trend" not in ask(asked("gap", **parts, **many, measure=measure), demo).rows
