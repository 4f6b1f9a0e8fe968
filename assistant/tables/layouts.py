"""Which table each shape has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.figures import Figures
from assistant.tables.areas import change, rank, relation, similar, spread, threshold
from assistant.tables.columns import Layout
from assistant.tables.gaps import gap, split
from assistant.tables.profiles import profile, segregation
from assistant.tables.types import areas_of_type, type_changes, types
from assistant.tables.years import trend

LAYOUTS: Mapping[str, Callable[[Figures], Layout]] = {
    "trend": trend,
    "compare_types": types,
    "population_share": types,
    "rank": rank,
    "threshold": threshold,
    "change": change,
    "gap": gap,
    "split": split,
    "areas_of_type": areas_of_type,
    "type_changes": type_changes,
    "profile": profile,
    "relation": relation,
    "spread": spread,
    "similar": similar,
    "segregation": segregation,
}
