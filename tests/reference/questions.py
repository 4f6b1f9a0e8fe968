"""Random questions over a version: most of them well-formed, some a little wrong."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from tests.reference.rules import LEAST_AREAS, RULES, Rule
from tests.reference.world import LEVELS, World, level_of

Document = dict[str, Any]
GROUPS = ("area", "area_type", "period", "sex", "age", "indicator")
SCALE = (0, 1, 5, 10, 25, 33.333, 50, 100, 250, 1000)


class Asker:
    """Asks about what there is in ``world``; ``indicators`` and ``years`` are those with data."""

    def __init__(self, world: World, indicators: Sequence[str], years: Sequence[int]) -> None:
        self.world, self.rng = world, Random()
        self.indicators, self.years = list(indicators), list(years)
        self.every = sorted(world.indicators)
        self.by_level: dict[str, list[str]] = {}
        for code in sorted(world.codes):
            self.by_level.setdefault(level_of(code), []).append(code)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def document(self, rng: Random) -> Document:
        """A question as plain JSON; the same for the same ``rng``."""
        self.rng = rng
        shape = self.rng.choice(list(RULES))
        rule = RULES[shape]
        found: Document = {"shape": shape}
        self._indicators(found, rule)
        found["areas"] = self._areas(rule)
        if shape in _OF_ONE_AREA and self.chance(0.9):
            level = self.rng.choice([each for each in self.by_level if each != "riket"])
            found["areas"] = {"codes": [self.rng.choice(self.by_level[level])]}
        if rule.by and self.chance(0.5):
            group = self.rng.choice(rule.by.split())
            if self._divided(found, group) or self.chance(0.1):
                found["by"] = [group]
        if self.chance(0.03):
            found["by"] = self.rng.sample(GROUPS, 2)
        if self.chance(0.6):
            found["periods"] = self._periods(rule)
        if shape == "trend" and self.chance(0.3):
            found["by"] = ["area_type"]
        self._parts(found, rule)
        if "comparator" in rule.takes and self.chance(0.25):
            found |= self.beside_similar(found)
        measures = rule.measures.split()
        if len(measures) > 1 and self.chance(0.5):
            found["measure"] = self.rng.choice(measures)
        if shape == "definition" and not self.chance(0.2):
            found = {key: found[key] for key in ("shape", "indicators", "concept") if key in found}
        return found

    def _parts(self, found: Document, rule: Rule) -> None:
        for part in rule.takes.split():
            wanted = part == "threshold" or self.chance(0.25)
            if wanted and (self._divided(found, part) or self.chance(0.1)):
                found |= self._part(part)
        if self.chance(0.05):
            found |= self._part(self.rng.choice(list(_PARTS)))

    def beside_similar(self, found: Document) -> Document:
        """One area, undivided, beside those most like it."""
        large = [each for each in self.by_level if len(self.by_level[each]) > LEAST_AREAS]
        level = self.rng.choice(large or list(self.by_level))
        found.pop("by", None)
        return {
            "areas": {"codes": [self.rng.choice(self.by_level[level])]},
            "comparator": "similar",
        }

    def _indicators(self, found: Document, rule: Rule) -> None:
        least, most = rule.indicators
        if most == 0 or (least == 0 and self.chance(0.5)):
            count = 0
        else:
            count = 1 if most == 1 else self.rng.randint(max(1, least), min(most, 4))
        ids = [self._indicator(rule) for _ in range(count)]
        if self.chance(0.02):
            ids.append(self.rng.choice(self.every))
        if ids:
            found["indicators"] = ids

    def _divided(self, found: Document, part: str) -> bool:
        """Whether the figure is given by sex or age, where the part needs that."""
        if part not in ("sex", "age", "standard") or "indicators" not in found:
            return True
        groups = {
            group
            for level in self.by_level
            for group in self.world.groups(found["indicators"][0], level)
        }
        return any(group[part != "sex"] != "total" for group in groups)

    def _indicator(self, rule: Rule) -> str:
        if self.chance(0.02):
            return self.rng.choice((*self.every, "folkmangder"))
        if rule.by_type and self.chance(0.9):
            kinds = ("count",) if rule.indicators[0] == 0 else ("count", "ratio")
            known = self.world.indicators
            fitting = [each for each in self.indicators if known[each].kind in kinds]
            return self.rng.choice(fitting)
        return self.rng.choice(self.indicators)

    def _areas(self, rule: Rule) -> Document:
        by_type = rule.by_type or ("type_basis" in rule.takes and self.chance(0.5))
        levels = [level for level in self.by_level if not by_type or level in _TYPED]
        level = self.rng.choice(levels)
        found: Document = {}
        named = 0.7 if rule.places == "named" else 0.35
        if self.chance(named):
            codes = self.by_level[level]
            found["codes"] = self.rng.sample(codes, min(len(codes), self.rng.choice((1, 1, 2, 5))))
        elif self.chance(0.6):
            around = _TYPED if self.chance(0.1) else _TYPED[: LEVELS.index(level) + 1]
            outer = [code for each in around for code in self.by_level.get(each, ())]
            found["within"] = self.rng.sample(outer, min(len(outer), self.rng.choice((1, 1, 1, 3))))
        if "codes" not in found and (rule.places == "level" or self.chance(0.5)):
            found["level"] = level
        if self.chance(0.02):
            found["level"] = self.rng.choice(list(self.by_level))
        if self.chance(0.02):
            found["codes"] = [*found.get("codes", ()), self.rng.choice(_WRONG_CODES)]
        return found

    def _year(self) -> int:
        if self.chance(0.05):
            return self.rng.randint(2010, 2027)
        return self.rng.choice(self.years)

    def _periods(self, rule: Rule) -> Document:
        mode = self.rng.choice(("latest", "top", "range", "list", "list"))
        single = rule.years == "one" and self.chance(0.8)
        if mode == "top":
            return {"mode": "top", "n": 1 if single else self.rng.randint(1, 5)}
        if mode == "range":
            first, last = sorted((self._year(), self._year()))
            first = last if single else first
            return {"mode": "range", "from": first, "to": last}
        if mode == "list":
            count = {"one": 1, "two": 2}.get(rule.years) or self.rng.randint(1, 4)
            if self.chance(0.1):
                count = self.rng.randint(1, 3)
            return {"mode": "list", "years": [self._year() for _ in range(count)]}
        return {"mode": "latest"}

    def _part(self, part: str) -> Document:
        return {part: _PARTS[part](self)}

    def age(self) -> str:
        ages = {
            age
            for indicator in self.indicators
            for level in self.by_level
            for _, age in self.world.groups(indicator, level)
        }
        return self.rng.choice(sorted(ages | {"total", "7-9"}))

    def bound(self) -> float:
        """Often exactly a figure of the version, since it is there that < and ≤ differ."""
        if self.chance(0.4):
            return self.rng.choice(SCALE)
        den = self.rng.randint(1, 6)
        return 100 * self.rng.randint(0, den) / den


_OF_ONE_AREA = ("similar", "segregation")
_TYPED = ("riket", "lan", "kommun")
_WRONG_CODES = ("9999", "1280R999", "x", "00", "12", "malmö")
_PARTS: dict[str, Any] = {
    "sex": lambda asker: asker.rng.choice(("women", "men", "total")),
    "age": Asker.age,
    "types": lambda asker: asker.rng.sample((1, 2, 3, 4, 5), asker.rng.choice((1, 2, 2, 2, 3))),
    "type_basis": lambda asker: {"mode": "fixed", "year": asker._year()},
    "division_basis": lambda asker: {"mode": asker.rng.choice(("one", "one", "as_published"))},
    "comparator": lambda asker: asker.rng.choice(("none", "riket", "lan", "kommun", "similar")),
    "standard": lambda asker: asker.rng.choice(("esp2013", "sweden")),
    "pooled": lambda asker: asker.rng.choice((1, 3, 3, 3, 5)),
    "order": lambda asker: asker.rng.choice(("asc", "desc")),
    "limit": lambda asker: asker.rng.choice((1, 2, 3, 5, 20)),
    "threshold": lambda asker: {
        "op": asker.rng.choice(("lt", "le", "gt", "ge")), "value": asker.bound(),
    },
    "concept": lambda asker: asker.rng.choice((*sorted(asker.world.concepts)[:3], "ojamlikhet")),
}  # fmt: skip
