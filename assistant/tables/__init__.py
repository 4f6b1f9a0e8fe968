"""The table of an answer: what a manager reads, in the order the question asks for.

All cells are text as it is shown; a cell without a figure has the word for why. Names come first,
codes never (they are in the export), units stand in the headings.
"""

from __future__ import annotations

from dataclasses import replace

from assistant import words
from assistant.figures import Figures, capital
from assistant.language import Speech
from assistant.tables.areas import areas
from assistant.tables.html import TABLE_STYLE, to_html
from assistant.tables.layouts import LAYOUTS
from assistant.tables.model import PAGE_ROWS, Header, Table
from assistant.tables.transitions import transition_table
from assistant.wording import break_text, type_basis_text, with_banner
from semantic.answer import Answer

__all__ = ["PAGE_ROWS", "TABLE_STYLE", "Header", "Table", "table", "to_html", "transition_table"]


def table(answer: Answer, speech: Speech) -> Table:
    figures = Figures(answer, speech)
    layout = LAYOUTS.get(answer.question.shape, areas)
    headers, rows, pinned = layout(figures)
    headers, unit = _common_unit(headers)
    facts = [figures.title, figures.scope, figures.when, unit]
    return Table(
        caption=with_banner(", ".join(each for each in facts if each), answer, speech),
        headers=headers,
        rows=rows,
        notes=tuple(_notes(figures, headers)),
        pinned=pinned,
        part=speech.t("Rows {first}–{last} of {all}"),
    )


def _common_unit(headers: tuple[Header, ...]) -> tuple[tuple[Header, ...], str]:
    """A unit that every column of figures repeats is said once, in the caption."""
    units = [each.unit for each in headers if each.numeric]
    if len(units) < 3 or len(set(units)) > 1:
        return headers, ""
    return tuple(replace(each, unit="") for each in headers), units[0]


def _notes(figures: Figures, headers: tuple[Header, ...]) -> list[str]:
    """What the words in the cells mean, what the counts are, and where a series is broken."""
    speech, answer = figures.speech, figures.answer
    found = []
    indicator = figures.indicator
    wholes = {speech.t("Out of"), speech.t("Out of, all years together")}
    counted = any(each.text in wholes for each in headers)
    if counted and indicator and indicator.numerator and indicator.denominator:
        found.append(
            speech.t(
                "Count: {numerator}. Out of: {denominator}.",
                numerator=speech.text(indicator.numerator),
                denominator=speech.text(indicator.denominator),
            )
        )
    for status in ("missing", "suppressed", "not_applicable", "preliminary"):
        if _has(figures, status):
            word = words.status(status, speech)
            if status == "preliminary":
                word = speech.t("(prel.)")
            found.append(f"{capital(word)}: {words.status_explanation(status, speech)}")
    if any(row["status"] == "not_applicable" for row in figures.beside) and answer.similar_areas:
        found.append(
            speech.t(
                "Similar areas are told as one for shares and rates only: means, medians and "
                "indices cannot be added up."
            )
        )
    if answer.question.shape == "spread":
        found.append(
            speech.t(
                "P5: five percent of the areas lie lower, P95: five percent lie higher; each area "
                "counts once whatever its population."
            )
        )
    found += [break_text(each, speech) for each in answer.resolved.breaks]
    if basis := type_basis_text(answer, speech):
        found.append(basis)
    return found


def _has(figures: Figures, status: str) -> bool:
    rows = [*figures.rows, *figures.comparison]
    names = ("status", "from_status", "to_status", "x_status", "y_status", "whole_status")
    return any(row.get(name) == status for row in rows for name in names)
