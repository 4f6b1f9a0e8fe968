"""One figure of one area, and what the rows of every shape have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from semantic.question import Question
from tests.reference.asked import Asked
from tests.reference.rules import RULES
from tests.reference.world import Cell, Indicator, Slice, World, level_of
from tests.reference.years import breaks_in

Row = dict[str, Any]
LACKS = ("suppressed", "missing", "not_applicable")
"""Why a figure may be lacking, the reason that is told before the others first."""


def figure(cell: Cell | None, indicator: Indicator) -> float | None:
    """A ratio is numerator over denominator in its unit; nothing can be divided by nobody."""
    if cell is None:
        return None
    if cell.den is None:
        return cell.value if cell.num is None else cell.num
    if cell.num is None or cell.den == 0:
        return None
    return indicator.scale * cell.num / cell.den


def with_figure(value: float, preliminary: object) -> str:
    return "zero" if value == 0 else "preliminary" if preliminary else "value"


def cell_row(indicator: Indicator, area: str, each: Slice, cell: Cell) -> Row:
    value = figure(cell, indicator)
    nobody = value is None and cell.den == 0
    return {
        "indicator": indicator.id, "area": area, "period": each.year, "sex": each.sex,
        "age": each.age, "numerator": cell.num, "denominator": cell.den, "value": value,
        "status": "not_applicable" if nobody else cell.status, "origin": cell.origin,
        "source": cell.source,
    }  # fmt: skip


def absent_row(asked: Asked, area: str, each: Slice, division: int, world: World) -> Row:
    """The row of a named area that the facts know nothing of."""
    there = (area, division) in world.known
    return {
        "indicator": each.indicator, "area": area, "period": each.year, "sex": each.sex,
        "age": each.age, "numerator": None, "denominator": None, "value": None,
        "status": "missing" if there else "not_applicable", "origin": None, "source": None,
    }  # fmt: skip


def by_value(rows: Iterable[Row], question: Question) -> list[Row]:
    """Largest first, or smallest; without a figure last; those that are equal by area."""
    sign = 1 if question.order == "asc" else -1

    def order(row: Row) -> tuple[Any, ...]:
        value = row["value"]
        rest = (row["area"], row.get("sex"), row.get("age"))
        return (value is None, sign * (value or 0), *rest)

    return sorted(rows, key=order)


def limited(rows: list[Row], question: Question) -> list[Row]:
    limit = question.limit or RULES[question.shape].limit
    return rows[:limit] if limit else rows


def in_time(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["area"], row["sex"], row["age"], row["period"]))


# the cells asked about


def groups_told(asked: Asked, world: World) -> list[tuple[str, str]]:
    """The groups (sex, age) of people that the rows are divided into: those that there are cells
    of, with a figure or without, in any of the years."""
    question = asked.question
    if not {"sex", "age"} & set(question.by):
        return [(question.sex, question.age)]
    told = world.groups_told(asked.indicator.id, asked.level, asked.years)
    if "sex" in question.by:
        return sorted((sex, age) for sex, age in told if sex != "total" and age == question.age)
    return sorted((sex, age) for sex, age in told if age != "total" and sex == question.sex)


def picked(asked: Asked, world: World) -> Iterator[Row]:
    """A row for every cell asked about."""
    for year in asked.years:
        for sex, age in groups_told(asked, world):
            each = asked.slice(year, sex, age)
            for area, cell in world.in_division(each, asked.division[year]).items():
                inside = area in asked.codes if asked.codes else area.startswith(asked.inside or "")
                if inside and not left_out(asked, world, area, year):
                    yield cell_row(asked.indicator, area, each, cell)


def absent(asked: Asked, world: World, rows: Sequence[Row]) -> list[Row]:
    """A row for every named area, year and group that has no cell."""
    there = {(row["area"], row["period"], row["sex"], row["age"]) for row in rows}
    return [
        absent_row(asked, code, asked.slice(year, sex, age), asked.division[year], world)
        | ({"status": "not_applicable"} if left_out(asked, world, code, year) else {})
        for code in asked.codes
        for year in asked.years
        for sex, age in groups_told(asked, world)
        if (code, year, sex, age) not in there
    ]


# pieces of a series


def moved(asked: Asked, world: World, area: str) -> bool:
    """Whether an area is not the same in all the years asked about."""
    if level_of(area) in ("riket", "lan", "kommun") or not asked.crosses:
        return False
    if level_of(area) == "deso" or area in world.moved:
        return True
    return any((area, division) not in world.known for division in asked.division.values())


def left_out(asked: Asked, world: World, area: str, year: int) -> bool:
    """Whether nothing is told of an area that moved, in a year that is not of the last division."""
    before = asked.in_one_division and asked.division[year] != asked.division[asked.years[-1]]
    return before and moved(asked, world, area)


def segment(asked: Asked, world: World, area: str, year: int) -> int:
    """The piece of the series: cut at every break and, for what is not the same areas, where the
    division changes."""
    breaks = breaks_in(asked, world, asked.years[0], asked.years[-1])
    cuts = sum(first <= year for first in breaks)
    if asked.by_type or moved(asked, world, area):
        until = [asked.division[each] for each in asked.years if each <= year]
        cuts += sum(one != other for one, other in pairwise(until))
    return cuts


def with_segments(rows: list[Row], asked: Asked, world: World) -> list[Row]:
    return [row | {"segment": segment(asked, world, row["area"], row["period"])} for row in rows]
