"""Shows who the visitor is, in which tab, and the ways in and out; nothing else."""

import streamlit as st

from assistant.screen.visitor import providers, sign_in, sign_out, visitor

here = visitor()
st.html('<span data-app-lang="sv"></span>')
st.html(f'<p id="person">{here.person.name or "–"}</p><p id="tab">{here.tab or "–"}</p>')
st.html(f'<p id="groups">{" ".join(sorted(here.person.groups)) or "–"}</p>')
st.html(f'<p id="email">{here.person.email or "–"}</p>')
st.html(f'<p id="owns">{here.person.id or "–"}</p>')
st.button("Klicka")
if here.signed_in:
    if st.button("Logga ut"):
        sign_out()
    if st.button("Logga ut överallt"):
        sign_out(everywhere=True)
elif here.sign_in:
    if here.ended:
        st.html('<p id="ended">Inloggningen har upphört.</p>')
    for provider in providers():
        if st.button("Logga in", key=f"sign-in-{provider}"):
            sign_in(provider)
