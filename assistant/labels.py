"""What the menus say: the prompt of each slot, the label of each choice, and why one is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant import words
from assistant.dialogue import Draft
from assistant.language import Speech, mark
from semantic.errors import QuestionError
from semantic.model import AREA_TYPES, RIKET
from semantic.version import Version

PROMPTS: Mapping[str, str] = {
    "shape": mark("What do you want to know?"),
    "indicator": mark("Which figure?"),
    "place": mark("Which area?"),
    "places": mark("Which areas?"),
    "scope": mark("For the whole country, or a part of it?"),
    "level": mark("Which kind of areas?"),
    "years": mark("Between which years?"),
    "bound": mark("What is the limit?"),
    "types": mark("Which area types?"),
    "topic": mark("What should I explain?"),
    "year": mark("Which year?"),
    "span": mark("Which years?"),
    "basis": mark("By which year's area types?"),
    "pair": mark("Between which area types?"),
    "order": mark("Highest or lowest first?"),
    "limit": mark("How many areas?"),
    "split": mark("Split by sex or age?"),
}

NAMES: Mapping[str, str] = {
    "shape": mark("Question"),
    "indicator": mark("Figure"),
    "place": mark("Area"),
    "places": mark("Areas"),
    "scope": mark("Within"),
    "level": mark("Kind of area"),
    "years": mark("Years"),
    "bound": mark("Limit"),
    "types": mark("Area types"),
    "topic": mark("Word"),
    "year": mark("Year"),
    "span": mark("Years"),
    "basis": mark("Area types"),
    "pair": mark("Area types"),
    "order": mark("Order"),
    "limit": mark("Number"),
    "split": mark("Split"),
}

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (mark("About one area"), ("value", "trend", "profile")),
    (mark("Compare areas"), ("compare_areas", "rank", "threshold", "change", "map")),
    (
        mark("Area types"),
        ("compare_types", "gap", "population_share", "areas_of_type", "type_changes"),
    ),
    (mark("Understand"), ("definition",)),
)
"""The shapes as the first menu groups them."""


def prompt(slot: str, speech: Speech) -> str:
    return speech.t(PROMPTS[slot])


def name(slot: str, speech: Speech) -> str:
    return speech.t(NAMES[slot])


def label(slot: str, value: Any, draft: Draft, version: Version, speech: Speech) -> str:
    """The choice ``value`` of ``slot`` in words, starting with a capital letter."""
    text = _LABELS[slot](value, draft, version, speech)
    return text[:1].upper() + text[1:]


def _area(code: str, version: Version, speech: Speech) -> str:
    if code == RIKET:
        return speech.t("the whole country")
    return version.directory.label(code)


def area_with_level(code: str, version: Version, speech: Speech) -> str:
    """``Malmö – kommun``: a name alone does not tell a county from a municipality."""
    area = version.directory.get(code)
    if area.level in ("riket", "lan"):
        return _area(code, version, speech)
    kinds = {
        "kommun": speech.t("municipality"),
        "regso": speech.t("RegSO"),
        "deso": speech.t("DeSO"),
    }
    return f"{version.directory.label(code)} – {kinds[area.level]}"


def _place(code: str, draft: Draft, version: Version, speech: Speech) -> str:
    return area_with_level(code, version, speech)


def _places(value: Any, draft: Draft, version: Version, speech: Speech) -> str:
    codes = (value,) if isinstance(value, str) else tuple(value)
    if len(codes) == 1:
        return area_with_level(codes[0], version, speech)
    named = [_area(code, version, speech) for code in codes[:2]]
    if len(codes) == 2:
        return speech.listed(named)
    return speech.n("{first} and {n} more", "{first} and {n} more", len(codes) - 1, first=named[0])


def _indicator(value: str, draft: Draft, version: Version, speech: Speech) -> str:
    known = version.catalogue.indicators.get(value)
    if known is None:
        return words.brief(value)
    return speech.text(known.short or known.label)


def _topic(value: str, draft: Draft, version: Version, speech: Speech) -> str:
    kind, _, identity = value.partition(":")
    if kind == "i":
        return _indicator(identity, draft, version, speech)
    concept = version.catalogue.concepts.get(identity)
    return speech.text(concept.label) if concept else words.brief(identity)


def _year(value: Any, draft: Draft, version: Version, speech: Speech) -> str:
    if value == "latest":
        if draft.shape == "trend":
            return speech.t("all years")
        return speech.t("latest year")
    if value == "all":
        return speech.t("all years")
    if isinstance(value, str):
        count = int(value.removeprefix("top."))
        return speech.n("latest year", "latest {n} years", count)
    if isinstance(value, tuple):
        return f"{value[0]}–{value[1]}"
    return str(value)


def _basis(value: Any, draft: Draft, version: Version, speech: Speech) -> str:
    if value == "each_year":
        return speech.t("area type of each year")
    return speech.t("area type as in {year}", year=value)


def _types(value: Any, draft: Draft, version: Version, speech: Speech) -> str:
    if tuple(value) == AREA_TYPES:
        return speech.t("all five types")
    if len(value) == 1:
        return words.type_full(value[0], speech)
    return words.types_short(tuple(value), speech)


def _pair(value: Any, draft: Draft, version: Version, speech: Speech) -> str:
    return speech.t("type {first} and type {second}", first=value[0], second=value[-1])


def _order(value: str, draft: Draft, version: Version, speech: Speech) -> str:
    if draft.shape == "change":
        return speech.t("largest decrease first") if value == "asc" else speech.t(
            "largest increase first"
        )
    return speech.t("lowest first") if value == "asc" else speech.t("highest first")


def _limit(value: int, draft: Draft, version: Version, speech: Speech) -> str:
    return speech.n("{n} area", "{n} areas", value)


def _split(value: str, draft: Draft, version: Version, speech: Speech) -> str:
    texts = {
        "none": speech.t("everyone together"),
        "sex": speech.t("by sex"),
        "age": speech.t("by age"),
    }
    return texts[value]


def _bound(value: Any, draft: Draft, version: Version, speech: Speech) -> str:
    from assistant.numbers import Numbers

    operator, bound = value
    indicator = version.catalogue.indicators[draft.get("indicator")]
    figure = Numbers(speech.language).with_unit(bound, indicator.unit, indicator.decimals)
    return f"{words.operator(operator, speech)} {figure}"


_LABELS: Mapping[str, Callable[[Any, Draft, Version, Speech], str]] = {
    "shape": lambda value, draft, version, speech: words.shape_question(value, speech),
    "indicator": _indicator,
    "place": _place,
    "places": _places,
    "scope": _place,
    "level": lambda value, draft, version, speech: words.levels(value, speech),
    "year": _year,
    "span": _year,
    "years": _year,
    "basis": _basis,
    "types": _types,
    "pair": _pair,
    "order": _order,
    "limit": _limit,
    "split": _split,
    "bound": _bound,
    "topic": _topic,
}


_REASONS: Mapping[str, str] = {
    "no_data_for_indicator": mark("no figures in this version"),
    "no_data_for_level": mark("not at this level"),
    "no_data_for_year": mark("no figure that year"),
    "no_data_for_area": mark("no figure there"),
    "no_data_for_breakdown": mark("not split in that way"),
    "no_area_types": mark("no area types that year"),
    "not_additive": mark("cannot be added up by area type"),
    "across_break": mark("the definition changed in between"),
    "across_divisions": mark("the borders changed in between"),
    "needs_two_years": mark("needs two different years"),
    "wrong_level": mark("not at this level"),
    "bad_value": mark("no area meets it"),
}


def reason(refusal: QuestionError, speech: Speech) -> str:
    """In a few words, why a choice is closed."""
    if refusal.code == "no_area_types" and refusal.details.get("types"):
        return speech.t("no such areas there")
    if refusal.code == "no_area_types" and refusal.details.get("changed"):
        return speech.t("no area changed type")
    return speech.t(_REASONS.get(refusal.code, mark("cannot be answered")))
