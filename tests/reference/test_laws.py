"""Laws that every answer keeps, whatever the figures are; asked of small nasty countries."""

import math
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from semantic.answer import plain_records
from semantic.ask import ask
from semantic.errors import QuestionError
from semantic.question import read_question
from semantic.version import Version
from tests.reference import nasty
from tests.reference.differential import document_of, made, same

COUNTRIES = [f"law {number}" for number in range(5)]
Document = dict[str, Any]
Rows = list[dict[str, Any]]


@contextmanager
def published(country: nasty.Country, folder: Path) -> Iterator[Version]:
    version = country.publish(folder)
    try:
        yield version
    finally:
        version.close()


def rows_of(document: Document, version: Version) -> Rows | str:
    """The rows of an answer, or the code of the refusal."""
    try:
        return plain_records(ask(read_question(document), version).rows)
    except QuestionError as error:
        return error.code


# adding a filter never raises a count


COUNTED = ("threshold", "rank", "map", "compare_areas", "areas_of_type", "type_changes")


def narrower(document: Document, rng: Random, codes: list[str]) -> Document:
    """The same question of fewer areas, fewer types or with a stricter bound."""
    found = dict(document)
    if bound := found.get("threshold"):
        up = bound["op"] in ("gt", "ge")
        found["threshold"] = {**bound, "value": bound["value"] + (1 if up else -1) * rng.random()}
    if document["shape"] in ("areas_of_type", "type_changes") and rng.random() < 0.5:
        types = document.get("types", [1, 2, 3, 4, 5])
        return found | {"types": types[: max(1, len(types) - 1)]}
    outer = document["areas"].get("within", [])
    inside = [code for code in codes if len(code) == 4 and code.startswith(tuple(outer or ("",)))]
    found["areas"] = (
        {**document["areas"], "within": [rng.choice(inside)]} if inside else found["areas"]
    )
    return found


@pytest.mark.parametrize("name", COUNTRIES)
def test_a_filter_never_raises_a_count(name):
    compared = 0
    with made(name) as place:
        codes = sorted(place.world.codes)
        for number in range(150):
            rng = Random(f"{name} {number}")
            shape = rng.choice(COUNTED)
            document: Document = {
                "shape": shape,
                "areas": {"level": rng.choice(("kommun", "regso", "deso"))},
                "periods": {"mode": "list", "years": [rng.choice(place.years)]},
            }
            if "type" in shape:
                lan = rng.choice([code for code in codes if len(code) == 2])
                document["areas"] = {"level": "kommun", "within": [lan]}
            else:
                document["indicators"] = [rng.choice(place.indicators)]
            if shape == "threshold":
                document["threshold"] = {
                    "op": rng.choice(("lt", "ge")),
                    "value": rng.uniform(0, 90),
                }
            if shape == "type_changes":
                document.pop("periods")
            if shape == "rank":
                document["limit"] = 10_000
            wide = rows_of(document, place.version)
            narrow = rows_of(narrower(document, rng, codes), place.version)
            if isinstance(wide, str) or isinstance(narrow, str):
                continue
            if len({(row.get("from_period"), row["period"]) for row in wide + narrow}) > 1:
                continue
            compared += 1
            assert len(narrow) <= len(wide), document
            assert {row["area"] for row in narrow} <= {row["area"] for row in wide}, document
            for count in ("matched", "ranked"):
                assert max([row.get(count) or 0 for row in narrow], default=0) <= max(
                    [row.get(count) or 0 for row in wide], default=0
                ), document
    assert compared > 10


# parts of an additive figure add up


ADDED = ("areas", "valued", "preliminary")


