"""The standard population that a question about equal ages is answered with."""

from __future__ import annotations

from fractions import Fraction

from tests.reference import standard
from tests.reference.asked import Asked
from tests.reference.world import Slice, World


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
