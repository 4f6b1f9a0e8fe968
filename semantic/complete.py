"""Gives every row its status, and every area, type and year asked for its row.

What the facts lack is told apart: *missing* (there should be a figure), *suppressed*, *not
applicable* (no such area or type that year, or nobody to divide by). None of them becomes 0.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from semantic.answer import WITH_FIGURE
from semantic.comparable import moved_areas, segments
from semantic.groups import groups_asked
from semantic.relation import complete_relation
from semantic.resolved import Notice, Resolved
from semantic.version import Version

Completed = tuple[pd.DataFrame, tuple[Notice, ...]]
TOLD = ("missing", "suppressed", "not_applicable")


def complete_rows(rows: pd.DataFrame, resolved: Resolved, version: Version) -> Completed:
    """The rows of an answer, and what the reader must know about them."""
    completer = _COMPLETERS.get(resolved.question.shape, _complete_cells)
    rows, notices = completer(rows, resolved, version)
    if any(
        "preliminary" in rows[name].tolist() for name in map(str, rows) if name.endswith("status")
    ):
        notices = (Notice("preliminary"), *notices)
    return rows, notices


def _complete_cells(rows: pd.DataFrame, resolved: Resolved, version: Version) -> Completed:
    shape = resolved.question.shape
    if shape in ("value", "trend", "compare_areas", "map"):
        rows = _with_asked_rows(rows, resolved, version)
    if shape == "trend" or (shape == "compare_areas" and len(resolved.years) > 1):
        pieces = segments(rows["area"].tolist(), rows["period"].tolist(), resolved, version)
        rows = rows.assign(segment=pieces)
    rows = settled(rows)
    if resolved.pools and (moved := moved_areas(resolved, version, set(rows["area"]))):
        return rows, (Notice("border_changed", {"count": len(moved)}), *told(rows))
    return rows, told(rows)


def settled(rows: pd.DataFrame) -> pd.DataFrame:
    """A ratio with nobody to divide by is not applicable, and no row lacks a status."""
    status = rows["status"].astype(object)
    status = status.where(status.notna(), "missing")
    if "denominator" in rows:
        status = status.mask(rows["value"].isna() & (rows["denominator"] == 0), "not_applicable")
    return rows.assign(status=status)


def told(rows: pd.DataFrame) -> tuple[Notice, ...]:
    """How many rows have no figure, by reason."""
    counts = rows["status"].value_counts()
    return tuple(
        Notice(code, {"count": int(counts[code]), "rows": len(rows)})
        for code in TOLD
        if counts.get(code, 0)
    )


def _with_asked_rows(rows: pd.DataFrame, resolved: Resolved, version: Version) -> pd.DataFrame:
    """Add a row without a figure for every named area and year that the facts lack; a limit asks
    for some of the rows only."""
    if resolved.question.row_limit is not None:
        return rows
    groups = groups_asked(resolved, version)
    newest = resolved.divisions[resolved.years[-1]]
    cut = resolved.one_division or resolved.pools
    moved = moved_areas(resolved, version, resolved.codes) if cut else frozenset()
    key = ["area", "period", "sex", "age"]
    present = set(rows[key].itertuples(index=False, name=None)) if resolved.codes else set()
    absent = [
        {
            "indicator": resolved.indicator.id,
            "area": code,
            "from_period": resolved.window[0],
            "period": year,
            "sex": sex,
            "age": age,
            "status": "not_applicable"
            if code in moved and (resolved.pools or resolved.divisions[year] != newest)
            else _status_of_absent(code, resolved.divisions[year], version),
        }
        for code in resolved.codes
        for year in resolved.years
        for sex, age in groups
        if (code, year, sex, age) not in present
    ]
    grown = with_rows(rows, absent)
    if resolved.question.shape == "trend":
        return grown.sort_values(["area", "sex", "age", "period"], ignore_index=True, kind="stable")
    return grown.sort_values("period", ignore_index=True, kind="stable")


def _status_of_absent(code: str, division: int, version: Version) -> str:
    return "missing" if version.directory.find(code, division) else "not_applicable"


def with_rows(rows: pd.DataFrame, more: list[dict[str, Any]]) -> pd.DataFrame:
    if not more:
        return rows
    return pd.concat([rows, pd.DataFrame(more, columns=rows.columns)], ignore_index=True)


def _complete_change(rows: pd.DataFrame, resolved: Resolved, version: Version) -> Completed:
    first, last = resolved.years
    division = resolved.divisions[last]
    rows = _with_asked_changes(rows, resolved, version).assign(from_period=first, period=last)
    for side in ("from", "to"):
        nobody = rows[f"{side}_value"].isna() & rows[f"{side}_status"].isin(WITH_FIGURE)
        rows[f"{side}_status"] = rows[f"{side}_status"].mask(nobody, "not_applicable")
    moved = moved_areas(resolved, version, set(rows["area"]))
    rows = rows.assign(
        status=[
            "not_applicable"
            if area in moved or not version.directory.find(area, division)
            else _status_of_change(*figures)
            for area, *figures in rows[
                ["area", "value", "from_value", "to_value", "from_status", "to_status"]
            ].itertuples(index=False)
        ]
    )
    notices = told(rows)
    if moved:
        notices = (Notice("border_changed", {"count": len(moved)}), *notices)
    return rows, notices


def _with_asked_changes(rows: pd.DataFrame, resolved: Resolved, version: Version) -> pd.DataFrame:
    if resolved.question.row_limit is not None:
        return rows
    present = set(rows[["area", "sex", "age"]].itertuples(index=False, name=None))
    absent = [
        {"indicator": resolved.indicator.id, "area": code, "sex": sex, "age": age}
        for code in resolved.codes
        for sex, age in groups_asked(resolved, version)
        if (code, sex, age) not in present
    ]
    return with_rows(rows, absent)


def _status_of_change(
    value: Any, first: Any, last: Any, first_status: Any, last_status: Any
) -> str:
    """A change is missing for the reason that one of its figures is; where both are there,
    nothing can be divided by."""
    for figure, status in ((first, first_status), (last, last_status)):
        if pd.isna(figure):
            if pd.isna(status):
                return "missing"
            return str(status)
    if pd.isna(value):
        return "not_applicable"
    if value == 0:
        return "zero"
    return "preliminary" if "preliminary" in (first_status, last_status) else "value"


def _complete_moved(rows: pd.DataFrame, resolved: Resolved, version: Version) -> Completed:
    del version
    first, last = resolved.years
    return rows.assign(status="value", from_period=first, period=last), ()


def why_unknown(resolved: Resolved, version: Version) -> Notice | None:
    """Why nothing can be said of why areas changed type; None where it can."""
    cutting = [each for each in resolved.breaks if each.cuts]
    if cutting:
        details = {"why": "break", "year": cutting[0].year, "text": cutting[0].text}
        return Notice("reasons_unknown", details)
    for year in resolved.years:
        if version.offers.bounds(year) is None:
            return Notice("reasons_unknown", {"why": "bounds", "year": year})
    return None


def partly_explained(rows: pd.DataFrame) -> tuple[Notice, ...]:
    """How many areas have no reason although the bounds are known."""
    count = int(rows["reason"].isna().sum())
    return (Notice("reasons_partly", {"count": count, "rows": len(rows)}),) if count else ()


def _complete_profile(rows: pd.DataFrame, resolved: Resolved, version: Version) -> Completed:
    present = set(rows[["indicator", "area"]].itertuples(index=False, name=None))
    absent = [
        {
            "indicator": indicator.id,
            "area": code,
            "period": year,
            "sex": "total",
            "age": "total",
            "status": _status_of_absent(code, resolved.division_of(indicator, year), version),
        }
        for indicator, year in resolved.profile
        for code in resolved.codes
        if (indicator.id, code) not in present
    ]
    rows = settled(with_rows(rows, absent))
    return rows.sort_values(["indicator", "area"], ignore_index=True, kind="stable"), told(rows)


_COMPLETERS = {
    "change": _complete_change,
    "type_changes": _complete_moved,
    "profile": _complete_profile,
    "segregation": _complete_profile,
    "relation": complete_relation,
}
