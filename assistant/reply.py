"""Answers and refusals as one JSON object, the form other programs and tests read."""

from __future__ import annotations

import logging
from typing import Any, get_args

from assistant.language import Speech
from assistant.sentences import sentence, with_banner
from assistant.wording import notice, refusal
from semantic.answer import Answer, plain_records
from semantic.ask import ask
from semantic.errors import QuestionError, Suggestion
from semantic.model import Level
from semantic.names import find_indicators
from semantic.question import SHAPES, read_question
from semantic.version import Version

INTERNAL = "internal"
"""The code of an error that is our fault, never the asker's."""
logger = logging.getLogger(__name__)


def reply(
    text: str, version: Version, speech: Speech, *, is_json: bool | None = None
) -> dict[str, Any]:
    """Answer JSON, or text that starts with ``{`` unless ``is_json`` settles it.

    Never raises: a fault of ours is logged and answered with the error ``internal``.
    """
    if is_json is None:
        is_json = text.lstrip().startswith("{")
    try:
        if not is_json:
            raise _unreadable(text, version, speech)
        return answer_document(ask(read_question(text), version), version, speech)
    except QuestionError as error:
        return error_document(error, version, speech)
    except Exception:
        logger.exception("not answered, and it is our fault: %.2000r", text)
        return {"error": {"code": INTERNAL, "message": fault(speech), "suggestions": []}}


def fault(speech: Speech) -> str:
    return speech.t(
        "Something went wrong on our side, and the question could not be answered. "
        "The details are in the log."
    )


def answer_document(answer: Answer, version: Version, speech: Speech) -> dict[str, Any]:
    question = answer.question
    return {
        "question": question.canonical(),
        "hash": question.hash,
        "shape": question.shape,
        "sentence": with_banner(sentence(answer, version, speech), answer, speech),
        "periods": list(answer.years),
        "columns": [
            {"id": column.id, "role": column.role, "unit": column.unit, "decimals": column.decimals}
            for column in answer.columns
        ],
        "rows": answer.records(),
        "comparison": plain_records(answer.comparison),
        "warnings": [
            {"code": each.code, "message": notice(each, version, speech)} for each in answer.notices
        ],
        "sources": [each.model_dump(mode="json", exclude_none=True) for each in answer.sources],
        "sql": answer.sql,
        "data_version": answer.version_id,
        "example_data": answer.example_data,
    }


def error_document(error: QuestionError, version: Version, speech: Speech) -> dict[str, Any]:
    return {
        "error": {
            "code": error.code,
            "message": refusal(error, version, speech),
            "suggestions": [_suggestion(each) for each in error.suggestions],
        }
    }


def _suggestion(each: Suggestion) -> dict[str, Any]:
    found = {"kind": each.kind, "value": each.value}
    return found | ({"label": each.label} if each.label else {})


def _unreadable(text: str, version: Version, speech: Speech) -> QuestionError:
    """Typed words are not read yet; what they seem to be about is offered instead."""
    about = find_indicators(version.catalogue, text, speech.language, limit=3)
    labels = version.catalogue.indicators
    suggestions = [Suggestion("indicator", each, speech.text(labels[each].label)) for each in about]
    return QuestionError("unreadable_text", {"given": text[:80]}, tuple(suggestions))


def areas_found(version: Version, text: str, limit: int) -> list[dict[str, Any]]:
    return [
        {"code": hit.code, "name": hit.label, "level": hit.level, "score": hit.score}
        for hit in version.search.find(text, limit)
    ]


def catalogue_of(version: Version, speech: Speech) -> dict[str, Any]:
    """What the version can answer, per indicator: levels with their years and groups."""
    offers = version.offers
    return {
        "data_version": version.id,
        "example_data": version.example_data,
        "shapes": list(SHAPES),
        "levels": [each for each in get_args(Level) if version.directory.divisions(each)],
        "area_type_years": offers.type_years(),
        "indicators": [
            {
                "id": each.id,
                "label": speech.text(each.label),
                "theme": each.theme,
                "unit": each.unit,
                "kind": each.kind,
                "definition": speech.text(each.definition),
                "levels": {
                    level: {
                        "years": offers.years(each.id, level),
                        "sexes": sorted(offers.sexes(each.id, level)),
                        "ages": offers.ages(each.id, level),
                    }
                    for level in offers.levels(each.id)
                },
            }
            for each in version.catalogue
            if each.id in offers.indicators()
        ],
    }
