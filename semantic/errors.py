"""Refusals: what was wrong, where, and the nearest thing that works.

A refusal carries a stable ``code`` and plain ``details``; the text a reader sees is made in
`assistant.wording`, so that this room knows no language. A code never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
        "too_few_areas",
        "no_common_year",
        "no_data_for_indicator",
        "no_data_for_level",
        "no_data_for_year",
        "no_data_for_area",
        "no_data_for_breakdown",
        "no_area_types",
        "not_additive",
        "across_break",
        "across_divisions",
        "order_says_nothing",
        "no_such_version",
        "interrupted",
        "too_slow",
        "unreadable_text",
    }
)

LONGEST_WORD = 80
LONGEST_GIVEN = 60


@dataclass(frozen=True)
class Suggestion:
    """The nearest thing that works. ``kind`` says what sort of thing ``value`` is; `semantic.mend`
    puts it into the question."""

    kind: str
    value: Any
    label: str | None = None


Suggestions = tuple[Suggestion, ...]


class QuestionError(Exception):
    """A question that cannot be answered; always the asker's to mend, never a fault of ours.

    Suggestions may be given as a function: it is called once, when somebody first asks for them.
    """

    def __init__(
        self,
        code: str,
        details: dict[str, Any] | None = None,
        suggestions: Suggestions | Callable[[], Suggestions] = (),
    ) -> None:
        if code not in CODES:
            raise ValueError(f"undeclared refusal code {code!r}")
        self.code = code
        self.details = details or {}
        self.suggestions_given = suggestions
        super().__init__(f"{code}: {self.details}")

    @property
    def suggestions(self) -> Suggestions:
        if callable(self.suggestions_given):
            self.suggestions_given = self.suggestions_given()
        return self.suggestions_given


def bad_value(
    key: str,
    given: Any,
    reason: str,
    near: Suggestions | Callable[[], Suggestions] = (),
    **details: Any,
) -> QuestionError:
    """``key`` cannot be what it is given as; ``reason`` is a phrase `assistant.wording` knows."""
    told = given[:LONGEST_GIVEN] if isinstance(given, str) else given
    return QuestionError(
        "bad_value", {"key": key, "given": told, "reason": reason, **details}, near
    )


class ModelError(Exception):
    """The catalogue is wrong; the message names file, line and the nearest valid name."""


def nearest(word: object, candidates: Iterable[Any], limit: int = 3) -> list[Any]:
    """Up to ``limit`` of ``candidates`` that look most like ``word``, best first."""
    pool = list(candidates)
    choices = dict(enumerate(map(str, pool)))
    found = process.extract(
        str(word)[:LONGEST_WORD], choices, scorer=fuzz.WRatio, limit=limit, score_cutoff=55
    )
    return [pool[index] for _, _, index in found]


def nearest_years(year: int, years: Sequence[int], limit: int = 3) -> list[int]:
    """The years closest in time, the later first where two are as close."""
    return sorted(years, key=lambda other: (abs(other - year), -other))[:limit]


def suggest(kind: str, values: Iterable[Any]) -> Suggestions:
    return tuple(Suggestion(kind, value) for value in values)
