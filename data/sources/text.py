"""Small parsers shared by the readers: rows of a CSV file, figures and PxWeb's marks."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from data.problem import ImportProblem

MARKS: Final[Mapping[str, str]] = {"..": "missing", ".": "not_applicable"}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_NUMBER = re.compile(r"\d+(\.\d+)?")


class Figure(NamedTuple):
    """A figure, or the status that says why there is none."""

    number: float | None
    mark: str | None


def csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The non-empty rows of a comma-separated UTF-8 file with the line each ends on."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        try:
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield reader.line_num, row
        except (csv.Error, UnicodeDecodeError) as error:
            raise ImportProblem(path, reader.line_num, "a UTF-8 CSV file", str(error)) from error


def header_of(path: Path) -> list[str]:
    """The first row of a CSV file, stripped; [] when there is none."""
    return [cell.strip() for _, row in _first(path) for cell in row]


def _first(path: Path) -> list[tuple[int, list[str]]]:
    return [row for row, _ in zip(csv_rows(path), range(1), strict=False)]


def figure(raw: object, path: Path, row: int) -> Figure:
    """A number that is not negative, or one of PxWeb's marks; anything else is a problem."""
    if isinstance(raw, str):
        text = raw.strip()
        if text in MARKS:
            return Figure(None, MARKS[text])
        if not _NUMBER.fullmatch(text):
            raise ImportProblem(path, row, "a number of at least 0, '..' or '.'", raw)
        return Figure(float(text), None)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ImportProblem(path, row, "a number of at least 0, '..' or '.'", raw)
    if not math.isfinite(raw) or raw < 0:
        raise ImportProblem(path, row, "a number of at least 0", raw)
    return Figure(float(raw), None)


def count(raw: object, path: Path, row: int) -> Figure:
    """A whole `figure`."""
    parsed = figure(raw, path, row)
    if parsed.number is not None and not parsed.number.is_integer():
        raise ImportProblem(path, row, "a whole number", raw)
    return parsed


def year(raw: object, path: Path, row: int) -> int:
    """A year from 1990 to 2100."""
    text = str(raw).strip()
    if not re.fullmatch(r"(19[89]\d|20\d\d)", text):
        raise ImportProblem(path, row, "a year", raw)
    return int(text)


def plain(name: str) -> str:
    """A name for comparison: composed characters, plain hyphens, single spaces, no padding."""
    text = unicodedata.normalize("NFC", name).translate(_DASHES)
    return " ".join(text.split())
