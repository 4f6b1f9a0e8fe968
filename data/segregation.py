"""How unevenly two groups live over the small areas of a place, as figures of that place.

In each measure ``a`` and ``b`` are the persons of two groups that share nobody, one number for each
small area along the first axis; what lies along other axes, such as years, is measured apart. The
result has no unit; it is NaN where a number is, and where one of the groups is empty. In the
formulas tᵢ = aᵢ + bᵢ, capital letters are sums over the areas, P = A/T and Q = B/T.
Sources: Massey & Denton, "The dimensions of residential segregation", Social Forces 67 (1988);
Theil, "Statistical decomposition analysis" (1972), in the form of Reardon & Firebaugh, "Measures of
multigroup segregation", Sociological Methodology 32 (2002).

All measures hang on the size of the small areas: divide areas, and all but exposure rise or stay.
They are ratios of sums over the whole place, and never added up or averaged over places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.draft import Draft
from semantic.model import REST, RIKET, Catalogue, Indicator, Unevenness

Floats = NDArray[np.float64]
Measure = Callable[[Floats, Floats], Floats]

FEWEST_AREAS = 2


def dissimilarity(a: Floats, b: Floats) -> Floats:
    """D = 100 · ½ Σ |aᵢ/A − bᵢ/B|, from 0 (spread alike) to 100 (no area has people of both):
    the percentage of either group that would have to move for both to be spread alike."""
    whole_a, whole_b = _whole(a, b)
    apart = np.abs(a * whole_b - b * whole_a).sum(axis=0)
    return _within(50 * apart / (whole_a * whole_b), 100.0)


def isolation(a: Floats, b: Floats) -> Floats:
    """xPx = Σ (aᵢ/A)(aᵢ/tᵢ), from P to 1: the share of the first group, among both, in the area
    where one of the first group lives on average."""
    whole_a, _ = _whole(a, b)
    return _within(_shared(a * a, a + b).sum(axis=0) / whole_a)


def exposure(a: Floats, b: Floats) -> Floats:
    """xPy = Σ (aᵢ/A)(bᵢ/tᵢ), from 0 to Q: the share of the second group, among both, in the area
    where one of the first group lives on average; 1 − xPx."""
    whole_a, _ = _whole(a, b)
    return _within(_shared(a * b, a + b).sum(axis=0) / whole_a)


def entropy(a: Floats, b: Floats) -> Floats:
    """Theil's H = Σ tᵢ(E − Eᵢ)/(T·E) with E = −P ln P − Q ln Q, from 0 to 1: how much less mixed
    the areas are, on average over people, than the whole place.

    Written as what the area tells of the group, Σ (aᵢ ln(aᵢ/(tᵢP)) + bᵢ ln(bᵢ/(tᵢQ)))/(T·E), which
    is the same and exactly 0 where every area has the mix of the whole."""
    whole_a, whole_b = _whole(a, b)
    all_of_both = whole_a + whole_b
    told = _told(a, a + b, whole_a, all_of_both) + _told(b, a + b, whole_b, all_of_both)
    mixed = -(whole_a * np.log(whole_a / all_of_both) + whole_b * np.log(whole_b / all_of_both))
    return _within(told / mixed)


def correlation(a: Floats, b: Floats) -> Floats:
    """η² = (xPx − P)/(1 − P), from 0 to 1: the part of the variance in who is of which group that
    lies between areas. Written as Σ (aᵢT − Atᵢ)²/tᵢ / (T·A·B), which is the same."""
    whole_a, whole_b = _whole(a, b)
    all_of_both = whole_a + whole_b
    between = _shared((a * all_of_both - whole_a * (a + b)) ** 2, a + b).sum(axis=0)
    return _within(between / (all_of_both * whole_a * whole_b))


def _within(value: Floats, highest: float = 1.0) -> Floats:
    """What rounding has put outside of the range is put back at its end."""
    return np.asarray(np.clip(value, 0.0, highest))


def _whole(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """A and B; both NaN where either group is empty, so that everything made of them is."""
    whole_a, whole_b = a.sum(axis=0), b.sum(axis=0)
    some = (whole_a > 0) & (whole_b > 0)
    return np.where(some, whole_a, np.nan), np.where(some, whole_b, np.nan)


def _shared(part: Floats, people: Floats) -> Floats:
    """``part`` / ``people``; 0 in an area where nobody lives, which counts for nothing."""
    return np.divide(part, people, out=np.where(people == 0, 0.0, np.nan), where=people > 0)


def _told(group: Floats, people: Floats, whole: Floats, all_of_both: Floats) -> Floats:
    """Σ gᵢ ln(gᵢT/(tᵢG)); nobody tells nothing."""
    ratio = _shared(group * all_of_both, people * whole)
    return np.asarray((group * np.log(np.where(group == 0, 1.0, ratio))).sum(axis=0))


MEASURES: Mapping[Unevenness, Measure] = {
    "dissimilarity": dissimilarity,
    "isolation": isolation,
    "exposure": exposure,
    "entropy": entropy,
    "correlation": correlation,
}


class Groups(NamedTuple):
    """Two groups, and the level of the small areas that they are counted in."""

    group: str
    against: str
    over: str


@dataclass(frozen=True)
class Counts:
    """Two groups in every small area of one division (rows, sorted by code) and year (columns).

    NaN where one of the two is not known; ``source`` is a number in ``sources``, or beyond them.
    """

    areas: NDArray[np.object_]
    years: NDArray[np.int64]
    a: Floats
    b: Floats
    preliminary: NDArray[np.bool_]
    source: NDArray[np.int64]
    sources: tuple[str, ...]


class Place(NamedTuple):
    """A kommun, a län or riket, and the rows of its small areas."""

    level: str
    code: str
    rows: slice


def add_measures(draft: Draft, catalogue: Catalogue) -> None:
    """Append every segregation measure for every kommun, län and riket; call when all figures
    that they are worked out from are there.

    A place has a figure only where every small area in it has both groups, in one division; else
    it is missing. With fewer than two areas, or nobody in a group, it does not apply.
    """
    asked: dict[Groups, list[Indicator]] = defaultdict(list)
    for indicator in catalogue:
        if (of := indicator.segregation) is not None:
            asked[Groups(of.group, of.against, of.over)].append(indicator)
    for groups, indicators in asked.items():
        for counts in _counted(draft, groups):
            draft.add_cells(pd.concat(_cells(counts, _places(counts.areas), indicators)))


_BOTH = """
WITH both_groups AS (
    SELECT g.division, g.year, g.area,
           CASE WHEN g.status = 'not_applicable' THEN 0 ELSE g.num END AS a,
           CASE WHEN o.status = 'not_applicable' THEN 0
                WHEN $against = $rest THEN o.den - o.num ELSE o.num END AS b,
           'preliminary' IN (g.status, o.status) AS preliminary,
           least(g.source, o.source) AS source
    FROM cell AS g
    JOIN cell AS o USING (level, division, year, area, sex, age)
    JOIN area AS known ON known.level = g.level AND known.code = g.area
     AND known.division = g.division
    WHERE g.indicator = $group AND g.level = $over AND g.sex = 'total' AND g.age = 'total'
      AND o.indicator = CASE WHEN $against = $rest THEN $group ELSE $against END
), chosen AS (
    SELECT division, year FROM both_groups WHERE a IS NOT NULL AND b IS NOT NULL
    GROUP BY division, year
    QUALIFY row_number() OVER (PARTITION BY year ORDER BY count(*) DESC, division DESC) = 1
)
SELECT * FROM both_groups JOIN chosen USING (division, year) ORDER BY ALL
"""


def _counted(draft: Draft, groups: Groups) -> Iterator[Counts]:
    """The groups in each division, for the years that have more of them in it than in another."""
    found = draft.db.execute(_BOTH, groups._asdict() | {"rest": REST}).fetchnumpy()
    for division in np.unique(found["division"]):
        here = found["division"] == division
        codes = draft.rows(
            "SELECT code FROM area WHERE level = ? AND division = ? ORDER BY code",
            [groups.over, int(division)],
        )
        areas = np.array([row["code"] for row in codes], dtype=object)
        yield _matrices(areas, {name: column[here] for name, column in found.items()})


def _matrices(areas: NDArray[np.object_], found: Mapping[str, Any]) -> Counts:
    years, column = np.unique(found["year"], return_inverse=True)
    sources, source = np.unique(found["source"], return_inverse=True)
    at = (np.searchsorted(areas, found["area"]), column)

    def matrix(values: Any, empty: Any) -> Any:
        filled = np.full((len(areas), len(years)), empty)
        filled[at] = values
        return filled

    return Counts(
        areas,
        years,
        matrix(np.ma.filled(found["a"], np.nan), np.nan),
        matrix(np.ma.filled(found["b"], np.nan), np.nan),
        matrix(found["preliminary"], False),
        matrix(source, len(sources)),
        tuple(sources),
    )


def _places(areas: NDArray[np.object_]) -> list[Place]:
    """Sorted by code, the small areas of a kommun or a län stand together."""
    found = [Place("riket", RIKET, slice(0, len(areas)))]
    for level, length in (("lan", 2), ("kommun", 4)):
        prefixes = np.array([code[:length] for code in areas], dtype=object)
        codes, first = np.unique(prefixes, return_index=True)
        ends = [*first[1:], len(areas)]
        found += [Place(level, *each) for each in zip(codes, map(slice, first, ends), strict=True)]
    return found


def _cells(
    counts: Counts, places: list[Place], indicators: list[Indicator]
) -> Iterator[pd.DataFrame]:
    """The cells of each indicator: every place and year, none left out."""
    years = len(counts.years)
    frame = pd.DataFrame(
        {
            "level": np.repeat([place.level for place in places], years),
            "area": np.repeat([place.code for place in places], years),
            "year": np.tile(counts.years, len(places)),
            "source": np.concatenate([_sources(counts, place.rows) for place in places]),
        }
    ).assign(division=0, sex="total", age="total", num=np.nan, den=np.nan, origin="computed")
    for indicator in indicators:
        assert indicator.segregation is not None, "only segregation measures are worked out"
        measure = MEASURES[indicator.segregation.measure]
        figures = [_figures(counts, place.rows, measure) for place in places]
        value, status = (np.concatenate(part) for part in zip(*figures, strict=True))
        yield frame.assign(indicator=indicator.id, value=value, status=status)


def _figures(counts: Counts, rows: slice, measure: Measure) -> tuple[Floats, NDArray[np.str_]]:
    """The figure of one place in each year, and its status."""
    a, b = counts.a[rows], counts.b[rows]
    few = len(a) < FEWEST_AREAS
    value = np.full(a.shape[1], np.nan) if few else measure(a, b)
    gap = np.isnan(a + b).any(axis=0) & (not few)
    status = np.select(
        [gap, np.isnan(value), value == 0, counts.preliminary[rows].any(axis=0)],
        ["missing", "not_applicable", "zero", "preliminary"],
        "value",
    )
    return value, status


def _sources(counts: Counts, rows: slice) -> NDArray[np.object_]:
    """The source of the figures of one place in each year; that of the year's where it has none."""
    known = len(counts.sources)
    own, years = counts.source[rows].min(axis=0), counts.source.min(axis=0)
    return np.asarray(np.array(counts.sources, dtype=object)[np.where(own < known, own, years)])
