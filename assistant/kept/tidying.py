"""Letting go of what nobody needs any more: results nothing points at, deletions, old log-ins."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Delete, and_, or_, select

from assistant.kept import audit
from assistant.kept.store import Store
from assistant.kept.tables import (
    check,
    favourite,
    favourite_revision,
    link,
    person,
    sign_in,
    snapshot,
)

DELETED_FOR = timedelta(days=30)
"""How long a deleted favourite can still be brought back."""
SIGNED_IN_FOR = timedelta(days=60)
"""Longer than the framework's cookie lives: an older log-in cannot come back."""


COMMAND = "command"
"""Who does it, as the audit names it."""


@dataclass(frozen=True)
class Tidied:
    """How many of each were let go."""

    favourites: int
    snapshots: int
    checks: int
    sign_ins: int


def tidy(store: Store, current_version: str) -> Tidied:
    """Links stay, with what they froze, also when they have ended or been withdrawn; of checks
    those against the current version stay, and against versions whose news somebody has read."""
    now = store.now()
    with store.writing() as connection:
        tidied = Tidied(
            favourites=_deleted_favourites(connection, now),
            checks=_checks(connection, current_version),
            snapshots=_gone(connection, snapshot.delete().where(_unused())),
            sign_ins=_gone(
                connection, sign_in.delete().where(sign_in.c.started_at < now - SIGNED_IN_FOR)
            ),
        )
        audit.append(connection, now, COMMAND, "tidied", **asdict(tidied))
        return tidied


def _deleted_favourites(connection: Connection, now: datetime) -> int:
    old = favourite.c.deleted_at < now - DELETED_FOR
    past = favourite_revision.c.favourite.in_(select(favourite.c.id).where(old))
    connection.execute(favourite_revision.delete().where(past))
    return _gone(connection, favourite.delete().where(old))


def _checks(connection: Connection, current_version: str) -> int:
    """Before the snapshots they are about."""
    of_unused = check.c.snapshot.in_(select(snapshot.c.id).where(_unused()))
    read = select(person.c.seen_version).where(person.c.seen_version.is_not(None))
    old = and_(check.c.version_id != current_version, check.c.version_id.not_in(read))
    return _gone(connection, check.delete().where(or_(old, of_unused)))


def _unused() -> ColumnElement[bool]:
    """Snapshots that no favourite and no link points at."""
    return and_(
        snapshot.c.id.not_in(select(favourite.c.snapshot)),
        snapshot.c.id.not_in(select(link.c.snapshot)),
    )


def _gone(connection: Connection, statement: Delete) -> int:
    return connection.execute(statement).rowcount
