"""What a manager does on the page, in words of hers."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.driver import axe, wait_ready

SENTENCE = ".oa-sentence"
EXAMPLE = "Exempeldata – påhittade siffror"
SAVED = re.compile("Sparad bland dina favoriter")


def start(page: Page, address: str = "/") -> None:
    page.goto(address)
    wait_ready(page)


def settle(page: Page) -> None:
    """Return when the app has had time to hear the press and rests again."""
    page.wait_for_timeout(250)
    wait_ready(page)


def press(page: Page, name: str | re.Pattern[str], exact: bool = False) -> None:
    """Press a button of the conversation and wait until the app rests again."""
    page.get_by_test_id("stMain").get_by_role("button", name=name, exact=exact).first.click()
    settle(page)


def unfold(page: Page, name: str) -> None:
    page.get_by_test_id("stExpander").filter(has_text=name).last.locator("summary").click()
    settle(page)


def search(page: Page, text: str) -> None:
    page.locator("input[type=search]").last.fill(text)
    page.wait_for_timeout(400)
    settle(page)


def change(page: Page, slot: str, to: str) -> None:
    """Change one part of the question in place."""
    press(page, re.compile(rf"^{slot}:"))
    menu = page.get_by_test_id("stPopoverBody")
    expect(menu).to_be_visible()
    menu.get_by_role("button", name=to, exact=True).click()
    settle(page)


def sentence(page: Page) -> str:
    """The newest answer's sentence, without the mark of example data."""
    found = page.locator(SENTENCE).last
    expect(found).to_be_visible()
    return found.inner_text().replace(EXAMPLE, "").strip()


def table(page: Page) -> Locator:
    return page.get_by_test_id("stMain").locator("table").last


def cells(page: Page) -> list[list[str]]:
    """The newest table's body, as read."""
    return [row.locator("th,td").all_inner_texts() for row in table(page).locator("tbody tr").all()]


def body(page: Page) -> Page:
    """The small window that was just opened; named as the page, whose presses it takes."""
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    return page


def in_window(page: Page, name: str) -> None:
    page.get_by_test_id("stPopoverBody").get_by_role("button", name=name, exact=True).click()
    settle(page)


def save(page: Page, title: str) -> None:
    press(page, "Spara som favorit", exact=True)
    body(page).get_by_label("Namn", exact=True).fill(title)
    assert axe(page) == []
    in_window(page, "Spara")
    expect(page.get_by_test_id("stAlertContentSuccess")).to_have_text(SAVED)


def share(page: Page, note: str = "", readers: str = "", kind: str = "") -> str:
    """The address of a new link, as a path of the app."""
    press(page, "Dela", exact=True)
    window = body(page).get_by_test_id("stPopoverBody")
    if kind:
        window.get_by_text(kind, exact=True).click()
    if readers:
        window.get_by_text("Bara de som anges här", exact=True).click()
        window.get_by_label("E-postadresser").fill(readers)
    window.get_by_label("Hälsning till mottagaren").fill(note)
    assert axe(page) == []
    in_window(page, "Skapa länken")
    expect(window.get_by_role("button", name="Kopiera", exact=True)).to_be_visible()
    address = window.locator("code").inner_text().strip()
    page.keyboard.press("Escape")
    return "/" + address.split("/", 3)[3]
