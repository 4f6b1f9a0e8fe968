"""What words are looked up in, and the names of the things that questions are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from assistant import words
from assistant.language import Speech
from semantic.areas import Directory
from semantic.errors import Suggestion
from semantic.model import Catalogue
from semantic.question import SHAPES


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


def suggestion_label(each: Suggestion, known: Known, speech: Speech) -> str:
    """A suggestion as a reader sees it, on a button or in a sentence."""
    value: Any = each.value
    if isinstance(value, list):
        between = "–" if each.kind == "years" else ", "
        return between.join(words.brief(part) for part in value)
    said = _SAID.get(each.kind)
    return said(str(value), known, speech) if said else _value_label(str(value), speech)


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
}


def _value_label(value: str, speech: Speech) -> str:
    """Values of closed lists that have words of their own."""
    for said in (words.grouping, words.sex, words.operator, words.measure):
        if (text := said(value, speech)) != value:
            return text
    return words.brief(value)
