"""What every test may use: the folder of official figures, and a word when it was not there."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# No test asserts seconds; a slow machine is not a wrong answer.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

ROOT = Path(__file__).parents[1]
NO_REAL = "official figures are not at hand"


def _real_is_required() -> bool:
    return os.environ.get("REQUIRE_REAL", "") not in {"", "0"} or os.environ.get("CI") == "true"


def _without(path: Path, *, must_fail: bool) -> None:
    if must_fail:
        pytest.fail(f"{NO_REAL} but required: {path} is missing", pytrace=False)
    pytest.skip(f"{NO_REAL}: {path.name} is missing")


@pytest.fixture(scope="session")
def real_dir() -> Path:
    """The folder of official figures, beside the repository or where REAL_DATA says.

    Without the folder the test is skipped, unless REQUIRE_REAL is set: then it fails.
    """
    path = Path(os.environ.get("REAL_DATA") or ROOT.parent / "shared" / "real")
    if not path.is_dir():
        _without(path, must_fail=os.environ.get("REQUIRE_REAL", "") not in {"", "0"})
    return path.resolve()


@pytest.fixture(scope="session")
def real_file(real_dir: Path) -> Callable[[str], Path]:
    """Turn a file's name inside the folder of official figures into its path.

    A missing file skips the test on a developer's machine and fails it in CI or under REQUIRE_REAL:
    a folder that is there must be whole.
    """

    def path_of(name: str) -> Path:
        path = real_dir / name
        if not path.exists():
            _without(path, must_fail=_real_is_required())
        return path

    return path_of


@pytest.fixture(autouse=True, scope="session")
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What people keep in a test is kept in no installation, and in no other process's tests."""
    with pytest.MonkeyPatch.context() as patch:
        path = tmp_path_factory.mktemp("kept") / "store.sqlite3"
        patch.setenv("STORE_URL", f"sqlite:///{path}")
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests of official figures did not run, so that a green run is not misread."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if NO_REAL in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} test(s) against official figures were SKIPPED: {NO_REAL} "
            "(REAL_DATA=folder names them, REQUIRE_REAL=1 makes this an error).",
            yellow=True,
            bold=True,
        )
