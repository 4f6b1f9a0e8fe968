"""A synthetic published version of any size: random figures on made-up areas, no real place."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from semantic.model import load_catalogue

DIVISION = 2025
KOMMUNER = 290
REGSO_PER_KOMMUN = 12
REGSO = KOMMUNER * REGSO_PER_KOMMUN
YEARS = range(2005, 2025)
PER_INDICATOR = REGSO * len(YEARS)


INDICATOR = "hyresratt_andel"


def indicators(count: int) -> list[str]:
    """The one asked about, other ratios of the catalogue, then names that only take up room."""
    ratios = [each.id for each in load_catalogue() if each.kind == "ratio"]
    known = sorted(ratios, key=lambda each: each != INDICATOR)
    return (known + [f"zz_filler_{number:04d}" for number in range(count)])[:count]


def kommun(number: int) -> str:
    return f"{number // 29 + 10:02d}{number % 29 + 10:02d}"


def publish(folder: Path, cells: int) -> Path:
    """Write a version with about ``cells`` cells into ``folder``."""
    folder.mkdir(parents=True)
    names = indicators(max(1, round(cells / PER_INDICATOR)))
    with duckdb.connect(folder / "facts.duckdb") as db:
        db.execute("SET preserve_insertion_order = false")
        db.execute("CREATE TABLE indicator AS SELECT UNNEST($names) AS id", {"names": names})
        db.execute(
            "CREATE TABLE kommun AS SELECT UNNEST($codes) AS code",
            {"codes": [kommun(number) for number in range(KOMMUNER)]},
        )
        for statement in _TABLES:
            db.execute(statement)
    manifest = {
        "id": f"bench-{cells}",
        "created": "2025-01-01T00:00:00Z",
        "title": {"sv": "Mätning", "en": "Benchmark"},
        "example_data": True,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


_TABLES = (
    f"""CREATE TABLE area AS
        SELECT 'regso' AS level, code || 'R' || LPAD(n::VARCHAR, 3, '0') AS code,
               {DIVISION}::SMALLINT AS division, 'Område ' || n AS name, code AS kommun,
               LEFT(code, 2) AS lan, false AS changed
        FROM kommun, RANGE(1, {REGSO_PER_KOMMUN} + 1) AS each(n)
        UNION ALL SELECT 'kommun', code, 0, 'Kommun ' || code, '', LEFT(code, 2), false FROM kommun
        UNION ALL SELECT DISTINCT 'lan', LEFT(code, 2), 0, 'Län ' || LEFT(code, 2), '', '', false
        FROM kommun
        UNION ALL SELECT 'riket', '00', 0, 'Riket', '', '', false""",
    f"""CREATE TABLE cell AS
        SELECT indicator.id AS indicator, 'regso' AS level, area.code AS area,
               {DIVISION}::SMALLINT AS division, year::SMALLINT AS year, 'total' AS sex,
               'total' AS age, FLOOR(1 + 900 * RANDOM()) AS num,
               FLOOR(900 + 900 * RANDOM()) AS den, NULL::DOUBLE AS value, 'value' AS status,
               'published' AS origin, 'synthetic' AS source
        FROM indicator, RANGE({YEARS.start}, {YEARS.stop}) AS years(year), area
        WHERE area.level = 'regso'
        ORDER BY indicator, level, sex, age, year, area""",
    f"""CREATE TABLE area_type AS
        SELECT code AS area, division, year::SMALLINT AS year,
               (1 + ABS(HASH(code || year)) % 5)::TINYINT AS type, 'computed' AS origin,
               'synthetic' AS source
        FROM area, RANGE({YEARS.start}, {YEARS.stop}) AS years(year) WHERE level = 'regso'
        ORDER BY year, division, area""",
    """CREATE TABLE type_bounds
    (year SMALLINT, division SMALLINT, mean DOUBLE, sd DOUBLE, areas INTEGER, origin VARCHAR)""",
    f"""CREATE TABLE offer AS
        SELECT indicator, level, division, year, sex, age, {REGSO} AS areas, COUNT(*) AS valued,
               COUNT(num) AS parts, 0 AS preliminary
        FROM cell GROUP BY ALL ORDER BY ALL""",
    """CREATE TABLE source AS SELECT 'synthetic' AS id, 'Nobody' AS publisher,
        'Random figures' AS title, NULL AS table_id, NULL AS url, NULL AS retrieved,
        'CC0' AS licence, NULL AS note""",
    "DROP TABLE indicator",
    "DROP TABLE kommun",
)
