"""Favourites out to a file and in from one."""

from __future__ import annotations

import streamlit as st

from assistant.kept.favourites_file import LARGEST_FILE, Imported, export_file, import_file
from assistant.language import Speech
from assistant.screen.cards import snapshot_of
from assistant.screen.menus import escape
from assistant.screen.scene import Scene, do, take
from assistant.versions import current_id, opened
from assistant.wording import refusal

FILE = "favoriter.json"
MOST_TOLD = 10


def files(here: Scene) -> None:
    t = here.speech.t
    body = st.expander(t("To and from a file"), key="files", on_change="rerun")
    if not body.open:
        return
    with body:
        st.download_button(
            t("Download your favourites"),
            data=lambda: here.if_still_here(lambda: export_file(here.favourites)),
            file_name=FILE,
            mime="application/json",
            on_click="ignore",
            key="files-out",
        )
        st.file_uploader(
            t("Bring in favourites from a file"),
            type=["json"],
            max_upload_size=LARGEST_FILE // 1_000_000,
            key="files-in",
        )
        st.button(
            t("Bring them in"),
            key="files-read",
            disabled=take("files-in") is None,
            on_click=_bring_in,
        )
        for line in st.session_state.pop("files-told", ()):
            st.markdown(f"- {escape(line)}")


def _bring_in() -> None:
    def bring_in(here: Scene) -> None:
        content = take("files-in").getvalue()
        version = current_id()
        found = import_file(
            here.favourites,
            here.folders,
            content,
            lambda question: snapshot_of(question, version, here.owner),
        )
        here.done(_counted(found, here.speech))
        st.session_state["files-told"] = [
            f"{title}: {refusal(error, opened(version), here.speech)}"
            for title, error in found.refused[:MOST_TOLD]
        ]

    do(bring_in)


def _counted(found: Imported, speech: Speech) -> str:
    said = [speech.n("{n} favourite brought in.", "{n} favourites brought in.", found.saved)]
    if found.already_there:
        said.append(
            speech.n("{n} was there already.", "{n} were there already.", found.already_there)
        )
    if found.refused:
        said.append(
            speech.n(
                "{n} cannot be answered and was left out.",
                "{n} cannot be answered and were left out.",
                len(found.refused),
            )
        )
    return " ".join(said)
