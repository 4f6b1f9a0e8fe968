"""How small areas spread."""

from __future__ import annotations

from tests.reference.asked import Asked
from tests.reference.rows.figures import Row, cell_row, with_figure
from tests.reference.rules import LEAST_AREAS
from tests.reference.spread import SHARES, percentile
from tests.reference.world import World, level_of


def spread(asked: Asked, world: World) -> list[Row]:
    rows = [_spread_in(place, asked, world) for place in asked.within or ("00",)]
    of_all = spread_of_all(asked, world)
    for row in rows if of_all else ():
        whole = of_all[0]["value"]
        row["variation"] = row["value"] / whole if row["value"] is not None and whole else None
    return rows


def spread_of_all(asked: Asked, world: World) -> list[Row]:
    """The same of the whole country, unless it is what is asked of or too little is known of it."""
    row = _spread_in("00", asked, world)
    return [row] if asked.within and row["valued"] >= 0.9 * row["areas"] else []


def _spread_in(place: str, asked: Asked, world: World) -> Row:
    (year,) = asked.years
    each, indicator = asked.slice(year), asked.indicator
    inside = world.members(asked.level, asked.division[year], () if place == "00" else (place,))
    cells = world.in_division(each, asked.division[year])
    rows = [cell_row(indicator, area, each, cells[area]) for area in inside if area in cells]
    valued = sorted(
        (row for row in rows if row["value"] is not None),
        key=lambda row: (row["value"], row["area"]),
    )
    at = each._replace(level=level_of(place))
    own = world.in_division(at, 0).get(place) if world.has(indicator.id, at.level) else None
    whole = cell_row(indicator, place, at, own) if own else {}
    row: Row = {
        "indicator": indicator.id, "area": place, "period": year, "sex": each.sex,
        "age": each.age, "areas": len(inside), "valued": len(valued), "origin": "computed",
        "whole": whole.get("value"), "whole_status": whole.get("status", "missing"),
        "whole_source": whole.get("source"), "value": None,
        "source": min((row["source"] for row in valued), default=None),
    }  # fmt: skip
    if valued:
        row |= {"lowest": valued[0]["value"], "lowest_area": valued[0]["area"]}
        row |= {"highest": valued[-1]["value"], "highest_area": valued[-1]["area"]}
    if len(valued) >= LEAST_AREAS:
        figures = [row["value"] for row in valued]
        row |= {name: percentile(figures, percent) for name, percent in SHARES.items()}
        row["value"] = row["p95"] - row["p5"]
    statuses = {row["status"] for row in rows}
    row["status"] = (
        with_figure(row["value"], "preliminary" in statuses) if row["value"] is not None
        else "not_applicable" if len(inside) < LEAST_AREAS
        else "suppressed" if "suppressed" in statuses else "missing"
    )  # fmt: skip
    return row
