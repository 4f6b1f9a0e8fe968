"""Drafts: the answers given so far to the menus of a shape, and the way to a question and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from semantic.model import AREA_TYPES, RIKET
from semantic.question import (
    SHAPES,
    Areas,
    DivisionBasis,
    Periods,
    Question,
    Shape,
    Threshold,
    TypeBasis,
    level_of,
)

SHAPE_ORDER: tuple[Shape, ...] = (
    "value", "trend", "compare_areas", "rank", "compare_types", "gap", "split",
    "population_share", "change", "threshold", "areas_of_type", "type_changes", "profile", "map",
    "definition", "relation", "spread", "similar", "segregation",
)  # fmt: skip

ASKED: Mapping[Shape, tuple[str, ...]] = {
    "value": ("indicator", "place"),
    "trend": ("indicator", "places"),
    "compare_areas": ("indicator", "places"),
    "compare_types": ("indicator", "scope"),
    "rank": ("indicator", "level", "scope"),
    "gap": ("indicator", "scope"),
    "split": ("indicator", "scope", "years"),
    "population_share": ("scope",),
    "change": ("indicator", "level", "scope", "years"),
    "threshold": ("indicator", "level", "scope", "bound"),
    "areas_of_type": ("scope", "types"),
    "type_changes": ("scope", "years"),
    "profile": ("place",),
    "map": ("indicator", "level", "scope"),
    "definition": ("topic",),
    "relation": ("indicator", "other", "level", "scope"),
    "spread": ("indicator", "level", "places"),
    "similar": ("place",),
    "segregation": ("place",),
}
"""What the assistant asks, one at a time, for each shape."""

SETTLED: Mapping[Shape, tuple[str, ...]] = {
    "value": ("year", "compared", "split", "pooled"),
    "trend": ("span", "compared", "borders", "split"),
    "compare_areas": ("year", "compared", "split", "pooled"),
    "compare_types": ("span", "basis", "split", "standard"),
    "rank": ("year", "order", "limit", "pooled"),
    "gap": ("pair", "measure", "span", "basis", "standard"),
    "split": ("measure",),
    "population_share": ("span", "basis"),
    "change": ("order", "borders"),
    "threshold": ("year", "pooled"),
    "areas_of_type": ("year",),
    "type_changes": ("borders",),
    "profile": ("year", "compared"),
    "map": ("year", "pooled"),
    "definition": (),
    "relation": ("year",),
    "spread": ("year",),
    "similar": ("year", "limit"),
    "segregation": ("year", "compared"),
}
"""What is settled by a default and may be changed once the answer is there."""

DEFAULTS: Mapping[str, Any] = {
    "year": "latest",
    "span": "latest",
    "order": "desc",
    "limit": 10,
    "basis": "each_year",
    "pair": (1, 5),
    "split": "none",
    "borders": "as_published",
    "compared": "auto",
    "standard": "none",
    "pooled": 1,
}

FIGURES = ("indicator", "other")

assert set(ASKED) == set(SETTLED) == set(SHAPES)


@dataclass(frozen=True)
class Draft:
    """The answers so far. ``answers`` never holds a slot that the shape does not have."""

    shape: Shape | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)

    def get(self, slot: str) -> Any:
        if slot == "measure" and self.shape:
            return self.answers.get(slot, SHAPES[self.shape].measures[0])
        return self.answers.get(slot, DEFAULTS.get(slot))

    @property
    def slots(self) -> tuple[str, ...]:
        return slots(self.shape) if self.shape else ()

    @property
    def open_slot(self) -> str | None:
        """The next thing to ask, None when the question is whole."""
        if self.shape is None:
            return "shape"
        return next((slot for slot in ASKED[self.shape] if slot not in self.answers), None)

    def key(self) -> tuple[Any, ...]:
        return (self.shape, tuple(sorted(self.answers.items(), key=lambda item: item[0])))


def slots(shape: Shape) -> tuple[str, ...]:
    return ASKED[shape] + SETTLED[shape]


def answered(draft: Draft, slot: str, value: Any) -> Draft:
    return in_order(Draft(draft.shape, {**draft.answers, slot: value}))


def in_order(draft: Draft) -> Draft:
    """Answers in the order of the shape's slots, others dropped."""
    return Draft(
        draft.shape,
        {slot: draft.answers[slot] for slot in draft.slots if slot in draft.answers},
    )


OF_NO_PAIR = ("slope", "tenths")
"""Measures of a gap that is not between two types."""

_AS_THEY_ARE = ("measure", "order", "limit", "standard", "pooled")
"""Answers that are parts of the question by the same name."""


def build(draft: Draft) -> Question:
    """The question of a draft in which everything asked is answered."""
    shape = draft.shape
    assert shape is not None
    has = set(draft.slots)
    parts: dict[str, Any] = {"shape": shape, "areas": _build_areas(draft)}
    if "indicator" in has:
        parts["indicators"] = tuple(draft.get(slot) for slot in FIGURES if slot in has)
    if "topic" in has:
        kind, _, identity = draft.get("topic").partition(":")
        parts |= {"concept": identity} if kind == "k" else {"indicators": (identity,)}
    if has & {"year", "span", "years"}:
        parts["periods"] = _build_periods(draft)
    parts |= _build_bases(draft)
    if "types" in has and draft.get("types") != AREA_TYPES:
        parts["types"] = tuple(draft.get("types"))
    if "pair" in has and draft.get("measure") not in OF_NO_PAIR:
        parts["types"] = tuple(draft.get("pair"))
    parts |= {slot: draft.get(slot) for slot in _AS_THEY_ARE if slot in has}
    if "bound" in has:
        operator, value = draft.get("bound")
        parts["threshold"] = Threshold(op=operator, value=value)
    if "compared" in has:
        parts["comparator"] = draft.get("compared")
    parts["by"] = _build_by(draft)
    return Question(**parts)


