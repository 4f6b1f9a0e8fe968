"""A second way to every verdict: plain Python from the definitions, figure by figure.

Nothing of the project is imported. Figures are read from the published version as they are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import NormalDist, median
from typing import NamedTuple

import duckdb

Parts = tuple[float, float | None]
"""Numerator and denominator; a count has no denominator."""


class Found(NamedTuple):
    word: str
    reason: str
    low: float | None = None
    high: float | None = None


def z(error: float) -> float:
    return NormalDist().inv_cdf(1 - error / 2)


def figure(parts: Parts, scale: float) -> float:
    x, n = parts
    return x if n is None else scale * x / n


def bounds(parts: Parts, scale: float, error: float) -> tuple[float, float]:
    """Wilson (1927) for percentages, Byar's approximation for all else (Breslow & Day 1987)."""
    (x, n), q = parts, z(error)
    if n is not None and scale == 100:
        root = q * math.sqrt(x * (n - x) / n + q * q / 4)
        low, high = ((x + q * q / 2 + side * root) / (n + q * q) for side in (-1, 1))
        return 100 * low, 100 * high
    low = x * (1 - 1 / (9 * x) - q / (3 * math.sqrt(x))) ** 3 if x else 0.0
    high = (x + 1) * (1 - 1 / (9 * (x + 1)) + q / (3 * math.sqrt(x + 1))) ** 3
    return (low, high) if n is None else (scale * low / n, scale * high / n)


def apart(first: Parts, second: Parts, scale: float, error: float) -> tuple[float, float]:
    """Newcombe (1998), method 10: squares of the distances to the nearer bounds are added."""
    a, b = figure(first, scale), figure(second, scale)
    (low_a, high_a), (low_b, high_b) = (bounds(each, scale, error) for each in (first, second))
    return (
        a - b - math.sqrt((a - low_a) ** 2 + (high_b - b) ** 2),
        a - b + math.sqrt((high_a - a) ** 2 + (b - low_b) ** 2),
    )


def deviation(values: Iterable[float], about: float | None = None) -> float:
    found = list(values)
    middle = median(found) if about is None else about
    return 1.4826 * median([abs(each - middle) for each in found])


def usual_move(series: dict[int, float]) -> float | None:
    """The robust deviation of yearly changes about Sen's slope, of five points in a row or more."""
    years = sorted(series)
    moves = [series[y] - series[y - 1] for y in years if y - 1 in series]
    if len(moves) < 4:
        return None
    slopes = [(series[b] - series[a]) / (b - a) for a in years for b in years if a < b]
    return deviation(moves, median(slopes))


class Grounds(NamedTuple):
    """What a difference is measured against; None where it is not known."""

    usual: float | None = None
    common: float = 0.0
    move: float | None = None


def among(peers: Sequence[float], *, centred: bool = False) -> Grounds:
    """What is usual among ``peers``, from eight on; with ``centred`` they are changes, which have
    something in common."""
    if len(peers) < 8:
        return Grounds()
    return Grounds(deviation(peers), median(peers) if centred else 0.0)


def moving(grounds: Grounds, *series: dict[int, float]) -> Grounds:
    """With what the figure that moves most usually moves."""
    known = [move for each in series if (move := usual_move(each)) is not None]
    return grounds._replace(move=max(known, default=None))


def judge(
    first: Parts,
    second: Parts,
    scale: float,
    peers: Sequence[float],
    series: dict[int, float],
    *,
    centred: bool = False,
    beside: dict[int, float] | None = None,
    pairs: int = 1,
) -> Found:
    """``peers`` are the figures of all areas, or with ``centred`` their changes; ``beside`` the
    series of the second area, where its years count too."""
    grounds = moving(among(peers, centred=centred), series, beside or {})
    return word(first, second, scale, grounds, pairs)


def word(first: Parts, second: Parts, scale: float, grounds: Grounds, pairs: int = 1) -> Found:
    """The error is divided by ``pairs``."""
    return word_of(
        figure(first, scale) - figure(second, scale),
        min(first[0], second[0]),
        lambda error: apart(first, second, scale, error / pairs),
        grounds,
    )


def word_of(
    size: float,
    fewest: float,
    bounds_of: Callable[[float], tuple[float, float]],
    grounds: Grounds,
) -> Found:
    """``bounds_of`` gives the bounds of the difference that err so often."""
    if fewest < 10:
        return Found("unknown", "few")
    low, high = bounds_of(0.05)
    if low <= 0 <= high:
        return Found("none", "", low, high)
    lower, higher = bounds_of(0.01)
    usual, common, move = grounds
    reasons = [
        (lower <= 0 <= higher, "chance"),
        (usual is not None and abs(size - common) <= usual, "peers"),
        (move is not None and abs(size) <= 3 * move, "years"),
        (usual is None and move is None, "chance_only"),
    ]
    failed = [reason for it_did, reason in reasons if it_did]
    return Found("some" if failed else "large", failed[0] if failed else "", low, high)


class Facts:
    """The figures of one indicator for everybody, as they are published."""

    def __init__(self, path: str, indicator: str, scale: float, breaks: Iterable[int]) -> None:
        self.scale, self.breaks = scale, sorted(breaks)
        with duckdb.connect(path, read_only=True) as db:
            cells = db.execute(
                "SELECT level, area, year, num, den FROM cell WHERE indicator = ? "
                "AND sex = 'total' AND age = 'total' AND num IS NOT NULL",
                [indicator],
            ).fetchall()
            types = db.execute("SELECT area, year, type FROM area_type").fetchall()
        self.cells = {(level, area, year): (num, den) for level, area, year, num, den in cells}
        self.types = {(area, year): kind for area, year, kind in types}

    def figures(self, level: str, year: int) -> list[float]:
        return [
            figure(parts, self.scale)
            for (at, _, when), parts in self.cells.items()
            if (at, when) == (level, year) and parts[1] != 0
        ]

    def changes(self, level: str, first: int, last: int) -> list[float]:
        return [
            figure(parts, self.scale) - figure(self.cells[level, area, first], self.scale)
            for (at, area, year), parts in self.cells.items()
            if (at, year) == (level, last) and (level, area, first) in self.cells
        ]

    def since_the_break(self, series: dict[int, float], last: int) -> dict[int, float]:
        start = max((each for each in self.breaks if each <= last), default=0)
        return {year: value for year, value in series.items() if start <= year <= last}

    def series(self, level: str, area: str, last: int) -> dict[int, float]:
        found = {
            year: figure(parts, self.scale)
            for (at, code, year), parts in self.cells.items()
            if (at, code) == (level, area)
        }
        return self.since_the_break(found, last)

    def of_types(self, area: str, year: int) -> dict[int, Parts]:
        """By area type, the parts of all RegSO inside ``area`` added up."""
        sums: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for (level, code, when), (num, den) in self.cells.items():
            inside = area == "00" or code.startswith(area)
            if level == "regso" and when == year and inside and (code, year) in self.types:
                kind = self.types[code, year]
                sums[kind][0] += num
                sums[kind][1] += den or 0.0
        return {kind: (num, den) for kind, (num, den) in sums.items() if den}

    def gaps(
        self, area: str, years: Iterable[int], last: int, pair: tuple[int, int] = (1, 5)
    ) -> dict[int, float]:
        found, (first, second) = {}, pair
        for year in years:
            sides = self.of_types(area, year)
            if {*pair} <= sides.keys():
                found[year] = figure(sides[first], self.scale) - figure(sides[second], self.scale)
        return self.since_the_break(found, last)
