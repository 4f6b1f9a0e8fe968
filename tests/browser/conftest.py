"""A real server and a real browser: one of each per test process, a fresh page per test."""

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests import revised
from tests.browser import chromium
from tests.browser.journeys import settle, start
from tests.browser.oidc import Newcomer, SignedApp, sign_in_as, signed_app, visitor_of
from tests.serving import ROOT, RunningApp, serve
from tests.support import demo_home

ENTRY = ROOT / "streamlit_app.py"
ARTIFACTS = Path(__file__).parent / "artifacts"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep browser tests in one process: a server and a browser each are heavy, cores are few."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Take a picture of each open page while a failed test's pages are still open."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.when == "call" and report.failed and browser is not None:
        ARTIFACTS.mkdir(exist_ok=True)
        name = re.sub(r"\W+", "-", item.nodeid).strip("-")
        pages = [page for context in browser.contexts for page in context.pages]
        for number, page in enumerate(pages):
            picture = ARTIFACTS / f"{name}-{number}.png"
            page.screenshot(path=picture)
            report.sections.append(("screenshot", str(picture)))
    return report


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The app as `make run` starts it, on a free port, with the example data of this run."""
    home = {"DATA_HOME": str(demo_home())}
    with serve(ENTRY, tmp_path_factory.mktemp("app"), home) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of the browser."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A headless Chromium that calls nowhere by itself."""
    path = chromium.find()
    if path is None:
        pytest.fail("no Chromium here: `make browser` installs one", pytrace=False)
    launched = playwright.chromium.launch(executable_path=path, args=chromium.flags())
    yield launched
    launched.close()


@pytest.fixture
def context_options() -> dict[str, Any]:
    """How the visitor's browser is set; a test module may override it (size, locale, zoom)."""
    return {"locale": "sv-SE", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def visit(
    browser: Browser, context_options: dict[str, Any]
) -> Iterator[Callable[[RunningApp], Page]]:
    """Open a fresh visitor of a served app: `visit(app)`, as many as the test needs.

    At the end the test fails if any page asked a foreign host for anything, broke the content
    security policy or threw an uncaught error.
    """
    with ExitStack() as stack:
        yield lambda running: stack.enter_context(_visitor(browser, running, context_options))


@pytest.fixture
def page(visit: Callable[[RunningApp], Page], app: RunningApp) -> Page:
    """A fresh visitor of the app, watched as by `visit`; `page.goto("/")` opens it."""
    return visit(app)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignedApp]:
    """The whole app with log-in, on example data of its own."""
    folder = tmp_path_factory.mktemp("signed")
    home = revised.begin(folder / "home", demo_home())
    with signed_app(ENTRY, folder, {"DATA_HOME": str(home)}) as served:
        yield served


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The whole app without log-in, on example data of its own."""
    folder = tmp_path_factory.mktemp("alone")
    home = revised.begin(folder / "home", demo_home())
    with serve(ENTRY, folder, {"DATA_HOME": str(home)}) as running:
        yield running


@pytest.fixture
def newcomer(signed: SignedApp, browser: Browser) -> Iterator[Newcomer]:
    """A browser of its own for one more visitor; with a name, signed in as that person."""
    with ExitStack() as stack:

        def come(person: str | None = None, address: str = "/") -> Page:
            page = stack.enter_context(visitor_of(signed, browser))
            start(page, address)
            if person is not None:
                sign_in_as(page, person)
            settle(page)
            return page

        yield come


@contextmanager
def _visitor(browser: Browser, running: RunningApp, options: dict[str, Any]) -> Iterator[Page]:
    own_host = urlsplit(running.url).netloc
    troubles: list[str] = []

    def note_host(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"about", "blob", "data"} and parts.netloc != own_host:
            troubles.append(f"contacted a foreign host: {url}")

    def note_console(text: str) -> None:
        if "Content Security Policy" in text:
            troubles.append(text)

    context = browser.new_context(base_url=running.url, **options)
    context.set_default_timeout(15_000)
    context.on("request", lambda request: note_host(request.url))
    context.on("console", lambda message: note_console(message.text))
    context.on("weberror", lambda error: troubles.append(f"uncaught: {error.error}"))
    page = context.new_page()
    page.on("websocket", lambda socket: note_host(socket.url))
    try:
        yield page
    finally:
        context.close()
    assert not troubles, "\n".join(troubles)
