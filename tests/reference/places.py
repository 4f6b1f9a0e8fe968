"""The first and the last place that an area of a ranking may have, from the definition: its bounds,
so wide that all of them hold at once in 95 percent of cases, laid beside those of all others
(Klein, Wright & Wieczorek 2020).

Of the project only the Question is imported.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from tests.reference.asked import Asked
from tests.reference.orders import ends_apart
from tests.reference.pooling import mean_of_a_year, picked
from tests.reference.rows.figures import Row
from tests.reference.verdict import bounds
from tests.reference.world import World


def with_places(rows: list[Row], asked: Asked, world: World) -> list[Row]:
    if asked.question.shape != "rank" or asked.indicator.kind != "ratio":
        return rows
    ranked = [row for row in picked(asked, world) if row["value"] is not None]
    if any(row["numerator"] is None for row in ranked):
        return rows
    error = 1 - 0.95 ** (1 / max(1, len(ranked)))
    scale = asked.indicator.scale
    parts = {row["area"]: mean_of_a_year(row, asked.question) for row in ranked}
    limits = {area: bounds(each, scale, error) for area, each in parts.items()}
    lows, highs = (sorted(each[side] for each in limits.values()) for side in (0, 1))
    made = []
    for row in rows:
        low, high = limits[row["area"]]
        above, below = len(lows) - bisect_right(lows, high), bisect_left(highs, low)
        before, after = (below, above) if asked.question.order == "asc" else (above, below)
        made.append(row | {"rank_low": before + 1, "rank_high": len(ranked) - after})
    if len(parts) < 2:
        return made
    by_code = sorted(ranked, key=lambda row: row["area"])
    high, low = (choose(by_code, key=lambda row: row["value"])["area"] for choose in (max, min))
    if ends_apart(parts[high], parts[low], len(parts), scale):
        top, bottom = (low, high) if asked.question.order == "asc" else (high, low)
        for row in made:
            if row["area"] == top:
                row["rank_high"] = min(row["rank_high"], len(parts) - 1)
            if row["area"] == bottom:
                row["rank_low"] = max(row["rank_low"], 2)
    return made
