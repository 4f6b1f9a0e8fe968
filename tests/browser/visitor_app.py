"""Serves the page about the visitor in the shell of the real app."""

from pathlib import Path

import streamlit as st

from assistant.screen.server import app_parts

app = st.App(Path(__file__).with_name("visitor_page.py"), **app_parts())
