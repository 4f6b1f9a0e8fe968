"""What the menus say: the prompt of each slot, the label of each choice, and why one is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant import words
from assistant.drafts import Draft
from assistant.language import Speech, mark
from assistant.numbers import Numbers
from semantic.errors import QuestionError
from semantic.model import AREA_TYPES, RIKET
from semantic.version import Version

PROMPTS: Mapping[str, str] = {
    "shape": mark("What do you want to know?"),
    "indicator": mark("Which figure?"),
    "other": mark("And which other figure?"),
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
    "measure": mark("Measured how?"),
    "order": mark("Highest or lowest first?"),
    "limit": mark("How many areas?"),
    "split": mark("Split by sex or age?"),
    "borders": mark("Which borders of the areas?"),
    "compared": mark("Compared with what?"),
    "standard": mark("Take age into account?"),
    "pooled": mark("Put several years together?"),
}

NAMES: Mapping[str, str] = {
    "shape": mark("Question"),
    "indicator": mark("Figure"),
    "other": mark("Other figure"),
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
    "basis": mark("Types as of"),
    "pair": mark("Area types"),
    "measure": mark("Measured as"),
    "order": mark("Order"),
    "limit": mark("Number"),
    "split": mark("Split"),
    "borders": mark("Borders"),
    "compared": mark("Comparison"),
    "standard": mark("Age standardisation"),
    "pooled": mark("Years put together"),
}

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (mark("About one area"), ("value", "trend", "profile", "spread", "segregation", "similar")),
    (mark("Compare areas"), ("compare_areas", "rank", "threshold", "change", "relation", "map")),
    (
        mark("Area types"),
        ("compare_types", "gap", "split", "population_share", "areas_of_type", "type_changes"),
    ),
    (mark("Understand"), ("definition",)),
)
"""The shapes as the first menu groups them."""


def prompt(slot: str, speech: Speech) -> str:
    return speech.t(PROMPTS[slot])


def name(slot: str, speech: Speech) -> str:
    return speech.t(NAMES[slot])


@dataclass(frozen=True)
class Labels:
    """Words for the choices of one draft over one version, each starting with a capital letter."""

    draft: Draft
    version: Version
    speech: Speech

    def of(self, slot: str, value: Any) -> str:
        spoken: Mapping[str, Callable[[Any], str]] = {
            "shape": self._shape,
            "indicator": self._indicator,
            "other": self._indicator,
            "place": self._place,
            "places": self._places,
            "scope": self._place,
            "level": self._level,
            "year": self._year,
            "span": self._year,
            "years": self._year,
            "basis": self._basis,
            "types": self._types,
            "pair": self._pair,
            "measure": self._measure,
            "order": self._order,
            "limit": self._limit,
            "split": self._split,
            "borders": self._borders,
            "compared": lambda value: words.comparator(value, self.speech),
            "standard": self._standard,
            "pooled": lambda value: words.pooled(value, self.speech),
            "bound": self._bound,
            "topic": self._topic,
        }
        text = spoken[slot](value)
        return text[:1].upper() + text[1:]

    def chosen(self, slot: str) -> str:
        """What the draft has chosen for ``slot``, briefly."""
        if slot == "shape":
            return words.shape_label(self.draft.shape, self.speech) if self.draft.shape else ""
        return self.of(slot, self.draft.get(slot))

    def _area(self, code: str) -> str:
        if code == RIKET:
            return self.speech.t("the whole country")
        return self.version.directory.label(code)

    def _place(self, code: str) -> str:
        """``Malmö – kommun``: a name alone does not tell a county from a municipality."""
        area = self.version.directory.get(code)
        if area.level in ("riket", "lan"):
            return self._area(code)
        kinds = {
            "kommun": self.speech.t("municipality"),
            "regso": self.speech.t("RegSO"),
            "deso": self.speech.t("DeSO"),
        }
        return f"{self._area(code)} – {kinds[area.level]}"

    def _places(self, value: Any) -> str:
        codes = (value,) if isinstance(value, str) else tuple(value)
        if len(codes) == 1:
            return self._place(codes[0])
        if len(codes) == 2:
            return self.speech.listed([self._area(code) for code in codes])
        more = len(codes) - 1
        return self.speech.t("{first} and {n} more", first=self._area(codes[0]), n=more)

    def _shape(self, value: Any) -> str:
        return words.shape_question(value, self.speech)

    def _level(self, value: str) -> str:
        return words.levels(value, self.speech)

    def _indicator(self, value: str) -> str:
        known = self.version.catalogue.indicators.get(value)
        return words.brief(value) if known is None else self.speech.text(known.short or known.label)

    def _topic(self, value: str) -> str:
        kind, _, identity = value.partition(":")
        if kind == "i":
            return self._indicator(identity)
        concept = self.version.catalogue.concepts.get(identity)
        return self.speech.text(concept.label) if concept else words.brief(identity)

    def _year(self, value: Any) -> str:
        if value == "latest" and self.draft.shape != "trend":
            return self.speech.t("latest year")
        if value in ("latest", "all"):
            return self.speech.t("all years")
        if isinstance(value, str):
            count = int(value.removeprefix("top."))
            return self.speech.n("latest year", "latest {n} years", count)
        return f"{value[0]}–{value[1]}" if isinstance(value, tuple) else str(value)

    def _basis(self, value: Any) -> str:
        said = words.index_basis if self.draft.get("measure") == "tenths" else words.type_basis
        return said(None if value == "each_year" else value, self.speech)

    def _types(self, value: Any) -> str:
        if tuple(value) == AREA_TYPES:
            return self.speech.t("all five types")
        if len(value) == 1:
            return words.type_full(value[0], self.speech)
        return words.types_short(tuple(value), self.speech)

    def _pair(self, value: Any) -> str:
        return self.speech.t("type {first} and type {second}", first=value[0], second=value[-1])

    def _measure(self, value: str) -> str:
        return words.measure(value, self.speech)

    def _order(self, value: str) -> str:
        texts = {
            ("rank", "asc"): self.speech.t("lowest first"),
            ("rank", "desc"): self.speech.t("highest first"),
            ("change", "asc"): self.speech.t("largest decrease first"),
            ("change", "desc"): self.speech.t("largest increase first"),
        }
        return texts["change" if self.draft.shape == "change" else "rank", value]

    def _limit(self, value: int) -> str:
        return self.speech.n("{n} area", "{n} areas", value)

    def _split(self, value: str) -> str:
        texts = {
            "none": self.speech.t("everyone together"),
            "sex": self.speech.t("by sex"),
            "age": self.speech.t("by age"),
        }
        return texts[value]

    def _borders(self, value: str) -> str:
        return words.division_basis(value, self.speech)

    def _standard(self, value: str) -> str:
        return (
            self.speech.t("not age-standardised")
            if value == "none"
            else words.standard(value, self.speech)
        )

    def _bound(self, value: Any) -> str:
        operator, bound = value
        indicator = self.version.catalogue.indicators[self.draft.get("indicator")]
        figure = Numbers(self.speech.language).with_unit(bound, indicator.unit, indicator.decimals)
        return f"{words.operator(operator, self.speech)} {figure}"


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
    "too_few_areas": mark("too few areas"),
    "no_common_year": mark("no year in common"),
}


_OF_SHARES = (
    "a share of something", "a share to split", "a share with a slope", "a share with tenths",
)  # fmt: skip
_BAD_VALUES: Mapping[str, str] = {
    **dict.fromkeys(_OF_SHARES, mark("for shares and rates only")),
    "an index for enough areas": mark("no index for enough areas"),
    "like one area": mark("for one area at a time"),
    "everyone together": mark("not split by sex or age"),
    "not with a standard": mark("not with regard to age"),
    "all ages together": mark("only for all ages together"),
    "a share by age": mark("only for shares and rates given by age group"),
    "ages overlap": mark("the age groups overlap"),
    "ages do not fit": mark("the age groups do not fit"),
    "no ages of the country": mark("the country's own age groups are not known"),
    "same borders": mark("the borders changed in between"),
}
"""Why a choice is closed, by the reason of a refusal of one code for many."""
_OF_YEARS: Mapping[str, str] = {
    "no_data_for_year": mark("one of the years has no figure"),
    "across_break": mark("the definition changed in between"),
}
"""Why years cannot be put together."""
_NOT_HERE = mark("not with this figure, place and year")


def reason(refusal: QuestionError, speech: Speech) -> str:
    """In a few words, why a choice is closed."""
    if refusal.code == "no_area_types" and refusal.details.get("types"):
        return speech.t("no such areas there")
    if refusal.code == "no_area_types" and refusal.details.get("changed"):
        return speech.t("no area changed type")
    if refusal.details.get("key") == "pooled":
        return speech.t(_OF_YEARS.get(refusal.code, _NOT_HERE))
    given = str(refusal.details.get("reason"))
    text = _BAD_VALUES.get(given) or _REASONS.get(refusal.code)
    return speech.t(text) if text else speech.t("cannot be answered")
