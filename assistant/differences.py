"""What has become of a frozen result: which of its figures were revised, and whether years came.

A figure that was revised is told apart from a year that is new: the frozen cells are laid beside
the answer to the same question about the same years, and only new years beside today's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.cells import Cell, Key, identity_of, shown
from assistant.claims import CODES, what_changed
from semantic.question import Question, read_question


@dataclass(frozen=True)
class ChangedCell:
    """A frozen figure that is another today; ``after`` is None where it is gone."""

    id: str
    key: Key
    column: str
    before: str
    after: str | None
    before_cell: Cell
    after_cell: Cell | None


@dataclass(frozen=True)
class Difference:
    """``total`` counts the frozen cells, ``added`` those of today that were not among them, in
    columns that the frozen table had: a new column is the release's doing and no revision.
    ``says`` are the kinds of claims that are others now."""

    total: int
    changed: tuple[ChangedCell, ...]
    added: int
    new_years: tuple[int, ...]
    says: tuple[str, ...]

    @property
    def revised(self) -> bool:
        """Whether today shows other figures for the frozen years."""
        return bool(self.changed or self.added)

    @property
    def silent(self) -> bool:
        """Whether there is nothing to tell: all looks as it did, and no year has come."""
        return not self.revised and not self.new_years


def pinned(question: Question, periods: Sequence[int]) -> Question:
    """The same question about just those years, which are the ones it was answered for.

    A profile has one list for all its figures: each is asked for in its newest year among them.
    """
    if question.rule.years == "none" or not periods:
        return question
    years = sorted(set(periods))
    return read_question(question.canonical() | {"periods": {"mode": "list", "years": years}})


def difference(
    before_cells: Sequence[Cell],
    before_claims: Mapping[str, Any],
    before_periods: Sequence[int],
    same_cells: Sequence[Cell],
    same_claims: Mapping[str, Any],
    today_periods: Sequence[int],
    today_claims: Mapping[str, Any],
) -> Difference:
    """Frozen cells beside those of the pinned question today (``same``), and of the question with
    its own time mode (``today``)."""
    frozen = {cell.identity: cell for cell in before_cells}
    now = {cell.identity: cell for cell in same_cells}
    moved = _moved_on(frozen, now)
    changed = tuple(
        found
        for identity, cell in frozen.items()
        if identity not in moved and (found := _changed(cell, now.get(identity)))
    )
    known = frozen.keys() | {each.identity for each in moved.values()}
    columns = {cell.column for cell in before_cells}
    new = [cell for identity, cell in now.items() if identity not in known]
    added = sum(cell.column in columns or not columns for cell in new)
    last = max(before_periods, default=0)
    new_years = {year for year in today_periods if before_periods and year > last}
    new_years |= {int(cell.key["period"]) for cell in moved.values()}
    says = set(what_changed(before_claims, same_claims)) if changed or added else set()
    if new_years:
        says |= set(what_changed(before_claims, today_claims))
    return Difference(
        total=len(before_cells),
        changed=changed,
        added=added,
        new_years=tuple(sorted(new_years)),
        says=tuple(code for code in CODES if code in says),
    )


def _changed(before: Cell, after: Cell | None) -> ChangedCell | None:
    """Compared as precisely as the frozen one was shown."""
    was = shown(before)
    now = None if after is None else shown(after, before.decimals)
    if was == now:
        return None
    return ChangedCell(before.id, before.key, before.column, was, now, before, after)


def _moved_on(frozen: Mapping[str, Cell], now: Mapping[str, Cell]) -> dict[str, Cell]:
    """Frozen figures of a profile that today have a newer year, itself a frozen year of another
    figure: a new year of theirs and no revision."""
    if len({cell.key.get("indicator") for cell in frozen.values()}) < 2:
        return {}
    newer = {_without_year(cell): cell for cell in now.values()}
    return {
        identity: found
        for identity, cell in frozen.items()
        if identity not in now
        and (found := newer.get(_without_year(cell)))
        and int(found.key["period"]) > int(cell.key["period"])
    }


def _without_year(cell: Cell) -> str:
    key = {name: value for name, value in cell.key.items() if name != "period"}
    return identity_of(key, cell.column)
