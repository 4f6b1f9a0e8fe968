"""How a kept question goes on in time: always the newest year, the five newest, or just these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from assistant import words
from assistant.differences import pinned
from assistant.language import Speech
from semantic.availability import resolve
from semantic.errors import QuestionError
from semantic.question import Periods, Question
from semantic.version import Version

Mode = Literal["latest", "five", "these"]
FIVE = 5


def time_modes(question: Question, years: Sequence[int], version: Version) -> dict[Mode, Question]:
    """The ways in time that can be answered, each with its question; ``question`` itself is one of
    them. ``years`` are those that its answer is about."""
    if question.rule.years == "none" or not years:
        return {}
    found: dict[Mode, Question] = {}
    for mode in get_args(Mode):
        each = _in_mode(mode, question, years)
        if each is not None and _answerable(each, version):
            found[mode] = each
    return found


def mode_of(question: Question) -> Mode:
    mode = question.periods.mode
    if mode == "latest":
        return "latest"
    return "five" if mode == "top" else "these"


def mode_words(mode: Mode, question: Question, years: Sequence[int], speech: Speech) -> str:
    if mode == "these":
        said = words.years(question.made_of(tuple(years)), speech)
        return speech.n(
            "Just this year ({years})", "Just these years ({years})", len(years), years=said
        )
    if mode == "five":
        return speech.t("The {n} latest years", n=question.periods.n or FIVE)
    if question.rule.years == "two":
        return speech.t("Always the latest two years")
    if question.shape == "trend":
        return speech.t("Always all years there are")
    return speech.t("Always the latest year")


def time_in_words(question: Question, speech: Speech) -> str:
    """The time mode of a kept question, without an answer at hand."""
    periods = question.periods
    if periods.mode == "list":
        return words.years(periods.years, speech)
    if periods.mode == "range":
        return f"{periods.first}–{periods.last}"
    if question.rule.years == "none":
        return ""
    return mode_words(mode_of(question), question, (), speech)


def _in_mode(mode: Mode, question: Question, years: Sequence[int]) -> Question | None:
    if mode == mode_of(question):
        return question
    if mode == "these":
        return pinned(question, years)
    if mode == "latest":
        return _asked(question, Periods(), several=False)
    if question.rule.years != "many":
        return None
    return _asked(question, Periods(mode="top", n=FIVE), several=True)


def _asked(question: Question, periods: Periods, *, several: bool) -> Question:
    """The question about other periods; rows are told apart by year where there may be several."""
    by = set(question.by) - {"period"}
    if several and "period" in question.rule.extra_by:
        by.add("period")
    parts = question.model_dump() | {"periods": periods, "by": tuple(sorted(by))}
    return Question.model_validate(parts)


def _answerable(question: Question, version: Version) -> bool:
    try:
        resolve(question, version)
    except QuestionError:
        return False
    return True
