"""Freezing a result as it is shown now, and showing a frozen one again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from assistant.cards import Card, make_card
from assistant.cells import Cell, Spoken, cells_of, spoken
from assistant.citation import source_of, what_of
from assistant.claims import claims_of
from assistant.language import LANGUAGES, speech_for
from assistant.sheets import Sheet, sheet_of
from assistant.snapshot import Snapshot
from semantic.answer import Answer
from semantic.version import Version

SCHEMA = 1


@dataclass(frozen=True)
class Kept:
    """A card with what is only looked at when asked for: its files and its single figures.

    ``spoken`` has a name and a text for each of the snapshot's cells, in their order; ``what`` and
    ``source`` say in a citation what was measured and where it is from."""

    card: Card
    sheet: Sheet
    spoken: tuple[Spoken, ...]
    what: str
    source: str


_KEPT = TypeAdapter(Kept)
_CELLS = TypeAdapter(tuple[Cell, ...])


def freeze(answer: Answer, version: Version) -> Snapshot:
    """The snapshot of ``answer``, in every language."""
    return Snapshot.of(
        {
            "v": SCHEMA,
            "question": answer.question.canonical(),
            "question_hash": answer.question.hash,
            "version_id": answer.version_id,
            "created": answer.created,
            "example_data": answer.example_data,
            "periods": list(answer.years),
            "cells": [cell.model_dump(mode="json") for cell in cells_of(answer)],
            "claims": claims_of(answer),
            "shown": {language: _shown(answer, version, language) for language in LANGUAGES},
        }
    )


def kept(snapshot: Snapshot, language: str) -> Kept:
    """What is shown of a snapshot, as it was when it was taken."""
    return _KEPT.validate_python(snapshot.body["shown"][language])


def cells(snapshot: Snapshot) -> tuple[Cell, ...]:
    return _CELLS.validate_python(snapshot.body["cells"])


def _shown(answer: Answer, version: Version, language: str) -> Any:
    speech = speech_for(language)
    card = make_card(answer, version, speech)
    shown = Kept(
        card=card,
        sheet=sheet_of(answer, speech, card.title, card.notices),
        spoken=spoken(answer, speech),
        what=what_of(answer, speech),
        source=source_of(answer, speech),
    )
    return _KEPT.dump_python(shown, mode="json")
