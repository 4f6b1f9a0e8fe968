"""Which areas are most like one area, in words."""

from __future__ import annotations

from collections.abc import Iterator

from assistant import phrases
from assistant.sentences.teller import Row, Teller, has_figure, text_of

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


def beside(teller: Teller, row: Row) -> str:
    """Where the areas most like it lie: from which figure to which, and how many above."""
    others = [each for each in teller.comparison if has_figure(each)]
    if not others:
        return teller.t("The areas most like it have no figure.")
    lowest, highest = (end(others, key=lambda each: each["value"]) for end in (min, max))
    mine = teller.shown(row["value"])
    params = {
        "areas": teller.areas(len(others)),
        "low": teller.value(lowest["value"]),
        "first": teller.name(lowest["area"], lowest["period"]),
        "high": teller.value(highest["value"]),
        "last": teller.name(highest["area"], highest["period"]),
        "above": teller.count(sum(teller.shown(each["value"]) > mine for each in others)),
        "below": teller.count(sum(teller.shown(each["value"]) < mine for each in others)),
    }
    return teller.t(
        "In the {areas} most like it, the value runs from {low} ({first}) to {high} ({last}): "
        "{above} of them higher and {below} lower.",
        **params,
    )


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
        yield teller.t(
            "The similar areas are the nearest by {figures} in {year}, all with the same weight "
            "(standardised Euclidean distance, Everitt et al. 2011); the figure itself and what it "
            "is worked out from are left aside.",
            figures=teller.speech.listed(
                [phrases.uncapital(phrases.label(each, teller.speech)) for each in like.indicators]
            ),
            year=like.years[-1],
        )
    if any(row.get("expected") is not None for row in teller.rows):
        yield teller.t(
            "Expected: the straight line through the figures of all other RegSO by their "
            "socioeconomic index that year, and the interval in which 95 percent of further areas "
            "would lie (least squares, Draper and Smith 1998). It says nothing of causes."
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
