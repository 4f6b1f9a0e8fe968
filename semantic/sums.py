"""Completes what is added up over area types: sums, shares and gaps.

A ratio leaves out areas without a figure and says so; a count with an area left out has no total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from semantic.comparable import segments
from semantic.model import RIKET
from semantic.periods import probes
from semantic.resolved import Notice, Resolved, slice_of
from semantic.version import Version

Key = tuple[str, int, int]
Expected = Mapping[Key, int]
_SIDES = ("first", "second")


def complete_types(
    rows: pd.DataFrame, resolved: Resolved, version: Version
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    rows = _with_all_types(rows, resolved, version)
    expected = _areas_by_type(resolved, version)
    if expected is not None:
        rows = _with_expected(rows, expected, resolved)
    rows = rows.assign(status=[_status(row, resolved) for row in rows.to_dict("records")])
    rows = rows.drop(columns="suppressed").assign(origin="computed")
    if len(resolved.years) > 1:
        rows = rows.assign(segment=_pieces(rows, resolved, version))
    notices: tuple[Notice, ...] = (Notice("summed_from_areas"),)
    if short := int((rows["areas"] - rows["valued"]).sum()):
        details = {"count": short, "areas": int(rows["areas"].sum())}
        notices += (Notice("parts_left_out", details),)
    return rows, notices


def _status(row: Mapping[Any, Any], resolved: Resolved) -> str:
    if not pd.isna(row["value"]):
        return "zero" if row["value"] == 0 else "preliminary" if row["preliminary"] else "value"
    if not row["areas"]:
        return "not_applicable"
    if row["suppressed"]:
        return "suppressed"
    whole = _is_ratio(resolved) or resolved.question.shape == "population_share"
    if row["valued"] == 0 or (row["valued"] < row["areas"] and not whole):
        return "missing"
    return "not_applicable"


def _is_ratio(resolved: Resolved) -> bool:
    return resolved.indicator.kind == "ratio"


def _pieces(rows: pd.DataFrame, resolved: Resolved, version: Version) -> list[int]:
    return segments(rows["area"].tolist(), rows["period"].tolist(), resolved, version)


def _areas_asked(resolved: Resolved, version: Version) -> list[str]:
    if resolved.codes:
        return list(resolved.codes)
    division = version.offers.division(resolved.scope, resolved.years[-1])
    return version.directory.inside(resolved.scope, division, resolved.within)


def _areas_by_type(resolved: Resolved, version: Version) -> Expected | None:
    """How many RegSO there are of each type by (area, year, type); None when all have figures, so
    that counting the figures is enough."""
    if not _incomplete(resolved, version):
        return None
    length = 0 if resolved.scope == "riket" else len(_areas_asked(resolved, version)[0])
    return Counter(
        (code[:length] or RIKET, year, kind)
        for year in resolved.years
        for code, kind in version.offers.types(resolved.type_year or year).items()
        if not resolved.inside or code.startswith(resolved.inside)
    )


def _incomplete(resolved: Resolved, version: Version) -> bool:
    coverage = version.offers.coverage
    return any(
        valued < areas
        for year in resolved.years
        for each in probes(slice_of(resolved, year), resolved, version)
        for valued, areas in [coverage(each, resolved.inside)]
    )


def _with_all_types(rows: pd.DataFrame, resolved: Resolved, version: Version) -> pd.DataFrame:
    """A row for every area, year and type asked for, also where no area is of that type."""
    share = resolved.question.shape == "population_share"
    groups = sorted(set(rows[["sex", "age"]].itertuples(index=False, name=None)))
    if not resolved.in_groups:
        groups = [(resolved.question.sex, resolved.question.age)]
    key = ["area", "period", "area_type", "sex", "age"]
    present = set(rows[key].itertuples(index=False, name=None))
    totals = {
        (area, year): total
        for area, year, total in rows[["area", "period", "denominator"]].itertuples(index=False)
    }
    absent = []
    for area in _areas_asked(resolved, version):
        for year in resolved.years:
            total = totals.get((area, year)) if share else None
            nothing = 0.0 if total else None
            absent += [
                dict(zip(key, (area, year, kind, sex, age), strict=True))
                | {"indicator": resolved.indicator.id, "areas": 0, "valued": 0, "preliminary": 0}
                | {"suppressed": 0, "numerator": nothing, "denominator": total, "value": nothing}
                for kind in resolved.types
                for sex, age in groups
                if (area, year, kind, sex, age) not in present
            ]
    if absent:
        more = pd.DataFrame(absent, columns=rows.columns)
        rows = pd.concat([rows, more], ignore_index=True) if len(rows) else more
    rows = rows[rows["area_type"].isin(resolved.types)]
    order = ["area", "period", "sex", "age", "area_type"]
    return rows.sort_values(order, ignore_index=True, kind="stable")


def _with_expected(rows: pd.DataFrame, expected: Expected, resolved: Resolved) -> pd.DataFrame:
    """Count the RegSO that have no row at all among the areas of their type."""
    keys = rows[["area", "period", "area_type"]].itertuples(index=False, name=None)
    areas = pd.Series([expected.get(key, 0) for key in keys], index=rows.index)
    value = rows["value"]
    if resolved.question.shape == "population_share":
        value = value.mask((areas > 0) & (rows["valued"] == 0))
    elif not _is_ratio(resolved):
        value = value.mask(rows["valued"] < areas)
    return rows.assign(areas=areas, value=value)


def complete_gap(
    rows: pd.DataFrame, resolved: Resolved, version: Version
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    rows = _with_asked_gaps(rows, resolved, version)
    pair = resolved.question.pair
    expected = _areas_by_type(resolved, version)
    for side, kind in zip(_SIDES, pair, strict=True):
        rows[f"{side}_type"] = kind
        names = [f"{side}_{count}" for count in ("areas", "valued", "preliminary", "suppressed")]
        rows = rows.assign(**{name: rows[name].fillna(0).astype(int) for name in names})
        if expected is not None:
            keys = zip(rows["area"], rows["period"], strict=True)
            rows[f"{side}_areas"] = [expected.get((*key, kind), 0) for key in keys]
            if not _is_ratio(resolved):
                short = rows[f"{side}_valued"] < rows[f"{side}_areas"]
                rows[f"{side}_value"] = rows[f"{side}_value"].mask(short)
                rows["value"] = rows["value"].mask(short)
    rows = rows.assign(
        status=[_gap_status(row) for row in rows.to_dict("records")],
        segment=_pieces(rows, resolved, version),
        origin="computed",
    )
    rows = rows.drop(columns=[f"{side}_suppressed" for side in _SIDES])
    return rows, _gap_notices(rows, pair)


def _with_asked_gaps(rows: pd.DataFrame, resolved: Resolved, version: Version) -> pd.DataFrame:
    if resolved.in_groups:
        return rows
    present = set(rows[["area", "period"]].itertuples(index=False, name=None))
    absent = [
        {
            "indicator": resolved.indicator.id,
            "area": area,
            "period": year,
            "sex": resolved.question.sex,
            "age": resolved.question.age,
        }
        for area in _areas_asked(resolved, version)
        for year in resolved.years
        if (area, year) not in present
    ]
    if not absent:
        return rows
    more = pd.DataFrame(absent, columns=rows.columns)
    rows = pd.concat([rows, more], ignore_index=True)
    return rows.sort_values(["area", "sex", "age", "period"], ignore_index=True, kind="stable")


def _gap_status(row: Mapping[Any, Any]) -> str:
    if not pd.isna(row["value"]):
        preliminary = any(row[f"{side}_preliminary"] for side in _SIDES)
        return "zero" if row["value"] == 0 else "preliminary" if preliminary else "value"
    if not all(row[f"{side}_areas"] for side in _SIDES):
        return "not_applicable"
    lacking = [side for side in _SIDES if pd.isna(row[f"{side}_value"])]
    if any(row[f"{side}_suppressed"] for side in lacking):
        return "suppressed"
    return "missing" if lacking else "not_applicable"


def _gap_notices(rows: pd.DataFrame, pair: tuple[int, int]) -> tuple[Notice, ...]:
    notices = [Notice("summed_from_areas")]
    areas = int(rows[["first_areas", "second_areas"]].to_numpy().sum())
    if short := areas - int(rows[["first_valued", "second_valued"]].to_numpy().sum()):
        notices.append(Notice("parts_left_out", {"count": short, "areas": areas}))
    if absent := int(((rows["first_areas"] == 0) | (rows["second_areas"] == 0)).sum()):
        notices.append(Notice("type_absent", {"types": list(pair), "count": absent}))
    return tuple(notices)
