"""How the small areas inside a place spread on one figure; every area counts as one.

A percentile is taken by linear interpolation between the two nearest areas in order (definition 7
of Hyndman & Fan, Sample quantiles in statistical packages, The American Statistician 50, 1996).
The spread is the distance from the 5th percentile to the 95th, in the unit of the figure; its
variation is that distance divided by the same distance over the whole country.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from semantic.answer import plain_records
from semantic.errors import QuestionError
from semantic.model import RIKET
from semantic.resolved import Notice, Resolved, slice_of
from semantic.version import Version

LEAST_AREAS = 5
"""With fewer areas in a place nothing is said of how they spread."""
SHARES: Mapping[str, float] = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
LEAST_SHARE = 0.9
"""A spread stands for the whole country's where at least so many of its areas have a figure."""
NO_CELL: Mapping[str, Any] = {"value": None, "status": "missing"}
COLUMNS = (
    "indicator", "area", "period", "sex", "age", "areas", "valued", *SHARES, "lowest",
    "lowest_area", "highest", "highest_area", "whole", "whole_status", "variation", "value",
    "status", "origin", "source", "whole_source",
)  # fmt: skip

Row = dict[str, Any]
Cell = Mapping[str, Any]


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value with ``share`` of the way through ``ordered``, which is sorted and not empty."""
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def places_asked(resolved: Resolved) -> tuple[str, ...]:
    return resolved.within or (RIKET,)


def check_spread(resolved: Resolved, version: Version) -> None:
    """Refuse where no place has areas enough with a figure."""
    probe = slice_of(resolved, resolved.years[-1])
    places = places_asked(resolved)
    valued = {each: version.offers.coverage(probe, (each,))[0] for each in places}
    if max(valued.values()) < LEAST_AREAS:
        place = max(valued, key=lambda each: valued[each])
        details = {"count": valued[place], "least": LEAST_AREAS, "level": resolved.level}
        raise QuestionError("too_few_areas", details | {"area": place})


def spread_rows(
    small: pd.DataFrame, wholes: pd.DataFrame, resolved: Resolved, version: Version
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[Notice, ...]]:
    """One row a place, the same row of the whole country, and what the reader must know.

    ``small`` are the cells of every area of the level in the country, ``wholes`` those of the
    places themselves and of riket.
    """
    cells = {each["area"]: each for each in plain_records(small)}
    own = {each["area"]: each for each in plain_records(wholes)}
    division = resolved.divisions[resolved.years[-1]]

    def row_of(place: str) -> Row:
        inside = version.directory.inside(resolved.level, division, (place,))
        return _row(place, [cells.get(code, NO_CELL) for code in inside], own, resolved)

    riket, places = row_of(RIKET), places_asked(resolved)
    rows = [riket if each == RIKET else row_of(each) for each in places]
    whole_country = riket["valued"] >= LEAST_SHARE * riket["areas"]
    if RIKET in places or not whole_country:
        return _frame(rows), _frame([]), _notices(rows)
    for row in rows:
        row["variation"] = _times(row["value"], riket["value"])
    return _frame(rows), _frame([riket]), _notices(rows)


def _row(place: str, inside: Sequence[Cell], own: Mapping[str, Cell], resolved: Resolved) -> Row:
    """The row of a place with the cells ``inside`` it, one of every area."""
    valued = [each for each in inside if each["value"] is not None]
    whole = own.get(place, {})
    row: Row = dict.fromkeys(COLUMNS) | {
        "indicator": resolved.indicator.id,
        "area": place,
        "period": resolved.years[-1],
        "sex": resolved.question.sex,
        "age": resolved.question.age,
        "areas": len(inside),
        "valued": len(valued),
        "whole": whole.get("value"),
        "whole_status": whole.get("status") or "missing",
        "whole_source": whole.get("source"),
        "origin": "computed",
        "source": min((each["source"] for each in valued), default=None),
    }
    if valued:
        ordered = sorted(valued, key=lambda each: (each["value"], each["area"]))
        for name, end in (("lowest", ordered[0]), ("highest", ordered[-1])):
            row |= {name: end["value"], f"{name}_area": end["area"]}
        if len(valued) >= LEAST_AREAS:
            values = [each["value"] for each in ordered]
            row |= {name: percentile(values, share) for name, share in SHARES.items()}
            row["value"] = row["p95"] - row["p5"]
    row["status"] = _status(row, inside)
    return row


def _status(row: Row, inside: Sequence[Cell]) -> str:
    statuses = [each["status"] for each in inside]
    if row["value"] is not None:
        if row["value"] == 0:
            return "zero"
        return "preliminary" if "preliminary" in statuses else "value"
    if len(inside) < LEAST_AREAS:
        return "not_applicable"
    return "suppressed" if "suppressed" in statuses else "missing"


def _times(spread: float | None, of_riket: float | None) -> float | None:
    return None if spread is None or not of_riket else spread / of_riket


def _frame(rows: Sequence[Row]) -> pd.DataFrame:
    if not rows:
        return pd.DataFrame()
    return pd.DataFrame(
        {name: pd.Series([row[name] for row in rows], dtype=_type(name)) for name in COLUMNS}
    )


def _type(name: str) -> str | None:
    figures = {*SHARES, "lowest", "highest", "whole", "variation", "value"}
    return "float64" if name in figures else None


def _notices(rows: Sequence[Row]) -> tuple[Notice, ...]:
    found = []
    if any("preliminary" in (row["status"], row["whole_status"]) for row in rows):
        found.append(Notice("preliminary"))
    areas, valued = (sum(row[name] for row in rows) for name in ("areas", "valued"))
    if valued < areas:
        found.append(Notice("areas_left_out", {"count": areas - valued, "areas": areas}))
    if few := sum(row["value"] is None for row in rows):
        found.append(Notice("too_few_inside", {"count": few, "least": LEAST_AREAS}))
    return tuple(found)
