"""What a socket must show before it is opened, and what the app is told about it."""

from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from assistant.screen.middleware import LogInTrouble, OwnSockets
from tests.support import run_async

TAB = "0123456789abcdef" * 2


def opened(
    *headers: tuple[bytes, bytes], query: str = "", kind: str = "websocket"
) -> dict[str, list[str]] | list[Message]:
    """The headers that the app is shown, or what the visitor is sent instead."""
    shown: dict[str, list[str]] = {}
    sent: list[Message] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        shown["passed"] = []
        for name, value in scope["headers"]:
            shown.setdefault(name.decode().lower(), []).append(value.decode())

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": kind,
        "path": "/_stcore/stream",
        "query_string": query.encode(),
        "headers": [(b"host", b"app.example.org"), *headers],
    }
    run_async(OwnSockets(app)(scope, receive, send))
    return shown or sent


@pytest.mark.parametrize(
    "origin",
    [
        b"https://other.example.org",
        b"https://app.example.org:8443",
        b"https://app.example.org.evil.example",
        b"https://app.example.org@evil.example",
        b"ftp://app.example.org",
        b"app.example.org",
        b"//app.example.org",
        b"null",
        b"",
        b"http://[",
    ],
)
def test_a_page_of_another_site_is_refused(origin: bytes) -> None:
    assert opened((b"origin", origin)) == [{"type": "websocket.close", "code": 1008}]


def test_one_foreign_origin_among_several_is_refused() -> None:
    own, foreign = (b"origin", b"https://app.example.org"), (b"origin", b"https://evil.example")
    assert opened(own, foreign) == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize("origin", [b"https://app.example.org", b"http://APP.example.org"])
def test_a_page_of_this_site_passes(origin: bytes) -> None:
    assert "passed" in opened((b"origin", origin))


def test_who_sends_no_origin_is_left_to_the_framework() -> None:
    assert "passed" in opened()


def test_the_tab_is_told_by_the_address() -> None:
    assert opened(query=f"tab={TAB}")["x-app-tab"] == [TAB]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "tab=",
        f"tab={TAB}&tab={TAB}",
        f"tab={TAB}0",
        f"tab={TAB[1:]}",
        f"tab={TAB.upper()}",
        f"tab={TAB[1:]}%0a",
        f"tab={TAB}%0a",
        f"tab={'g' * 32}",
        f"tab={'٣' * 32}",
    ],
)
def test_what_is_no_tab_is_not_told(query: str) -> None:
    assert "x-app-tab" not in opened(query=query)


@pytest.mark.parametrize("name", [b"x-app-tab", b"X-App-Tab"])
def test_a_header_that_came_along_counts_nothing(name: bytes) -> None:
    assert "x-app-tab" not in opened((name, b"f" * 32))
    assert opened((name, b"f" * 32), query=f"tab={TAB}")["x-app-tab"] == [TAB]


def test_requests_that_are_no_sockets_pass_as_they_are() -> None:
    foreign = (b"origin", b"https://evil.example")
    assert opened(foreign, kind="http")["origin"] == ["https://evil.example"]


@pytest.mark.parametrize(
    ("path", "status", "swedish"),
    [
        ("/app/auth/login", 400, True),
        ("/app/auth/login", 500, True),
        ("/app/auth/login", 302, False),
        ("/app/auth/logout", 400, False),
    ],
)
def test_a_log_in_that_cannot_begin_is_told_in_swedish(
    path: str, status: int, swedish: bool
) -> None:
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"Authentication error"})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    run_async(LogInTrouble(app, "/app")({"type": "http", "path": path}, receive, send))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == status
    assert (b'href="/app/"' in sent[1]["body"]) == swedish
    assert (b"Authentication error" in sent[1]["body"]) != swedish
