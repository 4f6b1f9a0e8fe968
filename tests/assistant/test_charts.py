"""Every chart is valid Vega-Lite, honest about gaps and breaks, and says when it is invented."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from assistant.charts import chart, draw
from assistant.charts.scale import apart, axis, wrapped
from assistant.charts.series import Point, Series, break_years, line_rows, runs, stretches
from assistant.colours import BLUE, FALL, GREY, JUDGED, RISE, TYPES
from assistant.language import speech_for
from assistant.pictures import DRAWN
from semantic.answer import Answer
from semantic.model import Break, Text
from tests.assistant import factory
from tests.assistant.spoken import CASES

SV, EN = speech_for("sv"), speech_for("en")
HOSTILE = "<img src=x onerror=alert(1)>\"'; datum['x'] {signal} =1+1 \\n"
FINITE = st.floats(-1e6, 1e6, allow_nan=False)


@cache
def validator() -> Draft7Validator:
    folder = Path(alt.__file__).parent / "vegalite" / "v6" / "schema"
    return Draft7Validator(json.loads((folder / "vega-lite-schema.json").read_text("utf-8")))


SIMILAR = {
    "bars": "compare_areas beside similar areas",
    "line": "trend beside similar areas",
    "small_multiples": "trend beside similar areas, one by one",
    "spine": "profile beside similar areas",
    "measures": "segregation beside similar places",
}


def more_answers() -> dict[str, tuple[str, Answer]]:
    """Kinds at their edges: one row, negative, without a judgement, by sex, two lines a name."""
    gone = factory.of_areas("compare_areas", factory.AREAS)
    gone.rows.loc[1:, ["value", "status"]] = [None, "missing"]
    return {
        "one bar": ("bars", factory.of_areas("rank", factory.AREAS[:1])),
        "long names": ("bars", factory.of_areas("rank", factory.regso(12), "regso")),
        "one figure of six": ("bars", gone),
        "ages": ("bars", factory.by_age()),
        "change, not judged": ("change_bars", factory.change(factory.AREAS, factory.UNJUDGED)),
        "change in percent": ("change_bars", factory.change(factory.AREAS, measure="percent")),
        "many changes": ("ends", factory.change(factory.kommuner(60))),
        "few in ends": ("ends", factory.of_areas("rank", factory.AREAS)),
        "sex over time": ("line", factory.by_sex(("1280",), range(2015, 2024))),
        "one year as a line": ("line", factory.trend(factory.AREAS[:1], range(2023, 2024))),
        "one gap": ("dumbbell", factory.gap()),
        "ratio": ("gap_lines", factory.gap(range(2014, 2024), measure="ratio")),
        "gaps of areas": ("line", factory.gap(range(2014, 2024), factory.AREAS[:3])),
        "tenths": ("dumbbell", factory.gap(measure="tenths")),
        "tenths over time": ("gap_lines", factory.gap(range(2014, 2024), measure="tenths")),
        "gap in persons": ("dumbbell", factory.gap(measure="persons")),
        "a split of each type": ("split_bars", factory.split("retyped")),
        "shares of areas": ("share_bar", factory.population_share(factory.AREAS[:4])),
        "shares over time": (
            "type_lines",
            factory.population_share(years=tuple(range(2012, 2024))),
        ),
        "few multiples": ("small_multiples", factory.trend(factory.AREAS)),
        **{f"{kind}, similar areas": (kind, CASES[name]()) for kind, name in SIMILAR.items()},
        "real data": ("strip", factory.one_value(example_data=False)),
    }


ANSWERS: dict[str, tuple[str, Answer]] = {
    **{kind: (kind, answer) for kind, answer in factory.every_kind().items()},
    **more_answers(),
}


def spec_of(name: str, language: str = "sv") -> dict[str, Any]:
    kind, answer = ANSWERS[name]
    spec = draw(kind, answer, speech_for(language))  # type: ignore[arg-type]
    assert spec is not None
    return spec


def inside(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key and value, at any depth."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            yield from inside(item)
    elif isinstance(value, list):
        for item in value:
            yield from inside(item)


def drawn(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The rows of all layers of a mark that can be pointed at."""
    return [
        row
        for layer in spec["layer"]
        if layer["mark"]["type"] == kind and "tooltip" in layer.get("encoding", {})
        for row in layer["data"]["values"]
    ]


@pytest.mark.parametrize("name", ANSWERS)
def test_valid_vega_lite(name: str) -> None:
    spec = spec_of(name)
    json.dumps(spec, allow_nan=False)
    errors = [error.message[:300] for error in validator().iter_errors(spec)]
    assert errors == []


