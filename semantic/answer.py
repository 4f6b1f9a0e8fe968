"""The answer: one table with a status per cell and everything needed to believe it.

Sentence, chart, table, map and export are all made from it; nothing goes back to the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from semantic.availability import Notice, Resolved
from semantic.compile import Statement
from semantic.model import Indicator
from semantic.question import Question
from semantic.version import Source

Status = Literal["value", "zero", "preliminary", "missing", "not_applicable", "suppressed"]
WITH_FIGURE = frozenset({"value", "zero", "preliminary"})

Role = Literal["key", "figure", "part", "count", "rank", "status", "note"]


@dataclass(frozen=True)
class Column:
    """``unit`` is the unit of the column's numbers, None where they have none."""

    id: str
    role: Role
    unit: str | None = None
    decimals: int = 0


@dataclass(frozen=True, eq=False)
class Answer:
    """``rows`` has the columns of ``columns`` in order, unrounded. ``comparison`` holds the same
    figures for the areas compared with, ``peers`` the figure of every area of the level; both may
    be empty."""

    question: Question
    resolved: Resolved
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    comparison: pd.DataFrame
    peers: pd.DataFrame
    notices: tuple[Notice, ...]
    sources: tuple[Source, ...]
    statements: tuple[Statement, ...]
    version_id: str
    created: str
    example_data: bool
    names: Mapping[tuple[str, int], str]

    @property
    def indicator(self) -> Indicator:
        return self.resolved.indicator

    @property
    def years(self) -> tuple[int, ...]:
        return self.resolved.years

    @property
    def figures(self) -> pd.DataFrame:
        """The rows that have a figure."""
        return self.rows[self.rows["value"].notna()] if "value" in self.rows else self.rows

    @property
    def sql(self) -> str:
        return ";\n\n".join(statement.sql for statement in self.statements)

    def records(self) -> list[dict[str, Any]]:
        """Rows as plain objects: no NaN, whole numbers as int."""
        return plain_records(self.rows)


def plain_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [(name, [_plain(value) for value in frame[name].tolist()]) for name in frame.columns]
    names = [name for name, _ in columns]
    return [
        dict(zip(names, values, strict=True))
        for values in zip(*(values for _, values in columns), strict=True)
    ]


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN
        return None
    return value


def columns_of(frame: pd.DataFrame, indicator: Indicator, shape: str) -> tuple[Column, ...]:
    return tuple(_column(name, indicator, shape) for name in frame.columns)


_KEYS = frozenset({"indicator", "area", "area_type", "period", "sex", "age"})
_FIGURES = frozenset({"value", "from_value", "to_value", "first_value", "second_value"})
_PARTS = ("numerator", "denominator")
_COUNTS = frozenset({"areas", "valued", "ranked", "matched", "first_areas", "second_areas"})


def _column(name: str, indicator: Indicator, shape: str) -> Column:
    if name in _KEYS or name in ("from_type", "to_type"):
        return Column(name, "key")
    if name in _FIGURES:
        return _figure_column(name, indicator, shape)
    if name.endswith(_PARTS):
        return Column(name, "part")
    if name in _COUNTS:
        return Column(name, "count")
    if name == "rank":
        return Column(name, "rank")
    return Column(name, "status" if name.endswith("status") else "note")


def _figure_column(name: str, indicator: Indicator, shape: str) -> Column:
    if shape == "population_share":
        return Column(name, "figure", "percent", 1)
    if shape == "type_changes":
        return Column(name, "figure", "steps", 0)
    return Column(name, "figure", indicator.unit, indicator.decimals)


def concat(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    kept = [frame for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame()
