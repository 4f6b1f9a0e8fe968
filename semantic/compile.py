"""Compiles a resolved question to SQL whose values are always bound.

The SQL of a form is built once, admitted by the guard and kept; a new area, year or indicator is a
new set of parameters for the same text. The dialect belongs to the rendering, not to the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlglot import exp

from semantic.comparable import moved_asked
from semantic.forms import AreaFilter, Form, YearFilter, form_of, inside_of, year_filter
from semantic.guard import admit
from semantic.model import COMPONENTS, INDEX, Level
from semantic.question import level_of
from semantic.resolved import Resolved
from semantic.templates import tree_of
from semantic.templates.pieces import DIALECT
from semantic.tenths import Tenths
from semantic.version import Version

_PREFIX_LENGTH: dict[Level, int] = {"riket": 2, "lan": 2, "kommun": 4, "regso": 8, "deso": 9}


@dataclass(frozen=True)
class Statement:
    """Admitted SQL with the values it is run with."""

    sql: str
    params: dict[str, Any]

    def __hash__(self) -> int:
        return hash((self.sql, repr(self.params)))


@cache
def sql_of(form: Form) -> str:
    """The admitted SQL text of a form."""
    return admit(tree_of(form).sql(DIALECT))


@cache
def names_in(form: Form) -> tuple[str, ...]:
    """The parameters that the text of a form binds."""
    return tuple(sorted({node.name for node in tree_of(form).find_all(exp.Placeholder)}))


def compile_question(
    resolved: Resolved, version: Version, tenths: Tenths | None = None
) -> Statement:
    """``tenths`` are the areas on each side of a gap that is not between types."""
    form = form_of(resolved)
    if form.template == "profile":
        return _statement(form, _each_in_its_year(resolved, resolved.level) | _place(resolved))
    params = _group(resolved) | _period(resolved) | _place(resolved) | _shape(resolved)
    if form.one_division or (form.template == "change" and form.years == "across"):
        params["moved"] = sorted(moved_asked(resolved, version))
    if tenths is not None:
        params |= _listed(tenths, resolved.question.pair)
    return _statement(form, params)


def _listed(tenths: Tenths, pair: tuple[int, int]) -> dict[str, Any]:
    found = [
        (area, year, side)
        for (_, year), ends in tenths.items()
        for side, areas in zip(pair, ends.sides, strict=True)
        for area in areas
    ]
    names = ("listed_areas", "listed_years", "listed_sides")
    return {
        name: list(values) for name, values in zip(names, zip(*found, strict=True), strict=True)
    }


def compile_index(resolved: Resolved) -> Statement:
    """The index of every RegSO in the years that areas are put in order by."""
    asked = resolved
    if resolved.type_year is not None:
        year, division = resolved.type_year, resolved.divisions[resolved.years[-1]]
        asked = replace(resolved, years=(year,), divisions={year: division})
    everybody = {"indicator": INDEX, "scale": 1, "sex": "total", "age": "total", "level": "regso"}
    return _statement(Form("areas", years=year_filter(asked)), _period(asked) | everybody)


def compile_comparison(resolved: Resolved, version: Version, codes: tuple[str, ...]) -> Statement:
    """The same figures for other areas, of the same level or of one of the large ones: riket
    beside a kommun."""
    level = level_of(codes[0])
    place: dict[str, Any] = {"level": level, "codes": list(codes)}
    others = replace(resolved, codes=codes)
    if level != resolved.level:
        place["division"] = 0
        others = replace(others, divisions=dict.fromkeys(resolved.divisions, 0))
    form = _of_others(others, "named", year_filter(others), chronological=True)
    return _statement(form, _group(others) | _period(others) | _moved(others, version) | place)


def compile_peers(resolved: Resolved, version: Version, *, every_year: bool = False) -> Statement:
    """The same figure for every area of the level, to show where the asked one lies: of the newest
    year, or of every year asked about."""
    everywhere = replace(resolved, codes=(), within=())
    years = year_filter(resolved) if every_year or resolved.pools else "one"
    form = _of_others(resolved, "all", years)
    params = _group(resolved) | _period(resolved) | _moved(everywhere, version)
    return _statement(form, params | {"level": resolved.level})


def _of_others(
    resolved: Resolved, areas: AreaFilter, years: YearFilter, *, chronological: bool = False
) -> Form:
    """The form of the figures of other areas, of the groups asked about."""
    return Form(
        "areas",
        areas,
        years,
        by_sex=resolved.by_sex,
        by_age=resolved.by_age,
        chronological=chronological,
        one_division=resolved.pools and years == "across",
        pooled=resolved.pools,
    )


def _moved(resolved: Resolved, version: Version) -> dict[str, Any]:
    """The areas that are not the same in all the years that are put together."""
    return {"moved": sorted(moved_asked(resolved, version))} if resolved.pools else {}


def compile_profile(resolved: Resolved, codes: tuple[str, ...]) -> Statement:
    """All indicators of a profile for ``codes`` of one level, each in its own year."""
    level = level_of(codes[0])
    place = {"level": level, "codes": list(codes)}
    return _statement(Form("profile", "named"), _each_in_its_year(resolved, level) | place)


def _each_in_its_year(resolved: Resolved, level: Level) -> dict[str, Any]:
    own = level == resolved.level
    return {
        "indicators": [indicator.id for indicator, _ in resolved.profile],
        "years": [year for _, year in resolved.profile],
        "divisions": [
            resolved.division_of(indicator, year) if own else 0
            for indicator, year in resolved.profile
        ],
        "scales": [indicator.scale for indicator, _ in resolved.profile],
    }


def compile_parts(resolved: Resolved, version: Version, codes: list[str]) -> Statement:
    """The index of RegSO and the shares it is made of, in the two years of a question."""
    known = version.catalogue.indicators
    asked = [(known[name], year) for name in (INDEX, *COMPONENTS) for year in resolved.years]
    params = {
        "level": "regso",
        "codes": codes,
        "indicators": [indicator.id for indicator, _ in asked],
        "years": [year for _, year in asked],
        "divisions": [resolved.divisions[year] for _, year in asked],
        "scales": [indicator.scale for indicator, _ in asked],
    }
    return _statement(Form("profile", "named"), params)


def compile_people(resolved: Resolved) -> Statement:
    """The population of every area of a question about types, in its newest year."""
    params = _group(resolved) | _period(resolved) | _place(resolved)
    return _statement(Form("areas", form_of(resolved).areas), params)


def _statement(form: Form, params: dict[str, Any]) -> Statement:
    return Statement(sql_of(form), {name: params[name] for name in names_in(form)})


def _group(resolved: Resolved) -> dict[str, Any]:
    question, indicator = resolved.question, resolved.indicator
    return {
        "indicator": indicator.id,
        "scale": indicator.scale,
        "sex": question.sex,
        "age": question.age,
    }


def _period(resolved: Resolved) -> dict[str, Any]:
    years, divisions = resolved.window, resolved.divisions
    return {
        "span": len(years),
        "from_year": years[0],
        "year": years[-1],
        "years": list(years),
        "division": divisions[years[-1]],
        "in_division": [year for year in years if divisions[year] == divisions[years[-1]]],
        "other_division": min(divisions.values(), key=lambda each: each == divisions[years[-1]]),
        "type_year": resolved.type_year,
    }


def _place(resolved: Resolved) -> dict[str, Any]:
    return inside_of(resolved) | {
        "level": resolved.level,
        "codes": list(resolved.codes),
        "scope_length": _PREFIX_LENGTH[resolved.scope],
    }


def _shape(resolved: Resolved) -> dict[str, Any]:
    question, years = resolved.question, resolved.years
    first, second = question.pair if question.shape == "gap" else (years[0], years[-1])
    return {
        "types": list(resolved.types),
        "limit": question.row_limit,
        "bound": question.threshold.value if question.threshold else None,
        "first": first,
        "second": second,
        "last": years[-1],
    }
