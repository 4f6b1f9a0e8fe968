"""How two figures hang together over the areas of one level: every area counts as one.

Definitions: product-moment correlation, Pearson, Phil. Trans. R. Soc. A 187 (1896); rank
correlation, Spearman, Am. J. Psychol. 15 (1904), equal figures share the mean of their ranks;
interval by the inverse hyperbolic tangent, Fisher, Metron 1 (1921); the words for its size after
Cohen, Statistical Power Analysis for the Behavioral Sciences (2nd ed. 1988): 0.1, 0.3 and 0.5.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd

from semantic.resolved import Notice, Resolved
from semantic.version import Version

Strength = Literal["none", "weak", "medium", "strong"]
COLUMNS = (
    "area", "period", "x_value", "x_status", "y_value", "y_status", "n", "spearman", "value",
    "status", "origin", "x_source", "y_source",
)  # fmt: skip
WEAK, MEDIUM, STRONG = 0.1, 0.3, 0.5
OF_95_PERCENT = 1.959963984540054
"""Between minus and plus so many standard deviations lie 95 % of a normal distribution."""


def pearson(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """r between −1 and 1; None where one of the figures is the same everywhere.

    A spread below the precision of the figures themselves is none, and so is such an r."""
    n = len(xs)
    if n < 2:
        return None
    mean_x, mean_y = math.fsum(xs) / n, math.fsum(ys) / n
    from_x, from_y = [x - mean_x for x in xs], [y - mean_y for y in ys]
    spread_x, spread_y = _size(from_x), _size(from_y)
    if _none(spread_x, xs) or _none(spread_y, ys):
        return None
    r = math.fsum((x / spread_x) * (y / spread_y) for x, y in zip(from_x, from_y, strict=True))
    return 0.0 if abs(r) < 1e-12 else min(1.0, max(-1.0, r))


def _size(distances: Sequence[float]) -> float:
    return math.hypot(*distances)


def _none(spread: float, figures: Sequence[float]) -> bool:
    return spread <= 1e-12 * max(map(abs, figures)) * math.sqrt(len(figures))


def ranks(figures: Sequence[float]) -> list[float]:
    """1 for the smallest; equal figures share the mean of their ranks."""
    return pd.Series(figures, dtype=float).rank(method="average").tolist()


def spearman(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    return pearson(ranks(xs), ranks(ys))


def interval(r: float, n: int) -> tuple[float, float]:
    """The 95 % interval of r over ``n`` areas, taken as drawn by chance from many more."""
    if abs(r) >= 1:
        return r, r
    if n < 4:
        return -1.0, 1.0
    half = OF_95_PERCENT / math.sqrt(n - 3)
    middle = math.atanh(r)
    return math.tanh(middle - half), math.tanh(middle + half)


def strength(r: float | None, n: int) -> Strength:
    """What is said of r: nothing where chance alone could have given it."""
    if r is None or abs(r) < WEAK:
        return "none"
    low, high = interval(r, n)
    if low <= 0 <= high:
        return "none"
    return "weak" if abs(r) < MEDIUM else "medium" if abs(r) < STRONG else "strong"


def complete_relation(
    rows: pd.DataFrame, resolved: Resolved, version: Version
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """One row an area that has both figures; areas that lack one are counted in a notice."""
    x, y = (each.id for each in resolved.indicators)
    found: dict[str, dict[str, Any]] = {}
    for row in rows.to_dict("records"):
        if not pd.isna(row["value"]):
            found.setdefault(row["area"], {})[row["indicator"]] = row
    pairs = [(area, each[x], each[y]) for area, each in sorted(found.items()) if len(each) == 2]
    xs, ys = [one["value"] for _, one, _ in pairs], [other["value"] for _, _, other in pairs]
    r, rank_r = pearson(xs, ys), spearman(xs, ys)
    made = [
        {
            "area": area,
            "period": one["period"],
            "n": len(pairs),
            "spearman": rank_r,
            "value": r,
            "status": _status(r, one["status"], other["status"]),
            "origin": "computed",
        }
        | {f"x_{name}": one[name] for name in ("value", "status", "source")}
        | {f"y_{name}": other[name] for name in ("value", "status", "source")}
        for area, one, other in pairs
    ]
    return pd.DataFrame(made, columns=list(COLUMNS)), _left_out(len(pairs), resolved, version)


def _status(r: float | None, first: str, second: str) -> str:
    if r is None:
        return "not_applicable"
    if r == 0:
        return "zero"
    return "preliminary" if "preliminary" in (first, second) else "value"


def _left_out(pairs: int, resolved: Resolved, version: Version) -> tuple[Notice, ...]:
    division = resolved.divisions[resolved.years[-1]]
    all_of = len(resolved.codes) or len(
        version.directory.inside(resolved.level, division, resolved.within)
    )
    if pairs == all_of:
        return ()
    return (Notice("pairs_left_out", {"count": all_of - pairs, "areas": all_of}),)
