"""One sqlglot tree per form, put together from fixed pieces; values are always parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from sqlglot import exp, select

from semantic.forms import Form, Template

DIALECT = "duckdb"

_FIGURE = (
    "CASE WHEN cell.den IS NULL THEN COALESCE(cell.num, cell.value) "
    "ELSE $scale * cell.num / NULLIF(cell.den, 0) END AS value"
)
_CELL = (
    "cell.indicator", "cell.area", "cell.year AS period", "cell.sex", "cell.age",
    "cell.num AS numerator", "cell.den AS denominator", _FIGURE, "cell.status", "cell.origin",
    "cell.source",
)  # fmt: skip
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
)
"""The years of an area put together: in how many of them there is a figure, in how many it is told
why there is none because nobody is there, and in how many it is preliminary or suppressed."""
_COUNTED = ("preliminary", "suppressed", "not_applicable")
"""Statuses of which a sum tells how many of its parts have them."""
_OPERATORS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def tree_of(form: Form) -> exp.Select:
    return _BUILDERS[form.template](form)


@cache
def _piece(text: str, into: type[exp.Expression] | None = None) -> exp.Expr:
    """A fixed piece of SQL, parsed once; the builder copies what it is given."""
    return exp.maybe_parse(text, into=into, dialect=DIALECT)


def _pieces(*texts: str) -> list[exp.Expr]:
    return [_piece(text) for text in texts]


def _select(*columns: str) -> exp.Select:
    return select(*_pieces(*columns))


def _cells(form: Form, *columns: str) -> exp.Select:
    """The cells asked for, one a row unless grouped."""
    sex = "cell.sex <> 'total'" if form.by_sex else "cell.sex = $sex"
    age = "cell.age <> 'total'" if form.by_age else "cell.age = $age"
    conditions = ["cell.indicator = $indicator", "cell.level = $level", sex, age]
    conditions += [*_years(form), *_areas_asked("cell", form)]
    if form.one_division:
        conditions.append(
            "(LIST_CONTAINS($in_division, cell.year) OR NOT LIST_CONTAINS($moved, cell.area))"
        )
    return _select(*columns).from_("cell").where(*_pieces(*conditions))


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


def _areas_asked(table: str, form: Form) -> list[str]:
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


def _plain(form: Form) -> tuple[str, ...]:
    """The columns of a figure; of several years put together the first of them too."""
    return (*_PLAIN[:2], "from_period", *_PLAIN[2:]) if form.pooled else _PLAIN


def _by_value(form: Form, value: str = "value") -> str:
    return f"{value} {'ASC' if form.ascending else 'DESC'} NULLS LAST"


def _ordered(query: exp.Select, form: Form, *order: str) -> exp.Select:
    query = query.order_by(*(_piece(each, exp.Ordered) for each in order))
    return query.limit(_piece("$limit")) if form.limited else query


def _picked(query: exp.Select, form: Form) -> exp.Select:
    """``query`` over the cells asked for, one a row; over what they make together where years are
    put together."""
    if not form.pooled:
        return query.from_("picked").with_("picked", as_=_cells(form, *_CELL))
    summed = _cells(form, *_TOGETHER).group_by(*_pieces(*_OF_AREA))
    query = query.from_("picked").with_("together", as_=summed)
    return query.with_("picked", as_=_whole(form).from_("together"))


def _whole(form: Form) -> exp.Select:
    """The figure of each area that has one in all the years, of the same area; else why not."""
    moved = "WHEN LIST_CONTAINS($moved, area) THEN 'not_applicable' " if form.one_division else ""
    all_years = "CASE WHEN valued = $span THEN"
    return _select(
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
    )


def _areas(form: Form) -> exp.Select:
    query = _picked(_select(*_plain(form)), form)
    if form.chronological:
        return _ordered(query, form, "area", "sex", "age", "period")
    return _ordered(query, form, "period", _by_value(form), "area", "sex", "age")


def _rank(form: Form) -> exp.Select:
    """Areas that are equal share a rank; areas without a figure have none."""
    direction = "ASC" if form.ascending else "DESC"
    query = _select(
        *_plain(form),
        f"RANK() OVER (ORDER BY value {direction}) AS rank",
        "COUNT(*) OVER () AS ranked",
        "COUNT(*) OVER (PARTITION BY value) AS tied",
    )
    query = _picked(query, form).where(*_pieces("NOT value IS NULL"))
    return _ordered(query, form, "rank", "area")


def _threshold(form: Form) -> exp.Select:
    query = _picked(_select(*_plain(form), "COUNT(*) OVER () AS matched"), form)
    query = query.where(*_pieces(f"value {_OPERATORS[form.operator or 'ge']} $bound"))
    return _ordered(query, form, _by_value(form), "area")


def _change(form: Form) -> exp.Select:
    """The later year beside the earlier one; areas that moved have no difference."""
    groups = ("indicator", "area", "sex", "age")
    sides = [
        f"MAX(CASE WHEN period = ${year} THEN {column} END) AS {name}_{column}"
        for name, year in (("from", "first"), ("to", "last"))
        for column in ("value", "status", "numerator", "denominator")
    ]
    difference = "to_value - from_value"
    if form.percent:
        difference = "100 * (to_value - from_value) / NULLIF(from_value, 0)"
    if form.years == "across":
        difference = f"CASE WHEN NOT LIST_CONTAINS($moved, area) THEN {difference} END"
    shown = [
        f"{name}_{column}"
        for column in ("value", "status", "numerator", "denominator")
        for name in ("from", "to")
    ]
    query = (
        _select(*groups, *shown, f"{difference} AS value")
        .from_("pairs")
        .with_("picked", as_=_cells(form, *_CELL))
        .with_("pairs", as_=_select(*groups, *sides).from_("picked").group_by(*_pieces(*groups)))
    )
    return _ordered(query, form, _by_value(form), "area", "sex", "age")


def _profile(form: Form) -> exp.Select:
    asked = _select(
        "UNNEST($indicators) AS indicator",
        "UNNEST($years) AS year",
        "UNNEST($divisions) AS division",
        "UNNEST($scales) AS scale",
    )
    query = (
        _select(*(column.replace("$scale", "asked.scale") for column in _CELL))
        .from_("cell")
        .join(
            "asked",
            on=_piece(
                "asked.indicator = cell.indicator AND asked.year = cell.year "
                "AND asked.division = cell.division"
            ),
            dialect=DIALECT,
        )
        .with_("asked", as_=asked)
        .where(*_pieces("cell.level = $level", "cell.sex = 'total'", "cell.age = 'total'"))
        .where(*_pieces(*_areas_asked("cell", form)))
    )
    return _ordered(query, form, "cell.indicator", "cell.area")


def _summed(form: Form, *more: str) -> exp.Select:
    """Numerators and denominators of RegSO added up per area type; never a mean of means.

    What is the same in all rows is left out, since planning costs more than running.
    """
    keys = _summed_keys(form)
    counted = [
        f"COUNT(CASE WHEN cell.status = '{status}' THEN 1 END) AS {status}" for status in _COUNTED
    ]
    query = _cells(
        form,
        *(f"{made} AS {name}" for name, made in keys.items()),
        "SUM(cell.num) AS numerator",
        "SUM(cell.den) AS denominator",
        "COUNT(*) AS areas",
        "COUNT(cell.num) AS valued",
        *counted,
        "MIN(cell.source) AS source",
        *more,
    ).join(
        "kind" if form.listed else "area_type AS kind",
        on=_piece(" AND ".join(["kind.area = cell.area", *_type_basis(form)])),
        dialect=DIALECT,
    )
    return query.group_by(*_pieces(*keys.values()))


def _type_basis(form: Form) -> list[str]:
    """The type of each cell's own year, or of one fixed year; areas are listed year by year."""
    if form.listed:
        return [] if form.years == "one" else ["kind.year = cell.year"]
    if form.years == "one":
        year = "$type_year" if form.fixed_type else "$year"
        return ["kind.division = $division", f"kind.year = {year}"]
    year = "$type_year" if form.fixed_type else "cell.year"
    return ["kind.division = cell.division", f"kind.year = {year}"]


