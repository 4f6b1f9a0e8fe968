"""Areas of the import: SCB's key DeSO 2018 → RegSO 2020 → kommun, and labels without codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd

from data.problem import ImportProblem
from data.sources.text import csv_rows, header_of, plain
from semantic.errors import nearest

KEY_HEADER: Final = ["Kommun", "Kommunnamn", "DeSO_2018", "RegSO_2020", "RegSOkod_2020"]
CHANGES_HEADER: Final = ["regsokod", "changes_2025_01_01", "population_border_change"]
DESO_2018: Final = 5984
REGSO_2020: Final = 3363

DESO = re.compile(r"\d{4}[ABC]\d{4}")
REGSO = re.compile(r"\d{4}R\d{3}")
_LABEL = re.compile(r"(?P<kommun>[^()]+?)\s*\((?P<regso>.+)\)")


@dataclass(frozen=True)
class AreaKey:
    """``regso_of`` maps DeSO 2018 to RegSO 2020, ``names`` RegSO 2020 to (kommun, name); every
    DeSO and RegSO of Sweden is there, or `read_key` has raised."""

    path: Path
    regso_of: Mapping[str, str]
    names: Mapping[str, tuple[str, str]]

    @cached_property
    def _codes(self) -> Mapping[tuple[str, str], str]:
        codes: dict[tuple[str, str], str] = {}
        for code, (kommun, name) in self.names.items():
            label = (plain(kommun), plain(short_name(name)))
            if codes.setdefault(label, code) != code:
                raise ImportProblem(self.path, 0, "one code per kommun and RegSO name", label)
        return codes

    def code_of_label(self, label: str, path: Path, row: int) -> str:
        """The RegSO 2020 code of a label "Kommun (Name)"; unknown labels are a problem."""
        match = _LABEL.fullmatch(plain(label))
        if not match:
            raise ImportProblem(path, row, "a label 'Kommun (RegSO)'", label)
        wanted = (plain(match["kommun"]), plain(short_name(match["regso"])))
        code = self._codes.get(wanted)
        if code is None:
            known = (f"{kommun} ({name})" for kommun, name in self._codes)
            hint = ", ".join(nearest(plain(label), known, 1)) or "nothing like it is known"
            raise ImportProblem(path, row, f"a RegSO 2020 (nearest: {hint})", label)
        return code


def short_name(name: str) -> str:
    """A RegSO's name without the prefix that Malmö's names carry in SCB's labels."""
    return name.strip().removeprefix("RegSO-")


def is_key(path: Path) -> bool:
    """Whether a CSV file is SCB's key between DeSO and RegSO."""
    return header_of(path) == KEY_HEADER


def is_changes(path: Path) -> bool:
    """Whether a CSV file lists what changed between RegSO 2020 and RegSO 2025."""
    return header_of(path) == CHANGES_HEADER


def read_key(path: Path) -> AreaKey:
    """Read SCB's key; every code well-formed, no DeSO twice, all areas of Sweden there."""
    regso_of: dict[str, str] = {}
    names: dict[str, tuple[str, str]] = {}
    for row, cells in _body(path, KEY_HEADER):
        kommun, kommun_name, deso, name, regso = (cell.strip() for cell in cells)
        if not DESO.fullmatch(deso) or not REGSO.fullmatch(regso):
            raise ImportProblem(path, row, "codes of a DeSO and a RegSO", (deso, regso))
        if not deso.startswith(kommun) or not regso.startswith(kommun):
            raise ImportProblem(path, row, f"codes within kommun {kommun}", (deso, regso))
        if deso in regso_of:
            raise ImportProblem(path, row, "each DeSO once", deso)
        if names.setdefault(regso, (kommun_name, name)) != (kommun_name, name):
            raise ImportProblem(path, row, f"one name for {regso}", name)
        regso_of[deso] = regso
    if (len(regso_of), len(names)) != (DESO_2018, REGSO_2020):
        expected = f"{DESO_2018} DeSO in {REGSO_2020} RegSO"
        raise ImportProblem(path, 0, expected, f"{len(regso_of)} in {len(names)}")
    return AreaKey(path, regso_of, names)


def read_changes(path: Path) -> frozenset[str]:
    """RegSO codes whose border moved, with people in it, between the divisions 2020 and 2025."""
    changed: dict[str, str] = {}
    for row, cells in _body(path, CHANGES_HEADER):
        code, _, flag = (cell.strip() for cell in cells)
        if not REGSO.fullmatch(code) or code in changed:
            raise ImportProblem(path, row, "a RegSO code, once", code)
        if flag not in {"0", "1"}:
            raise ImportProblem(path, row, "0 or 1", flag)
        changed[code] = flag
    return frozenset(code for code, flag in changed.items() if flag == "1")


def area_table(stored: pd.DataFrame, key: AreaKey, changed: Iterable[str]) -> pd.DataFrame:
    """Every area of the import, with the columns of table ``area``.

    ``stored`` is `data.geography.areas`: riket, län, kommuner and RegSO of the division 2025.
    """
    changed = frozenset(changed)
    regso_2020 = _division("regso", 2020, {c: short_name(n) for c, (_, n) in key.names.items()})
    deso_2018 = _division("deso", 2018, {code: code for code in key.regso_of})
    frame = pd.concat([stored_areas(stored), regso_2020, deso_2018], ignore_index=True)
    frame["changed"] = (frame["level"] == "regso") & frame["code"].isin(changed)
    return frame


def stored_areas(stored: pd.DataFrame) -> pd.DataFrame:
    """The project's own geography with the columns of table ``area``; nothing has changed."""
    regso = stored["level"] == "regso"
    frame = stored[["level", "code", "name"]].assign(
        division=regso.map({True: 2025, False: 0}),
        name=stored["name"].map(short_name),
        changed=False,
    )
    below_kommun = frame["level"].isin(["regso", "deso"])
    below_lan = below_kommun | (frame["level"] == "kommun")
    return frame.assign(
        kommun=frame["code"].str[:4].where(below_kommun, ""),
        lan=frame["code"].str[:2].where(below_lan, ""),
    )


def _division(level: str, division: int, names: Mapping[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame({"code": list(names), "name": list(names.values())})
    return frame.assign(
        level=level, division=division, kommun=frame["code"].str[:4], lan=frame["code"].str[:2]
    )


def _body(path: Path, header: list[str]) -> Iterable[tuple[int, list[str]]]:
    rows = csv_rows(path)
    first_row, first = next(rows, (1, []))
    if [cell.strip() for cell in first] != header:
        raise ImportProblem(path, first_row, f"the header {header}", first)
    for row, cells in rows:
        if len(cells) != len(header):
            raise ImportProblem(path, row, f"{len(header)} columns", len(cells))
        yield row, cells
