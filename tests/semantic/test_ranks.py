"""Places as intervals: what they are made of, and how often they hold the true place."""

from typing import Any

import numpy as np
import pytest

from semantic import intervals
from semantic.ask import ask
from semantic.judging import apart_among_all
from semantic.mend import mended
from semantic.model import load_catalogue
from semantic.question import Question, read_question
from semantic.ranks import error_of_each, places, says_nothing, with_ends_apart
from semantic.verdict import Parts, quantile
from semantic.version import Version
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import COUNT, MEAN, RATIO, cell


def one_by_one(low: Any, high: Any) -> list[tuple[int, int]]:
    """The definition, area by area."""
    areas = range(len(low))
    return [
        (1 + sum(low[b] > high[a] for b in areas), len(low) - sum(high[b] < low[a] for b in areas))
        for a in areas
    ]


def test_places_are_those_of_the_definition_in_both_directions() -> None:
    luck = np.random.default_rng(1)
    for n in (1, 2, 7, 60):
        low = luck.integers(0, 40, n).astype(float)
        high = low + luck.integers(0, 12, n)
        assert list(zip(*map(list, places((low, high))), strict=True)) == one_by_one(low, high)
        upward = places((low, high), ascending=True)
        assert list(zip(*map(list, upward), strict=True)) == one_by_one(-high, -low)


def test_intervals_that_touch_are_not_told_apart() -> None:
    first, last = places((np.array([1.0, 2.0]), np.array([2.0, 3.0])))
    assert says_nothing(first, last)
    first, last = places((np.array([1.0, 2.1]), np.array([2.0, 3.0])))
    assert not says_nothing(first, last)
    assert not says_nothing(np.array([1]), np.array([1]))


