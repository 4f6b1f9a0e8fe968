"""Questions of every shape that example data can answer, drawn at random."""

from __future__ import annotations

import random
from typing import Any

from semantic.availability import resolve
from semantic.errors import QuestionError
from semantic.question import SHAPES, Question, Shape, read_question
from semantic.version import Version

RATIO, COUNT = "lag_ekonomisk_standard_andel", "folkmangd"
ADDITIVE = (RATIO, COUNT, "sysselsatta_andel", "hyresratt_andel")
ANY = (*ADDITIVE, "loneinkomst_medel", "socioekonomiskt_index")
NAMED = ({"codes": ["1280"]}, {"codes": ["1280", "0180", "0980"]}, {"codes": ["12"]})
LISTED = (
    {"level": "kommun", "within": ["12"]},
    {"level": "regso", "within": ["1280"]},
    {"level": "lan"},
    *NAMED,
)
TYPED = ({"codes": ["1280"]}, {"codes": ["1280", "0180"]}, {"level": "riket"}, {"codes": ["12"]})
PERIODS = (
    {"mode": "latest"},
    {"mode": "top", "n": 1},
    {"mode": "top", "n": 2},
    {"mode": "top", "n": 4},
    {"mode": "range", "from": 2019, "to": 2023},
    {"mode": "range", "from": 2021, "to": 2022},
    {"mode": "list", "years": [2022]},
    {"mode": "list", "years": [2021, 2023]},
)
TRIES = 200


def drawn(shape: Shape, luck: random.Random) -> Question:
    """A question of the shape with what it takes, which may not be answerable."""
    rule = SHAPES[shape]
    document: dict[str, Any] = {"v": 1, "shape": shape, "periods": luck.choice(PERIODS)}
    if shape == "definition":
        return read_question({"v": 1, "shape": shape, "indicators": [luck.choice(ANY)]})
    if rule.indicators[0]:
        known = ADDITIVE if rule.uses_types else ANY
        document["indicators"] = luck.sample(known, rule.indicators[0])
    if shape == "profile" and luck.random() < 0.7:
        document["indicators"] = luck.sample(ANY, 4)
    document["areas"] = luck.choice(TYPED if rule.uses_types else LISTED)
    document |= _optional(shape, luck)
    return read_question(document)


def _optional(shape: Shape, luck: random.Random) -> dict[str, Any]:
    rule = SHAPES[shape]
    found: dict[str, Any] = {"measure": luck.choice(rule.measures)}
    if rule.extra_by and luck.random() < 0.4:
        found["by"] = [luck.choice(rule.extra_by)]
    if "types" in rule.takes and rule.uses_types and luck.random() < 0.3:
        found["types"] = sorted(luck.sample(range(1, 6), 2))
    if "type_basis" in rule.takes and rule.uses_types and luck.random() < 0.3:
        found["type_basis"] = {"mode": "fixed", "year": 2022}
    if "comparator" in rule.takes:
        found["comparator"] = luck.choice(["auto", "none", "lan", "similar"])
    if "standard" in rule.takes and luck.random() < 0.3:
        found["standard"] = luck.choice(["esp2013", "sweden"])
    if "pooled" in rule.takes and luck.random() < 0.3:
        found["pooled"] = luck.choice([3, 5])
    if "limit" in rule.takes:
        found["limit"] = luck.choice([3, 12, None])
    if "order" in rule.takes:
        found["order"] = luck.choice(["asc", "desc"])
    if "threshold" in rule.takes:
        found["threshold"] = {"op": luck.choice(["ge", "lt"]), "value": luck.choice([10.25, 15.0])}
    return found


def answerable(shape: Shape, luck: random.Random, version: Version) -> Question:
    """A drawn question that the version can answer."""
    for _ in range(TRIES):
        question = drawn(shape, luck)
        try:
            resolve(question, version)
        except QuestionError:
            continue
        return question
    raise AssertionError(f"no {shape} in {TRIES} tries can be answered")
