"""Tables with a row an area: compared, ranked, limited, changed, related, spread, similar."""

from __future__ import annotations

from assistant.figures import VERDICT_SIGNS, Figures, Measure, Row
from assistant.judged import verdict_word
from assistant.numbers import is_number
from assistant.tables.columns import (
    Cell,
    Column,
    Layout,
    count_column,
    expectation_columns,
    figure_text,
    from_comparison,
    judgement_columns,
    key_columns,
    laid_out,
    name_column,
    own_level,
    part_columns,
    value_column,
    weighed,
)
from assistant.tables.model import Header
from semantic.model import Indicator


def areas(figures: Figures) -> Layout:
    beside = judgement_columns(figures, from_comparison(figures))
    beside += expectation_columns(figures)
    columns = [
        name_column(figures),
        *key_columns(figures),
        value_column(figures),
        *beside,
        *part_columns(figures),
    ]
    return laid_out(columns, figures.rows, figures.comparison)


def rank(figures: Figures) -> Layout:
    t = figures.speech.t
    place = [count_column(figures, t("Place"), "rank")]
    if any("rank_low" in row for row in figures.rows):
        place.append(count_column(figures, t("Place from"), "rank_low"))
        place.append(count_column(figures, t("Place to"), "rank_high"))
    columns = [name_column(figures), *place, value_column(figures), *part_columns(figures)]
    return laid_out(columns, figures.rows, ())


def threshold(figures: Figures) -> Layout:
    asked, measure = figures.answer.question.threshold, figures.measure
    bound = asked.value if asked else 0.0

    def margin(row: Row) -> str:
        value = row.get("value")
        if value is None or not is_number(value):
            return "–"
        return figures.numbers.signed(value - bound, measure.decimals)

    unit = figures.numbers.difference_name(measure.unit)
    column = Column(Header(figures.speech.t("Distance to the limit"), unit, True), margin)
    beside = judgement_columns(figures, figures.speech.t("Judgement")) if weighed(figures) else []
    columns = [name_column(figures), value_column(figures), column, *beside, *part_columns(figures)]
    return laid_out(columns, figures.rows, ())


def change(figures: Figures) -> Layout:
    t, (level, unit) = figures.speech.t, own_level(figures)
    first, last = figures.answer.years[0], figures.answer.years[-1]

    def at(side: str) -> Cell:
        return lambda row: figure_text(
            figures,
            {"value": row.get(f"{side}_value"), "status": row.get(f"{side}_status")},
            level,
        )

    columns = [
        name_column(figures),
        *key_columns(figures),
        Column(Header(str(first), unit, True), at("from")),
        Column(Header(str(last), unit, True), at("to")),
        Column(Header(t("Change"), figures.unit_name, True), lambda row: figure_text(figures, row)),
    ]
    beside = judgement_columns(figures, t("Judgement"))
    if not beside and figures.polarity != "none":
        beside = [Column(Header(t("Judgement")), lambda row: _verdict(figures, row))]
    return laid_out([*columns, *beside], figures.rows, ())


def _verdict(figures: Figures, row: Row) -> str:
    verdict = figures.verdict(row.get("value"), figures.measure, figures.polarity)
    return f"{VERDICT_SIGNS[verdict]} {verdict_word(figures, verdict)}" if verdict else "–"


def relation(figures: Figures) -> Layout:
    """Both figures of every area, each in its own unit."""

    def at(side: str, indicator: Indicator) -> Column:
        measure = Measure(indicator.unit, indicator.decimals)
        text = figures.speech.text(indicator.short or indicator.label)
        return Column(
            Header(text, figures.numbers.unit_name(indicator.unit), True),
            lambda row: figure_text(
                figures,
                {"value": row[f"{side}_value"], "status": row[f"{side}_status"]},
                measure,
            ),
        )

    sides = zip("xy", figures.answer.resolved.indicators, strict=True)
    columns = [name_column(figures), *(at(side, each) for side, each in sides)]
    return laid_out(columns, figures.rows, ())


def spread(figures: Figures) -> Layout:
    """Places down, riket first; where their small areas lie, and how far apart, across."""
    t, (level, unit) = figures.speech.t, own_level(figures)

    def at(name: str) -> Cell:
        return lambda row: figures.number(row[name], level) if is_number(row[name]) else "–"

    def of_area(name: str) -> Cell:
        return lambda row: figures.area(row[name], row["period"]) or "–"

    def whole(row: Row) -> str:
        return figure_text(figures, {"value": row["whole"], "status": row["whole_status"]}, level)

    def times(row: Row) -> str:
        return figures.numbers.plain(row["variation"], 2) if is_number(row["variation"]) else "–"

    heads = {"p5": "P5", "p25": "P25", "p50": t("P50 (median)"), "p75": "P75", "p95": "P95"}
    columns = [
        name_column(figures),
        count_column(figures, t("Number of areas"), "valued"),
        *(Column(Header(text, unit, True), at(name)) for name, text in heads.items()),
        Column(
            Header(t("From P5 to P95"), figures.unit_name, True),
            lambda row: figure_text(figures, row),
        ),
        Column(Header(t("Times the country's"), "", True), times),
        Column(Header(t("Lowest"), unit, True), at("lowest")),
        Column(Header(t("Lowest area")), of_area("lowest_area")),
        Column(Header(t("Highest"), unit, True), at("highest")),
        Column(Header(t("Highest area")), of_area("highest_area")),
        Column(Header(t("The place as a whole"), unit, True), whole),
    ]
    return laid_out(columns, figures.rows, figures.comparison)


def similar(figures: Figures) -> Layout:
    """The area itself, then the nearest ones, with how near and every figure compared by."""
    t = figures.speech.t

    def at(indicator: Indicator) -> Column:
        measure = Measure(indicator.unit, indicator.decimals)
        text = figures.speech.text(indicator.short or indicator.label)
        return Column(
            Header(text, figures.numbers.unit_name(indicator.unit), True),
            lambda row: figures.number(row[indicator.id], measure),
        )

    columns = [
        name_column(figures),
        count_column(figures, t("Place"), "rank"),
        Column(Header(t("Distance"), "", True), lambda row: figure_text(figures, row)),
        *(at(each) for each in figures.answer.resolved.indicators),
    ]
    return laid_out(columns, figures.rows, figures.comparison)
