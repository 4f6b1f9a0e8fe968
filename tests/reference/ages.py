"""The standard population that a question about equal ages is answered with."""

from __future__ import annotations

from fractions import Fraction

from tests.reference import standard
from tests.reference.asked import Asked
from tests.reference.world import Slice, World


def standard_people(asked: Asked, world: World) -> dict[str, float | Fraction] | None:
    """How many the standard population has in each age group that is told of in the newest year
    with any; None where the question is not of all ages together, or the groups do not fit."""
    question, indicator = asked.question, asked.indicator
    if {"sex", "age"} & set(question.by) or question.age != "total":
        return None
    told = {
        year: [
            age
            for sex, age in world.groups_told(indicator.id, asked.level, (year,))
            if age != "total" and sex == question.sex
        ]
        for year in asked.years
    }
    newest = max((year for year, ages in told.items() if ages), default=0)
    groups = told.get(newest, [])
    if indicator.kind != "ratio" or not groups or standard.overlapping(groups):
        return None
    if question.standard == "esp2013":
        return standard.europe(groups)
    found: dict[str, float | Fraction] = {}
    for group in groups:
        each = Slice(indicator.id, "riket", newest, question.sex, group)
        cell = world.cells(each).get("00")
        if cell is None or cell.num is None or not cell.has_figure:
            return None
        found[group] = cell.den or 0.0
    return found
