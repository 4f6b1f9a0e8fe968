"""A version being built: the same tables as a published one, in memory and in any order."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

import duckdb
import pandas as pd

from data.manifest import Source
from data.tables import AREA, AREA_TYPE, CELL, OFFER, SOURCE, TABLES, TYPE_BOUNDS, Table


class Draft:
    """Rows are appended as they come; the invariants are checked when the draft is published."""

    def __init__(self) -> None:
        self.db = duckdb.connect(":memory:")
        self.sources: dict[str, Source] = {}
        self.inputs: dict[str, str] = {}
        for table in TABLES:
            self.db.execute(f"CREATE TABLE {table.name} ({table.definition})")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.db.close()

    def add_cells(self, cells: pd.DataFrame) -> None:
        """Append figures; ``cells`` has the columns of `CELL`, in any order."""
        self._append(CELL, cells)

    def add_areas(self, areas: pd.DataFrame) -> None:
        """Append areas; ``areas`` has the columns of `AREA`."""
        self._append(AREA, areas)

    def add_area_types(self, types: pd.DataFrame) -> None:
        """Append area types; ``types`` has the columns of `AREA_TYPE`."""
        self._append(AREA_TYPE, types)

    def add_type_bounds(self, bounds: pd.DataFrame) -> None:
        """Append the bounds that area types were worked out with."""
        self._append(TYPE_BOUNDS, bounds)

    def add_source(self, source: Source) -> None:
        """Add a source once; the same id must always mean the same source."""
        if self.sources.setdefault(source.id, source) != source:
            raise ValueError(f"two different sources have the id {source.id}")

    def rows(self, sql: str, values: Iterable[Any] = ()) -> list[dict[str, Any]]:
        """The result of a query, one dict a row."""
        result = self.db.execute(sql, list(values))
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def finish(self) -> None:
        """Fill `SOURCE` and `OFFER` from what was added; call once, last."""
        for source in self.sources.values():
            fields = source.model_dump()
            marks = ", ".join("?" * len(fields))
            self.db.execute(
                f"INSERT INTO {SOURCE.name} ({', '.join(fields)}) VALUES ({marks})",
                list(fields.values()),
            )
        self.db.execute(_OFFER)

    def _append(self, table: Table, frame: pd.DataFrame) -> None:
        names = ", ".join(table.columns)
        self.db.register("incoming", frame)
        try:
            self.db.execute(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM incoming")
        finally:
            self.db.unregister("incoming")


_OFFER = f"""
INSERT INTO {OFFER.name}
SELECT c.indicator, c.level, c.division, c.year, c.sex, c.age, any_value(a.areas),
       count(*) FILTER (WHERE c.status IN ('value', 'zero', 'preliminary')),
       count(c.num),
       count(*) FILTER (WHERE c.status = 'preliminary')
FROM cell AS c
JOIN (SELECT level, division, count(*) AS areas FROM area GROUP BY ALL) AS a
  ON a.level = c.level AND a.division = c.division
GROUP BY c.indicator, c.level, c.division, c.year, c.sex, c.age
"""
