"""Sentences about what a change is made of; they tell how it adds up and name no cause."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import phrases, words
from assistant.sentences.teller import Row, Teller, text_of
from assistant.sentences.years import moved, stretch_of


def split(teller: Teller) -> str:
    if not teller.valued:
        first, last = teller.resolved.years
        return teller.t(
            "There is no figure to compare between {first} and {last}.", first=first, last=last
        )
    places = {row["area"] for row in teller.valued}
    if len(places) > 1:
        return text_of(_several(teller, len(places)), note=_not_why(teller))
    if teller.question.asked_measure == "mix":
        return text_of(*_mix(teller), note=_notes(teller))
    return text_of(*_retyped(teller), note=_notes(teller))


def _mix(teller: Teller) -> tuple[str, ...]:
    whole, place = teller.rows[-1], _place(teller)
    kinds = [row for row in teller.valued if row["area_type"] is not None]
    told = teller.t(
        "Of the change, {rate} comes from the figure changing within the area types and {mix} "
        "from the types having become larger or smaller.",
        rate=_signed(teller, whole["rate"]),
        mix=_signed(teller, whole["mix"]),
    )
    return (moved(teller, stretch_of(whole), place), told, _largest(teller, kinds))


def _largest(teller: Teller, rows: Sequence[Row]) -> str:
    """The type that adds most, where one does."""
    sizes = sorted((abs(teller.shown(row["value"])) for row in rows), reverse=True)
    if len(sizes) < 2 or sizes[0] == sizes[1]:
        return ""
    row = max(rows, key=lambda row: abs(row["value"]))
    return teller.t(
        "The largest part is that of {type}: {change}.",
        type=words.type_short(row["area_type"], teller.speech),
        change=_signed(teller, row["value"]),
    )


def _retyped(teller: Teller) -> tuple[str, ...]:
    """The lowest and the highest type of which the change can be told."""
    first, last = teller.valued[0], teller.valued[-1]
    kind = phrases.of_type(first["area_type"], teller.speech)
    told = [moved(teller, stretch_of(first), phrases.joined(kind, _place(teller)))]
    told.append(
        teller.t(
            "Of that, {within} is in the same areas and {retyped} comes from areas having "
            "changed type.",
            **_parts(teller, first),
        )
    )
    if last is not first:
        told.append(
            teller.t(
                "{Where} the change was {change}: {within} in the same areas and {retyped} because "
                "areas changed type.",
                Where=phrases.capital(phrases.of_type(last["area_type"], teller.speech)),
                change=_signed(teller, last["value"]),
                **_parts(teller, last),
            )
        )
    return tuple(told)


def _parts(teller: Teller, row: Row) -> dict[str, str]:
    return {name: _signed(teller, row[name]) for name in ("within", "retyped")}


def _several(teller: Teller, places: int) -> str:
    first, last = teller.resolved.years
    return teller.t(
        "The change between {first} and {last} is split for each of {areas}.",
        first=first,
        last=last,
        areas=teller.areas(places),
    )


def _notes(teller: Teller) -> str:
    return phrases.joined(teller.missing_among(), _not_why(teller))


def _not_why(teller: Teller) -> str:
    return teller.t("The split shows how the change adds up, not what caused it.")


def _place(teller: Teller) -> str:
    row = teller.rows[-1]
    return teller.place(row["area"], row["period"])


def _signed(teller: Teller, value: object) -> str:
    return teller.numbers.difference(value, teller.indicator.unit, teller.indicator.decimals)
