"""One figure as a sentence for a paper: what, where, when, how much, by whom, and an address.

Everything comes as text, so that a figure of a frozen result is cited as it was shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache

from assistant import phrases, words
from assistant.figures import Figures, Row
from assistant.language import Speech
from assistant.wording import example_banner
from semantic.answer import Answer
from semantic.resolved import TYPE_LISTS
from semantic.shapes import OF_MANY
from semantic.version import Source

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def citation(
    name: str,
    figure: str,
    what: str,
    source: str,
    version: str,
    created: str,
    address: str,
    example_data: bool,
    speech: Speech,
) -> str:
    """``Andel …, Malmö, 2023: 18,2 % (källa: SCB, …; dataversion …, 2026-01-15). https://…``"""
    about = ", ".join(part for part in (what, name) if part)
    params = {"about": about, "figure": figure, "version": version, "date": created[:10]}
    if source:
        said = speech.t(
            "{about}: {figure} (source: {source}; data version {version}, {date}).",
            source=source,
            **params,
        )
    else:
        said = speech.t("{about}: {figure} (data version {version}, {date}).", **params)
    if example_data:
        said = f"{example_banner(speech)}: {said}"
    return _on_one_line(f"{said} {address}".rstrip())


def what_of(answer: Answer, speech: Speech) -> str:
    """What is measured, about whom; empty where the names of the figures say it themselves."""
    question, figures = answer.question, Figures(answer, speech)
    if question.shape in TYPE_LISTS | OF_MANY or not answer.resolved.indicators:
        return ""
    if question.shape in ("relation", "similar"):
        return figures.title
    indicator = answer.indicator
    group = phrases.group(question, indicator, speech)
    if question.shape == "population_share":
        name = figures.title if not question.indicators else _shares_of(answer, speech)
    else:
        name = phrases.label(indicator, speech)
    said = phrases.joined(name, group)
    if question.standard != "none":
        people = words.standard(question.standard, speech)
        of_age = speech.t("with regard to age ({people})", people=people)
        said = f"{said}, {of_age}"
    if question.pooled > 1:
        said = f"{said}, {words.pooled(question.pooled, speech)}"
    if question.type_basis.mode == "fixed":
        return f"{said} ({words.basis_of(question, speech)})"
    return said


def _shares_of(answer: Answer, speech: Speech) -> str:
    return speech.t("{figure} by area type", figure=phrases.label(answer.indicator, speech))


def source_of(answer: Answer, speech: Speech) -> str:
    """Publisher, table and date of each source; told when the figures were worked out from them."""
    origins = set(answer.rows["origin"].dropna()) if "origin" in answer.rows else set()
    return _listed(answer.sources, origins, speech)


def sources_of_figures(answer: Answer, speech: Speech) -> Callable[[Row, str], str]:
    """Tells where the figure in a column of a row is from; empty where it is what the whole answer
    is from, or where more went into it than its row tells."""
    whole = source_of(answer, speech)
    row_tells_all = not answer.resolved.by_type and answer.question.pooled == 1

    @cache
    def told(ids: frozenset[str], origin: str | None) -> str:
        sources = [each for each in answer.sources if each.id in ids]
        named = _listed(sources, {origin} - {None}, speech)
        return "" if named == whole else named

    def of_figure(row: Row, column: str) -> str:
        if not row_tells_all or column.startswith("expected"):
            return ""
        own = f"{column.partition('_')[0]}_source"
        names = [own] if own in row else [name for name in row if name.endswith("source")]
        return told(frozenset(row[name] for name in names if row[name]), row.get("origin"))

    return of_figure


def _listed(sources: Iterable[Source], origins: Collection[object], speech: Speech) -> str:
    listed = "; ".join(dict.fromkeys(_named(each, speech) for each in sources))
    if not listed or "computed" not in origins:
        return listed
    if len(origins) > 1:
        return speech.t("partly calculated from {source}", source=listed)
    return speech.t("calculated from {source}", source=listed)


def _named(source: Source, speech: Speech) -> str:
    parts = [source.publisher, source.title]
    if source.table_id:
        parts.append(speech.t("table {id}", id=source.table_id))
    if source.retrieved:
        parts.append(speech.t("retrieved {date}", date=source.retrieved.isoformat()))
    return ", ".join(part for part in parts if part)


def _on_one_line(text: str) -> str:
    """Line breaks and control characters become a space; the spaces inside a number stay."""
    return _BREAKS.sub(" ", text)
