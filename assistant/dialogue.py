"""The guided conversation: which thing to ask next, and what may be answered.

A *draft* holds the answers given so far. Every option shown as open leads, whatever the other
menus are answered with by default, to an answer with at least one figure; an option that does not
is shown with the refusal that says why. Changing an answer clears only what no longer holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from semantic.names import AreaSearch, find_indicators
from semantic.ask import ask
from semantic.availability import Resolved, resolve
from semantic.errors import QuestionError
from semantic.model import AREA_TYPES, LEVELS, RIKET, Level
from semantic.offers import Slice
from semantic.question import (
    SHAPES,
    Areas,
    Periods,
    Question,
    Shape,
    Threshold,
    TypeBasis,
    ancestor,
    level_of,
)
from semantic.version import Version

SHAPE_ORDER: tuple[Shape, ...] = (
    "value", "trend", "compare_areas", "rank", "compare_types", "gap", "population_share",
    "change", "threshold", "areas_of_type", "type_changes", "profile", "map", "definition",
)  # fmt: skip

ASKED: Mapping[Shape, tuple[str, ...]] = {
    "value": ("indicator", "place"),
    "trend": ("indicator", "places"),
    "compare_areas": ("indicator", "places"),
    "compare_types": ("indicator", "scope"),
    "rank": ("indicator", "level", "scope"),
    "gap": ("indicator", "scope"),
    "population_share": ("scope",),
    "change": ("indicator", "level", "scope", "years"),
    "threshold": ("indicator", "level", "scope", "bound"),
    "areas_of_type": ("scope", "types"),
    "type_changes": ("scope", "years"),
    "profile": ("place",),
    "map": ("indicator", "level", "scope"),
    "definition": ("topic",),
}
"""What the assistant asks, one at a time, for each shape."""

SETTLED: Mapping[Shape, tuple[str, ...]] = {
    "value": ("year", "split"),
    "trend": ("span", "split"),
    "compare_areas": ("year", "split"),
    "compare_types": ("span", "basis", "split"),
    "rank": ("year", "order", "limit"),
    "gap": ("pair", "span", "basis"),
    "population_share": ("span", "basis"),
    "change": ("order",),
    "threshold": ("year",),
    "areas_of_type": ("year",),
    "type_changes": (),
    "profile": ("year",),
    "map": ("year",),
    "definition": (),
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
}

MOST_PLACES = 12
ANYTHING = Threshold(op="ge", value=-1e12)
"""The limit that every figure meets: stands for one that has not been set yet."""
LISTED_LEVELS: tuple[Level, ...] = ("lan", "kommun", "regso", "deso")


@dataclass(frozen=True)
class Option:
    """One choice in a menu; ``refusal`` says why it cannot be answered, None when it can."""

    value: Any
    refusal: QuestionError | None = None

    @property
    def open(self) -> bool:
        return self.refusal is None


@dataclass(frozen=True)
class Draft:
    """The answers so far. ``answers`` never holds a slot that the shape does not have."""

    shape: Shape | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)

    def get(self, slot: str) -> Any:
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


class Guide:
    """Menus over one published version."""

    def __init__(self, version: Version, search: AreaSearch | None = None) -> None:
        self.version = version
        self.search = search or version.search
        self._verdict = lru_cache(maxsize=20_000)(self._judge)
        self._spread = lru_cache(maxsize=512)(self._measure_spread)
        self._shape_verdict = lru_cache(maxsize=64)(self._judge_shape)

    def options(self, draft: Draft, slot: str, text: str = "", language: str = "sv") -> list[Option]:
        """The choices of ``slot``; ``text`` narrows the long ones (areas, indicators)."""
        if slot == "shape":
            return [Option(shape, self._shape_verdict(shape)) for shape in SHAPE_ORDER]
        values = self._candidates(draft, slot, text, language)
        if slot == "places":
            return [Option(code, self.refusal(draft, slot, (code,))) for code in values]
        return [Option(value, self.refusal(draft, slot, value)) for value in values]

    def refusal(self, draft: Draft, slot: str, value: Any) -> QuestionError | None:
        """Why ``slot`` cannot be answered with ``value``; None when it can."""
        tried = _with(draft, slot, value)
        return self._verdict(tried.shape, tuple(tried.answers.items()))

    def answer(self, draft: Draft, slot: str, value: Any) -> Draft:
        """The draft with ``slot`` answered; later answers that no longer hold are dropped."""
        if slot == "shape":
            return self._reshaped(draft, value)
        changed = _with(draft, slot, value)
        kept = Draft(draft.shape, {slot: value})
        for name in changed.slots:
            if name in changed.answers and name != slot:
                candidate = _with(kept, name, changed.answers[name])
                if self._verdict(candidate.shape, tuple(candidate.answers.items())) is None:
                    kept = candidate
        return _ordered(kept)

    def _reshaped(self, draft: Draft, shape: Shape) -> Draft:
        """Another shape keeps what the two have in common."""
        kept = Draft(shape)
        for name, value in draft.answers.items():
            if name in slots(shape) and self.refusal(kept, name, value) is None:
                kept = _with(kept, name, value)
        return kept

    def question(self, draft: Draft) -> Question | None:
        """The whole question, None while something is still to be asked."""
        if draft.open_slot is not None:
            return None
        return build(draft)

    def _judge(
        self, shape: Shape, answers: tuple[tuple[str, Any], ...]
    ) -> QuestionError | None:
        """None when some way of answering the rest gives a figure, else the first refusal."""
        first: QuestionError | None = None
        for whole in self._completions(Draft(shape, dict(answers))):
            try:
                self._check(build(whole))
            except QuestionError as error:
                first = first or error
            else:
                return None
        return first or QuestionError("no_data_for_indicator", {"indicator": ""})

    def _judge_shape(self, shape: Shape) -> QuestionError | None:
        return self._judge(shape, ())

    def _completions(self, draft: Draft) -> Iterator[Draft]:
        """Drafts with every open slot filled by one of its likely answers."""
        slot = draft.open_slot
        if slot is None:
            yield draft
            return
        for value in self._likely(draft, slot):
            yield from self._completions(_with(draft, slot, value))

    def _check(self, question: Question) -> None:
        resolved = resolve(question, self.version)
        if question.shape in ("gap", "areas_of_type", "type_changes"):
            self._check_types(question, resolved)
        if question.threshold and question.threshold != ANYTHING:
            self._check_bound(question)

    def _check_bound(self, question: Question) -> None:
        """Refuse a limit that no area meets."""
        assert question.threshold is not None
        lowest, _, highest = self._spread(question.model_copy(update={"threshold": ANYTHING}))
        operator, bound = question.threshold.op, question.threshold.value
        met = {
            "ge": highest >= bound,
            "gt": highest > bound,
            "le": lowest <= bound,
            "lt": lowest < bound,
        }
        if not met[operator]:
            raise QuestionError("bad_value", {"key": "threshold", "given": bound, "reason": "none"})

    def spread(self, draft: Draft) -> tuple[float, float, float]:
        """Lowest, middle and highest figure among the areas that a limit is to be set for."""
        return self._spread(build(_with(draft, "bound", (ANYTHING.op, ANYTHING.value))))

    def _measure_spread(self, question: Question) -> tuple[float, float, float]:
        values = ask(question, self.version).rows["value"].dropna()
        return float(values.min()), float(values.median()), float(values.max())

    def _check_types(self, question: Question, resolved: Resolved) -> None:
        """Refuse what would be an empty list: no such type there, or none that changed."""
        if question.shape == "type_changes":
            before, after = (self._types_inside(resolved, year) for year in resolved.years)
            if not any(after.get(code, kind) != kind for code, kind in before.items()):
                raise QuestionError("no_area_types", {"year": resolved.years[-1], "changed": True})
            return
        wanted = question.pair if question.shape == "gap" else question.types
        year = resolved.type_year or resolved.years[-1]
        found = set(self._types_inside(resolved, year).values())
        absent = [kind for kind in wanted if kind not in found]
        if absent and (question.shape == "gap" or len(absent) == len(wanted)):
            raise QuestionError("no_area_types", {"year": year, "types": absent})

    def _types_inside(self, resolved: Resolved, year: int) -> dict[str, int]:
        inside = tuple(code for code in resolved.codes or resolved.within if code != RIKET)
        types = self.version.offers.types(year)
        return {code: kind for code, kind in types.items() if not inside or code.startswith(inside)}

    def _likely(self, draft: Draft, slot: str) -> Sequence[Any]:
        """A few answers to try a slot with, the likeliest first."""
        if slot == "indicator":
            return [each.id for each in self.version.catalogue]
        if slot == "level":
            return LISTED_LEVELS
        if slot in ("place", "places"):
            codes = self._sample_places(draft)
            return [(code,) for code in codes] if slot == "places" else codes
        if slot == "years":
            return self._year_pairs(draft)[:3]
        fixed: Mapping[str, Sequence[Any]] = {
            "scope": (RIKET,),
            "bound": ((ANYTHING.op, ANYTHING.value),),
            "types": (AREA_TYPES,),
            "topic": ("k:omradestyp",),
        }
        return fixed[slot]

    def _sample_places(self, draft: Draft) -> list[str]:
        """One area of each level that has a figure for the indicator chosen."""
        offers, directory = self.version.offers, self.version.directory
        indicator = draft.get("indicator")
        levels = offers.levels(indicator) if indicator else list(LEVELS[:4])
        found = [RIKET] if "riket" in levels else []
        for level in levels:
            divisions = directory.divisions(level)
            if level != "riket" and divisions:
                found.append(self._place_with_figure(indicator, level, divisions[-1]))
        return found

    def _place_with_figure(self, indicator: str | None, level: Level, division: int) -> str:
        offers = self.version.offers
        if indicator and (years := offers.years(indicator, level)):
            newest = Slice(indicator, level, years[-1])
            return min(offers.valued(newest))
        return self.version.directory.codes(level, division)[0]

    def _candidates(self, draft: Draft, slot: str, text: str, language: str) -> Sequence[Any]:
        if slot == "indicator":
            return self._indicators(text, language)
        if slot in ("place", "places"):
            codes = self._places(draft, text)
            return codes
        if slot == "scope":
            return self._scopes(draft, text)
        if slot == "level":
            return [level for level in LISTED_LEVELS if self.version.directory.divisions(level)]
        if slot == "topic":
            return self._topics(text, language)
        if slot in ("year", "span", "years", "basis"):
            return self._periods(draft, slot)
        return _FIXED[slot]

    def _indicators(self, text: str, language: str) -> list[str]:
        if text.strip():
            return find_indicators(self.version.catalogue, text, language)
        offered = self.version.offers.indicators()
        return [each.id for each in self.version.catalogue if each.id in offered]

    def _topics(self, text: str, language: str) -> list[str]:
        concepts = [f"k:{each}" for each in self.version.catalogue.concepts]
        return concepts + [f"i:{each}" for each in self._indicators(text, language)]

    def _places(self, draft: Draft, text: str) -> list[str]:
        if not text.strip():
            return list(dict.fromkeys([RIKET, *self._sample_places(draft)]))
        return [hit.code for hit in self.search.find(text, limit=8)]

    def _scopes(self, draft: Draft, text: str) -> list[str]:
        """Riket, and län or kommuner that the listed areas can lie inside."""
        level = draft.get("level")
        fitting = {"riket", "lan", "kommun"}
        if level in ("lan", "kommun"):
            fitting -= {"kommun"} | ({"lan"} if level == "lan" else set())
        if not text.strip():
            lan = self.version.directory.codes("lan", 0) if "lan" in fitting else []
            return [RIKET, *lan]
        hits = self.search.find(text, limit=8, levels=frozenset(fitting))
        return [hit.code for hit in hits]

    def _periods(self, draft: Draft, slot: str) -> Sequence[Any]:
        years = self.years(draft)
        if slot == "years":
            return self._year_pairs(draft)
        if slot == "basis":
            return ["each_year", *sorted(self.version.offers.type_years(), reverse=True)]
        newest_first = sorted(years, reverse=True)
        if slot == "span":
            spans: list[Any] = ["latest", "top.5", "top.10", "all"]
            return spans[: 4 if draft.shape != "trend" else 3] + newest_first
        return ["latest", *newest_first]

    def years(self, draft: Draft) -> list[int]:
        """Every year the version has for the indicator or the types, at any level."""
        offers = self.version.offers
        if draft.shape in ("areas_of_type", "type_changes"):
            return offers.type_years()
        indicator = draft.get("indicator")
        if indicator is None:
            ids = ["folkmangd"] if draft.shape != "profile" else sorted(offers.indicators())
        else:
            ids = [indicator]
        found = {
            year for each in ids for level in offers.levels(each) for year in offers.years(each, level)
        }
        return sorted(found)

    def has_split(self, draft: Draft) -> bool:
        """Whether the figures of the draft can be split by sex or age at all."""
        return any(option.open for option in self.options(draft, "split") if option.value != "none")

    def _year_pairs(self, draft: Draft) -> list[tuple[int, int]]:
        """The newest year against each earlier one, the longest comparable stretch first."""
        years = self.years(draft)
        pairs = [(first, last) for last in years[::-1][:3] for first in years if first < last]
        near = [(a, b) for a, b in zip(years, years[1:], strict=False)]
        wanted = list(dict.fromkeys(pairs + near[::-1]))
        return sorted(wanted, key=lambda pair: (-pair[1], pair[0]))


_FIXED: Mapping[str, Sequence[Any]] = {
    "types": ((1,), (1, 2), (2,), (3,), (4,), (5,), AREA_TYPES),
    "pair": ((1, 5), (1, 4), (1, 3), (1, 2), (2, 5), (2, 4), (2, 3), (3, 5), (3, 4), (4, 5)),
    "order": ("desc", "asc"),
    "limit": (5, 10, 20, 50),
    "split": ("none", "sex", "age"),
    "bound": (),
}


def _with(draft: Draft, slot: str, value: Any) -> Draft:
    return _ordered(Draft(draft.shape, {**draft.answers, slot: value}))


def _ordered(draft: Draft) -> Draft:
    """Answers in the order of the shape's slots, others dropped."""
    return Draft(
        draft.shape,
        {slot: draft.answers[slot] for slot in draft.slots if slot in draft.answers},
    )


