"""One answer in one language, ready to show: plain data, so that it can be kept and shown again.

A card asks nothing of a database and holds nothing but texts, numbers and a chart's specification.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.borders import borders
from assistant.charts import chart
from assistant.classes import MapClass, MapClasses, map_classes
from assistant.language import Speech
from assistant.pictures import picture_of
from assistant.sentences import details, question_in_words, sentence
from assistant.tables import Table, table, transition_table
from assistant.wording import example_banner, notice
from data.geography import LEVELS as MAPPED_LEVELS
from data.geography import shapes_digest
from semantic.answer import Answer
from semantic.version import Version


@dataclass(frozen=True)
class ShownMap:
    """``within`` are the areas to zoom to, ``marked`` those drawn with a dashed edge, and ``note``
    says what the map must say of borders. ``shapes`` names the stored shapes it was made for."""

    level: str
    within: tuple[str, ...]
    title: str
    classes: tuple[MapClass, ...]
    area_class: Mapping[str, int]
    tooltip: Mapping[str, str]
    rest: str
    rest_is_missing: bool
    marked: tuple[str, ...]
    note: str
    first: bool
    shapes: str


@dataclass(frozen=True)
class Card:
    """``example`` is the mark of invented figures, empty for official ones; ``announcement`` is
    what is read aloud; ``transitions`` is a second table, of all areas by type in two years;
    ``source`` names where the figures are from and their data version."""

    question_hash: str
    language: str
    title: str
    sentence: str
    announcement: str
    example: str
    notices: tuple[str, ...]
    chart: dict[str, Any] | None
    map: ShownMap | None
    table: Table | None
    source: str
    details: tuple[str, ...]
    sql: str
    transitions: Table | None = None


def make_card(answer: Answer, version: Version, speech: Speech) -> Card:
    count = len(answer.rows)
    said = sentence(answer, version, speech)
    ready = speech.n("Answer ready: {n} row", "Answer ready: {n} rows", count)
    return Card(
        question_hash=answer.question.hash,
        language=speech.language,
        title=question_in_words(answer.question, version, speech, answer.years),
        sentence=said,
        announcement=f"{ready}. {said}",
        example=example_banner(speech) if answer.example_data else "",
        notices=tuple(notice(each, version, speech) for each in answer.notices),
        chart=chart(answer, speech),
        map=_shown_map(answer, map_classes(answer, speech), version, speech),
        table=table(answer, speech) if len(answer.rows.columns) else None,
        source=_source(answer, speech),
        details=tuple(details(answer, version, speech)),
        sql=answer.sql if answer.statements else "",
        transitions=transition_table(answer, speech),
    )


def _shown_map(
    answer: Answer, found: MapClasses | None, version: Version, speech: Speech
) -> ShownMap | None:
    if found is None:
        return None
    resolved, edges = answer.resolved, borders(answer, version, speech)
    return ShownMap(
        level=resolved.level,
        within=resolved.around,
        title=found.title,
        classes=found.classes,
        area_class=found.area_class,
        tooltip=found.tooltip,
        rest=found.rest,
        rest_is_missing=found.rest_is_missing,
        marked=tuple(sorted({*found.marked, *edges.marked})),
        note=edges.note,
        first=picture_of(answer).main == "map",
        shapes=shapes_digest(resolved.level) if resolved.level in MAPPED_LEVELS else "",
    )


def _source(answer: Answer, speech: Speech) -> str:
    titles = list(dict.fromkeys(f"{each.publisher}, {each.title}" for each in answer.sources))
    parts = [
        speech.t("Source: {sources}", sources="; ".join(titles)) if titles else "",
        speech.t("Data version {id}, {date}", id=answer.version_id, date=answer.created[:10]),
    ]
    return " · ".join(part for part in parts if part)
