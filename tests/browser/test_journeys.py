"""Whole journeys of a manager, from the first press to an answer she can send on."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import axe
from tests.browser.journeys import (
    EXAMPLE,
    cells,
    change,
    press,
    search,
    sentence,
    settle,
    start,
    table,
    unfold,
)
from tests.serving import RunningApp

CHART = "[data-testid=stVegaLiteChart]"
NOT_OVER = "document.documentElement.scrollWidth <= window.innerWidth"


def shown_figures(text: str) -> set[str]:
    return set(re.findall(r"\d+,\d+", text))


def test_first_question_by_menus_and_the_same_answer_in_another_browser(
    page: Page, visit: Callable[[RunningApp], Page], app: RunningApp
) -> None:
    start(page)
    expect(page.get_by_role("heading", name="Vad vill du veta?")).to_be_visible()
    assert axe(page) == []
    press(page, "Vilka områden ligger högst eller lägst?")
    press(page, "Hyresrätter", exact=True)
    assert axe(page) == []
    press(page, re.compile("RegSO"))
    search(page, "malmo")
    press(page, re.compile("^Malmö – kommun"))

    said = sentence(page)
    rows = cells(page)
    assert len(rows) == 10
    assert EXAMPLE in page.locator(".oa-sentence").last.inner_text()
    assert shown_figures(rows[0][-1] + " ".join(rows[0])) & shown_figures(said)
    expect(page.locator(CHART)).to_be_visible()
    expect(page.locator(".oa-source")).to_contain_text("Dataversion demo-")
    assert "s=rank" in page.url
    assert "w=1280" in page.url
    assert axe(page) == []

    page.get_by_role("radio", name="Karta").click()
    settle(page)
    expect(page.locator("figure.map svg").first).to_be_visible()
    assert axe(page) == []

    other = visit(app)
    start(other, page.url)
    assert sentence(other) == said
    assert cells(other) == rows


def test_any_part_of_a_name_finds_the_area_and_its_profile(page: Page) -> None:
    start(page)
    press(page, "Hur ser ett område ut i sin helhet?")
    search(page, "välsv")
    press(page, re.compile("Kroppkärr-Lorensberg-Välsviken"))
    assert "Kroppkärr-Lorensberg-Välsviken" in sentence(page)
    assert len(cells(page)) >= 12
    unfold(page, "Så räknade vi")
    expect(page.get_by_test_id("stCode")).to_contain_text("SELECT")
    assert axe(page) == []


def test_several_questions_and_changes_in_place(page: Page) -> None:
    start(page, "/?s=compare_types&i=sysselsatta_andel&l=riket")
    first = sentence(page)
    assert len(cells(page)) == 5
    change(page, "År", "2020")
    assert "p=2020" in page.url
    changed = sentence(page)
    assert changed != first
    press(page, "Tillbaka")
    assert sentence(page) == first

    press(page, "Ställ en ny fråga")
    expect(page.get_by_role("heading", name="Vad vill du veta?")).to_be_visible()
    assert "s=" not in page.url
    assert page.locator(".oa-sentence").count() == 1
    press(page, "Vilka områden har bytt typ?")
    press(page, re.compile("Hela riket"))
    press(page, "Visa svaret")
    expect(table(page)).to_be_visible()
    assert page.locator(".oa-sentence").count() == 2
    assert axe(page) == []
    press(page, "Börja om")
    expect(page.locator(".oa-sentence")).to_have_count(0)


def test_by_keyboard_alone(page: Page) -> None:
    start(page)

    def reach(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            focused = page.evaluate("document.activeElement.innerText || ''").strip()
            if focused.startswith(name):
                return
        pytest.fail(f"Tab never reached {name!r}")

    reach("Hur stor är skillnaden mellan två områdestyper?")
    page.keyboard.press("Enter")
    settle(page)
    page.get_by_role("heading", name="Vilket mått?").wait_for()
    reach("Sysselsatta")
    page.keyboard.press("Space")
    settle(page)
    page.get_by_role("heading", name=re.compile("hela riket")).wait_for()
    reach("Hela riket")
    page.keyboard.press("Enter")
    settle(page)
    assert "procentenheter" in sentence(page)
    assert axe(page) == []


class TestNarrow:
    @pytest.fixture
    def context_options(self) -> dict[str, Any]:
        return {"locale": "sv-SE", "viewport": {"width": 320, "height": 640}}

    def test_a_map_and_both_languages_at_320_pixels(self, page: Page) -> None:
        start(page)
        assert page.evaluate(NOT_OVER)
        start(page, "/?s=map&i=forgymnasial_andel&l=kommun&w=12")
        expect(page.locator("figure.map svg").first).to_be_visible()
        assert page.evaluate(NOT_OVER)
        assert axe(page) == []
        swedish = shown_figures(sentence(page))
        press(page, "English")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert "lang=en" in page.url
        english = page.get_by_test_id("stMain").inner_text()
        assert not re.search(r"\b(och|områden|frågan|mått|riket|andel)\b", english, re.IGNORECASE)
        assert {figure.replace(",", ".") for figure in swedish} <= set(
            re.findall(r"\d+\.\d+", english)
        )
        assert axe(page) == []


@pytest.mark.parametrize(
    "address",
    [
        "/?s=rank&i=finns_inte&l=kommun",
        "/?s=value&i=folkmangd&a=9999",
        "/?s=value&i=folkmangd&a=1280&p=1850",
        "/?s=%3Cscript%3Ealert(1)%3C/script%3E",
        "/?x=1",
    ],
)
def test_a_bad_address_is_refused_kindly_and_the_menus_still_work(page: Page, address: str) -> None:
    start(page, address)
    refusal = page.get_by_role("alert")
    expect(refusal).to_be_visible()
    assert len(refusal.inner_text()) > 20
    assert "Error" not in page.get_by_test_id("stMain").inner_text()
    assert axe(page) == []
    if page.get_by_role("button", name="Börja om").is_visible():
        press(page, "Börja om")
    press(page, re.compile("^Hur många bor i varje"))
    press(page, re.compile("Hela riket"))
    assert "procent" in sentence(page) or "%" in sentence(page)


def test_downloads_hold_what_the_screen_shows(page: Page, tmp_path: Path) -> None:
    start(page, "/?s=rank&i=hyresratt_andel&l=regso&w=1280")
    for name, suffix in (("Ladda ner som CSV", "csv"), ("Ladda ner som Excel", "xlsx")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        saved = tmp_path / f"answer.{suffix}"
        waiting.value.save_as(saved)
        assert saved.stat().st_size > 300
    text = (tmp_path / "answer.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    lines = text.decode("utf-8-sig").splitlines()
    assert len(lines) == 11
    assert ";" in lines[0]
    assert all("PÅHITTADE" in line for line in lines[1:])


def test_no_english_word_of_the_framework_is_left(page: Page) -> None:
    start(page, "/?s=rank&i=hyresratt_andel&l=regso&w=1280")
    unfold(page, "Så räknade vi")
    texts = page.evaluate(
        """() => [...document.querySelectorAll('[aria-label],[placeholder],[title],[alt]')]
        .filter(e => !e.closest('code,svg'))
        .flatMap(e => ['aria-label','placeholder','title','alt'].map(name => e.getAttribute(name)))
        .filter(Boolean)"""
    )
    english = re.compile(
        r"\b(Choose|Clear|Open|Close|Select|Help|Download|Show|View|Copy|Skip|Loading|Chat)\b"
    )
    assert [text for text in texts if english.search(text)] == []
