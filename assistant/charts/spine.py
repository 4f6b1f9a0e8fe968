"""The profile of an area: each indicator as a deviation from the area compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.charts.bars import NAME_CHARACTERS, name_axis
from assistant.charts.look import Spec, frame, inline, number_axis, plain, scaled, tooltip
from assistant.charts.scale import Axis, axis, text_width, wrapped
from assistant.colours import BLUE, GREY, JUDGED
from assistant.figures import VERDICT_SIGNS, Figures, Row, capital, measure_of
from assistant.judged import verdict_key, verdict_word
from assistant.numbers import is_number


def spine(figures: Figures) -> Spec:
    """One row an indicator: how far above or below the compared area, in percent of its figure.

    Counts and indices are left to the table: a larger population is no deviation.
    """
    others = {row["indicator"]: row for row in figures.beside}
    order = [indicator.id for indicator, _ in figures.answer.resolved.profile]
    rows = [
        found
        for row in sorted(figures.rows, key=lambda row: order.index(row["indicator"]))
        if (found := _deviation(figures, row, others.get(row["indicator"]))) is not None
    ]
    if not rows:
        return {}
    far = min(100.0, max(10.0, *(abs(row["x"]) for row in rows)))
    across = axis([-far, far], zero=True, count=2)
    reserve = text_width(row["label"] for row in rows) + 10
    clamped = {"clamp": True, "range": [8, {"expr": f"width - {reserve}"}]}
    other = next(iter(others.values()))
    notes = [
        figures.speech.t(
            "Percent above or below {area}", area=figures.place(str(other.get("area")))
        ),
        capital(verdict_key(figures)),
    ]
    return frame(
        figures,
        _spine_layers(figures, rows, across),
        height={"step": 40},
        said=[row["said"] for row in rows],
        notes=notes,
        unit="",
        encoding={
            "x": {"field": "x", "type": "quantitative",
                  "scale": scaled(across) | clamped,
                  "axis": number_axis(across, grid=True)},
        },
    )  # fmt: skip


def _deviation(figures: Figures, row: Row, other: Row | None) -> dict[str, Any] | None:
    """None where there is nothing fair to compare with."""
    indicator = next(x for x in figures.answer.resolved.indicators if x.id == row["indicator"])
    if other is None or indicator.kind in ("count", "index"):
        return None
    if not is_number(row.get("value")) or not other.get("value"):
        return None
    measure = measure_of(figures.answer.question, indicator)
    difference = row["value"] - other["value"]
    verdict = figures.verdict(difference, measure, indicator.polarity)
    if row.get("verdict") == "none":
        verdict = "same"
    name = figures.speech.text(indicator.short or indicator.label)
    mine, theirs = figures.text(row, measure), figures.text(other, measure)
    sign = f" {VERDICT_SIGNS[verdict]}" if verdict else ""
    return {
        "y": "\n".join(wrapped(name, NAME_CHARACTERS)),
        "x": 100 * difference / abs(other["value"]),
        "label": f"{figures.numbers.with_unit(row['value'], indicator.unit, indicator.decimals)}"
                 f"{sign}",
        "name": f"{figures.speech.text(indicator.label)} ({row['period']})",
        "text": mine,
        "other": theirs,
        "verdict": verdict_word(figures, verdict) if verdict else "",
        "colour": JUDGED[verdict] if verdict else BLUE,
        "said": f"{name}: {mine} ({figures.area(other.get('area'))}: {theirs})",
    }  # fmt: skip


def _spine_layers(figures: Figures, rows: Sequence[dict[str, Any]], across: Axis) -> list[Spec]:
    names = [row["y"] for row in rows]
    axis_of = name_axis(names)
    at_end = {"x": across.high}
    return [
        {"data": inline([{"x": 0}]),
         "mark": {"type": "rule", "color": GREY, "strokeWidth": 2, "aria": False}},
        {"data": inline(row | {"zero": 0} for row in rows),
         "mark": {"type": "rule", "strokeWidth": 2, "aria": False},
         "encoding": {"y": axis_of, "x2": {"field": "zero"}, "color": plain("colour")}},
        {"data": inline(rows),
         "mark": {"type": "point", "size": 100, "filled": True, "opacity": 1},
         "encoding": {"y": axis_of, "color": plain("colour"),
                      "tooltip": tooltip(figures, "name", "text", "other", "verdict"),
                      "description": {"field": "said", "type": "nominal"}}},
        {"data": inline(row | at_end for row in rows),
         "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 8, "aria": False},
         "encoding": {"y": axis_of, "text": {"field": "label", "type": "nominal"}}},
    ]  # fmt: skip
