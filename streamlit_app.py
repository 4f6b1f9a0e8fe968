"""Starts Områdesassistenten: `streamlit run streamlit_app.py`, or any ASGI server with `app`."""

import streamlit as st

from assistant.screen.server import SCRIPT, app_parts
from assistant.screen.warm_up import load_libraries

app = st.App(SCRIPT, **app_parts(warm_up=load_libraries))
