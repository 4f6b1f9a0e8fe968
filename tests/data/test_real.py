"""Official figures: the sums that must come out, and the traps in the files, each in two ways.

One way is the published version, asked in SQL; the other the files themselves, read here with
pandas or csv and nothing of the project's readers.
"""

import csv
import json
import re
from collections import Counter
from functools import cache

import openpyxl
import pandas as pd
import pytest

POPULATION = {2020: 10_379_295, 2021: 10_452_326, 2022: 10_521_556, 2023: 10_551_707}
TYPES = {
    2022: {1: 160, 2: 289, 3: 855, 4: 1770, 5: 289},
    2023: {1: 162, 2: 293, 3: 835, 4: 1781, 5: 292},
}
BIRTH = "scb_regso/regso2020_population_by_birth_region_2020_2023.csv"
TENURE = "scb_regso/regso2020_dwellings_by_tenure_2020_2023.csv"
WAGE = "scb_regso/regso2020_mean_wage_income_2020_2023.csv"
KEY = "geography/koppling_deso2018_regso2020.csv"


def one(db, sql, values=()):
    return db.execute(sql, list(values)).fetchall()


def total(db, indicator, level, year, part="num", division=None):
    where = "" if division is None else f" AND division = {division}"
    return one(
        db,
        f"SELECT sum({part}) FROM cell WHERE indicator = ? AND level = ? AND year = ?"
        f" AND sex = 'total' AND age = 'total'{where}",
        [indicator, level, year],
    )[0][0]


def plain(label):
    return re.sub(r"\s+", " ", label.replace("–", "-").replace("RegSO-", "")).replace(" )", ")")


@pytest.fixture(scope="session")
def codes(real_file):
    """RegSO code by plain label, straight from SCB's key."""
    key = pd.read_csv(real_file(KEY), dtype=str, encoding="utf-8-sig")
    label = key["Kommunnamn"] + " (" + key["RegSO_2020"] + ")"
    return dict(zip(label.map(plain), key["RegSOkod_2020"], strict=True))


@cache
def deso(real_dir, code):
    """First sheet of a DeSO workbook as {DeSO: [figures]}."""
    (path,) = (real_dir / "scb_deso").glob(f"{code}_*.xlsx")
    book = openpyxl.load_workbook(path, read_only=True)
    sheet = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    rows = {}
    for row in sheet:
        at = next((n for n in (0, 1) if re.fullmatch(r"\d{4}[ABC]\d{4}", str(row[n]))), None)
        if at is not None:
            rows[row[at]] = [cell for cell in row[at + 1 :] if cell is not None]
    return rows


# --- sums -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "people"), POPULATION.items())
@pytest.mark.parametrize("level", ["regso", "kommun", "lan", "riket"])
def test_population(real, level, year, people):
    assert total(real, "folkmangd", level, year) == people


@pytest.mark.parametrize("year", POPULATION)
def test_population_in_the_export(real_file, year):
    frame = pd.read_csv(real_file(BIRTH), encoding="utf-8-sig")
    assert frame.loc[frame["födelseregion"] == "totalt", f"Antal {year}"].sum() == POPULATION[year]


@pytest.mark.parametrize(("year", "code"), [(2022, "000005FF"), (2023, "000005FC")])
def test_population_of_deso(real, real_dir, year, code):
    assert total(real, "folkmangd", "deso", year) == POPULATION[year]
    assert sum(figures[0] for figures in deso(real_dir, code).values()) == POPULATION[year]


def test_deso_adds_up_to_the_regso_export_exactly(real, real_dir, real_file):
    wrong = one(
        real,
        f"""
        WITH pairs AS (
            SELECT DeSO_2018 AS area, RegSOkod_2020 AS regso
            FROM read_csv('{real_file(KEY)}', all_varchar = true)
        ), added AS (
            SELECT indicator, year, regso, sum(num) AS num FROM cell JOIN pairs USING (area)
            WHERE level = 'deso' AND indicator = 'folkmangd' GROUP BY ALL)
        SELECT * FROM added JOIN cell AS r ON r.indicator = added.indicator
          AND r.year = added.year AND r.area = added.regso AND r.level = 'regso'
          AND r.division = 2020 AND r.sex = 'total' AND r.age = 'total'
        WHERE r.num <> added.num""",
    )
    assert wrong == []
    key = pd.read_csv(real_file(KEY), dtype=str, encoding="utf-8-sig")
    people = {code: figures[0] for code, figures in deso(real_dir, "000005FF").items()}
    added = key.assign(people=key["DeSO_2018"].map(people)).groupby("RegSOkod_2020")["people"].sum()
    regso = one(
        real,
        "SELECT area, num FROM cell WHERE indicator = 'folkmangd' AND level = 'regso'"
        " AND year = 2022",
    )
    assert dict(regso) == added.to_dict()


