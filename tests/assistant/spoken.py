"""Answers that sentences are tried on, by what is special about them, and what names are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from semantic.answer import Answer
from semantic.areas import Area, Directory
from semantic.availability import Notice
from semantic.model import TOGETHER as AS_ONE
from semantic.model import Break, Catalogue, Text
from semantic.verdict import Verdict
from semantic.version import Source
from tests.assistant import factory
from tests.assistant.factory import SHARE, UNJUDGED, answer, cell, indicator, typed

PEOPLE = "folkmangd"
INDEX = "socioekonomiskt_index"
SICK = "sjukfall_per_1000"
INCOME = "loneinkomst_medel"
APART = "ojamlikhet_fodelseland"
ISOLATION = "isolering_fodelseland"
EXPOSURE = "exponering_fodelseland_deso"
ENTROPY = "entropi_fodelseland"
RATIO = "korrelation_fodelseland"
MALMO = {"codes": ["1280"]}
SKANE = {"level": "kommun", "within": ["12"]}
IN_MALMO = {"level": "regso", "within": ["1280"]}
RIKET = {"level": "riket"}

_PLACES: Mapping[str, str] = {
    "00": "Riket", "12": "Skåne län", "09": "Gotlands län", "1280": "Malmö", "1281": "Lund",
    "1262": "Lomma", "1290": "Kristianstad", "0980": "Gotland", "1280R001": "Rosengård centrum",
    "1280R002": "Herrgården norr", "1280R003": "Ribersborg", "1281R001": "Klostergården",
}  # fmt: skip
_LEVELS = {2: "lan", 4: "kommun", 8: "regso"}
NEW = Break(
    year=2020,
    kind="method",
    text=Text(sv="Registret byttes ut 2020.", en="The register was replaced in 2020."),
)
SOURCE = Source(
    id="scb",
    publisher="SCB",
    title="Inkomster och skatter",
    table_id="TAB42",
    retrieved="2026-01-15",  # type: ignore[arg-type]
)


@dataclass(frozen=True)
class Known:
    catalogue: Catalogue
    directory: Directory


def _area(code: str, name: str) -> Area:
    level: Any = "riket" if code == "00" else _LEVELS[len(code)]
    division = 2025 if level == "regso" else 0
    return Area(level, code, division, name, code[:4], code[:2], False)


KNOWN = Known(factory.catalogue(), Directory([_area(code, name) for code, name in _PLACES.items()]))


class Names(dict[tuple[str, int], str]):
    def __missing__(self, key: tuple[str, int]) -> str:
        code, _ = key
        return KNOWN.directory.label(code) if code in KNOWN.directory else f"Område {code}"


def asked(question: Mapping[str, Any], rows: list[dict[str, Any]], **more: Any) -> Answer:
    """An answer with names from the little directory."""
    return answer(question, rows, names=Names(), example_data=False, sources=(SOURCE,), **more)


def value(row: dict[str, Any], of: str = SHARE, peers: int = 0, **more: Any) -> Answer:
    question = {"shape": "value", "indicators": [of], "areas": MALMO} | more.pop("asked", {})
    others = [cell(code, float(place), of=of) for place, code in enumerate(factory.kommuner(peers))]
    return asked(question, [row], peers=others, **more)


def trend(
    values: Mapping[int, float | None], of: str = SHARE, segments: int = 9999, **more: Any
) -> Answer:
    """A series for Malmö; a new segment from the year ``segments`` on."""
    rows = [
        cell("1280", one, year, of=of, segment=int(year >= segments))
        for year, one in values.items()
    ]
    question = {"shape": "trend", "indicators": [of], "areas": MALMO}
    return asked(question, rows, years=tuple(values), **more)


def areas(shape: str, values: Mapping[str, float | None], **more: Any) -> Answer:
    """One row per area, in the order given."""
    of, extra = more.pop("of", SHARE), more.pop("extra", {})
    row_parts = more.pop("row", {})
    statuses = more.pop("statuses", {})
    rows = [
        cell(code, one, status=statuses.get(code), of=of) | row_parts
        for code, one in values.items()
    ]
    where = more.pop("where", SKANE)
    level = "regso" if len(next(iter(values), "1280")) == 8 else more.pop("level", "kommun")
    return asked(
        {"shape": shape, "indicators": [of], "areas": where} | extra, rows, level=level, **more
    )


def rank(values: Mapping[str, float], ranked: int = 33, **more: Any) -> Answer:
    return areas("rank", values, row={"rank": 1, "ranked": ranked}, **more)


def threshold(
    values: Mapping[str, float], op: str = "ge", bound: float = 15, **more: Any
) -> Answer:
    extra = {"threshold": {"op": op, "value": bound}}
    return areas("threshold", values, row={"matched": len(values)}, extra=extra, **more)


def change(pairs: Mapping[str, tuple[float | None, float | None]], **more: Any) -> Answer:
    of, measure = more.pop("of", SHARE), more.pop("measure", "difference")
    rows = []
    for code, (first, last) in pairs.items():
        known = first is not None and last is not None
        moved = last - first if first is not None and last is not None else None
        if known and measure == "percent":
            moved = 100 * moved / first
        rows.append(
            {"indicator": of, "area": code, "sex": "total", "age": "total", "from_value": first,
             "to_value": last, "from_status": "value", "to_status": "value", "value": moved,
             "from_period": 2020, "period": 2024, "status": "value" if known else "missing"}
        )  # fmt: skip
    where = MALMO if len(pairs) == 1 else SKANE
    question = {"shape": "change", "indicators": [of], "areas": where, "measure": measure}
    return asked(question, rows, years=(2020, 2024), level="kommun", **more)


def types(values: Mapping[int, float | None], year: int = 2023, **more: Any) -> Answer:
    """Figures by type in Malmö; None for a type of which there is no area."""
    of = more.pop("of", SHARE)
    shape, extra = more.pop("shape", "compare_types"), more.pop("extra", {})
    rows = []
    for kind, one in values.items():
        row = typed(kind, one, year, of=of)
        if one is None:
            row |= {"areas": 0, "valued": 0, "status": "not_applicable"}
        rows.append(row | more.get("row", {}))
    more.pop("row", None)
    ids = {"indicators": [of]} if of != PEOPLE or shape != "population_share" else {}
    question = {"shape": shape, "areas": more.pop("where", MALMO)} | ids | extra
    return asked(question, rows, years=(year,), scope="kommun", **more)


def of_one_age(values: Mapping[int, tuple[float | None, float]], **more: Any) -> Answer:
    """Figures by type with regard to age, and without."""
    found = types(
        {kind: one for kind, (one, _) in values.items()},
        extra={"standard": "esp2013"} | more.pop("extra", {}),
        **more,
    )
    lacks = [one is None for one, _ in values.values()]
    found.rows.loc[lacks, ["areas", "status"]] = [9, "suppressed"]
    beside = {"crude": [each for _, each in values.values()], "crude_status": "value"}
    rows = found.rows.assign(**beside)
    return asked(found.question.canonical(), rows.to_dict("records"), years=(2023,), scope="kommun")


def shares(values: Mapping[int, tuple[float, float]], **more: Any) -> Answer:
    found = types({kind: one for kind, (one, _) in values.items()}, of=PEOPLE,
                  shape="population_share", **more)  # fmt: skip
    found.rows["numerator"] = [people for _, people in values.values()]
    found.rows.loc[found.rows["numerator"] == 0, ["areas", "status"]] = [0, "zero"]
    return found


def gap(pairs: Mapping[int, tuple[float | None, float | None]], **more: Any) -> Answer:
    """The gap between type 1 and 5, year by year."""
    of, extra = more.pop("of", SHARE), more.pop("extra", {})
    measure, persons = extra.get("measure"), more.pop("persons", None)
    rows = []
    for year, (first, last) in pairs.items():
        one = None
        if first is not None and last is not None:
            one = first / last if measure == "ratio" else first - last
        if measure == "persons" and persons is not None:
            one = persons[year]
        row = cell("00", one, year, None if one is not None else "not_applicable", of=of)
        rows.append(
            row | {"first_type": 1, "second_type": 5, "first_value": first, "second_value": last,
                   "first_areas": None if first is None else 9,
                   "second_areas": None if last is None else 12, "segment": 0}
            | ({"persons": persons[year]} if persons and measure != "persons" else {})
        )  # fmt: skip
    question = {"shape": "gap", "indicators": [of], "areas": RIKET} | extra
    return asked(question, rows, years=tuple(pairs), scope="riket", **more)


def tenths(pairs: Mapping[int, tuple[float | None, float | None]], **more: Any) -> Answer:
    """The gap between the tenths of the areas in the country, year by year."""
    found = gap(pairs, extra={"measure": "tenths"}, **more)
    found.rows.drop(columns=["first_type", "second_type"], inplace=True)
    found.rows["areas"], found.rows["indexed"] = 94, 91
    return found


def gap_of_one_age(
    pairs: Mapping[int, tuple[float | None, float | None]], crude: tuple[float, float], **more: Any
) -> Answer:
    """The gap with regard to age, and that between the ordinary figures, the same in all years."""
    extra = {"standard": "sweden"} | more.pop("extra", {})
    found = gap(pairs, extra=extra, **more)
    one, other = crude
    between = one / other if extra.get("measure") == "ratio" else one - other
    beside = {"first_crude": one, "second_crude": other, "crude": between, "crude_status": "value"}
    rows = found.rows.assign(**beside)
    return asked(
        found.question.canonical(), rows.to_dict("records"), years=tuple(pairs), scope="riket"
    )


def slope(rises: Mapping[int, float | None], **more: Any) -> Answer:
    """The slope over the area types in the country, year by year."""
    rows = [
        cell("00", rise, year, None if rise is not None else "not_applicable")
        | {"types": 2 if rise is None else 5, "areas": 9, "valued": 9, "preliminary": 0,
           "start_value": None if rise is None else 30.0,
           "end_value": None if rise is None else 30.0 + rise, "segment": 0}
        for year, rise in rises.items()
    ]  # fmt: skip
    question = {"shape": "gap", "indicators": [SHARE], "areas": RIKET, "measure": "slope"}
    return asked(question, rows, years=tuple(rises), scope="riket", **more)


def listed(kinds: list[int], **more: Any) -> Answer:
    rows = [
        {"area": f"1280R{place:03d}", "area_type": kind, "period": 2023, "value": 1000.0 + place,
         "status": "value", "origin": "published", "source": "scb"}
        for place, kind in enumerate(kinds, start=1)
    ]  # fmt: skip
    question = {"shape": "areas_of_type", "areas": MALMO} | more.pop("extra", {})
    return asked(question, rows, scope="kommun", **more)


def moved(steps: list[int], reasons: Sequence[str | None] = ()) -> Answer:
    rows = [
        {"area": f"1280R{place:03d}", "from_type": 2, "to_type": 2 + step, "value": step,
         "origin": "published", "source": "scb", "status": "value", "from_period": 2022,
         "period": 2023}
        for place, step in enumerate(steps, start=1)
    ]  # fmt: skip
    for row, reason in zip(rows, reasons, strict=False):
        row |= {"index_change": -1.25 * row["value"], "reason": reason,
                "component": SHARE, "component_change": -2.5 * row["value"]}  # fmt: skip
    question = {"shape": "type_changes", "areas": MALMO}
    return asked(question, rows, years=(2022, 2023), scope="kommun")


def profile(values: Mapping[str, float], others: Mapping[str, float]) -> Answer:
    return asked(
        {"shape": "profile", "areas": MALMO},
        [cell("1280", one, of=each) for each, one in values.items()],
        comparison=[cell("00", one, of=each) for each, one in others.items()],
        indicators=[indicator(each) for each in values],
    )


def related(r: float | None, n: int, **more: Any) -> Answer:
    return factory.relation(r=r, n=n, names=Names(), example_data=False, sources=(SOURCE,), **more)


def inside_of(places: list[str], times: float | None = 1.07, **more: Any) -> Answer:
    return factory.within(
        places, times, names=Names(), example_data=False, sources=(SOURCE,), **more
    )


def alike(places: list[str]) -> Answer:
    found = inside_of(places, None)
    for name in ("p5", "p25", "p50", "p75", "p95", "lowest", "highest"):
        found.rows[name] = 12.0
    found.rows["value"] = 0.0
    found.rows["status"] = "zero"
    return found


def divided(
    values: Mapping[str, float | None] = factory.MEASURES, riket: float | None = 1.2
) -> Answer:
    return factory.segregation(values, riket, names=Names(), example_data=False, sources=(SOURCE,))


def laid_beside(found: Answer, rows: Sequence[Mapping[str, Any]]) -> Answer:
    """The same answer with ``rows`` as those of similar areas."""
    like = replace(factory.similar().resolved, years=(2022,))
    question = found.question.model_copy(update={"comparator": "similar"})
    resolved = replace(found.resolved, like=like, question=question)
    return replace(found, question=question, resolved=resolved, comparison=pd.DataFrame(rows))


def beside_similar(others: Mapping[str, float | None], row: float = 18.24) -> Answer:
    rows = [cell(code, one) for code, one in others.items()]
    return laid_beside(value(cell("1280", row)), rows)


def trend_beside_similar(
    together: Mapping[int, float | None], segments: int = 9999, of: str = SHARE
) -> Answer:
    """Malmö over three years beside two kommuner, which may be told together too."""
    found = trend({2021: 11.0, 2022: 12.0, 2023: 13.0}, segments=segments, of=of)
    figures: dict[str, Mapping[int, float | None]] = {
        AS_ONE: together, "1281": {2021: 9.0, 2022: 9.5, 2023: 9.9},
        "1290": {2021: 14.0, 2022: None, 2023: 15.0},
    }  # fmt: skip
    rows = [
        cell(code, one, year, of=of, segment=int(year >= segments))
        for code, series in figures.items()
        for year, one in series.items()
    ]
    return laid_beside(found, rows)


def profile_beside_similar(together: Mapping[str, float | None]) -> Answer:
    found = profile({PEOPLE: 357377, SHARE: 18.2, INCOME: 298.4}, {})
    rows = [
        cell(AS_ONE, one, status=None if one else "not_applicable", of=each)
        for each, one in together.items()
    ]
    others = {PEOPLE: 128384, SHARE: 11.9, INCOME: 310.2}
    rows += [cell(code, one, of=each) for code in ("1281", "1290") for each, one in others.items()]
    return laid_beside(found, rows)


def divided_beside_similar() -> Answer:
    rows = [cell(code, one, of=APART) for code, one in (("1281", 21.2), ("1290", 29.4))]
    return laid_beside(divided({APART: 27.25}, None), rows)


def compared_with_similar(others: Mapping[str, float | None]) -> Answer:
    rows = [cell(code, one) for code, one in others.items()]
    found = areas("compare_areas", {"1280": 18.24}, where={"level": "kommun", **MALMO})
    return laid_beside(found, rows)


def expecting(middle: float, low: float, high: float) -> Answer:
    found = beside_similar({"1281": 11.9, "1290": 18.2})
    rows = found.rows.assign(expected=middle, expected_low=low, expected_high=high)
    return replace(found, rows=rows)


def few_of_two() -> Answer:
    found = inside_of(["1280", "1281"])
    found.rows.loc[1, ["p5", "p25", "p50", "p75", "p95", "value", "variation"]] = None
    found.rows.loc[1, "status"] = "not_applicable"
    return found


def few(places: list[str]) -> Answer:
    found = inside_of(places)
    found.rows[["p5", "p25", "p50", "p75", "p95", "value", "variation"]] = None
    found.rows["status"] = "not_applicable"
    return found


def by_group(key: str, values: Mapping[str, float], of: str = SHARE, **more: Any) -> Answer:
    rows = [cell("1280", one, of=of) | {key: group} for group, one in values.items()]
    question = {"shape": "value", "indicators": [of], "areas": MALMO, "by": [key]}
    return asked(question, rows, **more)


def _two_trends() -> Answer:
    rows = [
        cell(code, one, year, segment=0)
        for code, pair in {"1280": (15.0, 17.0), "1281": (12.0, 11.0)}.items()
        for year, one in zip((2020, 2024), pair, strict=True)
    ]
    question = {"shape": "trend", "indicators": [SHARE], "areas": {"codes": ["1280", "1281"]}}
    return asked(question, rows, years=(2020, 2024))


def _one_gap_of_two() -> Answer:
    found = gap({2023: (30.0, 9.0)}, extra={"areas": SKANE})
    none = dict.fromkeys(("value", "first_value", "first_areas")) | {"status": "not_applicable"}
    rows = [found.rows.assign(area=code, **more).to_dict("records")[0]
            for code, more in (("1280", none), ("1281", {}))]  # fmt: skip
    return asked(found.question.canonical(), rows, years=(2023,), scope="kommun")


_OF_TWO_YEARS = [cell("00", 14.0, 2020, segment=0), cell("00", 14.5, 2024, segment=0)]


def _beside_riket(newest: tuple[str, str, float | None, float | None]) -> Answer:
    found = trend({2020: 15.1, 2024: 18.2}, comparison=_OF_TWO_YEARS)
    return judged(found, WITHIN_CHANCE, newest)


def _typed_trend() -> Answer:
    rows = [
        typed(kind, 50.0 - 9 * kind + step, year) | {"segment": 0}
        for kind in range(1, 6)
        for year, step in ((2020, 0.0), (2023, 1.5 if kind < 3 else 0.02))
    ]
    question = {"shape": "compare_types", "indicators": [SHARE], "areas": MALMO}
    return asked(question, rows, years=(2020, 2023), scope="kommun")


def _typed_trend_of_one_age() -> Answer:
    found = _typed_trend()
    rows = found.rows.assign(crude=found.rows["value"] + 1, crude_status="value")
    question = found.question.model_copy(update={"standard": "esp2013"})
    return asked(question.canonical(), rows.to_dict("records"), years=(2020, 2023), scope="kommun")


def _gaps_by_sex(made: Callable[..., Answer] = gap) -> Answer:
    found = made({2023: (30.0, 9.0)})
    found = replace(found, question=found.question.model_copy(update={"by": ("sex",)}))
    men = found.rows.assign(sex="men", first_value=28.5, value=19.5)
    women = found.rows.assign(sex="women")
    return asked(
        found.question.canonical(),
        [*men.to_dict("records"), *women.to_dict("records")],
        years=(2023,),
        scope="riket",
    )


def _split(measure: str = "mix") -> Answer:
    made = factory.split(measure)
    return asked(made.question.canonical(), made.rows.to_dict("records"), years=(2019, 2023),
                 scope="kommun")  # fmt: skip


def _split_of_several() -> Answer:
    made = factory.split(areas=("1280", "1281"))
    return asked(made.question.canonical(), made.rows.to_dict("records"), years=(2019, 2023),
                 scope="kommun")  # fmt: skip


def _split_of_nothing() -> Answer:
    made = factory.split()
    parts = dict.fromkeys(("value", "rate", "mix")) | {"status": "missing"}
    return asked(made.question.canonical(), made.rows.assign(**parts).to_dict("records"),
                 years=(2019, 2023), scope="kommun")  # fmt: skip


PRELIMINARY = (Notice("preliminary"),)
NOT_COMPARED = (Notice("not_compared", {"count": 3, "areas": 290}),)
LEFT_OUT = (Notice("areas_left_out", {"count": 12, "areas": 3363}),)
HALF = (Notice("pairs_left_out", {"count": 12, "areas": 302}),)
MISSING = (Notice("partial_coverage", {"year": 2023, "valued": 30, "areas": 33}),)
OF_RIKET = [cell("00", 14.1)]
FIVE = {"1280": 18.2, "1281": 11.9, "1262": 9.1, "1290": 18.2, "0980": 14.1}


def judged(found: Answer, *verdicts: tuple[str, str, float | None, float | None] | None) -> Answer:
    """The same answer with a verdict on each row: word, reason and interval."""
    names = ("verdict", "verdict_reason", "difference_low", "difference_high")
    rows = [dict(zip(names, each or (None,) * 4, strict=True)) for each in verdicts]
    for name in names:
        found.rows[name] = pd.Series([row[name] for row in rows], dtype=object)
    return found


FIVE_YEARS = {2018: 11.0, 2019: 12.0, 2020: 12.5, 2021: 13.5, 2022: 14.0, 2023: 15.0}


def trending(
    values: Mapping[int, float], word: str, reason: str = "", segments: int = 9999, **more: Any
) -> Answer:
    """A series for Malmö with its trend in the newest row."""
    found = trend(values, segments=segments, **more)
    empty = [None] * (len(values) - 1)
    found.rows["trend"] = pd.Series([*empty, word], dtype=object)
    found.rows["trend_reason"] = pd.Series([*empty, reason], dtype=object)
    return found


def widening() -> Answer:
    """A gap of five years with its trend in the newest row."""
    found = gap({year: (40.0 + year - 2019, 10.0) for year in range(2019, 2024)})
    found.rows["trend"] = pd.Series([None] * 4 + ["rising"], dtype=object)
    found.rows["trend_reason"] = pd.Series([None] * 4 + [""], dtype=object)
    return found


def placed(*places: tuple[int, int], **more: Any) -> Answer:
    """A ranking whose places are intervals."""
    found = rank(dict(zip(("1280", "1281", "1262"), (33.0, 20.5, 19.0), strict=False)), **more)
    found.rows["rank"] = range(1, len(found.rows) + 1)
    ends = [*places, *[places[-1]] * (len(found.rows) - len(places))]
    found.rows["rank_low"] = [low for low, _ in ends]
    found.rows["rank_high"] = [high for _, high in ends]
    return found


LARGE, WITHIN_CHANCE = ("large", "", 2.5, 5.75), ("none", "", -0.4, 3.5)
CERTAIN = ("some", "chance_only", 2.5, 5.75)

TOGETHER = {"pooled": 3}
CASES: Mapping[str, Callable[[], Answer]] = {
    "value": lambda: value(cell("1280", 18.24), comparison=OF_RIKET, peers=40),
    "value, a large difference": lambda: judged(
        value(cell("1280", 18.24), comparison=OF_RIKET, peers=40), LARGE
    ),
    "value, within what kommuner differ by": lambda: judged(
        value(cell("1280", 18.24), comparison=OF_RIKET), ("some", "peers", 2.5, 5.75)
    ),
    "value, within what the years differ by": lambda: judged(
        value(cell("1280", 18.24), comparison=OF_RIKET), ("some", "years", 2.5, 5.75)
    ),
    "value, close to chance": lambda: judged(
        value(cell("1280", 18.24), comparison=OF_RIKET), ("some", "chance", 0.1, 5.75)
    ),
    "value, within chance": lambda: judged(
        value(cell("1280", 18.24), comparison=OF_RIKET), WITHIN_CHANCE
    ),
    "value, too few to judge": lambda: judged(
        value(cell("1280", 18.24), comparison=OF_RIKET), ("unknown", "few", None, None)
    ),
    "value, several judged": lambda: judged(
        areas("value", {"1280": 20.0, "1281": 15.0, "1262": 14.0}, comparison=OF_RIKET),
        LARGE,
        WITHIN_CHANCE,
        WITHIN_CHANCE,
    ),
    "value, several and none certain": lambda: judged(
        areas("value", {"1280": 15.0, "1281": 14.5, "1262": 14.0}, comparison=OF_RIKET),
        WITHIN_CHANCE,
        WITHIN_CHANCE,
        WITHIN_CHANCE,
    ),
    "gap, a large difference": lambda: judged(gap({2023: (60.1, 9.5)}), LARGE),
    "gap grows, a large difference": lambda: judged(
        gap({2022: (60.0, 10.0), 2023: (60.1, 9.5)}), None, LARGE
    ),
    "gap widens for certain": widening,
    "gaps by sex, one certain": lambda: judged(_gaps_by_sex(), WITHIN_CHANCE, LARGE),
    "threshold, one certain": lambda: judged(threshold({"1280": 20.0}), CERTAIN),
    "threshold, one within chance": lambda: judged(threshold({"1280": 15.2}), WITHIN_CHANCE),
    "threshold, all certain": lambda: judged(
        threshold({"1280": 20.0, "1281": 19.0}), CERTAIN, CERTAIN
    ),
    "threshold, none certain": lambda: judged(
        threshold({"1280": 15.2, "1281": 15.1}), WITHIN_CHANCE, WITHIN_CHANCE
    ),
    "threshold, some certain": lambda: judged(
        threshold({"1280": 20.0, "1281": 15.1, "1262": 15.05}),
        CERTAIN,
        WITHIN_CHANCE,
        ("unknown", "few", None, None),
    ),
    "slope, a large difference": lambda: judged(slope({2023: -43.3}), LARGE),
    "slope over years, within chance": lambda: judged(
        slope({2022: -40.0, 2023: -43.3}), LARGE, WITHIN_CHANCE
    ),
    "trend beside the country, large": lambda: _beside_riket(LARGE),
    "trend beside the country, within chance": lambda: _beside_riket(WITHIN_CHANCE),
    "trend beside the country, too few": lambda: _beside_riket(("unknown", "few", None, None)),
    "trend, one year since the break beside the country": lambda: judged(
        trend({2020: 15.1, 2024: 18.2}, segments=2024, comparison=_OF_TWO_YEARS),
        WITHIN_CHANCE,
        LARGE,
    ),
    "trend, too few years after a break, beside the country": lambda: judged(
        trending(
            {2021: 14.0, 2022: 15.1, 2023: 18.2},
            "unknown",
            "few",
            2023,
            comparison=[cell("00", 14.5, 2023, segment=0)],
        ),
        None,
        None,
        LARGE,
    ),
    "gaps of several, one can be worked out": lambda: judged(_one_gap_of_two(), None, LARGE),
    "trends beside the country": lambda: judged(
        replace(_two_trends(), comparison=pd.DataFrame(_OF_TWO_YEARS)),
        None,
        LARGE,
        None,
        WITHIN_CHANCE,
    ),
    "types over years, some certain": lambda: judged(
        _typed_trend(),
        None,
        None,
        None,
        LARGE,
        None,
        LARGE,
        None,
        WITHIN_CHANCE,
        None,
        ("some", "peers", -2.0, -0.5),
    ),
    "change within chance": lambda: judged(change({"1280": (15.1, 16.0)}), WITHIN_CHANCE),
    "change that is large": lambda: judged(change({"1280": (15.1, 20.0)}), LARGE),
    "change as in other areas": lambda: judged(
        change({"1280": (15.1, 20.0)}), ("some", "peers", 2.5, 5.75)
    ),
    "changes, some certain": lambda: judged(
        change({"1280": (15.1, 20.0), "1281": (10.0, 10.5), "1262": (9.0, 8.0)}),
        LARGE,
        WITHIN_CHANCE,
        ("some", "peers", -2.0, -0.5),
    ),
    "trend, rising": lambda: trending(FIVE_YEARS, "rising"),
    "trend, none": lambda: trending(FIVE_YEARS, "none"),
    "trend, too few": lambda: trending(FIVE_YEARS, "unknown", "few"),
    "trend, too few years after a break": lambda: trending(
        FIVE_YEARS, "unknown", "few_years", segments=2021
    ),
    "trend, fewer years asked for": lambda: trending(
        {2022: 12.0, 2023: 12.5}, "unknown", "few_years"
    ),
    "rank, the first place is certain": lambda: placed((1, 1), (2, 5)),
    "rank, places as intervals": lambda: placed((1, 4), (1, 5)),
    "compare_areas, far apart": lambda: replace(
        areas("compare_areas", {"1280": 20.0, "1281": 9.5}), apart=Verdict("large")
    ),
    "compare_areas, within chance": lambda: replace(
        areas("compare_areas", {"1280": 10.0, "1281": 9.5}), apart=Verdict("none")
    ),
    "value, lower": lambda: value(cell("1280", 9.5), comparison=OF_RIKET),
    "value, the same as riket at the precision shown": lambda: value(
        cell("1280", 14.13), comparison=OF_RIKET
    ),
    "value, zero": lambda: value(cell("1280", 0.0, status="zero"), comparison=OF_RIKET),
    "value, missing": lambda: value(cell("1280", None)),
    "value, suppressed": lambda: value(cell("1280", None, status="suppressed")),
    "value, not applicable": lambda: value(cell("1280", None, status="not_applicable")),
    "value, preliminary": lambda: value(
        cell("1280", 18.24, status="preliminary"), notices=PRELIMINARY
    ),
    "value, whole country": lambda: value(cell("00", 14.1), asked={"areas": RIKET}, level="riket"),
    "value, island": lambda: value(cell("0980", 13.0), asked={"areas": {"codes": ["0980"]}}),
    "value, highest of all": lambda: value(cell("1280", 99.0), peers=40),
    "years together": lambda: value(
        cell("1280", 18.24), comparison=OF_RIKET, peers=40, asked=TOGETHER
    ),
    "years together, missing": lambda: value(cell("1280", None, status="missing"), asked=TOGETHER),
    "years together, confidential": lambda: value(
        cell("1280", None, status="suppressed"), asked=TOGETHER
    ),
    "years together, nobody": lambda: value(
        cell("1280", None, status="not_applicable"), asked=TOGETHER
    ),
    "years together, nobody or other borders": lambda: value(
        cell("1280R001", None, status="not_applicable"),
        asked=TOGETHER | {"areas": {"codes": ["1280R001"]}},
        level="regso",
    ),
    "years together, several": lambda: areas(
        "compare_areas",
        {"1280": 20.0, "1281": 15.0, "1262": None},
        statuses={"1262": "not_applicable"},
        extra=TOGETHER,
    ),
    "years together, none": lambda: areas(
        "compare_areas", {"1280": None, "1281": None}, extra=TOGETHER
    ),
    "years together, ranked": lambda: rank({"1280": 20.0, "1281": 15.0}, extra=TOGETHER),
    "years together, with a limit": lambda: areas(
        "threshold",
        {"1280": 20.0, "1281": 15.0},
        row={"matched": 2},
        extra=TOGETHER | {"threshold": {"op": "ge", "value": 15}},
    ),
    "value, count": lambda: value(
        cell("1280", 362133, of=PEOPLE), of=PEOPLE, comparison=[cell("00", 10551707, of=PEOPLE)]
    ),
    "value, one person": lambda: value(cell("1280", 1, of=PEOPLE), of=PEOPLE),
    "value, index": lambda: value(
        cell("1280R001", 35.26, of=INDEX), INDEX, asked={"areas": {"codes": ["1280R001"]}}
    ),
    "value, dissimilarity": lambda: value(
        cell("1280", 27.25, of=APART), APART, peers=40, comparison=[cell("00", 33.14, of=APART)]
    ),
    "value, isolation": lambda: value(
        cell("1280", 0.425, of=ISOLATION),
        ISOLATION,
        comparison=[cell("00", 0.306, of=ISOLATION)],
        notices=PRELIMINARY,
    ),
    "value, exposure": lambda: value(cell("1280", 0.578, of=EXPOSURE), EXPOSURE),
    "value, entropy": lambda: value(cell("1280", 0.0, status="zero", of=ENTROPY), ENTROPY),
    "value, correlation ratio": lambda: value(cell("1280", 0.103, of=RATIO), RATIO),
    "value, segregation of one area": lambda: value(
        cell("1280", None, status="not_applicable", of=APART), APART
    ),
    "value, segregation missing": lambda: value(cell("1280", None, of=APART), APART),
    "value, segregation of two places": lambda: areas(
        "value", {"1280": 27.25, "1281": 24.0}, of=APART, where={"codes": ["1280", "1281"]}
    ),
    "value, per 1,000": lambda: value(
        cell("1280", 35.2, of=SICK), SICK, comparison=[cell("00", 33.0, of=SICK)]
    ),
    "value, mean in money": lambda: value(
        cell("1280", 277.94, of=INCOME), INCOME, comparison=[cell("00", 320.0, of=INCOME)]
    ),
    "value, women only": lambda: value(
        cell("1280", 18.2, sex="women"), asked={"sex": "women", "age": "20-64"}
    ),
    "value, count of women": lambda: value(
        cell("1280", 180000, of=PEOPLE, sex="women"), of=PEOPLE, asked={"sex": "women"}
    ),
    "value by sex": lambda: by_group("sex", {"men": 18.4, "women": 18.0}),
    "value by sex, count": lambda: by_group("sex", {"men": 178000, "women": 182000}, PEOPLE),
    "value by age": lambda: by_group("age", {"0-19": 21.0, "20-64": 15.0, "65+": 12.5}),
    "trend up": lambda: trend(
        {2020: 15.1, 2022: 16.0, 2024: 18.24},
        comparison=[cell("00", 14.0, 2020, segment=0), cell("00", 14.5, 2024, segment=0)],
    ),
    "trend down": lambda: trend({2020: 18.2, 2024: 15.1}),
    "trend, unchanged": lambda: trend({2020: 15.11, 2024: 15.14}),
    "trend, hardly changed": lambda: trend({2020: 15.14, 2024: 15.16}),
    "trend, one year": lambda: trend({2024: 15.1}),
    "trend, first and last missing": lambda: trend({2020: None, 2021: 15, 2023: 16, 2024: None}),
    "trend, no figure at all": lambda: trend({2020: None, 2021: None}),
    "trend across a break": lambda: trend(
        {2018: 14.0, 2019: 14.2, 2020: 18.0, 2024: 19.0}, segments=2020, breaks=(NEW,)
    ),
    "trend, break in the last year": lambda: trend(
        {2018: 14.0, 2019: 15.2, 2020: 18.0}, segments=2020, breaks=(NEW,)
    ),
    "trend of people": lambda: trend({2020: 347949, 2024: 365644}, PEOPLE),
    "trend of an index": lambda: trend({2020: 10.9, 2024: 10.1}, INDEX),
    "trend of two": _two_trends,
    "compare two areas": lambda: areas(
        "compare_areas", {"1280": 18.2, "1281": 11.9}, where={"codes": ["1280", "1281"]}
    ),
    "compare areas in a county, ties": lambda: areas("compare_areas", FIVE),
    "compare areas beside riket": lambda: areas(
        "compare_areas", FIVE, where={"codes": list(FIVE)}, comparison=OF_RIKET
    ),
    "compare areas, all the same": lambda: areas("compare_areas", dict.fromkeys(FIVE, 12.0)),
    "compare areas, three kinds of nothing": lambda: areas(
        "compare_areas",
        FIVE | {"1281": None, "1262": None, "0980": None},
        statuses={"1281": "missing", "1262": "suppressed", "0980": "not_applicable"},
    ),
    "compare areas, none has a figure": lambda: areas(
        "compare_areas", {"1280": None, "1281": None}
    ),
    "rank": lambda: rank({"1280": 25.1, "1290": 20.0, "1281": 19.9, "1262": 5.0}),
    "rank, ties and missing": lambda: rank(
        {"1280": 25.12, "1290": 25.1, "1281": 19.9}, 30, notices=MISSING
    ),
    "rank, lowest count": lambda: rank(
        {"1262": 24000}, of=PEOPLE, extra={"order": "asc", "limit": 1}
    ),
    "rank, districts": lambda: rank({"1280R001": 45.0, "1280R002": 40.0}, 91, where=IN_MALMO),
    "threshold": lambda: threshold({"1280": 18.2, "1290": 17.0}),
    "threshold, one": lambda: threshold({"1262": 9.1}, "lt", 9.5),
    "threshold, none": lambda: threshold({}, "gt", 60),
    "map": lambda: areas("map", FIVE),
    "map, missing": lambda: areas("map", FIVE, notices=MISSING),
    "change of one": lambda: change({"1280": (15.1, 18.24)}),
    "change of one, negative": lambda: change({"1280": (18.24, 15.1)}),
    "change of many": lambda: change(
        {"1280": (15.1, 18.2), "1281": (12.0, 11.0), "1262": (9.0, 9.02), "1290": (None, 8.0)}
    ),
    "change of many, all up": lambda: change({"1280": (15.1, 18.2), "1281": (12.0, 13.0)}),
    "change in percent": lambda: change(
        {"1280": (347949, 365644), "1281": (125000, 124000)}, of=PEOPLE, measure="percent"
    ),
    "types": lambda: types({1: 60.1, 2: 40.0, 3: 25.0, 4: 14.0, 5: 9.5}),
    "types, the middle highest": lambda: types({1: 10.0, 3: 25.0, 5: 9.5}),
    "types, two absent": lambda: types({1: None, 2: None, 3: 25.0, 4: 14.0, 5: 9.5}),
    "types, only one there": lambda: types({1: None, 4: 14.0}),
    "types, none there": lambda: types({1: None, 2: None}, extra={"types": [1, 2]}),
    "types with regard to age": lambda: of_one_age(
        {1: (42.7, 60.1), 3: (20.0, 21.0), 5: (9.5, 9.0)}
    ),
    "types with regard to age, one lacks it": lambda: of_one_age(
        {1: (None, 60.1), 3: (20.0, 21.0), 5: (9.5, 9.0)}
    ),
    "types with regard to age, one type": lambda: of_one_age(
        {1: (42.7, 60.1)}, extra={"types": [1]}
    ),
    "types with regard to age, none has it": lambda: of_one_age(
        {1: (None, 60.1)}, extra={"types": [1]}
    ),
    "types over time": _typed_trend,
    "types over time with regard to age": _typed_trend_of_one_age,
    "gap": lambda: gap({2023: (60.1, 9.5)}),
    "gap grows": lambda: gap({2022: (60.0, 10.0), 2023: (60.1, 9.5)}),
    "gap shrinks, type 5 higher": lambda: gap({2022: (50.0, 70.0), 2023: (52.0, 70.5)}),
    "gap unchanged": lambda: gap({2022: (50.0, 70.0), 2023: (50.51, 70.5)}),
    "gap changes sides": lambda: gap({2022: (50.0, 51.0), 2023: (50.0, 49.5)}),
    "gap as ratio": lambda: gap({2023: (60.1, 9.5)}, extra={"measure": "ratio"}),
    "gap with regard to age": lambda: gap_of_one_age({2023: (58.0, 11.5)}, (60.1, 9.5)),
    "gap with regard to age, none without it": lambda: gap_of_one_age(
        {2023: (58.0, 11.5)}, (40.0, 40.02)
    ),
    "gap with regard to age, as ratio": lambda: gap_of_one_age(
        {2023: (58.0, 11.5)}, (60.1, 9.5), extra={"measure": "ratio"}
    ),
    "gap with regard to age grows": lambda: gap_of_one_age(
        {2022: (50.0, 11.5), 2023: (58.0, 11.5)}, (60.1, 9.5)
    ),
    "gap with persons": lambda: gap({2023: (60.1, 9.5)}, persons={2023: 12345.4}),
    "gap with persons, fewer": lambda: gap({2023: (9.5, 60.1)}, persons={2023: -12345.4}),
    "gap in persons": lambda: gap(
        {2023: (60.1, 9.5)}, extra={"measure": "persons"}, persons={2023: 12345.4}
    ),
    "gap in persons grows": lambda: gap(
        {2022: (60.0, 10.0), 2023: (60.1, 9.5)},
        extra={"measure": "persons"},
        persons={2022: 12000.0, 2023: 12345.4},
    ),
    "gap in persons, none": lambda: gap(
        {2023: (9.5, 9.5)}, extra={"measure": "persons"}, persons={2023: 0.2}
    ),
    "gap in dwellings": lambda: gap({2023: (60.1, 9.5)}, of="hyresratt_andel", persons={2023: 1.2}),
    "slope": lambda: slope({2023: -26.6}),
    "slope that rises": lambda: slope({2023: 12.0}),
    "slope, level": lambda: slope({2023: 0.0}),
    "slope steeper": lambda: slope({2022: -20.0, 2023: -26.6}),
    "slope less steep": lambda: slope({2022: -26.6, 2023: -20.0}),
    "slope turned": lambda: slope({2022: -1.5, 2023: 1.5}),
    "slope of too few types": lambda: slope({2023: None}),
    "gap of tenths": lambda: judged(tenths({2023: (60.1, 9.5)}, persons={2023: 12345.4}), LARGE),
    "gap of tenths, lower where the challenges are": lambda: tenths(
        {2023: (9.5, 60.1)}, persons={2023: -12345.4}
    ),
    "gap of tenths, none": lambda: tenths({2023: (9.5, 9.5)}, persons={2023: 0.2}),
    "gap of tenths grows": lambda: tenths({2022: (60.0, 10.0), 2023: (60.1, 9.5)}),
    "gap of tenths changes sides": lambda: tenths({2022: (50.0, 51.0), 2023: (50.0, 49.5)}),
    "gap of tenths without figures": lambda: tenths({2023: (None, 9.5)}),
    "gap of tenths by sex": lambda: _gaps_by_sex(tenths),
    "gap without a type": lambda: gap({2023: (None, 9.5)}),
    "gap missing one year": lambda: gap({2022: (None, 9.0), 2023: (60.1, 9.5)}),
    "gaps by sex": _gaps_by_sex,
    "split": _split,
    "split by areas that changed type": lambda: _split("retyped"),
    "split of several areas": _split_of_several,
    "split of nothing": _split_of_nothing,
    "population by type": lambda: shares(
        {1: (19.13, 69272), 2: (9.32, 33757), 3: (71.55, 259104), 4: (0.0, 0), 5: (0.0, 0)}
    ),
    "population of one type": lambda: shares({1: (19.13, 69272)}, extra={"types": [1]}),
    "population of no such type": lambda: shares({1: (0.0, 0)}, extra={"types": [1]}),
    "areas of a type": lambda: listed([1, 1, 1], extra={"types": [1]}),
    "areas of a type, one": lambda: listed([1], extra={"types": [1]}),
    "areas of all types": lambda: listed([1, 1, 2, 3, 5]),
    "areas of a type, none": lambda: listed([], extra={"types": [1, 2]}),
    "changed type": lambda: moved([1, 1, -1]),
    "changed type, one down": lambda: moved([-1]),
    "changed type, none": lambda: moved([]),
    "changed type, explained": lambda: moved(
        [1, 1, -1, -1, 2], ["area", "bounds", "area", "both", "area"]
    ),
    "changed type, one reason": lambda: moved([1, -1], ["bounds", "bounds"]),
    "changed type, one explained": lambda: moved([-1], ["bounds"]),
    "changed type, one not explained": lambda: moved([1, -1], [None, "area"]),
    "profile": lambda: profile(
        {PEOPLE: 362133, SHARE: 18.2, INDEX: 15.2, INCOME: 298.4, SICK: 35.2},
        {PEOPLE: 10551707, SHARE: 14.1, INCOME: 341.0, SICK: 35.24},
    ),
    "profile without population": lambda: profile({SHARE: 18.2}, {}),
    "relation, strong": lambda: related(-0.634, n=33),
    "relation, strong and rising": lambda: related(0.5, n=290),
    "relation, medium": lambda: related(0.42, n=290),
    "relation, medium and falling": lambda: related(-0.3, n=290),
    "relation, weak": lambda: related(0.18, n=290, notices=HALF),
    "relation, weak and falling": lambda: related(-0.18, n=290, notices=PRELIMINARY),
    "relation, none": lambda: related(0.04, n=290),
    "relation, strong but of few": lambda: related(0.6, n=6),
    "relation, nothing varies": lambda: related(None, n=33),
    "relation of areas chosen": lambda: related(0.93, n=6, where={"codes": list(factory.AREAS)}),
    "spread": lambda: inside_of(["1280"]),
    "spread of riket, some missing": lambda: inside_of(["00"], None, notices=LEFT_OUT),
    "spread, as wide as in the country": lambda: inside_of(["1280"], 1.004),
    "spread, all alike": lambda: alike(["1280"]),
    "spread of one with too few": lambda: few(["1280"]),
    "spread of two": lambda: inside_of(["1280", "1281"]),
    "spread of three, one with too few": lambda: inside_of(["1280", "1281", "0980"]),
    "spread of two, alike": lambda: alike(["1280", "1281"]),
    "spread of two with too few": lambda: few(["1280", "1281"]),
    "spread of two, one with too few": few_of_two,
    "similar": lambda: factory.similar(names=Names(), example_data=False, sources=(SOURCE,)),
    "similar, one by one figure": lambda: factory.similar(
        1,
        (UNJUDGED,),
        names=Names(),
        example_data=False,
        asked={"indicators": [UNJUDGED]},
        notices=NOT_COMPARED,
    ),
    "segregation": divided,
    "segregation, over one kind of areas and alone": lambda: divided({APART: 27.25}, None),
    "segregation, without the first measure": lambda: divided({ISOLATION: 0.425}),
    "segregation, no figure": lambda: divided({APART: None}),
    "value beside similar areas": lambda: beside_similar({"1281": 11.9, "1290": 18.2, "1262": 19}),
    "value beside similar areas, together": lambda: judged(
        beside_similar({AS_ONE: 14.1, "1281": 11.9, "1290": 18.2}), LARGE
    ),
    "value below similar areas together": lambda: judged(
        beside_similar({AS_ONE: 19.6, "1281": 11.9, "1290": 22.2}), WITHIN_CHANCE
    ),
    "value the same as similar areas together": lambda: beside_similar(
        {AS_ONE: 18.18, "1281": 11.9, "1290": 22.2}
    ),
    "value about the same as similar areas together": lambda: beside_similar(
        {AS_ONE: 18.26, "1281": 11.9, "1290": 22.2}
    ),
    "compare_areas beside similar areas": lambda: judged(
        compared_with_similar({AS_ONE: 14.1, "1281": 11.9, "1290": 18.2}), LARGE
    ),
    "trend beside similar areas": lambda: trend_beside_similar({2021: 11.4, 2022: 11.6, 2023: 12}),
    "trend beside similar areas, alone after a break": lambda: trend_beside_similar(
        {2021: 11.4, 2022: None, 2023: 12.0}, 2023
    ),
    "trend beside similar areas, judged": lambda: judged(
        trend_beside_similar({2021: 11.4, 2022: 11.6, 2023: 12.0}), LARGE, WITHIN_CHANCE, LARGE
    ),
    "trend beside similar areas, judged and alone": lambda: judged(
        trend_beside_similar({2021: 11.4, 2022: None, 2023: 12.0}, 2023), LARGE, None, WITHIN_CHANCE
    ),
    "trend beside similar areas, one by one": lambda: trend_beside_similar({}, of=INCOME),
    "trend beside similar areas, one by one and alone": lambda: trend_beside_similar(
        {}, 2023, of=INCOME
    ),
    "trend beside similar areas, of which there are none": lambda: laid_beside(
        trend({2021: 11.0, 2022: 12.0, 2023: 13.0}), []
    ),
    "profile beside similar areas": lambda: profile_beside_similar(
        {PEOPLE: None, SHARE: 14.1, INCOME: None}
    ),
    "profile beside similar areas, one by one": lambda: profile_beside_similar({}),
    "segregation beside similar places": divided_beside_similar,
    "value higher than expected": lambda: expecting(12.0, 9.5, 14.5),
    "value lower than expected": lambda: expecting(24.0, 19.3, 28.7),
    "value as expected": lambda: expecting(18.0, 14.1, 21.9),
    "value beside similar areas, none with a figure": lambda: beside_similar({"1281": None}),
    "definition of a figure": lambda: asked(
        {"shape": "definition", "indicators": [SHARE]}, [], years=()
    ),
}
