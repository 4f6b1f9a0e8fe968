"""The pages of one's own favourites and links, when there are many of them."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import revised
from tests.browser.driver import axe
from tests.browser.journeys import body, in_window, press, settle, share, start, unfold
from tests.browser.oidc import Newcomer, sign_out
from tests.serving import RunningApp

VALUE = "/?s=value&i=hyresratt_andel&l=kommun&a=1280"
KOMMUNER = ("1280", "1281", "0114", "0115", "0117", "0120", "0123")
NOT_OVER = "document.documentElement.scrollWidth <= window.innerWidth"
CARD = re.compile(r"^(star )?Hyresrätt nummer \d+$")


def _file(count: int) -> bytes:
    """Favourites of kommuner, each under a name of its own, and one that cannot be answered."""
    asked = {"v": 1, "shape": "value", "indicators": ["hyresratt_andel"]}
    entries = [
        {
            "title": f"Hyresrätt nummer {number:02}",
            "question": asked | {"areas": {"codes": [KOMMUNER[number % len(KOMMUNER)]]}},
        }
        for number in range(count)
    ]
    lost = {"title": "Finns inte", "question": asked | {"areas": {"codes": ["9999"]}}}
    file = {"v": 1, "folders": ["Nämnden", "Ledningen"], "favourites": [*entries, lost]}
    return json.dumps(file).encode()


def _bring_in(page: Page, content: bytes) -> None:
    start(page, "/?page=favoriter")
    unfold(page, "Till och från fil")
    page.locator("input[type=file]").set_input_files(
        {"name": "favoriter.json", "mimeType": "application/json", "buffer": content}
    )
    settle(page)
    press(page, "Hämta in", exact=True)


@pytest.mark.parametrize("width", [1280, 360])
def test_many_favourites_come_from_a_file_and_are_paged(
    width: int, alone: RunningApp, visit: Callable[[RunningApp], Page]
) -> None:
    page = visit(alone)
    page.set_viewport_size({"width": width, "height": 800})
    _bring_in(page, _file(23))
    main = page.get_by_test_id("stMain")
    counted = "23 favoriter hämtades in." if width == 1280 else "23 fanns redan."
    expect(page.get_by_role("alertdialog")).to_contain_text(counted)
    expect(main.get_by_text("Finns inte:")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate(NOT_OVER)
    cards = main.get_by_role("button", name=CARD)
    expect(cards).to_have_count(20)
    main.get_by_test_id("stPagination").get_by_role("button", name="2").click()
    settle(page)
    expect(cards).to_have_count(3)
    assert axe(page) == []
    page.get_by_label("Sök bland favoriterna").fill("07 hyresrätt")
    page.wait_for_timeout(400)
    settle(page)
    expect(cards).to_have_count(1)
    expect(cards).to_have_text(re.compile("nummer 07"))
    assert page.evaluate(NOT_OVER)


def test_folders_are_put_in_order_and_a_favourite_into_one(
    alone: RunningApp, visit: Callable[[RunningApp], Page]
) -> None:
    page = visit(alone)
    _bring_in(page, _file(1))
    unfold(page, "Mappar")
    names = page.get_by_label("Mappens namn")
    first = [each.input_value() for each in names.all()]
    assert sorted(first) == ["Ledningen", "Nämnden"]
    press(page, "Lägg först", exact=True)
    assert [each.input_value() for each in names.all()] == first[::-1]
    press(page, re.compile("Ändra Hyresrätt nummer 00$"))
    folder = body(page).get_by_test_id("stPopoverBody").get_by_role("combobox", name="Mapp")
    folder.focus()
    folder.press("ArrowDown")
    option = page.get_by_role("option", name="Nämnden", exact=True)
    expect(option).to_be_visible()
    assert axe(page) == []
    option.click()
    settle(page)
    page.keyboard.press("Escape")
    settle(page)
    expect(page.get_by_test_id("stMain").get_by_text(re.compile("^Nämnden · "))).to_be_visible()


def test_much_news_is_folded_away_and_put_aside(
    alone: RunningApp, visit: Callable[[RunningApp], Page]
) -> None:
    page = visit(alone)
    _bring_in(page, _file(len(KOMMUNER)))
    revised.publish(
        alone.data_home,
        lambda db: db.execute(
            "UPDATE cell SET num = floor(num * 0.9) WHERE indicator = 'hyresratt_andel' "
            "AND level = 'kommun'"
        ),
    )
    start(page)
    news = page.locator(".st-key-news")
    expect(news.get_by_role("heading", name="Ändrat sedan sist")).to_be_visible()
    opened = news.get_by_role("button", name=CARD)
    expect(opened).to_have_count(5)
    assert axe(page) == []
    news.get_by_test_id("stExpander").locator("summary").click()
    settle(page)
    assert opened.count() >= len(KOMMUNER)
    assert axe(page) == []
    press(page, "Jag har läst detta", exact=True)
    expect(news).to_have_count(0)


def test_all_links_are_withdrawn_after_a_question(newcomer: Newcomer) -> None:
    anna = newcomer("anna", VALUE)
    links = [share(anna, note="Ett")]
    start(anna, VALUE.replace("1280", "1281"))
    links.append(share(anna, note="Två"))
    press(anna, "Länkar", exact=True)
    press(anna, re.compile("Återkalla alla länkar$"))
    expect(body(anna).get_by_text("kan aldrig öppnas igen")).to_be_visible()
    assert axe(anna) == []
    in_window(anna, "Återkalla 2 länkar")
    expect(anna.get_by_role("alertdialog")).to_contain_text("2 länkar är återkallade.")
    expect(anna.get_by_role("button", name=re.compile("Återkalla"))).to_have_count(0)
    for link in links:
        start(anna, link)
        expect(anna.get_by_text("Länken går inte att öppna.")).to_be_visible()


def test_signing_out_everywhere_ends_another_browser_too(newcomer: Newcomer) -> None:
    here, there = newcomer("bo", VALUE), newcomer("bo", VALUE)
    press(here, "Länkar", exact=True)
    sign_out(here, "Logga ut överallt")
    settle(here)
    expect(here.get_by_role("heading", name="Logga in")).to_be_visible()
    press(there, "Favoriter", exact=True)
    expect(there.get_by_role("heading", name="Logga in")).to_be_visible()
    expect(there.locator(".oa-sentence")).to_have_count(0)
