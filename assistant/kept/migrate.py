"""Bring a store to the newest schema. Safe to call from several threads and processes at once."""

from __future__ import annotations

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

HERE = Path(__file__).parent / "migrations"
_one_at_a_time = threading.Lock()
"""Alembic keeps its context in a module: one migration in a process at a time."""


class StoreIsNewerError(RuntimeError):
    """The store was migrated by a later release, which this one cannot know."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run the migrations up to ``revision`` in one transaction, as the only writer."""
    with _one_at_a_time, engine.connect() as connection:
        writer = connection.execution_options(writing=True, migrating=True)
        with writer.begin():
            config = _config()
            if _is_there(writer, ScriptDirectory.from_config(config), revision):
                return
            config.attributes["connection"] = writer
            command.upgrade(config, revision)
            _refuse_dangling(writer)


def newest() -> str:
    """The revision of the schema that this release keeps."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return config


def _is_there(connection: Connection, known: ScriptDirectory, revision: str) -> bool:
    now = MigrationContext.configure(connection).get_current_revision()
    if now not in {None, *(each.revision for each in known.walk_revisions())}:
        raise StoreIsNewerError(
            f"the store has schema {now}, which only a later release knows; "
            f"this one knows {known.get_current_head()}"
        )
    return known.get_revision(revision).revision == now


def _refuse_dangling(connection: Connection) -> None:
    """SQLite does not look at foreign keys while a migration runs, so it is asked at the end."""
    if connection.dialect.name == "sqlite":
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if dangling:
            raise RuntimeError(f"the migration left {len(dangling)} rows that refer to nothing")
