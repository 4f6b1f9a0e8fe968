"""Parts of a whole, and areas that moved from one type to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from assistant.charts.bars import NAME_CHARACTERS, name_axis
from assistant.charts.lines import type_note
from assistant.charts.look import Spec, frame, inline, number_axis, plain, tooltip
from assistant.charts.scale import Axis, wrapped
from assistant.colours import BLUE, SEQUENCE, TYPE_OUTLINE, TYPES, on
from assistant.figures import Figures, Row
from assistant.numbers import is_number
from semantic.model import AREA_TYPES

BAR_PX = 44
KEY_PX = 26


def share_bar(figures: Figures) -> Spec:
    """The population by area type: one bar with a line of text a type, or a bar an area."""
    return _one_bar(figures) if not figures.many_areas else _many_bars(figures)


def _parts(figures: Figures, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Laid end to end in the order of the types; a share that is missing takes no room."""
    found, start = [], 0.0
    for row in sorted(rows, key=lambda each: int(each["area_type"])):
        kind, value = int(row["area_type"]), row.get("value")
        width = float(value) if value is not None and is_number(value) else 0.0
        people = figures.numbers.with_unit(row.get("numerator"), "persons")
        name = figures.area(row.get("area"), row.get("period"))
        text = figures.text(row)
        found.append(
            {"x": start, "x2": start + width, "y": "\n".join(wrapped(name, NAME_CHARACTERS)),
             "colour": TYPES[kind], "name": name, "type": figures.type(kind), "text": text,
             "count": people, "said": f"{figures.type(kind)}: {text}, {people}"}
        )  # fmt: skip
        start += width
    return found


def _x() -> Spec:
    ticks = Axis(0, 100, (0, 25, 50, 75, 100), 0)
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [0, 100], "nice": False, "range": [4, {"expr": "width - 10"}]},
        "axis": number_axis(ticks, grid=False),
    }


def _bars(figures: Figures, rows: Sequence[dict[str, Any]], y: Spec, *fields: str) -> Spec:
    return {
        "data": inline(row for row in rows if row["x2"] > row["x"]),
        "mark": {"type": "bar", "stroke": TYPE_OUTLINE, "strokeWidth": 1},
        "encoding": {
            "x2": {"field": "x2"},
            "fill": plain("colour"),
            "tooltip": tooltip(figures, *fields),
            "description": {"field": "said", "type": "nominal"},
            **y,
        },
    }


def _one_bar(figures: Figures) -> Spec:
    rows = _parts(figures, figures.rows)
    for place, row in enumerate(rows):
        row["py"] = BAR_PX + 46 + place * KEY_PX
        row["label"] = f"{row['type']}: {row['text']} ({row['count']})"
    y = {"y": {"value": 0}, "y2": {"value": BAR_PX}}
    pixels = {"y": {"field": "py", "type": "quantitative", "scale": None, "axis": None}}
    key: list[Spec] = [
        {"data": inline(rows),
         "mark": {"type": "point", "shape": "square", "size": 180, "opacity": 1,
                  "stroke": TYPE_OUTLINE, "strokeWidth": 1, "aria": False},
         "encoding": {"x": {"value": 12}, "fill": plain("colour"), **pixels}},
        {"data": inline(rows),
         "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": 13,
                  "aria": False, "limit": {"expr": "width - 30"}},
         "encoding": {"x": {"value": 28}, "text": {"field": "label", "type": "nominal"},
                      **pixels}},
    ]  # fmt: skip
    bars = _bars(figures, rows, {"x": _axis_below(), **y}, "type", "text", "count")
    return frame(
        figures,
        [bars, *key],
        height=BAR_PX + 34 + len(rows) * KEY_PX,
        said=[row["said"] for row in rows],
        notes=[type_note(figures)],
    )


def _axis_below() -> Spec:
    """The axis right below the bar, above the lines of text."""
    x = _x()
    x["axis"] = x["axis"] | {"offset": {"expr": f"{BAR_PX} - height"}}
    return x


