"""Sentences about areas: one figure, a comparison, a ranking, a limit, a map."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import phrases, words
from assistant.numbers import exact
from assistant.sentences import alike, judged, segregation
from assistant.sentences.spread import highest_and_lowest, one, shared_place, spread
from assistant.sentences.teller import UNITS_IN_THE_NAME, Row, Teller, has_figure, text_of
from semantic.question import Operator

FEWEST_PEERS = 5


def value(teller: Teller) -> str:
    if len(teller.rows) == 1:
        return _one(teller, teller.rows[0])
    return text_of(several(teller), note=segregation.scale(teller) if teller.valued else "")


def _one(teller: Teller, row: Row) -> str:
    place = teller.place(row["area"], row["period"])
    if not has_figure(row):
        return teller.missing(row, place)
    return text_of(
        one(teller, row["value"], row["period"], place),
        segregation.reading(teller, row),
        compared(teller, row),
        among_peers(teller, row),
        note=segregation.scale(teller),
    )


def compared(teller: Teller, row: Row) -> str:
    """The figure beside the area that it is compared with, or the areas most like it."""
    if teller.resolved.like is not None:
        return phrases.joined(
            alike.beside(teller, row), alike.together(teller, row), alike.expectation(teller, row)
        )
    other = next((each for each in teller.comparison if each["period"] == row["period"]), None)
    if other is None or other["value"] is None:
        return ""
    place = teller.place(other["area"], other["period"])
    if teller.is_count:
        return _part_of(teller, row, other, place)
    mine, theirs = teller.shown(row["value"]), teller.shown(other["value"])
    if mine == theirs:
        return teller.t("That is the same as {place}.", place=place)
    params = {
        "distance": teller.distance(row["value"], other["value"]),
        "place": place,
        "value": teller.value(other["value"]),
    }
    if teller.shown(abs(row["value"] - other["value"])) == 0:
        return teller.t("That is about the same as {place} ({value}).", **params)
    if mine > theirs:
        told = teller.t("That is {distance} higher than {place} ({value}).", **params)
    else:
        told = teller.t("That is {distance} lower than {place} ({value}).", **params)
    return phrases.joined(told, judged.verdict(teller, row))


def _part_of(teller: Teller, row: Row, other: Row, place: str) -> str:
    """A count beside a larger area's: as a share of it."""
    part, whole = exact(row["value"]), exact(other["value"])
    if not part or not whole:
        return ""
    share = teller.numbers.with_unit(100 * part / whole, "percent", 1)
    return teller.t(
        "That is {share} of {figure} {place}.", share=share, figure=teller.figure, place=place
    )


def among_peers(teller: Teller, row: Row) -> str:
    """How many areas of the level lie above and below; no rank, which would seem exact."""
    peers = [
        teller.shown(each)
        for each in teller.answer.peers.get("value", [])
        if exact(each) is not None
    ]
    if len(peers) < FEWEST_PEERS:
        return ""
    mine = teller.shown(row["value"])
    above, below = sum(each > mine for each in peers), sum(each < mine for each in peers)
    areas = teller.areas(len(peers))
    if not above and not below:
        return teller.t("All {areas} with a figure have the same.", areas=areas)
    if not above or not below:
        return _at_the_end(teller, top=not above, areas=areas)
    return teller.t(
        "Of {areas} with a figure, {above} have a higher one and {below} a lower one.",
        areas=areas,
        above=teller.count(above),
        below=teller.count(below),
    )


def _at_the_end(teller: Teller, *, top: bool, areas: str) -> str:
    if top:
        return teller.t("That is the highest figure among {areas} with one.", areas=areas)
    return teller.t("That is the lowest figure among {areas} with one.", areas=areas)


def several(teller: Teller) -> str:
    """Several areas or groups of people in one year."""
    rows = [row for row in teller.rows if row["period"] == teller.year]
    figures = [row for row in rows if has_figure(row)]
    if len(figures) < 2:
        return _at_most_one(teller, rows, figures)
    context = shared_place(teller, rows) or among_areas(teller, rows)
    first, apart = spread(teller, figures, teller.year, context)
    return text_of(
        first, over_comparison(teller, figures) or apart, note=teller.missing_among(rows)
    )


def _at_most_one(teller: Teller, rows: Sequence[Row], figures: Sequence[Row]) -> str:
    if figures:
        return text_of(_one(teller, figures[0]), note=teller.missing_among(rows))
    return nothing(teller)


def nothing(teller: Teller) -> str:
    where = ""
    if place := teller.scope():
        areas = teller.kinds()
        where = teller.t("among {areas} {place}", areas=areas, place=place)
    elif len({row["area"] for row in teller.rows if "area" in row}) == 1:
        where = teller.place(teller.rows[0]["area"])
    return teller.t(
        "There is no figure for {figure} {where} in {years}.",
        figure=teller.figure,
        where=where or teller.t("in the areas chosen"),
        years=teller.when(teller.year)
        if teller.resolved.pools
        else words.years(teller.answer.years, teller.speech),
    )


def among_areas(teller: Teller, rows: Sequence[Row]) -> str:
    """``bland 33 kommuner i Skåne län``; empty when the areas are named one by one."""
    return _among(teller, teller.areas(len({row["area"] for row in rows if has_figure(row)})))


