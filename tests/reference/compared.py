"""What an answer is seen beside: the areas compared with, and every area of the level."""

from __future__ import annotations

from dataclasses import replace

from semantic.question import Question
from tests.reference.asked import Asked
from tests.reference.pooling import picked
from tests.reference.rows.beside import in_pieces, similar_beside
from tests.reference.rows.cells import profiled
from tests.reference.rows.figures import Row, by_value, in_time, with_segments
from tests.reference.rows.similar import likeness
from tests.reference.rows.spread import spread_of_all
from tests.reference.rules import OF_MANY, RULES
from tests.reference.world import World, level_of


def compared_with(asked: Asked) -> list[str]:
    """An area is not compared with itself."""
    wanted = asked.question.comparator
    takes = "comparator" in RULES[asked.question.shape].takes
    if not takes or wanted == "none" or asked.by_type or asked.scope == "riket":
        return []
    return sorted({around(asked, code) for code in asked.codes} - set(asked.codes))


def around(asked: Asked, code: str) -> str:
    """The area that another is seen beside: the one around it, riket unless asked otherwise, or
    the areas most like it as one."""
    others = {"lan": code[:2], "kommun": code[:4], "similar": "similar"}
    return others.get(asked.question.comparator, "00")


def comparison(asked: Asked, world: World) -> list[Row]:
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


def peers(asked: Asked, world: World) -> list[Row]:
    """Every area of the level, for a single undivided figure and for a spread."""
    question = asked.question
    alone = question.shape == "value" and asked.level != "riket" and not question.by
    if not alone and question.shape != "spread":
        return []
    return by_value(picked(replace(asked, codes=(), within=()), world), Question(shape="map"))