def _summed_keys(form: Form) -> dict[str, str]:
    """What tells the sums apart, beside what makes it."""
    keys = {} if form.one_area else {"area": "LEFT(cell.area, $scope_length)"}
    keys["area_type"] = "kind.type"
    if form.years != "one":
        keys["period"] = "cell.year"
    return keys | {
        name: f"cell.{name}"
        for name, there in (("sex", form.by_sex), ("age", form.by_age))
        if there
    }


def _type_value(form: Form) -> str:
    """A ratio leaves out areas without a figure; a sum with areas left out would be too small."""
    if form.ratio:
        return "$scale * SUM(cell.num) / NULLIF(SUM(cell.den), 0) AS value"
    return "CASE WHEN COUNT(cell.num) = COUNT(*) THEN SUM(cell.num) END AS value"


def _types(form: Form) -> exp.Select:
    query = _summed(form, _type_value(form))
    if form.some_types:
        query = query.where(*_pieces("LIST_CONTAINS($types, kind.type)"))
    return query


def _share(form: Form) -> exp.Select:
    """The denominator is everybody in the area, whatever type they live in."""
    keys = [name for name in _summed_keys(form) if name != "area_type"]
    parts = f"PARTITION BY {', '.join(keys)}" if keys else ""
    everybody = f"SUM(numerator) OVER ({parts})"
    columns = [*keys, "area_type", "numerator", "areas", "valued", *_COUNTED]
    return (
        _select(
            *columns,
            "source",
            f"{everybody} AS denominator",
            f"100 * numerator / NULLIF({everybody}, 0) AS value",
        )
        .from_("summed")
        .with_("summed", as_=_summed(form))
    )


