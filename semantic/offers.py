"""What a version has: which figures exist, for which areas, years and groups.

The menus, the checks and the word "latest" all ask here, so that no choice leads to nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from semantic.areas import Directory
from semantic.engine import Engine
from semantic.model import Level
from semantic.type_moves import Bounds


@dataclass(frozen=True)
class Slice:
    """One indicator at one level in one year for one group of people."""

    indicator: str
    level: Level
    year: int
    sex: str = "total"
    age: str = "total"


@dataclass(frozen=True)
class Offer:
    """How much of a slice there is, counted in areas."""

    division: int
    areas: int
    valued: int
    parts: int
    preliminary: int

    @property
    def complete(self) -> bool:
        return self.valued >= self.areas


@dataclass(frozen=True)
class Typed:
    """How many RegSO have a type in a year, and where those are from."""

    division: int
    areas: int
    sources: tuple[str, ...]


class Offers:
    """Counts are in memory; the sets behind incomplete slices are fetched once when needed."""

    def __init__(
        self,
        engine: Engine,
        directory: Directory,
        slices: dict[Slice, Offer],
        typed: dict[int, Typed],
        bounds: dict[tuple[int, int], Bounds],
    ) -> None:
        self._engine = engine
        self._directory = directory
        self._slices = slices
        self._typed = typed
        self._bounds = bounds
        self._told_of: dict[tuple[str, Level, str, str], list[Slice]] = defaultdict(list)
        self._groups: dict[tuple[str, Level], set[tuple[str, str]]] = defaultdict(set)
        self._told: dict[tuple[str, Level, int], set[tuple[str, str]]] = defaultdict(set)
        for each, offer in sorted(slices.items(), key=lambda item: item[0].year):
            self._told[each.indicator, each.level, each.year].add((each.sex, each.age))
            if offer.valued:
                self._told_of[each.indicator, each.level, each.sex, each.age].append(each)
                self._groups[each.indicator, each.level].add((each.sex, each.age))
        self._divisions: dict[tuple[Level, int], int] = {
            (each.level, each.year): offer.division
            for each, offer in sorted(
                slices.items(), key=lambda item: (item[1].valued, item[1].division)
            )
        } | {("regso", year): each.division for year, each in typed.items()}
        self.valued = lru_cache(maxsize=512)(self._fetch_valued)
        self.types = lru_cache(maxsize=64)(self._fetch_types)
        self.coverage = lru_cache(maxsize=20_000)(self._count)
        self.fully_typed = lru_cache(maxsize=20_000)(self._all_typed)

    def offer(self, each: Slice) -> Offer | None:
        return self._slices.get(each)

    def indicators(self) -> set[str]:
        return {indicator for indicator, _ in self._groups}

    def levels(self, indicator: str) -> list[Level]:
        found = {level for known, level in self._groups if known == indicator}
        return [level for level in ("riket", "lan", "kommun", "regso", "deso") if level in found]

    def years(
        self, indicator: str, level: Level, sex: str = "total", age: str = "total"
    ) -> list[int]:
        """Years, ascending, with at least one figure."""
        return [each.year for each in self.of_years(indicator, level, sex, age)]

    def of_years(
        self, indicator: str, level: Level, sex: str = "total", age: str = "total"
    ) -> Sequence[Slice]:
        """The slices with at least one figure, one a year, in order of year."""
        return self._told_of.get((indicator, level, sex, age), ())

    def preliminary_from(self, indicator: str, level: Level, sex: str, age: str) -> int | None:
        """The year from which on most of the figures are preliminary, up to the newest."""
        start = None
        for year in reversed(self.years(indicator, level, sex, age)):
            offer = self._slices[Slice(indicator, level, year, sex, age)]
            if 2 * offer.preliminary <= offer.valued:
                break
            start = year
        return start

    def sexes(self, indicator: str, level: Level) -> set[str]:
        return {sex for sex, age in self._groups.get((indicator, level), ()) if age == "total"}

    def ages(self, indicator: str, level: Level) -> list[str]:
        """Age groups, youngest first, without the total."""
        found = {age for sex, age in self._groups.get((indicator, level), ()) if sex == "total"}
        return sorted(found - {"total"}, key=_age_order)

    def groups(self, indicator: str, level: Level, year: int) -> set[tuple[str, str]]:
        """The groups (sex, age) that there are cells of, with a figure or without."""
        return self._told.get((indicator, level, year), set())

    def division(self, level: Level, year: int) -> int:
        """The division figures of that level and year are published on."""
        if level in ("riket", "lan", "kommun"):
            return 0
        found = self._divisions.get((level, year))
        return max(self._directory.divisions(level), default=0) if found is None else found

    def division_of(self, each: Slice) -> int:
        """The division the slice is read in: where it is there in two, the one with more of it."""
        offer = self._slices.get(each)
        return self.division(each.level, each.year) if offer is None else offer.division

    def type_years(self) -> list[int]:
        return sorted(self._typed)

    def type_division(self, year: int) -> int:
        return self._typed[year].division

    def type_sources(self, year: int) -> tuple[str, ...]:
        """Where the types of that year are from."""
        return self._typed[year].sources if year in self._typed else ()

    def bounds(self, year: int) -> Bounds | None:
        """The bounds of that year's types, where the index of every RegSO is known."""
        if year not in self._typed:
            return None
        return self._bounds.get((self.type_division(year), year))

    def has(self, each: Slice, code: str) -> bool:
        """Whether there is a figure for that area."""
        offer = self._slices.get(each)
        if offer is None or not offer.valued:
            return False
        if offer.complete:
            return self._directory.find(code, offer.division) is not None
        return code in self.valued(each)

    def summable(self, each: Slice, within: tuple[str, ...]) -> int:
        """How many areas inside ``within`` have a figure with its parts, which alone are added."""
        offer = self._slices.get(each)
        if offer is None or not offer.parts:
            return 0
        if offer.parts == offer.valued:
            return self.coverage(each, within)[0]
        inside = self._directory.inside(each.level, offer.division, within)
        return len(self.valued(each, True).intersection(inside))

    def _count(self, each: Slice, within: tuple[str, ...]) -> tuple[int, int]:
        """(areas with a figure, areas) of the slice's level inside ``within``."""
        offer = self._slices.get(each)
        if offer is None:
            return (0, 0)
        inside = self._directory.inside(each.level, offer.division, within)
        if offer.complete:
            return (len(inside), len(inside))
        valued = self.valued(each)
        return (sum(code in valued for code in inside), len(inside))

    def _all_typed(self, year: int, within: tuple[str, ...]) -> bool:
        """Whether there are RegSO inside ``within`` and all of them have an area type that year."""
        if year not in self._typed:
            return False
        typed = self._typed[year]
        inside = self._directory.inside("regso", typed.division, within)
        if not inside or typed.areas >= len(self._directory.codes("regso", typed.division)):
            return bool(inside)
        return self.types(year).keys() >= set(inside)

    def _fetch_valued(self, each: Slice, with_parts: bool = False) -> frozenset[str]:
        params = vars(each) | {"division": self.division_of(each), "with_parts": with_parts}
        table = self._engine.run_arrow(_VALUED, params)
        return frozenset(table.column("area").to_pylist())

    def _fetch_types(self, year: int) -> Mapping[str, int]:
        params = {"year": year, "division": self.type_division(year)}
        table = self._engine.run_arrow(_TYPES, params)
        return dict(
            zip(table.column("area").to_pylist(), table.column("type").to_pylist(), strict=True)
        )


