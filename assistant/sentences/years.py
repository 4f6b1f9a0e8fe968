"""Sentences about time: development over years, and change between two.

A change is told only between years that may be compared: both in one segment of the series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from assistant import phrases
from assistant.numbers import exact
from assistant.sentences import alike, judged
from assistant.sentences.areas import among_areas, compared, nothing, rank, value
from assistant.sentences.spread import one, shared_place, spread
from assistant.sentences.teller import Row, Teller, Told, has_figure, in_order, text_of, varying
from semantic.model import TOGETHER


@dataclass(frozen=True)
class Stretch:
    """Two comparable years of one series, the first before the last, and all between them."""

    first: Row
    last: Row
    rows: tuple[Row, ...] = ()

    @property
    def years(self) -> tuple[int, int]:
        return self.first["period"], self.last["period"]


def trend(teller: Teller) -> str:
    if not teller.valued:
        return nothing(teller)
    if keys := varying(teller.rows):
        return _many(teller, keys)
    where = _where(teller, teller.rows)
    return _one_series(teller, teller.rows, where)


def compare_areas(teller: Teller) -> str:
    """Areas of one year; over several years they are told as developments."""
    if len(teller.answer.years) > 1:
        return trend(teller)
    return rank(teller) if teller.limited and teller.valued else value(teller)


def _where(teller: Teller, rows: Sequence[Row]) -> str:
    """The place, and the type where the question is about one type only."""
    row = rows[-1]
    place = teller.place(row["area"], row["period"])
    kind = phrases.of_type(row["area_type"], teller.speech) if "area_type" in row else ""
    return phrases.joined(kind, place)


def stretches(rows: Sequence[Row]) -> list[Stretch]:
    """The comparable stretches of one series, the newest last; a lone year is one of its own."""
    figures = [row for row in rows if has_figure(row)]
    pieces = [list(piece) for _, piece in groupby(figures, key=lambda row: row.get("segment", 0))]
    return [Stretch(piece[0], piece[-1], tuple(piece)) for piece in pieces]


def _one_series(teller: Teller, rows: Sequence[Row], where: str) -> str:
    found = stretches(rows)
    newest = found[-1]
    earlier = next((each for each in found[-2::-1] if each.first is not each.last), None)
    if newest.first is newest.last:
        told = phrases.joined(
            one(teller, newest.last["value"], newest.last["period"], where),
            _now_beside(teller, newest.last),
        )
        told_before = phrases.joined(
            _before(teller, earlier) if earlier else "", _now_similar(teller, newest.last)
        )
    else:
        told = moved(teller, newest, where)
        told_before = phrases.joined(_beside(teller, newest), judged.newest(teller, newest.last))
    told = phrases.joined(told, judged.trend(teller, newest.rows, len(rows)))
    return text_of(
        told,
        told_before,
        _not_comparable(teller, newest) if len(found) > 1 else "",
        note=teller.missing_among(rows),
    )


def moved(teller: Teller, stretch: Stretch, where: str) -> str:
    """How one figure went from one year to another."""
    first, last = stretch.first["value"], stretch.last["value"]
    params = {
        "Where": phrases.capital(where),
        "figure": teller.figure,
        "first": teller.value(first),
        "start": stretch.first["period"],
        "last": teller.value(last),
        "end": stretch.last["period"],
        "distance": teller.distance(first, last),
    }
    match direction(teller, first, last):
        case 1:
            return teller.t(
                "{Where}, {figure} rose by {distance}, from {first} in {start} to {last} in {end}.",
                **params,
            )
        case -1:
            return teller.t(
                "{Where}, {figure} fell by {distance}, from {first} in {start} to {last} in {end}.",
                **params,
            )
    if teller.shown(first) == teller.shown(last):
        return teller.t("{Where}, {figure} was {last} in both {start} and {end}.", **params)
    return teller.t(
        "{Where}, {figure} hardly changed: from {first} in {start} to {last} in {end}.", **params
    )


def direction(teller: Teller, first: object, last: object, decimals: int | None = None) -> int:
    """1 up, −1 down, 0 where figures or their difference read the same at the precision shown."""
    before, after = exact(first), exact(last)
    assert before is not None, "only figures are compared"
    assert after is not None, "only figures are compared"
    shown = [teller.shown(each, decimals) for each in (first, last, after - before)]
    if shown[0] == shown[1] or shown[2] == 0:
        return 0
    return 1 if after > before else -1


def _before(teller: Teller, stretch: Stretch) -> str:
    """An earlier stretch, told when the newest year stands alone."""
    return teller.t(
        "Earlier, it went from {first} in {start} to {last} in {end}.",
        start=stretch.years[0],
        end=stretch.years[1],
        first=teller.value(stretch.first["value"]),
        last=teller.value(stretch.last["value"]),
    )


def _not_comparable(teller: Teller, newest: Stretch) -> str:
    return teller.t(
        "Figures before {year} cannot be compared with later ones.", year=newest.years[0]
    )


def _beside(teller: Teller, stretch: Stretch) -> str:
    """The same two years for what is compared with; similar areas that cannot be told as one, in
    the later of them."""
    beside = teller.beside
    if teller.resolved.like is not None and {row["area"] for row in beside} != {TOGETHER}:
        return alike.beside(teller, stretch.last)
    others = {
        row["period"]: row
        for row in beside
        if row["value"] is not None and row["area"] == beside[0]["area"]
    }
    if teller.is_count or not set(stretch.years) <= others.keys():
        return ""
    first, last = (others[year] for year in stretch.years)
    if first.get("segment") != last.get("segment"):
        return ""
    return teller.t(
        "{Place}, the corresponding figures were {first} and {last}.",
        Place=phrases.capital(teller.place(last["area"], last["period"])),
        first=teller.value(first["value"]),
        last=teller.value(last["value"]),
    )


def _now_beside(teller: Teller, row: Row) -> str:
    """A newest year that stands alone, beside the area that it is compared with."""
    alone = teller.resolved.like is None and not teller.is_count
    return compared(teller, row) if alone else ""


def _now_similar(teller: Teller, row: Row) -> str:
    """The same beside similar areas, of which more is to be said."""
    if teller.resolved.like is None:
        return ""
    return phrases.joined(_of_similar(teller, row), judged.newest(teller, row))


def _of_similar(teller: Teller, row: Row) -> str:
    whole = alike.whole(teller, row)
    if whole is None:
        return alike.beside(teller, row)
    return teller.t(
        "{Where}, it was {value} in {year}.",
        Where=phrases.capital(teller.place(TOGETHER)),
        value=teller.value(whole["value"]),
        year=row["period"],
    )


def _many(teller: Teller, keys: Sequence[str]) -> str:
    """Several series: where they are now, then how many went which way."""
    year = _newest(teller)
    now = [row for row in teller.rows if row["period"] == year]
    figures = [row for row in now if has_figure(row)]
    context = shared_place(teller, now) or among_areas(teller, now)
    if len(figures) > 1:
        told = spread(teller, figures, year, context)[0]
    else:
        told = one(teller, figures[0]["value"], year, teller.where(figures[0], keys))
    since = phrases.joined(_since(teller, keys), judged.trends(teller, teller.valued))
    beside = judged.newest_of_several(teller, now, keys)
    return text_of(told, since, beside, _broken(teller, keys), note=teller.missing_among(now))


def _broken(teller: Teller, keys: Sequence[str]) -> str:
    """Said once where the series have a break in common."""
    found = [each for one in series(teller.rows, keys) if len(each := stretches(one)) > 1]
    starts = {each[-1].years[0] for each in found}
    return _not_comparable(teller, found[0][-1]) if len(starts) == 1 else ""


def _newest(teller: Teller) -> int:
    """The newest year in which there is a figure."""
    return int(max(row["period"] for row in teller.valued))


def series(rows: Sequence[Row], keys: Sequence[str]) -> list[list[Row]]:
    """The rows of each series, in order of year."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[key] for key in keys), []).append(row)
    return [sorted(each, key=lambda row: row["period"]) for each in found.values()]


