"""Starts Områdesassistenten: `streamlit run streamlit_app.py`, or any ASGI server with `app`."""

import streamlit as st

from assistant.screen.server import SCRIPT, app_parts, map_routes
from assistant.screen.warm_up import warm_up

app = st.App(SCRIPT, **app_parts(routes=map_routes(), warm_up=warm_up))
