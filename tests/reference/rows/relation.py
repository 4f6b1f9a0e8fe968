"""Two figures of the same areas beside each other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from tests.reference.asked import Asked
from tests.reference.relation import correlation
from tests.reference.rows.figures import Row, picked, with_figure
from tests.reference.world import World


def relation(asked: Asked, world: World) -> list[Row]:
    """A row for every area that has both figures; r is that of all of them."""
    sides = []
    for indicator, year in asked.profile:
        one = replace(asked, indicator=indicator)
        rows = picked(replace(one, years=(year,)), world)
        sides.append({row["area"]: row for row in rows if row["value"] is not None})
    xs, ys = sides
    areas = sorted(xs.keys() & ys.keys())
    pairs = [(xs[area]["value"], ys[area]["value"]) for area in areas]
    places = list(zip(_places([x for x, _ in pairs]), _places([y for _, y in pairs]), strict=True))
    r, of_ranks = correlation(pairs), correlation(places)
    found = []
    for area in areas:
        row: Row = {"area": area, "period": asked.years[0], "n": len(areas), "value": r,
                    "spearman": of_ranks, "origin": "computed"}  # fmt: skip
        for name, side in (("x", xs[area]), ("y", ys[area])):
            row |= {f"{name}_{part}": side[part] for part in ("value", "status", "source")}
        preliminary = "preliminary" in (row["x_status"], row["y_status"])
        row["status"] = "not_applicable" if r is None else with_figure(r, preliminary)
        found.append(row)
    return found


def _places(figures: Sequence[float]) -> list[float]:
    """The place of each in order, 1 for the smallest; equal ones share the mean of theirs."""
    ordered = sorted(figures)
    return [(bisect_left(ordered, each) + bisect_right(ordered, each) + 1) / 2 for each in figures]
