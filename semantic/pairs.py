"""What each kind of question compares with what, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from semantic.model import TOGETHER
from semantic.question import ancestor, level_of
from semantic.resolved import Resolved
from semantic.verdict import Measured, is_there

Row = dict[str, Any]
Side = Any
"""Numerator and denominator of a figure; its `semantic.strata.Strata` where it is standardised."""
Group = tuple[Any, Any, Any]
"""Area, sex and age: what a figure is about."""
Series = tuple[Any, Any, Any, tuple[int, ...]]
"""The same, and the two area types that it is the difference between, where it is one."""
NO_PARTS = (None, None)


@dataclass(frozen=True)
class Pair:
    """Two figures of ``year`` that are compared: what both are made of, and the row that
    compares them by its place. The years before it of ``series`` are the ground, and of the
    first of them its peers.

    ``hidden`` where the second is suppressed; ``among`` how many pairs it was picked out of;
    ``measured`` where the difference is not one of two figures with parts, and measured already.
    """

    place: int
    year: int
    series: tuple[Series, ...]
    first: Side = NO_PARTS
    second: Side = NO_PARTS
    hidden: bool = False
    among: int = 1
    measured: Measured | None = None

    @property
    def peers(self) -> tuple[int, Any, Any]:
        """The year, sex and age that other areas are looked at in."""
        _, sex, age, _ = self.series[0]
        return self.year, sex, age


def cells_of(rows: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(rows[name].tolist() for name in names), strict=True)


def plain(rows: pd.DataFrame) -> list[Row]:
    names = [name for name in _READ if name in rows]
    return [dict(zip(names, cell, strict=True)) for cell in cells_of(rows, *names)]


_READ = (
    "indicator", "area", "area_type", "period", "sex", "age", "value", "status", "numerator",
    "denominator", "from_numerator", "from_denominator", "to_numerator", "to_denominator",
)  # fmt: skip


def _group(row: Row) -> Group:
    return row["area"], row["sex"], row["age"]


def _series(row: Row, *types: int) -> tuple[Series]:
    return ((*_group(row), types),)


def side_of(row: Row, side: str = "") -> Side:
    parts = row.get(f"{side}numerator"), row.get(f"{side}denominator")
    return row.get(f"{side}strata") or parts


def _with_comparator(
    resolved: Resolved, rows: Sequence[Row], comparison: Sequence[Row]
) -> Iterator[Pair]:
    """Each area against the area that it is compared with, in every year."""
    del resolved
    yield from beside(rows, comparison)


def beside(rows: Sequence[Row], comparison: Sequence[Row]) -> Iterator[Pair]:
    others = {(row["period"], *_group(row)): row for row in comparison}
    levels = sorted({level_of(area) for _, area, _, _ in others if area != TOGETHER})
    for place, row in enumerate(rows):
        year, (area, *group) = row["period"], _group(row)
        areas = [TOGETHER, *(ancestor(area, level) for level in levels)]
        near = (others.get((year, each, *group)) for each in areas)
        other = next((each for each in near if each is not None), None)
        if other is None or not is_there(row["value"]):
            continue
        hidden = other["status"] == "suppressed"
        if hidden or is_there(other["value"]):
            yield Pair(place, year, _series(row), side_of(row), side_of(other), hidden)


def _with_first_type(
    resolved: Resolved, rows: Sequence[Row], comparison: Sequence[Row]
) -> Iterator[Pair]:
    """Each type against the first that has a figure, in the same area and year."""
    del resolved, comparison
    first: dict[tuple[int, Group], Row] = {}
    for place, row in enumerate(rows):
        if not is_there(row["value"]):
            continue
        key = row["period"], _group(row)
        if key in first:
            types = _series(row, row["area_type"], first[key]["area_type"])
            yield Pair(place, row["period"], types, side_of(row), side_of(first[key]))
        first.setdefault(key, row)


def _between_types(
    resolved: Resolved, rows: Sequence[Row], comparison: Sequence[Row]
) -> Iterator[Pair]:
    """The first type against the second, or one end of the line through all of them against the
    other, in every year."""
    del resolved, comparison
    for place, row in enumerate(rows):
        if is_there(row["value"]):
            first, second = side_of(row, "first_"), side_of(row, "second_")
            line = row.get("measured")
            yield Pair(place, row["period"], _series(row), first, second, measured=line)


def _between_years(
    resolved: Resolved, rows: Sequence[Row], comparison: Sequence[Row]
) -> Iterator[Pair]:
    """The later year against the earlier one."""
    del comparison
    for place, row in enumerate(rows):
        if is_there(row["value"]):
            first, second = side_of(row, "to_"), side_of(row, "from_")
            yield Pair(place, resolved.years[-1], _series(row), first, second)


def highest_and_lowest(resolved: Resolved, rows: Sequence[Row]) -> Iterator[Pair]:
    """Of several areas or groups of one year, in the place after the last row."""
    if resolved.question.shape not in ("value", "compare_areas") or len(resolved.years) > 1:
        return
    there = [row for row in rows if is_there(row["value"])]
    if len(there) > 1:
        low, high = (choose(there, key=lambda row: row["value"]) for choose in (min, max))
        pairs = len(there) * (len(there) - 1) // 2
        both = _series(high) + _series(low)
        sides = side_of(high), side_of(low)
        yield Pair(len(rows), resolved.years[-1], both, *sides, among=pairs)


def _over_years(
    resolved: Resolved, rows: Sequence[Row], comparison: Sequence[Row]
) -> Iterable[Pair]:
    """A development of area types, or of areas."""
    return (_with_first_type if resolved.by_type else _with_comparator)(resolved, rows, comparison)


PairUp = Callable[[Resolved, Sequence[Row], Sequence[Row]], Iterable[Pair]]
PAIRS: Mapping[str, PairUp] = {
    "value": _with_comparator,
    "trend": _over_years,
    "compare_areas": _with_comparator,
    "compare_types": _with_first_type,
    "gap": _between_types,
    "change": _between_years,
}
