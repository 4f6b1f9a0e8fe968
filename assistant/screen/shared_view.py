"""A shared result as its receiver sees it: what the sender saw first, then what has changed since.

Whether the receiver may look is asked anew at every click; every reason why not looks the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from assistant import labels
from assistant.conversation import Conversation
from assistant.freezing import Kept, cells, kept
from assistant.kept.errors import KeptError
from assistant.kept.links import Link, Opened
from assistant.language import Speech
from assistant.news import summary
from assistant.screen.answer_view import Place, address_of, show_result
from assistant.screen.cards import answer_of, card_of, figures_of, sheet
from assistant.screen.citing import Quotable, quotable, quote
from assistant.screen.comparing import show_changes, since_then
from assistant.screen.menus import Menu, escape
from assistant.screen.scene import Scene
from assistant.screen.sign_in_page import sign_in_buttons
from assistant.versions import current_id
from assistant.wording import refusal
from assistant.wording.kept import changes, day, kept_refusal
from semantic.errors import QuestionError
from semantic.question import read_question

_OPENED = "opened-link"


@dataclass(frozen=True)
class _Shown:
    """An opened link with what was read out of it, for one visitor and one session."""

    token: str
    opened: Opened
    read: dict[str, Kept] = field(default_factory=dict)

    def kept(self, language: str) -> Kept:
        if language not in self.read:
            self.read[language] = kept(self.opened.snapshot, language)
        return self.read[language]


def shared_result(here: Scene, token: str) -> None:
    try:
        shown = _open(here, token)
    except KeptError as error:
        _refused(here, error)
        return
    link = shown.opened.link
    _from_the_sender(link, here.speech)
    if link.kind == "live":
        _live(shown, here)
    else:
        _frozen(shown, here)
    if here.knows_her:
        _open_part(link, here)
    else:
        st.markdown(here.speech.t("Sign in to go on with the question or ask one of your own."))
        sign_in_buttons(here)


def _open(here: Scene, token: str) -> _Shown:
    """Opened and noted once; at each later click only asked whether one may still look."""
    found = st.session_state.get(_OPENED)
    if isinstance(found, _Shown) and found.token == token:
        if not here.links.still_open(token):
            raise KeptError("link_refused")
        return found
    shown = _Shown(token, here.links.open(token))
    st.session_state[_OPENED] = shown
    return shown


def _refused(here: Scene, error: KeptError) -> None:
    st.session_state.pop(_OPENED, None)
    st.warning(kept_refusal(error, here.speech), icon=":material/link_off:")
    if here.visitor.sign_in and not here.visitor.signed_in:
        st.markdown(here.speech.t("If it is meant for you, sign in and it opens."))
        sign_in_buttons(here)
    else:
        st.button(here.speech.t("Ask a question of your own"), on_click=here.go, args=("ask",))


def _from_the_sender(link: Link, speech: Speech) -> None:
    when = day(link.created_at, speech)
    by = (
        speech.t("{name} shared this on {day}.", name=link.owner_name, day=when)
        if link.owner_name
        else speech.t("Shared on {day}.", day=when)
    )
    st.markdown(escape(by))
    if link.note:
        st.info(escape(link.note), icon=":material/chat:")


def _frozen(shown: _Shown, here: Scene) -> None:
    """The result as it was shared, byte for byte; nothing in it is worked out anew."""
    speech, opened = here.speech, shown.opened
    found = shown.kept(speech.language)
    _since_then(opened, here)
    with st.chat_message("user", avatar=":material/person:"):
        st.markdown(escape(found.card.title))
    with st.chat_message("assistant", avatar=":material/ac_unit:"):
        address = _address(shown)
        show_result(found.card, lambda: found.sheet, speech, Place("shared", address))
        snapshot = opened.snapshot
        about = Quotable(
            what=found.what,
            source=found.source,
            version_id=snapshot.version_id,
            created=snapshot.created,
            example_data=snapshot.example_data,
            address=lambda _: address,
        )
        figures = list(zip(cells(snapshot), found.spoken, strict=True))
        quote("shared-cite", lambda: figures, about, speech)
        _today(opened.link, here)


def _since_then(opened: Opened, here: Scene) -> None:
    """Says so where today's figures are others; silent where nothing that is shown has changed."""
    speech, link = here.speech, opened.link
    st.markdown(
        escape(
            speech.t(
                "These are the figures as they were on {day} (data version {id}).",
                day=day(link.created_at, speech),
                id=opened.snapshot.version_id,
            )
        )
    )
    found = since_then(opened.snapshot, link.question_json, here.owner)
    said = changes(summary(found), day(link.created_at, speech), speech)
    if not said:
        return
    with st.container(key="since-then"):
        st.warning(escape(" ".join(said)), icon=":material/update:")
        if found.refusal is not None:
            st.markdown(escape(refusal(found.refusal, here.talk.version, speech)))
        show_changes(found, opened.snapshot, speech, "since-then-which")


