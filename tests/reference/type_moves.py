"""A second way to index, bounds and types, and to why areas changed type: plain Python, in exact
fractions where nothing but sums is needed.

Nothing of the project is imported. The shares of the small areas are read from the published
version as they are; what is made of them is written down here once more, from the definitions of
SCB, Socioekonomiskt index (TAB6586).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

SHARES = (
    "lag_ekonomisk_standard_andel",
    "forgymnasial_andel",
    "bistand_langtidsarbetslos_andel",
)
Shares = Mapping[str, Sequence[float]]
"""RegSO → its three shares in percent, in the order of `SHARES`."""


def shares_of(db: duckdb.DuckDBPyConnection, year: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for share in SHARES:
        rows = db.execute(
            "SELECT area, 100.0 * num / den FROM cell WHERE indicator = ? AND level = 'regso'"
            " AND year = ? AND sex = 'total' AND age = 'total'",
            [share, year],
        ).fetchall()
        for area, percent in rows:
            found.setdefault(area, []).append(percent)
    return found


def index_of(shares: Sequence[float]) -> float:
    return math.fsum(shares) / 3


def limits_of(shares: Shares) -> list[float]:
    """The lowest index of types 1 to 4: μ + 2σ, μ + σ, μ, μ − σ over all areas."""
    index = [index_of(each) for each in shares.values()]
    mean = math.fsum(index) / len(index)
    sd = math.sqrt(math.fsum((each - mean) ** 2 for each in index) / len(index))
    return limits(mean, sd)


def type_of(index: float, limits: Sequence[float]) -> int:
    for kind, lowest in enumerate(limits, start=1):
        if index >= lowest:
            return kind
    return 5


def limits(mean: float, sd: float) -> list[float]:
    return [mean + step * sd for step in (2, 1, 0, -1)]


def why(
    kinds: tuple[int, int], index: tuple[float, float], held: Sequence[float], now: Sequence[float]
) -> str | None:
    """What the type is another for; None where index and bounds do not give the types. ``held`` are
    the bounds of the earlier year and ``now`` those of the later."""
    if kinds != (type_of(index[0], held), type_of(index[1], now)):
        return None
    return {kinds[0]: "bounds", kinds[1]: "area"}.get(type_of(index[1], held), "both")


def with_what(
    kinds: tuple[int, int], before: Sequence[float], after: Sequence[float]
) -> tuple[str, float] | None:
    """The share that went furthest the way of the type, and how far; None where none went it."""
    steps = [b - a for a, b in zip(before, after, strict=True)]
    down = kinds[1] > kinds[0]
    wanted = min(steps) if down else max(steps)
    along = wanted < 0 if down else wanted > 0
    return (SHARES[steps.index(wanted)], wanted) if along else None


def moves(before: Shares, after: Shares) -> dict[str, dict[str, Any]]:
    """Every area of another type in the later year, with why and with what."""
    held, now = limits_of(before), limits_of(after)
    found = {}
    for area in before:
        index = index_of(before[area]), index_of(after[area])
        kinds = type_of(index[0], held), type_of(index[1], now)
        if kinds[0] == kinds[1]:
            continue
        component, change = with_what(kinds, before[area], after[area]) or (None, None)
        found[area] = {
            "from_type": kinds[0],
            "to_type": kinds[1],
            "reason": why(kinds, index, held, now),
            "index_change": index[1] - index[0],
            "component": component,
            "component_change": change,
        }
    return found
