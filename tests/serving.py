"""Serve an app as `make run` does, for as long as a test needs it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
START_LIMIT_S = 60


@dataclass(frozen=True)
class RunningApp:
    """A served app: where it answers, where its data lives and where its log is written.

    `restart` stops the server and starts it again on the same port.
    """

    url: str
    data_home: Path
    log: Path
    restart: Callable[[], None] = field(repr=False)


@contextmanager
def serve(
    entry: Path,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    secrets: Path | None = None,
) -> Iterator[RunningApp]:
    """Run `streamlit run entry` from the repository's root until the block ends.

    `folder` takes the log, the store and an empty DATA_HOME, unless `environment` names others. The
    file `secrets` may say `{port}` in the address that a log-in comes back to.
    """
    port = free_port()
    settings = {
        "DATA_HOME": str(folder / "data"),
        "STORE_URL": f"sqlite:///{folder / 'store.sqlite3'}",
        **(environment or {}),
    }
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(entry)),
        *("--server.port", str(port), "--server.address", "127.0.0.1"),
        *(("--secrets.files", str(secrets)) if secrets else ()),
    ]
    server: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        with running.log.open("a") as log:
            server.append(
                subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            )
        _wait_healthy(running, server[-1])

    def restart() -> None:
        _stop(server.pop())
        start()

    running = RunningApp(
        f"http://127.0.0.1:{port}", Path(settings["DATA_HOME"]), folder / "server.log", restart
    )
    running.data_home.mkdir(parents=True, exist_ok=True)
    try:
        start()
        yield running
    finally:
        for process in server:
            _stop(process)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_healthy(running: RunningApp, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(running.url + "/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the app did not start:\n{running.log.read_text()[-4000:]}", pytrace=False)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
