"""The years that a question is about: which there are, and which of them are taken.

Written from ``docs/answer.md``; of the project only the Question is imported.
"""

from __future__ import annotations

from collections.abc import Mapping

from semantic.question import Question
from tests.reference import tenths
from tests.reference.asked import Asked, groups_of, refuse_if
from tests.reference.rules import TYPE_LISTS, Rule
from tests.reference.world import Indicator, Slice, World


def covered_years(asked: Asked, world: World) -> dict[int, int]:
    """Year → how many of the areas asked about have a figure, in the group with most; only years
    in which any has. Area types count where every RegSO asked about has one."""
    if asked.question.shape in TYPE_LISTS:
        return {year: 1 for year in sorted(world.types) if world.typed(year, asked.inside)}
    found: dict[int, int] = {}
    for sex, age in groups_of(asked, world):
        for year in world.years(asked.indicator.id, asked.level, sex, age):
            if count := areas_covered(asked, world, asked.slice(year, sex, age)):
                found[year] = max(count, found.get(year, 0))
    return dict(sorted(found.items()))


def areas_covered(asked: Asked, world: World, each: Slice) -> int:
    cells, division = world.cells(each), world.division_of(each)
    if asked.codes and not asked.by_type:
        areas: tuple[str, ...] = asked.codes
    else:
        areas = world.members(each.level, division, asked.inside)
    if asked.question.measure == "tenths" and not tenths.has_tenths(
        asked, each.year, division, world
    ):
        return 0
    if asked.by_type and asked.question.measure != "tenths":
        basis = asked.type_year(each.year)
        if not world.typed(basis, asked.inside) or world.types[basis][0] != division:
            return 0
    if asked.by_type:
        areas = tuple(area for area in areas if area in cells and cells[area].num is not None)
    return sum(area in cells and cells[area].has_figure for area in areas)


def added_at_all(asked: Asked, world: World) -> bool:
    """Whether any RegSO inside has the parts of the figure, in any year."""
    slices = [
        asked.slice(year, sex, age)
        for sex, age in groups_of(asked, world)
        for year in world.years(asked.indicator.id, asked.level, sex, age)
    ]
    return any(
        area in (cells := world.cells(each)) and cells[area].num is not None
        for each in slices
        for area in world.members(each.level, world.division_of(each), asked.inside)
    )


def typed_at_all(asked: Asked, world: World) -> bool:
    years = {year for year in world.types if world.typed(year, asked.inside)}
    basis = asked.question.type_basis.year
    return bool(years) and (basis is None or basis in years)


def division_read(asked: Asked, year: int, world: World) -> int:
    if asked.question.shape in TYPE_LISTS:
        return world.types[year][0]
    told = world.groups_told(asked.indicator.id, asked.level, (year,))
    whole = (asked.question.sex, asked.question.age)
    group = next((each for each in groups_of(asked, world) if each in told), whole)
    return world.division_of(asked.slice(year, *group))


def breaks_in(asked: Asked, world: World, first: int, last: int) -> set[int]:
    """The years, after ``first`` and up to ``last``, from which the figure is another.

    A break of another source does not concern these figures; new borders do where the small areas
    of both years lie in two divisions; one of preliminary figures holds from the first of them.
    """
    if asked.question.shape in (*TYPE_LISTS, "profile"):
        return set()
    return breaks_of(asked.indicator, asked, world, first, last)


def breaks_of(indicator: Indicator, asked: Asked, world: World, first: int, last: int) -> set[int]:
    found = set()
    for each in indicator.breaks:
        year: int | None = each.year
        if each.source is not None and each.source not in world.sources:
            continue
        if each.kind == "division":
            over = indicator.over or asked.level
            if world.division(over, first) == world.division(over, last):
                continue
        if each.kind == "preliminary":
            group = (asked.question.sex, asked.question.age)
            year = world.preliminary_from(indicator.id, asked.level, *group)
        if year is not None and first < year <= last:
            found.add(year)
    return found


def one_by_one(asked: Asked) -> bool:
    """Whether nothing tells which areas of two divisions are the same, or of the same types."""
    shape, one = asked.question.shape, asked.question.division_basis.mode == "one"
    return asked.level == "deso" or shape == "split" or (shape == "type_changes" and not one)


def chosen(asked: Asked, rule: Rule, covered: Mapping[int, int], world: World) -> tuple[int, ...]:
    periods = asked.question.periods
    if periods.mode == "latest":
        return _latest(asked, rule, covered, world)
    if periods.mode == "list":
        refuse_if(not set(periods.years) <= covered.keys(), "no_data_for_year")
        return periods.years
    if periods.mode == "top":
        years = _well_covered(asked, covered)[-(periods.n or 1) :]
    else:
        first, last = periods.first or 0, periods.last or 0
        years = tuple(year for year in covered if first <= year <= last)
        if rule.years == "two":
            years = (first, last)
        refuse_if(not years or not set(years) <= covered.keys(), "no_data_for_year")
    return tuple(dict.fromkeys((years[0], years[-1]))) if rule.years == "two" else years


def _well_covered(asked: Asked, covered: Mapping[int, int]) -> tuple[int, ...]:
    """Years with figures for at least half as many areas as the best one; all years with any for
    named areas."""
    if asked.codes and not asked.by_type:
        return tuple(covered)
    return tuple(year for year in covered if covered[year] * 2 >= max(covered.values()))


def _latest(asked: Asked, rule: Rule, covered: Mapping[int, int], world: World) -> tuple[int, ...]:
    good = _well_covered(asked, covered)
    if asked.question.shape == "trend":
        return good
    if rule.years == "two":
        return _newest_pair(asked, good, world)
    return best_covered(asked, covered)[-1:]


def best_covered(asked: Asked, covered: Mapping[int, int]) -> tuple[int, ...]:
    """Of named areas, the years with figures for most of them."""
    good = _well_covered(asked, covered)
    most = max(covered[year] for year in good)
    return tuple(year for year in good if covered[year] == most) if asked.codes else good


def _newest_pair(asked: Asked, years: tuple[int, ...], world: World) -> tuple[int, ...]:
    """The two newest years that can be compared, else the two newest."""

    breaks = breaks_in(asked, world, years[0], years[-1])

    def piece(year: int) -> tuple[int, int]:
        division = division_read(asked, year, world) if one_by_one(asked) else 0
        return sum(each <= year for each in breaks), division

    for last in reversed(range(1, len(years))):
        before = [year for year in years[:last] if piece(year) == piece(years[last])]
        if before:
            return before[-1], years[last]
    return years[-2:]


def fits(question: Question, year: int) -> bool:
    periods = question.periods
    if periods.mode == "list":
        return year in periods.years
    return periods.mode != "range" or (periods.first or 0) <= year <= (periods.last or 0)
