"""Tables of area types: side by side, which areas are of one, and which changed."""

from __future__ import annotations

from assistant import words
from assistant.figures import COMPONENT_CHANGE, INDEX_CHANGE, Figures, Measure
from assistant.numbers import is_number
from assistant.phrases import uncapital
from assistant.tables.columns import (
    Cell,
    Column,
    Layout,
    count_column,
    crude_columns,
    figure_text,
    judgement_columns,
    key_columns,
    laid_out,
    name_column,
    part_columns,
    type_column,
    value_column,
)
from assistant.tables.model import Header


def types(figures: Figures) -> Layout:
    if by_year(figures):
        return _years_by_type(figures)
    name = [name_column(figures)] if figures.many_areas else []
    share = figures.answer.question.shape == "population_share"
    inhabitants = (
        [count_column(figures, figures.speech.t("Inhabitants"), "numerator")] if share else []
    )
    columns = [
        type_column(figures),
        *name,
        *key_columns(figures),
        value_column(figures),
        *crude_columns(figures),
        *judgement_columns(figures, _from_first_type(figures)),
        *(inhabitants or part_columns(figures)),
        count_column(figures, figures.speech.t("Number of areas"), "areas"),
    ]
    return laid_out(columns, figures.rows, ())


def by_year(figures: Figures) -> bool:
    """Whether the years go down and the area types across; not where two figures of each are
    beside each other."""
    several = len({row["period"] for row in figures.rows}) > 1
    return several and not _divided(figures) and "crude" not in figures.answer.rows


def _divided(figures: Figures) -> bool:
    return figures.answer.resolved.by_sex or figures.answer.resolved.by_age or figures.many_areas


def _from_first_type(figures: Figures) -> str:
    first = next((row for row in figures.rows if is_number(row.get("value"))), {})
    kind = figures.type(first.get("area_type", 1))
    return figures.speech.t("Difference from {area}", area=uncapital(kind))


def _years_by_type(figures: Figures) -> Layout:
    kinds = sorted({int(row["area_type"]) for row in figures.rows})
    cells = {(row["period"], int(row["area_type"])): row for row in figures.rows}
    headers = [
        Header(figures.speech.t("Year")),
        *(Header(figures.type(kind), figures.unit_name, True) for kind in kinds),
    ]
    years = sorted({row["period"] for row in figures.rows})
    rows = [
        (
            str(year),
            *(
                figure_text(figures, cells.get((year, kind), {"status": "missing"}))
                for kind in kinds
            ),
        )
        for year in years
    ]
    return tuple(headers), tuple(rows), 0


def areas_of_type(figures: Figures) -> Layout:
    return laid_out(
        [name_column(figures), type_column(figures), value_column(figures)], figures.rows, ()
    )


def type_changes(figures: Figures) -> Layout:
    t = figures.speech.t
    first, last = figures.answer.years[0], figures.answer.years[-1]
    columns = [
        name_column(figures),
        Column(Header(t("Type in {year}", year=first)), lambda row: figures.type(row["from_type"])),
        Column(Header(t("Type in {year}", year=last)), lambda row: figures.type(row["to_type"])),
        Column(
            Header(t("Change"), figures.unit_name, True), lambda row: figures.number(row["value"])
        ),
        *(_why(figures) if figures.explains else ()),
    ]
    return laid_out(columns, figures.rows, ())


def _why(figures: Figures) -> list[Column]:
    """Why areas changed type, and what of their index changed most that way."""
    t, unit = figures.speech.t, figures.numbers.difference_name

    def changed(name: str, measure: Measure, absent: str) -> Cell:
        return lambda row: figures.short({"value": row[name], "status": absent}, measure)

    return [
        Column(Header(t("Why")), lambda row: words.reason(row["reason"], figures.speech)),
        Column(
            Header(t("Change of the index"), unit("index"), True),
            changed("index_change", INDEX_CHANGE, "missing"),
        ),
        Column(
            Header(t("Part that changed most that way")),
            lambda row: figures.component(row) or t("none"),
        ),
        Column(
            Header(t("Change of that part"), unit("percent"), True),
            changed("component_change", COMPONENT_CHANGE, "not_applicable"),
        ),
    ]
