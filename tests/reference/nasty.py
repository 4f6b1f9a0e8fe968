"""Small countries in which everything goes wrong that figures can go wrong with.

In some of them figures are steady from year to year and differ from area to area, so that something
can be said of them; in some the types follow from an index. In the others few people, so that
figures tie; nobody to divide by; figures missing, suppressed, preliminary, not applicable or not
there at all; borders that moved, codes that ended, began and changed places; a kommun of one RegSO
and one of none; types lacking for a year; shares published without counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from statistics import fmean, pstdev
from typing import Any

from semantic.version import Version
from tests.semantic import small

KOMMUNER = ("0114", "0180", "1280", "1281", "1282", "2584")
INDICATORS: dict[str, tuple[str, tuple[str, ...]]] = {
    "folkmangd": ("count", ("sex", "age")),
    "fodda_utomlands_andel": ("ratio", ("sex",)),
    "forgymnasial_andel": ("ratio", ("sex",)),
    "lag_ekonomisk_standard_andel": ("ratio", ("age",)),
    "hyresratt_andel": ("ratio", ()),
    "sjukfall_per_1000": ("ratio", ("sex",)),
    "arbetslosa_andel": ("ratio", ("sex",)),
    "loneinkomst_medel": ("mean", ("sex",)),
    "nettoinkomst_median": ("median", ()),
    "socioekonomiskt_index": ("index", ()),
    "ojamlikhet_fodelseland": ("index", ()),
    "isolering_fodelseland": ("index", ()),
    "bistand_langtidsarbetslos_andel": ("ratio", ()),
}
"""Kind and breakdowns of the indicators that data are made for: every kind there is."""

INDEX = "socioekonomiskt_index"
SHARES = (
    "lag_ekonomisk_standard_andel",
    "forgymnasial_andel",
    "bistand_langtidsarbetslos_andel",
)
_BLANK: dict[str, Any] = {"num": None, "den": None, "value": None}
AGES = ("0-19", "20-64", "65+")
YEARS = (2019, 2020, 2021, 2022, 2023, 2024, 2025)
LONG = (2014, 2015, 2016, 2017, 2018, 2019, 2020)
WIDE = 0.1
"""How often one kommun has RegSO enough for a tenth of them to be told."""
SOURCES = ("made_up", "other")


@dataclass(frozen=True)
class Country:
    areas: list[tuple[str, str, int, bool]]
    cells: list[dict[str, Any]]
    types: list[tuple[Any, ...]]
    indicators: list[str]
    years: list[int]
    bounds: list[tuple[int, int, float, float, int]] = field(default_factory=list)

    def publish(self, folder: Path) -> Version:
        return small.publish(folder, self.cells, self.types, areas=self.areas, bounds=self.bounds)


def country(seed: object, years: Sequence[int] = ()) -> Country:
    """The same seed gives the same country; of some years, unless they are told."""
    rng = Random(f"country {seed}")
    areas = list(_areas(rng))
    first_new = rng.choice((2023, 2024, 2024, 2024))
    steady = rng.random() < 0.5
    years = years or _years(rng, steady=steady)
    indicators = ["folkmangd", *rng.sample(list(INDICATORS)[1:], rng.randint(3, 5))]
    indexed = rng.random() < 0.3
    if indexed:
        indicators += [each for each in (INDEX, *SHARES) if each not in indicators]
    made = Country(areas, [], [], indicators, list(years))
    for year in years:
        new = year >= first_new
        by_level = {"regso": (2020, 2025)[new], "deso": (2018, 2025)[new]}
        made.types.extend(_types(rng, areas, year, by_level["regso"]))
        for indicator in indicators:
            level = Steady(f"{seed} {indicator}", year) if steady else None
            made.cells.extend(_cells(rng, areas, indicator, year, by_level, level))
    if indexed:
        _index(rng, made, first_new)
    return made


def _years(rng: Random, *, steady: bool) -> list[int]:
    years = sorted(rng.sample(YEARS, rng.randint(2, 5)))
    if steady and rng.random() < 0.8:
        return sorted({*rng.choice((YEARS, LONG)), rng.choice(YEARS)})
    return years


# areas


def _areas(rng: Random) -> Iterator[tuple[str, str, int, bool]]:
    large = rng.random() < 0.3
    kommuner = sorted(rng.sample(KOMMUNER, 6 if large else rng.randint(3, 6)))
    yield ("riket", "00", 0, False)
    for lan in sorted({code[:2] for code in kommuner}):
        yield ("lan", lan, 0, False)
    sizes = [1, rng.choice((0, 1, 2)), *(rng.randint(2, 5 if large else 4) for _ in kommuner[2:])]
    if rng.random() < WIDE:
        sizes[-1] = rng.randint(18, 32)
    rng.shuffle(sizes)
    for kommun, size in zip(kommuner, sizes, strict=True):
        yield ("kommun", kommun, 0, False)
        yield from _small_areas(rng, kommun, size)


def _small_areas(rng: Random, kommun: str, size: int) -> Iterator[tuple[str, str, int, bool]]:
    for number in range(1, size + 1):
        code = f"{kommun}R{number:03d}"
        fate = rng.choices(("kept", "moved", "ended", "began", "renamed"), (6, 2, 1, 1, 1))[0]
        moved = fate in ("moved", "renamed")
        for division in (2020, 2025):
            if (fate, division) not in (("ended", 2025), ("began", 2020)):
                yield ("regso", code, division, moved)
        for part in range(rng.randint(0, 2)):
            for division in rng.choice(((2018, 2025), (2018, 2025), (2018,), (2025,))):
                yield ("deso", f"{kommun}{rng.choice('ABC')}{number:02d}{part}0", division, False)


# types


def _types(
    rng: Random, areas: list[tuple[str, str, int, bool]], year: int, division: int
) -> Iterator[tuple[Any, ...]]:
    """Sometimes none, sometimes some are lacking, sometimes whole types are."""
    how = rng.choices(("whole", "holes", "none", "both"), (8, 2, 1, 1))[0]
    if how == "none":
        return
    kinds = rng.choices((1, 2, 3, 4, 5), k=rng.choice((2, 4, 8)))
    other = (2020, 2025)[division == 2020]
    for level, code, where, _ in areas:
        if level == "regso" and (where == division or (how == "both" and where == other)):
            lacks = rng.random() < (0.15 if how == "holes" and where == division else 0)
            if not lacks and (where == division or rng.random() < 0.5):
                kind = rng.choice(kinds)
                yield (code, where, year, kind, rng.choice(("published", "computed")),
                       rng.choice(SOURCES))  # fmt: skip


# cells


def _cells(
    rng: Random,
    areas: list[tuple[str, str, int, bool]],
    indicator: str,
    year: int,
    divisions: dict[str, int],
    steady: Steady | None,
) -> Iterator[dict[str, Any]]:
    kind, breakdowns = INDICATORS[indicator]
    for level in ("riket", "lan", "kommun", "regso", "deso"):
        if not _published(rng, indicator, level):
            continue
        manner = _manner(rng, kind, steady is not None)
        own = divisions.get(level, 0)
        others = {each[1:3] for each in areas if each[2] not in (0, own)}
        others = {each for each in sorted(others) if rng.random() < manner.in_both}
        for sex, age in _groups(rng, breakdowns):
            for kept, code, division, _ in areas:
                if kept != level or (division != own and (code, division) not in others):
                    continue
                where = replace(manner, steady=steady and steady.at(code, sex, age))
                if (figure := _cell(rng, kind, where)) is not None:
                    yield _BLANK | figure | {
                        "indicator": indicator, "level": level, "area": code, "division": division,
                        "year": year, "sex": sex, "age": age,
                        "origin": rng.choice(("published", "computed")),
                        "source": rng.choice(SOURCES),
                    }  # fmt: skip


def _groups(rng: Random, breakdowns: tuple[str, ...]) -> list[tuple[str, str]]:
    groups = [("total", "total")]
    if "sex" in breakdowns and rng.random() < 0.7:
        groups += [("women", "total"), ("men", "total")]
    if "age" in breakdowns and rng.random() < 0.7:
        groups += [("total", age) for age in AGES]
        if "sex" in breakdowns and rng.random() < 0.3:
            groups += [(sex, age) for sex in ("women", "men") for age in AGES]
    return groups if rng.random() < 0.95 else groups[1:]


def _published(rng: Random, indicator: str, level: str) -> bool:
    if indicator == "socioekonomiskt_index":
        return level == "regso"
    if indicator.endswith("_fodelseland") and level in ("regso", "deso"):
        return False
    return rng.random() < (0.9 if level != "deso" else 0.5)


@dataclass(frozen=True)
class Manner:
    """How one indicator is published at one level in one year: shares of what goes wrong.

    A year that is there in both divisions is whole in them, so that every group of people has more
    figures in the same one.
    """

    lacking: float
    absent: float
    preliminary: bool
    without_counts: float
    in_both: float
    people: int
    steady: float | None = None


@dataclass(frozen=True)
class Steady:
    """A figure that hardly moves: the share of an area, a little more or less each year."""

    name: str
    year: int

    def at(self, area: str, sex: str, age: str) -> float:
        """Some figures go to and fro, by much or by little; some grow, some are as they were."""
        own = Random(f"{self.name} {area[:4]} {sex} {age}")
        step = own.choice((0, 0, 0.01, -0.01, 0.03))
        share = own.choice((0.2, 0.25, 0.5)) + 0.1 * Random(f"{self.name} {area}").random()
        wave = Random(self.name).choice((0, 0.002, 0.01, 0.08))
        noise = wave * Random(f"{self.name} {area} {self.year} {sex} {age}").uniform(-1, 1)
        return min(max(share + step * (self.year - 2019) + noise, 0.0), 1.0)


def _steady(rng: Random, kind: str, share: float, without_counts: float) -> dict[str, Any]:
    den = float(rng.choice((400, 2000, 2000)))
    if kind == "count":
        return _BLANK | {"num": float(round(den * share))}
    if kind == "ratio" and rng.random() >= without_counts:
        return _BLANK | {"num": float(round(den * share)), "den": den}
    return _BLANK | {"value": round(100 * share, 1)}


def _manner(rng: Random, kind: str, steady: bool) -> Manner:
    whole = rng.random() < (0.9 if steady else 0.5)
    in_both = rng.choices((0, 0.3, 1), (8, 1, 1))[0]
    whole = whole or in_both > 0
    return Manner(
        lacking=0 if whole else rng.choice((0.1, 0.3, 0.8)),
        absent=0 if whole else rng.choice((0, 0.1, 0.4)),
        preliminary=rng.random() < 0.15,
        without_counts=rng.choices((0, 0.3, 1), (18, 1, 2))[0] if kind == "ratio" else 0,
        in_both=in_both,
        people=rng.choice((2, 6, 1000)),
    )


def _cell(rng: Random, kind: str, manner: Manner) -> dict[str, Any] | None:
    if rng.random() < manner.absent:
        return None
    if rng.random() < manner.lacking:
        return _BLANK | {"status": rng.choice(("missing", "suppressed", "not_applicable"))}
    if manner.steady is not None:
        made = _steady(rng, kind, manner.steady, manner.without_counts)
    elif kind == "count":
        made = _BLANK | {"num": float(rng.randint(0, manner.people))}
    elif kind == "ratio" and rng.random() >= manner.without_counts:
        den = rng.randint(0, manner.people) if rng.random() < 0.3 else rng.randint(1, manner.people)
        made = _BLANK | {"num": float(rng.randint(0, den)), "den": float(den)}
    else:
        made = _BLANK | {"value": rng.randint(0, manner.people * 10) / rng.choice((1, 10, 100))}
        made["value"] = min(made["value"], 100.0)
    figure = made["num"] if made["num"] is not None else made["value"]
    preliminary = manner.preliminary and rng.random() < 0.7
    return made | {"status": "zero" if figure == 0 else "preliminary" if preliminary else "value"}


# an index and the types that follow from it


def _index(rng: Random, made: Country, first_new: int) -> None:
    """Every RegSO has three shares and their mean, and its type by the bounds; but for what lacks,
    what is of another table and years whose types are others."""
    own = {area: rng.uniform(5, 40) for level, area, *_ in made.areas if level == "regso"}
    kept = [cell for cell in made.cells if not _of_the_index(cell)]
    types = [each for each in made.types if rng.random() < 0.1]
    for year in made.years:
        division = 2025 if year >= first_new else 2020
        areas = [code for level, code, its, _ in made.areas if (level, its) == ("regso", division)]
        shares = {
            area: [rng.randint(0, 60) + own[area] for _ in SHARES]
            if rng.random() < 0.2
            else [own[area] + rng.choice((-4, -1, 0, 1, 4)) for _ in SHARES]
            for area in areas
        }
        index = {area: math.fsum(each) / 3 for area, each in shares.items()}
        mean, sd = fmean(index.values()), pstdev(index.values())
        if rng.random() < 0.9 and sd:
            made.bounds.append((year, division, mean, sd, len(index)))
        others = {area for area, its, when, *_ in types if (its, when) == (division, year)}
        for area in areas:
            lowest = [mean + step * sd for step in (2, 1, 0, -1)]
            kind = 5 - sum(index[area] >= bound for bound in lowest)
            if area not in others:
                types.append((area, division, year, kind, "published", rng.choice(SOURCES)))
            kept.extend(_shares(rng, area, division, year, shares[area], index[area]))
    made.cells[:] = kept
    made.types[:] = types


def _of_the_index(cell: Mapping[str, Any]) -> bool:
    group = (cell["level"], cell["sex"], cell["age"])
    return cell["indicator"] in (INDEX, *SHARES) and group == ("regso", "total", "total")


def _shares(
    rng: Random, area: str, division: int, year: int, shares: Sequence[float], index: float
) -> Iterator[dict[str, Any]]:
    other = rng.choice(SHARES) if rng.random() < 0.1 else ""
    for indicator, figure in ((INDEX, index), *zip(SHARES, shares, strict=True)):
        if rng.random() < 0.03:
            continue
        parts = {"value": figure} if indicator == INDEX else {"num": figure * 10, "den": 1000.0}
        yield _BLANK | parts | {
            "indicator": indicator, "level": "regso", "area": area, "division": division,
            "year": year, "sex": "total", "age": "total", "status": "value",
            "origin": "published", "source": SOURCES[indicator == other],
        }  # fmt: skip
