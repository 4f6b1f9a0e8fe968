"""Several figures of one year told together: the two of them, or the highest and the lowest.

What is compared in words is compared as precisely as it is shown, so that two figures that read
the same are never said to differ.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant import phrases
from assistant.sentences import judged
from assistant.sentences.teller import Row, Teller, Told, varying


def spread(teller: Teller, rows: Sequence[Row], year: int, context: str = "") -> tuple[str, str]:
    """What the figures were, and how far apart; ``context`` is where all of them lie."""
    told = teller.told(rows, varying(rows))
    if teller.indicator.unit == "persons" and varying(rows) == ["sex"] and len(told) == 2:
        return _women_and_men(teller, told, year, context), ""
    said = _two if len(told) == 2 else highest_and_lowest
    apart = "" if teller.is_count and len(told) > 2 else _apart(teller, told)
    return said(teller, told, year, context), apart


def shared_place(teller: Teller, rows: Sequence[Row]) -> str:
    """Where all rows lie when they lie in one area; empty when they differ in area."""
    return "" if "area" in varying(rows) else teller.place(rows[0]["area"], rows[0].get("period"))


def one(teller: Teller, value: object, year: int, context: str) -> str:
    return teller.t(
        "{Start}, {figure} was {value}{tail}.",
        figure=teller.figure,
        value=teller.value(value),
        **teller.opening(context, year),
    )


def _women_and_men(teller: Teller, told: Sequence[Told], year: int, context: str) -> str:
    return teller.t(
        "{Start}, {figure} was {women} women and {men} men{tail}.",
        figure=teller.figure,
        women=teller.numbers.plain(told[0].value),
        men=teller.numbers.plain(told[1].value),
        **teller.opening(context, year),
    )


def _two(teller: Teller, told: Sequence[Told], year: int, context: str) -> str:
    if told[0].shown == told[1].shown:
        return teller.t(
            "{Start}, {figure} was {value} both {where} and {there}{tail}.",
            figure=teller.figure,
            value=teller.value(told[0].value),
            where=told[0].where,
            there=told[1].where,
            **teller.opening(context, year),
        )
    return teller.t(
        "{Start}, {figure} was {first} {where} and {second} {there}{tail}.",
        figure=teller.figure,
        first=teller.value(told[0].value),
        where=told[0].where,
        second=teller.value(told[1].value),
        there=told[1].where,
        **teller.opening(context, year),
    )


def highest_and_lowest(teller: Teller, told: Sequence[Told], year: int, context: str = "") -> str:
    """Ties are said as ties, at the precision shown."""
    top = max(each.shown for each in told)
    bottom = min(each.shown for each in told)
    params = {"figure": teller.figure, **teller.opening(context, year)}
    if top == bottom:
        value = teller.value(told[0].value)
        return teller.t("{Start}, {figure} was {value} everywhere{tail}.", value=value, **params)
    high = [each for each in told if each.shown == top]
    low = [each for each in told if each.shown == bottom]
    params |= {
        "where": teller.listed_places(high),
        "first": teller.value(high[0].value),
        "there": teller.listed_places(low),
        "second": teller.value(low[0].value),
    }
    if teller.is_count:
        return teller.t(
            "{Start}, {figure} was largest {where} at {first} and smallest {there} "
            "at {second}{tail}.",
            **params,
        )
    return teller.t(
        "{Start}, {figure} was highest {where} at {first} and lowest {there} at {second}{tail}.",
        **params,
    )


def _apart(teller: Teller, told: Sequence[Told]) -> str:
    high, low = (choose(told, key=lambda each: each.value) for choose in (max, min))
    if high.shown == low.shown:
        return ""
    distance = teller.distance(high.value, low.value)
    return phrases.joined(
        teller.t("The difference is {distance}.", distance=distance), judged.apart(teller)
    )
