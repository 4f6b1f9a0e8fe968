"""A table as accessible HTML. Every text in it is foreign and escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.language import fill
from assistant.tables.model import PAGE_ROWS, Header, Table

SHORT = 8
TABLE_STYLE = """<style>
.oa-table { overflow-x: auto; max-height: 38rem; overflow-y: auto; margin: .25rem 0; }
.oa-table:focus-visible { outline: 3px solid #0b4f8a; outline-offset: 2px; }
.oa-table table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .95rem; }
.oa-table caption { text-align: left; font-weight: 600; padding: .25rem 0 .5rem; }
.oa-table caption span { display: inline-block; position: sticky; left: 0;
  max-width: min(50rem, calc(100vw - 5rem)); }
.oa-table th, .oa-table td { padding: .35rem .6rem; border: 0; border-bottom: 1px solid #d5dce3;
  text-align: left; vertical-align: top; }
.oa-table thead th { position: sticky; top: 0; z-index: 1; background: #f3f6f9;
  border-bottom: 2px solid #76838f; vertical-align: bottom; }
.oa-table tbody th { font-weight: 400; min-width: 8rem; }
@media (min-width: 48rem) {
  .oa-table tbody th { position: sticky; left: 0; background: #fff; min-width: 10rem; } }
.oa-table .short { white-space: nowrap; }
.oa-table .num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.oa-table thead .num { white-space: normal; }
.oa-table .told { min-width: 11rem; }
.oa-table .unit { display: block; font-weight: 400; font-size: .85em; }
.oa-table .pinned th, .oa-table .pinned td { background: #f3f6f9; font-weight: 600; }
.oa-notes { font-size: .9rem; color: #3d4a57; margin: .25rem 0 0; padding-left: 1.1rem; }
</style>"""
"""To be put on the page once, beside any number of tables."""


def to_html(table: Table, page: int | None = None, first: int | None = None) -> str:
    """One page, or the ``first`` rows, as a real table."""
    rows = table.page(page or 1) if first is None else table.rows[: table.pinned + first]
    caption = f"{table.caption}{_part(table, rows, page)}"
    head = "".join(_head(each) for each in table.headers)
    body = "".join(_row(row, table.headers, place < table.pinned) for place, row in enumerate(rows))
    notes = "".join(f"<li>{escape(each)}</li>" for each in table.notes)
    return (
        f'<div class="oa-table" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f"<table><caption><span>{escape(caption)}</span></caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        + (f'<ul class="oa-notes">{notes}</ul>' if notes else "")
    )


def _part(table: Table, rows: Sequence[Sequence[str]], page: int | None) -> str:
    """Which rows these are, when they are not all."""
    whole, shown = len(table.rows) - table.pinned, len(rows) - table.pinned
    if shown >= whole:
        return ""
    start = (min(max(1, page or 1), table.pages) - 1) * PAGE_ROWS
    numbers = {"first": start + 1, "last": start + shown, "all": whole}
    said = fill(table.part, {name: f"{n:,}".replace(",", "\u00a0") for name, n in numbers.items()})
    return f". {said}"


def _head(header: Header) -> str:
    unit = f'<span class="unit">{escape(header.unit)}</span>' if header.unit else ""
    return f'<th scope="col"{_kind(header)}>{escape(header.text)}{unit}</th>'


def _row(row: Sequence[str], headers: Sequence[Header], pinned: bool) -> str:
    cells = "".join(
        f"<td{_kind(header, text)}>{escape(text)}</td>"
        for text, header in zip(row[1:], headers[1:], strict=True)
    )
    opening = '<tr class="pinned">' if pinned else "<tr>"
    return f'{opening}<th scope="row">{escape(row[0])}</th>{cells}</tr>'


def _kind(header: Header, text: str = "") -> str:
    """How the cells of a column are set: a word or two, as the name of a type, are not broken, and
    more have room beside many figures."""
    if header.numeric:
        return ' class="num"'
    if not text:
        return ""
    return ' class="short"' if len(text) <= SHORT else ' class="told"'
