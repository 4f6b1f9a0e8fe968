"""Sentences about the slope of a figure over the area types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant import phrases
from assistant.numbers import exact
from assistant.sentences import gaps, judged, years
from assistant.sentences.teller import LISTED, Row, Teller, in_order, text_of, varying


def gap(teller: Teller) -> str:
    """A gap over all types, or between two of them."""
    if teller.question.asked_measure != "slope":
        return gaps.gap(teller)
    figures = teller.valued
    if not figures:
        return _none(teller)
    if varying(teller.rows):
        return _many(teller)
    first, last = figures[0], figures[-1]
    if first["segment"] != last["segment"] or first is last:
        line = phrases.joined(_one(teller, last), judged.verdict(teller, last))
        told = (line, gaps.gap_break(teller, figures))
    else:
        line = phrases.joined(_moved(teller, first, last), judged.newest(teller, last))
        told = (_two(teller, first, last), line)
    return text_of(*told, note=gaps.missing_gap(teller))


def _none(teller: Teller) -> str:
    if not teller.rows or "area" in varying(teller.rows):
        return teller.t(
            "No area has three area types with a figure, so no slope can be calculated."
        )
    row = teller.rows[-1]
    return teller.t(
        "Fewer than three area types have a figure {place}, so no slope can be calculated.",
        place=teller.place(row["area"], row["period"]),
    )


def _one(teller: Teller, row: Row) -> str:
    return teller.t(
        "Along the population, from those in areas of type 1 to those in type 5, {figure} was "
        "{size} {place} in {year}, by a straight line through the figures of all types.",
        figure=teller.figure,
        size=_size(teller, row),
        place=teller.place(row["area"], row["period"]),
        year=row["period"],
    )


def _two(teller: Teller, first: Row, last: Row) -> str:
    return teller.t(
        "Along the population, from those in areas of type 1 to those in type 5, {figure} was "
        "{first} {place} in {start} and {last} in {end}, by a straight line through the figures "
        "of all types.",
        figure=teller.figure,
        first=_size(teller, first),
        last=_size(teller, last),
        place=teller.place(last["area"], last["period"]),
        start=first["period"],
        end=last["period"],
    )


def _size(teller: Teller, row: Row) -> str:
    shown = teller.shown(row["value"])
    if shown == 0:
        return teller.t("without difference")
    distance = teller.amount(abs(exact(row["value"]) or shown))
    if shown > 0:
        return teller.t("{distance} higher", distance=distance)
    return teller.t("{distance} lower", distance=distance)


def _moved(teller: Teller, first: Row, last: Row) -> str:
    if (first["value"] < 0) != (last["value"] < 0):
        return teller.t("The slope changed direction.")
    match years.direction(teller, abs(first["value"]), abs(last["value"])):
        case 1:
            return teller.t("The slope became steeper.")
        case -1:
            return teller.t("The slope became less steep.")
    return teller.t("The slope hardly changed.")


def _many(teller: Teller) -> str:
    """Several slopes: of women and men, or of several areas."""
    keys = varying(teller.rows)
    year = max(row["period"] for row in teller.valued)
    found = sorted((row for row in teller.valued if row["period"] == year), key=in_order)
    place = "" if "area" in keys else teller.place(found[0]["area"], year)
    figure = phrases.joined(teller.figure, place)
    note = teller.missing_among([row for row in teller.rows if row["period"] == year])
    certain = judged.certain(teller, found, teller.groups(len(judged.judged(found)), keys))
    if len(found) > LISTED:
        ends = _ends(teller, found, keys, {"figure": figure, "year": year})
        return text_of(ends, certain, note=note)
    listed = [f"{teller.label(row, keys)} {_size(teller, row)}" for row in found]
    told = teller.t(
        "The slope of {figure} from type 1 to type 5 in {year}: {slopes}.",
        figure=figure,
        year=year,
        slopes="; ".join(listed),
    )
    return text_of(told, certain, note=note)


def _ends(teller: Teller, found: Sequence[Row], keys: Sequence[str], params: dict[str, Any]) -> str:
    """The steepest and the least steep, whichever way they go."""
    most, least = (choose(found, key=lambda row: abs(row["value"])) for choose in (max, min))
    return teller.t(
        "The slope of {figure} from type 1 to type 5 was steepest {where}, {first}, and least "
        "steep {there}, {second}, in {year}.",
        where=teller.where(most, keys),
        first=_size(teller, most),
        there=teller.where(least, keys),
        second=_size(teller, least),
        **params,
    )
