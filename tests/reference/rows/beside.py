"""The areas most like one beside its figures: as one, and each of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.reference.asked import Asked
from tests.reference.beside import divisions_beside, most_like
from tests.reference.pooling import absent, picked
from tests.reference.rows.cells import profiled
from tests.reference.rows.figures import Row, segment
from tests.reference.rows.similar import similar
from tests.reference.rules import OF_MANY
from tests.reference.world import World

MOST = 5
"""So many areas, if there are as many, are one area laid beside."""


def in_pieces(asked: Asked) -> bool:
    """Whether what is compared with is a series, which is cut where that of the area is."""
    shape = asked.question.shape
    return shape == "trend" or (shape == "compare_areas" and len(asked.years) > 1)


def similar_beside(asked: Asked, world: World) -> list[Row]:
    near = _nearest(asked, world)
    if not near:
        return []
    others = replace(asked, codes=tuple(near))
    if asked.question.shape in OF_MANY:
        rows = profiled(others, world, near, named=True)
    else:
        rows = list(picked(others, world))
        rows += absent(others, world, rows)
    order = [each.id for each, _ in asked.profile] or [asked.indicator.id]
    rows.sort(
        key=lambda row: (near.index(row["area"]), order.index(row["indicator"]), row["period"])
    )
    rows = [*_as_one(rows, asked), *rows]
    if not in_pieces(asked):
        return rows
    return [row | {"segment": segment(asked, world, near[0], row["period"])} for row in rows]


def _nearest(asked: Asked, world: World) -> list[str]:
    """The nearest first, of those that are the same areas in all that is read."""
    found = [row["area"] for row in similar(most_like(asked, world), world)]
    divisions = divisions_beside(asked, world)
    if len(divisions) > 1:
        found = [
            area
            for area in found
            if area not in world.moved and all((area, each) in world.known for each in divisions)
        ]
    return found[:MOST]


def _as_one(rows: Sequence[Row], asked: Asked) -> list[Row]:
    """One row for each figure and year; none where no figure can be added up."""
    known = {each.id: each for each, _ in asked.profile} or {asked.indicator.id: asked.indicator}
    found: dict[tuple[str, int], list[Row]] = {}
    for row in rows:
        found.setdefault((row["indicator"], row["period"]), []).append(row)
    added = {
        identity
        for (identity, _), of_all in found.items()
        if known[identity].kind == "ratio" and any(map(_whole, of_all))
    }
    if not added:
        return []
    return [
        {"indicator": identity, "area": "similar", "period": year, "origin": "computed",
         "sex": of_all[0]["sex"], "age": of_all[0]["age"],
         "from_period": of_all[0].get("from_period"),
         **(_sum(of_all, known[identity].scale) if identity in added
            else {"status": "not_applicable"})}
        for (identity, year), of_all in found.items()
    ]  # fmt: skip


def _whole(row: Mapping[str, Any]) -> bool:
    return row["numerator"] is not None and row["denominator"] is not None


def _sum(rows: Sequence[Row], scale: float) -> Row:
    """Σ numerator / Σ denominator, only where no area lacks one of them."""
    sources = [row["source"] for row in rows if row["source"]]
    told: Row = {"source": min(sources, default=None)}
    lacking = {row["status"] for row in rows if not _whole(row)}
    if lacking:
        return told | {"status": "suppressed" if "suppressed" in lacking else "missing"}
    over, under = (math.fsum(row[name] for row in rows) for name in ("numerator", "denominator"))
    told |= {"numerator": over, "denominator": under}
    if under == 0:
        return told | {"status": "not_applicable"}
    preliminary = any(row["status"] == "preliminary" for row in rows)
    status = "zero" if over == 0 else "preliminary" if preliminary else "value"
    return told | {"value": scale * over / under, "status": status}
