"""What to ask next: natural follow-ups of a question, and which of them can be answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from semantic.answer import Answer
from semantic.availability import resolve
from semantic.errors import QuestionError
from semantic.model import RIKET, Level
from semantic.question import Areas, Question, ancestor, level_of
from semantic.shapes import OF_MANY
from semantic.standardise import STANDARDISED_GAPS
from semantic.verdict import numbers
from semantic.version import Version

EXAMPLES: tuple[dict[str, Any], ...] = (
    {"shape": "population_share", "areas": {"level": "riket"}},
    {
        "shape": "gap",
        "indicators": ("sysselsatta_andel",),
        "areas": {"level": "riket"},
        "periods": {"mode": "top", "n": 10},
    },
    {
        "shape": "rank",
        "indicators": ("hyresratt_andel",),
        "areas": {"level": "regso", "within": ("1280",)},
    },
)
"""What the empty page offers to begin with."""

FEW = 20
"""A share of fewer persons than this may be quite another from one year to the next."""
SPLIT_AFTER = frozenset({"trend", "change", "compare_types", "gap"})
"""Shapes that show a change, or the types it may be split by."""


WITH_AGES = frozenset({"compare_types", "gap"})
"""Shapes that compare area types, which may have younger or older inhabitants."""


def follow_ups(question: Question) -> list[Question]:
    """Natural next questions, most useful first; not yet checked against a version."""
    found: list[dict[str, Any]] = []
    areas = question.areas
    if question.shape == "relation":
        for each in question.indicators:
            found.append({"shape": "map", "indicators": (each,), "areas": areas})
            found.append({"shape": "definition", "indicators": (each,)})
    elif question.shape in {*OF_MANY, "similar"} and areas.codes:
        found.append({"shape": "profile", "areas": areas, **_like(question)})
        found.append({"shape": "similar", "areas": areas})
        found.append({"shape": "segregation", "areas": areas, **_like(question)})
    elif question.indicators and question.shape != "definition":
        indicator = {"indicators": question.indicators}
        one = areas.codes[:1] or ((RIKET,) if areas.level == "riket" else ())
        if question.shape in WITH_AGES:
            found.append(_with_regard_to_age(question))
        if one:
            place = Areas(level=level_of(one[0]), codes=one)
            found.append({"shape": "trend", **indicator, "areas": place, **_like(question)})
            found.append({"shape": "similar", "areas": place})
            wide = Areas(level="kommun", codes=(ancestor(one[0], "kommun"),))
            scope = wide if level_of(one[0]) in ("regso", "deso") else place
            if question.shape != "compare_types":
                found.append({"shape": "compare_types", **indicator, "areas": scope})
            if question.shape in SPLIT_AFTER:
                found.append({"shape": "split", **indicator, "areas": scope})
            found.append({"shape": "rank", **indicator, "areas": _inside(scope)})
            found.append({"shape": "segregation", "areas": scope})
            found.append({"shape": "spread", **indicator, "areas": scope})
        else:
            found.append({"shape": "map", **indicator, "areas": areas})
            found.append({"shape": "spread", **indicator, "areas": areas})
            found += [{"shape": "relation", **each, "areas": areas} for each in _beside(question)]
            found.append({"shape": "compare_types", **indicator, "areas": _around(areas)})
        found.append({"shape": "definition", **indicator})
    if question.shape in ("population_share", "areas_of_type", "type_changes"):
        found.append({"shape": "population_share", "areas": areas})
        found.append({"shape": "areas_of_type", "areas": areas, "types": (1, 2)})
        found.append({"shape": "definition", "concept": "omradestyp"})
    questions = [Question(**parts) for parts in found]
    own = (question.shape, question.standard)
    return [each for each in questions if (each.shape, each.standard) != own]


def steadier(answer: Answer) -> list[Question]:
    """The same with three years put together, where a figure that is shown rests on few."""
    question, rows = answer.question, answer.rows
    if "pooled" not in question.rule.takes or question.pooled > 1:
        return []
    if answer.indicator.kind != "ratio" or not (numbers(rows["numerator"]) < FEW).any():
        return []
    return [question.model_copy(update={"pooled": 3})]


def _with_regard_to_age(question: Question) -> dict[str, Any]:
    """The same comparison of area types with the ages of one population; without it again where
    it is that already."""
    asked = dict(question)
    asked["standard"] = "esp2013" if question.standard == "none" else "none"
    if question.measure not in STANDARDISED_GAPS:
        asked["measure"] = None
    asked["by"] = tuple(each for each in question.by if each == "period")
    asked["age"] = "total"
    return asked


def _like(question: Question) -> dict[str, Any]:
    """Similar areas stay what one area is compared with, and are so after asking which they are."""
    alike = question.comparator == "similar" or question.shape == "similar"
    return {"comparator": "similar"} if alike and len(question.areas.codes) == 1 else {}


BESIDE = ("sysselsatta_andel", "fodda_utomlands_andel")
"""What another figure is laid beside first; neither is a part of an index."""


def _beside(question: Question) -> list[dict[str, Any]]:
    first = question.indicators[0]
    return [{"indicators": (first, each)} for each in BESIDE if each != first][:1]


def _around(areas: Areas) -> Areas:
    """The area that the listed areas lie inside."""
    if len(areas.within) == 1 and areas.within != (RIKET,):
        return Areas(level=level_of(areas.within[0]), codes=areas.within)
    return Areas(level="riket")


def _inside(scope: Areas) -> Areas:
    if scope.level == "riket":
        return Areas(level="kommun")
    level: Level = "kommun" if scope.level == "lan" else "regso"
    return Areas(level=level, within=scope.codes)


def answerable(questions: Sequence[Question], version: Version) -> list[Question]:
    """Those of ``questions`` that ``version`` can answer."""
    found = []
    for question in questions:
        try:
            resolve(question, version)
        except QuestionError:
            continue
        found.append(question)
    return found
