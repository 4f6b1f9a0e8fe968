"""The statistician's questions, each pressed from its first button to a sentence with a figure."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import axe
from tests.browser.journeys import cells, press, search, sentence, start

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
