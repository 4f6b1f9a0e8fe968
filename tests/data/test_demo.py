"""Example data: whole, plausible, adding up exactly, and made the same way as official figures."""

import numpy as np
import pandas as pd
import pytest

from data.demo.build import fill
from data.demo.spec import COMPONENTS, SHARES
from data.demo.world import AGES, YEARS, Places, drifting, generator
from data.draft import Draft
from data.geography import areas
from semantic.model import load_catalogue

CATALOGUE = load_catalogue()
REALISTIC = {1: 160, 2: 290, 3: 850, 4: 1770, 5: 290}
LEVELS = {"riket": 1, "lan": 21, "kommun": 290, "regso": 3363}


def one(db, sql):
    return db.execute(sql).fetchall()


def test_every_indicator_and_theme_has_figures(demo):
    """But for measures over DeSO, which example data does not have."""
    found = {name for (name,) in one(demo, "SELECT DISTINCT indicator FROM offer")}
    over_deso = {i.id for i in CATALOGUE if i.segregation and i.segregation.over == "deso"}
    assert len(over_deso) == 6
    assert found == set(CATALOGUE.indicators) - over_deso
    assert {CATALOGUE.indicators[name].theme for name in found} == set(CATALOGUE.themes)


def test_every_year_and_area_has_people(demo):
    cells = one(
        demo,
        "SELECT level, year, count(*) FROM cell WHERE indicator = 'folkmangd'"
        " AND sex = 'total' AND age = 'total' AND num > 0 GROUP BY ALL",
    )
    assert {(level, year): n for level, year, n in cells} == {
        (level, year): n for level, n in LEVELS.items() for year in YEARS
    }


def test_population_is_within_official_bounds(demo):
    low, high = one(
        demo,
        "SELECT min(num), max(num) FROM cell WHERE indicator = 'folkmangd' AND level = 'regso'"
        " AND sex = 'total' AND age = 'total'",
    )[0]
    assert 650 <= low < 900
    assert 15_000 < high <= 23_000


@pytest.mark.parametrize("breakdown", ["sex", "age"])
def test_population_parts_add_up_to_the_total(demo, breakdown):
    other = {"sex": "age", "age": "sex"}[breakdown]
    wrong = one(
        demo,
        f"""SELECT level, area, year, {other} FROM cell WHERE indicator = 'folkmangd'
            GROUP BY ALL HAVING sum(num) FILTER (WHERE {breakdown} <> 'total')
                <> max(num) FILTER (WHERE {breakdown} = 'total') LIMIT 1""",
    )
    assert wrong == []


def test_age_groups_are_a_partition(demo):
    ages = one(demo, "SELECT DISTINCT age FROM cell WHERE indicator = 'folkmangd'")
    assert {age for (age,) in ages} == {"total", *AGES}


def test_smaller_areas_add_up_to_larger_ones(demo):
    """Where nothing is hidden: every count and every part of a ratio, twice over."""
    wrong = one(
        demo,
        """
        WITH part AS (
            SELECT indicator, sex, age, year, left(area, 4) AS area,
                   sum(num) AS num, sum(den) AS den, count(*) - count(num) AS gaps
            FROM cell WHERE level = 'regso' AND value IS NULL GROUP BY ALL)
        SELECT * FROM part JOIN cell AS whole USING (indicator, sex, age, year, area)
        WHERE whole.level = 'kommun' AND part.gaps = 0
          AND (part.num <> whole.num OR part.den IS DISTINCT FROM whole.den) LIMIT 1""",
    )
    assert wrong == []
    frame = demo.execute(
        "SELECT level, area, num FROM cell WHERE indicator = 'sysselsatta_andel'"
        " AND year = 2020 AND sex = 'women'"
    ).df()
    by_level = frame.groupby("level")["num"].sum()
    assert len(set(by_level)) == 1


def test_sexes_of_a_share_add_up(demo):
    wrong = one(
        demo,
        """SELECT indicator, area, year FROM cell WHERE age = 'total' AND num IS NOT NULL
           GROUP BY ALL HAVING count(*) = 3 AND (
               2 * max(num) FILTER (WHERE sex = 'total') <> sum(num)
               OR 2 * max(den) FILTER (WHERE sex = 'total') <> sum(den)) LIMIT 1""",
    )
    assert wrong == []


def test_ages_of_low_standard_add_up(demo):
    wrong = one(
        demo,
        """SELECT area, year FROM cell WHERE indicator = 'lag_ekonomisk_standard_andel'
           GROUP BY ALL HAVING count(*) <> 4
             OR 2 * max(num) FILTER (WHERE age = 'total') <> sum(num)
             OR 2 * max(den) FILTER (WHERE age = 'total') <> sum(den) LIMIT 1""",
    )
    assert wrong == []


def test_index_and_types_follow_from_the_parts(demo):
    """The published index, bounds and types, worked out once more in pandas."""
    cells = demo.execute(
        f"""SELECT area, year, indicator, 100 * num / den AS share FROM cell
            WHERE indicator IN {COMPONENTS} AND level = 'regso' AND sex = 'total'
              AND age = 'total'"""
    ).df()
    index = cells.pivot(index=["year", "area"], columns="indicator", values="share").mean(axis=1)
    stored = demo.execute(
        "SELECT year, area, value FROM cell WHERE indicator = 'socioekonomiskt_index'"
    ).df()
    stored = stored.set_index(["year", "area"])["value"].sort_index()
    assert np.allclose(index.sort_index(), stored)
    mean, sd = (index.groupby("year").transform(how) for how in ("mean", "std"))
    steps = (index - mean) / (sd * np.sqrt(3362 / 3363))
    expected = pd.cut(steps, [-np.inf, -1, 0, 1, 2, np.inf], right=False, labels=[5, 4, 3, 2, 1])
    types = demo.execute("SELECT year, area, type FROM area_type").df()
    types = types.set_index(["year", "area"])["type"].sort_index()
    assert (expected.sort_index().astype(int) == types).all()


