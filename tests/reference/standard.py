"""A second way to age standardisation: person by person, from the definitions.

Nothing of the app is imported. The standard population is laid out by year of age, and a group
takes the years that it holds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from tests.reference import verdict

LAST = 119
EUROPE: Sequence[tuple[int, int, int]] = (
    (0, 0, 1000), (1, 4, 4000), (5, 9, 5500), (10, 14, 5500), (15, 19, 5500), (20, 24, 6000),
    (25, 29, 6000), (30, 34, 6500), (35, 39, 7000), (40, 44, 7000), (45, 49, 7000),
    (50, 54, 7000), (55, 59, 6500), (60, 64, 6000), (65, 69, 5500), (70, 74, 5000),
    (75, 79, 4000), (80, 84, 2500), (85, 89, 1500), (90, 94, 800), (95, LAST, 200),
)  # fmt: skip
"""First age, last age and how many people there are of 100,000 (Eurostat 2013)."""


def years_of(group: str) -> range:
    """The years of age in ``20-64`` or ``65+``."""
    first, _, last = group.partition("-")
    return range(int(first.strip("+")), int(last or LAST) + 1)


def overlapping(groups: Sequence[str]) -> bool:
    ages = [age for group in groups for age in years_of(group)]
    return len(ages) != len(set(ages))


def europe(groups: Sequence[str]) -> dict[str, Fraction] | None:
    """People in each group; None where one of them cuts a group of the standard in two."""
    found = {}
    for group in groups:
        ages = set(years_of(group))
        found[group] = Fraction(0)
        for first, last, people in EUROPE:
            inside = ages.intersection(range(first, last + 1))
            if inside and len(inside) < last - first + 1:
                return None
            found[group] += people if inside else 0
    return found


def standardised(
    cases: Mapping[str, tuple[float, float]], people: Mapping[str, float | Fraction]
) -> float | None:
    """How many cases the standard population would have with the rates of each group, per head."""
    expected = whole = Fraction(0)
    for group, (num, den) in cases.items():
        expected += Fraction(people[group]) * Fraction(num) / Fraction(den)
        whole += Fraction(people[group])
    return float(expected / whole) if whole else None


Cases = Mapping[str, tuple[float, float]]
"""Numerator and denominator of each age group."""
FEWEST = 10


def apart(
    first: Cases, second: Cases, people: Mapping[str, float | Fraction], scale: float, error: float
) -> tuple[float, float]:
    """Bounds of the difference of two standardised figures: the legs of a right angle in as many
    dimensions as there are age groups in both (Zou, Huang & Zhang 2009)."""
    whole = float(sum(people.values()))
    size, below, above = 0.0, [], []
    for cases, sign in ((first, 1), (second, -1)):
        for group, parts in cases.items():
            weight = float(people[group]) / whole
            value = verdict.figure(parts, scale)
            low, high = verdict.bounds(parts, scale, error)
            size += sign * weight * value
            legs = [weight * (value - low), weight * (high - value)]
            below.append(legs[sign < 0])
            above.append(legs[sign > 0])
    return size - math.hypot(*below), size + math.hypot(*above)


def too_few(cases: Cases, people: Mapping[str, float | Fraction], share: bool) -> bool:
    """Fewer than ten people in a group, or fewer than ten a group that are counted, or are not."""
    told = [parts for group, parts in cases.items() if people[group]]
    counted = sum(num for num, _ in told)
    others = sum(den for _, den in told) - counted
    least = min(counted, others) if share else counted
    return min(den for _, den in told) < FEWEST or least / len(told) < FEWEST
