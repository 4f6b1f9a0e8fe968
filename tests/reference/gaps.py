"""A second way to gaps between area types and to what a change is made of: plain Python from the
definitions, RegSO by RegSO.

Nothing of the project is imported. The figures of the small areas are read from the published
version as they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import duckdb

TYPES = range(1, 6)


class Part(NamedTuple):
    """A numerator and its denominator."""

    num: float
    den: float


Parts = Mapping[int, Part]
"""Area type → its parts added up; a type without a figure is not there."""

_CELLS = """
SELECT cell.area, cell.num, cell.den FROM cell
WHERE cell.indicator = ? AND cell.level = 'regso' AND cell.year = ? AND cell.sex = ?
  AND cell.age = ? AND cell.num IS NOT NULL
"""
_TYPES = "SELECT area, type FROM area_type WHERE year = ?"


def areas(
    db: duckdb.DuckDBPyConnection,
    indicator: str,
    year: int,
    sex: str = "total",
    age: str = "total",
) -> dict[str, Part]:
    """Every RegSO that has a figure, with its numerator and denominator."""
    rows = db.execute(_CELLS, [indicator, year, sex, age]).fetchall()
    return {area: Part(num, den) for area, num, den in rows}


def inside(figures: Mapping[str, Part], place: str) -> dict[str, Part]:
    return {area: part for area, part in figures.items() if place in ("00", area[: len(place)])}


def types(db: duckdb.DuckDBPyConnection, year: int) -> dict[str, int]:
    return dict(db.execute(_TYPES, [year]).fetchall())


def added(figures: Mapping[str, Part], kinds: Mapping[str, int]) -> dict[int, Part]:
    """The parts of each type, added up one area at a time."""
    found: dict[int, list[Part]] = {}
    for area, part in figures.items():
        found.setdefault(kinds[area], []).append(part)
    return {
        kind: Part(math.fsum(each.num for each in parts), math.fsum(each.den for each in parts))
        for kind, parts in found.items()
    }


def persons(parts: Parts, pair: Sequence[int]) -> float | None:
    """How many there are in the first type beyond what the second type's share would give."""
    first, second = (parts.get(kind) for kind in pair)
    if first is None or second is None or not second.den:
        return None
    share = second.num / second.den
    return first.num - share * first.den
