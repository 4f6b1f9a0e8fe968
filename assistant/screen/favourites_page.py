"""The page of one's favourites: found, opened, put in order, changed, and brought back."""

from __future__ import annotations

import streamlit as st

from assistant.kept.favourites import Favourite, Order
from assistant.kept.folders import Folder
from assistant.language import Speech
from assistant.news import Summary
from assistant.screen.answer_view import show_note
from assistant.screen.favourite_menu import favourite_menu
from assistant.screen.favourites_files import files
from assistant.screen.menus import escape
from assistant.screen.news_list import summaries_for
from assistant.screen.opening import open_favourite
from assistant.screen.scene import DELETED, Scene, do, say_what_was_done, take
from assistant.screen.state import keep
from assistant.sentences import question_in_words
from assistant.time_modes import time_in_words
from assistant.wording.kept import changes, day
from semantic.errors import QuestionError
from semantic.question import read_question

PAGE = 20
_DRAWN = "favourites-undo-drawn"


def favourites_page(here: Scene) -> None:
    t = here.speech.t
    st.header(t("Favourites"), anchor=False)
    st.session_state[_DRAWN] = set()
    say_what_was_done(here)
    folders = here.folders.all()
    every = here.favourites.all()
    if not every:
        _undo(here, last=None)
        st.markdown(
            t("You have no favourites yet. Ask a question and press “Save as a favourite”.")
        )
    else:
        _list(here, folders)
    _folders(here, folders)
    files(here)
    keep(here.talk, here.visitor)


def _list(here: Scene, folders: list[Folder]) -> None:
    search, order, folder = _choices(here.speech, folders)
    found = here.favourites.all(search, order)
    if folder is not None:
        found = [each for each in found if each.folder == folder]
    if not found:
        st.markdown(here.speech.t("Nothing matches. Try a shorter part of the name."))
        return
    pages = -(-len(found) // PAGE)
    page = (st.pagination(pages, key="favourites-page") or 1) if pages > 1 else 1
    shown = found[(page - 1) * PAGE : page * PAGE]
    names = {each.id: each.name for each in folders}
    for each, summary in zip(shown, summaries_for([*shown], here), strict=True):
        _undo(here, last=each.place)
        with st.container(border=True):
            _favourite(each, summary, names.get(each.folder or ""), here)
            _menu(each, found, folders, here, movable=order == "own" and not search)
    _undo(here, last=None)


def _choices(speech: Speech, folders: list[Folder]) -> tuple[str, Order, str | None]:
    t = speech.t
    orders: dict[Order, str] = {
        "own": t("My own order"),
        "title": t("By name"),
        "newest": t("Newest first"),
    }
    names = {each.id: each.name for each in folders}
    columns = st.columns([3, 2, 2] if folders else [3, 2])
    search = columns[0].text_input(
        t("Search among favourites"),
        key="favourites-search",
        max_chars=80,
        type="search",
        live="300ms",
    )
    order = columns[1].selectbox(
        t("Order"), list(orders), format_func=lambda each: orders[each], key="favourites-order"
    )
    if not folders:
        return search, order, None
    every = t("All folders")
    chosen = columns[2].selectbox(
        t("Folder"),
        [None, *names],
        format_func=lambda each: names[each] if each else every,
        key="favourites-folder",
    )
    return search, order, chosen


def _favourite(each: Favourite, summary: Summary, folder: str | None, here: Scene) -> None:
    speech = here.speech
    st.button(
        escape(each.title),
        key=f"favourite-{each.id}",
        icon=":material/keep:" if each.pinned else ":material/star:",
        on_click=open_favourite,
        args=(each.id,),
    )
    show_note(each.note)
    asked = _asked(each, here)
    if asked and asked != each.title:
        st.markdown(escape(asked))
    facts = [
        folder or "",
        _time(each, speech),
        speech.t("changed {day}", day=day(each.changed_at, speech)),
    ]
    st.markdown(escape(" · ".join(fact for fact in facts if fact)))
    if said := changes(summary, day(each.seen_at, speech), speech):
        st.warning(escape(" ".join(said)), icon=":material/update:")


def _asked(each: Favourite, here: Scene) -> str:
    """The question in words; nothing where it can no longer be put in words."""
    try:
        question = read_question(each.question_json)
        return question_in_words(question, here.talk.version, here.speech)
    except (QuestionError, KeyError):
        return ""


def _time(each: Favourite, speech: Speech) -> str:
    try:
        return time_in_words(read_question(each.question_json), speech)
    except QuestionError:
        return speech.t("The question can no longer be read.")


def _menu(
    each: Favourite, found: list[Favourite], folders: list[Folder], here: Scene, *, movable: bool
) -> None:
    """With its neighbours among the pinned or the others: those it can change places with."""
    group = [other for other in found if other.pinned == each.pinned]
    spot = [other.id for other in group].index(each.id)
    before = group[spot - 1].id if movable and spot > 0 else None
    after = group[spot + 1].id if movable and spot + 1 < len(group) else None
    favourite_menu(each, folders, here, before, after)


def _folders(here: Scene, folders: list[Folder]) -> None:
    t = here.speech.t
    body = st.expander(t("Folders"), key="folders", on_change="rerun")
    if not body.open:
        return
    with body:
        for place, each in enumerate(folders):
            _folder(each, here, first=place == 0)
        with st.form("folders-new", border=False, clear_on_submit=True):
            st.text_input(t("New folder"), max_chars=120, key="folders-new-name")
            st.form_submit_button(t("Add"), on_click=_add_folder)


def _folder(each: Folder, here: Scene, *, first: bool) -> None:
    t, key = here.speech.t, f"folder-{each.id}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(t("Name of the folder"), value=each.name, max_chars=120, key=f"{key}-name")
        st.button(t("Rename"), key=f"{key}-rename", on_click=_rename_folder, args=(each.id,))
        if not first:
            st.button(t("Put first"), key=f"{key}-first", on_click=_put_first, args=(each.id,))
        st.button(
            t("Remove the folder"), key=f"{key}-remove", on_click=_remove_folder, args=(each.id,)
        )


def _add_folder() -> None:
    do(lambda here: here.folders.add(take("folders-new-name", "")))


def _rename_folder(identity: str) -> None:
    do(lambda here: here.folders.rename(identity, take(f"folder-{identity}-name", "")))


def _put_first(identity: str) -> None:
    do(lambda here: here.folders.order([identity]))


def _remove_folder(identity: str) -> None:
    def remove(here: Scene) -> None:
        here.folders.remove(identity)
        here.done(here.speech.t("The folder is removed. Its favourites are still there."))

    do(remove)


def _undo(here: Scene, last: int | None) -> None:
    """What was deleted on this visit comes back at one press, where it stood: those whose place was
    before ``last`` and that have not been drawn in this run, or all that are left."""
    deleted, drawn = st.session_state.get(DELETED, {}), st.session_state.setdefault(_DRAWN, set())
    for identity, (title, place) in deleted.items():
        if identity in drawn or (last is not None and place > last):
            continue
        drawn.add(identity)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(here.speech.t("“{title}” is deleted.", title=escape(title)))
            st.button(
                here.speech.t("Undo **{title}**", title=escape(title)),
                key=f"of-one-undo-{identity}",
                icon=":material/undo:",
                on_click=_undelete,
                args=(identity,),
            )


def _undelete(identity: str) -> None:
    def undelete(here: Scene) -> None:
        here.favourites.undelete(identity)
        st.session_state.get(DELETED, {}).pop(identity, None)

    do(undelete)
