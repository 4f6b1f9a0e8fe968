"""Comparing kept results with the figures of today, for the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st
from sqlalchemy.exc import NoResultFound

from assistant.freezing import kept
from assistant.kept.acts import stored_snapshot
from assistant.kept.checks import Checks
from assistant.kept.store import Store
from assistant.language import Speech
from assistant.news import Since, Subjects, Summary, since, summaries
from assistant.screen.cards import answer_of
from assistant.snapshot import Snapshot
from assistant.tables import Header, Table, to_html
from assistant.versions import current_id
from assistant.wording.kept import figure_text
from semantic.answer import Answer
from semantic.question import Question


@dataclass(frozen=True)
class Today:
    """The newest data version, and how a question is answered from it."""

    owner: str

    @property
    def version_id(self) -> str:
        return current_id()

    def ask(self, question: Question) -> Answer:
        return answer_of(question, self.version_id, self.owner)


def since_then(snapshot: Snapshot, question_json: str, owner: str) -> Since:
    return since(snapshot, question_json, Today(owner).ask)


def summaries_of(
    kept_ones: Sequence[tuple[str, str, str]], store: Store, owner: str
) -> list[Summary]:
    """How each (snapshot id, question hash, question) compares with today, in their order."""
    today = Today(owner)
    subjects = Subjects(
        {(snapshot, digest): question for snapshot, digest, question in kept_ones},
        lambda identity: _load(store, identity),
    )
    found = summaries(subjects, Checks(store, today.version_id), today.ask)
    return [found[snapshot, digest] for snapshot, digest, _ in kept_ones]


def snapshot_kept(store: Store, identity: str) -> Snapshot | None:
    """The snapshot, None when it has been let go of."""
    with store.reading() as connection:
        try:
            return stored_snapshot(connection, identity)
        except NoResultFound:
            return None


def _load(store: Store, identity: str) -> Snapshot:
    with store.reading() as connection:
        return stored_snapshot(connection, identity)


def show_changes(find: Callable[[], Since], snapshot: Snapshot, speech: Speech, key: str) -> None:
    """Which figures have changed: then and now, as a table that is worked out when it is opened."""
    body = st.expander(speech.t("Show which"), key=key, on_change="rerun")
    if not body.open:
        return
    difference = find().difference
    changed = difference.changed if difference is not None else ()
    spoken = kept(snapshot, speech.language).spoken
    names = {
        cell["id"]: said.name for cell, said in zip(snapshot.body["cells"], spoken, strict=True)
    }
    rows = tuple(
        (
            names.get(each.id, each.id),
            figure_text(each.before_cell, speech),
            figure_text(each.after_cell, speech),
        )
        for each in changed
    )
    headers = (
        Header(speech.t("Value")),
        Header(speech.t("Then"), numeric=True),
        Header(speech.t("Today"), numeric=True),
    )
    with body:
        if not rows:
            st.markdown(speech.t("None of the figures that were shown has changed."))
            return
        st.html(to_html(Table(speech.t("Figures that have changed"), headers, rows)))
