"""The words of the field, spoken: shapes, levels, area types, groups, statuses, operators.

Codes go in, words come out. A code that is not in a table is spoken as it stands (shortened), so
that a version may hold what this list does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.language import Speech, mark
from semantic.question import Periods, Question, Shape


@dataclass(frozen=True)
class ShapeWords:
    """What a shape is called: the question a manager asks, a short label, and one line more."""

    question: str
    label: str
    explanation: str


SHAPE_WORDS: Mapping[Shape, ShapeWords] = {
    "value": ShapeWords(
        mark("How do things stand in one area?"),
        mark("One figure"),
        mark("One figure for one area, beside the whole country."),
    ),
    "trend": ShapeWords(
        mark("How has it developed over time?"),
        mark("Development over time"),
        mark("The same figure year by year, for one or a few areas."),
    ),
    "compare_areas": ShapeWords(
        mark("How do areas differ from each other?"),
        mark("Compare areas"),
        mark("The figure for the areas you choose, the highest first."),
    ),
    "compare_types": ShapeWords(
        mark("How do the area types differ?"),
        mark("Compare area types"),
        mark("The figure for each area type, in the country, a county or a municipality."),
    ),
    "rank": ShapeWords(
        mark("Which areas are highest or lowest?"),
        mark("Ranking"),
        mark("The areas with the highest or the lowest figure."),
    ),
    "gap": ShapeWords(
        mark("How large is the gap between two area types?"),
        mark("Gap between area types"),
        mark("The difference between two area types, usually 1 and 5, year by year."),
    ),
    "split": ShapeWords(
        mark("Why has the figure changed?"),
        mark("What a change is made of"),
        mark("The change between two years, split into parts by area type. It gives no causes."),
    ),
    "population_share": ShapeWords(
        mark("How many people live in each area type?"),
        mark("Population by area type"),
        mark("The share and the number of inhabitants in areas of each type."),
    ),
    "change": ShapeWords(
        mark("What has changed between two years?"),
        mark("Change between two years"),
        mark("The difference between two years for each area, the largest increase first."),
    ),
    "threshold": ShapeWords(
        mark("Which areas are above or below a limit?"),
        mark("Above or below a limit"),
        mark("The areas whose figure is above or below a limit that you set."),
    ),
    "areas_of_type": ShapeWords(
        mark("Which areas are of a certain type?"),
        mark("Areas of a type"),
        mark("A list of areas of the types you choose, with their population."),
    ),
    "type_changes": ShapeWords(
        mark("Which areas have changed type?"),
        mark("Changed area type"),
        mark("The areas that were of one type in the first year and of another in the last."),
    ),
    "profile": ShapeWords(
        mark("What does an area look like as a whole?"),
        mark("Profile of an area"),
        mark("All figures there are for one area, beside the whole country."),
    ),
    "map": ShapeWords(
        mark("What does it look like on a map?"),
        mark("Map"),
        mark("The figure for all areas in the country, a county or a municipality."),
    ),
    "definition": ShapeWords(
        mark("What does it mean?"),
        mark("Explain a word"),
        mark("What a figure or a word means, where it comes from and what it is not."),
    ),
    "relation": ShapeWords(
        mark("How do two things go together?"),
        mark("Relation between two figures"),
        mark("Whether areas where one figure is high have a high or a low other figure."),
    ),
    "spread": ShapeWords(
        mark("How large are the differences within an area?"),
        mark("Spread within an area"),
        mark("How the small areas inside a municipality, a county or the country differ."),
    ),
    "similar": ShapeWords(
        mark("Which areas are like …?"),
        mark("Similar areas"),
        mark("The areas of the same kind that are most like one area, by several figures."),
    ),
    "segregation": ShapeWords(
        mark("How divided is a place?"),
        mark("Segregation of a place"),
        mark("How unevenly groups live in a place: all measures, each in plain words."),
    ),
}

_LEVELS: Mapping[str, tuple[str, str]] = {
    "riket": (mark("the country"), mark("the country")),
    "lan": (mark("county"), mark("counties")),
    "kommun": (mark("municipality"), mark("municipalities")),
    "regso": (mark("district or part of a municipality (RegSO)"), mark("districts (RegSO)")),
    "deso": (mark("smallest statistical area (DeSO)"), mark("smallest statistical areas (DeSO)")),
}

_THEMES: Mapping[str, str] = {
    "population": mark("Population"),
    "work": mark("Work"),
    "education": mark("Education"),
    "income": mark("Income"),
    "housing": mark("Housing"),
    "health": mark("Health"),
    "democracy": mark("Democracy"),
    "segregation": mark("Residential segregation"),
}

_TYPES: Mapping[int, str] = {
    1: mark("Areas with major socioeconomic challenges"),
    2: mark("Areas with socioeconomic challenges"),
    3: mark("Socioeconomically mixed areas"),
    4: mark("Areas with good socioeconomic conditions"),
    5: mark("Areas with very good socioeconomic conditions"),
}

_SEXES: Mapping[str, str] = {
    "total": mark("women and men"),
    "women": mark("women"),
    "men": mark("men"),
}

_STATUSES: Mapping[str, str] = {
    "value": mark("figure"),
    "zero": mark("zero"),
    "preliminary": mark("preliminary"),
    "missing": mark("no data"),
    "not_applicable": mark("not applicable"),
    "suppressed": mark("confidential"),
}

_STATUS_EXPLANATIONS: Mapping[str, str] = {
    "value": mark("There is a figure."),
    "zero": mark("The figure is zero: it has been counted and there were none."),
    "preliminary": mark("The figure is preliminary and may be changed by the source."),
    "missing": mark("The source has no figure. That is not the same as zero."),
    "not_applicable": mark(
        "The question does not apply here, for example because nobody belongs to the group."
    ),
    "suppressed": mark(
        "The figure is withheld to protect individuals. It is neither zero nor missing."
    ),
}

_UNITS: Mapping[str, str] = {
    "persons": mark("persons"),
    "dwellings": mark("dwellings"),
    "households": mark("households"),
    "percent": mark("percent"),
    "per_1000": mark("per 1,000"),
    "tkr": mark("SEK thousands"),
    "index": mark("index"),
    "zero_to_one": mark("scale 0–1"),
    "days": mark("days"),
    "steps": mark("steps"),
}

_OPERATORS: Mapping[str, str] = {
    "ge": mark("at least"),
    "gt": mark("over"),
    "le": mark("at most"),
    "lt": mark("under"),
}

_COMPARATORS: Mapping[str, str] = {
    "auto": mark("compared with the country"),
    "riket": mark("compared with the country"),
    "lan": mark("compared with its county"),
    "kommun": mark("compared with its municipality"),
    "none": mark("without comparison"),
    "similar": mark("compared with similar areas"),
}

_POLARITIES: Mapping[str, str] = {
    "high_is_good": mark("A high figure is regarded as favourable."),
    "low_is_good": mark("A low figure is regarded as favourable."),
    "none": mark("Neither high nor low is better."),
}

_GROUPINGS: Mapping[str, str] = {
    "area": mark("area"),
    "area_type": mark("area type"),
    "period": mark("year"),
    "sex": mark("sex"),
    "age": mark("age group"),
    "indicator": mark("indicator"),
}

_MEASURES: Mapping[str, str] = {
    "value": mark("the figure itself"),
    "difference": mark("difference"),
    "percent": mark("change in percent"),
    "ratio": mark("ratio"),
    "persons": mark("in numbers"),
    "slope": mark("slope over all area types"),
    "tenths": mark("greatest against smallest challenges (tenths of the areas)"),
    "mix": mark("within the types and between them"),
    "retyped": mark("in the same areas and because areas changed type"),
}

_STANDARDS: Mapping[str, str] = {
    "none": mark("without regard to age"),
    "esp2013": mark("Europe's standard population 2013"),
    "sweden": mark("Sweden's population"),
}
"""Whose ages the figures are worked out for."""

_AGE = re.compile(r"(\d{1,3})-(\d{1,3})")
_LONGEST = 80


def brief(value: object) -> str:
    """Foreign text on one line and shortened; never a pattern, never markup of ours."""
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _said(words: Mapping[str, str], code: str, speech: Speech) -> str:
    return speech.t(words[code]) if code in words else brief(code)


def shape_question(shape: Shape, speech: Speech) -> str:
    return speech.t(SHAPE_WORDS[shape].question)


def shape_label(shape: Shape, speech: Speech) -> str:
    return speech.t(SHAPE_WORDS[shape].label)


def shape_explanation(shape: Shape, speech: Speech) -> str:
    return speech.t(SHAPE_WORDS[shape].explanation)


def level(code: str, speech: Speech) -> str:
    """One area of the level: ``kommun``."""
    return speech.t(_LEVELS[code][0]) if code in _LEVELS else brief(code)


def levels(code: str, speech: Speech) -> str:
    """Several: ``kommuner``."""
    return speech.t(_LEVELS[code][1]) if code in _LEVELS else brief(code)


def counted_areas(code: str, n: int, speech: Speech, number: str | None = None) -> str:
    """``12 kommuner``, ``1 RegSO``; ``number`` where the number is not to be written in digits."""
    params = {} if number is None else {"n": number}
    match code:
        case "lan":
            return speech.n("{n} county", "{n} counties", n, **params)
        case "kommun":
            return speech.n("{n} municipality", "{n} municipalities", n, **params)
        case "regso":
            return speech.n("{n} RegSO area", "{n} RegSO areas", n, **params)
        case "deso":
            return speech.n("{n} DeSO area", "{n} DeSO areas", n, **params)
    return speech.n("{n} area", "{n} areas", n, **params)


def listed_areas(code: str, speech: Speech) -> str:
    """All areas of a level inside a phrase: ``kommuner``, ``RegSO``."""
    return counted_areas(code, 2, speech, "").strip()


def theme(code: str, speech: Speech) -> str:
    return _said(_THEMES, code, speech)


def type_name(number: int, speech: Speech) -> str:
    """The official name; the English ones are our own translation."""
    return speech.t(_TYPES[number]) if number in _TYPES else type_short(number, speech)


def type_short(number: int, speech: Speech) -> str:
    return speech.t("type {number}", number=number)


def type_full(number: int, speech: Speech) -> str:
    """Short form and name: ``Typ 1 – Områden med stora socioekonomiska utmaningar``."""
    return speech.t("Type {number} – {name}", number=number, name=type_name(number, speech))


def division_basis(mode: str, speech: Speech) -> str:
    if mode == "one":
        return speech.t("the newest borders throughout, areas that moved left out")
    return speech.t("each year its own borders")


_REASONS: Mapping[str, str] = {
    "area": mark("the area changed"),
    "bounds": mark("the limits moved"),
    "both": mark("both"),
}
"""Why an area is of another type, in a table."""


def reason(code: str | None, speech: Speech) -> str:
    return _said(_REASONS, code, speech) if code else speech.t("cannot be said")


def types_short(numbers: Sequence[int], speech: Speech) -> str:
    """``typ 1 och 2``."""
    listed = speech.listed([str(number) for number in numbers])
    return speech.n("type {numbers}", "types {numbers}", len(numbers), numbers=listed)


def types_either(numbers: Sequence[int], speech: Speech) -> str:
    """``typ 1, 2 eller 5``."""
    listed = speech.either([str(number) for number in numbers])
    return speech.t("type {number}", number=listed)


def sex(code: str, speech: Speech) -> str:
    return _said(_SEXES, code, speech)


def age(code: str, speech: Speech) -> str:
    """``0–19 år``, ``80 år och äldre``, ``alla åldrar``."""
    if code == "total":
        return speech.t("all ages")
    if (span := _AGE.fullmatch(code)) is not None:
        if span[1] == span[2]:
            return speech.t("{age} years", age=span[1])
        return speech.t("{first}–{last} years", first=span[1], last=span[2])
    if code.endswith("+"):
        return speech.t("{age} years and over", age=brief(code[:-1]))
    return brief(code)


def status(code: str, speech: Speech) -> str:
    return _said(_STATUSES, code, speech)


def status_explanation(code: str, speech: Speech) -> str:
    return _said(_STATUS_EXPLANATIONS, code, speech)


def unit(code: str, speech: Speech) -> str:
    return _said(_UNITS, code, speech)


def operator(code: str, speech: Speech) -> str:
    return _said(_OPERATORS, code, speech)


def comparator(code: str, speech: Speech) -> str:
    return _said(_COMPARATORS, code, speech)


def polarity(code: str, speech: Speech) -> str:
    return _said(_POLARITIES, code, speech)


def grouping(code: str, speech: Speech) -> str:
    return _said(_GROUPINGS, code, speech)


def measure(code: str, speech: Speech) -> str:
    return _said(_MEASURES, code, speech)


def standard(code: str, speech: Speech) -> str:
    return _said(_STANDARDS, code, speech)


def pooled(years: int, speech: Speech) -> str:
    """How many years the figure of a year is made of."""
    return speech.n("one year", "{n} years put together", years)


def type_basis(year: int | None, speech: Speech) -> str:
    """Which year's area types count; None for each year's own."""
    if year is not None:
        return speech.t("area type as in {year}", year=year)
    return speech.t("area type of each year")


def index_basis(year: int | None, speech: Speech) -> str:
    """Which year's socioeconomic index areas are put in order by; None for each year's own."""
    if year is not None:
        return speech.t("order by the index of {year}", year=year)
    return speech.t("order by the index of each year")


def basis_of(question: Question, speech: Speech) -> str:
    said = index_basis if question.asked_measure == "tenths" else type_basis
    return said(question.type_basis.year, speech)


def periods(asked: Periods, speech: Speech) -> str:
    """The years as they were asked for, not what they turned into."""
    if asked.mode == "latest":
        return speech.t("latest year")
    if asked.mode == "top":
        return speech.n("latest year", "latest {n} years", asked.n or 1)
    if asked.mode == "range":
        return f"{asked.first}–{asked.last}"
    return years(asked.years, speech)


def years(numbers: tuple[int, ...], speech: Speech) -> str:
    """``2024``, ``2022 och 2024``, ``2014–2024`` where no year is left out."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}–{numbers[-1]}"
    if len(numbers) > 6:
        return speech.t(
            "{count} years {first}–{last}", count=len(numbers), first=numbers[0], last=numbers[-1]
        )
    return speech.listed([str(number) for number in numbers])
