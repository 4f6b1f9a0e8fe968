"""Files: every figure unrounded with its code and status, invented data marked, nothing runs."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.export import csv_bytes, harmless, xlsx_bytes
from assistant.language import speech_for
from assistant.sheets import sheet_of
from assistant.tables import table
from semantic.answer import Answer
from semantic.version import Source
from tests.assistant import factory

SV, EN = speech_for("sv"), speech_for("en")
ANSWERS: dict[str, Answer] = factory.every_kind()
BANNER = "EXEMPELDATA – PÅHITTADE SIFFROR"
LONG_TABLES = [name for name in ANSWERS if name not in ("line", "small_multiples", "type_lines",
                                                        "spine", "measures")]  # fmt: skip


def read_csv(answer: Answer, language: str = "sv") -> list[dict[str, str]]:
    text = csv_bytes(sheet_of(answer, speech_for(language))).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def sheets(answer: Answer, **parts: Any) -> list[list[tuple[Any, ...]]]:
    raw = xlsx_bytes(sheet_of(answer, EN, **parts), "https://example.org/?i=x")
    book = openpyxl.load_workbook(io.BytesIO(raw))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


@pytest.mark.parametrize("name", ANSWERS)
def test_csv_opens_right_in_swedish_excel(name: str) -> None:
    raw = csv_bytes(sheet_of(ANSWERS[name], SV))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    header = raw.decode("utf-8-sig").split("\r\n")[0]
    assert not header.startswith("#")
    assert header.count(";") >= 5


@pytest.mark.parametrize("name", ANSWERS)
def test_every_row_is_there_and_marked_as_invented(name: str) -> None:
    answer = ANSWERS[name]
    rows = read_csv(answer)
    assert len(rows) == len(answer.rows) + len(answer.comparison)
    assert {next(iter(row.values())) for row in rows} == {BANNER}


@pytest.mark.parametrize("name", LONG_TABLES)
def test_the_same_rows_as_on_the_screen(name: str) -> None:
    assert len(read_csv(ANSWERS[name])) == len(table(ANSWERS[name], SV).rows)


def test_official_data_has_no_marker() -> None:
    header = next(iter(read_csv(factory.one_value(example_data=False), "en")[0]))
    assert header != "Kind of data"


def test_figures_are_unrounded_with_a_decimal_comma() -> None:
    answer = factory.of_areas("compare_areas", factory.AREAS)
    answer.rows.loc[0, "value"] = 12.3456789
    row = read_csv(answer, "en")[0]
    assert row["Value"] == "12,3456789"
    assert row["Area code"] == "1280"
    assert row["Indicator id"] == factory.SHARE


@pytest.mark.parametrize("status", ["missing", "suppressed", "not_applicable"])
def test_without_a_figure_the_cell_is_empty_and_the_status_says_why(status: str) -> None:
    answer = factory.of_areas("compare_areas", factory.AREAS)
    answer.rows.loc[0, ["value", "status"]] = [None, status]
    row = read_csv(answer, "en")[0]
    assert row["Value"] == ""
    assert row["Status"] not in ("", "figure")


def test_negative_numbers_are_numbers() -> None:
    values = [row["Value"] for row in read_csv(factory.change(factory.AREAS), "en")]
    assert values[-1].startswith("-")
    assert float(values[-1].replace(",", ".")) < 0


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\u00a0=1", "=cmd|' /C calc'!A0"]
)
def test_formulas_are_defused(text: str) -> None:
    assert harmless(text) == f"'{text}"
    names = {(code, 2023): text for code in factory.AREAS}
    answer = factory.of_areas("compare_areas", factory.AREAS, names=names)
    assert read_csv(answer, "en")[0]["Area"] == f"'{text}"
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(sheet_of(answer, EN), text)))
    assert {cell.data_type for sheet in book.worksheets for row in sheet for cell in row} <= {
        "s",
        "n",
    }


def test_ordinary_text_is_left_alone() -> None:
    for text in ("Malmö", "", "a=b", "Upplands-Bro", "1280R001"):
        assert harmless(text) == text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=30))
def test_any_name_survives_the_csv(text: str) -> None:
    names = {(code, 2023): text for code in factory.AREAS}
    answer = factory.of_areas("compare_areas", factory.AREAS[:1], names=names)
    assert read_csv(answer, "en")[0]["Area"] == harmless(text)


@pytest.mark.parametrize("name", ANSWERS)
def test_excel_has_real_numbers_and_the_same_rows(name: str) -> None:
    answer = ANSWERS[name]
    figures, _ = sheets(answer)
    assert len(figures) == 1 + len(answer.rows) + len(answer.comparison)
    headings = {"relation": "Correlation (r)", "similar": "Distance"}
    place = figures[0].index(headings.get(answer.question.shape, "Value"))
    found = [row[place] for row in figures[1 : 1 + len(answer.rows)]]
    expected = [row["value"] for row in answer.records()]
    assert found == [None if value is None else pytest.approx(value) for value in expected]


def test_excel_codes_are_text_and_numbers_have_their_decimals() -> None:
    raw = xlsx_bytes(sheet_of(factory.one_value(), EN), "x")
    book = openpyxl.load_workbook(io.BytesIO(raw))
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[1]]
    assert sheet[2][header.index("Area code")].value == "1280"
    assert sheet[3][header.index("Area code")].value == "00"
    assert sheet[2][header.index("Value")].number_format == "#,##0.0"
    assert sheet.freeze_panes == "A2"


def test_the_second_sheet_holds_what_is_needed_to_believe_it() -> None:
    answer = factory.of_areas("rank", factory.AREAS)
    _, facts = sheets(answer, question="Which are highest?", notices=["Some are preliminary."])
    found = {str(name): str(text) for name, text in facts}
    assert found["Question"] == "Which are highest?"
    assert found["Question as JSON"] == answer.question.canonical_json()
    assert found["Fingerprint of the question"] == answer.question.hash
    assert found["Source"].startswith("SCB")
    assert found["Data version"] == answer.version_id
    assert found["Created"] == answer.created
    assert found["Note"] == "Some are preliminary."
    assert found["Address"] == "https://example.org/?i=x"
    assert "SELECT 1" in found["Question to the database (SQL)"]
    assert "invented" in found["Kind of data"].lower()
    assert "low economic standard" in found["Definition"].lower()


def test_every_source_is_named() -> None:
    sources = (factory.SOURCE, Source(id="b", publisher="Kolada", title="N00000"))
    _, facts = sheets(factory.of_areas("rank", factory.AREAS, sources=sources))
    assert [text for name, text in facts if name == "Source"][1] == "Kolada, N00000"


def test_a_very_long_text_fits_its_cell() -> None:
    _, facts = sheets(factory.one_value(), notices=["x" * 40_000])
    assert all(len(str(text)) < 32_767 for _, text in facts)


@pytest.mark.parametrize("name", ANSWERS)
def test_the_same_answer_gives_the_same_bytes(name: str) -> None:
    answer = ANSWERS[name]
    first, second = sheet_of(answer, SV), sheet_of(answer, SV)
    assert csv_bytes(first) == csv_bytes(second)
    assert xlsx_bytes(first, "a") == xlsx_bytes(second, "a")


def test_an_answer_without_rows_still_has_its_source() -> None:
    figures, facts = sheets(factory.definition())
    assert len(figures) == 1
    assert facts


def test_why_areas_changed_type_and_all_areas_by_type_are_in_the_file() -> None:
    answer = factory.explained_changes(3)
    first = read_csv(answer)[0]
    assert first["Varför"] == "området förändrades"
    assert float(first["Indexets förändring"].replace(",", ".")) == answer.rows["index_change"][0]
    second = read_csv(answer)[1]
    assert second["Del som ändrades mest åt det hållet (id)"] == "forgymnasial_andel"
    _, _, beside = sheets(answer)
    assert beside[0][1:] == (
        "Area type, first year", "Area type, last year", "Number of areas", "Inhabitants",
    )  # fmt: skip
    assert len(beside) == 26
    assert sum(row[3] for row in beside[1:]) == 40
    assert {row[0] for row in beside[1:]} == {"EXAMPLE DATA – INVENTED FIGURES"}
