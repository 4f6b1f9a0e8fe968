"""Whatever an answer is made of is named: of its rows, of what they are laid beside, of types."""

from random import Random

import duckdb
import pytest

from semantic.ask import ask
from semantic.question import SHAPES
from tests.assistant.every_shape import answerable
from tests.semantic.conftest import asked
from tests.semantic.small import MEAN, RATIO, all_typed, cell
from tests.support import facts, real_home

PLACE, REGSO = "1280", "1280R001"
TYPES = [(*each[:-1], "types") for each in all_typed(years=(2022, 2023), _1280R001=1)]


def ids(answer):
    return [each.id for each in answer.sources]


def of_area(area, *sources, first=2023):
    """A cell a year, from ``first`` on, each of another source."""
    return [cell(area, first + at, source=source) for at, source in enumerate(sources)]


@pytest.mark.parametrize("shape", sorted(set(SHAPES) - {"definition"}))
def test_every_answer_names_a_source(shape, demo):
    luck = Random(shape)
    for _ in range(5):
        question = answerable(shape, luck, demo)
        assert ids(ask(question, demo)), question.canonical_json()


def test_a_change_is_of_both_its_years(publish):
    version = publish(of_area(PLACE, "early", "late", first=2022))
    answer = ask(
        asked("change", indicators=[RATIO], areas={"codes": [PLACE]},
              periods={"mode": "list", "years": [2022, 2023]}),
        version,
    )  # fmt: skip
    assert ids(answer) == ["early", "late"]
    (row,) = answer.records()
    assert (row["from_source"], row["to_source"]) == ("early", "late")


def test_years_put_together_are_of_each_of_theirs(publish):
    version = publish(of_area(PLACE, "late", "early", "late", first=2021))
    answer = ask(asked("value", indicators=[RATIO], areas={"codes": [PLACE]}, pooled=3), version)
    assert ids(answer) == ["early", "late"]
    alone = ask(asked("value", indicators=[RATIO], areas={"codes": [PLACE]}), version)
    assert ids(alone) == ["late"]


def test_what_is_compared_with_comes_after_the_own(publish):
    version = publish([cell(PLACE, source="own"), cell("00", source="country")])
    question = asked("value", indicators=[RATIO], areas={"codes": [PLACE]})
    assert ids(ask(question, version)) == ["own", "country"]
    apart = question.model_copy(update={"comparator": "none"})
    assert ids(ask(apart, version)) == ["own"]


@pytest.mark.parametrize("shape", ["compare_types", "gap", "split"])
def test_area_types_have_a_source_of_their_own(shape, publish):
    regso = sorted({each[0] for each in TYPES})
    cells = [
        cell(area, year, num=3 + at, source=f"of {year}")
        for year in (2022, 2023)
        for at, area in enumerate(regso)
    ]
    years = [2022, 2023] if shape == "split" else [2023]
    periods = {"mode": "list", "years": years}
    question = asked(shape, indicators=[RATIO], areas={"level": "riket"}, periods=periods)
    assert ids(ask(question, publish(cells, TYPES))) == [*(f"of {each}" for each in years), "types"]


def test_the_people_on_a_list_of_areas_of_a_type(publish):
    people = [cell(each[0], den=None, source="people") for each in TYPES if each[2] == 2023]
    answer = ask(
        asked("areas_of_type", areas={"codes": [PLACE]}, types=[1]), publish(people, TYPES)
    )
    assert ids(answer) == ["people", "types"]


def test_similar_areas_are_chosen_by_figures_of_other_sources(publish):
    regso = sorted({each[0] for each in TYPES})
    cells = [cell(area, num=2 + at, source="shares") for at, area in enumerate(regso)]
    cells += [
        cell(area, den=None, num=None, value=10.0 + at, indicator=MEAN, status="value",
             source="incomes")
        for at, area in enumerate(regso)
    ]  # fmt: skip
    answer = ask(
        asked("similar", indicators=[RATIO, MEAN], areas={"codes": [REGSO]}), publish(cells)
    )
    assert ids(answer) == ["incomes", "shares"]


def test_every_cell_of_an_official_change(real, real_dir):
    """Second way: the sources of the cells themselves, read in the facts."""
    answer = ask(
        asked("change", indicators=["folkmangd"], areas={"level": "kommun", "within": ["12"]},
              periods={"mode": "list", "years": [2022, 2024]}),
        real,
    )  # fmt: skip
    with duckdb.connect(facts(real_home(real_dir)), read_only=True) as db:
        found = db.execute(
            "SELECT DISTINCT source FROM cell WHERE indicator = 'folkmangd' AND level = 'kommun'"
            " AND area LIKE '12%' AND year IN (2022, 2024) AND sex = 'total' AND age = 'total'"
        ).fetchall()
    assert sorted(ids(answer)) == sorted(source for (source,) in found)
    assert len(found) == 2
