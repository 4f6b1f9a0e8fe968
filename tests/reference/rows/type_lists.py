"""Areas by their type, and those that changed it."""

from __future__ import annotations

from tests.reference import type_moves
from tests.reference.asked import Asked
from tests.reference.rows.figures import Row, by_value, figure, limited, moved
from tests.reference.world import Slice, World
from tests.reference.years import breaks_of

INDEX = "socioekonomiskt_index"


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
             "status": cell.status if cell else "missing", "origin": origin, "source": source,
             "value_source": cell and cell.source}
        )  # fmt: skip
    rows = sorted(by_value(rows, asked.question), key=lambda row: row["area_type"])
    return limited(rows, asked.question)


def type_changes(asked: Asked, world: World) -> list[Row]:
    first, last = asked.years
    earlier, before = world.types[first]
    division, after = world.types[last]
    rows = []
    for area in world.members("regso", earlier, asked.inside):
        if moved(asked, world, area):
            continue
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
    rows = sorted(rows, key=lambda row: (row["value"], row["area"]))
    return [row | _why(row, asked, world) for row in limited(rows, asked.question)]


def _why(row: Row, asked: Asked, world: World) -> Row:
    """Why the type is another; nothing without index and bounds of both years, or over a break."""
    first, last = asked.years
    kinds = row["from_type"], row["to_type"]
    bounds = [world.bounds.get((year, asked.division[year])) for year in asked.years]
    sides = [_of_index(row["area"], year, asked, world) for year in asked.years]
    broken = breaks_of(world.indicators[INDEX], asked, world, first, last)
    if broken or None in bounds or None in sides:
        return {}
    (before, its), (after, others) = (side for side in sides if side is not None)
    held, now = (type_moves.limits(*each) for each in bounds if each is not None)
    made: Row = {"index_change": after - before,
                 "reason": type_moves.why(kinds, (before, after), held, now)}  # fmt: skip
    if its and others and (component := type_moves.with_what(kinds, its, others)):
        made |= {"component": component[0], "component_change": component[1]}
    return made


def _of_index(area: str, year: int, asked: Asked, world: World) -> tuple[float, list[float]] | None:
    """The index, and the shares that it is made of where all three are from its own table."""
    index, *shares = (
        (cell, figure(cell, world.indicators[name]))
        for name in (INDEX, *type_moves.SHARES)
        for each in [Slice(name, "regso", year, "total", "total")]
        for cell in [world.in_division(each, asked.division[year]).get(area)]
    )
    if index[0] is None or index[1] is None:
        return None
    same = [value for cell, value in shares if cell and cell.source == index[0].source]
    known = [value for value in same if value is not None]
    return index[1], known if len(known) == len(type_moves.SHARES) else []
