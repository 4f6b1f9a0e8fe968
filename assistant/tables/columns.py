"""The columns that tables share: names first, then figures, what is said of them, and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant import words
from assistant.figures import Figures, Measure, Row
from assistant.judged import judgement
from assistant.numbers import is_number
from assistant.tables.model import Header

Cell = Callable[[Row], str]


@dataclass(frozen=True)
class Column:
    header: Header
    cell: Cell


Layout = tuple[tuple[Header, ...], tuple[tuple[str, ...], ...], int]


def laid_out(columns: Sequence[Column], rows: Iterable[Row], pinned: Iterable[Row]) -> Layout:
    first, others = list(pinned), list(rows)
    cells = tuple(tuple(column.cell(row) for column in columns) for row in [*first, *others])
    return tuple(column.header for column in columns), cells, len(first)


def figure_text(figures: Figures, row: Row, measure: Measure | None = None) -> str:
    text = figures.short(row, measure)
    if row.get("status") == "preliminary" and is_number(row.get("value")):
        return figures.speech.t("{figure} (prel.)", figure=text)
    return text


def value_column(figures: Figures) -> Column:
    by_person = figures.answer.question.shape == "areas_of_type"
    text = figures.speech.t("Inhabitants") if by_person else _measure_name(figures)
    unit = "" if by_person else figures.unit_name
    return Column(Header(text, unit, True), lambda row: figure_text(figures, row))


def _measure_name(figures: Figures) -> str:
    t = figures.speech.t
    if figures.answer.question.shape == "population_share":
        return t("Share of the population")
    indicator = figures.indicator
    name = figures.speech.text(indicator.short or indicator.label) if indicator else t("Figure")
    if figures.pooled:
        return f"{name}, {figures.when}"
    if figures.answer.question.standard == "none":
        return name
    return t("{figure}, with regard to age", figure=name)


def own_level(figures: Figures) -> tuple[Measure, str]:
    """The indicator's own measure and unit, where the figure is a change or a distance in it."""
    indicator = figures.answer.indicator
    measure = Measure(indicator.unit, indicator.decimals)
    return measure, figures.numbers.unit_name(indicator.unit)


def name_column(figures: Figures) -> Column:
    return Column(
        Header(figures.speech.t("Area")),
        lambda row: figures.area(row.get("area"), row.get("period")),
    )


def year_column(figures: Figures) -> Column:
    return Column(Header(figures.speech.t("Year")), lambda row: str(row["period"]))


def type_column(figures: Figures) -> Column:
    return Column(
        Header(figures.speech.t("Area type")),
        lambda row: words.type_full(int(row["area_type"]), figures.speech),
    )


def key_columns(figures: Figures) -> list[Column]:
    """The columns that tell the rows from each other, after the first."""
    several = len({row.get("period") for row in figures.rows}) > 1
    return [*([year_column(figures)] if several else []), *group_columns(figures)]


def group_columns(figures: Figures) -> list[Column]:
    t, resolved = figures.speech.t, figures.answer.resolved
    if not (resolved.by_sex or resolved.by_age):
        return []
    return [Column(Header(t("Sex") if resolved.by_sex else t("Age")), figures.group)]


def count_column(figures: Figures, text: str, name: str) -> Column:
    def cell(row: Row) -> str:
        return figures.numbers.plain(row.get(name)) if is_number(row.get(name)) else "–"

    return Column(Header(text, "", True), cell)


def part_columns(figures: Figures) -> list[Column]:
    """The count and what it is a share of, where the figure is a ratio that has them."""
    indicator, t = figures.indicator, figures.speech.t
    if indicator is None or indicator.kind != "ratio":
        return []
    if not any(is_number(row.get("denominator")) for row in figures.rows):
        return []
    count, whole = t("Count"), t("Out of")
    if figures.pooled:
        count, whole = t("Count, all years together"), t("Out of, all years together")
    return [count_column(figures, count, "numerator"), count_column(figures, whole, "denominator")]


def crude_columns(figures: Figures) -> list[Column]:
    """The ordinary figure beside the one that is worked out for the ages of a standard."""
    if "crude" not in figures.answer.rows:
        return []

    def cell(row: Row) -> str:
        return figure_text(figures, {"value": row["crude"], "status": row["crude_status"]})

    t, unit = figures.speech.t, figures.unit_name
    return [Column(Header(t("Without regard to age"), unit, True), cell)]


def expectation_columns(figures: Figures) -> list[Column]:
    """What the figure would be in areas with the same index, where that is worked out."""
    t = figures.speech.t
    heads = {
        "expected": t("Expected"),
        "expected_low": t("Expected, lowest"),
        "expected_high": t("Expected, highest"),
    }

    def at(name: str) -> Cell:
        return lambda row: figures.number(row[name]) if is_number(row.get(name)) else "–"

    return [
        Column(Header(text, figures.unit_name, True), at(name))
        for name, text in heads.items()
        if any(is_number(row.get(name)) for row in figures.rows)
    ]


def judgement_columns(figures: Figures, heading: str) -> list[Column]:
    """Whether differences are large, where the rows are compared with something."""
    if not any(row.get("verdict") for row in figures.rows):
        return []

    return [Column(Header(heading), lambda row: judged_text(figures, row))]


def judged_text(figures: Figures, row: Row) -> str:
    found = judgement(figures, row)
    return found.text if found else "–"


def weighed(figures: Figures) -> bool:
    """Whether anything can be said of some difference: a column of nothing but unknowns says no
    more than the details do."""
    return any(row.get("verdict") not in (None, "unknown") for row in figures.rows)


def from_comparison(figures: Figures) -> str:
    areas = dict.fromkeys(row["area"] for row in figures.beside)
    if len(areas) != 1:
        return figures.speech.t("Judgement")
    return figures.speech.t("Difference from {area}", area=figures.place(next(iter(areas))))
