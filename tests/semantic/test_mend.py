"""A suggestion lands where the refused part was, and brings along what must follow it."""

from typing import Any

import pytest

from semantic.errors import QuestionError, Suggestion
from semantic.mend import mended

CASES: list[tuple[dict[str, Any], dict[str, Any], Suggestion, dict[str, Any]]] = [
    (
        {"indicators": ["a", "b"]}, {"indicator": "b"}, Suggestion("indicator", "c"),
        {"indicators": ["a", "c"]},
    ),
    ({"indicators": ["a", "b"]}, {}, Suggestion("indicator", "a"), {"indicators": ["a"]}),
    (
        {"areas": {"level": "regso", "codes": ["1280R001", "1280R999"]}}, {"given": "1280R999"},
        Suggestion("area", "1280R002"), {"areas": {"codes": ["1280R001", "1280R002"]}},
    ),
    (
        {"areas": {"level": "regso", "codes": ["1280R001"]}}, {"area": "1280R001"},
        Suggestion("area", "1280"), {"areas": {"codes": ["1280"]}},
    ),
    (
        {"areas": {"level": "regso", "within": ["1280"]}}, {"area": "1280"},
        Suggestion("area", "12"), {"areas": {"level": "regso", "within": ["12"]}},
    ),
    (
        {"areas": {"level": "kommun"}}, {}, Suggestion("area", "1280"),
        {"areas": {"codes": ["1280"]}},
    ),
    (
        {"areas": {"codes": ["1280", "12"]}}, {}, Suggestion("areas", ["1280"]),
        {"areas": {"codes": ["1280"]}},
    ),
    (
        {"areas": {"codes": ["1280R001"]}}, {}, Suggestion("level", "kommun"),
        {"areas": {"level": "kommun", "codes": ["1280"]}},
    ),
    (
        {"areas": {"codes": ["1280"]}}, {}, Suggestion("level", "regso"),
        {"areas": {"level": "regso", "within": ["1280"]}},
    ),
    (
        {"areas": {"level": "regso", "within": ["1280"]}}, {}, Suggestion("level", "riket"),
        {"areas": {"level": "riket"}},
    ),
    ({}, {}, Suggestion("level", "kommun"), {"areas": {"level": "kommun"}}),
    (
        {"periods": {"mode": "list", "years": [2018, 2020]}}, {"year": 2020},
        Suggestion("year", 2021), {"periods": {"mode": "list", "years": [2018, 2021]}},
    ),
    (
        {"periods": {"mode": "range", "from": 2018, "to": 2020}}, {"year": 2020},
        Suggestion("year", 2021), {"periods": {"mode": "range", "from": 2018, "to": 2021}},
    ),
    (
        {"periods": {"mode": "top", "n": 3}}, {}, Suggestion("year", 2021),
        {"periods": {"mode": "list", "years": [2021]}},
    ),
    (
        {}, {}, Suggestion("years", [2018, 2021]),
        {"periods": {"mode": "list", "years": [2018, 2021]}},
    ),
    ({}, {}, Suggestion("type_year", 2022), {"type_basis": {"mode": "fixed", "year": 2022}}),
    ({"shape": "rnk"}, {}, Suggestion("shape", "rank"), {"shape": "rank"}),
    ({"types": [1, 9]}, {"key": "types.1"}, Suggestion("value", 5), {"types": [1, 5]}),
    (
        {"areas": {"lvl": 1}}, {"key": "areas.lvl"}, Suggestion("key", "level"),
        {"areas": {"level": 1}},
    ),
    ({"types": [1], "v": 1}, {"key": "types"}, Suggestion("without", "types"), {"v": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("document", "details", "chosen", "expected"), CASES)
def test_mended(document, details, chosen, expected):
    before = repr(document)
    assert mended(document, QuestionError("bad_value", details), chosen) == expected
    assert repr(document) == before
