"""Which questions can be answered, and what exactly is then asked: a second account of it.

Written from ``docs/answer.md``; of the project only the Question is imported. Checks are made in
the order in which a reader would want to be told: the form of the question, names, areas, what
there is of the figure, years, comparability, size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from semantic.question import Question
from tests.reference import standard
from tests.reference.world import FIXED, LEVELS, Indicator, Slice, World, level_of

CODE = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{4}R[0-9]{3}|[0-9]{4}[ABC][0-9]{4}")
MOST_CODES, MOST_ROWS = 150, 50_000
LEAST_AREAS = 5
"""With fewer areas with a figure nothing is said of how they spread or hang together."""
TYPE_LISTS = ("areas_of_type", "type_changes")
OF_MANY = ("profile", "segregation")
LIKENESS = (
    "socioekonomiskt_index", "fodda_utomlands_andel", "hyresratt_andel", "forgymnasial_andel",
    "sysselsatta_andel", "folkmangd",
)  # fmt: skip
"""What areas are compared by to find those most alike, unless the asker chooses."""


class Refused(Exception):  # noqa: N818 - named for what it says
    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Rule:
    """What a shape can be asked with. ``places`` is "level" where the level must be told, "named"
    where the areas must."""

    indicators: tuple[int, int] = (1, 1)
    by: str = ""
    years: str = "one"
    takes: str = "sex age"
    measures: str = "value"
    limit: int | None = None
    places: str = ""
    by_type: bool = False


RULES: Mapping[str, Rule] = {
    "value": Rule(by="sex age", takes="sex age comparator", places="named"),
    "trend": Rule(
        by="area_type sex age", years="many", takes="sex age types type_basis comparator"
    ),
    "compare_areas": Rule(
        by="sex age period", years="many", takes="sex age order limit comparator", places="level"
    ),
    "compare_types": Rule(
        by="sex age period", years="many", takes="sex age types type_basis standard", by_type=True
    ),
    "rank": Rule(takes="sex age order limit", limit=10, places="level"),
    "gap": Rule(
        by="sex age", years="many", takes="sex age types type_basis",
        measures="difference ratio persons slope", by_type=True,
    ),
    "split": Rule(years="two", measures="mix retyped", by_type=True),
    "population_share": Rule(
        (0, 1), by="period", years="many", takes="sex age types type_basis", by_type=True
    ),
    "change": Rule(
        by="sex age", years="two", takes="sex age order limit", measures="difference percent",
        places="level",
    ),
    "threshold": Rule(takes="sex age order limit threshold", places="level"),
    "areas_of_type": Rule((0, 0), takes="types limit", by_type=True),
    "type_changes": Rule((0, 0), years="two", takes="types limit", by_type=True),
    "profile": Rule((0, 40), takes="comparator", places="named"),
    "map": Rule(places="level"),
    "definition": Rule((0, 1), years="none", takes="concept"),
    "relation": Rule((2, 2), takes="", places="level"),
    "spread": Rule(),
    "similar": Rule((0, 12), takes="limit", limit=10, places="named"),
    "segregation": Rule((0, 0), takes="comparator", places="named"),
}  # fmt: skip
"""A new shape adds its row here, and its rows in `tests.reference.evaluator`."""

OWN_GROUPS: Mapping[str, str] = {
    "value": "area", "trend": "area period", "compare_areas": "area", "compare_types": "area_type",
    "rank": "area", "gap": "period", "population_share": "area_type", "change": "area",
    "split": "area_type",
    "threshold": "area", "areas_of_type": "area area_type", "type_changes": "area",
    "profile": "indicator", "map": "area", "definition": "", "relation": "area", "spread": "area",
    "similar": "area", "segregation": "indicator",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """``codes`` empty is all areas of ``scope`` in ``within``; ``level`` is that of the cells
    read; ``division`` gives every year the division it is read in."""

    question: Question
    indicator: Indicator
    level: str
    scope: str
    codes: tuple[str, ...]
    within: tuple[str, ...]
    by_type: bool
    years: tuple[int, ...] = ()
    division: Mapping[int, int] = field(default_factory=dict)
    profile: tuple[tuple[Indicator, int], ...] = ()

    @property
    def inside(self) -> tuple[str, ...]:
        return tuple(code for code in self.codes or self.within if code != "00")

    def slice(self, year: int, sex: str = "", age: str = "") -> Slice:
        question = self.question
        return Slice(self.indicator.id, self.level, year, sex or question.sex, age or question.age)

    def type_year(self, year: int) -> int:
        return self.question.type_basis.year or year

    @property
    def crosses(self) -> bool:
        return len(set(self.division.values())) > 1


def refuse_if(wrong: object, code: str) -> None:
    if wrong:
        raise Refused(code)


def resolve(question: Question, world: World) -> Asked:
    """Raises `Refused` with the code of the refusal."""
    rule = RULES[question.shape]
    _check_form(question, rule)
    indicators = _indicators(question, world)
    by_type = rule.by_type or "area_type" in question.by
    first = (*indicators, Indicator("", "", 1.0, (), None))[0]
    if question.shape == "definition":
        return Asked(question, first, "riket", "riket", (), (), False)
    scope, codes, within = _places(question, rule, world, by_type)
    refuse_if(question.shape == "spread" and codes, "bad_value")
    level = "regso" if by_type else scope
    asked = Asked(question, first, level, scope, codes, within, by_type)
    if question.shape in OF_MANY:
        refuse_if(not indicators, "no_data_for_indicator")
        refuse_if(question.shape == "segregation" and len(codes) > 1, "bad_value")
        return _profile(asked, indicators, world)
    if question.shape == "relation":
        return _related(asked, rule, indicators, world)
    if question.shape == "similar":
        return _alike(asked, indicators, world)
    if question.shape not in TYPE_LISTS:
        _check_indicator(asked, world)
    return _with_years(asked, rule, world)


# the form


def _check_form(question: Question, rule: Rule) -> None:
    least, most = rule.indicators
    refuse_if(len(question.indicators) < least, "missing_key")
    refuse_if(len(question.indicators) > most, "bad_value")
    groups = set(question.by) - set(OWN_GROUPS[question.shape].split())
    refuse_if(groups - set(rule.by.split()), "bad_value")
    refuse_if(question.measure and question.measure not in rule.measures.split(), "bad_value")
    takes = set(rule.takes.split())
    if question.shape == "trend" and "area_type" not in groups:
        takes -= {"types", "type_basis"}
    given = {
        "types": question.types, "sex": question.sex != "total", "age": question.age != "total",
        "type_basis": question.type_basis.year, "comparator": question.comparator != "auto",
        "threshold": question.threshold, "order": question.order, "limit": question.limit,
        "concept": question.concept is not None, "standard": question.standard != "none",
    }  # fmt: skip
    refuse_if(any(there and key not in takes for key, there in given.items()), "bad_value")
    if question.shape == "definition":
        refuse_if(question.areas.level or question.periods.mode != "latest", "bad_value")
    for group, asked in (("sex", question.sex), ("age", question.age)):
        refuse_if(group in groups and asked != "total", "bad_value")
    refuse_if({"sex", "age"} <= groups, "no_data_for_breakdown")
    refuse_if(question.shape == "threshold" and question.threshold is None, "missing_key")
    if question.shape == "gap" and question.types:
        refuse_if(len(set(question.types)) != 2 or question.measure == "slope", "bad_value")
    refuse_if(
        question.shape == "definition" and question.concept and question.indicators, "bad_value"
    )


def _indicators(question: Question, world: World) -> list[Indicator]:
    ids = list(question.indicators)
    if not ids and question.shape in ("population_share", *TYPE_LISTS):
        ids = ["folkmangd"]
    if not ids and question.shape == "profile":
        ids = [each for each in world.indicators if world.has(each)]
    if question.shape == "segregation":
        ids = [each for each, its in world.indicators.items() if its.over and world.has(each)]
    if not ids and question.shape == "definition":
        refuse_if(question.concept is None, "missing_key")
        refuse_if(question.concept not in world.concepts, "unknown_concept")
    refuse_if(not set(ids) <= world.indicators.keys(), "unknown_indicator")
    return [world.indicators[each] for each in ids]


# the areas


def _places(
    question: Question, rule: Rule, world: World, by_type: bool
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    codes, within = question.areas.codes, question.areas.within
    refuse_if(max(len(codes), len(within)) > MOST_CODES, "too_many_areas")
    for code in (*codes, *within):
        refuse_if(not CODE.fullmatch(code) or code not in world.codes, "unknown_area")
    refuse_if(codes and within, "bad_value")
    level: str | None = question.areas.level
    if level is None and codes:
        level = level_of(codes[0])
    elif level is None and within:
        outer = max(map(level_of, within), key=LEVELS.index)
        level = outer if by_type else "regso" if outer == "kommun" else "kommun"
    elif level is None:
        refuse_if(rule.places == "level", "missing_key")
        level = "riket"
    refuse_if(any(level_of(code) != level for code in codes), "wrong_level")
    refuse_if(by_type and level not in FIXED, "wrong_level")
    within = tuple(code for code in within if code != "00")
    for code in within:
        refuse_if(level_of(code) not in FIXED, "bad_value")
        refuse_if(LEVELS.index(level_of(code)) > LEVELS.index(level), "wrong_level")
    if level == "riket":
        codes = ("00",)
    if rule.places == "named" and not codes:
        refuse_if(not within or question.shape in OF_MANY, "needs_areas")
    return level, codes, within


# the figure


def _check_indicator(asked: Asked, world: World) -> None:
    question, indicator = asked.question, asked.indicator
    refuse_if(not world.has(indicator.id), "no_data_for_indicator")
    refuse_if(asked.by_type and indicator.kind not in ("count", "ratio"), "not_additive")
    refuse_if(question.shape == "population_share" and indicator.kind != "count", "bad_value")
    of_shares = question.shape == "split" or question.measure in ("persons", "slope")
    refuse_if(of_shares and indicator.kind != "ratio", "bad_value")
    refuse_if(not world.has(indicator.id, asked.level), "no_data_for_level")
    groups = world.groups(indicator.id, asked.level)
    if "sex" in question.by or question.sex != "total":
        refuse_if(not {("women", "total"), ("men", "total")} <= groups, "no_data_for_breakdown")
    if "age" in question.by:
        refuse_if(not age_groups(asked, world), "no_data_for_breakdown")
    if question.age != "total":
        refuse_if(("total", question.age) not in groups, "no_data_for_breakdown")


def age_groups(asked: Asked, world: World) -> list[str]:
    groups = world.groups(asked.indicator.id, asked.level)
    return sorted(age for sex, age in groups if sex == "total" and age != "total")


def groups_of(asked: Asked, world: World) -> list[tuple[str, str]]:
    """The groups of people the rows are divided into."""
    question = asked.question
    if "sex" in question.by:
        return [("men", question.age), ("women", question.age)]
    if "age" in question.by:
        return [(question.sex, age) for age in age_groups(asked, world)]
    return [(question.sex, question.age)]


# the years


def covered_years(asked: Asked, world: World) -> dict[int, int]:
    """Year → how many of the areas asked about have a figure, in the group with most; only years
    in which any has. Area types count where every RegSO asked about has one."""
    if asked.question.shape in TYPE_LISTS:
        return {year: 1 for year in sorted(world.types) if world.typed(year, asked.inside)}
    found: dict[int, int] = {}
    for sex, age in groups_of(asked, world):
        for year in world.years(asked.indicator.id, asked.level, sex, age):
            if count := _covered(asked, world, asked.slice(year, sex, age)):
                found[year] = max(count, found.get(year, 0))
    return dict(sorted(found.items()))


def _covered(asked: Asked, world: World, each: Slice) -> int:
    cells, division = world.cells(each), world.division_of(each)
    if asked.codes and not asked.by_type:
        areas: tuple[str, ...] = asked.codes
    else:
        areas = world.members(each.level, division, asked.inside)
    if asked.by_type:
        basis = asked.type_year(each.year)
        if not world.typed(basis, asked.inside) or world.types[basis][0] != division:
            return 0
        areas = tuple(area for area in areas if area in cells and cells[area].num is not None)
    return sum(area in cells and cells[area].has_figure for area in areas)


def _with_years(asked: Asked, rule: Rule, world: World) -> Asked:
    covered = covered_years(asked, world)
    if not covered:
        refuse_if(asked.by_type and not _typed_at_all(asked, world), "no_area_types")
        raise Refused("no_data_for_area")
    years = _chosen(asked, rule, covered, world)
    refuse_if(rule.years == "one" and len(years) > 1, "bad_value")
    division = {year: _division(asked, year, world) for year in years}
    asked = replace(asked, years=years, division=division)
    if rule.years == "two":
        refuse_if(len(years) != 2, "needs_two_years")
        refuse_if(breaks_in(asked, world, years[0], years[-1]), "across_break")
        refuse_if(_one_by_one(asked) and asked.crosses, "across_divisions")
    _check_size(asked, rule, world)
    if asked.question.standard != "none":
        refuse_if(standard_people(asked, world) is None, "bad_value")
    if asked.question.shape == "spread":
        probe = asked.slice(years[-1])
        inside = [replace(asked, within=(place,)) for place in asked.within or ("00",)]
        enough = any(_covered(each, world, probe) >= LEAST_AREAS for each in inside)
        refuse_if(not enough, "too_few_areas")
    return asked


def standard_people(asked: Asked, world: World) -> dict[str, float | Fraction] | None:
    """How many the standard population has in each age group that is told of; None where the
    question is not of one place and year, or the groups do not fit."""
    question, indicator = asked.question, asked.indicator
    if len(asked.years) > 1 or len(asked.codes) != 1 or question.by or question.age != "total":
        return None
    told = world.groups_told(indicator.id, asked.level, asked.years)
    groups = [age for sex, age in told if age != "total" and sex == question.sex]
    if indicator.kind != "ratio" or not groups or standard.overlapping(groups):
        return None
    if question.standard == "esp2013":
        return standard.europe(groups)
    found: dict[str, float | Fraction] = {}
    for group in groups:
        each = Slice(indicator.id, "riket", asked.years[0], question.sex, group)
        cell = world.cells(each).get("00")
        if cell is None or cell.num is None or not cell.has_figure:
            return None
        found[group] = cell.den or 0.0
    return found


def _typed_at_all(asked: Asked, world: World) -> bool:
    years = {year for year in world.types if world.typed(year, asked.inside)}
    basis = asked.question.type_basis.year
    return bool(years) and (basis is None or basis in years)


def _division(asked: Asked, year: int, world: World) -> int:
    if asked.question.shape in TYPE_LISTS:
        return world.types[year][0]
    told = world.groups_told(asked.indicator.id, asked.level, (year,))
    groups = [(asked.question.sex, asked.question.age), *groups_of(asked, world)]
    group = next((each for each in groups if each in told), groups[0])
    return world.division_of(asked.slice(year, *group))


def breaks_in(asked: Asked, world: World, first: int, last: int) -> set[int]:
    """The years, after ``first`` and up to ``last``, from which the figure is another.

    A break of another source does not concern these figures; new borders do where the small areas
    of both years lie in two divisions; one of preliminary figures holds from the first of them.
    """
    if asked.question.shape in (*TYPE_LISTS, "profile"):
        return set()
    found = set()
    for each in asked.indicator.breaks:
        year: int | None = each.year
        if each.source is not None and each.source not in world.sources:
            continue
        if each.kind == "division":
            over = asked.indicator.over or asked.level
            if world.division(over, first) == world.division(over, last):
                continue
        if each.kind == "preliminary":
            group = (asked.question.sex, asked.question.age)
            year = world.preliminary_from(asked.indicator.id, asked.level, *group)
        if year is not None and first < year <= last:
            found.add(year)
    return found


def _one_by_one(asked: Asked) -> bool:
    """Whether nothing tells which areas of two divisions are the same, or of the same types."""
    return asked.question.shape in ("type_changes", "split") or asked.level == "deso"


def _chosen(asked: Asked, rule: Rule, covered: Mapping[int, int], world: World) -> tuple[int, ...]:
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
    if asked.codes:
        most = max(covered[year] for year in good)
        good = tuple(year for year in good if covered[year] == most)
    return good[-1:]


def _newest_pair(asked: Asked, years: tuple[int, ...], world: World) -> tuple[int, ...]:
    """The two newest years that can be compared, else the two newest."""

    breaks = breaks_in(asked, world, years[0], years[-1])

    def piece(year: int) -> tuple[int, int]:
        division = _division(asked, year, world) if _one_by_one(asked) else 0
        return sum(each <= year for each in breaks), division

    for last in reversed(range(1, len(years))):
        before = [year for year in years[:last] if piece(year) == piece(years[last])]
        if before:
            return before[-1], years[last]
    return years[-2:]


def _profile(asked: Asked, indicators: list[Indicator], world: World) -> Asked:
    """Each indicator in its newest year, or the newest of those asked for."""
    chosen: list[tuple[Indicator, int]] = []
    anything = False
    for indicator in indicators:
        covered = covered_years(replace(asked, indicator=indicator), world)
        anything = anything or bool(covered)
        if fitting := [year for year in covered if _fits(asked.question, year)]:
            chosen.append((indicator, fitting[-1]))
    refuse_if(not anything, "no_data_for_area")
    refuse_if(not chosen, "no_data_for_year")
    return replace(asked, profile=tuple(chosen))


def _related(asked: Asked, rule: Rule, indicators: list[Indicator], world: World) -> Asked:
    """Two figures in the newest year in which areas enough have both, in one division."""
    for each in indicators:
        _check_indicator(replace(asked, indicator=each), world)
    counted = _common_years(asked, indicators, world)
    refuse_if(not counted, "no_common_year")
    enough = {year: count for year, count in counted.items() if count >= LEAST_AREAS}
    free = asked.question.periods.mode in ("latest", "top")
    years = _chosen(asked, rule, enough if free and enough else counted, world)
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


def _alike(asked: Asked, indicators: list[Indicator], world: World) -> Asked:
    """The newest year in which the area has the figures; unless they are chosen, the year with
    the most of those that areas are compared by, of which at least half of the areas have each."""
    for each in indicators:
        _check_indicator(replace(asked, indicator=each), world)
    refuse_if(len(asked.codes) != 1, "bad_value")
    refuse_if(asked.level == "riket", "too_few_areas")
    found: dict[int, list[Indicator]] = {}
    if indicators:
        found = dict.fromkeys(_common_years(asked, indicators, world), indicators)
        refuse_if(not found and len(indicators) > 1, "no_common_year")
    else:
        for each in (world.indicators[name] for name in LIKENESS):
            for year in world.years(each.id, asked.level, "total", "total"):
                if _known_widely(replace(asked, indicator=each), year, world):
                    found.setdefault(year, []).append(each)
    refuse_if(not found, "no_data_for_area")
    fitting = [year for year in found if _fits(asked.question, year)]
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


def _fits(question: Question, year: int) -> bool:
    periods = question.periods
    if periods.mode == "list":
        return year in periods.years
    return periods.mode != "range" or (periods.first or 0) <= year <= (periods.last or 0)


# the size


def _check_size(asked: Asked, rule: Rule, world: World) -> None:
    question = asked.question
    if question.shape == "compare_areas" and len(asked.years) > 1:
        refuse_if(question.limit is not None, "bad_value")
    areas = len(areas_asked(asked, world))
    groups = len(groups_of(asked, world)) * (5 if asked.by_type else 1)
    rows = areas * groups * (1 if rule.years == "two" else len(asked.years))
    limited = question.limit or rule.limit
    refuse_if(rows > MOST_ROWS and not limited, "too_many_areas")


def areas_asked(asked: Asked, world: World) -> tuple[str, ...]:
    """The areas the answer is about: those named, or all inside in the newest year's division."""
    if asked.codes:
        return asked.codes
    last = asked.years[-1]
    same = asked.scope == asked.level
    division = asked.division[last] if same else world.division(asked.scope, last)
    return world.members(asked.scope, division, asked.within)


Evaluator = Callable[[Asked, World], list[dict[str, object]]]
