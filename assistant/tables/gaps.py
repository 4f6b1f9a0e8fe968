"""Tables of how far apart area types are, and of what a change is made of."""

from __future__ import annotations

from assistant.figures import Figures, Measure, counted_apart
from assistant.sides import Side
from assistant.tables.columns import (
    Cell,
    Column,
    Layout,
    crude_columns,
    figure_text,
    group_columns,
    judgement_columns,
    key_columns,
    laid_out,
    name_column,
    own_level,
    year_column,
)
from assistant.tables.model import Header


def gap(figures: Figures) -> Layout:
    if figures.answer.question.asked_measure == "slope":
        return _slope(figures)
    t, (level, unit) = figures.speech.t, own_level(figures)

    def at(side: Side) -> Column:
        return Column(
            Header(figures.side(side), unit, True),
            lambda row: figures.short(
                {"value": row.get(f"{side}_value"), "status": row["status"]}, level
            ),
        )

    ratio = figures.answer.question.asked_measure == "ratio"
    text = t("Ratio") if ratio else t("Gap")
    apart = counted_apart(figures.answer.indicator)
    counted = Column(
        Header(t("In numbers"), figures.numbers.unit_name(apart.unit), True),
        lambda row: figures.short({"value": row["persons"], "status": row["status"]}, apart),
    )
    columns = [
        *_keys(figures),
        at("first"),
        at("second"),
        Column(Header(text, figures.unit_name, True), lambda row: figure_text(figures, row)),
        *([counted] if "persons" in figures.answer.rows else []),
        *crude_columns(figures),
        *judgement_columns(figures, t("Judgement")),
    ]
    return laid_out(columns, figures.rows, ())


SLOPE = ("start_value", "end_value")
"""What the table of a slope has beside the slope itself: the ends of the line."""


def _slope(figures: Figures) -> Layout:
    t, (level, unit) = figures.speech.t, own_level(figures)

    def at(name: str, text: str) -> Column:
        return Column(
            Header(text, unit, True),
            lambda row: figures.short({"value": row[name], "status": row["status"]}, level),
        )

    columns = [
        *_keys(figures),
        at("start_value", t("Start of the line (type 1)")),
        at("end_value", t("End of the line (type 5)")),
        Column(Header(t("Slope"), figures.unit_name, True), lambda row: figure_text(figures, row)),
        Column(
            Header(t("Area types with a figure"), "", True),
            lambda row: figures.numbers.plain(row["types"]),
        ),
        *judgement_columns(figures, t("Judgement")),
    ]
    return laid_out(columns, figures.rows, ())


def _keys(figures: Figures) -> list[Column]:
    """What tells the rows apart: the year first where there is only one area."""
    if figures.many_areas:
        return [name_column(figures), *key_columns(figures)]
    return [year_column(figures), *group_columns(figures)]


MIX = ("from_value", "to_value", "from_share", "to_share", "rate", "mix")
RETYPED = ("from_value", "to_value", "within", "retyped")
"""What the table of a split has beside the change itself, by what it is split into."""


def split(figures: Figures) -> Layout:
    """The area types down, then all of them together; both years and the parts across."""
    t, (own, unit) = figures.speech.t, own_level(figures)
    share, percent = Measure("percent", 1), figures.numbers.unit_name("percent")
    first, last = figures.answer.years[0], figures.answer.years[-1]
    headers = {
        "from_value": (str(first), unit, own),
        "to_value": (str(last), unit, own),
        "from_share": (t("Share of everyone, {year}", year=first), percent, share),
        "to_share": (t("Share of everyone, {year}", year=last), percent, share),
        "rate": (t("Within the type"), figures.unit_name, figures.measure),
        "mix": (t("Between the types"), figures.unit_name, figures.measure),
        "within": (t("In the same areas"), figures.unit_name, figures.measure),
        "retyped": (t("Areas that changed type"), figures.unit_name, figures.measure),
    }
    total = t("All types")
    name = [name_column(figures)] if figures.many_areas else []
    columns = [
        Column(
            Header(t("Area type")),
            lambda row: total if row["area_type"] is None else figures.type(row["area_type"]),
        ),
        *name,
        *(
            Column(Header(text, unit, True), _part(figures, part, measure))
            for part in (MIX if figures.answer.question.asked_measure == "mix" else RETYPED)
            for text, unit, measure in [headers[part]]
        ),
        Column(Header(t("Change"), figures.unit_name, True), lambda row: figure_text(figures, row)),
    ]
    return laid_out(columns, figures.rows, ())


def _part(figures: Figures, name: str, measure: Measure) -> Cell:
    return lambda row: figures.short({"value": row[name], "status": row["status"]}, measure)
