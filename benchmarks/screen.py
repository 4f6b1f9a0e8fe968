"""What a visitor waits for: in a real browser, and with a hundred others on the server."""

from __future__ import annotations

import asyncio
import os
import statistics
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.rows import Measured, Row, ratio
from benchmarks.visitors import Load, crowd
from tests.browser import chromium
from tests.browser.driver import wait_ready
from tests.serving import ROOT, serve
from tests.support import demo_home

CLOCK = Path(__file__).with_name("clock.js").read_text(encoding="utf-8")
VIEW = {"width": 1280, "height": 900}

RANK = "/?s=rank&i=hyresratt_andel&l=regso&w=1280"
MAP = "/?s=map&i=forgymnasial_andel&l=regso"
TURNS = 30
CLICKS = 12
FIRSTS = 5

BARE_APP = """
import streamlit as st

rows = [{"name": name, "value": value} for value, name in enumerate("ABCDEFGHIJ")]
st.vega_lite_chart({
    "data": {"values": rows},
    "mark": "bar",
    "encoding": {
        "x": {"field": "value", "type": "quantitative"},
        "y": {"field": "name", "type": "nominal"},
    },
}, width="stretch")
"""


class Screen:
    """The served app and the browser that the rows share; made when the first is measured."""

    def __init__(self, folder: Path, closing: ExitStack) -> None:
        self.folder, self.closing = folder / "screen", closing

    def rows(self) -> list[Row]:
        return [
            Row(f"click → answer, {TURNS} answers before ÷ none", 1.3, self.long_conversation),
            Row("first answer ÷ empty page with a chart", 1.15, self.first_answer),
            Row("map of 3,363 RegSO, first", 1.5, self.map_first, "s"),
            Row("map of 3,363 RegSO, update", 0.3, self.map_update, "s"),
            Row("100 conversations, 95th percentile", 150, self.hundred, "ms"),
            Row("saturation, 30 without a thought", 60, self.saturation, "/s", at_least=True),
        ]

    @cached_property
    def url(self) -> str:
        """The app as people start it, with example data, and a few visitors gone before."""
        folder = self.folder / "app"
        folder.mkdir(parents=True)
        home = {"DATA_HOME": str(demo_home())}
        running = self.closing.enter_context(serve(ROOT / "streamlit_app.py", folder, home))
        self._crowd(running.url, visitors=5, seconds=5, think=0.2)
        return running.url

    @cached_property
    def bare(self) -> str:
        """A plain Streamlit page with one chart, with the same settings."""
        folder = self.folder / "bare"
        folder.mkdir(parents=True)
        script = folder / "page.py"
        script.write_text(BARE_APP, encoding="utf-8")
        return self.closing.enter_context(serve(script, folder)).url

    @cached_property
    def browser(self) -> Browser:
        started = self.closing.enter_context(sync_playwright())
        launched = started.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
        self.closing.callback(launched.close)
        return launched

    def long_conversation(self) -> Measured:
        """The order of a list is turned round, in a long and in a short conversation by turns."""
        with self._visitor() as short, self._visitor() as long:
            short.goto(self.url + RANK)
            long.goto(self.url + RANK)
            _go_on(long, TURNS)
            taken: dict[int, list[float]] = {0: [], TURNS: []}
            for click in range(CLICKS + 2):
                for page, turns in ((short, 0), (long, TURNS)):
                    order = ("asc", "desc")[click % 2]
                    seconds = _timed(page, _option(page, turns, "order", order), "answer")
                    taken[turns].append(seconds)
        few, many = (statistics.median(taken[turns][2:]) for turns in (0, TURNS))
        return ratio(many, few)

    def first_answer(self) -> Measured:
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(FIRSTS + 1):
            ours.append(self._first(self.url + RANK, "chart"))
            theirs.append(self._first(self.bare, "chart"))
        return ratio(statistics.median(ours[1:]), statistics.median(theirs[1:]))

    def map_first(self) -> Measured:
        """With an empty page and its chart measured beside, since most of it is Streamlit's own."""
        taken: list[float] = []
        bare: list[float] = []
        for _ in range(FIRSTS + 1):
            taken.append(self._first(self.url + MAP, "map"))
            bare.append(self._first(self.bare, "chart"))
        done = _median(taken[1:])
        beside = f"empty page with a chart {statistics.median(bare[1:]):.2f} s"
        return Measured(done.value, f"{done.note}; {beside}")

    def map_update(self) -> Measured:
        """Another year, chosen in place; both years have been seen before."""
        with self._visitor() as page:
            page.goto(self.url + MAP)
            page.evaluate(CLOCK, {"since": "navigation", "awaited": "map"})
            years = _closed_years(page)
            taken = [
                _timed(page, _option(page, 0, "year", years[click % 2]), "map")
                for click in range(CLICKS + 2)
            ]
        return _median(taken[2:])

    def hundred(self) -> Measured:
        load = self._crowd(self.url, visitors=100, seconds=20, think=2)
        return Measured(_percentile(load, 95), _told(load))

    def saturation(self) -> Measured:
        load = self._crowd(self.url, visitors=30, seconds=12, think=0)
        return Measured(load.rate, _told(load))

    def _crowd(self, url: str, visitors: int, seconds: float, think: float) -> Load:
        """In a thread of its own: the browser's driver already runs a loop in this one."""
        with ThreadPoolExecutor(1) as thread:
            load = thread.submit(asyncio.run, crowd(url, visitors, seconds, think)).result()
        if load.failed:
            raise RuntimeError(f"{load.failed} errors were shown to visitors")
        return load

    def _first(self, address: str, awaited: str) -> float:
        """Seconds from the navigation of a browser with nothing kept."""
        with self._visitor() as page:
            page.goto(address, wait_until="commit")
            page.wait_for_selector("[data-testid=stApp]", state="attached")
            return float(page.evaluate(CLOCK, {"since": "navigation", "awaited": awaited}))

    @contextmanager
    def _visitor(self) -> Iterator[Page]:
        context = self.browser.new_context(locale="sv-SE", viewport=VIEW)  # type: ignore[arg-type]
        try:
            yield context.new_page()
        finally:
            context.close()


