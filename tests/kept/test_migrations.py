"""Migrations: they give exactly the schema that the code writes to, once, whoever comes first."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

from assistant.kept import migrate
from assistant.kept.migrate import StoreIsNewerError, newest, upgrade
from assistant.kept.store import Store, engine_of, open_store
from assistant.kept.tables import metadata
from tests.kept.filled import fill

TABLES = set(metadata.tables) | {"alembic_version"}


def described(engine):
    """Everything the database knows of its tables but the comments."""
    found = sa.inspect(engine)
    return {
        table: {
            "columns": [
                (each["name"], str(each["type"]), each["nullable"], each["default"])
                for each in found.get_columns(table)
            ],
            "primary key": found.get_pk_constraint(table),
            "foreign keys": sorted(map(str, found.get_foreign_keys(table))),
            "unique": sorted(map(str, found.get_unique_constraints(table))),
            "indexes": sorted(map(str, found.get_indexes(table))),
            "checks": sorted(
                (each["name"], each["sqltext"]) for each in found.get_check_constraints(table)
            ),
        }
        for table in sorted(found.get_table_names())
        if table != "alembic_version"
    }


@pytest.fixture
def engine(store_url):
    engine = engine_of(store_url)
    yield engine
    engine.dispose()


def test_migrations_give_the_tables_of_the_code(engine):
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == newest()


def test_migrations_give_what_the_code_would_create(engine):
    with Store(engine).writing() as connection:
        metadata.create_all(connection)
    created = described(engine)
    with Store(engine).writing() as connection:
        metadata.drop_all(connection)
    upgrade(engine)
    assert described(engine) == created
    assert set(created) == set(metadata.tables)


def test_a_second_upgrade_changes_nothing(store, store_url):
    before = described(store.engine)
    with store.writing() as connection:
        connection.execute(sa.text("UPDATE audit_head SET length = 7"))
    upgrade(store.engine)
    open_store(store_url).close()
    assert described(store.engine) == before
    with store.reading() as connection:
        assert connection.execute(sa.text("SELECT length FROM audit_head")).scalars().all() == [7]


def test_threads_may_open_a_new_store_at_once(store_url):
    together = Barrier(6)

    def work(_):
        together.wait()
        store = open_store(store_url)
        with store.reading() as connection:
            found = connection.execute(sa.text("SELECT length FROM audit_head")).scalars().all()
        store.close()
        return found

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(work, range(6))) == [[0]] * 6


def test_threads_may_open_different_new_stores_at_once(tmp_path):
    together = Barrier(6)

    def work(number):
        together.wait()
        store = open_store(f"sqlite:///{tmp_path}/{number}.sqlite3")
        tables = set(sa.inspect(store.engine).get_table_names())
        store.close()
        return tables

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(work, range(6))) == [TABLES] * 6


OPEN_AT_ONCE = """
import sys
from assistant.kept.store import open_store
print("ready", flush=True)
sys.stdin.readline()
store = open_store(sys.argv[1])
with store.reading() as connection:
    print(connection.exec_driver_sql("SELECT count(*) FROM audit_head").scalar_one())
store.close()
"""


def test_processes_may_open_a_new_store_at_once(store_url):
    command = [sys.executable, "-c", OPEN_AT_ONCE, store_url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, **pipes) for _ in range(4)]
    for each in processes:
        assert each.stdout.readline() == "ready\n"
    for each in processes:
        each.stdin.write("go\n")
        each.stdin.flush()
    assert [each.communicate()[0] for each in processes] == ["1\n"] * 4
    assert [each.returncode for each in processes] == [0] * 4


def test_a_store_of_a_later_release_is_left_alone(store, store_url):
    with store.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreIsNewerError, match="9999"):
        open_store(store_url)


def test_a_migration_that_fails_changes_nothing(engine, monkeypatch):
    def fail(_connection):
        raise RuntimeError("no room")

    monkeypatch.setattr(migrate, "_refuse_dangling", fail)
    with pytest.raises(RuntimeError, match="no room"):
        upgrade(engine)
    assert sa.inspect(engine).get_table_names() == []
    monkeypatch.undo()
    upgrade(engine)
    assert set(sa.inspect(engine).get_table_names()) == TABLES


def test_a_migration_that_leaves_rows_without_what_they_refer_to_is_refused(
    sqlite_url, monkeypatch
):
    engine = engine_of(sqlite_url)

    def leave_one(config, revision):
        connection = config.attributes["connection"]
        connection.exec_driver_sql("CREATE TABLE a (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE b (a INTEGER REFERENCES a (id))")
        connection.exec_driver_sql("INSERT INTO b VALUES (1)")

    monkeypatch.setattr(migrate.command, "upgrade", leave_one)
    with pytest.raises(RuntimeError, match="1 rows that refer to nothing"):
        upgrade(engine)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()


def test_results_and_revisions_are_never_changed(store):
    fill(store)
    for table, column in (("snapshot", "document"), ("favourite_revision", "question")):
        with (
            pytest.raises(DBAPIError, match=f"UPDATE is never done to {table}"),
            store.writing() as connection,
        ):
            connection.execute(sa.text(f"UPDATE {table} SET {column} = 'x'"))
