"""The conversations and recent questions of one person, kept until she clears them.

A tab's name is stored as its hash, so that what lies in the database opens nothing. Times only go
forward for one person, even where the clock does not.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Column, Table, func, select

from assistant.kept import tables
from assistant.kept.acts import Act, acting
from assistant.kept.errors import KeptError
from assistant.kept.people import Person
from assistant.kept.store import Store
from assistant.kept.tables import recent, talk
from assistant.kept.upsert import put
from semantic.question import Question

LONGEST_DOCUMENT = 1_000_000
"""In bytes."""
MOST_TALKS = 40
MOST_RECENT = 50

_TICK = timedelta(microseconds=1)


class Talks:
    """Every statement is bound to the person; a stranger has no conversations."""

    def __init__(self, store: Store, person: Person) -> None:
        self.store = store
        self.person = person

    def load(self, tab: str) -> str | None:
        chosen = select(talk.c.document).where(
            talk.c.person == self.person.id, talk.c.tab == _stored_name(tab)
        )
        with self.store.reading() as connection:
            return connection.execute(chosen).scalar_one_or_none()

    def keep(self, tab: str, document: str, begun: datetime | None = None) -> bool:
        """In place of what the tab had; the conversations longest untouched make room. One that
        had ``begun`` before the person cleared them all is not kept: False."""
        length = len(document.encode())
        if length > LONGEST_DOCUMENT:
            raise KeptError("too_long", {"most": LONGEST_DOCUMENT, "length": length})
        with acting(self.store, self.person) as act:
            if begun is not None and begun <= (self._cleared_at(act) or begun - _TICK):
                return False
            row = {
                "person": self.person.id,
                "tab": _stored_name(tab),
                "document": document,
                "changed_at": self._moment(act, talk, talk.c.changed_at),
            }
            put(act.connection, talk, row, keys=("person", "tab"))
            self._drop_oldest(act, talk, talk.c.tab, talk.c.changed_at, MOST_TALKS)
            return True

    def latest(self, besides: str) -> tuple[str, str, datetime] | None:
        """The stored name, document and time of the newest conversation held in another tab. The
        name only tells conversations apart: it opens none of them."""
        newest = select(talk.c.tab, talk.c.document, talk.c.changed_at).where(
            talk.c.person == self.person.id, talk.c.tab != _stored_name(besides)
        )
        with self.store.reading() as connection:
            row = connection.execute(newest.order_by(talk.c.changed_at.desc())).first()
        return (row.tab, row.document, row.changed_at) if row else None

    def clear(self, tab: str) -> None:
        mine = talk.delete().where(talk.c.person == self.person.id)
        with acting(self.store, self.person) as act:
            if act.connection.execute(mine.where(talk.c.tab == _stored_name(tab))).rowcount:
                act.note("talk_cleared", cleared=1)

    def clear_all(self) -> None:
        """Those that are open in other tabs too: they are not kept any more."""
        mine = talk.delete().where(talk.c.person == self.person.id)
        own = tables.person.update().where(tables.person.c.id == self.person.id)
        with acting(self.store, self.person) as act:
            act.connection.execute(own.values(cleared_at=act.now))
            cleared = act.connection.execute(mine).rowcount
            if cleared:
                act.note("talk_cleared", cleared=cleared)

    def remember(self, question: Question) -> None:
        """A question that was asked; asked again, it is the newest again."""
        with acting(self.store, self.person) as act:
            row = {
                "person": self.person.id,
                "question_hash": question.hash,
                "question": question.canonical_json(),
                "asked_at": self._moment(act, recent, recent.c.asked_at),
            }
            put(act.connection, recent, row, keys=("person", "question_hash"))
            self._drop_oldest(act, recent, recent.c.question_hash, recent.c.asked_at, MOST_RECENT)

    def recent(self, limit: int = 8) -> list[tuple[str, datetime]]:
        """The questions as canonical JSON and when each was last asked, newest first."""
        mine = select(recent.c.question, recent.c.asked_at).where(recent.c.person == self.person.id)
        newest = mine.order_by(recent.c.asked_at.desc()).limit(limit)
        with self.store.reading() as connection:
            return [(question, asked_at) for question, asked_at in connection.execute(newest)]

    def forget_recent(self) -> None:
        with acting(self.store, self.person) as act:
            act.connection.execute(recent.delete().where(recent.c.person == self.person.id))

    def news_seen(self, version_id: str) -> None:
        """The person has read what changed with this data version."""
        mine = tables.person.update().where(tables.person.c.id == self.person.id)
        with acting(self.store, self.person) as act:
            act.connection.execute(mine.values(seen_version=version_id))

    def seen_version(self) -> str | None:
        mine = select(tables.person.c.seen_version).where(tables.person.c.id == self.person.id)
        with self.store.reading() as connection:
            return connection.execute(mine).scalar_one_or_none()

    def _cleared_at(self, act: Act) -> datetime | None:
        own = select(tables.person.c.cleared_at).where(tables.person.c.id == self.person.id)
        found: datetime | None = act.connection.execute(own).scalar_one()
        return found

    def _moment(self, act: Act, table: Table, when: Column[datetime]) -> datetime:
        """Now, or just after the person's newest row where the clock stands still."""
        newest = select(func.max(when)).where(table.c.person == self.person.id)
        last = act.connection.execute(newest).scalar()
        return act.now if last is None else max(act.now, last + _TICK)

    def _drop_oldest(
        self, act: Act, table: Table, key: Column[str], when: Column[datetime], most: int
    ) -> None:
        mine = table.c.person == self.person.id
        kept = select(key).where(mine).order_by(when.desc()).limit(most)
        act.connection.execute(table.delete().where(mine, key.not_in(kept)))


def _stored_name(tab: str) -> str:
    return hashlib.sha256(tab.encode(errors="surrogatepass")).hexdigest()
