"""A shared result as its receiver sees it: what the sender saw first, then what has changed since.

Whether the receiver may look is asked anew at every click; every reason why not looks the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from html import escape as html_escape
from typing import Any

import streamlit as st

from assistant import labels
from assistant.address import version_address
from assistant.cells import Cell
from assistant.conversation import Conversation
from assistant.freezing import Kept, cells, kept
from assistant.kept.errors import KeptError
from assistant.kept.links import Link, Opened
from assistant.language import Speech
from assistant.news import summary
from assistant.screen.answer_view import Place, base_of, show_note, show_result
from assistant.screen.cards import answer_of, card_of, figures_of, sheet
from assistant.screen.citing import Quotable, quotable, quote
from assistant.screen.comparing import show_changes, since_then
from assistant.screen.menus import Menu, escape
from assistant.screen.opening import put_by
from assistant.screen.scene import Scene, do
from assistant.screen.sign_in_page import sign_in_buttons
from assistant.sheets import Sheet
from assistant.snapshot import Snapshot
from assistant.versions import current_id
from assistant.wording import refusal
from assistant.wording.kept import changes, day, kept_refusal
from semantic.answer import Answer
from semantic.errors import QuestionError
from semantic.question import read_question

_OPENED = "opened-link"
_REFUSED = "refused-link"


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
    today = _today_of(link, here) if link.kind == "live" else None
    if today is not None:
        _live(shown, today, here)
    else:
        _frozen(shown, here)
    if here.knows_her:
        _open_part(shown, here)
    else:
        st.markdown(here.speech.t("Sign in to go on with the question or ask one of your own."))
        sign_in_buttons(here)


def _open(here: Scene, token: str) -> _Shown:
    """Opened, or refused, and noted once; at each later click only asked whether one may look."""
    found, refused = st.session_state.get(_OPENED), st.session_state.get(_REFUSED)
    shown = found if isinstance(found, _Shown) and found.token == token else None
    if (shown or refused == token) and not here.links.still_open(token):
        raise KeptError("link_refused")
    if shown is not None:
        return shown
    try:
        shown = _Shown(token, here.links.open(token))
    except KeptError:
        st.session_state[_REFUSED] = token
        raise
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
    said = f"{by} {_part_in_words(link, speech)}".strip()
    st.html(f"<p>{html_escape(said)}</p>")
    show_note(link.note)


def _part_in_words(link: Link, speech: Speech) -> str:
    """That a part is left to the receiver, whose menu stands beneath the result."""
    if link.open_slot is None:
        return ""
    return speech.t("Further down you can change a part of the question to your own.")


def _frozen(shown: _Shown, here: Scene) -> None:
    """The result as it was shared, byte for byte; nothing in it is worked out anew."""
    speech, opened = here.speech, shown.opened
    found, snapshot = shown.kept(speech.language), opened.snapshot
    _since_then(shown, here)
    with st.chat_message("user", avatar=":material/person:"):
        st.markdown(escape(found.card.title))
    with st.chat_message("assistant", avatar=":material/ac_unit:"):
        place = Place("shared", _address(snapshot))
        show_result(found.card, _while_open(shown, here, lambda: found.sheet), speech, place)
        about = Quotable(
            what=found.what,
            source=found.source,
            version_id=snapshot.version_id,
            created=snapshot.created,
            example_data=snapshot.example_data,
            address=lambda cell: _address(snapshot, cell),
        )
        figures = list(zip(cells(snapshot), found.spoken, strict=True))
        quote("shared-cite", lambda: figures, about, speech)
        _go_on_with_it(shown, here)


def _address(snapshot: Snapshot, cell: Cell | None = None) -> str:
    """The question's own address, its years and its data version: never that of the link, which is
    for those it was given to."""
    base = base_of(str(st.context.url or ""))
    try:
        question = read_question(snapshot.question_json)
    except QuestionError:
        return base
    return version_address(
        base, question, snapshot.periods, snapshot.version_id, cell.id if cell else None
    )


def _while_open(shown: _Shown, here: Scene, sheet: Callable[[], Sheet]) -> Callable[[], Sheet]:
    """The files of a shared result, made only as long as the link may be looked at."""

    def made() -> Sheet:
        if not here.links.still_open(shown.token):
            raise KeptError("link_refused")
        return sheet()

    return lambda: here.if_still_here(made)


def _since_then(shown: _Shown, here: Scene) -> None:
    """Says so where today's figures are others; silent where nothing that is shown has changed."""
    opened = shown.opened
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
        show_changes(lambda: found, opened.snapshot, speech, "since-then-which")
        if found.refusal is None:
            _go_on_with_it(shown, here, "since-then-today")


