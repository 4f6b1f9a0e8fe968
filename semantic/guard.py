"""The second pair of eyes: admits only SQL that looks like what the compiler is meant to make.

An allowlist of node classes, tables, columns and functions, applied to the *parsed text* that will
run. Raises `GuardError`, which is always our fault.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp

DIALECT = "duckdb"
MAX_NODES = 2_000

TABLES: dict[str, frozenset[str]] = {
    "cell": frozenset(
        "indicator level area division year sex age num den value status origin source".split()
    ),
    "area": frozenset("level code division name kommun lan changed".split()),
    "area_type": frozenset("area division year type origin source".split()),
}

_NODES: tuple[type[exp.Expression], ...] = (
    exp.Select, exp.From, exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit,
    exp.With, exp.CTE, exp.Subquery, exp.TableAlias, exp.Join, exp.Table, exp.Identifier,
    exp.Column, exp.Alias, exp.Parameter, exp.Placeholder, exp.Var, exp.Literal, exp.Null,
    exp.Boolean, exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE,
    exp.In, exp.Is, exp.Between, exp.Paren, exp.Case, exp.If, exp.Add, exp.Sub, exp.Mul, exp.Div,
    exp.Neg, exp.Tuple, exp.Window, exp.WindowSpec, exp.Cast, exp.DataType, exp.Filter,
)  # fmt: skip

_FUNCTIONS: tuple[type[exp.Expression], ...] = (
    exp.Sum, exp.Count, exp.Min, exp.Max, exp.AnyValue, exp.Coalesce, exp.Nullif, exp.Left,
    exp.Rank, exp.ArrayContains, exp.Star, exp.Abs, exp.Explode,
)  # fmt: skip

_COLUMNS: set[str] = set().union(*TABLES.values())
_LITERALS = frozenset({"0", "1", "100", "00", "total", "preliminary"})


class GuardError(Exception):
    """Compiled SQL outside the allowlist."""


def admit(sql: str) -> str:
    """Return ``sql`` if it is one SELECT over known tables with nothing but bound values."""
    statements = sqlglot.parse(sql, read=DIALECT)
    if len(statements) != 1 or not isinstance(statements[0], exp.Select):
        raise GuardError("exactly one SELECT")
    tree = statements[0]
    if tree.sql(DIALECT) != sql:
        raise GuardError("the text does not survive parsing")
    nodes = list(tree.walk())
    if len(nodes) > MAX_NODES:
        raise GuardError(f"{len(nodes)} nodes")
    named = {cte.alias for cte in tree.find_all(exp.CTE)}
    columns = _COLUMNS | {alias.alias for alias in tree.find_all(exp.Alias)}
    for node in nodes:
        _admit_node(node, named, columns)
    return sql


def _admit_node(node: exp.Expression, named: set[str], columns: set[str]) -> None:
    if not isinstance(node, _NODES + _FUNCTIONS):
        raise GuardError(f"{type(node).__name__} is not allowed")
    if isinstance(node, exp.Table):
        _admit_table(node, named)
    elif isinstance(node, exp.Column) and node.name not in columns:
        raise GuardError(f"no column {node.name!r}")
    elif isinstance(node, exp.Literal) and node.this not in _LITERALS:
        raise GuardError(f"the literal {node.this!r} is not the compiler's")


def _admit_table(table: exp.Table, named: set[str]) -> None:
    if not isinstance(table.this, exp.Identifier) or table.args.get("db"):
        raise GuardError("a table is a plain name")
    if table.name not in TABLES and table.name not in named:
        raise GuardError(f"no table {table.name!r}")
