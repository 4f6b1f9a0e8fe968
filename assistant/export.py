"""The answer as files: CSV for any program, Excel with its source and question beside it.

The same figures as in the table, with codes, unrounded numbers and a status in every row. Example
data says so in the first column of every row. Text that a spreadsheet would run as a formula is
defused. The same answer always gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import xlsxwriter

from assistant import words
from assistant.figures import Figures, Row, measure_of
from assistant.language import Speech
from assistant.numbers import exact, is_number
from assistant.wording import break_text, example_banner, type_basis_text
from semantic.answer import Answer
from semantic.model import Indicator
from semantic.version import Source

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST_CELL = 32_000
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)

Value = str | int | float | None


@dataclass(frozen=True)
class _Field:
    """One column of the file. ``decimals`` is how Excel shows its numbers; None for text."""

    header: str
    read: Callable[[Row], Value]
    decimals: int | None = None


@dataclass(frozen=True)
class _Sheet:
    """All columns of an answer, and its rows: those asked for, then those compared with."""

    figures: Figures

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        own = [row | {"_compared": False} for row in self.figures.rows]
        return own + [row | {"_compared": True} for row in self.figures.comparison]

    @cached_property
    def fields(self) -> list[_Field]:
        present = set(self.figures.answer.rows.columns)
        found = [*self._marker(), *self._keys(present), *self._figures(present)]
        if self.figures.comparison:
            found.append(self._role())
        return found

    def _marker(self) -> list[_Field]:
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
            "from_period": [_Field(t("From year"), lambda row: _text(row.get("from_period")))],
            "period": [_Field(t("Year"), lambda row: _text(row.get("period")))],
            "sex": [_Field(t("Sex"), lambda row: words.sex(str(row.get("sex")), figures.speech))],
            "age": [_Field(t("Age"), lambda row: words.age(str(row.get("age")), figures.speech))],
        }
        return [field for name, fields in by_name.items() if name in present for field in fields]

    def _figures(self, present: set[str]) -> list[_Field]:
        t, figures = self.figures.speech.t, self.figures
        level = figures.indicator.decimals if figures.indicator else 0
        headers: Mapping[str, tuple[str, int]] = {
            "rank": (t("Place"), 0),
            "ranked": (t("Places"), 0),
            "first_value": (t("Value, first area type"), level),
            "second_value": (t("Value, second area type"), level),
            "from_value": (t("Value, first year"), level),
            "to_value": (t("Value, last year"), level),
            "value": (t("Value"), figures.measure.decimals),
            "numerator": (t("Numerator"), 0),
            "denominator": (t("Denominator"), 0),
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

    def _of(self, row: Row) -> Indicator | None:
        known = self.figures.answer.resolved.indicators
        return next((each for each in known if each.id == row.get("indicator")), None)

    def _label(self, row: Row) -> str:
        found = self._of(row)
        return self.figures.speech.text(found.label) if found else _text(row.get("indicator"))

    def _unit(self, row: Row) -> str:
        if self.figures.answer.question.shape != "profile":
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


def harmless(text: str) -> str:
    """Text as a spreadsheet shows it: what would start a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_FORMULA) else text


def csv_bytes(answer: Answer, speech: Speech) -> bytes:
    """``;`` between cells, decimal comma, UTF-8 with BOM: what Excel in Swedish opens right."""
    sheet = _Sheet(Figures(answer, speech))
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(field.header) for field in sheet.fields])
    for row in sheet.rows:
        writer.writerow([_written(field, row) for field in sheet.fields])
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8")


def _written(field: _Field, row: Row) -> str:
    """A number in full with a decimal comma; a hyphen before a negative one is no formula."""
    value = field.read(row)
    if isinstance(value, str):
        return harmless(value)
    number = exact(value)
    return "" if number is None else f"{number:f}".replace(".", ",")


