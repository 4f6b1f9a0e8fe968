"""The file of a back-up: gzipped JSON, an object a line, whole or refused.

A header, one line for every row, an end that counts them, and a seal: the sha-256 of all lines
before it. Reading takes bounded memory, and nothing from the file is believed before it is checked.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from assistant.kept.audit import Anchor, parse_anchor
from assistant.kept.tables import Moment, audit_head, metadata

FORMAT = "omradesassistenten.kept.1"
MOST_BYTES = 8 << 30
"""Unpacked: no back-up is larger, whatever a small file unpacks to."""
LONGEST_LINE = 64 << 20

TABLES = {table.name: table for table in metadata.sorted_tables if table is not audit_head}
"""What a back-up holds; the head of the log is its anchor."""

Values = dict[str, Any]


class ArchiveError(Exception):
    """The file is no whole back-up that can be restored here, or cannot be written; nothing was
    changed."""


@dataclass(frozen=True)
class Archived:
    """What a back-up holds. ``trouble`` is what was wrong with the audit log when it was taken."""

    schema: str
    taken_at: str
    rows: dict[str, int]
    anchor: str
    trouble: str | None


class Writer:
    """``rows`` are written between ``begin`` and ``end``."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self._file, self._digest = file, hashlib.sha256()

    def begin(self, schema: str, taken_at: str) -> None:
        self._line({"format": FORMAT, "schema": schema, "taken_at": taken_at})

    def row(self, table: Table, values: Mapping[Any, Any]) -> None:
        plain = {name: _plain(value) for name, value in values.items()}
        self._line({"table": table.name, "row": plain})

    def end(self, rows: dict[str, int], anchor: Anchor, trouble: str | None) -> None:
        self._line({"rows": rows, "anchor": str(anchor), "trouble": trouble})
        self._line({"seal": self._digest.hexdigest()})

    def _line(self, value: Values) -> None:
        line = json.dumps(value, separators=(",", ":")).encode() + b"\n"
        self._digest.update(line)
        self._file.write(line)


@contextmanager
def whole_file(path: Path) -> Iterator[Writer]:
    """A file that takes its name once every byte of it is on disk, and only its owner may read."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as raw:
        try:
            with gzip.GzipFile(
                filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0
            ) as packed:
                yield Writer(packed)
            raw.flush()
            os.fsync(raw.fileno())
            Path(raw.name).replace(path)
        except BaseException:
            Path(raw.name).unlink(missing_ok=True)
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Reader:
    """A file that may be anything. ``content`` and ``anchor`` are known after its last row."""

    content: Archived
    anchor: Anchor

    def __init__(self, path: Path, schema: str) -> None:
        self._path, self._schema = path, schema

    def check(self) -> None:
        """Read the file to its end."""
        for _ in self.rows():
            pass

    def rows(self) -> Iterator[tuple[Table, Values]]:
        """All rows; raises at the latest after the last one if the file is not what it says."""
        lines = _lines(self._path)
        header = _header(next(lines, {}), self._schema)
        counts: Counter[str] = Counter()
        for line in lines:
            if "rows" in line:
                self._end(header, line, counts)
                if next(lines, None) is not None:
                    raise ArchiveError("the back-up goes on after its end")
                return
            table, row = _row(line)
            counts[table.name] += 1
            yield table, row
        raise ArchiveError("the back-up has no end")

    def _end(self, header: Values, end: Values, counts: Counter[str]) -> None:
        rows = {name: counts[name] for name in TABLES}
        if end.keys() != {"rows", "anchor", "trouble"} or end["rows"] != rows:
            raise ArchiveError("the back-up does not hold the rows that it counts")
        try:
            self.anchor = parse_anchor(str(end["anchor"]))
        except ValueError as error:
            raise ArchiveError("the back-up does not say where its log ends") from error
        trouble = None if end["trouble"] is None else str(end["trouble"])
        self.content = Archived(
            header["schema"], header["taken_at"], rows, str(self.anchor), trouble
        )


def _lines(path: Path) -> Iterator[Values]:
    """The lines before the seal; raises after the last where they are not those it seals."""
    digest, left = hashlib.sha256(), MOST_BYTES
    with _damage_refused(), gzip.open(path, "rb") as file:
        while line := file.readline(LONGEST_LINE + 1):
            left -= len(line)
            if len(line) > LONGEST_LINE or left < 0:
                raise ArchiveError("the back-up is larger than any can be")
            value = json.loads(line)
            if not isinstance(value, dict):
                raise ArchiveError("the file is no back-up")
            if "seal" in value:
                if value != {"seal": digest.hexdigest()} or file.read(1):
                    raise ArchiveError("the back-up was altered")
                return
            digest.update(line)
            yield value
    raise ArchiveError("the back-up breaks off")


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except gzip.BadGzipFile as error:
        raise ArchiveError("the file is no back-up") from error
    except OSError as error:
        raise ArchiveError(f"the file cannot be read: {error.strerror}") from error
    except (EOFError, zlib.error, ValueError, RecursionError) as error:
        raise ArchiveError("the back-up is damaged") from error


def _header(line: Values, schema: str) -> Values:
    if line.get("format") != FORMAT:
        raise ArchiveError("the file is no back-up")
    if line.get("schema") != schema:
        raise ArchiveError(
            f"the back-up has schema {line.get('schema')} and this release {schema}: restore it "
            "with the release that made it, then open the store with this one"
        )
    if line.keys() != {"format", "schema", "taken_at"} or not isinstance(line["taken_at"], str):
        raise ArchiveError("the back-up has an unknown header")
    return line


def _row(line: Values) -> tuple[Table, Values]:
    name, row = line.get("table"), line.get("row")
    table = TABLES.get(name) if isinstance(name, str) else None
    if table is None or line.keys() != {"table", "row"}:
        raise ArchiveError("the back-up has an unknown table")
    if not isinstance(row, dict) or row.keys() != set(table.c.keys()):
        raise ArchiveError(f"the back-up has other columns in {table.name}")
    values = {column.name: _value(column, row[column.name]) for column in table.c}
    if table.name == "snapshot" and values["id"] != _sha256(values["document"]):
        raise ArchiveError("the back-up holds a result that was altered")
    return table, values


def _value(column: Column[Any], given: Any) -> Any:
    """What the column can hold on either database, and nothing that one of them would bend."""
    if given is None and column.nullable:
        return None
    try:
        return _READ[type(column.type)](column, given)
    except (ValueError, TypeError, OverflowError) as error:
        raise ArchiveError(f"the back-up has an impossible {column}") from error


def _text(column: Column[Any], given: Any) -> str:
    if not isinstance(given, str) or "\0" in given:
        raise ValueError("no text")
    given.encode()
    longest: int | None = getattr(column.type, "length", None)
    if longest is not None and len(given) > longest:
        raise ValueError("too long")
    return given


def _number(_column: Column[Any], given: Any) -> int:
    if type(given) is not int or not -(2**31) <= given < 2**31:
        raise ValueError("no number")
    return given


def _flag(_column: Column[Any], given: Any) -> bool:
    if not isinstance(given, bool):
        raise TypeError("neither true nor false")
    return given


def _moment(_column: Column[Any], given: Any) -> datetime:
    moment = datetime.fromisoformat(given)
    if moment.tzinfo is None:
        raise ValueError("a time without zone")
    return moment.astimezone(UTC)


_READ: dict[type, Callable[[Column[Any], Any], Any]] = {
    String: _text,
    Text: _text,
    Integer: _number,
    Boolean: _flag,
    Moment: _moment,
}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
