"""What a sentence says beyond its figures: which way it went, who is highest, which side is larger.

Claims are plain JSON in no language, made from figures as precisely as the sentence compares
them, and hold no year, so that those of two years can be laid beside each other. Of a long list
only what is said of it is a claim: who is first and last, never the order of thousands of areas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.claims.areas import (
    change,
    compare_areas,
    on_map,
    profile,
    rank,
    relation,
    similar,
    spread,
    threshold,
    trend,
    value,
)
from assistant.claims.facts import Claims, Facts, in_column
from assistant.claims.types import (
    areas_of_type,
    compare_types,
    gap,
    population_share,
    split,
    type_changes,
)
from semantic.answer import Answer
from semantic.question import Shape

CODES = (
    "direction",
    "order",
    "highest",
    "lowest",
    "side",
    "comparison",
    "place",
    "largest",
    "members",
    "missing",
    "verdict",
    "trend",
    "reasons",
)
"""The kinds of claims. *Place* is the place among all areas of the level, *side* the larger side
of a gap, *members* the areas on a list; *direction* of a gap is that of its size. *Verdict* is
whether differences are large, *trend* whether the last years have one, *reasons* how many areas
changed type for which reason."""


def claims_of(answer: Answer) -> Claims:
    """Every kind of claim; None where the answer makes none of that kind."""
    facts = Facts(answer)
    made = _CLAIMS[answer.question.shape](facts)
    made |= {code: in_column(facts, code) for code in ("verdict", "trend")}
    return {code: made.get(code) for code in CODES}


def what_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of claims that differ; a kind that one of the two does not know is left out."""
    known = (code for code in CODES if code in before and code in after)
    return tuple(code for code in known if before[code] != after[code])


_CLAIMS: Mapping[Shape, Callable[[Facts], Claims]] = {
    "value": value,
    "trend": trend,
    "compare_areas": compare_areas,
    "compare_types": compare_types,
    "rank": rank,
    "gap": gap,
    "split": split,
    "population_share": population_share,
    "change": change,
    "threshold": threshold,
    "areas_of_type": areas_of_type,
    "type_changes": type_changes,
    "profile": profile,
    "map": on_map,
    "definition": lambda _: {},
    "relation": relation,
    "spread": spread,
    "similar": similar,
    "segregation": profile,
}
