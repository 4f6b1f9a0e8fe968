"""Official figures read straight from the publisher's files, with nothing of ours in between.

Only what the tests need, added up with plain Python: the second, independent way to each number.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl

Figures = dict[str, dict[int, float]]
"""Area → year → figure."""


def plain(label: str) -> str:
    """``Kommun (RegSO)`` without the spaces, dashes and prefixes in which the files differ."""
    return re.sub(r"[^0-9a-zåäöéü(]", "", label.casefold().replace("regso-", ""))


class Raw:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def codes(self) -> dict[str, str]:
        """Plain label → RegSO code."""
        rows = self._rows("geography/koppling_deso2018_regso2020.csv")
        return {
            plain(f"{row['Kommunnamn']} ({row['RegSO_2020']})"): row["RegSOkod_2020"]
            for row in rows
        }

    @cached_property
    def regso_of_deso(self) -> dict[str, str]:
        rows = self._rows("geography/koppling_deso2018_regso2020.csv")
        return {row["DeSO_2018"]: row["RegSOkod_2020"] for row in rows}

    def code(self, label: str) -> str:
        return self.codes[plain(label)]

    def types(self, year: int) -> dict[str, int]:
        name = f"scb_regso/regso2020_omradestyp_{year}_pxweb_export.csv"
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))[1:]
        return {
            self.code(row[0]): int(row[1])
            for row in rows
            if len(row) == 2 and row[1].strip() in {"1", "2", "3", "4", "5"}
        }

    def _by_year(self, row: dict[str, str]) -> dict[int, float]:
        years = ((re.search(r"(\d{4})$", name), text) for name, text in row.items() if name)
        return {int(match.group(1)): float(text) for match, text in years if match}

    def _figures(self, name: str, column: str | None = None, wanted: str = "") -> Figures:
        return {
            self.code(row["region"]): self._by_year(row)
            for row in self._rows(f"scb_regso/{name}")
            if column is None or row[column].strip() == wanted
        }

    @cached_property
    def people(self) -> Figures:
        return self._figures(_BIRTH, "födelseregion", "totalt")

    @cached_property
    def born_in_sweden(self) -> Figures:
        return self._figures(_BIRTH, "födelseregion", "Sverige")

    def dwellings(self, tenure: str) -> Figures:
        return self._figures(
            "regso2020_dwellings_by_tenure_2020_2023.csv", "upplåtelseform", tenure
        )

    @cached_property
    def wage(self) -> Figures:
        return self._figures("regso2020_mean_wage_income_2020_2023.csv")

    @cached_property
    def born_abroad(self) -> dict[str, dict[int, tuple[float, float]]]:
        """(born abroad, everybody) by RegSO and year."""
        return {
            code: {
                year: (total - self.born_in_sweden[code][year], total) for year, total in by.items()
            }
            for code, by in self.people.items()
        }

    @cached_property
    def rented(self) -> dict[str, dict[int, tuple[float, float]]]:
        """(rented dwellings, all dwellings) by RegSO and year."""
        tenures = ("hyresrätt", "äganderätt", "bostadsrätt", "uppgift saknas")
        kinds = [self.dwellings(tenure) for tenure in tenures]
        return {
            code: {
                year: (number, sum(kind[code][year] for kind in kinds))
                for year, number in by.items()
            }
            for code, by in kinds[0].items()
        }

    @cached_property
    def employed(self) -> dict[str, tuple[float, float]]:
        """(employed, everybody 16–64) by RegSO in 2022, added up from DeSO."""
        book = openpyxl.load_workbook(
            self.folder / "scb_deso/000007A8_20240813-151334.xlsx", read_only=True
        )
        found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for row in book.worksheets[0].iter_rows(values_only=True):
            numbers = [each for each in row if isinstance(each, int | float)]
            regso = self.regso_of_deso.get(str(row[0]))
            if regso and len(numbers) == 5:
                found[regso][0] += numbers[0]
                found[regso][1] += numbers[4]
        book.close()
        return {code: (parts[0], parts[1]) for code, parts in found.items()}

    @cached_property
    def karlstad(self) -> dict[str, dict[str, Any]]:
        path = self.folder / "scb_regso/karlstad_tab6586_regso2025_2024.json"
        series: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))[
            "innehall"
        ]["serier"]
        return series


_BIRTH = "regso2020_population_by_birth_region_2020_2023.csv"


def share(parts: list[tuple[float, float]]) -> float:
    """A ratio of sums, in percent."""
    return 100 * sum(part for part, _ in parts) / sum(whole for _, whole in parts)
