"""Small areas of one type added up."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.reference.asked import Asked, areas_asked
from tests.reference.rows.figures import LACKS, groups_told
from tests.reference.world import Cell, Indicator, Slice, World


@dataclass(frozen=True)
class Sum:
    """RegSO of one type in one area added up: ``areas`` of them there are, ``valued`` have a
    figure with parts; ``lacks`` why the others have none."""

    numerator: float | None
    denominator: float | None
    areas: int
    valued: int
    preliminary: int
    lacks: frozenset[str]
    source: str | None

    def value(self, indicator: Indicator) -> float | None:
        """A ratio leaves out areas without a figure; a count with one left out has no total."""
        if indicator.kind != "ratio":
            return self.numerator if self.valued == self.areas else None
        if self.numerator is None or not self.denominator:
            return None
        return indicator.scale * self.numerator / self.denominator

    @property
    def why_not(self) -> str:
        """Why there is no figure."""
        if not self.areas:
            return "not_applicable"
        return next((reason for reason in LACKS if reason in self.lacks), "not_applicable")


def summed(asked: Asked, world: World, area: str, each: Slice) -> dict[int, Sum]:
    """The sum of each type inside ``area``."""
    basis = asked.type_year(each.year)
    types = world.types[basis][1]
    cells = world.in_division(each, asked.division[each.year])
    place = () if area == "00" else (area,)
    inside = world.members("regso", world.types[basis][0], place)
    return {
        kind: added([cells.get(code) for code in inside if types.get(code) == kind])
        for kind in (1, 2, 3, 4, 5)
    }


def added(cells: Sequence[Cell | None]) -> Sum:
    """The cells of all areas that are to be added up, None of one that there is no cell of."""
    there = [cell for cell in cells if cell is not None]
    valued = [cell for cell in there if cell.num is not None]
    dens = [cell.den for cell in there if cell.den is not None]
    lacks = {"missing" if cell is None or cell.has_figure else cell.status
             for cell in cells if cell is None or cell.num is None}  # fmt: skip
    return Sum(
        math.fsum(cell.num for cell in valued if cell.num is not None) if valued else None,
        math.fsum(dens) if dens else None,
        len(cells),
        len(valued),
        sum(cell.status == "preliminary" for cell in there),
        frozenset(lacks),
        min((cell.source for cell in there), default=None),
    )


def first_source(sums: Iterable[Sum]) -> str | None:
    return min((one.source for one in sums if one.source), default=None)


def summed_keys(asked: Asked, world: World) -> Iterator[tuple[str, Slice]]:
    groups = groups_told(asked, world)
    for area in areas_asked(asked, world):
        for year in asked.years:
            for sex, age in groups:
                yield area, asked.slice(year, sex, age)
