"""A sheet as files: CSV for any program, Excel with its source and question beside it.

Example data says so in the first column of every row. Text that a spreadsheet would run as a
formula is defused. The same sheet always gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from assistant.numbers import exact
from assistant.sheets import ADDRESS, Page, Sheet, Value

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST_CELL = 32_000
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def harmless(text: str) -> str:
    """Text as a spreadsheet shows it: what would start a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_FORMULA) else text


def csv_bytes(sheet: Sheet) -> bytes:
    """``;`` between cells, decimal comma, UTF-8 with BOM: what Excel in Swedish opens right."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(heading.text) for heading in sheet.headings])
    for row in sheet.rows:
        writer.writerow([_written(value) for value in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8")


def _written(value: Value) -> str:
    """A number in full with a decimal comma; a hyphen before a negative one is no formula."""
    if isinstance(value, str):
        return harmless(value)
    number = exact(value)
    return "" if number is None else f"{number:f}".replace(".", ",")


def xlsx_bytes(sheet: Sheet, address: str) -> bytes:
    """Real numbers on the first page; where they come from and what was asked on the second."""
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": sheet.title, "created": _created(sheet)})
        _figures_page(book, Page(sheet.names[0], sheet.headings, sheet.rows), sheet.marked)
        _source_page(book, sheet, address)
        if sheet.beside is not None:
            _figures_page(book, sheet.beside, sheet.marked)
    return file.getvalue()


def _created(sheet: Sheet) -> datetime:
    """From the data version, not from the clock."""
    try:
        return datetime.fromisoformat(sheet.created).replace(tzinfo=None)
    except ValueError:
        return _NO_DATE.replace(tzinfo=None)


def _figures_page(book: Any, table: Page, marked: int) -> None:
    page = book.add_worksheet(table.name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    warning = book.add_format({"bold": True, "bg_color": "#FFF6E0"})
    formats = {
        decimals: book.add_format({"num_format": _number_format(decimals)})
        for decimals in {0, *(each.decimals for each in table.headings if each.decimals)}
    }
    for place, heading in enumerate(table.headings):
        page.write_string(0, place, heading.text, bold)
        page.set_column(place, place, _column_width(table, place))
    for line, row in enumerate(table.rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(line, place, value, *([warning] if place < marked else []))
            elif value is not None:
                page.write_number(line, place, value, formats[table.headings[place].decimals or 0])
    page.freeze_panes(1, 0)
    if table.rows:
        page.autofilter(0, 0, len(table.rows), len(table.headings) - 1)


def _number_format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _column_width(table: Page, place: int) -> int:
    heading = table.headings[place]
    shown = (row[place] for row in table.rows[:200])
    longest = max((len("" if value is None else str(value)) for value in shown), default=0)
    return min(48, max(10, len(heading.text) if heading.decimals is None else 12, longest + 2))


def _source_page(book: Any, sheet: Sheet, address: str) -> None:
    page = book.add_worksheet(sheet.names[1])
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 100)
    for line, (name, text) in enumerate(sheet.facts):
        page.write_string(line, 0, name, bold)
        page.write_string(line, 1, _fitting(address if text == ADDRESS else text), wrapped)


def _fitting(text: str) -> str:
    """A cell holds no more than 32,767 characters."""
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]} …"
