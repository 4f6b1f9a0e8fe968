"""One result on the screen: sentence, picture or map, table, how it was counted, downloads.

Everything is made from the same `Card`, so that all of it says the same thing, whether the card was
made just now or frozen long ago.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape as html_escape

import streamlit as st

from assistant.cards import Card, ShownMap
from assistant.export import csv_bytes, xlsx_bytes
from assistant.language import Speech
from assistant.screen.map import AreaClass, area_map
from assistant.screen.map_words import map_labels
from assistant.screen.menus import escape
from assistant.screen.shapes_route import shapes_url
from assistant.sheets import Sheet
from assistant.tables import Table, to_html
from data.geography import LEVELS as MAPPED_LEVELS
from data.geography import shapes_digest

FIRST_ROWS = 12
WHOLE_ROWS = 20
"""A table of up to so many rows is shown whole; of a longer one, the first."""


@dataclass(frozen=True)
class Place:
    """Where a result stands. ``turn`` names the turn; within it the map stays the same one, so that
    another answer only changes the colours of its areas. ``address`` leads back to the result."""

    turn: str
    address: str

    def key(self, card: Card) -> str:
        return f"{self.turn}-{card.question_hash}"


def show_result(card: Card, sheet: Callable[[], Sheet], speech: Speech, place: Place) -> str | None:
    """Draw the whole result; the code of an area that was pressed on the map, if any."""
    key = place.key(card)
    _announce(card, key)
    show_sentence(card.sentence, card.example)
    for text in card.notices:
        st.markdown(f":material/info: {escape(text)}")
    pressed = _picture(card, speech, key, f"{place.turn}-map")
    if card.table is not None:
        _table(card.table, speech, key)
    if card.transitions is not None:
        _transitions(card.transitions, speech, key)
    st.html(f'<p class="oa-source">{html_escape(card.source)}</p>')
    _how_it_was_counted(card, speech, key)
    if card.table is not None:
        _downloads(card, sheet, speech, key, place.address)
    return pressed


def show_sentence(text: str, example: str) -> None:
    """``example`` is the mark of invented figures, empty for official ones."""
    paragraphs = "".join(f"<p>{html_escape(each)}</p>" for each in text.split("\n") if each)
    badge = f'<p class="oa-example">{html_escape(example)}</p>' if example else ""
    st.html(f'<div class="oa-sentence">{badge}{paragraphs}</div>')


def show_note(text: str) -> None:
    """What somebody wrote, with its lines, shown as it stands: no sign in it means anything."""
    if text:
        st.html(f'<p class="oa-note">{html_escape(text)}</p>')


def _announce(card: Card, key: str) -> None:
    announce(f"{key}-{card.question_hash}-{card.language}", card.announcement)


def announce(identity: str, text: str) -> None:
    """Have ``text`` read aloud once; a new ``identity`` makes the same words news again."""
    st.html(
        f'<div class="app-announce" data-announce-id="{html_escape(identity)}">'
        f"{html_escape(text)}</div>"
    )


def _picture(card: Card, speech: Speech, key: str, map_key: str) -> str | None:
    """Chart or map; a switch where there are both."""
    shown = card.map if card.map is not None and card.map.level in MAPPED_LEVELS else None
    if shown is not None and shown.shapes != shapes_digest(shown.level):
        shown = None
        st.markdown(
            speech.t("The map is left out: the areas have other borders now than it was made for.")
        )
    on_map = shown is not None
    if shown is not None and card.chart is not None:
        chosen = st.segmented_control(
            speech.t("Show as"),
            ("map", "chart") if shown.first else ("chart", "map"),
            default="map" if shown.first else "chart",
            required=True,
            format_func=lambda each: speech.t("Map") if each == "map" else speech.t("Chart"),
            key=f"{key}-picture",
        )
        on_map = chosen == "map"
    if on_map and shown is not None:
        return _map(shown, card.title, speech, map_key)
    if card.chart is not None:
        drawn = dict(card.chart)
        st.vega_lite_chart(
            drawn,
            width="stretch",
            theme=None,
            alt=drawn.pop("description"),
            key=f"{key}-chart",
        )
    return None


def _map(shown: ShownMap, title: str, speech: Speech, key: str) -> str | None:
    if shown.note:
        st.markdown(f":material/info: {escape(shown.note)}")
    return area_map(
        level=shown.level,
        shapes_url=shapes_url(shown.level, shapes_digest),
        classes=[
            AreaClass(label=each.label, colour=each.colour, pattern=each.pattern)
            for each in shown.classes
        ],
        area_class=shown.area_class,
        tooltip=shown.tooltip,
        within=shown.within,
        selected=None,
        marked=shown.marked,
        alt=speech.t("Map: {title}. The same figures are in the table below.", title=title),
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


def _transitions(table: Table, speech: Speech, place: str) -> None:
    key = f"{place}-transitions"
    body = st.expander(speech.t("All areas: from which type to which"), key=key, on_change="rerun")
    if body.open:
        with body:
            st.html(to_html(table))


def _how_it_was_counted(card: Card, speech: Speech, place: str) -> None:
    key = f"{place}-how"
    body = st.expander(speech.t("How we counted"), key=key, on_change="rerun")
    if not body.open:
        return
    with body:
        for line in card.details:
            st.markdown(f"- {escape(line)}")
        if card.sql:
            st.markdown(speech.t("The question to the database (SQL):"))
            # The colours that the framework gives to SQL lack contrast.
            st.code(card.sql, language=None, wrap_lines=True)


def _downloads(
    card: Card, sheet: Callable[[], Sheet], speech: Speech, key: str, address: str
) -> None:
    name = f"omradesassistenten-{card.question_hash}"
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            speech.t("Download as CSV"),
            data=lambda: csv_bytes(sheet()),
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
            key=f"{key}-csv",
        )
        st.download_button(
            speech.t("Download as Excel"),
            data=lambda: xlsx_bytes(sheet(), address),
            file_name=f"{name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            key=f"{key}-xlsx",
        )


def address_of(base: str, query: str) -> str:
    """The whole address that leads back to a question: where the app is, and its parameters."""
    return f"{base_of(base)}?{query}"


def base_of(address: str) -> str:
    """Where the app is, without parameters."""
    bare = address.split("?", 1)[0]
    return bare if bare.count("/") > 2 else f"{bare}/"
