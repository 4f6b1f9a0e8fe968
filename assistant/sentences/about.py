"""Sentences about one area as a whole, and about what a word means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant import phrases, words
from assistant.language import mark
from assistant.numbers import round_half_away
from assistant.readings import in_plain_words
from assistant.sentences import alike, judged
from assistant.sentences.teller import Row, Teller, has_figure, text_of
from semantic.model import Concept, Indicator

PEOPLE = "folkmangd"
APART = "ojamlikhet_fodelseland"


def profile(teller: Teller) -> str:
    areas = list(dict.fromkeys(row["area"] for row in teller.rows))
    figures = teller.valued
    if not figures:
        return teller.t("There are no figures for the area.")
    if len(areas) > 1:
        return _many(teller, areas)
    return text_of(_people(teller, figures), _count(teller, areas[0]), _beside(teller, figures))


def _indicator(teller: Teller, row: Row) -> Indicator:
    return teller.known.catalogue.indicators[row["indicator"]]


def _people(teller: Teller, figures: Sequence[Row]) -> str:
    """The population, where the profile has it."""
    row = next((each for each in figures if each["indicator"] == PEOPLE), None)
    if row is None:
        return ""
    indicator = _indicator(teller, row)
    return teller.t(
        "{Start}, {figure} was {value}{tail}.",
        figure=phrases.figure(indicator, teller.speech),
        value=teller.value(row["value"], indicator),
        **teller.opening(teller.place(row["area"], row["period"]), row["period"]),
    )


def _count(teller: Teller, area: str) -> str:
    return teller.n(
        "The profile shows {n} figure for {area}.",
        "The profile shows {n} figures for {area}, each for its latest year.",
        len(teller.valued),
        area=teller.name(area),
    )


def _many(teller: Teller, areas: list[str]) -> str:
    return teller.t(
        "The profile shows {n} figures for {areas}, each for its latest year.",
        n=teller.count(len({row["indicator"] for row in teller.valued})),
        areas=teller.speech.listed([teller.name(code) for code in areas[:4]]),
    )


def _beside(teller: Teller, figures: Sequence[Row]) -> str:
    """How many figures lie above and below the area compared with; counts are left out."""
    others = {(row["indicator"], row["period"]): row for row in teller.beside if has_figure(row)}
    if len({row["area"] for row in teller.beside}) > 1:
        return ""
    found = [
        _direction(_indicator(teller, row), row, others[row["indicator"], row["period"]])
        for row in figures
        if (row["indicator"], row["period"]) in others and _indicator(teller, row).kind != "count"
    ]
    if not found:
        return ""
    other = teller.beside[0]
    counts = {mark("{n} higher"): 1, mark("{n} lower"): -1, mark("{n} the same"): 0}
    counted = [
        teller.t(text, n=teller.count(number))
        for text, way in counts.items()
        if (number := found.count(way))
    ]
    told = teller.t(
        "Compared with the figures {place}: {counted}.",
        place=teller.place(other["area"], other["period"]),
        counted=teller.speech.listed(counted),
    )
    return phrases.joined(told, judged.uncertain(teller, figures))


def _direction(indicator: Indicator, row: Row, other: Row) -> int:
    mine, theirs = (round_half_away(each["value"], indicator.decimals) for each in (row, other))
    assert mine is not None, "only figures are compared"
    assert theirs is not None, "only figures are compared"
    return (mine > theirs) - (mine < theirs)


def segregation(teller: Teller) -> str:
    """The dissimilarity by country of birth first, over large and over small areas."""
    known = {each.id: each for each in teller.resolved.indicators}
    figures = {row["indicator"]: row for row in teller.valued}
    first = next((figures[each] for each in (APART, *known) if each in figures), None)
    if first is None:
        return teller.t("There are no figures for the area.")
    indicator = known[first["indicator"]]
    said = teller.t(
        "{Start}, {figure} was {value}{tail}.",
        figure=phrases.figure(indicator, teller.speech),
        value=teller.value(first["value"], indicator),
        **teller.opening(teller.place(first["area"], first["period"]), first["period"]),
    )
    reading = in_plain_words(indicator, first["value"], teller.speech, teller.numbers)
    fine = _over_small_areas(teller, indicator, figures)
    return text_of(f"{said} {reading}", _in_the_other(teller, indicator, first), fine)


def _in_the_other(teller: Teller, indicator: Indicator, first: Row) -> str:
    """The same measure of the place compared with, or of the places most like it."""
    if teller.resolved.like is not None:
        return alike.beside(teller, first, indicator)
    other = next(
        (
            each
            for each in teller.comparison
            if has_figure(each)
            and (each["indicator"], each["period"]) == (indicator.id, first["period"])
        ),
        None,
    )
    if other is None:
        return ""
    return teller.t(
        "{Where} the value was {value}.",
        Where=phrases.capital(teller.place(other["area"], other["period"])),
        value=teller.value(other["value"], indicator),
    )


def _over_small_areas(teller: Teller, indicator: Indicator, figures: Mapping[str, Row]) -> str:
    """The same measure over areas of another size, which is another value."""
    others = teller.known.catalogue.over_other_areas(indicator)
    for each in (other for other in others if other.id in figures):
        row = figures[each.id]
        assert each.segregation is not None, "only segregation measures are worked out over areas"
        return teller.t(
            "Over {areas} the same measure was {value} in {year}; the size of the areas changes "
            "the value, so the two are not compared.",
            areas=words.listed_areas(each.segregation.over, teller.speech),
            value=teller.value(row["value"], each),
            year=row["period"],
        )
    return teller.t("The value depends on the size of the areas that it is worked out over.")


def definition(teller: Teller) -> str:
    if teller.question.indicators:
        return _of_indicator(teller, teller.indicator)
    return _of_concept(teller, teller.known.catalogue.concepts[teller.question.concept or ""])


def _of_indicator(teller: Teller, indicator: Indicator) -> str:
    text = teller.speech.text
    return text_of(
        f"{text(indicator.label)}: {text(indicator.definition)}",
        note=text(indicator.caution) if indicator.caution else "",
    )


def _of_concept(teller: Teller, concept: Concept) -> str:
    text = teller.speech.text
    other = ""
    if concept.not_the_same_as:
        other = teller.t("Easily confused: {other}", other=text(concept.not_the_same_as))
    return text_of(f"{text(concept.label)}: {text(concept.explanation)}", note=other)
