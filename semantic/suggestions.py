"""The nearest things that work: each suggestion has been tried before it is made.

Candidates come from the check that refused, then from a search outwards: another year, a wider
area, another level, another figure, another kind of question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from semantic.errors import QuestionError, Suggestion, Suggestions, nearest_years, suggest
from semantic.mend import mended_by
from semantic.model import LEVELS, RIKET
from semantic.question import SHAPES, Question, ancestor, read_question
from semantic.version import Version

MOST = 3
MOST_TRIES = 80


Attempt = Callable[[Question, Version], object]
"""Raises `QuestionError` where a question cannot be answered."""


@dataclass(frozen=True)
class Refused:
    """A question with the refusal it met, and how another one is tried."""

    question: Question
    version: Version
    code: str
    details: dict[str, Any]
    attempt: Attempt

    def answered(self, document: Mapping[str, Any]) -> Question | None:
        """The question that ``document`` is, None where it cannot be answered."""
        try:
            question = read_question(document)
            self.attempt(question, self.version)
        except QuestionError:
            return None
        return question


def working(refused: Refused, first: Suggestions) -> Suggestions:
    """Up to three suggestions that make the question one that can be answered, ``first`` first."""
    return _tried(refused, chain(first, _candidates(refused)))


def without_order(refused: Refused) -> Suggestions:
    """Instead of an order that says nothing: the same areas, beside each other or as a spread, or
    the order of larger ones or of more."""
    areas = refused.question.areas
    alike = suggest("shape", ["compare_areas", "spread"])
    if len(areas.within) == 1:
        around = [ancestor(areas.within[0], "lan"), RIKET]
        return _tried(
            refused, [*alike, *suggest("area", [a for a in around if a not in areas.within])]
        )
    larger = () if areas.level is None or areas.codes else LEVELS[: LEVELS.index(areas.level)]
    return _tried(refused, [*alike, *suggest("level", larger[:0:-1])])


def _tried(refused: Refused, candidates: Iterable[Suggestion]) -> Suggestions:
    """Those that can be answered, one of each question."""
    document = refused.question.canonical()
    found: dict[Question, Suggestion] = {}
    for each in islice(candidates, MOST_TRIES):
        question = refused.answered(mended_by(document, refused.details, each))
        if question is not None:
            found.setdefault(question, each)
        if len(found) == MOST:
            break
    return tuple(found.values())


def _candidates(refused: Refused) -> Iterator[Suggestion]:
    order = _FIRST.get(refused.code, ()) + _ANYTHING
    for search in dict.fromkeys(order):
        yield from search(refused)


def _parts(refused: Refused) -> Iterator[Suggestion]:
    """Without the part that does not fit, or with its default."""
    key = refused.details.get("key", "")
    if refused.code == "bad_value" and key:
        yield Suggestion("without", key.split(".")[0] if key != "areas.within" else key)


def _years(refused: Refused) -> Iterator[Suggestion]:
    offers = refused.version.offers
    indicator = refused.question.indicator
    asked = refused.question.periods
    years = {
        year for level in offers.levels(indicator) for year in offers.years(indicator, level)
    } | set(offers.type_years())
    near = refused.details.get("year") or asked.last or max((*asked.years, 0)) or 9999
    yield from suggest("year", nearest_years(near, sorted(years), 8))


def _type_years(refused: Refused) -> Iterator[Suggestion]:
    asked = refused.question.type_basis.year
    if asked is not None:
        years = refused.version.offers.type_years()
        yield from suggest("type_year", nearest_years(asked, years, 6))
        yield Suggestion("without", "type_basis")


def _groups(refused: Refused) -> Iterator[Suggestion]:
    question = refused.question
    if question.age != "total":
        yield Suggestion("age", "total")
    if question.sex != "total":
        yield Suggestion("sex", "total")
    if question.by:
        yield Suggestion("without", "by")


def _areas(refused: Refused) -> Iterator[Suggestion]:
    """Wider areas around the one refused."""
    areas = refused.question.areas
    wrong = refused.details.get("area") or next(iter((*areas.codes, *areas.within)), "")
    if wrong and len(wrong) > 1 and wrong[0].isdigit():
        wider = dict.fromkeys(ancestor(wrong, level) for level in ("kommun", "lan"))
        yield from suggest("area", [code for code in wider if code != wrong])
    yield Suggestion("area", RIKET)


def _levels(refused: Refused) -> Iterator[Suggestion]:
    asked = refused.question.areas.level
    yield from suggest("level", [level for level in LEVELS[::-1] if level != asked])


def _indicators(refused: Refused) -> Iterator[Suggestion]:
    """Other figures, those of the same theme first."""
    catalogue, offered = refused.version.catalogue, refused.version.offers.indicators()
    if SHAPES[refused.question.shape].indicators[1] == 0:
        return
    asked = catalogue.indicators.get(refused.question.indicator)
    theme = asked.theme if asked else None
    for each in sorted(catalogue, key=lambda one: one.theme != theme):
        if each.id in offered and each.id not in refused.question.indicators:
            yield Suggestion("indicator", each.id, each.label.sv)


def _shapes(refused: Refused) -> Iterator[Suggestion]:
    """Other kinds of question, those that take the part that did not fit first."""
    part = str(refused.details.get("key", "")).split(".")[0]
    for shape in sorted(SHAPES, key=lambda each: part not in SHAPES[each].takes):
        if shape != refused.question.shape:
            yield Suggestion("shape", shape)


def _concepts(refused: Refused) -> Iterator[Suggestion]:
    if refused.question.shape == "definition":
        yield from suggest("concept", list(refused.version.catalogue.concepts)[:MOST])


Search = Callable[[Refused], Iterator[Suggestion]]
_FIRST: Mapping[str, tuple[Search, ...]] = {
    "missing_key": (_concepts, _indicators, _levels),
    "unknown_concept": (_concepts,),
    "bad_value": (_parts,),
    "no_data_for_year": (_years,),
    "no_data_for_area": (_areas, _levels),
    "no_data_for_level": (_levels, _areas),
    "no_data_for_indicator": (_indicators,),
    "no_data_for_breakdown": (_groups,),
    "not_additive": (_indicators,),
    "no_area_types": (_type_years, _years, _areas),
    "too_many_areas": (_years, _levels),
    "too_few_areas": (_areas, _levels),
    "no_common_year": (_levels, _indicators),
    "wrong_level": (_levels,),
}
_ANYTHING: tuple[Search, ...] = (
    _type_years, _years, _groups, _areas, _levels, _indicators, _parts, _shapes,
)  # fmt: skip
