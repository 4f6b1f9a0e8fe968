"""One formatter: exact texts, honest rounding, and the same text wherever a number stands."""

import io
import json
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.charts import draw
from assistant.export import csv_bytes, xlsx_bytes
from assistant.figures import Figures
from assistant.language import speech_for
from assistant.numbers import MINUS, NBSP, Numbers, is_number, read_number, round_half_away
from assistant.sentences.teller import numbers_for
from assistant.sheets import sheet_of
from assistant.tables import table
from tests.assistant import factory

SV, EN = Numbers("sv"), Numbers("en")
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.floats(-1e9, 1e9, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-6)


@pytest.mark.parametrize(
    ("value", "decimals", "swedish", "english"),
    [
        (1234.5, 1, "1\u00a0234,5", "1,234.5"),
        (0.25, 1, "0,3", "0.3"),
        (0.35, 1, "0,4", "0.4"),
        (2.675, 2, "2,68", "2.68"),
        (-0.25, 1, "\u22120,3", "\u22120.3"),
        (-0.04, 1, "0,0", "0.0"),
        (-0.0, 0, "0", "0"),
        (2.5, 0, "3", "3"),
        (3.5, 0, "4", "4"),
        (-2.5, 0, "\u22123", "\u22123"),
        (1e21, 0, "1\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000", None),
        (999_999.95, 1, "1\u00a0000\u00a0000,0", "1,000,000.0"),
        (None, 1, "..", ".."),
        (float("nan"), 1, "..", ".."),
        (float("inf"), 1, "..", ".."),
        (True, 0, "..", ".."),
        ("12", 0, "12", "12"),
        (Decimal("0.5"), 0, "1", "1"),
    ],
)
def test_plain(value: object, decimals: int, swedish: str, english: str | None) -> None:
    assert SV.plain(value, decimals) == swedish
    if english is not None:
        assert EN.plain(value, decimals) == english


@pytest.mark.parametrize(
    ("unit", "value", "decimals", "swedish", "english"),
    [
        ("percent", 12.25, 1, "12,3\u00a0%", "12.3%"),
        ("per_1000", 3.14, 1, "3,1\u00a0per 1\u00a0000", "3.1\u00a0per 1,000"),
        ("persons", 1, 0, "1\u00a0person", "1\u00a0person"),
        ("persons", 1234, 0, "1\u00a0234\u00a0personer", "1,234\u00a0persons"),
        ("tkr", 312.4, 1, "312,4\u00a0tkr", "312.4\u00a0SEK thousand"),
        ("index", 12.3, 1, "12,3", "12.3"),
        ("days", 21.5, 1, "21,5\u00a0dagar", "21.5\u00a0days"),
        ("times", 1.8, 1, "1,8\u00a0gånger", "1.8\u00a0times"),
        (None, 5, 0, "5", "5"),
        ("percent", None, 1, "..", ".."),
    ],
)
def test_with_unit(
    unit: str | None, value: object, decimals: int, swedish: str, english: str
) -> None:
    assert SV.with_unit(value, unit, decimals) == swedish
    assert EN.with_unit(value, unit, decimals) == english


@pytest.mark.parametrize(
    ("unit", "value", "decimals", "swedish", "english"),
    [
        ("percent", 1.25, 1, "+1,3\u00a0procentenheter", "+1.3\u00a0percentage points"),
        ("percent", -1, 0, "\u22121\u00a0procentenhet", "\u22121\u00a0percentage point"),
        ("percent", 0.01, 1, "0,0\u00a0procentenheter", "0.0\u00a0percentage points"),
        ("change_percent", 12.3, 1, "+12,3\u00a0%", "+12.3%"),
        ("persons", 12, 0, "+12\u00a0personer", "+12\u00a0persons"),
        ("steps", -2, 0, "\u22122\u00a0steg", "\u22122\u00a0steps"),
        ("percent", None, 1, "..", ".."),
    ],
)
def test_difference(unit: str, value: object, decimals: int, swedish: str, english: str) -> None:
    assert SV.difference(value, unit, decimals) == swedish
    assert EN.difference(value, unit, decimals) == english


def test_the_unit_of_a_difference_of_shares_is_never_percent() -> None:
    assert SV.difference_name("percent") == "procentenheter"
    assert SV.difference_name("persons") == "personer"
    assert SV.difference_name("change_percent") == "procent"
    assert EN.difference_name("percent") == "percentage points"


@pytest.mark.parametrize("status", ["missing", "suppressed", "not_applicable"])
def test_what_is_no_number_is_a_symbol_without_digits(status: str) -> None:
    text = SV.plain(None, 1, status)
    assert text
    assert not any(character.isdigit() for character in text)


