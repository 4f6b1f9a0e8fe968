"""Tiny published versions made of exactly the cells a test needs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from semantic.model import Catalogue, load_catalogue
from semantic.version import Version, open_version

OLD, NEW = 2020, 2025
RATIO = "hyresratt_andel"
COUNT = "folkmangd"
MEAN = "loneinkomst_medel"

AREAS = (
    ("riket", "00", 0, False),
    *(("lan", code, 0, False) for code in ("01", "12")),
    *(("kommun", code, 0, False) for code in ("0180", "1280", "1281")),
    *(
        ("regso", f"{kommun}R00{number}", division, (kommun, number) == ("1280", 2))
        for kommun in ("0180", "1280", "1281")
        for number in (1, 2, 3)
        for division in (OLD, NEW)
    ),
    ("regso", "1281R009", NEW, False),
)
"""Three kommuner of three RegSO in two divisions: one RegSO got a new border, one is new."""

_LEVELS = {2: "lan", 4: "kommun", 8: "regso", 9: "deso"}
_CELL = (
    "indicator", "level", "area", "division", "year", "sex", "age", "num", "den", "value",
    "status", "origin", "source",
)  # fmt: skip


def level(area: str) -> str:
    return "riket" if area == "00" else _LEVELS[len(area)]


def cell(area: str, year: int = 2023, num: float | None = 5, den: float | None = 10, **more: Any):
    """A cell of a ratio; of a count with ``den=None``."""
    found: dict[str, Any] = dict.fromkeys(_CELL)
    found |= {
        "indicator": RATIO if den is not None or num is None else COUNT,
        "level": level(area),
        "area": area,
        "division": 0 if level(area) != "regso" else OLD if year < 2024 else NEW,
        "year": year,
        "sex": "total",
        "age": "total",
        "num": num,
        "den": den if num is not None else None,
        "status": "missing" if num is None else "zero" if num == 0 else "value",
        "origin": "published",
        "source": "made_up",
    }
    return found | more


def typed(types: Mapping[str, int], years: Iterable[int] = (2023,)) -> list[tuple[Any, ...]]:
    return [
        (area, OLD if year < 2024 else NEW, year, kind, "published", "made_up")
        for year in years
        for area, kind in types.items()
    ]


def all_typed(kind: int = 3, years: Iterable[int] = (2023,), **other: int) -> list[tuple[Any, ...]]:
    """Every RegSO of the old division of one type, but for ``other``, named like ``_1280R001``."""
    codes = [code for kept, code, division, _ in AREAS if kept == "regso" and division == OLD]
    types = dict.fromkeys(codes, kind) | {code[1:]: each for code, each in other.items()}
    return typed(types, years)


def publish(
    folder: Path,
    cells: Sequence[Mapping[str, Any]],
    types: Sequence[tuple[Any, ...]] = (),
    catalogue: Catalogue | None = None,
    areas: Sequence[tuple[str, str, int, bool]] = AREAS,
    bounds: Sequence[tuple[Any, ...]] = (),
) -> Version:
    """``areas`` are (level, code, division, whether its border moved)."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(folder / "facts.duckdb") as db:
        db.execute("BEGIN")
        for statement in _SCHEMA.split(";"):
            db.execute(statement)
        _insert(db, "area", [_area(*each) for each in areas])
        _insert(db, "cell", [[each[name] for name in _CELL] for each in cells])
        _insert(db, "area_type", types)
        _insert(db, "type_bounds", [(*each, "computed") for each in bounds])
        db.execute(_OFFER)
        named = {"made_up", *(each["source"] for each in cells), *(each[-1] for each in types)}
        _insert(db, "source", [(each, "Nobody", f"Table {each}") for each in sorted(named)])
        db.execute("COMMIT")
    manifest = {
        "id": "small",
        "created": "2025-01-01T00:00:00Z",
        "title": {"sv": "Litet", "en": "Small"},
        "example_data": True,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return open_version(folder, catalogue or _catalogue())


def _area(kind: str, code: str, division: int, changed: bool) -> list[Any]:
    kommun, lan = (code[:4] if len(code) > 4 else "", code[:2] if len(code) > 2 else "")
    return [kind, code, division, f"Område {code}", kommun, lan, changed]


def _insert(db: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    if not rows:
        return
    columns = [pa.array(list(column)) for column in zip(*rows, strict=True)]
    db.register("incoming", pa.table(columns, names=[f"c{n}" for n in range(len(columns))]))
    db.execute(f"INSERT INTO {table} SELECT * FROM incoming")
    db.unregister("incoming")


@cache
def _catalogue() -> Catalogue:
    return load_catalogue()


_SCHEMA = """
CREATE TABLE area (level VARCHAR, code VARCHAR, division SMALLINT, name VARCHAR, kommun VARCHAR,
    lan VARCHAR, changed BOOLEAN);
CREATE TABLE cell (indicator VARCHAR, level VARCHAR, area VARCHAR, division SMALLINT, year SMALLINT,
    sex VARCHAR, age VARCHAR, num DOUBLE, den DOUBLE, value DOUBLE, status VARCHAR, origin VARCHAR,
    source VARCHAR);
CREATE TABLE area_type (area VARCHAR, division SMALLINT, year SMALLINT, type TINYINT,
    origin VARCHAR, source VARCHAR);
CREATE TABLE type_bounds (year SMALLINT, division SMALLINT, mean DOUBLE, sd DOUBLE, areas INTEGER,
    origin VARCHAR);
CREATE TABLE source (id VARCHAR, publisher VARCHAR, title VARCHAR)
"""
_OFFER = """
CREATE TABLE offer AS
SELECT c.indicator, c.level, c.division, c.year, c.sex, c.age, ANY_VALUE(a.areas) AS areas,
       COUNT(*) FILTER (c.status IN ('value', 'zero', 'preliminary')) AS valued,
       COUNT(c.num) AS parts, COUNT(*) FILTER (c.status = 'preliminary') AS preliminary
FROM cell AS c
JOIN (SELECT level, division, COUNT(*) AS areas FROM area GROUP BY ALL) AS a
  ON a.level = c.level AND a.division = c.division
GROUP BY ALL
"""
