"""Refusals: what was wrong, where, and the nearest thing that works.

What a person typed is repeated as it is, shortened and on one line; it is never read as a pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant import words
from assistant.language import Speech
from assistant.wording.known import Known, area_label, indicator_label, key_name, suggestion_label
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


def _missing_key(refused: _Refused) -> str:
    return refused.t("The question is not complete: {key} is missing.", key=refused.key)


def _bad_value(refused: _Refused) -> str:
    """By the reason, where it is one that a person can do something about."""
    given, reason = refused.get("given"), str(refused.details.get("reason", ""))
    if said := _REASONS.get(reason):
        return said(refused)
    if reason.startswith("most "):
        most = words.brief(reason.removeprefix("most "))
        return refused.t("Too many values for {key}: at most {most}.", key=refused.key, most=most)
    return refused.t("“{given}” does not fit as {key}.", given=given, key=refused.key)


def _not_for_this_shape(refused: _Refused) -> str:
    if refused.details.get("key") == "by":
        grouping = words.grouping(refused.get("given"), refused.speech)
        return refused.t(
            "This kind of question cannot be divided by {grouping}.", grouping=grouping
        )
    return refused.t("This kind of question has no use for {key}.", key=refused.key)


_REASONS: Mapping[str, Callable[[_Refused], str]] = {
    "not for this shape": _not_for_this_shape,
    "one year": lambda it: it.t(
        "This kind of question is about one year, not {given}.", given=it.get("given")
    ),
    "either named areas or all inside others": lambda it: it.t(
        "Name areas one by one, or ask for all in a county or a municipality, but not both."
    ),
    "areas lie within a län or a kommun": lambda it: it.t(
        "Areas can be listed in a county or a municipality, not in “{given}”.",
        given=it.get("given"),
    ),
    "divided already": lambda it: it.t(
        "The question is divided by {key} and cannot be limited to one group as well.", key=it.key
    ),
    "a gap lies between two": lambda it: it.t("A gap lies between two different area types."),
    "a slope is over all types": lambda it: it.t(
        "A slope is over all area types and cannot be asked for some of them."
    ),
    "a share with a slope": lambda it: it.t(
        "A slope can only be calculated for a share or a rate."
    ),
    "tenths are of no type": lambda it: it.t(
        "Tenths are of all areas in the order of their index, and cannot be asked for by area type."
    ),
    "a share with tenths": lambda it: it.t(
        "Tenths of the areas can only be compared by a share or a rate."
    ),
    "an index for enough areas": lambda it: it.t(
        "Tenths of the areas take a socioeconomic index, in the same year as the figure, for at "
        "least {least} RegSO areas in the place and for nine in ten of those that there are.",
        least=it.count("least"),
    ),
    "like one area": lambda it: it.t(
        "One area at a time, by name, can be compared with the areas most like it."
    ),
    "everyone together": lambda it: it.t(
        "Similar areas can be compared with for everyone together, not split by sex, age or area "
        "type."
    ),
    "same borders": lambda it: it.t(
        "DeSO areas got new borders between the years, and nothing tells which of them are the "
        "same."
    ),
    "one place": lambda it: it.t("Segregation is shown for one place at a time."),
    "one area": lambda it: it.t("Similar areas are looked for one area at a time."),
    "not inside anything": lambda it: it.t(
        "A spread lies within a municipality, a county or the country."
    ),
    "one thing is explained": lambda it: it.t("One word or figure is explained at a time."),
    "a share of something": lambda it: it.t(
        "A gap in numbers needs a share or a rate: for a count, the difference is one already."
    ),
    "a share to split": lambda it: it.t(
        "Only a share or a rate can be split in this way: “{indicator}” is not one.",
        indicator=indicator_label(it.get("given"), it.known, it.speech),
    ),
    "all ages together": lambda it: it.t(
        "Age can be taken into account only where the figures are of all ages together, women and "
        "men not apart."
    ),
    "not with a standard": lambda it: it.t(
        "With regard to age a gap can be told as a difference or as a ratio."
    ),
    "a share by age": lambda it: it.t(
        "Age can be taken into account only for a share or a rate that is given by age group."
    ),
    "ages overlap": lambda it: it.t(
        "Age cannot be taken into account here: the age groups of the figure overlap."
    ),
    "ages do not fit": lambda it: it.t(
        "The age groups of the figure do not fit those of Europe's standard population."
    ),
    "no ages of the country": lambda it: it.t(
        "The country's own figures by age group are not known for that year."
    ),
    "a share of several years": lambda it: it.t(
        "Years can be put together only for a share or a rate that has numerator and denominator."
    ),
    "years up to one": lambda it: it.t("Years are put together up to one last year: choose which."),
    "no area in all years": lambda it: it.t(
        "No area asked about has the figure, within the same borders, in all of the years."
    ),
    "a count of people": lambda it: it.t("The share of the population needs a count of people."),
}


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
    if refused.details.get("key") == "pooled":
        return refused.t(
            "The years cannot be put together: there is no figure for “{indicator}” in {year} in "
            "the areas you ask about.",
            indicator=refused.indicator,
            year=refused.get("year"),
        )
    return refused.t(
        "There is no figure for “{indicator}” in {year} in the areas you ask about.",
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


def _too_many(refused: _Refused) -> str:
    params = {"most": refused.count("most"), "count": refused.count("count")}
    if refused.details.get("rows"):
        return refused.t(
            "The answer would have {count} rows; at most {most} can be shown. "
            "Ask about fewer areas or years.",
            **params,
        )
    return refused.t(
        "At most {most} areas can be named in one question; you named {count}. "
        "Choose all areas in a county or a municipality instead.",
        **params,
    )


def _too_few(refused: _Refused) -> str:
    return refused.t(
        "Only {count} of the {level} there have figures; it takes at least {least} to say "
        "anything.",
        count=refused.count("count"),
        least=refused.count("least"),
        level=words.listed_areas(refused.details["level"], refused.speech),
    )


def _no_common_year(refused: _Refused) -> str:
    labels = [
        refused.t("“{word}”", word=indicator_label(each, refused.known, refused.speech))
        for each in refused.details.get("indicators", ())
    ]
    return refused.t(
        "No year has figures for both {figures} on the same division of {level}.",
        figures=refused.speech.listed(labels),
        level=refused.level,
    )


def _across_break(refused: _Refused) -> str:
    text = refused.details.get("text")
    return refused.t(
        "Figures for “{indicator}” before {year} cannot be compared with later ones. {reason}",
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
    "too_many_areas": _too_many,
    "too_few_areas": _too_few,
    "no_common_year": _no_common_year,
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
    "order_says_nothing": lambda it: it.t(
        "The order says nothing: the differences between these {count} areas are no larger than "
        "chance can give, so none of them can be said to come before another.",
        count=it.count("count"),
    ),
    "no_such_version": lambda it: it.t("The data that the link refers to is no longer kept here."),
    "interrupted": lambda it: it.t("The question was interrupted by a newer one."),
    "too_slow": lambda it: it.t("The answer took too long and was stopped. Ask about fewer areas."),
    "unreadable_text": lambda it: it.t(
        "Questions in your own words cannot be read yet. Choose in the menus instead."
    ),
}


def _nearest(error: QuestionError, known: Known, speech: Speech) -> str:
    """What works instead, of the kind that comes first; empty where nothing is near."""
    alike = [each for each in error.suggestions if each.kind == error.suggestions[0].kind]
    if not alike:
        return ""
    labels = [suggestion_label(each, known, speech) for each in alike[:3]]
    found = list(dict.fromkeys(labels))
    if alike[0].kind == "year" and error.details.get("key") != "pooled":
        return speech.t("There are figures for {years}.", years=speech.listed(found))
    if alike[0].kind in ("indicator", "concept", "shape"):
        found = [speech.t("“{word}”", word=each) for each in found]
    nearest = speech.either(found)
    if error.code in ("unknown_area", "unknown_indicator", "unknown_concept", "unknown_key"):
        return speech.t("Did you mean {nearest}?", nearest=nearest)
    return speech.t("Try {nearest}.", nearest=nearest)
