"""The guided conversation: which thing to ask next, and what may be answered.

Every option shown as open leads, whatever the other menus are answered with by default, to an
answer with at least one figure; an option that does not is shown with the refusal that says why.
Changing an answer clears only what no longer holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from assistant.drafts import OF_NO_PAIR, SHAPE_ORDER, Draft, answered, build, in_order, slots
from semantic.ask import ask
from semantic.availability import Resolved, resolve
from semantic.errors import QuestionError, bad_value
from semantic.model import AREA_TYPES, RIKET, Level
from semantic.names import find_indicators
from semantic.offers import Slice
from semantic.question import SHAPES, Question, Shape, Threshold, level_of
from semantic.slopes import LEAST_TYPES
from semantic.version import Version

MOST_PLACES = 12
ANYTHING = Threshold(op="ge", value=-1e12)
"""The limit that every figure meets: stands for one that has not been set yet."""
EVERYDAY_LEVELS: tuple[Level, ...] = ("riket", "lan", "kommun", "regso")
LARGE_LEVELS: tuple[Level, ...] = ("riket", "lan", "kommun")
LISTED_LEVELS: tuple[Level, ...] = ("lan", "kommun", "regso", "deso")


@dataclass(frozen=True)
class Option:
    """One choice in a menu; ``refusal`` says why it cannot be answered, None when it can."""

    value: Any
    refusal: QuestionError | None = None

    @property
    def open(self) -> bool:
        return self.refusal is None


class Guide:
    """Menus over one published version."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self._verdict = lru_cache(maxsize=20_000)(self._judge)
        self._spread = lru_cache(maxsize=512)(self._measure_spread)
        self._shape_verdict = lru_cache(maxsize=64)(self._judge_shape)
        self._types_of = lru_cache(maxsize=512)(self._find_types)

    def options(
        self, draft: Draft, slot: str, text: str = "", language: str = "sv"
    ) -> list[Option]:
        """The choices of ``slot``; ``text`` narrows the long ones (areas, indicators)."""
        if slot == "shape":
            return [Option(shape, self._shape_verdict(shape)) for shape in SHAPE_ORDER]
        values = self._candidates(draft, slot, text, language)
        if slot == "places":
            return [Option(code, self.refusal(draft, slot, (code,))) for code in values]
        return [Option(value, self.refusal(draft, slot, value)) for value in values]

    def first_open(self, draft: Draft, slot: str) -> Any:
        """The first choice of ``slot`` that is open, None where all are closed."""
        values = self._candidates(draft, slot, "", "sv")
        return next((each for each in values if self.refusal(draft, slot, each) is None), None)

    def refusal(self, draft: Draft, slot: str, value: Any) -> QuestionError | None:
        """Why ``slot`` cannot be answered with ``value``; None when it can."""
        tried = answered(draft, slot, value)
        return self._verdict(tried.shape, tuple(tried.answers.items()))

    def answer(self, draft: Draft, slot: str, value: Any) -> Draft:
        """The draft with ``slot`` answered; later answers that no longer hold are dropped."""
        if slot == "shape":
            return self.kept(draft, value)
        changed = answered(draft, slot, value)
        if self._verdict(changed.shape, tuple(changed.answers.items())) is None:
            return changed
        kept = Draft(draft.shape, {slot: value})
        for name in changed.slots:
            if name in changed.answers and name != slot:
                candidate = answered(kept, name, changed.answers[name])
                if self._verdict(candidate.shape, tuple(candidate.answers.items())) is None:
                    kept = candidate
        return in_order(kept)

    def kept(self, draft: Draft, shape: Shape) -> Draft:
        """What ``shape`` can keep of a draft: the answers it has a menu for and that hold."""
        kept = Draft(shape)
        for name, value in draft.answers.items():
            if name in slots(shape) and self.refusal(kept, name, value) is None:
                kept = answered(kept, name, value)
        return kept

    def question(self, draft: Draft) -> Question | None:
        """The whole question, None while something is still to be asked."""
        if draft.open_slot is not None:
            return None
        return build(draft)

    def _judge(self, shape: Shape, answers: tuple[tuple[str, Any], ...]) -> QuestionError | None:
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
            yield from self._completions(answered(draft, slot, value))

    def _check(self, question: Question) -> None:
        resolved = resolve(question, self.version)
        if question.shape in ("gap", "areas_of_type", "type_changes") and not resolved.in_tenths:
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
            raise bad_value("threshold", bound, "none")

    def spread(self, draft: Draft) -> tuple[float, float, float]:
        """Lowest, middle and highest figure among the areas that a limit is to be set for."""
        return self._spread(build(answered(draft, "bound", (ANYTHING.op, ANYTHING.value))))

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
        if question.asked_measure == "slope":
            absent = sorted(set(AREA_TYPES) - found) if len(found) < LEAST_TYPES else []
        if absent and (question.shape == "gap" or len(absent) == len(wanted)):
            raise QuestionError("no_area_types", {"year": year, "types": absent})

    def _types_inside(self, resolved: Resolved, year: int) -> Mapping[str, int]:
        inside = tuple(code for code in resolved.codes or resolved.within if code != RIKET)
        return self._types_of(inside, year)

    def _find_types(self, inside: tuple[str, ...], year: int) -> Mapping[str, int]:
        types = self.version.offers.types(year)
        if not inside:
            return types
        return {code: kind for code, kind in types.items() if code.startswith(inside)}

    def _likely(self, draft: Draft, slot: str) -> Sequence[Any]:
        """A few answers to try a slot with, the likeliest first."""
        if slot == "indicator":
            return [each.id for each in self.version.catalogue]
        if slot == "other":
            first = draft.get("indicator")
            return [each.id for each in self.version.catalogue if each.id != first]
        if slot == "level":
            return LISTED_LEVELS
        if slot in ("place", "places"):
            codes = self._sample_places(draft)
            return [(code,) for code in codes] if slot == "places" else codes
        if slot == "years":
            return [*self._year_pairs(draft)[:3], *list(pairwise(self.years(draft)))[::-1]]
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
        levels: Sequence[Level] = offers.levels(indicator) if indicator else EVERYDAY_LEVELS
        if draft.shape == "spread":
            levels = LARGE_LEVELS
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
        if slot in _FIXED:
            return _FIXED[slot]
        makers: Mapping[str, Callable[[], Sequence[Any]]] = {
            "indicator": lambda: self._indicators(text, language),
            "other": lambda: [
                each for each in self._indicators(text, language) if each != draft.get("indicator")
            ],
            "topic": lambda: self._topics(text, language),
            "place": lambda: self._places(draft, text),
            "places": lambda: self._places(draft, text),
            "scope": lambda: self._scopes(draft, text),
            "level": self._levels,
            "compared": lambda: self._wider(draft),
            "measure": lambda: SHAPES[draft.shape].measures if draft.shape else (),
        }
        maker = makers.get(slot)
        return maker() if maker else self._periods(draft, slot)

    def _wider(self, draft: Draft) -> list[str]:
        """What a place may be laid beside: the areas it lies in, those like it, or nothing."""
        places = draft.get("places") or (draft.get("place") or RIKET,)
        if RIKET in places:
            return ["auto"]
        inside = LISTED_LEVELS[: LISTED_LEVELS.index(level_of(places[0]))]
        return ["auto", *(each for each in inside if each in ("lan", "kommun")), "similar", "none"]

    def _levels(self) -> list[Level]:
        return [level for level in LISTED_LEVELS if self.version.directory.divisions(level)]

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
        levels = frozenset(LARGE_LEVELS) if draft.shape == "spread" else None
        return [hit.code for hit in self.version.search.find(text, limit=8, levels=levels)]

    def _scopes(self, draft: Draft, text: str) -> list[str]:
        """Riket, and län or kommuner that the listed areas can lie inside."""
        level = draft.get("level")
        fitting = {"riket", "lan", "kommun"}
        if level in ("lan", "kommun"):
            fitting -= {"kommun"} | ({"lan"} if level == "lan" else set())
        if not text.strip():
            lan = self.version.directory.codes("lan", 0) if "lan" in fitting else []
            return [RIKET, *lan]
        hits = self.version.search.find(text, limit=8, levels=frozenset(fitting))
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
        ids = self._of_shape(draft.shape) if indicator is None else [indicator]
        found = {
            year
            for each in ids
            for level in offers.levels(each)
            for year in offers.years(each, level)
        }
        return sorted(found)

    def _of_shape(self, shape: Shape | None) -> list[str]:
        """The figures that a shape is about which asks for none."""
        offered = self.version.offers.indicators()
        if shape == "segregation":
            return [each.id for each in self.version.catalogue
                    if each.segregation and each.id in offered]  # fmt: skip
        return sorted(offered) if shape == "profile" else ["folkmangd"]

    def has_borders(self, draft: Draft) -> bool:
        """Whether the question reaches over years with other borders of small areas."""
        offers = self.version.offers
        if draft.get("borders") == "one":
            return True
        if draft.shape == "type_changes":
            return len({offers.type_division(year) for year in offers.type_years()}) > 1
        question = self.question(draft)
        try:
            resolved = resolve(question, self.version) if question else None
        except QuestionError:
            return False
        return resolved is not None and resolved.level == "regso" and resolved.crosses_divisions

    def offers_slot(self, draft: Draft, slot: str) -> bool:
        """Whether a settled choice makes any difference here."""
        checks: Mapping[str, Callable[[Draft], bool]] = {
            "split": self.has_split,
            "borders": self.has_borders,
            "standard": self.has_standard,
            "pooled": self.has_pooled,
            "compared": lambda each: len(self._wider(each)) > 1,
            "pair": lambda draft: draft.get("measure") not in OF_NO_PAIR,
        }
        check = checks.get(slot)
        return check is None or check(draft)

    def has_split(self, draft: Draft) -> bool:
        """Whether the figures of the draft can be split by sex or age at all."""
        return any(option.open for option in self.options(draft, "split") if option.value != "none")

    def has_standard(self, draft: Draft) -> bool:
        """Whether the figure can be worked out for the ages of a standard population."""
        standards = [each.value for each in self.options(draft, "standard") if each.open]
        return draft.get("standard") != "none" or len(standards) > 1

    def has_pooled(self, draft: Draft) -> bool:
        """Whether the figure is one of which years are put together, if not those years."""
        indicator = self.version.catalogue.indicators.get(draft.get("indicator"))
        return indicator is not None and indicator.kind == "ratio"

    def _year_pairs(self, draft: Draft) -> list[tuple[int, int]]:
        """The newest year against each earlier one, the longest comparable stretch first."""
        years = self.years(draft)
        pairs = [(first, last) for last in years[::-1][:3] for first in years if first < last]
        near = list(pairwise(years))
        wanted = list(dict.fromkeys(pairs + near[::-1]))
        return sorted(wanted, key=lambda pair: (-pair[1], pair[0]))


_FIXED: Mapping[str, Sequence[Any]] = {
    "types": ((1,), (1, 2), (2,), (3,), (4,), (5,), AREA_TYPES),
    "pair": ((1, 5), (1, 4), (1, 3), (1, 2), (2, 5), (2, 4), (2, 3), (3, 5), (3, 4), (4, 5)),
    "order": ("desc", "asc"),
    "limit": (5, 10, 20, 50),
    "split": ("none", "sex", "age"),
    "borders": ("as_published", "one"),
    "standard": ("none", "esp2013", "sweden"),
    "pooled": (1, 3, 5),
    "bound": (),
}
