"""How much figures usually differ between areas, and usually move from year to year: what the
second and third grounds of a verdict are worked out from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from semantic.pairs import Pair, Series, cells_of
from semantic.verdict import common_part, is_there, numbers, usual_difference, usual_move

Usual = Mapping[tuple[Any, ...], tuple[float, float]]
"""By year, sex and age, how much areas usually differ and what they have in common."""
Years = Mapping[int, tuple[int, float]]
"""The segment and the figure of every year of a series."""


def usual_move_of(pair: Pair, earlier: Mapping[Series, Years]) -> float:
    """What the pair's series that moves most usually moves; NaN where it is known of none."""
    moves = [_usual_move(earlier[each], pair.year) for each in pair.series if each in earlier]
    return max(filter(is_there, moves), default=np.nan)


def _usual_move(series: Years, last: int) -> float:
    """From one year to the next, up to ``last`` and since the break before it."""
    if last not in series:
        return np.nan
    segment = series[last][0]
    known = [year for year in sorted(series) if year <= last and series[year][0] == segment]
    return usual_move(known, [series[year][1] for year in known])


def usual_differences(rows: pd.DataFrame) -> Usual:
    groups = _by_group(rows, "period", "sex", "age")
    return {key: (usual_difference(numbers(values)), 0.0) for key, values in groups}


def usual_changes(rows: pd.DataFrame) -> Usual:
    """A change is laid beside the changes of others, so what is common to all is taken away."""
    return {
        key: (usual_difference(changes), common_part(changes))
        for key, values in _by_group(rows, "sex", "age")
        for changes in [numbers(values)]
    }


def _by_group(rows: pd.DataFrame, *keys: str) -> Iterator[tuple[tuple[Any, ...], list[Any]]]:
    found: dict[tuple[Any, ...], list[Any]] = {}
    for *key, value in cells_of(rows, *keys, "value"):
        found.setdefault(tuple(key), []).append(value)
    yield from found.items()


def series_of(rows: pd.DataFrame) -> Mapping[Series, Years]:
    """What each series was in each year that it has a figure in; of one area type, that type."""
    found: dict[Series, dict[int, tuple[int, float]]] = {}
    types = [(kind,) for kind in rows["area_type"]] if "area_type" in rows else [()] * len(rows)
    names = ("area", "sex", "age", "period", "segment", "value")
    for kind, (*group, year, segment, value) in zip(types, cells_of(rows, *names), strict=True):
        if is_there(value):
            found.setdefault((*group, kind), {})[year] = segment, value
    return found


def between_types(of_types: Mapping[Series, Years]) -> dict[Series, Years]:
    """How far each area type was from each before it, in the years that both have a figure in."""
    return {
        (*group, (kind, first)): {
            year: (segment, value - of_types[*group, (first,)][year][1])
            for year, (segment, value) in years.items()
            if year in of_types[*group, (first,)]
        }
        for (*group, (kind,)), years in of_types.items()
        for first in range(1, kind)
        if (*group, (first,)) in of_types
    }
