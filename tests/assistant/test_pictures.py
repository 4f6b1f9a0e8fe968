"""Shape and size of an answer → picture: one row a case."""

import itertools
from typing import Any, get_args

import pytest

from assistant.pictures import DRAWN, Kind, Picture, Size, has_map, picture, picture_of, size_of
from semantic.question import SHAPES
from tests.assistant import factory
from tests.assistant.spoken import CASES as CASES_SAID

CASES: list[tuple[str, dict[str, Any], Picture]] = [
    ("definition", {}, Picture("card")),
    ("value", {"rows": 0}, Picture("table")),
    ("value", {"rows": 1, "figures": 0}, Picture("table")),
    ("value", {"rows": 1, "peers": 290}, Picture("strip", "strip")),
    ("value", {"rows": 1, "peers": 3}, Picture("number")),
    ("value", {"rows": 1}, Picture("number")),
    ("value", {"rows": 3, "areas": 3, "series": 3}, Picture("bars", "bars")),
    ("value", {"rows": 2, "groups": 2, "series": 2}, Picture("bars", "bars")),
    ("value", {"rows": 20, "groups": 20, "series": 20}, Picture("dots", "dots")),
    ("trend", {"rows": 1}, Picture("number")),
    ("trend", {"rows": 10, "periods": 10}, Picture("line", "line")),
    ("trend", {"rows": 10, "periods": 10, "figures": 1}, Picture("line", "line")),
    ("trend", {"rows": 10, "periods": 10, "figures": 0}, Picture("table")),
    ("trend", {"rows": 50, "periods": 10, "areas": 5, "series": 5}, Picture("line", "line")),
    (
        "trend",
        {"rows": 330, "periods": 10, "areas": 33, "series": 33},
        Picture("small_multiples", "small_multiples"),
    ),
    ("trend", {"rows": 2900, "periods": 10, "areas": 290, "series": 290}, Picture("table")),
    ("trend", {"rows": 20, "periods": 10, "groups": 2, "series": 2}, Picture("line", "line")),
    ("trend", {"rows": 50, "periods": 10, "types": 5}, Picture("type_lines", "type_lines")),
    ("compare_areas", {"rows": 1}, Picture("number")),
    ("compare_areas", {"rows": 5, "areas": 5, "series": 5}, Picture("bars", "bars")),
    ("compare_areas", {"rows": 33, "areas": 33, "series": 33}, Picture("dots", "dots")),
    ("compare_areas", {"rows": 100, "areas": 100, "series": 100}, Picture("ends", "ends")),
    (
        "compare_areas",
        {"rows": 33, "areas": 33, "series": 33, "whole": True},
        Picture("dots", "dots", True),
    ),
    (
        "compare_areas",
        {"rows": 290, "areas": 290, "series": 290, "whole": True},
        Picture("map", "ends", True),
    ),
    (
        "compare_areas",
        {"rows": 5984, "areas": 5984, "series": 5984, "whole": True, "level": "deso"},
        Picture("ends", "ends"),
    ),
    (
        "compare_areas",
        {"rows": 12, "areas": 6, "groups": 2, "series": 12},
        Picture("group_dots", "group_dots"),
    ),
    ("compare_areas", {"rows": 99, "areas": 3, "groups": 33, "series": 99}, Picture("table")),
    (
        "compare_areas",
        {"rows": 6, "areas": 2, "periods": 3, "series": 2, "whole": True},
        Picture("line", "line"),
    ),
    ("rank", {"rows": 10, "areas": 10, "series": 10, "whole": True}, Picture("bars", "bars", True)),
    ("rank", {"rows": 1, "whole": True}, Picture("bars", "bars", True)),
    (
        "rank",
        {"rows": 290, "areas": 290, "series": 290, "whole": True},
        Picture("map", "ends", True),
    ),
    ("map", {"rows": 21, "areas": 21, "series": 21, "whole": True}, Picture("map", "dots", True)),
    ("map", {"rows": 3, "areas": 3, "series": 3}, Picture("map", "bars", True)),
    (
        "map",
        {"rows": 290, "areas": 290, "figures": 0, "whole": True},
        Picture("table", None, True),
    ),
    ("map", {"rows": 900, "areas": 900, "whole": True, "level": "deso"}, Picture("ends", "ends")),
    ("threshold", {"rows": 0, "whole": True}, Picture("table")),
    ("threshold", {"rows": 12, "areas": 12, "whole": True}, Picture("bars", "bars", True)),
    ("threshold", {"rows": 80, "areas": 80, "whole": True}, Picture("map", "ends", True)),
    ("threshold", {"rows": 80, "areas": 80}, Picture("ends", "ends")),
    ("change", {"rows": 1}, Picture("number")),
    ("change", {"rows": 33, "areas": 33}, Picture("change_bars", "change_bars")),
    ("change", {"rows": 290, "areas": 290, "whole": True}, Picture("map", "ends", True)),
    ("change", {"rows": 66, "areas": 33, "groups": 2}, Picture("ends", "ends")),
    ("compare_types", {"rows": 5, "types": 5}, Picture("type_bars", "type_bars")),
    (
        "compare_types",
        {"rows": 15, "types": 5, "areas": 3, "series": 3},
        Picture("type_dots", "type_dots"),
    ),
    ("compare_types", {"rows": 500, "types": 5, "areas": 100, "series": 100}, Picture("table")),
    (
        "compare_types",
        {"rows": 10, "types": 5, "groups": 2, "series": 2},
        Picture("group_dots", "group_dots"),
    ),
    (
        "compare_types",
        {"rows": 20, "types": 5, "areas": 2, "groups": 2, "series": 4},
        Picture("table"),
    ),
    ("compare_types", {"rows": 50, "types": 5, "periods": 10}, Picture("type_lines", "type_lines")),
    (
        "compare_types",
        {"rows": 100, "types": 5, "periods": 10, "areas": 2, "series": 2},
        Picture("table"),
    ),
    ("population_share", {"rows": 5, "types": 5}, Picture("share_bar", "share_bar")),
    ("population_share", {"rows": 1, "types": 1}, Picture("type_bars", "type_bars")),
    (
        "population_share",
        {"rows": 50, "types": 5, "periods": 10},
        Picture("type_lines", "type_lines"),
    ),
    (
        "population_share",
        {"rows": 75, "types": 5, "areas": 15, "series": 15},
        Picture("share_bar", "share_bar"),
    ),
    (
        "population_share",
        {"rows": 165, "types": 5, "areas": 33, "series": 33},
        Picture("type_dots", "type_dots"),
    ),
    ("compare_areas", {"rows": 1, "alike": 5}, Picture("bars", "bars")),
    ("compare_areas", {"rows": 9, "periods": 9, "alike": 5}, Picture("line", "line")),
    ("value", {"rows": 1, "alike": 5, "peers": 290}, Picture("strip", "strip")),
    ("gap", {"rows": 1}, Picture("dumbbell", "dumbbell")),
    ("gap", {"rows": 10, "periods": 10}, Picture("gap_lines", "gap_lines")),
    ("gap", {"rows": 30, "periods": 10, "areas": 3, "series": 3}, Picture("line", "line")),
    ("gap", {"rows": 330, "periods": 10, "areas": 33, "series": 33}, Picture("table")),
    ("gap", {"rows": 290, "areas": 290, "series": 290}, Picture("table")),
    ("gap", {"rows": 10, "periods": 10, "figures": 0}, Picture("table")),
    ("split", {"rows": 6, "types": 5}, Picture("split_bars", "split_bars")),
    ("split", {"rows": 12, "types": 5, "areas": 2, "series": 2}, Picture("table")),
    (
        "areas_of_type",
        {"rows": 40, "types": 5, "areas": 40, "whole": True, "level": "regso"},
        Picture("map", "type_counts", True),
    ),
    (
        "areas_of_type",
        {"rows": 40, "types": 1, "areas": 40, "whole": True, "level": "regso"},
        Picture("map", None, True),
    ),
    (
        "type_changes",
        {"rows": 12, "areas": 12, "whole": True, "level": "regso"},
        Picture("type_moves", "type_moves", True),
    ),
    ("type_changes", {"rows": 0, "whole": True}, Picture("table")),
    ("profile", {"rows": 20, "compared": True}, Picture("spine", "spine")),
    ("profile", {"rows": 20}, Picture("table")),
    ("profile", {"rows": 40, "areas": 2, "series": 2, "compared": True}, Picture("table")),
    ("spread", {"rows": 1, "peers": 3363}, Picture("strips", "strips")),
    ("spread", {"rows": 15, "areas": 15}, Picture("strips", "strips")),
    ("spread", {"rows": 16, "areas": 16}, Picture("table")),
    ("similar", {"rows": 10, "areas": 10, "compared": True}, Picture("bars", "bars", True)),
    ("similar", {"rows": 50, "areas": 50, "level": "deso"}, Picture("ends", "ends")),
    ("segregation", {"rows": 12, "compared": True}, Picture("measures", "measures")),
    ("segregation", {"rows": 12, "figures": 0}, Picture("table")),
    ("relation", {"rows": 33, "areas": 33, "whole": True}, Picture("scatter", "scatter")),
    ("relation", {"rows": 33, "areas": 33, "figures": 0}, Picture("table")),
    ("rank", {"rows": 10, "areas": 10, "whole": True, "view": "map"}, Picture("map", "bars", True)),
    ("rank", {"rows": 10, "areas": 10, "view": "map"}, Picture("bars", "bars")),
    (
        "compare_areas",
        {"rows": 290, "areas": 290, "whole": True, "view": "chart"},
        Picture("ends", "ends", True),
    ),
    ("value", {"rows": 1, "view": "chart"}, Picture("number")),
    ("trend", {"rows": 10, "periods": 10, "view": "table"}, Picture("table", "line")),
]