def _today_of(link: Link, here: Scene) -> Answer | None:
    """Today's answer to a live link's question; where there is none, that is said."""
    try:
        return answer_of(read_question(link.question_json), current_id(), here.owner)
    except QuestionError as error:
        st.warning(
            escape(
                here.speech.t(
                    "This link shows the latest figures, but the question can no longer be "
                    "answered as it stands."
                )
                + " "
                + refusal(error, here.talk.version, here.speech)
            ),
            icon=":material/info:",
        )
        return None


def _live(shown: _Shown, answer: Answer, here: Scene) -> None:
    speech, link = here.speech, shown.opened.link
    st.markdown(speech.t("This is a live link: it always shows the latest figures."))
    card = card_of(answer.question, answer.version_id, speech.language, here.owner)
    found = since_then(shown.opened.snapshot, link.question_json, here.owner)
    if said := changes(summary(found), day(link.created_at, speech), speech):
        st.info(escape(" ".join(said)), icon=":material/update:")
        show_changes(lambda: found, shown.opened.snapshot, speech, "since-then-which")
    with st.chat_message("user", avatar=":material/person:"):
        st.markdown(escape(card.title))
    with st.chat_message("assistant", avatar=":material/query_stats:"):
        base = base_of(str(st.context.url or ""))

        def address(cell: Cell | None = None) -> str:
            named = cell.id if cell else None
            return version_address(base, answer.question, answer.years, answer.version_id, named)

        place = Place("shared", address())
        show_result(card, _while_open(shown, here, lambda: sheet(card, answer)), speech, place)
        quote(
            "shared-cite",
            lambda: figures_of(answer, speech),
            quotable(answer, speech, address),
            speech,
        )
        _go_on_with_it(shown, here)


def _go_on_with_it(shown: _Shown, here: Scene, key: str = "shared-today") -> None:
    """Whoever may ask questions here may go on with this one."""
    if here.knows_her:
        st.button(
            here.speech.t("Go on with this question and today's figures"),
            key=key,
            type="primary",
            icon=":material/arrow_forward:",
            on_click=_take_up,
            args=(shown,),
        )


def _take_up(shown: _Shown, slot: str | None = None, value: Any = None) -> None:
    """The shared question becomes the visitor's own, with her part put in; what she had open stands
    among the finished turns."""

    def take_up(here: Scene) -> None:
        if not here.links.still_open(shown.token):
            raise KeptError("link_refused")
        put_by(here)
        try:
            here.talk.begin(read_question(shown.opened.link.question_json))
        except QuestionError as error:
            here.talk.begin()
            here.talk.refusal = error
            return
        if slot is not None:
            here.talk.choose(slot, value)

    do(take_up)


def _open_part(shown: _Shown, here: Scene) -> None:
    """The one part that the sender left open: the receiver puts her own in its place."""
    slot, speech = shown.opened.link.open_slot, here.speech
    lent = _lent(shown.opened.link, here)
    if slot is None or lent is None or slot not in lent.draft.slots:
        return
    said = labels.Labels(lent.draft, lent.version, speech).chosen(slot)
    with st.container(border=True, key="open-part"):
        st.subheader(speech.t("Change {what} to your own", what=escape(said)), anchor=False)
        st.markdown(f"**{escape(labels.prompt(slot, speech))}**")
        Menu(lent, slot, speech, "open-part", partial(_take_up, shown)).draw()


def _lent(link: Link, here: Scene) -> Conversation | None:
    """A conversation about the shared question, for its menu alone."""
    try:
        question = read_question(link.question_json)
    except QuestionError:
        return None
    lent = Conversation(version_id=current_id(), language=here.talk.language)
    lent.open(question)
    return lent
