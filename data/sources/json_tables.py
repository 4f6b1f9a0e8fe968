"""Figures for RegSO 2025 as JSON: PxWebApi v1 answers, and two compiled files for one kommun."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
from pydantic import BaseModel, ValidationError

from data.manifest import Source
from data.problem import ImportProblem
from data.sources.cells import Batch, Part, Slot, all_there, grid_of
from data.sources.text import Figure, count, figure, year

SCB: Final = "Statistiska centralbyrån (SCB)"
SUFFIX: Final = "_RegSO2025"
SEXES: Final = {"1": "men", "2": "women", "1+2": "total"}
POPULATION: Final = "Folkmängden per region efter region, ålder, kön och år"
SERIES: Final = {
    "index": "socioekonomiskt_index",
    "andel_lag_ek_standard": "lag_ekonomisk_standard_andel",
    "andel_forgymnasial": "forgymnasial_andel",
    "andel_bistand_arbetsloshet": "bistand_langtidsarbetslos_andel",
}
TYPE_SERIES: Final = "omradestyp"


class _Column(BaseModel):
    code: str


class _Cell(BaseModel):
    key: list[str]
    values: list[str]


class _Label(BaseModel):
    label: str


class _V1(BaseModel):
    """An answer of PxWebApi v1 in the format ``json``."""

    columns: list[_Column]
    data: list[_Cell]
    metadata: list[_Label]


class _Origin(BaseModel):
    tabell: str
    licens: str
    hamtad: datetime
    url: str


class _Series(BaseModel):
    ar: list[str]
    varde: list[float | None]


class _SeriesContent(BaseModel):
    serier: dict[str, dict[str, _Series]]


class _Compiled(BaseModel):
    """The index and its parts, a series of years for each RegSO."""

    titel: str
    kalla: _Origin
    innehall: _SeriesContent


class _Population(BaseModel):
    totalt: int


class _PopulationContent(BaseModel):
    ar: str
    regso: dict[str, _Population]


class _CompiledPopulation(BaseModel):
    titel: str
    kalla: _Origin
    innehall: _PopulationContent


def read(path: Path, regso_2025: frozenset[str]) -> Batch | None:
    """The figures of a JSON file; None for one of another kind, or that is no JSON at all."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError):
        return None
    if not isinstance(document, dict):
        return None
    try:
        if _label(document) == POPULATION:
            return _population_v1(path, _V1.model_validate(document), regso_2025)
        kind = document.get("id")
        if kind == "regso_socioek":
            return _index(path, _Compiled.model_validate(document), regso_2025)
        if kind == "omraden_befolkning":
            return _population(path, _CompiledPopulation.model_validate(document), regso_2025)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ImportProblem(path, 0, f"{place}: {first['msg']}", first["input"]) from error
    return None


def _label(document: Mapping[str, Any]) -> str | None:
    metadata = document.get("metadata")
    if isinstance(metadata, list) and metadata and isinstance(metadata[0], dict):
        return metadata[0].get("label")
    return None


def _population_v1(path: Path, answer: _V1, regso_2025: frozenset[str]) -> Batch:
    """Population by age and sex; every RegSO of each kommun, every age of every RegSO."""
    codes = [column.code for column in answer.columns[:4]]
    if codes != ["Region", "Alder", "Kon", "Tid"]:
        raise ImportProblem(path, 0, "the columns Region, Alder, Kon, Tid", codes)
    by_slot: dict[Slot, dict[str, Figure]] = defaultdict(dict)
    for row, cell in enumerate(answer.data, start=1):
        area, slot = _place(path, row, cell)
        if area in by_slot[slot]:
            raise ImportProblem(path, row, "each cell once", cell.key)
        by_slot[slot][area] = count(cell.values[0], path, row)
    source = Source(id="scb_v1_folkmangd_alder_kon", publisher=SCB, title=POPULATION, licence="CC0")
    batch = Batch(source)
    for slot, figures in by_slot.items():
        _whole_kommuner(path, list(figures), regso_2025)
        _not_outside_division(path, slot, figures)
        batch.cells.append(_counted(slot, figures, source))
    return batch


def _place(path: Path, row: int, cell: _Cell) -> tuple[str, Slot]:
    if len(cell.key) != 4 or len(cell.values) != 1:
        raise ImportProblem(path, row, "four keys and one figure", cell.key)
    region, age, sex, period = cell.key
    if not region.endswith(SUFFIX):
        raise ImportProblem(path, row, f"a code that ends in {SUFFIX}", region)
    if sex not in SEXES:
        raise ImportProblem(path, row, "a sex: 1, 2 or 1+2", sex)
    slot = Slot(
        "folkmangd",
        "regso",
        2025,
        year(period, path, row),
        SEXES[sex],
        _age(path, row, age),
    )
    return region.removesuffix(SUFFIX), slot


