"""Runs compiled SQL in a worker process that can be killed.

DuckDB's own limits do not stop every runaway query, so the caller's patience is enforced from
outside: a query that outlives it costs the worker its life, and the next query gets a new one.
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
from typing import IO, Any

import pandas as pd
import pyarrow as pa

from semantic.errors import QuestionError
from semantic.worker import read_frame, write_frame

PATIENCE = 15.0
_WORKER = Path(__file__).with_name("worker.py")


class EngineError(Exception):
    """The engine refused SQL that the compiler made: our fault, never the asker's."""


class Engine:
    """One published version's facts, read-only.

    ``owner`` names a conversation: its newer question interrupts its running one, which then
    raises `QuestionError` ``interrupted``.
    """

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path = path
        self.patience = patience
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._waiting: dict[int, Future[bytes]] = {}
        self._owners: dict[str, int] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, sql: str, params: dict[str, Any], owner: str | None = None) -> pd.DataFrame:
        """The rows of ``sql`` as a DataFrame."""
        return self.run_arrow(sql, params, owner).to_pandas()

    def run_arrow(self, sql: str, params: dict[str, Any], owner: str | None = None) -> pa.Table:
        number, future = self._send(sql, params, owner)
        try:
            payload = future.result(self.patience)
        except FutureTimeout:
            self._kill()
            raise QuestionError("too_slow", {"seconds": self.patience}) from None
        finally:
            self._forget(number, owner)
        with pa.ipc.open_stream(payload) as reader:
            return reader.read_all()

    def close(self) -> None:
        self._kill()

    def _send(
        self, sql: str, params: dict[str, Any], owner: str | None
    ) -> tuple[int, Future[bytes]]:
        with self._lock:
            process = self._alive()
            number = next(self._numbers)
            future: Future[bytes] = Future()
            self._waiting[number] = future
            assert process.stdin is not None
            if owner is not None:
                if (older := self._owners.get(owner)) is not None:
                    write_frame(process.stdin, {"cancel": older})
                self._owners[owner] = number
            write_frame(process.stdin, {"id": number, "sql": sql, "params": params})
        return number, future

    def _forget(self, number: int, owner: str | None) -> None:
        with self._lock:
            self._waiting.pop(number, None)
            if owner is not None and self._owners.get(owner) == number:
                del self._owners[owner]

    def _alive(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
                [sys.executable, "-I", str(_WORKER), str(self.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        return self._process

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        while (frame := read_frame(process.stdout)) is not None:
            head, payload = frame
            future = self._waiting.pop(head["id"], None)
            if future is None:
                continue
            if head["ok"]:
                future.set_result(payload)
            elif head["kind"] == "InterruptException":
                future.set_exception(QuestionError("interrupted"))
            else:
                future.set_exception(EngineError(f"{head['kind']}: {head['message']}"))
        process.stdout.close()
        self._abandon(process)

    def _abandon(self, process: subprocess.Popen[bytes]) -> None:
        """The worker is gone: nobody waits for it in vain."""
        with self._lock:
            if self._process is not process:
                return
            self._process = None
            orphans = list(self._waiting.values())
            self._waiting.clear()
        for future in orphans:
            future.set_exception(QuestionError("interrupted"))

    def _kill(self) -> None:
        with self._lock:
            process = self._process
        if process is not None:
            process.kill()
            process.wait()
            _close(process.stdin)


def _close(stream: IO[bytes] | None) -> None:
    """Close a pipe whose other end is gone, whatever was left in it."""
    if stream is not None:
        with contextlib.suppress(BrokenPipeError):
            stream.close()
