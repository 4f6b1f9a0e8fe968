"""The process that holds DuckDB: read-only, hardened, and expendable.

Run as a script of its own by `semantic.engine`; speaks frames on standard input and output and
imports nothing of the project. A frame is two lengths (JSON head, payload; 4 bytes each, big
endian), the head, the payload. Requests: ``{"id", "sql", "params"}`` or ``{"cancel": id}``.
Replies: ``{"id", "ok": true}`` with an Arrow stream as payload, or ``{"id", "ok": false, "kind",
"message"}``.
"""

from __future__ import annotations

import json
import struct
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO

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


def write_frame(stream: BinaryIO, head: dict[str, Any], payload: bytes | memoryview = b"") -> None:
    encoded = json.dumps(head).encode()
    stream.write(LENGTHS.pack(len(encoded), len(payload)))
    stream.write(encoded)
    stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, or None when the other side has closed."""
    lengths = stream.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head_length, payload_length = LENGTHS.unpack(lengths)
    head = json.loads(stream.read(head_length))
    return head, stream.read(payload_length) if payload_length else b""


class Worker:
    """Answers requests on a few threads; one cursor a query, never a shared connection."""

    def __init__(self, path: str, output: BinaryIO) -> None:
        import duckdb

        self.connection = duckdb.connect(path, read_only=True, config=HARDENED)
        self.output = output
        self.lock = threading.Lock()
        self.running: dict[int, Any] = {}

    def answer(self, request: dict[str, Any]) -> None:
        identity = request["id"]
        try:
            with self.connection.cursor() as cursor:
                self.running[identity] = cursor
                payload = _arrow_stream(cursor, request["sql"], request["params"])
            head: dict[str, Any] = {"id": identity, "ok": True}
        except Exception as error:  # noqa: BLE001 - whatever went wrong is the reply
            payload = memoryview(b"")
            head = {
                "id": identity,
                "ok": False,
                "kind": type(error).__name__,
                "message": str(error)[:2000],
            }
        finally:
            self.running.pop(identity, None)
        with self.lock:
            write_frame(self.output, head, payload)

    def cancel(self, identity: int) -> None:
        cursor = self.running.get(identity)
        if cursor is not None:
            cursor.interrupt()


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
    with ThreadPoolExecutor(THREADS) as pool:
        while (frame := read_frame(requests)) is not None:
            request, _ = frame
            if "cancel" in request:
                worker.cancel(request["cancel"])
            else:
                pool.submit(worker.answer, request)


if __name__ == "__main__":
    main(sys.argv[1])
