"""The start page around the first menu: what changed, favourites, and where one left off."""

from __future__ import annotations

import streamlit as st

from assistant.conversation import from_document
from assistant.kept.favourites import Favourite
from assistant.language import Speech
from assistant.screen.cards import examples_of
from assistant.screen.menus import escape
from assistant.screen.news_list import the_news
from assistant.screen.opening import open_favourite
from assistant.screen.scene import Scene, do
from assistant.screen.state import forget, take_over
from assistant.sentences import question_in_words
from semantic.errors import QuestionError
from semantic.question import Question, read_question
from semantic.version import Version

MOST_FAVOURITES = 6
MOST_RECENT = 5


def before_the_menu(here: Scene) -> None:
    the_news(here)
    _favourites(here)


def beneath_the_menu(here: Scene) -> None:
    _left_off(here)
    _recent(here)


def _favourites(here: Scene) -> None:
    """The pinned ones; where none is pinned, the newest."""
    mine = here.favourites.all()
    shown = [each for each in mine if each.pinned] or sorted(
        mine, key=lambda each: each.created_at, reverse=True
    )
    if not shown:
        return
    small_heading(here.speech.t("Your favourites"))
    with st.container(horizontal=True, gap="small"):
        for each in shown[:MOST_FAVOURITES]:
            _favourite(each)
        if len(mine) > MOST_FAVOURITES or len(mine) > len(shown):
            st.button(
                here.speech.t("All {n} favourites", n=here.speech.whole(len(mine))),
                key="start-all-favourites",
                type="tertiary",
                on_click=here.go,
                args=("favourites",),
            )


def _favourite(each: Favourite) -> None:
    st.button(
        escape(each.title),
        key=f"start-favourite-{each.id}",
        icon=":material/star:",
        on_click=open_favourite,
        args=(each.id,),
    )


def examples(here: Scene) -> None:
    talk, speech = here.talk, here.speech
    offered = examples_of(talk.version_id, speech.language)
    if not offered:
        return
    small_heading(speech.t("Or start with an example"))
    for question, text in offered:
        _question(question, text, "example", here)


def _question(question: Question, text: str, kind: str, here: Scene) -> None:
    st.button(
        escape(text),
        key=f"{kind}-{question.hash}",
        type="tertiary",
        icon=":material/arrow_forward:",
        on_click=here.talk.begin,
        args=(question,),
    )


def _left_off(here: Scene) -> None:
    """The last conversation of another tab, or of another day."""
    found = here.talks.latest(besides=here.visitor.tab)
    talk = from_document(found[1]) if found else None
    if talk is None or not talk.turns:
        return
    small_heading(here.speech.t("Go on where you left off"))
    st.button(
        escape(talk.turns[-1].title),
        key="start-left-off",
        type="tertiary",
        icon=":material/history:",
        on_click=take_over,
        args=(talk,),
    )


def _recent(here: Scene) -> None:
    """Recent questions, in the words of today; those that can no longer be read are left out."""
    asked = here.talks.recent(MOST_RECENT)
    spoken = [
        (question, _words(question, here.talk.version, here.speech))
        for question in (_read(document) for document, _ in asked)
        if question is not None
    ]
    if not spoken:
        return
    small_heading(here.speech.t("Recent questions"))
    for question, text in spoken:
        if text is not None:
            _question(question, text, "recent", here)
    st.button(
        here.speech.t("Clear recent questions and conversations"),
        key="start-clear",
        type="tertiary",
        icon=":material/delete:",
        on_click=_clear,
    )


def _clear() -> None:
    def clear(here: Scene) -> None:
        here.talks.forget_recent()
        here.talks.clear_all()
        forget()
        here.done(here.speech.t("Recent questions and conversations are cleared."))

    do(clear)


def _read(document: str) -> Question | None:
    try:
        return read_question(document)
    except QuestionError:
        return None


def _words(question: Question, version: Version, speech: Speech) -> str | None:
    """The question in words; None where the version does not know what it is about."""
    try:
        return question_in_words(question, version, speech)
    except (QuestionError, KeyError):
        return None


def small_heading(text: str) -> None:
    st.markdown(f"**{escape(text)}**")
