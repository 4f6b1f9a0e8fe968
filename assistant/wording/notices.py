"""What the reader must know about an answer, and the standing texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant import words
from assistant.language import Speech
from assistant.numbers import numbers_for
from assistant.wording.known import Known, indicator_label
from semantic.answer import Answer
from semantic.availability import Notice
from semantic.model import Break


def example_banner(speech: Speech) -> str:
    return speech.t("Example data – invented figures")


def with_banner(text: str, answer: Answer, speech: Speech) -> str:
    """``text`` after the banner where its figures are invented; an explanation has none."""
    if not answer.example_data or answer.question.shape == "definition":
        return text
    return f"{example_banner(speech)}. {text}"


def notice(each: Notice, known: Known, speech: Speech) -> str:
    """What the reader must know about the answer, one sentence."""
    if each.code == "shared_parts":
        return _shared(each.details, known, speech)
    said = _NOTICES.get(each.code)
    return said(each.details, speech) if said else words.brief(each.code)


def _shared(details: Mapping[str, Any], known: Known, speech: Speech) -> str:
    one, other = (indicator_label(details[name], known, speech) for name in ("one", "other"))
    if details["part"] is None:
        return speech.t(
            "“{one}” and “{other}” are worked out from the same numbers, so they hang together by "
            "their definition.",
            one=one,
            other=other,
        )
    part, whole = (one, other) if details["part"] == details["one"] else (other, one)
    return speech.t(
        "“{part}” is one of the numbers that “{whole}” is worked out from, so the two hang "
        "together by their definition.",
        part=part,
        whole=whole,
    )


def _shortened(details: Mapping[str, Any], speech: Speech) -> str:
    return speech.t(
        "There are figures for {first}–{last} only.", first=details["first"], last=details["last"]
    )


def _partial(details: Mapping[str, Any], speech: Speech) -> str:
    year = details["year"]
    return speech.n(
        "For {n} of {areas} areas there is no figure in {year}.",
        "For {n} of {areas} areas there are no figures in {year}.",
        details["areas"] - details["valued"],
        areas=speech.whole(details["areas"]),
        year=f"{details['first']}–{year}" if "first" in details else year,
    )


def _age_weights(details: Mapping[str, Any], speech: Speech) -> str:
    """``Åldersgrupperna väger: 0–19 år 21,5 %, …``"""
    percent = numbers_for(speech.language).with_unit
    listed = [
        f"{words.age(age, speech)} {percent(share, 'percent', 1)}"
        for age, share in details["shares"].items()
    ]
    groups = speech.listed(listed)
    if "year" in details:
        return speech.t(
            "How much the age groups count, as in the country in {year}: {groups}.",
            year=details["year"],
            groups=groups,
        )
    return speech.t("How much the age groups count: {groups}.", groups=groups)


def _not_standardised(details: Mapping[str, Any], speech: Speech) -> str:
    types = words.types_either(details["types"], speech)
    if "years" in details:
        return speech.t(
            "For areas of {types} there are years without a figure with regard to age ({years}): "
            "some age group has none.",
            types=types,
            years=words.years(tuple(details["years"]), speech),
        )
    return speech.t(
        "For areas of {types} no figure with regard to age can be given: some age group has none.",
        types=types,
    )


def _pooled(details: Mapping[str, Any], speech: Speech) -> str:
    params = {"years": details["count"], "first": details["first"], "last": details["last"]}
    if details["counts"] == "persons":
        return speech.t(
            "The figure is {years} years put together ({first}–{last}): the counts of all years, "
            "divided by everyone in all years. The same persons are counted in several of the "
            "years, so the uncertainty is that of one year.",
            **params,
        )
    return speech.t(
        "The figure is {years} years put together ({first}–{last}): the counts of all years, "
        "divided by the whole of all years. Much is the same in several of the years, so the "
        "uncertainty is that of one year.",
        **params,
    )


_NOTICES: Mapping[str, Callable[[Mapping[str, Any], Speech], str]] = {
    "preliminary": lambda _, speech: speech.t(
        "Some figures are preliminary and may be changed by the source."
    ),
    "years_shortened": _shortened,
    "partial_coverage": _partial,
    "summed_from_areas": lambda _, speech: speech.t(
        "Calculated: figures for RegSO areas have been added up for each area type."
    ),
    "summed_in_tenths": lambda _, speech: speech.t(
        "Calculated: figures for RegSO areas have been added up for each tenth of the areas."
    ),
    "without_index": lambda details, speech: speech.n(
        "{n} of {areas} RegSO areas has no index and is not in the order.",
        "{n} of {areas} RegSO areas have no index and are not in the order.",
        details["count"],
        areas=speech.whole(details["areas"]),
    ),
    "no_tenths": lambda details, speech: speech.n(
        "{n} area has no tenths: they take an index for at least {least} RegSO areas, and for nine "
        "in ten of those that there are.",
        "{n} areas have no tenths: they take an index for at least {least} RegSO areas, and for "
        "nine in ten of those that there are.",
        details["count"],
        least=details["least"],
    ),
    "one_division": lambda details, speech: speech.n(
        "The borders of {division} hold in all years. {n} of {areas} areas has got new borders "
        "and is left out of the years with older ones.",
        "The borders of {division} hold in all years. {n} of {areas} areas have got new borders "
        "and are left out of the years with older ones.",
        details["count"],
        division=details["division"],
        areas=speech.whole(details["areas"]),
    ),
    "reasons_unknown": lambda details, speech: (
        speech.t(
            "Whether the areas or the limits changed cannot be said across a break. {reason}",
            reason=speech.text(details["text"]),
        )
        if details["why"] == "break"
        else speech.t(
            "Whether the areas or the limits changed cannot be said: the index of every RegSO area "
            "is not known for {year}.",
            year=details["year"],
        )
    ),
    "reasons_partly": lambda details, speech: speech.n(
        "For {n} of {rows} areas it cannot be said whether the area or the limits changed: index "
        "and limits do not give the published type, or the index is not known.",
        "For {n} of {rows} areas it cannot be said whether the areas or the limits changed: index "
        "and limits do not give the published type, or the index is not known.",
        details["count"],
        rows=speech.whole(details["rows"]),
    ),
    "noise_in_sums": lambda details, speech: speech.t(
        "From {year} the source adds small random deviations to small counts, so sums of areas "
        "need not agree with published totals.",
        year=details["year"],
    ),
    "age_weights": _age_weights,
    "pooled": _pooled,
    "not_standardised": _not_standardised,
    "parts_left_out": lambda details, speech: speech.n(
        "{n} of {areas} RegSO figures is missing and is left out of the sums.",
        "{n} of {areas} RegSO figures are missing and are left out of the sums.",
        details["count"],
        areas=speech.whole(details["areas"]),
    ),
    "type_absent": lambda details, speech: speech.n(
        "In one case there are no areas of {types}, so the gap cannot be calculated.",
        "In {n} cases there are no areas of {types}, so the gap cannot be calculated.",
        details["count"],
        types=words.types_either(details["types"], speech),
    ),
    "pairs_left_out": lambda details, speech: speech.n(
        "{n} of {areas} areas lacks one of the two figures and is left out.",
        "{n} of {areas} areas lack one of the two figures and are left out.",
        details["count"],
        areas=speech.whole(details["areas"]),
    ),
    "not_compared": lambda details, speech: speech.n(
        "{n} of {areas} areas lacks some of the figures and is not compared.",
        "{n} of {areas} areas lack some of the figures and are not compared.",
        details["count"],
        areas=speech.whole(details["areas"]),
    ),
    "areas_left_out": lambda details, speech: speech.n(
        "{n} of {areas} areas has no figure and is left out.",
        "{n} of {areas} areas have no figure and are left out.",
        details["count"],
        areas=speech.whole(details["areas"]),
    ),
    "too_few_inside": lambda details, speech: speech.n(
        "In {n} place fewer than {least} areas have figures: only the ends are shown.",
        "In {n} places fewer than {least} areas have figures: only the ends are shown.",
        details["count"],
        least=details["least"],
    ),
    "border_changed": lambda details, speech: speech.n(
        "{n} area has got new borders between the years and cannot be compared.",
        "{n} areas have got new borders between the years and cannot be compared.",
        details["count"],
    ),
    "missing": lambda details, speech: speech.t(
        "The source has no figure in {n} of {rows} rows.",
        n=speech.whole(details["count"]),
        rows=speech.whole(details["rows"]),
    ),
    "suppressed": lambda details, speech: speech.t(
        "The figure is confidential in {n} of {rows} rows.",
        n=speech.whole(details["count"]),
        rows=speech.whole(details["rows"]),
    ),
    "not_applicable": lambda details, speech: speech.t(
        "The question does not apply in {n} of {rows} rows.",
        n=speech.whole(details["count"]),
        rows=speech.whole(details["rows"]),
    ),
}


def break_text(each: Break, speech: Speech) -> str:
    """Why no line, change or ranking crosses the year; of a revision, what was done."""
    if not each.cuts:
        return speech.text(each.text)
    return speech.t("Break in {year}: {reason}", year=each.year, reason=speech.text(each.text))


def borders_text(answer: Answer, speech: Speech) -> str:
    """Whose borders each year has, where the small areas got new ones among the years; a choice of
    one division throughout is told in a notice."""
    resolved = answer.resolved
    if not resolved.crosses_divisions or resolved.one_division:
        return ""
    listed = [
        speech.t(
            "those of {division} in {years}",
            division=division,
            years=words.years(
                tuple(year for year in resolved.window if resolved.divisions[year] == division),
                speech,
            ),
        )
        for division in sorted(set(resolved.divisions.values()))
    ]
    return speech.t(
        "Each year has its own borders of the small areas: {listed}.", listed=speech.listed(listed)
    )


def type_basis_text(answer: Answer, speech: Speech) -> str:
    """Which year's area types the answer goes by; empty where it has none."""
    if not answer.resolved.by_type:
        return ""
    if answer.question.shape == "type_changes":
        return _of_changed_types(answer, speech)
    if answer.question.asked_measure == "retyped":
        return speech.t(
            "The same areas are those that were of the type in {first}, followed to {last}. What "
            "is left of the change comes from areas having changed type since.",
            first=answer.years[0],
            last=answer.years[-1],
        )
    return (_of_tenths if answer.resolved.in_tenths else _of_types)(answer, speech)


