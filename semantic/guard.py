"""The second pair of eyes: admits only SQL that looks like what the compiler is meant to make.

An allowlist of node classes, tables, columns and functions, applied to the *parsed text* that will
run: one SELECT over known tables, every other word of it the compiler's own, every value a
parameter. Raises `GuardError` and nothing else, which is always our fault.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

DIALECT = "duckdb"
MOST_NODES = 2_000
LONGEST = 20_000

TABLES: dict[str, frozenset[str]] = {
    "cell": frozenset(
        {"indicator", "level", "area", "division", "year", "sex", "age", "num", "den", "value"}
        | {"status", "origin", "source"}
    ),
    "area_type": frozenset({"area", "division", "year", "type", "origin", "source"}),
}

NODES: tuple[type[exp.Expression], ...] = (
    exp.Select, exp.From, exp.Where, exp.Group, exp.Order, exp.Ordered, exp.Limit, exp.With,
    exp.CTE, exp.TableAlias, exp.Join, exp.Table, exp.Identifier, exp.Column, exp.Alias,
    exp.Placeholder, exp.Literal, exp.Null, exp.And, exp.Or, exp.Not,
    exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Is, exp.Paren, exp.Case, exp.If,
    exp.Sub, exp.Mul, exp.Div, exp.Window,
)  # fmt: skip

FUNCTIONS: tuple[type[exp.Expression], ...] = (
    exp.Sum, exp.Count, exp.Min, exp.Max, exp.Coalesce, exp.Nullif, exp.Left, exp.Rank,
    exp.ArrayContains, exp.Explode, exp.Star,
)  # fmt: skip

_ALLOWED = frozenset(NODES + FUNCTIONS)
_COLUMNS = frozenset[str]().union(*TABLES.values())
STATUSES = frozenset({"value", "zero", "preliminary", "missing", "suppressed", "not_applicable"})
LITERALS = frozenset(
    {("1", False), ("0", False), ("100", False)}
    | {(text, True) for text in STATUSES | {"00", "total", "computed"}}
)


class GuardError(Exception):
    """Compiled SQL outside the allowlist."""


def admit(sql: str) -> str:
    """Return ``sql`` if it is one SELECT over known tables with nothing but bound values."""
    if len(sql) > LONGEST:
        raise GuardError(f"{len(sql)} characters")
    try:
        statements = sqlglot.parse(sql, read=DIALECT)
        if len(statements) != 1 or type(statements[0]) is not exp.Select:
            raise GuardError("exactly one SELECT")
        if not statements[0].find(exp.From):
            raise GuardError("a SELECT reads a table")
        tree = statements[0]
        if tree.sql(DIALECT) != sql:
            raise GuardError("the text does not survive parsing")
    except (SqlglotError, RecursionError, ValueError) as error:
        raise GuardError(f"not read: {type(error).__name__}") from error
    _admit_tree(tree)
    return sql


def _admit_tree(tree: exp.Select) -> None:
    nodes = list(tree.walk())
    if len(nodes) > MOST_NODES:
        raise GuardError(f"{len(nodes)} nodes")
    queries = _queries(tree)
    named = {alias.alias_or_name for alias in tree.find_all(exp.Table)}
    columns = _COLUMNS | {alias.alias for alias in tree.find_all(exp.Alias)}
    for node in nodes:
        if type(node) not in _ALLOWED:
            raise GuardError(f"{type(node).__name__} is not allowed")
        if node.comments:
            raise GuardError("a comment")
        _admit_word(node, columns, named)
    for query, known in queries:
        for table in query.find_all(exp.Table):
            if table.find_ancestor(exp.Select) is query:
                _admit_table(table, known)


def _queries(tree: exp.Select) -> list[tuple[exp.Select, frozenset[str]]]:
    """Each SELECT with the tables it may read: a named query sees those named before it only."""
    found: list[tuple[exp.Select, frozenset[str]]] = []
    known = frozenset(TABLES)
    for cte in tree.ctes:
        if cte.alias in known or type(cte.this) is not exp.Select:
            raise GuardError(f"{cte.alias!r} is not a new name for a query")
        found.append((cte.this, known))
        known |= {cte.alias}
    found.append((tree, known))
    selects = list(tree.find_all(exp.Select))
    if len(selects) != len(found) or tree.find(exp.With) is not tree.args.get("with_"):
        raise GuardError("a query inside a query")
    return found


def _admit_word(node: exp.Expr, columns: frozenset[str] | set[str], named: set[str]) -> None:
    if isinstance(node, exp.Column):
        if node.name not in columns or (node.table and node.table not in named):
            raise GuardError(f"no column {node.sql()!r}")
        if node.args.get("db"):
            raise GuardError("a column is a plain name")
    elif isinstance(node, exp.Literal) and (node.this, node.is_string) not in LITERALS:
        raise GuardError(f"the literal {node.this!r} is not the compiler's")
    elif isinstance(node, exp.Placeholder) and not isinstance(node.this, str):
        raise GuardError("a parameter has a name")
    elif isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count):
        raise GuardError("columns are named")
    elif isinstance(node, exp.Join) and not node.args.get("on"):
        raise GuardError("a join says on what")
    elif isinstance(node, exp.With) and node.recursive:
        raise GuardError("recursion")


def _admit_table(table: exp.Table, known: frozenset[str]) -> None:
    if not isinstance(table.this, exp.Identifier):
        raise GuardError("a table is a plain name")
    if {name for name, value in table.args.items() if value} - {"this", "alias"}:
        raise GuardError("a table is a plain name")
    if table.name not in known:
        raise GuardError(f"no table {table.name!r}")
