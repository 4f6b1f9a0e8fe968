"""Sharing the open answer by a link: frozen or live, for whom, how long, what may be changed."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from assistant import labels
from assistant.cards import Card
from assistant.kept.links import Audience, Link
from assistant.kept.texts import LONGEST_NOTE
from assistant.language import mark
from assistant.screen.answer_view import address_of
from assistant.screen.cards import snapshot_of
from assistant.screen.menus import escape
from assistant.screen.scene import Scene, do, say_what_was_done, take
from assistant.wording.kept import end_of_day, for_whom, last_day

DAYS = (None, 7, 30, 90, 365)
OPEN_SLOTS = ("place", "places", "scope", "indicator", "year")
"""What a sender may leave to the receiver."""

_KINDS = {
    "frozen": mark("These figures, as they are now"),
    "live": mark("Always the latest figures"),
}


@dataclass(frozen=True)
class _Made:
    """A link that was just made, and the question and data version that it is about."""

    about: tuple[str, str]
    address: str
    link: Link


def share_this(here: Scene, card: Card) -> None:
    key = f"{here.place}-share"
    popover = st.popover(
        here.speech.t("Share"), key=key, icon=":material/share:", on_change="rerun"
    )
    if popover.open:
        with popover:
            _form(here, card, key)


def _form(here: Scene, card: Card, key: str) -> None:
    t, question = here.speech.t, here.talk.question
    assert question is not None
    say_what_was_done(here)
    about = (question.hash, here.talk.version_id)
    made: _Made | None = st.session_state.get(f"{key}-made")
    if made is not None and made.about == about:
        _show_made(here, made, key)
        return
    with st.container(key=f"{key}-fields"):
        st.radio(
            t("What the receiver sees"),
            list(_KINDS),
            format_func=lambda kind: t(_KINDS[kind]),
            key=f"{key}-kind",
        )
        if here.visitor.sign_in:
            _readers(here, key)
        st.text_area(
            t("Note to the receiver"),
            max_chars=LONGEST_NOTE,
            key=f"{key}-note",
            persist_state="page",
            on_change="ignore",
            height=80,
        )
        with st.expander(t("More choices")):
            st.selectbox(
                t("The link ends"),
                DAYS,
                format_func=lambda days: _ends(here, days),
                key=f"{key}-days",
            )
            _open_slot(here, key)
        st.button(
            t("Make the link"), key=f"{key}-go", type="primary", on_click=_share, args=(key, card)
        )


def _readers(here: Scene, key: str) -> None:
    t = here.speech.t
    st.radio(
        t("Who may open it"),
        ("everyone", "named"),
        format_func=lambda each: (
            t("Everyone who has the link") if each == "everyone" else t("Only those named here")
        ),
        key=f"{key}-audience",
    )
    st.text_input(
        t("E-mail addresses, separated by commas"),
        key=f"{key}-people",
        persist_state="page",
        on_change="ignore",
    )
    groups = sorted(here.visitor.person.groups)
    if groups:
        st.multiselect(t("Your groups"), groups, key=f"{key}-groups")


def _ends(here: Scene, days: int | None) -> str:
    if days is None:
        return here.speech.t("Never, until you withdraw it")
    return here.speech.t("On {day}", day=last_day(end_of_day(here.store.now(), days), here.speech))


def _open_slot(here: Scene, key: str) -> None:
    """Nothing is left open unless the sender says so."""
    slots = [slot for slot in OPEN_SLOTS if slot in here.talk.draft.slots]
    if not slots:
        return
    nothing = here.speech.t("Nothing")
    st.selectbox(
        here.speech.t("The receiver is asked to change"),
        [None, *slots],
        format_func=lambda slot: labels.name(slot, here.speech) if slot else nothing,
        key=f"{key}-slot",
    )


def _share(key: str, card: Card) -> None:
    def share(here: Scene) -> None:
        question = here.talk.question
        assert question is not None
        days = take(f"{key}-days")
        link, token = here.links.share(
            snapshot_of(question, here.talk.version_id, here.owner),
            card.title,
            take(f"{key}-kind", "frozen"),
            _audience(key),
            note=take(f"{key}-note", ""),
            ends_at=end_of_day(here.store.now(), days) if days else None,
            open_slot=take(f"{key}-slot"),
        )
        address = address_of(str(st.context.url or ""), f"r={token}")
        about = (question.hash, here.talk.version_id)
        st.session_state[f"{key}-made"] = _Made(about, address, link)

    do(share)


def _audience(key: str) -> Audience:
    """Whoever names somebody means those alone, whatever else is chosen."""
    people = [each.strip() for each in take(f"{key}-people", "").split(",") if each.strip()]
    groups = list(take(f"{key}-groups", ()))
    everyone = take(f"{key}-audience", "everyone") == "everyone" and not people and not groups
    return Audience(everyone, tuple(people), tuple(groups))


def _show_made(here: Scene, made: _Made, key: str) -> None:
    """The address is shown here and never again: only its fingerprint is stored."""
    t = here.speech.t
    st.markdown(t("Copy the link now. It is shown only here."))
    st.code(made.address, language=None, wrap_lines=True)
    kind = (
        t("The receiver always sees the latest figures.")
        if made.link.kind == "live"
        else t("The receiver sees these figures, and is told if they have changed.")
    )
    st.markdown(f"{kind} {escape(for_whom(made.link.audience, here.speech))}")
    st.markdown(t("You can withdraw it at any time under Links."))
    st.button(t("Make another link"), key=f"{key}-again", on_click=_again, args=(key,))


def _again(key: str) -> None:
    st.session_state.pop(f"{key}-made", None)
