"""How the areas inside a place spread: beside a second evaluator, and what is refused or told."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic.ask import ask
from semantic.mend import mended
from semantic.question import read_question
from semantic.spread import SHARES, percentile
from tests.reference import spread as reference
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import RATIO, cell
from tests.support import demo_home, facts, real_home

FIGURES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)
REGSO = [f"1280R00{number}" for number in (1, 2, 3)] + [f"1281R00{number}" for number in (1, 2, 3)]


@pytest.fixture(scope="session")
def demo_facts() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(demo_home())), read_only=True) as db:
        yield db


@pytest.fixture(scope="session")
def real_facts(real_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(real_home(real_dir))), read_only=True) as db:
        yield db


def spread(indicator: str, areas: dict | None = None, **parts):
    return asked("spread", indicators=[indicator], **({"areas": areas} if areas else {}), **parts)


# Percentiles


@given(figures=FIGURES)
def test_a_percentile_is_that_of_the_definition(figures):
    for name, share in SHARES.items():
        found = percentile(sorted(figures), share)
        percent = reference.SHARES[name]
        assert found == pytest.approx(reference.percentile(figures, percent), abs=1e-6)
        assert found == pytest.approx(np.percentile(figures, percent), abs=1e-6)


def test_percentiles_of_few():
    assert [percentile([1.0, 2, 3, 4, 5], share) for share in (0, 0.5, 1)] == [1, 3, 5]
    assert percentile([1.0, 2, 3, 4, 5], 0.95) == pytest.approx(4.8)
    assert percentile([7.0], 0.95) == 7


# Answers


def agree(answer, db, indicator: str) -> int:
    """Every row, and that of riket, to 1e-9; how many were compared."""
    level, (year,) = answer.question.areas.level, answer.years
    rows = [*answer.records(), *answer.comparison.to_dict("records")]
    riket = reference.place(db, indicator, level, year, "00")
    of_riket = [reference.percentile([*riket.figures.values()], each) for each in (5, 95)]
    for row in rows:
        known = reference.place(db, indicator, level, year, row["area"])
        figures = known.figures
        assert (row["areas"], row["valued"]) == (known.areas, len(figures))
        assert row["lowest_area"] == min(figures, key=lambda each: (figures[each], each))
        assert figures[row["highest_area"]] == row["highest"] == max(figures.values())
        if known.whole is not None:
            assert row["whole"] == pytest.approx(known.whole)
        if len(figures) < 5:
            assert (row["value"], row["status"]) == (None, "not_applicable")
            continue
        values = [*figures.values()]
        for name, percent in reference.SHARES.items():
            expected = reference.percentile(values, percent)
            assert row[name] == pytest.approx(expected, abs=1e-9)
        assert row["value"] == pytest.approx(row["p95"] - row["p5"], abs=1e-9)
        if row["area"] != "00":
            width = of_riket[1] - of_riket[0]
            assert row["variation"] == pytest.approx(row["value"] / width, abs=1e-9)
    return len(rows)


@pytest.mark.parametrize(
    ("indicator", "areas"),
    [
        ("hyresratt_andel", {"codes": ["1280"]}),
        ("loneinkomst_medel", {"codes": ["1280", "0180", "2425"]}),
        ("socioekonomiskt_index", {"level": "riket"}),
        ("folkmangd", {"level": "kommun", "within": ["12", "14", "25"]}),
    ],
)
def test_every_number_on_example_data(demo, demo_facts, indicator, areas):
    assert agree(ask(spread(indicator, areas), demo), demo_facts, indicator) >= 1


@pytest.mark.parametrize("level", ["regso", "deso"])
def test_every_kommun_of_official_figures(real, real_facts, level):
    kommuner = real.directory.codes("kommun", 0)
    areas = {"level": level, "within": kommuner[:60]}
    answer = ask(spread("fodda_utomlands_andel", areas), real)
    assert agree(answer, real_facts, "fodda_utomlands_andel") == 61


def test_naming_places_and_asking_for_areas_inside_them_is_one_question():
    one = spread("hyresratt_andel", {"codes": ["1280", "0180"]})
    other = spread("hyresratt_andel", {"level": "regso", "within": ["0180", "1280"]})
    assert one.hash == other.hash
    whole = spread("hyresratt_andel")
    assert whole.hash == spread("hyresratt_andel", {"level": "riket"}).hash
    assert whole.canonical()["areas"] == {"level": "regso"}


@pytest.mark.parametrize("absent", [False, True])
def test_areas_without_a_figure_are_counted_and_never_zero(publish, absent):
    cells = [cell(code, num=2 + place) for place, code in enumerate(REGSO)]
    cells[0] = cell(REGSO[0], num=None, status="suppressed")
    if absent:
        del cells[0]
    cells += [cell("1280", num=7), cell("12", num=6)]
    (row,) = ask(spread(RATIO, {"codes": ["12"]}), publish(cells)).records()
    assert (row["areas"], row["valued"], row["lowest"]) == (6, 5, 30)
    assert (row["whole"], row["status"]) == (60, "value")
    assert row["variation"] is None, "only five of the nine areas of the country have figures"
    answer = ask(spread(RATIO, {"codes": ["12"]}), publish(cells))
    notices = {each.code: each.details for each in answer.notices}
    assert notices["areas_left_out"] == {"count": 1, "areas": 6}
    assert not len(answer.comparison)


def test_a_place_with_few_areas_has_its_ends_only(demo):
    answer = ask(spread("hyresratt_andel", {"codes": ["1280", "2425"]}), demo)
    malmo, dorotea = answer.records()
    assert malmo["value"] is not None
    assert (dorotea["valued"], dorotea["value"], dorotea["p50"]) == (2, None, None)
    assert dorotea["lowest"] <= dorotea["highest"]
    assert "too_few_inside" in {each.code for each in answer.notices}


REFUSED = [
    ("hyresratt_andel", {"codes": ["2425"]}, "too_few_areas"),
    ("hyresratt_andel", {"level": "kommun", "within": ["09"]}, "too_few_areas"),
    ("hyresratt_andel", {"codes": ["1280R001"]}, "bad_value"),
    ("ojamlikhet_fodelseland", {"codes": ["1280"]}, "no_data_for_level"),
]


@pytest.mark.parametrize(("indicator", "areas", "code"), REFUSED)
def test_what_cannot_be_told_is_refused_and_the_nearest_works(demo, indicator, areas, code):
    question = spread(indicator, areas)
    refused = refusal(lambda: ask(question, demo))
    assert refused.code == code
    assert refused.suggestions
    for each in refused.suggestions:
        assert len(ask(read_question(mended(question.canonical(), refused, each)), demo).rows)
