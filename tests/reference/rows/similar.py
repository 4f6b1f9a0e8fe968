"""The areas most like one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import pstdev

from tests.reference.asked import Asked, Refused
from tests.reference.rows.figures import Row, picked, with_figure
from tests.reference.world import World


def similar(asked: Asked, world: World) -> list[Row]:
    return [row for row in likeness(asked, world) if row["rank"]]


def likeness(asked: Asked, world: World) -> list[Row]:
    """The area itself and those most like it, the nearest first."""
    (year,), (code,) = asked.years, asked.codes
    known: dict[str, dict[str, Row]] = {}
    for indicator, _ in asked.profile:
        everywhere = replace(asked, indicator=indicator, codes=(), within=())
        for row in picked(everywhere, world):
            if row["value"] is not None and (row["value"] > 0 or indicator.kind != "count"):
                known.setdefault(row["area"], {})[indicator.id] = row
    whole = {area: its for area, its in known.items() if len(its) == len(asked.profile)}
    if code not in whole:
        raise Refused("no_data_for_area")
    measured = {
        area: [
            math.log(its[each.id]["value"]) if each.kind == "count" else its[each.id]["value"]
            for each, _ in asked.profile
        ]
        for area, its in sorted(whole.items())
    }
    sigmas = [pstdev(column) for column in zip(*measured.values(), strict=True)]
    far = {area: _apart(measured[code], its, sigmas) for area, its in measured.items()}
    near = sorted(far, key=lambda area: (area != code, round(far[area], 9), area))
    return [
        {
            "area": area, "period": year, "rank": place or None, "value": far[area],
            "origin": "computed",
            "status": with_figure(
                0 if far[area] < 1e-9 else 1,
                any(row["status"] == "preliminary" for row in whole[area].values()),
            ),
            **{identity: row["value"] for identity, row in whole[area].items()},
        }
        for place, area in enumerate(near[: (asked.question.limit or 10) + 1])
    ]  # fmt: skip


def _apart(one: Sequence[float], other: Sequence[float], sigmas: Sequence[float]) -> float:
    """√(Σ((xᵢ − yᵢ)/σᵢ)² / k); what is the same everywhere tells no areas apart."""
    sizes = [
        (x - y) / sigma if sigma else 0.0 for x, y, sigma in zip(one, other, sigmas, strict=True)
    ]
    return math.sqrt(math.fsum(size**2 for size in sizes) / len(sigmas))