def xlsx_bytes(
    answer: Answer,
    speech: Speech,
    address: str,
    question: str = "",
    notices: Sequence[str] = (),
) -> bytes:
    """Real numbers on the first sheet; where they come from and what was asked on the second.

    ``question`` and ``notices`` are the words the screen has for them.
    """
    figures = Figures(answer, speech)
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": figures.title, "created": _created(answer)})
        _figures_sheet(book, _Sheet(figures))
        _source_sheet(book, figures, _facts(figures, address, question, notices))
    return file.getvalue()


def _created(answer: Answer) -> datetime:
    """From the data version, not from the clock: the same answer gives the same file."""
    try:
        return datetime.fromisoformat(answer.created).replace(tzinfo=None)
    except ValueError:
        return _NO_DATE.replace(tzinfo=None)


def _figures_sheet(book: Any, sheet: _Sheet) -> None:
    page = book.add_worksheet(sheet.figures.speech.t("Figures"))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    warning = book.add_format({"bold": True, "bg_color": "#FFF6E0"})
    formats = {
        decimals: book.add_format({"num_format": _number_format(decimals)})
        for decimals in {0, *(field.decimals for field in sheet.fields if field.decimals)}
    }
    for place, field in enumerate(sheet.fields):
        page.write_string(0, place, field.header, bold)
        page.set_column(place, place, _column_width(field, sheet.rows))
    marked = len(sheet._marker())
    for line, row in enumerate(sheet.rows, start=1):
        for place, field in enumerate(sheet.fields):
            value = field.read(row)
            if isinstance(value, str):
                page.write_string(line, place, value, *([warning] if place < marked else []))
            elif value is not None:
                page.write_number(line, place, value, formats[field.decimals or 0])
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.fields) - 1)


def _number_format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _column_width(field: _Field, rows: Sequence[Row]) -> int:
    longest = max((len(_text(field.read(row))) for row in rows[:200]), default=0)
    return min(48, max(10, len(field.header) if field.decimals is None else 12, longest + 2))


def _source_sheet(book: Any, figures: Figures, facts: Sequence[tuple[str, str]]) -> None:
    page = book.add_worksheet(figures.speech.t("Source and question"))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 100)
    for line, (name, text) in enumerate(facts):
        page.write_string(line, 0, name, bold)
        page.write_string(line, 1, _fitting(text), wrapped)


def _fitting(text: str) -> str:
    """A cell holds no more than 32,767 characters."""
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]} …"


def _facts(
    figures: Figures, address: str, question: str, notices: Sequence[str]
) -> list[tuple[str, str]]:
    answer, speech, t = figures.answer, figures.speech, figures.speech.t
    asked = ", ".join(part for part in (figures.title, figures.scope, figures.when) if part)
    facts = [
        (t("Kind of data"), example_banner(speech).upper() if answer.example_data else ""),
        (t("Question"), question or asked),
        (t("Address"), address),
        (t("Question as JSON"), answer.question.canonical_json()),
        (t("Fingerprint of the question"), answer.question.hash),
        *((t("Definition"), _definition(figures, each)) for each in answer.resolved.indicators),
        (t("Unit"), "" if answer.question.shape == "profile" else figures.unit_name),
        (t("Years"), figures.when),
        (t("Area types"), type_basis_text(answer, speech) if answer.years else ""),
        *((t("Source"), _source(each)) for each in answer.sources),
        *((t("Break"), break_text(each, speech)) for each in answer.resolved.breaks),
        *((t("Note"), each) for each in notices),
        (t("Data version"), answer.version_id),
        (t("Created"), answer.created),
        (t("Question to the database (SQL)"), answer.sql),
    ]
    return [(name, text) for name, text in facts if text]


def _definition(figures: Figures, indicator: Indicator) -> str:
    text = figures.speech.text
    return f"{text(indicator.label)}: {text(indicator.definition)}"


def _source(each: Source) -> str:
    parts = (each.publisher, each.title, each.table_id, each.url, each.retrieved, each.licence,
             each.note)  # fmt: skip
    return ", ".join(str(part) for part in parts if part)
