"""Tables of years: down with a few series across, or across with many series down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.figures import Figures, Row
from assistant.judged import trend_text
from assistant.tables.columns import Layout, figure_text, from_comparison, judged_text, weighed
from assistant.tables.model import Header
from assistant.tables.types import types

FEW_SERIES = 6


@dataclass(frozen=True)
class _Line:
    """One series of the table: its name and its row in each year."""

    name: str
    by_year: Mapping[int, Row]


def trend(figures: Figures) -> Layout:
    """Years down and a few series across; many series down and years across."""
    if any(row.get("area_type") is not None for row in figures.rows):
        return types(figures)
    grouped = figures.answer.resolved.by_sex or figures.answer.resolved.by_age
    own = _lines(figures.rows, figures.name)
    others = _lines(() if grouped else figures.comparison, lambda row: figures.area(row["area"]))
    years = sorted({year for line in [*own, *others] for year in line.by_year})
    if len(own) <= FEW_SERIES:
        beside = {figures.area(row["area"]) for row in figures.beside}
        near = [line for line in others if line.name in beside]
        rest = [line for line in others if line.name not in beside]
        return _years_down(figures, own, near, rest, years)
    return _years_across(figures, [*others, *own], years, len(others))


def _lines(rows: Iterable[Row], name: Callable[[Row], str]) -> list[_Line]:
    """Series are told apart by code: two areas may have one name."""
    found: dict[tuple[object, ...], dict[int, Row]] = {}
    for row in rows:
        key = (row.get("area"), row.get("sex"), row.get("age"))
        found.setdefault(key, {})[int(row["period"])] = row
    return [_Line(name(by_year[max(by_year)]), by_year) for by_year in found.values()]


def _years_down(
    figures: Figures,
    own: Sequence[_Line],
    near: Sequence[_Line],
    rest: Sequence[_Line],
    years: Sequence[int],
) -> Layout:
    """One area beside another is judged in every year; of several only the figures are shown. The
    areas of ``rest`` are told together in ``near``."""

    def column(line: _Line) -> tuple[Header, list[str]]:
        found = [figure_text(figures, line.by_year.get(year, {})) for year in years]
        return Header(line.name, figures.unit_name, True), found

    columns = [(Header(figures.speech.t("Year")), [str(year) for year in years])]
    columns += map(column, [*own, *near])
    if len(own) == 1 and weighed(figures):
        told = [judged_text(figures, own[0].by_year.get(year, {})) for year in years]
        columns.append((Header(from_comparison(figures)), told))
    columns += map(column, rest)
    headers, cells = zip(*columns, strict=True)
    return headers, tuple(zip(*cells, strict=True)), 0


def _years_across(
    figures: Figures, lines: Sequence[_Line], years: Sequence[int], pinned: int
) -> Layout:
    headers = [
        Header(figures.speech.t("Area")),
        *(Header(str(year), figures.unit_name, True) for year in years),
    ]
    rows = [
        (line.name, *(figure_text(figures, line.by_year.get(year, {})) for year in years))
        for line in lines
    ]
    if any(row.get("trend") for row in figures.rows):
        headers.append(Header(figures.speech.t("Trend")))
        rows = [(*row, _trend_of(figures, line)) for row, line in zip(rows, lines, strict=True)]
    if weighed(figures):
        headers.append(Header(f"{from_comparison(figures)}, {years[-1]}"))
        newest = (judged_text(figures, line.by_year.get(years[-1], {})) for line in lines)
        rows = [(*row, each) for row, each in zip(rows, newest, strict=True)]
    return tuple(headers), tuple(rows), pinned


def _trend_of(figures: Figures, line: _Line) -> str:
    told = (trend_text(row, figures.speech) for row in line.by_year.values())
    return next((each for each in told if each), "–")
