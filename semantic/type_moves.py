"""Why an area changed type: because it changed itself, or because the bounds between types moved.

The bounds of a year lie at μ + 2σ, μ + σ, μ and μ − σ, with μ and σ over all RegSO of that year, so
they move. Hold those of the earlier year: where the later index lies in the earlier type, only the
*bounds* moved; where it lies in the later type, the *area* did; else it took *both*. That is a way
of counting and tells no cause. The rule is our own; index, shares and bounds are defined by SCB,
Socioekonomiskt index (TAB6586) and Indelning i områdestyper efter socioekonomiskt index (2025).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pandas as pd

from semantic.model import AREA_TYPES, COMPONENTS, INDEX

Reason = Literal["area", "bounds", "both"]
REASONS: tuple[Reason, ...] = ("area", "bounds", "both")


class Bounds(NamedTuple):
    """What the types of one year were worked out with."""

    mean: float
    sd: float
    areas: int

    @property
    def lowest(self) -> tuple[float, float, float, float]:
        """The lowest index of types 1, 2, 3 and 4."""
        return (self.mean + 2 * self.sd, self.mean + self.sd, self.mean, self.mean - self.sd)

    def type_of(self, index: float) -> int:
        """The type 1-5 of an index; a bound belongs to the type above it."""
        return 5 - sum(index >= bound for bound in self.lowest)


@dataclass(frozen=True)
class Side:
    """An area in one of the two years."""

    type: int
    index: float
    bounds: Bounds


def reason_of(before: Side, after: Side) -> Reason | None:
    """Why the type is another; None where index and bounds do not give the types, since they are
    published rounded, or the types were made with others."""
    for side in (before, after):
        if side.bounds.type_of(side.index) != side.type:
            return None
    held = before.bounds.type_of(after.index)
    if held == before.type:
        return "bounds"
    return "area" if held == after.type else "both"


def most_moved(shares: Mapping[str, tuple[float, float]], up: bool) -> tuple[str, float] | None:
    """The share that changed most in the direction of the move, and by how much: to a higher type
    number (``up``) is to a lower index. None where no share went that way."""
    changes = {name: after - before for name, (before, after) in shares.items()}
    sign = -1 if up else 1
    name = max(changes, key=lambda each: sign * changes[each], default=None)
    if name is None or sign * changes[name] <= 0:
        return None
    return name, changes[name]


Figures = Mapping[tuple[str, str, int], float]
"""(indicator, area, year) → figure, in the indicator's unit."""

WHY = ("index_change", "reason", "component", "component_change")


def figures_of(cells: pd.DataFrame) -> Figures:
    """Index and shares by area and year; a share counts only where it is from the table of the
    index, because the same share of another table is of other ages."""
    found = cells[cells["value"].notna()]
    names = ("indicator", "area", "period", "value", "source")
    rows = list(zip(*(found[name].tolist() for name in names), strict=True))
    tables = {(area, year): source for name, area, year, _, source in rows if name == INDEX}
    return {
        (name, area, year): value
        for name, area, year, value, source in rows
        if tables.get((area, year)) == source
    }


def explained(
    rows: pd.DataFrame, figures: Figures, years: tuple[int, int], bounds: Mapping[int, Bounds]
) -> pd.DataFrame:
    """``rows`` of changed areas with what is known of why: the columns `WHY`."""
    why = [_why(row, figures, years, bounds) for row in rows.to_dict("records")]
    columns: dict[str, Any] = {name: [each.get(name) for each in why] for name in WHY}
    return rows.assign(**columns)


def _why(
    row: Mapping[Any, Any],
    figures: Figures,
    years: tuple[int, int],
    bounds: Mapping[int, Bounds],
) -> dict[str, Any]:
    index = [figures.get((INDEX, row["area"], year)) for year in years]
    before, after = index
    if before is None or after is None or len(bounds) < 2:
        return {}
    first, last = years
    made: dict[str, Any] = {
        "index_change": after - before,
        "reason": reason_of(
            Side(row["from_type"], before, bounds[first]), Side(row["to_type"], after, bounds[last])
        ),
    }
    shares = {
        name: (figures[name, row["area"], first], figures[name, row["area"], last])
        for name in COMPONENTS
        if (name, row["area"], first) in figures and (name, row["area"], last) in figures
    }
    if len(shares) == len(COMPONENTS):
        moved = most_moved(shares, row["to_type"] > row["from_type"])
        made |= dict(zip(("component", "component_change"), moved or (None, None), strict=True))
    return made


def transitions(
    areas: Iterable[str],
    before: Mapping[str, int],
    after: Mapping[str, int],
    people: Mapping[str, float],
) -> pd.DataFrame:
    """How many areas went from each type to each, those that stayed among them: 25 rows.

    ``persons`` is everybody in those areas; None where the population of one of them is unknown.
    Areas without a type in both years are left out.
    """
    known = [area for area in areas if area in before and area in after]
    cells = [(before[area], after[area]) for area in known]
    counts = Counter(cells)
    unknown = {cell for area, cell in zip(known, cells, strict=True) if area not in people}
    persons: Counter[tuple[int, int]] = Counter()
    for area, cell in zip(known, cells, strict=True):
        persons[cell] += int(people.get(area, 0))
    return pd.DataFrame(
        [
            {
                "from_type": first,
                "to_type": last,
                "areas": counts[first, last],
                "persons": None if (first, last) in unknown else persons[first, last],
            }
            for first in AREA_TYPES
            for last in AREA_TYPES
        ]
    )
