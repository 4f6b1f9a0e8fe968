"""A question that can be answered: every name looked up, every named period turned into years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

from semantic.model import AREA_TYPES, RIKET, Break, Indicator, Level
from semantic.offers import Slice
from semantic.question import Question

TYPE_LISTS = frozenset({"areas_of_type", "type_changes"})
"""Shapes that list areas by their type and add nothing up."""


@dataclass(frozen=True)
class Notice:
    """Something the reader must know; the words are made in `assistant.wording`."""

    code: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Resolved:
    """``codes`` empty means all areas of ``scope`` in ``within``; both empty means all there are.

    ``level`` is the level of the cells that are read (RegSO whenever area types group them),
    ``scope`` the level of the areas that the answer is about. ``divisions`` gives every year the
    division its cells are read in. ``profile`` gives each of several indicators its own year,
    ``profile_divisions`` the division it is read in where that may differ among them. Of
    changed types, ``indicators`` are people, the index and the shares it is made of.
    ``also_over`` are the same segregation measure over small areas of another size, where it has a
    figure for all that is asked. ``like`` is how the areas are found that are like the one named,
    where they are what it is compared with.
    """

    question: Question
    indicators: tuple[Indicator, ...]
    level: Level
    scope: Level
    codes: tuple[str, ...]
    within: tuple[str, ...]
    by_type: bool
    by_sex: bool
    by_age: bool
    type_year: int | None
    years: tuple[int, ...] = ()
    divisions: Mapping[int, int] = field(default_factory=dict)
    profile: tuple[tuple[Indicator, int], ...] = ()
    profile_divisions: Mapping[str, int] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()
    notices: tuple[Notice, ...] = ()
    also_over: tuple[Indicator, ...] = ()
    like: Resolved | None = None

    @property
    def indicator(self) -> Indicator:
        return self.indicators[0]

    def division_of(self, indicator: Indicator, year: int) -> int:
        """The division that one of several indicators is read in."""
        return self.profile_divisions.get(indicator.id, self.divisions[year])

    @property
    def divisions_read(self) -> frozenset[int]:
        """All divisions that something is read in."""
        found = (self.division_of(*each) for each in self.profile)
        return frozenset(found) if self.profile else frozenset(self.divisions.values())

    @property
    def inside(self) -> tuple[str, ...]:
        """Codes of the areas that everything read lies inside of; empty for the whole country."""
        return tuple(code for code in self.codes or self.within if code != RIKET)

    @property
    def around(self) -> tuple[str, ...]:
        """Codes of what a map of the answer is drawn around; empty for the whole country."""
        return () if self.question.shape == "similar" else self.codes or self.within

    @property
    def types(self) -> tuple[int, ...]:
        """The area types asked for, all five when none is named."""
        return self.question.types or AREA_TYPES

    @property
    def in_groups(self) -> bool:
        """Whether rows are divided by sex or age."""
        return self.by_sex or self.by_age

    @property
    def window(self) -> tuple[int, ...]:
        """The years whose cells are read."""
        return self.question.made_of(self.years)

    @property
    def pools(self) -> bool:
        """Whether several years are put together into one figure."""
        return self.question.pooled > 1

    @property
    def in_tenths(self) -> bool:
        """Whether areas are grouped by their place in the order of the index, not by type."""
        return self.question.asked_measure == "tenths"

    @property
    def crosses_divisions(self) -> bool:
        return len(set(self.divisions.values())) > 1

    @property
    def division_changes(self) -> dict[int, int]:
        """Year → how often the division has changed among the years, up to and with that one."""
        pairs = pairwise(self.years)
        changes = (self.divisions[one] != self.divisions[other] for one, other in pairs)
        return dict(zip(self.years, accumulate(changes, initial=0), strict=True))

    @property
    def one_division(self) -> bool:
        """Whether areas whose borders moved are left out of the years of other divisions."""
        return self.crosses_divisions and self.question.division_basis.mode == "one"


def slice_of(draft: Resolved, year: int, indicator: Indicator | None = None) -> Slice:
    """The slice of everybody asked about; where people are divided, the whole they are part of."""
    question = draft.question
    identity = (indicator or draft.indicator).id
    return Slice(identity, draft.level, year, question.sex, question.age)
