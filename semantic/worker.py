"""The process that holds DuckDB: read-only, hardened, and expendable.

Run as a script of its own by `semantic.engine`; imports nothing of the project. Each *channel* is
a socket that carries one query at a time: a request ``{"id", "sql", "params", "few"}``, then its
reply ``{"ok": true}`` with an Arrow stream as payload (few rows: ``{"ok": true, "columns",
"rows"}``), or ``{"ok": false, "kind", "message"}``. Standard input carries ``{"cancel": id}``; when
it ends the process ends, whatever it is doing.

A frame is two lengths (JSON head, payload; 4 bytes each, big endian), the head, the payload.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from typing import Any

MOST_TEXTS = 300
"""Texts of queries that each channel keeps as they were read."""
LENGTHS = struct.Struct(">II")

HARDENED: dict[str, Any] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "memory_limit": "1GB",
    "max_temp_directory_size": "0KB",
    "max_execution_time": "8000",
    "threads": "2",
    "lock_configuration": "true",
}


class CancelledError(Exception):
    """The query was cancelled before it began."""


def send(channel: socket.socket, head: dict[str, Any], payload: bytes | memoryview = b"") -> None:
    encoded = json.dumps(head).encode()
    channel.sendall(LENGTHS.pack(len(encoded), len(payload)) + encoded)
    if payload:
        channel.sendall(payload)


def receive(channel: socket.socket) -> tuple[dict[str, Any], memoryview]:
    """The next frame; `EOFError` when the other side has closed, even in the middle of one."""
    head_length, payload_length = LENGTHS.unpack(_exactly(channel, LENGTHS.size))
    head = json.loads(bytes(_exactly(channel, head_length)))
    return head, _exactly(channel, payload_length)


def _exactly(channel: socket.socket, length: int) -> memoryview:
    buffer = memoryview(bytearray(length))
    filled = 0
    while filled < length:
        got = channel.recv_into(buffer[filled:])
        if not got:
            raise EOFError
        filled += got
    return buffer


class Worker:
    """Answers the queries of each channel on a thread and a cursor of its own."""

    def __init__(self, path: str) -> None:
        import duckdb

        self._connection = duckdb.connect(path, read_only=True, config=HARDENED)
        self._lock = threading.Lock()
        self._running: dict[int, Any] = {}
        self._cancelled: deque[int] = deque(maxlen=1000)

    def serve(self, channel: socket.socket) -> None:
        cursor = self._connection.cursor()
        # Reading the text of a query takes as long as a fourth of the query itself.
        parsed = lru_cache(MOST_TEXTS)(lambda sql: _only_statement(cursor, sql))
        with contextlib.suppress(EOFError, OSError):
            while True:
                request, _ = receive(channel)
                send(channel, *self._answer(cursor, parsed, request))

    def cancel(self, identity: int) -> None:
        with self._lock:
            self._cancelled.append(identity)
            if (cursor := self._running.get(identity)) is not None:
                cursor.interrupt()

    def _answer(
        self, cursor: Any, parsed: Callable[[str], Any], request: dict[str, Any]
    ) -> tuple[dict[str, Any], bytes | memoryview]:
        identity = request["id"]
        try:
            with self._lock:
                if identity in self._cancelled:
                    raise CancelledError
                self._running[identity] = cursor
            try:
                result = cursor.execute(parsed(request["sql"]), request["params"])
                if request["few"]:
                    columns = [column[0] for column in result.description]
                    return {"ok": True, "columns": columns, "rows": result.fetchall()}, b""
                return {"ok": True}, _arrow_stream(result)
            finally:
                with self._lock:
                    del self._running[identity]
        except Exception as error:  # noqa: BLE001 - whatever went wrong is the reply
            message = str(error)[:2000]
            return {"ok": False, "kind": type(error).__name__, "message": message}, b""


def _only_statement(cursor: Any, sql: str) -> Any:
    (statement,) = cursor.extract_statements(sql)
    return statement


def _arrow_stream(result: Any) -> memoryview:
    import pyarrow as pa

    # A relation would spare a copy of the rows but plan the query once more, which costs more.
    table = result.to_arrow_table()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return memoryview(sink.getvalue())


def main(path: str, processors: str, *channels: str) -> None:
    """``processors`` lists those to use, as JSON; none of them where the system has no say."""
    if usable := json.loads(processors):
        os.sched_setaffinity(0, usable)
    warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")
    worker = Worker(path)
    for number in channels:
        channel = socket.socket(fileno=int(number))
        threading.Thread(target=worker.serve, args=(channel,), daemon=True).start()
    for line in sys.stdin:
        worker.cancel(json.loads(line)["cancel"])
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
