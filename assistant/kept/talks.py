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

from sqlalchemy import Connection, Table, func, select, tuple_

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
        _replace(connection, talk, held, MOST_TALKS)
        _replace(connection, recent, asked, MOST_RECENT)
    return kept


def _times(
    connection: Connection, people: Collection[str]
) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """When each person cleared her conversations, and of when the newest thing she has here is."""
    newest = [
        select(func.max(table.c[when])).where(table.c.person == tables.person.c.id)
        for table, when in ((talk, "changed_at"), (recent, "asked_at"))
    ]
    person = tables.person.c
    chosen = select(person.id, person.cleared_at, *(each.scalar_subquery() for each in newest))
    cleared, latest = {}, {}
    for who, clearing, *times in connection.execute(chosen.where(person.id.in_([*people]))):
        cleared[who] = clearing or _NEVER
        latest[who] = max((each for each in times if each is not None), default=_NEVER)
    return cleared, latest


def _replace(
    connection: Connection,
    table: Table,
    new: Mapping[tuple[str, str], tuple[str, datetime]],
    most: int,
) -> None:
    """Put ``new`` into a table of person, key, text and time; of each person's rows the ``most``
    newest stay."""
    if not new:
        return
    _, key, text, when = table.c
    rows = [
        {"person": who, key.name: name, text.name: said, when.name: moment}
        for (who, name), (said, moment) in new.items()
    ]
    put(connection, table, rows, keys=("person", key.name))
    place = func.row_number().over(partition_by=table.c.person, order_by=when.desc())
    people = {who for who, _ in new}
    numbered = select(table.c.person, key, place.label("place")).where(table.c.person.in_(people))
    every = numbered.subquery()
    old = select(every.c.person, every.c[key.name]).where(every.c.place > most)
    connection.execute(table.delete().where(tuple_(table.c.person, key).in_(old)))


def _stored_name(tab: str) -> str:
    return hashlib.sha256(tab.encode(errors="surrogatepass")).hexdigest()
