"""What a change is made of: the parts add up, and are those of a second evaluator."""

import math
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic.ask import ask
from semantic.decompose import Part, rate_and_mix, whole
from tests.reference import gaps
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import COUNT, RATIO, all_typed, cell
from tests.support import demo_home, facts, real_home

CLOSE = 1e-9


@pytest.fixture(scope="session")
def demo_facts() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(demo_home())), read_only=True) as db:
        yield db


@pytest.fixture(scope="session")
def real_facts(real_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(real_home(real_dir))), read_only=True) as db:
        yield db


def close(found, expected):
    if expected is None:
        assert found is None
    else:
        assert found == pytest.approx(expected, rel=CLOSE, abs=CLOSE)


# The formula

people = st.integers(0, 5000)


@st.composite
def years(draw) -> tuple[dict[int, Part], dict[int, Part]]:
    """Types with people in two years; there may be nobody in a type, or no such type."""

    def side() -> dict[int, Part]:
        found = {}
        for kind in draw(st.sets(st.integers(1, 5), min_size=1)):
            den = draw(people)
            found[kind] = Part(float(draw(st.integers(0, den))), float(den))
        return found

    return side(), side()


@given(pair=years(), scale=st.sampled_from([100.0, 1000.0]))
def test_the_terms_add_up_and_are_those_of_both_orders(pair, scale):
    before, after = pair
    ends = whole(before, scale), whole(after, scale)
    found = rate_and_mix(before, after, scale)
    if None in ends:
        assert found == {}
        return
    total = math.fsum(each.rate + each.mix for each in found.values())
    assert total == pytest.approx(ends[1] - ends[0], abs=CLOSE * scale)
    expected = gaps.split(
        {kind: gaps.Part(*vars(part).values()) for kind, part in before.items()},
        {kind: gaps.Part(*vars(part).values()) for kind, part in after.items()},
        scale,
    )
    for kind, (rate, mix) in expected.items():
        assert found[kind].rate == pytest.approx(rate, abs=CLOSE * scale)
        assert found[kind].mix == pytest.approx(mix, abs=CLOSE * scale)
    assert all(found[kind].rate == found[kind].mix == 0 for kind in found.keys() - expected.keys())


@given(pair=years())
def test_backwards_it_is_the_same_with_the_other_sign(pair):
    there, back = rate_and_mix(*pair, 100.0), rate_and_mix(*pair[::-1], 100.0)
    assert there.keys() == back.keys()
    for kind in there:
        assert there[kind].rate == pytest.approx(-back[kind].rate, abs=CLOSE)
        assert there[kind].mix == pytest.approx(-back[kind].mix, abs=CLOSE)


def test_nothing_but_the_mix_moves_where_no_figure_does():
    before = {1: Part(50, 100), 5: Part(10, 100)}
    after = {1: Part(25, 50), 5: Part(15, 150)}
    found = rate_and_mix(before, after, 100.0)
    assert [found[1].rate, found[5].rate] == [0, 0]
    assert whole(after, 100.0) == 20
    assert found[1].mix + found[5].mix == pytest.approx(20 - 30)


# The answers


def of_places(version, level, measure, indicator, pair):
    question = asked("split", indicators=[indicator], areas={"level": level}, measure=measure,
                     periods={"mode": "list", "years": list(pair)})  # fmt: skip
    found: dict[str, dict] = {}
    for row in ask(question, version).records():
        found.setdefault(row["area"], {})[row["area_type"]] = row
    return found


def agree_on_mix(version, db, indicator, pair, levels) -> int:
    known = [gaps.areas(db, indicator, year) for year in pair]
    kinds = [gaps.types(db, year) for year in pair]
    compared = 0
    for level in levels:
        for place, rows in of_places(version, level, "mix", indicator, pair).items():
            sides = [
                gaps.added(gaps.inside(figures, place), types)
                for figures, types in zip(known, kinds, strict=True)
            ]
            if not all(sides):
                continue
            ends = [gaps.ratio(gaps.together(side), 100) for side in sides]
            total = rows[None]
            close(total["from_value"], ends[0])
            close(total["to_value"], ends[1])
            close(total["value"], ends[1] - ends[0])
            close(total["rate"] + total["mix"], total["value"])
            for kind, (rate, mix) in gaps.split(*sides, 100).items():
                close(rows[kind]["rate"], rate)
                close(rows[kind]["mix"], mix)
                close(rows[kind]["value"], rate + mix)
                compared += 1
    return compared


def agree_on_retyped(version, db, indicator, pair, levels) -> int:
    known = [gaps.areas(db, indicator, year) for year in pair]
    kinds = [gaps.types(db, year) for year in pair]
    compared = 0
    for level in levels:
        for place, rows in of_places(version, level, "retyped", indicator, pair).items():
            inside = [gaps.inside(figures, place) for figures in known]
            ends = [
                gaps.added(figures, types) for figures, types in zip(inside, kinds, strict=True)
            ]
            followed = gaps.added(inside[1], kinds[0])
            for kind, row in rows.items():
                if not all(kind in side for side in (*ends, followed)):
                    assert row["value"] is None
                    continue
                first, last = (gaps.ratio(side[kind], 100) for side in ends)
                middle = gaps.ratio(followed[kind], 100)
                close(row["within"], middle - first)
                close(row["retyped"], last - middle)
                close(row["value"], last - first)
                close(row["within"] + row["retyped"], row["to_value"] - row["from_value"])
                compared += 1
    return compared


