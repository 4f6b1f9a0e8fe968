"""Published versions for tests: built once, by the command people use, and shared by all workers.

A build is kept in the temporary folder under a fingerprint of everything it hangs on, so that a
changed line of code or catalogue gives a new build and an unchanged one is found again.
"""

import asyncio
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[1]
T = TypeVar("T")
KEEP_S = 24 * 3600
BUILD_LIMIT_S = 600


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: a browser driven by other tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def demo_home() -> Path:
    """A DATA_HOME with example data as the current version. Read only; never publish into it."""
    return _built("demo", "demo", _code())


def real_home(real_dir: Path) -> Path:
    """A DATA_HOME with the official figures of ``real_dir`` as the current version."""
    files = (path for path in sorted(real_dir.rglob("*")) if path.is_file())
    return _built("real", str(real_dir), [*_code(), *files])


def facts(home: Path) -> Path:
    """The database of the current version in a DATA_HOME."""
    return home / "versions" / (home / "current").read_text().strip() / "facts.duckdb"


def _code() -> list[Path]:
    data = (ROOT / "data").rglob("*.py")
    catalogue = (ROOT / "semantic" / "catalogue").glob("*.yaml")
    model = [ROOT / "semantic/model.py", ROOT / "semantic/entries.py"]
    return sorted([*data, *catalogue, *model, ROOT / "data/geography/areas.csv"])


def _built(kind: str, what: str, depends_on: Iterable[Path]) -> Path:
    shared = Path(tempfile.gettempdir()) / f"omradesassistenten-tests-{os.getuid()}"
    shared.mkdir(mode=0o700, exist_ok=True)
    home = shared / f"{kind}-{_fingerprint(depends_on)}"
    with (shared / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "current").is_file():
            _forget_old(shared, kind)
            _build(what, home)
        os.utime(home)
    return home


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _build(what: str, home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "data", "build", what],
        cwd=ROOT,
        env={**os.environ, "DATA_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=BUILD_LIMIT_S,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"building {what} failed:\n{done.stdout}{done.stderr}")


def _forget_old(shared: Path, kind: str) -> None:
    for home in shared.glob(f"{kind}-*"):
        if time.time() - home.stat().st_mtime > KEEP_S:
            remove(home)


def remove(home: Path) -> None:
    """Remove a DATA_HOME, whose versions are read-only."""
    for folder in [home, *(path for path in home.rglob("*") if path.is_dir())]:
        folder.chmod(0o700)
    shutil.rmtree(home)
