"""One row an area: bars, dots, highest and lowest, changes, area types.

Names stand on the axis, on up to two lines; the figure stands at the end of the mark, in room that
is kept free for it at every width. A row without a figure has the word for why and no mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from assistant import words
from assistant.charts.lines import type_note
from assistant.charts.look import Spec, frame, inline, number_axis, plain, scaled, tooltip
from assistant.charts.scale import Axis, axis, text_width, wrapped
from assistant.colours import (
    BLUE,
    FALL,
    GREY,
    INK,
    JUDGED,
    MUTED,
    PALE,
    RISE,
    TYPE_OUTLINE,
    TYPES,
    WHITE,
)
from assistant.figures import VERDICT_SIGNS, Figures, Row, capital
from assistant.judged import (
    UNJUDGED_SIGNS,
    Judgement,
    certain_key,
    certain_sign,
    judgement,
    verdict_key,
    verdict_word,
)
from assistant.numbers import is_number

NAME_CHARACTERS = 19
NAME_LIMIT = 150
END_ROWS = 10
_SIGNS = "".join((*VERDICT_SIGNS.values(), *UNJUDGED_SIGNS.values(), " "))
HALO: Spec = {"stroke": WHITE, "strokeWidth": 4, "strokeJoin": "round"}
Mark = Literal["bar", "point"]


@dataclass(frozen=True)
class Bar:
    """One row. ``y`` is its name, unique in the chart; ``x`` is None where there is no figure."""

    y: str
    x: float | None
    label: str
    name: str
    text: str
    colour: str = BLUE
    outline: str = BLUE
    fill: str = BLUE
    span: str = ""

    @property
    def said(self) -> str:
        return f"{self.name}: {self.text}"


def bars(figures: Figures) -> Spec:
    return _rows_beside_comparison(figures, "bar")


def dots(figures: Figures) -> Spec:
    return _rows_beside_comparison(figures, "point")


def _rows_beside_comparison(figures: Figures, kind: Mark) -> Spec:
    found = _unique([*_bars(figures, _ordered(figures)), *_similar(figures)])
    judged = any(row.get("verdict") in ("large", "some", "none") for row in figures.rows)
    notes = _verdict_notes(figures) if judged else []
    return rows_chart(figures, found, kind, _compared(figures), notes)


def ends(figures: Figures) -> Spec:
    """The first and the last of the list, with a row between that says how many are left out."""
    rows = [row for row in _ordered(figures) if is_number(row.get("value"))]
    left_out = len(rows) - 2 * END_ROWS
    change = figures.answer.question.shape == "change"
    make = _change_bars if change else _bars
    if left_out <= 0:
        return rows_chart(figures, make(figures, rows), "bar", _compared(figures))
    between = figures.speech.n("… {n} area between …", "… {n} areas between …", left_out)
    found = make(figures, rows[:END_ROWS] + rows[-END_ROWS:])
    found.insert(END_ROWS, Bar(between, None, "", between, ""))
    notes = [_top_and_bottom(figures)]
    if change or figures.answer.question.shape == "threshold":
        notes += _verdict_notes(figures)
    return rows_chart(figures, found, "bar", None if change else _compared(figures), notes)


def _top_and_bottom(figures: Figures) -> str:
    return figures.speech.t("The first {n} and the last {n} in the list", n=END_ROWS)


def change_bars(figures: Figures) -> Spec:
    return rows_chart(
        figures, _change_bars(figures, figures.rows), "bar", None, _verdict_notes(figures)
    )


def type_bars(figures: Figures) -> Spec:
    rows = sorted(figures.rows, key=lambda row: int(row["area_type"]))
    found = []
    for row in rows:
        kind = int(row["area_type"])
        bar, told = _bar(figures, row, figures.type(kind), TYPES[kind]), judgement(figures, row)
        label = f"{bar.label} {certain_sign(row)}".rstrip()
        text = f"{bar.text}, {told.text.lstrip(_SIGNS)}" if told else bar.text
        found.append(replace(bar, label=label, text=text))
    notes = [*certain_key(figures, rows), type_note(figures)]
    return rows_chart(figures, _unique(found), "bar", None, notes)


def type_counts(figures: Figures) -> Spec:
    """How many areas there are of each type, and how many people live in them."""
    found = []
    for kind in sorted({int(row["area_type"]) for row in figures.rows}):
        rows = [row for row in figures.rows if row["area_type"] == kind]
        people = sum(row["value"] or 0 for row in rows)
        inhabitants = figures.numbers.with_unit(people, "persons")
        text = f"{words.counted_areas('', len(rows), figures.speech)}, {inhabitants}"
        name = figures.type(kind)
        found.append(
            Bar(name, len(rows), figures.numbers.plain(len(rows)), name, text,
                TYPES[kind], TYPE_OUTLINE, TYPES[kind])
        )  # fmt: skip
    notes = [type_note(figures)]
    return rows_chart(figures, found, "bar", None, notes, figures.speech.t("number of areas"))


def rows_chart(
    figures: Figures,
    found: Sequence[Bar],
    kind: Mark,
    compared: Bar | None,
    notes: Sequence[str] = (),
    unit: str | None = None,
) -> Spec:
    values = [each.x for each in found if each.x is not None]
    shown = [*values, compared.x] if compared and compared.x is not None else values
    across = axis(shown, zero=kind == "bar", count=4)
    right = text_width(each.label for each in found if each.x is not None) + 12
    left = right if any(value < 0 for value in values) else 0
    two_lines = any("\n" in each.y for each in found)
    layers = [
        *([_zero()] if left else []),
        _mark(figures, found, kind, two_lines),
        *(_comparison(compared, across) if compared else []),
        *(_value_label(found, side, halo) for halo in (True, False) for side in ("left", "right")),
        *(_missing_label(found, across, halo) for halo in (True, False)),
    ]
    more = [figures.speech.t("The axis does not start at zero")] if across.cropped else []
    if any(each.fill == WHITE for each in found):
        more.append(figures.speech.t("Hollow marks are preliminary figures"))
    x_scale = scaled(across)
    x_scale["range"] = [left, {"expr": f"width - {right}"}]
    step = 38 if two_lines else 26
    return frame(
        figures,
        layers,
        height={"step": step},
        said=[each.said for each in found],
        notes=[*more, *notes],
        unit=unit,
        encoding={
            "x": {
                "field": "x",
                "type": "quantitative",
                "scale": x_scale,
                "axis": number_axis(across, grid=True, labelFlush=False),
            }
        },
    )


def name_axis(names: Sequence[str]) -> Spec:
    """Names on the y axis in the order given; a line break in a name is a new line."""
    return {
        "field": "y",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": list(names), "paddingInner": 0.3, "paddingOuter": 0.2},
        "axis": {
            "title": None,
            "labelExpr": "split(datum.label, '\\n')",
            "labelLimit": NAME_LIMIT,
            "labelLineHeight": 14,
            "labelOverlap": False,
            "grid": False,
        },
    }


def _mark(figures: Figures, found: Sequence[Bar], kind: Mark, two_lines: bool) -> Spec:
    mark: Spec = {"type": "point", "size": 90, "opacity": 1, "strokeWidth": 2}
    if kind == "bar":
        height = 20 if two_lines else 16
        mark = {"type": "bar", "height": height, "strokeWidth": 1, "cornerRadiusEnd": 1}
    fields = ("name", "text", "span") if any(each.span for each in found) else ("name", "text")
    rows = [asdict(each) | {"said": each.said} for each in found if each.x is not None]
    return {
        "data": inline(rows),
        "mark": mark,
        "encoding": {
            "y": name_axis([each.y for each in found]),
            "fill": plain("fill"),
            "stroke": plain("outline"),
            "tooltip": tooltip(figures, *fields),
            "description": {"field": "said", "type": "nominal"},
        },
    }


def _value_label(found: Sequence[Bar], side: str, halo: bool) -> Spec:
    """Right of a figure, left of a negative one; the halo keeps lines from crossing it."""
    rows = [
        {"x": each.x, "y": each.y, "label": each.label}
        for each in found
        if each.x is not None and (each.x < 0) == (side == "left")
    ]
    right = side == "right"
    mark: Spec = {"type": "text", "align": "left" if right else "right", "baseline": "middle",
                  "dx": 7 if right else -7, "aria": False}  # fmt: skip
    return {
        "data": inline(rows),
        "mark": mark | HALO if halo else mark,
        "encoding": {
            "y": name_axis([each.y for each in found]),
            "text": {"field": "label", "type": "nominal"},
        },
    }


def _missing_label(found: Sequence[Bar], across: Axis, halo: bool) -> Spec:
    start = max(across.low, min(0.0, across.high))
    rows = [{"x": start, "y": each.y, "label": each.label} for each in found if each.x is None]
    mark: Spec = {"type": "text", "align": "left", "baseline": "middle", "dx": 4,
                  "fontStyle": "italic", "color": MUTED, "aria": not halo}  # fmt: skip
    return {
        "data": inline(rows),
        "mark": mark | HALO if halo else mark,
        "encoding": {
            "y": name_axis([each.y for each in found]),
            "text": {"field": "label", "type": "nominal"},
        },
    }


def _zero() -> Spec:
    return {
        "data": inline([{"x": 0}]),
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1, "aria": False},
    }


def _comparison(compared: Bar, across: Axis) -> list[Spec]:
    """A grey line through the chart with its name and figure above it."""
    share = ((compared.x or 0) - across.low) / ((across.high - across.low) or 1)
    align = "left" if share < 0.35 else "right" if share > 0.65 else "center"
    data = inline([{"x": compared.x, "label": f"{compared.name} {compared.label}"}])
    return [
        {"data": data, "mark": {"type": "rule", "color": GREY, "strokeWidth": 2,
                                "strokeDash": [6, 3], "aria": False}},
        {"data": data,
         "mark": {"type": "text", "align": align, "baseline": "bottom", "color": MUTED,
                  "fontWeight": 600, "aria": False},
         "encoding": {"y": {"value": -3}, "text": {"field": "label", "type": "nominal"}}},
    ]  # fmt: skip


def _bar(figures: Figures, row: Row, name: str, colour: str) -> Bar:
    value = row.get("value")
    there = is_number(value)
    typed = row.get("area_type") is not None and colour in TYPES.values()
    return Bar(
        y="\n".join(wrapped(name, NAME_CHARACTERS)),
        x=float(value) if there and value is not None else None,
        label=figures.short(row),
        name=name,
        text=figures.text(row),
        colour=colour,
        outline=TYPE_OUTLINE if typed else colour,
        fill=WHITE if row.get("status") == "preliminary" else colour,
    )


def _bars(figures: Figures, rows: Sequence[Row]) -> list[Bar]:
    found = []
    for row in rows:
        judged = judgement(figures, row) or Judgement(None, "")
        colour = JUDGED[judged.verdict] if judged.verdict else BLUE
        found.append(_with_judgement(_bar(figures, row, figures.name(row), colour), judged))
    return _unique(found)


def _change_bars(figures: Figures, rows: Sequence[Row]) -> list[Bar]:
    found = []
    for row in rows:
        judged = judgement(figures, row) or _by_polarity(figures, row)
        colour = JUDGED[judged.verdict] if judged.verdict else _unjudged(row.get("value"))
        bar = _with_judgement(_bar(figures, row, figures.name(row), colour), judged)
        found.append(replace(bar, span=_from_to(figures, row)))
    return _unique(found)


def _by_polarity(figures: Figures, row: Row) -> Judgement:
    """Which way it went, where nothing says whether that is more than chance."""
    verdict = figures.verdict(row.get("value"), figures.measure, figures.polarity)
    return Judgement(verdict, verdict_word(figures, verdict) if verdict else "")


def _with_judgement(bar: Bar, judged: Judgement) -> Bar:
    """The sign beside the figure, the words in what is read aloud and shown when pointed at."""
    sign = f" {VERDICT_SIGNS[judged.verdict]}" if judged.verdict else ""
    said = judged.text.lstrip(_SIGNS)
    text = f"{bar.text}, {said}" if said else bar.text
    return replace(bar, label=f"{bar.label}{sign}", text=text)


def _unjudged(value: Any) -> str:
    return FALL if is_number(value) and value < 0 else RISE


def _from_to(figures: Figures, row: Row) -> str:
    indicator = figures.answer.indicator
    write = figures.numbers.with_unit
    first = write(row.get("from_value"), indicator.unit, indicator.decimals)
    last = write(row.get("to_value"), indicator.unit, indicator.decimals)
    return f"{first} → {last}"


def _verdict_notes(figures: Figures) -> list[str]:
    if figures.answer.question.shape == "threshold":
        unsure = any(row.get("verdict") == "none" for row in figures.rows)
        text = figures.speech.t("not certain that the limit is passed")
        return [f"{VERDICT_SIGNS['same']} {text}"] if unsure else []
    return [] if figures.polarity == "none" else [capital(verdict_key(figures))]


def _unique(found: Sequence[Bar]) -> list[Bar]:
    """No two rows with one name: a space that is not seen tells them apart."""
    seen: dict[str, int] = {}
    kept = []
    for each in found:
        count = seen.get(each.y, 0)
        seen[each.y] = count + 1
        kept.append(Bar(**asdict(each) | {"y": each.y + "\u200b" * count}))
    return kept


def _ordered(figures: Figures) -> list[dict[str, Any]]:
    """As the question orders them; ages by age, and areas over one year by figure."""
    rows = list(figures.rows)
    if figures.answer.resolved.by_age:
        return sorted(rows, key=lambda row: int("".join(_digits(str(row.get("age")))) or 0))
    if figures.answer.question.shape != "trend":
        return rows
    return sorted(rows, key=lambda row: -(row["value"] if is_number(row.get("value")) else -1e300))


def _digits(text: str) -> str:
    head = text.split("-", maxsplit=1)[0]
    return "".join(character for character in head if character.isdigit())


def _similar(figures: Figures) -> list[Bar]:
    """The areas most like the one asked about, the nearest first."""
    known = frozenset(figures.answer.similar_areas)
    rows = [row for row in figures.comparison if row["area"] in known]
    found = [_bar(figures, row, figures.area(row["area"], row["period"]), GREY) for row in rows]
    return [each if each.fill == WHITE else replace(each, fill=PALE) for each in found]


def _compared(figures: Figures) -> Bar | None:
    """The one area compared with, when there is just one figure for it; no area is at a distance
    from itself."""
    rows = [row for row in figures.beside if is_number(row.get("value"))]
    if len(rows) != 1 or figures.answer.question.shape == "similar":
        return None
    return _bar(figures, rows[0], figures.area(rows[0].get("area")), GREY)
