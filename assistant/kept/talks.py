"""The conversations and recent questions of one person, kept until she clears them.

A tab's name is stored as its hash, so that what lies in the database opens nothing. Times only go
forward for one person, even where the clock does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import compress

from sqlalchemy import Column, Connection, ScalarSelect, Table, bindparam, func, select

from assistant.kept import tables
from assistant.kept.acts import acting, register
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
_NEVER = datetime.min.replace(tzinfo=UTC)


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

    def keep(
        self, tab: str, document: str, begun: datetime | None = None, asked: Question | None = None
    ) -> bool:
        """In place of what the tab had, with the question just ``asked``; the conversations longest
        untouched make room. One that had ``begun`` before the person cleared them all is not kept:
        False."""
        length = len(document.encode())
        if length > LONGEST_DOCUMENT:
            raise KeptError("too_long", {"most": LONGEST_DOCUMENT, "length": length})
        return self._write_down(_Sheet(self.person, (_stored_name(tab), document), begun, asked))

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
        self._write_down(_Sheet(self.person, asked=question))

    def _write_down(self, sheet: _Sheet) -> bool:
        if not self.person.id:
            raise KeptError("not_there")
        return self.store.together(_write_down).ask(sheet)

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


@dataclass(frozen=True)
class _Sheet:
    """What one press leaves: the newest of a tab (its stored name and the document), a question."""

    person: Person
    held: tuple[str, str] | None = None
    begun: datetime | None = None
    asked: Question | None = None


def _write_down(store: Store, sheets: Sequence[_Sheet]) -> list[bool]:
    """Sheets of many persons in one transaction; False for those that began before a clearing. Of
    two about the same tab or question the later one stays."""
    people = {sheet.person.id: sheet.person for sheet in sheets}
    held, asked = {}, {}
    with store.writing() as connection:
        now = store.now()
        register(connection, people.values(), now)
        cleared, newest = _times(connection, people)
        kept = [sheet.begun is None or sheet.begun > cleared[sheet.person.id] for sheet in sheets]
        for sheet in compress(sheets, kept):
            who = sheet.person.id
            moment = newest[who] = max(now, newest[who] + _TICK)
            if sheet.held is not None:
                tab, document = sheet.held
                held[who, tab] = (document, moment)
            if sheet.asked is not None:
                asked[who, sheet.asked.hash] = (sheet.asked.canonical_json(), moment)
        _TALKS.replace(connection, held)
        _RECENT.replace(connection, asked)
    return kept


def _newest(table: Table, when: Column[datetime]) -> ScalarSelect[datetime]:
    return select(func.max(when)).where(table.c.person == tables.person.c.id).scalar_subquery()


_TIMES = select(
    tables.person.c.id,
    tables.person.c.cleared_at,
    _newest(talk, talk.c.changed_at),
    _newest(recent, recent.c.asked_at),
).where(tables.person.c.id.in_(bindparam("people", expanding=True)))


def _times(
    connection: Connection, people: Collection[str]
) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """When each person cleared her conversations, and of when the newest thing she has here is."""
    cleared, newest = {}, {}
    for who, *times in connection.execute(_TIMES, {"people": [*people]}):
        clearing, *rest = (each or _NEVER for each in times)
        cleared[who], newest[who] = clearing, max(rest)
    return cleared, newest


class _Newest:
    """A table of which each person keeps the ``most`` newest rows: her key, a text and a time."""

    def __init__(self, table: Table, most: int) -> None:
        self.table = table
        who, self._key, self._text, self._when = table.c
        mine = who == bindparam("who")
        kept = select(self._key).where(mine).order_by(self._when.desc()).limit(most)
        self._old = table.delete().where(mine, self._key.not_in(kept))

    def replace(
        self, connection: Connection, new: Mapping[tuple[str, str], tuple[str, datetime]]
    ) -> None:
        """Put texts and times in by person and key; the oldest make room."""
        rows = [
            {"person": who, self._key.name: key, self._text.name: text, self._when.name: moment}
            for (who, key), (text, moment) in new.items()
        ]
        put(connection, self.table, rows, keys=("person", self._key.name))
        people = {who for who, _ in new}
        if people:
            connection.execute(self._old, [{"who": who} for who in people])


_TALKS = _Newest(talk, MOST_TALKS)
_RECENT = _Newest(recent, MOST_RECENT)


def _stored_name(tab: str) -> str:
    return hashlib.sha256(tab.encode(errors="surrogatepass")).hexdigest()
