"""Everything the screen shows of one answer, made once and kept for all visitors.

Open figures only: what is kept here belongs to nobody. Keyed by version, question and language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from assistant.borders import Borders, borders
from assistant.charts import chart
from assistant.classes import MapClasses, map_classes
from assistant.language import Speech, speech_for
from assistant.next_questions import EXAMPLES, answerable, follow_ups
from assistant.sentences import details, question_in_words, sentence
from assistant.tables import Table, table
from assistant.versions import opened
from assistant.wording import notice
from semantic.answer import Answer
from semantic.ask import ask
from semantic.question import Question, read_question
from semantic.version import Version

Offered = tuple[Question, str]
"""A question that can be answered, in words."""
MOST_NEXT = 4


@dataclass(frozen=True)
class Card:
    """One answer in one language, ready to show."""

    answer: Answer
    title: str
    sentence: str
    notices: tuple[str, ...]
    chart: dict[str, Any] | None
    map: MapClasses | None
    borders: Borders
    table: Table | None
    details: tuple[str, ...]
    next_questions: tuple[Offered, ...]


def card_of(question: Question, version_id: str, language: str, owner: str) -> Card:
    """The card of ``question``; raise `QuestionError` when it cannot be answered."""
    return _card(version_id, question.canonical_json(), language, owner)


@st.cache_resource(max_entries=256, show_spinner=False)
def _answer(version_id: str, canonical: str, _owner: str) -> Answer:
    return ask(read_question(canonical), opened(version_id), _owner)


@st.cache_resource(max_entries=256, show_spinner=False)
def _card(version_id: str, canonical: str, language: str, _owner: str) -> Card:
    answer = _answer(version_id, canonical, _owner)
    return make_card(answer, speech_for(language), version_id)


def make_card(answer: Answer, speech: Speech, version_id: str) -> Card:
    version = opened(version_id)
    return Card(
        answer=answer,
        title=question_in_words(answer.question, version, speech, answer.years),
        sentence=sentence(answer, version, speech),
        notices=tuple(notice(each, version, speech) for each in answer.notices),
        chart=chart(answer, speech),
        map=map_classes(answer, speech),
        borders=borders(answer, version, speech),
        table=table(answer, speech) if len(answer.rows.columns) else None,
        details=tuple(details(answer, version, speech)),
        next_questions=offers(follow_ups(answer.question), version, speech)[:MOST_NEXT],
    )


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