def build(draft: Draft) -> Question:
    """The question of a draft in which everything asked is answered."""
    shape = draft.shape
    assert shape is not None
    has = set(draft.slots)
    parts: dict[str, Any] = {"shape": shape, "areas": _build_areas(draft)}
    if "indicator" in has:
        parts["indicators"] = (draft.get("indicator"),)
    if "topic" in has:
        kind, _, identity = draft.get("topic").partition(":")
        parts |= {"concept": identity} if kind == "k" else {"indicators": (identity,)}
    if has & {"year", "span", "years"}:
        parts["periods"] = _build_periods(draft)
    if "basis" in has and draft.get("basis") != "each_year":
        parts["type_basis"] = TypeBasis(mode="fixed", year=draft.get("basis"))
    if "types" in has and draft.get("types") != AREA_TYPES:
        parts["types"] = tuple(draft.get("types"))
    if "pair" in has:
        parts["types"] = tuple(draft.get("pair"))
    if "order" in has:
        parts["order"] = draft.get("order")
    if "limit" in has:
        parts["limit"] = draft.get("limit")
    if "bound" in has:
        operator, value = draft.get("bound")
        parts["threshold"] = Threshold(op=operator, value=value)
    parts["by"] = _build_by(draft)
    return Question(**parts)


def _build_areas(draft: Draft) -> Areas:
    has = set(draft.slots)
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
    "place": _place_of,
    "places": lambda question: question.areas.codes
    or ((RIKET,) if question.areas.level == "riket" else None),
    "scope": _scope_of,
    "level": lambda question: question.areas.level,
    "year": _period_of,
    "span": _period_of,
    "years": _years_of,
    "basis": lambda question: question.type_basis.year,
    "types": lambda question: question.types or AREA_TYPES,
    "pair": lambda question: question.types or None,
    "order": lambda question: question.order,
    "limit": lambda question: question.limit,
    "bound": _bound_of,
    "topic": _topic_of,
    "split": lambda question: next((each for each in question.by if each in ("sex", "age")), None),
}


