"""`compare_types`, `population_share` and `trend` by type."""

from __future__ import annotations

import math

from tests.reference.asked import Asked
from tests.reference.rows import of_one_age
from tests.reference.rows.figures import Row, with_figure, with_segments
from tests.reference.rows.sums import Sum, summed, summed_keys
from tests.reference.world import Indicator, World


def by_types(asked: Asked, world: World) -> list[Row]:
    """`compare_types`, `population_share` and `trend` by type."""
    share = asked.question.shape == "population_share"
    rows = []
    for area, each in summed_keys(asked, world):
        sums = summed(asked, world, area, each)
        known = [one.numerator for one in sums.values() if one.numerator is not None]
        everybody = math.fsum(known) if known else None
        for kind in asked.question.types or (1, 2, 3, 4, 5):
            one = sums[kind]
            row = _shared(one, everybody) if share else _of_one_type(one, asked.indicator)
            rows.append(
                {"indicator": asked.indicator.id, "area": area, "area_type": kind,
                 "period": each.year, "sex": each.sex, "age": each.age, "areas": one.areas,
                 "valued": one.valued, "preliminary": one.preliminary, "source": one.source,
                 "origin": "computed", **row}
            )  # fmt: skip
    if asked.question.standard != "none":
        rows = [row | of_one_age.of_type(asked, world, row) for row in rows]
    return with_segments(rows, asked, world) if len(asked.years) > 1 else rows


def _of_one_type(one: Sum, indicator: Indicator) -> Row:
    value = one.value(indicator)
    status = one.why_not if value is None else with_figure(value, one.preliminary)
    return {"numerator": one.numerator, "denominator": one.denominator, "value": value,
            "status": status}  # fmt: skip


def _shared(one: Sum, everybody: float | None) -> Row:
    """People in the type, in percent of everybody; nobody lives in a type that no area has."""
    people = one.numerator
    if not one.areas and everybody:
        people = 0.0
    value = 100 * people / everybody if people is not None and everybody else None
    status = one.why_not if value is None else with_figure(value, one.preliminary)
    return {"numerator": people, "denominator": everybody, "value": value, "status": status}
