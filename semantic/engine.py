"""Runs compiled SQL in a worker process that can be killed.

DuckDB's own limits do not stop every runaway query, so the caller's patience is enforced from
outside: a query that outlives it costs the worker its life. Queries that were running beside it are
run again by a new worker, and nobody notices.
"""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import sys
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pyarrow as pa

from semantic.errors import QuestionError
from semantic.worker import read_frame, write_frame

PATIENCE = 15.0
TRIES = 3
_WORKER = Path(__file__).with_name("worker.py")
_INTERRUPTS = frozenset({"InterruptException", "CancelledError"})


class EngineError(Exception):
    """The engine refused SQL that the compiler made: our fault, never the asker's."""


class WorkerLostError(Exception):
    """The worker died before it had answered."""


class Engine:
    """One published version's facts, read-only; used from any number of threads.

    ``owner`` names a conversation: its newer question interrupts its running one, which then
    raises `QuestionError` ``interrupted``.
    """

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path = path
        self.patience = patience
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._numbers = itertools.count()
        self._owners: dict[str, int] = {}

    def run(self, sql: str, params: dict[str, Any], owner: str | None = None) -> pd.DataFrame:
        """The rows of ``sql`` as a DataFrame."""
        return cast("pd.DataFrame", self.run_arrow(sql, params, owner).to_pandas())

    def run_arrow(self, sql: str, params: dict[str, Any], owner: str | None = None) -> pa.Table:
        """Raises `QuestionError` ``too_slow`` or ``interrupted``; `EngineError` for our faults."""
        number = next(self._numbers)
        if owner is not None:
            self._interrupt_older(owner, number)
        try:
            for _ in range(TRIES):
                with contextlib.suppress(WorkerLostError):
                    return self._once(number, sql, params)
        finally:
            self._forget(owner, number)
        raise QuestionError("too_slow", {"seconds": self.patience})

    def close(self) -> None:
        """End the worker; a query that comes after starts a new one."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    def _once(self, number: int, sql: str, params: dict[str, Any]) -> pa.Table:
        worker = self._living()
        future = worker.send(number, {"id": number, "sql": sql, "params": params})
        try:
            payload = future.result(self.patience)
        except FutureTimeout:
            worker.end()
            raise QuestionError("too_slow", {"seconds": self.patience}) from None
        with pa.ipc.open_stream(payload) as reader:
            return reader.read_all()

    def _living(self) -> _Worker:
        with self._lock:
            if self._worker is None or not self._worker.alive:
                self._worker = _Worker(self.path)
            return self._worker

    def _interrupt_older(self, owner: str, number: int) -> None:
        with self._lock:
            older, worker = self._owners.get(owner), self._worker
            self._owners[owner] = number
        if older is not None and worker is not None:
            worker.cancel(older)

    def _forget(self, owner: str | None, number: int) -> None:
        with self._lock:
            if owner is not None and self._owners.get(owner) == number:
                del self._owners[owner]


class _Worker:
    """A worker process and the queries waiting for it; every one of them gets an answer or
    `WorkerLostError`."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(_WORKER), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self._lock = threading.Lock()
        self._waiting: dict[int, Future[bytes]] = {}
        self.alive = True
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def send(self, number: int, request: dict[str, Any]) -> Future[bytes]:
        future: Future[bytes] = Future()
        with self._lock:
            if not self.alive:
                raise WorkerLostError
            self._waiting[number] = future
            self._write(request)
        return future

    def cancel(self, number: int) -> None:
        with self._lock:
            if self.alive and number in self._waiting:
                self._write({"cancel": number})

    def end(self) -> None:
        """Kill the process; its queries are lost."""
        self._process.kill()
        self._listener.join()

    def _write(self, frame: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # the listener sees the end of it too
            write_frame(self._process.stdin, frame)

    def _listen(self) -> None:
        output = self._process.stdout
        assert output is not None
        while (frame := read_frame(output)) is not None:
            head, payload = frame
            with self._lock:
                future = self._waiting.pop(head["id"], None)
            if future is not None:
                _settle(future, head, payload)
        self._bury()

    def _bury(self) -> None:
        self._process.kill()
        self._process.wait()
        with self._lock:
            self.alive = False
            orphans = list(self._waiting.values())
            self._waiting.clear()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with contextlib.suppress(BrokenPipeError):
                stream.close()
        for future in orphans:
            future.set_exception(WorkerLostError())


def _settle(future: Future[bytes], head: dict[str, Any], payload: bytes) -> None:
    if head["ok"]:
        future.set_result(payload)
    elif head["kind"] in _INTERRUPTS:
        future.set_exception(QuestionError("interrupted"))
    else:
        future.set_exception(EngineError(f"{head['kind']}: {head['message']}"))
