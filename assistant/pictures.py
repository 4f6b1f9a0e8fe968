"""From the shape and the size of an answer to its picture: one pure function.

Each shape of question has one small function that chooses by size. A table is always offered
beside the picture and is not named; ``table`` as picture means that a drawing would say nothing
more, or too much.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from semantic.answer import Answer
from semantic.model import Level
from semantic.question import Shape

Kind = Literal[
    "card",
    "table",
    "number",
    "strip",
    "line",
    "small_multiples",
    "bars",
    "dots",
    "ends",
    "map",
    "change_bars",
    "type_bars",
    "type_dots",
    "type_lines",
    "group_dots",
    "dumbbell",
    "gap_lines",
    "share_bar",
    "type_counts",
    "type_moves",
    "spine",
    "scatter",
    "strips",
    "measures",
    "split_bars",
]

DRAWN: frozenset[Kind] = frozenset(
    {
        "strip", "line", "small_multiples", "bars", "dots", "ends", "change_bars", "type_bars",
        "type_dots", "type_lines", "group_dots", "dumbbell", "gap_lines", "share_bar",
        "type_counts", "type_moves", "spine", "scatter", "strips", "measures", "split_bars",
    }
)  # fmt: skip
"""The kinds that `assistant.charts` draws."""

FEW = 5
BARS = 15
MOST_ROWS = 40
STRIP = 8
MAP_LEVELS: frozenset[Level] = frozenset({"lan", "kommun", "regso"})
MAP_SHAPES: frozenset[Shape] = frozenset(
    {
        "map",
        "rank",
        "compare_areas",
        "threshold",
        "change",
        "areas_of_type",
        "type_changes",
        "similar",
    }
)


@dataclass(frozen=True)
class Size:
    """All that decides the picture. ``series`` counts lines: areas times groups; ``alike`` the
    similar areas beside the one asked about."""

    shape: Shape
    measure: str = "value"
    rows: int = 0
    figures: int = 0
    areas: int = 1
    types: int = 0
    periods: int = 1
    groups: int = 1
    series: int = 1
    peers: int = 0
    compared: bool = False
    alike: int = 0
    whole: bool = False
    level: Level = "kommun"
    view: Literal["auto", "table", "chart", "map"] = "auto"

    @property
    def mappable(self) -> bool:
        return (
            self.shape in MAP_SHAPES
            and (self.whole or self.shape in ("map", "similar"))
            and self.level in MAP_LEVELS
            and self.periods == 1
            and self.groups == 1
            and self.rows > 0
        )


@dataclass(frozen=True)
class Picture:
    """``main`` is shown first; ``chart`` is what is drawn instead of or beside a map."""

    main: Kind
    chart: Kind | None = None
    has_map: bool = False


def size_of(answer: Answer) -> Size:
    question, resolved, rows = answer.question, answer.resolved, answer.rows
    two_years = question.rule.years == "two"

    def distinct(name: str) -> int:
        return int(rows[name].nunique()) if name in rows else 0

    areas, types = max(1, distinct("area")), distinct("area_type")
    groups = max(1, distinct("sex") if resolved.by_sex else distinct("age") * resolved.by_age)
    return Size(
        shape=question.shape,
        measure=question.asked_measure,
        rows=len(rows),
        figures=int(rows["value"].notna().sum()) if "value" in rows else 0,
        areas=areas,
        types=types,
        periods=1 if two_years else max(1, distinct("period")),
        groups=groups,
        series=areas * groups,
        peers=int(answer.peers["value"].notna().sum()) if "value" in answer.peers else 0,
        compared="area" in answer.beside and answer.beside["area"].nunique() == 1,
        alike=len(answer.similar_areas),
        whole=resolved.by_type or not resolved.codes,
        level=resolved.level,
        view=question.view,
    )


def picture_of(answer: Answer) -> Picture:
    return picture(size_of(answer))


def has_map(answer: Answer) -> bool:
    """Whether all areas of a level (inside the scope) are shown, so that a map is honest."""
    return size_of(answer).mappable


def picture(size: Size) -> Picture:
    if size.shape == "definition":
        return Picture("card")
    if size.rows == 0 or size.figures == 0:
        return Picture("table", None, size.mappable)
    chosen = _CHOICES[size.shape](size)
    drawn = chosen if chosen in DRAWN else None
    if chosen == "map":
        drawn = _beside_map(size)
    return Picture(_asked(chosen, drawn, size), drawn, size.mappable)


def _asked(chosen: Kind, drawn: Kind | None, size: Size) -> Kind:
    """What the asker wants to see first, where it can be shown."""
    if size.view == "table":
        return "table"
    if size.view == "map" and size.mappable:
        return "map"
    if size.view == "chart" and drawn:
        return drawn
    return chosen


def _beside_map(size: Size) -> Kind | None:
    if size.shape == "areas_of_type":
        return "type_counts" if size.types > 1 else None
    return _by_count(size)


def _by_count(size: Size) -> Kind:
    """Bars for few, dots for some, highest and lowest for many."""
    if size.shape == "change":
        return "change_bars" if size.rows <= MOST_ROWS else "ends"
    if size.rows <= BARS:
        return "bars"
    return "dots" if size.rows <= MOST_ROWS else "ends"


def _change(size: Size) -> Kind:
    if size.rows == 1:
        return "number"
    return "map" if size.rows > MOST_ROWS and size.mappable else _by_count(size)


def _threshold(size: Size) -> Kind:
    return "map" if size.rows > MOST_ROWS and size.mappable else _by_count(size)


def _profile(size: Size) -> Kind:
    return "spine" if size.areas == 1 and size.compared else "table"


def _type_changes(size: Size) -> Kind:
    del size
    return "type_moves"


def _areas_of_type(size: Size) -> Kind:
    if size.mappable:
        return "map"
    return "type_counts" if size.types > 1 else "table"


def _gap(size: Size) -> Kind:
    if size.measure == "slope":
        return "line" if size.periods > 1 and size.series <= FEW else "table"
    if size.periods == 1:
        return "dumbbell" if size.rows <= MOST_ROWS else "table"
    if size.series == 1:
        return "gap_lines"
    return "line" if size.series <= FEW else "table"


def _split(size: Size) -> Kind:
    return "split_bars" if size.areas == 1 else "table"


def _population_share(size: Size) -> Kind:
    if size.periods == 1 and size.areas <= BARS and size.rows > size.areas:
        return "share_bar"
    return _by_type(size)


def _by_type(size: Size) -> Kind:
    if size.periods > 1:
        return "type_lines" if size.series == 1 else "table"
    if size.series == 1:
        return "type_bars"
    if size.groups == 1:
        return "type_dots" if size.areas <= MOST_ROWS else "table"
    return "group_dots" if size.areas == 1 and size.groups <= FEW else "table"


def _of_areas(size: Size) -> Kind:
    """One indicator for one or more areas: a figure, a line, bars, dots or a map."""
    if size.types:
        return _by_type(size)
    if size.periods > 1:
        return _lines(size)
    if size.groups > 1:
        return _groups(size)
    if size.mappable and (size.shape == "map" or size.rows > MOST_ROWS):
        return "map"
    if size.rows == 1 and size.shape != "rank":
        return "strip" if size.peers >= STRIP else "number"
    return _by_count(size)


def _compare_areas(size: Size) -> Kind:
    return "bars" if size.alike and size.periods == 1 else _of_areas(size)


def _lines(size: Size) -> Kind:
    if size.series <= FEW:
        return "line"
    return "small_multiples" if size.series <= MOST_ROWS else "table"


def _groups(size: Size) -> Kind:
    if size.areas == 1:
        return "bars" if size.groups <= BARS else "dots"
    return "group_dots" if size.groups <= FEW and size.areas <= MOST_ROWS else "table"


_CHOICES: Mapping[Shape, Callable[[Size], Kind]] = {
    "value": _of_areas,
    "trend": _of_areas,
    "compare_areas": _compare_areas,
    "rank": _of_areas,
    "map": _of_areas,
    "threshold": _threshold,
    "change": _change,
    "profile": _profile,
    "type_changes": _type_changes,
    "areas_of_type": _areas_of_type,
    "gap": _gap,
    "split": _split,
    "population_share": _population_share,
    "compare_types": _by_type,
    "relation": lambda _: "scatter",
    "similar": _by_count,
    "segregation": lambda _: "measures",
    "spread": lambda size: "strips" if size.rows <= BARS else "table",
}
