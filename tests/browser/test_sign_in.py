"""Who is who and which tab, in real browsers against an OpenID provider on this machine."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driver import wait_ready
from tests.browser.oidc import PEOPLE, SignedApp, sign_in_as, sign_out, signed_app, visitor_of
from tests.serving import RunningApp, serve

ENTRY = Path(__file__).with_name("visitor_app.py")
LONG_AGO = {"sub": "disa", "name": "Disa Dahl", "auth_time": int(time.time()) - 11 * 3600}
TAB = re.compile(r"^[0-9a-f]{32}$")
OPEN_SOCKET = """address => new Promise(answer => {
    const socket = new WebSocket(address, ["streamlit"]);
    socket.onopen = () => { socket.close(); answer("opened"); };
    socket.onerror = () => answer("refused");
})"""

Newcomer = Callable[[], Page]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignedApp]:
    folder = tmp_path_factory.mktemp("signed")
    with signed_app(ENTRY, folder, people=(*PEOPLE, LONG_AGO)) as served:
        yield served


@pytest.fixture
def newcomer(signed: SignedApp, browser: Browser) -> Iterator[Newcomer]:
    """Open a browser of its own for one more visitor of the app with log-in."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(visitor_of(signed, browser))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The same page in an installation without log-in."""
    with serve(ENTRY, tmp_path_factory.mktemp("plain")) as running:
        yield running


def opened(page: Page, address: str = "/") -> Page:
    page.goto(address)
    wait_ready(page)
    return page


def signed_in(page: Page, person: str) -> Page:
    sign_in_as(opened(page), person)
    return page


def shows(page: Page, what: str, text: str) -> None:
    expect(page.locator(f"#{what}")).to_have_text(text)


def tab_of(page: Page) -> str:
    expect(page.locator("#tab")).to_have_text(TAB)
    return page.locator("#tab").inner_text()


def click(page: Page) -> None:
    page.get_by_role("button", name="Klicka").click()


def test_two_browsers_with_two_identities_are_two_people(newcomer: Newcomer) -> None:
    hers, his = signed_in(newcomer(), "anna"), signed_in(newcomer(), "bo")
    for page, name, groups in ((hers, "Anna Alm", "analys ledning"), (his, "Bo Berg", "analys")):
        click(page)
        shows(page, "person", name)
        shows(page, "groups", groups)
    shows(hers, "email", "anna.alm@example.org")
    assert hers.locator("#owns").inner_text() != his.locator("#owns").inner_text()


def test_what_the_provider_does_not_vouch_for_is_not_there(newcomer: Newcomer) -> None:
    page = signed_in(newcomer(), "cajsa")
    shows(page, "person", "Cajsa Ceder")
    shows(page, "email", "–")
    shows(page, "groups", "–")


def test_who_has_not_signed_in_is_nobody(newcomer: Newcomer) -> None:
    page = opened(newcomer())
    shows(page, "owns", "–")
    expect(page.get_by_role("button", name="Logga in")).to_be_visible()
    expect(page.locator("#ended")).to_have_count(0)


def test_without_configuration_there_is_one_person_and_no_log_in(
    visit: Callable[[RunningApp], Page], plain: RunningApp
) -> None:
    page = opened(visit(plain))
    shows(page, "owns", "local")
    expect(page.get_by_role("button", name="Klicka")).to_be_visible()
    expect(page.get_by_role("button", name="Logga in")).to_have_count(0)


def test_log_out_in_one_tab_ends_the_other_at_its_next_click(newcomer: Newcomer) -> None:
    first = signed_in(newcomer(), "anna")
    second = opened(first.context.new_page())
    shows(second, "person", "Anna Alm")
    elsewhere = signed_in(newcomer(), "anna")
    sign_out(first)
    shows(first, "owns", "–")
    expect(first.locator("#ended")).to_have_count(0)
    click(second)
    shows(second, "owns", "–")
    expect(second.locator("#ended")).to_be_visible()
    click(elsewhere)
    shows(elsewhere, "person", "Anna Alm")
    sign_in_as(second, "bo")
    shows(second, "person", "Bo Berg")


def test_log_out_everywhere_ends_other_browsers_too(newcomer: Newcomer) -> None:
    here, there, other = (signed_in(newcomer(), who) for who in ("anna", "anna", "bo"))
    sign_out(here, "Logga ut överallt")
    click(there)
    shows(there, "owns", "–")
    click(other)
    shows(other, "person", "Bo Berg")


def test_a_stolen_cookie_is_worth_nothing_after_log_out(
    newcomer: Newcomer, signed: SignedApp
) -> None:
    hers = signed_in(newcomer(), "anna")
    cookies = hers.context.cookies(signed.running.url)
    sign_out(hers)
    thief = newcomer()
    thief.context.add_cookies(cookies)
    opened(thief)
    shows(thief, "owns", "–")
    expect(thief.locator("#ended")).to_be_visible()


def test_a_session_that_has_become_too_old_ends_at_the_next_click(
    newcomer: Newcomer, signed: SignedApp
) -> None:
    page = signed_in(newcomer(), "anna")
    signed.set_access(max_hours=1e-6)
    try:
        signed.running.restart()
        click(page)
        expect(page.locator("#ended")).to_be_visible()
        shows(page, "owns", "–")
    finally:
        signed.set_access()
        signed.running.restart()
    opened(page)
    expect(page.locator("#ended")).to_be_visible()


