"""Example data as a draft: every figure but those that are worked out from others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
import pandas as pd

from data.demo.figures import Country, Series
from data.demo.world import Floats, Places, places_of
from data.draft import Draft
from data.geography import areas
from data.manifest import Source
from data.sources.key import stored_areas
from data.tables import CELL, STATUSES

DIVISION = 2025
BATCH = 10
_STATUSES = pd.Index(list(STATUSES))
SOURCE = Source(
    id="example",
    publisher="Exempeldata",
    title="Exempeldata med slumpade värden – ingen officiell statistik",
    licence="CC0",
    note="Slumpade värden på Sveriges verkliga områden; de följer ingen verklig plats.",
)


def fill(draft: Draft) -> Iterator[str]:
    """Fill ``draft`` with example data; yields what it is doing."""
    stored = areas()
    draft.add_areas(stored_areas(stored))
    draft.add_source(SOURCE)
    places = places_of(stored)
    yield "people"
    country = Country(places)
    for batch in _batches(country.series()):
        yield batch[0].indicator
        frames = {series.years: _frame(places, series.years) for series in batch}
        draft.add_cells(pd.concat([_cells(series, frames[series.years]) for series in batch]))


def _batches(series: Iterator[Series]) -> Iterator[list[Series]]:
    """Several at a time: appending to the draft costs more per call than per row."""
    while batch := list(islice(series, BATCH)):
        yield batch


def _frame(places: Places, years: tuple[int, ...]) -> pd.DataFrame:
    """Level, area, division and year of every cell of a series, in the order of its arrays."""
    codes = [code for _, level_codes in places.all for code in level_codes]
    levels = [level for level, level_codes in places.all for _ in level_codes]
    division = [DIVISION if level == "regso" else 0 for level in levels]
    times = len(years)
    return pd.DataFrame(
        {
            "level": pd.Categorical(np.repeat(levels, times)),
            "area": pd.Categorical(np.repeat(codes, times)),
            "division": np.repeat(division, times).astype(np.int16),
            "year": np.tile(np.array(years, dtype=np.int16), len(codes)),
        }
    )


def _cells(series: Series, frame: pd.DataFrame) -> pd.DataFrame:
    def flat(part: Floats | None) -> Floats:
        return np.full(len(frame), np.nan) if part is None else part.ravel()

    return frame.assign(
        indicator=_constant(series.indicator, frame),
        sex=_constant(series.sex, frame),
        age=_constant(series.age, frame),
        num=flat(series.num),
        den=flat(series.den),
        value=flat(series.value),
        status=pd.Categorical.from_codes(series.status.ravel(), categories=_STATUSES),
        origin=_constant("published", frame),
        source=_constant(SOURCE.id, frame),
    )[list(CELL.columns)]


def _constant(text: str, frame: pd.DataFrame) -> pd.Categorical[str]:
    codes = np.zeros(len(frame), dtype=np.int8)
    return pd.Categorical.from_codes(codes, categories=pd.Index([text]))
