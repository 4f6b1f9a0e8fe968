"""One thing a person does: stored whole together with its note in the audit, or not at all.

Acts follow on each other, since the store has one writer at a time: what an act counts and reads
is still so when it ends.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from assistant.kept import audit, tables
from assistant.kept.errors import KeptError
from assistant.kept.people import Person
from assistant.kept.store import Store
from assistant.kept.upsert import put
from assistant.snapshot import Snapshot

_ID = re.compile(r"[a-z2-7]{10}")


@dataclass(frozen=True)
class Act:
    """``now`` is one moment for everything the act stores."""

    connection: Connection
    person: Person
    now: datetime

    def note(self, action: str, about: str = "", **details: str | int | None) -> None:
        audit.append(self.connection, self.now, self.person.id, action, about, **details)

    def keep(self, snapshot: Snapshot) -> str:
        """Store the snapshot unless an equal one is there; its id."""
        row = {
            "id": snapshot.id,
            "question_hash": snapshot.question_hash,
            "version_id": snapshot.version_id,
            "taken_at": self.now,
            "document": snapshot.document,
        }
        put(self.connection, tables.snapshot, [row], keys=("id",), change=())
        return snapshot.id


@contextmanager
def acting(store: Store, person: Person) -> Iterator[Act]:
    """An act of somebody who can own things: a stranger cannot."""
    if not person.id:
        raise KeptError("not_there")
    with store.writing() as connection:
        act = Act(connection, person, store.now())
        register(connection, [person], act.now)
        yield act


def new_id() -> str:
    """Ten random base32 characters: fifty bits that nobody guesses."""
    return base64.b32encode(secrets.token_bytes(7)).decode().lower()[:10]


def known_id(text: str) -> str:
    """``text`` if it can be an id at all; anything else is not there."""
    if not _ID.fullmatch(text):
        raise KeptError("not_there")
    return text


def stored_snapshot(connection: Connection, identity: str) -> Snapshot:
    document = select(tables.snapshot.c.document).where(tables.snapshot.c.id == identity)
    return Snapshot(connection.execute(document).scalar_one())


def register(connection: Connection, people: Iterable[Person], now: datetime) -> None:
    """The persons' rows, each made at the first act and brought up to date at every other."""
    seen = [
        {
            "id": person.id,
            "name": person.name[:200],
            "email": person.email,
            "created_at": now,
            "seen_at": now,
        }
        for person in people
    ]
    put(connection, tables.person, seen, keys=("id",), change=("name", "email", "seen_at"))
