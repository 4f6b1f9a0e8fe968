"""The verdict on a difference as a reader meets it: a sign and a word, the same in all places.

A sign is filled where the difference may be called better or worse, and hollow where it only is
higher or lower. Both are chosen by the interval of the difference, never by the colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.figures import VERDICT_SIGNS, Figures, Row, Verdict
from assistant.language import Speech, mark
from assistant.numbers import is_number
from assistant.phrases import uncapital
from semantic.model import Polarity

UNJUDGED_SIGNS: Mapping[bool, str] = {True: "△", False: "▽"}

_SIZES: Mapping[str, str] = {
    "large": mark("large difference"),
    "some": mark("some difference"),
    "none": mark("no certain difference"),
    "unknown": mark("cannot be judged"),
}
_SIZES_OF_CHANGES: Mapping[str, str] = {
    "large": mark("large change"),
    "some": mark("some change"),
    "none": mark("no certain change"),
    "unknown": mark("cannot be judged"),
}
_TRENDS: Mapping[str, tuple[str, str]] = {
    "rising": (UNJUDGED_SIGNS[True], mark("rising")),
    "falling": (UNJUDGED_SIGNS[False], mark("falling")),
    "none": (VERDICT_SIGNS["same"], mark("no certain trend")),
    "unknown": ("", mark("cannot be judged")),
}


@dataclass(frozen=True)
class Judgement:
    """``verdict`` decides the colour; None where nobody may judge."""

    verdict: Verdict | None
    text: str


def judgement(figures: Figures, row: Row) -> Judgement | None:
    """None where the row compares nothing."""
    word = row.get("verdict")
    if word is None:
        return None
    shape = figures.answer.question.shape
    if shape == "threshold" and word != "unknown":
        return _beside_limit(str(word), row, figures.speech)
    size = size_word(str(word), shape, figures.speech)
    if word == "none":
        return Judgement("same", f"{VERDICT_SIGNS['same']} {size}")
    if word == "unknown" or shape == "gap":
        return Judgement(None, size)
    polarity = _polarity(figures, row)
    up = row["difference_low"] > 0
    verdict = _verdict(polarity, up)
    sign = VERDICT_SIGNS[verdict] if verdict else UNJUDGED_SIGNS[up]
    way = _way(verdict, up, shape, figures.speech)
    return Judgement(verdict, f"{sign} {way}, {size}")


def verdict_word(figures: Figures, verdict: Verdict) -> str:
    t = figures.speech.t
    shape = figures.answer.question.shape
    same = t("unchanged") if shape == "change" else t("the same")
    if any(row.get("verdict") for row in figures.rows):
        same = size_word("none", shape, figures.speech)
    return {"better": t("better"), "same": same, "worse": t("worse")}[verdict]


def verdict_key(figures: Figures) -> str:
    return "   ".join(
        f"{sign} {verdict_word(figures, verdict)}" for verdict, sign in VERDICT_SIGNS.items()
    )


def beside(figures: Figures, row: Row) -> list[str]:
    """What the row is compared with, and the judgement: a line over a chart of one area, if any."""
    found = judgement(figures, row)
    areas = {each["area"] for each in figures.comparison}
    if found is None or row["verdict"] == "unknown" or len(areas) != 1:
        return []
    params = {"area": figures.place(areas.pop()), "words": found.text}
    if len(figures.answer.years) == 1:
        return [figures.speech.t("Compared with {area}: {words}", **params)]
    year = row["period"]
    return [figures.speech.t("Compared with {area} in {year}: {words}", year=year, **params)]


def certain_sign(row: Row) -> str:
    """Of a difference between area types, which is never better or worse."""
    word = row.get("verdict")
    if word not in ("large", "some"):
        return VERDICT_SIGNS["same"] if word == "none" else ""
    return UNJUDGED_SIGNS[row["difference_low"] > 0]


def certain_key(figures: Figures, rows: Sequence[Row]) -> list[str]:
    """What the signs of differences between the sides of a gap mean, those that ``rows`` have."""
    t = figures.speech.t
    words = {
        UNJUDGED_SIGNS[True]: t("certainly higher"),
        VERDICT_SIGNS["same"]: size_word("none", "gap", figures.speech),
        UNJUDGED_SIGNS[False]: t("certainly lower"),
    }
    there = {certain_sign(row) for row in rows}
    said = "   ".join(f"{sign} {text}" for sign, text in words.items() if sign in there)
    if not said:
        return []
    if figures.answer.question.shape == "gap":
        pair = {"first": figures.side("first"), "second": uncapital(figures.side("second"))}
        return [t("{first} beside {second}: {signs}", signs=said, **pair)]
    kind = next(row["area_type"] for row in rows if is_number(row.get("value")))
    return [t("Compared with {area}: {words}", area=uncapital(figures.type(kind)), words=said)]


def _beside_limit(word: str, row: Row, speech: Speech) -> Judgement:
    """Whether the limit is passed for certain; whoever set it said nothing of good and bad."""
    if word == "none":
        text = speech.t("not certain")
        return Judgement("same", f"{VERDICT_SIGNS['same']} {text}")
    up = row["difference_low"] > 0
    text = speech.t("certainly over the limit") if up else speech.t("certainly under the limit")
    return Judgement(None, f"{UNJUDGED_SIGNS[up]} {text}")


def _polarity(figures: Figures, row: Row) -> Polarity:
    """Between area types a difference is higher or lower, never better."""
    shape = figures.answer.question.shape
    if figures.answer.resolved.by_type:
        return "none"
    if shape != "profile":
        return figures.polarity
    known = {each.id: each for each in figures.answer.resolved.indicators}
    return known[row["indicator"]].polarity


def size_word(word: str, shape: str, speech: Speech) -> str:
    return speech.t((_SIZES_OF_CHANGES if shape == "change" else _SIZES)[word])


def _verdict(polarity: Polarity, up: bool) -> Verdict | None:
    if polarity == "none":
        return None
    return "better" if up == (polarity == "high_is_good") else "worse"


def _way(verdict: Verdict | None, up: bool, shape: str, speech: Speech) -> str:
    if verdict is not None:
        return {"better": speech.t("better"), "worse": speech.t("worse")}[verdict]
    if shape == "change":
        return speech.t("increase") if up else speech.t("decrease")
    return speech.t("higher") if up else speech.t("lower")


def trend_text(row: Row, speech: Speech) -> str:
    """Sign and word; empty where the row ends no series."""
    sign, word = _TRENDS.get(str(row.get("trend")), ("", ""))
    return f"{sign} {speech.t(word)}".strip() if word else ""
