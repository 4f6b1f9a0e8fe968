"""How two figures hang together: beside a second evaluator, and what is refused or told."""

import math
import random
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from semantic.ask import ask
from semantic.mend import mended
from semantic.question import read_question
from semantic.relation import interval, pearson, spearman, strength
from tests.reference.relation import correlation, pairs_of, rank_correlation
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import COUNT, MEAN, RATIO, cell
from tests.support import demo_home, facts

IN_MALMO = {"level": "regso", "within": ["1280"]}
OTHER = "aldre_andel"
FIGURES = st.integers(-50, 50).map(lambda each: each / 4)
PAIRS = st.lists(st.tuples(FIGURES, FIGURES), min_size=2, max_size=30)


@pytest.fixture(scope="session")
def demo_facts() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(demo_home())), read_only=True) as db:
        yield db


def relation(*ids: str, **parts):
    return asked("relation", indicators=list(ids), **parts)


# The measure


@given(pairs=PAIRS)
def test_both_measures_are_those_of_the_definitions(pairs):
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    for mine, defined in ((pearson, correlation), (spearman, rank_correlation)):
        found, expected = mine(xs, ys), defined(pairs)
        assert (found is None) == (expected is None)
        if expected is not None:
            assert found == pytest.approx(expected, abs=1e-9)


@given(pairs=PAIRS, factor=st.sampled_from([0.001, 3.5, 1e6]), shift=st.integers(-1000, 1000))
def test_another_unit_changes_nothing_and_a_turned_sign_turns_it(pairs, factor, shift):
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    r = pearson(xs, ys)
    assume(r is not None)
    assert r == pytest.approx(pearson(ys, xs), abs=1e-12)
    assert pearson([factor * x + shift for x in xs], ys) == pytest.approx(r, abs=1e-6)
    assert pearson([-x for x in xs], ys) == pytest.approx(-r, abs=1e-12)


def test_a_line_is_one_and_what_does_not_vary_has_none():
    assert pearson([1, 2, 3], [5, 7, 9]) == pytest.approx(1)
    assert pearson([1, 2, 3], [9, 7, 5]) == pytest.approx(-1)
    assert pearson([0.1 + 0.2, 0.3, 0.3], [1, 2, 3]) is None
    assert pearson([4], [4]) is None
    assert spearman([1, 2, 3, 4], [1, 10, 100, 1000]) == pytest.approx(1)


def test_the_interval_holds_the_truth_about_95_times_in_a_hundred():
    luck, truth, n, inside, draws = random.Random(5), 0.4, 25, 0, 1500
    for _ in range(draws):
        xs = [luck.gauss(0, 1) for _ in range(n)]
        ys = [truth * x + math.sqrt(1 - truth**2) * luck.gauss(0, 1) for x in xs]
        low, high = interval(pearson(xs, ys), n)
        inside += low <= truth <= high
    assert 0.93 <= inside / draws <= 0.97


def test_nothing_is_said_of_what_chance_can_give():
    luck, said, draws = random.Random(7), 0, 1500
    for _ in range(draws):
        xs, ys = ([luck.gauss(0, 1) for _ in range(12)] for _ in range(2))
        said += strength(pearson(xs, ys), 12) != "none"
    assert said / draws <= 0.06


@pytest.mark.parametrize(
    ("r", "n", "word"),
    [
        (0.09, 5000, "none"),
        (0.1, 5000, "weak"),
        (-0.29, 5000, "weak"),
        (0.3, 5000, "medium"),
        (-0.5, 5000, "strong"),
        (0.6, 6, "none"),
        (0.99, 6, "strong"),
        (1.0, 5, "strong"),
        (None, 5, "none"),
    ],
)
def test_words_by_size(r, n, word):
    assert strength(r, n) == word


# The answer


@pytest.mark.parametrize(
    ("x", "y", "areas", "inside"),
    [
        ("hyresratt_andel", "sysselsatta_andel", {"level": "kommun"}, ""),
        ("fodda_utomlands_andel", "socioekonomiskt_index", {"level": "regso"}, ""),
        ("folkmangd", "loneinkomst_medel", IN_MALMO, "1280"),
    ],
)
def test_every_area_and_both_measures_on_example_data(demo, demo_facts, x, y, areas, inside):
    answer = ask(relation(x, y, areas=areas), demo)
    (year,) = answer.years
    first, second = sorted((x, y))
    expected = pairs_of(demo_facts, first, second, areas["level"], year, inside)
    rows = answer.records()
    assert {row["area"] for row in rows} == expected.keys()
    for row in rows:
        assert (row["x_value"], row["y_value"]) == pytest.approx(expected[row["area"]])
    assert {row["n"] for row in rows} == {len(expected)}
    (r,), (rho,) = ({row[name] for row in rows} for name in ("value", "spearman"))
    assert r == pytest.approx(correlation(list(expected.values())), abs=1e-9)
    few = list(expected.values())[:400]
    if len(few) == len(expected):
        assert rho == pytest.approx(rank_correlation(few), abs=1e-9)


