"""Tables: names first, no codes, words where there is no figure, accessible and safe HTML."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.language import speech_for
from assistant.tables import PAGE_ROWS, TABLE_STYLE, table, to_html, transition_table
from semantic.answer import Answer
from semantic.model import Break, Text
from tests.assistant import factory

SV, EN = speech_for("sv"), speech_for("en")
ANSWERS: dict[str, Answer] = {
    **factory.every_kind(),
    "rank": factory.of_areas("rank", factory.AREAS),
    "threshold": factory.of_areas("threshold", factory.AREAS),
    "ages": factory.by_age(),
    "sex over time": factory.by_sex(("1280",), range(2020, 2024)),
    "shares over time": factory.population_share(years=(2021, 2022, 2023)),
    "types of areas over time": factory.compare_types((2022, 2023), factory.AREAS[:2]),
    "profile of two": factory.profile(factory.AREAS[:2]),
    "similar": factory.similar(),
    "no rows": factory.of_areas("threshold", ()),
}
CODE = re.compile(r"\b(12\d\d|\d{4}R\d{3})\b")


class Tags(HTMLParser):
    """Checks that tags nest, and collects them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    assert parser.open == []
    return parser.seen


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_row_is_as_wide_as_the_headings(name: str, language: str) -> None:
    found = table(ANSWERS[name], speech_for(language))
    assert found.caption
    assert all(len(row) == len(found.headers) for row in found.rows)
    assert all(isinstance(text, str) and text for row in found.rows for text in row)
    assert not found.headers[0].numeric


@pytest.mark.parametrize("name", ANSWERS)
def test_no_codes_on_the_screen(name: str) -> None:
    names = factory.Names()
    for code in [*factory.kommuner(290), *factory.regso(80)]:
        for year in range(2010, 2024):
            names[code, year] = "Namn"
    found = table(replace(ANSWERS[name], names=names), SV)
    assert not [text for row in found.rows for text in row if CODE.search(text)]
    assert not CODE.search(" ".join(each.text for each in found.headers))


@pytest.mark.parametrize("name", ANSWERS)
def test_example_data_is_said_in_the_caption(name: str) -> None:
    assert table(ANSWERS[name], SV).caption.startswith("Exempeldata – påhittade siffror")


def test_official_data_has_no_banner() -> None:
    assert "Exempeldata" not in table(factory.one_value(example_data=False), SV).caption


def test_value_beside_riket_which_is_pinned() -> None:
    found = table(factory.one_value(), SV)
    assert found.pinned == 1
    assert [row[:2] for row in found.rows] == [("Riket", "14,7"), ("Malmö", "21,3")]
    assert found.headers[1].unit == "procent"


def test_missing_words_and_their_explanation() -> None:
    found = table(ANSWERS["bars"], SV)
    cells = [row[1] for row in found.rows]
    assert "uppgift saknas" in cells
    assert "sekretess" in cells
    assert not any(cell in ("0", "0,0", "") for cell in cells)
    assert any(note.startswith("Uppgift saknas:") for note in found.notes)
    assert any(note.startswith("Sekretess:") for note in found.notes)


def test_preliminary_is_marked_and_explained() -> None:
    found = table(ANSWERS["bars"], EN)
    assert "30.0 (prel.)" in [row[1] for row in found.rows]
    assert any(note.startswith("(prel.):") for note in found.notes)


def test_rank_names_first_then_place() -> None:
    found = table(ANSWERS["rank"], SV)
    assert [row[:2] for row in found.rows[:2]] == [("Malmö", "1"), ("Lund", "2")]
    assert found.pinned == 0


def test_threshold_says_how_far_from_the_limit() -> None:
    found = table(ANSWERS["threshold"], SV)
    assert found.headers[2].unit == "procentenheter"
    assert found.rows[0][2].startswith("+")


def test_change_has_both_years_the_difference_and_a_word() -> None:
    found = table(ANSWERS["change_bars"], SV)
    assert [each.text for each in found.headers[1:3]] == ["2019", "2023"]
    assert found.headers[3].unit == "procentenheter"
    assert found.rows[0][4].startswith("▼")
    plain = table(factory.change(factory.AREAS, factory.UNJUDGED), SV)
    assert len(plain.headers) == 4


def test_a_few_series_have_years_down_and_many_have_them_across() -> None:
    few, many = table(ANSWERS["line"], SV), table(ANSWERS["small_multiples"], SV)
    assert [each.text for each in few.headers[1:]] == ["Malmö", "Lund", "Kristianstad", "Riket"]
    assert few.rows[0][0] == "2012"
    assert many.headers[1].text == "2012"
    assert many.rows[0][0] == "Riket"
    assert many.pinned == 1


def test_a_unit_that_all_columns_share_stands_in_the_caption() -> None:
    found = table(ANSWERS["line"], SV)
    assert found.caption.endswith("procent")
    assert {each.unit for each in found.headers} == {""}


def test_breaks_are_noted() -> None:
    broken = Break(year=2019, kind="method", text=Text(sv="Ny metod.", en="New method."))
    found = table(factory.trend(factory.AREAS[:2], breaks=(broken,)), SV)
    assert any("2019" in note and "Ny metod." in note for note in found.notes)


