"""What can be done with one favourite: rename, move, pin, duplicate, delete, restore a revision."""

from __future__ import annotations

import streamlit as st

from assistant.kept.favourites import Favourite, Revision
from assistant.kept.folders import Folder
from assistant.kept.texts import LONGEST_NOTE, LONGEST_TITLE
from assistant.language import Speech, mark
from assistant.screen.cards import snapshot_of
from assistant.screen.menus import escape
from assistant.screen.scene import DELETED, Scene, do, say_what_was_done, take
from assistant.versions import current_id
from assistant.wording.kept import day
from semantic.question import read_question

_WHY = {
    "saved": mark("saved"),
    "duplicated": mark("duplicated"),
    "edited": mark("new name or note"),
    "question": mark("new question"),
    "restored": mark("restored"),
    "imported": mark("brought in from a file"),
}


def favourite_menu(
    each: Favourite, folders: list[Folder], here: Scene, before: str | None, after: str | None
) -> None:
    """``before`` and ``after`` are its neighbours in the order, None where it cannot move so."""
    key = f"of-one-change-{each.id}"
    popover = st.popover(
        here.speech.t("Change **{title}**", title=escape(each.title)),
        key=key,
        type="tertiary",
        icon=":material/edit:",
        on_change="rerun",
    )
    if not popover.open:
        return
    with popover:
        say_what_was_done(here)
        _words(each, here, key)
        _place(each, folders, here, key)
        _moves(each, here, key, before, after)
        _revisions(each, here, key)


def _words(each: Favourite, here: Scene, key: str) -> None:
    t = here.speech.t
    with st.form(f"{key}-form", border=False):
        st.text_input(t("Name"), value=each.title, max_chars=LONGEST_TITLE, key=f"{key}-title")
        st.text_area(
            t("Note (only you see it)"),
            value=each.note,
            max_chars=LONGEST_NOTE,
            key=f"{key}-note",
            height=80,
        )
        st.form_submit_button(t("Save"), type="primary", on_click=_edit, args=(each.id, key))


def _edit(identity: str, key: str) -> None:
    def edit(here: Scene) -> None:
        here.favourites.edit(identity, take(f"{key}-title", ""), take(f"{key}-note", ""))
        st.session_state[key] = False
        here.done(here.speech.t("The favourite is changed."))

    do(edit)


def _place(each: Favourite, folders: list[Folder], here: Scene, key: str) -> None:
    t = here.speech.t
    st.checkbox(
        t("Pin to the start page"),
        value=each.pinned,
        key=f"{key}-pin",
        on_change=_pin,
        args=(each.id, f"{key}-pin"),
    )
    if not folders:
        return
    names = {folder.id: folder.name for folder in folders}
    choices = [None, *names]
    none = t("No folder")
    st.selectbox(
        t("Folder"),
        choices,
        index=choices.index(each.folder) if each.folder in choices else 0,
        format_func=lambda folder: names[folder] if folder else none,
        key=f"{key}-folder",
        on_change=_move,
        args=(each.id, f"{key}-folder"),
    )


def _pin(identity: str, key: str) -> None:
    do(lambda here: here.favourites.pin(identity, bool(take(key))))


def _move(identity: str, key: str) -> None:
    do(lambda here: here.favourites.move(identity, take(key)))


def _moves(each: Favourite, here: Scene, key: str, before: str | None, after: str | None) -> None:
    t = here.speech.t
    with st.container(horizontal=True, gap="small"):
        if before is not None:
            st.button(t("Move up"), key=f"{key}-up", on_click=_swap, args=(each.id, before))
        if after is not None:
            st.button(t("Move down"), key=f"{key}-down", on_click=_swap, args=(after, each.id))
        st.button(t("Make a copy"), key=f"{key}-copy", on_click=_duplicate, args=(each, key))
        st.button(
            t("Delete"),
            key=f"{key}-delete",
            icon=":material/delete:",
            on_click=_delete,
            args=(each,),
        )


def _swap(first: str, second: str) -> None:
    do(lambda here: here.favourites.put_before(first, second))


def _duplicate(each: Favourite, key: str) -> None:
    def duplicate(here: Scene) -> None:
        title = here.speech.t("{title} (copy)", title=each.title[: LONGEST_TITLE - 10])
        here.favourites.duplicate(each.id, title)
        st.session_state[key] = False
        here.done(here.speech.t("There is a copy now."))

    do(duplicate)


def _delete(each: Favourite) -> None:
    def delete(here: Scene) -> None:
        here.favourites.delete(each.id)
        st.session_state.setdefault(DELETED, {})[each.id] = (each.title, each.place)

    do(delete)


def _revisions(each: Favourite, here: Scene, key: str) -> None:
    """Every definition it has had, newest first; an earlier one can be brought back."""
    found = here.favourites.revisions(each.id)
    if len(found) < 2:
        return
    heading = here.speech.t("Earlier versions")
    st.markdown(f"**{escape(heading)}**")
    for revision in found:
        st.markdown(escape(_told(revision, here.speech)))
        if revision.number != each.revision:
            st.button(
                here.speech.t("Restore version {n}", n=revision.number),
                key=f"{key}-restore-{revision.number}",
                on_click=_restore,
                args=(each.id, revision, key),
            )


def _told(revision: Revision, speech: Speech) -> str:
    by = revision.changed_by or speech.t("you")
    why = speech.t(_WHY.get(revision.why, revision.why))
    when = day(revision.changed_at, speech)
    return f"{revision.number}. {revision.title} ({why}, {when}, {by})"


def _restore(identity: str, revision: Revision, key: str) -> None:
    """The earlier question is run before it is brought back."""

    def restore(here: Scene) -> None:
        question = read_question(revision.question_json)
        snapshot = snapshot_of(question, current_id(), here.owner)
        here.favourites.restore(identity, revision.number, snapshot)
        st.session_state[key] = False
        here.done(here.speech.t("The earlier version is back."))

    do(restore)