def totals(rows: Rows, *keys: str) -> dict[tuple[Any, ...], dict[str, float]]:
    found: dict[tuple[Any, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in rows:
        for name in (*ADDED, "numerator", "denominator"):
            found[tuple(row[key] for key in keys)][name] += row[name] or 0
    return {key: dict(sums) for key, sums in found.items()}


def test_areas_and_types_add_up():
    """Kommuner to their län and the country, types to all RegSO, shares to 100."""
    compared = 0
    for name in COUNTRIES:
        with made(name) as place:
            for indicator in place.indicators:
                for year in place.years:
                    compared += _types_add_up(indicator, year, place.version)
    assert compared > 10


def _types_add_up(indicator: str, year: int, version: Version) -> int:
    document = {
        "shape": "compare_types",
        "indicators": [indicator],
        "periods": {"mode": "list", "years": [year]},
    }
    country, lan, kommuner = (
        rows_of(document | {"areas": {"level": level}}, version)
        for level in ("riket", "lan", "kommun")
    )
    if isinstance(country, str) or isinstance(lan, str) or isinstance(kommuner, str):
        return 0
    assert totals(kommuner, "area_type") == totals(country, "area_type")
    assert totals(lan, "area_type") == totals(country, "area_type")
    parts = rows_of({**document, "shape": "map", "areas": {"level": "regso"}}, version)
    known = math.fsum(row["numerator"] or 0 for row in parts)
    assert math.fsum(row["numerator"] or 0 for row in country) == known
    if indicator == "folkmangd":
        _shares_add_up({**document, "shape": "population_share"}, version)
    return 1


def _shares_add_up(document: Document, version: Version) -> None:
    for level in ("riket", "lan", "kommun"):
        rows = rows_of(document | {"areas": {"level": level}}, version)
        by_area: dict[str, Rows] = defaultdict(list)
        for row in rows:
            by_area[row["area"]].append(row)
        for parts in by_area.values():
            (everybody,) = {row["denominator"] for row in parts}
            if everybody:
                assert math.fsum(row["numerator"] or 0 for row in parts) == everybody
                assert math.isclose(math.fsum(row["value"] or 0 for row in parts), 100)


def test_women_and_men_add_up_where_the_facts_do(tmp_path):
    compared = 0
    for name in COUNTRIES:
        country = nasty.country(name)
        _make_sexes_add_up(country)
        with published(country, tmp_path / name) as version:
            for shape, level in _BY_SEX:
                for year in country.years:
                    compared += _sexes_add_up(shape, level, year, version)
    assert compared > 10


_BY_SEX = (
    ("map", "kommun"), ("map", "regso"), ("compare_types", "riket"), ("compare_types", "kommun"),
)  # fmt: skip


def _make_sexes_add_up(country: nasty.Country) -> None:
    cells = {cell_key(cell): cell for cell in country.cells if cell["indicator"] == "folkmangd"}
    for (*where, sex), cell in cells.items():
        parts = [cells.get((*where, each)) for each in ("women", "men")]
        if sex == "total" and all(part and part["num"] is not None for part in parts):
            cell["num"] = math.fsum(part["num"] for part in parts)
            cell["status"] = "value" if cell["num"] else "zero"


def cell_key(cell: dict[str, Any]) -> tuple[Any, ...]:
    return (cell["area"], cell["division"], cell["year"], cell["age"], cell["sex"])


def _sexes_add_up(shape: str, level: str, year: int, version: Version) -> int:
    """How many totals were compared with their parts."""
    figures = []
    for sex in ("total", "women", "men"):
        document = {
            "shape": shape, "indicators": ["folkmangd"], "sex": sex, "areas": {"level": level},
            "periods": {"mode": "list", "years": [year]},
        }  # fmt: skip
        rows = rows_of(document, version)
        if isinstance(rows, str):
            return 0
        figures.append({(row["area"], row.get("area_type")): row["value"] for row in rows})
    total, women, men = figures
    known = [
        where for where in total if None not in (total[where], women.get(where), men.get(where))
    ]
    for where in known:
        assert women[where] + men[where] == total[where], where
    return len(known)


# relabelling changes nothing


def relabelled(country: nasty.Country, rng: Random) -> tuple[nasty.Country, dict[str, str]]:
    """The same country with other codes: län, kommuner and small areas change places."""
    codes = sorted({area[1] for area in country.areas})
    new = {"00": "00"}
    for length in (2, 4, 8, 9):
        inner = [code for code in codes if len(code) == length and code != "00"]
        by_outer: dict[str, list[str]] = defaultdict(list)
        for code in inner:
            by_outer[{2: "", 4: code[:2], 8: code[:4], 9: code[:4]}[length]].append(code)
        for outer, members in by_outer.items():
            tails = [code[len(outer) :] for code in members]
            for code, tail in zip(members, rng.sample(tails, len(tails)), strict=True):
                new[code] = new.get(outer, "") + tail
    return replace(
        country,
        areas=[(level, new[code], *rest) for level, code, *rest in country.areas],
        cells=[cell | {"area": new[cell["area"]]} for cell in country.cells],
        types=[(new[area], *rest) for area, *rest in country.types],
    ), new


def with_codes(document: Document, new: dict[str, str]) -> Document:
    areas = {
        key: [new.get(code, code) for code in value] if isinstance(value, list) else value
        for key, value in document.get("areas", {}).items()
    }
    return {**document, "areas": areas} if "areas" in document else document


def as_a_set(rows: Rows | str, new: dict[str, str]) -> Any:
    """The rows in an order that does not hang on codes that are compared."""
    if isinstance(rows, str):
        return rows
    renamed = [row | ({"area": new[row["area"]]} if "area" in row else {}) for row in rows]
    return sorted(renamed, key=lambda row: [str(row.get(key)) for key in _KEYS])


_BY_CODE = {"lowest_area", "highest_area"}
"""Of equals the first in order of code, as are the ranks of similar areas."""
_KEYS = ("indicator", "area", "area_type", "period", "sex", "age", "from_type", "to_type")


@pytest.mark.parametrize("name", COUNTRIES)
def test_relabelling_changes_nothing(name, tmp_path):
    country = nasty.country(name)
    other, new = relabelled(country, Random(name))
    assert new != {code: code for code in new}
    back = {code: old for old, code in new.items()}
    answered = 0
    with made(name) as place, published(other, tmp_path) as version:
        for number in range(120):
            document = document_of(place, number)
            if "similar" in (document["shape"], document.get("comparator")):
                continue
            document.pop("limit", None)
            if document["shape"] == "rank":
                document["limit"] = 10_000
            before = as_a_set(rows_of(document, place.version), {code: code for code in new})
            after = as_a_set(rows_of(with_codes(document, new), version), back)
            answered += not isinstance(before, str)
            assert type(before) is type(after), document
            if isinstance(before, str):
                assert before == after, document
                continue
            assert len(before) == len(after), document
            for one, two in zip(before, after, strict=True):
                assert all(same(one[key], two[key]) for key in one.keys() - _BY_CODE), (
                    document,
                    one,
                    two,
                )
    assert answered > 25


# the order of questions is irrelevant


@pytest.mark.parametrize("name", COUNTRIES[:3])
def test_what_was_asked_before_changes_nothing(name):
    with made(name) as one, made(name) as other:
        documents = [document_of(one, number) for number in range(150)]
        first = [rows_of(document, one.version) for document in documents]
        again = [rows_of(document, one.version) for document in documents]
        backwards = [rows_of(document, other.version) for document in reversed(documents)]
        assert first == again == backwards[::-1]
