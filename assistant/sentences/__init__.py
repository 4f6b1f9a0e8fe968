"""Answers as sentences, made from the answer alone; never from a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.language import Speech
from assistant.sentences import (
    about,
    alike,
    areas,
    population,
    relation,
    slopes,
    split,
    types,
    within,
    years,
)
from assistant.sentences.details import lines
from assistant.sentences.teller import Teller, text_of
from assistant.sentences.title import question_in_words, short_title
from assistant.wording import Known, with_banner
from semantic.answer import Answer
from semantic.question import Shape

__all__ = ["details", "question_in_words", "sentence", "short_title", "with_banner"]

_SENTENCES: Mapping[Shape, Callable[[Teller], str]] = {
    "value": areas.value,
    "trend": years.trend,
    "compare_areas": years.compare_areas,
    "compare_types": types.compare_types,
    "rank": areas.rank,
    "gap": slopes.gap,
    "split": split.split,
    "population_share": population.population_share,
    "change": years.change,
    "threshold": areas.threshold,
    "areas_of_type": population.areas_of_type,
    "type_changes": population.type_changes,
    "profile": about.profile,
    "map": areas.on_map,
    "definition": about.definition,
    "relation": relation.relation,
    "spread": within.spread,
    "similar": alike.similar,
    "segregation": about.segregation,
}


def sentence(answer: Answer, known: Known, speech: Speech) -> str:
    """One to three short sentences; the first states the figure. Without the example banner."""
    teller = Teller(answer, known, speech)
    return text_of(_SENTENCES[answer.question.shape](teller), note=teller.preliminary())


def details(answer: Answer, known: Known, speech: Speech) -> list[str]:
    """How it was worked out: definition, years, method, comparability, sources, version."""
    return list(dict.fromkeys(lines(Teller(answer, known, speech))))