def test_similar_areas_are_one_grey_line_and_each_a_bar_of_its_own() -> None:
    bars = drawn(spec_of("bars, similar areas"), "bar")
    assert [row["name"] for row in bars] == ["Malmö", "Lund", "Kristianstad"]
    assert [row["colour"] == GREY for row in bars] == [False, True, True]
    lines = drawn(spec_of("line, similar areas"), "point")
    assert {row["name"] for row in lines} == {"Malmö", "Liknande områden (2)"}
    assert "Liknande områden (2) 14,1" in json.dumps(
        spec_of("bars, similar areas"), ensure_ascii=False
    )
    assert "Liknande områden (2): 14,1" in spec_of("spine, similar areas")["description"].replace(
        "\u00a0", " "
    )


def test_similar_areas_that_cannot_be_one_are_each_a_line_or_a_mark_of_one_kind() -> None:
    spec = draw("line", CASES["trend beside similar areas, one by one"](), SV)
    assert spec is not None
    names = {row["name"] for row in drawn(spec, "point")}
    assert names == {"Malmö", "Lund", "Kristianstad"}
    marks = drawn(spec_of("measures, similar areas"), "point")
    assert {row["group"] for row in marks} == {"Malmö, RegSO", "Liknande områden (2), RegSO"}
    assert {row["text"] for row in marks} == {"27,3", "Lund: 21,2", "Kristianstad: 29,4"}


def test_every_kind_is_drawn() -> None:
    assert {kind for kind, _ in ANSWERS.values()} == set(DRAWN)


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_follows_the_width_and_fetches_nothing(name: str, language: str) -> None:
    spec = spec_of(name, language)
    assert spec["width"] == "container"
    assert spec["autosize"]["type"] == "fit-x"
    assert not [key for key, _ in inside(spec) if key in ("url", "href", "datasets", "transition")]
    number = spec["config"]["locale"]["number"]
    assert number["decimal"] == ("," if language == "sv" else ".")
    assert "Source Sans" in spec["config"]["font"]


@pytest.mark.parametrize("name", ANSWERS)
def test_title_is_measure_place_year_and_unit_in_short_lines(name: str) -> None:
    title = spec_of(name)["title"]
    assert all(len(line) <= 40 for line in title["text"])
    assert all(len(line) <= 50 for line in title["subtitle"])
    assert any("20" in line for line in title["subtitle"])


@pytest.mark.parametrize("name", ANSWERS)
def test_example_data_says_so_inside_the_chart_and_in_its_description(name: str) -> None:
    spec, english = spec_of(name), spec_of(name, "en")
    invented = ANSWERS[name][1].example_data
    assert ("Exempeldata – påhittade siffror" in spec["title"]["subtitle"]) is invented
    assert ("Example data – invented figures" in english["title"]["subtitle"]) is invented
    assert spec["description"].startswith("Exempeldata") is invented


def test_the_description_holds_the_figures_when_they_are_few() -> None:
    assert "Malmö: 32,8\u00a0%" in spec_of("bars")["description"]
    assert len(spec_of("small_multiples")["description"]) < 600


@pytest.mark.parametrize("name", ANSWERS)
def test_labels_are_horizontal_and_every_mark_is_described(name: str) -> None:
    spec = spec_of(name)
    assert spec["config"]["axis"]["labelAngle"] == 0
    for layer in spec["layer"]:
        if "tooltip" in layer.get("encoding", {}):
            assert "description" in layer["encoding"]
            assert all(row["said"] for row in layer["data"]["values"])


@pytest.mark.parametrize("name", ["bars", "long names", "type_bars", "change_bars", "type_counts"])
def test_bars_start_at_zero(name: str) -> None:
    low, high = spec_of(name)["encoding"]["x"]["scale"]["domain"]
    assert low <= 0 <= high


@pytest.mark.parametrize("name", ["bars", "long names", "dots", "change_bars"])
def test_room_for_figures_is_kept_at_every_width(name: str) -> None:
    spec = spec_of(name)
    left, right = spec["encoding"]["x"]["scale"]["range"]
    assert right["expr"].startswith("width - ")
    assert left >= 0


def test_missing_is_a_word_and_never_a_bar() -> None:
    spec = spec_of("bars")
    assert [row["name"] for row in drawn(spec, "bar")] == [
        "Malmö",
        "Lund",
        "Vellinge",
        "Trelleborg",
    ]
    words = [row.get("label") for layer in spec["layer"] for row in layer["data"]["values"]]
    assert "uppgift saknas" in words
    assert "sekretess" in words


def test_a_preliminary_bar_is_hollow_and_said_to_be() -> None:
    spec = spec_of("bars")
    bars = {row["name"]: row for row in drawn(spec, "bar")}
    assert bars["Lund"]["fill"] == "#ffffff"
    assert bars["Malmö"]["fill"] == BLUE
    assert "preliminär" in bars["Lund"]["text"] or "preliminary" in bars["Lund"]["text"]


