"""Answers from a whole version of example data, spoken: nothing odd in any of them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.language import speech_for
from assistant.sentences import details, question_in_words, sentence, short_title, with_banner
from assistant.wording import notice, refusal
from semantic.ask import ask
from semantic.errors import QuestionError
from semantic.question import SHAPES, read_question
from semantic.version import Version, open_version
from tests.support import demo_home, facts

ODD = re.compile(r"\b(nan|NaN|None|NaT|<NA>)\b|[{}]|  |\s[.,;:]|\.\.")
ASKED = 12
PLACES: tuple[dict[str, Any], ...] = (
    {"level": "riket"},
    {"level": "lan"},
    {"codes": ["1280"]},
    {"codes": ["0980"]},
    {"codes": ["1280", "1281"]},
    {"codes": ["1262", "0180", "1480", "2584"]},
    {"level": "kommun", "within": ["12"]},
    {"level": "regso", "within": ["1281"]},
    {"codes": ["1280R028"]},
)
YEARS: tuple[dict[str, Any], ...] = (
    {"mode": "latest"},
    {"mode": "top", "n": 4},
    {"mode": "range", "from": 2015, "to": 2024},
    {"mode": "list", "years": [2018, 2022]},
    {"mode": "list", "years": [2020]},
)


@pytest.fixture(scope="module")
def version() -> Iterator[Version]:
    opened = open_version(facts(demo_home()).parent)
    yield opened
    opened.close()


def question(shape: str, version: Version, luck: random.Random) -> dict[str, Any]:
    """Any question of the shape that can be written; not all of them can be answered."""
    rule = SHAPES[shape]  # type: ignore[index]
    asked: dict[str, Any] = {"shape": shape}
    if rule.indicators[0] or (shape == "definition" and luck.random() < 0.5):
        asked["indicators"] = [luck.choice(sorted(version.offers.indicators()))]
    if shape == "definition":
        return asked | ({} if "indicators" in asked else {"concept": "omradestyp"})
    asked["areas"] = luck.choice(PLACES)
    if luck.random() < 0.5:
        asked["periods"] = luck.choice(YEARS)
    if luck.random() < 0.3 and (groups := sorted(set(rule.extra_by) - {"period"})):
        asked["by"] = [luck.choice(groups)]
    if shape == "threshold":
        asked["threshold"] = {"op": luck.choice(["lt", "ge"]), "value": luck.choice([12.5, 40])}
    if rule.uses_types and shape != "gap" and luck.random() < 0.4:
        asked["types"] = luck.sample([1, 2, 3, 4, 5], 2)
    return asked


def texts(asked: dict[str, Any], version: Version, language: str) -> list[str]:
    speech = speech_for(language)
    try:
        answer = ask(read_question(asked), version)
    except QuestionError as error:
        return [refusal(error, version, speech)]
    said = sentence(answer, version, speech)
    assert with_banner(said, answer, speech)
    return [
        said,
        question_in_words(answer.question, version, speech, answer.years),
        short_title(answer.question, version, speech),
        *(notice(each, version, speech) for each in answer.notices),
        *details(answer, version, speech),
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_whatever_is_asked_is_told_in_plain_words(shape: str, version: Version) -> None:
    luck = random.Random(shape)
    for _ in range(ASKED):
        asked = question(shape, version, luck)
        for language in ("sv", "en"):
            for text in texts(asked, version, language):
                assert not ODD.search(text), f"{asked}: {text}"
                assert text[:1].isupper() or text[:1].isdigit() or text[0] in "”“", text
