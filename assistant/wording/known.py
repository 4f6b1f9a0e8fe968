"""What words are looked up in, and the names of the things that questions are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from assistant import words
from assistant.language import Speech
from semantic.areas import Directory
from semantic.errors import Suggestion
from semantic.model import Catalogue
from semantic.question import SHAPES, level_of

MOST_NAMED = 3


class Known(Protocol):
    """What words are looked up in; a published version is one."""

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def directory(self) -> Directory: ...


def indicator_label(code: str, known: Known, speech: Speech) -> str:
    found = known.catalogue.indicators.get(code)
    return speech.text(found.label) if found else words.brief(code)


def area_label(code: str, known: Known, speech: Speech) -> str:
    """The area's name; ``riket`` for the whole country."""
    if code == "00":
        return speech.t("the country")
    return known.directory.label(code) if code in known.directory else words.brief(code)


_KEYS: Mapping[str, Callable[[Speech], str]] = {
    "shape": lambda speech: speech.t("what you want to know"),
    "indicators": lambda speech: speech.t("the figure"),
    "concept": lambda speech: speech.t("the word to be explained"),
    "areas": lambda speech: speech.t("the areas"),
    "areas.level": lambda speech: speech.t("the kind of area"),
    "areas.codes": lambda speech: speech.t("the areas"),
    "areas.within": lambda speech: speech.t("where the areas lie"),
    "types": lambda speech: speech.t("the area types"),
    "by": lambda speech: speech.t("the grouping"),
    "sex": lambda speech: speech.t("the sex"),
    "age": lambda speech: speech.t("the age group"),
    "dv": lambda speech: speech.t("the data version"),
    "c8": lambda speech: speech.t("the figure that is pointed at"),
    "periods": lambda speech: speech.t("the years"),
    "type_basis": lambda speech: speech.t("the year of the area types"),
    "division_basis": lambda speech: speech.t("the choice of borders"),
    "threshold": lambda speech: speech.t("the limit"),
    "comparator": lambda speech: speech.t("the comparison"),
    "standard": lambda speech: speech.t("the age standardisation"),
    "pooled": lambda speech: speech.t("the putting together of years"),
    "measure": lambda speech: speech.t("the measure"),
    "order": lambda speech: speech.t("the order"),
    "limit": lambda speech: speech.t("the number of rows"),
    "view": lambda speech: speech.t("the way of showing"),
}


def key_name(key: str, speech: Speech) -> str:
    """The part of the question that ``key`` names, its own name where it is not ours."""
    parts = key.split(".")
    for name in (".".join(parts[:2]), parts[0]):
        if name in _KEYS:
            return _KEYS[name](speech)
    return f"”{words.brief(key)}”" if speech.language == "sv" else f'"{words.brief(key)}"'


def suggestion_label(each: Suggestion, known: Known, speech: Speech) -> str:
    """A suggestion as a reader sees it, on a button or in a sentence."""
    value: Any = each.value
    if isinstance(value, list | tuple):
        return _list_label(each.kind, value, known, speech)
    said = _SAID.get(each.kind)
    return said(str(value), known, speech) if said else _value_label(str(value), speech)


def _list_label(kind: str, values: Sequence[Any], known: Known, speech: Speech) -> str:
    if kind == "areas":
        if len(values) > MOST_NAMED:
            return words.counted_areas(level_of(str(values[0])), len(values), speech)
        return speech.listed([area_label(str(code), known, speech) for code in values])
    between = "–" if kind == "years" else ", "
    return between.join(words.brief(part) for part in values)


def _concept_label(code: str, known: Known, speech: Speech) -> str:
    found = known.catalogue.concepts.get(code)
    return speech.text(found.label) if found else words.brief(code)


def _shape_label(code: str, known: Known, speech: Speech) -> str:
    del known
    return next(
        (words.shape_label(shape, speech) for shape in SHAPES if shape == code), words.brief(code)
    )


_SAID: Mapping[str, Callable[[str, Known, Speech], str]] = {
    "indicator": indicator_label,
    "concept": _concept_label,
    "area": area_label,
    "level": lambda code, _, speech: words.levels(code, speech),
    "shape": _shape_label,
    "age": lambda code, _, speech: words.age(code, speech),
    "sex": lambda code, _, speech: (
        speech.t("women and men together") if code == "total" else words.sex(code, speech)
    ),
    "pooled": lambda years, _, speech: words.pooled(int(years), speech),
    "division": lambda mode, _, speech: words.division_basis(mode, speech),
    "type_year": lambda year, _, speech: speech.t("area type as in {year}", year=words.brief(year)),
    "without": lambda key, _, speech: speech.t("without {key}", key=key_name(key, speech)),
}


def _value_label(value: str, speech: Speech) -> str:
    """Values of closed lists that have words of their own."""
    for said in (words.grouping, words.sex, words.operator, words.measure, words.standard):
        if (text := said(value, speech)) != value:
            return text
    return words.brief(value)