def _of_types(answer: Answer, speech: Speech) -> str:
    if (year := answer.resolved.type_year) is not None:
        return speech.t(
            "All years go by the area types of {year}: the same areas throughout.", year=year
        )
    if len(answer.years) > 1:
        return speech.t(
            "Each year goes by its own area types, so it is not the same areas in every year."
        )
    return speech.t("Area types of {year}.", year=answer.years[0])


def _of_tenths(answer: Answer, speech: Speech) -> str:
    if (year := answer.resolved.type_year) is not None:
        return speech.t(
            "All years go by the order of {year}: the same areas are in the tenths throughout.",
            year=year,
        )
    if len(answer.years) > 1:
        return speech.t(
            "Each year goes by the order of its own index, so it is not the same areas in the "
            "tenths every year."
        )
    return speech.t("In the order of the index of {year}.", year=answer.years[0])


def _of_changed_types(answer: Answer, speech: Speech) -> str:
    first, last = answer.years[0], answer.years[-1]
    basis = speech.t(
        "The type in {first} beside the type in {last}. The limits between the types are "
        "calculated anew each year, so an area can change type although its own index has not.",
        first=first,
        last=last,
    )
    if "reason" not in answer.rows or not answer.rows["reason"].notna().any():
        return basis
    why = speech.t(
        "Why: the limits of {first} are held. Where the index of {last} lies in the type of "
        "{first}, only the limits moved; where it lies in the type of {last}, the area "
        "changed; otherwise it was both. This is a way of counting and tells no cause.",
        first=first,
        last=last,
    )
    return f"{basis} {why}"
