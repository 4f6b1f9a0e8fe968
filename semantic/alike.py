"""The areas most like one as a single group: what their figure is when all their people are put
together.

A ratio is the sum of the numerators over the sum of the denominators, and only where every one of
the areas has both: a group that lacks an area one year would be another group that year. Means,
medians and indices cannot be added up, and a count of several areas says nothing beside that of
one: of them only the areas themselves are told.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from semantic.answer import plain_records
from semantic.model import TOGETHER, Indicator
from semantic.resolved import Resolved

Row = dict[str, Any]
Key = tuple[Any, Any]
"""Indicator and year."""


def with_together(found: pd.DataFrame, resolved: Resolved, codes: Sequence[str]) -> pd.DataFrame:
    """A row of the areas ``codes`` together for each figure and year, where any of the figures can
    be added up; then one of each area in the order of ``codes``, with a figure or without."""
    rows = {(row["indicator"], row["period"], row["area"]): row for row in plain_records(found)}
    group = {"sex": resolved.question.sex, "age": resolved.question.age, "status": "missing"}
    asked = _asked(resolved)
    every = {
        code: [
            rows.get((each.id, year, code))
            or {"indicator": each.id, "area": code, "period": year, **group}
            for each, year in asked
        ]
        for code in codes
    }
    wholes = _together(asked, [list(of_all) for of_all in zip(*every.values(), strict=True)])
    listed = [*wholes, *(row for of_one in every.values() for row in of_one)]
    return pd.DataFrame(listed, columns=found.columns)


def _asked(resolved: Resolved) -> list[tuple[Indicator, int]]:
    return list(resolved.profile) or [(resolved.indicator, year) for year in resolved.years]


def _together(
    asked: Sequence[tuple[Indicator, int]], figures: Sequence[Sequence[Row]]
) -> Iterator[Row]:
    """``figures`` are those of all the areas, for each figure and year asked for."""
    added = {
        each.id
        for (each, _), rows in zip(asked, figures, strict=True)
        if each.kind == "ratio" and any(map(_has_parts, rows))
    }
    for (each, _), rows in zip(asked, figures, strict=True) if added else ():
        names = ("indicator", "from_period", "period", "sex", "age")
        whole = {name: rows[0].get(name) for name in names}
        figure = _sum(rows, each.scale) if each.id in added else {"status": "not_applicable"}
        yield whole | {"area": TOGETHER, "origin": "computed"} | figure


def _has_parts(row: Mapping[str, Any]) -> bool:
    return row.get("numerator") is not None and row.get("denominator") is not None


def _sum(rows: Sequence[Row], scale: float) -> Row:
    sources = [row["source"] for row in rows if row.get("source")]
    whole: Row = {"source": min(sources, default=None)}
    if lacking := [row for row in rows if not _has_parts(row)]:
        hidden = any(row["status"] == "suppressed" for row in lacking)
        return whole | {"status": "suppressed" if hidden else "missing"}
    numerator, denominator = (
        math.fsum(row[name] for row in rows) for name in ("numerator", "denominator")
    )
    whole |= {"numerator": numerator, "denominator": denominator}
    if not denominator:
        return whole | {"status": "not_applicable"}
    preliminary = any(row["status"] == "preliminary" for row in rows)
    status = "zero" if numerator == 0 else "preliminary" if preliminary else "value"
    return whole | {"value": scale * numerator / denominator, "status": status}
