"""Sentences about area types: figures by type."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import phrases, words
from assistant.numbers import exact
from assistant.sentences import judged, years
from assistant.sentences.areas import several
from assistant.sentences.spread import one
from assistant.sentences.teller import Row, Teller, has_figure, text_of, varying


def compare_types(teller: Teller) -> str:
    rows = [row for row in teller.rows if row["period"] == teller.year]
    note = absent_types(teller, rows)
    if len(teller.answer.years) > 1:
        return text_of(years.trend(teller), _crude_that_year(teller, rows), note=note)
    figures = [row for row in rows if has_figure(row)]
    if not figures:
        return note or text_of(several(teller), _crude(teller, rows))
    if varying(figures) == ["area_type"]:
        return text_of(*_ends(teller, figures), _crude(teller, figures), note=note)
    if len(figures) == 1:
        row = figures[0]
        where = teller.where(row, ["area_type", "area"])
        said = one(teller, row["value"], row["period"], where)
        return text_of(said, _crude(teller, figures), note=note)
    return text_of(several(teller), note=note)


def _ends(teller: Teller, figures: Sequence[Row]) -> tuple[str, ...]:
    """The lowest and the highest type there is, and any type in between that lies outside them."""
    first, last = figures[0], figures[-1]
    values = [exact(row["value"]) or 0 for row in figures]
    extreme = ""
    high = figures[values.index(max(values))]
    if teller.shown(high["value"]) > max(teller.shown(each["value"]) for each in (first, last)):
        extreme = teller.t(
            "The highest figure is {where}: {value}.",
            where=phrases.of_type(high["area_type"], teller.speech),
            value=teller.value(high["value"]),
        )
    return (both_types(teller, first, last), _apart(teller, first, last), extreme)


def _crude(teller: Teller, figures: Sequence[Row]) -> str:
    """The ordinary figures beside those that are worked out for the ages of a standard."""
    known = [row for row in (figures[0], figures[-1]) if row.get("crude") is not None]
    if not known:
        return ""
    if len(known) < 2 or known[0] is known[-1]:
        value = teller.value(known[0]["crude"])
        where = phrases.of_type(known[0]["area_type"], teller.speech)
        return teller.t("Without regard to age it is {value} {where}.", value=value, where=where)
    return teller.t(
        "Without regard to age it is {first} {where} and {second} {there}.",
        first=teller.value(known[0]["crude"]),
        where=phrases.of_type(known[0]["area_type"], teller.speech),
        second=teller.value(known[-1]["crude"]),
        there=phrases.of_type(known[-1]["area_type"], teller.speech),
    )


def _crude_that_year(teller: Teller, rows: Sequence[Row]) -> str:
    """The same of the newest of several years, in one place."""
    known = [row for row in rows if row.get("crude") is not None]
    if len(known) < 2 or varying(rows) != ["area_type"]:
        return ""
    return teller.t(
        "Without regard to age it was {first} {where} and {second} {there} in {year}.",
        first=teller.value(known[0]["crude"]),
        where=phrases.of_type(known[0]["area_type"], teller.speech),
        second=teller.value(known[-1]["crude"]),
        there=phrases.of_type(known[-1]["area_type"], teller.speech),
        year=known[-1]["period"],
    )


def both_types(teller: Teller, first: Row, last: Row) -> str:
    return two_sides(
        teller,
        (phrases.of_type(first["area_type"], teller.speech), first["value"]),
        (phrases.of_type(last["area_type"], teller.speech), last["value"]),
        teller.place(last["area"], last["period"]),
        last["period"],
    )


def two_sides(
    teller: Teller, first: tuple[str, object], last: tuple[str, object], place: str, year: int
) -> str:
    """``I Malmö var andelen … 60,1 % i områden av typ 1 och 9,5 % i områden av typ 5 år 2023.``"""
    return teller.t(
        "{Start}, {figure} was {first} {where} and {second} {there}{tail}.",
        figure=teller.figure,
        first=teller.value(first[1]),
        where=first[0],
        second=teller.value(last[1]),
        there=last[0],
        **teller.opening(place, year),
    )


def _apart(teller: Teller, first: Row, last: Row) -> str:
    if teller.shown(first["value"]) == teller.shown(last["value"]):
        return ""
    distance = teller.distance(first["value"], last["value"])
    told = teller.t("The difference is {distance}.", distance=distance)
    return phrases.joined(told, judged.verdict(teller, last))


def absent_types(teller: Teller, rows: Sequence[Row]) -> str:
    """Types of which there is no area; said when it is one area that is asked about."""
    if not rows or "area" in varying(rows):
        return ""
    absent = sorted({row["area_type"] for row in rows if not row["areas"]})
    if not absent:
        return ""
    return teller.t(
        "There are no areas of {types} {place}.",
        types=words.types_either(absent, teller.speech),
        place=teller.place(rows[0]["area"], rows[0]["period"]),
    )
