"""What is asked of the facts once a question has been found to be possible.

Of the project only the Question is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from semantic.question import Question
from tests.reference.world import Indicator, Slice, World


class Refused(Exception):  # noqa: N818 - named for what it says
    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Asked:
    """``codes`` empty is all areas of ``scope`` in ``within``; ``level`` is that of the cells
    read; ``division`` gives every year the division it is read in."""

    question: Question
    indicator: Indicator
    level: str
    scope: str
    codes: tuple[str, ...]
    within: tuple[str, ...]
    by_type: bool
    years: tuple[int, ...] = ()
    division: Mapping[int, int] = field(default_factory=dict)
    profile: tuple[tuple[Indicator, int], ...] = ()

    @property
    def inside(self) -> tuple[str, ...]:
        return tuple(code for code in self.codes or self.within if code != "00")

    def slice(self, year: int, sex: str = "", age: str = "") -> Slice:
        question = self.question
        return Slice(self.indicator.id, self.level, year, sex or question.sex, age or question.age)

    def type_year(self, year: int) -> int:
        return self.question.type_basis.year or year

    @property
    def in_one_division(self) -> bool:
        """Whether areas that moved are told of in the years of the newest division alone."""
        return self.crosses and self.question.division_basis.mode == "one"

    @property
    def crosses(self) -> bool:
        return len(set(self.division.values())) > 1


def refuse_if(wrong: object, code: str) -> None:
    if wrong:
        raise Refused(code)


def age_groups(asked: Asked, world: World) -> list[str]:
    groups = world.groups(asked.indicator.id, asked.level)
    return sorted(age for sex, age in groups if sex == "total" and age != "total")


def groups_of(asked: Asked, world: World) -> list[tuple[str, str]]:
    """The groups of people the rows are divided into."""
    question = asked.question
    if "sex" in question.by:
        return [("men", question.age), ("women", question.age)]
    if "age" in question.by:
        return [(question.sex, age) for age in age_groups(asked, world)]
    return [(question.sex, question.age)]


def areas_asked(asked: Asked, world: World) -> tuple[str, ...]:
    """The areas the answer is about: those named, or all inside in the newest year's division."""
    if asked.codes:
        return asked.codes
    last = asked.years[-1]
    same = asked.scope == asked.level
    division = asked.division[last] if same else world.division(asked.scope, last)
    return world.members(asked.scope, division, asked.within)
