"""Quoting one figure: a sentence with its source and an address that leads back to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from assistant.address import version_address
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


@dataclass(frozen=True)
class Quotable:
    """What a citation says besides the figure, and the address that leads back to one of them."""

    what: str
    source: str
    version_id: str
    created: str
    example_data: bool
    address: Callable[[Cell], str]


def cite_a_figure(here: Scene, card: Card) -> None:
    """In the conversation: the address is that of the question, its years and its data version."""
    talk, question = here.talk, here.talk.question
    if card.table is None or question is None:
        return
    answer = answer_of(question, talk.version_id, here.owner)
    base = base_of(str(st.context.url or ""))
    quote(
        f"{here.place}-cite",
        lambda: figures_of(answer, here.speech),
        quotable(
            answer,
            here.speech,
            lambda cell: version_address(
                base, answer.question, answer.years, answer.version_id, cell.id
            ),
        ),
        here.speech,
    )


def quotable(answer: Answer, speech: Speech, address: Callable[[Cell], str]) -> Quotable:
    return Quotable(
        what=what_of(answer, speech),
        source=source_of(answer, speech),
        version_id=answer.version_id,
        created=answer.created,
        example_data=answer.example_data,
        address=address,
    )


def quote(
    key: str, figures: Callable[[], Sequence[Figure]], about: Quotable, speech: Speech
) -> None:
    """A small window with one figure as a sentence; ``figures`` are asked for when it opens."""
    popover = st.popover(
        speech.t("Quote a figure"), key=key, icon=":material/format_quote:", on_change="rerun"
    )
    if not popover.open:
        return
    with popover:
        chosen = _chosen(figures(), speech, f"{key}-which")
        if chosen is None:
            return
        cell, said = chosen
        st.markdown(speech.t("Copy the sentence:"))
        text = citation(
            said.name,
            said.figure,
            about.what,
            said.source or about.source,
            about.version_id,
            about.created,
            about.address(cell),
            about.example_data,
            speech,
        )
        st.code(text, language=None, wrap_lines=True)


def _chosen(figures: Sequence[Figure], speech: Speech, key: str) -> Figure | None:
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