def test_the_profile_has_a_unit_a_row() -> None:
    found = table(ANSWERS["profile of two"], SV)
    assert [row[1] for row in found.rows[:2]] == ["personer", "procent"]
    assert [each.text for each in found.headers[3:]] == ["Malmö", "Lund", "Riket"]


def test_pages_hold_at_most_a_hundred_rows_and_the_pinned_ones() -> None:
    answer = factory.of_areas("compare_areas", factory.kommuner(290), comparison=factory.RIKET)
    found = table(answer, SV)
    assert found.pages == 3
    assert [len(found.page(number)) for number in (1, 2, 3)] == [101, 101, 91]
    assert {found.page(number)[0][0] for number in (1, 2, 3)} == {"Riket"}
    assert found.page(0) == found.page(1)
    assert found.page(99) == found.page(3)
    together = [row for number in (1, 2, 3) for row in found.page(number)[1:]]
    assert tuple(together) == found.rows[1:]
    assert PAGE_ROWS == 100


def test_a_part_says_which_rows_it_holds() -> None:
    found = table(factory.of_areas("compare_areas", factory.kommuner(290)), EN)
    assert "Rows 101–200 of 290" in to_html(found, page=2)
    assert "Rows 1–12 of 290" in to_html(found, first=12)
    assert "Rows" not in to_html(table(ANSWERS["rank"], EN))


@pytest.mark.parametrize("name", ANSWERS)
def test_html_is_an_accessible_table(name: str) -> None:
    found = table(ANSWERS[name], SV)
    seen = tags(to_html(found, page=1))
    names = [tag for tag, _ in seen]
    wrapper = seen[0][1]
    assert wrapper["role"] == "region"
    assert wrapper["tabindex"] == "0"
    assert wrapper["aria-label"]
    assert names.count("caption") == 1
    heads = [attributes for tag, attributes in seen if tag == "th"]
    columns = [each for each in heads if each["scope"] == "col"]
    assert len(columns) == len(found.headers)
    assert len([each for each in heads if each["scope"] == "row"]) == len(found.page(1))
    assert all(set(attributes) <= {"class", "scope", "role", "tabindex", "aria-label"}
               for _, attributes in seen)  # fmt: skip


def test_numbers_are_aligned_by_their_column() -> None:
    html = to_html(table(ANSWERS["rank"], SV))
    assert re.search(r'<th scope="row">Malmö</th><td class="num">1</td>', html)
    assert "tabular-nums" in TABLE_STYLE
    assert "sticky" in TABLE_STYLE


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '" onmouseover="x', "&lt;b>"])
def test_hostile_names_and_notes_are_text(hostile: str) -> None:
    broken = Break(year=2019, kind="method", text=Text(sv=hostile, en=hostile))
    names = {(code, year): hostile for code in factory.AREAS for year in range(2010, 2025)}
    answer = factory.trend(factory.AREAS[:2], breaks=(broken,), names=names)
    html = to_html(table(answer, SV))
    allowed = {"div", "table", "caption", "thead", "tr", "th", "tbody", "td", "ul", "li", "span"}
    assert {tag for tag, _ in tags(html)} <= allowed
    assert not any("onmouseover" in (key or "") for _, found in tags(html) for key in found)


def test_why_types_changed_stands_in_plain_words() -> None:
    found = table(factory.explained_changes(3), SV)
    assert [header.text for header in found.headers][4:] == [
        "Varför", "Indexets förändring", "Del som ändrades mest åt det hållet", "Delens förändring",
    ]  # fmt: skip
    assert [row[4] for row in found.rows] == [
        "området förändrades", "gränserna flyttades", "går inte att säga",
    ]  # fmt: skip
    assert found.rows[0][6:] == ("ingen", "ej tillämpligt")
    assert found.rows[1][6] == "Förgymnasial utbildning"
    assert any("hålls fast" in note for note in found.notes)
    without = table(factory.type_changes(3), SV)
    assert len(without.headers) == 4
    assert not any("hålls fast" in note for note in without.notes)


def test_all_areas_by_type_in_both_years() -> None:
    answer = factory.explained_changes()
    found = transition_table(answer, SV)
    assert found is not None
    assert "påhittade" in found.caption
    assert len(found.rows) == 5
    assert {len(row) for row in found.rows} == {6}
    areas = sum(int(cell.split(" (")[0]) for row in found.rows for cell in row[1:])
    assert areas == answer.transitions["areas"].sum() == 40
    several = [cell for row in found.rows for cell in row[1:] if cell != "0"]
    assert all(re.fullmatch(r"\d+ \([\d\u00a0]+\)", cell) for cell in several)
    assert transition_table(factory.type_changes(), SV) is None


def test_a_measure_over_small_areas_stands_under_the_same_over_large_ones() -> None:
    found = table(factory.segregation(), SV)
    assert [row[0].rsplit("(", 1)[1] for row in found.rows] == [
        "RegSO)",
        "DeSO)",
        "RegSO)",
        "RegSO)",
    ]
    assert found.rows[0][-1].startswith("27,3")
    assert found.rows[-1][-1] == "–"
    assert [each.text for each in found.headers[3:]] == ["Malmö", "Riket", "I klartext"]
