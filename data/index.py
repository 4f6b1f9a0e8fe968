"""The socioeconomic index and the area types, for official and for example figures alike.

What SCB publishes is used as it stands and never overwritten; the rest is worked out here.

Index of a RegSO and year: the plain mean of three shares in percent (low economic standard,
pre-upper-secondary education, long-term assistance or unemployment); 0-100, higher is worse.

Type of a RegSO and year, from the unweighted mean μ and standard deviation σ of the index over all
RegSO of that year: 1 from μ+2σ, 2 from μ+σ, 3 from μ, 4 from μ-σ, 5 below. σ is that of a whole
population (divided by n, not n-1), because every RegSO is in it.

Source of both: SCB, Socioekonomiskt index (TAB6586), notes to the table; the bounds from SCB,
Indelning i områdestyper efter socioekonomiskt index (2025).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.draft import Draft
from semantic.model import COMPONENTS, INDEX
from semantic.type_moves import Bounds

Floats = NDArray[np.float64]


def socioeconomic_index(low_standard: Floats, short_education: Floats, long_term: Floats) -> Floats:
    """The index from its three shares in percent; NaN where one of them is."""
    return (low_standard + short_education + long_term) / 3.0


def bounds(index: Floats) -> Bounds:
    """The bounds of one year; raises ValueError unless every RegSO has an index."""
    if index.ndim != 1 or index.size < 2 or not np.isfinite(index).all():
        raise ValueError("area types need the index of every RegSO of one year")
    return Bounds(float(index.mean()), float(index.std(ddof=0)), int(index.size))


def area_types(index: Floats, of: Bounds) -> NDArray[np.int8]:
    """The type 1-5 of each area; a bound belongs to the type above it."""
    above = index[:, None] >= np.array(of.lowest)
    return np.asarray(5 - above.sum(axis=1), dtype=np.int8)


def add_index_and_types(draft: Draft) -> None:
    """Append index, bounds and types of every year for which they can be worked out.

    The index of a RegSO is worked out where its three shares are there, and come from one source:
    shares of other tables are of other ages. A year and division gets bounds, which are always
    ours, where every RegSO has an index, and types where none of its types are published.
    """
    _add_index(draft)
    for (division, year), index in _whole_years(draft):
        of_year = bounds(index["value"].to_numpy())
        place: dict[str, Any] = {"division": division, "year": year, "origin": "computed"}
        draft.add_type_bounds(pd.DataFrame([{**place, **of_year._asdict()}]))
        known = "SELECT 1 FROM area_type WHERE division = ? AND year = ? LIMIT 1"
        if not draft.rows(known, [division, year]):
            types = area_types(index["value"].to_numpy(), of_year)
            draft.add_area_types(index[["area", "source"]].assign(type=types, **place))


_FIGURE = "coalesce({0}.value, 100 * ({0}.num / {0}.den))"
_SHARES = f"""
SELECT a.area, a.division, a.year, a.source, {_FIGURE.format("a")} AS low_standard,
       {_FIGURE.format("b")} AS short_education, {_FIGURE.format("c")} AS long_term,
       'preliminary' IN (a.status, b.status, c.status) AS preliminary
FROM cell AS a
JOIN cell AS b USING (level, division, year, area, sex, age, source)
JOIN cell AS c USING (level, division, year, area, sex, age, source)
WHERE a.level = 'regso' AND a.sex = 'total' AND a.age = 'total'
  AND a.indicator = ? AND b.indicator = ? AND c.indicator = ?
  AND NOT EXISTS (
      SELECT 1 FROM cell AS known
      WHERE known.indicator = ? AND known.level = 'regso'
        AND known.division = a.division AND known.year = a.year)
ORDER BY a.year, a.division, a.area
"""


def _add_index(draft: Draft) -> None:
    """The index where none is published for the year and division."""
    found = draft.db.execute(_SHARES, [*COMPONENTS, INDEX]).df().astype({"source": object})
    shares = ("low_standard", "short_education", "long_term")
    found["value"] = socioeconomic_index(*(found[name].to_numpy(float) for name in shares))
    found = found[found["value"].notna()]
    status = np.where(found["preliminary"], "preliminary", "value")
    draft.add_cells(
        found.assign(
            indicator=INDEX,
            level="regso",
            sex="total",
            age="total",
            num=np.nan,
            den=np.nan,
            status=np.where(found["value"] == 0, "zero", status),
            origin="computed",
        )
    )


_WHOLE = """
SELECT division, year, area, value, source FROM cell
WHERE indicator = ? AND level = 'regso' AND sex = 'total' AND age = 'total' AND value IS NOT NULL
QUALIFY count(*) OVER (PARTITION BY division, year) = (
    SELECT count(*) FROM area WHERE level = 'regso' AND division = cell.division)
ORDER BY year, division, area
"""


def _whole_years(draft: Draft) -> Iterator[tuple[tuple[int, int], pd.DataFrame]]:
    """(division, year) and the index of every RegSO in it, as published or else as worked out."""
    found = draft.db.execute(_WHOLE, [INDEX]).df()
    pairs = zip(found["division"].tolist(), found["year"].tolist(), strict=True)
    for division, year in dict.fromkeys(pairs):
        yield (division, year), found[found["division"].eq(division) & found["year"].eq(year)]
