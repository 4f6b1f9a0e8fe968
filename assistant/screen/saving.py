"""Saving the open answer's question as a favourite: a name, a note, a folder, and how time goes on.

The question is run before it is saved, and one that is there already is said to be.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from assistant.kept.texts import LONGEST_NOTE, LONGEST_TITLE
from assistant.screen.cards import answer_of, snapshot_of
from assistant.screen.menus import escape
from assistant.screen.opening import open_favourite
from assistant.screen.scene import Scene, do, say_what_was_done, take
from assistant.sentences import question_in_words
from assistant.time_modes import Mode, mode_of, mode_words, time_modes
from semantic.question import Question


def save_this(here: Scene) -> None:
    key = f"{here.place}-save"
    popover = st.popover(
        here.speech.t("Save as a favourite"), key=key, icon=":material/star:", on_change="rerun"
    )
    if popover.open:
        with popover:
            _form(here, key)


def _form(here: Scene, key: str) -> None:
    talk, t = here.talk, here.speech.t
    question = talk.question
    assert question is not None
    years = answer_of(question, talk.version_id, here.owner).years
    modes = time_modes(question, years, talk.version)
    say_what_was_done(here)
    _same(here, question)
    with st.container(key=f"{key}-fields"):
        title = question_in_words(question, talk.version, here.speech)[:LONGEST_TITLE]
        st.text_input(
            t("Name"),
            value=title,
            max_chars=LONGEST_TITLE,
            key=f"{key}-title",
            persist_state="page",
            on_change="ignore",
        )
        st.text_area(
            t("Note (only you see it)"),
            max_chars=LONGEST_NOTE,
            key=f"{key}-note",
            persist_state="page",
            on_change="ignore",
            height=80,
        )
        _mode(here, modes, question, years, key)
        _folder(here, key)
        st.checkbox(t("Pin to the start page"), key=f"{key}-pin")
        st.button(
            t("Save"),
            key=f"{key}-go",
            type="primary",
            on_click=_save,
            args=(key, modes, question),
        )
        _instead(here, modes, question, key)


def _same(here: Scene, question: Question) -> None:
    there = here.favourites.same(question.hash)
    if not there:
        return
    first = there[0]
    title = escape(first.title)
    st.info(here.speech.t("The same question is there already: {title}", title=title))
    st.button(
        here.speech.t("Open “{title}”", title=title),
        key=f"{here.place}-same-{first.id}",
        type="tertiary",
        icon=":material/arrow_forward:",
        on_click=open_favourite,
        args=(first.id,),
    )


def _mode(
    here: Scene,
    modes: Mapping[Mode, Question],
    question: Question,
    years: tuple[int, ...],
    key: str,
) -> None:
    if len(modes) < 2:
        return
    names = list(modes)
    now = mode_of(question)
    st.radio(
        here.speech.t("Years"),
        names,
        index=names.index(now) if now in modes else 0,
        format_func=lambda mode: mode_words(mode, question, years, here.speech),
        key=f"{key}-mode",
    )


def _folder(here: Scene, key: str) -> None:
    folders = {each.id: each.name for each in here.folders.all()}
    if not folders:
        return
    none = here.speech.t("No folder")
    st.selectbox(
        here.speech.t("Folder"),
        [None, *folders],
        format_func=lambda each: folders[each] if each else none,
        key=f"{key}-folder",
    )


def _save(key: str, modes: Mapping[Mode, Question], question: Question) -> None:
    def save(here: Scene) -> None:
        kept = modes.get(take(f"{key}-mode"), question)
        snapshot = snapshot_of(kept, here.talk.version_id, here.owner)
        here.talk.favourite = here.favourites.save(
            snapshot,
            take(f"{key}-title", ""),
            note=take(f"{key}-note", ""),
            folder=take(f"{key}-folder"),
            pinned=bool(take(f"{key}-pin")),
        ).id
        for name in ("-title", "-note"):
            st.session_state.pop(f"{key}{name}", None)
        st.session_state[key] = False
        here.done(here.speech.t("Saved among your favourites."))

    do(save)


def _instead(here: Scene, modes: Mapping[Mode, Question], question: Question, key: str) -> None:
    """The favourite that this turn was opened from may take the new question."""
    mine = {each.id: each for each in here.favourites.all()}
    found = mine.get(here.talk.favourite or "")
    if found is None or found.question_hash == question.hash:
        return
    st.button(
        here.speech.t("Let “{title}” ask this instead", title=escape(found.title)),
        key=f"{key}-instead",
        icon=":material/edit:",
        on_click=_ask_instead,
        args=(key, modes, question, found.id),
    )


def _ask_instead(
    key: str, modes: Mapping[Mode, Question], question: Question, favourite: str
) -> None:
    def change(here: Scene) -> None:
        kept = modes.get(take(f"{key}-mode"), question)
        snapshot = snapshot_of(kept, here.talk.version_id, here.owner)
        here.favourites.ask_otherwise(favourite, snapshot)
        st.session_state[key] = False
        here.done(here.speech.t("The favourite has a new question. The earlier one is kept."))

    do(change)
