"""Insert a row, or change the one that is there: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def put(
    connection: Connection,
    table: Table,
    row: dict[str, Any],
    keys: Sequence[str],
    change: Sequence[str] | None = None,
) -> None:
    """Insert ``row``; where its keys are there already, change the columns ``change`` of that row
    (all but the keys unless given; none of them leaves it as it is)."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(row)
    names = [name for name in row if name not in keys] if change is None else list(change)
    if not names:
        connection.execute(statement.on_conflict_do_nothing(index_elements=keys))
        return
    values = {name: statement.excluded[name] for name in names}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))
