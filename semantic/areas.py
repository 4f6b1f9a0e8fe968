"""The areas of a version, in their divisions. The same code in two divisions may be two areas."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from semantic.model import RIKET, Level

AFTER_ANY = "\uffff"
"""Sorts after every letter of a code."""


@dataclass(frozen=True)
class Area:
    """``division`` is 0 for riket, län and kommun, whose borders we take as fixed."""

    level: Level
    code: str
    division: int
    name: str
    kommun: str
    lan: str
    changed: bool


class Directory:
    """Looks areas up by code and division, and lists those of a level inside others."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._by_key: dict[tuple[str, int], Area] = {}
        self._divisions: dict[str, list[int]] = defaultdict(list)
        self._members: dict[tuple[Level, int], list[str]] = defaultdict(list)
        for area in sorted(areas, key=lambda each: (each.code, each.division)):
            self._by_key[area.code, area.division] = area
            self._divisions[area.code].append(area.division)
            self._members[area.level, area.division].append(area.code)

    def __contains__(self, code: str) -> bool:
        return code in self._divisions

    def __iter__(self) -> Iterator[Area]:
        return iter(self._by_key.values())

    def get(self, code: str, division: int | None = None) -> Area:
        """The area of that division, or of the newest one when none is asked for."""
        chosen = self._divisions[code][-1] if division is None else division
        return self._by_key[code, chosen]

    def find(self, code: str, division: int) -> Area | None:
        return self._by_key.get((code, division))

    def name(self, code: str, division: int | None = None) -> str:
        """The name as it is known in that division; the newest where it has none there."""
        if division is not None and (area := self.find(code, division)):
            return area.name
        return self.get(code).name

    def label(self, code: str, division: int | None = None) -> str:
        """Name with kommun for small areas, since their names are unique only within one."""
        area = (division is not None and self.find(code, division)) or self.get(code)
        if area.level in ("regso", "deso"):
            return f"{area.name} ({self.name(area.kommun)})"
        return area.name

    def divisions(self, level: Level) -> list[int]:
        return sorted(division for kind, division in self._members if kind == level)

    def codes(self, level: Level, division: int) -> list[str]:
        return self._members.get((level, division), [])

    def inside(self, level: Level, division: int, within: tuple[str, ...]) -> list[str]:
        """Codes of ``level`` inside any of ``within`` (everything when empty or riket)."""
        codes = self.codes(level, division)
        if not within or RIKET in within:
            return codes
        if len(within) == 1:
            return codes[_span(codes, within[0])]
        found = {code for prefix in within for code in codes[_span(codes, prefix)]}
        return sorted(found)

    @cached_property
    def everything(self) -> tuple[str, ...]:
        """Every code of every division, once."""
        return tuple(self._divisions)

    @cached_property
    def changed(self) -> frozenset[str]:
        """RegSO whose border moved between the divisions."""
        return frozenset(area.code for area in self._by_key.values() if area.changed)


def _span(codes: list[str], prefix: str) -> slice:
    """Where in the sorted ``codes`` those that begin with ``prefix`` stand."""
    return slice(bisect_left(codes, prefix), bisect_left(codes, prefix + AFTER_ANY))