def _among(teller: Teller, areas: str) -> str:
    place = teller.scope()
    if not place or teller.resolved.scope == "riket":
        return ""
    if teller.missing_among():
        return teller.t("among the {areas} {place} that have a figure", areas=areas, place=place)
    return teller.t("among {areas} {place}", areas=areas, place=place)


def over_comparison(teller: Teller, figures: Sequence[Row]) -> str:
    """How many areas lie above the one area that all are compared with."""
    others = [each for each in teller.comparison if each["period"] == teller.year]
    if teller.is_count or len(others) != 1 or others[0]["value"] is None or len(figures) < 3:
        return ""
    theirs = teller.shown(others[0]["value"])
    above = sum(teller.shown(row["value"]) > theirs for row in figures)
    areas = teller.areas(len(figures))
    told = teller.t(
        "{n} of {areas} are above the figure {place} ({value}).",
        n=teller.count(above),
        areas=areas,
        place=teller.place(others[0]["area"], teller.year),
        value=teller.value(others[0]["value"]),
    )
    return phrases.joined(told, judged.certain(teller, figures, areas))


def rank(teller: Teller) -> str:
    if not teller.rows:
        return nothing(teller)
    told = teller.told(teller.valued, ["area"])
    first = [each for each in told if each.shown == told[0].shown]
    following = [
        teller.t("{area} at {value}", area=each.name, value=teller.value(each.value))
        for each in told[len(first) : len(first) + 2]
    ]
    then = teller.t("Then {areas}.", areas=teller.speech.listed(following)) if following else ""
    params = {
        "figure": teller.figure,
        "where": teller.listed_places(first),
        "value": teller.value(first[0].value),
        **teller.opening(_among_ranked(teller), teller.year),
    }
    lead = phrases.joined(_ranked_first(teller, params), judged.place(teller, len(first)))
    return text_of(lead, then, note=teller.missing_among([]))


def _among_ranked(teller: Teller) -> str:
    """Among how many, where it is known."""
    if "ranked" in teller.rows[0]:
        return _among(teller, teller.areas(int(teller.rows[0]["ranked"])))
    return _among(teller, teller.kinds())


def _ranked_first(teller: Teller, params: dict[str, str]) -> str:
    match teller.is_count, teller.question.ascending:
        case True, False:
            return teller.t("{Start}, {figure} was largest {where}: {value}{tail}.", **params)
        case True, True:
            return teller.t("{Start}, {figure} was smallest {where}: {value}{tail}.", **params)
        case False, True:
            return teller.t("{Start}, {figure} was lowest {where}: {value}{tail}.", **params)
    return teller.t("{Start}, {figure} was highest {where}: {value}{tail}.", **params)


def on_map(teller: Teller) -> str:
    if len(teller.valued) < 2:
        return several(teller)
    told = teller.told(teller.valued, ["area"])
    middle = sorted(told, key=lambda each: each.value)[(len(told) - 1) // 2]
    half = ""
    if len(told) >= FEWEST_PEERS:
        half = teller.t(
            "In half of the areas it is {value} or less.", value=teller.value(middle.value)
        )
    return text_of(
        highest_and_lowest(teller, told, teller.year, among_areas(teller, teller.rows)),
        half,
        note=teller.missing_among(),
    )


def threshold(teller: Teller) -> str:
    asked = teller.question.threshold
    assert asked is not None, "a question about a limit has one"
    matched = int(teller.rows[0]["matched"]) if teller.rows else 0
    bound = f"{words.operator(asked.op, teller.speech)} {_bound(teller, asked.value)}"
    params = {"year": teller.when(teller.year), "figure": teller.figure, "bound": bound}
    where = teller.scope() or teller.t("among the areas chosen")
    if not matched:
        none = teller.areas(0, teller.t("no"))
        text = teller.t(
            "In {year}, there were {areas} {where} where {figure} was {bound}.",
            areas=none,
            where=where,
            **params,
        )
        return text_of(text, note=teller.missing_among([]))
    return text_of(
        teller.t(
            "In {year}, {figure} was {bound} in {areas} {where}.",
            areas=teller.areas(matched),
            where=where,
            **params,
        ),
        phrases.joined(
            _the_only(teller) if matched == 1 else _furthest(teller, asked.op),
            judged.beside_limit(teller),
        ),
        note=teller.missing_among([]),
    )


def _bound(teller: Teller, bound: float) -> str:
    """The limit as it was set, with as many decimals as it has."""
    unit = None if teller.indicator.unit in UNITS_IN_THE_NAME else teller.indicator.unit
    return teller.numbers.with_unit(bound, unit, decimals_of(bound))


def decimals_of(bound: float) -> int:
    number = exact(bound)
    exponent = number.normalize().as_tuple().exponent if number else 0
    return min(6, max(0, -exponent)) if isinstance(exponent, int) else 0


def _the_only(teller: Teller) -> str:
    row = teller.rows[0]
    return teller.t(
        "That is {area} at {value}.",
        area=teller.name(row["area"]),
        value=teller.value(row["value"]),
    )


def _furthest(teller: Teller, operator: Operator) -> str:
    told = teller.told(teller.valued, ["area"])
    up = operator in ("gt", "ge")
    extreme = max(told, key=lambda each: each.value if up else -each.value)
    found = [each for each in told if each.shown == extreme.shown]
    params = {"where": teller.listed_places(found), "value": teller.value(extreme.value)}
    if up:
        return teller.t("The highest figure is {where}: {value}.", **params)
    return teller.t("The lowest figure is {where}: {value}.", **params)
