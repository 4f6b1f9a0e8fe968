"""An opened published version: its facts, areas and offers, and the catalogue they are read by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from semantic.areas import Area, Directory
from semantic.engine import Engine
from semantic.model import Catalogue, Text, load_catalogue
from semantic.names import AreaSearch
from semantic.offers import Offers, load_offers
from semantic.remembered import Remembered


class Source(BaseModel):
    """Where figures come from, in the publisher's own words."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    publisher: str
    title: str
    table_id: str | None = None
    url: str | None = None
    retrieved: date | None = None
    licence: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Version:
    """Immutable; a conversation keeps the one it started with until it chooses to move on."""

    id: str
    created: str
    title: Text
    example_data: bool
    catalogue: Catalogue
    engine: Engine
    directory: Directory
    offers: Offers
    sources: Mapping[str, Source]

    @cached_property
    def search(self) -> AreaSearch:
        return AreaSearch(self.directory)

    @cached_property
    def remembered(self) -> Remembered:
        return Remembered()

    def close(self) -> None:
        self.engine.close()


def open_version(path: Path, catalogue: Catalogue | None = None) -> Version:
    """Open the published version in folder ``path``."""
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    engine = Engine(path / "facts.duckdb")
    directory = _directory(engine)
    return Version(
        id=manifest["id"],
        created=manifest["created"],
        title=Text(**manifest["title"]),
        example_data=manifest["example_data"],
        catalogue=catalogue or load_catalogue(),
        engine=engine,
        directory=directory,
        offers=load_offers(engine, directory),
        sources=_sources(engine),
    )


def _directory(engine: Engine) -> Directory:
    table = engine.run_arrow(
        "SELECT level, code, division, name, kommun, lan, changed FROM area", {}
    )
    return Directory(Area(**row) for row in table.to_pylist())


def _sources(engine: Engine) -> dict[str, Source]:
    return {
        row["id"]: Source(**row)
        for row in engine.run_arrow("SELECT * FROM source ORDER BY id", {}).to_pylist()
    }
