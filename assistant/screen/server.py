"""The server of the app: its routes, what every answer passes, and what is ready before the first.

`streamlit run` finds the app by reading `streamlit_app.py` for a call of `st.App`; therefore the
parts are built here and put together there.
"""

import gc
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypedDict

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from streamlit import config, file_util
from streamlit.starlette import App

from assistant.screen.middleware import (
    CompressedAssets,
    LogInTrouble,
    OwnSockets,
    SecurityHeaders,
)
from assistant.screen.one_processor import stay_on_one_processor
from assistant.screen.page import shell_routes
from assistant.screen.shapes_route import shapes_route
from data.geography import shapes_bytes, shapes_digest

SCRIPT = Path(__file__).with_name("script.py")


class AppParts(TypedDict):
    """The arguments of `st.App` beside its script."""

    routes: Sequence[BaseRoute]
    middleware: Sequence[Middleware]
    lifespan: Callable[[App], AbstractAsyncContextManager[dict[str, Any] | None]]
    on_script_error: Callable[[Exception], bool]


def app_parts(
    routes: Sequence[BaseRoute] = (), warm_up: Callable[[], None] = lambda: None
) -> AppParts:
    """The parts of the app; `routes` come before the page, so they may take any free path."""
    static_folder = Path(file_util.get_static_dir())
    base = base_path()
    return AppParts(
        routes=[*routes, *shell_routes(static_folder, base)],
        middleware=[
            Middleware(OwnSockets),
            Middleware(SecurityHeaders),
            Middleware(LogInTrouble, base=base),
            Middleware(CompressedAssets, folder=static_folder / "static", prefix=f"{base}/static"),
        ],
        lifespan=_lifespan(warm_up),
        on_script_error=apologise,
    )


def map_routes() -> list[BaseRoute]:
    """Where the map fetches the stored shapes."""
    return [shapes_route(shapes_bytes, shapes_digest)]


def build_app(
    script: Path = SCRIPT,
    routes: Sequence[BaseRoute] = (),
    warm_up: Callable[[], None] = lambda: None,
) -> App:
    """The whole app as an ASGI application, for tests and for other servers."""
    return App(script, **app_parts(routes, warm_up))


def base_path() -> str:
    """The path that the app lives under: "" or "/name". Own routes must begin with it."""
    name = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{name}" if name else ""


def apologise(_error: Exception) -> bool:
    """Tell the visitor of an error that nothing else caught, without details; the log has them."""
    st.error("Något gick fel hos oss, och frågan gick inte att besvara. Försök gärna igen.")
    return True


def _lifespan(
    warm_up: Callable[[], None],
) -> Callable[[App], AbstractAsyncContextManager[None]]:
    """Warm up before the first visitor is let in.

    Afterwards the objects of the warm-up are frozen: the framework collects garbage after every
    run of the script, and without the freeze it would walk through all imported modules each time.
    """

    @asynccontextmanager
    async def lifespan(_app: App) -> AsyncIterator[None]:
        warm_up()
        gc.collect()
        gc.freeze()
        stay_on_one_processor()
        yield

    return lifespan
