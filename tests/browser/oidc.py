"""An OpenID provider on this machine, an app that asks it who is who, and ways in and out.

The provider runs in a process of its own and under a name of its own, so that its cookies are not
the app's. Its pages ask a foreign host for a style; that request never leaves the browser.
"""

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route

from tests.browser.driver import wait_ready
from tests.serving import RunningApp, free_port, serve

START_LIMIT_S = 30
Newcomer = Callable[..., Page]
ANNA = {
    "sub": "anna",
    "name": "Anna Alm",
    "email": "Anna.Alm@example.org",
    "email_verified": True,
    "groups": ["Analys", "Ledning"],
}
BO = {
    "sub": "bo",
    "name": "Bo Berg",
    "email": "bo.berg@example.org",
    "email_verified": True,
    "groups": ["Analys"],
}
CAJSA = {
    "sub": "cajsa",
    "name": "Cajsa Ceder",
    "email": "cajsa.ceder@example.org",
    "email_verified": False,
    "groups": "Ledning",
}
"""Her address is not verified and her groups are no list: she has neither."""
PEOPLE = (ANNA, BO, CAJSA)


@dataclass(frozen=True)
class SignedApp:
    """A served app with log-in, the address of its provider, and the file with its secrets."""

    running: RunningApp
    provider: str
    secrets: Path

    def set_access(self, **access: Any) -> None:
        """Change the section `[access]`; counts from the app's next start."""
        self.secrets.write_text(_secrets(self.provider, access), "utf-8")


@contextmanager
def signed_app(
    entry: Path,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    access: Mapping[str, Any] | None = None,
    people: Sequence[Mapping[str, Any]] = PEOPLE,
) -> Iterator[SignedApp]:
    """Serve `entry` with log-in: `access` is the section of that name, `people` can log in."""
    with _provider(folder, people) as provider:
        secrets = folder / "secrets.toml"
        secrets.write_text(_secrets(provider, access or {}), "utf-8")
        with serve(entry, folder, environment, secrets) as running:
            yield SignedApp(running, provider, secrets)


@contextmanager
def visitor_of(signed: SignedApp, browser: Browser, **options: Any) -> Iterator[Page]:
    """A fresh visitor, who may meet the app and its provider and nobody else.

    At the end it fails if a page of the app asked anybody else for anything, or broke a rule.
    """
    known = {urlsplit(signed.running.url).netloc, urlsplit(signed.provider).netloc}
    troubles: list[str] = []

    def stop(route: Route) -> None:
        if not route.request.frame.url.startswith(signed.provider):
            troubles.append(f"contacted a foreign host: {route.request.url}")
        route.abort()

    context = browser.new_context(base_url=signed.running.url, locale="sv-SE", **options)
    context.set_default_timeout(15_000)
    context.route(lambda url: urlsplit(url).netloc not in known, stop)
    context.on("weberror", lambda error: troubles.append(f"uncaught: {error.error}"))
    try:
        yield context.new_page()
    finally:
        context.close()
    assert not troubles, "\n".join(troubles)


def sign_in_as(page: Page, person: str, button: str = "Logga in") -> None:
    """From a page of the app that asks for a log-in, through the provider and back."""
    _button(page, button).click()
    page.get_by_role("button", name=person, exact=True).click()
    wait_ready(page)


def sign_out(page: Page, button: str = "Logga ut") -> None:
    """From a page of the app, through the provider and back."""
    _button(page, button).click()
    page.get_by_role("button", name="End session").click()
    wait_ready(page)


def _button(page: Page, name: str) -> Locator:
    """The button whose text ends so; an icon's name may stand before it."""
    return page.get_by_role("button", name=re.compile(rf"(^|\s){re.escape(name)}$"))


def _secrets(provider: str, access: Mapping[str, Any]) -> str:
    auth = {
        "redirect_uri": "http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": "a secret for tests, long enough to sign with",
        "client_id": "omradesassistenten",
        "client_secret": "shared with the provider",
        "server_metadata_url": f"{provider}/.well-known/openid-configuration",
    }
    return "\n".join(
        f"[{section}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())
        for section, keys in (("auth", auth), ("access", access))
    )


@contextmanager
def _provider(folder: Path, people: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    port = free_port()
    claims = [part for person in people for part in ("--user-claims", json.dumps(person))]
    with (folder / "provider.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *claims],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_it_answers(f"http://localhost:{port}", process)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_it_answers(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail("the provider did not start", pytrace=False)
