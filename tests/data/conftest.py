"""Versions to ask, and a home of its own for a test that publishes."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.support import demo_home, facts, real_home, remove


@pytest.fixture(scope="session")
def demo_version() -> Path:
    """The database of published example data."""
    return facts(demo_home())


@pytest.fixture(scope="session")
def demo(demo_version: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(demo_version), read_only=True) as db:
        yield db


@pytest.fixture(scope="session")
def real(real_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(real_home(real_dir))), read_only=True) as db:
        yield db


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty DATA_HOME."""
    path = tmp_path / "data"
    monkeypatch.setenv("DATA_HOME", str(path))
    yield path
    if path.exists():
        remove(path)
