"""Insert rows, or change those that are there: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def put(
    connection: Connection,
    table: Table,
    rows: Sequence[dict[str, Any]],
    keys: Sequence[str],
    change: Sequence[str] | None = None,
) -> None:
    """Insert ``rows``, at least one, of the same columns and no two with the same keys; where the
    keys are there already, change the columns ``change`` of that row (all but the keys unless
    given; none of them leaves it as it is)."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(rows[0] if len(rows) == 1 else list(rows))
    names = [name for name in rows[0] if name not in keys] if change is None else list(change)
    if not names:
        connection.execute(statement.on_conflict_do_nothing(index_elements=keys))
        return
    values = {name: statement.excluded[name] for name in names}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))