def follow_ups(question: Question) -> list[Question]:
    """Natural next questions, most useful first; not yet checked against a version."""
    found: list[dict[str, Any]] = []
    areas = question.areas
    if question.indicators and question.shape != "definition":
        indicator = {"indicators": question.indicators}
        one = areas.codes[:1] or ((RIKET,) if areas.level == "riket" else ())
        if one:
            place = Areas(level=level_of(one[0]), codes=one)
            found.append({"shape": "trend", **indicator, "areas": place})
            wide = Areas(level="kommun", codes=(ancestor(one[0], "kommun"),))
            scope = wide if level_of(one[0]) in ("regso", "deso") else place
            found.append({"shape": "compare_types", **indicator, "areas": scope})
            found.append({"shape": "rank", **indicator, "areas": _inside(scope)})
        else:
            found.append({"shape": "map", **indicator, "areas": areas})
            found.append({"shape": "compare_types", **indicator, "areas": Areas(level="riket")})
        found.append({"shape": "definition", **indicator})
    if question.shape in ("population_share", "areas_of_type", "type_changes"):
        found.append({"shape": "population_share", "areas": areas})
        found.append({"shape": "areas_of_type", "areas": areas, "types": (1, 2)})
        found.append({"shape": "definition", "concept": "omradestyp"})
    questions = [Question(**parts) for parts in found]
    return [each for each in questions if each.shape != question.shape]


def _inside(scope: Areas) -> Areas:
    if scope.level == "riket":
        return Areas(level="kommun")
    level: Level = "kommun" if scope.level == "lan" else "regso"
    return Areas(level=level, within=scope.codes)


def answerable(questions: Sequence[Question], version: Version) -> list[Question]:
    """Those of ``questions`` that ``version`` can answer."""
    guide_check = []
    for question in questions:
        try:
            resolve(question, version)
        except QuestionError:
            continue
        guide_check.append(question)
    return guide_check


assert set(ASKED) == set(SETTLED) == set(SHAPES)
