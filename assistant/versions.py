"""The published versions as the assistant sees them: listed and opened, never built or changed.

Where nothing has been published yet, the data room's own command builds the example data.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from data import versions as published
from semantic.version import Version, open_version

_opened: dict[str, Version] = {}
_lock = threading.Lock()


def current_id() -> str:
    """The id of the current version; the example data is built first where there is none."""
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
