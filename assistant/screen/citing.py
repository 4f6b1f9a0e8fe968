"""Quoting one figure: a sentence with its source and an address that leads back to it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.address import cell_address
from assistant.cards import Card
from assistant.cells import Cell, Spoken, shown
from assistant.citation import citation, source_of, what_of
from assistant.differences import pinned
from assistant.language import Speech
from assistant.screen.answer_view import base_of
from assistant.screen.cards import answer_of, figures_of
from assistant.screen.menus import escape
from assistant.screen.scene import Scene
from assistant.versions import current_id, is_published
from semantic.answer import Answer
from semantic.errors import QuestionError

Figure = tuple[Cell, Spoken]


def cite_a_figure(here: Scene, card: Card) -> None:
    talk, speech = here.talk, here.speech
    if card.table is None:
        return
    popover = st.popover(
        speech.t("Quote a figure"),
        key=f"{here.place}-cite",
        icon=":material/format_quote:",
        on_change="rerun",
    )
    if not popover.open:
        return
    question = talk.question
    assert question is not None
    answer = answer_of(question, talk.version_id, here.owner)
    with popover:
        chosen = choose_figure(figures_of(answer, speech), speech, f"{here.place}-cite-which")
        if chosen is not None:
            _sentence(here, answer, chosen)


def choose_figure(figures: Sequence[Figure], speech: Speech, key: str) -> Figure | None:
    """One of the figures that are shown, by its name."""
    by_id = {cell.id: (cell, said) for cell, said in figures}
    asked = (place for place, (cell, _) in enumerate(figures) if _is_asked_for(cell))
    chosen = st.selectbox(
        speech.t("Which number?"),
        list(by_id),
        index=next(asked, 0),
        format_func=lambda each: f"{by_id[each][1].name}: {by_id[each][1].figure}",
        key=key,
    )
    return by_id.get(chosen) if chosen else None


def _is_asked_for(cell: Cell) -> bool:
    """A figure of the question's own, not of what it is compared with nor a part of one."""
    return cell.column == "value" and "compared" not in cell.key


def _sentence(here: Scene, answer: Answer, figure: Figure) -> None:
    cell, said = figure
    base = base_of(str(st.context.url or ""))
    text = citation(
        said.name,
        said.figure,
        what_of(answer, here.speech),
        source_of(answer, here.speech),
        answer.version_id,
        answer.created,
        cell_address(base, answer.question, answer.years, answer.version_id, cell.id),
        answer.example_data,
        here.speech,
    )
    show_citation(text, here.speech)


def show_citation(text: str, speech: Speech) -> None:
    st.markdown(speech.t("Copy the sentence:"))
    st.code(text, language=None, wrap_lines=True)


def cited_figure(here: Scene, answer: Answer) -> None:
    """Where the address points at one figure: the figure, and whether it has been revised."""
    talk, speech = here.talk, here.speech
    if talk.cited is None and talk.asked_version is None:
        return
    if talk.asked_version is not None and not is_published(talk.asked_version):
        st.warning(
            speech.t(
                "The address is of data version {id}, which is no longer there. "
                "These are the figures of today.",
                id=talk.asked_version,
            )
        )
    found = {cell.id: (cell, said) for cell, said in figures_of(answer, speech)}.get(
        talk.cited or ""
    )
    if found is None:
        if talk.cited is not None:
            st.warning(speech.t("The figure that the address points at is not in this answer."))
        return
    st.info(f"**{escape(found[1].name)}: {escape(found[1].figure)}**")
    _revised(here, answer, found[0])


def _revised(here: Scene, answer: Answer, cell: Cell) -> None:
    """What the figure is in today's data version, where that is another."""
    today = current_id()
    if today == answer.version_id:
        return
    try:
        now = answer_of(pinned(answer.question, answer.years), today, here.owner)
    except QuestionError:
        return
    fresh = {each.id: (each, said) for each, said in figures_of(now, here.speech)}.get(cell.id)
    if fresh is not None and shown(fresh[0]) != shown(cell):
        st.warning(
            here.speech.t(
                "The figure has been revised since: today it is {figure}.",
                figure=escape(fresh[1].figure),
            )
        )
