"""Turning a draft into a published version: check, store, name by content, move into place.

A published folder is never written again: its files are read-only, the same content has the same
id, and a build of content that is already published leaves the folder as it is.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data.checks import check
from data.draft import Draft
from data.manifest import Kind, Manifest
from data.settings import data_home
from data.tables import TABLES
from data.versions import FACTS, MANIFEST, manifest_of, sha256_of, use
from semantic.model import Catalogue, Text

Step = Callable[[str], None]


@dataclass(frozen=True)
class About:
    """What the builder knows about the version as a whole."""

    kind: Kind
    title: Text
    example_data: bool


def publish(
    draft: Draft, about: About, catalogue: Catalogue, step: Step = lambda _: None
) -> Manifest:
    """Publish ``draft`` in `data_home` and make it current.

    Raises `data.checks.BrokenInvariant`, and then leaves nothing behind.
    """
    draft.finish()
    step("checking")
    check(draft, catalogue)
    versions = data_home() / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".building-", dir=versions))
    try:
        step("storing")
        _store(draft, staging / FACTS)
        step("fingerprint")
        content = content_hash(staging / FACTS, scratch=staging)
        manifest = _manifest(draft, about, catalogue, content, staging)
        _move(staging, versions / manifest.id, manifest)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    step("current")
    use(manifest.id)
    return manifest_of(manifest.id)


def content_hash(facts: Path, scratch: Path) -> str:
    """The sha-256 over every table's name, columns and rows in stored order.

    It hangs on the rows alone, not on how the database file lays them out: doubles are written
    with the digits that give the same double back.
    """
    digest = hashlib.sha256()
    with duckdb.connect(str(facts), read_only=True) as db:
        for table in TABLES:
            digest.update(f"{table.name}\n".encode())
            text = scratch / f"{table.name}.csv"
            order = ", ".join(table.order)
            db.execute(
                f"COPY (SELECT * FROM {table.name} ORDER BY {order}) TO '{text}' (HEADER, NULL '')"
            )
            with text.open("rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
            text.unlink()
    return digest.hexdigest()


def _store(draft: Draft, path: Path) -> None:
    draft.db.execute(f"ATTACH '{path}' AS stored")
    try:
        for table in TABLES:
            order = ", ".join(table.order)
            draft.db.execute(f"CREATE TABLE stored.{table.name} ({table.definition})")
            rows = f"SELECT * FROM memory.{table.name} ORDER BY {order}"
            draft.db.execute(f"INSERT INTO stored.{table.name} {rows}")
    finally:
        draft.db.execute("DETACH stored")


def _manifest(
    draft: Draft, about: About, catalogue: Catalogue, content: str, staging: Path
) -> Manifest:
    counts = {
        table.name: draft.rows(f"SELECT count(*) AS n FROM {table.name}")[0]["n"]
        for table in TABLES
    }
    return Manifest(
        id=f"{about.kind}-{content[:10]}",
        kind=about.kind,
        created=datetime.now(UTC).replace(microsecond=0),
        example_data=about.example_data,
        title=about.title,
        model=catalogue.digest,
        content=content,
        sources=tuple(sorted(draft.sources.values(), key=lambda source: source.id)),
        counts=counts,
        files={FACTS: sha256_of(staging / FACTS)},
        inputs=dict(sorted(draft.inputs.items())),
    )


def _move(staging: Path, target: Path, manifest: Manifest) -> None:
    """Write the manifest, make everything durable and read-only, and rename into place."""
    if (target / MANIFEST).is_file():
        return
    (staging / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    for path in staging.iterdir():
        path.chmod(0o444)
        _sync(path)
    staging.chmod(0o555)
    _sync(staging)
    try:
        staging.rename(target)
    except OSError:
        if not (target / MANIFEST).is_file():
            raise
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
