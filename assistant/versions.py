"""The published versions as the assistant sees them: listed and opened, never built or changed.

Where nothing has been published yet, the data room's own command builds the example data.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path

from data import versions as published
from semantic.version import Version, open_version

_opened: dict[str, Version] = {}
_current: dict[tuple[str, int, int], str] = {}
_lock = threading.Lock()


def current_id() -> str:
    """The id of the current version; the example data is built first where there is none.

    Asked for several times a click: the pointer is read again only when another is in its place.
    """
    stamp = _stamp()
    found = _current.get(stamp) if stamp else None
    if found is None:
        found = _read_current_id()
        _current.clear()
        if stamp:
            _current[stamp] = found
    return found


def _stamp() -> tuple[str, int, int] | None:
    """Tells one pointer to the current version from the next; None before there is any."""
    pointer = _home(os.environ.get("DATA_HOME")) / "current"
    try:
        state = pointer.stat()
    except FileNotFoundError:
        return None
    return str(pointer), state.st_mtime_ns, state.st_ino


@lru_cache(maxsize=8)
def _home(_given: str | None) -> Path:
    return published.data_home()


def _read_current_id() -> str:
    manifest = published.current()
    if manifest is None:
        _build_example_data()
        manifest = published.current()
        assert manifest is not None
    return manifest.id


def opened(identity: str | None = None) -> Version:
    """The version, opened once per process and shared by all conversations."""
    wanted = identity or current_id()
    with _lock:
        if wanted not in _opened:
            _opened[wanted] = open_version(published.path_of(wanted))
        return _opened[wanted]


def is_published(identity: str) -> bool:
    """Whether the version is there to be opened."""
    try:
        published.path_of(identity)
    except published.VersionError:
        return False
    return True


def _build_example_data() -> None:
    subprocess.run(
        [sys.executable, "-m", "data", "build", "demo"],
        check=True,
        stdout=sys.stderr,
        cwd=Path(__file__).resolve().parent.parent,
    )
