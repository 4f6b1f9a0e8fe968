"""How the small areas of each place lie: a row a place, a dot an area, and the ends as a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.charts.bars import NAME_CHARACTERS, name_axis
from assistant.charts.look import Spec, frame, inline, number_axis, plain, scaled, tooltip
from assistant.charts.scale import Axis, axis, wrapped
from assistant.colours import BLUE, GREY, INK, STRIP, WHITE
from assistant.figures import Figures, Measure, Row
from assistant.numbers import is_number
from semantic.model import RIKET

PLACES = 160
"""Dots of a row that fall within one of so many places are one, the darker the more they are."""


def strips(figures: Figures) -> Spec:
    rows = [row for row in [*figures.rows, *figures.comparison] if is_number(row["lowest"])]
    ends = [float(row[name]) for row in rows for name in ("lowest", "highest")]
    across = axis(ends, zero=False)
    names = ["\n".join(wrapped(figures.area(row["area"]), NAME_CHARACTERS)) for row in rows]
    named = dict(zip(names, rows, strict=True))
    layers = [
        _dots(figures, named, across),
        _lines(named),
        _middles(figures, named),
    ]
    notes = [
        figures.speech.t(
            "Each dot is an area; the line goes from P5 to P95, the ring is the median"
        )
    ]
    if across.cropped:
        notes.append(figures.speech.t("The axis does not start at zero"))
    return frame(
        figures,
        layers,
        height={"step": 56},
        said=[_said(figures, row) for row in rows],
        notes=notes,
        unit=figures.level_unit,
        encoding={
            "x": {"field": "x", "type": "quantitative", "scale": scaled(across),
                  "axis": number_axis(across, grid=True)},
        },
    )  # fmt: skip


def _said(figures: Figures, row: Row) -> str:
    """``Malmö: 4,1–52,3 %, median 18,0 %``."""
    return f"{figures.area(row['area'])}: {_span(figures, row)}"


def _span(figures: Figures, row: Row) -> str:
    indicator = figures.answer.indicator
    if not is_number(row["p5"]):
        return figures.text(row)
    return figures.speech.t(
        "{span}, median {median}",
        span=figures.numbers.interval(row["p5"], row["p95"], indicator.unit, indicator.decimals),
        median=figures.text(
            {"value": row["p50"], "status": "value"}, Measure(indicator.unit, indicator.decimals)
        ),
    )


def _dots(figures: Figures, named: Mapping[str, Row], across: Axis) -> Spec:
    width = (across.high - across.low) / PLACES
    data: list[dict[str, Any]] = []
    for name, row in named.items():
        prefix = "" if row["area"] == RIKET else row["area"]
        values = [
            float(each["value"])
            for each in figures.peers
            if is_number(each["value"]) and str(each["area"]).startswith(prefix)
        ]
        places = Counter(round((value - across.low) / width) for value in values)
        colour = STRIP if row in figures.comparison else BLUE
        data += [
            {"y": name, "x": across.low + place * width, "colour": colour,
             "depth": min(0.9, 0.3 + 0.12 * (count - 1))}
            for place, count in sorted(places.items())
        ]  # fmt: skip
    return {
        "data": inline(data),
        "mark": {"type": "point", "size": 46, "filled": True, "aria": False, "yOffset": -9},
        "encoding": {
            "y": name_axis(list(named)),
            "color": plain("colour"),
            "opacity": plain("depth", type="quantitative"),
        },
    }


def _with_spread(named: Mapping[str, Row]) -> Sequence[tuple[str, Row]]:
    return [(name, row) for name, row in named.items() if is_number(row["p5"])]


def _lines(named: Mapping[str, Row]) -> Spec:
    data = [{"y": name, "x": row["p5"], "x2": row["p95"]} for name, row in _with_spread(named)]
    return {
        "data": inline(data),
        "mark": {"type": "rule", "color": GREY, "strokeWidth": 3, "aria": False, "yOffset": 9},
        "encoding": {"y": name_axis(list(named)), "x2": {"field": "x2"}},
    }


def _middles(figures: Figures, named: Mapping[str, Row]) -> Spec:
    data = [
        {"y": name, "x": row["p50"], "name": figures.area(row["area"]),
         "span": _span(figures, row), "said": _said(figures, row)}
        for name, row in _with_spread(named)
    ]  # fmt: skip
    return {
        "data": inline(data),
        "mark": {"type": "point", "size": 90, "opacity": 1, "strokeWidth": 2, "stroke": INK,
                 "fill": WHITE, "yOffset": 9},
        "encoding": {
            "y": name_axis(list(named)),
            "tooltip": tooltip(figures, "name", "span"),
            "description": {"field": "said", "type": "nominal"},
        },
    }  # fmt: skip