def _go_on(page: Page, turns: int) -> None:
    """Finish ``turns`` turns: a new question, answered by the page's first example."""
    for turn in range(turns):
        wait_ready(page)
        page.locator(f".st-key-turn{turn}-new button").click()
        shown = page.locator(f".st-key-turn{turn + 1}-shape-rank button")
        shown.click()
        for slot, value in (("indicator", "hyresratt_andel"), ("level", "kommun"), ("scope", "00")):
            page.locator(f".st-key-turn{turn + 1}-{slot}-{value} button").click()
    page.locator(f".st-key-turn{turns}-new").wait_for()


def _option(page: Page, turn: int, slot: str, value: str) -> Locator:
    """The button of one choice, in the opened menu of one part of the question."""
    _open_menu(page, turn, slot)
    button = page.locator(f".st-key-turn{turn}-change-{slot}-{value} button")
    button.wait_for()
    return button


def _open_menu(page: Page, turn: int, slot: str) -> None:
    wait_ready(page)
    page.wait_for_timeout(300)
    page.locator(f".st-key-turn{turn}-change-{slot} button").first.click()
    page.get_by_test_id("stPopoverBody").wait_for()
    wait_ready(page)


def _closed_years(page: Page) -> list[str]:
    """Two years that can be chosen; the menu is closed again."""
    _open_menu(page, 0, "year")
    body = page.get_by_test_id("stPopoverBody")
    texts = body.locator("button:enabled").all_inner_texts()
    page.keyboard.press("Escape")
    body.wait_for(state="hidden")
    return [text for text in texts if text.isdigit()][1:3]


def _timed(page: Page, button: Locator, awaited: str) -> float:
    handle = button.element_handle()
    return float(page.evaluate(CLOCK, {"since": handle, "awaited": awaited}))


def _median(taken: list[float]) -> Measured:
    return Measured(
        statistics.median(taken),
        f"median of {len(taken)}, {min(taken):.2f} to {max(taken):.2f} s",
    )


def _percentile(load: Load, percent: int) -> float:
    return statistics.quantiles(load.latencies, n=100)[percent - 1] * 1000


def _told(load: Load) -> str:
    median = statistics.median(load.latencies) * 1000
    count = len(load.latencies)
    busy = os.getloadavg()[0]
    return f"{count} clicks, {load.rate:.0f}/s, median {median:.0f} ms, no errors, load {busy:.1f}"
