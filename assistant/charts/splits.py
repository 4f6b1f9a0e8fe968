"""The parts of a change as bars to both sides of zero: what was added and what was taken away."""

from __future__ import annotations

from collections.abc import Iterator

from assistant import words
from assistant.charts.bars import NAME_CHARACTERS, Bar, rows_chart
from assistant.charts.lines import type_note
from assistant.charts.look import Spec
from assistant.charts.scale import wrapped
from assistant.colours import BLUE, GREY, TYPE_OUTLINE, TYPES
from assistant.figures import Figures, Row
from assistant.numbers import is_number


def split_bars(figures: Figures) -> Spec:
    """Each part a bar; of the whole's change the parts first and last what they add up to."""
    mixed = figures.answer.question.asked_measure == "mix"
    found = list(_of_whole(figures) if mixed else _of_types(figures))
    note = figures.speech.t("Right of zero adds to the change, left of zero takes away")
    return rows_chart(figures, found, "bar", None, [note, type_note(figures)])


def _of_whole(figures: Figures) -> Iterator[Bar]:
    t, whole = figures.speech.t, figures.rows[-1]
    for row in figures.rows[:-1]:
        name = t("Within {type}", type=words.type_short(row["area_type"], figures.speech))
        yield _bar(figures, row, "rate", name, TYPES[row["area_type"]])
    yield _bar(figures, whole, "mix", t("Between the types"), GREY)
    yield _bar(figures, whole, "value", t("Change"), BLUE)


def _of_types(figures: Figures) -> Iterator[Bar]:
    t = figures.speech.t
    for row in figures.rows:
        kind = figures.type(row["area_type"])
        same, other = t("{type}: same areas", type=kind), t("{type}: changed type", type=kind)
        yield _bar(figures, row, "within", same, TYPES[row["area_type"]])
        yield _bar(figures, row, "retyped", other, GREY)


def _bar(figures: Figures, row: Row, part: str, name: str, colour: str) -> Bar:
    value = row[part]
    shown = {"value": value, "status": row["status"]}
    return Bar(
        y="\n".join(wrapped(name, NAME_CHARACTERS)),
        x=float(value) if is_number(value) else None,
        label=figures.short(shown),
        name=name,
        text=figures.text(shown),
        colour=colour,
        outline=TYPE_OUTLINE if colour in TYPES.values() else colour,
        fill=colour,
    )
