"""Published versions: list them, open the current one, verify them. Nothing here writes to one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from data.manifest import Manifest, VersionId
from data.settings import data_home

__all__ = [
    "Manifest",
    "VersionError",
    "current",
    "data_home",
    "facts_of",
    "manifest_of",
    "path_of",
    "published",
    "use",
    "verify",
]

MANIFEST = "manifest.json"
FACTS = "facts.duckdb"
_ID = TypeAdapter(VersionId)


class VersionError(Exception):
    """A version that is not there, or whose manifest cannot be read."""


def path_of(version: str) -> Path:
    """The folder of a version; raise `VersionError` when it is not published."""
    try:
        _ID.validate_python(version)
    except ValidationError as error:
        raise VersionError(f"{version!r} is not the id of a version") from error
    path = data_home() / "versions" / version
    if not (path / MANIFEST).is_file():
        raise VersionError(f"version {version} is not published in {data_home()}")
    return path


def facts_of(version: str) -> Path:
    """The database of a version, to be opened read-only."""
    return path_of(version) / FACTS


def manifest_of(version: str) -> Manifest:
    """The manifest of a published version; raise `VersionError` when it does not fit the id."""
    path = path_of(version) / MANIFEST
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise VersionError(f"{path}: {error}") from error
    if manifest.id != version:
        raise VersionError(f"{path}: the manifest is that of {manifest.id}")
    return manifest


def published() -> list[Manifest]:
    """Every published version, the newest first; what else lies in the folder is passed over."""
    folder = data_home() / "versions"
    found = folder.glob(f"*/{MANIFEST}") if folder.is_dir() else ()
    names = [path.parent.name for path in found if not path.parent.name.startswith(".")]
    manifests = [manifest_of(name) for name in names]
    return sorted(manifests, key=lambda manifest: (manifest.created, manifest.id), reverse=True)


def current() -> Manifest | None:
    """The version that new conversations open; None before anything is published."""
    pointer = data_home() / "current"
    if not pointer.is_file():
        return None
    return manifest_of(pointer.read_text(encoding="utf-8").strip())


def use(version: str) -> Manifest:
    """Make a published version the current one, by one atomic replacement."""
    manifest = manifest_of(version)
    pointer = data_home() / "current"
    fresh = pointer.with_name(f".current-{os.getpid()}")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(f"{version}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(pointer)
    return manifest


def verify(version: str) -> list[str]:
    """The stored files that are missing or no longer have the manifest's sha-256; [] when whole."""
    folder = path_of(version)
    return [
        name
        for name, expected in manifest_of(version).files.items()
        if not (folder / name).is_file() or sha256_of(folder / name) != expected
    ]


def sha256_of(path: Path) -> str:
    """The sha-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
