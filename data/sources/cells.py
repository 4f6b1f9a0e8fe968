"""From parsed figures to rows of table ``cell``: one place decides the status."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from data.manifest import Source
from data.problem import ImportProblem
from data.sources.text import Figure
from data.tables import CELL


@dataclass
class Batch:
    """What one file gave: figures, and area types where the file has them."""

    source: Source
    cells: list[pd.DataFrame] = field(default_factory=list)
    types: list[pd.DataFrame] = field(default_factory=list)


@dataclass(frozen=True)
class Slot:
    """Where a column of figures belongs: everything of a cell's key but the area."""

    indicator: str
    level: str
    division: int
    year: int
    sex: str = "total"
    age: str = "total"


def counts(slot: Slot, source: str, num: pd.Series[float], marks: pd.Series[str]) -> pd.DataFrame:
    """Cells of a count; ``num`` and ``marks`` are indexed by area code."""
    return _cells(slot, source, marks, num=num)


def ratios(
    slot: Slot, source: str, num: pd.Series[float], den: pd.Series[float], marks: pd.Series[str]
) -> pd.DataFrame:
    """Cells of a ratio. Where there is nobody to be a share of, it does not apply."""
    marks = marks.mask(marks.eq("") & den.eq(0), "not_applicable")
    return _cells(slot, source, marks, num=num, den=den)


def values(slot: Slot, source: str, value: pd.Series[float], marks: pd.Series[str]) -> pd.DataFrame:
    """Cells of a figure that is published as it is."""
    return _cells(slot, source, marks, value=value)


def _cells(
    slot: Slot, source: str, marks: pd.Series[str], **parts: pd.Series[float]
) -> pd.DataFrame:
    frame = pd.DataFrame(parts).reindex(columns=["num", "den", "value"]).astype(float)
    frame.loc[marks.ne("")] = None
    first = frame["value"].fillna(frame["num"])
    status = marks.mask(marks.eq("") & first.eq(0), "zero").replace("", "value")
    frame = frame.assign(
        area=frame.index,
        status=status,
        origin="published",
        source=source,
        **vars(slot),
    )
    return frame[list(CELL.columns)]


def grid_of(
    figures: Sequence[Sequence[Figure]], areas: Sequence[str], labels: Sequence[str]
) -> Grid:
    """A grid from rows of figures, one row an area and one column a label."""
    index = pd.Index(areas)
    columns = list(zip(*figures, strict=True))
    return Grid(
        {
            label: pd.Series([f.number for f in column], index=index, dtype=float)
            for label, column in zip(labels, columns, strict=True)
        },
        {
            label: pd.Series([f.mark or "" for f in column], index=index)
            for label, column in zip(labels, columns, strict=True)
        },
    )


def worst(marks: Sequence[pd.Series[str]]) -> pd.Series[str]:
    """The mark of a figure made from several: the first that is not empty."""
    joined = marks[0]
    for other in marks[1:]:
        joined = joined.mask(joined.eq(""), other)
    return joined


def all_there(found: Sequence[str], expected: Collection[str], path: Path, what: str) -> None:
    """Every area once and none missing, or a problem that names one."""
    seen: set[str] = set()
    for code in found:
        if code in seen:
            raise ImportProblem(path, 0, f"each {what} once", code)
        seen.add(code)
    if strangers := seen - set(expected):
        raise ImportProblem(path, 0, f"only known {what}", min(strangers))
    if lost := set(expected) - seen:
        expected_count = f"all {len(expected):,} {what}"
        raise ImportProblem(path, 0, expected_count, f"{len(lost)} missing, such as {min(lost)}")


@dataclass(frozen=True)
class Part:
    """How an indicator is made from labelled columns: counts ``num`` (and ``den`` for a ratio), or
    one column ``value`` that is published as it is."""

    indicator: str
    num: tuple[str, ...] = ()
    den: tuple[str, ...] = ()
    value: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """Every column that the part reads."""
        return (*self.num, *self.den, *((self.value,) if self.value else ()))


@dataclass(frozen=True)
class Grid:
    """Columns of one year by label, each indexed by area code: numbers, and marks where none."""

    numbers: Mapping[str, pd.Series[float]]
    marks: Mapping[str, pd.Series[str]]

    def cells(self, part: Part, slot: Slot, source: str) -> pd.DataFrame:
        """The cells that ``part`` describes."""
        marks = worst([self.marks[label] for label in part.labels])
        if part.value:
            return values(slot, source, self.numbers[part.value], marks)
        num = self._sum(part.num)
        if not part.den:
            return counts(slot, source, num, marks)
        return ratios(slot, source, num, self._sum(part.den), marks)

    def _sum(self, labels: tuple[str, ...]) -> pd.Series[float]:
        return sum((self.numbers[label] for label in labels[1:]), start=self.numbers[labels[0]])
