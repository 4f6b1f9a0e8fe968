"""The figures of an answer as a reader meets them: named, in their unit, with their status.

Chart, table, map and export take names and texts from here, so that one cell reads alike in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from assistant import sides, words
from assistant.language import Speech, mark
from assistant.numbers import Numbers, is_number, numbers_for, round_half_away
from assistant.phrases import uncapital
from assistant.sides import Side
from semantic.answer import Answer, plain_records
from semantic.model import RIKET, TOGETHER, Indicator, Polarity
from semantic.question import Question, level_of
from semantic.shapes import OF_MANY

Row = Mapping[str, Any]
Kind = Literal["level", "difference", "distance"]
Verdict = Literal["better", "same", "worse"]

VERDICT_SIGNS: Mapping[Verdict, str] = {"better": "▲", "same": "●", "worse": "▼"}
TWO_YEARS = frozenset({"change", "split", "type_changes"})
WITHOUT_INDICATOR = frozenset({"population_share", "areas_of_type", "type_changes", "similar"})


def capital(text: str) -> str:
    """The first letter large, the rest as it stands (unlike ``str.capitalize``)."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Measure:
    """What ``value`` is: a level in its unit, a difference, which is written with its sign, or a
    distance, which is a difference without one."""

    unit: str
    decimals: int
    kind: Kind = "level"


_TITLES: Mapping[str, str] = {
    "population_share": mark("Share of the population by area type"),
    "areas_of_type": mark("Areas by area type"),
    "type_changes": mark("Areas that changed area type"),
    "segregation": mark("Segregation measures"),
    "profile": mark("Profile"),
    "similar": mark("Similar areas"),
}
_OF_INDICATOR: Mapping[str, str] = {
    "change": mark("{indicator}: change"),
    "spread": mark("{indicator}: spread"),
    "split": mark("{indicator}: what the change is made of"),
}
_KINDS: Mapping[str, Kind] = {
    "gap": "difference",
    "change": "difference",
    "split": "difference",
    "spread": "distance",
}
_OWN_MEASURES: Mapping[str, Measure] = {
    "population_share": Measure("percent", 1),
    "type_changes": Measure("steps", 0, "difference"),
    "relation": Measure("correlation", 2),
    "similar": Measure("distance", 2),
}
"""What ``value`` is in shapes that do not have it in the indicator's unit."""


def measure_of(question: Question, indicator: Indicator | None) -> Measure:
    shape, asked = question.shape, question.asked_measure
    if shape in _OWN_MEASURES:
        return _OWN_MEASURES[shape]
    if shape == "areas_of_type" or indicator is None:
        return Measure("persons", 0)
    if shape == "gap" and asked in ("ratio", "persons"):
        return Measure("times", 2) if asked == "ratio" else counted_apart(indicator)
    if shape == "change" and asked == "percent":
        return Measure("change_percent", 1, "difference")
    return Measure(indicator.unit, indicator.decimals, _KINDS.get(shape, "level"))


def counted_apart(indicator: Indicator) -> Measure:
    """A gap in persons, or in whatever the figure counts."""
    return Measure(indicator.counts, 0, "difference")


INDEX_CHANGE = Measure("index", 1, "difference")
COMPONENT_CHANGE = Measure("percent", 1, "difference")


