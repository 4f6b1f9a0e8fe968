"""Segregation measures as they are answered, beside a second evaluator made from definitions."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from semantic.answer import WITH_FIGURE
from semantic.ask import ask
from semantic.mend import mended
from semantic.model import load_catalogue
from semantic.question import read_question
from semantic.version import Version
from tests.reference.segregation import DEFINED, measured
from tests.semantic.conftest import asked, refusal
from tests.support import demo_home, facts, real_home

LEVELS = ("riket", "lan", "kommun")
OVER_DESO = {each for each in DEFINED if each.endswith("_deso")}
WITHOUT_COUNTS = {"ojamlikhet_ekonomisk_standard"}
DIVIDED = "ojamlikhet_fodelseland"


@pytest.fixture(scope="session")
def demo_facts() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(demo_home())), read_only=True) as db:
        yield db


@pytest.fixture(scope="session")
def real_facts(real_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(real_home(real_dir))), read_only=True) as db:
        yield db


def answered(identity: str, version: Version) -> dict[tuple[str, int], tuple[float | None, str]]:
    """What the app answers for every area of the large levels and every year."""
    found = {}
    for level in LEVELS:
        question = asked(
            "trend" if level == "riket" else "compare_areas",
            indicators=[identity],
            areas={"level": level},
            periods={"mode": "range", "from": 2000, "to": 2030},
        )
        for row in ask(question, version).records():
            found[row["area"], row["period"]] = (row["value"], row["status"])
    return found


def agree(identity: str, version: Version, db: duckdb.DuckDBPyConnection) -> int:
    """Every figure is the same to 1e-9; the number that was compared."""
    expected, found = measured(db, identity), answered(identity, version)
    assert found.keys() == expected.keys()
    for key, (value, status) in found.items():
        assert (value is not None) == (status in WITH_FIGURE), key
        assert value == pytest.approx(expected[key], rel=1e-9, abs=1e-9), key
    return len(found)


def test_every_measure_of_the_catalogue_is_defined_twice():
    assert {each.id for each in load_catalogue() if each.segregation} == DEFINED.keys()


@pytest.mark.parametrize("identity", sorted(DEFINED.keys() - OVER_DESO))
def test_every_place_and_year_of_example_data(demo, demo_facts, identity):
    assert agree(identity, demo, demo_facts) == (1 + 21 + 290) * 14


@pytest.mark.parametrize("identity", sorted(DEFINED.keys() - WITHOUT_COUNTS))
def test_every_place_and_year_of_official_figures(real, real_facts, identity):
    by_birth_and_regso = "fodelseland" in identity and identity not in OVER_DESO
    years = 4 if by_birth_and_regso else 1
    assert agree(identity, real, real_facts) == (1 + 21 + 290) * years


def test_shares_without_counts_give_no_measure(real):
    question = asked("value", indicators=[*WITHOUT_COUNTS], areas={"codes": ["1280"]})
    assert refusal(lambda: ask(question, real)).code == "no_data_for_indicator"


def test_smaller_areas_never_lower_what_rises_with_them(real_facts):
    for identity in DEFINED.keys() - OVER_DESO - WITHOUT_COUNTS:
        coarse, fine = (measured(real_facts, each) for each in (identity, f"{identity}_deso"))
        sign = -1 if identity.startswith("exponering") else 1
        assert fine
        for key, value in fine.items():
            assert value is not None
            assert sign * value >= sign * coarse[key] - 1e-9, (identity, key)


def test_malmo_straight_from_the_publishers_file(real, real_file):
    """Not through the database: the export of 2023, read with pandas."""
    frame = pd.read_csv(
        real_file("scb_regso/regso2020_population_by_birth_region_2020_2023.csv"),
        encoding="utf-8-sig",
    )
    wide = frame.pivot(index="region", columns="födelseregion", values="Antal 2023")
    malmo = wide[wide.index.str.startswith("Malmö (")]
    b, all_of_both = malmo["Sverige"], malmo["totalt"]
    a = all_of_both - b
    assert len(malmo) > 50
    expected = {
        "ojamlikhet_fodelseland": 50 * (a / a.sum() - b / b.sum()).abs().sum(),
        "isolering_fodelseland": (a / a.sum() * a / all_of_both).sum(),
    }
    for identity, value in expected.items():
        question = asked("value", indicators=[identity], areas={"codes": ["1280"]})
        (row,) = ask(question, real).records()
        assert (row["period"], row["origin"], row["status"]) == (2023, "computed", "value")
        assert row["value"] == pytest.approx(value, rel=1e-12)


def test_the_figure_over_other_areas_is_named_where_there_is_one(real):
    def named(year: int, *codes: str) -> list[str]:
        question = asked(
            "value",
            indicators=[DIVIDED],
            areas={"codes": codes},
            periods={"mode": "list", "years": [year]},
        )
        return [each.id for each in ask(question, real).resolved.also_over]

    assert named(2022, "1280") == [f"{DIVIDED}_deso"]
    assert named(2022, "1280", "0180") == [f"{DIVIDED}_deso"]
    assert named(2023, "1280") == []
    line = asked("trend", indicators=[DIVIDED], areas={"codes": ["1280"]})
    assert ask(line, real).resolved.also_over == ()


def test_example_data_on_one_division_has_no_new_borders(demo):
    latest = asked("change", indicators=[DIVIDED], areas={"level": "lan"})
    assert ask(latest, demo).years == (2023, 2024)


def test_a_line_is_cut_where_the_groups_change(demo):
    def pieces(identity: str) -> dict[int, int]:
        question = asked("trend", indicators=[identity], areas={"codes": ["1280"]})
        return {row["period"]: row["segment"] for row in ask(question, demo).records()}

    born, educated = pieces(DIVIDED), pieces("ojamlikhet_utbildning")
    assert set(born.values()) == {0}
    assert [educated[year] for year in (2022, 2023, 2024)] == [0, 0, 1]


def test_a_measure_is_never_added_up_over_area_types(demo):
    question = asked("compare_types", indicators=[DIVIDED], areas={"codes": ["1280"]})
    assert refusal(lambda: ask(question, demo)).code == "not_additive"


@pytest.mark.parametrize("level", ["regso", "deso"])
def test_a_small_area_has_no_measure(demo, level):
    question = asked("rank", indicators=[DIVIDED], areas={"level": level})
    assert refusal(lambda: ask(question, demo)).code in {"no_data_for_level", "unknown_level"}


# All measures of one place


def side_by_side(version: Version, db: duckdb.DuckDBPyConnection, code: str) -> set[str]:
    """Every measure in its newest year is the one of the definitions; which there are."""
    answer = ask(asked("segregation", areas={"codes": [code]}), version)
    rows = [*answer.records(), *answer.comparison.to_dict("records")]
    for row in rows:
        expected = measured(db, row["indicator"])
        newest = max(year for place, year in expected if place == code)
        assert row["period"] == newest
        assert row["value"] == pytest.approx(expected[row["area"], newest], rel=1e-9)
    assert {row["area"] for row in rows} == {code, "00"}
    return {row["indicator"] for row in answer.records()}


@pytest.mark.parametrize("code", ["1280", "2425", "12"])
def test_the_measures_of_a_place_on_official_figures(real, real_facts, code):
    assert side_by_side(real, real_facts, code) == DEFINED.keys() - WITHOUT_COUNTS


def test_the_measures_of_a_place_on_example_data(demo, demo_facts):
    assert side_by_side(demo, demo_facts, "1280") == DEFINED.keys() - OVER_DESO


@pytest.mark.parametrize(
    ("areas", "code"),
    [
        ({"codes": ["1280R001"]}, "no_data_for_area"),
        ({"codes": ["1280", "0180"]}, "bad_value"),
        ({"level": "kommun", "within": ["12"]}, "needs_areas"),
    ],
)
def test_segregation_is_that_of_one_place(demo, areas, code):
    question = asked("segregation", areas=areas)
    refused = refusal(lambda: ask(question, demo))
    assert refused.code == code
    assert refused.suggestions
    for each in refused.suggestions:
        ask(read_question(mended(question.canonical(), refused, each)), demo)


def test_the_measures_of_a_place_are_not_chosen_one_by_one(demo):
    question = asked(
        "segregation", indicators=["ojamlikhet_fodelseland"], areas={"codes": ["1280"]}
    )
    refused = refusal(lambda: ask(question, demo))
    assert (refused.details["key"], refused.details["reason"]) == (
        "indicators",
        "not for this shape",
    )
    ask(read_question(mended(question.canonical(), refused, refused.suggestions[0])), demo)
