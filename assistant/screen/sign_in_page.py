"""What is shown to somebody who has not signed in, where that is asked for."""

from __future__ import annotations

import streamlit as st

from assistant.screen.scene import Scene
from assistant.screen.visitor import providers, sign_in


def sign_in_page(here: Scene) -> None:
    t = here.speech.t
    st.subheader(t("Sign in"), anchor=False)
    if here.visitor.ended:
        st.info(t("You have been signed out. Sign in to go on where you were."))
    st.markdown(t("Your favourites, links and conversations are kept for you alone."))
    sign_in_buttons(here)


def sign_in_buttons(here: Scene) -> None:
    """One button for each provider. Pressing one (key ``sign-in-…``) keeps the address, so that one
    comes back to it."""
    names = providers()
    with st.container(horizontal=True, gap="small"):
        for name in names:
            text = here.speech.t("Sign in")
            st.button(
                text if len(names) == 1 or name is None else f"{text}: {name}",
                key=f"sign-in-{name or 'default'}",
                type="primary",
                icon=":material/login:",
                on_click=sign_in,
                args=(name,),
            )
