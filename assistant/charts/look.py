"""What all charts share: title, subtitle with unit and warnings, font, axes, number locale.

A chart is one layered view, so that it can be as wide as its place ("container") without a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.charts.scale import Axis, wrapped
from assistant.colours import GRID, INK, MUTED
from assistant.figures import Figures
from assistant.wording import example_banner

Spec = dict[str, Any]

TITLE_CHARACTERS = 36
SUBTITLE_CHARACTERS = 46
FONT = '"Source Sans", "Source Sans Pro", sans-serif'


def frame(
    figures: Figures,
    layers: Sequence[Spec],
    *,
    height: int | Mapping[str, int],
    said: Sequence[str],
    notes: Iterable[str] = (),
    unit: str | None = None,
    encoding: Mapping[str, Any] | None = None,
) -> Spec:
    """The whole specification.

    ``said`` is the figures in words, for the text alternative; ``unit`` is that of the axis, where
    it is not the answer's own.
    """
    unit = figures.unit_name if unit is None else unit
    spec: Spec = {
        "description": description(figures, said, unit),
        "width": "container",
        "height": dict(height) if isinstance(height, Mapping) else height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 2, "right": 6, "top": 4, "bottom": 4},
        "title": title(figures, notes, unit),
        "layer": list(layers),
        "config": config(figures),
    }
    if encoding:
        spec["encoding"] = dict(encoding)
    return spec


def title(figures: Figures, notes: Iterable[str], unit: str) -> Spec:
    """Message-neutral: measure, place, year and unit; the banner of example data first of all."""
    subtitle = [example_banner(figures.speech)] if figures.answer.example_data else []
    facts = [figures.scope, figures.when, unit]
    subtitle.append(", ".join(each for each in facts if each))
    subtitle += notes
    return {
        "text": wrapped(figures.title, TITLE_CHARACTERS, 4),
        "subtitle": [line for text in subtitle for line in wrapped(text, SUBTITLE_CHARACTERS, 4)],
        "limit": 0,
    }


def description(figures: Figures, said: Sequence[str], unit: str) -> str:
    """The text alternative: what is shown, and the figures where they are few."""
    facts = [figures.title, figures.scope, figures.when, unit]
    parts = [", ".join(each for each in facts if each)]
    if figures.answer.example_data:
        parts.insert(0, example_banner(figures.speech))
    if 0 < len(said) <= 12:
        parts.append("; ".join(said))
    parts.append(figures.speech.t("The same figures are in the table."))
    return ". ".join(part.rstrip(".") for part in parts) + "."


def config(figures: Figures) -> Spec:
    axis = {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "gridColor": GRID,
        "domain": False,
        "ticks": False,
        "labelAngle": 0,
        "labelPadding": 6,
        "labelOverlap": "parity",
        "labelSeparation": 6,
    }
    return {
        "font": FONT,
        "background": "transparent",
        "locale": {"number": figures.numbers.vega_locale()},
        "view": {"stroke": None},
        "axis": axis,
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "align": "left",
            "color": INK,
            "fontSize": 15,
            "fontWeight": 600,
            "lineHeight": 20,
            "subtitleColor": MUTED,
            "subtitleFontSize": 13,
            "subtitleLineHeight": 18,
            "subtitlePadding": 4,
            "offset": 14,
        },
        "text": {"color": INK, "fontSize": 12},
    }


def inline(rows: Iterable[Mapping[str, Any]]) -> Spec:
    return {"values": [dict(row) for row in rows]}


def tooltip(figures: Figures, *fields: str) -> list[Spec]:
    """Preformatted texts only: the browser formats nothing."""
    t = figures.speech.t
    titles = {
        "name": t("Area"),
        "group": t("Group"),
        "year": t("Year"),
        "text": t("Value"),
        "type": t("Area type"),
        "count": t("Inhabitants"),
        "other": t("Compared with"),
        "verdict": t("Judgement"),
        "span": t("From and to"),
    }
    return [{"field": field, "type": "nominal", "title": titles[field]} for field in fields]


def plain(field: str, **more: Any) -> Spec:
    """An encoding whose values are already what is drawn."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None} | more


def number_axis(axis: Axis, **more: Any) -> Spec:
    """An axis whose ticks we chose; the browser writes them in our locale."""
    return {
        "values": list(axis.ticks),
        "format": f",.{axis.decimals}f",
        "title": None,
        **more,
    }


def scaled(axis: Axis, reserve: int = 0) -> Spec:
    """A scale over ``axis``; ``reserve`` px to the right are kept free for labels."""
    scale: Spec = {"domain": axis.domain, "nice": False, "zero": False}
    if reserve:
        scale["range"] = [0, {"expr": f"width - {reserve}"}]
    return scale


def rule(field: str, value: float, colour: str, *, dash: bool = False) -> Spec:
    """A straight line across the view at ``value`` on ``field``'s channel."""
    mark: Spec = {"type": "rule", "color": colour, "strokeWidth": 1.5, "aria": False}
    if dash:
        mark["strokeDash"] = [4, 3]
    return {"data": inline([{"at": value}]), "mark": mark,
            "encoding": {field: {"field": "at", "type": "quantitative"}}}  # fmt: skip
