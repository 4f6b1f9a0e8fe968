"""The facts as they lie in a published version: plain rows, with nothing worked out from them.

Nothing of the project is imported. The catalogue is read as the YAML that it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import yaml

CATALOGUE = Path(__file__).parents[2] / "semantic" / "catalogue"
LEVELS = ("riket", "lan", "kommun", "regso", "deso")
FIXED = ("riket", "lan", "kommun")
"""Levels whose borders are taken as fixed: their division is 0."""
THERE = frozenset({"value", "zero", "preliminary"})
SCALES = {"percent": 100.0, "per_1000": 1000.0}


class Break(NamedTuple):
    """From ``year`` on figures are not comparable with those before, where the break holds."""

    year: int
    kind: str
    source: str | None


class Indicator(NamedTuple):
    """``over`` are the small areas that a segregation measure is worked out over, ``made_of`` the
    indicators that one is worked out from."""

    id: str
    kind: str
    scale: float
    breaks: tuple[Break, ...]
    over: str | None
    made_of: tuple[str, ...] = ()


class Area(NamedTuple):
    level: str
    code: str
    division: int
    changed: bool


class Cell(NamedTuple):
    num: float | None
    den: float | None
    value: float | None
    status: str
    origin: str
    source: str

    @property
    def has_figure(self) -> bool:
        return self.status in THERE


class Slice(NamedTuple):
    """One indicator at one level in one year for one group of people."""

    indicator: str
    level: str
    year: int
    sex: str
    age: str


Cells = Mapping[str, Cell]
"""The cells of a slice in one division, by area."""


def level_of(code: str) -> str:
    if code == "00":
        return "riket"
    return {2: "lan", 4: "kommun", 8: "regso", 9: "deso"}.get(len(code), "")


@cache
def catalogue() -> tuple[Mapping[str, Indicator], frozenset[str]]:
    """The indicators by id, and the ids of the concepts."""
    raw: dict[str, dict[str, Any]] = {}
    concepts: set[str] = set()
    breaks: list[dict[str, Any]] = []
    for path in sorted(CATALOGUE.glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        raw |= {each["id"]: each for each in document.get("indicators") or ()}
        concepts |= {each["id"] for each in document.get("concepts") or ()}
        breaks += document.get("breaks") or ()
    known = {
        identity: Indicator(
            identity,
            each["kind"],
            SCALES.get(each["unit"], 1.0),
            _breaks(each, breaks),
            (each.get("segregation") or {}).get("over"),
            _parts(each),
        )
        for identity, each in raw.items()
    }
    return known, frozenset(concepts)


def _parts(one: Mapping[str, Any]) -> tuple[str, ...]:
    of = one.get("segregation") or {}
    groups = [each for each in (of.get("group"), of.get("against")) if each not in (None, "rest")]
    return tuple(one.get("components") or groups)


def _breaks(one: Mapping[str, Any], every: list[dict[str, Any]]) -> tuple[Break, ...]:
    """What breaks the figures of the groups breaks a segregation measure of them. A revision
    breaks nothing: its years have been published anew."""
    of = one.get("segregation") or {}
    kin = {one["id"], of.get("group"), of.get("against")}
    return tuple(
        Break(each.get("from", 1900), each["kind"], each.get("source"))
        for each in every
        if each["kind"] != "revision"
        and (each["indicators"] == "all" or kin & set(each["indicators"]))
    )


class World:
    """``db`` is an open published version; it is read slice by slice."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self._db = db
        self.indicators, self.concepts = catalogue()
        rows = db.execute(
            "SELECT level, code, division, changed FROM area ORDER BY code"
        ).fetchall()
        self.areas = [Area(*row) for row in rows]
        self.known = {(area.code, area.division) for area in self.areas}
        self.codes = {area.code for area in self.areas}
        self.sources = {row[0] for row in db.execute("SELECT id FROM source").fetchall()}
        self.moved = {area.code for area in self.areas if area.changed}
        self.cells_of = cache(self._cells_of)
        self.has = cache(self._has)
        self.members = cache(self._members)
        self.division_of = cache(self._division_of)
        self.division = cache(self._division)
        self.groups = cache(self._groups)
        self.years = cache(self._years)
        self.groups_told = cache(self._groups_told)

    # areas

    def _members(self, level: str, division: int, within: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Codes of the level in that division, inside any of ``within`` (all when empty)."""
        return tuple(
            area.code
            for area in self.areas
            if (area.level, area.division) == (level, division)
            and (not within or area.code.startswith(within))
        )

    # figures

    @cached_property
    def told(self) -> Mapping[tuple[str, str], Mapping[Slice, Mapping[int, int]]]:
        """(indicator, level) → every slice of it → its divisions → how many figures there are."""
        found: dict[tuple[str, str], dict[Slice, dict[int, int]]] = {}
        for indicator, level, year, sex, age, division, figures in self._db.execute(
            "SELECT indicator, level, year, sex, age, division,"
            " count(*) FILTER (status IN ('value', 'zero', 'preliminary')) FROM cell GROUP BY ALL"
        ).fetchall():
            slices = found.setdefault((indicator, level), {})
            each = Slice(indicator, level, year, sex, age)
            slices.setdefault(each, {})[division] = figures
        return found

    def preliminary_from(self, indicator: str, level: str, sex: str, age: str) -> int | None:
        """The year from which on, up to the newest, more than half of the figures of the year are
        preliminary."""
        start = None
        for year in reversed(self.years(indicator, level, sex, age)):
            cells = self.cells(Slice(indicator, level, year, sex, age)).values()
            figures = [cell for cell in cells if cell.has_figure]
            if sum(cell.status == "preliminary" for cell in figures) * 2 <= len(figures):
                break
            start = year
        return start

    def _cells_of(self, indicator: str, level: str, year: int) -> Mapping[tuple[Slice, int], Cells]:
        found: dict[tuple[Slice, int], dict[str, Cell]] = defaultdict(dict)
        for sex, age, division, area, *cell in self._db.execute(
            "SELECT sex, age, division, area, num, den, value, status, origin, source"
            " FROM cell WHERE indicator = ? AND level = ? AND year = ?",
            [indicator, level, year],
        ).fetchall():
            found[Slice(indicator, level, year, sex, age), division][area] = Cell(*cell)
        return found

    def in_division(self, each: Slice, division: int) -> Cells:
        return self.cells_of(each.indicator, each.level, each.year).get((each, division), {})

    def cells(self, each: Slice) -> Cells:
        """The cells of the slice, in the division it is read in."""
        return self.in_division(each, self.division_of(each))

    def _slices(self, indicator: str, level: str) -> Mapping[Slice, Mapping[int, int]]:
        return self.told.get((indicator, level), {})

    def _division_of(self, each: Slice) -> int:
        """Where a slice is there in two divisions, the one with more of its figures."""
        divisions = self._slices(each.indicator, each.level).get(each)
        if not divisions:
            return self.division(each.level, each.year)
        return max(divisions, key=lambda division: (divisions[division], division))

    def _division(self, level: str, year: int) -> int:
        """The division of a level in a year of which nothing more is known: that of the area
        types, else of the figures, else the newest there is."""
        if level in FIXED:
            return 0
        if level == "regso" and year in self.types:
            return self.types[year][0]
        fullest = max(
            (
                (figures, division)
                for (_, known), slices in self.told.items()
                if known == level
                for each, divisions in slices.items()
                if each.year == year
                for division, figures in divisions.items()
            ),
            default=None,
        )
        if fullest:
            return fullest[1]
        return max(area.division for area in self.areas if area.level == level)

    def _groups(self, indicator: str, level: str) -> frozenset[tuple[str, str]]:
        """The groups (sex, age) of which there is any figure."""
        slices = self._slices(indicator, level)
        return frozenset((each.sex, each.age) for each in slices if any(slices[each].values()))

    def _groups_told(
        self, indicator: str, level: str, years: tuple[int, ...]
    ) -> frozenset[tuple[str, str]]:
        """The groups (sex, age) that there are cells of in any of the years."""
        slices = self._slices(indicator, level)
        return frozenset((each.sex, each.age) for each in slices if each.year in years)

    def _years(self, indicator: str, level: str, sex: str, age: str) -> tuple[int, ...]:
        """The years of which there is any figure."""
        slices = self._slices(indicator, level)
        years = {each.year for each in slices if any(slices[each].values())
                 and (each.sex, each.age) == (sex, age)}  # fmt: skip
        return tuple(sorted(years))

    def _has(self, indicator: str, level: str | None = None) -> bool:
        """Whether there is any figure of the indicator (at the level)."""
        return any(self.groups(indicator, each) for each in ((level,) if level else LEVELS))

    # area types

    @cached_property
    def types(self) -> Mapping[int, tuple[int, Mapping[str, int]]]:
        """Year → its division, the one with more types, and the type of each RegSO in it."""
        found: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        for area, division, year, kind in self._db.execute(
            "SELECT area, division, year, type FROM area_type"
        ).fetchall():
            found[year][division][area] = kind
        chosen = {
            year: max(divisions, key=lambda each: (len(divisions[each]), each))
            for year, divisions in found.items()
        }
        return {year: (division, found[year][division]) for year, division in chosen.items()}

    @cached_property
    def bounds(self) -> Mapping[tuple[int, int], tuple[float, float]]:
        """(year, division) → mean and standard deviation of the index, where they are known."""
        rows = self._db.execute("SELECT year, division, mean, sd FROM type_bounds").fetchall()
        return {(year, division): (mean, sd) for year, division, mean, sd in rows}

    @cached_property
    def type_sources(self) -> Mapping[tuple[str, int, int], tuple[str, str]]:
        """(RegSO, division, year) → the origin and source of its type."""
        rows = self._db.execute("SELECT area, division, year, origin, source FROM area_type")
        return {(*row[:3],): (row[3], row[4]) for row in rows.fetchall()}

    def typed(self, year: int, within: tuple[str, ...]) -> Mapping[str, int]:
        """The type of every RegSO inside; empty unless all of them have one that year."""
        if year not in self.types:
            return {}
        division, types = self.types[year]
        inside = self.members("regso", division, within)
        return {code: types[code] for code in inside} if types.keys() >= set(inside) else {}
