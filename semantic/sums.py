"""Completes what is added up over area types: sums, shares and gaps.

A ratio leaves out areas without a figure and says so; a count with an area left out has no total.
There is a row for every area, year, group and type asked for, in that order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from semantic.comparable import segments
from semantic.groups import groups_asked, probes
from semantic.model import RIKET
from semantic.resolved import TYPE_LISTS, Notice, Resolved, slice_of
from semantic.tenths import LEAST_AREAS, Tenths, notices_of
from semantic.version import Version

Row = dict[str, Any]
Found = Mapping[tuple[Any, ...], Row]
Expected = Callable[[str, int, int], int | None]
Completed = tuple[pd.DataFrame, tuple[Notice, ...]]
Judge = Callable[[list[Row]], bool]
"""Puts verdicts into rows before they become a table; False where it put none."""

SIDES = ("first", "second")
LACKS = ("suppressed", "missing")
"""Why a part may lack its figure, the reason that weighs most first; before not applicable."""
COUNTS = ("areas", "valued", "preliminary", "suppressed", "not_applicable")
KEYS = ("area", "period", "sex", "age")
TYPE_COLUMNS = (
    "indicator", "area", "area_type", "period", "sex", "age", "numerator", "denominator", "areas",
    "valued", "preliminary", "source", "value", "status", "origin",
)  # fmt: skip
_PAIRED = ("value", "numerator", "denominator", "areas", "valued", "preliminary")
GAP_COLUMNS = (
    "indicator", "area", "period", "sex", "age", "first_type", "second_type",
    *(f"{side}_{name}" for side in SIDES for name in _PAIRED), "source", "value", "persons",
    "status", "segment", "origin",
)  # fmt: skip
TENTH_COLUMNS = (
    *(name for name in GAP_COLUMNS if name not in ("first_type", "second_type")),
    "areas", "indexed", "index_source",
)  # fmt: skip
VERDICT_COLUMNS = ("verdict", "verdict_reason", "difference_low", "difference_high")
RATIO_COLUMNS = ("ratio_low", "ratio_high")


def is_sum(resolved: Resolved) -> bool:
    """Whether the answer is added up over area types, and not only listed by them."""
    return resolved.by_type and resolved.question.shape not in TYPE_LISTS


def complete_sums(
    rows: list[Row],
    resolved: Resolved,
    version: Version,
    judge: Judge | None = None,
    tenths: Tenths | None = None,
) -> Completed:
    """The rows of an answer, and what the reader must know about them; ``tenths`` where the sums
    are of these."""
    question = resolved.question
    if tenths is not None:
        return _complete_tenths(rows, resolved, version, judge, tenths)
    in_pairs = question.shape == "gap" and question.asked_measure != "slope"
    completer = _complete_gap if in_pairs else _complete_types
    return completer(rows, resolved, version, judge)


def _complete_types(
    rows: list[Row], resolved: Resolved, version: Version, judge: Judge | None
) -> Completed:
    share = resolved.question.shape == "population_share"
    found = _by_key(rows, resolved, ("area_type",))
    totals = {key[:4]: row["denominator"] for key, row in found.items()} if share else {}
    expected = _expected(resolved, version)
    made: list[Row] = []
    for key in _keys(resolved, version):
        for kind in resolved.types:
            row = found.get((*key, kind)) or _nothing(totals.get(key), share)
            row |= dict(zip(KEYS, key, strict=True)) | {"area_type": kind, "origin": "computed"}
            row["indicator"] = resolved.indicator.id
            _count_all(row, expected(key[0], key[1], kind), resolved)
            row["status"] = _status(row)
            made.append(row)
    frame = frame_of(made, TYPE_COLUMNS, judge)
    if len(resolved.years) > 1:
        frame["segment"] = _pieces(made, resolved, version)
    return frame, _notices([(row["areas"], row["valued"], row["preliminary"]) for row in made])


def _complete_gap(
    rows: list[Row], resolved: Resolved, version: Version, judge: Judge | None
) -> Completed:
    pair = resolved.question.pair
    made = _gaps(rows, resolved, version, _expected(resolved, version))
    for row in made:
        row |= {f"{side}_type": kind for side, kind in zip(SIDES, pair, strict=True)}
    notices = _notices_of_gaps(made)
    if absent := sum(not all(row[f"{side}_areas"] for side in SIDES) for row in made):
        notices += (Notice("type_absent", {"types": list(pair), "count": absent}),)
    return _gap_frame(made, GAP_COLUMNS, judge), notices


def _complete_tenths(
    rows: list[Row], resolved: Resolved, version: Version, judge: Judge | None, tenths: Tenths
) -> Completed:
    sides = dict(zip(resolved.question.pair, (0, 1), strict=True))
    made = _gaps(
        rows,
        resolved,
        version,
        lambda area, year, kind: len(tenths[area, year].sides[sides[kind]]),
    )
    for row in made:
        ends = tenths[row["area"], row["period"]]
        row |= {"areas": ends.areas, "indexed": ends.indexed, "index_source": ends.source}
        if not ends.first and ends.areas >= LEAST_AREAS:
            row["status"] = "missing"
    return _gap_frame(made, TENTH_COLUMNS, judge), _notices_of_gaps(
        made, "summed_in_tenths"
    ) + notices_of(tenths)


def _gaps(rows: list[Row], resolved: Resolved, version: Version, expected: Expected) -> list[Row]:
    """A row for every area, year and group, with both sides and what lies between them."""
    found = _by_key(rows, resolved, ())
    made: list[Row] = []
    for key in _keys(resolved, version):
        row = found.get(key, {})
        row |= dict(zip(KEYS, key, strict=True)) | {"origin": "computed"}
        row["indicator"] = resolved.indicator.id
        for side, kind in zip(SIDES, resolved.question.pair, strict=True):
            for name in COUNTS:
                row[f"{side}_{name}"] = row.get(f"{side}_{name}") or 0
            _count_all(row, expected(key[0], key[1], kind), resolved, f"{side}_")
        row["status"] = _gap_status(row)
        made.append(row)
    for row, piece in zip(made, _pieces(made, resolved, version), strict=True):
        row["segment"] = piece
    return made


def _notices_of_gaps(made: list[Row], how: str = "summed_from_areas") -> tuple[Notice, ...]:
    counts = ("areas", "valued", "preliminary")
    sides = [tuple(row[f"{side}_{name}"] for name in counts) for row in made for side in SIDES]
    return _notices(sides, how)


def _gap_frame(made: list[Row], columns: tuple[str, ...], judge: Judge | None) -> pd.DataFrame:
    has_persons = any("persons" in row for row in made)
    kept = tuple(name for name in columns if name != "persons" or has_persons)
    return frame_of(made, kept, judge)


def frame_of(rows: list[Row], columns: tuple[str, ...], judge: Judge | None) -> pd.DataFrame:
    """The rows as a table, with their verdicts where ``judge`` has any."""
    if judge is not None and judge(rows):
        columns += VERDICT_COLUMNS
        columns += RATIO_COLUMNS if any("ratio_low" in row for row in rows) else ()
    return pd.DataFrame({name: [row.get(name) for row in rows] for name in columns})


def _by_key(rows: Iterable[Row], resolved: Resolved, more: tuple[str, ...]) -> Found:
    """The rows by what tells them apart; what is the same in all is not in them."""
    question = resolved.question
    same = {"period": resolved.years[-1], "sex": question.sex, "age": question.age}
    same["area"] = next(iter(resolved.codes), RIKET)
    names = (*KEYS, *more)
    return {tuple(row.get(name, same.get(name)) for name in names): row for row in rows}


def _keys(resolved: Resolved, version: Version) -> Iterator[tuple[str, int, str, str]]:
    groups = groups_asked(resolved, version)
    for area in _areas_asked(resolved, version):
        for year in resolved.years:
            for group in groups:
                yield area, year, *group


def _areas_asked(resolved: Resolved, version: Version) -> Iterable[str]:
    if resolved.codes:
        return resolved.codes
    division = version.offers.division(resolved.scope, resolved.years[-1])
    return version.directory.inside(resolved.scope, division, resolved.within)


def _nothing(total: float | None, share: bool) -> Row:
    """The row of a type that no area has: nobody lives there, and nothing can be said of it."""
    none = 0.0 if share and total else None
    return {"numerator": none, "denominator": total, "value": none, **dict.fromkeys(COUNTS, 0)}


def _expected(resolved: Resolved, version: Version) -> Expected:
    """How many RegSO there are by area, year and type; None where all of them have figures, so
    that those counted are all there are."""
    coverage = version.offers.coverage
    complete = all(
        0 < valued == areas
        for year in resolved.years
        for each in probes(slice_of(resolved, year), resolved, version)
        for valued, areas in [coverage(each, resolved.inside)]
    )
    if complete:
        return lambda _area, _year, _kind: None
    length = 0 if resolved.scope == "riket" else len(next(iter(_areas_asked(resolved, version))))
    counts = Counter(
        (code[:length] or RIKET, year, kind)
        for year in resolved.years
        for code, kind in version.offers.types(resolved.type_year or year).items()
        if not resolved.inside or code.startswith(resolved.inside)
    )
    return lambda area, year, kind: counts[area, year, kind]


def _count_all(row: Row, expected: int | None, resolved: Resolved, side: str = "") -> None:
    """Count areas without a row too, and take away a figure that they make too small."""
    if expected is None:
        return
    row[f"{side}areas"] = expected
    least = expected if _is_total(resolved) else min(expected, 1)
    if row[f"{side}valued"] < least:
        row[f"{side}value"] = row["value"] = None
        if not row[f"{side}valued"]:
            row[f"{side}numerator"] = None
        if "persons" in row:
            row["persons"] = None


def _is_total(resolved: Resolved) -> bool:
    """Whether the figure is a sum, which is wrong as soon as one part of it is left out."""
    return resolved.indicator.kind != "ratio" and resolved.question.shape != "population_share"


def _status(row: Row) -> str:
    if row["value"] is not None:
        return status_of_figure(row["value"], row["preliminary"])
    return _why_not(row)


def _gap_status(row: Row) -> str:
    value = row.setdefault("value", None)
    if value is not None:
        return status_of_figure(value, sum(row[f"{side}_preliminary"] for side in SIDES))
    if not all(row[f"{side}_areas"] for side in SIDES):
        return "not_applicable"
    lacking = [side for side in SIDES if row.get(f"{side}_value") is None]
    reasons = [_why_not(row, f"{side}_") for side in lacking]
    return next((each for each in LACKS if each in reasons), "not_applicable")


def _why_not(row: Row, side: str = "") -> str:
    """Why a sum has no figure: the reason of its parts that weighs most, or nobody to divide by."""
    if row[f"{side}suppressed"]:
        return "suppressed"
    told = row[f"{side}valued"] + row[f"{side}not_applicable"]
    return "missing" if told < row[f"{side}areas"] else "not_applicable"


def status_of_figure(value: float, preliminary: int) -> str:
    """The status of what is worked out."""
    if value == 0:
        return "zero"
    return "preliminary" if preliminary else "value"


def _pieces(rows: list[Row], resolved: Resolved, version: Version) -> list[int]:
    areas, years = [row["area"] for row in rows], [row["period"] for row in rows]
    return segments(areas, years, resolved, version)


def _notices(counted: list[tuple[int, ...]], how: str = "summed_from_areas") -> tuple[Notice, ...]:
    """How the figures were added up, and what the counts of areas, of those with a figure and of
    preliminary figures give away."""
    areas, valued, preliminary = (sum(column) for column in zip(*counted, strict=True))
    notices = [Notice("preliminary")] if preliminary else []
    notices.append(Notice(how))
    if valued < areas:
        notices.append(Notice("parts_left_out", {"count": areas - valued, "areas": areas}))
    return tuple(notices)
