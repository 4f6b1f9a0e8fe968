"""Shapes whose rows are areas' own figures, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.reference.asked import Asked, refuse_if
from tests.reference.orders import says_nothing
from tests.reference.pooling import absent, mean_of_a_year, picked
from tests.reference.rows.by_type import by_types
from tests.reference.rows.figures import (
    LACKS,
    Row,
    absent_row,
    by_value,
    cell_row,
    groups_told,
    in_time,
    limited,
    moved,
    with_figure,
    with_segments,
)
from tests.reference.world import Slice, World, level_of


def plain(asked: Asked, world: World) -> list[Row]:
    """`value`, `compare_areas` and `map`."""
    rows = list(picked(asked, world))
    found: list[Row] = []
    for year in asked.years:
        found += by_value([row for row in rows if row["period"] == year], asked.question)
    if asked.question.limit:
        return limited(found, asked.question)
    found = sorted([*found, *absent(asked, world, rows)], key=lambda row: row["period"])
    return with_segments(found, asked, world) if len(asked.years) > 1 else found


def trend(asked: Asked, world: World) -> list[Row]:
    if asked.by_type:
        return by_types(asked, world)
    rows = list(picked(asked, world))
    return with_segments(in_time([*rows, *absent(asked, world, rows)]), asked, world)


def rank(asked: Asked, world: World) -> list[Row]:
    """Areas that are equal share the best rank; areas without a figure have none. Refused where
    the order says nothing."""
    rows = by_value(
        (row for row in picked(asked, world) if row["value"] is not None), asked.question
    )
    by_code = sorted(rows, key=lambda row: row["area"])
    parts = [mean_of_a_year(row, asked.question) for row in by_code]
    if asked.indicator.kind == "ratio" and all(None not in each for each in parts):
        refuse_if(says_nothing(parts, asked.indicator.scale), "order_says_nothing")
    values = [row["value"] for row in rows]
    return [
        row
        | {
            "rank": values.index(row["value"]) + 1,
            "ranked": len(rows),
            "tied": values.count(row["value"]),
        }
        for row in limited(rows, asked.question)
    ]


MEETS: Mapping[str, Callable[[float, float], bool]] = {
    "lt": lambda value, bound: value < bound,
    "le": lambda value, bound: value <= bound,
    "gt": lambda value, bound: value > bound,
    "ge": lambda value, bound: value >= bound,
}


def threshold(asked: Asked, world: World) -> list[Row]:
    bound = asked.question.threshold
    assert bound is not None
    meets = MEETS[bound.op]
    rows = [
        row
        for row in picked(asked, world)
        if row["value"] is not None and meets(row["value"], bound.value)
    ]
    matched = [row | {"matched": len(rows)} for row in by_value(rows, asked.question)]
    return limited(matched, asked.question)


def change(asked: Asked, world: World) -> list[Row]:
    cells = {
        (row["area"], row["sex"], row["age"], row["period"]): row for row in picked(asked, world)
    }
    present = {key[:3] for key in cells}
    rows = by_value((_changed(asked, world, key, cells) for key in present), asked.question)
    if asked.question.limit:
        return limited(rows, asked.question)
    more = [
        _changed(asked, world, (code, *group), cells)
        for code in asked.codes
        for group in groups_told(asked, world)
        if (code, *group) not in present
    ]
    return rows + more


def _changed(
    asked: Asked, world: World, key: tuple[str, ...], cells: Mapping[tuple[Any, ...], Row]
) -> Row:
    area, sex, age = key
    first, last = asked.years
    sides = [cells.get((*key, year)) for year in (first, last)]
    before, after = (side and side["value"] for side in sides)
    gone = moved(asked, world, area)
    value = None
    if before is not None and after is not None and not gone:
        value = after - before
        if asked.question.measure == "percent":
            value = 100 * value / before if before else None
    statuses = [
        _status_of_side(side, area, asked.division[year], world)
        for side, year in zip(sides, (first, last), strict=True)
    ]
    lacking = [status for status in statuses if status in LACKS]
    if gone:
        status = "not_applicable"
    elif value is not None:
        status = with_figure(value, "preliminary" in statuses)
    else:
        status = lacking[0] if lacking else "not_applicable"
    return {
        "indicator": asked.indicator.id, "area": area, "sex": sex, "age": age,
        "from_value": before, "to_value": after, "value": value, "status": status,
        **{
            f"{name}_{part}": side and side[part]
            for name, side in zip(("from", "to"), sides, strict=True)
            for part in ("numerator", "denominator", "source")
        },
        "from_status": sides[0] and statuses[0], "to_status": sides[1] and statuses[1],
        "from_period": first, "period": last,
    }  # fmt: skip


def _status_of_side(side: Row | None, area: str, division: int, world: World) -> str:
    if side is None:
        return "missing" if (area, division) in world.known else "not_applicable"
    return str(side["status"])


def profile(asked: Asked, world: World) -> list[Row]:
    return profiled(asked, world, asked.codes, named=True)


def profiled(asked: Asked, world: World, codes: Iterable[str], named: bool = False) -> list[Row]:
    rows = []
    for indicator, year in sorted(asked.profile):
        for code in sorted(codes):
            each = Slice(indicator.id, level_of(code), year, "total", "total")
            cell = world.cells(each).get(code)
            if cell is not None:
                rows.append(cell_row(indicator, code, each, cell))
            elif named:
                rows.append(absent_row(asked, code, each, world.division_of(each), world))
    return rows
