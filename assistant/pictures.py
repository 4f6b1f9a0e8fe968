"""From the shape and the size of an answer to its picture: one pure function, one table of rules.

The first rule that fits decides. A table is always offered beside the picture and is not named;
``table`` as picture means that a drawing would say nothing more, or too much.
"""

from __future__ import annotations

from collections.abc import Callable
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
]

DRAWN: frozenset[Kind] = frozenset(
    {
        "strip", "line", "small_multiples", "bars", "dots", "ends", "change_bars", "type_bars",
        "type_dots", "type_lines", "group_dots", "dumbbell", "gap_lines", "share_bar",
        "type_counts", "type_moves", "spine",
    }
)  # fmt: skip
"""The kinds that `assistant.charts` draws."""

FEW = 5
BARS = 15
MOST_ROWS = 40
STRIP = 8
MAP_LEVELS: frozenset[Level] = frozenset({"lan", "kommun", "regso"})
MAP_SHAPES: frozenset[Shape] = frozenset(
    {"map", "rank", "compare_areas", "threshold", "change", "areas_of_type", "type_changes"}
)


@dataclass(frozen=True)
class Size:
    """All that decides the picture. ``series`` counts lines: areas times groups."""

    shape: Shape
    rows: int = 0
    figures: int = 0
    areas: int = 1
    types: int = 0
    periods: int = 1
    groups: int = 1
    series: int = 1
    peers: int = 0
    compared: bool = False
    whole: bool = False
    level: Level = "kommun"
    view: Literal["auto", "table", "chart", "map"] = "auto"

    @property
    def mappable(self) -> bool:
        return (
            self.shape in MAP_SHAPES
            and (self.whole or self.shape == "map")
            and self.level in MAP_LEVELS
            and self.periods == 1
            and self.groups == 1
            and self.rows > 0
        )


@dataclass(frozen=True)
class Picture:
    """``main`` is shown first; ``chart`` is what is drawn instead of or beside a map, if anything."""

    main: Kind
    chart: Kind | None = None
    has_map: bool = False


def size_of(answer: Answer) -> Size:
    question, resolved, rows = answer.question, answer.resolved, answer.rows
    two_years = question.shape in ("change", "type_changes")

    def distinct(name: str) -> int:
        return int(rows[name].nunique()) if name in rows else 0

    areas, types = max(1, distinct("area")), distinct("area_type")
    groups = max(1, distinct("sex") if resolved.by_sex else distinct("age") * resolved.by_age)
    return Size(
        shape=question.shape,
        rows=len(rows),
        figures=int(rows["value"].notna().sum()) if "value" in rows else 0,
        areas=areas,
        types=types,
        periods=1 if two_years else max(1, distinct("period")),
        groups=groups,
        series=areas * groups,
        peers=int(answer.peers["value"].notna().sum()) if "value" in answer.peers else 0,
        compared=len(answer.comparison) > 0,
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
    chosen = next(kind for fits, kind in _RULES if fits(size))
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


def _over_time(size: Size) -> bool:
    return size.periods > 1


def _shape(*shapes: Shape) -> Callable[[Size], bool]:
    return lambda size: size.shape in shapes


def _many(size: Size) -> bool:
    return size.rows > MOST_ROWS


def _both(*conditions: Callable[[Size], bool]) -> Callable[[Size], bool]:
    return lambda size: all(each(size) for each in conditions)


def _types_over_time(size: Size) -> bool:
    return size.types > 0 and size.periods > 1


_ONE_CHANGE: Callable[[Size], bool] = _both(_shape("change"), lambda size: size.rows == 1)

_RULES: tuple[tuple[Callable[[Size], bool], Kind], ...] = (
    (_both(_shape("threshold"), _many, lambda size: size.mappable), "map"),
    (_both(_shape("threshold"), _many), "ends"),
    (_ONE_CHANGE, "number"),
    (_both(_shape("change"), _many, lambda size: size.mappable), "map"),
    (_both(_shape("change"), _many), "ends"),
    (_shape("change"), "change_bars"),
    (_both(_shape("profile"), lambda size: size.areas == 1 and size.compared), "spine"),
    (_shape("profile"), "table"),
    (_shape("type_changes"), "type_moves"),
    (_both(_shape("areas_of_type"), lambda size: size.mappable), "map"),
    (_both(_shape("areas_of_type"), lambda size: size.types > 1), "type_counts"),
    (_shape("areas_of_type"), "table"),
    (_both(_shape("gap"), lambda size: size.periods == 1 and size.rows <= MOST_ROWS), "dumbbell"),
    (_both(_shape("gap"), lambda size: size.series == 1), "gap_lines"),
    (_both(_shape("gap"), lambda size: size.series <= FEW), "line"),
    (_shape("gap"), "table"),
    (_both(_types_over_time, lambda size: size.series == 1), "type_lines"),
    (_types_over_time, "table"),
    (
        _both(
            _shape("population_share"), lambda size: size.areas <= BARS and size.rows > size.areas
        ),
        "share_bar",
    ),
    (lambda size: size.types > 0 and size.areas > MOST_ROWS, "table"),
    (lambda size: size.types > 0 and size.series == 1, "type_bars"),
    (lambda size: size.types > 0 and size.groups == 1, "type_dots"),
    (lambda size: size.types > 0 and size.areas == 1 and size.groups <= FEW, "group_dots"),
    (lambda size: size.types > 0, "table"),
    (_both(_over_time, lambda size: size.series <= FEW), "line"),
    (_both(_over_time, lambda size: size.series <= MOST_ROWS), "small_multiples"),
    (_over_time, "table"),
    (lambda size: size.groups > 1 and size.areas == 1, "bars"),
    (
        lambda size: 1 < size.groups <= FEW and size.areas <= MOST_ROWS,
        "group_dots",
    ),
    (lambda size: size.groups > 1, "table"),
    (lambda size: size.shape == "map" and size.mappable, "map"),
    (lambda size: size.rows == 1 and size.peers >= STRIP, "strip"),
    (lambda size: size.rows == 1 and not (size.whole and size.mappable), "number"),
    (_both(_many, lambda size: size.mappable), "map"),
    (lambda size: size.rows <= BARS, "bars"),
    (lambda size: size.rows <= MOST_ROWS, "dots"),
    (lambda size: True, "ends"),
)  # fmt: skip
