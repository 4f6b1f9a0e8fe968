"""Whether a difference is large, as a sentence after the one that tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant import words
from assistant.language import mark
from assistant.sentences.teller import Row, Teller, varying
from semantic.trends import POINTS

_DIFFERENCES: Mapping[tuple[str, str], str] = {
    ("large", ""): mark("That is a large difference."),
    ("some", "chance"): mark("The difference is fairly certain but not large."),
    ("some", "chance_only"): mark("The difference is certain; how large it is cannot be judged."),
    ("some", "peers"): mark(
        "The difference is certain, but no larger than {areas} usually differ."
    ),
    ("some", "years"): mark(
        "The difference is certain, but the figure often moves that much between years."
    ),
    ("none", ""): mark("The difference is not certain: it is within what chance can give."),
    ("unknown", "few"): mark("The numbers are too small to judge the difference."),
    ("unknown", "suppressed"): mark(
        "The difference cannot be judged: the figure compared with is confidential."
    ),
}
_OF_ONE_YEAR: Mapping[tuple[str, str], str] = {
    ("large", ""): mark("{difference} is large."),
    ("some", "chance"): mark("{difference} is fairly certain but not large."),
    ("some", "chance_only"): mark("{difference} is certain; how large it is cannot be judged."),
    ("some", "peers"): mark("{difference} is certain, but no larger than {areas} usually differ."),
    ("some", "years"): mark(
        "{difference} is certain, but the figure often moves that much between years."
    ),
    ("none", ""): mark("{difference} is not certain: it is within what chance can give."),
    ("unknown", "few"): mark("{difference} cannot be judged: the numbers are too small."),
    ("unknown", "suppressed"): mark(
        "{difference} cannot be judged: the figure compared with is confidential."
    ),
}
"""As `_DIFFERENCES`, where it must be said which difference is meant."""
_CHANGES: Mapping[tuple[str, str], str] = {
    ("large", ""): mark("That is a large change."),
    ("some", "chance"): mark("The change is fairly certain but not large."),
    ("some", "chance_only"): mark("The change is certain; how large it is cannot be judged."),
    ("some", "peers"): mark(
        "The change is certain, but {areas} have usually changed about as much."
    ),
    ("some", "years"): mark(
        "The change is certain, but the figure often moves that much between years."
    ),
    ("none", ""): mark("The change is not certain: it is within what chance can give."),
    ("unknown", "few"): mark("The numbers are too small to judge the change."),
}
_CERTAIN_DIFFERENCES = (
    mark("The difference is not certain in any of {areas}."),
    mark("The difference is certain in {sure} of {areas}, and large in none."),
    mark("The difference is certain in {sure} of {areas}, and large in {large}."),
)
_CERTAIN_CHANGES = (
    mark("The change is not certain in any of {areas}."),
    mark("The change is certain in {sure} of {areas}, and large in none."),
    mark("The change is certain in {sure} of {areas}, and large in {large}."),
)
_CERTAIN_OF_ONE_YEAR = (
    mark("{difference} is not certain in any of {areas}."),
    mark("{difference} is certain in {sure} of {areas}, and large in none."),
    mark("{difference} is certain in {sure} of {areas}, and large in {large}."),
)
_TRENDS: Mapping[tuple[str, str], str] = {
    ("rising", ""): mark(
        "Over the last five years with figures ({first}–{last}), the trend is rising."
    ),
    ("falling", ""): mark(
        "Over the last five years with figures ({first}–{last}), the trend is falling."
    ),
    ("none", ""): mark(
        "Over the last five years with figures ({first}–{last}), there is no certain trend."
    ),
    ("unknown", "few"): mark("The numbers are too small to judge a trend."),
    ("unknown", "few_years"): mark(
        "A trend cannot be judged: it takes five years without a break."
    ),
}
_SEVERAL_TRENDS: Mapping[tuple[bool, bool], str] = {
    (True, True): mark(
        "Over the last five years with figures, the trend is rising in {up} and falling in {down} "
        "of {among}."
    ),
    (True, False): mark(
        "Over the last five years with figures, the trend is rising in {up} of {among}."
    ),
    (False, True): mark(
        "Over the last five years with figures, the trend is falling in {down} of {among}."
    ),
    (False, False): mark("No certain trend can be seen over the last five years with figures."),
}


def verdict(teller: Teller, row: Row) -> str:
    """Empty where nothing is compared, or where only the details say why nothing can be judged."""
    return _said(teller, str(row.get("verdict")), str(row.get("verdict_reason")))


def apart(teller: Teller) -> str:
    """Of the highest against the lowest."""
    found = teller.answer.apart
    return _said(teller, found.word, found.reason) if found else ""


def _said(teller: Teller, word: str, reason: str) -> str:
    said = _CHANGES if teller.question.shape == "change" else _DIFFERENCES
    text = said.get((word, reason))
    areas = words.listed_areas(teller.resolved.level, teller.speech)
    return teller.t(text, areas=areas) if text else ""


def certain(teller: Teller, rows: Sequence[Row], among: str) -> str:
    """In how many of several the difference is beyond chance."""
    if len(rows) == 1:
        return verdict(teller, rows[0])
    said = _CERTAIN_CHANGES if teller.question.shape == "change" else _CERTAIN_DIFFERENCES
    return _counted(teller, said, judged(rows), areas=among)


def judged(rows: Sequence[Row]) -> list[Row]:
    """Those whose difference chance is weighed against."""
    return [row for row in rows if row.get("verdict") in ("large", "some", "none")]


def _counted(teller: Teller, said: Sequence[str], rows: Sequence[Row], **params: object) -> str:
    if not rows:
        return ""
    sure = sum(row["verdict"] != "none" for row in rows)
    large = sum(row["verdict"] == "large" for row in rows)
    text = said[2 if large else 1 if sure else 0]
    return teller.t(text, sure=teller.count(sure), large=teller.count(large), **params)


def newest(teller: Teller, row: Row) -> str:
    """Of a development: its newest year beside what it is compared with."""
    text = _OF_ONE_YEAR.get((str(row.get("verdict")), str(row.get("verdict_reason"))))
    if not text:
        return ""
    areas = words.listed_areas(teller.resolved.level, teller.speech)
    return teller.t(text, difference=_difference(teller, [row]), areas=areas)


def newest_of_several(teller: Teller, rows: Sequence[Row], keys: Sequence[str]) -> str:
    """The same of several, ``rows`` their newest year."""
    told = judged(rows)
    if not told:
        return ""
    among = teller.groups(len(told), keys)
    difference = _difference(teller, rows)
    return _counted(teller, _CERTAIN_OF_ONE_YEAR, told, difference=difference, areas=among)


def _difference(teller: Teller, rows: Sequence[Row]) -> str:
    """``Skillnaden mot riket år 2024``."""
    year = rows[0]["period"]
    if teller.question.asked_measure == "slope":
        return teller.t("The slope in {year}", year=year)
    return teller.t("The difference from {other} in {year}", other=_other(teller, rows), year=year)


def _other(teller: Teller, rows: Sequence[Row]) -> str:
    """What the rows of a development are compared with."""
    if teller.resolved.by_type:
        first = next(row["area_type"] for row in rows if row["value"] is not None)
        return words.type_short(first, teller.speech)
    areas = {row["area"] for row in teller.beside}
    if len(areas) > 1:
        return teller.t("the areas compared with")
    return teller.name(areas.pop(), rows[0]["period"])


def beside_limit(teller: Teller) -> str:
    """Whether those that are said to have passed a limit have done so for certain."""
    told = judged(teller.rows)
    sure = sum(row["verdict"] != "none" for row in told)
    if not told:
        return ""
    if len(teller.rows) == 1:
        certain = teller.t("That the limit is passed is certain.")
        return certain if sure else teller.t("That the limit is passed may be by chance.")
    areas = teller.areas(len(told))
    if len(told) < len(teller.rows):
        areas = teller.t("{areas} that can be judged", areas=areas)
    elif teller.limited:
        areas = teller.t("the {areas} shown", areas=areas)
    if sure == len(told):
        return teller.t("That the limit is passed is certain in all {areas}.", areas=areas)
    if not sure:
        return teller.t(
            "That the limit is passed is not certain in any of {areas}: it may be by chance.",
            areas=areas,
        )
    return teller.t(
        "That the limit is passed is certain in {sure} of {areas}; in the others it may be by "
        "chance.",
        sure=teller.count(sure),
        areas=areas,
    )


def uncertain(teller: Teller, rows: Sequence[Row]) -> str:
    """How many differences of a profile are within chance."""
    number = sum(row.get("verdict") == "none" for row in rows)
    if not number:
        return ""
    return teller.n(
        "{n} of the differences is not certain.", "{n} of the differences are not certain.", number
    )


def trend(teller: Teller, rows: Sequence[Row], asked: int) -> str:
    """The trend of one series, ``rows`` its figures since the last break; empty where nobody
    expects one, since fewer than five years are ``asked`` for."""
    row = rows[-1]
    key = (str(row.get("trend")), str(row.get("trend_reason")))
    if key not in _TRENDS or (key[1] == "few_years" and asked < POINTS):
        return ""
    first = rows[-POINTS if len(rows) >= POINTS else 0]["period"]
    return teller.t(_TRENDS[key], first=first, last=row["period"])


def trends(teller: Teller, rows: Sequence[Row]) -> str:
    """How many of several series have which trend."""
    told = [row["trend"] for row in rows if row.get("trend") in ("rising", "falling", "none")]
    if not told:
        return ""
    up, down = told.count("rising"), told.count("falling")
    text = _SEVERAL_TRENDS[bool(up), bool(down)]
    among = teller.groups(len(told), varying(teller.rows))
    return teller.t(text, up=teller.count(up), down=teller.count(down), among=among)


def place(teller: Teller, first: int) -> str:
    """Between which places the first area lies; of several that share it nothing is said."""
    row = teller.rows[0]
    if first > 1 or "rank_low" not in row or row["ranked"] < 2:
        return ""
    low, high = int(row["rank_low"]), int(row["rank_high"])
    if low == high:
        return teller.t("That place is certain.")
    return teller.t(
        "Its place lies between {low} and {high} of {ranked} when chance is counted in.",
        low=teller.count(low),
        high=teller.count(high),
        ranked=teller.count(int(row["ranked"])),
    )


def _trend_explained(teller: Teller) -> str:
    if teller.question.shape == "gap":
        return teller.t(
            "Trend: a straight line through the gaps of the last five years without a break. There "
            "is a trend when its slope is beyond how the years lie around it and beyond chance (95 "
            "percent)."
        )
    return teller.t(
        "Trend: a straight line through the last five years without a break, weighted by the "
        "size of the group. There is a trend when its slope is beyond how the years lie around "
        "it and beyond chance (95 percent)."
    )


def explained(teller: Teller) -> Iterator[str]:
    """For the details: the interval of one difference, and what the words mean."""
    if any(row.get("trend") is not None for row in teller.rows):
        yield _trend_explained(teller)
    yield from _places_explained(teller)
    yield from _not_judged(teller)
    told = [row for row in teller.rows if row.get("verdict") is not None]
    if not told:
        return
    reasons = {row["verdict_reason"] for row in told}
    if teller.question.shape == "segregation":
        return
    if teller.question.shape == "profile":
        yield teller.t(
            "A difference is not certain when it is within what chance can give in a group of this "
            "size (95 percent interval). Means, medians and indices are not judged."
        )
    elif reasons == {"no_parts"}:
        yield teller.t(
            "Whether the difference is large cannot be judged: the figure has no numerator and "
            "denominator here."
        )
    elif teller.question.shape == "threshold" and reasons != {"counts"}:
        yield teller.t(
            "Certain: the limit is outside what chance can give in a group of this size (95 "
            "percent interval). Figures of fewer than 10 are not judged."
        )
    elif reasons == {"counts"}:
        yield teller.t(
            "Whether the difference is large is not judged: counts follow how many people there "
            "are."
        )
    else:
        yield from _interval(teller, told)
        yield teller.t(
            "Certain: beyond what chance can give in a group of this size (95 percent interval). "
            "Large: beyond chance at 99 percent too, larger than areas of the level usually differ "
            "and more than three times what the figure usually moves between two years, as far as "
            "these can be worked out. Figures of fewer than 10 are not judged."
        )


_WHY_NOT: Mapping[str, str] = {
    "population_share": mark(
        "Whether the shares differ by chance is not judged: an area type is given to a whole area, "
        "not to people one by one."
    ),
    "split": mark(
        "Whether the parts are large is not judged: they rest on the same people and areas."
    ),
    "spread": mark(
        "Whether the spread is large is not judged: chance widens it, and the more the smaller the "
        "areas are."
    ),
    "segregation": mark(
        "Whether the difference is large is not judged: chance raises the measures, and the more "
        "the smaller the areas are."
    ),
}


def _not_judged(teller: Teller) -> Iterator[str]:
    text = _WHY_NOT.get(teller.question.shape)
    if text and teller.rows:
        yield teller.t(text)


def _places_explained(teller: Teller) -> Iterator[str]:
    if teller.question.shape != "rank" or not teller.rows:
        return
    if "rank_low" in teller.rows[0]:
        yield teller.t(
            "Place from and to: an area may have any place between these. Another is surely before "
            "or after it when their intervals do not overlap; the intervals are so wide that all "
            "of them together hold with 95 percent certainty. The highest is also before the "
            "lowest where their difference is beyond chance."
        )
    else:
        yield teller.t(
            "How certain the places are cannot be judged: the figure has no numerator and "
            "denominator here."
        )


def _interval(teller: Teller, told: Sequence[Row]) -> Iterator[str]:
    if len(told) == 1 and told[0]["difference_low"] is not None:
        bounds = (told[0]["difference_low"], told[0]["difference_high"])
        unit, decimals = teller.indicator.unit, teller.indicator.decimals
        low, high = (teller.numbers.difference(each, unit, decimals) for each in bounds)
        yield teller.t(
            "The difference lies between {low} and {high} (95 percent interval).",
            low=low,
            high=high,
        )
