"""The shell in a real browser: language, shortcuts, announcements, security policy, access."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import axe, wait_ready
from tests.serving import RunningApp, serve

FRAMEWORK_TEXTS = """() => [...document.querySelectorAll('[aria-label],[placeholder],[title]')]
    .flatMap(e => ['aria-label', 'placeholder', 'title'].map(name => e.getAttribute(name)))
    .filter(Boolean)"""


@pytest.fixture(scope="module")
def gallery_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """One of everything the framework draws, in the shell of the real app."""
    with serve(Path(__file__).with_name("gallery_app.py"), tmp_path_factory.mktemp("g")) as running:
        yield running


@pytest.fixture
def gallery(visit: Callable[[RunningApp], Page], gallery_app: RunningApp) -> Page:
    page = visit(gallery_app)
    page.goto("/")
    wait_ready(page)
    return page


def test_app_opens_in_swedish_without_foreign_hosts(page: Page) -> None:
    page.goto("/")
    wait_ready(page)
    assert page.locator("html").get_attribute("lang") == "sv"
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_attached()


def test_app_is_accessible(page: Page) -> None:
    page.goto("/")
    wait_ready(page)
    assert axe(page) == []


def test_gallery_is_accessible_and_draws_under_the_security_policy(gallery: Page) -> None:
    expect(
        gallery.locator("[data-testid=stVegaLiteChart] [aria-roledescription=stapel]")
    ).to_have_count(2)
    expect(gallery.get_by_text("Komponenten lever")).to_be_visible()
    assert axe(gallery) == []


def test_texts_of_the_framework_are_swedish_and_those_of_the_app_untouched(gallery: Page) -> None:
    expect(gallery.get_by_role("combobox", name="Ett djur")).to_have_attribute(
        "placeholder", "Välj"
    )
    expect(gallery.get_by_label("Din fråga")).to_be_visible()
    expect(gallery.get_by_role("button", name="Nästa sida")).to_be_visible()
    texts = gallery.evaluate(FRAMEWORK_TEXTS)
    english = {"Choose", "Clear", "Open", "Close", "Select", "Help", "Page", "Download", "Show"}
    assert [text for text in texts if text.split()[0] in english] == []
    expect(gallery.get_by_text("Clear all", exact=True)).to_be_visible()


def test_an_empty_search_answers_in_swedish(gallery: Page) -> None:
    box = gallery.get_by_role("combobox", name="Ett djur")
    box.click()
    box.fill("zebra")
    expect(gallery.get_by_text("Inga träffar")).to_be_visible()


def test_the_language_follows_the_app_there_and_back(gallery: Page) -> None:
    switch = gallery.get_by_text("In English")
    box = gallery.get_by_role("combobox", name="Ett djur")
    switch.click()
    expect(gallery.locator("html")).to_have_attribute("lang", "en")
    expect(box).to_have_attribute("placeholder", "Choose an option")
    expect(gallery.get_by_role("button", name="Next page")).to_be_visible()
    switch.click()
    expect(gallery.locator("html")).to_have_attribute("lang", "sv")
    expect(box).to_have_attribute("placeholder", "Välj")


def test_single_keys_do_nothing_outside_fields_and_write_inside(gallery: Page) -> None:
    for key in ("r", "c", "R"):
        gallery.locator("body").press(key)
    field = gallery.get_by_label("Namn")
    field.press_sequentially("rc")
    expect(field).to_have_value("rc")
    field.press("Enter")  # one run more, after any that the keys had started
    expect(gallery.get_by_text("Körning nummer 2")).to_be_visible()


def test_without_the_shell_the_key_would_rerun(
    visit: Callable[[RunningApp], Page], gallery_app: RunningApp
) -> None:
    page = visit(gallery_app)
    page.route("**/shell/*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto("/")
    wait_ready(page)
    page.locator("body").press("r")
    expect(page.get_by_text("Körning nummer 2")).to_be_visible()


def test_each_answer_is_announced_once_and_never_shown(gallery: Page) -> None:
    status = gallery.locator("#app-status")
    expect(status).to_have_attribute("role", "status")
    expect(status).to_be_empty()
    gallery.evaluate(
        """() => { window.heard = [];
        new MutationObserver(() => {
            const text = document.getElementById('app-status').textContent;
            if (text) window.heard.push(text);
        }).observe(document.getElementById('app-status'), {childList: true}); }"""
    )
    for run in (2, 3):
        gallery.get_by_role("button", name="Räkna").click()
        expect(gallery.get_by_text(f"Körning nummer {run}")).to_be_visible()
        gallery.wait_for_function("run => window.heard.length === run - 1", arg=run)
    assert gallery.evaluate("window.heard") == ["Svar klart: 2 rader"] * 2
    expect(gallery.locator(".app-announce")).to_be_hidden()


def test_an_uncaught_error_is_told_without_details_and_logged(
    gallery: Page, gallery_app: RunningApp
) -> None:
    gallery.get_by_role("button", name="Krascha").click()
    expect(gallery.get_by_text("Något gick fel hos oss")).to_be_visible()
    assert "hemlig" not in gallery.content()
    assert "hemlig detalj" in gallery_app.log.read_text()
