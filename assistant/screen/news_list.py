"""What new data have done to one's own favourites and links: listed, told, and put aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from assistant.kept.favourites import Favourite
from assistant.kept.links import Link
from assistant.news import Summary
from assistant.screen.cards import snapshot_of
from assistant.screen.comparing import summaries_of
from assistant.screen.menus import escape
from assistant.screen.opening import open_favourite
from assistant.screen.scene import Scene, do
from assistant.versions import current_id
from assistant.wording.kept import changes, day
from semantic.errors import QuestionError
from semantic.question import read_question

SHOWN = 5


@dataclass(frozen=True)
class Item:
    """A favourite or a link that is not as it was."""

    kept: Favourite | Link
    summary: Summary
    when: datetime


def the_news(here: Scene) -> None:
    """Nothing where nothing has changed since the person last said that she had read it."""
    if here.talks.seen_version() == current_id():
        return
    items = news_of(here)
    if not items:
        return
    with st.container(border=True, key="news"):
        st.subheader(here.speech.t("Changed since last time"), anchor=False)
        for item in items[:SHOWN]:
            _item(item, here)
        if len(items) > SHOWN:
            more = len(items) - SHOWN
            st.markdown(here.speech.n("and {n} more", "and {n} more", more))
        st.button(here.speech.t("I have read this"), key="news-read", on_click=_read)


def news_of(here: Scene) -> list[Item]:
    """Those of the person's favourites and open links that changed; what says something else
    first."""
    favourites = here.favourites.all()
    links = [each for each in here.links.own() if each.state(here.store.now()) == "open"]
    kept: list[Favourite | Link] = [*favourites, *links]
    found = summaries_for(kept, here)
    items = [
        Item(each, summary, each.created_at if isinstance(each, Link) else each.seen_at)
        for each, summary in zip(kept, found, strict=True)
        if not summary.silent
    ]
    return sorted(items, key=lambda item: not item.summary.says)


def summaries_for(kept: list[Favourite | Link], here: Scene) -> list[Summary]:
    subjects = [(each.snapshot, each.question_hash, each.question_json) for each in kept]
    return summaries_of(subjects, here.store, here.owner)


def _item(item: Item, here: Scene) -> None:
    speech, each = here.speech, item.kept
    kind = speech.t("Shared link") if isinstance(each, Link) else speech.t("Favourite")
    said = changes(item.summary, day(item.when, speech), speech)
    mark = ":material/priority_high: " if item.summary.says else ""
    st.markdown(f"{mark}**{escape(each.title)}** ({kind}): {escape(' '.join(said))}")
    if isinstance(each, Favourite):
        st.button(
            speech.t("Open “{title}”", title=escape(each.title)),
            key=f"news-open-{each.id}",
            type="tertiary",
            icon=":material/arrow_forward:",
            on_click=open_favourite,
            args=(each.id,),
        )


def _read() -> None:
    """From now on changes are counted from today's figures."""

    def read(here: Scene) -> None:
        today = current_id()
        for each in here.favourites.all():
            try:
                question = read_question(each.question_json)
                here.favourites.seen(each.id, snapshot_of(question, today, here.owner))
            except QuestionError:
                continue
        here.talks.news_seen(today)

    do(read)
