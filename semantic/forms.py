"""The form of a question: the question without its values, which alone decides the text of its SQL.

Forms are few and closed. A part that a template does not read is left at its default, so that
questions share a text whenever they can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import product
from typing import Any, Literal, get_args

from semantic.areas import AFTER_ANY
from semantic.resolved import Resolved

Template = Literal[
    "areas", "rank", "threshold", "change", "profile", "types", "gap", "share", "of_type", "moved"
]
AreaFilter = Literal["all", "named", "inside", "several"]
YearFilter = Literal["one", "many", "across"]

TEMPLATES: Mapping[str, Template] = {
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
    "split": "types",
    "population_share": "share",
    "areas_of_type": "of_type",
    "type_changes": "moved",
    "relation": "profile",
    "spread": "areas",
    "similar": "profile",
    "segregation": "profile",
}

_CELLS = frozenset({"areas", "years", "by_sex", "by_age"})
_LISTED = frozenset({"ascending", "limited"})
_POOLED = frozenset({"pooled", "one_division"})
_SUMMED = _CELLS | {"one_area", "fixed_type"}
READ_BY: Mapping[Template, frozenset[str]] = {
    "areas": _CELLS | _LISTED | _POOLED | {"chronological"},
    "rank": (_CELLS | _LISTED | _POOLED) - {"by_sex", "by_age"},
    "threshold": (_CELLS | _LISTED | _POOLED | {"operator"}) - {"by_sex", "by_age"},
    "change": _CELLS | _LISTED | {"percent", "one_division"},
    "profile": frozenset({"areas"}),
    "types": _SUMMED | {"ratio", "some_types"},
    "gap": _SUMMED | {"ratio", "apart", "listed"},
    "share": _SUMMED,
    "of_type": frozenset({"areas", "some_types", "limited"}),
    "moved": frozenset({"areas", "some_types", "limited", "one_division"}),
}


@dataclass(frozen=True)
class Form:
    """``areas`` "inside" one area or "several"; ``years`` "across" two divisions of areas;
    ``one_area`` when the answer is about one area and need not be told apart; ``apart`` how far
    apart two types are said to be; ``listed`` when what is compared is no types but lists of areas;
    ``one_division`` when areas whose borders moved are left out of the years before; ``pooled``
    when the years are put together into one figure."""

    template: Template
    areas: AreaFilter = "all"
    years: YearFilter = "one"
    by_sex: bool = False
    by_age: bool = False
    one_area: bool = False
    ratio: bool = False
    fixed_type: bool = False
    some_types: bool = False
    operator: Literal["lt", "le", "gt", "ge"] | None = None
    ascending: bool = False
    limited: bool = False
    percent: bool = False
    apart: Literal["difference", "ratio", "persons"] = "difference"
    listed: bool = False
    chronological: bool = False
    one_division: bool = False
    pooled: bool = False


def form_of(resolved: Resolved) -> Form:
    question = resolved.question
    template = TEMPLATES[question.shape]
    if (question.shape == "trend" and resolved.by_type) or question.asked_measure == "slope":
        template = "types"
    return _form(
        template,
        areas=_area_filter(resolved),
        years=year_filter(resolved),
        by_sex=resolved.by_sex,
        by_age=resolved.by_age,
        one_area=len(resolved.codes) == 1,
        ratio=resolved.indicator.kind == "ratio",
        fixed_type=resolved.type_year is not None and not resolved.in_tenths,
        some_types=bool(question.types),
        operator=question.threshold.op if question.threshold else None,
        ascending=question.ascending,
        limited=question.row_limit is not None,
        percent=question.asked_measure == "percent",
        apart="difference" if resolved.in_tenths else question.asked_measure,
        listed=resolved.in_tenths,
        chronological=question.shape == "trend",
        one_division=resolved.one_division or (resolved.pools and resolved.crosses_divisions),
        pooled=resolved.pools,
    )


def _form(template: Template, **parts: Any) -> Form:
    """A form in which only what ``template`` reads differs from the default."""
    return Form(template, **{name: parts[name] for name in READ_BY[template]})


def _area_filter(resolved: Resolved) -> AreaFilter:
    if resolved.question.shape == "similar":
        return "all"
    if resolved.codes and not resolved.by_type:
        return "named"
    if not resolved.inside:
        return "all"
    return "inside" if len(resolved.inside) == 1 else "several"


def year_filter(resolved: Resolved) -> YearFilter:
    if resolved.crosses_divisions:
        return "across"
    return "many" if len(resolved.window) > 1 else "one"


def inside_of(resolved: Resolved) -> dict[str, Any]:
    """The parameters of an area filter: one area as a range of codes, several as prefixes, which
    are of at most two lengths."""
    inside = resolved.inside
    shortest = min(map(len, inside), default=0)
    return {
        "from_area": inside[0] if inside else "",
        "before_area": inside[0] + AFTER_ANY if inside else "",
        "within": [code for code in inside if len(code) == shortest],
        "within_length": shortest,
        "also": [code for code in inside if len(code) != shortest],
        "also_length": max(map(len, inside), default=0),
    }


def every_form(template: Template) -> Iterator[Form]:
    """Every form of ``template`` that some question can have."""
    choices: dict[str, tuple[Any, ...]] = {
        "areas": get_args(AreaFilter),
        "years": get_args(YearFilter),
        "operator": ("lt", "le", "gt", "ge"),
        "apart": ("difference", "ratio", "persons"),
    }
    read = [each.name for each in fields(Form) if each.name in READ_BY[template]]
    for values in product(*(choices.get(name, (False, True)) for name in read)):
        form = Form(template, **dict(zip(read, values, strict=True)))
        if _possible(form):
            yield form


def _possible(form: Form) -> bool:
    by_type = form.template in ("types", "gap", "share", "of_type", "moved")
    return not (
        (form.by_sex and form.by_age)
        or (by_type and form.areas == "named")
        or (form.template in ("rank", "threshold") and not form.pooled and form.years != "one")
        or (form.template == "change" and form.years == "one")
        or (form.chronological and (form.ascending or form.limited))
        or (form.limited and form.template == "areas" and not form.pooled and form.years != "one")
        or (form.one_area and form.areas == "several")
        or (form.areas == "named" and form.one_area)
        or (form.template == "share" and (form.by_sex or form.by_age))
        or (form.fixed_type and form.years == "across")
        or (form.one_division and form.years != "across" and form.template != "moved")
        or (form.apart == "persons" and not form.ratio)
        or (form.pooled and form.years == "one")
        or (form.pooled and form.years == "across" and not form.one_division)
        or (form.listed and (form.fixed_type or not form.ratio or form.apart != "difference"))
    )