def test_statuses_without_a_figure_have_symbols_of_their_own() -> None:
    found = {SV.plain(None, 0, status) for status in ("missing", "suppressed", "not_applicable")}
    assert len(found) == 3


def test_interval_has_an_en_dash_and_one_unit() -> None:
    assert SV.interval(12.3, 14.1, "percent", 1) == "12,3–14,1\u00a0%"


@given(FLOATS, st.integers(0, 3))
@example(-1e-9, 1)
@example(5e-324, 3)
def test_never_a_negative_zero_nor_a_hyphen(value: float, decimals: int) -> None:
    text = SV.plain(value, decimals)
    assert "-" not in text
    if not any(character in "123456789" for character in text):
        assert MINUS not in text


@given(PLAIN, st.integers(0, 3))
def test_rounding_is_half_away_from_zero_on_what_is_written(value: float, decimals: int) -> None:
    expected = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert round_half_away(value, decimals) == expected
    assert abs(Decimal(repr(value)) - expected) <= Decimal(5).scaleb(-decimals - 1)


@given(PLAIN, st.integers(0, 3))
def test_text_reads_back_as_the_rounded_number(value: float, decimals: int) -> None:
    text = SV.plain(value, decimals).replace(NBSP, "").replace(",", ".").replace(MINUS, "-")
    assert Decimal(text) == round_half_away(value, decimals)


@given(PLAIN, PLAIN)
def test_order_is_kept(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert (round_half_away(low, 1) or 0) <= (round_half_away(high, 1) or 0)


@given(PLAIN)
def test_languages_differ_only_in_their_marks(value: float) -> None:
    swedish = SV.plain(value, 1).replace(NBSP, "").replace(",", ".")
    assert swedish == EN.plain(value, 1).replace(",", "")


@given(st.one_of(st.none(), st.text(max_size=5), FLOATS, st.integers(), st.booleans()))
def test_any_object_gives_text(value: object) -> None:
    assert SV.plain(value, 1)
    assert is_number(value) == (round_half_away(value, 1) is not None)


@pytest.mark.parametrize("numbers", [SV, EN])
def test_the_axis_follows_the_same_conventions(numbers: Numbers) -> None:
    locale = numbers.vega_locale()
    text = numbers.plain(-1234567.5, 1)
    assert text == "\u22121{0}234{0}567{1}5".format(locale["thousands"], locale["decimal"])
    assert locale["minus"] == MINUS
    assert locale["grouping"] == [3]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("value", [0.25, 1234.55, 99.95, 12.0, 0.04])
def test_one_text_in_sentence_table_tooltip_and_file(value: float, language: str) -> None:
    """The formatter is one: what each reader meets is the same rounded number."""
    speech = speech_for(language)
    answer = factory.of_areas("compare_areas", factory.AREAS)
    answer.rows.loc[0, "value"] = value
    text = Numbers(language).with_unit(value, "percent", 1)
    short = Numbers(language).plain(value, 1)
    assert numbers_for(language).with_unit(value, "percent", 1) == text
    assert table(answer, speech).rows[0][1] == short
    spec = draw("bars", answer, speech)
    assert spec is not None
    marks = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "bar")
    assert marks["data"]["values"][0]["text"] == text
    assert marks["data"]["values"][0]["label"] == short
    assert Figures(answer, speech).text({"value": value, "status": "value"}) == text
    raw = csv_bytes(sheet_of(answer, speech)).decode("utf-8-sig").split("\r\n")[1]
    assert any(_as_number(part) == value for part in raw.split(";"))
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(sheet_of(answer, speech), "")))
    assert value in [cell.value for cell in book.worksheets[0][2]]
    json.dumps(spec)


def _as_number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("34", 34.0),
        ("34,5", 34.5),
        ("34.5", 34.5),
        (" 1\u00a0234,5 ", 1234.5),
        ("−2,5", -2.5),
        ("-2.5", -2.5),
        ("", None),
        ("en halv", None),
        ("1,2,3", None),
        ("1e9", None),
        ("nan", None),
        ("٣", 3.0),
        ("9" * 40, None),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, number: float | None) -> None:
    assert read_number(written) == number


@given(st.floats(-1e9, 1e9, allow_nan=False), st.integers(0, 3))
def test_what_is_written_is_read_back(value: float, decimals: int) -> None:
    written = Numbers("sv").plain(value, decimals)
    assert read_number(written) == pytest.approx(value, abs=0.5 * 10**-decimals + 1e-6)
