"""How two figures hang together, in words; a relation is never told as a cause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant import phrases
from assistant.language import Speech, mark
from assistant.sentences.teller import Teller, text_of
from semantic.model import Indicator
from semantic.relation import Strength, strength

DECIMALS = 2


def relation(teller: Teller) -> str:
    row = teller.rows[0]
    where = teller.scope() or teller.t("among the areas chosen")
    kind = strength(row["value"], int(row["n"]))
    name = phrases.figure if kind == "none" else _name
    names = [name(each, teller.speech) for each in teller.resolved.indicators]
    params = {
        "year": row["period"],
        "areas": phrases.joined(teller.kinds(), where),
        "x": names[0],
        "y": names[1],
        "n": teller.count(int(row["n"])),
    }
    if row["value"] is None:
        text = teller.t(
            "In {year}, {x} or {y} is the same in all {n} {areas}, so nothing can be said of how "
            "they go together.",
            **params,
        )
        return text_of(text)
    r = {"r": teller.numbers.plain(row["value"], DECIMALS)}
    said = teller.t(_TOLD.get((kind, row["value"] > 0), _NONE), **params, **r)
    return text_of(said, teller.t("A relation is not a cause."), _left_out(teller))


def _left_out(teller: Teller) -> str:
    """How many areas the answer says nothing of."""
    for each in teller.answer.notices:
        if each.code == "pairs_left_out":
            return teller.t(
                "For {n} of {areas} one of the two figures is lacking.",
                n=teller.count(each.details["count"]),
                areas=teller.areas(each.details["areas"]),
            )
    return ""


def _name(indicator: Indicator, speech: Speech) -> str:
    return phrases.uncapital(phrases.label(indicator, speech))


_NONE = mark(
    "In {year}, there is no certain relation between {x} and {y} among {areas} (r = {r}, n = {n})."
)
_TOLD: Mapping[tuple[Strength, bool], str] = {
    ("weak", True): mark(
        "In {year}, there was a weak tendency for {areas} with a higher {x} to have a higher {y} "
        "(r = {r}, n = {n})."
    ),
    ("weak", False): mark(
        "In {year}, there was a weak tendency for {areas} with a higher {x} to have a lower {y} "
        "(r = {r}, n = {n})."
    ),
    ("medium", True): mark(
        "In {year}, {areas} with a higher {x} had a higher {y} somewhat more often "
        "(r = {r}, n = {n})."
    ),
    ("medium", False): mark(
        "In {year}, {areas} with a higher {x} had a lower {y} somewhat more often "
        "(r = {r}, n = {n})."
    ),
    ("strong", True): mark(
        "In {year}, {areas} with a higher {x} often had a higher {y} (r = {r}, n = {n})."
    ),
    ("strong", False): mark(
        "In {year}, {areas} with a higher {x} often had a lower {y} (r = {r}, n = {n})."
    ),
}
"""By how strongly the two hang together, and whether one rises with the other."""


def working(teller: Teller) -> Iterator[str]:
    """What r is, and what the words for it mean."""
    yield teller.t(
        "The correlation r (Pearson 1896) is over the areas, each counted once whatever its "
        "population: 1 where one figure always rises with the other, −1 where it always falls, 0 "
        "where they do not go together in a straight line."
    )
    if teller.rows and teller.rows[0]["spearman"] is not None:
        yield teller.t(
            "By rank instead of by figure (Spearman 1904) it is {r}.",
            r=teller.numbers.plain(teller.rows[0]["spearman"], DECIMALS),
        )
    yield teller.t(
        "In words (after Cohen 1988): often from 0.5, somewhat more often from 0.3, a weak "
        "tendency from 0.1. No certain relation: under 0.1, or so near 0 that chance can give it "
        "with so few areas (95 % interval, Fisher 1921)."
    )
