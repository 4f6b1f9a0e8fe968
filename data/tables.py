"""The tables of a published version, as ``docs/data.md`` describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

STATUSES: Final = ("value", "zero", "preliminary", "missing", "not_applicable", "suppressed")
FIGURE_STATUSES: Final = ("value", "zero", "preliminary")
ORIGINS: Final = ("published", "computed")
DIVISIONS: Final[Mapping[str, tuple[int, ...]]] = {
    "riket": (0,),
    "lan": (0,),
    "kommun": (0,),
    "regso": (2020, 2025),
    "deso": (2018, 2025),
}


@dataclass(frozen=True)
class Table:
    """``columns`` maps name to SQL type, in stored order; ``order`` is the stored sort order and
    ``key`` the columns that are unique together. A column in ``nullable`` may be NULL."""

    name: str
    columns: Mapping[str, str]
    key: tuple[str, ...]
    order: tuple[str, ...]
    nullable: frozenset[str] = frozenset()

    @property
    def definition(self) -> str:
        """The column list of CREATE TABLE."""
        return ", ".join(
            f"{name} {kind}{'' if name in self.nullable else ' NOT NULL'}"
            for name, kind in self.columns.items()
        )


CELL: Final = Table(
    "cell",
    {
        "indicator": "VARCHAR",
        "level": "VARCHAR",
        "area": "VARCHAR",
        "division": "SMALLINT",
        "year": "SMALLINT",
        "sex": "VARCHAR",
        "age": "VARCHAR",
        "num": "DOUBLE",
        "den": "DOUBLE",
        "value": "DOUBLE",
        "status": "VARCHAR",
        "origin": "VARCHAR",
        "source": "VARCHAR",
    },
    key=("indicator", "level", "area", "division", "year", "sex", "age"),
    order=("indicator", "level", "sex", "age", "year", "area", "division"),
    nullable=frozenset({"num", "den", "value"}),
)
AREA: Final = Table(
    "area",
    {
        "level": "VARCHAR",
        "code": "VARCHAR",
        "division": "SMALLINT",
        "name": "VARCHAR",
        "kommun": "VARCHAR",
        "lan": "VARCHAR",
        "changed": "BOOLEAN",
    },
    key=("level", "code", "division"),
    order=("level", "code", "division"),
)
AREA_TYPE: Final = Table(
    "area_type",
    {
        "area": "VARCHAR",
        "division": "SMALLINT",
        "year": "SMALLINT",
        "type": "TINYINT",
        "origin": "VARCHAR",
        "source": "VARCHAR",
    },
    key=("area", "division", "year"),
    order=("year", "division", "area"),
)
TYPE_BOUNDS: Final = Table(
    "type_bounds",
    {
        "year": "SMALLINT",
        "division": "SMALLINT",
        "mean": "DOUBLE",
        "sd": "DOUBLE",
        "areas": "INTEGER",
        "origin": "VARCHAR",
    },
    key=("year", "division"),
    order=("year", "division"),
)
OFFER: Final = Table(
    "offer",
    {
        "indicator": "VARCHAR",
        "level": "VARCHAR",
        "division": "SMALLINT",
        "year": "SMALLINT",
        "sex": "VARCHAR",
        "age": "VARCHAR",
        "areas": "INTEGER",
        "valued": "INTEGER",
        "parts": "INTEGER",
        "preliminary": "INTEGER",
    },
    key=("indicator", "level", "division", "year", "sex", "age"),
    order=("indicator", "level", "sex", "age", "year", "division"),
)
SOURCE: Final = Table(
    "source",
    {
        "id": "VARCHAR",
        "publisher": "VARCHAR",
        "title": "VARCHAR",
        "table_id": "VARCHAR",
        "url": "VARCHAR",
        "retrieved": "DATE",
        "licence": "VARCHAR",
        "note": "VARCHAR",
    },
    key=("id",),
    order=("id",),
    nullable=frozenset({"table_id", "url", "retrieved", "licence", "note"}),
)
TABLES: Final = (CELL, AREA, AREA_TYPE, TYPE_BOUNDS, OFFER, SOURCE)
