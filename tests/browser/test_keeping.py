"""Saving, sharing and coming back, by people with names of their own in browsers of their own."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import revised
from tests.browser.driver import axe, wait_ready
from tests.browser.journeys import (
    SAVED,
    body,
    in_window,
    press,
    save,
    search,
    sentence,
    settle,
    share,
    start,
    table,
)
from tests.browser.oidc import Newcomer, SignedApp, sign_in_as, sign_out
from tests.serving import RunningApp

RANK = "/?s=rank&i=hyresratt_andel&l=regso&w=1280"
VALUE = "/?s=value&i=hyresratt_andel&l=kommun&a=1280"
REFUSED = "Länken går inte att öppna."
NOT_OVER = "document.documentElement.scrollWidth <= window.innerWidth"


def test_a_result_is_shared_with_a_person_told_of_changes_and_withdrawn(
    newcomer: Newcomer, signed: SignedApp
) -> None:
    anna = newcomer("anna", RANK)
    said, rows = sentence(anna), table(anna).inner_text()
    link = share(anna, note="Till mötet på fredag", readers="Bo.Berg@example.org")
    assert re.fullmatch(r"/\?r=[\w-]{22}", link)

    bo, stranger = newcomer(None, link), newcomer(None, "/?r=" + "A" * 22)
    for page in (bo, stranger):
        expect(page.get_by_text(REFUSED)).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("Logga in$"))).to_be_visible()
        assert axe(page) == []
    shown = [page.get_by_test_id("stMain").inner_text() for page in (bo, stranger)]
    assert shown[0] == shown[1]
    sign_in_as(bo, "bo")
    assert bo.url.endswith(link)
    assert sentence(bo) == said
    assert table(bo).inner_text() == rows
    expect(bo.get_by_text("Anna Alm delade detta")).to_be_visible()
    expect(bo.get_by_text("Till mötet på fredag")).to_be_visible()
    expect(bo.get_by_text("värden har ändrats")).to_have_count(0)
    assert axe(bo) == []

    cajsa = newcomer("cajsa", link)
    expect(cajsa.get_by_text(REFUSED)).to_be_visible()

    revised.publish(
        signed.running.data_home,
        lambda db: db.execute(
            "UPDATE cell SET num = floor(num * 0.9) WHERE indicator = 'hyresratt_andel' "
            "AND area LIKE '1280R%' AND hash(area) % 2 = 0"
        ),
    )
    press(bo, "English")
    expect(bo.get_by_text(re.compile(r"\d+ of 60 values have changed since"))).to_be_visible()
    press(bo, "Svenska")
    assert sentence(bo) == said
    bo.get_by_test_id("stExpander").filter(has_text="Visa vilka").locator("summary").click()
    settle(bo)
    changed = bo.get_by_role("table", name="Siffror som har ändrats")
    told = bo.get_by_text(re.compile(r"\d+ av 60 värden har ändrats sedan")).inner_text()
    assert changed.locator("tbody tr").count() == int(told.split()[0])
    assert axe(bo) == []

    press(anna, "Länkar", exact=True)
    assert axe(anna) == []
    press(anna, re.compile("^block Återkalla|^Återkalla "))
    press(bo, "English")
    expect(bo.get_by_text("The link cannot be opened.")).to_be_visible()
    expect(bo.locator(".oa-sentence")).to_have_count(0)


def test_a_stranger_who_turns_away_from_a_link_is_not_led_back(newcomer: Newcomer) -> None:
    link = share(newcomer("anna", VALUE))
    stranger = newcomer(None, link)
    assert "Malmö" in sentence(stranger)
    assert axe(stranger) == []
    start(stranger)
    expect(stranger.get_by_role("heading", name="Logga in")).to_be_visible()
    expect(stranger.locator(".oa-sentence")).to_have_count(0)


def test_each_person_has_favourites_of_her_own(newcomer: Newcomer) -> None:
    anna, bo = newcomer("anna", VALUE), newcomer("bo", VALUE)
    save(anna, "Annas fråga")
    save(bo, "Bos fråga")
    for page, own, other in ((anna, "Annas fråga", "Bos fråga"), (bo, "Bos fråga", "Annas fråga")):
        press(page, "Favoriter", exact=True)
        expect(page.get_by_role("button", name=own).first).to_be_visible()
        assert other not in page.get_by_test_id("stMain").inner_text()
        assert axe(page) == []


def test_signing_out_in_one_tab_ends_the_other_at_its_next_click(newcomer: Newcomer) -> None:
    first = newcomer("anna", VALUE)
    second = first.context.new_page()
    start(second, VALUE)
    assert sentence(second) == sentence(first)
    sign_out(first)
    press(second, "Ställ en ny fråga")
    expect(second.get_by_role("heading", name="Logga in")).to_be_visible()
    expect(second.locator(".oa-sentence")).to_have_count(0)
    assert axe(second) == []


def test_a_live_link_and_a_part_left_open(newcomer: Newcomer) -> None:
    anna = newcomer("anna", VALUE)
    press(anna, "Dela", exact=True)
    window = body(anna).get_by_test_id("stPopoverBody")
    window.get_by_text("Alltid de senaste siffrorna", exact=True).click()
    window.get_by_text("Fler val").click()
    settle(anna)
    part = window.get_by_role("combobox", name="Mottagaren får byta")
    part.scroll_into_view_if_needed()
    part.focus()
    settle(anna)
    part.press("ArrowDown")
    option = anna.get_by_role("option", name="Område", exact=True)
    expect(option).to_be_visible()
    assert axe(anna) == []
    option.click()
    in_window(anna, "Skapa länken")
    link = "/" + window.locator("code").inner_text().strip().split("/", 3)[3]
    bo = newcomer("bo", link)
    expect(bo.get_by_text("Det här är en levande länk")).to_be_visible()
    expect(bo.get_by_role("heading", name=re.compile("Byt Malmö"))).to_be_visible()
    assert axe(bo) == []
    search(bo, "lund")
    press(bo, re.compile("^Lund – kommun"))
    assert "Lund" in sentence(bo)
    assert "a=1281" in bo.url


def test_the_conversation_survives_a_reload_and_a_restart_of_the_server(
    alone: RunningApp, visit: Callable[[RunningApp], Page]
) -> None:
    page = visit(alone)
    start(page, VALUE)
    press(page, re.compile("utveckling, alla år"))
    press(page, re.compile("områdestyp i Malmö"))
    said = page.locator(".oa-sentence").all_inner_texts()
    assert len(said) == 3
    page.reload()
    wait_ready(page)
    assert page.locator(".oa-sentence").all_inner_texts() == said
    alone.restart()
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-connection-state", "CONNECTED", timeout=60_000
    )
    wait_ready(page)
    settle(page)
    press(page, "Ställ en ny fråga")
    assert page.locator(".oa-sentence").all_inner_texts() == said
    expect(page.get_by_role("heading", name="Vad vill du veta?")).to_be_visible()
    other = visit(alone)
    start(other)
    expect(other.locator(".oa-sentence")).to_have_count(0)
    expect(other.get_by_text("Fortsätt där du slutade")).to_be_visible()
    assert axe(other) == []


def test_a_favourite_is_saved_found_and_opened_with_the_keyboard_alone(
    alone: RunningApp, visit: Callable[[RunningApp], Page]
) -> None:
    page = visit(alone)
    start(page, VALUE)
    _tab_to(page, "Spara som favorit")
    page.keyboard.press("Enter")
    settle(page)
    expect(body(page).get_by_label("Namn", exact=True)).to_be_visible()
    _tab_to(page, "Namn")
    page.keyboard.press("Control+a")
    page.keyboard.type("Med tangenter")
    page.keyboard.press("Escape")
    settle(page)
    page.keyboard.press("Enter")
    settle(page)
    expect(body(page).get_by_label("Namn", exact=True)).to_have_value("Med tangenter")
    _tab_to(page, "Spara")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.get_by_test_id("stAlertContentSuccess")).to_have_text(SAVED)
    _tab_to(page, "Favoriter")
    page.keyboard.press("Enter")
    settle(page)
    _tab_to(page, "Med tangenter")
    page.keyboard.press("Enter")
    settle(page)
    assert "Malmö" in sentence(page)


NAMES_OF_FOCUS = """() => {
    const at = document.activeElement;
    if (!at.matches("button, input, textarea")) return [];
    return (at.labels?.[0] ?? at).innerText.split("\\n");
}"""


def _tab_to(page: Page, name: str) -> None:
    """Go on with the Tab key until the button or field that has the focus bears the name."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate(NAMES_OF_FOCUS):
            return
    pytest.fail(f"the Tab key never came to {name!r}", pytrace=False)


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_is_cut_off_on_a_narrow_screen(
    width: int, alone: RunningApp, visit: Callable[[RunningApp], Page]
) -> None:
    page = visit(alone)
    page.set_viewport_size({"width": width, "height": 700})
    start(page, VALUE)
    save(page, "Ett ganska långt namn på en favorit som ska få plats ändå")
    assert page.evaluate(NOT_OVER)
    link = share(page, note="Hälsning")
    for address in ("/?page=favoriter", "/?page=delat", link, "/?r=" + "A" * 22, "/"):
        start(page, address)
        settle(page)
        assert page.evaluate(NOT_OVER), address
        assert axe(page) == [], address
