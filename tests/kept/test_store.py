"""Transactions: whole or not at all, durable once ended, one writer and readers beside it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, StatementError

from assistant.kept.store import (
    FORGOTTEN_MS,
    WAIT_MS,
    NoStoreError,
    Store,
    engine_of,
    existing_store,
    open_store,
    shared_store,
    utc_now,
)
from assistant.kept.tables import person

WAIT_S = 60
"""Longer than anything here takes; only a test that fails waits so long."""


def add(store, identity):
    with store.writing() as connection:
        add_with(connection, store, identity)


def add_with(connection, store, identity):
    now = store.now()
    row = {"id": identity, "name": identity, "created_at": now, "seen_at": now}
    connection.execute(sa.insert(person), row)


def names(store):
    with store.reading() as connection:
        return list(connection.execute(sa.select(person.c.id).order_by(person.c.id)).scalars())


def test_what_was_written_is_there_after_the_store_was_opened_again(store, store_url):
    add(store, "anna")
    store.close()
    again = open_store(store_url)
    assert names(again) == ["anna"]
    again.close()


def test_an_error_takes_everything_back(store):
    def act():
        with store.writing() as connection:
            add_with(connection, store, "anna")
            raise KeyError

    with pytest.raises(KeyError):
        act()
    assert names(store) == []


def test_a_reader_cannot_write(store):
    with pytest.raises(DBAPIError, match=r"read-?only"), store.reading() as connection:
        add_with(connection, store, "anna")
    add(store, "bo")
    assert names(store) == ["bo"]


def test_a_reader_sees_one_state_while_others_write(store):
    with store.reading() as connection:
        count = sa.select(sa.func.count()).select_from(person)
        assert connection.execute(count).scalar_one() == 0
        add(store, "anna")
        assert connection.execute(count).scalar_one() == 0
    assert names(store) == ["anna"]


def test_a_writer_reads_the_newest_state(store):
    def work(_):
        for _ in range(20):
            with store.writing() as connection:
                length = connection.execute(sa.text("SELECT length FROM audit_head")).scalar_one()
                connection.execute(
                    sa.text("UPDATE audit_head SET length = :length"), {"length": length + 1}
                )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    with store.reading() as connection:
        assert connection.execute(sa.text("SELECT length FROM audit_head")).scalar_one() == 160


def test_threads_write_beside_each_other_and_nothing_is_lost(store):
    def work(thread):
        for number in range(50):
            add(store, f"{thread}-{number:02}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert names(store) == sorted(f"{thread}-{n:02}" for thread in range(8) for n in range(50))


def test_writers_in_any_order_of_tables_do_not_wait_for_each_other_for_ever(store):
    add(store, "anna")
    statements = [
        sa.update(person).values(name="x"),
        sa.text("UPDATE audit_head SET length = length + 1"),
    ]
    started = threading.Barrier(2)

    def work(order):
        started.wait(WAIT_S)
        for _ in range(20):
            with store.writing() as connection:
                for statement in order:
                    connection.execute(statement)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, [statements, statements[::-1]]))
    with store.reading() as connection:
        assert connection.execute(sa.text("SELECT length FROM audit_head")).scalar_one() == 40


def test_reading_leaves_no_transaction_open(store):
    add(store, "anna")
    with store.reading() as connection:
        connection.execute(sa.select(person)).all()
        raw = connection.connection.dbapi_connection
    if store.engine.dialect.name == "sqlite":
        assert not raw.in_transaction
        with store.writing() as connection:
            connection.execute(sa.update(person).values(name="changed"))
        with store.engine.connect() as connection:
            checkpoint = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            assert checkpoint == (0, 0, 0)
    else:
        assert raw.info.transaction_status.name == "IDLE"


def test_sqlite_is_durable_on_every_connection(sqlite_url):
    store = open_store(sqlite_url)
    held = [store.engine.connect() for _ in range(4)]
    for connection in held:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
        assert settings == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "busy_timeout": WAIT_MS,
        }
    for connection in held:
        connection.close()
    with store.writing() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    store.close()


def test_postgresql_is_durable_whatever_the_database_is_set_to(postgresql_url):
    first = open_store(postgresql_url)
    with first.writing() as connection:
        name = connection.execute(sa.text("SELECT current_database()")).scalar_one()
        connection.execute(sa.text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    first.close()
    store = open_store(postgresql_url)
    shown = ("synchronous_commit", "lock_timeout", "idle_in_transaction_session_timeout", "fsync")
    held = [store.engine.connect() for _ in range(4)]
    for connection in held:
        settings = [connection.execute(sa.text(f"SHOW {name}")).scalar_one() for name in shown]
        assert settings == ["on", f"{WAIT_MS // 1000}s", f"{FORGOTTEN_MS // 60_000}min", "on"]
        connection.close()
    store.close()


def test_postgresql_isolates_readers_and_lets_writers_see_the_newest(postgresql_url):
    store = open_store(postgresql_url)
    isolation, read_only = (
        sa.text("SHOW transaction_isolation"),
        sa.text("SHOW transaction_read_only"),
    )
    for _ in range(2):
        with store.reading() as connection:
            assert connection.execute(isolation).scalar_one() == "repeatable read"
            assert connection.execute(read_only).scalar_one() == "on"
        with store.writing() as connection:
            assert connection.execute(isolation).scalar_one() == "read committed"
            assert connection.execute(read_only).scalar_one() == "off"
    store.close()


def test_a_store_goes_on_after_its_connections_were_cut(postgresql_url):
    store = open_store(postgresql_url)
    add(store, "anna")
    other = engine_of(postgresql_url)
    with other.connect() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.execute(sa.text(f"{cut} AND datname = current_database()"))
    other.dispose()
    assert names(store) == ["anna"]
    store.close()


def test_foreign_keys_hold(store):
    dangling = sa.text("INSERT INTO folder (id, owner, name, place) VALUES ('f', 'nobody', '', 1)")
    with pytest.raises(DBAPIError), store.writing() as connection:
        connection.execute(dangling)


def test_times_come_back_in_utc(store):
    moment = datetime(2026, 3, 14, 10, 30, 0, 123456, timezone(timedelta(hours=1)))
    row = {"id": "anna", "name": "", "created_at": moment, "seen_at": moment}
    with store.writing() as connection:
        connection.execute(sa.insert(person), row)
    with store.reading() as connection:
        found = connection.execute(sa.select(person.c.created_at)).scalar_one()
        assert (found, found.tzinfo) == (moment, UTC)
        before = sa.select(person.c.id).where(person.c.created_at < moment.astimezone(UTC))
        assert connection.execute(before).all() == []


def test_a_time_without_zone_is_a_fault(store):
    row = {"id": "a", "name": "", "created_at": datetime(2026, 3, 14), "seen_at": store.now()}  # noqa: DTZ001
    with pytest.raises(StatementError, match="zone"), store.writing() as connection:
        connection.execute(sa.insert(person), row)


def test_the_clock_is_the_one_that_was_given(store, clock, sqlite_url):
    clock.forward(days=2)
    assert store.now() == clock.now
    assert Store(store.engine).now().tzinfo is UTC
    assert utc_now().tzinfo is UTC


@pytest.mark.parametrize("url", ["mysql+pymysql://host/name", "sqlite://", "sqlite:///:memory:"])
def test_what_cannot_be_a_store_is_refused(url):
    with pytest.raises(ValueError, match="STORE_URL names"):
        engine_of(url)


def test_the_folder_of_the_embedded_store_is_its_owners_alone(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/new/kept/store.sqlite3")
    assert (tmp_path / "new" / "kept").stat().st_mode & 0o077 == 0
    store.close()


def test_without_a_setting_the_store_lies_beside_the_published_versions(tmp_path, monkeypatch):
    monkeypatch.delenv("STORE_URL", raising=False)
    monkeypatch.setenv("DATA_HOME", str(tmp_path))
    store = open_store()
    assert Path(store.engine.url.database) == tmp_path / "kept" / "store.sqlite3"
    store.close()


def test_one_setting_chooses_the_database(store_url, monkeypatch):
    monkeypatch.setenv("STORE_URL", store_url)
    store = open_store()
    assert store.engine.url == sa.make_url(store_url)
    store.close()


def test_a_process_has_one_store_for_each_address(tmp_path, monkeypatch):
    monkeypatch.delenv("STORE_URL", raising=False)
    monkeypatch.setenv("DATA_HOME", str(tmp_path / "one"))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: shared_store(), range(8)))
    assert len(set(map(id, found))) == 1
    monkeypatch.setenv("DATA_HOME", str(tmp_path / "two"))
    other = shared_store()
    assert other is not found[0]
    found[0].close()
    other.close()


def test_a_mistyped_address_makes_no_store(tmp_path, monkeypatch):
    monkeypatch.delenv("STORE_URL", raising=False)
    monkeypatch.setenv("DATA_HOME", str(tmp_path))
    with pytest.raises(NoStoreError):
        existing_store()
    assert list(tmp_path.iterdir()) == []
    open_store().close()
    existing_store().close()


def test_a_writer_that_waits_too_long_is_told(store, monkeypatch):
    with store.engine.connect() as connection:
        waits = (
            connection.exec_driver_sql("PRAGMA busy_timeout = 1")
            if store.engine.dialect.name == "sqlite"
            else connection.exec_driver_sql("SET lock_timeout = 1")
        )
        connection.commit()
        waits.close()
        impatient = connection.execution_options(writing=True)
        with store.writing(), pytest.raises(DBAPIError, match=r"locked|lock timeout"):
            impatient.begin()
