"""A second way to every row of an answer: plain Python from ``docs/answer.md``, row by row.

Of the project only the Question is imported. A new shape adds its rule in `tests.reference.rules`,
and to `ROWS` a function of (asked, world) in a module of `tests.reference.rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from semantic.question import Question
from tests.reference.asked import Asked, Refused
from tests.reference.pooling import picked
from tests.reference.resolve import resolve
from tests.reference.rows.beside import in_pieces, similar_beside
from tests.reference.rows.by_type import by_types
from tests.reference.rows.cells import change, plain, profile, profiled, rank, threshold, trend
from tests.reference.rows.figures import Row, by_value, in_time, with_segments
from tests.reference.rows.gap import gap
from tests.reference.rows.relation import relation
from tests.reference.rows.similar import likeness, similar
from tests.reference.rows.split import split
from tests.reference.rows.spread import spread, spread_of_all
from tests.reference.rows.type_lists import areas_of_type, type_changes
from tests.reference.rules import OF_MANY, RULES
from tests.reference.world import World, level_of


@dataclass(frozen=True)
class Evaluated:
    rows: list[Row]
    comparison: list[Row] = field(default_factory=list)
    peers: list[Row] = field(default_factory=list)


def evaluate(question: Question, world: World) -> Evaluated:
    """Raises `Refused` where the question cannot be answered."""
    asked = resolve(question, world)
    if question.shape == "definition":
        return Evaluated([])
    return Evaluated(
        ROWS[question.shape](asked, world), _comparison(asked, world), _peers(asked, world)
    )


def is_beyond(question: Question) -> bool:
    """Whether a question is of a kind that has no second way here, but tests of its own."""
    rule = RULES.get(question.shape)
    return (
        rule is None
        or question.division_basis.mode != "as_published"
        or (question.measure or "") not in ("", *rule.measures.split())
    )


def answerable(question: Question, world: World) -> bool:
    try:
        evaluate(question, world) if question.shape == "rank" else resolve(question, world)
    except Refused:
        return False
    return True


# what an answer is seen beside


def compared_with(asked: Asked) -> list[str]:
    """Riket unless asked otherwise; an area is not compared with itself."""
    wanted = asked.question.comparator
    takes = "comparator" in RULES[asked.question.shape].takes
    if not takes or wanted == "none" or asked.by_type or asked.scope == "riket":
        return []
    level = "riket" if wanted == "auto" else wanted
    around = {
        "riket": lambda _: "00",
        "lan": lambda code: code[:2],
        "kommun": lambda code: code[:4],
    }
    return sorted({around[level](code) for code in asked.codes} - set(asked.codes))


def _comparison(asked: Asked, world: World) -> list[Row]:
    if asked.question.comparator == "similar":
        return similar_beside(asked, world)
    others = compared_with(asked)
    if asked.question.shape == "spread":
        return spread_of_all(asked, world)
    if asked.question.shape == "similar":
        return likeness(asked, world)[:1]
    if asked.question.shape in OF_MANY:
        return profiled(asked, world, others)
    if not others or not world.has(asked.indicator.id, level_of(others[0])):
        return []
    level = level_of(others[0])
    wide = replace(
        asked, level=level, codes=tuple(others), division=dict.fromkeys(asked.division, 0)
    )
    rows = in_time(list(picked(wide, world)))
    return with_segments(rows, asked, world) if in_pieces(asked) else rows


def _peers(asked: Asked, world: World) -> list[Row]:
    """Every area of the level, for a single undivided figure and for a spread."""
    question = asked.question
    alone = question.shape == "value" and asked.level != "riket" and not question.by
    if not alone and question.shape != "spread":
        return []
    return by_value(picked(replace(asked, codes=(), within=()), world), Question(shape="map"))


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
