"""The page that a visitor sees."""

import streamlit as st

st.set_page_config(page_title="Områdesassistenten", layout="centered")
st.title("Områdesassistenten")
