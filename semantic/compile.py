"""Compiles a resolved question to SQL: a sqlglot tree per *form*, values always bound.

A form is a question without its values. Its SQL is built, admitted by the guard and kept; a new
area, year or indicator is a new set of parameters for the same text. The dialect is a parameter of
the rendering, not of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from sqlglot import exp, select

from semantic.availability import Resolved, type_list
from semantic.guard import DIALECT, admit
from semantic.model import RIKET
from semantic.question import level_of

Template = Literal[
    "areas", "rank", "threshold", "change", "profile", "types", "gap", "share", "of_type", "moved"
]

_TEMPLATES: dict[str, Template] = {
    "value": "areas",
    "trend": "areas",
    "compare_areas": "areas",
    "map": "areas",
    "rank": "rank",
    "threshold": "threshold",
    "change": "change",
    "profile": "profile",
    "compare_types": "types",
    "gap": "gap",
    "population_share": "share",
    "areas_of_type": "of_type",
    "type_changes": "moved",
}

_PREFIX_LENGTH = {"lan": 2, "kommun": 4, "regso": 8, "deso": 9}


@dataclass(frozen=True)
class Form:
    """What decides the text of the SQL. Two questions of one form differ in parameters only."""

    template: Template
    areas: Literal["all", "named", "inside"]
    many_years: bool = False
    by_sex: bool = False
    by_age: bool = False
    ratio: bool = False
    scope: Literal["riket", "part"] = "riket"
    fixed_type: bool = False
    some_types: bool = False
    operator: str | None = None
    ascending: bool = False
    limited: bool = False
    measure: str = "value"
    chronological: bool = False


@dataclass(frozen=True)
class Statement:
    """Admitted SQL with the values it is run with."""

    sql: str
    params: dict[str, Any]


def compile_question(resolved: Resolved) -> Statement:
    form = form_of(resolved)
    return Statement(sql_of(form), parameters(resolved, form))


def compile_comparison(resolved: Resolved, codes: tuple[str, ...]) -> Statement:
    """The same figures for other areas of one level, such as riket beside a kommun."""
    form = Form(
        "areas",
        "named",
        many_years=True,
        by_sex=resolved.by_sex,
        by_age=resolved.by_age,
        chronological=True,
    )
    params = _slice_parameters(resolved) | {
        "level": level_of(codes[0]),
        "codes": list(codes),
        "years": list(resolved.years),
    }
    return Statement(sql_of(form), _needed(form, params))


def compile_peers(resolved: Resolved, within: tuple[str, ...] = ()) -> Statement:
    """The same figure for every area of the level, to show where the asked one lies."""
    form = Form("areas", "inside" if within else "all")
    params = _slice_parameters(resolved) | {"level": resolved.level, "year": resolved.years[-1]}
    return Statement(sql_of(form), _needed(form, params))


def compile_profile(resolved: Resolved, codes: tuple[str, ...]) -> Statement:
    """All indicators of a profile for ``codes`` of one level."""
    form = Form("profile", "named")
    params = {
        "level": level_of(codes[0]),
        "codes": list(codes),
        "indicators": [indicator.id for indicator, _ in resolved.profile],
        "years": [year for _, year in resolved.profile],
        "scales": [indicator.scale for indicator, _ in resolved.profile],
    }
    return Statement(sql_of(form), params)


def form_of(resolved: Resolved) -> Form:
    question = resolved.question
    template = _TEMPLATES[question.shape]
    if question.shape == "trend" and resolved.by_type:
        template = "types"
    return Form(
        template=template,
        areas=_area_filter(resolved),
        many_years=len(resolved.years) > 1,
        by_sex=resolved.by_sex,
        by_age=resolved.by_age,
        ratio=resolved.indicator.kind == "ratio",
        scope="riket" if resolved.scope == "riket" else "part",
        fixed_type=resolved.type_year is not None,
        some_types=bool(question.types),
        operator=question.threshold.op if question.threshold else None,
        ascending=question.ascending,
        limited=question.row_limit is not None,
        measure=question.asked_measure,
        chronological=question.shape == "trend",
    )


def _area_filter(resolved: Resolved) -> Literal["all", "named", "inside"]:
    if resolved.by_type:
        inside = [code for code in resolved.codes or resolved.within if code != RIKET]
        return "inside" if inside else "all"
    if resolved.codes:
        return "named"
    return "inside" if resolved.within else "all"


@lru_cache(maxsize=1024)
def sql_of(form: Form) -> str:
    """The admitted SQL text of a form."""
    return admit(tree_of(form).sql(DIALECT))


def tree_of(form: Form) -> exp.Select:
    builders = {
        "areas": _areas,
        "rank": _rank,
        "threshold": _threshold,
        "change": _change,
        "profile": _profile,
        "types": _types,
        "gap": _gap,
        "share": _share,
        "of_type": _of_type,
        "moved": _moved,
    }
    return builders[form.template](form)


_VALUE = (
    "CASE WHEN cell.den IS NULL THEN COALESCE(cell.num, cell.value) "
    "ELSE $scale * cell.num / NULLIF(cell.den, 0) END"
)
_PLAIN = "indicator, area, period, sex, age, numerator, denominator, value, status, origin, source"
_BY_VALUE = "value DESC NULLS LAST", "area"


def _cells(form: Form) -> exp.Select:
    """One row per cell asked for, its figure worked out from its parts where it has them."""
    query = select(
        "cell.indicator",
        "cell.area",
        "cell.year AS period",
        "cell.sex",
        "cell.age",
        "cell.num AS numerator",
        "cell.den AS denominator",
        f"{_VALUE} AS value",
        "cell.status",
        "cell.origin",
        "cell.source",
        dialect=DIALECT,
    ).from_("cell")
    return _where(query, form)


def _where(query: exp.Select, form: Form) -> exp.Select:
    conditions = ["cell.indicator = $indicator", "cell.level = $level", *_group_conditions(form)]
    if form.template == "change":
        conditions.append("cell.year IN ($first, $last)")
    else:
        conditions.append(_years("cell", form))
    conditions += _area_conditions("cell", form)
    return query.where(*conditions, dialect=DIALECT)


def _group_conditions(form: Form) -> list[str]:
    sex = "cell.sex <> 'total'" if form.by_sex else "cell.sex = $sex"
    age = "cell.age <> 'total'" if form.by_age else "cell.age = $age"
    return [sex, age]


def _years(table: str, form: Form) -> str:
    if form.many_years:
        return f"LIST_CONTAINS($years, {table}.year)"
    return f"{table}.year = $year"


def _area_conditions(table: str, form: Form) -> list[str]:
    if form.areas == "named":
        return [f"LIST_CONTAINS($codes, {table}.area)"]
    if form.areas == "inside":
        return [f"LIST_CONTAINS($within, LEFT({table}.area, $within_length))"]
    return []


def _areas(form: Form) -> exp.Select:
    query = select(*_PLAIN.split(", ")).from_("picked").with_("picked", as_=_cells(form))
    order = ("area", "sex", "age", "period") if form.chronological else ("period", *_BY_VALUE)
    return _limited(query.order_by(*order, dialect=DIALECT), form)


def _limited(query: exp.Select, form: Form) -> exp.Select:
    return query.limit(exp.Parameter(this=exp.var("limit"))) if form.limited else query


def _rank(form: Form) -> exp.Select:
    direction = "ASC" if form.ascending else "DESC"
    query = (
        select(
            *_PLAIN.split(", "),
            f"RANK() OVER (ORDER BY value {direction}) AS rank",
            "COUNT(*) OVER () AS ranked",
            dialect=DIALECT,
        )
        .from_("picked")
        .with_("picked", as_=_cells(form))
        .where("NOT value IS NULL", dialect=DIALECT)
        .order_by("rank", "area", dialect=DIALECT)
    )
    return _limited(query, form)


_OPERATORS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def _threshold(form: Form) -> exp.Select:
    query = (
        select(*_PLAIN.split(", "), "COUNT(*) OVER () AS matched")
        .from_("picked")
        .with_("picked", as_=_cells(form))
        .where(f"value {_OPERATORS[form.operator or 'ge']} $bound", dialect=DIALECT)
        .order_by(*_BY_VALUE, dialect=DIALECT)
    )
    return _limited(query, form)


def _change(form: Form) -> exp.Select:
    at_year = "{function}(CASE WHEN period = ${year} THEN {column} END) AS {name}"
    parts = [
        at_year.format(function="MAX", year=year, column=column, name=f"{name}_{column}")
        for name, year in (("from", "first"), ("to", "last"))
        for column in ("value", "numerator", "denominator", "status")
    ]
    pairs = (
        select("indicator", "area", "sex", "age", *parts, dialect=DIALECT)
        .from_("picked")
        .group_by("indicator", "area", "sex", "age")
    )
    difference = "to_value - from_value"
    if form.measure == "percent":
        difference = "100 * (to_value - from_value) / NULLIF(from_value, 0)"
    order = "value NULLS LAST" if form.ascending else "value DESC NULLS LAST"
    query = (
        select(
            "indicator",
            "area",
            "sex",
            "age",
            "from_value",
            "to_value",
            "from_status",
            "to_status",
            f"{difference} AS value",
            dialect=DIALECT,
        )
        .from_("pairs")
        .with_("picked", as_=_cells(form))
        .with_("pairs", as_=pairs)
        .order_by(order, "area", dialect=DIALECT)
    )
    return _limited(query, form)


def _profile(form: Form) -> exp.Select:
    asked = select(
        "UNNEST($indicators) AS indicator",
        "UNNEST($years) AS year",
        "UNNEST($scales) AS scale",
        dialect=DIALECT,
    )
    value = _VALUE.replace("$scale", "asked.scale")
    return (
        select(
            "cell.indicator",
            "cell.area",
            "cell.year AS period",
            "cell.sex",
            "cell.age",
            "cell.num AS numerator",
            "cell.den AS denominator",
            f"{value} AS value",
            "cell.status",
            "cell.origin",
            "cell.source",
            dialect=DIALECT,
        )
        .from_("cell")
        .join(
            "asked",
            on="asked.indicator = cell.indicator AND asked.year = cell.year",
            dialect=DIALECT,
        )
        .with_("asked", as_=asked)
        .where(
            "cell.level = $level",
            "cell.sex = 'total'",
            "cell.age = 'total'",
            *_area_conditions("cell", form),
            dialect=DIALECT,
        )
        .order_by("cell.indicator", "cell.area", dialect=DIALECT)
    )


def _summed(form: Form) -> exp.Select:
    """Numerators and denominators of RegSO added up per area type; never a mean of means."""
    area = "'00'" if form.scope == "riket" else "LEFT(cell.area, $scope_length)"
    year = "$type_year" if form.fixed_type else "cell.year"
    query = (
        select(
            "cell.indicator",
            f"{area} AS area",
            "kind.type AS area_type",
            "cell.year AS period",
            "cell.sex",
            "cell.age",
            "SUM(cell.num) AS numerator",
            "SUM(cell.den) AS denominator",
            "COUNT(*) AS areas",
            "COUNT(cell.num) AS valued",
            "COUNT(CASE WHEN cell.status = 'preliminary' THEN 1 END) AS preliminary",
            "MIN(cell.source) AS source",
            dialect=DIALECT,
        )
        .from_("cell")
        .join(
            "area_type AS kind",
            on=(
                "kind.area = cell.area AND kind.division = cell.division "
                f"AND kind.year = {year}"
            ),
            dialect=DIALECT,
        )
    )
    query = _where(query, form)
    return query.group_by(
        "cell.indicator", area, "kind.type", "cell.year", "cell.sex", "cell.age", dialect=DIALECT
    )


_TYPE_COLUMNS = (
    "indicator, area, area_type, period, sex, age, numerator, denominator, areas, valued, "
    "preliminary, source"
)


def _type_value(form: Form) -> str:
    if form.ratio:
        return "$scale * numerator / NULLIF(denominator, 0)"
    return "CASE WHEN valued = areas THEN numerator END"


def _types(form: Form) -> exp.Select:
    query = (
        select(*_TYPE_COLUMNS.split(", "), f"{_type_value(form)} AS value", dialect=DIALECT)
        .from_("summed")
        .with_("summed", as_=_summed(form))
    )
    if form.some_types:
        query = query.where("LIST_CONTAINS($types, area_type)", dialect=DIALECT)
    return query.order_by("area", "period", "sex", "age", "area_type", dialect=DIALECT)


def _share(form: Form) -> exp.Select:
    """The denominator is everybody in the area, whatever type they live in."""
    everybody = "SUM(numerator) OVER (PARTITION BY area, period, sex, age)"
    columns = [
        f"{everybody} AS denominator" if name == "denominator" else name
        for name in _TYPE_COLUMNS.split(", ")
    ]
    return (
        select(*columns, f"100 * numerator / NULLIF({everybody}, 0) AS value", dialect=DIALECT)
        .from_("summed")
        .with_("summed", as_=_summed(form))
        .order_by("area", "period", "sex", "age", "area_type", dialect=DIALECT)
    )


def _gap(form: Form) -> exp.Select:
    typed = select(
        *_TYPE_COLUMNS.split(", "), f"{_type_value(form)} AS value", dialect=DIALECT
    ).from_("summed")
    sides = [
        f"MAX(CASE WHEN area_type = ${side} THEN {column} END) AS {side}_{column}"
        for side in ("first", "second")
        for column in ("value", "numerator", "denominator", "areas", "valued")
    ]
    groups = ("indicator", "area", "period", "sex", "age")
    pairs = (
        select(*groups, *sides, "MIN(source) AS source", dialect=DIALECT)
        .from_("typed")
        .group_by(*groups)
    )
    gap = "first_value - second_value"
    if form.measure == "ratio":
        gap = "first_value / NULLIF(second_value, 0)"
    columns = [alias.rsplit(" AS ", 1)[1] for alias in sides]
    return (
        select(*groups, *columns, "source", f"{gap} AS value", dialect=DIALECT)
        .from_("pairs")
        .with_("summed", as_=_summed(form))
        .with_("typed", as_=typed)
        .with_("pairs", as_=pairs)
        .order_by("area", "sex", "age", "period", dialect=DIALECT)
    )


def _of_type(form: Form) -> exp.Select:
    people = (
        "cell.area = kind.area AND cell.division = kind.division AND cell.year = kind.year "
        "AND cell.indicator = $indicator AND cell.level = $level "
        "AND cell.sex = $sex AND cell.age = $age"
    )
    query = (
        select(
            "kind.area",
            "kind.type AS area_type",
            "kind.year AS period",
            "cell.num AS value",
            "cell.status",
            "kind.origin",
            "kind.source",
            dialect=DIALECT,
        )
        .from_("area_type AS kind")
        .join("cell", on=people, join_type="LEFT", dialect=DIALECT)
        .where("kind.year = $year", *_area_conditions("kind", form), dialect=DIALECT)
    )
    if form.some_types:
        query = query.where("LIST_CONTAINS($types, kind.type)", dialect=DIALECT)
    return query.order_by("area_type", "cell.num DESC NULLS LAST", "kind.area", dialect=DIALECT)


def _moved(form: Form) -> exp.Select:
    query = (
        select(
            "kind.area",
            "kind.type AS from_type",
            "later.type AS to_type",
            "later.type - kind.type AS value",
            "later.origin",
            "later.source",
            dialect=DIALECT,
        )
        .from_("area_type AS kind")
        .join(
            "area_type AS later",
            on="later.area = kind.area AND later.division = kind.division",
            dialect=DIALECT,
        )
        .where(
            "kind.year = $first",
            "later.year = $last",
            "kind.type <> later.type",
            *_area_conditions("kind", form),
            dialect=DIALECT,
        )
    )
    if form.some_types:
        query = query.where(
            "LIST_CONTAINS($types, kind.type) OR LIST_CONTAINS($types, later.type)",
            dialect=DIALECT,
        )
    return query.order_by("value", "kind.area", dialect=DIALECT)


def parameters(resolved: Resolved, form: Form) -> dict[str, Any]:
    """Every value the form's text binds, and no other."""
    if form.template == "profile":
        return compile_profile(resolved, resolved.codes).params
    return _needed(form, _slice_parameters(resolved) | _scope_parameters(resolved))


