"""Whether every part of a question means something for its shape, before any version is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from semantic.errors import QuestionError, Suggestion, bad_value, suggest
from semantic.question import DivisionBasis, Periods, Question, TypeBasis
from semantic.standardise import STANDARDISED_GAPS


def check_form(question: Question) -> None:
    """Every part of the question means something for its shape."""
    rule, count = question.rule, len(question.indicators)
    least, most = rule.indicators
    if count < least:
        raise QuestionError("missing_key", {"key": "indicators"})
    if count > most:
        ids = question.indicators
        near = suggest("indicator", ids[:most]) or (Suggestion("without", "indicators"),)
        reason = f"most {most}" if most else "not for this shape"
        raise bad_value("indicators", ", ".join(ids), reason, near)
    if wrong := set(question.by) - set(rule.by) - set(rule.extra_by):
        near = suggest("value", [[each] for each in rule.extra_by])
        raise bad_value("by", min(wrong), "not for this shape", near)
    if question.asked_measure not in rule.measures:
        near = suggest("value", rule.measures)
        raise bad_value("measure", question.asked_measure, "not for this shape", near)
    _check_unused(question)
    _check_combinations(question)


_OPTIONAL: Mapping[str, Any] = {
    "types": (),
    "sex": "total",
    "age": "total",
    "type_basis": TypeBasis(),
    "division_basis": DivisionBasis(),
    "comparator": "auto",
    "standard": "none",
    "pooled": 1,
    "threshold": None,
    "order": None,
    "limit": None,
    "concept": None,
}


def _check_unused(question: Question) -> None:
    """Nothing that is asked is silently left out of the answer."""
    takes = question.rule.takes
    if question.shape == "trend" and "area_type" not in question.by:
        takes -= {"types", "type_basis", "standard"}
    elif question.shape == "trend":
        takes -= {"division_basis"}
    for key, default in _OPTIONAL.items():
        value = getattr(question, key)
        if key not in takes and value != default:
            raise bad_value(key, _said(value), "not for this shape")
    if question.shape == "definition" and question.areas.level is not None:
        raise bad_value("areas", question.areas.level, "not for this shape")
    if question.shape == "definition" and question.periods != Periods():
        raise bad_value("periods", question.periods.mode, "not for this shape")


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, TypeBasis):
        return str(value.year)
    if isinstance(value, DivisionBasis):
        return value.mode
    return str(getattr(value, "value", value))


def _check_combinations(question: Question) -> None:
    for group in ("sex", "age"):
        if group in question.by and getattr(question, group) != "total":
            near = suggest(group, ["total"])
            raise bad_value(group, getattr(question, group), "divided already", near)
    if {"sex", "age"} <= set(question.by):
        details = {"indicator": question.indicator, "breakdown": "sex+age"}
        raise QuestionError("no_data_for_breakdown", details)
    if question.comparator == "similar":
        _check_similar(question)
    if question.shape == "threshold" and question.threshold is None:
        raise QuestionError("missing_key", {"key": "threshold"})
    if question.shape == "gap":
        _check_gap(question)
    if question.shape == "definition" and question.concept and question.indicators:
        raise bad_value("concept", question.concept, "one thing is explained")


def _check_similar(question: Question) -> None:
    near = suggest("value", ["riket"])
    if len(question.areas.codes) != 1:
        raise bad_value("comparator", "similar", "like one area", near)
    if set(question.by) - {"period"}:
        raise bad_value("comparator", "similar", "everyone together", near)


def _check_gap(question: Question) -> None:
    given = ", ".join(map(str, question.types))
    if question.asked_measure == "slope" and question.types:
        raise bad_value("types", given, "a slope is over all types")
    if question.asked_measure == "tenths" and question.types:
        raise bad_value("types", given, "tenths are of no type")
    if question.standard != "none" and question.asked_measure not in STANDARDISED_GAPS:
        near = suggest("value", STANDARDISED_GAPS)
        raise bad_value("measure", question.asked_measure, "not with a standard", near)
    if len(question.types) > 2 or len(set(question.pair)) < 2:
        raise bad_value("types", given, "a gap lies between two", suggest("value", [[1, 5]]))
