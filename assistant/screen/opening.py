"""Opening a favourite: its question becomes the open turn, and what has changed since is told."""

from __future__ import annotations

import streamlit as st

from assistant.kept.favourites import Favourite
from assistant.news import summary
from assistant.screen.cards import card_of, snapshot_of
from assistant.screen.comparing import since_then
from assistant.screen.scene import Scene, do
from assistant.screen.state import REMEMBERED
from assistant.wording.kept import changes, day
from semantic.errors import QuestionError
from semantic.question import read_question


def open_favourite(identity: str) -> None:
    do(lambda here: _open(here, here.favourites.get(identity)))


def put_by(here: Scene) -> None:
    """The open answer, if there is one, becomes a finished turn before another is opened."""
    talk, question = here.talk, here.talk.question
    if question is None or talk.refusal is not None:
        return
    try:
        card = card_of(question, talk.version_id, here.speech.language, here.owner)
    except QuestionError:
        return
    talk.finish(card.title, card.sentence)


def _open(here: Scene, favourite: Favourite) -> None:
    """A question that can no longer be read is told of and left as it is."""
    talk = here.talk
    put_by(here)
    try:
        question = read_question(favourite.question_json)
    except QuestionError as error:
        talk.begin()
        talk.refusal = error
        return
    before = here.favourites.snapshot(favourite.id)
    found = summary(since_then(before, favourite.question_json, here.owner))
    talk.begin(question)
    talk.favourite = favourite.id
    if said := changes(found, day(favourite.seen_at, here.speech), here.speech):
        talk.told, talk.before = f"{favourite.title}: {' '.join(said)}", favourite.snapshot
    if found.refused:
        talk.told = here.speech.t(
            "“{title}” can no longer be answered. The favourite is kept as it is.",
            title=favourite.title,
        )
        return
    here.favourites.seen(favourite.id, snapshot_of(question, talk.version_id, here.owner))
    st.session_state.pop(REMEMBERED, None)