def test_types_are_about_as_common_as_in_reality(demo):
    for year, type_, n in one(demo, "SELECT year, type, count(*) FROM area_type GROUP BY ALL"):
        assert abs(n - REALISTIC[type_]) < 0.15 * REALISTIC[type_], (year, type_)


def test_some_areas_change_type_and_most_do_not(demo):
    changed = one(
        demo,
        "SELECT count(*) FROM area_type AS a JOIN area_type AS b"
        " ON a.area = b.area AND b.year = a.year + 1 WHERE a.type <> b.type",
    )[0][0]
    assert 0.02 < changed / (3363 * (len(YEARS) - 1)) < 0.12


@pytest.mark.parametrize("status", ["zero", "preliminary", "missing", "not_applicable"])
def test_every_status_occurs(demo, status):
    assert one(demo, f"SELECT count(*) FROM cell WHERE status = '{status}'")[0][0] > 50


def test_few_cases_are_suppressed_and_cannot_be_worked_out(demo):
    hiding = [share.indicator for share in SHARES if share.hide_below]
    few = one(demo, f"SELECT count(*) FROM cell WHERE indicator IN {tuple(hiding)} AND num < 5")[0][
        0
    ]
    assert few == 0
    lonely = one(
        demo,
        """SELECT indicator, area, year FROM cell WHERE level = 'regso'
           GROUP BY ALL HAVING count(*) FILTER (WHERE sex = 'women' AND status = 'suppressed')
             <> count(*) FILTER (WHERE sex = 'men' AND status = 'suppressed') LIMIT 1""",
    )
    assert lonely == []
    assert one(demo, "SELECT count(*) FROM cell WHERE status = 'suppressed'")[0][0] > 1000


def test_parts_of_the_index_have_no_gaps(demo):
    gaps = one(
        demo,
        f"SELECT count(*) FROM cell WHERE indicator IN {COMPONENTS} AND num IS NULL",
    )
    assert gaps == [(0,)]


def test_only_the_latest_year_is_preliminary(demo):
    found = one(demo, "SELECT DISTINCT indicator, year FROM cell WHERE status = 'preliminary'")
    assert found == [("sysselsatta_andel", YEARS[-1])]


def test_turnout_has_election_years_only(demo):
    years = one(demo, "SELECT DISTINCT indicator, year FROM offer WHERE indicator LIKE 'valdelt%'")
    assert {year for _, year in years} == {2014, 2018, 2022}


def test_means_of_larger_areas_are_their_own_figures(demo):
    """Not the plain mean of the smaller areas' means."""
    rows = one(
        demo,
        """SELECT k.value, r.value FROM cell AS k JOIN (
               SELECT left(area, 4) AS area, avg(value) AS value FROM cell
               WHERE indicator = 'nettoinkomst_median' AND level = 'regso' AND year = 2020
               GROUP BY ALL) AS r USING (area)
           WHERE k.indicator = 'nettoinkomst_median' AND k.level = 'kommun' AND k.year = 2020""",
    )
    own, averaged = np.array(rows).T
    assert len(rows) == 290
    assert np.abs(own - averaged).max() > 1
    assert np.corrcoef(own, averaged)[0, 1] > 0.7


def test_neighbouring_areas_are_not_alike(demo):
    """The factor has no geography: kommuner differ no more than chance lets them."""
    index = demo.execute(
        "SELECT left(area, 4) AS kommun, value FROM cell"
        " WHERE indicator = 'socioekonomiskt_index' AND year = 2024"
    ).df()
    groups = index.groupby("kommun")["value"]
    between = (groups.size() * (groups.mean() - index["value"].mean()) ** 2).sum() / 289
    within = (groups.var().fillna(0) * (groups.size() - 1)).sum() / (3363 - 290)
    assert between / within < 1.3


def test_everything_says_it_is_example_data(demo):
    assert one(demo, "SELECT DISTINCT source FROM cell") == [("example",)]
    publisher, title = one(demo, "SELECT publisher, title FROM source")[0]
    assert publisher == "Exempeldata"
    assert "ingen officiell statistik" in title


def test_the_same_numbers_are_drawn_every_time():
    assert generator("x").random(3).tolist() == generator("x").random(3).tolist()
    assert generator("x").random() != generator("y").random()
    assert drifting("x", 4, 1.0).shape == (4, len(YEARS))


def test_sums_of_places_are_those_of_codes():
    places = Places(("0114R001", "0114R002", "0180R001", "1280R001"))
    stacked = places.with_sums(np.array([[1.0], [2.0], [4.0], [8.0]]))
    assert stacked.ravel().tolist() == [1, 2, 4, 8, 3, 4, 8, 7, 8, 15]
    assert [codes for _, codes in places.all][1:] == [
        ("0114", "0180", "1280"),
        ("01", "12"),
        ("00",),
    ]


def test_areas_are_those_of_the_stored_geography():
    with Draft() as draft:
        next(fill(draft))
        rows = draft.rows("SELECT level, count(*) AS n FROM area GROUP BY level")
    assert (
        {row["level"]: row["n"] for row in rows} == LEVELS == areas().level.value_counts().to_dict()
    )
