"""Citations: one line that says what, where, when, how much, by whom, and how to get back."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cells import spoken
from assistant.citation import citation, source_of, what_of
from assistant.language import speech_for
from semantic.answer import Answer
from semantic.ask import ask
from semantic.question import read_question
from semantic.version import Source
from tests.assistant import factory
from tests.assistant.spoken import CASES, PEOPLE, SOURCE, asked, cell
from tests.semantic import small

NBSP = "\u00a0"
ADDRESS = "https://omraden.example/?s=value&c8=abcdefgh"
SCB = "SCB, Inkomster och skatter, table TAB42, retrieved 2026-01-15"


def cited(answer: Answer, place: int = -1, language: str = "en", **parts: str) -> str:
    speech = speech_for(language)
    figure = spoken(answer, speech)[place]
    known = {
        "name": figure.name,
        "figure": figure.figure,
        "what": what_of(answer, speech),
        "source": source_of(answer, speech),
        "version": answer.version_id,
        "created": answer.created,
        "address": ADDRESS,
    }
    return citation(**(known | parts), example_data=answer.example_data, speech=speech).replace(
        NBSP, " "
    )


def test_a_citation_in_english() -> None:
    assert cited(CASES["value"](), 3) == (
        "Share with low economic standard, Malmö, 2023: 18.2% "
        f"(source: {SCB}; data version 2024-05-01-abc123, 2024-05-01). {ADDRESS}"
    )


def test_a_citation_in_swedish() -> None:
    assert cited(CASES["value"](), 3, "sv") == (
        "Andel med låg ekonomisk standard, Malmö, 2023: 18,2 % (källa: SCB, Inkomster och skatter, "
        f"tabell TAB42, hämtad 2026-01-15; dataversion 2024-05-01-abc123, 2024-05-01). {ADDRESS}"
    )


@pytest.mark.parametrize("language", ["sv", "en"])
def test_example_data_says_so_first(language: str) -> None:
    banner = {"sv": "Exempeldata – påhittade siffror: ", "en": "Example data – invented figures: "}
    text = cited(factory.one_value(), language=language)
    assert text.startswith(banner[language])
    assert not cited(CASES["value"](), language=language).startswith(banner[language])


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", CASES)
def test_every_figure_of_every_shape_can_be_cited(name: str, language: str) -> None:
    answer = CASES[name]()
    for place, each in enumerate(spoken(answer, speech_for(language))):
        text = cited(answer, place, language)
        assert text.endswith(f". {ADDRESS}")
        assert text[:1].isupper()
        assert each.name.replace(NBSP, " ") in text
        assert f"{each.figure}".replace(NBSP, " ") in text
        assert not {"\n", "\t", "{", "}"} & set(text)
        assert "  " not in text
        assert ", ," not in text


def test_what_is_measured_is_told_with_its_group_and_type_basis() -> None:
    speech = speech_for("sv")
    women = CASES["value, women only"]()
    assert what_of(women, speech) == (
        "Andel med låg ekonomisk standard bland kvinnor i åldern 20–64 år"
    )
    fixed = factory.gap(type_basis={"mode": "fixed", "year": 2022})
    assert what_of(fixed, speech).endswith("(områdestyp enligt 2022)")
    assert what_of(factory.change(factory.AREAS), speech) == "Andel med låg ekonomisk standard"
    assert what_of(factory.population_share(), speech) == "Andel av befolkningen per områdestyp"
    assert what_of(factory.areas_of_type(), speech) == ""
    assert what_of(factory.profile(), speech) == ""


def test_a_profile_cites_the_figure_by_its_own_name() -> None:
    text = cited(CASES["profile"](), 0)
    assert text.startswith("Population, Malmö, 2023: 362,133 persons (source: ")


def test_the_type_of_an_area_is_cited_as_such() -> None:
    text = cited(CASES["areas of a type, one"](), 0)
    assert text.startswith("Rosengård centrum (Malmö), 2023, area type: type 1 (source: ")
    text = cited(CASES["changed type, one down"]())
    assert "Rosengård centrum (Malmö), 2022–2023, change of area type: \u22121 step (" in text


def test_who_worked_the_figure_out_is_said() -> None:
    speech = speech_for("en")
    answer = CASES["value"]()
    assert source_of(answer, speech) == SCB
    computed = replace(answer, rows=answer.rows.assign(origin="computed"))
    assert source_of(computed, speech) == f"calculated from {SCB}"
    two = [cell("1280", 1.0), cell("1281", 2.0, origin="computed")]
    question = {"shape": "compare_areas", "indicators": [factory.SHARE],
                "areas": {"codes": ["1280", "1281"]}}  # fmt: skip
    assert source_of(asked(question, two), speech) == f"partly calculated from {SCB}"


def test_every_source_is_named_once_and_none_is_made_up() -> None:
    speech = speech_for("en")
    other = Source(id="x", publisher="Socialstyrelsen", title="Bistånd")
    answer = replace(CASES["value"](), sources=(SOURCE, other, SOURCE))
    assert source_of(answer, speech) == f"{SCB}; Socialstyrelsen, Bistånd"
    none = replace(answer, sources=())
    assert source_of(none, speech) == ""
    assert "(data version 2024-05-01-abc123, 2024-05-01)" in cited(none)
    assert "source" not in cited(none)


def sources_of_figures(tmp_path: Path, question: dict[str, Any], **cells: str) -> dict[str, str]:
    """Figure → the source that its citation tells; ``cells`` are ``m1280_2023="the source"``."""
    made = [
        small.cell(name[1:5].rstrip("_"), int(name[-4:]), num=number, source=source)
        for number, (name, source) in enumerate(cells.items(), 1)
    ]
    version = small.publish(tmp_path / "version", made)
    try:
        answer, speech = ask(read_question(question), version), speech_for("en")
        whole = source_of(answer, speech)
        return {each.figure: each.source or whole for each in spoken(answer, speech)}
    finally:
        version.close()


def test_a_figure_is_cited_from_its_own_source(tmp_path: Path) -> None:
    question = {"shape": "value", "indicators": [small.RATIO], "areas": {"codes": ["1280"]}}
    told = sources_of_figures(tmp_path, question, m1280_2023="own", m00___2023="country")
    assert told["10.0%"] == "Nobody, Table own"
    assert told["20.0%"] == "Nobody, Table country"


def test_each_end_of_a_change_is_cited_from_its_own_source(tmp_path: Path) -> None:
    question = {
        "shape": "change", "indicators": [small.RATIO], "areas": {"codes": ["1280"]},
        "periods": {"mode": "list", "years": [2022, 2023]}, "comparator": "none",
    }  # fmt: skip
    told = sources_of_figures(tmp_path, question, m1280_2022="early", m1280_2023="late")
    assert told["10.0%"] == "Nobody, Table early"
    assert told["20.0%"] == "Nobody, Table late"
    [both] = [source for figure, source in told.items() if "points" in figure]
    assert both == "Nobody, Table early; Nobody, Table late"


def test_what_an_answer_is_from_is_told_once_however_many_its_figures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Told anew for each of ten thousand figures, it took twenty seconds."""
    asked_for = []
    monkeypatch.setattr(
        "assistant.citation.source_of", lambda *given: asked_for.append(given) or ""
    )
    assert len(spoken(CASES["spread of three, one with too few"](), speech_for("sv"))) > 10
    assert len(asked_for) == 1


def test_no_figure_is_cited_as_such() -> None:
    answer = CASES["value, suppressed"]()
    assert "Malmö, 2023: confidential (source: " in cited(answer, 0)


def test_of_a_count_the_people_are_named() -> None:
    answer = CASES["value, one person"]()
    assert answer.indicator.id == PEOPLE
    assert "Population, Malmö, 2023: 1 person (" in cited(answer, -1)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_whatever_a_name_holds_it_stays_one_line(name: str, source: str, what: str) -> None:
    text = cited(CASES["value"](), name=name, source=source, what=what, figure=f"1{NBSP}234,5")
    assert len(text.splitlines()) <= 1
    assert "1 234,5" in text


def test_the_spaces_in_a_number_stay_together() -> None:
    speech = speech_for("sv")
    figure = f"1{NBSP}234,5{NBSP}%"
    text = citation(
        "Malmö", figure, "Andel", "", "demo-0", "2026-01-15T10:00:00", "", False, speech
    )
    assert figure in text
