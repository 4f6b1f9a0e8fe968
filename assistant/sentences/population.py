"""Sentences about who lives where: population by area type, areas of a type, changed types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from assistant import phrases, words
from assistant.sentences.areas import several
from assistant.sentences.teller import Row, Teller, has_figure, text_of, varying
from assistant.sentences.types import absent_types
from semantic.type_moves import REASONS

UNIT = "percent"
PEOPLE = "folkmangd"


def population_share(teller: Teller) -> str:
    rows = [row for row in teller.rows if row["period"] == teller.year]
    figures = [row for row in rows if has_figure(row) and row["areas"]]
    note = absent_types(teller, rows)
    if not figures:
        return note or several(teller)
    if varying(rows) not in ([], ["area_type"]):
        return _shares_of_areas(teller, rows)
    first = figures[0]
    return text_of(_share(teller, figures), _share_before(teller, first), note=note)


def _whole(teller: Teller) -> str:
    """What the shares are shares of: ``befolkningen``, or the things counted."""
    if teller.indicator.id == PEOPLE:
        return phrases.joined(
            teller.t("the population"),
            phrases.group(teller.question, teller.indicator, teller.speech),
        )
    return teller.figure


def _percent(teller: Teller, value: object) -> str:
    return teller.numbers.with_unit(value, UNIT, 1)


def _amount(teller: Teller, row: Row) -> str:
    unit = teller.indicator.unit if teller.is_count else None
    return teller.numbers.with_unit(row["numerator"], unit, 0)


def _share(teller: Teller, figures: Sequence[Row]) -> str:
    first, last = figures[0], figures[-1]
    params = {
        "whole": _whole(teller),
        "first": _percent(teller, first["value"]),
        "where": phrases.of_type(first["area_type"], teller.speech),
        "amount": _amount(teller, first),
        **teller.opening(teller.place(first["area"], first["period"]), first["period"]),
    }
    if first is not last:
        params |= {
            "second": _percent(teller, last["value"]),
            "there": phrases.of_type(last["area_type"], teller.speech),
            "other": _amount(teller, last),
        }
    return _lived(teller, params) if teller.indicator.id == PEOPLE else _were(teller, params)


def _lived(teller: Teller, params: Mapping[str, str]) -> str:
    if "second" not in params:
        return teller.t("{Start}, {first} of {whole} lived {where} ({amount}){tail}.", **params)
    return teller.t(
        "{Start}, {first} of {whole} lived {where} ({amount}) and {second} {there} "
        "({other}){tail}.",
        **params,
    )


def _were(teller: Teller, params: Mapping[str, str]) -> str:
    if "second" not in params:
        return teller.t("{Start}, {first} of {whole} was {where} ({amount}){tail}.", **params)
    return teller.t(
        "{Start}, {first} of {whole} was {where} ({amount}) and {second} {there} ({other}){tail}.",
        **params,
    )


def _share_before(teller: Teller, row: Row) -> str:
    """The same share in the first year asked for."""
    before = [
        each
        for each in teller.rows
        if each["area_type"] == row["area_type"]
        and each["period"] < row["period"]
        and each.get("segment") == row.get("segment")
    ]
    if not before or before[0]["value"] is None:
        return ""
    return teller.t(
        "In {year} it was {value} {where}.",
        year=before[0]["period"],
        where=phrases.of_type(row["area_type"], teller.speech),
        value=_percent(teller, before[0]["value"]),
    )


def _shares_of_areas(teller: Teller, rows: Sequence[Row]) -> str:
    """Several areas: where the share of the lowest type that there is, is highest and lowest."""
    kind = min(row["area_type"] for row in rows if row["areas"])
    of_kind = [row for row in rows if row["area_type"] == kind and has_figure(row)]
    there = [row for row in of_kind if row["areas"]]
    high, low = (choose(there, key=lambda row: row["value"]) for choose in (max, min))
    params = {
        "whole": _whole(teller),
        "where": phrases.of_type(kind, teller.speech),
        "there": teller.place(high["area"], high["period"]),
        "first": _percent(teller, high["value"]),
        "year": teller.year,
    }
    if len(there) == len(of_kind) > 1:
        return teller.t(
            "The share of {whole} {where} was highest {there} at {first} and lowest {here} at "
            "{second} in {year}.",
            here=teller.place(low["area"], low["period"]),
            second=_percent(teller, low["value"]),
            **params,
        )
    return text_of(
        teller.t("The share of {whole} {where} was highest {there}: {first} in {year}.", **params),
        teller.t(
            "{n} of {areas} have no areas of {types}.",
            n=teller.count(len(of_kind) - len(there)),
            areas=teller.areas(len(of_kind)),
            types=words.type_short(kind, teller.speech),
        ),
    )


def areas_of_type(teller: Teller) -> str:
    where = _inside(teller)
    start = teller.opening(where, teller.year)
    counts = dict.fromkeys(teller.question.types or range(1, 6), 0)
    for row in teller.rows:
        counts[row["area_type"]] = counts.get(row["area_type"], 0) + 1
    if not teller.rows:
        types = words.types_either(list(counts), teller.speech)
        return teller.t(
            "{Start}, there were no RegSO areas of {types}{tail}.", types=types, **start
        )
    listed = [_counted(teller, number, kind) for kind, number in counts.items() if number]
    if teller.limited:
        return teller.t(
            "The list shows {areas} {where} in {year}.",
            areas=teller.speech.listed(listed),
            where=where,
            year=teller.year,
        )
    gone = [kind for kind, number in counts.items() if not number]
    none = ""
    if gone:
        none = teller.t("No area is of {types}.", types=words.types_either(gone, teller.speech))
    return text_of(
        teller.n(
            "{Start}, there was {areas}{tail}.",
            "{Start}, there were {areas}{tail}.",
            len(teller.rows),
            areas=teller.speech.listed(listed),
            **start,
        ),
        _inhabitants(teller),
        none,
    )


def _counted(teller: Teller, number: int, kind: int) -> str:
    areas = words.counted_areas("regso", number, teller.speech)
    return teller.t("{areas} of {type}", areas=areas, type=words.type_short(kind, teller.speech))


def _inside(teller: Teller) -> str:
    """Where the areas lie; the codes of a question by type are what they lie in."""
    question = teller.question
    codes = question.areas.codes or question.areas.within or ("00",)
    names: Mapping[str, str] = {code: teller.answer.names[code, teller.year] for code in codes}
    return phrases.inside(codes, names, teller.speech)


def _inhabitants(teller: Teller) -> str:
    known = [row["value"] for row in teller.rows if has_figure(row)]
    if not known:
        return teller.t("Their population is not known.")
    people = teller.persons(sum(known))
    if len(known) < len(teller.rows):
        return teller.t(
            "{people} lived in the {n} for which there is a figure.",
            people=people,
            n=teller.count(len(known)),
        )
    return teller.n("It had {people}.", "Together they had {people}.", len(known), people=people)


def type_changes(teller: Teller) -> str:
    first, last = teller.resolved.years
    where = _inside(teller)
    params = {"Where": phrases.capital(where), "first": first, "last": last}
    if not teller.rows:
        return teller.t(
            "{Where}, no RegSO area changed area type between {first} and {last}.", **params
        )
    if teller.limited:
        return teller.t(
            "The list shows {areas} {where} that changed area type between {first} and {last}.",
            areas=words.counted_areas("regso", len(teller.rows), teller.speech),
            where=where,
            **params,
        )
    up = sum(row["value"] > 0 for row in teller.rows)
    return text_of(
        teller.n(
            "{Where}, {n} RegSO area changed area type between {first} and {last}.",
            "{Where}, {n} RegSO areas changed area type between {first} and {last}.",
            len(teller.rows),
            **params,
        ),
        _directions(teller, up, len(teller.rows) - up),
        _reasons(teller),
    )


def _reasons(teller: Teller) -> str:
    """For how many the area itself changed, and for how many the limits between the types."""
    counts = Counter(row.get("reason") for row in teller.rows)
    if not any(counts[each] for each in REASONS):
        return ""
    if len(counts) == 1:
        return _one_reason(teller, next(iter(counts)))
    area, bounds, both, unknown = (counts[each] for each in (*REASONS, None))
    said = []
    if area:
        said.append(teller.t("{n} because the area itself changed", n=teller.count(area)))
    if bounds:
        said.append(
            teller.t("{n} because the limits between the types moved", n=teller.count(bounds))
        )
    if both:
        said.append(teller.t("{n} for both reasons", n=teller.count(both)))
    if unknown:
        said.append(teller.t("{n} for reasons that cannot be told", n=teller.count(unknown)))
    return teller.t("Reasons: {listed}.", listed=teller.speech.listed(said))


def _one_reason(teller: Teller, reason: object) -> str:
    """The same for all of them."""
    return {
        "area": teller.t("It was the area itself that changed."),
        "bounds": teller.t("It was the limits between the types that moved."),
        "both": teller.t("Both the area and the limits between the types changed."),
    }[str(reason)]


def _directions(teller: Teller, up: int, down: int) -> str:
    if not down:
        return teller.n(
            "It moved to a higher type number (better socioeconomic conditions).",
            "All moved to a higher type number (better socioeconomic conditions).",
            up,
        )
    if not up:
        return teller.n(
            "It moved to a lower type number (greater socioeconomic challenges).",
            "All moved to a lower type number (greater socioeconomic challenges).",
            down,
        )
    return teller.t(
        "{up} moved to a higher type number (better socioeconomic conditions) and {down} to a "
        "lower one.",
        up=teller.count(up),
        down=teller.count(down),
    )
