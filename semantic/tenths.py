"""The two ends of a place: the tenth of its RegSO with the highest socioeconomic index, where the
challenges are most, and the tenth with the lowest.

The definition is our own. The RegSO of a place that have an index are put in order, the highest
first and equal ones by code; of n of them a tenth is n/10 rounded to a whole number, a half
upwards. An area is in a tenth whether it has the figure asked about or not. A place has tenths
where at least 20 of its RegSO have an index and at most one in ten lacks it, for else those that
lack it could be a whole tenth. The index is that of each year, or of one fixed year; as with area
types it is read in the division that the figures are in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from semantic.errors import QuestionError, bad_value, suggest
from semantic.model import INDEX
from semantic.offers import Slice
from semantic.resolved import Notice, Resolved
from semantic.verdict import is_there
from semantic.version import Version

PARTS = 10
LEAST_AREAS = 20

Index = Mapping[str, tuple[float, str | None]]
"""By RegSO its index, in the index's unit, and the source of it."""


@dataclass(frozen=True)
class Ends:
    """Of ``areas`` RegSO in a place ``indexed`` have an index; the tenths are empty where they are
    too few of them. ``source`` is that of the index."""

    areas: int = 0
    indexed: int = 0
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    source: str | None = None

    @property
    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.first, self.second


Tenths = Mapping[tuple[str, int], Ends]
"""By area asked about and year."""


def tenth_of(areas: int) -> int:
    return (2 * areas + PARTS) // (2 * PARTS)


def suffice(indexed: int, areas: int) -> bool:
    """Whether so many of the areas of a place have an index that it has tenths."""
    return indexed >= LEAST_AREAS and (areas - indexed) * PARTS <= areas


def ends_of(index: Mapping[str, float], areas: int) -> Ends:
    """The tenths of a place with ``areas`` RegSO, of which those of ``index`` have one."""
    if not suffice(len(index), areas):
        return Ends(areas, len(index))
    order = sorted(index, key=lambda area: (-index[area], area))
    size = tenth_of(len(order))
    return Ends(areas, len(order), tuple(order[:size]), tuple(order[-size:]))


def tenths_of(by_year: Mapping[int, Index], resolved: Resolved, version: Version) -> Tenths:
    """``by_year`` has the index of all RegSO in the years that `index_years` gives."""
    found: dict[tuple[str, int], Ends] = {}
    for year in resolved.years:
        index = by_year.get(resolved.type_year or year, {})
        for area in places_asked(resolved, version):
            found[area, year] = _of_place(area, index, resolved.divisions[year], version)
    return found


def _of_place(area: str, index: Index, division: int, version: Version) -> Ends:
    inside = version.directory.inside("regso", division, (area,))
    ends = ends_of({code: index[code][0] for code in inside if code in index}, len(inside))
    sources = (index[code][1] for side in ends.sides for code in side)
    source = min((each for each in sources if each), default=None)
    return Ends(ends.areas, ends.indexed, ends.first, ends.second, source)


def index_by_year(rows: pd.DataFrame) -> Mapping[int, Index]:
    found: dict[int, dict[str, tuple[float, str | None]]] = {}
    names = ("period", "area", "value", "source")
    for year, area, value, source in zip(*(rows[name].tolist() for name in names), strict=True):
        if is_there(value):
            found.setdefault(year, {})[area] = (value, source)
    return found


def places_asked(resolved: Resolved, version: Version) -> Iterable[str]:
    """The areas that the answer is about."""
    if resolved.codes:
        return resolved.codes
    return version.directory.inside(resolved.scope, 0, resolved.within)


def has_tenths(draft: Resolved, version: Version, each: Slice) -> bool:
    """Whether any of the places has tenths that year, in the division of the figures."""
    offers = version.offers
    index = Slice(INDEX, "regso", draft.type_year or each.year)
    if offers.offer(index) is None or offers.division_of(index) != offers.division_of(each):
        return False
    places = places_asked(draft, version)
    return any(suffice(*offers.coverage(index, (place,))) for place in places)


def no_tenths() -> QuestionError:
    near = suggest("value", ["difference", "ratio"])
    reason = "an index for enough areas"
    return bad_value("measure", "tenths", reason, near, least=LEAST_AREAS)


def notices_of(tenths: Tenths) -> tuple[Notice, ...]:
    """What is not in the order, and which places have none."""
    notices: list[Notice] = []
    whole = [each for each in tenths.values() if each.first]
    areas, indexed = sum(each.areas for each in whole), sum(each.indexed for each in whole)
    if indexed < areas:
        notices.append(Notice("without_index", {"count": areas - indexed, "areas": areas}))
    if lacking := len({area for (area, _), each in tenths.items() if not each.first}):
        notices.append(Notice("no_tenths", {"count": lacking, "least": LEAST_AREAS}))
    return tuple(notices)
