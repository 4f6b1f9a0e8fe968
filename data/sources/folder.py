"""Importing a folder of official files: find the key, read what is recognised, name what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.draft import Draft
from data.geography import areas
from data.problem import ImportProblem
from data.rollup import add_up
from data.sources import area_types, deso_workbooks, json_tables, regso_exports
from data.sources.cells import Batch
from data.sources.key import AreaKey, area_table, is_changes, is_key, read_changes, read_key
from data.versions import sha256_of
from semantic.model import Catalogue


@dataclass(frozen=True)
class Known:
    """The areas that every reader may need."""

    key: AreaKey
    regso_2025: frozenset[str]


def import_folder(folder: Path, draft: Draft, catalogue: Catalogue) -> Iterator[str]:
    """Fill ``draft`` from ``folder``; yields what it is doing, and raises `ImportProblem`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    key = read_key(_only(folder, files, is_key, "SCB's key DeSO 2018 - RegSO 2020"))
    changes = _only(folder, files, is_changes, "the list of changes RegSO 2020 - 2025")
    stored = areas()
    draft.add_areas(area_table(stored, key, read_changes(changes)))
    for path in (key.path, changes):
        draft.inputs[str(path.relative_to(folder))] = sha256_of(path)
    known = Known(key, frozenset(stored.loc[stored["level"] == "regso", "code"]))
    for path in files:
        if path in {key.path, changes}:
            continue
        batch = _read(path, known)
        if batch is None:
            yield f"not read: {path.name}"
            continue
        yield path.name
        _add(draft, batch, str(path.relative_to(folder)), path)
    yield "adding up"
    pairs = pd.DataFrame(key.regso_of.items(), columns=["deso", "regso"])
    add_up(draft, pairs, catalogue)


def _only(folder: Path, files: list[Path], test: Callable[[Path], bool], what: str) -> Path:
    found = [path for path in files if path.suffix == ".csv" and test(path)]
    if len(found) != 1:
        names = [path.name for path in found]
        raise ImportProblem(folder, 0, f"one file that is {what}", names)
    return found[0]


def _read(path: Path, known: Known) -> Batch | None:
    """The first reader that knows the file reads it."""
    match path.suffix:
        case ".csv":
            return regso_exports.read(path, known.key) or area_types.read(path, known.key)
        case ".xlsx":
            return deso_workbooks.read(path, known.key)
        case ".json":
            return json_tables.read(path, known.regso_2025)
    return None


def _add(draft: Draft, batch: Batch, name: str, path: Path) -> None:
    draft.inputs[name] = sha256_of(path)
    draft.add_source(batch.source)
    for cells in batch.cells:
        draft.add_cells(cells)
    for types in batch.types:
        draft.add_area_types(types)