LEVELS = ("riket", "lan", "kommun")
LOW = "lag_ekonomisk_standard_andel"


def test_on_example_data(demo, demo_facts):
    assert agree_on_mix(demo, demo_facts, LOW, (2015, 2023), LEVELS) > 700
    assert agree_on_retyped(demo, demo_facts, LOW, (2015, 2023), LEVELS) > 600


def test_on_official_figures(real, real_facts):
    assert agree_on_mix(real, real_facts, "fodda_utomlands_andel", (2022, 2023), LEVELS) > 600
    assert agree_on_retyped(real, real_facts, "hyresratt_andel", (2022, 2023), LEVELS) > 600


def in_malmo(publish, *cells, types=None):
    kinds = types or [*all_typed(3, [2022], _1280R001=1), *all_typed(3, [2023], _1280R002=1)]
    return publish(list(cells), kinds)


def two_years(version, **parts):
    question = asked("split", indicators=[RATIO], areas={"codes": ["1280"]},
                     periods={"mode": "list", "years": [2022, 2023]}, **parts)  # fmt: skip
    return {row["area_type"]: row for row in ask(question, version).records()}


def test_areas_that_changed_type_are_told_apart(publish):
    """Two areas swap types and nobody's figure moves: all is because areas changed type."""
    cells = [cell(f"1280R00{n}", year, num=n, den=10) for n in (1, 2, 3) for year in (2022, 2023)]
    rows = two_years(in_malmo(publish, *cells), measure="retyped")
    assert (rows[1]["from_value"], rows[1]["to_same_value"], rows[1]["to_value"]) == (10, 10, 20)
    assert (rows[1]["within"], rows[1]["retyped"], rows[1]["value"]) == (0, 10, 10)
    assert (rows[1]["from_areas"], rows[1]["to_areas"]) == (1, 1)
    assert (rows[5]["value"], rows[5]["status"]) == (None, "not_applicable")


def test_a_type_without_figures_is_left_out_of_the_whole_in_both_years(publish):
    cells = [cell("1280R001", 2022, num=9), cell("1280R002", 2022), cell("1280R003", 2022)]
    cells += [cell("1280R001", 2023, num=3), cell("1280R003", 2023, num=4)]
    cells += [cell("1280R002", 2023, num=None, status="suppressed")]
    rows = two_years(in_malmo(publish, *cells))
    assert (rows[1]["value"], rows[1]["rate"], rows[1]["status"]) == (None, None, "suppressed")
    assert (rows[None]["from_value"], rows[None]["to_value"]) == (50, 35)
    assert rows[3]["value"] == rows[None]["value"] == -15


def test_a_type_that_comes_into_being_is_all_mix(publish):
    cells = [cell(f"1280R00{n}", year, num=n, den=10) for n in (1, 2, 3) for year in (2022, 2023)]
    types = [*all_typed(3, [2022]), *all_typed(3, [2023], _1280R001=5)]
    rows = two_years(in_malmo(publish, *cells, types=types))
    assert rows[5]["rate"] == 0
    assert rows[5]["mix"] == pytest.approx((10 - 20) / 3)
    assert (rows[None]["value"], rows[None]["status"]) == (0, "zero")
    assert rows[None]["rate"] == pytest.approx(-rows[None]["mix"])
    assert rows[1]["status"] == "not_applicable"


def test_parts_of_preliminary_figures_are_preliminary(publish):
    cells = [
        cell(f"1280R00{n}", year, num=year - 2018, status="preliminary")
        for n in (1, 2, 3)
        for year in (2022, 2023)
    ]
    rows = two_years(in_malmo(publish, *cells))
    assert {rows[1]["status"], rows[None]["status"]} == {"preliminary"}


@pytest.mark.parametrize(
    ("parts", "code", "reason"),
    [
        ({"indicators": [COUNT]}, "bad_value", "a share to split"),
        ({"indicators": ["loneinkomst_medel"]}, "not_additive", None),
        ({"indicators": ["sysselsatta_andel"], "periods": [2018, 2022]}, "across_break", None),
        ({"indicators": [LOW], "periods": [2022]}, "needs_two_years", None),
        ({"indicators": [LOW], "types": [1]}, "bad_value", "not for this shape"),
        ({"indicators": [LOW], "by": ["sex"]}, "bad_value", "not for this shape"),
        ({"indicators": [LOW], "measure": "ratio"}, "bad_value", "not for this shape"),
        ({"indicators": [LOW], "areas": {"codes": ["1280R028"]}}, "wrong_level", None),
    ],
)
def test_what_cannot_be_split(demo, parts, code, reason):
    if "periods" in parts:
        parts = parts | {"periods": {"mode": "list", "years": parts["periods"]}}
    error = refusal(lambda: ask(asked("split", **parts), demo))
    assert (error.code, error.details.get("reason")) == (code, reason)
    assert error.suggestions


def test_no_split_where_the_division_of_areas_changed(publish):
    spans = (2022, 2023, 2024)
    cells = [cell(code, year) for code in ("1280R001", "1280R003") for year in spans]
    version = publish(cells, all_typed(3, spans))
    of = {"indicators": [RATIO], "areas": {"codes": ["1280"]}}
    across = asked("split", **of, periods={"mode": "list", "years": [2023, 2024]})
    error = refusal(lambda: ask(across, version))
    assert error.code == "across_divisions"
    assert error.suggestions[0].value == [2022, 2023]
    assert ask(asked("split", **of), version).years == (2022, 2023)
