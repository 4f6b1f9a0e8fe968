"""Insert rows, or change those that are there: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import postgresql, sqlite


def put(
    connection: Connection,
    table: Table,
    rows: Sequence[dict[str, Any]],
    keys: Sequence[str],
    change: Sequence[str] | None = None,
) -> None:
    """Insert ``rows``, all of the same columns; where the keys are there already, change the
    columns ``change`` of that row (all but the keys unless given; none of them leaves it as it
    is)."""
    if rows:
        names = [name for name in rows[0] if name not in keys] if change is None else change
        statement = _statement(connection.dialect.name, table, tuple(keys), tuple(names))
        connection.execute(statement, rows)


@cache
def _statement(
    dialect: str, table: Table, keys: tuple[str, ...], change: tuple[str, ...]
) -> Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement: sqlite.Insert | postgresql.Insert = insert(table)
    if not change:
        return statement.on_conflict_do_nothing(index_elements=keys)
    values = {name: statement.excluded[name] for name in change}
    return statement.on_conflict_do_update(index_elements=keys, set_=values)
