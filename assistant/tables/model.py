"""A table as text: headings, rows, notes, pages."""

from __future__ import annotations

from dataclasses import dataclass

PAGE_ROWS = 100


@dataclass(frozen=True)
class Header:
    """``numeric`` columns are aligned to the right."""

    text: str
    unit: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """The first column is the heading of its row; the first ``pinned`` rows are on every page."""

    caption: str
    headers: tuple[Header, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    pinned: int = 0
    part: str = "{first}–{last} / {all}"

    @property
    def pages(self) -> int:
        return max(1, -(-(len(self.rows) - self.pinned) // PAGE_ROWS))

    def page(self, number: int) -> tuple[tuple[str, ...], ...]:
        """The rows of page ``number``, counted from 1 and kept within what there is."""
        start = self.pinned + (min(max(1, number), self.pages) - 1) * PAGE_ROWS
        return self.rows[: self.pinned] + self.rows[start : start + PAGE_ROWS]