def _many_bars(figures: Figures) -> Spec:
    areas = list(dict.fromkeys(row["area"] for row in figures.rows))
    rows = [
        part
        for area in areas
        for part in _parts(figures, [row for row in figures.rows if row["area"] == area])
    ]
    kinds = sorted({int(row["area_type"]) for row in figures.rows})
    names = list(dict.fromkeys(row["y"] for row in rows))
    layer = _bars(figures, rows, {"y": name_axis(names)}, "name", "type", "text", "count")
    layer["encoding"]["fill"] = {
        "field": "type",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": [figures.type(kind) for kind in kinds],
                  "range": [TYPES[kind] for kind in kinds]},
        "legend": {"orient": "top", "title": None, "columns": 3, "labelFontSize": 12,
                   "symbolStrokeColor": TYPE_OUTLINE, "symbolType": "square"},
    }  # fmt: skip
    tall = any("\n" in name for name in names)
    return frame(
        figures,
        [layer],
        height={"step": 40 if tall else 32},
        said=[f"{row['name']}, {row['said']}" for row in rows],
        notes=[type_note(figures)],
        encoding={"x": _x()},
    )


def type_moves(figures: Figures) -> Spec:
    """How many areas went from which type to which: a grid, the more the darker."""
    counts = Counter((int(row["from_type"]), int(row["to_type"])) for row in figures.rows)
    most = max(counts.values(), default=1)
    first, last = figures.answer.years[0], figures.answer.years[-1]
    rows = []
    for (before, after), count in sorted(counts.items()):
        fill = SEQUENCE[min(4, int(4 * count / most))]
        said = figures.speech.n(
            "{n} area from type {before} to type {after}",
            "{n} areas from type {before} to type {after}",
            count,
            before=before,
            after=after,
        )
        rows.append({"x": str(after), "y": str(before), "label": figures.numbers.plain(count),
                     "colour": fill, "ink": on(fill), "text": said, "said": said})  # fmt: skip
    return frame(
        figures,
        _grid_layers(figures, rows),
        height={"step": 44},
        said=[row["said"] for row in rows],
        notes=[type_note(figures)],
        unit=figures.speech.t("number of areas"),
        encoding={
            "x": _type_axis(figures.speech.t("Type in {year}", year=last), "top"),
            "y": _type_axis(figures.speech.t("Type in {year}", year=first), "left"),
        },
    )


def _grid_layers(figures: Figures, rows: Sequence[dict[str, Any]]) -> list[Spec]:
    same = [{"x": str(kind), "y": str(kind), "label": "–"} for kind in AREA_TYPES]
    return [
        {"data": inline(rows),
         "mark": {"type": "rect", "stroke": BLUE, "strokeWidth": 1},
         "encoding": {"fill": plain("colour"), "tooltip": tooltip(figures, "text"),
                      "description": {"field": "said", "type": "nominal"}}},
        {"data": inline(rows), "mark": {"type": "text", "fontWeight": 600, "aria": False},
         "encoding": {"text": {"field": "label", "type": "nominal"}, "color": plain("ink")}},
        {"data": inline(same), "mark": {"type": "text", "aria": False},
         "encoding": {"text": {"field": "label", "type": "nominal"}}},
    ]  # fmt: skip


def _type_axis(title: str, side: str) -> Spec:
    """Types across on top and down the left; both titles are horizontal and stand on top."""
    axis: Spec = {
        "title": title,
        "orient": side,
        "grid": False,
        "titleFontWeight": 600,
        "labelOverlap": False,
    }
    if side == "left":
        axis |= {"titleAngle": 0, "titleAlign": "left", "titleX": -22, "titleY": -34}
    return {
        "field": "x" if side == "top" else "y",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": [str(kind) for kind in AREA_TYPES], "padding": 0.06},
        "axis": axis,
    }
