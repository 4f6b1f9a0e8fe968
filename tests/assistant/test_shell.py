"""The shell around the app: page, headers, assets, strings and warm-up. No browser needed."""

import gc
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from streamlit import file_util

from assistant.screen.page import HERE, mended_page, shim_text
from assistant.screen.server import SCRIPT, app_parts, build_app
from tests.serving import ROOT, serve
from tests.support import demo_home, run_async

STATIC = Path(file_util.get_static_dir())
STRINGS = json.loads((HERE / "strings.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with (
        serve(
            ROOT / "streamlit_app.py",
            tmp_path_factory.mktemp("shell"),
            {"DATA_HOME": str(demo_home())},
        ) as running,
        httpx.Client(base_url=running.url) as client,
    ):
        yield client


def test_server_is_healthy(client: httpx.Client) -> None:
    assert client.get("/_stcore/health").text == "ok"


@pytest.mark.parametrize("path", ["/", "/om"])
def test_page_is_swedish_and_has_no_inline_script(client: httpx.Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert '<html lang="sv">' in page.text
    assert "<title>Områdesassistenten</title>" in page.text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page.text)


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/favicon.png", "/static/nothing.js"])
def test_every_answer_has_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-robots-tag"] == "noindex, nofollow"


def test_page_is_revalidated_and_its_script_kept_for_ever(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.headers["cache-control"] == "no-cache"
    again = client.get("/", headers={"If-None-Match": page.headers["etag"]})
    assert again.status_code == 304
    script_path = re.search(r'src="\./(shell/shim-\w+\.js)"', page.text)
    assert script_path
    script = client.get("/" + script_path[1])
    assert script.text == shim_text()
    assert script.headers["content-type"].startswith("text/javascript")
    assert "immutable" in script.headers["cache-control"]


def test_assets_arrive_compressed_but_equal(client: httpx.Client) -> None:
    asset = max((STATIC / "static" / "js").glob("index.*.js"), key=lambda path: path.stat().st_size)
    answer = client.get(f"/static/js/{asset.name}")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.content == asset.read_bytes()
    plain = client.get(f"/static/js/{asset.name}", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == asset.read_bytes()


def test_assets_cannot_name_a_file_outside(client: httpx.Client) -> None:
    for path in ("/static/../index.html", "/static/%2e%2e/%2e%2e/config.py", "/static//etc/passwd"):
        assert "root:" not in client.get(path).text
        assert "def get_option" not in client.get(path).text


def test_page_the_shell_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="places like"):
        mended_page("<html><head></head><body></body></html>", "./shim.js")


def test_every_translated_string_is_one_the_framework_has() -> None:
    scripts = "".join(
        path.read_text("utf-8") for path in sorted((STATIC / "static" / "js").glob("*.js"))
    ).replace("’", "'")
    built_by_the_framework = re.compile(r"^(Chat message from|Press|Page) ")
    missing = [
        text
        for text in [*STRINGS["exact"], *STRINGS["roles"]]
        if not built_by_the_framework.match(text)
        and text.removesuffix(" mark container").removesuffix(" mark") not in scripts
    ]
    assert missing == []


def test_no_translation_is_itself_translated() -> None:
    exact = STRINGS["exact"]
    patterns = [re.compile(pattern) for pattern, _ in STRINGS["patterns"]]
    for swedish in exact.values():
        assert swedish not in exact
        assert not any(pattern.search(swedish) for pattern in patterns)


def test_warm_up_runs_before_the_first_visitor_and_is_frozen() -> None:
    done: list[str] = []
    lifespan = app_parts(warm_up=lambda: done.append("warm"))["lifespan"]

    async def start() -> int:
        async with lifespan(build_app(SCRIPT)):
            return gc.get_freeze_count()

    try:
        assert run_async(start()) > 1000
        assert done == ["warm"]
    finally:
        gc.unfreeze()