def _since(teller: Teller, keys: Sequence[str]) -> str:
    newest = [found[-1] for each in series(teller.rows, keys) if (found := stretches(each))]
    comparable = [each for each in newest if each.first is not each.last]
    if not comparable or len({each.years for each in comparable}) > 1:
        return ""
    first, last = comparable[0].years
    if len(comparable) == 2:
        return _both(teller, comparable, keys)
    pairs = [(each.first["value"], each.last["value"]) for each in comparable]
    return ways(teller, teller.t("it"), (first, last), pairs, teller.groups(len(pairs), keys))


def ways(
    teller: Teller,
    subject: str,
    years: tuple[int, int],
    pairs: Sequence[tuple[object, object]],
    among: str,
) -> str:
    """How many went up and how many down; ``among`` is what they all are, counted."""
    found = [direction(teller, first, last) for first, last in pairs]
    up, down, same = (found.count(way) for way in (1, -1, 0))
    params = {"first": years[0], "last": years[1], "subject": subject, "among": among}
    params["more"] = teller.t("larger") if teller.is_count else teller.t("higher")
    params["less"] = teller.t("smaller") if teller.is_count else teller.t("lower")
    if same == len(found):
        return teller.t(
            "From {first} to {last} no difference is visible for {subject} in {among}.", **params
        )
    if up == len(found) > 2:
        return teller.t("From {first} to {last} {subject} became {more} in all {among}.", **params)
    if down == len(found) > 2:
        return teller.t("From {first} to {last} {subject} became {less} in all {among}.", **params)
    counted = [
        teller.t("{more} in {n}", more=params["more"], n=teller.count(up)) if up else "",
        teller.t("{less} in {n}", less=params["less"], n=teller.count(down)) if down else "",
    ]
    said = teller.t(
        "From {first} to {last} {subject} became {ways} of {among}.",
        ways=teller.speech.listed([each for each in counted if each]),
        **params,
    )
    if not same:
        return said
    rest = teller.t("In {n} no difference is visible.", n=teller.count(same))
    return f"{said} {rest}"


