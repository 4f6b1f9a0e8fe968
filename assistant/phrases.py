"""Phrases that sentences are made of: the figure by name, places, groups of people.

Each phrase is a piece of a sentence in one language, without a capital letter of its own, so that
it fits wherever a sentence puts it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant import words
from assistant.language import Speech
from semantic.model import Indicator
from semantic.question import Question, level_of

MOST_NAMED = 3

ISLANDS = frozenset({"0120", "0125", "0186", "0980", "1407", "1419", "1421", "1761"})
"""Islands: Värmdö, Ekerö, Lidingö, Gotland, Öckerö, Tjörn, Orust, Hammarö."""

_SWEDISH_ENDINGS: tuple[tuple[str, str], ...] = (
    ("andel", "en"),
    ("antal", "et"),
    ("inkomst", "en"),
    ("mängd", "en"),
    ("deltagande", "t"),
    ("tal", "et"),
    ("het", "en"),
    ("grad", "en"),
    ("kvot", "en"),
    ("index", "et"),
    ("ålder", "n"),
    ("värde", "t"),
)
_ENGLISH_DEFINITE = re.compile(
    r"(share|population|number|proportion|\S+ index|\S+ ratio|\S+ rate)\b", re.I
)
_QUALIFIER = re.compile(r", ([^,()]+)$")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """Lower first letter, unless the word is an abbreviation such as ``SCB``."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def label(indicator: Indicator, speech: Speech) -> str:
    """The figure's own name; a qualifier after a comma is put in brackets, to stand in a text."""
    return _QUALIFIER.sub(r" (\1)", speech.text(indicator.label))


def figure(indicator: Indicator, speech: Speech) -> str:
    """The figure in the definite form: ``andelen med låg ekonomisk standard``."""
    name = uncapital(label(indicator, speech))
    said = _definite_english(name) if speech.language == "en" else _definite_swedish(name)
    if indicator.unit == "per_1000" and said == name:
        return speech.t("the number of {things}", things=name)
    return said


def _definite_swedish(label: str) -> str:
    first, space, rest = label.partition(" ")
    for ending, suffix in _SWEDISH_ENDINGS:
        if first.endswith(ending):
            return f"{first}{suffix}{space}{rest}"
    return label


def _definite_english(label: str) -> str:
    return f"the {label}" if _ENGLISH_DEFINITE.match(label) else label


def place_name(code: str, name: str, speech: Speech) -> str:
    """The name inside a sentence: ``Malmö``, ``riket``."""
    return speech.t("the country") if code == "00" else name


def place(code: str, name: str, speech: Speech) -> str:
    """``i Malmö``, ``på Gotland``, ``i riket``."""
    if code in ISLANDS:
        return speech.t("on {island}", island=name)
    return speech.t("in {area}", area=place_name(code, name, speech))


def of_type(number: int, speech: Speech) -> str:
    return speech.t("in areas of {type}", type=words.type_short(number, speech))


def of_sex(code: str, speech: Speech) -> str:
    return "" if code == "total" else speech.t("among {sex}", sex=words.sex(code, speech))


def of_age(code: str, speech: Speech) -> str:
    return (
        "" if code == "total" else speech.t("among those aged {age}", age=words.age(code, speech))
    )


def group(question: Question, indicator: Indicator | None, speech: Speech) -> str:
    """The group that the whole question is limited to; empty for everybody."""
    if indicator is None or indicator.kind != "count":
        return joined(of_sex(question.sex, speech), of_age(question.age, speech))
    sex = words.sex(question.sex, speech) if question.sex != "total" else ""
    age = words.age(question.age, speech) if question.age != "total" else ""
    return f"({', '.join(part for part in (sex, age) if part)})" if sex or age else ""


def joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def scope(question: Question, names: Mapping[str, str], speech: Speech) -> str:
    """Where the areas lie: ``i Skåne län``, ``i riket``; empty when they are named one by one."""
    if question.areas.codes and question.areas.level != "riket":
        return ""
    return inside(question.areas.within or ("00",), names, speech)


def inside(codes: Sequence[str], names: Mapping[str, str], speech: Speech) -> str:
    """``i Malmö och Lund``; counted where they are many."""
    if len(codes) == 1:
        return place(codes[0], names[codes[0]], speech)
    return speech.t("in {area}", area=named(codes, names, speech))


def named(codes: Sequence[str], names: Mapping[str, str], speech: Speech) -> str:
    """``Malmö och Lund``; counted where they are many."""
    if len(codes) > MOST_NAMED:
        return words.counted_areas(level_of(codes[0]), len(codes), speech)
    return speech.listed([place_name(code, names[code], speech) for code in codes])