@pytest.mark.parametrize(
    ("shape", "parts", "expected"),
    CASES,
    ids=[f"{shape}-{place}" for place, (shape, *_) in enumerate(CASES)],
)
def test_picture(shape: Any, parts: dict[str, Any], expected: Picture) -> None:
    size = Size(shape=shape, **{"figures": parts.get("rows", 0), **parts})
    assert picture(size) == expected


def test_figures_beside_several_areas_one_by_one_are_no_deviations() -> None:
    assert picture_of(CASES_SAID["profile beside similar areas"]()).main == "spine"
    assert picture_of(CASES_SAID["profile beside similar areas, one by one"]()).main == "table"


def test_every_shape_has_a_case() -> None:
    assert {shape for shape, *_ in CASES} == set(SHAPES)


def test_every_kind_is_reached() -> None:
    reached = {kind for *_, each in CASES for kind in (each.main, each.chart) if kind}
    assert reached == set(get_args(Kind))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_size_has_a_picture_that_can_be_made(shape: Any) -> None:
    few_to_many = (0, 1, 2, 6, 41)
    for rows, areas, types, periods, groups in itertools.product(few_to_many, repeat=5):
        size = Size(shape=shape, rows=rows, figures=rows, areas=max(1, areas), types=types,
                    periods=max(1, periods), groups=max(1, groups),
                    series=max(1, areas) * max(1, groups), whole=bool(areas % 2))  # fmt: skip
        found = picture(size)
        assert found.chart is None or found.chart in DRAWN
        assert found.main in ("map", found.chart) or found.main not in DRAWN
        assert found.main != "map" or found.has_map


@pytest.mark.parametrize("kind", sorted(factory.every_kind()))
def test_answers_get_their_kind(kind: str) -> None:
    found = picture_of(factory.every_kind()[kind])
    assert kind in (found.main, found.chart)


def test_size_is_read_off_the_answer() -> None:
    size = size_of(factory.trend(factory.AREAS[:2]))
    assert (size.areas, size.periods, size.series, size.types) == (2, 12, 2, 0)
    assert size.figures == 22
    assert size.compared


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (factory.of_areas("rank", factory.AREAS), True),
        (factory.of_areas("map", factory.regso(30), "regso"), True),
        (factory.of_areas("map", factory.regso(30), "deso"), False),
        (factory.areas_of_type(), True),
        (factory.type_changes(), True),
        (factory.change(factory.AREAS), True),
        (factory.one_value(), False),
        (factory.trend(factory.AREAS), False),
        (factory.by_sex(), False),
    ],
)
def test_a_map_only_where_all_areas_are_shown(answer: Any, expected: bool) -> None:
    assert has_map(answer) is expected
