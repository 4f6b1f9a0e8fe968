"""The field's words are there for every code that a question, an answer or the model may hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from assistant import words
from assistant.language import Speech, speech_for
from semantic.answer import Status
from semantic.model import AREA_TYPES, LEVELS, SEXES, Polarity, Theme, Unit
from semantic.question import SHAPES, Grouping, Operator, Periods, Question

LANGUAGES = ("sv", "en")
SPOKEN: dict[Callable[[str, Speech], str], tuple[str, ...]] = {
    words.level: LEVELS,
    words.levels: LEVELS,
    words.theme: get_args(Theme),
    words.sex: SEXES,
    words.status: get_args(Status),
    words.status_explanation: get_args(Status),
    words.unit: (*get_args(Unit), "steps"),
    words.operator: get_args(Operator),
    words.polarity: get_args(Polarity),
    words.grouping: get_args(Grouping),
    words.measure: get_args(Question.model_fields["measure"].annotation)[0].__args__,
    words.standard: get_args(Question.model_fields["standard"].annotation),
    words.comparator: get_args(Question.model_fields["comparator"].annotation),
}  # fmt: skip
CODES = [(said, code) for said, codes in SPOKEN.items() for code in codes]


@pytest.mark.parametrize(("said", "code"), CODES, ids=[f"{f.__name__}-{c}" for f, c in CODES])
def test_every_code_has_words(said: Callable[[str, Speech], str], code: str) -> None:
    swedish, english = (said(code, speech_for(language)) for language in LANGUAGES)
    assert swedish
    assert swedish != english or swedish in ("index", "under")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_asked_named_and_explained(shape: str, language: str) -> None:
    speech = speech_for(language)
    assert words.shape_question(shape, speech).endswith("?")  # type: ignore[arg-type]
    assert words.shape_label(shape, speech)  # type: ignore[arg-type]
    assert words.shape_explanation(shape, speech).endswith(".")  # type: ignore[arg-type]


def test_area_types_have_their_official_names() -> None:
    speech = speech_for("sv")
    assert [words.type_name(number, speech) for number in AREA_TYPES] == [
        "Områden med stora socioekonomiska utmaningar",
        "Områden med socioekonomiska utmaningar",
        "Socioekonomiskt blandade områden",
        "Områden med goda socioekonomiska förutsättningar",
        "Områden med mycket goda socioekonomiska förutsättningar",
    ]
    assert words.type_short(1, speech) == "typ 1"
    assert words.types_short((1, 2), speech) == "typ 1 och 2"
    assert words.types_either([1, 2, 5], speech) == "typ 1, 2 eller 5"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("0-19", "0–19 år"),
        ("80+", "80 år och äldre"),
        ("total", "alla åldrar"),
        ("0-0", "0 år"),
        ("<b>", "<b>"),
    ],
)
def test_age_groups(code: str, text: str) -> None:
    assert words.age(code, speech_for("sv")) == text


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((), ""),
        ((2024,), "2024"),
        ((2022, 2024), "2022 och 2024"),
        ((2014, 2015, 2016), "2014–2016"),
        ((2011, 2014, 2018), "2011, 2014 och 2018"),
        (tuple(range(2000, 2020, 2)), "10 år 2000–2018"),
    ],
)
def test_years_are_said_as_shortly_as_they_can(numbers: tuple[int, ...], text: str) -> None:
    assert words.years(numbers, speech_for("sv")) == text


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({}, "senaste året"),
        ({"mode": "top", "n": 5}, "de senaste 5 åren"),
        ({"mode": "range", "from": 2014, "to": 2018}, "2014–2018"),
        ({"mode": "list", "years": [2018, 2022]}, "2018 och 2022"),
    ],
)
def test_periods_are_said_as_they_were_asked(asked: dict[str, object], text: str) -> None:
    assert words.periods(Periods.model_validate(asked), speech_for("sv")) == text


def test_the_type_basis_is_said() -> None:
    speech = speech_for("sv")
    assert words.type_basis(None, speech) == "varje års egen områdestyp"
    assert words.type_basis(2022, speech) == "områdestyp enligt 2022"


def test_foreign_text_is_short_and_on_one_line() -> None:
    text = words.brief("rad ett\nrad två " + "x" * 500)
    assert "\n" not in text
    assert len(text) == 80
    assert words.brief("{key} <script>") == "{key} <script>"