@pytest.mark.parametrize(("year", "expected"), TYPES.items())
def test_area_types(real, real_file, year, expected):
    found = one(
        real,
        "SELECT type, count(*) FROM area_type WHERE year = ? AND origin = 'published' GROUP BY ALL",
        [year],
    )
    assert dict(found) == expected
    path = real_file(f"scb_regso/regso2020_omradestyp_{year}_pxweb_export.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == 2 and "(" in row[0]]
    assert Counter(int(row[1]) for row in rows if row[1]) == expected


def test_a_type_belongs_to_the_area_its_label_names(real, real_file, codes):
    path = real_file("scb_regso/regso2020_omradestyp_2023_pxweb_export.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == 2 and row[1] in set("12345")]
    expected = {codes[plain(label)]: int(type_) for label, type_ in rows}
    found = dict(one(real, "SELECT area, type FROM area_type WHERE year = 2023"))
    assert found == expected
    assert len(found) == 3363


# --- every file, figure by figure -----------------------------------------------------------


@pytest.mark.parametrize("year", POPULATION)
def test_born_abroad_in_every_regso(real, real_file, codes, year):
    frame = pd.read_csv(real_file(BIRTH), encoding="utf-8-sig")
    wide = frame.pivot(index="region", columns="födelseregion", values=f"Antal {year}")
    expected = {
        codes[plain(label)]: (row["totalt"] - row["Sverige"], row["totalt"])
        for label, row in wide.iterrows()
    }
    found = one(
        real,
        "SELECT area, num, den FROM cell WHERE indicator = 'fodda_utomlands_andel'"
        " AND level = 'regso' AND year = ?",
        [year],
    )
    assert {area: (num, den) for area, num, den in found} == expected


@pytest.mark.parametrize("tenure", ["hyresratt", "bostadsratt", "aganderatt"])
def test_tenure_in_every_regso(real, real_file, codes, tenure):
    word = {"hyresratt": "hyresrätt", "bostadsratt": "bostadsrätt", "aganderatt": "äganderätt"}
    frame = pd.read_csv(real_file(TENURE), encoding="utf-8-sig")
    wide = frame.pivot(index="region", columns="upplåtelseform", values="Antal 2023")
    expected = {
        codes[plain(label)]: (row[word[tenure]], row.sum()) for label, row in wide.iterrows()
    }
    found = one(
        real,
        "SELECT area, num, den FROM cell WHERE indicator = ? AND level = 'regso' AND year = 2023",
        [f"{tenure}_andel"],
    )
    assert {area: (num, den) for area, num, den in found} == expected


def test_mean_wage_is_taken_as_published_and_never_added_up(real, real_file, codes):
    frame = pd.read_csv(real_file(WAGE), encoding="utf-8-sig")
    assert set(frame["inkomstkomponent"]) == {"löneinkomst "}
    column = "Medelvärde för samtliga, tkr 2023"
    expected = {codes[plain(row["region"])]: row[column] for _, row in frame.iterrows()}
    found = one(
        real,
        "SELECT area, value FROM cell WHERE indicator = 'loneinkomst_medel' AND year = 2023",
    )
    assert dict(found) == expected
    assert one(real, "SELECT DISTINCT level FROM cell WHERE indicator = 'loneinkomst_medel'") == [
        ("regso",)
    ]


WORKBOOKS = [
    ("000005F8", "ensamstaende_med_barn_andel", lambda f: (f[2], sum(f))),
    ("000005FB", "fodda_utomlands_andel", lambda f: (f[1] + f[2], f[3])),
    ("000005FE", "utlandsk_bakgrund_andel", lambda f: (f[1], f[2])),
    ("000005FF", "barn_unga_andel", lambda f: (sum(f[1:5]), f[0])),
    ("000005LO", "flerbostadshus_andel", lambda f: (f[1], f[5])),
    ("000005LO", "smahus_andel", lambda f: (f[0], f[5])),
    ("000005MO", "forgymnasial_andel", lambda f: (f[0], sum(f))),
    ("000005MO", "eftergymnasial_lang_andel", lambda f: (f[3], sum(f))),
    ("000006OC", "hyresratt_andel", lambda f: (f[0], sum(f))),
    ("000007A8", "sysselsatta_andel", lambda f: (f[0], f[4])),
    ("000007A8", "arbetslosa_andel", lambda f: (f[1], f[2])),
]


@pytest.mark.parametrize(("code", "indicator", "parts"), WORKBOOKS)
def test_workbook_of_every_deso(real, real_dir, code, indicator, parts):
    expected = {area: parts(figures) for area, figures in deso(real_dir, code).items()}
    assert len(expected) == 5984
    found = one(
        real,
        "SELECT area, num, den FROM cell WHERE indicator = ? AND level = 'deso' AND year = 2022",
        [indicator],
    )
    assert {area: (num, den) for area, num, den in found if den} == {
        area: pair for area, pair in expected.items() if pair[1]
    }
    sums = [sum(pair[part] for pair in expected.values()) for part in (0, 1)]
    if code not in {"000005FB", "000006OC"}:
        national = [total(real, indicator, "riket", 2022, part) for part in ("num", "den")]
        assert national == sums


@pytest.mark.parametrize(
    ("code", "indicator", "column"),
    [
        ("000005FM", "nettoinkomst_median", 0),
        ("000005FM", "nettoinkomst_medel", 1),
        ("000006TA", "lag_ekonomisk_standard_andel", 0),
        ("000006TA", "hog_ekonomisk_standard_andel", 1),
    ],
)
def test_medians_means_and_whole_percentages_stay_at_deso(real, real_dir, code, indicator, column):
    expected = {area: figures[column] for area, figures in deso(real_dir, code).items()}
    found = one(
        real, "SELECT area, value FROM cell WHERE indicator = ? AND year = 2022", [indicator]
    )
    assert dict(found) == expected
    levels = one(
        real, "SELECT DISTINCT level FROM cell WHERE indicator = ? AND year = 2022", [indicator]
    )
    assert levels == [("deso",)]


def test_published_regso_is_used_where_deso_has_the_same(real):
    found = one(
        real,
        "SELECT DISTINCT origin, source FROM cell WHERE indicator = 'hyresratt_andel'"
        " AND level = 'regso' AND year = 2022",
    )
    assert found == [("published", "scb_regso_upplatelseform")]


def test_karlstad(real, real_file):
    path = real_file("scb_regso/karlstad_tab6586_regso2025_2024.json")
    areas = json.loads(path.read_text())["innehall"]["serier"]
    names = {
        "socioekonomiskt_index": "index",
        "lag_ekonomisk_standard_andel": "andel_lag_ek_standard",
        "forgymnasial_andel": "andel_forgymnasial",
        "bistand_langtidsarbetslos_andel": "andel_bistand_arbetsloshet",
    }
    for indicator, name in names.items():
        found = one(
            real,
            "SELECT area, value FROM cell WHERE indicator = ? AND year = 2024 AND division = 2025",
            [indicator],
        )
        assert dict(found) == {code: series[name]["varde"][-1] for code, series in areas.items()}
    types = one(real, "SELECT area, type FROM area_type WHERE year = 2024 AND division = 2025")
    assert dict(types) == {code: each["omradestyp"]["varde"][-1] for code, each in areas.items()}


def test_karlstad_in_2025(real):
    assert total(real, "folkmangd", "regso", 2025, division=2025) == 98_999
    assert total(real, "folkmangd", "kommun", 2025) == 98_999
    assert total(real, "folkmangd", "lan", 2025) is None


def test_six_cities_by_age_and_sex(real, real_dir):
    expected = Counter()
    for path in (real_dir / "pxweb").glob("scb_v1_json_*age_gender*.json"):
        for row in json.loads(path.read_text())["data"]:
            expected[row["key"][2], row["key"][1]] += int(row["values"][0])
    sexes = {"men": "1", "women": "2", "total": "1+2"}
    found = one(
        real,
        "SELECT sex, age, sum(num) FROM cell WHERE level = 'regso' AND year = 2024"
        " AND indicator = 'folkmangd' GROUP BY ALL",
    )
    ages = {"total": "totalt", "0-4": "-4", "80+": "80-"}
    assert {(sexes[sex], ages.get(age, age)): num for sex, age, num in found} == expected
    kommuner = one(
        real,
        "SELECT area, num FROM cell WHERE level = 'kommun' AND year = 2024 AND age = 'total'"
        " AND sex = 'total' ORDER BY area",
    )
    assert [area for area, _ in kommuner] == ["0180", "0380", "0581", "0880", "1280", "1480"]
    assert sum(num for _, num in kommuner) == expected["1+2", "totalt"]


# --- traps ----------------------------------------------------------------------------------


def test_labels_with_a_space_before_the_bracket_or_another_dash(real_file, codes):
    labels = set(pd.read_csv(real_file(BIRTH), encoding="utf-8-sig")["region"])
    spaced = {label for label in labels if label.endswith(" )")}
    key = pd.read_csv(real_file(KEY), dtype=str, encoding="utf-8-sig")
    dashed = set(key.loc[key["RegSO_2020"].str.contains("–"), "RegSOkod_2020"])
    assert (len(labels), len(spaced), len(dashed)) == (3363, 28, 1)
    assert not any("–" in label for label in labels)
    assert {codes[plain(label)] for label in labels} == set(codes.values())


def test_names_are_not_unique_and_not_prefixed(real):
    names = one(real, "SELECT name FROM area WHERE level = 'regso' AND division = 2020")
    assert (len(names), len(set(names)) < 3363) == (3363, True)
    assert one(real, "SELECT count(*) FROM area WHERE name LIKE 'RegSO-%'") == [(0,)]
    assert one(real, "SELECT count(*) FROM area WHERE kommun = '1280' AND level = 'regso'") == [
        (182,)
    ]


def test_areas_and_what_changed(real, real_file):
    found = one(real, "SELECT level, division, count(*) FROM area GROUP BY ALL")
    assert {(level, division): n for level, division, n in found} == {
        ("riket", 0): 1,
        ("lan", 0): 21,
        ("kommun", 0): 290,
        ("regso", 2020): 3363,
        ("regso", 2025): 3363,
        ("deso", 2018): 5984,
    }
    changes = pd.read_csv(
        real_file("geography/regso_changes_2020_to_2025_transcribed.csv"), dtype=str
    )
    moved = set(changes.loc[changes["population_border_change"] == "1", "regsokod"])
    stored = one(real, "SELECT DISTINCT code FROM area WHERE changed")
    assert {code for (code,) in stored} == moved
    assert len(moved) == 288


def test_notes_at_the_foot_are_no_areas(real):
    wrong = one(
        real,
        "SELECT DISTINCT area FROM cell WHERE level = 'deso'"
        " AND NOT regexp_full_match(area, '\\d{4}[ABC]\\d{4}')",
    )
    assert wrong == []


def test_no_code_keeps_the_suffix_of_its_division(real):
    assert one(real, "SELECT count(*) FROM cell WHERE area LIKE '%\\_%' ESCAPE '\\'") == [(0,)]


def test_education_of_2022_and_of_the_index_are_apart(real):
    years = one(
        real,
        "SELECT DISTINCT year, division, level FROM cell"
        " WHERE indicator = 'forgymnasial_andel' AND level = 'regso' ORDER BY year",
    )
    assert years == [(2022, 2020, "regso"), (2024, 2025, "regso")]


def test_every_figure_names_where_it_is_from(real):
    publishers = one(real, "SELECT DISTINCT publisher, licence FROM source")
    assert publishers == [("Statistiska centralbyrån (SCB)", "CC0")]
    assert one(
        real,
        "SELECT count(*) FROM source WHERE id NOT IN (SELECT source FROM cell"
        " UNION SELECT source FROM area_type)",
    ) == [(0,)]
