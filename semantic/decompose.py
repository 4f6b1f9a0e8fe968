"""What a change of a ratio between two years is made of, type by type; plain numbers in and out.

Every split adds up: the terms are the change, to the last bits of a float.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

Key = int


@dataclass(frozen=True)
class Part:
    """The numerator and the denominator of one type in one year."""

    num: float
    den: float


@dataclass(frozen=True)
class Terms:
    """What one type adds to the change of the whole: by its own ratio (``rate``), and by being a
    larger or a smaller part of the whole (``mix``); in the unit of ``scale``."""

    rate: float
    mix: float


NOBODY = Part(0.0, 0.0)


def whole(parts: Mapping[Key, Part], scale: float) -> float | None:
    """The ratio of all types together: a ratio of sums; None with nobody to divide by."""
    of = math.fsum(part.den for part in parts.values())
    return scale * math.fsum(part.num for part in parts.values()) / of if of else None


def rate_and_mix(
    before: Mapping[Key, Part], after: Mapping[Key, Part], scale: float
) -> dict[Key, Terms]:
    """The change of the whole, split by type; Σ (rate + mix) = whole(after) − whole(before).

    With a type's ratio r and its part w of all denominators: rate = w̄·Δr and mix = (r̄ − R̄)·Δw,
    where a bar is the mean of the two years and R the ratio of the whole (Kitagawa, Components of
    a difference between two rates, Journal of the American Statistical Association 50, 1955: the
    mean of both orders). R̄ only moves mix between types, as Σ Δw = 0: a type that grows adds where
    its ratio lies above that of the whole and takes away where it lies below. A type of which
    there is nobody in one of the years has no ratio of its own to change: all it adds is mix.
    """
    first, last = whole(before, scale), whole(after, scale)
    if first is None or last is None:
        return {}
    centre = (first + last) / 2
    sums = [math.fsum(part.den for part in parts.values()) for parts in (before, after)]
    found = {}
    for key in sorted(before.keys() | after.keys()):
        parts = (before.get(key, NOBODY), after.get(key, NOBODY))
        ratios = _ratios(parts, scale)
        if ratios is None:
            found[key] = Terms(0.0, 0.0)
            continue
        weights = [part.den / total for part, total in zip(parts, sums, strict=True)]
        found[key] = Terms(
            rate=(weights[0] + weights[1]) / 2 * (ratios[1] - ratios[0]),
            mix=((ratios[0] + ratios[1]) / 2 - centre) * (weights[1] - weights[0]),
        )
    return found


def _ratios(parts: tuple[Part, Part], scale: float) -> tuple[float, float] | None:
    """The ratios of both years; that of the other where there is nobody in one of them."""
    first, last = (scale * part.num / part.den if part.den else None for part in parts)
    if first is None:
        return None if last is None else (last, last)
    return (first, first if last is None else last)