def _build_bases(draft: Draft) -> dict[str, Any]:
    """What holds throughout, where it is not each year's own."""
    found: dict[str, Any] = {}
    if "basis" in draft.slots and draft.get("basis") != "each_year":
        found["type_basis"] = TypeBasis(mode="fixed", year=draft.get("basis"))
    if "borders" in draft.slots and draft.get("borders") == "one":
        found["division_basis"] = DivisionBasis(mode="one")
    return found


def _build_areas(draft: Draft) -> Areas:
    has = set(draft.slots)
    if draft.shape == "spread":
        places = tuple(draft.get("places"))
        return Areas(level=draft.get("level"), within=() if RIKET in places else places)
    if "place" in has:
        code = draft.get("place")
        return Areas(level=level_of(code), codes=(code,))
    if "places" in has:
        codes = tuple(draft.get("places"))
        return Areas(level=level_of(codes[0]), codes=codes)
    if "level" in has:
        scope = draft.get("scope")
        return Areas(level=draft.get("level"), within=() if scope == RIKET else (scope,))
    if "scope" in has:
        scope = draft.get("scope")
        return Areas(level=level_of(scope), codes=() if scope == RIKET else (scope,))
    return Areas()


def _build_periods(draft: Draft) -> Periods:
    if "years" in draft.slots:
        first, last = draft.get("years")
        return Periods(mode="list", years=(first, last))
    chosen = draft.get("year" if "year" in draft.slots else "span")
    if chosen == "latest":
        return Periods()
    if chosen == "all":
        return Periods(mode="top", n=60)
    if isinstance(chosen, str):
        return Periods(mode="top", n=int(chosen.removeprefix("top.")))
    if isinstance(chosen, tuple):
        return Periods(mode="range", first=chosen[0], last=chosen[1])
    return Periods(mode="list", years=(chosen,))


def _build_by(draft: Draft) -> tuple[str, ...]:
    split = draft.get("split") if "split" in draft.slots else "none"
    chosen = draft.get("span") if "span" in draft.slots else "latest"
    several = chosen in ("all",) or (isinstance(chosen, str) and chosen.startswith("top."))
    by = [] if split == "none" else [split]
    if several and draft.shape in ("compare_types", "population_share"):
        by.append("period")
    return tuple(by)


def draft_of(question: Question) -> Draft | None:
    """The draft a question could have come from, None when no menus lead to it."""
    answers: dict[str, Any] = {}
    for slot in slots(question.shape):
        value = _ANSWER_OF[slot](question)
        if value is not None:
            answers[slot] = value
    draft = Draft(question.shape, answers)
    if draft.open_slot is not None or build(draft) != question:
        return None
    return draft


def _place_of(question: Question) -> str | None:
    if question.areas.level == "riket":
        return RIKET
    return question.areas.codes[0] if len(question.areas.codes) == 1 else None


def _places_of(question: Question) -> tuple[str, ...] | None:
    areas = question.areas
    if question.shape == "spread":
        return None if areas.codes else areas.within or (RIKET,)
    return areas.codes or ((RIKET,) if areas.level == "riket" else None)


def _scope_of(question: Question) -> str | None:
    inside = question.areas.within or question.areas.codes
    if not inside:
        return RIKET
    return inside[0] if len(inside) == 1 else None


def _period_of(question: Question) -> Any:
    periods = question.periods
    if periods.mode == "latest":
        return None
    if periods.mode == "top":
        return "all" if periods.n == 60 else f"top.{periods.n}"
    if periods.mode == "range":
        return (periods.first, periods.last)
    return periods.years[0] if len(periods.years) == 1 else None


def _years_of(question: Question) -> Any:
    years = question.periods.years
    return (years[0], years[1]) if len(years) == 2 else None


def _bound_of(question: Question) -> Any:
    threshold = question.threshold
    return (threshold.op, threshold.value) if threshold else None


def _topic_of(question: Question) -> str | None:
    if question.concept:
        return f"k:{question.concept}"
    return f"i:{question.indicators[0]}" if question.indicators else None


_ANSWER_OF: Mapping[str, Any] = {
    "indicator": lambda question: question.indicators[0] if question.indicators else None,
    "other": lambda question: question.indicators[1] if len(question.indicators) == 2 else None,
    "place": _place_of,
    "places": _places_of,
    "scope": _scope_of,
    "level": lambda question: question.areas.level,
    "year": _period_of,
    "span": _period_of,
    "years": _years_of,
    "basis": lambda question: question.type_basis.year,
    "borders": lambda question: "one" if question.division_basis.mode == "one" else None,
    "compared": lambda question: question.comparator,
    "types": lambda question: question.types or AREA_TYPES,
    "pair": lambda question: question.types or None,
    "measure": lambda question: question.measure,
    "order": lambda question: question.order,
    "standard": lambda question: None if question.standard == "none" else question.standard,
    "pooled": lambda question: None if question.pooled == 1 else question.pooled,
    "limit": lambda question: question.limit,
    "bound": _bound_of,
    "topic": _topic_of,
    "split": lambda question: next((each for each in question.by if each in ("sex", "age")), None),
}
