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


def ratio(part: Part, scale: float) -> float:
    return scale * part.num / part.den


def together(parts: Parts) -> Part:
    return Part(
        math.fsum(part.num for part in parts.values()),
        math.fsum(part.den for part in parts.values()),
    )


def standardised(weights: Mapping[int, float], ratios: Mapping[int, float]) -> float:
    """The whole as it would be with those sizes of the types and those figures in them."""
    return math.fsum(weights[kind] * ratios[kind] for kind in weights)


def split(before: Parts, after: Parts, scale: float) -> dict[int, tuple[float, float]]:
    """(rate, mix) of every type: the whole is worked out anew with one thing changed at a time, in
    both orders, and the mean is taken (Kitagawa 1955).

    For the mix one type at a time is made larger at the cost of all, in proportion to their size.
    """
    kinds = [kind for kind in TYPES if before.get(kind, NOBODY).den or after.get(kind, NOBODY).den]
    sides = (before, after)
    sizes = [together(side).den for side in sides]
    weights = [
        {kind: side.get(kind, NOBODY).den / size for kind in kinds}
        for side, size in zip(sides, sizes, strict=True)
    ]
    ratios = [
        {
            kind: ratio(side[kind] if side.get(kind, NOBODY).den else other[kind], scale)
            for kind in kinds
        }
        for side, other in ((before, after), (after, before))
    ]
    found = {}
    for kind in kinds:
        rate, mix = 0.0, 0.0
        for order in (0, 1):
            moved = ratios[order] | {kind: ratios[1 - order][kind]}
            step = standardised(weights[order], moved) - standardised(weights[order], ratios[order])
            rate += (step if order == 0 else -step) / 2
            grown = weights[1][kind] - weights[0][kind]
            mix += grown * (ratios[order][kind] - ratio(together(sides[order]), scale)) / 2
        found[kind] = (rate, mix)
    return found


NOBODY = Part(0.0, 0.0)
