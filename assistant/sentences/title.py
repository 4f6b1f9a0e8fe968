"""The question in words: what was asked, as a receipt, a heading and the name of a favourite."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant import phrases, words
from assistant.language import Speech
from assistant.numbers import numbers_for
from assistant.sentences.areas import decimals_of
from assistant.wording import Known, indicator_label
from semantic.model import Indicator, Level
from semantic.question import Question, Shape, level_of
from semantic.shapes import OF_MANY

EACH_AREA = frozenset({"compare_types", "gap", "split", "population_share"})
"""Shapes by area type that are told for each of several areas."""


@dataclass(frozen=True)
class Titled:
    """A question with what its words are looked up in; ``years`` are known once it is answered."""

    question: Question
    known: Known
    speech: Speech
    years: tuple[int, ...] = ()

    @property
    def label(self) -> str:
        """The figure by name, with the group asked for."""
        found = self.known.catalogue.indicators.get(self.question.indicator)
        name = words.brief(self.question.indicator)
        if found:
            name = phrases.label(found, self.speech)
        return phrases.joined(name, phrases.group(self.question, found, self.speech))

    def name_of(self, identity: str) -> str:
        """One of several figures by name, inside a sentence."""
        found = self.known.catalogue.indicators.get(identity)
        return phrases.uncapital(phrases.label(found, self.speech)) if found else identity

    @property
    def people(self) -> Indicator | None:
        return self.known.catalogue.indicators.get("folkmangd")

    @property
    def names(self) -> Mapping[str, str]:
        return {code: self.name(code) for code in self.question.areas.codes + self.inside}

    def name(self, code: str) -> str:
        return self.known.directory.label(code) if code in self.known.directory else code

    @property
    def inside(self) -> tuple[str, ...]:
        return self.question.areas.within or ("00",)

    @property
    def level(self) -> Level:
        """The level of the areas that are listed."""
        areas = self.question.areas
        if areas.level:
            return areas.level
        if areas.codes:
            return level_of(areas.codes[0])
        below: dict[Level, Level] = {"riket": "kommun", "lan": "kommun"}
        return below.get(level_of(self.inside[0]), "regso")

    @property
    def by_name(self) -> bool:
        """Whether the areas are named one by one; the whole country is no list."""
        return bool(self.question.areas.codes) or self.question.areas.level == "riket"

    def where(self) -> str:
        """``i Malmö``: the areas named, else what they lie inside."""
        areas = self.question.areas
        if areas.codes and areas.level != "riket":
            return phrases.inside(areas.codes, self.names, self.speech)
        if self.question.shape in EACH_AREA and areas.level in ("lan", "kommun"):
            return self.speech.t("in {area}", area=self.areas())
        return phrases.inside(self.inside, self.names, self.speech)

    def areas(self) -> str:
        """``kommuner i Skåne län``; the areas by name where they are named."""
        areas = self.question.areas
        if self.by_name:
            codes = ("00",) if areas.level == "riket" else areas.codes
            return phrases.named(codes, {**self.names, "00": ""}, self.speech)
        kinds = words.listed_areas(self.level, self.speech)
        return f"{kinds} {phrases.inside(self.inside, self.names, self.speech)}"

    def when(self) -> str:
        """``senaste året (2024)``: as asked, and what it turned into."""
        asked = words.periods(self.question.periods, self.speech)
        if self.question.pooled > 1:
            return self._together(asked)
        if self.question.shape == "trend" and self.question.periods.mode == "latest":
            asked = self.speech.t("all years")
        if self.question.shape in OF_MANY:
            return asked
        resolved = words.years(self.years, self.speech)
        return asked if not resolved or resolved == asked else f"{asked} ({resolved})"

    def _together(self, asked: str) -> str:
        """``3 år sammanslagna (2021–2023)``; the last of them as it was asked for where the years
        are not known yet."""
        said = words.pooled(self.question.pooled, self.speech)
        years = self.question.made_of(self.years or self.question.periods.years[-1:])
        return f"{said} ({words.years(years, self.speech)})" if years else f"{said}, {asked}"

    def basis(self) -> str:
        """The type basis where it is not each year's own."""
        basis = self.question.type_basis
        return words.basis_of(self.question, self.speech) if basis.mode == "fixed" else ""

    def borders(self) -> str:
        """The division of areas where it is not each year's own."""
        one = self.question.division_basis.mode == "one"
        return self.speech.t("with the newest borders throughout") if one else ""

    def compared(self) -> str:
        """What the figure is laid beside, where it is not the whole country."""
        asked = self.question.comparator
        return "" if asked in ("auto", "riket") else words.comparator(asked, self.speech)

    def standard(self) -> str:
        """Whose ages the figures are worked out for, where it is not each area's own."""
        standard = self.question.standard
        if standard == "none":
            return ""
        people = words.standard(standard, self.speech)
        return self.speech.t("with regard to age ({people})", people=people)

    def split(self) -> str:
        """The groupings asked for beside the shape's own."""
        said = [words.grouping(each, self.speech) for each in self.question.by if each != "period"]
        if not said:
            return ""
        return self.speech.t("by {groups}", groups=self.speech.listed(said))

    def between(self) -> str:
        years = self.years or self.question.periods.years
        if not years and self.question.periods.first:
            years = (self.question.periods.first, self.question.periods.last or 0)
        if len(years) < 2:
            return self.speech.t("between the latest two years")
        return self.speech.t("between {first} and {last}", first=years[0], last=years[-1])


