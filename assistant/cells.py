"""The single figures of an answer: exactly those that a reader sees in its table, each once.

A cell is known by what its figure is about and never by its value, so that a link to it and a
frozen copy of it meet the same figure again in every data version and every release.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping

from pydantic import BaseModel, ConfigDict

from assistant import sides, words
from assistant.citation import sources_of_figures
from assistant.figures import Figures, Row, capital
from assistant.language import Speech, mark, speech_for
from assistant.numbers import round_half_away
from assistant.phrases import uncapital
from assistant.seen import Seen, seen_in
from assistant.sides import Side
from semantic.answer import Answer
from semantic.model import RIKET, TOGETHER
from semantic.shapes import OF_MANY

Key = dict[str, str | int]

TYPE_COLUMNS = frozenset({"area_type", "from_type", "to_type"})
ID_LENGTH = 8
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


class Cell(BaseModel):
    """``key`` says what the figure is about and ``column`` which of its figures this is; ``id`` is
    made of both. ``value`` is unrounded, ``decimals`` how precisely it is shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    key: Key
    column: str
    value: int | float | None
    status: str
    decimals: int

    @property
    def identity(self) -> str:
        """What ``id`` is short for; never the same for two figures of one answer."""
        return identity_of(self.key, self.column)


class Spoken(BaseModel):
    """A cell in words: what it is about, the figure with its unit, and where it is from unless that
    is what the whole answer is from."""

    model_config = ConfigDict(frozen=True)

    name: str
    figure: str
    source: str = ""


def identity_of(key: Mapping[str, str | int], column: str) -> str:
    return _canonical([key, column])


def id_of(identity: str) -> str:
    digest = hashlib.sha256(identity.encode()).digest()
    return base64.b32encode(digest).decode().lower()[:ID_LENGTH]


def cells_of(answer: Answer) -> tuple[Cell, ...]:
    """The figures of the answer's table, unrounded; the same whatever language it is read in."""
    figures = Figures(answer, speech_for(None))
    return tuple(_cell(figures, seen) for seen in seen_in(figures))


def spoken(answer: Answer, speech: Speech) -> tuple[Spoken, ...]:
    """The same figures in the same order, in words."""
    figures, source = Figures(answer, speech), sources_of_figures(answer, speech)
    return tuple(
        Spoken(
            name=_name(figures, seen),
            figure=_figure(figures, seen),
            source=source(seen.row, seen.column),
        )
        for seen in seen_in(figures)
    )


def shown(cell: Cell, decimals: int | None = None) -> str:
    """What of the cell is visible, in no language: two cells look alike when this is the same.

    ``decimals`` where it is looked at as precisely as another."""
    rounded = round_half_away(cell.value, cell.decimals if decimals is None else decimals)
    if rounded is None:
        return cell.status
    text = f"{rounded:f}"
    return f"{text} preliminary" if cell.status == "preliminary" else text


def _cell(figures: Figures, seen: Seen) -> Cell:
    key = _key(figures, seen)
    return Cell.model_construct(
        id=id_of(identity_of(key, seen.column)),
        key=key,
        column=seen.column,
        value=seen.value,
        status=seen.status,
        decimals=seen.measure.decimals,
    )


def _key(figures: Figures, seen: Seen) -> Key:
    """What tells the row from others, in this version and the next."""
    names = ["indicator", "area", "period", "from_period"]
    resolved = figures.answer.resolved
    if "area_type" in seen.row and seen.column != "area_type" and not _lists_types(figures):
        names.append("area_type")
    names += [name for name in ("sex", "age") if getattr(resolved, f"by_{name}")]
    key: Key = {name: seen.row[name] for name in names if seen.row.get(name) is not None}
    return key | {"compared": 1} if seen.compared else key


def _lists_types(figures: Figures) -> bool:
    """Whether the type of an area is what is told, and not what the rows are grouped by."""
    return figures.answer.question.shape == "areas_of_type"


def _figure(figures: Figures, seen: Seen) -> str:
    if seen.column in TYPE_COLUMNS and seen.value is not None:
        return words.type_short(int(seen.value), figures.speech)
    return figures.text({"value": seen.value, "status": seen.status}, seen.measure)


def _name(figures: Figures, seen: Seen) -> str:
    """``Rosengård (Malmö), 2023``, with the column unless it is the row's own figure."""
    row = seen.row
    said = [
        _indicator(figures, row),
        _area(figures, row),
        _kind(figures, seen),
        uncapital(figures.group(row)),
        _when(seen),
        _COLUMNS.get(seen.column, _by_figure(seen.column))(figures, row),
    ]
    return ", ".join(part for part in said if part)


def _indicator(figures: Figures, row: Row) -> str:
    """Told where the rows are about different ones."""
    if figures.answer.question.shape not in OF_MANY:
        return ""
    known = figures.answer.resolved.indicators
    found = next((each for each in known if each.id == row.get("indicator")), None)
    return figures.speech.text(found.label) if found else str(row.get("indicator"))


def _area(figures: Figures, row: Row) -> str:
    """The whole name, with the kommun of a small area: it stands by itself."""
    code = row.get("area")
    if not code:
        return ""
    if code == RIKET:
        return capital(figures.speech.t("the country"))
    if code == TOGETHER:
        return figures.area(TOGETHER)
    try:
        return figures.answer.names[code, int(row.get("period") or figures.last_year)]
    except KeyError:
        return str(code)


def _kind(figures: Figures, seen: Seen) -> str:
    """The area type that the figure is about."""
    if seen.column in ("first_value", "second_value"):
        side: Side = "first" if seen.column == "first_value" else "second"
        return sides.name(figures.answer.question, side, figures.speech)
    if seen.row.get("area_type") is None or _lists_types(figures):
        return ""
    return words.type_short(int(seen.row["area_type"]), figures.speech)


