"""Small countries in which everything goes wrong that figures can go wrong with.

Few people, so that figures tie; nobody to divide by; figures missing, suppressed, preliminary, not
applicable or not there at all; borders that moved, codes that ended, began and changed places; a
kommun of one RegSO and one of none; types lacking for a year; shares published without counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

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
}
"""Kind and breakdowns of the indicators that data are made for: every kind there is."""

_BLANK: dict[str, Any] = {"num": None, "den": None, "value": None}
AGES = ("0-19", "20-64", "65+")
YEARS = (2019, 2020, 2021, 2022, 2023, 2024, 2025)
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


def country(seed: object, years: Sequence[int] = ()) -> Country:
    """The same seed gives the same country; of some years, unless they are told."""
    rng = Random(f"country {seed}")
    areas = list(_areas(rng))
    first_new = rng.choice((2023, 2024, 2024, 2024))
    years = years or sorted(rng.sample(YEARS, rng.randint(2, 5)))
    indicators = ["folkmangd", *rng.sample(list(INDICATORS)[1:], rng.randint(3, 5))]
    made = Country(areas, [], [], indicators, list(years))
    for year in years:
        new = year >= first_new
        by_level = {"regso": (2020, 2025)[new], "deso": (2018, 2025)[new]}
        made.types.extend(_types(rng, areas, year, by_level["regso"]))
        for indicator in indicators:
            made.cells.extend(_cells(rng, areas, indicator, year, by_level))
    return made


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
) -> Iterator[dict[str, Any]]:
    kind, breakdowns = INDICATORS[indicator]
    for level in ("riket", "lan", "kommun", "regso", "deso"):
        if not _published(rng, indicator, level):
            continue
        manner = _manner(rng, kind)
        own = divisions.get(level, 0)
        others = {each[1:3] for each in areas if each[2] not in (0, own)}
        others = {each for each in sorted(others) if rng.random() < manner.in_both}
        for sex, age in _groups(rng, breakdowns):
            for kept, code, division, _ in areas:
                if kept != level or (division != own and (code, division) not in others):
                    continue
                if (figure := _cell(rng, kind, manner)) is not None:
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


def _manner(rng: Random, kind: str) -> Manner:
    whole = rng.random() < 0.5
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
    if kind == "count":
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
