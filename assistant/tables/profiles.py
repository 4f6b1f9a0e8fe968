"""Tables with a row an indicator: a profile of areas, and how unevenly groups live in one."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.figures import Figures, Row, measure_of
from assistant.readings import in_plain_words
from assistant.tables.columns import Layout, figure_text, from_comparison, judged_text, weighed
from assistant.tables.model import Header
from semantic.model import Indicator


def profile(figures: Figures) -> Layout:
    """Indicators down; the areas and what they are compared with across, in each row's own unit."""
    t = figures.speech.t
    cells: dict[str, dict[str, Row]] = {}
    for row in [*figures.rows, *figures.comparison]:
        cells.setdefault(row["indicator"], {})[row["area"]] = row
    areas = list(dict.fromkeys(row["area"] for row in [*figures.rows, *figures.comparison]))
    headers = [
        Header(t("Figure")),
        Header(t("Unit")),
        Header(t("Year")),
        *(Header(figures.area(code), "", True) for code in areas),
    ]
    lines = []
    for indicator, year in figures.answer.resolved.profile:
        measure = measure_of(figures.answer.question, indicator)
        found = cells.get(indicator.id, {})
        lines.append(
            (
                figures.speech.text(indicator.label),
                figures.numbers.unit_name(measure.unit),
                str(year),
                *(figure_text(figures, found.get(code, {}), measure) for code in areas),
            )
        )
    if weighed(figures) and not figures.many_areas:
        headers.append(Header(from_comparison(figures)))
        own = {row["indicator"]: row for row in figures.rows}
        told = (
            judged_text(figures, own.get(each.id, {}))
            for each, _ in figures.answer.resolved.profile
        )
        lines = [(*line, each) for line, each in zip(lines, told, strict=True)]
    return tuple(headers), tuple(lines), 0


def segregation(figures: Figures) -> Layout:
    """As a profile, each measure over large areas before the same over small ones, and in plain
    words."""
    headers, lines, pinned = profile(figures)
    known = figures.answer.resolved.indicators
    values = {row["indicator"]: row for row in figures.rows}
    said = [segregation_reading(each, values.get(each.id, {}), figures) for each in known]
    order = sorted(range(len(known)), key=lambda place: measure_order(known, place))
    return (
        (*headers, Header(figures.speech.t("In plain words"))),
        tuple((*lines[place], said[place] or "–") for place in order),
        pinned,
    )


def segregation_reading(indicator: Indicator, row: Row, figures: Figures) -> str:
    return in_plain_words(indicator, row.get("value"), figures.speech, figures.numbers)


def measure_order(known: Sequence[Indicator], place: int) -> tuple[int, int]:
    """Measures in the order of the catalogue; those over small areas after the same over large."""
    keys = [each.segregation and (each.segregation.measure, each.segregation.bases)
            for each in known]  # fmt: skip
    return keys.index(keys[place]), place
