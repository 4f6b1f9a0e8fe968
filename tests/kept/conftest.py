"""Stores to test with: each test gets an empty one, on SQLite and on PostgreSQL alike."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.kept.store import Store, open_store
from tests.kept import postgresql


class Clock:
    """A time that goes when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def set(self, moment: datetime) -> None:
        self.now = moment

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    """One for each test process, started by the first test that needs it. Fails, never skips."""
    if postgresql.find() is None:
        pytest.fail(postgresql.MISSING, pytrace=False)
    with postgresql.running() as server:
        yield server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'kept' / 'store.sqlite3'}"


@pytest.fixture
def postgresql_url(postgresql_server: postgresql.Server) -> Iterator[str]:
    url = postgresql_server.new_database()
    yield url
    postgresql_server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, of one kind and then of the other."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(store_url: str, clock: Clock) -> Iterator[Store]:
    """An empty store with the newest schema, whose time is ``clock``."""
    opened = open_store(store_url, clock)
    yield opened
    opened.close()