def test_who_showed_who_she_is_too_long_ago_does_not_come_in(newcomer: Newcomer) -> None:
    page = signed_in(newcomer(), "disa")
    expect(page.locator("#ended")).to_be_visible()
    shows(page, "owns", "–")


@pytest.mark.parametrize("address", ["/?r=abc_DEF-123", "/?s=rank&i=x&p=top.10&n=%C3%85re+%26"])
def test_the_address_survives_the_log_in(newcomer: Newcomer, address: str) -> None:
    page = opened(newcomer(), address)
    before = page.url
    sign_in_as(page, "anna")
    shows(page, "person", "Anna Alm")
    assert page.url == before
    opened(page)
    assert page.url.endswith("/")


def test_the_address_survives_a_log_in_that_is_broken_off(newcomer: Newcomer) -> None:
    page = opened(newcomer(), "/?r=abc")
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("button", name="Deny").click()
    wait_ready(page)
    shows(page, "owns", "–")
    assert page.url.endswith("/?r=abc")
    sign_in_as(page, "bo")
    shows(page, "person", "Bo Berg")
    assert page.url.endswith("/?r=abc")


def test_the_next_person_does_not_meet_the_address_of_the_last(newcomer: Newcomer) -> None:
    page = opened(newcomer(), "/?r=hers")
    sign_in_as(page, "anna")
    sign_out(page)
    sign_in_as(page, "bo")
    shows(page, "person", "Bo Berg")
    assert page.url.endswith("/")


def test_a_kept_address_never_leads_to_another_site(newcomer: Newcomer) -> None:
    page = opened(newcomer())
    page.evaluate("sessionStorage.setItem('app-address', '//evil.example/#x')")
    origin = page.evaluate("location.origin")
    opened(page)
    assert page.evaluate("[location.origin, location.pathname, location.search]") == [
        origin,
        "/",
        "?//evil.example/%23x",
    ]


def test_a_log_in_that_cannot_begin_says_so_in_swedish(
    browser: Browser, tmp_path: Path, signed: SignedApp
) -> None:
    gone = tmp_path / "secrets.toml"
    gone.write_text(
        signed.secrets.read_text("utf-8").replace("/.well-known/", "/gone/.well-known/"), "utf-8"
    )
    with (
        serve(ENTRY, tmp_path, secrets=gone) as running,
        visitor_of(SignedApp(running, signed.provider, gone), browser) as page,
    ):
        opened(page, "/?r=abc").get_by_role("button", name="Logga in").click()
        expect(page.get_by_role("heading")).to_have_text("Inloggningen kunde inte påbörjas")
        page.get_by_role("link").click()
        wait_ready(page)
        assert page.url.endswith("/?r=abc")


def test_a_tab_is_the_same_after_reload_and_restart_and_not_in_the_address(
    visit: Callable[[RunningApp], Page], plain: RunningApp
) -> None:
    page = opened(visit(plain))
    tab = tab_of(page)
    page.reload()
    wait_ready(page)
    assert tab_of(page) == tab
    opened(page, "/?lang=sv")
    assert tab_of(page) == tab
    plain.restart()
    click(page)
    wait_ready(page)
    assert tab_of(page) == tab
    assert page.url.endswith("/?lang=sv")


def test_other_tabs_and_other_browsers_are_other_tabs(
    visit: Callable[[RunningApp], Page], plain: RunningApp
) -> None:
    page = opened(visit(plain))
    tabs = [page, opened(page.context.new_page()), opened(visit(plain))]
    assert len({tab_of(each) for each in tabs}) == 3


def test_a_duplicated_tab_parts_from_the_one_it_was_copied_from(
    visit: Callable[[RunningApp], Page], plain: RunningApp
) -> None:
    page = opened(visit(plain))
    tab = tab_of(page)
    with page.expect_popup() as opening:
        page.evaluate("window.open(location.href)")
    copy = opening.value
    wait_ready(copy)
    expect(copy.locator("#tab")).not_to_have_text(tab)
    own = tab_of(copy)
    for each, name in ((page, tab), (copy, own)):
        each.reload()
        wait_ready(each)
        assert tab_of(each) == name


def test_a_page_of_another_site_gets_no_socket(newcomer: Newcomer, signed: SignedApp) -> None:
    address = signed.running.url.replace("http", "ws") + "/_stcore/stream"
    page = opened(newcomer())
    assert page.evaluate(OPEN_SOCKET, address) == "opened"
    page.goto(signed.provider)
    assert page.evaluate(OPEN_SOCKET, address) == "refused"


def test_an_objection_that_comes_late_still_parts_the_copy(
    visit: Callable[[RunningApp], Page], plain: RunningApp
) -> None:
    page = opened(opened(visit(plain)))
    tab = tab_of(page)
    other = opened(page.context.new_page())
    other.evaluate(
        "tab => new BroadcastChannel('app-tabs').postMessage({tab, taken: true})",
        tab,
    )
    page.wait_for_function("tab => sessionStorage.getItem('app-tab') !== tab", arg=tab)
    wait_ready(page)
    click(page)
    expect(page.locator("#tab")).not_to_have_text(tab)
    assert tab_of(page) == page.evaluate("sessionStorage.getItem('app-tab')")
