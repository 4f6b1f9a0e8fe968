"""Published versions for the tests: built once a run and shared by all its processes."""

import fcntl
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent


@cache
def demo_home() -> Path:
    """A DATA_HOME whose current version is the example data."""
    return _built("demo")


@cache
def real_home(real_dir: Path) -> Path:
    """A DATA_HOME whose current version is imported from the official files in ``real_dir``."""
    return _built(str(real_dir.resolve()))


def version_folder(home: Path) -> Path:
    """The folder of the current version of ``home``."""
    return home / "versions" / (home / "current").read_text(encoding="utf-8").strip()


def _built(what: str) -> Path:
    """Build ``what`` under a folder of this test run; the first process builds, others wait."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    home = Path(tempfile.gettempdir()) / f"omradesassistenten-{run}" / what.strip("/").replace("/", "_")
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "current").exists():
            subprocess.run(
                [sys.executable, "-m", "data", "build", what],
                check=True,
                cwd=ROOT,
                env=os.environ | {"DATA_HOME": str(home)},
                stderr=subprocess.DEVNULL,
            )
    return home
