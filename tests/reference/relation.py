"""A second way to how two figures hang together: plain Python from the definitions.

Nothing of the project is imported; the figures of the areas are read from the published version.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import duckdb

Pair = tuple[float, float]
DUST = 1e-12
"""The figures are floats: what is smaller comes of their last bits."""


def correlation(pairs: Sequence[Pair]) -> float | None:
    """Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)² · Σ(y−ȳ)²) in exact fractions; None where one does not vary."""
    n = len(pairs)
    xs, ys = ([Fraction(pair[side]) for pair in pairs] for side in (0, 1))
    mean_x, mean_y = sum(xs) / n, sum(ys) / n
    both = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    own_x, own_y = sum((x - mean_x) ** 2 for x in xs), sum((y - mean_y) ** 2 for y in ys)
    if not own_x or not own_y:
        return None
    size = (float(both * both / (own_x * own_y))) ** 0.5
    if size < DUST:
        return 0.0
    return size if both > 0 else -size


def rank_correlation(pairs: Sequence[Pair]) -> float | None:
    """The same of ranks: how many are smaller, and half of the others that are equal, plus one."""
    return correlation(
        [
            (_rank(x, [pair[0] for pair in pairs]), _rank(y, [pair[1] for pair in pairs]))
            for x, y in pairs
        ]
    )


def _rank(value: float, all_of: Sequence[float]) -> float:
    return sum(each < value for each in all_of) + (sum(each == value for each in all_of) + 1) / 2


def pairs_of(
    db: duckdb.DuckDBPyConnection, x: str, y: str, level: str, year: int, inside: str = ""
) -> dict[str, Pair]:
    """Area → both figures in percent or as published, for areas that have both."""
    sides = []
    for identity in (x, y):
        rows = db.execute(
            "SELECT area, num, den, value FROM cell WHERE indicator = ? AND level = ? AND year = ?"
            " AND sex = 'total' AND age = 'total' AND status IN ('value', 'zero', 'preliminary')",
            [identity, level, year],
        ).fetchall()
        sides.append(
            {
                area: num if den is None and value is None else value if den is None
                else 100 * num / den
                for area, num, den, value in rows
                if area.startswith(inside)
            }
        )  # fmt: skip
    return {area: (sides[0][area], sides[1][area]) for area in sides[0].keys() & sides[1].keys()}