@dataclass(frozen=True)
class Figures:
    """Names and texts of one answer in one language."""

    answer: Answer
    speech: Speech

    @cached_property
    def numbers(self) -> Numbers:
        return numbers_for(self.speech.language)

    @cached_property
    def measure(self) -> Measure:
        return measure_of(self.answer.question, self.indicator)

    @property
    def indicator(self) -> Indicator | None:
        found = self.answer.resolved.indicators
        return found[0] if found else None

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return self.answer.records()

    @cached_property
    def comparison(self) -> list[dict[str, Any]]:
        return plain_records(self.answer.comparison)

    @cached_property
    def beside(self) -> list[dict[str, Any]]:
        """What the rows are drawn and judged beside: similar areas as one where they can be."""
        return plain_records(self.answer.beside)

    @cached_property
    def peers(self) -> list[dict[str, Any]]:
        return plain_records(self.answer.peers)

    def text(self, row: Row, measure: Measure | None = None) -> str:
        """The figure with its unit, or the word for why there is none."""
        measure = measure or self.measure
        value, status = row.get("value"), str(row.get("status") or "missing")
        if not is_number(value):
            return words.status(status, self.speech)
        write = self.numbers.with_unit if measure.kind == "level" else self.numbers.difference
        said = write(value, measure.unit, measure.decimals)
        if measure.kind == "distance":
            said = said.lstrip("+")
        if status == "preliminary":
            return self.speech.t("{figure} (preliminary)", figure=said)
        return said

    def short(self, row: Row, measure: Measure | None = None) -> str:
        """The bare number, or the word for why there is none."""
        measure = measure or self.measure
        value = row.get("value")
        if not is_number(value):
            return words.status(str(row.get("status") or "missing"), self.speech)
        return self.number(value, measure)

    def number(self, value: object, measure: Measure | None = None) -> str:
        measure = measure or self.measure
        signed = measure.kind == "difference"
        return (self.numbers.signed if signed else self.numbers.plain)(value, measure.decimals)

    @property
    def unit_name(self) -> str:
        name = self.numbers.unit_name
        if self.measure.kind != "level":
            name = self.numbers.difference_name
        return name(self.measure.unit)

    @property
    def level_unit(self) -> str:
        """The unit of the figures that a difference lies between."""
        if self.answer.question.shape in OF_MANY:
            return ""
        if self.answer.question.shape in ("gap", "spread") and self.indicator:
            return self.numbers.unit_name(self.indicator.unit)
        return self.unit_name

    def place(self, code: str) -> str:
        """The area's name inside a sentence."""
        if code == TOGETHER:
            return self.speech.t("similar areas together")
        return self.speech.t("the country") if code == RIKET else self.area(code)

    @cached_property
    def home(self) -> str:
        """What follows every name when all small areas lie in one kommun, and tells nothing."""
        resolved = self.answer.resolved
        around = resolved.within or (resolved.codes if resolved.by_type else ())
        if len(around) == 1 and len(around[0]) == 4:
            return f" ({self.area(around[0])})"
        return ""

    def area(self, code: str | None, year: int | None = None) -> str:
        """The area's name in that year's division."""
        if not code:
            return ""
        if code == RIKET:
            return capital(self.speech.t("the country"))
        if code == TOGETHER:
            return self.speech.t("Similar areas ({n})", n=len(self.answer.similar_areas))
        try:
            name = self.answer.names[code, int(year or self.last_year)]
        except KeyError:
            return code
        return name.removesuffix(self.home) if len(code) > 4 else name

    @property
    def last_year(self) -> int:
        return self.answer.years[-1] if self.answer.years else 0

    def group(self, row: Row) -> str:
        """The sex or age group of a row, where the question groups by it."""
        resolved = self.answer.resolved
        if resolved.by_sex:
            return capital(words.sex(str(row.get("sex")), self.speech))
        if resolved.by_age:
            return words.age(str(row.get("age")), self.speech)
        return ""

    def type(self, number: object) -> str:
        return capital(words.type_short(int(str(number)), self.speech))

    def side(self, side: Side) -> str:
        """What a side of a gap is called in table and chart."""
        return capital(sides.short(self.answer.question, side, self.speech))

    @cached_property
    def explains(self) -> bool:
        """Whether anything is known of why areas changed type."""
        return any(row.get("index_change") is not None for row in self.rows)

    def component(self, row: Row) -> str:
        """The share that changed most in the direction of a move, by its short name."""
        known = self.answer.resolved.indicators
        found = next((each for each in known if each.id == row.get("component")), None)
        return self.speech.text(found.short or found.label) if found else ""

    @cached_property
    def many_areas(self) -> bool:
        return len({row.get("area") for row in self.rows}) > 1

    def name(self, row: Row) -> str:
        """What tells the row from others in the same year: area, area type, group."""
        parts = []
        by_type = row.get("area_type") is not None and self.answer.question.shape != "areas_of_type"
        if self.many_areas or not (by_type or self.group(row)):
            parts.append(self.area(row.get("area"), row.get("period")))
        if by_type:
            parts.append(self.type(row["area_type"]))
        if group := self.group(row):
            parts.append(group)
        return ", ".join(part for part in parts if part)

    @cached_property
    def title(self) -> str:
        """What is measured, without a message of its own."""
        shape, t, label = self.answer.question.shape, self.speech.t, self.label
        if shape in _TITLES:
            return t(_TITLES[shape])
        match shape:
            case "gap":
                return self._of_one_age(self._gap_title())
            case "change" | "spread" | "split":
                return t(_OF_INDICATOR[shape], indicator=label)
            case "relation":
                return t("{indicator} and {other}", indicator=label, other=uncapital(self.other))
        if self.answer.question.standard != "none":
            return self._of_one_age(label)
        return ", ".join(part for part in (label, self.pooled) if part)

    def _of_one_age(self, title: str) -> str:
        if self.answer.question.standard == "none":
            return title
        return self.speech.t("{figure}, with regard to age", figure=title)

    @property
    def pooled(self) -> str:
        """How many years the figures are made of; empty where it is one."""
        years = self.answer.question.pooled
        return words.pooled(years, self.speech) if years > 1 else ""

    @cached_property
    def expects(self) -> bool:
        """Whether the figure stands beside what areas with the same index have."""
        return any(is_number(row.get("expected")) for row in self.rows)

    @property
    def label(self) -> str:
        return self.speech.text(self.indicator.label) if self.indicator else ""

    @property
    def other(self) -> str:
        """The name of the second of two figures."""
        return self.speech.text(self.answer.resolved.indicators[1].label)

    def _gap_title(self) -> str:
        question, t = self.answer.question, self.speech.t
        first, second = question.pair
        params = {"indicator": self.label, "first": first, "second": second}
        if question.asked_measure == "ratio":
            return t("{indicator}: ratio of type {first} to type {second}", **params)
        if question.asked_measure == "slope":
            return t("{indicator}: slope over the area types", indicator=self.label)
        if question.asked_measure == "tenths":
            return t(
                "{indicator}: gap between the tenths of the areas with the greatest and the "
                "smallest challenges",
                indicator=self.label,
            )
        if question.asked_measure == "persons":
            return t("{indicator}: gap in numbers between type {first} and type {second}", **params)
        return t("{indicator}: gap between type {first} and type {second}", **params)

    @cached_property
    def scope(self) -> str:
        """Which areas: one name, or a level and what it lies in."""
        resolved = self.answer.resolved
        named = [code for code in resolved.codes if code]
        if resolved.by_type or named:
            inside = named or list(resolved.within) or [RIKET]
            return self._listed(inside)
        level = capital(words.levels(resolved.scope, self.speech))
        inside = [code for code in resolved.within if code != RIKET]
        if not inside:
            return level
        return self.speech.t("{areas} in {place}", areas=level, place=self._listed(inside))

    def _listed(self, codes: Iterable[str]) -> str:
        listed = list(codes)
        names = [self.area(code) for code in listed]
        if len(names) > 3:
            return words.counted_areas(level_of(listed[0]), len(names), self.speech)
        return self.speech.listed(names)

    @cached_property
    def when(self) -> str:
        years = self.answer.resolved.window
        if self.answer.question.shape in TWO_YEARS and len(years) > 1:
            return f"{years[0]}–{years[-1]}"
        return words.years(years, self.speech)

    @property
    def polarity(self) -> Polarity:
        """Whether a difference may be called better or worse, and in which direction."""
        if self.answer.question.shape in WITHOUT_INDICATOR or self.indicator is None:
            return "none"
        return self.indicator.polarity

    def verdict(self, difference: object, measure: Measure, polarity: Polarity) -> Verdict | None:
        """A difference that rounds to zero is no difference; None where nobody may judge."""
        shown = round_half_away(difference, measure.decimals)
        if polarity == "none" or shown is None:
            return None
        if shown == 0:
            return "same"
        return "better" if (shown > 0) == (polarity == "high_is_good") else "worse"
