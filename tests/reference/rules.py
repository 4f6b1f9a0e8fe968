"""What each shape can be asked with, written from ``docs/answer.md``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST_AREAS = 5
"""With fewer areas with a figure nothing is said of how they spread or hang together."""
TYPE_LISTS = ("areas_of_type", "type_changes")
OF_MANY = ("profile", "segregation")


@dataclass(frozen=True)
class Rule:
    """What a shape can be asked with. ``places`` is "level" where the level must be told, "named"
    where the areas must."""

    indicators: tuple[int, int] = (1, 1)
    by: str = ""
    years: str = "one"
    takes: str = "sex age"
    measures: str = "value"
    limit: int | None = None
    places: str = ""
    by_type: bool = False


RULES: Mapping[str, Rule] = {
    "value": Rule(by="sex age", takes="sex age comparator pooled", places="named"),
    "trend": Rule(
        by="area_type sex age", years="many",
        takes="sex age types type_basis division_basis comparator standard",
    ),
    "compare_areas": Rule(
        by="sex age period", years="many",
        takes="sex age order limit comparator pooled division_basis", places="level",
    ),
    "compare_types": Rule(
        by="sex age period", years="many", takes="sex age types type_basis standard", by_type=True
    ),
    "rank": Rule(takes="sex age order limit pooled", limit=10, places="level"),
    "gap": Rule(
        by="sex age", years="many", takes="sex age types type_basis standard",
        measures="difference ratio persons slope tenths", by_type=True,
    ),
    "split": Rule(years="two", measures="mix retyped", by_type=True),
    "population_share": Rule(
        (0, 1), by="period", years="many", takes="sex age types type_basis", by_type=True
    ),
    "change": Rule(
        by="sex age", years="two", takes="sex age order limit division_basis",
        measures="difference percent", places="level",
    ),
    "threshold": Rule(takes="sex age order limit threshold pooled", places="level"),
    "areas_of_type": Rule((0, 0), takes="types limit", by_type=True),
    "type_changes": Rule((0, 0), years="two", takes="types limit division_basis", by_type=True),
    "profile": Rule((0, 40), takes="comparator", places="named"),
    "map": Rule(takes="sex age pooled", places="level"),
    "definition": Rule((0, 1), years="none", takes="concept"),
    "relation": Rule((2, 2), takes="", places="level"),
    "spread": Rule(),
    "similar": Rule((0, 12), takes="limit", limit=10, places="named"),
    "segregation": Rule((0, 0), takes="comparator", places="named"),
}  # fmt: skip
"""A new shape adds its row here, and its rows in `tests.reference.evaluator.ROWS`."""
OWN_GROUPS: Mapping[str, str] = {
    "value": "area", "trend": "area period", "compare_areas": "area", "compare_types": "area_type",
    "rank": "area", "gap": "period", "population_share": "area_type", "change": "area",
    "split": "area_type",
    "threshold": "area", "areas_of_type": "area area_type", "type_changes": "area",
    "profile": "indicator", "map": "area", "definition": "", "relation": "area", "spread": "area",
    "similar": "area", "segregation": "indicator",
}  # fmt: skip
