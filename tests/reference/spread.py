"""A second way to how small areas spread: plain Python from the definitions.

Nothing of the project is imported; the figures are read from the published version.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import duckdb

SHARES = {"p5": 5, "p25": 25, "p50": 50, "p75": 75, "p95": 95}


def percentile(figures: Sequence[float], percent: int) -> float:
    """The figure at 1 + (n − 1)·p/100 in order, counted from 1; between two of them, as far from
    the lower one as the place is (Hyndman & Fan 1996, definition 7)."""
    ordered = sorted(Fraction(each) for each in figures)
    place = Fraction((len(ordered) - 1) * percent, 100) + 1
    whole = place.numerator // place.denominator
    part = place - whole
    if not part:
        return float(ordered[whole - 1])
    return float(ordered[whole - 1] * (1 - part) + ordered[whole] * part)


class Place(NamedTuple):
    """``areas`` is how many there are, ``figures`` those that are known, by area."""

    areas: int
    figures: dict[str, float]
    whole: float | None


def place(db: duckdb.DuckDBPyConnection, indicator: str, level: str, year: int, code: str) -> Place:
    """What is known of the areas of ``level`` inside ``code`` (``00``: everywhere)."""
    prefix = "" if code == "00" else code
    known = db.execute(
        "SELECT division, area, CASE WHEN den IS NULL THEN coalesce(num, value) "
        "WHEN den > 0 THEN 100 * num / den END FROM cell WHERE indicator = ? AND level = ?"
        " AND year = ? AND sex = 'total' AND age = 'total'",
        [indicator, level, year],
    ).fetchall()
    division = known[0][0]
    (areas,) = db.execute(
        "SELECT count(*) FROM area WHERE level = ? AND division = ? AND code LIKE ?",
        [level, division, f"{prefix}%"],
    ).fetchone()
    own = db.execute(
        "SELECT CASE WHEN den IS NULL THEN coalesce(num, value) ELSE 100 * num / den END FROM cell"
        " WHERE indicator = ? AND area = ? AND year = ? AND sex = 'total' AND age = 'total'",
        [indicator, code, year],
    ).fetchone()
    figures = {
        area: value for _, area, value in known if value is not None and area.startswith(prefix)
    }
    return Place(areas, figures, own[0] if own else None)
