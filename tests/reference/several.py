"""Questions about several figures at once: a profile, two beside each other, and likeness.

Written from ``docs/answer.md``; of the project only the Question is imported.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from tests.reference.asked import Asked, refuse_if
from tests.reference.rules import LEAST_AREAS, Rule
from tests.reference.world import Indicator, World
from tests.reference.years import chosen, covered_years, fits

LIKENESS = (
    "socioekonomiskt_index", "fodda_utomlands_andel", "hyresratt_andel", "forgymnasial_andel",
    "sysselsatta_andel", "folkmangd",
)  # fmt: skip
"""What areas are compared by to find those most alike, unless the asker chooses."""


def profiled(asked: Asked, indicators: list[Indicator], world: World) -> Asked:
    """Each indicator in its newest year, or the newest of those asked for."""
    chosen: list[tuple[Indicator, int]] = []
    anything = False
    for indicator in indicators:
        covered = covered_years(replace(asked, indicator=indicator), world)
        anything = anything or bool(covered)
        if fitting := [year for year in covered if fits(asked.question, year)]:
            chosen.append((indicator, fitting[-1]))
    refuse_if(not anything, "no_data_for_area")
    refuse_if(not chosen, "no_data_for_year")
    return replace(asked, profile=tuple(chosen))


def related(asked: Asked, rule: Rule, indicators: list[Indicator], world: World) -> Asked:
    """Two figures in the newest year in which areas enough have both, in one division."""
    counted = _common_years(asked, indicators, world)
    refuse_if(not counted, "no_common_year")
    enough = {year: count for year, count in counted.items() if count >= LEAST_AREAS}
    free = asked.question.periods.mode in ("latest", "top")
    years = chosen(asked, rule, enough if free and enough else counted, world)
    refuse_if(len(years) > 1, "bad_value")
    refuse_if(counted[years[0]] < LEAST_AREAS, "too_few_areas")
    return _together(asked, indicators, years[0], world)


def _together(asked: Asked, indicators: list[Indicator], year: int, world: World) -> Asked:
    one = replace(asked, indicator=indicators[0]).slice(year)
    profile = tuple((indicator, year) for indicator in indicators)
    return replace(asked, years=(year,), division={year: world.division_of(one)}, profile=profile)


def _common_years(asked: Asked, indicators: list[Indicator], world: World) -> dict[int, int]:
    """Year → how many areas have all the figures, all read in one division; only with any."""
    counted: dict[int, int] = {}
    for year in world.years(indicators[0].id, asked.level, "total", "total"):
        slices = [replace(asked, indicator=each).slice(year) for each in indicators]
        divisions = {world.division_of(each) for each in slices}
        cells = [world.cells(each) for each in slices]
        areas = asked.codes or world.members(asked.level, min(divisions), asked.inside)
        count = sum(all(area in of and of[area].has_figure for of in cells) for area in areas)
        if count and len(divisions) == 1:
            counted[year] = count
    return counted


def alike(
    asked: Asked, indicators: list[Indicator], world: World, apart: Collection[str] = ()
) -> Asked:
    """The newest year in which the area has the figures; unless they are chosen, the year with
    the most of those that areas are compared by, of which at least half of the areas have each,
    ``apart`` left aside."""
    refuse_if(len(asked.codes) != 1, "bad_value")
    refuse_if(asked.level == "riket", "too_few_areas")
    found: dict[int, list[Indicator]] = {}
    if indicators:
        found = dict.fromkeys(_common_years(asked, indicators, world), indicators)
        refuse_if(not found and len(indicators) > 1, "no_common_year")
    else:
        for each in (world.indicators[name] for name in LIKENESS if name not in apart):
            for year in world.years(each.id, asked.level, "total", "total"):
                if _known_widely(replace(asked, indicator=each), year, world):
                    found.setdefault(year, []).append(each)
    refuse_if(not found, "no_data_for_area")
    fitting = [year for year in found if fits(asked.question, year)]
    refuse_if(not fitting, "no_data_for_year")
    best = max(fitting, key=lambda year: (len(found[year]), year))
    everywhere = _common_years(replace(asked, codes=()), found[best], world)
    refuse_if(everywhere.get(best, 0) <= LEAST_AREAS, "too_few_areas")
    return _together(asked, found[best], best, world)


def _known_widely(asked: Asked, year: int, world: World) -> bool:
    each = asked.slice(year)
    division, cells = world.division_of(each), world.cells(each)
    if division != world.division(asked.level, year):
        return False
    areas = world.members(asked.level, division)
    valued = [area for area in areas if area in cells and cells[area].has_figure]
    return 2 * len(valued) >= len(areas) and asked.codes[0] in valued
