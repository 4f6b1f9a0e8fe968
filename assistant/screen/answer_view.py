"""One answer on the screen: sentence, picture or map, table, how it was counted, downloads.

Everything is made from the same `Card`, so that all of it says the same thing.
"""

from __future__ import annotations

from html import escape as html_escape

import streamlit as st

from assistant.export import csv_bytes, xlsx_bytes
from assistant.language import Speech
from assistant.pictures import picture_of
from assistant.screen.cards import Card
from assistant.screen.map import AreaClass, area_map
from assistant.screen.map_words import map_labels
from assistant.screen.menus import escape
from assistant.screen.shapes_route import shapes_url
from assistant.tables import Table, to_html
from assistant.wording import example_banner
from data.geography import LEVELS as MAPPED_LEVELS
from data.geography import shapes_digest

FIRST_ROWS = 12
WHOLE_ROWS = 20
"""A table of up to so many rows is shown whole; of a longer one, the first."""


def show_answer(card: Card, speech: Speech, turn: str, address: str) -> str | None:
    """Draw the whole answer; the code of an area that was pressed on the map, if any.

    ``turn`` names the open turn; within it the map stays the same one, so that another answer only
    changes the colours of its areas.
    """
    place = f"{turn}-{card.answer.question.hash}"
    _announce(card, speech, place)
    show_sentence(card.sentence, card.answer.example_data, speech)
    for text in card.notices:
        st.markdown(f":material/info: {escape(text)}")
    pressed = _picture(card, speech, place, f"{turn}-map")
    if card.table is not None:
        _table(card.table, speech, place)
    _source_line(card, speech)
    _how_it_was_counted(card, speech, place)
    _downloads(card, speech, place, address)
    return pressed


def show_sentence(text: str, example_data: bool, speech: Speech) -> None:
    paragraphs = "".join(f"<p>{html_escape(each)}</p>" for each in text.split("\n") if each)
    badge = ""
    if example_data:
        badge = f'<p class="oa-example">{html_escape(example_banner(speech))}</p>'
    st.html(f'<div class="oa-sentence">{badge}{paragraphs}</div>')


def _announce(card: Card, speech: Speech, place: str) -> None:
    count = len(card.answer.rows)
    text = speech.n("Answer ready: {n} row", "Answer ready: {n} rows", count)
    identity = f"{place}-{card.answer.question.hash}-{speech.language}"
    st.html(
        f'<div class="app-announce" data-announce-id="{html_escape(identity)}">'
        f"{html_escape(text)}. {html_escape(card.sentence)}</div>"
    )


def _picture(card: Card, speech: Speech, place: str, map_key: str) -> str | None:
    """Chart or map; a switch where there are both."""
    level = card.answer.resolved.level
    has_map = card.map is not None and level in MAPPED_LEVELS
    if has_map and card.chart is not None:
        map_first = picture_of(card.answer).main == "map"
        chosen = st.segmented_control(
            speech.t("Show as"),
            ("map", "chart") if map_first else ("chart", "map"),
            default="map" if map_first else "chart",
            required=True,
            format_func=lambda each: speech.t("Map") if each == "map" else speech.t("Chart"),
            key=f"{place}-picture",
        )
        has_map = chosen == "map"
    if has_map:
        return _map(card, speech, map_key)
    if card.chart is not None:
        drawn = dict(card.chart)
        st.vega_lite_chart(
            drawn,
            width="stretch",
            theme=None,
            alt=drawn.pop("description"),
            key=f"{place}-chart",
        )
    return None


def _map(card: Card, speech: Speech, key: str) -> str | None:
    shown = card.map
    assert shown is not None
    resolved = card.answer.resolved
    if card.borders.note:
        st.markdown(f":material/info: {escape(card.borders.note)}")
    return area_map(
        level=resolved.level,
        shapes_url=shapes_url(resolved.level, shapes_digest),
        classes=[
            AreaClass(label=each.label, colour=each.colour, pattern=each.pattern)
            for each in shown.classes
        ],
        area_class=shown.area_class,
        tooltip=shown.tooltip,
        within=resolved.codes or resolved.within,
        selected=None,
        marked=sorted({*shown.marked, *card.borders.marked}),
        alt=speech.t("Map: {title}. The same figures are in the table below.", title=card.title),
        labels=map_labels(shown.title, shown.rest, speech),
        rest_is_missing=shown.rest_is_missing,
        key=key,
    )


def _table(table: Table, speech: Speech, place: str) -> None:
    rows = len(table.rows) - table.pinned
    key = f"{place}-all-rows"
    if rows > WHOLE_ROWS and not st.session_state.get(key, False):
        st.html(to_html(table, first=FIRST_ROWS))
        st.button(
            speech.t("Show all {n} rows", n=speech.whole(rows)),
            key=f"{place}-more",
            on_click=st.session_state.update,
            args=({key: True},),
        )
        return
    page = 1
    if table.pages > 1:
        page = st.pagination(table.pages, key=f"{place}-page") or 1
    st.html(to_html(table, page=page))


def _source_line(card: Card, speech: Speech) -> None:
    answer = card.answer
    titles = list(dict.fromkeys(f"{each.publisher}, {each.title}" for each in answer.sources))
    parts = [
        speech.t("Source: {sources}", sources="; ".join(titles)) if titles else "",
        speech.t("Data version {id}, {date}", id=answer.version_id, date=answer.created[:10]),
    ]
    text = " · ".join(part for part in parts if part)
    st.html(f'<p class="oa-source">{html_escape(text)}</p>')


def _how_it_was_counted(card: Card, speech: Speech, place: str) -> None:
    key = f"{place}-how"
    body = st.expander(speech.t("How we counted"), key=key, on_change="rerun")
    if not body.open:
        return
    with body:
        for line in card.details:
            st.markdown(f"- {escape(line)}")
        if card.answer.statements:
            st.markdown(speech.t("The question to the database (SQL):"))
            st.code(card.answer.sql, language="sql", wrap_lines=True)


def _downloads(card: Card, speech: Speech, place: str, address: str) -> None:
    if card.table is None:
        return
    name = f"omradesassistenten-{card.answer.question.hash}"
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            speech.t("Download as CSV"),
            data=lambda: csv_bytes(card.answer, speech),
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
            key=f"{place}-csv",
        )
        st.download_button(
            speech.t("Download as Excel"),
            data=lambda: xlsx_bytes(card.answer, speech, address, card.title, card.notices),
            file_name=f"{name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            key=f"{place}-xlsx",
        )


def address_of(base: str, query: str) -> str:
    """The whole address that leads back to a question: where the app is, and its parameters."""
    return f"{base.split('?', 1)[0]}?{query}"
