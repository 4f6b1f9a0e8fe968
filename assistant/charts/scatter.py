"""Two figures of every area beside each other: a point an area, the medians as guide lines.

No line is fitted through the points: it would say more than a relation does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any

from assistant.charts.look import Spec, frame, inline, number_axis, plain, scaled, tooltip
from assistant.charts.scale import Axis, axis
from assistant.colours import BLUE, GREY, INK
from assistant.figures import Figures, Measure, Row
from assistant.phrases import uncapital
from semantic.model import Indicator

HEIGHT = 320
NAMED = 12
"""So many named areas have their names beside their points."""
TOLD = 500
"""So many points have a name each under the pointer; more are drawn where they crowd."""
GRAIN = 120


def scatter(figures: Figures) -> Spec:
    rows = [row for row in figures.rows if row.get("x_value") is not None]
    sides = dict(zip("xy", figures.answer.resolved.indicators, strict=True))
    axes = {side: axis((row[f"{side}_value"] for row in rows), zero=False) for side in sides}
    middles = {side: median(row[f"{side}_value"] for row in rows) for side in sides}
    named = len(rows) <= NAMED and bool(figures.answer.resolved.codes)
    points = _points(figures, rows, sides) if len(rows) <= TOLD else _crowd(rows, axes)
    layers = [*_guides(middles, axes), points]
    if named:
        layers.append(_names(figures, rows, axes["x"]))
    return frame(
        figures,
        layers,
        height=HEIGHT,
        said=[_said(figures, row, sides) for row in rows],
        notes=_notes(figures, sides, axes),
        unit="",
        encoding={
            "x": {"field": "x", "type": "quantitative", "scale": scaled(axes["x"]),
                  "axis": number_axis(axes["x"], grid=True)},
            "y": {"field": "y", "type": "quantitative", "scale": scaled(axes["y"]),
                  "axis": number_axis(axes["y"], grid=True)},
        },
    )  # fmt: skip


def _guides(middles: dict[str, float], axes: dict[str, Axis]) -> list[Spec]:
    """The median of each figure, across the whole view."""
    found = []
    for side, other in (("x", "y"), ("y", "x")):
        ends = {side: middles[side], other: axes[other].low, "end": axes[other].high}
        found.append(
            {
                "data": inline([ends]),
                "mark": {"type": "rule", "color": GREY, "strokeWidth": 1.5, "strokeDash": [4, 3],
                         "aria": False},
                "encoding": {f"{other}2": {"field": "end"}},
            }
        )  # fmt: skip
    return found


def _notes(figures: Figures, sides: dict[str, Indicator], axes: dict[str, Axis]) -> list[str]:
    t, x, y = figures.speech.t, *(_label(figures, sides[side]) for side in "xy")
    found = [
        t("To the right: {figure}", figure=x),
        t("Upwards: {figure}", figure=y),
        t("Each point is an area; the dashed lines are the medians"),
    ]
    if any(each.cropped for each in axes.values()):
        found.append(t("The axes do not start at zero"))
    return found


def _label(figures: Figures, indicator: Indicator) -> str:
    name = uncapital(figures.speech.text(indicator.label))
    unit = figures.numbers.unit_name(indicator.unit)
    return f"{name} ({unit})" if unit else name


def _text(figures: Figures, row: Row, side: str, indicator: Indicator) -> str:
    told = {"value": row[f"{side}_value"], "status": row[f"{side}_status"]}
    return figures.text(told, Measure(indicator.unit, indicator.decimals))


def _said(figures: Figures, row: Row, sides: dict[str, Indicator]) -> str:
    figures_of = [_text(figures, row, side, each) for side, each in sides.items()]
    return f"{figures.area(row['area'], row['period'])}: {figures.speech.listed(figures_of)}"


def _points(figures: Figures, rows: Sequence[Row], sides: dict[str, Indicator]) -> Spec:
    data = [
        {"x": row["x_value"], "y": row["y_value"],
         "name": figures.area(row["area"], row["period"]),
         "text": _text(figures, row, "x", sides["x"]),
         "other": _text(figures, row, "y", sides["y"]), "said": _said(figures, row, sides)}
        for row in rows
    ]  # fmt: skip
    return {
        "data": inline(data),
        "mark": {"type": "point", "size": 60, "filled": True, "color": BLUE, "opacity": 0.7},
        "encoding": {
            "tooltip": _tooltip(figures, sides),
            "description": {"field": "said", "type": "nominal"},
        },
    }


def _tooltip(figures: Figures, sides: dict[str, Indicator]) -> list[Spec]:
    name = tooltip(figures, "name")
    return name + [
        {"field": field, "type": "nominal", "title": figures.speech.text(each.short or each.label)}
        for field, each in zip(("text", "other"), sides.values(), strict=True)
    ]


def _crowd(rows: Sequence[Row], axes: dict[str, Axis]) -> Spec:
    """Points that fall together are one: the more areas there, the darker it is."""
    steps = {side: (each.high - each.low) / GRAIN for side, each in axes.items()}
    places = Counter(
        tuple(round((row[f"{side}_value"] - axes[side].low) / steps[side]) for side in "xy")
        for row in rows
    )
    data: list[dict[str, Any]] = [
        {side: axes[side].low + place * steps[side] for side, place in zip("xy", at, strict=True)}
        | {"depth": min(1.0, 0.35 + 0.15 * (count - 1))}
        for at, count in sorted(places.items())
    ]
    return {
        "data": inline(data),
        "mark": {"type": "point", "size": 14, "filled": True, "color": BLUE, "aria": False},
        "encoding": {"opacity": plain("depth", type="quantitative")},
    }


def _names(figures: Figures, rows: Sequence[Row], across: Axis) -> Spec:
    """Names stand on the side where there is room."""
    middle = (across.low + across.high) / 2
    data = [
        {"x": row["x_value"], "y": row["y_value"], "label": figures.area(row["area"])}
        for row in rows
    ]
    return {
        "layer": [
            {
                "data": inline(each for each in data if (each["x"] <= middle) is left),
                "mark": {"type": "text", "align": "left" if left else "right",
                         "dx": 8 if left else -8, "baseline": "middle", "color": INK,
                         "aria": False},
                "encoding": {"text": {"field": "label", "type": "nominal"}},
            }
            for left in (True, False)
        ]
    }  # fmt: skip
