"""Puts a suggestion into the question it was made for: the refusal's one-press remedy.

Works on the question's plain JSON, so that a question too broken to be read can be mended too.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from semantic.errors import QuestionError, Suggestion
from semantic.model import LEVELS, RIKET, Level
from semantic.question import AREA_CODE, SHAPES, ancestor, level_of

Document = dict[str, Any]
Details = Mapping[str, Any]


def mended(document: Mapping[str, Any], error: QuestionError, chosen: Suggestion) -> Document:
    """A copy of ``document`` with ``chosen``, one of ``error.suggestions``, put in its place."""
    return mended_by(document, error.details, chosen)


def mended_by(document: Mapping[str, Any], details: Details, chosen: Suggestion) -> Document:
    fresh = copy.deepcopy(dict(document))
    _MENDERS[chosen.kind](fresh, details, chosen.value)
    return fresh


def _set(key: str) -> Callable[[Document, Details, Any], None]:
    def mend(document: Document, _: Details, value: Any) -> None:
        document[key] = value

    return mend


def _shape(document: Document, details: Details, value: Any) -> None:
    """Another kind of question; how the list was ordered, and cut, is no part of it."""
    del details
    document["shape"] = value
    for key in ("order", "limit"):
        document.pop(key, None)


def _set_at_key(document: Document, details: Details, value: Any) -> None:
    *path, last = details["key"].split(".")
    target: Any = document
    for part in path:
        target = target[int(part)] if isinstance(target, list | tuple) else target[part]
    if isinstance(target, list):
        target[int(last)] = value
    else:
        target[last] = value


def _rename_key(document: Document, details: Details, value: Any) -> None:
    *path, last = details["key"].split(".")
    target = document
    for part in path:
        target = target[part]
    target[value] = target.pop(last)


def _drop_key(document: Document, details: Details, value: Any) -> None:
    del details
    *path, last = value.split(".")
    target = document
    for part in path:
        target = target.get(part, {})
    target.pop(last, None)


def _indicator(document: Document, details: Details, value: Any) -> None:
    """Replace the figure that was refused, or put one beside those that are too few."""
    wrong = details.get("given", details.get("indicator"))
    ids = list(document.get("indicators", ()))
    kept = [value if each == wrong else each for each in ids]
    others = _least_indicators(document) - 1
    document["indicators"] = kept if wrong in ids else [*ids[: max(0, others)], value]


def _least_indicators(document: Document) -> int:
    shape = document.get("shape")
    return next((rule.indicators[0] for each, rule in SHAPES.items() if each == shape), 0)


def _area(document: Document, details: Details, value: Any) -> None:
    """Replace the area that was refused; an area of another level brings its level along."""
    wrong = details.get("given", details.get("area"))
    areas = document.setdefault("areas", {})
    for name in ("within", "codes"):
        if wrong in areas.get(name, ()):
            areas[name] = [value if each == wrong else each for each in areas[name]]
            break
    else:
        areas.pop("within", None)
        areas["codes"] = [value]
    if areas.get("codes"):
        areas.pop("level", None)


def _areas(document: Document, details: Details, value: Any) -> None:
    del details
    document["areas"] = {"codes": value}


def _level(document: Document, details: Details, value: Any) -> None:
    """Ask about another level: named areas are kept, widened or looked inside of to fit it."""
    del details
    areas = document.setdefault("areas", {})
    codes = areas.pop("codes", ())
    areas["level"] = value
    if value == "riket":
        areas.pop("within", None)
    elif codes:
        finer = [code for code in codes if _fits_in(code, value)]
        if finer:
            areas["codes"] = [ancestor(code, value) for code in finer]
        else:
            areas["within"] = [code for code in codes if code != RIKET]


def _fits_in(code: str, level: Level) -> bool:
    """Whether ``code`` is, or lies inside, an area of ``level``; what is no code stays as it is."""
    return not AREA_CODE.fullmatch(code) or LEVELS.index(level_of(code)) >= LEVELS.index(level)


def _year(document: Document, details: Details, value: Any) -> None:
    periods = document.get("periods", {})
    given = periods.get("years") or [periods[end] for end in ("from", "to") if end in periods]
    wrong = details.get("year")
    years = [value if year == wrong else year for year in given] if wrong in given else [value]
    if periods.get("mode") == "range" and years[0] <= years[-1] and len(years) == 2:
        document["periods"] = {"mode": "range", "from": years[0], "to": years[1]}
    else:
        document["periods"] = {"mode": "list", "years": years}


def _years(document: Document, details: Details, value: Any) -> None:
    del details
    document["periods"] = {"mode": "list", "years": list(value)}


def _type_year(document: Document, details: Details, value: Any) -> None:
    del details
    document["type_basis"] = {"mode": "fixed", "year": value}


def _division(document: Document, details: Details, value: Any) -> None:
    del details
    document["division_basis"] = {"mode": value}


_MENDERS: Mapping[str, Callable[[Document, Details, Any], None]] = {
    "shape": _shape,
    "concept": _set("concept"),
    "pooled": _set("pooled"),
    "sex": _set("sex"),
    "age": _set("age"),
    "version": _set("v"),
    "value": _set_at_key,
    "key": _rename_key,
    "without": _drop_key,
    "indicator": _indicator,
    "area": _area,
    "areas": _areas,
    "level": _level,
    "year": _year,
    "years": _years,
    "type_year": _type_year,
    "division": _division,
}
