"""Areas by their type, and those that changed it."""

from __future__ import annotations

from tests.reference.asked import Asked
from tests.reference.rows.figures import Row, by_value, limited
from tests.reference.world import Slice, World


def areas_of_type(asked: Asked, world: World) -> list[Row]:
    (year,) = asked.years
    division, types = world.types[year]
    people = world.in_division(Slice("folkmangd", "regso", year, "total", "total"), division)
    rows = []
    for area in world.members("regso", division, asked.inside):
        kind = types.get(area)
        if kind is None or (asked.question.types and kind not in asked.question.types):
            continue
        cell = people.get(area)
        origin, source = world.type_sources[area, division, year]
        rows.append(
            {"area": area, "area_type": kind, "period": year, "value": cell and cell.num,
             "status": cell.status if cell else "missing", "origin": origin, "source": source}
        )  # fmt: skip
    rows = sorted(by_value(rows, asked.question), key=lambda row: row["area_type"])
    return limited(rows, asked.question)


def type_changes(asked: Asked, world: World) -> list[Row]:
    first, last = asked.years
    division, before = world.types[first]
    _, after = world.types[last]
    rows = []
    for area in world.members("regso", division, asked.inside):
        pair = before.get(area), after.get(area)
        wanted = not asked.question.types or set(pair) & set(asked.question.types)
        if pair[0] is None or pair[1] is None or pair[0] == pair[1] or not wanted:
            continue
        origin, source = world.type_sources[area, division, last]
        rows.append(
            {"area": area, "from_type": pair[0], "to_type": pair[1], "value": pair[1] - pair[0],
             "status": "value", "from_period": first, "period": last, "origin": origin,
             "source": source}
        )  # fmt: skip
    return limited(sorted(rows, key=lambda row: (row["value"], row["area"])), asked.question)