_LISTED = (
    "UNNEST($listed_areas) AS area",
    "UNNEST($listed_years) AS year",
    "UNNEST($listed_sides) AS type",
)
"""The areas on each side, in place of those of a type."""

_APART: Mapping[str, str] = {
    "difference": "first_value - second_value",
    "ratio": "first_value / NULLIF(second_value, 0)",
    "persons": (
        "first_numerator - NULLIF(first_denominator, 0) * second_numerator"
        " / NULLIF(second_denominator, 0)"
    ),
}
"""In persons: how many more there are in the first type than there would be if it had the share of
the second, the excess number of Keppel et al., Methodological issues in measuring health
disparities (National Center for Health Statistics, 2005)."""


def _gap(form: Form) -> exp.Select:
    keys = [name for name in _summed_keys(form) if name != "area_type"]
    shown = ("value", "numerator", "denominator", "areas", "valued", *_COUNTED)
    sides = {
        f"{side}_{column}": f"MAX(CASE WHEN area_type = ${side} THEN {column} END)"
        for side in ("first", "second")
        for column in shown
    }
    made = [f"{made} AS {name}" for name, made in sides.items()]
    pairs = _select(*keys, *made, "MIN(source) AS source").from_("summed")
    apart = [f"{_APART[form.apart]} AS value"]
    if form.ratio and form.apart != "persons":
        apart.append(f"{_APART['persons']} AS persons")
    query = _select(*keys, *sides, "source", *apart).from_("pairs")
    if form.listed:
        query = query.with_("kind", as_=_select(*_LISTED))
    return query.with_("summed", as_=_summed(form, _type_value(form))).with_(
        "pairs", as_=pairs.group_by(*_pieces(*keys)) if keys else pairs
    )


def _of_type(form: Form) -> exp.Select:
    people = (
        "cell.area = kind.area AND cell.division = kind.division AND cell.year = kind.year "
        "AND cell.indicator = $indicator AND cell.level = $level "
        "AND cell.sex = $sex AND cell.age = $age"
    )
    query = (
        _select(
            "kind.area",
            "kind.type AS area_type",
            "kind.year AS period",
            "cell.num AS value",
            "cell.status",
            "kind.origin",
            "kind.source",
        )
        .from_("area_type AS kind")
        .join("cell", on=_piece(people), join_type="LEFT", dialect=DIALECT)
        .where(*_pieces("kind.year = $year", "kind.division = $division"))
        .where(*_pieces(*_areas_asked("kind", form)))
    )
    if form.some_types:
        query = query.where(*_pieces("LIST_CONTAINS($types, kind.type)"))
    return _ordered(query, form, "area_type", "cell.num DESC NULLS LAST", "kind.area")


def _moved(form: Form) -> exp.Select:
    earlier, division = "$division", "kind.division"
    if form.one_division:
        earlier, division = "$other_division", "$division"
    query = (
        _select(
            "kind.area",
            "kind.type AS from_type",
            "later.type AS to_type",
            "later.type - kind.type AS value",
            "later.origin",
            "later.source",
        )
        .from_("area_type AS kind")
        .join(
            "area_type AS later",
            on=_piece(f"later.area = kind.area AND later.division = {division}"),
            dialect=DIALECT,
        )
        .where(
            *_pieces(
                "kind.year = $first",
                "later.year = $last",
                f"kind.division = {earlier}",
                "kind.type <> later.type",
                *(["NOT LIST_CONTAINS($moved, kind.area)"] if form.one_division else []),
                *_areas_asked("kind", form),
            )
        )
    )
    if form.some_types:
        either = "LIST_CONTAINS($types, kind.type) OR LIST_CONTAINS($types, later.type)"
        query = query.where(*_pieces(either))
    return _ordered(query, form, "value", "kind.area")


_BUILDERS: Mapping[Template, Callable[[Form], exp.Select]] = {
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
