"""A second way to the areas most like one: plain Python from the definitions.

Nothing of the project is imported; the figures are read from the published version.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence

import duckdb

Figures = Mapping[str, Sequence[float]]
"""Area → its figures, in one order for all."""


def apart(figures: Figures, one: str, other: str) -> float:
    """√(Σ((xᵢ − yᵢ)/σᵢ)² / k), σᵢ over all the areas, divided by their number."""
    total = 0.0
    for place in range(len(figures[one])):
        sigma = statistics.pstdev(each[place] for each in figures.values())
        if sigma:
            total += ((figures[one][place] - figures[other][place]) / sigma) ** 2
    return math.sqrt(total / len(figures[one]))


def complete(
    db: duckdb.DuckDBPyConnection, ids: Sequence[str], level: str, year: int
) -> dict[str, list[float]]:
    """Areas with all the figures; of a count its natural logarithm."""
    found: dict[str, list[float]] = {}
    for identity in ids:
        rows = db.execute(
            "SELECT area, CASE WHEN den IS NOT NULL THEN 100 * num / nullif(den, 0) "
            "WHEN value IS NOT NULL THEN value WHEN num > 0 THEN ln(num) END FROM cell"
            " WHERE indicator = ? AND level = ? AND year = ? AND sex = 'total' AND age = 'total'"
            " AND status IN ('value', 'zero', 'preliminary')",
            [identity, level, year],
        ).fetchall()
        for area, value in rows:
            if value is not None:
                found.setdefault(area, []).append(value)
    return {area: each for area, each in found.items() if len(each) == len(ids)}
