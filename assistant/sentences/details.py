"""How an answer was worked out, line by line, for the reader who wants to check it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from assistant import phrases, sides, words
from assistant.sentences import alike, judged, relation, segregation, within
from assistant.sentences.teller import Teller
from assistant.wording import (
    borders_text,
    break_text,
    example_banner,
    notice,
    type_basis_text,
)
from semantic.model import TOGETHER, Concept, Indicator
from semantic.shapes import OF_MANY
from semantic.version import Source

BY_OWN_SHAPE = frozenset({"areas_of_type", "type_changes"}) | OF_MANY


MOST_COMPARED = 5


def lines(teller: Teller) -> Iterator[str]:
    if teller.answer.example_data:
        yield teller.t(
            "{banner}. The areas are real, the figures are random.",
            banner=example_banner(teller.speech),
        )
    if teller.question.shape == "definition" and not teller.question.indicators:
        yield from _concept(teller)
    elif teller.question.shape in ("relation", "similar", "segregation"):
        for each in teller.resolved.indicators:
            label = teller.speech.text(each.label)
            yield from (f"{label} – {line}" for line in _indicator(teller, each))
    elif teller.question.shape not in BY_OWN_SHAPE:
        yield from _indicator(teller, teller.indicator)
    yield from _years(teller)
    yield from _WORKING.get(teller.question.shape, _working)(teller)
    yield from _method(teller)
    yield from segregation.over_other_areas(teller)
    yield from judged.explained(teller)
    yield from _comparability(teller)
    yield from (notice(each, teller.known, teller.speech) for each in teller.answer.notices)
    yield from _sources(teller)


def _concept(teller: Teller) -> Iterator[str]:
    concept: Concept = teller.known.catalogue.concepts[teller.question.concept or ""]
    yield teller.t("Source: {source}", source=teller.speech.text(concept.source))


def _indicator(teller: Teller, indicator: Indicator) -> Iterator[str]:
    text = teller.speech.text
    yield teller.t("Definition: {text}", text=text(indicator.definition))
    yield teller.t("Covers: {text}", text=text(indicator.population))
    if indicator.numerator and indicator.denominator:
        yield (
            teller.t(
                "Share: {numerator}, divided by {denominator}",
                numerator=phrases.uncapital(text(indicator.numerator)),
                denominator=phrases.uncapital(text(indicator.denominator)),
            )
            if indicator.is_share
            else teller.t(
                "Ratio: {numerator}, divided by {denominator}",
                numerator=phrases.uncapital(text(indicator.numerator)),
                denominator=phrases.uncapital(text(indicator.denominator)),
            )
        )
    yield teller.t("Unit: {unit}", unit=teller.numbers.unit_name(indicator.unit))
    if teller.question.shape == "definition":
        yield words.polarity(indicator.polarity, teller.speech)
    if teller.question.shape == "definition" or indicator.segregation:
        yield teller.t("Source: {source}", source=text(indicator.source))
    if indicator.caution:
        yield teller.t("Note: {text}", text=text(indicator.caution))


def _years(teller: Teller) -> Iterator[str]:
    """What a named period turned into."""
    found = teller.answer.years
    if not found or teller.question.shape == "definition":
        return
    said = words.years(teller.resolved.window, teller.speech)
    mode, shape = teller.question.periods.mode, teller.question.shape
    if shape in OF_MANY:
        yield teller.t("Years: each figure is shown for its latest year ({years}).", years=said)
    elif teller.resolved.pools and mode == "latest":
        yield teller.t("Years: the latest that can be put together, {years}.", years=said)
    elif teller.resolved.pools:
        yield teller.t("Years: {years}.", years=said)
    elif mode == "latest" and len(found) == 1:
        yield teller.t("Year: the latest with figures is {year}.", year=found[0])
    elif mode == "latest" and shape == "trend":
        yield teller.t("Years: all with figures, {years}.", years=said)
    elif mode in ("latest", "top"):
        yield teller.t("Years: the latest with figures, {years}.", years=said)
    elif len(found) == 1:
        yield teller.t("Year: {year}.", year=found[0])
    else:
        yield teller.t("Years: {years}.", years=said)


def _working(teller: Teller) -> Iterator[str]:
    """Whether the figures are published as they stand, or added up here."""
    if teller.question.shape == "definition":
        return
    origins = {row.get("origin") for row in teller.rows} - {None}
    ratio = teller.indicator.kind == "ratio" and teller.question.shape not in BY_OWN_SHAPE
    if teller.resolved.by_type and teller.question.shape not in BY_OWN_SHAPE:
        plain = teller.question.standard == "none"
        if ratio and plain and teller.question.shape != "population_share":
            yield teller.t(
                "Calculated: the sum of the numerators divided by the sum of the denominators. "
                "Shares are never averaged."
            )
    elif teller.resolved.pools:
        yield teller.t(
            "Calculated: the sum of the numerators of all the years divided by the sum of their "
            "denominators. Shares are never averaged. A year that lacks its figure is never left "
            "out: the area then has no figure (after the multiyear estimates of the U.S. Census "
            "Bureau, 2020)."
        )
    elif "computed" in origins and "published" in origins:
        yield teller.t("Some figures are published by the source, others are calculated here.")
    elif "computed" in origins:
        yield teller.t("Calculated here from the source's figures for smaller areas.")
    elif origins:
        yield teller.t("The figures are the source's own for these areas.")
    if teller.question.shape not in BY_OWN_SHAPE:
        yield teller.t("Calculated with unrounded figures; rounded only when shown.")
    if basis := type_basis_text(teller.answer, teller.speech):
        yield basis


_WORKING: Mapping[str, Callable[[Teller], Iterator[str]]] = {
    "relation": relation.working,
    "spread": within.working,
    "similar": alike.working,
}
"""Shapes whose answers are worked out in a way of their own."""


def _method(teller: Teller) -> Iterator[str]:
    """How the parts of a change or a gap in numbers are worked out, and whose definition it is."""
    if teller.question.asked_measure == "mix":
        yield teller.t(
            "Within a type: the change of its figure, times the mean of its share of everyone in "
            "the two years. Between the types: the change of its share, times how far the mean of "
            "its figure lies from that of all types together. The parts add up to the change "
            "(Kitagawa 1955, the mean of both orders)."
        )
    if teller.question.asked_measure == "slope":
        yield teller.t(
            "The slope: everyone is ordered by the type of their area, and each type stands at the "
            "middle of its part of the population. A straight line is laid through the figures of "
            "the types, weighted by population, and the value is how much it rises or falls from "
            "one end to the other. The ends of the line are calculated and need not be figures "
            "that are possible (the slope index of inequality, Mackenbach & Kunst 1997)."
        )
    if sides.in_tenths(teller.question):
        yield teller.t(
            "The tenths: the RegSO areas of the place are put in order by their socioeconomic "
            "index, the highest first, since the challenges are greatest there. The tenth of them "
            "that comes first is compared with the tenth that comes last, whatever their "
            "population; the number of areas divided by ten is rounded to a whole number. In each "
            "tenth, numerators and denominators are added up. The definition is our own."
        )
        yield from _sizes(teller)
    if teller.question.standard != "none":
        yield teller.t(
            "With regard to age: the figure of each age group, the sum of the numerators divided "
            "by the sum of the denominators, counts as much as the group's part of one and the "
            "same population in every area type ({people}). Differences in age between the types "
            "are thereby taken away; nothing is said of causes. Direct standardisation (Kitagawa "
            "1964); {source}.",
            people=words.standard(teller.question.standard, teller.speech),
            source=_standard_source(teller),
        )
        if any(row.get("verdict") for row in teller.rows):
            yield teller.t(
                "A difference with regard to age is judged where every age group has at least 10 "
                "people and, for each age group on average, at least 10 are counted and, of a "
                "share, at least 10 are not. The interval is put together of those of the age "
                "groups (Zou, Huang & Zhang 2009). How much areas usually differ is worked out "
                "without regard to age."
            )
    in_persons = any("persons" in row for row in teller.rows)
    if in_persons and sides.in_tenths(teller.question):
        yield teller.t(
            "In numbers: the count in the first tenth, less what the figure of the second tenth "
            "would give for as many (Keppel et al. 2005)."
        )
    elif in_persons or teller.question.asked_measure == "persons":
        yield teller.t(
            "In numbers: the count in the first type, less what the figure of the second type "
            "would give for as many (Keppel et al. 2005)."
        )


def _sizes(teller: Teller) -> Iterator[str]:
    """How many areas a tenth is, where there is one place and year."""
    sizes = {(row["first_areas"], row["indexed"]) for row in teller.valued}
    if len(sizes) == 1:
        [(tenth, indexed)] = sizes
        yield teller.t(
            "There are {n} areas in each tenth, of {indexed} with an index.",
            n=teller.count(tenth),
            indexed=teller.count(indexed),
        )


def _standard_source(teller: Teller) -> str:
    if teller.question.standard == "esp2013":
        return teller.t("the standard population is from Eurostat (2013)")
    return teller.t("the standard population is everyone the figure covers in the country, by age")


def _comparability(teller: Teller) -> Iterator[str]:
    if teller.comparison:
        places = list(
            dict.fromkeys(
                teller.name(row["area"], row["period"])
                for row in teller.comparison
                if row["area"] != TOGETHER
            )
        )
        listed = teller.speech.listed(places[:MOST_COMPARED])
        yield teller.t("Compared with: {areas}.", areas=listed)
    yield from alike.chosen_by(teller)
    if borders := borders_text(teller.answer, teller.speech):
        yield borders
    for each in teller.resolved.breaks:
        yield break_text(each, teller.speech)


def _sources(teller: Teller) -> Iterator[str]:
    for source in teller.answer.sources:
        yield source_line(source, teller)
    yield teller.t(
        "Data version {id}, created {date}.",
        id=teller.answer.version_id,
        date=str(teller.answer.created)[:10],
    )


def source_line(source: Source, teller: Teller) -> str:
    """Publisher, title, table and the date on which it was retrieved."""
    named = ", ".join(part for part in (source.publisher, source.title) if part)
    table = teller.t("table {id}", id=source.table_id) if source.table_id else ""
    taken = (
        teller.t("retrieved {date}", date=str(source.retrieved)[:10]) if source.retrieved else ""
    )
    return teller.t(
        "Source: {source}", source=", ".join(part for part in (named, table, taken) if part) + "."
    )