def test_riket_is_a_grey_line_with_its_figure() -> None:
    texts = [row.get("label") for layer in spec_of("bars")["layer"]
             for row in layer["data"]["values"]]  # fmt: skip
    assert "Riket 14,7" in texts


def test_judged_only_where_the_indicator_says_what_is_good() -> None:
    judged = drawn(spec_of("change_bars"), "bar")
    assert {row["colour"] for row in judged} <= set(JUDGED.values())
    assert {row["colour"] for row in judged if row["x"] > 0} == {JUDGED["worse"]}
    labels = [row["label"] for row in judged]
    assert all(label[-1] in "▲●▼" for label in labels)
    plain = drawn(spec_of("change, not judged"), "bar")
    assert {row["colour"] for row in plain} == {FALL, RISE}
    assert not any(label in row["label"] for row in plain for label in "▲●▼")


@pytest.mark.parametrize("name", ["type_bars", "type_counts"])
def test_types_have_the_ordered_hue_and_an_outline(name: str) -> None:
    bars = drawn(spec_of(name), "bar")
    assert [row["fill"] for row in bars] == list(TYPES.values())
    assert {row["outline"] for row in bars} == {TYPES[1]}


def test_shares_lie_end_to_end() -> None:
    bars = drawn(spec_of("share_bar"), "bar")
    assert bars[0]["x"] == 0
    assert all(before["x2"] == after["x"] for before, after in pairwise(bars))
    assert bars[-1]["x2"] == pytest.approx(100)


def test_ends_says_how_many_are_between() -> None:
    spec = spec_of("ends")
    assert len(drawn(spec, "bar")) == 20
    assert "40" in json.dumps(spec["layer"][0]["encoding"]["y"]["scale"]["domain"])


def test_small_multiples_have_a_panel_an_area_on_one_scale() -> None:
    spec = spec_of("small_multiples")
    points = drawn(spec, "point")
    assert {row["panel"] for row in points} == set(range(33))
    assert spec["encoding"]["y"]["scale"]["domain"] == [17, 0]
    for row in points:
        assert row["panel"] % 2 <= row["x"] <= row["panel"] % 2 + 1
        assert row["panel"] // 2 <= row["y"] <= row["panel"] // 2 + 1


def test_panels_of_counts_have_scales_of_their_own() -> None:
    people = replace(
        factory.trend(factory.AREAS),
        resolved=replace(
            factory.trend(factory.AREAS).resolved, indicators=(factory.indicator("folkmangd"),)
        ),
    )
    people.rows.loc[people.rows["area"] == "1280", "value"] *= 100_000
    spec = draw("small_multiples", people, EN)
    assert spec is not None
    assert "Each panel has its own scale" in spec["title"]["subtitle"]
    small = [row["y"] for row in drawn(spec, "point") if row["name"] == "Lund"]
    assert max(small) - min(small) > 0.2


@pytest.mark.parametrize("kind", sorted(DRAWN))
def test_hostile_names_are_text_and_nothing_else(kind: str) -> None:
    answer = factory.every_kind()[kind]
    codes = [*factory.AREAS, *factory.kommuner(290), *factory.regso(80), "12"]
    names = {(code, year): HOSTILE for code in codes for year in range(2000, 2030)}
    spec = draw(kind, replace(answer, names=names), SV)
    assert spec is not None
    for key, value in inside(spec):
        if key in ("expr", "labelExpr", "signal", "test", "filter", "field", "format"):
            assert "onerror" not in json.dumps(value)
    assert not list(validator().iter_errors(spec))


def test_definition_and_empty_answers_have_no_chart() -> None:
    assert chart(factory.definition(), SV) is None
    assert chart(factory.of_areas("compare_areas", ()), SV) is None
    assert chart(factory.of_areas("value", factory.AREAS[:1]), SV) is None


def test_a_map_of_all_areas_has_a_chart_beside_it() -> None:
    spec = chart(factory.of_areas("map", factory.AREAS), SV)
    assert spec is not None
    assert len(drawn(spec, "bar")) == 6


def test_a_break_is_marked_with_its_year() -> None:
    spec = spec_of("line")
    words = [row.get("said") for layer in spec["layer"] for row in layer["data"]["values"]]
    assert any("2019" in word and word[0] == "B" for word in words if word)


def point(year: int, value: float | None, segment: int = 0, early: bool = False) -> Point:
    return Point(year, value, segment, early, "")


def test_no_line_crosses_a_break_or_a_missing_year() -> None:
    points = [point(2015, 1.0), point(2016, 2.0), point(2017, None), point(2018, 3.0),
              point(2019, 4.0, 1), point(2020, 5.0, 1)]  # fmt: skip
    assert [[each.year for each in run] for run in runs(points)] == [
        [2015, 2016],
        [2018],
        [2019, 2020],
    ]
    assert break_years([Series("a", "", "", tuple(points))]) == [2019]


