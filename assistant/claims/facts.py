"""The rows of an answer as they are compared in words, and claims that several shapes make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from assistant.numbers import exact, round_half_away
from semantic.answer import WITH_FIGURE, Answer, plain_records

FEW = 10
FEWEST_PEERS = 5

Row = Mapping[str, Any]
Claims = dict[str, Any]
Placed = tuple[str, Decimal]
"""What a row is about, and its figure as it is shown."""


class Facts:
    """The rows of one answer, and their figures as they are compared in words."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.question, self.resolved = answer, answer.question, answer.resolved

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return self.answer.records()

    @cached_property
    def valued(self) -> list[Row]:
        return [row for row in self.rows if has_figure(row)]

    @cached_property
    def comparison(self) -> list[dict[str, Any]]:
        return [row for row in plain_records(self.answer.beside) if has_figure(row)]

    @property
    def decimals(self) -> int:
        return self.answer.indicator.decimals

    @property
    def is_count(self) -> bool:
        return self.answer.indicator.kind == "count"

    @property
    def newest(self) -> list[Row]:
        """The rows of the newest year with a figure."""
        year = max((row["period"] for row in self.valued), default=0)
        return [row for row in self.rows if row["period"] == year]

    @property
    def series(self) -> dict[str, list[Row]]:
        """The figures of each series, in order of year."""
        found: dict[str, list[Row]] = {}
        for row in sorted(self.valued, key=lambda row: int(row["period"])):
            found.setdefault(self.name(row), []).append(row)
        return found

    def name(self, row: Row) -> str:
        """What the row is about: ``1280``, ``1280/type 1``, ``1280/women``."""
        parts = [str(row.get("area"))]
        if row.get("area_type") is not None:
            parts.append(f"type {row['area_type']}")
        parts += [str(row[key]) for key in ("sex", "age") if getattr(self.resolved, f"by_{key}")]
        return "/".join(parts)

    def placed(self, rows: Iterable[Row], decimals: int | None = None) -> list[Placed]:
        places = self.decimals if decimals is None else decimals
        return [(self.name(row), shown(row["value"], places)) for row in rows if has_figure(row)]


def has_figure(row: Row) -> bool:
    return row["status"] in WITH_FIGURE and row.get("value") is not None


def shown(value: object, decimals: int) -> Decimal:
    rounded = round_half_away(value, decimals)
    assert rounded is not None, "only figures are compared"
    return rounded


def way_from(before: object, after: object, decimals: int) -> str:
    """As the sentence has it: no way where the figures, or their difference, read the same."""
    first, last = exact(before), exact(after)
    assert first is not None, "only figures are compared"
    assert last is not None, "only figures are compared"
    if shown(first, decimals) == shown(last, decimals) or shown(last - first, decimals) == 0:
        return "same"
    return "up" if last > first else "down"


def beside(mine: Decimal, theirs: Decimal) -> str:
    return "same" if mine == theirs else "above" if mine > theirs else "below"


def summed_up(ways: Mapping[str, str]) -> Any:
    """Each by itself while they are few; of many, which there are and which is the commonest."""
    if not ways:
        return None
    if len(ways) <= FEW:
        return dict(sorted(ways.items()))
    found = list(ways.values())
    kinds = sorted(set(found))
    most = max(map(found.count, kinds))
    return {"all": kinds, "most": [kind for kind in kinds if found.count(kind) == most]}


def in_column(facts: Facts, column: str) -> Any:
    """What the newest row of each series says in ``column``."""
    if column not in facts.answer.rows:
        return None
    return summed_up(
        {facts.name(row): row[column] for row in facts.rows if row[column] is not None}
    )


def grouped(placed: Sequence[Placed], *, ascending: bool = False) -> list[list[str]]:
    """Names from the first to the last, those with the same figure together."""
    ordered = sorted(placed, key=lambda each: each[1], reverse=not ascending)
    return [
        sorted(name for name, _ in group) for _, group in groupby(ordered, key=lambda each: each[1])
    ]


def ends(placed: Sequence[Placed]) -> Claims:
    """Who is highest and lowest, and the order of a few; one figure is neither."""
    if len(placed) < 2:
        return {}
    groups = grouped(placed)
    return {"highest": groups[0], "lowest": groups[-1], **order_of_few(placed, groups)}


def order_of_few(placed: Sequence[Placed], groups: list[list[str]]) -> Claims:
    return {"order": groups} if len(placed) <= FEW else {}


def missing(facts: Facts, rows: Sequence[Row]) -> Claims:
    """Which of a few have no figure, and why; of many, only whether none has one."""
    absent = {facts.name(row): str(row["status"]) for row in rows if not has_figure(row)}
    if absent and len(rows) <= FEW:
        return {"missing": dict(sorted(absent.items()))}
    return {"missing": "all"} if absent and len(absent) == len(rows) else {}


def comparison(facts: Facts, rows: Sequence[Row]) -> Claims:
    """On which side of the one area that all are compared with; counts are not compared."""
    if facts.is_count:
        return {}
    groups = [key for key in ("sex", "age") if getattr(facts.resolved, f"by_{key}")]
    ways = {}
    for row in filter(has_figure, rows):
        alike = [
            other
            for other in facts.comparison
            if all(other.get(key) == row.get(key) for key in ("period", *groups))
        ]
        if len(alike) == 1:
            mine, theirs = (shown(each["value"], facts.decimals) for each in (row, alike[0]))
            apart = shown(abs(row["value"] - alike[0]["value"]), facts.decimals)
            ways[facts.name(row)] = beside(mine, theirs if apart else mine)
    return {"comparison": summed_up(ways)}


def directions(facts: Facts, decimals: int) -> Any:
    ways = {}
    for name, rows in facts.series.items():
        newest = [row for row in rows if row.get("segment") == rows[-1].get("segment")]
        if len(newest) > 1:
            ways[name] = way_from(newest[0]["value"], newest[-1]["value"], decimals)
    return summed_up(ways)
