"""What a published version says about itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from semantic.model import Text

Kind = Literal["demo", "import"]
VersionId = Annotated[str, StringConstraints(pattern=r"^(demo|import)-[0-9a-f]{10}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Model):
    """A publisher's table, in the publisher's own words; None where unknown."""

    id: str
    publisher: str
    title: str
    table_id: str | None = None
    url: str | None = None
    retrieved: date | None = None
    licence: str | None = None
    note: str | None = None


class Manifest(_Model):
    """``content`` is the sha-256 of the tables' rows and gives ``id``; ``files`` holds the sha-256
    of each stored file and ``inputs`` that of each file that was read; ``model`` is the digest of
    the catalogue that the version was first built with; ``counts`` are rows per table."""

    id: VersionId
    kind: Kind
    created: datetime
    example_data: bool
    title: Text
    model: str
    content: Sha256
    sources: tuple[Source, ...]
    counts: dict[str, int]
    files: dict[str, Sha256]
    inputs: dict[str, Sha256] = {}
