"""A second way to every row of an answer: plain Python from ``docs/answer.md``, row by row.

Of the project only the Question is imported. A new shape adds its rule in `tests.reference.rules`,
and to `ROWS` a function of (asked, world) in a module of `tests.reference.rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from semantic.question import Question
from tests.reference.asked import Asked, Refused
from tests.reference.compared import comparison, peers
from tests.reference.judged import with_verdicts
from tests.reference.places import with_places
from tests.reference.resolve import resolve
from tests.reference.rows.by_type import by_types
from tests.reference.rows.cells import change, plain, profile, rank, threshold, trend
from tests.reference.rows.figures import Row
from tests.reference.rows.gap import gap
from tests.reference.rows.relation import relation
from tests.reference.rows.similar import similar
from tests.reference.rows.split import split
from tests.reference.rows.spread import spread
from tests.reference.rows.type_lists import areas_of_type, type_changes
from tests.reference.rules import RULES
from tests.reference.trends import with_trends
from tests.reference.verdict import Found
from tests.reference.world import World


@dataclass(frozen=True)
class Evaluated:
    """``apart`` is the verdict on the highest row against the lowest."""

    rows: list[Row]
    comparison: list[Row] = field(default_factory=list)
    peers: list[Row] = field(default_factory=list)
    apart: Found | None = None


def evaluate(question: Question, world: World) -> Evaluated:
    """Raises `Refused` where the question cannot be answered."""
    asked = resolve(question, world)
    if question.shape == "definition":
        return Evaluated([])
    rows, beside = ROWS[question.shape](asked, world), comparison(asked, world)
    judged, apart = with_verdicts(rows, beside, asked, world)
    told = with_trends(with_places(judged, asked, world), asked)
    return Evaluated(told, beside, peers(asked, world), apart)


def is_beyond(question: Question) -> bool:
    """Whether a question is of a kind that has no second way here, but tests of its own."""
    rule = RULES.get(question.shape)
    return rule is None or (question.measure or "") not in ("", *rule.measures.split())


def answerable(question: Question, world: World) -> bool:
    try:
        evaluate(question, world) if question.shape == "rank" else resolve(question, world)
    except Refused:
        return False
    return True


ROWS: Mapping[str, Callable[[Asked, World], list[Row]]] = {
    "value": plain,
    "compare_areas": plain,
    "map": plain,
    "trend": trend,
    "rank": rank,
    "threshold": threshold,
    "change": change,
    "profile": profile,
    "compare_types": by_types,
    "population_share": by_types,
    "gap": gap,
    "split": split,
    "areas_of_type": areas_of_type,
    "type_changes": type_changes,
    "relation": relation,
    "spread": spread,
    "similar": similar,
    "segregation": profile,
}
"""The rows of each shape, in order."""
