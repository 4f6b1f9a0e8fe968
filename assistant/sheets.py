"""The answer as a sheet of plain values: what its files hold, in one language.

The same figures as in the table, with codes, unrounded numbers and a status in every row; and what
is needed to believe them. Nothing but texts and numbers, so that a sheet can be kept and written to
a file again, byte for byte, when the answer is long gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assistant import words
from assistant.figures import Figures, Row, measure_of
from assistant.judged import judgement, trend_text
from assistant.language import Speech
from assistant.numbers import is_number
from assistant.wording import borders_text, break_text, example_banner, type_basis_text
from semantic.answer import Answer, plain_records
from semantic.model import Indicator
from semantic.shapes import OF_MANY
from semantic.version import Source

ADDRESS = "{address}"
"""Stands where the address of the result is put when a file is written."""

Value = str | int | float | None


@dataclass(frozen=True)
class Heading:
    """``decimals`` is how Excel shows the numbers of a column; None for text."""

    text: str
    decimals: int | None = None


@dataclass(frozen=True)
class Page:
    """A second table of the same answer, on a page of its own."""

    name: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Sheet:
    """``marked`` is how many of the first columns warn of invented figures, on ``beside`` too.
    ``created`` is the time of the data version, so that the same sheet always gives the same
    bytes."""

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    marked: int
    facts: tuple[tuple[str, str], ...]
    names: tuple[str, str]
    created: str
    beside: Page | None = None


def sheet_of(
    answer: Answer, speech: Speech, question: str = "", notices: Sequence[str] = ()
) -> Sheet:
    """``question`` and ``notices`` are the words the screen has for them."""
    figures = Figures(answer, speech)
    layout = _Layout(figures)
    fields = layout.fields
    return Sheet(
        title=figures.title,
        headings=tuple(Heading(field.header, field.decimals) for field in fields),
        rows=tuple(tuple(field.read(row) for field in fields) for row in layout.rows),
        marked=len(layout.marker()),
        facts=_facts(figures, question, notices),
        names=(speech.t("Figures"), speech.t("Source and question")),
        created=answer.created,
        beside=_transitions(figures, layout.marker()),
    )


def _transitions(figures: Figures, marker: Sequence[_Field]) -> Page | None:
    """From which type to which: all areas, those that stayed among them."""
    rows = plain_records(figures.answer.transitions)
    if not rows:
        return None
    t = figures.speech.t
    fields = [
        *marker,
        _Field(t("Area type, first year"), lambda row: row["from_type"], 0),
        _Field(t("Area type, last year"), lambda row: row["to_type"], 0),
        _Field(t("Number of areas"), lambda row: row["areas"], 0),
        _Field(t("Inhabitants"), lambda row: row["persons"], 0),
    ]
    return Page(
        t("All areas by type"),
        tuple(Heading(field.header, field.decimals) for field in fields),
        tuple(tuple(field.read(row) for field in fields) for row in rows),
    )


@dataclass(frozen=True)
class _Field:
    """One column of the file. ``decimals`` is how Excel shows its numbers; None for text."""

    header: str
    read: Callable[[Row], Value]
    decimals: int | None = None


@dataclass(frozen=True)
class _Layout:
    """All columns of an answer, and its rows: those asked for, then those compared with."""

    figures: Figures

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        own = [row | {"_compared": False} for row in self.figures.rows]
        return own + [row | {"_compared": True} for row in self.figures.comparison]

    @cached_property
    def fields(self) -> list[_Field]:
        present = set(self.figures.answer.rows.columns)
        found = [*self.marker(), *self._keys(present), *self._figures(present)]
        found += self._verdict(present)
        if self.figures.comparison:
            found.append(self._role())
        return found

    def marker(self) -> list[_Field]:
        """First of all, in every row: these figures are invented."""
        if not self.figures.answer.example_data:
            return []
        banner = example_banner(self.figures.speech).upper()
        return [_Field(self.figures.speech.t("Kind of data"), lambda _: banner)]

    def _role(self) -> _Field:
        t = self.figures.speech.t
        asked, compared = t("asked for"), t("compared with")
        return _Field(t("Row"), lambda row: compared if row["_compared"] else asked)

    def _keys(self, present: set[str]) -> list[_Field]:
        t, figures = self.figures.speech.t, self.figures
        by_name: Mapping[str, list[_Field]] = {
            "indicator": [
                _Field(t("Indicator id"), lambda row: _text(row.get("indicator"))),
                _Field(t("Indicator"), self._label),
            ],
            "area": [
                _Field(t("Area code"), lambda row: _text(row.get("area"))),
                _Field(t("Area"), lambda row: figures.area(row.get("area"), row.get("period"))),
            ],
            "area_type": [_Field(t("Area type"), lambda row: _number(row.get("area_type")), 0)],
            "first_type": [_Field(t("First area type"), lambda row: row.get("first_type"), 0)],
            "second_type": [_Field(t("Second area type"), lambda row: row.get("second_type"), 0)],
            "from_type": [_Field(t("Area type, first year"), lambda row: row["from_type"], 0)],
            "to_type": [_Field(t("Area type, last year"), lambda row: row["to_type"], 0)],
            "reason": [
                _Field(t("Why"), lambda row: words.reason(row["reason"], figures.speech)),
            ],
            "component": [
                _Field(
                    t("Part that changed most that way (id)"), lambda row: _text(row["component"])
                ),
                _Field(t("Part that changed most that way"), figures.component),
            ],
            "from_period": [_Field(t("From year"), lambda row: _text(row.get("from_period")))],
            "lowest_area": self._end("lowest_area", t("Lowest area")),
            "highest_area": self._end("highest_area", t("Highest area")),
            "period": [_Field(t("Year"), lambda row: _text(row.get("period")))],
            "sex": [_Field(t("Sex"), lambda row: words.sex(str(row.get("sex")), figures.speech))],
            "age": [_Field(t("Age"), lambda row: words.age(str(row.get("age")), figures.speech))],
        }
        return [field for name, fields in by_name.items() if name in present for field in fields]

    def _figures(self, present: set[str]) -> list[_Field]:
        t, figures = self.figures.speech.t, self.figures
        level = figures.indicator.decimals if figures.indicator else 0
        names = {"relation": t("Correlation (r)"), "similar": t("Distance")}
        value = names.get(figures.answer.question.shape, t("Value"))
        if "crude" in present:
            value = t("Value, with regard to age")
        headers: Mapping[str, tuple[str, int]] = {
            **self._sides(),
            "n": (t("Number of areas"), 0),
            "spearman": (t("Rank correlation (Spearman)"), 2),
            "rank": (t("Place"), 0),
            "rank_low": (t("Place from"), 0),
            "rank_high": (t("Place to"), 0),
            "ranked": (t("Places"), 0),
            **self._ends_of_gap(),
            "start_value": (t("Start of the line"), level),
            "end_value": (t("End of the line"), level),
            "from_value": (t("Value, first year"), level),
            "to_value": (t("Value, last year"), level),
            **{name: (name.upper(), level) for name in ("p5", "p25", "p50", "p75", "p95")},
            "expected": (t("Expected"), level),
            "expected_low": (t("Expected, lowest"), level),
            "expected_high": (t("Expected, highest"), level),
            "lowest": (t("Lowest"), level),
            "highest": (t("Highest"), level),
            "whole": (t("The place as a whole"), level),
            "variation": (t("Times the country's"), 2),
            "from_share": (t("Share of everyone, first year"), 1),
            "to_share": (t("Share of everyone, last year"), 1),
            "to_same_value": (t("Value, last year, in the same areas"), level),
            "rate": (t("Within the type"), level),
            "mix": (t("Between the types"), level),
            "within": (t("In the same areas"), level),
            "retyped": (t("Areas that changed type"), level),
            "value": (value, figures.measure.decimals),
            "crude": (t("Value, without regard to age"), figures.measure.decimals),
            "index_change": (t("Change of the index"), 1),
            "component_change": (t("Change of that part (percentage points)"), 1),
            "persons": (t("Gap in numbers"), 0),
            "numerator": (t("Numerator"), 0),
            "denominator": (t("Denominator"), 0),
            "types": (t("Number of area types with a figure"), 0),
            "areas": (t("Number of areas"), 0),
            "valued": (t("Number of areas with a figure"), 0),
        }
        found = []
        for name, (header, decimals) in headers.items():
            if name in present:
                found.append(_Field(header, _reader(name), decimals))
            if name == "value":
                found.append(_Field(t("Unit"), self._unit))
                found.append(_Field(t("Status"), self._status))
        return found

    def _end(self, name: str, header: str) -> list[_Field]:
        """An area that a row names beside its own: code and name."""
        figures = self.figures
        return [
            _Field(f"{header} ({figures.speech.t('code')})", lambda row: _text(row.get(name))),
            _Field(header, lambda row: figures.area(row.get(name), row.get("period"))),
        ]

    def _ends_of_gap(self) -> dict[str, tuple[str, int]]:
        """The figures that a gap lies between."""
        t, figures = self.figures.speech.t, self.figures
        level = figures.indicator.decimals if figures.indicator else 0
        if figures.answer.resolved.in_tenths:
            return {
                "first_value": (t("Value, tenth with the greatest challenges"), level),
                "second_value": (t("Value, tenth with the smallest challenges"), level),
                "first_areas": (t("Areas in each tenth"), 0),
                "indexed": (t("Number of areas with an index"), 0),
            }
        return {
            "first_value": (t("Value, first area type"), level),
            "second_value": (t("Value, second area type"), level),
            "first_crude": (t("Value, first area type, without regard to age"), level),
            "second_crude": (t("Value, second area type, without regard to age"), level),
        }

    def _sides(self) -> dict[str, tuple[str, int]]:
        """The figures that a row has beside each other, with their units."""
        figures = self.figures
        shape = figures.answer.question.shape
        if shape not in ("relation", "similar"):
            return {}
        known = figures.answer.resolved.indicators
        names = "xy" if shape == "relation" else [each.id for each in known]
        columns = [f"{each}_value" if shape == "relation" else each for each in names]
        return {
            column: (
                f"{figures.speech.text(each.label)} ({figures.numbers.unit_name(each.unit)})",
                each.decimals,
            )
            for column, each in zip(columns, known, strict=True)
        }

    def _verdict(self, present: set[str]) -> list[_Field]:
        """Whether the difference is large, with its interval in the indicator's own unit, and, over
        years, whether there is a trend."""
        t, figures = self.figures.speech.t, self.figures
        trend = [_Field(t("Trend"), lambda row: trend_text(row, figures.speech))]
        found = trend if "trend" in present else []
        if "verdict" not in present:
            return found

        def read(row: Row) -> Value:
            said = judgement(figures, row)
            return said.text if said else ""

        decimals = figures.indicator.decimals if figures.indicator else 0
        return [
            *found,
            _Field(t("Judgement"), read),
            _Field(t("Difference, lowest"), _reader("difference_low"), decimals),
            _Field(t("Difference, highest"), _reader("difference_high"), decimals),
            *self._ratio(present),
        ]

    def _ratio(self, present: set[str]) -> list[_Field]:
        t, ends = self.figures.speech.t, ("ratio_low", "ratio_high")
        texts = (t("Ratio, lowest"), t("Ratio, highest"))
        fields = zip(texts, ends, strict=True)
        return [_Field(text, _reader(name), 2) for text, name in fields if name in present]

    def _of(self, row: Row) -> Indicator | None:
        known = self.figures.answer.resolved.indicators
        return next((each for each in known if each.id == row.get("indicator")), None)

    def _label(self, row: Row) -> str:
        found = self._of(row)
        return self.figures.speech.text(found.label) if found else _text(row.get("indicator"))

    def _unit(self, row: Row) -> str:
        if self.figures.answer.question.shape not in OF_MANY:
            return self.figures.unit_name
        unit = measure_of(self.figures.answer.question, self._of(row)).unit
        return self.figures.numbers.unit_name(unit)

    def _status(self, row: Row) -> str:
        return words.status(str(row.get("status") or "value"), self.figures.speech)


def _reader(name: str) -> Callable[[Row], Value]:
    return lambda row: _number(row.get(name))


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _number(value: Any) -> int | float | None:
    """The number itself, unrounded; None where there is none, never 0."""
    if not is_number(value):
        return None
    number = float(value)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _facts(figures: Figures, question: str, notices: Sequence[str]) -> tuple[tuple[str, str], ...]:
    answer, speech, t = figures.answer, figures.speech, figures.speech.t
    asked = ", ".join(part for part in (figures.title, figures.scope, figures.when) if part)
    facts = [
        (t("Kind of data"), example_banner(speech).upper() if answer.example_data else ""),
        (t("Question"), question or asked),
        (t("Address"), ADDRESS),
        (t("Question as JSON"), answer.question.canonical_json()),
        (t("Fingerprint of the question"), answer.question.hash),
        *((t("Definition"), _definition(figures, each)) for each in answer.resolved.indicators),
        (t("Unit"), "" if answer.question.shape in OF_MANY else figures.unit_name),
        (t("Years"), figures.when),
        (t("Area types"), type_basis_text(answer, speech) if answer.years else ""),
        (t("Age standardisation"), _standard(figures)),
        (t("Years put together"), figures.pooled),
        (t("Borders"), borders_text(answer, speech) if answer.years else ""),
        *((t("Source"), _source(each)) for each in answer.sources),
        *(
            (t("Break") if each.cuts else t("Revision"), break_text(each, speech))
            for each in answer.resolved.breaks
        ),
        *((t("Note"), each) for each in notices),
        (t("Data version"), answer.version_id),
        (t("Created"), answer.created),
        (t("Question to the database (SQL)"), answer.sql),
    ]
    return tuple((name, text) for name, text in facts if text)


def _standard(figures: Figures) -> str:
    standard = figures.answer.question.standard
    return "" if standard == "none" else words.standard(standard, figures.speech)


def _definition(figures: Figures, indicator: Indicator) -> str:
    text = figures.speech.text
    return f"{text(indicator.label)}: {text(indicator.definition)}"


def _source(each: Source) -> str:
    parts = (each.publisher, each.title, each.table_id, each.url, each.retrieved, each.licence,
             each.note)  # fmt: skip
    return ", ".join(str(part) for part in parts if part)
