"""Example data: each shape worked out again with pandas over the cells, groups included."""

import random
from typing import Any

import duckdb
import pandas as pd
import pytest

from semantic.ask import ask
from tests.semantic.conftest import asked

RATIO, COUNT, MEAN = "sysselsatta_andel", "folkmangd", "loneinkomst_medel"
SCALE = 100
LUCK = random.Random(7)
KOMMUNER = ["0180", "1280", "1780", *(LUCK.choice(["0114", "2584", "0980", "1480"]),)]


@pytest.fixture(scope="module")
def cells(demo):
    """RegSO cells of a ratio and a count with the type of their own year, whole years only."""
    with duckdb.connect(demo.engine.path, read_only=True) as db:
        frame = db.execute(
            "SELECT c.*, t.type FROM cell AS c JOIN area_type AS t USING (area, division, year) "
            "WHERE c.level = 'regso' AND c.year IN (2015, 2023, 2024) AND c.indicator IN (?, ?) "
            "AND (c.age = 'total' OR c.sex = 'total')",
            [RATIO, COUNT],
        ).df()
    return frame.assign(lan=frame["area"].str[:2], kommun=frame["area"].str[:4], riket="00")


@pytest.fixture(scope="module")
def every(demo):
    with duckdb.connect(demo.engine.path, read_only=True) as db:
        frame = db.execute(
            "SELECT * FROM cell "
            "WHERE level IN ('riket', 'lan', 'kommun') AND indicator IN (?, ?, ?)",
            [RATIO, COUNT, MEAN],
        ).df()
    return frame.assign(figure=(SCALE * frame["num"] / frame["den"]).fillna(frame["num"]).fillna(
        frame["value"]))  # fmt: skip


@pytest.fixture(scope="module")
def rows(demo):
    def found(shape: str, **parts: Any) -> pd.DataFrame:
        return pd.DataFrame(ask(asked(shape, **parts), demo).records())

    return found


def one(frame: pd.DataFrame, **values: Any) -> pd.DataFrame:
    for name, value in values.items():
        frame = frame[frame[name] == value]
    return frame


def in_years(*years: int) -> dict[str, Any]:
    return {"mode": "list", "years": list(years)}


GROUPS = [{}, {"sex": "women"}, {"sex": "men"}]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(("level", "code"), [("riket", "00"), ("lan", "12"), ("kommun", "1280")])
def test_ratio_by_type_and_group(cells, rows, group, level, code):
    found = rows(
        "compare_types", indicators=[RATIO], areas={"codes": [code]}, periods=in_years(2023),
        **group,
    )  # fmt: skip
    part = one(cells, indicator=RATIO, year=2023, age="total", **({"sex": "total"} | group))
    sums = one(part, **{level: code}).groupby("type")[["num", "den"]].sum()
    expected = (SCALE * sums["num"] / sums["den"]).to_dict()
    known = found.dropna(subset="value")
    assert dict(zip(known["area_type"], known["value"], strict=True)) == pytest.approx(expected)
    assert set(found["area_type"]) == {1, 2, 3, 4, 5}


def test_by_type_and_sex_at_once(cells, rows):
    found = rows("compare_types", indicators=[RATIO], by=["sex"], periods=in_years(2024))
    part = one(cells, indicator=RATIO, year=2024, age="total")
    sums = part[part["sex"] != "total"].groupby(["type", "sex"])[["num", "den"]].sum()
    expected = SCALE * sums["num"] / sums["den"]
    assert len(found) == 10
    for row in found.to_dict("records"):
        assert row["value"] == pytest.approx(expected[row["area_type"], row["sex"]])


def test_by_type_and_age_in_several_years(cells, rows):
    found = rows("compare_types", indicators=[COUNT], by=["age", "period"],
                 areas={"codes": ["12"]}, periods=in_years(2015, 2024))  # fmt: skip
    part = one(cells, indicator=COUNT, lan="12", sex="total")
    sums = part[part["age"] != "total"].groupby(["type", "age", "year"])["num"].sum()
    known = found.dropna(subset="value")
    assert len(known) == len(sums[sums.index.get_level_values("year") != 2023])
    for row in known.to_dict("records"):
        assert row["value"] == sums[row["area_type"], row["age"], row["period"]]


@pytest.mark.parametrize("group", [*GROUPS, {"age": "0-19"}])
def test_population_share_of_a_group(cells, rows, group):
    ages = set(cells["age"])
    if group.get("age", "total") not in ages:
        group = {"age": min(ages - {"total"})}
    found = rows("population_share", areas={"codes": ["12"]}, periods=in_years(2023), **group)
    part = one(
        cells, indicator=COUNT, lan="12", year=2023, **({"sex": "total", "age": "total"} | group)
    )
    sums = part.groupby("type")["num"].sum().reindex(range(1, 6), fill_value=0)
    assert found["value"].tolist() == pytest.approx((100 * sums / sums.sum()).tolist())
    assert set(found["denominator"]) == {sums.sum()}


