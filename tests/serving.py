"""Serve an app as `make run` does, for as long as a test needs it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
START_LIMIT_S = 60


@dataclass(frozen=True)
class RunningApp:
    """A served app: where it answers, where its data lives and where its log is written."""

    url: str
    data_home: Path
    log: Path


@contextmanager
def serve(
    entry: Path, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[RunningApp]:
    """Run `streamlit run entry` from the repository's root until the block ends.

    `folder` takes the log and an empty DATA_HOME, unless `environment` names another one.
    """
    port = _free_port()
    settings = {"DATA_HOME": str(folder / "data"), **(environment or {})}
    running = RunningApp(
        f"http://127.0.0.1:{port}", Path(settings["DATA_HOME"]), folder / "server.log"
    )
    running.data_home.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, "-m", "streamlit", "run", str(entry)),
        *("--server.port", str(port), "--server.address", "127.0.0.1"),
    ]
    with running.log.open("w") as log:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_healthy(running, server)
        yield running
    finally:
        _stop(server)


def _free_port() -> int:
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
