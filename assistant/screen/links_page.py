"""The page of the links one has shared: for whom, how long, opened how often, and withdrawn."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assistant.kept.links import Link
from assistant.language import Speech
from assistant.news import Summary
from assistant.screen.answer_view import show_note
from assistant.screen.menus import escape
from assistant.screen.news_list import summaries_for
from assistant.screen.scene import Scene, do, say_what_was_done
from assistant.screen.state import keep
from assistant.screen.visitor import sign_out
from assistant.wording.kept import changes, day, for_whom, last_day, moment

PAGE = 20


def links_page(here: Scene) -> None:
    t = here.speech.t
    st.header(t("Shared links"), anchor=False)
    say_what_was_done(here)
    found = here.links.own()
    if not found:
        st.markdown(t("You have shared nothing yet. Ask a question and press “Share”."))
    pages = -(-len(found) // PAGE)
    page = (st.pagination(pages, key="links-page") or 1) if pages > 1 else 1
    shown = found[(page - 1) * PAGE : page * PAGE]
    for each, summary in zip(shown, summaries_for([*shown], here), strict=True):
        with st.container(border=True):
            _link(each, summary, here)
    _withdraw_every(here, sum(each.state(here.store.now()) == "open" for each in found))
    if here.visitor.sign_in:
        st.button(
            t("Sign out everywhere"),
            key="sign-out-everywhere",
            type="tertiary",
            icon=":material/logout:",
            on_click=partial(sign_out, everywhere=True),
        )
    keep(here.talk, here.visitor)


def _withdraw_every(here: Scene, count: int) -> None:
    """Asked once more: nothing brings a withdrawn link back."""
    if not count:
        return
    popover = st.popover(
        here.speech.t("Withdraw all links"),
        key="links-withdraw-all",
        type="tertiary",
        icon=":material/block:",
        on_change="rerun",
    )
    if popover.open:
        with popover:
            st.markdown(here.speech.t("A link that is withdrawn can never be opened again."))
            st.button(
                here.speech.n("Withdraw {n} link", "Withdraw {n} links", count),
                key="links-withdraw-all-sure",
                type="primary",
                on_click=_withdraw_all,
            )


def _link(each: Link, summary: Summary, here: Scene) -> None:
    speech, state = here.speech, each.state(here.store.now())
    st.markdown(f"**{escape(each.title)}**")
    show_note(each.note)
    st.markdown(escape(" · ".join(_facts(each, state, speech))))
    st.markdown(escape(for_whom(each.audience, speech)))
    if state != "open":
        return
    if said := changes(summary, day(each.created_at, speech), speech):
        st.warning(escape(" ".join(said)), icon=":material/update:")
    st.button(
        speech.t("Withdraw **{title}**", title=escape(each.title)),
        key=f"of-one-withdraw-{each.id}",
        icon=":material/block:",
        on_click=_withdraw,
        args=(each.id,),
    )


def _facts(each: Link, state: str, speech: Speech) -> list[str]:
    t = speech.t
    kinds = {"frozen": t("frozen figures"), "live": t("always the latest figures")}
    found = [
        t("shared {day}", day=moment(each.created_at, speech)),
        kinds[each.kind],
        speech.n("opened {n} time", "opened {n} times", each.opened)
        if each.opened
        else t("not opened yet"),
    ]
    if state == "withdrawn" and each.withdrawn_at is not None:
        found.append(t("withdrawn {day}", day=day(each.withdrawn_at, speech)))
    elif each.ends_at is not None:
        ends = last_day(each.ends_at, speech)
        found.append(t("ended {day}", day=ends) if state == "ended" else t("ends {day}", day=ends))
    return found


def _withdraw(identity: str) -> None:
    def withdraw(here: Scene) -> None:
        here.links.withdraw(identity)
        here.done(here.speech.t("The link is withdrawn. Nobody can open it any more."))

    do(withdraw)


def _withdraw_all() -> None:
    def withdraw(here: Scene) -> None:
        count = here.links.withdraw_all()
        here.done(here.speech.n("{n} link is withdrawn.", "{n} links are withdrawn.", count))

    do(withdraw)
