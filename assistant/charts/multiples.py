"""Small multiples: one little line chart an area, riket in grey in each.

All panels have one scale, so that levels can be compared; but counts, where the largest area would
make all others flat, have a scale a panel and no riket.

All panels lie in one view, in a grid of columns and rows of its own coordinates; a facet could not
follow the width of its place. A panel is one unit wide and one unit high.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.charts.look import Spec, frame, inline, plain, tooltip
from assistant.charts.scale import Axis, axis
from assistant.charts.series import Point, Series, break_years, line_rows, mark_rows, series_of
from assistant.colours import BLUE, GREY, GRID
from assistant.figures import Figures

COLUMNS = 2
PANEL_HEIGHT = 76
LEFT, RIGHT, TOP, BOTTOM = 0.03, 0.93, 0.36, 0.88


@dataclass(frozen=True)
class _Grid:
    """Turns a year and a figure into a place in a panel."""

    columns: int
    first: int
    last: int
    verticals: tuple[Axis, ...]

    def place(self, panel: int, year: float, value: float) -> tuple[float, float]:
        across = (year - self.first) / max(1, self.last - self.first)
        vertical = self.verticals[panel]
        up = (value - vertical.low) / (vertical.high - vertical.low)
        column, row = panel % self.columns, panel // self.columns
        return column + LEFT + (RIGHT - LEFT) * across, row + BOTTOM - (BOTTOM - TOP) * up


def small_multiples(figures: Figures) -> Spec:
    every = series_of(figures)
    panels = [each for each in every if not each.compared]
    own = figures.indicator is not None and figures.indicator.kind == "count"
    grey = [each for each in every if each.compared and not own]
    years = sorted({point.year for each in every for point in each.points})
    common = axis((value for each in [*panels, *grey] for value in each.values), zero=False)
    scales = (axis(each.values, zero=False) for each in panels) if own else [common] * len(panels)
    grid = _Grid(COLUMNS, years[0], years[-1], tuple(scales))
    span = figures.speech.t("Each panel has its own scale") if own else _common(figures, common)
    marks = [row for place, each in enumerate(panels) for row in _marks(grid, place, each)]
    layers = [
        _base_lines(grid, len(panels)),
        _lines(grid, [(place, each) for place in range(len(panels)) for each in grey], GREY, 1.2),
        _lines(grid, list(enumerate(panels)), BLUE, 2),
        _points(figures, marks),
        *_headings(figures, grid, panels),
    ]
    rows = -(-len(panels) // grid.columns)
    return frame(
        figures,
        layers,
        height=rows * PANEL_HEIGHT,
        said=[_said(each) for each in panels],
        notes=[span, *_cropped(figures, grid), *_notes(figures, panels, grey)],
        encoding=_shared(grid.columns, rows),
    )


def _shared(columns: int, rows: int) -> Spec:
    return {
        "x": {"field": "x", "type": "quantitative", "axis": None,
              "scale": {"domain": [0, columns], "nice": False}},
        "y": {"field": "y", "type": "quantitative", "axis": None,
              "scale": {"domain": [rows, 0], "nice": False}},
    }  # fmt: skip


def _moved(grid: _Grid, panel: int, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        x, y = grid.place(panel, row["x"], row["y"])
        found.append(row | {"x": x, "y": y, "panel": panel})
    return found


def _lines(grid: _Grid, placed: Sequence[tuple[int, Series]], colour: str, width: float) -> Spec:
    rows = [
        row | {"piece": f"{panel} {dashed} {row['piece']}", "dash": "yes" if dashed else "no"}
        for panel, each in placed
        for dashed in (False, True)
        for row in _moved(grid, panel, line_rows(each, dashed))
    ]
    return {
        "data": inline(rows),
        "mark": {"type": "line", "color": colour, "strokeWidth": width, "aria": False},
        "encoding": {
            "detail": {"field": "piece", "type": "nominal"},
            "strokeDash": {
                "field": "dash",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": ["no", "yes"], "range": [[1, 0], [4, 3]]},
            },
        },
    }


def _marks(grid: _Grid, panel: int, each: Series) -> list[dict[str, Any]]:
    """Every point can be pointed at; only the last and those that stand alone are seen."""
    rows = _moved(grid, panel, mark_rows(each))
    joined = {(row["x"], row["y"]) for row in _moved(grid, panel, line_rows(each, False))}
    for row in rows:
        alone = (row["x"], row["y"]) not in joined
        row["seen"] = 1 if alone or row is rows[-1] else 0
    return rows


def _points(figures: Figures, rows: Sequence[dict[str, Any]]) -> Spec:
    return {
        "data": inline(rows),
        "mark": {"type": "point", "size": 34, "stroke": BLUE, "strokeWidth": 1.5},
        "encoding": {
            "fill": {"condition": {"test": "datum.fill === '#ffffff'", "value": "#ffffff"},
                     "value": BLUE},
            "opacity": plain("seen", type="quantitative"),
            "tooltip": tooltip(figures, "name", "year", "text"),
            "description": {"field": "said", "type": "nominal"},
        },
    }  # fmt: skip


def _base_lines(grid: _Grid, panels: int) -> Spec:
    rows = []
    for panel in range(panels):
        x, y = grid.place(panel, grid.first, grid.verticals[panel].low)
        rows.append({"x": x, "x2": x + RIGHT - LEFT, "y": y})
    return {
        "data": inline(rows),
        "mark": {"type": "rule", "color": GRID, "aria": False},
        "encoding": {"x2": {"field": "x2"}},
    }


def _headings(figures: Figures, grid: _Grid, panels: Sequence[Series]) -> list[Spec]:
    """Name to the left and newest figure to the right, above each panel."""
    names, numbers = [], []
    for place, each in enumerate(panels):
        column, row = place % grid.columns, place // grid.columns
        last = each.points[-1]
        text = figures.number(last.value) if last.value is not None else last.text
        names.append({"x": column + LEFT, "y": row + 0.2, "label": each.name})
        numbers.append({"x": column + RIGHT, "y": row + 0.2, "label": text})
    room = {"expr": f"width / {grid.columns} - 46"}
    return [
        _text(names, "left", {"fontWeight": 600, "limit": room}),
        _text(numbers, "right", {}),
    ]


def _text(rows: Sequence[dict[str, Any]], align: str, more: Spec) -> Spec:
    return {
        "data": inline(rows),
        "mark": {"type": "text", "align": align, "baseline": "middle", "fontSize": 11,
                 "aria": False, **more},
        "encoding": {"text": {"field": "label", "type": "nominal"}},
    }  # fmt: skip


def _common(figures: Figures, scale: Axis) -> str:
    span = figures.numbers.interval(scale.low, scale.high, None, scale.decimals)
    return figures.speech.t("All panels have the same scale: {span}", span=span)


def _cropped(figures: Figures, grid: _Grid) -> list[str]:
    cropped = any(scale.cropped for scale in grid.verticals)
    return [figures.speech.t("The axis does not start at zero")] if cropped else []


def _notes(figures: Figures, panels: Sequence[Series], grey: Sequence[Series]) -> list[str]:
    t, every = figures.speech.t, [*panels, *grey]
    notes = []
    if grey:
        notes.append(t("Grey line: {area}", area=figures.speech.listed([x.name for x in grey])))
    if years := break_years(every):
        said = figures.speech.listed([str(year) for year in years])
        notes.append(t("Lines are broken where figures cannot be compared: {years}", years=said))
    if any(point.preliminary for each in every for point in each.points):
        notes.append(t("Hollow marks are preliminary figures"))
    return notes


def _said(each: Series) -> str:
    first: Point | None = each.shown[0] if each.shown else None
    if first is None:
        return f"{each.name}: {each.points[-1].text}"
    last = each.shown[-1]
    return f"{each.name}: {first.text} ({first.year}), {last.text} ({last.year})"
