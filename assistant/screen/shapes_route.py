"""The address that the map fetches its shapes from: `/shapes/{level}-{digest}.json`.

The digest is that of the bytes, so an address never changes its content and may be kept for ever by
browsers and proxies. The bytes arrive compressed and are sent as they are.
"""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Load = Callable[[str], bytes]
Digest = Callable[[str], str]


def shapes_url(level: str, digest: Digest) -> str:
    """The address of the shapes of a level."""
    return f"/shapes/{level}-{digest(level)}.json"


def shapes_route(load: Load, digest: Digest) -> Route:
    """A route that answers with `load(level)` (gzipped JSON) if the digest is that of the level.

    Both functions must raise KeyError for a level they do not know: anybody may ask for anything.
    """

    def answer(request: Request) -> Response:
        level, _, asked = request.path_params["name"].rpartition("-")
        try:
            known = digest(level)
        except KeyError:
            return Response(status_code=404)
        if asked != known:
            return Response(status_code=404)
        headers = _headers(known)
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        body = load(level)
        return Response(
            body,
            media_type="application/json",
            headers={**headers, "Content-Encoding": "gzip"},
        )

    return Route("/shapes/{name}.json", answer, methods=["GET"])


def _headers(digest: str) -> dict[str, str]:
    return {"Cache-Control": "public, max-age=31536000, immutable", "ETag": f'"{digest}"'}
