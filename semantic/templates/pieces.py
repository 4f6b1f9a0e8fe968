"""Fixed pieces of SQL, and the cells a question asks for; values are always parameters."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlglot import exp, select

from semantic.forms import Form

DIALECT = "duckdb"
_FIGURE = (
    "CASE WHEN cell.den IS NULL THEN COALESCE(cell.num, cell.value) "
    "ELSE $scale * cell.num / NULLIF(cell.den, 0) END AS value"
)
CELL = (
    "cell.indicator", "cell.area", "cell.year AS period", "cell.sex", "cell.age",
    "cell.num AS numerator", "cell.den AS denominator", _FIGURE, "cell.status", "cell.origin",
    "cell.source",
)  # fmt: skip
COUNTED = ("preliminary", "suppressed", "not_applicable")
"""Statuses of which a sum tells how many of its parts have them."""


@cache
def piece(text: str, into: type[exp.Expression] | None = None) -> exp.Expr:
    """A fixed piece of SQL, parsed once; the builder copies what it is given."""
    return exp.maybe_parse(text, into=into, dialect=DIALECT)


def pieces(*texts: str) -> list[exp.Expr]:
    return [piece(text) for text in texts]


def select_of(*columns: str) -> exp.Select:
    return select(*pieces(*columns))


def cells(form: Form, *columns: str) -> exp.Select:
    """The cells asked for, one a row unless grouped."""
    sex = "cell.sex <> 'total'" if form.by_sex else "cell.sex = $sex"
    age = "cell.age <> 'total'" if form.by_age else "cell.age = $age"
    conditions = ["cell.indicator = $indicator", "cell.level = $level", sex, age]
    conditions += [*_years(form), *areas_asked("cell", form)]
    if form.one_division:
        conditions.append(
            "(LIST_CONTAINS($in_division, cell.year) OR NOT LIST_CONTAINS($moved, cell.area))"
        )
    return select_of(*columns).from_("cell").where(*pieces(*conditions))


def _years(form: Form) -> list[str]:
    """The years, each in the division it is read in."""
    if form.years == "one":
        return ["cell.year = $year", "cell.division = $division"]
    years = "LIST_CONTAINS($years, cell.year)"
    if form.years == "many":
        return [years, "cell.division = $division"]
    newest = "LIST_CONTAINS($in_division, cell.year)"
    division = f"CASE WHEN {newest} THEN $division ELSE $other_division END"
    return [years, f"cell.division = {division}"]


def areas_asked(table: str, form: Form) -> list[str]:
    area = f"{table}.area"
    several = f"LIST_CONTAINS($within, LEFT({area}, $within_length))"
    also = f"LIST_CONTAINS($also, LEFT({area}, $also_length))"
    filters: Mapping[str, list[str]] = {
        "all": [],
        "named": [f"LIST_CONTAINS($codes, {table}.area)"],
        "inside": [f"{area} >= $from_area", f"{area} < $before_area"],
        "several": [f"({several} OR {also})"],
    }
    return filters[form.areas]


def by_value(form: Form, value: str = "value") -> str:
    return f"{value} {'ASC' if form.ascending else 'DESC'} NULLS LAST"


def ordered(query: exp.Select, form: Form, *order: str) -> exp.Select:
    query = query.order_by(*(piece(each, exp.Ordered) for each in order))
    return query.limit(piece("$limit")) if form.limited else query
