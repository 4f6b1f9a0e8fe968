"""What every answer of the server passes on its way out: security headers and compressed assets."""

import gzip
import mimetypes
from pathlib import Path

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


def _compress(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)
