"""The top of every page: the name of the app, its pages, the language and who is signed in."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from assistant.conversation import Page
from assistant.language import Speech
from assistant.screen.addresses import keep_the_address
from assistant.screen.menus import escape
from assistant.screen.scene import Scene
from assistant.screen.visitor import sign_out
from assistant.wording import example_banner

_ICONS: Mapping[Page, str] = {"ask": "forum", "favourites": "star", "links": "link"}


def heading(here: Scene, title: str) -> None:
    talk, speech = here.talk, here.speech
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False)
        other = "en" if speech.language == "sv" else "sv"
        name = "English" if other == "en" else "Svenska"
        st.button(name, key="language", type="tertiary", on_click=talk.speak, args=(other,))
    if here.knows_her:
        _pages(here)
    if talk.version.example_data and talk.token is None:
        st.html(f'<p class="oa-example oa-wide">{example_banner(speech)}</p>')
    if talk.token is not None or talk.page != "ask":
        keep_the_address(talk)


def _pages(here: Scene) -> None:
    now = here.talk.page if here.talk.token is None else None
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="pages"):
        for page, icon in _ICONS.items():
            st.button(
                page_name(page, here.speech),
                key=f"page-{page}",
                icon=f":material/{icon}:",
                type="primary" if page == now else "tertiary",
                on_click=here.go,
                args=(page,),
            )
        if here.visitor.sign_in:
            st.markdown(escape(here.visitor.person.name))
            st.button(
                here.speech.t("Sign out"),
                key="sign-out",
                icon=":material/logout:",
                type="tertiary",
                on_click=sign_out,
            )


def page_name(page: Page, speech: Speech) -> str:
    names = {
        "ask": speech.t("Ask"),
        "favourites": speech.t("Favourites"),
        "links": speech.t("Links"),
    }
    return names[page]
