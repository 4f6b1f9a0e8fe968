"""What every request and answer passes: security headers, compressed assets, sockets of our own."""

import gzip
import mimetypes
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# 'unsafe-inline' for styles: the framework writes its styles into the page as it draws.
# blob: for scripts: a component's script reaches the page as a blob. No 'unsafe-eval': charts are
# interpreted, not compiled.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; "
    "script-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "font-src 'self' data:; "
    "media-src 'self'; "
    "connect-src 'self'; "
    "worker-src 'self' blob:; "
    "manifest-src 'self'; "
    "base-uri 'none'; "
    "form-action 'none'; "
    "frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
COMPRESSIBLE = {".css", ".html", ".js", ".json", ".map", ".svg", ".ttf", ".txt", ".wasm"}
IMMUTABLE = "public, immutable, max-age=31536000"
TAB_HEADER = "X-App-Tab"
TAB_PARAMETER = "tab"
_TAB_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_POLICY_VIOLATION = 1008
_NO_LOG_IN = """<!doctype html><html lang="sv"><meta charset="utf-8">
<title>Områdesassistenten</title><main><h1>Inloggningen kunde inte påbörjas</h1>
<p>Tjänsten som sköter inloggningen svarar inte som den ska. Vänta en stund och försök igen.</p>
<p><a href="%s/">Tillbaka till Områdesassistenten</a></p></main></html>"""


class SecurityHeaders:
    """Puts the security headers on every answer, errors included; a route's own value is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of its answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class CompressedAssets:
    """Serves the framework's own scripts and styles compressed, each compressed once and kept.

    Only files that were in the folder at the start are served, found by exact name, so no request
    can name another file. Everything else is passed on: other paths, visitors that do not accept
    gzip, requests for a part of a file.
    """

    def __init__(self, app: ASGIApp, folder: Path, prefix: str) -> None:
        self.app = app
        self._files = {
            f"{prefix}/{path.relative_to(folder).as_posix()}": path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in COMPRESSIBLE
        }
        self._compressed: dict[str, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the compressed store where that is possible."""
        if scope["type"] != "http" or not self._serves(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        response = Response(
            await self._bytes_of(path),
            media_type=mimetypes.guess_type(path)[0],
            headers={
                "Content-Encoding": "gzip",
                "Cache-Control": IMMUTABLE,
                "Vary": "Accept-Encoding",
            },
        )
        await response(scope, receive, send)

    def _serves(self, scope: Scope) -> bool:
        if scope["method"] not in {"GET", "HEAD"} or scope["path"] not in self._files:
            return False
        headers = Headers(scope=scope)
        return "gzip" in headers.get("accept-encoding", "") and "range" not in headers

    async def _bytes_of(self, path: str) -> bytes:
        if path not in self._compressed:
            self._compressed[path] = await run_in_threadpool(_compress, self._files[path])
        return self._compressed[path]


class OwnSockets:
    """Lets only pages of this very site open a socket, and tells the app from which tab it comes.

    The framework alone would also take pages of other ports of this machine. The tab is read from
    the address, where our own script puts it; a header of its name that came along counts nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the name of the tab if it is a socket."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
        elif _is_foreign(Headers(scope=scope)):
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        else:
            await self.app({**scope, "headers": _with_tab(scope)}, receive, send)


class LogInTrouble:
    """Says in Swedish, with a way back, that a log-in could not begin; the framework's own page
    for it has two English words and nothing else."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        self.app = app
        self._path = f"{base}/auth/login"
        self._page = _NO_LOG_IN % base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the answer on unless it is an error."""
        if scope["type"] != "http" or scope["path"] != self._path:
            await self.app(scope, receive, send)
            return
        failed = False

        async def send_in_swedish(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start" and message["status"] >= 400:
                failed = True
                page = Response(self._page, message["status"], media_type="text/html")
                await page(scope, receive, send)
            elif not failed:
                await send(message)

        await self.app(scope, receive, send_in_swedish)


def _is_foreign(headers: Headers) -> bool:
    """Whether another site's page asks; who sends no origin is no browser, and the framework
    decides."""
    host = headers.get("host", "").casefold()
    return any(_host_of(origin) != host for origin in headers.getlist("origin"))


def _host_of(origin: str) -> str | None:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.netloc.casefold() if parts.scheme in {"http", "https"} else None


def _with_tab(scope: Scope) -> list[tuple[bytes, bytes]]:
    name = TAB_HEADER.lower().encode()
    headers = [each for each in scope["headers"] if each[0].lower() != name]
    given = parse_qs(scope["query_string"].decode("latin-1")).get(TAB_PARAMETER, [])
    if len(given) == 1 and _TAB_ID.fullmatch(given[0]):
        headers.append((name, given[0].encode()))
    return headers


def _compress(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)