def question_in_words(
    question: Question, known: Known, speech: Speech, years: Sequence[int] = ()
) -> str:
    """The whole question, with what its named period turned into where that is known."""
    titled = Titled(question, known, speech, tuple(years))
    parts = (*_PARTS[question.shape](titled), titled.borders(), titled.compared())
    return phrases.capital(", ".join(part for part in parts if part))


def short_title(question: Question, known: Known, speech: Speech) -> str:
    """A few words: the name of a favourite or a tab."""
    titled = Titled(question, known, speech)
    if question.shape == "definition":
        return phrases.capital(_topic(titled))
    return phrases.capital(f"{_short_subject(titled)}, {_short_place(titled)}")


def _short_subject(it: Titled) -> str:
    found = it.known.catalogue.indicators.get(it.question.indicator)
    if it.question.shape == "relation":
        return it.speech.listed([_short_name(it, each) for each in it.question.indicators])
    if it.question.shape in {*OF_MANY, "similar"} or not it.question.indicators or found is None:
        return words.shape_label(it.question.shape, it.speech)
    return it.speech.text(found.short or found.label)


def _short_name(it: Titled, identity: str) -> str:
    found = it.known.catalogue.indicators.get(identity)
    return it.speech.text(found.short or found.label) if found else words.brief(identity)


def _short_place(it: Titled) -> str:
    areas = it.question.areas
    codes = areas.codes if areas.codes and areas.level != "riket" else it.inside
    names = [phrases.place_name(code, it.name(code), it.speech) for code in codes]
    if len(names) > 2:
        return it.speech.n(
            "{first} and {n} more", "{first} and {n} more", len(names) - 1, first=names[0]
        )
    return it.speech.listed(names)


def _value(it: Titled) -> tuple[str, ...]:
    if it.by_name:
        return (phrases.joined(it.label, it.where()), it.split(), it.when())
    return (it.label, it.areas(), it.split(), it.when())


def _trend(it: Titled) -> tuple[str, ...]:
    development = it.speech.t("development")
    if it.by_name or "area_type" in it.question.by:
        parts: tuple[str, ...] = (phrases.joined(it.label, it.where()),)
    else:
        parts = (it.label, it.areas())
    return (*parts, it.split(), development, it.when(), it.basis())


def _compare_types(it: Titled) -> tuple[str, ...]:
    types = it.speech.t("by area type {where}", where=it.where())
    chosen = it.question.types
    named = words.types_short(chosen, it.speech) if chosen else ""
    what = (phrases.joined(it.label, types), named, it.split(), it.standard())
    return (*what, it.when(), it.basis())


def _rank(it: Titled) -> tuple[str, ...]:
    limit = it.question.row_limit or 0
    if it.by_name or limit == 1:
        end = it.speech.t("lowest") if it.question.ascending else it.speech.t("highest")
        return (it.label, it.speech.t("{end} among {areas}", end=end, areas=it.areas()), it.when())
    params = {
        "areas": words.counted_areas(it.level, limit, it.speech),
        "where": phrases.inside(it.inside, it.names, it.speech),
    }
    if it.question.ascending:
        text = it.speech.t("the {areas} {where} with the lowest figure", **params)
    else:
        text = it.speech.t("the {areas} {where} with the highest figure", **params)
    return (it.label, text, it.when())


def _gap(it: Titled) -> tuple[str, ...]:
    first, second = it.question.pair
    if it.question.asked_measure == "slope":
        slope = it.speech.t("slope over the area types {where}", where=it.where())
        return (it.label, slope, it.split(), it.when(), it.basis())
    if it.question.asked_measure == "tenths":
        tenths = it.speech.t(
            "gap between the tenths of the areas with the greatest and the smallest challenges "
            "{where}",
            where=it.where(),
        )
        return (it.label, tenths, it.split(), it.when(), it.basis())
    gap = it.speech.t(
        "gap between type {first} and type {second} {where}",
        first=first,
        second=second,
        where=it.where(),
    )
    measure = it.question.asked_measure
    measured = "" if measure == "difference" else words.measure(measure, it.speech)
    return (it.label, gap, measured, it.split(), it.standard(), it.when(), it.basis())


