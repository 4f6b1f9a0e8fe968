"""The tenths of a place by the index, from the definition.

The RegSO of a place are counted down from the highest index, of two alike the first code first. Of
n with an index, n/10 to the nearest whole number are a tenth, a half counted as one. There are
tenths where 20 or more have an index and no more than a tenth of all the RegSO lacks it.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from tests.reference.asked import Asked
from tests.reference.world import Slice, World

INDEX = "socioekonomiskt_index"


def tenths(index: dict[str, float], areas: int) -> tuple[list[str], list[str]] | None:
    """The areas with the highest and those with the lowest index; ``areas`` are all there are."""
    if len(index) < 20 or areas - len(index) > Fraction(areas, 10):
        return None
    counted = sorted(sorted(index), key=index.__getitem__, reverse=True)
    many = floor(Fraction(len(index), 10) + Fraction(1, 2))
    return counted[:many], counted[len(counted) - many :]


def index_of(asked: Asked, year: int, division: int, world: World) -> dict[str, float]:
    """The index of everybody, unless it is in another division than the figures are."""
    each = Slice(INDEX, "regso", asked.type_year(year), "total", "total")
    if world.division_of(each) != division:
        return {}
    cells = world.in_division(each, division)
    return {area: cell.value for area, cell in cells.items() if cell.value is not None}


def index_source(asked: Asked, areas: list[str], year: int, world: World) -> str | None:
    each = Slice(INDEX, "regso", asked.type_year(year), "total", "total")
    cells = world.cells(each)
    return min((cells[area].source for area in areas), default=None)


def inside(place: str, division: int, world: World) -> tuple[str, ...]:
    return world.members("regso", division, () if place == "00" else (place,))


def in_place(
    asked: Asked, place: str, year: int, division: int, world: World
) -> tuple[int, int, tuple[list[str], list[str]] | None]:
    """How many RegSO there are, how many have an index, and the tenths."""
    areas = inside(place, division, world)
    every = index_of(asked, year, division, world)
    index = {area: every[area] for area in areas if area in every}
    return len(areas), len(index), tenths(index, len(areas))


def places(asked: Asked, world: World) -> tuple[str, ...]:
    """The areas asked about, whose borders never move."""
    return asked.codes or world.members(asked.scope, 0, asked.within)


def has_tenths(asked: Asked, year: int, division: int, world: World) -> bool:
    found = (in_place(asked, place, year, division, world) for place in places(asked, world))
    return any(ends is not None for _, _, ends in found)