def _age(path: Path, row: int, age: str) -> str:
    """SCB writes "-4" for 0-4 and "80-" for 80 and over."""
    if age == "totalt":
        return "total"
    if re.fullmatch(r"-\d+", age):
        return f"0{age}"
    if re.fullmatch(r"\d+-", age):
        return f"{age[:-1]}+"
    if re.fullmatch(r"\d+-\d+", age):
        return age
    raise ImportProblem(path, row, "an age group", age)


def _whole_kommuner(path: Path, found: list[str], regso_2025: frozenset[str]) -> None:
    kommuner = {code[:4] for code in found}
    expected = {code for code in regso_2025 if code[:4] in kommuner}
    all_there(found, expected, path, "RegSO 2025 of its kommuner")


def _not_outside_division(path: Path, slot: Slot, figures: Mapping[str, Figure]) -> None:
    """SCB answers 0, not '..', for areas outside the years of their division."""
    if slot.age == "total" and slot.sex == "total":
        for area, one in figures.items():
            if one.number == 0:
                raise ImportProblem(
                    path, 0, f"people in {area} (0 outside its division's years)", 0
                )


def _counted(slot: Slot, figures: Mapping[str, Figure], source: Source) -> pd.DataFrame:
    grid = grid_of([[one] for one in figures.values()], list(figures), ["totalt"])
    return grid.cells(Part(slot.indicator, ("totalt",)), slot, source.id)


def _index(path: Path, compiled: _Compiled, regso_2025: frozenset[str]) -> Batch:
    """The index, its parts and the type; years before the division (all empty) are left out."""
    areas = compiled.innehall.serier
    _whole_kommuner(path, list(areas), regso_2025)
    source = _source(compiled.kalla, compiled.titel, "index")
    batch = Batch(source)
    for name in (*SERIES, TYPE_SERIES):
        for reference_year, by_area in _years(path, areas, name).items():
            if name == TYPE_SERIES:
                batch.types.append(_types(path, reference_year, by_area, source))
                continue
            marked = {a: _figure(path, value) for a, value in by_area.items()}
            slot = Slot(SERIES[name], "regso", 2025, reference_year)
            grid = grid_of([[one] for one in marked.values()], list(marked), [name])
            batch.cells.append(grid.cells(Part(slot.indicator, value=name), slot, source.id))
    return batch


def _figure(path: Path, value: float | None) -> Figure:
    return Figure(None, "missing") if value is None else figure(value, path, 0)


def _years(
    path: Path, areas: Mapping[str, Mapping[str, _Series]], name: str
) -> dict[int, dict[str, float | None]]:
    by_year: dict[int, dict[str, float | None]] = defaultdict(dict)
    for area, series in areas.items():
        if name not in series:
            raise ImportProblem(path, 0, f"the series {name} of {area}")
        one = series[name]
        if len(one.ar) != len(one.varde) or max(Counter(one.ar).values()) > 1:
            raise ImportProblem(path, 0, f"one figure a year in {name} of {area}", len(one.varde))
        for text, value in zip(one.ar, one.varde, strict=True):
            by_year[year(text, path, 0)][area] = value
    return {y: found for y, found in by_year.items() if any(v is not None for v in found.values())}


def _types(
    path: Path, reference_year: int, by_area: Mapping[str, float | None], source: Source
) -> pd.DataFrame:
    for area, value in by_area.items():
        if value not in {1, 2, 3, 4, 5}:
            raise ImportProblem(path, 0, f"an area type 1-5 of {area}", value)
    frame = pd.DataFrame({"area": list(by_area), "type": list(by_area.values())})
    return frame.assign(division=2025, year=reference_year, origin="published", source=source.id)


def _population(path: Path, compiled: _CompiledPopulation, regso_2025: frozenset[str]) -> Batch:
    content = compiled.innehall
    _whole_kommuner(path, list(content.regso), regso_2025)
    slot = Slot("folkmangd", "regso", 2025, year(content.ar, path, 0))
    figures = {area: count(one.totalt, path, 0) for area, one in content.regso.items()}
    _not_outside_division(path, slot, figures)
    source = _source(compiled.kalla, compiled.titel, "folkmangd")
    return Batch(source, [_counted(slot, figures, source)])


def _source(origin: _Origin, title: str, what: str) -> Source:
    return Source(
        id=f"scb_{origin.tabell.lower()}_{what}",
        publisher=SCB,
        title=title,
        table_id=origin.tabell,
        url=origin.url,
        retrieved=origin.hamtad.date(),
        licence=origin.licens,
    )
