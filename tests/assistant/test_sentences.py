"""Sentences, titles and explanations as a reader meets them, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from assistant.claims import claims_of
from assistant.language import speech_for
from assistant.sentences import details, question_in_words, sentence, short_title, with_banner
from semantic.question import SHAPES, read_question
from tests.assistant import factory
from tests.assistant.spoken import CASES, KNOWN, NEW, SHARE, asked, cell, trend, value

GOLDEN = Path(__file__).with_name("sentences.yaml")
SPOKEN: dict[str, dict[str, str]] = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
NBSP = "\u00a0"
LANGUAGES = ("sv", "en")


def said(name: str, language: str) -> str:
    return sentence(CASES[name](), KNOWN, speech_for(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_the_sentence_is_the_one_that_was_read_and_approved(name: str, language: str) -> None:
    assert said(name, language).replace(NBSP, " ") == SPOKEN[name][language]


def test_nothing_is_approved_that_is_not_tried() -> None:
    assert SPOKEN.keys() == CASES.keys()


def test_every_shape_is_tried() -> None:
    assert {CASES[name]().question.shape for name in CASES} == set(SHAPES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", factory.every_kind())
def test_no_sentence_shows_what_is_not_for_readers(kind: str, language: str) -> None:
    speech = speech_for(language)
    answer = factory.every_kind()[kind]
    texts = [
        sentence(answer, KNOWN, speech),
        question_in_words(answer.question, KNOWN, speech, answer.years),
        short_title(answer.question, KNOWN, speech),
        *details(answer, KNOWN, speech),
    ]
    for text in texts:
        assert text[:1].isupper() or text[:1].isdigit(), text
        assert not re.search(r"\b(nan|NaN|None|NaT|<NA>)\b|[{}]|  |\s[.,]", text), text


def test_numbers_keep_together_at_the_end_of_a_line() -> None:
    assert f"362{NBSP}133{NBSP}personer" in said("value, count", "sv")


def test_figures_are_compared_as_they_are_shown() -> None:
    same = value(cell("1280", 14.149), comparison=[cell("00", 14.051)])
    assert "detsamma" in sentence(same, KNOWN, speech_for("sv"))


def test_a_difference_that_rounds_to_nothing_has_no_direction() -> None:
    """Shown as 14,2 and 14,1, yet less than 0,05 apart."""
    near = value(cell("1280", 14.16), comparison=[cell("00", 14.14)])
    text = sentence(near, KNOWN, speech_for("sv"))
    assert "ungefär detsamma" in text
    assert "0,0" not in text
    assert (
        claims_of(near)["comparison"]
        == claims_of(value(cell("1280", 14.14), comparison=[cell("00", 14.14)]))["comparison"]
    )


def test_no_change_is_told_across_a_break() -> None:
    text = said("trend across a break", "sv")
    assert "2018" not in text
    assert "Värden före 2020 går inte att jämföra" in text


def test_the_banner_stands_before_invented_figures_only() -> None:
    speech = speech_for("sv")
    invented = factory.one_value()
    assert with_banner("X.", invented, speech) == "Exempeldata – påhittade siffror. X."
    assert with_banner("X.", CASES["value"](), speech) == "X."
    assert with_banner("X.", factory.definition(), speech) == "X."


def test_a_concept_is_explained_in_its_own_words() -> None:
    answer = asked({"shape": "definition", "concept": "omradestyp"}, [], indicators=[], years=())
    text = sentence(answer, KNOWN, speech_for("sv"))
    concept = KNOWN.catalogue.concepts["omradestyp"]
    assert text.startswith(f"{concept.label.sv}: {concept.explanation.sv}")


TITLES = {
    "Andel med låg ekonomisk standard, de 10 RegSO i Malmö som har högst värde, "
    "senaste året (2024)": (
        {"shape": "rank", "areas": {"level": "regso", "within": ["1280"]}},
        (2024,),
    ),
    "Andel med låg ekonomisk standard i Malmö och Lund, de senaste 5 åren (2020–2024)": (
        {
            "shape": "compare_areas",
            "areas": {"codes": ["1280", "1281"]},
            "periods": {"mode": "top", "n": 5},
        },
        (2020, 2021, 2022, 2023, 2024),
    ),
    "Andel med låg ekonomisk standard på Gotland, efter kön, 2023": (
        {
            "shape": "value",
            "areas": {"codes": ["0980"]},
            "by": ["sex"],
            "periods": {"mode": "list", "years": [2023]},
        },
        (2023,),
    ),
    "Andel med låg ekonomisk standard, skillnad mellan typ 1 och typ 5 i riket, 2022–2023 "
    "(2022 och 2023), områdestyp enligt 2022": (
        {
            "shape": "gap",
            "areas": {"level": "riket"},
            "periods": {"mode": "range", "from": 2022, "to": 2023},
            "type_basis": {"mode": "fixed", "year": 2022},
        },
        (2022, 2023),
    ),
    "Andel med låg ekonomisk standard, kommuner i Skåne län med över 12,5 %, senaste året": (
        {
            "shape": "threshold",
            "areas": {"level": "kommun", "within": ["12"]},
            "threshold": {"op": "gt", "value": 12.5},
        },
        (),
    ),
}


@pytest.mark.parametrize("title", TITLES)
def test_the_question_in_words_says_all_of_it(title: str) -> None:
    parts, years = TITLES[title]
    question = asked({"indicators": [SHARE], **parts}, []).question
    text = question_in_words(question, KNOWN, speech_for("sv"), years)
    assert text.replace(NBSP, " ") == title


def test_a_short_title_is_short() -> None:
    question = CASES["trend of two"]().question
    assert (
        short_title(question, KNOWN, speech_for("sv")) == "Låg ekonomisk standard, Malmö och Lund"
    )


def test_details_tell_how_it_was_worked_out() -> None:
    answer = trend({2018: 14.0, 2020: 18.0}, segments=2020, breaks=(NEW,))
    lines = details(answer, KNOWN, speech_for("sv"))
    assert "Enhet: procent" in lines
    assert "År: alla med uppgifter, 2018 och 2020." in lines
    assert "Brott 2020: Registret byttes ut 2020." in lines
    assert "Källa: SCB, Inkomster och skatter, tabell TAB42, hämtad 2026-01-15." in lines
    assert lines[-1] == "Dataversion 2024-05-01-abc123, skapad 2024-05-01."
    assert any(line.startswith("Definition: ") for line in lines)


def test_details_of_example_data_begin_with_the_banner() -> None:
    lines = details(factory.one_value(), KNOWN, speech_for("en"))
    assert lines[0].startswith("Example data – invented figures.")


def test_a_segregation_measure_is_read_out_as_precisely_as_it_is_shown() -> None:
    """The reading never says another figure than the one before it."""
    for of, shown, read in (
        ("ojamlikhet_fodelseland", 27.25, "27,3 %"),
        ("isolering_fodelseland", 0.425, "43 %"),
        ("isolering_fodelseland", 0.005, "1 %"),
        ("isolering_fodelseland", 1.0, "100 %"),
        ("isolering_fodelseland", 0.0, "0 %"),
    ):
        text = sentence(value(cell("1280", shown, of=of), of), KNOWN, speech_for("sv"))
        assert f"{read} av" in text.replace(NBSP, " "), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_segregation_measure_has_a_reading_and_says_what_it_hangs_on(language: str) -> None:
    for indicator in (each for each in KNOWN.catalogue if each.segregation):
        spoken = value(cell("1280", 0.5, of=indicator.id), indicator.id)
        text = sentence(spoken, KNOWN, speech_for(language)).replace(NBSP, " ")
        percent = "0.5%" if indicator.unit == "index" else "50%"
        if language == "sv":
            percent = percent.replace(".", ",").replace("%", " %")
        assert percent in text
        assert {"regso": "RegSO", "deso": "DeSO"}[indicator.segregation.over] in text
        assert ("smaller areas" in text) or ("mindre områden" in text)
        assert len(re.findall(r"[.:!?] (?=[A-ZÅÄÖ0-9])", text)) == 2


def test_other_figures_have_no_reading() -> None:
    text = said("value, index", "sv")
    assert "mindre områden" not in text
    assert "%" not in text


def test_details_name_the_same_measure_over_other_areas() -> None:
    """In the language of the reader, and only where there is one."""
    of = "ojamlikhet_fodelseland"
    alone = value(cell("1280", 27.25, of=of), of)
    other = KNOWN.catalogue.indicators[f"{of}_deso"]
    both = replace(alone, resolved=replace(alone.resolved, also_over=(other,)))
    line = (
        "Samma mått finns också räknat över DeSO: Ojämlikhetsindex efter födelseland (DeSO). "
        "De två värdena jämförs inte med varandra."
    )
    assert line in details(both, KNOWN, speech_for("sv"))
    assert any("also worked out over DeSO areas" in each
               for each in details(both, KNOWN, speech_for("en")))  # fmt: skip
    assert line not in details(alone, KNOWN, speech_for("sv"))
    assert "Enhet: index" in details(alone, KNOWN, speech_for("sv"))
    assert any(
        line.startswith("Källa: ") and "Massey & Denton" in line
        for line in details(alone, KNOWN, speech_for("sv"))
    )
    isolation = value(cell("1280", 0.4, of="isolering_fodelseland"), "isolering_fodelseland")
    assert "Enhet: skala 0–1" in details(isolation, KNOWN, speech_for("sv"))


@pytest.mark.parametrize(
    ("language", "said"),
    [("sv", "med de nyaste gränserna alla år"), ("en", "with the newest borders throughout")],
)
def test_one_division_throughout_is_part_of_the_question_in_words(language: str, said: str) -> None:
    speech = speech_for(language)
    document = {"v": 1, "shape": "type_changes", "areas": {"codes": ["1280"]}}
    own = question_in_words(read_question(document), KNOWN, speech)
    one = read_question(document | {"division_basis": {"mode": "one"}})
    assert question_in_words(one, KNOWN, speech) == f"{own}, {said}"


def test_a_share_of_the_population_is_not_laid_beside_one_before_a_break() -> None:
    answer = factory.population_share(years=(2022, 2023))
    later = answer.rows["period"] == 2023
    whole = replace(answer, rows=answer.rows.assign(segment=0))
    cut = replace(answer, rows=answer.rows.assign(segment=later.astype(int)))
    assert "År 2022 var" in sentence(whole, KNOWN, speech_for("sv"))
    assert "2022" not in sentence(cut, KNOWN, speech_for("sv"))
