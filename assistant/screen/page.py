"""The one HTML page of the app: the framework's own, put into Swedish and given our script."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.screen.middleware import IMMUTABLE

HERE = Path(__file__).parent
TITLE = "Områdesassistenten"
SCRIPT_FOLDER = "shell"
_NOSCRIPT = "<noscript><p>Områdesassistenten behöver JavaScript för att fungera.</p></noscript>"
_STATUS = '<div id="app-status" role="status" aria-live="polite" aria-atomic="true"></div>'
_STYLE = """<style>
#app-status{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);
white-space:nowrap}
.app-announce,.app-announce-done,[data-app-lang],
[data-testid=stElementContainer]:has(.app-announce,.app-announce-done,[data-app-lang])
{display:none}
[role=dialog] [data-testid=stErrorCodeBlock]{display:none}
</style>"""


@dataclass(frozen=True)
class Asset:
    """A text made ready to be sent: plain and compressed, named by what it contains."""

    plain: bytes
    compressed: bytes
    digest: str
    media_type: str

    @classmethod
    def of(cls, text: str, media_type: str) -> "Asset":
        """Prepare a text; equal texts have equal digests."""
        plain = text.encode()
        digest = hashlib.sha256(plain).hexdigest()[:16]
        return cls(plain, gzip.compress(plain, mtime=0), digest, media_type)

    def answer(self, request: Request, cache_control: str) -> Response:
        """The asset as this visitor can take it, or 304 where the visitor already has it."""
        headers = {
            "Cache-Control": cache_control,
            "ETag": f'W/"{self.digest}"',
            "Vary": "Accept-Encoding",
        }
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(self.plain, headers=headers, media_type=self.media_type)
        headers["Content-Encoding"] = "gzip"
        return Response(self.compressed, headers=headers, media_type=self.media_type)


class PageName(Convertor[str]):
    """A page of the app: one path segment without a dot that the framework has not taken."""

    regex = r"(?!oauth2callback$)[^/.]*"

    def convert(self, value: str) -> str:
        """The name as it stands."""
        return value

    def to_string(self, value: str) -> str:
        """The name as it stands."""
        return value


def shell_routes(static_folder: Path, base: str) -> list[Route]:
    """The routes of the page and its script, under `base` ("" or "/name").

    Raises ValueError where the framework's page is not the one this module knows how to mend.
    """
    register_url_convertor("page", PageName())
    script = Asset.of(shim_text(), "text/javascript")
    script_path = f"{SCRIPT_FOLDER}/shim-{script.digest}.js"
    original = (static_folder / "index.html").read_text("utf-8")
    page = Asset.of(mended_page(original, f"./{script_path}"), "text/html")

    def send_page(request: Request) -> Response:
        return page.answer(request, "no-cache")

    def send_script(request: Request) -> Response:
        return script.answer(request, IMMUTABLE)

    return [
        Route(f"{base}/{script_path}", send_script),
        Route(f"{base}/{{name:page}}", send_page),
    ]


def shim_text() -> str:
    """The script with its table of strings, closed off from the page's other scripts."""
    strings = (HERE / "strings.json").read_text("utf-8").strip()
    script = (HERE / "shim.js").read_text("utf-8")
    return f"(() => {{\nconst STRINGS = {strings};\n{script}}})();\n"


def mended_page(html: str, script_path: str) -> str:
    """The framework's page in Swedish, without inline scripts, with our script and status line."""
    html = re.sub(r"<!--.*?-->\s*", "", html, flags=re.DOTALL)
    html = _replace(html, r'<html lang="en">', '<html lang="sv">')
    html = _replace(html, r"<title>.*?</title>", f"<title>{TITLE}</title>")
    html = _replace(html, r'<link rel="service-desc"[^>]*>\s*', "")
    html = _replace(html, r"<script>\s*window\.prerenderReady[^<]*</script>\s*", "")
    html = _replace(html, r"<noscript>.*?</noscript>", _NOSCRIPT)
    html = _replace(html, r"</head>", f'<script src="{script_path}"></script>{_STYLE}</head>')
    return _replace(html, r"</body>", f"{_STATUS}</body>")


def _replace(html: str, pattern: str, text: str) -> str:
    changed, count = re.subn(pattern, lambda _: text, html, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"the framework's page has {count} places like {pattern!r}, not one")
    return changed
