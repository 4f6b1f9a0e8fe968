"""Several marks a row: the strip of all areas, groups and types side by side, gaps and profiles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from assistant import judged, words
from assistant.charts.bars import NAME_CHARACTERS, name_axis
from assistant.charts.lines import type_note
from assistant.charts.look import Spec, frame, inline, number_axis, plain, scaled, tooltip
from assistant.charts.scale import Axis, axis, text_width, wrapped
from assistant.colours import (
    BLUE,
    GREY,
    JUDGED,
    MUTED,
    SERIES,
    SHAPES,
    STRIP,
    TYPE_OUTLINE,
    TYPES,
)
from assistant.figures import VERDICT_SIGNS, Figures, Measure, Row, measure_of
from assistant.numbers import is_number
from assistant.sides import SIDES, in_tenths, number
from semantic.model import FULL, TOGETHER

STRIP_HEIGHT = 96
STRIP_PLACES = 200
_OVER = re.compile(r" \((RegSO|DeSO)\)$")


def strip(figures: Figures) -> Spec:
    """Every area of the level as a thin line, the asked one and riket marked."""
    row = figures.rows[0]
    values = [float(each["value"]) for each in figures.peers if is_number(each["value"])]
    others = [each for each in figures.beside if is_number(each.get("value"))]
    across = axis([*values, float(row["value"]), *(x["value"] for x in others)], zero=False)
    name, text = figures.name(row), figures.text(row)
    layers = [_ticks(values, across), *_compared(figures, others, across),
              *_marked(figures, row, name, across)]  # fmt: skip
    level = figures.answer.resolved.level
    beside = judged.beside(figures, row)
    note = figures.speech.t("Each thin line is one of {areas}", areas=_counted(figures, level))
    return frame(
        figures,
        layers,
        height=STRIP_HEIGHT,
        said=[f"{name}: {text}", *(_said(figures, each) for each in others), *beside],
        notes=[*beside, note, *_cropped(figures, across)],
        encoding={
            "x": {"field": "x", "type": "quantitative", "scale": scaled(across) | _margins(8, 8),
                  "axis": number_axis(across, grid=False)},
            "y": {"field": "y", "type": "quantitative", "axis": None,
                  "scale": {"domain": [0, 1], "nice": False}},
        },
    )  # fmt: skip


def _counted(figures: Figures, level: str) -> str:
    return words.counted_areas(level, len(figures.peers), figures.speech)


def _margins(left: int, right: int) -> Spec:
    return {"range": [left, {"expr": f"width - {right}"}]}


def _cropped(figures: Figures, across: Axis) -> list[str]:
    return [figures.speech.t("The axis does not start at zero")] if across.cropped else []


def _ticks(values: Sequence[float], across: Axis) -> Spec:
    """At most `STRIP_PLACES` lines: the more areas at a place, the darker the line."""
    width = (across.high - across.low) / STRIP_PLACES
    places = Counter(round((value - across.low) / width) for value in values)
    rows = [
        {"x": across.low + place * width, "y": 0.12, "y2": 0.6,
         "depth": min(0.95, 0.4 + 0.15 * (count - 1))}
        for place, count in sorted(places.items())
    ]  # fmt: skip
    return {
        "data": inline(rows),
        "mark": {"type": "rule", "color": STRIP, "strokeWidth": 1.5, "aria": False},
        "encoding": {"y2": {"field": "y2"}, "opacity": plain("depth", type="quantitative")},
    }


def _align(value: float, across: Axis) -> str:
    share = (value - across.low) / ((across.high - across.low) or 1)
    return "left" if share < 0.35 else "right" if share > 0.65 else "center"


def _compared(figures: Figures, rows: Sequence[Row], across: Axis) -> list[Spec]:
    if len(rows) != 1:
        return []
    value = float(rows[0]["value"])
    data = inline([{"x": value, "y": 0.02, "y2": 0.66, "label": _short(figures, rows[0])}])
    return [
        {"data": data, "mark": {"type": "rule", "color": GREY, "strokeWidth": 2,
                                "strokeDash": [6, 3], "aria": False},
         "encoding": {"y2": {"field": "y2"}}},
        {"data": data,
         "mark": {"type": "text", "align": _align(value, across), "baseline": "bottom",
                  "dy": 2, "color": MUTED, "aria": False},
         "encoding": {"y": {"field": "y2", "type": "quantitative"},
                      "text": {"field": "label", "type": "nominal"}}},
    ]  # fmt: skip


def _short(figures: Figures, row: Row) -> str:
    return f"{figures.area(row.get('area'))} {figures.short(row)}"


def _said(figures: Figures, row: Row) -> str:
    return f"{figures.area(row.get('area'))}: {figures.text(row)}"


def _marked(figures: Figures, row: Row, name: str, across: Axis) -> list[Spec]:
    value = float(row["value"])
    hollow = row.get("status") == "preliminary"
    found = judged.judgement(figures, row)
    verdict = found.verdict if found else None
    colour = JUDGED[verdict] if verdict else BLUE
    sign = f" {VERDICT_SIGNS[verdict]}" if verdict else ""
    label = f"{wrapped(name, 30, 1)[0]} {figures.short(row)}{sign}"
    rows = [{"x": value, "y": 0.36, "top": 0.82, "label": label, "name": name,
             "text": figures.text(row), "verdict": found.text if found else "–",
             "said": f"{name}: {figures.text(row)}"}]  # fmt: skip
    mark = {"type": "point", "size": 170, "opacity": 1, "strokeWidth": 2, "stroke": colour,
            "fill": "#ffffff" if hollow else colour}  # fmt: skip
    told = ["name", "text", *(["verdict"] if found else [])]
    return [
        {"data": inline(rows), "mark": mark,
         "encoding": {"tooltip": tooltip(figures, *told),
                      "description": {"field": "said", "type": "nominal"}}},
        {"data": inline(rows),
         "mark": {"type": "text", "align": _align(value, across), "color": colour,
                  "fontWeight": 600, "fontSize": 13, "baseline": "bottom", "aria": False},
         "encoding": {"y": {"field": "top", "type": "quantitative"},
                      "text": {"field": "label", "type": "nominal"}}},
    ]  # fmt: skip


def group_dots(figures: Figures) -> Spec:
    """One row an area or type, one mark a group, joined by a line."""
    rows = [_mark(figures, _row_name(figures, row), figures.group(row), row)
            for row in figures.rows]  # fmt: skip
    groups = list(dict.fromkeys(row["group"] for row in rows))
    style = {
        group: (SERIES[place % 5], SHAPES[place % 5], SERIES[place % 5])
        for place, group in enumerate(groups)
    }
    return _rows_of_marks(figures, rows, style)


def type_dots(figures: Figures) -> Spec:
    """One row an area, one mark an area type."""
    rows = [_mark(figures, figures.area(row.get("area")), figures.type(row["area_type"]), row)
            for row in figures.rows]  # fmt: skip
    kinds = sorted({int(row["area_type"]) for row in figures.rows})
    style = {figures.type(kind): (TYPES[kind], "circle", TYPE_OUTLINE) for kind in kinds}
    return _rows_of_marks(figures, rows, style, [type_note(figures)])


def measures(figures: Figures) -> Spec:
    """One row a segregation measure: the place and what it is compared with, over large and over
    small areas, each as percent of the highest value that the measure can have."""
    own = figures.rows[0]["area"]
    known = {each.id: each for each in figures.answer.resolved.indicators}
    rows, style = [], {}
    alike = frozenset(figures.answer.similar_areas)
    for row in [*figures.rows, *figures.comparison]:
        of = known[row["indicator"]].segregation
        assert of is not None, "only segregation measures are shown so"
        areas = words.listed_areas(of.over, figures.speech)
        one = figures.area(row["area"])
        group = f"{figures.area(TOGETHER) if row['area'] in alike else one}, {areas}"
        asked, fine = row["area"] == own, of.over == "deso"
        style[group] = (
            (BLUE if asked else GREY) if not fine else "#ffffff",
            "circle" if asked else "diamond",
            BLUE if asked else GREY,
        )
        measure = measure_of(figures.answer.question, known[row["indicator"]])
        made = _mark(figures, measure_name(figures, row["indicator"]), group, row, measure)
        if made["x"] is not None:
            made["x"] = 100 * made["x"] / FULL[measure.unit]
        if row["area"] in alike:
            made["text"] = f"{one}: {made['text']}"
            made["said"] = f"{made['name']}, {one}, {areas}: {figures.text(row, measure)}"
        rows.append(made | {"asked": asked})
    if alike:
        order = list(dict.fromkeys(row["y"] for row in rows))
        rows.sort(key=lambda row: (order.index(row["y"]), row["asked"]))
    note = figures.speech.t("All measures on one scale: percent of the highest possible value")
    return _rows_of_marks(figures, rows, style, [note])


def measure_name(figures: Figures, identity: str) -> str:
    """The measure without the areas that it is worked out over."""
    known = next(each for each in figures.answer.resolved.indicators if each.id == identity)
    return _OVER.sub("", figures.speech.text(known.label))


def dumbbell(figures: Figures) -> Spec:
    """Two types a row, and the gap between them at the end."""
    rows, ends = [], {}
    level = measure_of(
        figures.answer.question.model_copy(update={"shape": "value"}), figures.indicator
    )
    for row in figures.rows:
        name = _row_name(figures, row)
        ends[name] = f"{figures.short(row)} {judged.certain_sign(row)}".rstrip()
        for side in SIDES:
            value = row[f"{side}_value"]
            status = "value" if is_number(value) else row["status"]
            each = {"value": value, "status": status, "area": row.get("area")}
            rows.append(_mark(figures, name, figures.side(side), each, level))
        if found := judged.judgement(figures, row):
            rows[-1]["said"] += f" ({found.text})"
    question = figures.answer.question
    style = {
        figures.side(side): (TYPES[number(question, side)], shape, TYPE_OUTLINE)
        for side, shape in zip(SIDES, ("circle", "square"), strict=True)
    }
    gap = figures.speech.t("To the right: the gap in {unit}", unit=figures.unit_name)
    notes = [gap, *judged.certain_key(figures, figures.rows)]
    notes += [] if in_tenths(question) else [type_note(figures)]
    return _rows_of_marks(figures, rows, style, notes, ends)


def _row_name(figures: Figures, row: Row) -> str:
    if row.get("area_type") is not None:
        return figures.type(row["area_type"])
    if not figures.many_areas and figures.answer.question.shape == "gap":
        return figures.group(row) or figures.area(row.get("area"), row.get("period"))
    return figures.area(row.get("area"), row.get("period"))


def _mark(
    figures: Figures, name: str, group: str, row: Row, measure: Measure | None = None
) -> dict[str, Any]:
    text = figures.text(row, measure)
    return {
        "y": "\n".join(wrapped(name, NAME_CHARACTERS)),
        "x": row["value"] if is_number(row.get("value")) else None,
        "name": name,
        "group": group,
        "text": text,
        "said": f"{name}, {group}: {text}",
    }


def _rows_of_marks(
    figures: Figures,
    rows: Sequence[dict[str, Any]],
    style: Mapping[str, tuple[str, str, str]],
    notes: Sequence[str] = (),
    ends: Mapping[str, str] | None = None,
) -> Spec:
    """``style`` gives each group its colour, shape and outline; ``ends`` a text after each row."""
    names = list(dict.fromkeys(row["y"] for row in rows))
    shown = [row for row in rows if row["x"] is not None]
    across = axis((row["x"] for row in shown), zero=False, count=4)
    labels = {"\n".join(wrapped(name, NAME_CHARACTERS)): text for name, text in
              (ends or {}).items()}  # fmt: skip
    reserve = text_width(labels.values()) + 8
    layers = [
        _joins(shown, names),
        _marks_of_groups(figures, shown, names, style),
        *([_row_ends(shown, names, labels)] if labels else []),
        _without_figure(rows, names, across),
    ]
    tall = any("\n" in name for name in names)
    return frame(
        figures,
        layers,
        height={"step": 40 if tall else 28},
        said=[row["said"] for row in rows],
        notes=[*_cropped(figures, across), *notes],
        unit=figures.level_unit,
        encoding={
            "x": {"field": "x", "type": "quantitative",
                  "scale": scaled(across) | _margins(8, reserve + 16),
                  "axis": number_axis(across, grid=True)},
        },
    )  # fmt: skip


def _joins(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> Spec:
    spans: dict[str, list[float]] = {}
    for row in rows:
        spans.setdefault(row["y"], []).append(row["x"])
    data = [{"y": name, "x": min(found), "x2": max(found)} for name, found in spans.items()]
    return {
        "data": inline(data),
        "mark": {"type": "rule", "color": GREY, "strokeWidth": 2, "aria": False},
        "encoding": {"y": name_axis(names), "x2": {"field": "x2"}},
    }


def _marks_of_groups(
    figures: Figures,
    rows: Sequence[dict[str, Any]],
    names: Sequence[str],
    style: Mapping[str, tuple[str, str, str]],
) -> Spec:
    def channel(place: int) -> Spec:
        return {
            "field": "group",
            "type": "nominal",
            "sort": None,
            "scale": {"domain": list(style), "range": [each[place] for each in style.values()]},
            "legend": {"orient": "top", "title": None, "columns": 3,
                       "labelFontSize": 12, "symbolStrokeWidth": 1.5},
        }  # fmt: skip

    return {
        "data": inline(rows),
        "mark": {"type": "point", "size": 110, "opacity": 1, "strokeWidth": 1.5},
        "encoding": {
            "y": name_axis(names),
            "fill": channel(0),
            "shape": channel(1),
            "stroke": channel(2),
            "tooltip": tooltip(figures, "name", "group", "text"),
            "description": {"field": "said", "type": "nominal"},
        },
    }


def _row_ends(
    rows: Sequence[dict[str, Any]], names: Sequence[str], labels: Mapping[str, str]
) -> Spec:
    highest: dict[str, float] = {}
    for row in rows:
        highest[row["y"]] = max(row["x"], highest.get(row["y"], row["x"]))
    data = [{"y": name, "x": value, "label": labels[name]}
            for name, value in highest.items()]  # fmt: skip
    return {
        "data": inline(data),
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 12,
                 "fontWeight": 600, "aria": False},
        "encoding": {"y": name_axis(names), "text": {"field": "label", "type": "nominal"}},
    }  # fmt: skip


def _without_figure(rows: Sequence[dict[str, Any]], names: Sequence[str], across: Axis) -> Spec:
    """A row in which no group has a figure says why."""
    seen = {row["y"] for row in rows if row["x"] is not None}
    words = {row["y"]: row["text"] for row in rows if row["y"] not in seen}
    data = [{"y": name, "x": across.low, "label": text} for name, text in words.items()]
    return {
        "data": inline(data),
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 4, "color": MUTED,
                 "fontStyle": "italic"},
        "encoding": {"y": name_axis(names), "text": {"field": "label", "type": "nominal"}},
    }  # fmt: skip
