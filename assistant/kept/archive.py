"""Back-up and restore of the whole store as one file, whichever database it lies in.

A restore never shortens the audit log: what was logged after the back-up stays, so an anchor noted
down earlier still holds. Nor does it wake what was ended: links that the log knows as withdrawn
stay so, people and their log-ins stay known, and everybody signs in anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, IntegrityError

from assistant.kept.archive_file import (
    TABLES,
    Archived,
    ArchiveError,
    Reader,
    Values,
    Writer,
    whole_file,
)
from assistant.kept.audit import Verified, append, verify
from assistant.kept.migrate import newest
from assistant.kept.store import Store
from assistant.kept.tables import audit, audit_head, link, person, sign_in

BATCH = 500
OPERATOR = "operator"
"""Who restores, in the log: whoever has the machine in hand, and no person of the app."""
_STAY = (person, sign_in, audit)
"""What a restore adds to and takes nothing from."""


def back_up(store: Store, path: Path) -> Archived:
    """Write everything in the store, as it is at one moment, to a file that is whole or not made.

    A log with trouble is backed up too, and the trouble told.
    """
    schema, taken_at = newest(), store.now().astimezone(UTC).isoformat()
    try:
        with store.reading() as connection, whole_file(path) as out:
            log = verify(connection)
            out.begin(schema, taken_at)
            rows = {name: _write(connection, table, out) for name, table in TABLES.items()}
            out.end(rows, log.anchor, log.trouble)
    except OSError as error:
        raise ArchiveError(f"the file cannot be written: {error.strerror}") from error
    return Archived(schema, taken_at, rows, str(log.anchor), log.trouble)


def restore(store: Store, path: Path, replace: bool = False) -> Archived:
    """Put back what a back-up holds, in one transaction: into an empty store, or with ``replace``
    in place of what is there. The file is read to its end before the store is touched."""
    file = Reader(path, newest())
    file.check()
    try:
        with store.writing() as connection:
            log = _make_room(connection, replace)
            _put_back(connection, file.rows(), log.length)
            _end_again(connection, file.anchor.length, store.now())
            _write_down(connection, file, store.now())
    except (IntegrityError, DataError) as error:
        raise ArchiveError("the rows of the back-up do not fit together") from error
    return file.content


def _write(connection: Connection, table: Table, out: Writer) -> int:
    """In the order of their keys: equal stores have equal back-ups."""
    found = select(table).order_by(*table.primary_key).execution_options(yield_per=BATCH)
    count = 0
    for row in connection.execute(found).mappings():
        out.row(table, row)
        count += 1
    return count


def _make_room(connection: Connection, replace: bool) -> Verified:
    """The log that stays; everything else has gone."""
    if not replace and any(connection.execute(select(t).limit(1)).first() for t in TABLES.values()):
        raise ArchiveError("the store is not empty; only a restore that may replace it can go on")
    log = verify(connection)
    if log.trouble:
        raise ArchiveError(f"the log of this store is broken ({log.trouble}): take an empty store")
    for table in reversed(TABLES.values()):
        if table not in _STAY:
            connection.execute(delete(table))
    return log


def _put_back(
    connection: Connection, rows: Iterable[tuple[Table, Values]], log_length: int
) -> None:
    """What the store already knows of people, log-ins and its log is newer and stays."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    for table, batch in _batches(rows):
        if table is audit:
            new = [entry for entry in batch if entry["number"] > log_length]
            connection.execute(insert(table), new) if new else None
        elif table in _STAY:
            connection.execute(dialect.insert(table).on_conflict_do_nothing(), batch)
        else:
            connection.execute(insert(table), batch)


def _batches(rows: Iterable[tuple[Table, Values]]) -> Iterator[tuple[Table, list[Values]]]:
    for table, group in groupby(rows, key=itemgetter(0)):
        while batch := [values for _, values in islice(group, BATCH)]:
            yield table, batch


def _end_again(connection: Connection, log_length: int, now: datetime) -> None:
    """End what was ended after the back-up, as far as the log tells, and all log-ins."""
    since = select(audit.c.about, audit.c.at).where(
        audit.c.number > log_length, audit.c.action == "link_withdrawn"
    )
    for about, at in connection.execute(since).all():
        again = update(link).where(link.c.id == about, link.c.withdrawn_at.is_(None))
        connection.execute(again.values(withdrawn_at=datetime.fromisoformat(at)))
    connection.execute(update(sign_in).where(sign_in.c.ended_at.is_(None)).values(ended_at=now))


def _write_down(connection: Connection, file: Reader, now: datetime) -> None:
    """The log goes on from its last entry, and must be one with that of the back-up."""
    last = connection.execute(
        select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    ).one_or_none()
    if last is not None:
        connection.execute(update(audit_head).values(length=last.number, hash=last.hash))
    append(
        connection,
        now,
        OPERATOR,
        "store_restored",
        taken_at=file.content.taken_at,
        anchor=file.content.anchor,
        rows=sum(file.content.rows.values()),
    )
    if trouble := verify(connection, file.anchor).trouble:
        raise ArchiveError(f"the log of the back-up does not go with this store's: {trouble}")
