"""How the small areas inside a place differ, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant import words
from assistant.sentences.teller import Row, Teller, Told, has_figure, text_of
from semantic.model import RIKET


def spread(teller: Teller) -> str:
    if len(teller.rows) == 1:
        return _one(teller, teller.rows[0])
    return _several(teller)


def _kinds(teller: Teller) -> str:
    return words.listed_areas(teller.resolved.level, teller.speech)


def _one(teller: Teller, row: Row) -> str:
    place = teller.place(row["area"], row["period"])
    if not has_figure(row):
        return teller.t(
            "There are too few {areas} {place} with figures to tell how they spread.",
            areas=_kinds(teller),
            place=place,
        )
    if teller.shown(row["p5"]) == teller.shown(row["p95"]):
        alike = teller.t(
            "In {year}, {figure} was about {value} in nearly all {areas} {place}.",
            year=row["period"],
            figure=teller.figure,
            value=teller.value(row["p50"]),
            areas=_kinds(teller),
            place=place,
        )
        return text_of(alike, _ends(teller, row), note=_left_out(teller))
    said = teller.t(
        "In {year}, {figure} ran from {low} to {high} between {areas} {place}, apart from the "
        "five percent of areas at each end.",
        year=row["period"],
        figure=teller.figure,
        low=teller.value(row["p5"]),
        high=teller.value(row["p95"]),
        areas=_kinds(teller),
        place=place,
    )
    return text_of(said, _ends(teller, row), _beside(teller, row), note=_left_out(teller))


def _left_out(teller: Teller) -> str:
    """How many areas the answer says nothing of."""
    for each in teller.answer.notices:
        if each.code == "areas_left_out":
            return teller.t(
                "For {n} of {areas} there is no figure.",
                n=teller.count(each.details["count"]),
                areas=words.counted_areas(
                    teller.resolved.level, each.details["areas"], teller.speech
                ),
            )
    return ""


def _ends(teller: Teller, row: Row) -> str:
    if teller.shown(row["lowest"]) == teller.shown(row["highest"]):
        return ""
    return teller.t(
        "Lowest is {lowest} at {low} and highest {highest} at {high}; half of the areas are at "
        "{median} or lower.",
        lowest=teller.name(row["lowest_area"], row["period"]),
        low=teller.value(row["lowest"]),
        highest=teller.name(row["highest_area"], row["period"]),
        high=teller.value(row["highest"]),
        median=teller.value(row["p50"]),
    )


def _beside(teller: Teller, row: Row) -> str:
    """How wide the spread is beside the whole country's."""
    if row["variation"] is None:
        return ""
    times = teller.numbers.plain(row["variation"], 2)
    if times == teller.numbers.plain(1, 2):
        return teller.t("The spread is as wide as in the whole country.")
    return teller.t("The spread is {times} times that of the whole country.", times=times)


def _several(teller: Teller) -> str:
    told = teller.told(teller.valued, ["area"])
    if len(told) == 1:
        return _one(teller, teller.valued[0])
    if not told:
        return teller.t("In none of the places are there areas enough to tell how they spread.")
    rows = {teller.place(row["area"], row["period"]): row for row in teller.valued}
    wide = max(each.shown for each in told)
    narrow = min(each.shown for each in told)
    params = {"year": teller.year, "figure": teller.figure, "areas": _kinds(teller)}
    if wide == narrow:
        same = teller.t(
            "In {year}, {figure} spread equally much between {areas} in all the places: "
            "{distance} apart from the five percent at each end.",
            distance=_distance(teller, told[0]),
            **params,
        )
        return text_of(same)
    most = [each for each in told if each.shown == wide]
    least = [each for each in told if each.shown == narrow]
    said = teller.t(
        "In {year}, the differences in {figure} between {areas} were largest {where} and smallest "
        "{there}.",
        where=_with_ends(teller, most, rows),
        there=_with_ends(teller, least, rows),
        **params,
    )
    aside = teller.t("The five percent of areas at each end are left aside.")
    return text_of(said, aside, note=_left_out(teller))


def _distance(teller: Teller, told: Told) -> str:
    unit = teller.indicator.unit
    return teller.numbers.difference(told.value, unit, teller.indicator.decimals).lstrip("+")


def _with_ends(teller: Teller, told: Sequence[Told], rows: Mapping[str, Row]) -> str:
    """``i Malmö (från 5,1 till 60,2 %)``; only the places where several share it."""
    where = teller.listed_places(told)
    if len(told) > 1:
        return where
    row = rows[told[0].where]
    return teller.t(
        "{where} (from {low} to {high})",
        where=where,
        low=teller.value(row["p5"]),
        high=teller.value(row["p95"]),
    )


def working(teller: Teller) -> Iterator[str]:
    """What the percentiles are, and what the spread is compared with."""
    yield teller.t(
        "P5, P25, P50, P75 and P95 are the values that 5, 25, 50, 75 and 95 percent of the areas "
        "are at or under: areas in order, linear interpolation between the two nearest (definition "
        "7 of Hyndman and Fan 1996). Each area counts once whatever its population."
    )
    if any(row["area"] != RIKET for row in teller.rows):
        yield teller.t(
            "The spread from P5 to P95 is compared with the same distance between all such areas "
            "in the country. Where there are few areas, P5 and P95 are close to the lowest and the "
            "highest."
        )
    yield teller.t("Calculated with unrounded figures; rounded only when shown.")
