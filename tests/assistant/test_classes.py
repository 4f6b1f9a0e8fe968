"""Map classes: round bounds, a class a figure, hatch for missing, nothing judged without cause."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.classes import map_classes, round_bounds
from assistant.colours import DIVERGING, JUDGED_STEPS, SEQUENCE, TYPES
from assistant.language import speech_for
from assistant.screen.map.payload import AreaClass, MapLabels, payload
from semantic.answer import Answer
from tests.assistant import factory

SV = speech_for("sv")
TENTHS = st.lists(st.integers(-500, 1000), min_size=1, max_size=60)


def classes(answer: Answer) -> list[tuple[str, str]]:
    found = map_classes(answer, SV)
    assert found is not None
    return [(each.label, each.colour) for each in found.classes]


@given(TENTHS, st.integers(0, 2))
def test_bounds_are_round_rising_and_leave_no_class_empty(raw: list[int], decimals: int) -> None:
    values = sorted(Decimal(each).scaleb(-decimals) for each in raw)
    bounds = round_bounds(values, decimals)
    assert len(bounds) <= 4
    assert all(low < high for low, high in pairwise(bounds))
    edges = [None, *bounds, None]
    for low, high in pairwise(edges):
        assert any((low is None or value >= low) and (high is None or value < high)
                   for value in values)  # fmt: skip
    for bound in bounds:
        assert -bound.normalize().as_tuple().exponent <= decimals  # type: ignore[operator]


def test_values_have_five_classes_of_about_as_many_areas() -> None:
    found = map_classes(factory.of_areas("map", factory.regso(80), "regso"), SV)
    assert found is not None
    assert [each.colour for each in found.classes] == list(SEQUENCE)
    counts = [list(found.area_class.values()).count(place) for place in range(5)]
    assert sum(counts) == 80
    assert min(counts) >= 10


def test_labels_name_what_is_shown_and_do_not_overlap() -> None:
    labels = [label for label, _ in classes(factory.of_areas("map", factory.regso(80), "regso"))]
    assert labels[1:4] == ["11,0–17,9", "18,0–22,9", "23,0–30,9"]


def test_one_value_is_one_class() -> None:
    answer = factory.of_areas("map", factory.AREAS)
    answer.rows["value"] = 12.0
    assert [label for label, _ in classes(answer)] == ["12,0"]


def test_missing_is_hatched_and_says_why() -> None:
    answer = factory.of_areas("map", factory.AREAS)
    answer.rows.loc[0, ["value", "status"]] = [None, "suppressed"]
    answer.rows.loc[1, ["value", "status"]] = [None, "missing"]
    found = map_classes(answer, SV)
    assert found is not None
    hatched = [each.label for each in found.classes if each.pattern == "hatch"]
    assert hatched == ["Sekretess", "Uppgift saknas"]
    assert found.tooltip["1280"] == "Malmö\nsekretess"


def test_change_is_judged_only_with_a_polarity() -> None:
    judged = [colour for _, colour in classes(factory.change(factory.kommuner(50)))]
    plain = [colour for _, colour in classes(factory.change(factory.kommuner(50),
                                                            factory.UNJUDGED))]  # fmt: skip
    assert judged == list(JUDGED_STEPS[::-1])
    assert plain == list(DIVERGING)


def test_the_middle_class_of_change_holds_zero() -> None:
    answer = factory.change(factory.kommuner(50))
    answer.rows.loc[7, "value"] = 0.0
    found = map_classes(answer, SV)
    assert found is not None
    assert found.area_class[answer.rows.loc[7, "area"]] == 2


def test_changes_that_are_all_nothing() -> None:
    answer = factory.change(factory.kommuner(50))
    answer.rows["value"] = 0.0
    found = map_classes(answer, SV)
    assert found is not None
    assert set(found.area_class.values()) == {1}
    assert len(found.classes) == 3


def test_types_have_their_five_colours() -> None:
    assert [colour for _, colour in classes(factory.areas_of_type())] == list(TYPES.values())
    only = map_classes(factory.areas_of_type(kinds=(1, 2)), SV)
    assert only is not None
    assert [each.colour for each in only.classes] == [TYPES[1], TYPES[2]]
    assert only.rest != map_classes(factory.of_areas("map", factory.AREAS), SV).rest  # type: ignore[union-attr]


def test_steps_of_type_changes() -> None:
    answer = factory.type_changes(4)
    answer.rows["value"] = [-3, -1, 1, 4]
    found = map_classes(answer, SV)
    assert found is not None
    assert list(found.area_class.values()) == [0, 1, 2, 3]


def test_threshold_is_one_class_with_the_limit_as_asked() -> None:
    answer = factory.of_areas("threshold", factory.AREAS)
    assert [label for label, _ in classes(answer)] == ["Minst 4,0\u00a0%"]


def test_no_map_of_areas_that_were_picked_out() -> None:
    assert map_classes(factory.one_value(), SV) is None
    assert map_classes(factory.trend(factory.AREAS), SV) is None


def test_a_moved_border_is_marked() -> None:
    answer = factory.change(factory.AREAS)
    answer.rows.loc[0, ["value", "status"]] = [None, "not_applicable"]
    found = map_classes(answer, SV)
    assert found is not None
    assert found.marked == ("1280",)


@pytest.mark.parametrize(
    ("level", "answer"),
    [
        ("regso", factory.of_areas("map", factory.regso(80), "regso")),
        ("kommun", factory.of_areas("rank", factory.AREAS)),
        ("kommun", factory.change(factory.kommuner(40))),
        ("kommun", factory.of_areas("threshold", factory.AREAS)),
        ("regso", factory.areas_of_type()),
        ("regso", factory.type_changes()),
    ],
)
def test_the_map_component_takes_it(level: str, answer: Answer) -> None:
    found = map_classes(answer, SV)
    assert found is not None
    labels = MapLabels.__required_keys__
    payload(
        level=level,
        shapes_url="/shapes/x.json",
        classes=[AreaClass(label=x.label, colour=x.colour, pattern=x.pattern)
                 for x in found.classes],
        area_class=found.area_class,
        tooltip=found.tooltip,
        within=(),
        selected=None,
        marked=found.marked,
        alt="x",
        labels=dict.fromkeys(labels, "x"),  # type: ignore[arg-type]
    )  # fmt: skip