def _split(it: Titled) -> tuple[str, ...]:
    change = it.speech.t("what the change {between} is made of", between=it.between())
    parts = words.measure(it.question.asked_measure, it.speech)
    return (phrases.joined(it.label, it.where()), f"{change} ({parts})")


def _population_share(it: Titled) -> tuple[str, ...]:
    group = phrases.group(it.question, it.people, it.speech)
    whole = phrases.joined(it.speech.t("The population"), group)
    if it.question.indicators:
        whole = it.label
    types = it.speech.t("by area type {where}", where=it.where())
    return (phrases.joined(whole, types), it.when(), it.basis())


def _change(it: Titled) -> tuple[str, ...]:
    change = it.speech.t("change {between}", between=it.between())
    if it.by_name:
        return (phrases.joined(it.label, it.where()), it.split(), change)
    return (it.label, it.areas(), it.split(), change)


def _threshold(it: Titled) -> tuple[str, ...]:
    asked = it.question.threshold
    if asked is None:
        return (it.label, it.areas(), it.when())
    indicator = it.known.catalogue.indicators.get(it.question.indicator)
    unit = indicator.unit if indicator else None
    bound = numbers_for(it.speech.language).with_unit(asked.value, unit, decimals_of(asked.value))
    limit = f"{words.operator(asked.op, it.speech)} {bound}"
    return (it.label, it.speech.t("{areas} with {limit}", areas=it.areas(), limit=limit), it.when())


def _areas_of_type(it: Titled) -> tuple[str, ...]:
    if not it.question.types:
        return (it.speech.t("RegSO areas by area type {where}", where=it.where()), it.when())
    text = it.speech.t(
        "RegSO areas of {types} {where}",
        types=words.types_short(it.question.types, it.speech),
        where=it.where(),
    )
    return (text, it.when())


def _type_changes(it: Titled) -> tuple[str, ...]:
    return (
        it.speech.t(
            "RegSO areas {where} that changed area type {between}",
            where=it.where(),
            between=it.between(),
        ),
    )


def _profile(it: Titled) -> tuple[str, ...]:
    return (it.speech.t("Profile of {area}", area=_short_place(it)), it.when())


def _map(it: Titled) -> tuple[str, ...]:
    return (it.label, it.speech.t("map of {areas}", areas=it.areas()), it.when())


def _relation(it: Titled) -> tuple[str, ...]:
    both = it.speech.listed([it.name_of(each) for each in it.question.indicators])
    return (it.speech.t("Relation between {figures}", figures=both), it.areas(), it.when())


def _spread(it: Titled) -> tuple[str, ...]:
    areas = words.listed_areas(it.level, it.speech)
    where = phrases.inside(it.inside, it.names, it.speech)
    return (
        it.label,
        it.speech.t("spread over {areas} {where}", areas=areas, where=where),
        it.when(),
    )


def _similar(it: Titled) -> tuple[str, ...]:
    like = it.speech.t(
        "{areas} most like {area}",
        areas=words.listed_areas(it.level, it.speech),
        area=_short_place(it),
    )
    if not it.question.indicators:
        return (like, it.when())
    by = it.speech.listed([it.name_of(each) for each in it.question.indicators])
    return (like, it.speech.t("by {figures}", figures=by), it.when())


def _segregation(it: Titled) -> tuple[str, ...]:
    return (it.speech.t("Segregation {where}", where=it.where()), it.when())


def _definition(it: Titled) -> tuple[str, ...]:
    return (it.speech.t("What does “{word}” mean?", word=_topic(it)),)


def _topic(it: Titled) -> str:
    if it.question.indicators:
        return indicator_label(it.question.indicator, it.known, it.speech)
    found = it.known.catalogue.concepts.get(it.question.concept or "")
    return it.speech.text(found.label) if found else words.brief(it.question.concept or "")


_PARTS: Mapping[Shape, Callable[[Titled], tuple[str, ...]]] = {
    "value": _value,
    "trend": _trend,
    "compare_areas": _value,
    "compare_types": _compare_types,
    "rank": _rank,
    "gap": _gap,
    "split": _split,
    "population_share": _population_share,
    "change": _change,
    "threshold": _threshold,
    "areas_of_type": _areas_of_type,
    "type_changes": _type_changes,
    "profile": _profile,
    "map": _map,
    "definition": _definition,
    "relation": _relation,
    "spread": _spread,
    "similar": _similar,
    "segregation": _segregation,
}
