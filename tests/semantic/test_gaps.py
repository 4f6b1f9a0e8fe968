"""Gaps between area types, beside a second evaluator made from the definitions."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from semantic.ask import ask
from semantic.version import Version
from tests.reference import gaps
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import COUNT, RATIO, all_typed, cell
from tests.support import demo_home, facts, real_home


@pytest.fixture(scope="session")
def demo_facts() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(demo_home())), read_only=True) as db:
        yield db


@pytest.fixture(scope="session")
def real_facts(real_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(real_home(real_dir))), read_only=True) as db:
        yield db


def in_persons(version: Version, db: duckdb.DuckDBPyConnection, years, **parts) -> int:
    """Every gap in persons of every kommun is the one of the definition; how many there were."""
    basis, of = parts.get("type_basis", {}).get("year"), parts["indicators"][0]
    name = "value" if parts.get("measure") == "persons" else "persons"
    compared = 0
    for year in years:
        kinds = gaps.types(db, basis or year)
        for sex in ("women", "men") if "by" in parts else ("total",):
            known = gaps.areas(db, of, year, sex)
            for level in ("riket", "lan", "kommun"):
                question = asked("gap", areas={"level": level},
                                 periods={"mode": "list", "years": [year]}, **parts)  # fmt: skip
                for row in ask(question, version).records():
                    if row["sex"] != sex:
                        continue
                    summed = gaps.added(gaps.inside(known, row["area"]), kinds)
                    expected = gaps.persons(summed, parts.get("types", (1, 5)))
                    if expected is None:
                        assert row[name] is None, row
                        continue
                    assert row[name] == pytest.approx(expected, rel=1e-9, abs=1e-6), row
                    compared += 1
    return compared


@pytest.mark.parametrize("measure", ["difference", "ratio", "persons"])
def test_in_persons_as_defined(demo, demo_facts, measure):
    of = ["lag_ekonomisk_standard_andel"]
    found = in_persons(demo, demo_facts, [2019, 2024], indicators=of, measure=measure, types=[2, 4])
    assert found > 300


def test_in_persons_by_sex_and_by_the_types_of_one_year(demo, demo_facts):
    assert in_persons(demo, demo_facts, [2021, 2022], indicators=["sysselsatta_andel"],
                      by=["sex"], types=[1, 5],
                      type_basis={"mode": "fixed", "year": 2020}) > 200  # fmt: skip


def test_in_persons_on_official_figures(real, real_facts):
    assert in_persons(real, real_facts, [2022, 2023], indicators=["fodda_utomlands_andel"]) > 50


def test_what_is_counted_is_the_unit(demo):
    for of, unit in (("hyresratt_andel", "dwellings"), ("sysselsatta_andel", "persons")):
        for measure in ("difference", "persons"):
            answer = ask(asked("gap", indicators=[of], measure=measure), demo)
            units = {column.id: (column.unit, column.decimals) for column in answer.columns}
            assert units["value" if measure == "persons" else "persons"] == (unit, 0)
            assert ("persons" in answer.rows) is (measure == "difference")


def test_a_count_has_no_gap_in_persons(demo):
    error = refusal(lambda: ask(asked("gap", indicators=[COUNT], measure="persons"), demo))
    assert (error.code, error.details["reason"]) == ("bad_value", "a share of something")
    assert [each.value for each in error.suggestions][:2] == ["difference", "ratio"]
    assert "persons" not in ask(asked("gap", indicators=[COUNT]), demo).rows


def test_no_persons_where_a_side_has_no_figure(publish):
    cells = [cell("1280R001", num=6), cell("1280R002", num=None), cell("1281R001", num=2)]
    version = publish(cells, all_typed(3, _1280R001=1, _1280R002=5, _1281R001=5))
    (row,) = ask(asked("gap", indicators=[RATIO]), version).records()
    assert (row["persons"], row["value"]) == (4, 40)
    areas = {"level": "kommun", "codes": ["1280", "1281"]}
    rows = ask(asked("gap", indicators=[RATIO], areas=areas), version).records()
    assert [(row["persons"], row["value"]) for row in rows] == [(None, None)] * 2


def test_no_persons_where_nobody_is_in_the_second_type(publish):
    cells = [cell("1280R001", num=6), cell("1280R002", num=0, den=0), cell("1281R001")]
    version = publish(cells, all_typed(3, _1280R001=1, _1280R002=5))
    for pair in ([1, 5], [3, 5]):
        question = asked("gap", indicators=[RATIO], measure="persons", types=pair)
        (row,) = ask(question, version).records()
        assert (row["value"], row["status"]) == (None, "not_applicable"), pair


def test_no_persons_where_nobody_is_in_the_first_type(publish):
    cells = [cell("1280R001", num=0, den=0), cell("1280R002", num=6), cell("1281R001")]
    version = publish(cells, all_typed(3, _1280R001=1, _1280R002=5))
    for measure in ("difference", "persons"):
        (row,) = ask(asked("gap", indicators=[RATIO], measure=measure), version).records()
        assert (row["value"], row["status"]) == (None, "not_applicable")
        assert row.get("persons") is None
