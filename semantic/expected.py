"""What a figure would be in an area with the same socioeconomic index: the straight line through
all other RegSO of the year, each counted once, and the interval in which one more area would lie.

Least squares and the interval for a new observation: Draper & Smith, Applied Regression Analysis
(3rd ed. 1998), ch. 1 and 3. The quantile of Student's t by its expansion in the degrees of freedom:
Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 26.7.5.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from semantic.errors import QuestionError
from semantic.model import INDEX
from semantic.question import Areas, Periods, Question
from semantic.relation import OF_95_PERCENT
from semantic.resolved import Resolved
from semantic.together import shared_parts, with_relation
from semantic.version import Version

LEAST = 30
"""With fewer areas no line is laid through them."""
COLUMNS = ("expected", "expected_low", "expected_high")

Pair = tuple[float, float]


@dataclass(frozen=True)
class Expected:
    value: float
    low: float
    high: float


def t_quantile(freedom: int) -> float:
    """The value under which Student's t lies with 97.5 percent chance; good from about 10 degrees
    of freedom."""
    z = OF_95_PERCENT
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + math.fsum(term / freedom**power for power, term in enumerate(terms, 1))


def expected(pairs: Mapping[str, Pair], area: str) -> Expected | None:
    """From (index, figure) of the other areas to the figure of ``area`` by its index; None where
    they are too few, or have all the same index."""
    others = [pair for code, pair in pairs.items() if code != area]
    n = len(others)
    if area not in pairs or n < LEAST:
        return None
    mean_x, mean_y = (math.fsum(pair[side] for pair in others) / n for side in (0, 1))
    spread = math.fsum((x - mean_x) ** 2 for x, _ in others)
    if spread <= 1e-12 * n * max(1.0, mean_x**2):
        return None
    slope = math.fsum((x - mean_x) * (y - mean_y) for x, y in others) / spread
    left = math.fsum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in others)
    away = pairs[area][0] - mean_x
    half = t_quantile(n - 2) * math.sqrt(left / (n - 2) * (1 + 1 / n + away**2 / spread))
    middle = mean_y + slope * away
    return Expected(middle, middle - half, middle + half)


def beside_index(resolved: Resolved, version: Version) -> Resolved | None:
    """The figure of every RegSO beside its index, where one is to be expected by the other: for one
    RegSO beside similar ones, a figure for everybody that is no count and no part of the index."""
    question, index = resolved.question, version.catalogue.indicators.get(INDEX)
    if resolved.like is None or resolved.level != "regso" or index is None or resolved.pools:
        return None
    if question.shape not in ("value", "compare_areas") or len(resolved.years) > 1:
        return None
    groups = (question.sex, question.age)
    indicator = resolved.indicator
    if indicator.kind == "count" or indicator.id == INDEX or groups != ("total", "total"):
        return None
    if shared_parts(indicator, index):
        return None
    asked = Question(
        shape="relation",
        indicators=(indicator.id, INDEX),
        areas=Areas(level="regso"),
        periods=Periods(mode="list", years=resolved.years[-1:]),
    )
    both = tuple(version.catalogue.indicators[each] for each in asked.indicators)
    bare = replace(resolved, question=asked, indicators=both, codes=(), like=None, notices=())
    try:
        return with_relation(bare, version)
    except QuestionError:
        return None
