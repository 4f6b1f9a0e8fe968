"""What the two sides of a gap are called: two area types, or the two ends of the order of areas by
the socioeconomic index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from assistant import phrases, words
from assistant.language import Speech, mark
from semantic.question import Question

Side = Literal["first", "second"]
SIDES: tuple[Side, Side] = ("first", "second")

_TENTHS: Mapping[Side, str] = {
    "first": mark("the tenth with the greatest challenges"),
    "second": mark("the tenth with the smallest challenges"),
}
_ENDS: Mapping[Side, str] = {
    "first": mark("greatest challenges"),
    "second": mark("smallest challenges"),
}
_WITHIN: Mapping[Side, str] = {
    "first": mark("in the tenth of the areas that has the greatest socioeconomic challenges"),
    "second": mark("in the tenth that has the smallest"),
}


def in_tenths(question: Question) -> bool:
    return question.asked_measure == "tenths"


def number(question: Question, side: Side) -> int:
    """The area type of a side; an end of the order is drawn as the type at that end is."""
    return question.pair[SIDES.index(side)]


def name(question: Question, side: Side, speech: Speech) -> str:
    """``typ 1``, ``tiondelen med störst utmaningar``."""
    if in_tenths(question):
        return speech.t(_TENTHS[side])
    return words.type_short(number(question, side), speech)


def short(question: Question, side: Side, speech: Speech) -> str:
    """As in the head of a table or beside a line, where the title tells of tenths."""
    return speech.t(_ENDS[side]) if in_tenths(question) else name(question, side, speech)


def within(question: Question, side: Side, speech: Speech) -> str:
    """``i områden av typ 1``; of the two tenths the second stands after the first."""
    if in_tenths(question):
        return speech.t(_WITHIN[side])
    return phrases.of_type(number(question, side), speech)


def both(question: Question, speech: Speech) -> str:
    """``områden av typ 1 och typ 5``."""
    first, second = (name(question, side, speech) for side in SIDES)
    if in_tenths(question):
        return speech.t("{first} and {second}", first=first, second=second)
    return speech.t("areas of {first} and {second}", first=first, second=second)
