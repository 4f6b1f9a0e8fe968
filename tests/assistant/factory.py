"""Answers made by hand: a small, readable way to any shape without a database."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from semantic.answer import Answer, columns_of
from semantic.availability import Notice, Resolved
from semantic.compile import Statement
from semantic.model import Break, Catalogue, Indicator, Level, load_catalogue
from semantic.question import Question, read_question
from semantic.type_moves import transitions
from semantic.version import Source

AREAS = ("1280", "1281", "1290", "1292", "1233", "1287")
NAMES = {
    "1280": "Malmö",
    "1281": "Lund",
    "1290": "Kristianstad",
    "1292": "Ängelholm",
    "1233": "Vellinge",
    "1287": "Trelleborg",
    "12": "Skåne län",
    "0180": "Stockholm",
}
SOURCE = Source(id="scb", publisher="SCB", title="Befolkningsregistret", table_id="TAB1")
SHARE = "lag_ekonomisk_standard_andel"
UNJUDGED = "hyresratt_andel"


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


def indicator(identity: str = SHARE) -> Indicator:
    return catalogue().indicators[identity]


class Names(dict[tuple[str, int], str]):
    """Every code has a name: a known one, or one that shows how long names can be."""

    def __missing__(self, key: tuple[str, int]) -> str:
        code, _ = key
        if len(code) == 8:
            return f"Område {code[-3:]} norra-Kungshamn–Smögen ({NAMES.get(code[:4], 'Sotenäs')})"
        return NAMES.get(code, f"Kommun {code}")


def resolved(
    question: Question,
    *,
    indicators: Sequence[Indicator],
    level: Level = "kommun",
    scope: Level | None = None,
    years: tuple[int, ...] = (2023,),
    within: tuple[str, ...] = (),
    codes: tuple[str, ...] | None = None,
    breaks: tuple[Break, ...] = (),
    notices: tuple[Notice, ...] = (),
) -> Resolved:
    by_type = question.rule.uses_types or "area_type" in question.by
    return Resolved(
        question=question,
        indicators=tuple(indicators),
        level="regso" if by_type else level,
        scope=scope or level,
        codes=question.areas.codes if codes is None else codes,
        within=within or question.areas.within,
        years=years,
        profile=tuple((each, years[-1]) for each in indicators) if years else (),
        by_type=by_type,
        by_sex="sex" in question.by,
        by_age="age" in question.by,
        type_year=question.type_basis.year,
        breaks=breaks,
        notices=notices,
    )


def answer(
    asked: Mapping[str, Any],
    rows: Iterable[Mapping[str, Any]],
    *,
    comparison: Iterable[Mapping[str, Any]] = (),
    peers: Iterable[Mapping[str, Any]] = (),
    indicators: Sequence[Indicator] | None = None,
    example_data: bool = True,
    names: Mapping[tuple[str, int], str] | None = None,
    sources: tuple[Source, ...] = (SOURCE,),
    notices: tuple[Notice, ...] = (),
    **parts: Any,
) -> Answer:
    question = read_question({"v": 1, **asked})
    known = indicators
    if known is None:
        known = [indicator(each) for each in question.indicators] or [indicator("folkmangd")]
    frame = pd.DataFrame(list(rows))
    draft = resolved(question, indicators=known, notices=notices, **parts)
    columns = columns_of(frame, draft.indicator, question.shape) if len(frame.columns) else ()
    return Answer(
        question=question,
        resolved=draft,
        columns=columns,
        rows=frame,
        comparison=pd.DataFrame(list(comparison)),
        peers=pd.DataFrame(list(peers)),
        notices=draft.notices,
        sources=sources,
        statements=(Statement("SELECT 1", {}),),
        version_id="2024-05-01-abc123",
        created="2024-05-01T10:00:00Z",
        example_data=example_data,
        names=names if names is not None else Names(),
    )


def cell(
    area: str = "1280",
    value: float | None = 12.25,
    period: int = 2023,
    status: str | None = None,
    of: str = SHARE,
    **more: Any,
) -> dict[str, Any]:
    """One row of a figure by area; a ratio has its parts."""
    row: dict[str, Any] = {"indicator": of, "area": area, "period": period, "sex": "total",
                           "age": "total", "numerator": None, "denominator": None, "value": value,
                           "status": status or ("missing" if value is None else "value"),
                           "origin": "published", "source": "scb"}  # fmt: skip
    if value is not None and indicator(of).kind == "ratio":
        row |= {"numerator": value * 100, "denominator": 10000.0}
    return row | more


def typed(kind: int, value: float | None, period: int = 2023, **more: Any) -> dict[str, Any]:
    """One row of a figure by area type."""
    row = cell("1280", value, period, **more)
    return row | {"area_type": kind, "areas": 12, "valued": 12, "preliminary": 0}


def regso(count: int, kommun: str = "1280") -> list[str]:
    return [f"{kommun}R{number:03d}" for number in range(1, count + 1)]


def kommuner(count: int) -> list[str]:
    return [f"{1200 + number}" for number in range(count)]


def spread(count: int, low: float = 4.0, high: float = 38.0, seed: int = 1) -> list[float]:
    """Figures that look like real ones, the same every time, highest first."""
    luck = random.Random(seed)
    return sorted((luck.uniform(low, high) for _ in range(count)), reverse=True)


RIKET = [cell("00", 14.74)]


def of_areas(shape: str, codes: Sequence[str], level: Level = "kommun", **more: Any) -> Answer:
    """All areas of a level (inside Skåne), the highest first."""
    rows = [cell(code, value) for code, value in zip(codes, spread(len(codes)), strict=True)]
    extra: dict[str, Any] = {}
    if shape == "rank":
        rows = [row | {"rank": place + 1, "ranked": len(rows)} for place, row in enumerate(rows)]
    if shape == "threshold":
        rows = [row | {"matched": len(rows)} for row in rows]
        extra["threshold"] = {"op": "ge", "value": 4}
    asked = {"shape": shape, "indicators": [SHARE], "areas": {"level": level, "within": ["12"]}}
    return answer(asked | extra, rows, level=level, **more)


def trend(codes: Sequence[str], years: Sequence[int] = range(2012, 2024), **more: Any) -> Answer:
    """A series for each area, with a break in 2019, a missing year and a preliminary one."""
    rows = []
    for place, code in enumerate(codes):
        for year in years:
            value: float | None = 10 + 3.3 * (place % 7) + 0.4 * (year - 2012) + (year % 3) * 0.5
            status = "preliminary" if year == years[-1] else None
            if year == years[0] + 3:
                value, status = None, "missing"
            rows.append(cell(code, value, year, status, segment=int(year >= 2019)))
    riket = [
        cell("00", 13 + 0.1 * (year - 2012), year, segment=int(year >= 2019)) for year in years
    ]
    asked = {"shape": "trend", "indicators": [SHARE], "areas": {"codes": list(codes)}}
    return answer(asked, rows, comparison=riket, years=tuple(years), **more)


def change(codes: Sequence[str], of: str = SHARE, measure: str = "difference") -> Answer:
    values = spread(len(codes), -6, 5)
    rows = [
        {"indicator": of, "area": code, "sex": "total", "age": "total", "from_value": 20.0,
         "to_value": 20.0 + value, "from_status": "value", "to_status": "value", "value": value,
         "from_period": 2019, "period": 2023, "status": "value"}
        for code, value in zip(codes, values, strict=True)
    ]  # fmt: skip
    asked = {"shape": "change", "indicators": [of], "measure": measure,
             "areas": {"level": "kommun", "within": ["12"]}}  # fmt: skip
    return answer(asked, rows, years=(2019, 2023), level="kommun")


def compare_types(
    years: Sequence[int] = (2023,), areas: Sequence[str] = ("1280",), **asked: Any
) -> Answer:
    rows = [
        typed(kind, 40.0 - 7 * kind + 0.3 * (year - 2012), year, segment=int(year >= 2019))
        | {"area": area}
        for area in areas
        for year in years
        for kind in range(1, 6)
    ]
    question = {"shape": "compare_types", "indicators": [SHARE], "areas": {"codes": list(areas)}}
    return answer(question | asked, rows, years=tuple(years), scope="kommun")


def gap(years: Sequence[int] = (2023,), areas: Sequence[str] = ("1280",), **asked: Any) -> Answer:
    rows = []
    for area in areas:
        for year in years:
            first, second = 33.0 + 0.5 * (year - 2015), 5.25
            rows.append(
                cell(area, first - second, year)
                | {"first_type": 1, "second_type": 5, "first_value": first, "second_value": second,
                   "first_numerator": 3300, "first_denominator": 10000, "first_areas": 9,
                   "second_numerator": 525, "second_denominator": 10000, "second_areas": 14,
                   "segment": int(year >= 2019)}
            )  # fmt: skip
    question = {"shape": "gap", "indicators": [SHARE], "areas": {"codes": list(areas)}}
    return answer(question | asked, rows, years=tuple(years), scope="kommun")


def population_share(areas: Sequence[str] = ("1280",), years: Sequence[int] = (2023,)) -> Answer:
    shares = (18.44, 22.06, 31.0, 28.5, 0.0)
    rows = [
        typed(kind, share, year, status="zero" if share == 0 else None, of="folkmangd")
        | {"area": area, "numerator": share * 3500, "denominator": 350000.0}
        for area in areas
        for year in years
        for kind, share in enumerate(shares, start=1)
    ]
    asked = {"shape": "population_share", "areas": {"codes": list(areas)}}
    return answer(asked, rows, years=tuple(years), scope="kommun")


def split(measure: str = "mix", areas: Sequence[str] = ("1280",), **asked: Any) -> Answer:
    """The parts of a change of 1.2 units; of type 5 there is no area in the first year."""
    rows = []
    for area in areas:
        for kind, rate, mix in zip(range(1, 6), MIX_RATES, MIX_MIXES, strict=True):
            absent = kind == 5
            row = _split_row(area, kind, None if absent else 50.0 - 9 * kind, 48.0 - 9 * kind)
            row |= {"from_areas": 0 if absent else 9, "from_share": 0.0 if absent else 25.0}
            parts: dict[str, Any] = {"rate": rate, "mix": mix, "value": rate + mix}
            if measure == "retyped":
                parts = {"to_same_value": 49.0 - 9 * kind, "within": -1.0, "retyped": -1.0,
                         "value": -2.0}  # fmt: skip
                if absent:
                    parts = dict.fromkeys(parts) | {"status": "not_applicable"}
            rows.append(row | parts)
        if measure == "mix":
            parts = {"rate": sum(MIX_RATES), "mix": sum(MIX_MIXES)}
            whole = _split_row(area, None, 20.0, 20.0 + sum(parts.values()))
            rows.append(whole | parts | {"value": sum(parts.values())})
    question = {"shape": "split", "indicators": [SHARE], "measure": measure,
                "areas": {"codes": list(areas)}}  # fmt: skip
    return answer(question | asked, rows, years=(2019, 2023), scope="kommun")


MIX_RATES = (-0.5, -0.25, -0.35, 0.1, 0.0)
MIX_MIXES = (-0.6, 0.1, 0.05, -0.05, 0.3)


def _split_row(area: str, kind: int | None, first: float | None, last: float) -> dict[str, Any]:
    row = {"indicator": SHARE, "area": area, "area_type": kind, "sex": "total", "age": "total",
           "from_period": 2019, "period": 2023, "from_value": first, "to_value": last,
           "from_areas": 9, "to_areas": 9, "from_share": 100.0, "to_share": 100.0,
           "status": "value", "source": "scb", "origin": "computed"}  # fmt: skip
    return row if kind is None else row | {"to_share": 20.0}


def areas_of_type(count: int = 30, kinds: Sequence[int] = (1, 2, 3, 4, 5)) -> Answer:
    rows = [
        {"area": code, "area_type": kinds[place % len(kinds)], "period": 2023,
         "value": 2100.0 + 37 * place, "status": "value", "origin": "published", "source": "scb"}
        for place, code in enumerate(regso(count))
    ]  # fmt: skip
    asked = {"shape": "areas_of_type", "types": list(kinds), "areas": {"codes": ["1280"]}}
    return answer(asked, rows, scope="kommun")


def type_changes(count: int = 12) -> Answer:
    rows = []
    for place, code in enumerate(regso(count)):
        before, after = 1 + place % 4, 1 + (place + 1 + place % 2) % 5
        if before == after:
            after = before + 1
        rows.append({"area": code, "from_type": before, "to_type": after, "value": after - before,
                     "origin": "published", "source": "scb", "status": "value",
                     "from_period": 2019, "period": 2023})  # fmt: skip
    asked = {"shape": "type_changes", "areas": {"codes": ["1280"]}}
    return answer(asked, rows, years=(2019, 2023), scope="kommun")


def explained_changes(count: int = 12) -> Answer:
    """The same, with what is known of why; of every third area nothing is."""
    plain = type_changes(count)
    shares = ("lag_ekonomisk_standard_andel", "forgymnasial_andel")
    rows = [
        row
        | {"index_change": -1.04 * row["value"], "reason": ("area", "bounds", None)[place % 3],
           "component": shares[place % 2] if place % 4 else None,
           "component_change": -2.06 * row["value"] if place % 4 else None}
        for place, row in enumerate(plain.records())
    ]  # fmt: skip
    found = answer(
        plain.question.canonical(),
        rows,
        years=plain.years,
        scope="kommun",
        indicators=[indicator(each) for each in ("folkmangd", "socioekonomiskt_index", *shares)],
    )
    before = {f"1280R{place:03d}": 1 + place % 5 for place in range(40)}
    after = before | {row["area"]: row["to_type"] for row in rows}
    people = dict.fromkeys(before, 1200.0)
    return replace(found, transitions=transitions(before, before, after, people))


def profile(areas: Sequence[str] = ("1280",)) -> Answer:
    ids = ("folkmangd", SHARE, "sysselsatta_andel", "arbetslosa_andel", UNJUDGED,
           "loneinkomst_medel", "socioekonomiskt_index", "forgymnasial_andel")  # fmt: skip
    values = dict(zip(ids, (357377, 21.25, 66.0, 11.5, 46.1, 298.4, 15.2, 14.7), strict=True))
    riket = dict(zip(ids, (10551707, 14.74, 69.9, 8.2, 30.4, 341.0, 11.1, 14.7), strict=True))
    rows = [cell(area, values[each] + 0.5 * place, of=each)
            for each in ids for place, area in enumerate(areas)]  # fmt: skip
    others = [cell("00", riket[each], of=each) for each in ids]
    asked = {"shape": "profile", "areas": {"codes": list(areas)}}
    known = [indicator(each) for each in ids]
    return answer(asked, rows, comparison=others, indicators=known)


def relation(
    codes: Sequence[str] = AREAS,
    r: float | None = -0.634,
    pairs: Iterable[tuple[float, float]] = (),
    of: tuple[str, str] = (UNJUDGED, "sysselsatta_andel"),
    where: Mapping[str, Any] | None = None,
    n: int | None = None,
    **more: Any,
) -> Answer:
    """Two figures of each area; r is as it is told to be."""
    figures = list(pairs) or [(30.0 + 4 * place, 80.0 - place**2) for place in range(len(codes))]
    rows = [
        {"area": code, "period": 2023, "x_value": x, "x_status": "value", "y_value": y,
         "y_status": "value", "n": n or len(codes), "spearman": r, "value": r,
         "status": "value" if r is not None else "not_applicable", "origin": "computed",
         "x_source": "scb", "y_source": "scb"}
        for code, (x, y) in zip(codes, figures, strict=True)
    ]  # fmt: skip
    asked = {"shape": "relation", "indicators": list(of),
             "areas": where or {"level": "kommun", "within": ["12"]}}  # fmt: skip
    return answer(asked, rows, **more)


def within(places: Sequence[str] = ("1280",), times: float | None = 1.07, **more: Any) -> Answer:
    """How the RegSO of some places spread; the last of several has too few of them."""
    rows, small = [], []
    for at, place in enumerate(places):
        inside = [
            cell(code, value)
            for code, value in zip(regso(20, place), spread(20, seed=at), strict=True)
        ]
        rows.append(_spread_row(place, inside, times))
        small += inside
    if len(places) > 2:
        few = dict.fromkeys(("p5", "p25", "p50", "p75", "p95", "value", "variation"))
        rows[-1] |= few | {"valued": 2, "areas": 2, "status": "not_applicable"}
    riket = [] if times is None else [_spread_row("00", small, None)]
    asked = {"shape": "spread", "indicators": [SHARE], "areas": {"codes": list(places)}}
    asked |= more.pop("asked", {})
    return answer(asked, rows, comparison=riket, peers=small, level="regso", **more)


def _spread_row(
    place: str, inside: Sequence[Mapping[str, Any]], times: float | None
) -> dict[str, Any]:
    ordered = sorted(inside, key=lambda each: each["value"])
    at = {"p5": 1, "p25": 5, "p50": 10, "p75": 15, "p95": -2}
    row = {name: ordered[number]["value"] for name, number in at.items()}
    return {
        "indicator": SHARE, "area": place, "period": 2023, "sex": "total", "age": "total",
        "areas": len(inside), "valued": len(inside), **row,
        "lowest": ordered[0]["value"], "lowest_area": ordered[0]["area"],
        "highest": ordered[-1]["value"], "highest_area": ordered[-1]["area"], "whole": 15.2,
        "whole_status": "value", "variation": times, "value": row["p95"] - row["p5"],
        "status": "value", "origin": "computed", "source": "scb", "whole_source": "scb",
    }  # fmt: skip


def similar(count: int = 4, of: Sequence[str] = (UNJUDGED, "folkmangd"), **more: Any) -> Answer:
    """Malmö and the kommuner most like it."""

    def row(area: str, place: int | None, far: float) -> dict[str, Any]:
        figures = {each: 40.0 + 2 * far if each != "folkmangd" else 300000 for each in of}
        return {"area": area, "period": 2023, "rank": place, **figures, "value": far,
                "status": "value" if far else "zero", "origin": "computed"}  # fmt: skip

    rows = [row(code, place, 0.21 * place) for place, code in enumerate(AREAS[1:][:count], 1)]
    known = [indicator(each) for each in of]
    asked = {"shape": "similar", "areas": {"codes": ["1280"]}} | more.pop("asked", {})
    return answer(asked, rows, comparison=[row("1280", None, 0.0)], indicators=known, **more)


MEASURES: Mapping[str, float | None] = {
    "ojamlikhet_fodelseland": 27.25, "isolering_fodelseland": 0.424,
    "ojamlikhet_fodelseland_deso": 28.8, "ojamlikhet_utbildning": None,
}  # fmt: skip


def segregation(
    values: Mapping[str, float | None] = MEASURES, riket: float | None = 1.1, **more: Any
) -> Answer:
    """The measures of Malmö, and those of riket as so many times its own."""
    rows = [cell("1280", value, of=each) for each, value in values.items()]
    others = [
        cell("00", None if value is None else value * (riket or 0), of=each)
        for each, value in values.items()
    ]
    asked = {"shape": "segregation", "areas": {"codes": ["1280"]}}
    known = [indicator(each) for each in values]
    return answer(asked, rows, comparison=others if riket else (), indicators=known, **more)


def one_value(peers: int = 290, **more: Any) -> Answer:
    asked = {"shape": "value", "indicators": [SHARE], "areas": {"codes": ["1280"]}}
    others = [cell(code, value) for code, value in zip(kommuner(peers), spread(peers), strict=True)]
    return answer(asked, [cell("1280", 21.25)], comparison=RIKET, peers=others, **more)


def by_sex(areas: Sequence[str] = AREAS, years: Sequence[int] = (2023,)) -> Answer:
    rows = [
        cell(area, 30.0 - 2 * place + (2 if sex == "women" else 0), year, sex=sex)
        for place, area in enumerate(areas)
        for year in years
        for sex in ("women", "men")
    ]
    asked = {"shape": "compare_areas", "indicators": [SHARE], "by": ["sex"],
             "areas": {"codes": list(areas)}}  # fmt: skip
    return answer(asked, rows, years=tuple(years))


def by_age() -> Answer:
    ages = ("0-19", "20-64", "65+")
    rows = [cell("1280", 20.0 + place, age=age) for place, age in enumerate(ages)]
    asked = {"shape": "value", "indicators": [SHARE], "by": ["age"], "areas": {"codes": ["1280"]}}
    return answer(asked, rows)


def definition() -> Answer:
    return answer({"shape": "definition", "indicators": [SHARE]}, [])


def every_kind() -> dict[str, Answer]:
    """One answer for each kind of picture, by the name of the kind."""
    mixed = of_areas("compare_areas", AREAS, comparison=RIKET)
    mixed.rows.loc[1, "status"] = "preliminary"
    mixed.rows.loc[2, ["value", "status"]] = [None, "missing"]
    mixed.rows.loc[3, ["value", "status"]] = [None, "suppressed"]
    return {
        "strip": one_value(),
        "line": trend(AREAS[:3]),
        "small_multiples": trend(kommuner(33), within=("12",)),
        "bars": mixed,
        "dots": of_areas("compare_areas", regso(18), "regso", comparison=RIKET),
        "ends": of_areas("compare_areas", regso(60), "deso"),
        "change_bars": change(AREAS),
        "type_bars": compare_types(),
        "type_dots": compare_types(areas=AREAS[:4]),
        "type_lines": compare_types(range(2012, 2024)),
        "group_dots": by_sex(),
        "dumbbell": gap(areas=AREAS[:3]),
        "gap_lines": gap(range(2014, 2024)),
        "share_bar": population_share(),
        "type_counts": areas_of_type(),
        "type_moves": type_changes(),
        "spine": profile(),
        "scatter": relation(),
        "measures": segregation(),
        "strips": within(("1280", "1281", "1290")),
        "split_bars": split(),
    }
