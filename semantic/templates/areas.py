"""Statements with a row an area: listed, ranked, limited, changed, in profile."""

from __future__ import annotations

from sqlglot import exp

from semantic.forms import Form
from semantic.templates.pieces import (
    CELL,
    DIALECT,
    areas_asked,
    by_value,
    cells,
    ordered,
    piece,
    pieces,
    select_of,
)

_PLAIN = (
    "indicator", "area", "period", "sex", "age", "numerator", "denominator", "value", "status",
    "origin", "source",
)  # fmt: skip
_OF_AREA = ("cell.indicator", "cell.area", "cell.sex", "cell.age")
_OF_GROUP = ("indicator", "area", "sex", "age")
_TOLD = (
    "CASE WHEN cell.den > 0 THEN cell.num "
    "WHEN cell.den = 0 OR cell.status = 'not_applicable' THEN 1 END"
)
_TOGETHER = (
    *_OF_AREA,
    "SUM(cell.num) AS num",
    "SUM(cell.den) AS den",
    "COUNT(CASE WHEN cell.den > 0 THEN cell.num END) AS valued",
    f"COUNT({_TOLD}) AS told",
    "COUNT(CASE WHEN cell.status = 'preliminary' THEN 1 END) AS preliminary",
    "COUNT(CASE WHEN cell.status = 'suppressed' THEN 1 END) AS suppressed",
    "MIN(cell.source) AS source",
    "NULLIF(MAX(cell.source), MIN(cell.source)) AS other_source",
)
"""The years of an area put together: in how many of them there is a figure, in how many it is told
why there is none because nobody is there, and in how many it is preliminary or suppressed."""
_ENDS = ("value", "status", "numerator", "denominator", "source")
"""What is told of a change in both its years."""
_OPERATORS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def areas(form: Form) -> exp.Select:
    query = _picked(select_of(*_plain(form)), form)
    if form.chronological:
        return ordered(query, form, "area", "sex", "age", "period")
    return ordered(query, form, "period", by_value(form), "area", "sex", "age")


def rank(form: Form) -> exp.Select:
    """Areas that are equal share a rank; areas without a figure have none."""
    direction = "ASC" if form.ascending else "DESC"
    query = select_of(
        *_plain(form),
        f"RANK() OVER (ORDER BY value {direction}) AS rank",
        "COUNT(*) OVER () AS ranked",
        "COUNT(*) OVER (PARTITION BY value) AS tied",
    )
    query = _picked(query, form).where(*pieces("NOT value IS NULL"))
    return ordered(query, form, "rank", "area")


def threshold(form: Form) -> exp.Select:
    query = _picked(select_of(*_plain(form), "COUNT(*) OVER () AS matched"), form)
    query = query.where(*pieces(f"value {_OPERATORS[form.operator or 'ge']} $bound"))
    return ordered(query, form, by_value(form), "area")


def change(form: Form) -> exp.Select:
    """The later year beside the earlier one; areas that moved have no difference."""
    groups = ("indicator", "area", "sex", "age")
    sides = [
        f"MAX(CASE WHEN period = ${year} THEN {column} END) AS {name}_{column}"
        for name, year in (("from", "first"), ("to", "last"))
        for column in _ENDS
    ]
    difference = "to_value - from_value"
    if form.percent:
        difference = "100 * (to_value - from_value) / NULLIF(from_value, 0)"
    if form.years == "across":
        difference = f"CASE WHEN NOT LIST_CONTAINS($moved, area) THEN {difference} END"
    shown = [f"{name}_{column}" for column in _ENDS for name in ("from", "to")]
    query = (
        select_of(*groups, *shown, f"{difference} AS value")
        .from_("pairs")
        .with_("picked", as_=cells(form, *CELL))
        .with_("pairs", as_=select_of(*groups, *sides).from_("picked").group_by(*pieces(*groups)))
    )
    return ordered(query, form, by_value(form), "area", "sex", "age")


def profile(form: Form) -> exp.Select:
    asked = select_of(
        "UNNEST($indicators) AS indicator",
        "UNNEST($years) AS year",
        "UNNEST($divisions) AS division",
        "UNNEST($scales) AS scale",
    )
    query = (
        select_of(*(column.replace("$scale", "asked.scale") for column in CELL))
        .from_("cell")
        .join(
            "asked",
            on=piece(
                "asked.indicator = cell.indicator AND asked.year = cell.year "
                "AND asked.division = cell.division"
            ),
            dialect=DIALECT,
        )
        .with_("asked", as_=asked)
        .where(*pieces("cell.level = $level", "cell.sex = 'total'", "cell.age = 'total'"))
        .where(*pieces(*areas_asked("cell", form)))
    )
    return ordered(query, form, "cell.indicator", "cell.area")


def _plain(form: Form) -> tuple[str, ...]:
    """The columns of a figure; of several years put together the first of them and a second source
    too."""
    return (*_PLAIN[:2], "from_period", *_PLAIN[2:], "other_source") if form.pooled else _PLAIN


def _picked(query: exp.Select, form: Form) -> exp.Select:
    """``query`` over the cells asked for, one a row; over what they make together where years are
    put together."""
    if not form.pooled:
        return query.from_("picked").with_("picked", as_=cells(form, *CELL))
    summed = cells(form, *_TOGETHER).group_by(*pieces(*_OF_AREA))
    query = query.from_("picked").with_("together", as_=summed)
    return query.with_("picked", as_=_whole(form).from_("together"))


def _whole(form: Form) -> exp.Select:
    """The figure of each area that has one in all the years, of the same area; else why not."""
    moved = "WHEN LIST_CONTAINS($moved, area) THEN 'not_applicable' " if form.one_division else ""
    all_years = "CASE WHEN valued = $span THEN"
    return select_of(
        *_OF_GROUP,
        "$from_year AS from_period",
        "$year AS period",
        f"{all_years} num END AS numerator",
        f"{all_years} den END AS denominator",
        f"{all_years} $scale * num / den END AS value",
        f"CASE {moved}WHEN valued = $span AND num = 0 THEN 'zero' "
        "WHEN valued = $span AND preliminary > 0 THEN 'preliminary' "
        "WHEN valued = $span THEN 'value' "
        "WHEN suppressed > 0 THEN 'suppressed' "
        "WHEN told < $span THEN 'missing' ELSE 'not_applicable' END AS status",
        "'computed' AS origin",
        "source",
        "other_source",
    )
