"""Refusals: what was wrong, where, and the nearest thing that works.

What a person typed is repeated as it is, shortened and on one line; it is never read as a pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant import words
from assistant.language import Speech
from assistant.wording.known import Known, area_label, indicator_label, suggestion_label
from semantic.errors import QuestionError
from semantic.model import Text


def refusal(error: QuestionError, known: Known, speech: Speech) -> str:
    """One or two plain sentences, and what works instead where something is near."""
    said = _REFUSALS[error.code](_Refused(error, known, speech))
    return f"{said} {hint}" if (hint := _nearest(error, known, speech)) else said


class _Refused:
    """The details of a refusal as words."""

    def __init__(self, error: QuestionError, known: Known, speech: Speech) -> None:
        self.details, self.known, self.speech = error.details, known, speech
        self.t = speech.t

    def get(self, name: str) -> str:
        return words.brief(self.details.get(name, ""))

    @property
    def key(self) -> str:
        return key_name(str(self.details.get("key", "")), self.speech)

    @property
    def indicator(self) -> str:
        return indicator_label(str(self.details.get("indicator", "")), self.known, self.speech)

    @property
    def area(self) -> str:
        return area_label(str(self.details.get("area", "")), self.known, self.speech)

    @property
    def level(self) -> str:
        return words.levels(str(self.details.get("level", "")), self.speech)

    @property
    def year(self) -> int | None:
        return self.details.get("year")

    def count(self, name: str) -> str:
        number = self.details.get(name, 0)
        return self.speech.whole(number) if isinstance(number, int) else words.brief(number)


_KEYS: Mapping[str, Callable[[Speech], str]] = {
    "shape": lambda speech: speech.t("what you want to know"),
    "indicators": lambda speech: speech.t("the figure"),
    "concept": lambda speech: speech.t("the word to be explained"),
    "areas": lambda speech: speech.t("the areas"),
    "areas.level": lambda speech: speech.t("the kind of area"),
    "areas.codes": lambda speech: speech.t("the areas"),
    "areas.within": lambda speech: speech.t("where the areas lie"),
    "types": lambda speech: speech.t("the area types"),
    "by": lambda speech: speech.t("the grouping"),
    "sex": lambda speech: speech.t("the sex"),
    "age": lambda speech: speech.t("the age group"),
    "periods": lambda speech: speech.t("the years"),
    "type_basis": lambda speech: speech.t("the year of the area types"),
    "threshold": lambda speech: speech.t("the limit"),
    "comparator": lambda speech: speech.t("the comparison"),
    "measure": lambda speech: speech.t("the measure"),
    "order": lambda speech: speech.t("the order"),
    "limit": lambda speech: speech.t("the number of rows"),
    "view": lambda speech: speech.t("the way of showing"),
}


def key_name(key: str, speech: Speech) -> str:
    """The part of the question that ``key`` names, its own name where it is not ours."""
    parts = key.split(".")
    for name in (".".join(parts[:2]), parts[0]):
        if name in _KEYS:
            return _KEYS[name](speech)
    return f"”{words.brief(key)}”" if speech.language == "sv" else f'"{words.brief(key)}"'


def _missing_key(refused: _Refused) -> str:
    return refused.t("The question is not complete: {key} is missing.", key=refused.key)


def _bad_value(refused: _Refused) -> str:
    given = refused.get("given")
    if refused.details.get("key") == "by":
        return refused.t(
            "This kind of question cannot be divided by {given}.",
            given=words.grouping(given, refused.speech),
        )
    if refused.details.get("reason") == "one year":
        return refused.t("This kind of question is about one year, not {given}.", given=given)
    return refused.t("“{given}” does not fit as {key}.", given=given, key=refused.key)


def _wrong_level(refused: _Refused) -> str:
    if refused.details.get("area"):
        return refused.t(
            "{area} is not among {level}, the kind of area that the question is about.",
            area=refused.area,
            level=refused.level,
        )
    return refused.t(
        "Area types cannot be shown for {level}: each such area is of one type or part of one.",
        level=refused.level,
    )


def _no_year(refused: _Refused) -> str:
    return refused.t(
        "There is no figure for “{indicator}” in {year} for what you ask about.",
        indicator=refused.indicator,
        year=refused.get("year"),
    )


def _no_breakdown(refused: _Refused) -> str:
    match refused.details.get("breakdown"):
        case "sex":
            text = refused.t(
                "“{indicator}” is not divided by sex here.", indicator=refused.indicator
            )
        case "age":
            text = refused.t(
                "“{indicator}” is not divided by that age group here.", indicator=refused.indicator
            )
        case _:
            text = refused.t(
                "“{indicator}” cannot be divided by both sex and age.", indicator=refused.indicator
            )
    return text


def _no_types(refused: _Refused) -> str:
    types, year = refused.details.get("types"), refused.year
    if refused.details.get("changed"):
        return refused.t("No area there changed area type between the years.")
    if types:
        named = words.types_short(types, refused.speech)
        return refused.t("There are no areas of {types} there in {year}.", types=named, year=year)
    if year is None:
        return refused.t("There are no area types for the areas you ask about.")
    return refused.t(
        "The areas you ask about have no area types that fit {year}.", year=refused.get("year")
    )


def _no_data_for_area(refused: _Refused) -> str:
    if not refused.details.get("area"):
        return refused.t("There is no figure for “{indicator}” there.", indicator=refused.indicator)
    return refused.t(
        "There is no figure for “{indicator}” in {area}.",
        indicator=refused.indicator,
        area=refused.area,
    )


def _across_break(refused: _Refused) -> str:
    text = refused.details.get("text")
    return refused.t(
        "The years before and after {year} cannot be compared for “{indicator}”. {reason}",
        year=refused.get("year"),
        indicator=refused.indicator,
        reason=refused.speech.text(text) if isinstance(text, Text) else "",
    ).rstrip()


def _across_divisions(refused: _Refused) -> str:
    years = refused.details.get("years") or ["", ""]
    return refused.t(
        "The borders of the areas were changed between {first} and {last}, so their types cannot "
        "be compared area by area.",
        first=words.brief(years[0]),
        last=words.brief(years[-1]),
    )


_REFUSALS: Mapping[str, Callable[[_Refused], str]] = {
    "not_json": lambda it: it.t("The question could not be read: it is not valid JSON."),
    "too_long": lambda it: it.t(
        "The question is too long ({length} characters; at most {most}).",
        length=it.count("length"),
        most=it.count("most"),
    ),
    "unknown_key": lambda it: it.t(
        "The question has a part that is not known: “{key}”.", key=it.get("key")
    ),
    "missing_key": _missing_key,
    "bad_value": _bad_value,
    "unknown_shape": lambda it: it.t(
        "There is no kind of question called “{given}”.", given=it.get("given")
    ),
    "unknown_version": lambda it: it.t(
        "The link comes from another edition of the assistant ({given}) and cannot be read here.",
        given=it.get("given"),
    ),
    "unknown_indicator": lambda it: it.t(
        "There is no figure called “{given}”.", given=it.get("given")
    ),
    "unknown_concept": lambda it: it.t(
        "There is no explanation of “{given}”.", given=it.get("given")
    ),
    "unknown_area": lambda it: it.t("There is no area called “{given}”.", given=it.get("given")),
    "wrong_level": _wrong_level,
    "needs_areas": lambda it: it.t("Choose which area the question is about."),
    "needs_two_years": lambda it: it.t("A change needs two different years to compare."),
    "too_many_areas": lambda it: it.t(
        "At most {most} areas can be named in one question; you named {count}. "
        "Choose all areas in a county or a municipality instead.",
        most=it.count("most"),
        count=it.count("count"),
    ),
    "no_data_for_indicator": lambda it: (
        it.t("There are no figures for “{indicator}” in the data in use.", indicator=it.indicator)
        if it.details.get("indicator")
        else it.t("There are no figures for this in the data in use.")
    ),
    "no_data_for_level": lambda it: it.t(
        "There are no figures for “{indicator}” for {level}.",
        indicator=it.indicator,
        level=it.level,
    ),
    "no_data_for_year": _no_year,
    "no_data_for_area": _no_data_for_area,
    "no_data_for_breakdown": _no_breakdown,
    "no_area_types": _no_types,
    "not_additive": lambda it: it.t(
        "“{indicator}” cannot be added up from small areas to area types: a mean, a median or an "
        "index of several areas would be wrong.",
        indicator=it.indicator,
    ),
    "across_break": _across_break,
    "across_divisions": _across_divisions,
    "no_such_version": lambda it: it.t("The data that the link refers to is no longer kept here."),
    "interrupted": lambda it: it.t("The question was interrupted by a newer one."),
    "too_slow": lambda it: it.t("The answer took too long and was stopped. Ask about fewer areas."),
    "unreadable_text": lambda it: it.t(
        "Questions in your own words cannot be read yet. Choose in the menus instead."
    ),
}


def _nearest(error: QuestionError, known: Known, speech: Speech) -> str:
    """What works instead, in the words of its kind; empty where nothing is near."""
    found = [suggestion_label(each, known, speech) for each in error.suggestions[:3]]
    if not found:
        return ""
    kinds = {each.kind for each in error.suggestions}
    listed = speech.either(list(dict.fromkeys(found)))
    if kinds <= {"year", "years"}:
        return speech.t("There are figures for {years}.", years=listed)
    if error.code in ("unknown_area", "unknown_indicator", "unknown_concept", "unknown_key"):
        return speech.t("Did you mean {nearest}?", nearest=listed)
    return speech.t("Try {nearest}.", nearest=listed)
