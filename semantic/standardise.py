"""Direct age standardisation: what the figure of a type would be with the ages of one and the same
population.

The figure of each age group is weighted by the group's part of a standard population (direct
standardisation: Kitagawa 1964; Rothman, Greenland & Lash, Modern Epidemiology, 2008, ch. 3). Only
the figures are the type's own; the ages are those of the standard in every type, so that what is
left of a difference is not that one of them has younger or older inhabitants.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from semantic.errors import QuestionError, bad_value, suggest
from semantic.groups import groups_asked
from semantic.offers import Slice
from semantic.resolved import Resolved
from semantic.version import Version

OLDEST = 10**3
"""Stands for the last age of a group that has none."""
ESP2013: Mapping[int, int] = {
    0: 1000, 1: 4000, 5: 5500, 10: 5500, 15: 5500, 20: 6000, 25: 6000, 30: 6500, 35: 7000,
    40: 7000, 45: 7000, 50: 7000, 55: 6500, 60: 6000, 65: 5500, 70: 5000, 75: 4000, 80: 2500,
    85: 1500, 90: 800, 95: 200,
}  # fmt: skip
"""First age of a group → people of the European Standard Population 2013, of 100,000 in all
(Eurostat, Revision of the European Standard Population, 2013). The last group has no end."""

STANDARDISED_GAPS = ("difference", "ratio")
"""Measures of a gap that lie between two figures, which may both be standardised."""

_SPAN = re.compile(r"(\d{1,3})-(\d{1,3})")


def span(age: str) -> tuple[int, int]:
    """First and last age of ``20-64`` or ``65+``."""
    if (found := _SPAN.fullmatch(age)) is not None:
        return int(found[1]), int(found[2])
    return int(age.removesuffix("+")), OLDEST


def overlap(ages: Iterable[str]) -> bool:
    """Whether somebody would be counted in two of the groups."""
    return any(one[1] >= other[0] for one, other in pairwise(sorted(map(span, ages))))


def esp2013(ages: Sequence[str]) -> dict[str, float] | None:
    """How many of the standard population are in each group; None where a group begins or ends
    inside one of the standard's own."""
    starts = {*ESP2013, OLDEST + 1}
    spans = {age: span(age) for age in ages}
    if not all({first, last + 1} <= starts for first, last in spans.values()):
        return None
    return {
        age: float(sum(count for start, count in ESP2013.items() if first <= start <= last))
        for age, (first, last) in spans.items()
    }


def standardised(
    parts: Mapping[str, tuple[float, float]], people: Mapping[str, float], scale: float
) -> float:
    """``parts`` are numerator and denominator of each age group, none of them divided by nobody;
    ``people`` are those of the standard population, of which only the proportions count. In the
    unit that ``scale`` gives."""
    whole = math.fsum(people[age] for age in parts)
    weighted = (people[age] * num / den for age, (num, den) in parts.items())
    return scale * math.fsum(weighted) / whole


def by_age(resolved: Resolved) -> Resolved:
    """The figures of the same types, areas and years by age, as they are without a standard."""
    asked: dict[str, Any] = {
        "shape": "compare_types",
        "by": ("age",),
        "standard": "none",
        "measure": None,
    }
    if resolved.question.shape == "gap":
        asked["types"] = resolved.question.pair
    question = resolved.question.model_copy(update=asked)
    return replace(resolved, question=question, by_age=True)


def year_of_ages(resolved: Resolved, version: Version) -> int:
    """The newest of the years asked about that is told of by age; its groups, and the people
    that Sweden has in them, hold for all the years."""
    told = (year for year in resolved.years[::-1] if _ages_in(year, resolved, version))
    return next(told, resolved.years[-1])


def ages_of(resolved: Resolved, version: Version) -> list[str]:
    """The age groups that are weighted, the youngest first."""
    return _ages_in(year_of_ages(resolved, version), resolved, version)


def _ages_in(year: int, resolved: Resolved, version: Version) -> list[str]:
    in_year = replace(by_age(resolved), years=(year,))
    return sorted((age for _, age in groups_asked(in_year, version)), key=span)


def check_standard(resolved: Resolved, version: Version) -> None:
    """Refuse what cannot be standardised; without the standard population it can be answered."""
    question = resolved.question
    if question.standard == "none":
        return
    if {"sex", "age"} & set(question.by) or question.age != "total":
        raise _refused(question.standard, "all ages together")
    if resolved.indicator.kind != "ratio":
        raise _refused(question.standard, "a share by age")
    ages = ages_of(resolved, version)
    if not ages:
        raise _refused(question.standard, "a share by age")
    if overlap(ages):
        raise _refused(question.standard, "ages overlap")
    if question.standard == "esp2013" and esp2013(ages) is None:
        raise _refused(question.standard, "ages do not fit", ("sweden",))
    if question.standard == "sweden" and not _is_told(ages, resolved, version):
        raise _refused(question.standard, "no ages of the country", ("esp2013",))


def _is_told(ages: Sequence[str], resolved: Resolved, version: Version) -> bool:
    """Whether the country's own people are known in each group."""
    year = year_of_ages(resolved, version)
    sex, identity = resolved.question.sex, resolved.indicator.id
    slices = (Slice(identity, "riket", year, sex, age) for age in ages)
    return all(version.offers.summable(each, ()) for each in slices)


def _refused(given: str, reason: str, near: Sequence[str] = ()) -> QuestionError:
    return bad_value("standard", given, reason, suggest("value", near))
