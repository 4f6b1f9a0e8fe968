"""A new data version made from a published one: the same figures but for what a test revises."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data.manifest import Manifest
from data.versions import FACTS, MANIFEST, sha256_of

Revise = Callable[[duckdb.DuckDBPyConnection], object]


def begin(home: Path, published: Path) -> Path:
    """A DATA_HOME of one's own whose current version is that of ``published``."""
    name = (published / "current").read_text().strip()
    (home / "versions").mkdir(parents=True)
    (home / "versions" / name).symlink_to((published / "versions" / name).resolve())
    _use(home, name)
    return home


def publish(home: Path, revise: Revise) -> str:
    """Publish the current version with what ``revise`` changes in its tables, and make it current.

    Named by its file; the same file gives the version that is there.
    """
    old = home / "versions" / (home / "current").read_text().strip()
    staging = Path(tempfile.mkdtemp(prefix=".building-", dir=home / "versions"))
    facts = staging / FACTS
    shutil.copyfile(old / FACTS, facts)
    with duckdb.connect(str(facts)) as db:
        revise(db)
    content = sha256_of(facts)
    manifest = Manifest.model_validate_json((old / MANIFEST).read_bytes())
    name = f"{manifest.kind}-{content[:10]}"
    fresh = manifest.model_copy(
        update={
            "id": name,
            "content": content,
            "created": datetime.now(UTC).replace(microsecond=0),
            "files": {FACTS: sha256_of(facts)},
        }
    )
    (staging / MANIFEST).write_text(fresh.model_dump_json())
    target = home / "versions" / name
    if target.exists():
        shutil.rmtree(staging)
    else:
        staging.rename(target)
    _use(home, name)
    return name


def _use(home: Path, name: str) -> None:
    fresh = home / f".current-{os.getpid()}"
    fresh.write_text(f"{name}\n")
    fresh.replace(home / "current")
