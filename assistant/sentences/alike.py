"""Which areas are most like one area, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assistant import phrases
from assistant.sentences import judged
from assistant.sentences.teller import Row, Teller, has_figure, text_of
from semantic.model import TOGETHER, Indicator
from semantic.shapes import OF_MANY

NAMED = 3


def similar(teller: Teller) -> str:
    rows = teller.rows
    (own,) = teller.resolved.codes
    names = [teller.name(row["area"], row["period"]) for row in rows[:NAMED]]
    said = teller.n(
        "In {year}, of all {kinds}, {names} was most like {area}.",
        "In {year}, of all {kinds}, {names} were most like {area}.",
        len(names),
        year=teller.year,
        kinds=teller.kinds(),
        area=teller.name(own, teller.year),
        names=teller.speech.listed(names),
    )
    by = [
        phrases.uncapital(phrases.label(each, teller.speech)) for each in teller.resolved.indicators
    ]
    weighed = teller.n(
        "They are compared by {figures}.",
        "They are compared by {figures}, all with the same weight.",
        len(by),
        figures=teller.speech.listed(by),
    )
    return text_of(said, weighed, _left_out(teller))


def beside(teller: Teller, row: Row, indicator: Indicator | None = None) -> str:
    """Where the areas most like it lie: from which figure to which, and how many above."""
    about = indicator or teller.indicator
    others = [each for each in _same_figure(teller, row) if each["area"] != TOGETHER]
    if not others:
        return teller.t("The areas most like it have no figure.")
    lowest, highest = (end(others, key=lambda each: each["value"]) for end in (min, max))
    mine, *theirs = (teller.shown(each["value"], about.decimals) for each in (row, *others))
    params = {
        "areas": teller.areas(len(others)),
        "low": teller.value(lowest["value"], about),
        "first": teller.name(lowest["area"], lowest["period"]),
        "high": teller.value(highest["value"], about),
        "last": teller.name(highest["area"], highest["period"]),
        "above": teller.count(sum(each > mine for each in theirs)),
        "below": teller.count(sum(each < mine for each in theirs)),
    }
    return teller.t(
        "In the {areas} most like it, the value runs from {low} ({first}) to {high} ({last}): "
        "{above} of them higher and {below} lower.",
        **params,
    )


def _same_figure(teller: Teller, row: Row) -> list[Row]:
    """The figures of similar areas that are of the same kind and year."""
    return [
        each
        for each in teller.comparison
        if has_figure(each)
        and (each["indicator"], each["period"]) == (row["indicator"], row["period"])
    ]


def whole(teller: Teller, row: Row) -> Row | None:
    """The figure of the similar areas as one group, where there is one."""
    return next((each for each in _same_figure(teller, row) if each["area"] == TOGETHER), None)


def together(teller: Teller, row: Row) -> str:
    """The same beside the area's own, and whether the difference is large."""
    other = whole(teller, row)
    if other is None:
        return ""
    mine, theirs = teller.shown(row["value"]), teller.shown(other["value"])
    params = {
        "Area": phrases.capital(teller.name(row["area"], row["period"])),
        "distance": teller.distance(row["value"], other["value"]),
        "value": teller.value(other["value"]),
    }
    if mine == theirs:
        return teller.t("{Area} has the same figure as they have together.", **params)
    if teller.shown(abs(row["value"] - other["value"])) == 0:
        return teller.t("{Area} has about the same figure as they have together.", **params)
    if mine > theirs:
        told = teller.t("{Area} is {distance} above the {value} that they have together.", **params)
    else:
        told = teller.t("{Area} is {distance} below the {value} that they have together.", **params)
    return phrases.joined(told, judged.verdict(teller, row))


def expectation(teller: Teller, row: Row) -> str:
    """The figure beside what areas with the same socioeconomic index have."""
    if row.get("expected") is None:
        return ""
    mine, low, high = (
        teller.shown(row[name]) for name in ("value", "expected_low", "expected_high")
    )
    params = {
        "value": teller.value(row["expected"]),
        "low": teller.numbers.plain(row["expected_low"], teller.indicator.decimals),
        "high": teller.value(row["expected_high"]),
    }
    if mine > high:
        return teller.t(
            "That is higher than expected: RegSO areas with the same socioeconomic index have "
            "about {value} ({low}–{high}).",
            **params,
        )
    if mine < low:
        return teller.t(
            "That is lower than expected: RegSO areas with the same socioeconomic index have about "
            "{value} ({low}–{high}).",
            **params,
        )
    return teller.t(
        "That is as expected: RegSO areas with the same socioeconomic index have about {value} "
        "({low}–{high}).",
        **params,
    )


def chosen_by(teller: Teller) -> Iterator[str]:
    """How the similar areas compared with were found."""
    like = teller.resolved.like
    if like is not None:
        params = {
            "figures": teller.speech.listed(
                [phrases.uncapital(phrases.label(each, teller.speech)) for each in like.indicators]
            ),
            "year": like.years[-1],
        }
        yield _nearest(teller, params)
        if teller.comparison:
            yield _added(teller)
    if any(row.get("expected") is not None for row in teller.rows):
        yield teller.t(
            "Expected: the straight line through the figures of all other RegSO by their "
            "socioeconomic index that year, and the interval in which 95 percent of further areas "
            "would lie (least squares, Draper and Smith 1998). It says nothing of causes."
        )


def _nearest(teller: Teller, params: Mapping[str, Any]) -> str:
    if teller.question.shape in OF_MANY:
        return teller.t(
            "The similar areas are the nearest by {figures} in {year}, all with the same weight "
            "(standardised Euclidean distance, Everitt et al. 2011); in these figures they are "
            "alike because they were chosen so.",
            **params,
        )
    return teller.t(
        "The similar areas are the nearest by {figures} in {year}, all with the same weight "
        "(standardised Euclidean distance, Everitt et al. 2011); the figure itself and what it "
        "is worked out from are left aside.",
        **params,
    )


def _added(teller: Teller) -> str:
    """How their figure together is worked out, or why there is none."""
    if any(row["area"] == TOGETHER for row in teller.comparison):
        return teller.t(
            "Together: the sum of the numerators of the similar areas divided by the sum of their "
            "denominators, where all of them have a figure. Means, medians and indices cannot be "
            "added up, and counts of several areas are not laid beside that of one."
        )
    return teller.t(
        "The similar areas are told one by one and not together: means, medians and indices cannot "
        "be added up, and counts of several areas are not laid beside that of one."
    )


def _left_out(teller: Teller) -> str:
    for each in teller.answer.notices:
        if each.code == "not_compared":
            return teller.t(
                "{n} of {areas} lack some of the figures and are not compared.",
                n=teller.count(each.details["count"]),
                areas=teller.areas(each.details["areas"]),
            )
    return ""


def working(teller: Teller) -> Iterator[str]:
    """What the distance is, and how much each figure weighs."""
    count = len(teller.resolved.indicators)
    weight = teller.numbers.with_unit(100 / count, "percent", 1)
    yield teller.t(
        "The distance is worked out from {n} figures, each with the weight {weight}: how many "
        "standard deviations two areas lie apart in a typical figure (standardised Euclidean "
        "distance, Everitt et al. 2011). 0 is exactly alike.",
        n=teller.count(count),
        weight=weight,
    )
    yield teller.t(
        "The standard deviation is over all areas of the kind in the country that year that have "
        "all the figures. Counts of people are compared by their logarithm. Areas at the same "
        "distance are told in order of their code."
    )
    yield teller.t(
        "Being alike in these figures says nothing of other things; choose other figures where "
        "others matter."
    )
