"""The classes of a map: which areas are drawn alike, what the legend says and what a pointer reads.

Values are cut into five classes of about as many areas each. The bounds are then rounded to the
coarsest of 1, 2, 5 times a power of ten that is a tenth of the spread between the outer bounds, and
an area is classed by its figure as it is shown, so that "5,0-9,9" holds exactly the areas whose
shown figure lies there. Fewer different values give fewer classes. Missing is hatched, never
coloured.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from assistant import words
from assistant.colours import BLUE, DIVERGING, JUDGED_STEPS, MISSING, SEQUENCE, SERIES, TYPES
from assistant.figures import Figures, Row, capital
from assistant.language import Speech
from assistant.numbers import RANGE, exact, is_number, round_half_away
from assistant.pictures import has_map
from assistant.wording import example_banner
from semantic.answer import Answer

CLASSES = 5
Pattern = Literal["hatch", "outline"]


@dataclass(frozen=True)
class MapClass:
    label: str
    colour: str
    pattern: Pattern | None = None


@dataclass(frozen=True)
class MapClasses:
    """``area_class`` gives each area its place in ``classes``; ``rest`` says what the others are.

    The first line of a tooltip is the area's name. ``marked`` are the areas whose border changed.
    """

    title: str
    classes: tuple[MapClass, ...]
    area_class: Mapping[str, int]
    tooltip: Mapping[str, str]
    rest: str
    rest_is_missing: bool = True
    marked: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Cut:
    """Classes and the place of a row with a figure among them."""

    classes: tuple[MapClass, ...]
    place: Callable[[Row], int]


def map_classes(answer: Answer, speech: Speech) -> MapClasses | None:
    """None where a map would leave out areas without saying so."""
    if not has_map(answer):
        return None
    figures = Figures(answer, speech)
    cut = _CUTS.get(answer.question.shape, _by_value)(figures)
    classes, area_class = list(cut.classes), {}
    without: dict[str, int] = {}
    for row in figures.rows:
        if is_number(row.get("value")) or row.get("area_type") is not None:
            area_class[row["area"]] = cut.place(row)
            continue
        status = str(row.get("status") or "missing")
        if status not in without:
            without[status] = len(classes)
            classes.append(MapClass(capital(words.status(status, speech)), MISSING, "hatch"))
        area_class[row["area"]] = without[status]
    moved = [row["area"] for row in figures.rows if _border_moved(answer, row)]
    tooltip = {row["area"]: _tooltip(figures, row) for row in figures.rows}
    if answer.question.shape == "similar":
        (own,) = answer.resolved.codes
        area_class[own], tooltip[own] = len(classes), figures.area(own)
        classes.append(MapClass(figures.area(own), SERIES[1]))
    return MapClasses(
        title=_title(figures),
        classes=tuple(classes),
        area_class=area_class,
        tooltip=tooltip,
        rest=_rest(figures),
        rest_is_missing=answer.question.shape not in _LISTS,
        marked=tuple(sorted(moved)),
    )


def _border_moved(answer: Answer, row: Row) -> bool:
    """A change that cannot be told although both years have a figure: the area is another."""
    return (
        answer.question.shape == "change"
        and row.get("status") == "not_applicable"
        and is_number(row.get("from_value"))
        and is_number(row.get("to_value"))
    )


def _title(figures: Figures) -> str:
    by_type = figures.answer.question.shape in ("areas_of_type", "type_changes")
    unit = "" if by_type else figures.unit_name
    title = ", ".join(part for part in (figures.title, figures.when, unit) if part)
    if figures.answer.example_data:
        return f"{title}. {example_banner(figures.speech)}"
    return title


_LISTS = frozenset({"rank", "similar", "threshold", "areas_of_type", "type_changes"})
"""Shapes that list some areas only: the others are not without data."""


def _rest(figures: Figures) -> str:
    """What an area is that the answer does not list."""
    t = figures.speech.t
    said = {
        "rank": t("Not in the list"),
        "similar": t("Not in the list"),
        "threshold": t("Does not meet the limit, or no data"),
        "areas_of_type": t("Another area type"),
        "type_changes": t("Same area type both years"),
    }
    return said.get(figures.answer.question.shape, t("No data"))


def _tooltip(figures: Figures, row: Row) -> str:
    t, shape = figures.speech.t, figures.answer.question.shape
    lines = [figures.area(row.get("area"), row.get("period"))]
    if shape == "areas_of_type":
        lines.append(words.type_full(int(row["area_type"]), figures.speech))
    if shape == "type_changes":
        lines.append(
            t(
                "Type {before} in {first}, type {after} in {last}",
                before=row["from_type"],
                after=row["to_type"],
                first=row["from_period"],
                last=row["period"],
            )
        )
        if row.get("reason"):
            lines.append(capital(words.reason(row["reason"], figures.speech)))
    else:
        lines.append(figures.text(row))
    if shape == "rank":
        lines.append(_place(figures, row))
    return "\n".join(lines)


def _place(figures: Figures, row: Row) -> str:
    t, params = figures.speech.t, {"rank": row["rank"], "ranked": row["ranked"]}
    if "rank_low" not in row:
        return t("Place {rank} of {ranked}", **params)
    params |= {"low": row["rank_low"], "high": row["rank_high"]}
    return t("Place {rank} of {ranked} (from {low} to {high})", **params)


def _by_type(figures: Figures) -> _Cut:
    kinds = sorted({int(row["area_type"]) for row in figures.rows})
    classes = [MapClass(words.type_full(kind, figures.speech), TYPES[kind]) for kind in kinds]
    return _Cut(tuple(classes), lambda row: kinds.index(int(row["area_type"])))


def _by_steps(figures: Figures) -> _Cut:
    """How far an area moved: two steps or more, or one, towards type 1 or towards type 5."""
    t = figures.speech.t
    labels = (
        t("2 steps or more towards type 1"),
        t("1 step towards type 1"),
        t("1 step towards type 5"),
        t("2 steps or more towards type 5"),
    )
    colours = (DIVERGING[0], DIVERGING[1], DIVERGING[3], DIVERGING[4])
    classes = tuple(MapClass(label, colour) for label, colour in zip(labels, colours, strict=True))
    return _Cut(classes, lambda row: bisect_right((-1, 0, 2), row["value"]))


def _by_threshold(figures: Figures) -> _Cut:
    """One class, those that meet it: the others are not in the answer."""
    asked, measure = figures.answer.question.threshold, figures.measure
    if asked is None:
        return _by_value(figures)
    written = exact(asked.value) or Decimal(0)
    needed = max(measure.decimals, -int(written.normalize().as_tuple().exponent))
    bound = figures.numbers.with_unit(written, measure.unit, needed)
    label = f"{capital(words.operator(asked.op, figures.speech))} {bound}"
    return _Cut((MapClass(label, BLUE),), lambda _: 0)


def _by_value(figures: Figures) -> _Cut:
    decimals = figures.measure.decimals
    values = _shown(figures, decimals)
    bounds = round_bounds(values, decimals)
    colours = SEQUENCE if len(bounds) == CLASSES - 1 else _spread(SEQUENCE, len(bounds) + 1)
    return _cut(figures, values, bounds, colours)


def _by_change(figures: Figures) -> _Cut:
    """Five classes around zero: the middle one is what is small among these changes."""
    decimals = figures.measure.decimals
    values = _shown(figures, decimals)
    sizes = sorted(abs(value) for value in values)
    smallest = Decimal(1).scaleb(-decimals)
    outer = _rounded(_quantile(sizes, 0.75), decimals) or smallest
    inner = _rounded(_quantile(sizes, 0.3), decimals) or smallest
    inner = max(smallest, min(inner, outer))
    bounds = sorted({-outer + smallest, -inner + smallest, inner, outer})
    colours: Sequence[str] = DIVERGING
    if figures.polarity != "none":
        good_up = figures.polarity == "high_is_good"
        colours = JUDGED_STEPS if good_up else JUDGED_STEPS[::-1]
    if len(bounds) < CLASSES - 1:
        colours = (colours[0], colours[2], colours[4])
        bounds = [-inner + smallest, inner]
    return _cut(figures, values, bounds, colours)


def _cut(
    figures: Figures,
    values: Sequence[Decimal],
    bounds: Sequence[Decimal],
    colours: Sequence[str],
) -> _Cut:
    decimals = figures.measure.decimals

    def place(row: Row) -> int:
        shown = round_half_away(row["value"], decimals)
        return bisect_right(bounds, shown) if shown is not None else 0

    labels = _labels(figures, values, bounds)
    classes = (MapClass(label, colour) for label, colour in zip(labels, colours, strict=True))
    return _Cut(tuple(classes), place)


def _shown(figures: Figures, decimals: int) -> list[Decimal]:
    rounded = (round_half_away(row.get("value"), decimals) for row in figures.rows)
    return sorted(value for value in rounded if value is not None)


def round_bounds(values: Sequence[Decimal], decimals: int, classes: int = CLASSES) -> list[Decimal]:
    """The lower bounds of all classes but the lowest; ``values`` sorted, rounded to ``decimals``.

    Every class holds at least one value, and every bound is a number that is easy to read.
    """
    if not values:
        return []
    wanted = [_quantile(values, place / classes) for place in range(1, classes)]
    step = _round_step(wanted[-1] - wanted[0], decimals)
    bounds: list[Decimal] = []
    for bound in wanted:
        rounded = (bound / step).to_integral_value() * step
        lowest = bounds[-1] if bounds else None
        below = [value for value in values if value < rounded]
        fresh = below and (lowest is None or (rounded > lowest and below[-1] >= lowest))
        if fresh and rounded <= values[-1]:
            bounds.append(rounded)
    return bounds


def _quantile(values: Sequence[Decimal], share: float) -> Decimal:
    if not values:
        return Decimal(0)
    return values[min(len(values) - 1, math.floor(share * len(values)))]


def _rounded(value: Decimal, decimals: int) -> Decimal:
    step = _round_step(value * 2, decimals)
    return (value / step).to_integral_value() * step


def _round_step(spread: Decimal, decimals: int) -> Decimal:
    """The largest of 1, 2, 5 times a power of ten at most a tenth of ``spread``."""
    finest = Decimal(1).scaleb(-decimals)
    target = spread / 10
    if target <= finest:
        return finest
    power = Decimal(1).scaleb(target.adjusted())
    return max(finest, *(factor * power for factor in (1, 2, 5) if factor * power <= target))


def _labels(figures: Figures, values: Sequence[Decimal], bounds: Sequence[Decimal]) -> list[str]:
    """``under 5,0``, ``5,0–9,9``, ``10,0 eller mer``: as many as there are classes."""
    t, decimals = figures.speech.t, figures.measure.decimals
    smallest = Decimal(1).scaleb(-decimals)
    if not bounds:
        ends = dict.fromkeys(figures.number(each) for each in (values[0], values[-1]))
        return [RANGE.join(ends)]
    labels = [t("under {bound}", bound=figures.number(bounds[0]))]
    for low, high in pairwise(bounds):
        ends = dict.fromkeys((figures.number(low), figures.number(high - smallest)))
        between = " – " if figures.measure.kind == "difference" else RANGE
        labels.append(between.join(ends))
    labels.append(t("{bound} or more", bound=figures.number(bounds[-1])))
    return [capital(label) for label in labels]


def _spread(colours: Sequence[str], count: int) -> list[str]:
    """``count`` of ``colours``, as far apart as can be."""
    if count == 1:
        return [colours[2]]
    return [colours[round(place * (len(colours) - 1) / (count - 1))] for place in range(count)]


_CUTS: Mapping[str, Callable[[Figures], _Cut]] = {
    "areas_of_type": _by_type,
    "type_changes": _by_steps,
    "threshold": _by_threshold,
    "change": _by_change,
}
