"""Completes the split of a change: rows by area type, made of sums that are completed already.

A type with areas but without a figure in one of the years is left out of the whole in both, so
that the two years are about the same; its row says why. A type of which there are no areas in a
year is no gap in the figures: nobody lives there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from semantic.answer import plain_records
from semantic.decompose import Part, Terms, rate_and_mix, whole
from semantic.model import Indicator
from semantic.resolved import Resolved

NOTHING = 1e-9
"""A change that is smaller than this, in the unit of the figure, is none."""

Row = dict[str, Any]
Side = Mapping[int, Row]
"""The row of each area type in one year."""

_KEYS = ("indicator", "area", "area_type", "sex", "age", "from_period", "period")
_ENDS = (
    "from_value", "to_value", "from_numerator", "from_denominator", "to_numerator",
    "to_denominator", "from_areas", "to_areas",
)  # fmt: skip
_LAST = ("value", "status", "from_source", "to_source", "origin")
MIX_COLUMNS = (*_KEYS, *_ENDS, "from_share", "to_share", "rate", "mix", *_LAST)
RETYPED_COLUMNS = (*_KEYS, *_ENDS, "to_same_value", "within", "retyped", *_LAST)


def rate_and_mix_rows(sums: pd.DataFrame, resolved: Resolved) -> pd.DataFrame:
    """What each type adds to the change of the whole, and last the whole, which is of no type."""
    made: list[Row] = []
    for before, after in _pairs(sums, resolved):
        made += _of_place(before, after, resolved.indicator)
    return _frame(made, MIX_COLUMNS)


def retyped_rows(sums: pd.DataFrame, same: pd.DataFrame, resolved: Resolved) -> pd.DataFrame:
    """The change of each type's own figure: in the areas that were of it in the first year, and
    because areas changed type since. ``same`` are sums by the types of the first year."""
    made: list[Row] = []
    for (before, after), (_, followed) in zip(
        _pairs(sums, resolved), _pairs(same, resolved), strict=True
    ):
        for kind in before:
            row = _ends(before[kind], after[kind])
            row["to_same_value"] = followed[kind]["value"]
            ends = [row[name] for name in ("from_value", "to_value", "to_same_value")]
            if None not in ends:
                first, last, middle = ends
                row |= {"within": middle - first, "retyped": last - middle, "value": last - first}
            row["status"] = _status(row, before[kind], after[kind], followed[kind])
            made.append(row)
    return _frame(made, RETYPED_COLUMNS)


def _pairs(sums: pd.DataFrame, resolved: Resolved) -> list[tuple[Side, Side]]:
    """For each area its types in the first year and in the last."""
    found: dict[str, dict[int, dict[int, Row]]] = {}
    for row in plain_records(sums):
        found.setdefault(row["area"], {}).setdefault(row["period"], {})[row["area_type"]] = row
    first, last = resolved.years
    return [(years[first], years[last]) for years in found.values()]


def _of_place(before: Side, after: Side, indicator: Indicator) -> list[Row]:
    known = [kind for kind in before if not _lacks(before[kind]) and not _lacks(after[kind])]
    parts = [{kind: _part(side[kind]) for kind in known} for side in (before, after)]
    terms = rate_and_mix(parts[0], parts[1], indicator.scale)
    totals = [math.fsum(part.den for part in side.values()) for side in parts]
    rows = []
    for kind in before:
        row = _ends(before[kind], after[kind])
        if kind in terms:
            row |= _told(terms[kind])
            row["from_share"], row["to_share"] = (
                100 * side[kind].den / total for side, total in zip(parts, totals, strict=True)
            )
        row["status"] = _status(row, before[kind], after[kind])
        if not (row["from_areas"] or row["to_areas"]):
            row |= {"value": None, "rate": None, "mix": None, "status": "not_applicable"}
        rows.append(row)
    return [*rows, _whole(rows, parts, terms, indicator)]


def _whole(
    rows: Sequence[Row],
    parts: Sequence[Mapping[int, Part]],
    terms: Mapping[int, Terms],
    indicator: Indicator,
) -> Row:
    """All types together; the change is that of the ratio itself, which the terms add up to."""
    row = {name: rows[0][name] for name in _KEYS} | {"area_type": None, "origin": "computed"}
    for end, side in zip(("from", "to"), parts, strict=True):
        row[f"{end}_value"] = whole(side, indicator.scale)
        row[f"{end}_numerator"] = math.fsum(part.num for part in side.values())
        row[f"{end}_denominator"] = math.fsum(part.den for part in side.values())
        row[f"{end}_areas"] = sum(each[f"{end}_areas"] for each in rows)
        row[f"{end}_share"] = 100.0 if side else None
        named = (each[f"{end}_source"] for each in rows if each[f"{end}_source"])
        row[f"{end}_source"] = min(named, default=None)
    if terms:
        row |= {
            "rate": math.fsum(each.rate for each in terms.values()),
            "mix": math.fsum(each.mix for each in terms.values()),
            "value": row["to_value"] - row["from_value"],
        }
    preliminary = any(each["status"] == "preliminary" for each in rows)
    row["status"] = _of_figure(row["value"], preliminary) if terms else "not_applicable"
    return row


def _ends(before: Row, after: Row) -> Row:
    row = {name: after[name] for name in ("indicator", "area", "area_type", "sex", "age", "period")}
    row |= {"from_period": before["period"], "value": None, "origin": "computed"}
    for end, side in (("from", before), ("to", after)):
        for name in ("value", "numerator", "denominator", "areas", "source"):
            row[f"{end}_{name}"] = side[name]
    return row


def _told(terms: Terms) -> Row:
    return {"rate": terms.rate, "mix": terms.mix, "value": terms.rate + terms.mix}


def _part(row: Row) -> Part:
    return Part(row["numerator"] or 0.0, row["denominator"] or 0.0)


def _lacks(row: Row) -> bool:
    """Whether there are areas of the type and none of them has a figure."""
    return bool(row["areas"]) and row["denominator"] is None


def _status(row: Row, *sides: Row) -> str:
    """A term is missing for the reason that one of its figures is."""
    if row["value"] is not None:
        return _of_figure(row["value"], any(side["preliminary"] for side in sides))
    reasons = [side["status"] for side in sides if side["value"] is None]
    return next((each for each in ("suppressed", "missing") if each in reasons), "not_applicable")


def _of_figure(value: float, preliminary: bool) -> str:
    """Terms that cancel each other leave the last bits of a float, which are no figure."""
    if abs(value) < NOTHING:
        return "zero"
    return "preliminary" if preliminary else "value"


def _frame(rows: Sequence[Row], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({name: [row.get(name) for row in rows] for name in columns})
