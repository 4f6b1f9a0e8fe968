"""Single figures: those of the table and no others, each once, named, and found again."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cells import Cell, cells_of, shown, spoken
from assistant.language import speech_for
from assistant.numbers import numbers_for
from assistant.sentences import sentence
from assistant.tables import table
from semantic.answer import Answer
from semantic.ask import ask
from semantic.question import SHAPES
from semantic.version import Version, open_version
from tests.assistant import factory
from tests.assistant.every_shape import answerable
from tests.assistant.spoken import CASES, KNOWN
from tests.support import demo_home, facts

SV, EN = speech_for("sv"), speech_for("en")
NBSP = "\u00a0"
TYPES = ("area_type", "from_type", "to_type")
ANSWERS: dict[str, Answer] = {
    **factory.every_kind(),
    "rank": factory.of_areas("rank", factory.AREAS),
    "threshold": factory.of_areas("threshold", factory.AREAS),
    "ages": factory.by_age(),
    "sex over time": factory.by_sex(("1280",), range(2020, 2024)),
    "shares over time": factory.population_share(years=(2021, 2022, 2023)),
    "types of areas over time": factory.compare_types((2022, 2023), factory.AREAS[:2]),
    "profile of two": factory.profile(factory.AREAS[:2]),
    "why types changed": factory.explained_changes(),
    "similar": factory.similar(),
    "no rows": factory.of_areas("threshold", ()),
    "definition": factory.definition(),
    **{f"said: {name}": made() for name, made in CASES.items()},
}


@pytest.fixture(scope="module")
def demo() -> Iterator[Version]:
    version = open_version(facts(demo_home()).parent)
    yield version
    version.close()


def read_as_number(text: str) -> str:
    """A cell of the Swedish table as a plain decimal; ``-`` where it holds a word."""
    plain = text.replace(NBSP, "").replace("\u2212", "-").replace(",", ".").lstrip("+")
    plain = plain.removesuffix("(prel.)").strip()
    return plain if plain.lstrip("-").replace(".", "").isdigit() else "-"


def numbers_in_table(answer: Answer) -> Counter[str]:
    found = table(answer, SV)
    places = [place for place, header in enumerate(found.headers) if header.numeric]
    return Counter(read_as_number(row[place]) for row in found.rows for place in places)


def as_number(cell: Cell) -> str:
    text = shown(cell).removesuffix(" preliminary")
    return text if text[-1:].isdigit() else "-"


def check(answer: Answer) -> None:
    """Figure for figure the table, and each with an identity and a name of its own; how two figures
    hang together is told in the sentence."""
    cells, said = cells_of(answer), spoken(answer, SV)
    assert len(said) == len(cells)
    assert len({cell.identity for cell in cells}) == len(cells)
    if not len(answer.rows.columns):
        assert cells == ()
        return
    in_table = [cell for cell in cells if cell.key.keys() & {"area", "area_type"}]
    for cell in (each for each in cells if each not in in_table):
        assert as_number(cell).lstrip("-") in sentence(answer, KNOWN, EN)
    numbers = [cell for cell in in_table if cell.column not in TYPES]
    assert Counter(map(as_number, numbers)) == numbers_in_table(answer)
    marked = sum(row.count("(prel.)") for row in map(" ".join, table(answer, SV).rows))
    assert sum(shown(cell).endswith(" preliminary") for cell in in_table) == marked
    for cell in cells:
        assert Cell.model_validate(json.loads(json.dumps(cell.model_dump(mode="json")))) == cell
        assert len(cell.id) == 8


@pytest.mark.parametrize("name", ANSWERS)
def test_the_cells_are_the_figures_of_the_table(name: str) -> None:
    check(ANSWERS[name])


@pytest.mark.parametrize("shape", SHAPES)
def test_so_they_are_on_example_data(demo: Version, shape: str) -> None:
    luck = random.Random(shape)
    for _ in range(12):
        check(ask(answerable(shape, luck, demo), demo))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ANSWERS)
def test_names_tell_cells_apart_and_figures_are_never_empty(name: str) -> None:
    for speech in (SV, EN):
        said = spoken(ANSWERS[name], speech)
        assert len({each.name for each in said}) == len(said)
        assert all(each.figure and each.name for each in said)


def names_of(answer: Answer) -> dict[str, str]:
    return {each.name: each.figure.replace(NBSP, " ") for each in spoken(answer, EN)}


def test_a_small_area_is_named_with_its_kommun() -> None:
    answer = factory.of_areas("rank", factory.regso(2), "regso")
    first = f"{factory.Names()['1280R001', 2023]}, 2023"
    assert first.endswith("(Malmö), 2023")
    assert list(names_of(answer))[:2] == [f"{first}, place", first]


def test_columns_are_named_where_a_row_has_several() -> None:
    assert names_of(CASES["value"]()) == {
        "The country, 2023": "14.1%",
        "The country, 2023, count": "1,410",
        "The country, 2023, total count": "10,000",
        "Malmö, 2023": "18.2%",
        "Malmö, 2023, count": "1,824",
        "Malmö, 2023, total count": "10,000",
    }
    change = names_of(CASES["change of one"]())
    assert change == {
        "Malmö, 2020": "15.1%",
        "Malmö, 2024": "18.2%",
        "Malmö, 2020–2024, change": "+3.1 percentage points",
    }
    gap = names_of(CASES["gap"]())
    assert gap == {
        "The country, type 1, 2023": "60.1%",
        "The country, type 5, 2023": "9.5%",
        "The country, 2023, difference between type 1 and type 5": "+50.6 percentage points",
    }
    tenths = names_of(CASES["gap of tenths"]())
    assert tenths == {
        "The country, the tenth with the greatest challenges, 2023": "60.1%",
        "The country, the tenth with the smallest challenges, 2023": "9.5%",
        "The country, 2023, difference between the tenths": "+50.6 percentage points",
        "The country, 2023, gap between the tenths, in numbers": "+12,345 persons",
    }
    moved = names_of(CASES["changed type, one down"]())
    assert list(moved.values()) == ["type 2", "type 1", "\u22121 step"]


def test_the_word_for_a_status_stands_where_there_is_no_figure() -> None:
    (value,) = [each for each in spoken(CASES["value, suppressed"](), SV) if "," in each.name]
    assert value.figure == "sekretess"
    (prel, *_) = spoken(CASES["value, preliminary"](), EN)
    assert prel.figure == "18.2% (preliminary)"


def test_a_trend_by_year_has_one_cell_a_year_and_series_and_no_counts() -> None:
    answer = factory.trend(factory.AREAS[:2], range(2020, 2023))
    keys = [cell.key for cell in cells_of(answer)]
    assert len(keys) == 9
    assert {cell.column for cell in cells_of(answer)} == {"value"}
    assert {"indicator": factory.SHARE, "area": "00", "period": 2021, "compared": 1} in keys


def test_an_id_hangs_on_key_and_column_alone() -> None:
    answer = ANSWERS["bars"]
    other = replace(answer, rows=answer.rows.iloc[::-1].assign(value=1.5, status="value"))
    before = {(cell.identity, cell.id) for cell in cells_of(answer)}
    assert {(cell.identity, cell.id) for cell in cells_of(other)} == before


def test_ids_never_change() -> None:
    """Citations hold them: what an id is made of is settled for good."""
    (cell, *_) = cells_of(factory.one_value(peers=0))
    assert cell.identity == (
        '[{"area":"00","compared":1,"indicator":"lag_ekonomisk_standard_andel","period":2023},'
        '"value"]'
    )
    assert cell.id == "ewxit64z"


def cell_with(value: float | None, status: str = "value", decimals: int = 1) -> Cell:
    return Cell(id="a" * 8, key={}, column="value", value=value, status=status, decimals=decimals)


@pytest.mark.parametrize(
    ("value", "status", "text"),
    [
        (0.25, "value", "0.3"),
        (-0.25, "value", "-0.3"),
        (-0.04, "value", "0.0"),
        (0.0, "zero", "0.0"),
        (-0.0, "zero", "0.0"),
        (12, "value", "12.0"),
        (12.0, "preliminary", "12.0 preliminary"),
        (None, "suppressed", "suppressed"),
        (None, "missing", "missing"),
    ],
)
def test_what_is_visible_of_a_cell(value: float | None, status: str, text: str) -> None:
    assert shown(cell_with(value, status)) == text


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.integers(0, 3))
def test_cells_look_alike_just_when_the_table_writes_them_alike(a, b, decimals):
    plain = numbers_for("sv").plain
    alike = plain(a, decimals) == plain(b, decimals)
    assert (
        shown(cell_with(a, decimals=decimals)) == shown(cell_with(b, decimals=decimals))
    ) is alike


def test_what_the_table_does_not_hold_is_no_cell() -> None:
    """The figures of all other areas, and the parts of those in a gap."""
    answer = factory.one_value()
    assert {cell.key["area"] for cell in cells_of(answer)} == {"00", "1280"}
    gaps = factory.gap((2022, 2023))
    assert {cell.column for cell in cells_of(gaps)} == {"first_value", "second_value", "value"}
