"""The answer: one table with a status per cell and everything needed to believe it.

Sentence, chart, table, map and export are all made from it; nothing goes back to the database.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from semantic.compile import Statement
from semantic.model import TOGETHER, Indicator
from semantic.question import Question, level_of
from semantic.resolved import Notice, Resolved
from semantic.verdict import Verdict
from semantic.version import Source, Version

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
    figures for the areas compared with, ``peers`` the figure of every area of the level,
    ``transitions`` how many areas went from which type to which; all may be empty. ``apart`` judges
    the highest of several rows against the lowest."""

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
    transitions: pd.DataFrame = field(default_factory=pd.DataFrame)
    apart: Verdict | None = None

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
    def beside(self) -> pd.DataFrame:
        """What the rows are laid beside: similar areas as one where they are told so."""
        if self.resolved.like is None or not len(self.comparison):
            return self.comparison
        together = self.comparison[self.comparison["area"] == TOGETHER]
        return together if len(together) else self.comparison

    @property
    def similar_areas(self) -> tuple[str, ...]:
        """The areas most like the one named, the nearest first, where all is laid beside them."""
        if self.resolved.like is None or not len(self.comparison):
            return ()
        found = dict.fromkeys(self.comparison["area"].tolist())
        return tuple(each for each in found if each != TOGETHER)

    @property
    def sql(self) -> str:
        return ";\n\n".join(statement.sql for statement in self.statements)

    def records(self) -> list[dict[str, Any]]:
        """Rows as plain objects that JSON can hold."""
        return plain_records(self.rows)


class Names(dict[tuple[str, int], str]):
    """(area code, year) → the area's name in that year's division, looked up when asked for."""

    def __init__(self, version: Version) -> None:
        super().__init__()
        self._version = version

    def __missing__(self, key: tuple[str, int]) -> str:
        code, year = key
        division = self._version.offers.division(level_of(code), year)
        self[key] = self._version.directory.label(code, division)
        return self[key]


def plain_records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain objects that JSON can hold: no NaN, no infinity, whole counts as int."""
    columns = [(name, _plain_column(name, frame[name].tolist())) for name in frame.columns]
    names = [name for name, _ in columns]
    return [
        dict(zip(names, values, strict=True))
        for values in zip(*(values for _, values in columns), strict=True)
    ]


def _plain_column(name: str, values: list[Any]) -> list[Any]:
    whole = name not in _FIGURES and not name.endswith((*_PARTS, "_value"))
    return [_plain(value, whole) for value in values]


def _plain(value: Any, whole: bool) -> Any:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if whole and value.is_integer() else value
    return value


_KEYS = frozenset(
    {"indicator", "area", "area_type", "period", "from_period", "sex", "age", "segment"}
    | {"from_type", "to_type", "first_type", "second_type"}
)
_OWN_COLUMNS: Mapping[str, tuple[str, int]] = {
    "index_change": ("index", 1),
    "component_change": ("percent", 1),
    "from_share": ("percent", 1),
    "to_share": ("percent", 1),
}
"""The unit and decimals of columns that are in a unit of their own, whatever is asked."""
_FIGURES = frozenset(
    {"value", "from_value", "to_value", "first_value", "second_value", "x_value", "y_value"}
    | {"spearman", "p5", "p25", "p50", "p75", "p95", "lowest", "highest", "whole", "variation"}
    | {"difference_low", "difference_high", "ratio_low", "ratio_high", "persons"}
    | {"start_value", "end_value"}
    | {"rate", "mix", "to_same_value", "within", "retyped"}
    | {"crude", "first_crude", "second_crude", "expected", "expected_low", "expected_high"}
    | _OWN_COLUMNS.keys()
)
_PARTS = ("numerator", "denominator")
_COUNTS = ("areas", "valued", "preliminary", "ranked", "matched", "tied", "types", "indexed")

Unit = tuple[str | None, int]
_RATIO: Unit = ("times", 2)
_OWN_UNITS: Mapping[tuple[str, str], Unit] = {
    ("population_share", "value"): ("percent", 1),
    ("type_changes", "value"): ("steps", 0),
    ("areas_of_type", "value"): ("persons", 0),
    ("gap", "ratio"): _RATIO,
    ("change", "percent"): ("change_percent", 1),
    ("profile", "value"): (None, 1),
    ("relation", "value"): ("correlation", 2),
    ("similar", "value"): ("distance", 2),
    ("segregation", "value"): (None, 2),
}
"""What ``value`` is counted in where that is not the indicator's unit, by shape and measure."""


def columns_of(
    frame: pd.DataFrame,
    indicator: Indicator,
    shape: str,
    measure: str = "value",
    units: Mapping[str, Unit] | None = None,
) -> tuple[Column, ...]:
    """``units`` are those of the columns that are in another than the indicator's own."""
    own: Unit = (indicator.unit, indicator.decimals)
    counted: Unit = (indicator.counts, 0)
    asked = counted if measure == "persons" else _OWN_UNITS.get((shape, measure), own)
    special = {"value": asked, "crude": asked, "persons": counted}
    others = {**dict.fromkeys(("ratio_low", "ratio_high"), _RATIO), **(units or {})}
    if shape == "profile":
        others |= dict.fromkeys(("difference_low", "difference_high"), asked)
    return tuple(
        Column(name, "figure", *others[name])
        if name in others
        else _column(name, special.get(name, own))
        for name in frame.columns
    )


def _column(name: str, unit: Unit) -> Column:
    if name in _KEYS:
        return Column(name, "key")
    if name in _FIGURES:
        return Column(name, "figure", *_OWN_COLUMNS.get(name, unit))
    if name.endswith(_PARTS):
        return Column(name, "part")
    if name.endswith(_COUNTS) or name == "n":
        return Column(name, "count")
    if name in ("rank", "rank_low", "rank_high"):
        return Column(name, "rank")
    return Column(name, "status" if name.endswith("status") else "note")


def concat(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    kept = [frame for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame()
