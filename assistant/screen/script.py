"""The page: who is here, which part of the app she is in, and what the address asks for.

A click in the open turn runs the fragment alone, however long the conversation has become.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from assistant.language import speech_for
from assistant.screen.addresses import follow_the_address
from assistant.screen.favourites_page import favourites_page
from assistant.screen.heading import heading
from assistant.screen.links_page import links_page
from assistant.screen.scene import Scene, as_far_as_kept, scene
from assistant.screen.shared_view import shared_result
from assistant.screen.sign_in_page import sign_in_page
from assistant.screen.style import STYLE
from assistant.screen.turns import conversation_page

TITLE = "Områdesassistenten"


def main() -> None:
    st.set_page_config(page_title=TITLE, layout="centered")
    here = scene()
    follow_the_address(here.talk)
    here = replace(here, speech=speech_for(here.talk.language))
    st.html(STYLE)
    place = here.talk.page if here.talk.token is None else "shared"
    st.html(f'<span data-app-lang="{here.speech.language}" data-app-place="{place}"></span>')
    heading(here, TITLE)
    with as_far_as_kept(here):
        _page(here)


def _page(here: Scene) -> None:
    """Whoever has not signed in, where that is asked for, sees shared results only."""
    if here.talk.token is not None:
        shared_result(here, here.talk.token)
    elif not here.knows_her:
        sign_in_page(here)
    elif here.talk.page == "favourites":
        favourites_page(here)
    elif here.talk.page == "links":
        links_page(here)
    else:
        conversation_page(here)


main()
