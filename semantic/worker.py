"""The process that holds DuckDB: read-only, hardened, and expendable.

Run as a script of its own by `semantic.engine`; speaks frames on standard input and output and
imports nothing of the project. A frame is two lengths (JSON head, payload; 4 bytes each, big
endian), the head, the payload. Requests: ``{"id", "sql", "params"}`` or ``{"cancel": id}``.
Replies: ``{"id", "ok": true}`` with an Arrow stream as payload, or ``{"id", "ok": false, "kind",
"message"}``. When its standard input ends the process ends, whatever it is doing.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

LENGTHS = struct.Struct(">II")
THREADS = 4

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


def write_frame(stream: IO[bytes], head: dict[str, Any], payload: bytes | memoryview = b"") -> None:
    encoded = json.dumps(head).encode()
    stream.write(LENGTHS.pack(len(encoded), len(payload)) + encoded)
    stream.write(payload)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, or None when the other side has closed, even in the middle of one."""
    lengths = stream.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head_length, payload_length = LENGTHS.unpack(lengths)
    head = stream.read(head_length)
    payload = stream.read(payload_length) if payload_length else b""
    if len(head) < head_length or len(payload) < payload_length:
        return None
    return json.loads(head), payload


class Worker:
    """Answers requests on a few threads; one cursor a query, never a shared connection."""

    def __init__(self, path: str, output: IO[bytes]) -> None:
        import duckdb

        self.connection = duckdb.connect(path, read_only=True, config=HARDENED)
        self.output = output
        self.writing = threading.Lock()
        self.changing = threading.Lock()
        self.cursors: dict[int, Any] = {}
        """A query's cursor, None while it waits for its turn; a query that is done is not here."""

    def accept(self, identity: int) -> None:
        with self.changing:
            self.cursors[identity] = None

    def answer(self, request: dict[str, Any]) -> None:
        identity = request["id"]
        payload: bytes | memoryview = b""
        head: dict[str, Any] = {"id": identity, "ok": True}
        try:
            with self.connection.cursor() as cursor:
                self._begin(identity, cursor)
                try:
                    payload = _arrow_stream(cursor, request["sql"], request["params"])
                finally:
                    self._end(identity)
        except Exception as error:  # noqa: BLE001 - whatever went wrong is the reply
            head = {"id": identity, "ok": False, "kind": type(error).__name__}
            head["message"] = str(error)[:2000]
        with self.writing:
            write_frame(self.output, head, payload)

    def cancel(self, identity: int) -> None:
        with self.changing:
            cursor = self.cursors.pop(identity, None)
            if cursor is not None:
                with contextlib.suppress(Exception):
                    cursor.interrupt()

    def _begin(self, identity: int, cursor: Any) -> None:
        with self.changing:
            if identity not in self.cursors:
                raise CancelledError
            self.cursors[identity] = cursor

    def _end(self, identity: int) -> None:
        with self.changing:
            self.cursors.pop(identity, None)


def _arrow_stream(cursor: Any, sql: str, params: dict[str, Any]) -> memoryview:
    import pyarrow as pa

    table = cursor.sql(sql, params=params).to_arrow_table()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return memoryview(sink.getvalue())


def main(path: str) -> None:
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    worker = Worker(path, replies)
    pool = ThreadPoolExecutor(THREADS)
    while (frame := read_frame(requests)) is not None:
        request, _ = frame
        if "cancel" in request:
            worker.cancel(request["cancel"])
        else:
            worker.accept(request["id"])
            pool.submit(worker.answer, request)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
