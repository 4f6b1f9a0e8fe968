"""Refusals: what was wrong, where, and the nearest thing that works.

A refusal carries a stable ``code`` and plain ``details``; the text a reader sees is made in
`assistant.wording`, so that this room knows no language. Codes are never reused for another meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

CODES = frozenset(
    {
        "not_json",
        "too_long",
        "unknown_key",
        "missing_key",
        "bad_value",
        "unknown_shape",
        "unknown_version",
        "unknown_indicator",
        "unknown_concept",
        "unknown_area",
        "wrong_level",
        "needs_areas",
        "needs_two_years",
        "too_many_areas",
        "no_data_for_indicator",
        "no_data_for_level",
        "no_data_for_year",
        "no_data_for_area",
        "no_data_for_breakdown",
        "no_area_types",
        "not_additive",
        "across_break",
        "across_divisions",
        "no_such_version",
        "interrupted",
        "too_slow",
        "unreadable_text",
    }
)


@dataclass(frozen=True)
class Suggestion:
    """The nearest thing that works. ``kind`` says what sort of thing ``value`` is."""

    kind: str
    value: Any
    label: str | None = None


@dataclass(eq=False)
class QuestionError(Exception):
    """A question that cannot be answered; always the asker's to mend, never a fault of ours."""

    code: str
    details: dict[str, Any] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"undeclared refusal code {self.code!r}")
        super().__init__(f"{self.code}: {self.details}")


class ModelError(Exception):
    """The catalogue is wrong; the message names file, line and the nearest valid name."""


def nearest(word: object, candidates: Iterable[Any], limit: int = 3) -> list[Any]:
    """Up to ``limit`` of ``candidates`` that look most like ``word``, best first."""
    pool = list(candidates)
    choices = dict(enumerate(map(str, pool)))
    found = process.extract(str(word), choices, scorer=fuzz.WRatio, limit=limit, score_cutoff=55)
    return [pool[index] for _, _, index in found]


def nearest_years(year: int, years: Sequence[int], limit: int = 3) -> list[int]:
    """The years closest in time, the later first where two are as close."""
    return sorted(years, key=lambda other: (abs(other - year), -other))[:limit]


def suggest(kind: str, values: Iterable[Any]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(kind, value) for value in values)
