"""Visitors without a browser: they speak the app's websocket and press its buttons.

A visitor goes round one conversation: a shape, its menus, the answer, a new question. Each press is
timed from the request to the end of the run that answers it.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 60.0
MOST_BYTES = 64 * 2**20


@dataclass(frozen=True)
class Button:
    label: str
    id: str
    fragment: str


@dataclass
class Visitor:
    """One session. ``buttons`` are those on its screen after the newest run, by place."""

    socket: ClientConnection
    buttons: dict[tuple[int, ...], Button] = field(default_factory=dict)
    failed: int = 0

    async def open(self) -> None:
        message = BackMsg()
        message.rerun_script.query_string = ""
        await self._run(message, whole=True)

    async def press(self, button: Button) -> float:
        """Press, wait for the run to end; the seconds it took."""
        message = BackMsg()
        message.rerun_script.fragment_id = button.fragment
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = button.id, True
        began = time.perf_counter()
        await self._run(message, whole=not button.fragment)
        return time.perf_counter() - began

    async def _run(self, message: BackMsg, *, whole: bool) -> None:
        if whole:
            self.buttons.clear()
        seen: dict[tuple[int, ...], Button] = {}
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while True:
                answer = ForwardMsg()
                received = await self.socket.recv()
                answer.ParseFromString(
                    received if isinstance(received, bytes) else received.encode()
                )
                self._note(answer, seen)
                if answer.WhichOneof("type") == "script_finished":
                    if not self._superseded(answer):
                        break
                    seen.clear()
        self.buttons = seen or self.buttons

    def _superseded(self, answer: ForwardMsg) -> bool:
        """A run that ended early because another one, asked for by the script, follows it."""
        return answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _note(self, answer: ForwardMsg, seen: dict[tuple[int, ...], Button]) -> None:
        if answer.WhichOneof("type") != "delta":
            return
        element = answer.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.failed += 1
        if kind == "button" and not element.button.disabled:
            place = tuple(answer.metadata.delta_path)
            seen[place] = Button(element.button.label, element.button.id, answer.delta.fragment_id)

    def choice(self, random_: random.Random) -> Button:
        """Any menu choice; at an answer, the new question."""
        shown = list(self.buttons.values())
        new = [each for each in shown if "turn" in each.id and each.id.endswith("-new")]
        menu = [each for each in shown if each.fragment and not _leaves(each)]
        return new[0] if new else random_.choice(menu)


def _leaves(button: Button) -> bool:
    return button.id.endswith(("-back", "-restart", "-csv", "-xlsx", "language"))


@dataclass(frozen=True)
class Load:
    """Latencies in seconds, presses a second, and how many visitors met an error."""

    latencies: list[float]
    rate: float
    failed: int


async def crowd(url: str, visitors: int, seconds: float, think: float, seed: int = 1) -> Load:
    """``visitors`` at once, pressing with ``think`` seconds of thought on average in between. Each
    has a tab, as a browser has, so that its conversation is kept."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    latencies: list[float] = []
    failed = 0

    async def visit(number: int) -> None:
        nonlocal failed
        chooser = random.Random(seed * 1_000 + number)
        async with connect(
            f"{address}?tab={chooser.getrandbits(128):032x}",
            subprotocols=[Subprotocol("streamlit")],
            max_size=MOST_BYTES,
            origin=Origin(url),
        ) as socket:
            visitor = Visitor(socket)
            await visitor.open()
            opened.release()
            await everybody.wait()
            until = time.perf_counter() + seconds
            while time.perf_counter() < until:
                if think:
                    await asyncio.sleep(chooser.expovariate(1 / think))
                latencies.append(await visitor.press(visitor.choice(chooser)))
            failed += visitor.failed

    opened, everybody = asyncio.Semaphore(0), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for number in range(visitors):
            group.create_task(visit(number))
        for _ in range(visitors):
            await opened.acquire()
        began = time.perf_counter()
        everybody.set()
    return Load(latencies, len(latencies) / (time.perf_counter() - began), failed)
