"""Which figures a reader sees in the table of an answer, shape by shape: each once, in no language.

Rows and columns are those of `assistant.tables`; one figure that all rows share, which the
sentence tells, comes before them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.figures import (
    COMPONENT_CHANGE,
    INDEX_CHANGE,
    Figures,
    Measure,
    Row,
    counted_apart,
    measure_of,
)
from assistant.numbers import exact, is_number
from assistant.tables.columns import part_columns
from assistant.tables.gaps import MIX, RETYPED, SLOPE
from assistant.tables.types import by_year

Number = int | float

COUNTED = Measure("", 0)
TIMES = Measure("times", 2)
SHARE = Measure("percent", 1)


@dataclass(frozen=True)
class Seen:
    """One figure of the table and the row that it stands in."""

    row: Row
    column: str
    value: Number | None
    status: str
    measure: Measure
    compared: bool = False


def seen_in(figures: Figures) -> list[Seen]:
    return list(_TABLES.get(figures.answer.question.shape, _areas)(figures))


def _number(value: object) -> Number | None:
    if not is_number(value):
        return None
    return value if isinstance(value, int | float) else float(exact(value) or 0)


def _marked(
    row: Row,
    measure: Measure,
    column: str = "value",
    status: str = "status",
    compared: bool = False,
) -> Seen:
    """A figure with its status, which the table marks when it is preliminary."""
    told = str(row.get(status) or "missing")
    return Seen(row, column, _number(row.get(column)), told, measure, compared)


def _plain(
    row: Row, column: str, value: object, measure: Measure, absent: str, compared: bool = False
) -> Seen:
    """A figure that carries no mark; ``absent`` is its status where there is none."""
    number = _number(value)
    status = absent if number is None else "zero" if number == 0 else "value"
    return Seen(row, column, number, status, measure, compared)


def _counted(row: Row, column: str, measure: Measure = COUNTED, compared: bool = False) -> Seen:
    return _plain(row, column, row.get(column), measure, "missing", compared)


def _parts(has_parts: bool, row: Row, compared: bool = False) -> Iterator[Seen]:
    """The count and what it is a share of, where the table has them."""
    if has_parts:
        yield _counted(row, "numerator", compared=compared)
        yield _counted(row, "denominator", compared=compared)


def _areas(figures: Figures) -> Iterator[Seen]:
    has_parts = bool(part_columns(figures))
    for compared, rows in ((True, figures.comparison), (False, figures.rows)):
        for row in rows:
            yield _marked(row, figures.measure, compared=compared)
            if figures.expects:
                for column in ("expected", "expected_low", "expected_high"):
                    value = row.get(column)
                    yield _plain(row, column, value, figures.measure, "not_applicable", compared)
            yield from _parts(has_parts, row, compared)


def _rank(figures: Figures) -> Iterator[Seen]:
    has_parts = bool(part_columns(figures))
    for row in figures.rows:
        for column in ("rank", "rank_low", "rank_high"):
            if column in row:
                yield _counted(row, column)
        yield _marked(row, figures.measure)
        yield from _parts(has_parts, row)


def _threshold(figures: Figures) -> Iterator[Seen]:
    asked, measure = figures.answer.question.threshold, figures.measure
    distance = Measure(measure.unit, measure.decimals, "difference")
    bound, has_parts = asked.value if asked else 0.0, bool(part_columns(figures))
    for row in figures.rows:
        yield _marked(row, measure)
        value = _number(row.get("value"))
        margin = None if value is None else value - bound
        yield _plain(row, "margin", margin, distance, "missing")
        yield from _parts(has_parts, row)


def _change(figures: Figures) -> Iterator[Seen]:
    indicator = figures.answer.indicator
    level = Measure(indicator.unit, indicator.decimals)
    for row in figures.rows:
        yield _marked(row, level, "from_value", "from_status")
        yield _marked(row, level, "to_value", "to_status")
        yield _marked(row, figures.measure)


def _gap(figures: Figures) -> Iterator[Seen]:
    indicator = figures.answer.indicator
    level = Measure(indicator.unit, indicator.decimals)
    sloping = figures.answer.question.asked_measure == "slope"
    for row in figures.rows:
        for column in SLOPE if sloping else ("first_value", "second_value"):
            yield _plain(row, column, row.get(column), level, str(row["status"]))
        yield _marked(row, figures.measure)
        if sloping:
            yield _counted(row, "types")
        if "persons" in row:
            apart = counted_apart(indicator)
            yield _plain(row, "persons", row["persons"], apart, str(row["status"]))
        if "crude" in row:
            yield _marked(row, figures.measure, "crude", "crude_status")


def _split(figures: Figures) -> Iterator[Seen]:
    """The ends of the change, and its parts."""
    indicator = figures.answer.indicator
    level = Measure(indicator.unit, indicator.decimals)
    mixed = figures.answer.question.asked_measure == "mix"
    measures = {"from_value": level, "to_value": level}
    measures |= {"from_share": SHARE, "to_share": SHARE}
    for row in figures.rows:
        for name in MIX if mixed else RETYPED:
            measure = measures.get(name, figures.measure)
            yield _plain(row, name, row.get(name), measure, str(row["status"]))
        yield _marked(row, figures.measure)


def _types(figures: Figures) -> Iterator[Seen]:
    if by_year(figures):
        yield from _years_by_type(figures)
        return
    share = figures.answer.question.shape == "population_share"
    has_parts = bool(part_columns(figures)) and not share
    people = Measure(figures.answer.indicator.unit, 0)
    for row in figures.rows:
        yield _marked(row, figures.measure)
        if "crude" in row:
            yield _marked(row, figures.measure, "crude", "crude_status")
        if share:
            yield _counted(row, "numerator", people)
        yield from _parts(has_parts, row)
        yield _counted(row, "areas")


def _years_by_type(figures: Figures) -> Iterator[Seen]:
    cells = {(row["period"], int(row["area_type"])): row for row in figures.rows}
    where = {name: figures.rows[0].get(name) for name in ("indicator", "area")}
    for year in sorted({row["period"] for row in figures.rows}):
        for kind in sorted({kind for _, kind in cells}):
            absent = where | {"period": year, "area_type": kind}
            yield _marked(cells.get((year, kind), absent), figures.measure)


def _trend(figures: Figures) -> Iterator[Seen]:
    """Every series in every year of the table, also where it has no row."""
    if any(row.get("area_type") is not None for row in figures.rows):
        yield from _types(figures)
        return
    compared = () if figures.answer.resolved.in_groups else figures.comparison
    lines = [(False, line) for line in _lines(figures.rows)]
    lines += [(True, line) for line in _lines(compared)]
    years = sorted({year for _, line in lines for year in line})
    for beside, line in lines:
        own = line[max(line)]
        where = {name: own.get(name) for name in ("indicator", "area", "sex", "age")}
        for year in years:
            row = line.get(year, where | {"period": year})
            yield _marked(row, figures.measure, compared=beside)


def _lines(rows: Iterable[Row]) -> list[dict[int, Row]]:
    found: dict[tuple[object, ...], dict[int, Row]] = {}
    for row in rows:
        key = (row.get("area"), row.get("sex"), row.get("age"))
        found.setdefault(key, {})[int(row["period"])] = row
    return list(found.values())


def _areas_of_type(figures: Figures) -> Iterator[Seen]:
    for row in figures.rows:
        yield _counted(row, "area_type")
        yield _marked(row, figures.measure)


def _type_changes(figures: Figures) -> Iterator[Seen]:
    for row in figures.rows:
        yield _counted(row, "from_type")
        yield _counted(row, "to_type")
        yield _plain(row, "value", row["value"], figures.measure, "missing")
        if figures.explains:
            yield _plain(row, "index_change", row["index_change"], INDEX_CHANGE, "missing")
            moved = row["component_change"]
            yield _plain(row, "component_change", moved, COMPONENT_CHANGE, "not_applicable")


def _profile(figures: Figures) -> Iterator[Seen]:
    """Every indicator for every area; each in its own unit and year."""
    own = {row["area"] for row in figures.rows}
    rows = [*figures.rows, *figures.comparison]
    cells = {(row["indicator"], row["area"]): row for row in rows}
    for indicator, year in figures.answer.resolved.profile:
        measure = measure_of(figures.answer.question, indicator)
        for area in dict.fromkeys(row["area"] for row in rows):
            absent = {"indicator": indicator.id, "area": area, "period": year}
            row = cells.get((indicator.id, area), absent)
            yield _marked(row, measure, compared=area not in own)


def _relation(figures: Figures) -> Iterator[Seen]:
    """How the two figures hang together, and both of them for every area."""
    if not figures.rows:
        return
    statuses = [str(row["status"]) for row in figures.rows]
    told = "preliminary" if "preliminary" in statuses else statuses[0]
    row = figures.rows[0]
    whole = {"period": row["period"], "value": row["value"], "status": told}
    yield _marked(whole, figures.measure)
    indicators = figures.answer.resolved.indicators
    for row in figures.rows:
        for side, each in zip("xy", indicators, strict=True):
            measure = Measure(each.unit, each.decimals)
            yield _marked(row, measure, f"{side}_value", f"{side}_status")


def _spread(figures: Figures) -> Iterator[Seen]:
    indicator = figures.answer.indicator
    level = Measure(indicator.unit, indicator.decimals)
    for compared, rows in ((True, figures.comparison), (False, figures.rows)):
        for row in rows:
            yield _counted(row, "valued", compared=compared)
            for name in ("p5", "p25", "p50", "p75", "p95", "lowest", "highest"):
                yield _plain(row, name, row[name], level, "not_applicable", compared)
            yield _marked(row, figures.measure, compared=compared)
            yield _plain(row, "variation", row["variation"], TIMES, "not_applicable", compared)
            yield _marked(row, level, "whole", "whole_status", compared)


def _similar(figures: Figures) -> Iterator[Seen]:
    for compared, rows in ((True, figures.comparison), (False, figures.rows)):
        for row in rows:
            yield _counted(row, "rank", compared=compared)
            yield _marked(row, figures.measure, compared=compared)
            for each in figures.answer.resolved.indicators:
                measure = Measure(each.unit, each.decimals)
                yield _plain(row, each.id, row[each.id], measure, "missing", compared)


_TABLES: Mapping[str, Callable[[Figures], Iterable[Seen]]] = {
    "trend": _trend,
    "compare_types": _types,
    "population_share": _types,
    "rank": _rank,
    "threshold": _threshold,
    "change": _change,
    "gap": _gap,
    "split": _split,
    "areas_of_type": _areas_of_type,
    "type_changes": _type_changes,
    "profile": _profile,
    "relation": _relation,
    "spread": _spread,
    "similar": _similar,
    "segregation": _profile,
    "definition": lambda _: (),
}
