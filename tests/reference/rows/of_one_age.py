"""Figures with the ages of a standard population, the ordinary ones beside them."""

from __future__ import annotations

from tests.reference.ages import standard_people
from tests.reference.asked import Asked
from tests.reference.rows.figures import LACKS, Row, with_figure
from tests.reference.rows.sums import summed
from tests.reference.standard import standardised
from tests.reference.world import World

Told = tuple[float | None, str]
"""A figure and its status."""


def of_type(asked: Asked, world: World, row: Row) -> Row:
    value, status = _figure(asked, world, row, row["area_type"])
    return {"value": value, "status": status, **_ordinary(row)}


def of_gap(asked: Asked, world: World, row: Row) -> Row:
    found = _ordinary(row)
    told = []
    for side in ("first", "second"):
        told.append(_figure(asked, world, row, row[f"{side}_type"]))
        found |= {f"{side}_crude": row[f"{side}_value"], f"{side}_value": told[-1][0]}
    value, status = _between(asked, told)
    return found | {"value": value, "status": status}


def _ordinary(row: Row) -> Row:
    return {"crude": row["value"], "crude_status": row["status"]}


def _figure(asked: Asked, world: World, row: Row, kind: int) -> Told:
    """The figure that the standard population would have with the rates of the type."""
    people = standard_people(asked, world)
    assert people is not None, "else it is refused"
    sums = {
        age: summed(asked, world, row["area"], asked.slice(row["period"], "", age))[kind]
        for age in people
    }
    lacking = [one.why_not for one in sums.values() if one.value(asked.indicator) is None]
    if lacking:
        return None, next(reason for reason in LACKS if reason in lacking)
    cases = {age: (one.numerator or 0, one.denominator or 0) for age, one in sums.items()}
    rate = standardised(cases, people)
    if rate is None:
        return None, "missing"
    value = asked.indicator.scale * rate
    return value, with_figure(value, any(one.preliminary for one in sums.values()))


def _between(asked: Asked, told: list[Told]) -> Told:
    lacking = [status for value, status in told if value is None]
    if lacking:
        return None, next(reason for reason in LACKS if reason in lacking)
    first, second = (value or 0.0 for value, _ in told)
    if asked.question.measure == "ratio" and second == 0:
        return None, "not_applicable"
    value = first / second if asked.question.measure == "ratio" else first - second
    return value, with_figure(value, "preliminary" in [status for _, status in told])
