"""The areas most like one area: nearest by several figures at once, all of the same weight.

Each figure is standardised over all areas of the level that have all the figures that year (mean 0,
standard deviation 1, divided by n); a count is compared by its logarithm, so that twice as many
is as far as half as many. The distance is the root of the mean squared difference: 1 means that
two areas lie one standard deviation apart in a typical figure (standardised Euclidean distance,
Everitt, Landau, Leese & Stahl, Cluster Analysis, 5th ed. 2011). Equal distances are told in order
of code.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from semantic.answer import plain_records
from semantic.errors import QuestionError, bad_value, suggest
from semantic.model import Indicator
from semantic.periods import fits_periods, no_year
from semantic.question import Periods, Question
from semantic.resolved import Notice, Resolved, slice_of
from semantic.shapes import OF_MANY
from semantic.together import common_years, division_of_all
from semantic.version import Version

BY_DEFAULT = (
    "socioekonomiskt_index", "fodda_utomlands_andel", "hyresratt_andel", "forgymnasial_andel",
    "sysselsatta_andel", "folkmangd",
)  # fmt: skip
"""What areas are compared by unless the asker chooses: those of them that there are."""
BESIDE = 5
"""So many similar areas are what one area is compared with."""
LEAST_OTHERS = 5
LEAST_SHARE = 0.5
"""A figure that fewer of the areas have is no figure to choose among all of them by."""

Row = dict[str, Any]
Point = Sequence[float]


def with_similar(
    draft: Resolved, version: Version, apart: frozenset[str] = frozenset()
) -> Resolved:
    """The figures and the one year that areas are compared by; none of ``apart`` by default."""
    if len(draft.codes) != 1:
        near = suggest("areas", [[code] for code in draft.codes[:3]])
        raise bad_value("areas.codes", ", ".join(draft.codes), "one area", near)
    if draft.level == "riket":
        raise _too_few(draft, 1)
    chosen = _chosen(draft, version) if draft.indicators else _by_default(draft, version, apart)
    year, indicators = chosen
    draft = replace(draft, indicators=indicators)
    everywhere = replace(draft, codes=())
    count = common_years(everywhere, version, indicators).get(year, 0)
    if count <= LEAST_OTHERS:
        raise _too_few(draft, count)
    division = division_of_all(draft, version, year, indicators) or 0
    return replace(
        draft,
        years=(year,),
        divisions={year: division},
        profile=tuple((each, year) for each in indicators),
        profile_divisions={each.id: division for each in indicators},
    )


def _too_few(draft: Resolved, count: int) -> QuestionError:
    details = {"count": count, "least": LEAST_OTHERS + 1, "level": draft.level}
    return QuestionError("too_few_areas", details | {"area": draft.codes[0]})


def like_of(resolved: Resolved, version: Version) -> Resolved:
    """How the areas most like the one named are found: in the year asked about where it has
    figures to compare by, else in the newest that has; never by the one figure that is compared."""
    several = resolved.question.shape in OF_MANY
    apart = frozenset() if several else _hanging_together(resolved.indicator, version)
    asked = Question(shape="similar", areas=resolved.question.areas)
    year = Periods(mode="list", years=resolved.years[-1:])
    try:
        return _like(resolved, asked.model_copy(update={"periods": year}), version, apart)
    except QuestionError:
        return _like(resolved, asked, version, apart)


def _like(
    resolved: Resolved, question: Question, version: Version, apart: frozenset[str]
) -> Resolved:
    bare = Resolved(
        question=question,
        indicators=(),
        level=resolved.level,
        scope=resolved.scope,
        codes=resolved.codes,
        within=(),
        by_type=False,
        by_sex=False,
        by_age=False,
        type_year=None,
    )
    return with_similar(bare, version, apart)


def _hanging_together(indicator: Indicator, version: Version) -> frozenset[str]:
    """The figure itself, its parts, and what it is part of."""
    wholes = (each.id for each in version.catalogue if indicator.id in each.made_of)
    return frozenset({indicator.id, *indicator.made_of, *wholes})


def unmoved(
    codes: Sequence[str], like: Resolved, resolved: Resolved, version: Version
) -> list[str]:
    """Those of ``codes`` that are the same areas in both; of DeSO nobody has told which are."""
    divisions = like.divisions_read | resolved.divisions_read
    if len(divisions) == 1:
        return list(codes)
    find, changed = version.directory.find, version.directory.changed
    return [
        code
        for code in codes
        if resolved.level != "deso"
        and code not in changed
        and all(find(code, each) is not None for each in divisions)
    ]


Chosen = tuple[int, tuple[Indicator, ...]]


def _chosen(draft: Resolved, version: Version) -> Chosen:
    """The newest year asked for in which the area has all the figures."""
    counted = common_years(draft, version, draft.indicators)
    if not counted:
        if len(draft.indicators) == 1:
            raise _nothing(draft, draft.indicator.id)
        ids = [each.id for each in draft.indicators]
        raise QuestionError("no_common_year", {"indicators": ids, "level": draft.level})
    fitting = [year for year in counted if fits_periods(draft.question, year)]
    if not fitting:
        raise no_year(draft, _first_year(draft), counted)
    return fitting[-1], draft.indicators


def _by_default(draft: Resolved, version: Version, apart: frozenset[str]) -> Chosen:
    """The newest of the years with the most of the figures that areas are compared by."""
    known = [
        version.catalogue.indicators[each]
        for each in BY_DEFAULT
        if each in version.catalogue.indicators and each not in apart
    ]
    found: dict[int, list[Indicator]] = defaultdict(list)
    for each in known:
        for year in version.offers.years(each.id, draft.level):
            if _known_widely(draft, version, year, each):
                found[year].append(each)
    if not found:
        raise _nothing(draft, known[-1].id)
    fitting = [year for year in found if fits_periods(draft.question, year)]
    if not fitting:
        about = replace(draft, indicators=(known[-1],))
        raise no_year(about, _first_year(draft), sorted(found))
    best = max(fitting, key=lambda year: (len(found[year]), year))
    return best, tuple(found[best])


def _known_widely(draft: Resolved, version: Version, year: int, each: Indicator) -> bool:
    """Whether the area and most others have the figure, on the division of that year."""
    probe = slice_of(draft, year, each)
    if version.offers.division_of(probe) != version.offers.division(draft.level, year):
        return False
    valued, areas = version.offers.coverage(probe, ())
    return valued >= LEAST_SHARE * areas and version.offers.has(probe, draft.codes[0])


def _first_year(draft: Resolved) -> int:
    periods = draft.question.periods
    return periods.first or (*periods.years, 0)[0]


def _nothing(draft: Resolved, indicator: str) -> QuestionError:
    details = {"indicator": indicator, "area": draft.codes[0], "level": draft.level}
    return QuestionError("no_data_for_area", details)


def measured(value: float, indicator: Indicator) -> float | None:
    """The figure as it is compared: a count by its logarithm, which nobody has none of."""
    if indicator.kind != "count":
        return value
    return math.log(value) if value > 0 else None


def standardised(points: Mapping[str, Point]) -> dict[str, Point]:
    """Each figure with mean 0 and standard deviation 1 over all areas; one that is the same
    everywhere tells no areas apart and is 0."""
    columns = list(zip(*points.values(), strict=True))
    made = []
    for column in columns:
        mean = math.fsum(column) / len(column)
        deviation = math.sqrt(math.fsum((each - mean) ** 2 for each in column) / len(column))
        flat = deviation <= 1e-12 * max(map(abs, column))
        made.append([0.0 if flat else (each - mean) / deviation for each in column])
    return dict(zip(points, zip(*made, strict=True), strict=True))


def distance(one: Point, other: Point) -> float:
    squares = [(a - b) ** 2 for a, b in zip(one, other, strict=True)]
    return math.sqrt(math.fsum(squares) / len(squares))


def nearest_areas(points: Mapping[str, Point], code: str) -> list[tuple[float, str]]:
    """(distance, code) of every other area, the nearest first; those that differ by no more than
    the precision of the arithmetic are equal, in order of code."""
    placed = standardised(points)
    own = placed[code]
    found = [(distance(own, each), other) for other, each in placed.items() if other != code]
    return sorted(found, key=lambda each: (round(each[0], 9), each[1]))


def similar_rows(
    cells: pd.DataFrame, resolved: Resolved, version: Version
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[Notice, ...], tuple[str, ...]]:
    """The nearest areas, the area itself, what the reader must know, and where it all is from."""
    known = {each.id: each for each in resolved.indicators}
    by_area: dict[str, dict[str, Row]] = defaultdict(dict)
    for cell in plain_records(cells):
        value, indicator = cell["value"], known[cell["indicator"]]
        if value is not None and measured(value, indicator) is not None:
            by_area[cell["area"]][indicator.id] = cell
    whole = {area: found for area, found in sorted(by_area.items()) if len(found) == len(known)}
    points = {
        area: [measured(found[each]["value"], known[each]) or 0.0 for each in known]
        for area, found in whole.items()
    }
    (code,), (year,) = resolved.codes, resolved.years
    if code not in points:
        raise _nothing(resolved, resolved.indicator.id)
    near = nearest_areas(points, code)[: resolved.question.row_limit]
    rows = [_row(area, far, whole[area], place) for place, (far, area) in enumerate(near, 1)]
    own = [_row(code, 0.0, whole[code], None)]
    areas = len(version.directory.inside(resolved.level, resolved.divisions[year], ()))
    notices = _notices([*rows, *own], areas - len(whole), areas)
    sources = {cell["source"] for found in whole.values() for cell in found.values()}
    return (
        pd.DataFrame(rows, columns=list(own[0])),
        pd.DataFrame(own),
        notices,
        tuple(sorted(sources)),
    )


def _row(area: str, far: float, found: Mapping[str, Row], place: int | None) -> Row:
    cells = list(found.values())
    preliminary = any(each["status"] == "preliminary" for each in cells)
    return {
        "area": area,
        "period": cells[0]["period"],
        "rank": place,
        **{identity: cell["value"] for identity, cell in sorted(found.items())},
        "value": far,
        "status": "zero" if far == 0 else "preliminary" if preliminary else "value",
        "origin": "computed",
    }


def _notices(rows: Sequence[Row], absent: int, areas: int) -> tuple[Notice, ...]:
    found = []
    if any(row["status"] == "preliminary" for row in rows):
        found.append(Notice("preliminary"))
    if absent:
        found.append(Notice("not_compared", {"count": absent, "areas": areas}))
    return tuple(found)