@pytest.mark.parametrize("spread", [0.0, 0.005, 0.05, 0.2])
@pytest.mark.parametrize("people", [150, 1_500, 20_000])
def test_all_places_hold_the_true_ones_at_once(people: int, spread: float) -> None:
    """100 areas whose risks are the same, close or far; equal risks share all their places."""
    luck, tries = np.random.default_rng([people, int(1000 * spread)]), 400
    held = []
    for _ in range(tries):
        risks = np.clip(0.3 + spread * luck.standard_normal(100), 0.05, 0.9)
        n = luck.integers(people // 2, 2 * people, 100)
        z = quantile(error_of_each(100))
        first, last = places(intervals.share(luck.binomial(n, risks), n, z))
        best = np.array([(risks > risk).sum() + 1 for risk in risks])
        worst = np.array([(risks >= risk).sum() for risk in risks])
        held.append(np.all((first <= best) & (worst <= last)))
    assert np.mean(held) >= 0.95


@pytest.mark.parametrize("areas", [2, 3, 6, 40])
@pytest.mark.parametrize("sizes", [(2_000, 2_001), (200, 20_000)])
def test_where_all_are_alike_an_order_is_seldom_made(areas: int, sizes: tuple[int, int]) -> None:
    """With the ends compared too; in 5 percent of cases at most, chance of the simulation apart."""
    luck, tries, made = np.random.default_rng([areas, sizes[0]]), 1_000, 0
    indicator = load_catalogue().indicators[RATIO]
    for _ in range(tries):
        n = luck.integers(*sizes, areas).astype(float)
        parts = Parts(luck.binomial(n.astype(int), 0.3).astype(float), n)
        limits = intervals.share(parts.numerators, n, quantile(error_of_each(areas)))
        first, last = places(limits)
        share = parts.numerators / n
        high, low = int(share.argmax()), int(share.argmin())
        if high != low and apart_among_all(parts, high, low, indicator):
            first, last = with_ends_apart(first, last, high, low)
        made += not says_nothing(first, last)
    assert made / tries <= 0.065


def test_errors_of_each_make_up_the_error_of_all() -> None:
    assert error_of_each(1) == pytest.approx(0.05)
    assert (1 - error_of_each(290)) ** 290 == pytest.approx(0.95)


# In answers


def found(publish: Any, shares: dict[str, float], of: float, **parts: Any) -> list[Any]:
    version = publish([cell(code, num=of * each, den=of) for code, each in shares.items()])
    question = asked("rank", indicators=[RATIO], areas={"level": "regso"}, **parts)
    return [(row["area"], row["rank_low"], row["rank_high"])
            for row in ask(question, version).records()]  # fmt: skip


SHARES = {"1280R001": 0.50, "1280R003": 0.52, "1281R001": 0.20, "1281R002": 0.70}


def test_places_are_among_all_areas_and_not_only_those_shown(publish: Any) -> None:
    every = [("1281R002", 1, 1), ("1280R003", 2, 3), ("1280R001", 2, 3), ("1281R001", 4, 4)]
    assert found(publish, SHARES, 1000) == every
    assert found(publish, SHARES, 1000, limit=2) == every[:2]
    upward = [("1281R001", 1, 1), ("1280R001", 2, 3)]
    assert found(publish, SHARES, 1000, limit=2, order="asc") == upward


def test_an_order_whose_ends_are_beyond_chance_is_made(publish: Any) -> None:
    """The intervals meet, but the highest is certainly above the lowest when they are compared."""
    shares = {"1280R001": 0.505, "1280R003": 0.45, "1281R001": 0.395}
    assert [row[1:] for row in found(publish, shares, 400)] == [(1, 2), (1, 3), (2, 3)]
    upward = found(publish, shares, 400, order="asc")
    assert [(row[0], *row[1:]) for row in upward] == [
        ("1281R001", 1, 2), ("1280R003", 1, 3), ("1280R001", 2, 3)
    ]  # fmt: skip
    version = publish([cell(code, num=400 * each, den=400) for code, each in shares.items()])
    compared = asked("compare_areas", indicators=[RATIO], areas={"level": "regso"})
    assert ask(compared, version).apart.word in ("some", "large")


ALIKE = {code: 0.4 + share / 10 for code, share in SHARES.items()}


def test_an_order_that_says_nothing_is_refused(publish: Any) -> None:
    """Also of areas that are not shown; so it is whatever the direction and the limit."""
    version = publish([cell(code, num=50 * each, den=50) for code, each in ALIKE.items()])
    for parts in ({}, {"limit": 1}, {"order": "asc"}):
        question = asked("rank", indicators=[RATIO], areas={"level": "regso"}, **parts)
        error = refusal(lambda q=question: ask(q, version))
        assert (error.code, error.details["count"]) == ("order_says_nothing", 4)


def test_one_area_that_is_told_apart_makes_an_order(publish: Any) -> None:
    """Where the areas shown cannot be told apart, it says something of others."""
    assert [row[0] for row in found(publish, ALIKE | {"1281R001": 0.9}, 50, limit=1)] == [
        "1281R001"
    ]
    rows = found(publish, {"1280R001": 0.50, "1280R003": 0.52, "1281R001": 0.05}, 90, limit=2)
    assert [row[1:] for row in rows] == [(1, 2), (1, 2)]


def suggested(question: Question, version: Version) -> list[Question]:
    """The questions that the refusal of ``question`` leads to, all of them answered."""
    error = refusal(lambda: ask(question, version))
    assert error.code == "order_says_nothing"
    others = [
        read_question(mended(question.canonical(), error, each)) for each in error.suggestions
    ]
    for each in others:
        assert ask(each, version).rows["value"].notna().any()
    return others


def test_the_same_areas_are_offered_without_their_order(publish: Any) -> None:
    version = publish([cell(code, num=50 * each, den=50) for code, each in ALIKE.items()])
    question = asked("rank", indicators=[RATIO], areas={"level": "regso"}, order="asc", limit=2)
    [beside] = suggested(question, version)
    assert beside == asked("compare_areas", indicators=[RATIO], areas={"level": "regso"})


def test_more_areas_are_offered_only_where_their_order_says_something(publish: Any) -> None:
    """Of the county all are alike; the country has one that is not."""
    alike = [cell(f"128{n}R00{m}", num=20 + n, den=50) for n in (0, 1) for m in (1, 2)]
    question = asked("rank", indicators=[RATIO], areas={"level": "regso", "within": ["1280"]})
    assert [each.shape for each in suggested(question, publish(alike))] == ["compare_areas"]
    other = cell("0180R001", num=45, den=50)
    _, wider = suggested(question, publish([*alike, other]))
    assert wider == asked("rank", indicators=[RATIO], areas={"level": "regso"})


def test_spread_and_larger_areas_are_offered(real: Version) -> None:
    question = asked(
        "rank", indicators=["sysselsatta_andel"], areas={"level": "regso", "within": ["0382"]}
    )
    assert [(each.shape, each.areas.within) for each in suggested(question, real)] == [
        ("compare_areas", ("0382",)), ("spread", ("0382",)), ("rank", ("03",))
    ]  # fmt: skip


def test_other_refusals_suggest_no_order_that_says_nothing(publish: Any) -> None:
    """In the newest year nobody can be told from anybody, in the one before they can."""
    alike = [cell(code, num=50 * each, den=50, year=2023) for code, each in ALIKE.items()]
    apart = [cell(code, num=9000 * each, den=9000, year=2021) for code, each in SHARES.items()]
    version = publish([*alike, *apart])
    question = asked(
        "rank", indicators=[RATIO], areas={"level": "regso"},
        periods={"mode": "list", "years": [2022]},
    )  # fmt: skip
    error = refusal(lambda: ask(question, version))
    assert [each.value for each in error.suggestions if each.kind == "year"] == [2021]


def test_without_parts_there_are_no_intervals(publish: Any) -> None:
    means = [cell(area, num=None, den=None, indicator=MEAN, status="value", value=value)
             for area, value in (("1280", 300.0), ("1281", 200.0))]  # fmt: skip
    counts = [cell(area, num=value, den=None, indicator=COUNT)
              for area, value in (("1280", 300.0), ("1281", 200.0))]  # fmt: skip
    version = publish([*means, *counts])
    for indicator in (MEAN, COUNT):
        question = asked("rank", indicators=[indicator], areas={"level": "kommun"})
        assert "rank_low" not in ask(question, version).rows


def test_on_example_data_places_hold_the_rank_itself(demo: Version) -> None:
    for where in ({"level": "kommun"}, {"level": "regso", "within": ["1280"]}, {"level": "regso"},
                  {"codes": ["1280", "1281", "0180"]}):  # fmt: skip
        question = asked("rank", indicators=[RATIO], areas=where | {"level": "kommun"} | where)
        answer = ask(question, demo)
        for row in answer.records():
            assert 1 <= row["rank_low"] <= row["rank"] <= row["rank_high"] <= row["ranked"]
