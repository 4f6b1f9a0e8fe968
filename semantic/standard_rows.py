"""The rows of figures that are standardised for age: the ordinary figure stays beside each, as
``crude`` with a ``crude_status`` of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from semantic.answer import plain_records
from semantic.resolved import Notice, Resolved
from semantic.standardise import standardised
from semantic.strata import Strata
from semantic.sums import LACKS, SIDES, Completed, Judge, frame_of, status_of_figure

Row = dict[str, Any]
Key = tuple[str, int, int]
"""Area, year and area type."""


@dataclass(frozen=True)
class Standard:
    """How many the standard population has in each age group, the youngest first, and the unit
    of the figure. Of Sweden's own population ``year`` is the year it is of."""

    people: Mapping[str, float]
    scale: float
    year: int | None = None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """How much each age group counts, in percent."""
        whole = math.fsum(self.people.values())
        if not whole:
            return ()
        shares = {age: 100 * each / whole for age, each in self.people.items()}
        of_year = {} if self.year is None else {"year": self.year}
        return (Notice("age_weights", {"shares": shares} | of_year),)


def standardised_rows(
    crude: pd.DataFrame,
    aged: pd.DataFrame,
    standard: Standard,
    resolved: Resolved,
    judge: Judge | None = None,
) -> Completed:
    """The rows of ``crude`` with the standardised figure as ``value``; ``aged`` are those of each
    area, year and type by age group.

    A type that lacks the figure of a group that year has none.
    """
    groups, rows = _by_type(aged, standard), plain_records(crude)
    made = _gap if resolved.question.shape == "gap" else _type
    without: set[tuple[int, int]] = set()
    for row in rows:
        row |= {"crude": row["value"], "crude_status": row["status"]}
        without |= {(row["period"], kind) for kind in made(row, groups, standard, resolved)}
    columns = [name for name in crude.columns if name != "persons"]
    columns += [name for name in _CRUDE if rows and name in rows[0]]
    frame = frame_of(rows, tuple(columns), judge)
    return frame, _lacking(without, many_years=len(resolved.years) > 1)


_CRUDE = ("first_crude", "second_crude", "crude", "crude_status")


def _type(
    row: Row, groups: Mapping[Key, Sequence[Row]], standard: Standard, resolved: Resolved
) -> list[int]:
    """Put in the figure of one type; the type where there is none though it has areas."""
    del resolved
    row |= _of_type(groups[row["area"], row["period"], row["area_type"]], standard)
    return [row["area_type"]] if row["value"] is None and row["areas"] else []


def _gap(
    row: Row, groups: Mapping[Key, Sequence[Row]], standard: Standard, resolved: Resolved
) -> list[int]:
    """Put in the figures of both types and what lies between them; the types without a figure."""
    found = [
        _of_type(groups[row["area"], row["period"], row[f"{side}_type"]], standard)
        for side in SIDES
    ]
    for side, each in zip(SIDES, found, strict=True):
        row[f"{side}_crude"] = row[f"{side}_value"]
        row |= {f"{side}_value": each["value"], f"{side}_strata": each.get("strata")}
    row |= _between(*found, as_ratio=resolved.question.asked_measure == "ratio")
    return [
        row[f"{side}_type"]
        for side in SIDES
        if row[f"{side}_value"] is None and row[f"{side}_areas"]
    ]


def _between(first: Row, second: Row, *, as_ratio: bool) -> Row:
    """The difference or the ratio of two figures; nothing is a multiple of 0."""
    lacking = [each["status"] for each in (first, second) if each["value"] is None]
    if lacking or (as_ratio and not second["value"]):
        return {"value": None, "status": _reason(lacking)}
    one, other = first["value"], second["value"]
    value = one / other if as_ratio else one - other
    preliminary = "preliminary" in (first["status"], second["status"])
    return {"value": value, "status": status_of_figure(value, preliminary)}


def _of_type(rows: Sequence[Row], standard: Standard) -> Row:
    """The figure of one type, its status, and what it is weighted of."""
    lacking = [str(row["status"]) for row in rows if row["value"] is None]
    if lacking:
        return {"value": None, "status": _reason(lacking)}
    if not any(standard.people[row["age"]] for row in rows):
        return {"value": None, "status": "missing"}
    parts = {row["age"]: (row["numerator"], row["denominator"]) for row in rows}
    value = standardised(parts, standard.people, standard.scale)
    status = status_of_figure(value, any(row["preliminary"] for row in rows))
    return {"value": value, "status": status, "strata": Strata.of(rows, standard.people)}


def _reason(lacking: Sequence[str]) -> str:
    """The reason that weighs most."""
    return next((each for each in LACKS if each in lacking), "not_applicable")


def _by_type(aged: pd.DataFrame, standard: Standard) -> dict[Key, list[Row]]:
    """The rows of the age groups that the standard population has."""
    found: dict[Key, list[Row]] = {}
    for row in plain_records(aged):
        groups = found.setdefault((row["area"], row["period"], row["area_type"]), [])
        if row["age"] in standard.people:
            groups.append(row)
    return found


def _lacking(without: set[tuple[int, int]], *, many_years: bool) -> tuple[Notice, ...]:
    """``without`` are the year and the type of what has no standardised figure."""
    if not without:
        return ()
    years, types = (sorted(set(each)) for each in zip(*without, strict=True))
    return (
        Notice("not_standardised", {"types": types} | ({"years": years} if many_years else {})),
    )