def _both(teller: Teller, pair: Sequence[Stretch], keys: Sequence[str]) -> str:
    """``År 2011 var det 15,1 % bland kvinnor och 14,9 % bland män.``"""
    pair = sorted(pair, key=lambda each: in_order(each.first))
    return teller.t(
        "In {year} it was {first} {where} and {second} {there}.",
        year=pair[0].years[0],
        first=teller.value(pair[0].first["value"]),
        where=teller.where(pair[0].first, keys),
        second=teller.value(pair[1].first["value"]),
        there=teller.where(pair[1].first, keys),
    )


def change(teller: Teller) -> str:
    first, last = teller.resolved.years
    if not teller.valued:
        return teller.t(
            "There is no figure to compare between {first} and {last}.", first=first, last=last
        )
    if len(teller.valued) == 1:
        row = teller.valued[0]
        where = teller.where(row, varying(teller.rows)) or teller.place(row["area"])
        told = moved(teller, stretch_of(row), where)
        return text_of(
            told, _in_percent(teller, row), judged.verdict(teller, row), note=teller.missing_among()
        )
    return text_of(_how_many(teller), *_extremes(teller), note=teller.missing_among())


def stretch_of(row: Row) -> Stretch:
    """The two years of a row of change."""
    before = {**row, "period": row["from_period"], "value": row["from_value"]}
    return Stretch(before, {**row, "value": row["to_value"]})


def _in_percent(teller: Teller, row: Row) -> str:
    if teller.question.asked_measure != "percent":
        return ""
    percent = teller.numbers.with_unit(abs(exact(row["value"]) or 0), "percent", 1)
    return teller.t("That is {percent}.", percent=percent)


def _how_many(teller: Teller) -> str:
    """How many went which way; said of the areas shown when only some are."""
    first, last = teller.resolved.years
    pairs = [(row["from_value"], row["to_value"]) for row in teller.valued]
    among = teller.groups(len(pairs), varying(teller.rows) or ["area"])
    if teller.limited:
        among = teller.t("the {areas} shown", areas=among)
    elif where := teller.scope():
        among = f"{among} {where}"
    told = ways(teller, teller.figure, (first, last), pairs, among)
    return phrases.joined(told, judged.certain(teller, teller.valued, among))


def _extremes(teller: Teller) -> tuple[str, str]:
    keys = varying(teller.valued) or ["area"]
    decimals = 1 if teller.question.asked_measure == "percent" else None
    rows = sorted(teller.valued, key=in_order)
    told = list(zip(rows, teller.told(rows, keys, decimals), strict=True))
    top = max(each.shown for _, each in told)
    bottom = min(each.shown for _, each in told)
    high = [pair for pair in told if pair[1].shown == top]
    low = [pair for pair in told if pair[1].shown == bottom]
    rise = fall = ""
    if top > 0:
        rise = teller.t("The largest increase was {where}: {change}.", **_said(teller, high))
    if bottom < 0:
        fall = teller.t("The largest decrease was {where}: {change}.", **_said(teller, low))
    return rise, fall


def _said(teller: Teller, found: Sequence[tuple[Row, Told]]) -> dict[str, str]:
    """Ties are said as ties; the two figures are told where it is one area."""
    row = found[0][0]
    if teller.question.asked_measure == "percent":
        amount = teller.numbers.with_unit(abs(exact(row["value"]) or Decimal(0)), "percent", 1)
    else:
        amount = teller.distance(row["from_value"], row["to_value"])
    where = teller.listed_places([each for _, each in found])
    if len(found) > 1:
        return {"where": where, "change": amount}
    change = teller.t(
        "{amount} (from {first} to {last})",
        amount=amount,
        first=teller.value(row["from_value"]),
        last=teller.value(row["to_value"]),
    )
    return {"where": where, "change": change}
