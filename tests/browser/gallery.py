"""A page with one of everything the framework draws for us, to try the shell against."""

import pandas as pd
import streamlit as st

st.set_page_config(page_title="Galleri", layout="wide")
table = pd.DataFrame({"Område": ["Aröd", "Örby"], "Andel": [12.5, 30.0]})
pets = ["hund", "katt", "råtta"]

st.title("Galleri")
language = "en" if st.toggle("In English") else "sv"
st.html(f'<span data-app-lang="{language}"></span>')
st.caption("En liten text i grått")
runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.markdown(f"Körning nummer {runs}")
st.markdown("Clear all")
st.selectbox("Ett djur", pets, index=None, help="Välj ett djur")
st.multiselect("Flera djur", pets, default=["hund"], select_all=True)
st.pills("Taggar", pets, default="katt")
st.segmented_control("Läge", pets, default="råtta")
st.text_input("Namn", key="name", max_chars=20)
st.text_input("Sök", type="search")
st.number_input("Antal", min_value=1, max_value=10)
st.pagination(5, key="page")
if st.button("Räkna"):
    st.html(f'<div class="app-announce" data-announce-id="{runs}">Svar klart: 2 rader</div>')
if st.button("Krascha"):
    raise RuntimeError("hemlig detalj")
with st.expander("Mer"):
    st.write("Innehåll")
first, second = st.tabs(["Diagram", "Tabell"])
with first:
    st.vega_lite_chart(
        {
            "data": {"values": table.to_dict("records")},
            "mark": {"type": "bar", "tooltip": True},
            "transform": [{"calculate": "datum.Andel * 2", "as": "dubbelt"}],
            "encoding": {
                "x": {"field": "Område", "type": "nominal"},
                "y": {"field": "dubbelt", "type": "quantitative", "axis": {"format": ".1f"}},
            },
        },
        alt="Stapeldiagram",
    )
with second:
    st.table(table)
st.dataframe(table, key="grid")
st.download_button("Ladda ned", "a;b", file_name="a.csv")
with st.popover("Visa"):
    st.write("Innehåll")
with st.chat_message("user"):
    st.write("Hur många?")
with st.chat_message("assistant"):
    st.write("Två.")
with st.status("Klart", state="complete"):
    st.write("Allt gick bra")
st.info("En upplysning")
box = st.components.v2.component(
    "gallery_box",
    html="<p id='box'></p>",
    css="#box{color:#0b4f8a}",
    js="export default ({parentElement, data}) => "
    "{ parentElement.querySelector('#box').textContent = data.word }",
)
box(data={"word": "Komponenten lever"})
with st.bottom:
    st.chat_input("Skriv en fråga")
