"""A second way to every segregation measure: plain Python from the definitions, area by area.

Nothing of the project is imported. The figures of the small areas are read from the published
version as they are; what a measure is made of is written down here once more.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import duckdb

Pair = tuple[float, float]
"""The people of both groups in one small area."""


def dissimilarity(areas: Sequence[Pair]) -> float:
    """100 · ½ Σ |aᵢ/A − bᵢ/B| (Massey & Denton 1988)."""
    of_a, of_b = (math.fsum(pair[side] for pair in areas) for side in (0, 1))
    return 50 * math.fsum(abs(a / of_a - b / of_b) for a, b in areas)


def isolation(areas: Sequence[Pair]) -> float:
    """Σ (aᵢ/A)(aᵢ/tᵢ) (Massey & Denton 1988)."""
    of_a = math.fsum(a for a, _ in areas)
    return math.fsum(a / of_a * a / (a + b) for a, b in areas if a + b)


def exposure(areas: Sequence[Pair]) -> float:
    """Σ (aᵢ/A)(bᵢ/tᵢ) (Massey & Denton 1988)."""
    of_a = math.fsum(a for a, _ in areas)
    return math.fsum(a / of_a * b / (a + b) for a, b in areas if a + b)


def entropy_of(share: float) -> float:
    return -math.fsum(part * math.log(part) for part in (share, 1 - share) if part)


def entropy(areas: Sequence[Pair]) -> float:
    """Σ tᵢ(E − Eᵢ)/(T·E) (Theil 1972; Reardon & Firebaugh 2002)."""
    of_a, of_b = (math.fsum(pair[side] for pair in areas) for side in (0, 1))
    whole = entropy_of(of_a / (of_a + of_b))
    return math.fsum(
        (a + b) * (whole - entropy_of(a / (a + b))) / ((of_a + of_b) * whole)
        for a, b in areas
        if a + b
    )


def correlation(areas: Sequence[Pair]) -> float:
    """(xPx − P)/(1 − P) (Massey & Denton 1988)."""
    of_a, of_b = (math.fsum(pair[side] for pair in areas) for side in (0, 1))
    share = of_a / (of_a + of_b)
    return (isolation(areas) - share) / (1 - share)


class Defined(NamedTuple):
    """``against`` None is everybody else in the group's denominator."""

    measure: Callable[[Sequence[Pair]], float]
    group: str
    against: str | None
    over: str


ABROAD, LOW, HIGH = (
    "fodda_utomlands_andel", "lag_ekonomisk_standard_andel", "hog_ekonomisk_standard_andel",
)  # fmt: skip
SHORT, LONG = "forgymnasial_andel", "eftergymnasial_lang_andel"
BIRTH = {
    "ojamlikhet_fodelseland": dissimilarity,
    "isolering_fodelseland": isolation,
    "exponering_fodelseland": exposure,
    "entropi_fodelseland": entropy,
    "korrelation_fodelseland": correlation,
}
DEFINED: dict[str, Defined] = {
    **{name: Defined(each, ABROAD, None, "regso") for name, each in BIRTH.items()},
    **{f"{name}_deso": Defined(each, ABROAD, None, "deso") for name, each in BIRTH.items()},
    "ojamlikhet_ekonomisk_standard": Defined(dissimilarity, LOW, HIGH, "regso"),
    "ojamlikhet_utbildning": Defined(dissimilarity, SHORT, LONG, "regso"),
    "ojamlikhet_utbildning_deso": Defined(dissimilarity, SHORT, LONG, "deso"),
}

Key = tuple[str, int]
"""A place (``00``, ``12``, ``1280``) and a year."""


def measured(db: duckdb.DuckDBPyConnection, identity: str) -> dict[Key, float | None]:
    """The measure of every kommun, län and riket and year that has small areas with figures of
    both groups; None where it cannot be told."""
    return {
        key: None if areas is None else told(DEFINED[identity].measure, areas)
        for key, areas in _inside(db, DEFINED[identity])
    }


def told(measure: Callable[[Sequence[Pair]], float], areas: Sequence[Pair]) -> float | None:
    """None with fewer than two areas, or with nobody in a group."""
    if len(areas) < 2 or not all(sum(pair[side] for pair in areas) for side in (0, 1)):
        return None
    return measure(areas)


def _inside(
    db: duckdb.DuckDBPyConnection, what: Defined
) -> Iterator[tuple[Key, list[Pair] | None]]:
    """The small areas of every place and year; None where one of them lacks a figure."""
    known = _pairs(db, what)
    for year in sorted({year for _, year, _ in known}):
        by_division: dict[int, int] = defaultdict(int)
        for (_, when, division), pair in known.items():
            by_division[division] += when == year and pair is not None
        division = max(by_division, key=lambda each: (by_division[each], each))
        if not by_division[division]:
            continue
        places: dict[str, list[Pair | None]] = defaultdict(list)
        for (code,) in db.execute(
            "SELECT code FROM area WHERE level = ? AND division = ? ORDER BY code",
            [what.over, division],
        ).fetchall():
            for place in ("00", code[:2], code[:4]):
                places[place].append(known.get((code, year, division)))
        for place, pairs in places.items():
            whole = [pair for pair in pairs if pair is not None]
            yield (place, year), whole if len(whole) == len(pairs) else None


def _pairs(db: duckdb.DuckDBPyConnection, what: Defined) -> dict[tuple[str, int, int], Pair | None]:
    """Small area, year and division → its people of both groups, None where a count is lacking."""
    first = _parts(db, what.group, what.over)
    if what.against is None:
        return {
            key: None if parts is None else (parts[0], parts[1] - parts[0])
            for key, parts in first.items()
        }
    second = _parts(db, what.against, what.over)
    both = {key: (first[key], second[key]) for key in first.keys() & second.keys()}
    return {
        key: None if one is None or other is None else (one[0], other[0])
        for key, (one, other) in both.items()
    }


def _parts(
    db: duckdb.DuckDBPyConnection, indicator: str, level: str
) -> dict[tuple[str, int, int], Pair | None]:
    """Numerator and denominator by area, year and division; nobody at all is nobody in both."""
    rows = db.execute(
        "SELECT area, year, division, num, den, status FROM cell WHERE indicator = ? AND level = ?"
        " AND sex = 'total' AND age = 'total'",
        [indicator, level],
    ).fetchall()
    found: dict[tuple[str, int, int], Pair | None] = {}
    for area, year, division, num, den, status in rows:
        parts = None if num is None or den is None else (num, den)
        found[area, year, division] = (0.0, 0.0) if status == "not_applicable" else parts
    return found
