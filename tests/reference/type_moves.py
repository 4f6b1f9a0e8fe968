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
    return [mean + step * sd for step in (2, 1, 0, -1)]


def type_of(index: float, limits: Sequence[float]) -> int:
    for kind, lowest in enumerate(limits, start=1):
        if index >= lowest:
            return kind
    return 5


def moves(before: Shares, after: Shares) -> dict[str, dict[str, Any]]:
    """Every area of another type in the later year, with why and with what."""
    held, now = limits_of(before), limits_of(after)
    found = {}
    for area in before:
        first, last = index_of(before[area]), index_of(after[area])
        old, new = type_of(first, held), type_of(last, now)
        if old == new:
            continue
        if_held = type_of(last, held)
        steps = [b - a for a, b in zip(before[area], after[area], strict=True)]
        wanted = min(steps) if new > old else max(steps)
        along = wanted < 0 if new > old else wanted > 0
        found[area] = {
            "from_type": old,
            "to_type": new,
            "reason": {old: "bounds", new: "area"}.get(if_held, "both"),
            "index_change": last - first,
            "component": SHARES[steps.index(wanted)] if along else None,
            "component_change": wanted if along else None,
        }
    return found