def _slice_parameters(resolved: Resolved) -> dict[str, Any]:
    question = resolved.question
    return {
        "indicator": resolved.indicator.id,
        "scale": resolved.indicator.scale,
        "sex": question.sex,
        "age": question.age,
        "limit": question.row_limit,
        "types": list(type_list(question)),
        "bound": question.threshold.value if question.threshold else None,
        "type_year": resolved.type_year,
    }


def _scope_parameters(resolved: Resolved) -> dict[str, Any]:
    question, years = resolved.question, resolved.years
    inside = [code for code in (resolved.codes or resolved.within) if code != RIKET]
    first, second = question.pair if question.shape == "gap" else (years[0], years[-1])
    return {
        "level": resolved.level,
        "codes": list(resolved.codes),
        "within": inside,
        "within_length": len(inside[0]) if inside else None,
        "scope_length": _PREFIX_LENGTH.get(resolved.scope),
        "year": years[-1],
        "years": list(years),
        "first": first,
        "second": second,
        "last": years[-1],
    }


@lru_cache(maxsize=1024)
def _names(form: Form) -> frozenset[str]:
    tree = tree_of(form)
    return frozenset(node.name for node in tree.find_all(exp.Parameter, exp.Placeholder))


def _needed(form: Form, params: dict[str, Any]) -> dict[str, Any]:
    return {name: params[name] for name in _names(form)}
