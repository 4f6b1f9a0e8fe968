"""Cards of open figures, made once and kept for all visitors.

Open figures only: what is kept here belongs to nobody. Keyed by version, question and language.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.cards import Card, make_card
from assistant.cells import Cell, Spoken, cells_of, spoken
from assistant.freezing import freeze
from assistant.language import Speech, speech_for
from assistant.next_questions import EXAMPLES, answerable, follow_ups, steadier
from assistant.sentences import question_in_words
from assistant.sheets import Sheet, sheet_of
from assistant.snapshot import Snapshot
from assistant.versions import opened
from semantic.answer import Answer
from semantic.ask import ask
from semantic.question import Question, read_question
from semantic.version import Version

Offered = tuple[Question, str]
"""A question that can be answered, in words."""
MOST_NEXT = 4


def card_of(question: Question, version_id: str, language: str, owner: str) -> Card:
    """The card of ``question``; raise `QuestionError` when it cannot be answered."""
    return _card(version_id, question.canonical_json(), language, owner)


def answer_of(question: Question, version_id: str, owner: str) -> Answer:
    """The answer itself; raise `QuestionError` when there is none."""
    return _answer(version_id, question.canonical_json(), owner)


def snapshot_of(question: Question, version_id: str, owner: str) -> Snapshot:
    """The answer frozen as it is shown now; raise `QuestionError` when there is none."""
    return _snapshot(version_id, question.canonical_json(), owner)


@st.cache_resource(max_entries=256, show_spinner=False)
def _answer(version_id: str, canonical: str, _owner: str) -> Answer:
    return ask(read_question(canonical), opened(version_id), _owner)


@st.cache_resource(max_entries=256, show_spinner=False)
def _card(version_id: str, canonical: str, language: str, _owner: str) -> Card:
    answer = _answer(version_id, canonical, _owner)
    return make_card(answer, opened(version_id), speech_for(language))


@st.cache_resource(max_entries=32, show_spinner=False)
def _snapshot(version_id: str, canonical: str, _owner: str) -> Snapshot:
    return freeze(_answer(version_id, canonical, _owner), opened(version_id))


def sheet(card: Card, answer: Answer) -> Sheet:
    return sheet_of(answer, speech_for(card.language), card.title, card.notices)


def figures_of(answer: Answer, speech: Speech) -> list[tuple[Cell, Spoken]]:
    """Every figure that is shown, with its name and text."""
    return list(zip(cells_of(answer), spoken(answer, speech), strict=True))


@st.cache_resource(max_entries=256, show_spinner=False)
def _next(version_id: str, canonical: str, language: str, _owner: str) -> tuple[Offered, ...]:
    found = steadier(_answer(version_id, canonical, _owner)) + follow_ups(read_question(canonical))
    return offers(found, opened(version_id), speech_for(language))[:MOST_NEXT]


def next_questions(
    question: Question, version_id: str, language: str, owner: str
) -> tuple[Offered, ...]:
    """What may be asked next."""
    return _next(version_id, question.canonical_json(), language, owner)


@st.cache_resource(max_entries=16, show_spinner=False)
def examples_of(version_id: str, language: str) -> tuple[Offered, ...]:
    """What the empty page offers to begin with."""
    questions = [Question.model_validate(each) for each in EXAMPLES]
    return offers(questions, opened(version_id), speech_for(language))


def offers(questions: Sequence[Question], version: Version, speech: Speech) -> tuple[Offered, ...]:
    """Those of ``questions`` that can be answered, each in words."""
    return tuple(
        (each, question_in_words(each, version, speech)) for each in answerable(questions, version)
    )
