"""Runs compiled SQL in a worker process that can be killed.

DuckDB's own limits do not stop every runaway query, so the caller's patience is enforced from
outside: a query that outlives it costs the worker its life. Queries that were running beside it are
run again by a new worker, and nobody notices.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pyarrow as pa

from semantic.errors import QuestionError
from semantic.worker import receive, send

PATIENCE = 15.0
CHANNELS = 4
TRIES = 3
_WORKER = Path(__file__).with_name("worker.py")
_PROCESSORS = json.dumps(sorted(getattr(os, "sched_getaffinity", lambda _: ())(0)))
"""Those that a worker may use, whatever the thread that starts it keeps to."""
_INTERRUPTS = frozenset({"InterruptException", "CancelledError"})

Reply = tuple[dict[str, Any], memoryview]


class EngineError(Exception):
    """The engine refused SQL that the compiler made: our fault, never the asker's."""


class WorkerLostError(Exception):
    """The worker died before it had answered."""


class Turn:
    """A question of some conversation, of one query or several after each other. When it is over,
    because a newer question came, its queries raise `QuestionError` ``interrupted``."""

    def __init__(self) -> None:
        self.over = False
        self.query: int | None = None


class Engine:
    """One published version's facts, read-only; used from any number of threads."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path = path
        self.patience = patience
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._numbers = itertools.count()
        self._turns: dict[str, Turn] = {}

    @contextlib.contextmanager
    def turn(self, owner: str | None) -> Iterator[Turn]:
        """One question of ``owner``, which ends an older one of theirs that is still running."""
        turn = Turn()
        if owner is not None:
            with self._lock:
                older, worker = self._turns.get(owner), self._worker
                self._turns[owner] = turn
            if older is not None:
                older.over = True
                if older.query is not None and worker is not None:
                    worker.cancel(older.query)
        try:
            yield turn
        finally:
            with self._lock:
                if owner is not None and self._turns.get(owner) is turn:
                    del self._turns[owner]

    def run(self, sql: str, params: dict[str, Any], turn: Turn | None = None) -> pd.DataFrame:
        """The rows of ``sql`` as a DataFrame."""
        return cast("pd.DataFrame", self.run_arrow(sql, params, turn).to_pandas())

    def run_arrow(self, sql: str, params: dict[str, Any], turn: Turn | None = None) -> pa.Table:
        """Raises `QuestionError` ``too_slow`` or ``interrupted``; `EngineError` for our faults."""
        _, payload = self._persist({"sql": sql, "params": params, "few": False}, turn or Turn())
        with pa.ipc.open_stream(pa.py_buffer(payload)) as reader:
            return reader.read_all()

    def run_few(
        self, sql: str, params: dict[str, Any], turn: Turn | None = None
    ) -> list[dict[str, Any]]:
        """The rows as plain values: quicker than a table up to some hundreds of them."""
        head, _ = self._persist({"sql": sql, "params": params, "few": True}, turn or Turn())
        columns = head["columns"]
        return [dict(zip(columns, row, strict=True)) for row in head["rows"]]

    def close(self) -> None:
        """End the worker; a query that comes after starts a new one."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    def _persist(self, request: dict[str, Any], turn: Turn) -> Reply:
        """Try again when the worker dies, as it does when another query has to be killed."""
        answered = False
        for _ in range(TRIES):
            worker = self._living()
            try:
                return self._once(worker, request, turn)
            except TimeoutError:
                worker.end()
                break
            except queue.Empty:
                break
            except WorkerLostError:
                answered |= worker.answered
                worker.end()
        else:
            if not answered:
                raise EngineError(f"no worker stays alive on {self.path.name}")
        raise QuestionError("too_slow", {"seconds": self.patience})

    def _once(self, worker: _Worker, request: dict[str, Any], turn: Turn) -> Reply:
        with worker.channel(self.patience) as channel:
            turn.query = next(self._numbers)
            if turn.over:
                raise QuestionError("interrupted")
            try:
                return _answer(channel, request | {"id": turn.query}, self.patience)
            finally:
                turn.query = None

    def _living(self) -> _Worker:
        with self._lock:
            if self._worker is None or self._worker.ended:
                self._worker = _Worker(self.path)
            return self._worker


def _answer(channel: socket.socket, request: dict[str, Any], patience: float) -> Reply:
    try:
        channel.settimeout(patience)
        send(channel, request)
        head, payload = receive(channel)
    except TimeoutError:
        raise
    except (EOFError, OSError):
        raise WorkerLostError from None
    if head["ok"]:
        return head, payload
    if head["kind"] in _INTERRUPTS:
        raise QuestionError("interrupted")
    raise EngineError(f"{head['kind']}: {head['message']}")


class _Worker:
    """A worker process and its channels; a channel carries one query at a time."""

    def __init__(self, path: Path) -> None:
        pairs = [socket.socketpair() for _ in range(CHANNELS)]
        theirs = [pair[1].fileno() for pair in pairs]
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(_WORKER), str(path), _PROCESSORS, *map(str, theirs)],
            stdin=subprocess.PIPE,
            pass_fds=theirs,
            start_new_session=True,
        )
        self._lock = threading.Lock()
        self._channels: queue.LifoQueue[socket.socket] = queue.LifoQueue()
        self.answered = False
        self.ended = False
        for ours, other in pairs:
            other.close()
            self._channels.put(ours)

    @contextlib.contextmanager
    def channel(self, patience: float) -> Iterator[socket.socket]:
        """A free channel; `queue.Empty` when none gets free, closed when its query was cut off."""
        channel = self._channels.get(timeout=patience)
        try:
            yield channel
        except (WorkerLostError, TimeoutError):
            channel.close()
            raise
        else:
            self.answered = True
        finally:
            self._channels.put(channel)

    def cancel(self, number: int) -> None:
        assert self._process.stdin is not None
        with self._lock, contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(json.dumps({"cancel": number}).encode() + b"\n")
            self._process.stdin.flush()

    def end(self) -> None:
        """Kill the process; whoever uses a channel finds it closed."""
        self.ended = True
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with self._lock, contextlib.suppress(OSError):
            self._process.stdin.close()
        idle = []
        with contextlib.suppress(queue.Empty):
            while True:
                idle.append(self._channels.get_nowait())
        for channel in idle:
            channel.close()
            self._channels.put(channel)
