"""Sweden's areas as stored with the project: their names, and their shapes ready for a map.

Source: Statistics Sweden (SCB), RegSO 2025 and kommun borders, CC0; see README.md in this folder
for the method. Division 2025 throughout.

`areas.csv` has one row an area: `level` (riket, lan, kommun, regso), `code`, `name`, and the
`kommun` and `lan` it lies in (empty where it lies in none).

`<level>.json.gz` (regso, kommun, lan) is gzipped ASCII JSON:

    v          1, the version of this format
    level      the level
    division   2025
    crs        "EPSG:3006" (SWEREF 99 TM); nothing is left to project
    unit       metres a coordinate step
    origin     [east, north] in metres of the point (0, 0); x runs east, y runs south
    size       [width, height] that holds every area
    codes      area codes, ascending
    paths      SVG path data of each, rule evenodd: relative whole numbers "m dx dy … z" a ring
    boxes      [left, top, right, bottom] of each
    labels     [x, y] of a point well inside each
    shore      path data of the outline of all areas together

Neighbours share exactly the same border points, and kommuner and län are the very borders of the
RegSO they are made of.
"""

import hashlib
from functools import cache
from pathlib import Path

import pandas as pd

LEVELS = ("regso", "kommun", "lan")
"""The levels that have shapes."""

_HERE = Path(__file__).parent


@cache
def _register() -> pd.DataFrame:
    path = _HERE / "areas.csv"
    return pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8")


def areas() -> pd.DataFrame:
    """Every area with level, code, name, kommun and lan, all text; the caller's own copy."""
    return _register().copy()


@cache
def shapes_bytes(level: str) -> bytes:
    """The shapes of a level as gzipped JSON, to be sent as it is with `Content-Encoding: gzip`.

    Raises KeyError for a level that has no shapes; `level` may come from a stranger.
    """
    if level not in LEVELS:
        raise KeyError(level)
    return (_HERE / f"{level}.json.gz").read_bytes()


@cache
def shapes_digest(level: str) -> str:
    """Sixteen hexadecimal digits that change whenever the bytes of a level do."""
    return hashlib.sha256(shapes_bytes(level)).hexdigest()[:16]
