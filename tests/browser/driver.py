"""What browser tests do with a page: wait for the app to rest, and judge its accessibility."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
_AT_REST = "[data-testid=stApp][data-test-script-state=notRunning]"
_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
_GRAVE = {"serious", "critical"}


def wait_ready(page: Page, timeout: float = 30_000) -> None:
    """Return when the page is connected and its script rests with something on the screen."""
    page.wait_for_selector(_CONNECTED, timeout=timeout)
    page.wait_for_selector(_AT_REST, timeout=timeout)
    page.wait_for_selector(
        "[data-testid=stMain] [data-testid=stElementContainer]", state="attached"
    )


def axe(page: Page) -> list[str]:
    """The serious and critical violations of WCAG 2.1 A and AA, one readable line each. The whole
    page is brought into view: contrast is judged only of what is."""
    with _in_view(page):
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": _STANDARD}})
    return [_line(found) for found in results.response["violations"] if found["impact"] in _GRAVE]


@contextmanager
def _in_view(page: Page) -> Iterator[None]:
    """A window as high as the page while it lasts; what stands open over it stays as it is."""
    given = page.viewport_size
    if given is None or page.locator("[data-testid=stPopoverBody], [role=listbox]").count():
        yield
        return
    height = page.evaluate(
        "() => document.querySelector('[data-testid=stMain]')?.scrollHeight ?? innerHeight"
    )
    page.set_viewport_size({"width": given["width"], "height": max(given["height"], height)})
    try:
        yield
    finally:
        page.set_viewport_size(given)


def _line(violation: dict[str, Any]) -> str:
    places = ", ".join(str(node["target"]) for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['impact']}): {violation['help']} at {places}"
