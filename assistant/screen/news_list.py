"""What new data have done to one's own favourites and links: listed, told, and put aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from assistant.kept.checks import Checks
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
    items = news_of(here)
    if not items:
        return
    with st.container(border=True, key="news"):
        st.subheader(here.speech.t("Changed since last time"), anchor=False)
        for item in items[:SHOWN]:
            _item(item, here)
        if len(items) > SHOWN:
            _more(items[SHOWN:], here)
        st.button(here.speech.t("I have read this"), key="news-read", on_click=_read)


def _more(items: list[Item], here: Scene) -> None:
    text = here.speech.n("Show {n} more", "Show {n} more", len(items))
    body = st.expander(text, key="news-more", on_change="rerun")
    if body.open:
        with body:
            for item in items:
                _item(item, here)


def news_of(here: Scene) -> list[Item]:
    """The person's favourites and open links that changed; what says something else first.

    A favourite is compared with what she last saw of it. A link keeps what was shared, so it is
    news only when it compares otherwise than on the data version she has read the news of.
    """
    kept: list[Favourite | Link] = [
        *here.favourites.all(),
        *(each for each in here.links.own() if each.state(here.store.now()) == "open"),
    ]
    found = summaries_for(kept, here)
    read = _read_before(kept, here)
    items = [
        Item(each, summary, each.created_at if isinstance(each, Link) else each.seen_at)
        for each, summary in zip(kept, found, strict=True)
        if not summary.silent and (isinstance(each, Favourite) or read.get(each.id) != summary)
    ]
    return sorted(items, key=lambda item: not (item.summary.says or item.summary.refused))


def _read_before(kept: list[Favourite | Link], here: Scene) -> dict[str, Summary]:
    """How each link compared with the data version whose news the person has read."""
    version = here.talks.seen_version()
    links = [each for each in kept if isinstance(each, Link)]
    if version is None or not links:
        return {}
    known = Checks(here.store, version).known((each.snapshot, each.question_hash) for each in links)
    return {
        each.id: Summary.model_validate_json(known[each.snapshot, each.question_hash])
        for each in links
        if (each.snapshot, each.question_hash) in known
    }


def summaries_for(kept: list[Favourite | Link], here: Scene) -> list[Summary]:
    subjects = [(each.snapshot, each.question_hash, each.question_json) for each in kept]
    return summaries_of(subjects, here.store, here.owner)


def _item(item: Item, here: Scene) -> None:
    speech, each = here.speech, item.kept
    kind = speech.t("Shared link")
    said = changes(item.summary, day(item.when, speech), speech)
    mark = ":material/priority_high: " if item.summary.says or item.summary.refused else ""
    if isinstance(each, Favourite):
        st.button(
            escape(each.title),
            key=f"news-open-{each.id}",
            type="tertiary",
            icon=":material/star:",
            on_click=open_favourite,
            args=(each.id,),
        )
        st.markdown(f"{mark}{escape(' '.join(said))}")
        return
    st.markdown(f"{mark}**{escape(each.title)}** ({kind}): {escape(' '.join(said))}")


def _read() -> None:
    """From now on changes are counted from today's figures."""

    def read(here: Scene) -> None:
        today = current_id()
        seen = {}
        for item in news_of(here):
            if isinstance(item.kept, Favourite):
                try:
                    question = read_question(item.kept.question_json)
                    seen[item.kept.id] = snapshot_of(question, today, here.owner)
                except QuestionError:
                    continue
        here.favourites.seen_all(seen)
        here.talks.news_seen(today)

    do(read)
