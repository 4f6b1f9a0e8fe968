"""What each kind of question compares with what, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from semantic.question import ancestor, level_of
from semantic.resolved import Resolved
from semantic.verdict import is_there

Row = dict[str, Any]
Group = tuple[Any, Any, Any]
"""Area, sex and age: what a series is about."""


@dataclass(frozen=True)
class Pair:
    """Two figures that are compared: numerator and denominator of both, and the row that compares
    them by its place. The years of ``groups`` are the ground, those of the first its peers.

    ``hidden`` where the second is suppressed; ``among`` how many pairs it was picked out of.
    """

    place: int
    groups: tuple[Group, ...]
    first: tuple[Any, Any]
    second: tuple[Any, Any]
    hidden: bool = False
    among: int = 1


def cells_of(rows: pd.DataFrame, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(rows[name].tolist() for name in names), strict=True)


def plain(rows: pd.DataFrame) -> list[Row]:
    names = [name for name in _READ if name in rows]
    return [dict(zip(names, cell, strict=True)) for cell in cells_of(rows, *names)]


_READ = (
    "indicator", "area", "sex", "age", "value", "status", "numerator", "denominator",
    "from_numerator", "from_denominator", "to_numerator", "to_denominator",
)  # fmt: skip


def _group(row: Row) -> Group:
    return row["area"], row["sex"], row["age"]


def side_of(row: Row, side: str = "") -> tuple[Any, Any]:
    return row.get(f"{side}numerator"), row.get(f"{side}denominator")


def _with_comparator(
    resolved: Resolved, rows: Sequence[Row], comparison: Sequence[Row]
) -> Iterator[Pair]:
    """Each area against the area that it is compared with, in a question about one year."""
    if len(resolved.years) == 1:
        yield from beside(rows, comparison)


def beside(rows: Sequence[Row], comparison: Sequence[Row]) -> Iterator[Pair]:
    others = {_group(row): row for row in comparison}
    levels = sorted({level_of(area) for area, _, _ in others})
    for place, row in enumerate(rows):
        near = (others.get((ancestor(row["area"], level), *_group(row)[1:])) for level in levels)
        other = next((each for each in near if each is not None), None)
        if other is None or not is_there(row["value"]):
            continue
        hidden = other["status"] == "suppressed"
        if hidden or is_there(other["value"]):
            yield Pair(place, (_group(row),), side_of(row), side_of(other), hidden)


def _with_first_type(
    resolved: Resolved, rows: Sequence[Row], comparison: Sequence[Row]
) -> Iterator[Pair]:
    """Each type against the first that has a figure, in the same area, in one year."""
    del comparison
    if len(resolved.years) > 1:
        return
    first: dict[Group, tuple[Any, Any]] = {}
    for place, row in enumerate(rows):
        if not is_there(row["value"]):
            continue
        group = _group(row)
        if group in first:
            yield Pair(place, (group,), side_of(row), first[group])
        first.setdefault(group, side_of(row))


def _between_types(
    resolved: Resolved, rows: Sequence[Row], comparison: Sequence[Row]
) -> Iterator[Pair]:
    """The first type against the second, in the newest year with a gap."""
    del resolved, comparison
    newest = max((row["period"] for row in rows if is_there(row["value"])), default=None)
    for place, row in enumerate(rows):
        if row["period"] == newest and is_there(row["value"]):
            yield Pair(place, (_group(row),), side_of(row, "first_"), side_of(row, "second_"))


def _between_years(
    resolved: Resolved, rows: Sequence[Row], comparison: Sequence[Row]
) -> Iterator[Pair]:
    """The later year against the earlier one."""
    del resolved, comparison
    for place, row in enumerate(rows):
        if is_there(row["value"]):
            yield Pair(place, (_group(row),), side_of(row, "to_"), side_of(row, "from_"))


def highest_and_lowest(resolved: Resolved, rows: Sequence[Row]) -> Iterator[Pair]:
    """Of several areas or groups of one year, in the place after the last row."""
    if resolved.question.shape not in ("value", "compare_areas") or len(resolved.years) > 1:
        return
    there = [row for row in rows if is_there(row["value"])]
    if len(there) > 1:
        low, high = (choose(there, key=lambda row: row["value"]) for choose in (min, max))
        pairs = len(there) * (len(there) - 1) // 2
        groups = (_group(high), _group(low))
        yield Pair(len(rows), groups, side_of(high), side_of(low), among=pairs)


PairUp = Callable[[Resolved, Sequence[Row], Sequence[Row]], Iterable[Pair]]
PAIRS: Mapping[str, PairUp] = {
    "value": _with_comparator,
    "compare_areas": _with_comparator,
    "compare_types": _with_first_type,
    "gap": _between_types,
    "change": _between_years,
}
