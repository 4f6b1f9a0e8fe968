"""A second way to years put together: year by year and person by person, from ``docs/answer.md``.

Of the project only the Question is imported. Shapes that put no years together pass through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from semantic.question import Question
from tests.reference.asked import Asked, areas_asked, groups_of, refuse_if
from tests.reference.rows import figures
from tests.reference.rows.figures import Row
from tests.reference.world import Cell, Indicator, World
from tests.reference.years import best_covered, breaks_in, division_read


def window(question: Question, last: int) -> tuple[int, ...]:
    """``last`` and the years before it that are put together with it."""
    return tuple(last - back for back in reversed(range(question.pooled)))


def of_window(asked: Asked, world: World, last: int) -> Asked:
    division = {year: division_read(asked, year, world) for year in window(asked.question, last)}
    return replace(asked, years=(last,), division=division)


# which years can be put together


def newest(asked: Asked, covered: Mapping[int, int], world: World) -> tuple[int, ...]:
    """The newest year of which at least half of the areas with a figure have it in all the years;
    the newest of all where there is none."""
    good = best_covered(asked, covered)
    whole = {year: whole_areas(of_window(asked, world, year), world) for year in good}
    enough = [year for year in good if whole[year] >= Fraction(covered[year], 2)]
    return (max(enough or good),)


def whole_areas(asked: Asked, world: World) -> int:
    """How many areas asked about are the same in all the years and have the figure with its parts
    in each, in the group of people with most; none where a break lies between the years."""
    years = window(asked.question, asked.years[-1])
    if breaks_in(asked, world, years[0], years[-1]):
        return 0
    counts = [
        sum(
            not figures.moved(asked, world, area)
            and all(_has(asked, world, area, year, group) for year in years)
            for area in areas_asked(asked, world)
        )
        for group in groups_of(asked, world)
    ]
    return max(counts)


def _has(asked: Asked, world: World, area: str, year: int, group: tuple[str, str]) -> bool:
    cell = world.cells(asked.slice(year, *group)).get(area)
    return cell is not None and cell.has_figure and cell.num is not None


def check(asked: Asked, covered: Mapping[int, int], world: World) -> None:
    if asked.question.pooled == 1:
        return
    refuse_if(asked.indicator.kind != "ratio" or len(asked.years) > 1, "bad_value")
    years = window(asked.question, asked.years[-1])
    refuse_if(not set(years) <= covered.keys(), "no_data_for_year")
    refuse_if(breaks_in(asked, world, years[0], years[-1]), "across_break")
    refuse_if(not whole_areas(asked, world), "bad_value")


# the rows


def picked(asked: Asked, world: World) -> Iterator[Row]:
    """A row for every cell asked about; where years are put together, for all cells of an area."""
    if asked.question.pooled == 1:
        yield from figures.picked(asked, world)
        return
    years = window(asked.question, asked.years[-1])
    for sex, age in _groups(asked, world):
        found: dict[str, dict[int, Cell]] = {}
        for year in years:
            each = asked.slice(year, sex, age)
            for area, cell in world.in_division(each, asked.division[year]).items():
                own = asked.division[year] == asked.division[years[-1]]
                if own or not figures.moved(asked, world, area):
                    found.setdefault(area, {})[year] = cell
        for area, cells in found.items():
            if area in asked.codes if asked.codes else area.startswith(asked.inside or ""):
                gone = figures.moved(asked, world, area)
                every = [cells.get(year) for year in years]
                sources = sorted({cell.source for cell in cells.values()})
                yield together(every, asked.indicator, gone=gone) | {
                    "indicator": asked.indicator.id, "area": area, "from_period": years[0],
                    "period": years[-1], "sex": sex, "age": age, "origin": "computed",
                    "source": sources[0],
                    "other_source": sources[-1] if len(sources) > 1 else None,
                }  # fmt: skip


def _groups(asked: Asked, world: World) -> list[tuple[str, str]]:
    years = window(asked.question, asked.years[-1])
    return figures.groups_told(replace(asked, years=years), world)


def together(cells: Sequence[Cell | None], indicator: Indicator, *, gone: bool) -> Row:
    """The figure of all the years, or the gravest of the reasons for which one of them has none."""
    reasons = {_why_not(cell) for cell in cells} - {""}
    if gone or reasons:
        told = next((each for each in figures.LACKS if each in reasons), "")
        status = "not_applicable" if gone else told
        return {"numerator": None, "denominator": None, "value": None, "status": status}
    num, den = Fraction(0), Fraction(0)
    preliminary = False
    for cell in cells:
        assert cell is not None
        assert cell.num is not None
        assert cell.den is not None
        num, den = num + Fraction(cell.num), den + Fraction(cell.den)
        preliminary = preliminary or cell.status == "preliminary"
    value = float(Fraction(indicator.scale) * num / den)
    return {
        "numerator": float(num), "denominator": float(den), "value": value,
        "status": figures.with_figure(value, preliminary),
    }  # fmt: skip


def mean_of_a_year(row: Row, question: Question, side: str = "") -> tuple[Any, Any]:
    """Numerator and denominator as they are judged: the same persons are in several years."""
    num, den = (row.get(f"{side}{part}") for part in ("numerator", "denominator"))
    return num and num / question.pooled, den and den / question.pooled


def _why_not(cell: Cell | None) -> str:
    """Empty where the year has its figure with numerator and denominator."""
    if cell is None:
        return "missing"
    if cell.den == 0:
        return "not_applicable"
    if cell.num is not None and cell.den is not None:
        return ""
    return cell.status if cell.status in ("suppressed", "not_applicable") else "missing"


def absent(asked: Asked, world: World, rows: Sequence[Row]) -> list[Row]:
    """A row for every named area and group that has no cell in any of the years."""
    if asked.question.pooled == 1:
        return figures.absent(asked, world, rows)
    last = asked.years[-1]
    there = {(row["area"], row["sex"], row["age"]) for row in rows}
    found = []
    for code in asked.codes:
        for group in _groups(asked, world):
            if (code, *group) not in there:
                each = asked.slice(last, *group)
                row = figures.absent_row(asked, code, each, asked.division[last], world)
                gone = figures.moved(asked, world, code)
                status = "not_applicable" if gone else row["status"]
                first = window(asked.question, last)[0]
                found.append(row | {"status": status, "from_period": first})
    return found
