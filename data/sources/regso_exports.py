"""SCB's CSV exports for RegSO 2020: labels without codes, one row an area and category."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.manifest import Source
from data.problem import ImportProblem
from data.sources.cells import Batch, Part, Slot, all_there, grid_of
from data.sources.key import AreaKey
from data.sources.text import Figure, count, csv_rows, figure, header_of, year

TENURES: Final = ("hyresrätt", "bostadsrätt", "äganderätt", "uppgift saknas")


@dataclass(frozen=True)
class Export:
    """``dimensions`` are the columns after ``region``, the first of which holds the category;
    the rest of them say ``totalt``. ``measure`` heads each figure column, before the year."""

    id: str
    title: str
    dimensions: tuple[str, ...]
    measure: str
    categories: tuple[str, ...]
    parts: tuple[Part, ...]


EXPORTS: Final = (
    Export(
        "scb_regso_fodelseregion",
        "Folkmängden per region efter region, år, födelseregion och kön",
        ("födelseregion", "kön"),
        "Antal",
        ("Sverige", "totalt"),
        (
            Part("folkmangd", ("totalt",)),
            Part("fodda_utomlands_andel", ("utomlands",), ("totalt",)),
        ),
    ),
    Export(
        "scb_regso_upplatelseform",
        "Antal lägenheter efter region, år och upplåtelseform",
        ("upplåtelseform",),
        "Antal",
        TENURES,
        (
            Part("hyresratt_andel", TENURES[:1], TENURES),
            Part("bostadsratt_andel", TENURES[1:2], TENURES),
            Part("aganderatt_andel", TENURES[2:3], TENURES),
        ),
    ),
    Export(
        "scb_regso_loneinkomst",
        "Medelvärde för samtliga, tkr, efter region, inkomstkomponent, kön och år",
        ("inkomstkomponent", "kön"),
        "Medelvärde för samtliga, tkr",
        ("löneinkomst",),
        (Part("loneinkomst_medel", value="löneinkomst"),),
    ),
)
_BY_DIMENSIONS: Final[Mapping[tuple[str, ...], Export]] = {
    export.dimensions: export for export in EXPORTS
}
_Figures = dict[tuple[str, str], list[Figure]]


def read(path: Path, key: AreaKey) -> Batch | None:
    """The figures of an export; None for a CSV file of another kind."""
    header = header_of(path)
    export = next(
        (e for d, e in _BY_DIMENSIONS.items() if header[: len(d) + 1] == ["region", *d]), None
    )
    if export is None:
        return None
    years = _years(path, export, header)
    figures = _figures(path, export, key, len(years))
    for category in export.categories:
        found = [code for code, of in figures if of == category]
        all_there(found, key.names.keys(), path, f"RegSO 2020 with {category!r}")
    source = Source(
        id=export.id, publisher="Statistiska centralbyrån (SCB)", title=export.title, licence="CC0"
    )
    batch = Batch(source)
    for position, reference_year in enumerate(years):
        _add_year(batch, export, key, figures, position, reference_year)
    return batch


def _years(path: Path, export: Export, header: list[str]) -> list[int]:
    headings = header[len(export.dimensions) + 1 :]
    expected = re.compile(re.escape(export.measure) + r" (\d{4})")
    matches = [expected.fullmatch(heading) for heading in headings]
    if not headings or not all(matches):
        raise ImportProblem(path, 1, f"columns '{export.measure} <year>'", headings)
    years = [year(match[1], path, 1) for match in matches if match]
    if len(set(years)) != len(years):
        raise ImportProblem(path, 1, "each year once", years)
    return years


def _figures(path: Path, export: Export, key: AreaKey, columns: int) -> _Figures:
    """Figures by (RegSO code, category), one a year."""
    parse = figure if any(part.value for part in export.parts) else count
    head = len(export.dimensions) + 1
    found: _Figures = {}
    for row, cells in list(csv_rows(path))[1:]:
        if len(cells) != head + columns:
            raise ImportProblem(path, row, f"{head + columns} columns", len(cells))
        category, *others = (cell.strip() for cell in cells[1:head])
        if category not in export.categories:
            raise ImportProblem(path, row, f"one of {export.categories}", category)
        if others != ["totalt"] * len(others):
            raise ImportProblem(path, row, "both sexes ('totalt')", others)
        place = (key.code_of_label(cells[0], path, row), category)
        if place in found:
            raise ImportProblem(path, row, "each area and category once", cells[0])
        found[place] = [parse(cell, path, row) for cell in cells[head:]]
    return found


def _add_year(
    batch: Batch,
    export: Export,
    key: AreaKey,
    figures: _Figures,
    position: int,
    reference_year: int,
) -> None:
    codes = list(key.names)
    rows = [[figures[code, c][position] for c in export.categories] for code in codes]
    labels = list(export.categories)
    if "Sverige" in labels:
        labels.append("utomlands")
        rows = [[*row, _difference(row[1], row[0])] for row in rows]
    grid = grid_of(rows, codes, labels)
    for part in export.parts:
        slot = Slot(part.indicator, "regso", 2020, reference_year)
        batch.cells.append(grid.cells(part, slot, batch.source.id))


def _difference(total: Figure, part: Figure) -> Figure:
    """Born abroad: all less those born in Sweden; never below 0."""
    if total.number is None or part.number is None:
        return Figure(None, total.mark or part.mark)
    return Figure(max(total.number - part.number, 0.0), None)
