"""Which questions can be answered, and what exactly is then asked: a second account of it.

Written from ``docs/answer.md``; of the project only the Question is imported. Checks are made in
the order in which a reader would want to be told: the form of the question, names, areas, what
there is of the figure, years, comparability, size.
"""

from __future__ import annotations

import re
from dataclasses import replace

from semantic.question import Question
from tests.reference import pooling
from tests.reference.ages import standard_people
from tests.reference.asked import Asked, Refused, age_groups, areas_asked, groups_of, refuse_if
from tests.reference.beside import beside_similar
from tests.reference.rules import LEAST_AREAS, OF_MANY, OWN_GROUPS, RULES, TYPE_LISTS, Rule
from tests.reference.several import alike, profiled, related
from tests.reference.world import FIXED, LEVELS, Indicator, World, level_of
from tests.reference.years import (
    added_at_all,
    areas_covered,
    breaks_in,
    chosen,
    covered_years,
    division_read,
    one_by_one,
    typed_at_all,
)

CODE = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{4}R[0-9]{3}|[0-9]{4}[ABC][0-9]{4}")
MOST_CODES, MOST_ROWS = 150, 50_000


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
        return beside_similar(profiled(asked, indicators, world), world)
    for each in indicators if question.shape not in TYPE_LISTS else ():
        _check_indicator(replace(asked, indicator=each), world)
    if question.shape == "relation":
        return related(asked, rule, indicators, world)
    if question.shape == "similar":
        return alike(asked, indicators, world)
    return beside_similar(_with_years(asked, rule, world), world)


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
        takes -= {"types", "type_basis", "standard"}
    elif question.shape == "trend":
        takes -= {"division_basis"}
    given = {
        "types": question.types, "sex": question.sex != "total", "age": question.age != "total",
        "type_basis": question.type_basis.year, "comparator": question.comparator != "auto",
        "threshold": question.threshold, "order": question.order, "limit": question.limit,
        "concept": question.concept is not None, "standard": question.standard != "none",
        "pooled": question.pooled > 1,
        "division_basis": question.division_basis.mode != "as_published",
    }  # fmt: skip
    refuse_if(any(there and key not in takes for key, there in given.items()), "bad_value")
    if question.shape == "definition":
        refuse_if(question.areas.level or question.periods.mode != "latest", "bad_value")
    for group, asked in (("sex", question.sex), ("age", question.age)):
        refuse_if(group in groups and asked != "total", "bad_value")
    refuse_if({"sex", "age"} <= groups, "no_data_for_breakdown")
    if question.comparator == "similar":
        refuse_if(len(question.areas.codes) != 1 or groups - {"period"}, "bad_value")
    refuse_if(question.shape == "threshold" and question.threshold is None, "missing_key")
    if question.shape == "gap" and question.standard != "none":
        refuse_if(question.measure in ("persons", "slope", "tenths"), "bad_value")
    if question.shape == "gap" and question.types:
        of_no_pair = question.measure in ("slope", "tenths")
        refuse_if(len(set(question.types)) != 2 or of_no_pair, "bad_value")
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
    of_shares = question.shape == "split" or question.measure in ("persons", "slope", "tenths")
    refuse_if(of_shares and indicator.kind != "ratio", "bad_value")
    refuse_if(not world.has(indicator.id, asked.level), "no_data_for_level")
    groups = world.groups(indicator.id, asked.level)
    if "sex" in question.by or question.sex != "total":
        refuse_if(not {("women", "total"), ("men", "total")} <= groups, "no_data_for_breakdown")
    if "age" in question.by:
        refuse_if(not age_groups(asked, world), "no_data_for_breakdown")
    if question.age != "total":
        refuse_if(("total", question.age) not in groups, "no_data_for_breakdown")


# years and size


def _with_years(asked: Asked, rule: Rule, world: World) -> Asked:
    covered = covered_years(asked, world)
    if not covered:
        in_tenths = asked.question.measure == "tenths"
        refuse_if(in_tenths and added_at_all(asked, world), "bad_value")
        lacks_types = asked.by_type and not in_tenths and not typed_at_all(asked, world)
        refuse_if(lacks_types, "no_area_types")
        raise Refused("no_data_for_area")
    years = chosen(asked, rule, covered, world)
    if asked.question.pooled > 1 and asked.question.periods.mode == "latest":
        years = pooling.newest(asked, covered, world)
    refuse_if(rule.years == "one" and len(years) > 1, "bad_value")
    division = {year: division_read(asked, year, world) for year in years}
    asked = replace(asked, years=years, division=division)
    if asked.question.pooled > 1 and len(years) == 1:
        asked = pooling.of_window(asked, world, years[0])
    if rule.years == "two":
        refuse_if(len(years) != 2, "needs_two_years")
        refuse_if(breaks_in(asked, world, years[0], years[-1]), "across_break")
        refuse_if(one_by_one(asked) and asked.crosses, "across_divisions")
    _check_size(asked, rule, world)
    if asked.question.standard != "none":
        refuse_if(standard_people(asked, world) is None, "bad_value")
    pooling.check(asked, covered, world)
    if asked.question.shape == "spread":
        probe = asked.slice(years[-1])
        inside = [replace(asked, within=(place,)) for place in asked.within or ("00",)]
        enough = any(areas_covered(each, world, probe) >= LEAST_AREAS for each in inside)
        refuse_if(not enough, "too_few_areas")
    refuse_if(asked.in_one_division and asked.level == "deso", "across_divisions")
    return asked


def _check_size(asked: Asked, rule: Rule, world: World) -> None:
    question = asked.question
    if question.shape == "compare_areas" and len(asked.years) > 1:
        refuse_if(question.limit is not None, "bad_value")
    areas = len(areas_asked(asked, world))
    groups = len(groups_of(asked, world)) * (5 if asked.by_type else 1)
    rows = areas * groups * (1 if rule.years == "two" else len(asked.years))
    limited = question.limit or rule.limit
    refuse_if(rows > MOST_ROWS and not limited, "too_many_areas")