def _when(seen: Seen) -> str:
    first, last = seen.row.get("from_period"), seen.row.get("period")
    if first is None or seen.column.startswith("to_"):
        return str(last or "")
    return str(first) if seen.column.startswith("from_") else f"{first}–{last}"


def _by_figure(column: str) -> Callable[[Figures, Row], str]:
    """A column that is a figure of its own goes by its name."""

    def named(figures: Figures, row: Row) -> str:
        del row
        known = figures.answer.resolved.indicators
        labels = {each.id: figures.speech.text(each.label) for each in known}
        return uncapital(labels.get(column, ""))

    return named


_VALUES: Mapping[str, str] = {
    "change": mark("change"),
    "split": mark("change"),
    "type_changes": mark("change of area type"),
    "areas_of_type": mark("inhabitants"),
    "relation": mark("correlation (r)"),
    "spread": mark("from P5 to P95"),
    "similar": mark("distance"),
}
"""What the main figure is, where that is not what the question measures."""


def _of_value(figures: Figures, row: Row) -> str:
    shape = figures.answer.question.shape
    of_one_age = figures.speech.t("with regard to age")
    if shape == "gap":
        said = _of_gap(figures, row)
        return said if figures.answer.question.standard == "none" else f"{said}, {of_one_age}"
    if figures.answer.question.standard != "none":
        return of_one_age
    return figures.speech.t(_VALUES[shape]) if shape in _VALUES else ""


def _of_gap(figures: Figures, row: Row) -> str:
    if figures.answer.question.asked_measure == "slope":
        return figures.speech.t("slope from type 1 to type 5")
    if sides.in_tenths(figures.answer.question):
        return figures.speech.t("difference between the tenths")
    params = {"first": row["first_type"], "second": row["second_type"]}
    if figures.answer.question.asked_measure == "ratio":
        return figures.speech.t("ratio of type {first} to type {second}", **params)
    if figures.answer.question.asked_measure == "persons":
        return _of_persons(figures, row)
    return figures.speech.t("difference between type {first} and type {second}", **params)


def _of_persons(figures: Figures, row: Row) -> str:
    if sides.in_tenths(figures.answer.question):
        return figures.speech.t("gap between the tenths, in numbers")
    params = {"first": row["first_type"], "second": row["second_type"]}
    return figures.speech.t("gap between type {first} and type {second}, in numbers", **params)


def _of_numerator(figures: Figures, row: Row) -> str:
    del row
    if figures.answer.question.shape == "population_share":
        return figures.speech.t("inhabitants")
    if figures.pooled:
        return figures.speech.t("count in all years together")
    return figures.speech.t("count")


def _of_denominator(figures: Figures, row: Row) -> str:
    del row
    if figures.pooled:
        return figures.speech.t("total count in all years together")
    return figures.speech.t("total count")


def _end(figures: Figures, row: Row, name: str) -> str:
    """``lägst (Rosengård)``."""
    said = figures.speech.t("lowest") if name == "lowest" else figures.speech.t("highest")
    area = figures.area(row.get(f"{name}_area"), row.get("period"))
    return f"{said} ({area})" if area else said


_COLUMNS: Mapping[str, Callable[[Figures, Row], str]] = {
    "value": _of_value,
    "x_value": lambda figures, _: uncapital(figures.label),
    "y_value": lambda figures, _: uncapital(figures.other),
    "persons": _of_persons,
    "start_value": lambda figures, _: figures.speech.t("start of the line"),
    "end_value": lambda figures, _: figures.speech.t("end of the line"),
    "types": lambda figures, _: figures.speech.t("number of area types"),
    "crude": lambda figures, _: figures.speech.t("without regard to age"),
    "numerator": _of_numerator,
    "denominator": _of_denominator,
    "from_share": lambda figures, _: figures.speech.t("share of everyone"),
    "to_share": lambda figures, _: figures.speech.t("share of everyone"),
    "rate": lambda figures, _: figures.speech.t("change within the type"),
    "mix": lambda figures, _: figures.speech.t("change between the types"),
    "within": lambda figures, _: figures.speech.t("change in the same areas"),
    "retyped": lambda figures, _: figures.speech.t("change because areas changed type"),
    "rank": lambda figures, _: figures.speech.t("place"),
    "p5": lambda *_: "P5",
    "p25": lambda *_: "P25",
    "p50": lambda figures, _: figures.speech.t("P50 (median)"),
    "p75": lambda *_: "P75",
    "p95": lambda *_: "P95",
    "variation": lambda figures, _: figures.speech.t("times the country's"),
    "lowest": lambda figures, row: _end(figures, row, "lowest"),
    "highest": lambda figures, row: _end(figures, row, "highest"),
    "whole": lambda figures, _: figures.speech.t("the place as a whole"),
    "expected": lambda figures, _: figures.speech.t("expected"),
    "expected_low": lambda figures, _: figures.speech.t("expected, lowest"),
    "expected_high": lambda figures, _: figures.speech.t("expected, highest"),
    "valued": lambda figures, _: figures.speech.t("number of areas"),
    "rank_low": lambda figures, _: figures.speech.t("place from"),
    "rank_high": lambda figures, _: figures.speech.t("place to"),
    "margin": lambda figures, _: figures.speech.t("distance to the limit"),
    "areas": lambda figures, _: figures.speech.t("number of areas"),
    "index_change": lambda figures, _: figures.speech.t("change of the index"),
    "component_change": lambda figures, row: figures.speech.t(
        "change of the part that changed most that way: {part}",
        part=figures.component(row) or figures.speech.t("none"),
    ),
} | {column: lambda figures, _: figures.speech.t("area type") for column in TYPE_COLUMNS}
