"""The shapes: what each kind of question needs, allows and does by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Shape = Literal[
    "value",
    "trend",
    "compare_areas",
    "compare_types",
    "rank",
    "gap",
    "split",
    "population_share",
    "change",
    "threshold",
    "areas_of_type",
    "type_changes",
    "profile",
    "map",
    "definition",
    "relation",
    "spread",
    "similar",
    "segregation",
]
Grouping = Literal["area", "area_type", "period", "sex", "age", "indicator"]
Measure = Literal[
    "value", "difference", "percent", "ratio", "persons", "slope", "tenths", "mix", "retyped"
]

_GROUP = frozenset({"sex", "age"})
_TYPES = frozenset({"types", "type_basis"})
_BORDERS = frozenset({"division_basis"})
_LISTED = frozenset({"order", "limit"})
_POOLED = frozenset({"pooled"})


@dataclass(frozen=True)
class ShapeRule:
    """What a shape needs and allows; the menus, the checks and the defaults all read it.

    ``by`` is how the shape always groups its rows, ``extra_by`` how they may be divided further.
    ``takes`` names the optional parts of a question that change this shape's answer.
    """

    indicators: tuple[int, int]
    by: tuple[Grouping, ...]
    extra_by: tuple[Grouping, ...] = ()
    years: Literal["one", "two", "many", "none"] = "one"
    takes: frozenset[str] = frozenset()
    measures: tuple[Measure, ...] = ("value",)
    default_limit: int | None = None
    needs_level: bool = False
    needs_codes: bool = False
    uses_types: bool = False


SHAPES: Mapping[Shape, ShapeRule] = {
    "value": ShapeRule(
        (1, 1),
        ("area",),
        ("sex", "age"),
        takes=_GROUP | _POOLED | {"comparator"},
        needs_codes=True,
    ),
    "trend": ShapeRule(
        (1, 1),
        ("area", "period"),
        ("area_type", "sex", "age"),
        "many",
        takes=_GROUP | _TYPES | _BORDERS | {"comparator", "standard"},
    ),
    "compare_areas": ShapeRule(
        (1, 1),
        ("area",),
        ("sex", "age", "period"),
        "many",
        takes=_GROUP | _LISTED | _BORDERS | _POOLED | {"comparator"},
        needs_level=True,
    ),
    "compare_types": ShapeRule(
        (1, 1),
        ("area_type",),
        ("sex", "age", "period"),
        "many",
        takes=_GROUP | _TYPES | {"standard"},
        uses_types=True,
    ),
    "rank": ShapeRule(
        (1, 1), ("area",), takes=_GROUP | _LISTED | _POOLED, default_limit=10, needs_level=True
    ),
    "gap": ShapeRule(
        (1, 1),
        ("period",),
        ("sex", "age"),
        "many",
        takes=_GROUP | _TYPES | {"standard"},
        measures=("difference", "ratio", "persons", "slope", "tenths"),
        uses_types=True,
    ),
    "split": ShapeRule(
        (1, 1),
        ("area_type",),
        years="two",
        takes=_GROUP,
        measures=("mix", "retyped"),
        uses_types=True,
    ),
    "population_share": ShapeRule(
        (0, 1), ("area_type",), ("period",), "many", takes=_GROUP | _TYPES, uses_types=True
    ),
    "change": ShapeRule(
        (1, 1),
        ("area",),
        ("sex", "age"),
        "two",
        takes=_GROUP | _LISTED | _BORDERS,
        measures=("difference", "percent"),
        needs_level=True,
    ),
    "threshold": ShapeRule(
        (1, 1), ("area",), takes=_GROUP | _LISTED | _POOLED | {"threshold"}, needs_level=True
    ),
    "areas_of_type": ShapeRule(
        (0, 0), ("area", "area_type"), takes=frozenset({"types", "limit"}), uses_types=True
    ),
    "type_changes": ShapeRule(
        (0, 0), ("area",), years="two", takes=_BORDERS | {"types", "limit"}, uses_types=True
    ),
    "profile": ShapeRule(
        (0, 40), ("indicator",), takes=frozenset({"comparator"}), needs_codes=True
    ),
    "map": ShapeRule((1, 1), ("area",), takes=_GROUP | _POOLED, needs_level=True),
    "definition": ShapeRule((0, 1), (), years="none", takes=frozenset({"concept"})),
    "relation": ShapeRule((2, 2), ("area",), needs_level=True),
    "spread": ShapeRule((1, 1), ("area",), takes=_GROUP),
    "similar": ShapeRule(
        (0, 12), ("area",), takes=frozenset({"limit"}), default_limit=10, needs_codes=True
    ),
    "segregation": ShapeRule(
        (0, 0), ("indicator",), takes=frozenset({"comparator"}), needs_codes=True
    ),
}

OF_MANY: frozenset[Shape] = frozenset({"profile", "segregation"})
"""Shapes with a row for each of several figures, each in its own unit and newest year."""
