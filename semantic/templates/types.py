"""Statements over area types: added up, apart, who is of one and who moved."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from semantic.forms import Form
from semantic.templates.pieces import (
    COUNTED,
    DIALECT,
    areas_asked,
    cells,
    ordered,
    piece,
    pieces,
    select_of,
)


def types(form: Form) -> exp.Select:
    query = _summed(form, _type_value(form))
    if form.some_types:
        query = query.where(*pieces("LIST_CONTAINS($types, kind.type)"))
    return query


def share(form: Form) -> exp.Select:
    """The denominator is everybody in the area, whatever type they live in."""
    keys = [name for name in _summed_keys(form) if name != "area_type"]
    parts = f"PARTITION BY {', '.join(keys)}" if keys else ""
    everybody = f"SUM(numerator) OVER ({parts})"
    columns = [*keys, "area_type", "numerator", "areas", "valued", *COUNTED]
    return (
        select_of(
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


def gap(form: Form) -> exp.Select:
    keys = [name for name in _summed_keys(form) if name != "area_type"]
    shown = ("value", "numerator", "denominator", "areas", "valued", *COUNTED)
    sides = {
        f"{side}_{column}": f"MAX(CASE WHEN area_type = ${side} THEN {column} END)"
        for side in ("first", "second")
        for column in shown
    }
    made = [f"{made} AS {name}" for name, made in sides.items()]
    pairs = select_of(*keys, *made, "MIN(source) AS source").from_("summed")
    apart = [f"{_APART[form.apart]} AS value"]
    if form.ratio and form.apart != "persons":
        apart.append(f"{_APART['persons']} AS persons")
    query = select_of(*keys, *sides, "source", *apart).from_("pairs")
    if form.listed:
        query = query.with_("kind", as_=select_of(*_LISTED))
    return query.with_("summed", as_=_summed(form, _type_value(form))).with_(
        "pairs", as_=pairs.group_by(*pieces(*keys)) if keys else pairs
    )


def of_type(form: Form) -> exp.Select:
    people = (
        "cell.area = kind.area AND cell.division = kind.division AND cell.year = kind.year "
        "AND cell.indicator = $indicator AND cell.level = $level "
        "AND cell.sex = $sex AND cell.age = $age"
    )
    query = (
        select_of(
            "kind.area",
            "kind.type AS area_type",
            "kind.year AS period",
            "cell.num AS value",
            "cell.status",
            "kind.origin",
            "kind.source",
            "cell.source AS value_source",
        )
        .from_("area_type AS kind")
        .join("cell", on=piece(people), join_type="LEFT", dialect=DIALECT)
        .where(*pieces("kind.year = $year", "kind.division = $division"))
        .where(*pieces(*areas_asked("kind", form)))
    )
    if form.some_types:
        query = query.where(*pieces("LIST_CONTAINS($types, kind.type)"))
    return ordered(query, form, "area_type", "cell.num DESC NULLS LAST", "kind.area")


def moved(form: Form) -> exp.Select:
    earlier, division = "$division", "kind.division"
    if form.one_division:
        earlier, division = "$other_division", "$division"
    query = (
        select_of(
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
            on=piece(f"later.area = kind.area AND later.division = {division}"),
            dialect=DIALECT,
        )
        .where(
            *pieces(
                "kind.year = $first",
                "later.year = $last",
                f"kind.division = {earlier}",
                "kind.type <> later.type",
                *(["NOT LIST_CONTAINS($moved, kind.area)"] if form.one_division else []),
                *areas_asked("kind", form),
            )
        )
    )
    if form.some_types:
        either = "LIST_CONTAINS($types, kind.type) OR LIST_CONTAINS($types, later.type)"
        query = query.where(*pieces(either))
    return ordered(query, form, "value", "kind.area")


def _summed(form: Form, *more: str) -> exp.Select:
    """Numerators and denominators of RegSO added up per area type; never a mean of means.

    What is the same in all rows is left out, since planning costs more than running.
    """
    keys = _summed_keys(form)
    counted = [
        f"COUNT(CASE WHEN cell.status = '{status}' THEN 1 END) AS {status}" for status in COUNTED
    ]
    query = cells(
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
        on=piece(" AND ".join(["kind.area = cell.area", *_type_basis(form)])),
        dialect=DIALECT,
    )
    return query.group_by(*pieces(*keys.values()))


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
