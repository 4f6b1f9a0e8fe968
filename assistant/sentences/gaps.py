"""Sentences about the gap between two area types, or two other sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant import phrases, sides, words
from assistant.figures import measure_of
from assistant.language import mark
from assistant.sentences import judged, years
from assistant.sentences.teller import LISTED, Row, Teller, has_figure, in_order, text_of, varying
from assistant.sentences.types import two_sides
from assistant.sides import SIDES, Side


def gap(teller: Teller) -> str:
    figures = teller.valued
    if not figures:
        return _no_gap(teller)
    newest = figures[-1]
    if varying(teller.rows):
        return _gaps(teller)
    if figures[0] is newest:
        place = teller.place(newest["area"], newest["period"])
        size = phrases.joined(_size(teller, newest), judged.verdict(teller, newest))
        return text_of(
            _sides(teller, newest, place),
            size,
            _in_persons(teller, newest),
            _crude_gap(teller, newest),
            note=missing_gap(teller),
        )
    comparable = [row for row in figures if row["segment"] == newest["segment"]]
    return text_of(
        phrases.joined(
            _gap_moved(teller, figures[0], newest),
            judged.trend(teller, comparable, len(teller.rows)),
        ),
        phrases.joined(_sides(teller, newest, ""), judged.verdict(teller, newest)),
        gap_break(teller, figures),
        _in_persons(teller, newest),
        _crude_gap(teller, newest),
        note=missing_gap(teller),
    )


def _no_gap(teller: Teller) -> str:
    row = teller.rows[-1] if teller.rows else None
    if row is None or "area" in varying(teller.rows):
        if sides.in_tenths(teller.question):
            return teller.t("The gap between the tenths cannot be calculated for any area.")
        return teller.t("No area has both types, so the gap cannot be calculated.")
    absent = [sides.number(teller.question, side) for side in SIDES if not row[f"{side}_areas"]]
    place = teller.place(row["area"], row["period"])
    if not absent or sides.in_tenths(teller.question):
        return teller.t("The gap cannot be calculated {place}.", place=place)
    return teller.t(
        "There are no areas of {types} {place} in {year}, so the gap cannot be calculated.",
        types=words.types_either(absent, teller.speech),
        place=place,
        year=row["period"],
    )


def _sides(teller: Teller, row: Row, place: str) -> str:
    first, second = (sides.within(teller.question, side, teller.speech) for side in SIDES)
    return two_sides(
        teller,
        (first, row["first_value"]),
        (second, row["second_value"]),
        place,
        row["period"],
    )


def _size(teller: Teller, row: Row) -> str:
    if teller.question.asked_measure == "ratio":
        return teller.t(
            "The figure of {first} is {ratio} times that of {second}.",
            first=_name(teller, "first"),
            ratio=_times(teller, row["value"]),
            second=_name(teller, "second"),
        )
    if teller.question.asked_measure == "persons":
        return ""
    if teller.shown(row["first_value"]) == teller.shown(row["second_value"]):
        return teller.t("The figures are the same.")
    distance = teller.distance(row["first_value"], row["second_value"])
    return teller.t("The difference is {distance}.", distance=distance)


def _crude_gap(teller: Teller, row: Row) -> str:
    """The gap between the ordinary figures, beside that with the ages of a standard."""
    if row.get("crude") is None:
        return ""
    if teller.question.asked_measure == "ratio":
        return teller.t(
            "Without regard to age the ratio is {ratio}.", ratio=_times(teller, row["crude"])
        )
    if teller.shown(row["first_crude"]) == teller.shown(row["second_crude"]):
        return teller.t("Without regard to age the figures are the same.")
    return teller.t(
        "Without regard to age the difference is {distance}.",
        distance=teller.distance(row["first_crude"], row["second_crude"]),
    )


def _in_persons(teller: Teller, row: Row) -> str:
    """How many more, or fewer, there are in the first type than with the figure of the second."""
    asked = teller.question.asked_measure
    number = row["value"] if asked == "persons" else row.get("persons")
    if number is None or asked == "ratio":
        return ""
    params = {
        "n": _counted(teller, number),
        "first": _name(teller, "first"),
        "second": _name(teller, "second"),
    }
    shown = teller.shown(number, 0)
    sign = (shown > 0) - (shown < 0)
    return teller.t(_PERSONS[sides.in_tenths(teller.question), sign], **params)


_PERSONS: Mapping[tuple[bool, int], str] = {
    (False, 0): mark(
        "In numbers there is no difference: with the figure of {second}, areas of {first} "
        "would have as many."
    ),
    (False, 1): mark(
        "That corresponds to {n}: so many fewer would be counted in areas of {first} if the "
        "figure were that of {second}."
    ),
    (False, -1): mark(
        "That corresponds to {n}: so many more would be counted in areas of {first} if the "
        "figure were that of {second}."
    ),
    (True, 0): mark(
        "In numbers there is no difference: with the figure of {second}, {first} would have "
        "as many."
    ),
    (True, 1): mark(
        "That corresponds to {n}: so many fewer would be counted in {first} if the figure were "
        "that of {second}."
    ),
    (True, -1): mark(
        "That corresponds to {n}: so many more would be counted in {first} if the figure were "
        "that of {second}."
    ),
}
"""By whether the sides are tenths, and whether there are more or fewer in the first."""


def _name(teller: Teller, side: Side) -> str:
    return sides.name(teller.question, side, teller.speech)


def _counted(teller: Teller, number: float) -> str:
    """``12 345 personer``, without sign."""
    return teller.numbers.with_unit(abs(number), teller.indicator.counts, 0)


def _times(teller: Teller, ratio: object) -> str:
    """A ratio as chart and table write it."""
    measure = measure_of(teller.question, teller.indicator)
    return teller.numbers.plain(ratio, measure.decimals)


def _gap_text(teller: Teller, row: Row) -> str:
    if teller.question.asked_measure == "ratio":
        return teller.t("{ratio} times", ratio=_times(teller, row["value"]))
    if teller.question.asked_measure == "persons":
        return _counted(teller, row["value"])
    return teller.distance(row["first_value"], row["second_value"])


def _gap_moved(teller: Teller, first: Row, last: Row) -> str:
    """The size of the gap, whichever side is the higher; across a break only the newest."""
    params = {
        "Gap": _noun(teller),
        "figure": teller.figure,
        "types": sides.both(teller.question, teller.speech),
        "place": teller.place(last["area"], last["period"]),
        "start": first["period"],
        "end": last["period"],
        "first": _gap_text(teller, first),
        "last": _gap_text(teller, last),
    }
    if first["segment"] != last["segment"]:
        return teller.t("{Gap} {figure} between {types} {place} was {last} in {end}.", **params)
    if (first["value"] < 0) != (last["value"] < 0):
        return teller.t(
            "{Gap} {figure} between {types} {place} changed sides: in {start} {before} was "
            "higher by {first}, in {end} {after} by {last}.",
            before=_higher(teller, first),
            after=_higher(teller, last),
            **params,
        )
    decimals = 0 if teller.question.asked_measure == "persons" else None
    match years.direction(teller, abs(first["value"]), abs(last["value"]), decimals):
        case 1:
            return teller.t(
                "{Gap} {figure} between {types} {place} grew from {first} in {start} to "
                "{last} in {end}.",
                **params,
            )
        case -1:
            return teller.t(
                "{Gap} {figure} between {types} {place} shrank from {first} in {start} to "
                "{last} in {end}.",
                **params,
            )
    if params["first"] == params["last"]:
        return teller.t(
            "{Gap} {figure} between {types} {place} was {last} in both {start} and {end}.",
            **params,
        )
    return teller.t(
        "{Gap} {figure} between {types} {place} hardly changed: {first} in {start} and {last} "
        "in {end}.",
        **params,
    )


def _higher(teller: Teller, row: Row) -> str:
    return _name(teller, "first" if row["value"] > 0 else "second")


def _noun(teller: Teller) -> str:
    """What is measured: the difference, or the ratio."""
    if teller.question.asked_measure == "ratio":
        return teller.t("The ratio of")
    if teller.question.asked_measure == "persons":
        return teller.t("In numbers, the gap in")
    return teller.t("The gap in")


def gap_break(teller: Teller, figures: Sequence[Row]) -> str:
    newest = figures[-1]
    if figures[0]["segment"] == newest["segment"]:
        return ""
    start = next(row["period"] for row in figures if row["segment"] == newest["segment"])
    return teller.t("Figures before {year} cannot be compared with later ones.", year=start)


def missing_gap(teller: Teller) -> str:
    absent = [row["period"] for row in teller.rows if not has_figure(row)]
    if not absent:
        return ""
    return teller.t(
        "It cannot be calculated for {years}.", years=words.years(tuple(absent), teller.speech)
    )


def _gaps(teller: Teller) -> str:
    """Several gaps: for women and men, or for several areas."""
    keys = varying(teller.rows)
    year = max(row["period"] for row in teller.valued)
    found = sorted((row for row in teller.valued if row["period"] == year), key=in_order)
    place = "" if "area" in keys else teller.place(found[0]["area"], year)
    params = {
        "Gap": _noun(teller),
        "figure": teller.figure,
        "types": phrases.joined(sides.both(teller.question, teller.speech), place),
        "year": year,
    }
    note = teller.missing_among([row for row in teller.rows if row["period"] == year])
    among = teller.groups(len(judged.judged(found)), keys)
    certain = phrases.joined(judged.certain(teller, found, among), judged.trends(teller, found))
    if len(found) > LISTED:
        return text_of(_largest_and_smallest(teller, found, keys, params), certain, note=note)
    listed = [f"{teller.label(row, keys)} {_gap_text(teller, row)}" for row in found]
    return text_of(
        teller.t(
            "{Gap} {figure} between {types} in {year}: {gaps}.",
            gaps="; ".join(listed),
            **params,
        ),
        certain,
        note=note,
    )


def _largest_and_smallest(
    teller: Teller, found: Sequence[Row], keys: Sequence[str], params: dict[str, Any]
) -> str:
    """The size of the gap, whichever side is the higher."""
    most, least = (choose(found, key=lambda row: abs(row["value"])) for choose in (max, min))
    return teller.t(
        "{Gap} {figure} between {types} was largest {where} at {first} and smallest {there} "
        "at {second} in {year}.",
        where=teller.where(most, keys),
        first=_gap_text(teller, most),
        there=teller.where(least, keys),
        second=_gap_text(teller, least),
        **params,
    )
