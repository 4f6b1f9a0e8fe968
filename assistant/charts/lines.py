"""Lines over time: areas, groups, area types, the gap between two types, and small multiples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant import judged
from assistant.charts.look import (
    Spec,
    frame,
    inline,
    number_axis,
    plain,
    scaled,
    tooltip,
)
from assistant.charts.scale import Axis, apart, axis, text_width, wrapped
from assistant.charts.series import (
    Point,
    Series,
    break_years,
    line_rows,
    mark_rows,
    missing_years,
    point_of,
    series_of,
    types_of,
)
from assistant.colours import INK, MUTED, TYPE_OUTLINE, TYPES
from assistant.figures import Figures, Measure
from assistant.sides import SIDES, Side, number

LINE_HEIGHT = 15
NAME_CHARACTERS = 13
LABEL_GAP = 10

Label = tuple[str, str, float]
"""What stands at the right end of a line: text, colour, the figure it belongs to."""


def lines(figures: Figures) -> Spec:
    series = series_of(figures)
    labels = [_label(figures, each) for each in series if each.shown]
    return _chart(figures, series, labels, notes=_beside(figures, series))


def _beside(figures: Figures, series: Sequence[Series]) -> list[str]:
    """The newest year of the one area asked about, beside what it is compared with."""
    told = [row for row in figures.rows if row.get("verdict") is not None]
    if sum(not each.compared for each in series) != 1 or not told:
        return []
    return judged.beside(figures, max(told, key=lambda row: int(row["period"])))


def type_lines(figures: Figures) -> Spec:
    series = types_of(figures, TYPE_OUTLINE)
    notes = [type_note(figures)]
    labels = [_label(figures, each) for each in series if each.shown]
    return _chart(figures, series, labels, notes=notes)


def type_note(figures: Figures) -> str:
    return figures.speech.t(
        "Type 1 has major socioeconomic challenges, type 5 very good conditions"
    )


def gap_lines(figures: Figures) -> Spec:
    """The two sides as lines and the distance between them as a band."""
    series = [_side(figures, side) for side in SIDES]
    labels = [_label(figures, each, _level(figures)) for each in series if each.shown]
    last = next((row for row in reversed(figures.rows) if row["value"] is not None), None)
    if last is not None and last["second_value"] is not None:
        middle = (last["first_value"] + last["second_value"]) / 2
        text = f"{figures.short(last)} {judged.certain_sign(last)}".rstrip()
        labels.append((text, INK, middle))
    notes = [figures.speech.t("To the right: the gap in {unit}", unit=figures.unit_name)]
    notes += judged.certain_key(figures, [last]) if last is not None else []
    return _chart(figures, series, labels, notes=notes, under=[_band(figures)])


def _side(figures: Figures, side: Side) -> Series:
    measure = _level(figures)
    points = []
    for row in figures.rows:
        point = point_of(figures, row, f"{side}_value")
        text = figures.text({"value": point.value, "status": "value"}, measure)
        points.append(Point(point.year, point.value, point.segment, False, text))
    shape = "circle" if side == "first" else "square"
    ordered = tuple(sorted(points, key=lambda each: each.year))
    colour = TYPES[number(figures.answer.question, side)]
    return Series(figures.side(side), colour, shape, ordered, TYPE_OUTLINE)


def _level(figures: Figures) -> Measure:
    """The unit of the two levels that a gap lies between."""
    indicator = figures.answer.indicator
    return Measure(indicator.unit, indicator.decimals)


def _band(figures: Figures) -> Spec:
    rows = [
        {"x": row["period"], "y": row["first_value"], "y2": row["second_value"],
         "piece": str(row.get("segment") or 0)}
        for row in figures.rows
        if row["value"] is not None
    ]  # fmt: skip
    return {
        "data": inline(rows),
        "mark": {"type": "area", "color": TYPES[5], "opacity": 0.8, "aria": False},
        "encoding": {"y2": {"field": "y2"}, "detail": {"field": "piece", "type": "nominal"}},
    }


def _label(figures: Figures, each: Series, measure: Measure | None = None) -> Label:
    """Name and newest figure, at the end of the line."""
    last = each.shown[-1]
    name = wrapped(each.name, NAME_CHARACTERS, 2)
    number = figures.number(last.value, measure or figures.measure)
    text = "\n".join([*name, number]) if len(name) > 1 or len(number) > 8 else f"{name[0]} {number}"
    return text, each.outline or each.colour, last.value or 0.0


def _chart(
    figures: Figures,
    series: Sequence[Series],
    labels: Sequence[Label],
    *,
    notes: Sequence[str] = (),
    under: Sequence[Spec] = (),
) -> Spec:
    vertical = axis((value for each in series for value in each.values), zero=False)
    room = sum(_height(text) for text, _, _ in labels)
    height = max(240, room + 24)
    reserve = text_width(line for text, _, _ in labels for line in text.split("\n")) + 14
    marks = [row for each in series for row in mark_rows(each)]
    layers = [
        *under,
        *_breaks(figures, series, vertical),
        *_line_layers(series),
        *_mark_layers(figures, series),
        _label_layer(labels, vertical, height, max(row["x"] for row in marks)),
    ]
    return frame(
        figures,
        layers,
        height=height,
        said=[row["said"] for row in marks],
        notes=[*_notes(figures, series, vertical), *notes],
        unit=figures.unit_name if figures.many_areas else figures.level_unit,
        encoding=_shared(series, vertical, reserve),
    )


def _shared(series: Sequence[Series], vertical: Axis, reserve: int) -> Spec:
    years = sorted({point.year for each in series for point in each.points})
    return {
        "x": {
            "field": "x",
            "type": "quantitative",
            "scale": {
                "domain": [years[0], years[-1]],
                "nice": False,
                "zero": False,
                "range": [8, {"expr": f"width - {reserve}"}],
            },
            "axis": {
                "values": years,
                "format": "d",
                "title": None,
                "grid": False,
                "labelFlush": False,
            },
        },
        "y": {
            "field": "y",
            "type": "quantitative",
            "scale": scaled(vertical),
            "axis": number_axis(vertical),
        },
    }


def _line_layers(series: Sequence[Series]) -> list[Spec]:
    """Below each light line a dark one, so that the lightest type is seen as well."""
    cased = [each for each in series if each.outline]
    layers = [_line_layer(cased, dashed=False, casing=True)] if cased else []
    for several in _in_turn(series):
        layers.append(_line_layer(several, dashed=False))
        if any(line_rows(each, dashed=True) for each in several):
            layers.append(_line_layer(several, dashed=True))
    return layers


def _in_turn(series: Sequence[Series]) -> list[list[Series]]:
    """Several areas that one is compared with lie thin behind it."""
    others = [each for each in series if each.compared]
    if len(others) < 2:
        return [list(series)]
    return [others, [each for each in series if not each.compared]]


def _is_thin(series: Sequence[Series]) -> bool:
    return len(series) > 1 and all(each.compared for each in series)


def _mark_layers(figures: Figures, series: Sequence[Series]) -> list[Spec]:
    return [
        _mark_layer(figures, [row for each in several for row in mark_rows(each)], size)
        for several in _in_turn(series)
        for size in (12 if _is_thin(several) else 50,)
    ]


def _line_layer(series: Sequence[Series], *, dashed: bool, casing: bool = False) -> Spec:
    width = 1.2 if _is_thin(series) else 2.5
    mark: Spec = {"type": "line", "strokeWidth": width, "aria": False}
    encoding: Spec = {"detail": {"field": "piece", "type": "nominal"}}
    if casing:
        mark |= {"strokeWidth": 4.5, "color": TYPE_OUTLINE}
    else:
        encoding["color"] = plain("colour")
    if dashed:
        mark["strokeDash"] = [5, 4]
    rows = [row for each in series for row in line_rows(each, dashed)]
    return {"data": inline(rows), "mark": mark, "encoding": encoding}


def _mark_layer(figures: Figures, marks: Sequence[dict[str, Any]], size: int) -> Spec:
    return {
        "data": inline(marks),
        "mark": {"type": "point", "size": size, "strokeWidth": 1.5, "opacity": 1},
        "encoding": {
            "stroke": plain("colour"),
            "fill": plain("fill"),
            "shape": plain("shape"),
            "tooltip": tooltip(figures, "name", "year", "text"),
            "description": {"field": "said", "type": "nominal"},
        },
    }


def _height(text: str) -> int:
    return LINE_HEIGHT * (text.count("\n") + 1) + 4


def _label_layer(labels: Sequence[Label], vertical: Axis, height: int, last: int) -> Spec:
    span = (vertical.high - vertical.low) or 1.0
    wanted = [height * (vertical.high - value) / span for _, _, value in labels]
    placed = apart(wanted, [_height(text) for text, _, _ in labels], 0, height)
    rows = [
        {"x": last, "y": vertical.high - centre / height * span, "label": text, "colour": colour}
        for (text, colour, _), centre in zip(labels, placed, strict=True)
    ]
    return {
        "data": inline(rows),
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "dx": LABEL_GAP,
            "lineBreak": "\n",
            "lineHeight": LINE_HEIGHT,
            "fontWeight": 600,
            "aria": False,
        },
        "encoding": {"text": {"field": "label", "type": "nominal"}, "color": plain("colour")},
    }


CLOSE_BREAKS = 4
"""Years between two breaks whose words would run into each other."""


def _breaks(figures: Figures, series: Sequence[Series], vertical: Axis) -> list[Spec]:
    """A dashed rule where the series is broken, with a word that says so."""
    years = break_years(series)
    if not years:
        return []
    first, last = figures.answer.years[0], figures.answer.years[-1]
    rows: list[dict[str, Any]] = [
        {"x": year - 0.5, "y": vertical.low, "y2": vertical.high, "top": vertical.high,
         "said": figures.speech.t("Break {year}", year=year),
         "side": "right" if 2 * year > first + last else "left",
         "tier": tier}
        for year, tier in zip(years, _tiers(years), strict=True)
    ]  # fmt: skip
    rule: Spec = {
        "data": inline(rows),
        "mark": {"type": "rule", "color": MUTED, "strokeDash": [2, 3], "strokeWidth": 1.5},
        "encoding": {"y2": {"field": "y2"}, "description": {"field": "said", "type": "nominal"}},
    }
    places = sorted({(str(row["side"]), int(row["tier"])) for row in rows})
    return [rule, *(_break_text(rows, side, tier) for side, tier in places)]


def _tiers(years: Sequence[int]) -> list[int]:
    """0 for a word on the lowest line above the plot; a break close to the last goes one up."""
    tiers: list[int] = []
    for place, year in enumerate(years):
        close = place > 0 and year - years[place - 1] < CLOSE_BREAKS
        tiers.append(tiers[-1] + 1 if close else 0)
    return tiers


def _break_text(rows: Sequence[dict[str, Any]], side: str, tier: int) -> Spec:
    return {
        "data": inline(row for row in rows if (row["side"], row["tier"]) == (side, tier)),
        "mark": {"type": "text", "align": side, "baseline": "bottom", "dy": -3 - 13 * tier,
                 "color": MUTED, "aria": False},
        "encoding": {
            "y": {"field": "top", "type": "quantitative"},
            "text": {"field": "said", "type": "nominal"},
        },
    }  # fmt: skip


def _notes(figures: Figures, series: Sequence[Series], vertical: Axis) -> list[str]:
    t = figures.speech.t
    notes = []
    if vertical.cropped:
        notes.append(t("The axis does not start at zero"))
    if break_years(series):
        notes.append(t("Figures before and after a break cannot be compared"))
    if any(point.preliminary for each in series for point in each.points):
        notes.append(t("Hollow marks are preliminary figures"))
    if years := missing_years(series):
        said = figures.speech.listed([str(year) for year in years])
        notes.append(t("Figures are missing for {years}", years=said))
    return notes
