"""SCB's exports of the area type of every RegSO 2020: a year, labels, and notes at the foot."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.manifest import Source
from data.problem import ImportProblem
from data.sources.cells import Batch, all_there
from data.sources.key import AreaKey
from data.sources.text import csv_rows, header_of, year

REFERENCE = "000005QX"
SOURCE = Source(
    id="scb_000005qx",
    publisher="Statistiska centralbyrån (SCB)",
    title="Socioekonomiskt index",
    table_id="TAB6586",
    licence="CC0",
    note=f"Intern referenskod {REFERENCE}",
)


def read(path: Path, key: AreaKey) -> Batch | None:
    """The area types of one year; None for a CSV file of another kind."""
    header = header_of(path)
    rows = list(csv_rows(path))
    if (
        len(header) != 2
        or header[0] not in {"", "Område"}
        or [REFERENCE, ""] not in (row for _, row in rows)
    ):
        return None
    reference_year = year(header[1], path, 1)
    types = {}
    for row, cells in _areas(path, rows[1:]):
        code = key.code_of_label(cells[0], path, row)
        if code in types:
            raise ImportProblem(path, row, "each RegSO once", cells[0])
        if cells[1] not in {"1", "2", "3", "4", "5"}:
            raise ImportProblem(path, row, "an area type 1-5", cells[1])
        types[code] = int(cells[1])
    all_there(list(types), key.names.keys(), path, "RegSO 2020")
    frame = pd.DataFrame({"area": list(types), "type": list(types.values())})
    frame = frame.assign(division=2020, year=reference_year, origin="published", source=SOURCE.id)
    return Batch(SOURCE, types=[frame])


def _areas(path: Path, rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows before the notes: the notes' second column is empty, an area's never is."""
    body = []
    for row, cells in rows:
        if len(cells) != 2:
            raise ImportProblem(path, row, "two columns", cells)
        if not cells[1].strip():
            break
        body.append((row, [cell.strip() for cell in cells]))
    return body