@pytest.mark.parametrize("basis", [None, 2015, 2023])
def test_gap_on_each_basis(cells, rows, basis):
    more = {"type_basis": {"mode": "fixed", "year": basis}} if basis else {}
    found = rows("gap", indicators=[RATIO], periods=in_years(2015, 2023), types=[2, 4], **more)
    part = one(cells, indicator=RATIO, sex="total", age="total")
    if basis:
        types = part[part["year"] == basis].set_index("area")["type"]
        part = part.assign(type=part["area"].map(types))
    sums = part.groupby(["year", "type"])[["num", "den"]].sum()
    shares = SCALE * sums["num"] / sums["den"]
    for row in found.to_dict("records"):
        first, second = shares[row["period"], 2], shares[row["period"], 4]
        assert (row["first_value"], row["second_value"]) == pytest.approx((first, second))
        assert row["value"] == pytest.approx(first - second)


@pytest.mark.parametrize("indicator", [RATIO, COUNT, MEAN])
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_rank_of_kommuner(every, rows, indicator, order):
    found = rows("rank", indicators=[indicator], areas={"level": "kommun"}, order=order, limit=25)
    part = one(every, indicator=indicator, level="kommun", year=2024, sex="total", age="total")
    ranks = part["figure"].rank(method="min", ascending=order == "asc")
    ranked = dict(zip(part["area"], ranks, strict=True))
    assert found["rank"].tolist() == sorted(ranked.values())[:25]
    assert all(ranked[row["area"]] == row["rank"] for row in found.to_dict("records"))
    assert set(found["ranked"]) == {290}


@pytest.mark.parametrize("shape", ["value", "compare_areas"])
@pytest.mark.parametrize("by", ["sex", "age", None])
def test_figures_of_areas_and_groups(every, rows, shape, by):
    parts = {"by": [by]} if by else {}
    found = rows(shape, indicators=[COUNT], areas={"codes": KOMMUNER}, **parts)
    part = one(every, indicator=COUNT, year=2024)
    part = part[part["area"].isin(KOMMUNER)]
    for name in ("sex", "age"):
        part = part[(part[name] != "total") if name == by else (part[name] == "total")]
    keys = ["area", "sex", "age"]
    expected = part.set_index(keys)["figure"].to_dict()
    assert found.set_index(keys)["value"].to_dict() == expected


def test_trend_of_every_year(every, rows):
    found = rows("trend", indicators=[MEAN], areas={"codes": KOMMUNER}, sex="women")
    part = one(every, indicator=MEAN, sex="women", age="total")
    expected = part[part["area"].isin(KOMMUNER)].set_index(["area", "year"])["figure"]
    assert found.set_index(["area", "period"])["value"].to_dict() == expected.to_dict()


@pytest.mark.parametrize("measure", ["difference", "percent"])
def test_change_between_any_two_years(every, rows, measure):
    found = rows(
        "change", indicators=[MEAN], areas={"level": "kommun"}, measure=measure, order="asc",
        limit=9, periods={"mode": "range", "from": 2015, "to": 2021},
    )  # fmt: skip
    part = one(every, indicator=MEAN, level="kommun", sex="total", age="total")
    before, after = (one(part, year=year).set_index("area")["figure"] for year in (2015, 2021))
    change = after - before if measure == "difference" else 100 * (after - before) / before
    assert found["value"].tolist() == pytest.approx(change.sort_values().head(9).tolist())
    for row in found.to_dict("records"):
        assert row["value"] == pytest.approx(change[row["area"]])


def test_threshold_and_map_see_the_same_areas(rows):
    drawn = rows("map", indicators=[RATIO], areas={"level": "kommun"})
    bound = float(drawn["value"].median())
    for operator, meets in (
        ("ge", drawn["value"] >= bound),
        ("gt", drawn["value"] > bound),
        ("le", drawn["value"] <= bound),
        ("lt", drawn["value"] < bound),
    ):
        found = rows("threshold", indicators=[RATIO], areas={"level": "kommun"},
                     threshold={"op": operator, "value": bound})  # fmt: skip
        assert set(found["area"]) == set(drawn[meets]["area"])


def test_a_filter_never_adds_people(rows):
    """Any part of the country has fewer people than the whole, and the parts make it up."""
    whole = rows("population_share")
    parts = rows("population_share", areas={"level": "lan", "within": ["12", "14"]})
    lan = rows("population_share", areas={"level": "lan", "within": []})
    sums = lan.groupby("area_type")["numerator"].sum()
    assert sums.tolist() == whole["numerator"].tolist()
    assert set(parts["area"]) == {"12", "14"}
    assert (parts.groupby("area_type")["numerator"].sum().to_numpy() <= sums.to_numpy()).all()


def test_the_order_of_named_areas_never_matters(rows):
    shuffled = list(KOMMUNER)
    LUCK.shuffle(shuffled)
    one_way, other_way = (
        rows("compare_areas", indicators=[RATIO], areas={"codes": codes})
        for codes in (KOMMUNER, shuffled)
    )
    pd.testing.assert_frame_equal(one_way, other_way)


def test_example_data_says_so(demo):
    answer = ask(asked("value", indicators=[COUNT]), demo)
    assert answer.example_data
    assert answer.version_id.startswith("demo-")
    assert answer.sql.startswith("WITH picked")