def test_a_line_to_a_preliminary_figure_is_dashed() -> None:
    run = [point(2020, 1.0), point(2021, 2.0), point(2022, 3.0, early=True)]
    assert [(dashed, [each.year for each in part]) for dashed, part in stretches(run)] == [
        (False, [2020, 2021]),
        (True, [2021, 2022]),
    ]


@given(st.lists(st.tuples(st.none() | FINITE, st.integers(0, 2), st.booleans()), max_size=12))
def test_lines_join_only_neighbours_of_one_segment(
    raw: list[tuple[float | None, int, bool]],
) -> None:
    segments = sorted(segment for _, segment, _ in raw)
    points = tuple(
        point(2000 + place, value, segments[place], early)
        for place, (value, _, early) in enumerate(raw)
    )
    series = Series("a", "#000000", "circle", points)
    known = {each.year: each for each in points}
    pieces: dict[str, list[int]] = {}
    for dashed in (False, True):
        for row in line_rows(series, dashed):
            pieces.setdefault(f"{dashed}{row['piece']}", []).append(row["x"])
    for years in pieces.values():
        for before, after in pairwise(years):
            assert after == before + 1
            assert known[before].segment == known[after].segment
            assert known[before].value is not None
            assert known[after].value is not None


@given(st.lists(FINITE, min_size=1, max_size=20), st.booleans())
def test_an_axis_encloses_its_figures_with_round_ticks(values: list[float], zero: bool) -> None:
    found = axis(values, zero=zero)
    slack = 1e-6 * max(1, abs(found.low), abs(found.high))
    assert found.low - slack <= min(values)
    assert max(values) <= found.high + slack
    assert found.low < found.high
    assert 2 <= len(found.ticks) <= 12
    if zero:
        assert found.low <= 0 <= found.high


@given(st.text(max_size=80), st.integers(5, 25), st.integers(1, 3))
def test_wrapped_text_fits(text: str, width: int, lines: int) -> None:
    found = wrapped(text, width, lines)
    assert 1 <= len(found) <= lines
    assert all(len(line) <= width + 2 for line in found)


def test_names_are_broken_at_spaces_and_hyphens() -> None:
    assert wrapped("Kungshamn–Smögen norra", 12) == ["Kungshamn–", "Smögen norra"]
    assert wrapped("Malmö", 12) == ["Malmö"]


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8))
def test_labels_keep_apart_and_inside(wanted: list[float]) -> None:
    heights = [20.0] * len(wanted)
    placed = apart(wanted, heights, 0, 300)
    for before, after in pairwise(sorted(placed)):
        assert after - before >= 20 - 1e-6
    assert min(placed) >= 10 - 1e-6
    assert max(placed) <= 290 + 1e-6


def test_a_break_before_the_first_year_draws_no_rule() -> None:
    broken = Break(year=2019, kind="method", text=Text(sv="Ny metod", en="New method"))
    answer = factory.trend(factory.AREAS[:1], range(2019, 2024), breaks=(broken,))
    spec = draw("line", answer, EN)
    assert spec is not None
    assert "Break 2019" not in json.dumps(spec)


def test_the_medians_are_drawn_across_and_no_line_is_fitted() -> None:
    pairs = [(1.0, 10.0), (2.0, 40.0), (9.0, 20.0)]
    spec = draw("scatter", factory.relation(factory.AREAS[:3], pairs=pairs), SV)
    assert spec is not None
    rules = [each for each in spec["layer"] if each["mark"]["type"] == "rule"]
    (upright,), (level,) = (each["data"]["values"] for each in rules)
    assert (upright["x"], level["y"]) == (2.0, 20.0)
    assert upright["y"] < upright["end"]
    assert level["x"] < level["end"]
    assert "transform" not in json.dumps(spec)


def test_named_areas_have_their_names_beside_their_points() -> None:
    chosen = factory.relation(factory.AREAS, where={"codes": list(factory.AREAS)})
    texts = json.dumps(draw("scatter", chosen, SV)["layer"], ensure_ascii=False)
    assert '"label": "Malmö"' in texts
    whole = json.dumps(draw("scatter", factory.relation(), SV)["layer"], ensure_ascii=False)
    assert '"label"' not in whole


def test_many_points_are_drawn_where_they_crowd_and_without_names() -> None:
    many = factory.kommuner(700)
    pairs = [(place % 50 / 7, place % 30 / 3) for place in range(700)]
    spec = draw("scatter", factory.relation(many, pairs=pairs), SV)
    (points,) = [each for each in spec["layer"] if each["mark"]["type"] == "point"]
    assert len(points["data"]["values"]) <= 150
    assert max(each["depth"] for each in points["data"]["values"]) > 0.5
    assert "tooltip" not in points["encoding"]
