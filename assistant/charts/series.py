"""Rows as series over time: which points a line joins, and which it must not.

A line never crosses a break, never passes over a year without a figure, and is dashed where it
leads to or from a preliminary figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from assistant.colours import GREY, SERIES, SHAPES, TYPES, WHITE
from assistant.figures import Figures, Row
from assistant.judged import judgement
from assistant.numbers import is_number


@dataclass(frozen=True)
class Point:
    year: int
    value: float | None
    segment: int
    preliminary: bool
    text: str


@dataclass(frozen=True)
class Series:
    """One line. ``points`` are in the order of their years."""

    name: str
    colour: str
    shape: str
    points: tuple[Point, ...]
    outline: str | None = None
    compared: bool = field(default=False)

    @property
    def shown(self) -> list[Point]:
        return [point for point in self.points if point.value is not None]

    @property
    def values(self) -> list[float]:
        return [point.value for point in self.points if point.value is not None]


def point_of(figures: Figures, row: Row, value: str = "value") -> Point:
    figure = row.get(value)
    return Point(
        year=int(row["period"]),
        value=float(figure) if figure is not None and is_number(figure) else None,
        segment=int(row.get("segment") or 0),
        preliminary=row.get("status") == "preliminary",
        text=_told(figures, row),
    )


def _told(figures: Figures, row: Row) -> str:
    """The figure, and whether it differs from what it is compared with."""
    found = judgement(figures, row)
    text = figures.text(row)
    return f"{text}, {found.text}" if found and row["verdict"] != "unknown" else text


def series_of(figures: Figures) -> list[Series]:
    """The lines of the areas or groups asked for, then those they are compared with in grey."""
    found = [
        Series(name, SERIES[place % len(SERIES)], SHAPES[place % len(SHAPES)], points)
        for place, (name, points) in enumerate(_by_name(figures, figures.rows))
    ]
    if figures.answer.resolved.by_sex or figures.answer.resolved.by_age:
        return found
    taken = {each.name for each in found}
    return found + [
        Series(name, GREY, "circle", points, compared=True)
        for name, points in _by_name(figures, figures.beside, compared=True)
        if name not in taken
    ]


def types_of(figures: Figures, outline: str) -> list[Series]:
    kinds = sorted({int(row["area_type"]) for row in figures.rows})
    return [
        Series(
            figures.type(kind),
            TYPES[kind],
            "circle",
            _points(figures, [row for row in figures.rows if row["area_type"] == kind]),
            outline,
        )
        for kind in kinds
    ]


def _by_name(
    figures: Figures, rows: Iterable[Row], *, compared: bool = False
) -> list[tuple[str, tuple[Point, ...]]]:
    """Rows of one area and group belong together even where the area's name has changed."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault((row.get("area"), row.get("sex"), row.get("age")), []).append(row)
    name = (lambda row: figures.area(row.get("area"))) if compared else figures.name
    return [
        (name(max(group, key=lambda row: int(row["period"]))), _points(figures, group))
        for group in found.values()
    ]


def _points(figures: Figures, rows: Iterable[Row]) -> tuple[Point, ...]:
    return tuple(sorted((point_of(figures, row) for row in rows), key=lambda each: each.year))


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """Points that may be joined: one segment, no year without a figure between them."""
    found: list[list[Point]] = []
    last: Point | None = None
    for point in points:
        if point.value is not None:
            if last is not None and last.value is not None and last.segment == point.segment:
                found[-1].append(point)
            else:
                found.append([point])
        last = point
    return found


def stretches(run: Sequence[Point]) -> list[tuple[bool, list[Point]]]:
    """(dashed, points): a run cut where it turns from settled to preliminary or back."""
    found: list[tuple[bool, list[Point]]] = []
    for before, after in pairwise(run):
        dashed = before.preliminary or after.preliminary
        if found and found[-1][0] == dashed:
            found[-1][1].append(after)
        else:
            found.append((dashed, [before, after]))
    return found


def line_rows(each: Series, dashed: bool) -> list[dict[str, Any]]:
    """The corners of the lines of one series; every ``piece`` is a line of its own."""
    return [
        {"x": point.year, "y": point.value, "piece": f"{each.name} {place}", "colour": each.colour}
        for place, points in enumerate(
            stretch
            for run in runs(each.points)
            for kind, stretch in stretches(run)
            if kind == dashed
        )
        for point in points
    ]


def mark_rows(each: Series) -> list[dict[str, Any]]:
    """The points of one series; a preliminary one is hollow."""
    return [
        {
            "x": point.year,
            "y": point.value,
            "colour": each.outline or each.colour,
            "fill": WHITE if point.preliminary else each.colour,
            "shape": each.shape,
            "name": each.name,
            "year": str(point.year),
            "text": point.text,
            "said": f"{each.name}, {point.year}: {point.text}",
        }
        for point in each.shown
    ]


def break_years(series: Iterable[Series]) -> list[int]:
    """The years in which a new segment begins in any of the series."""
    found: set[int] = set()
    for each in series:
        for before, after in pairwise(each.points):
            if before.segment != after.segment:
                found.add(after.year)
    return sorted(found)


def missing_years(series: Iterable[Series]) -> list[int]:
    return sorted({point.year for each in series for point in each.points if point.value is None})
