"""Which groups of people a question is about, and in which division of areas they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from semantic.offers import Slice
from semantic.resolved import TYPE_LISTS, Resolved, slice_of
from semantic.version import Version


def probes(each: Slice, draft: Resolved, version: Version) -> list[Slice]:
    """The slices that hold everybody asked about, one for each group of people, in their year."""
    groups = [(each.sex, each.age)]
    if draft.by_sex:
        groups = [(sex, each.age) for sex in ("men", "women")]
    if draft.by_age:
        ages = version.offers.ages(each.indicator, each.level)
        groups = [(each.sex, age) for age in ages]
    return [replace(each, sex=sex, age=age) for sex, age in groups]


def groups_asked(resolved: Resolved, version: Version) -> list[tuple[str, str]]:
    """The groups (sex, age) that the answer is divided into: those told of in any of its years,
    with a figure or without."""
    question = resolved.question
    if not resolved.in_groups:
        return [(question.sex, question.age)]
    told = {
        group
        for year in resolved.window
        for group in version.offers.groups(resolved.indicator.id, resolved.level, year)
    }
    if resolved.by_sex:
        return sorted((sex, age) for sex, age in told if sex != "total" and age == question.age)
    return sorted((sex, age) for sex, age in told if age != "total" and sex == question.sex)


def divisions_of(draft: Resolved, version: Version, years: Iterable[int]) -> dict[int, int]:
    """The division that each year is read in: that of its types, or of the figures asked for."""
    if draft.question.shape in TYPE_LISTS:
        return {year: version.offers.type_division(year) for year in years}
    return {year: version.offers.division_of(_told(draft, year, version)) for year in years}


def _told(draft: Resolved, year: int, version: Version) -> Slice:
    """The slice of everybody asked about; of those divided into groups, one of these if any is told
    of."""
    whole = slice_of(draft, year)
    slices = [*probes(whole, draft, version), whole]
    return next((each for each in slices if version.offers.offer(each)), whole)
