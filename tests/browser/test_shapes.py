"""The statistician's questions and choices, each pressed from its first button to a sentence."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import axe
from tests.browser.journeys import cells, change, press, search, sentence, settle, start

Step = str | re.Pattern[str]
MALMO = re.compile(r"Malmö – kommun")
SMALL = re.compile("RegSO")

WALKS: dict[str, tuple[Step, ...]] = {
    "spread": (
        "Hur stora är skillnaderna inom ett område?", "Hyresrätter", SMALL, "?malmö", MALMO,
        "Visa svaret för 1 område",
    ),
    "segregation": ("Hur uppdelad är en plats?", "?malmö", MALMO),
    "similar": ("Vilka områden liknar …?", "?malmö", MALMO),
    "relation": (
        "Hur hänger två saker ihop?", "Hyresrätter", "Födda utomlands", SMALL, "?malmö", MALMO,
    ),
    "split": ("Varför har siffran ändrats?", "Hyresrätter", "Hela riket", "Visa svaret"),
    "type_changes": ("Vilka områden har bytt typ?", "Hela riket", "Visa svaret"),
}  # fmt: skip


@pytest.mark.parametrize("shape", WALKS)
def test_from_the_first_button_to_an_answer(page: Page, shape: str) -> None:
    start(page)
    for step in WALKS[shape]:
        if isinstance(step, str) and step.startswith("?"):
            search(page, step[1:])
        else:
            press(page, step)
    expect(page).to_have_url(re.compile(rf"s={shape}\b"))
    assert re.search(r"\d", sentence(page))
    assert len(cells(page)) >= 2
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(page) == []


def test_years_are_put_together_and_similar_areas_chosen_by_keyboard(page: Page) -> None:
    start(page, "/?s=value&i=hyresratt_andel&a=1280R028")
    change(page, "Sammanslagna år", "3 år sammanslagna")
    assert "2022–2024 sammantaget" in sentence(page)
    page.get_by_role("button", name=re.compile("^Jämförelse:")).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    page.wait_for_timeout(500)
    for _ in range(8):
        page.keyboard.press("Tab")
        if "liknande områden" in page.evaluate("document.activeElement.innerText"):
            break
    page.keyboard.press("Enter")
    settle(page)
    expect(page).to_have_url(re.compile("c=similar"))
    assert "mest lika" in sentence(page)
    assert axe(page) == []


def test_a_gap_is_asked_for_between_tenths(page: Page) -> None:
    start(page, "/?s=gap&i=fodda_utomlands_andel&l=riket")
    change(page, "Räknat som", "Störst mot minst utmaningar (tiondelar av områdena)")
    assert "i den tiondel av områdena" in sentence(page)
    assert axe(page) == []


def test_a_refusal_is_left_by_the_button_of_a_whole_question(page: Page) -> None:
    start(page, "/?s=gap&i=sysselsatta_andel&l=riket&st=esp2013")
    expect(page.get_by_text("Ålder kan bara vägas in")).to_be_visible()
    press(page, "Andel sysselsatta 16–64 år, skillnad mellan typ 1 och typ 5 i riket, senaste året")
    expect(page.get_by_text("Ålder kan bara vägas in")).to_have_count(0)
    assert "st=" not in page.url