def _live(shown: _Shown, here: Scene) -> None:
    speech, link = here.speech, shown.opened.link
    st.markdown(speech.t("This is a live link: it always shows the latest figures."))
    try:
        question = read_question(link.question_json)
        answer = answer_of(question, current_id(), here.owner)
        card = card_of(question, current_id(), speech.language, here.owner)
    except QuestionError as error:
        st.warning(escape(refusal(error, here.talk.version, speech)), icon=":material/info:")
        _frozen(shown, here)
        return
    found = since_then(shown.opened.snapshot, link.question_json, here.owner)
    if said := changes(summary(found), day(link.created_at, speech), speech):
        st.info(escape(" ".join(said)), icon=":material/update:")
        show_changes(found, shown.opened.snapshot, speech, "since-then-which")
    with st.chat_message("user", avatar=":material/person:"):
        st.markdown(escape(card.title))
    with st.chat_message("assistant", avatar=":material/query_stats:"):
        address = _address(shown)
        show_result(card, lambda: sheet(card, answer), speech, Place("shared", address))
        about = quotable(answer, speech, lambda _: address)
        quote("shared-cite", lambda: figures_of(answer, speech), about, speech)
        _today(link, here)


def _address(shown: _Shown) -> str:
    return address_of(str(st.context.url or ""), f"r={shown.token}")


def _today(link: Link, here: Scene) -> None:
    """Whoever may ask questions here may go on with this one."""
    if here.knows_her:
        st.button(
            here.speech.t("Go on with this question and today's figures"),
            key="shared-today",
            type="primary",
            icon=":material/arrow_forward:",
            on_click=_go_on,
            args=(here, link.question_json),
        )


def _go_on(here: Scene, question_json: str) -> None:
    try:
        here.talk.begin(read_question(question_json))
    except QuestionError as error:
        here.talk.begin()
        here.talk.refusal = error


def _open_part(link: Link, here: Scene) -> None:
    """The one part that the sender left open: the receiver puts her own in its place."""
    slot, speech = link.open_slot, here.speech
    lent = _lent(link, here)
    if slot is None or lent is None or slot not in lent.draft.slots:
        return

    def choose(name: str, value: Any) -> None:
        here.talk.begin(lent.question)
        here.talk.choose(name, value)

    said = labels.Labels(lent.draft, lent.version, speech).chosen(slot)
    with st.container(border=True, key="open-part"):
        st.subheader(speech.t("Change {what} to your own", what=escape(said)), anchor=False)
        st.markdown(f"**{escape(labels.prompt(slot, speech))}**")
        Menu(lent, slot, speech, "open-part", choose).draw()


def _lent(link: Link, here: Scene) -> Conversation | None:
    """A conversation about the shared question, for its menu alone."""
    try:
        question = read_question(link.question_json)
    except QuestionError:
        return None
    lent = Conversation(version_id=current_id(), language=here.talk.language)
    lent.open(question)
    return lent
