"""The store: one engine, transactions that are whole or not at all, and the time.

``reading`` sees one state of the database and cannot write. ``writing`` is the only writer while it
lasts, on both databases: SQLite begins with its write lock, PostgreSQL with an advisory one. So a
writer reads what it changes in the state it changes it in, nothing has to be tried again, and no
two writers wait for each other. It is durable once it has ended.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from assistant.kept.migrate import upgrade
from assistant.kept.settings import store_url
from assistant.kept.together import Asked, Outcome, Together

WAIT_MS = 20_000
"""How long a writer waits for another one to end."""
FORGOTTEN_MS = 300_000
"""How long PostgreSQL lets a transaction lie whose owner says nothing."""
_WRITER = 7_311_942
"""Names the one writer among PostgreSQL's advisory locks."""
_READING = {"postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}}


def utc_now() -> datetime:
    return datetime.now(UTC)


class NoStoreError(LookupError):
    """There is no store, and this is not the moment to make one."""


class Store:
    """An opened store. Safe to share between threads; never between processes."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self.engine = engine
        self.now = clock
        self._together: dict[Callable[..., Any], Together[Any, Any]] = {}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        options: dict[str, Any] = _READING.get(self.engine.dialect.name, {})
        with self.engine.connect() as connection:
            yield connection.execution_options(**options)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Commit at the end, take everything back on an error."""
        with self.engine.connect() as connection:
            writer = connection.execution_options(writing=True)
            with writer.begin():
                yield writer

    def together(
        self, work: Callable[[Store, Sequence[Asked]], Sequence[Outcome]]
    ) -> Together[Asked, Outcome]:
        """Has ``work`` done in this store for all who ask for it at the same moment."""
        if work not in self._together:
            self._together.setdefault(work, Together(partial(work, self)))
        return self._together[work]

    def close(self) -> None:
        for each in self._together.values():
            each.close()
        self.engine.dispose()


def open_store(url: str | None = None, clock: Callable[[], datetime] = utc_now) -> Store:
    """Open the store at ``url``, made or brought to the newest schema where that is needed."""
    engine = engine_of(url or store_url())
    try:
        upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, clock)


def existing_store() -> Store:
    """Open the store of this installation; a mistyped address does not make an empty file."""
    address = make_url(store_url())
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise NoStoreError("nothing is kept here yet; DATA_HOME or STORE_URL says where")
    return open_store()


def engine_of(url: str) -> Engine:
    """The engine for an address. Whatever makes commits durable is set here, on each connection,
    so that no server's or user's own setting can weaken it."""
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite(parsed)
        case "postgresql":
            return _postgresql(parsed)
        case other:
            raise ValueError(f"STORE_URL names {other}: the store is SQLite or PostgreSQL")


def _sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ValueError("STORE_URL names no file: what people keep must outlive the process")
    Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": WAIT_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Durable at every commit, readers beside a writer; transactions are begun by us."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A reader cannot write; a migration may rebuild a table that others refer to."""
    options = connection.get_execution_options()
    writing, migrating = may = options.get("writing", False), options.get("migrating", False)
    if connection.info.pop("may", None) != may:
        connection.exec_driver_sql(f"PRAGMA query_only = {not writing:d}")
        connection.exec_driver_sql(f"PRAGMA foreign_keys = {not migrating:d}")
    connection.info["may"] = may
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgresql(url: URL) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, isolation_level="READ COMMITTED")
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        cursor.execute(f"SET lock_timeout = {WAIT_MS}")
        cursor.execute(f"SET idle_in_transaction_session_timeout = {FORGOTTEN_MS}")
    connection.commit()


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("writing", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")


_Address = tuple[str | None, str | None]
_stores: dict[_Address, Store] = {}
_lock = threading.Lock()


def shared_store() -> Store:
    """The store of this process, opened once for each address; asked for several times a click."""
    address = (os.environ.get("STORE_URL"), os.environ.get("DATA_HOME"))
    found = _stores.get(address)
    if found is not None:
        return found
    with _lock:
        if address not in _stores:
            _stores[address] = open_store(store_url())
        return _stores[address]