def test_areas_that_lack_a_figure_are_counted_and_not_guessed(publish):
    codes = [f"{kommun}R00{number}" for kommun in ("0180", "1280", "1281") for number in (1, 2, 3)]
    cells = [cell(code, num=1 + place) for place, code in enumerate(codes)]
    cells += [cell(code, num=9 - place, indicator=OTHER) for place, code in enumerate(codes)]
    cells[1] = cell(codes[1], num=None, status="suppressed")
    cells[-1] = cell(codes[-1], num=None, status="missing", indicator=OTHER)
    cells[3] |= {"status": "preliminary"}
    answer = ask(relation(RATIO, OTHER, areas={"level": "regso"}), publish(cells))
    rows = answer.records()
    assert [row["area"] for row in rows] == [code for code in codes[:-1] if code != codes[1]]
    assert {row["n"] for row in rows} == {7}
    assert rows[0]["value"] == pytest.approx(-1)
    notices = {each.code: each.details for each in answer.notices}
    assert notices["pairs_left_out"] == {"count": 2, "areas": 9}
    assert "preliminary" in notices
    assert [row["status"] for row in rows].count("preliminary") == 1


def test_what_does_not_vary_has_no_relation(publish):
    codes = [f"{kommun}R00{number}" for kommun in ("0180", "1280", "1281") for number in (1, 2)]
    cells = [cell(code) for code in codes]
    cells += [cell(code, num=1 + place, indicator=OTHER) for place, code in enumerate(codes)]
    rows = ask(relation(RATIO, OTHER, areas={"level": "regso"}), publish(cells)).records()
    assert {(row["value"], row["status"]) for row in rows} == {(None, "not_applicable")}


def test_two_figures_of_different_divisions_are_not_laid_beside_each_other(publish):
    codes = [f"{kommun}R00{number}" for kommun in ("0180", "1280", "1281") for number in (1, 3)]
    cells = [cell(code, num=1 + place) for place, code in enumerate(codes)]
    cells += [
        cell(code, num=1 + place, indicator=OTHER, division=2025)
        for place, code in enumerate(codes)
    ]
    version = publish(cells)
    refused = refusal(lambda: ask(relation(RATIO, OTHER, areas={"level": "regso"}), version))
    assert refused.code == "no_common_year"
    cells = [each | {"division": 2025} for each in cells]
    assert len(ask(relation(RATIO, OTHER, areas={"level": "regso"}), publish(cells)).rows) == 6


def test_the_newest_year_that_both_have_is_taken(demo):
    few = relation("hyresratt_andel", "valdeltagande_riksdag", areas={"level": "kommun"})
    assert ask(few, demo).years == (2022,)
    named = relation(
        "hyresratt_andel",
        "valdeltagande_riksdag",
        areas={"level": "kommun"},
        periods={"mode": "list", "years": [2021]},
    )
    refused = refusal(lambda: ask(named, demo))
    assert refused.code == "no_data_for_year"
    assert refused.details["indicator"] == "valdeltagande_riksdag"


REFUSED = [
    (["hyresratt_andel"], {"level": "kommun"}, "missing_key"),
    (["hyresratt_andel", COUNT, MEAN], {"level": "kommun"}, "bad_value"),
    (["hyresratt_andel", COUNT], {"level": "kommun", "within": ["09"]}, "too_few_areas"),
    (["hyresratt_andel", COUNT], {"codes": ["1280", "1281"]}, "too_few_areas"),
    (["hyresratt_andel", COUNT], {"level": "riket"}, "too_few_areas"),
    (["hyresratt_andel", "socioekonomiskt_index"], {"level": "kommun"}, "no_data_for_level"),
]


@pytest.mark.parametrize(("ids", "areas", "code"), REFUSED)
def test_what_cannot_be_told_is_refused_and_the_nearest_works(demo, ids, areas, code):
    question = relation(*ids, areas=areas)
    refused = refusal(lambda: ask(question, demo))
    assert refused.code == code
    assert refused.suggestions
    for each in refused.suggestions:
        assert len(ask(read_question(mended(question.canonical(), refused, each)), demo).rows)


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        ("socioekonomiskt_index", "forgymnasial_andel", "forgymnasial_andel"),
        ("lag_ekonomisk_standard_andel", "socioekonomiskt_index", "lag_ekonomisk_standard_andel"),
    ],
)
def test_a_figure_and_a_part_of_it_are_told_apart_from_a_finding(demo, one, other, part):
    answer = ask(relation(one, other, areas={"level": "regso"}), demo)
    (told,) = [each.details for each in answer.notices if each.code == "shared_parts"]
    assert told["part"] == part
    same = ask(
        relation("ojamlikhet_fodelseland", "isolering_fodelseland", areas={"level": "kommun"}), demo
    )
    assert [each.details["part"] for each in same.notices if each.code == "shared_parts"] == [None]
    free = ask(relation("hyresratt_andel", "folkmangd", areas={"level": "regso"}), demo)
    assert "shared_parts" not in {each.code for each in free.notices}