_TYPES = "SELECT area, type FROM area_type WHERE year = $year AND division = $division"

_VALUED = """
SELECT area FROM cell
WHERE indicator = $indicator AND level = $level AND year = $year AND sex = $sex AND age = $age
  AND division = $division AND status IN ('value', 'zero', 'preliminary')
  AND (num IS NOT NULL OR NOT $with_parts)
"""


def load_offers(engine: Engine, directory: Directory) -> Offers:
    slices: dict[Slice, Offer] = {}
    for row in engine.run_arrow(_OFFERS, {}).to_pylist():
        key = Slice(row["indicator"], row["level"], row["year"], row["sex"], row["age"])
        slices[key] = Offer(
            row["division"], row["areas"], row["valued"], row["parts"], row["preliminary"]
        )
    rows = engine.run_arrow(_TYPED, {}).to_pylist()
    typed = {
        row["year"]: Typed(row["division"], row["areas"], tuple(row["sources"])) for row in rows
    }
    bounds = {
        (row["division"], row["year"]): Bounds(row["mean"], row["sd"], row["areas"])
        for row in engine.run_arrow(_BOUNDS, {}).to_pylist()
    }
    return Offers(engine, directory, slices, typed, bounds)


_BOUNDS = "SELECT year, division, mean, sd, areas FROM type_bounds"
_OFFERS = "SELECT * FROM offer ORDER BY valued, division"
_TYPED = """
SELECT year, division, COUNT(*) AS areas, LIST(DISTINCT source ORDER BY source) AS sources
FROM area_type GROUP BY ALL ORDER BY areas, division
"""


def _age_order(age: str) -> tuple[int, str]:
    digits = age.split("-", maxsplit=1)[0].rstrip("+")
    return (int(digits), age) if digits.isdigit() else (999, age)
