"""Readers of official files: a small file of each kind, and ways in which it can be wrong."""

import copy
import json
from datetime import date

import openpyxl
import pandas as pd
import pytest

from data.problem import ImportProblem
from data.sources import area_types, deso_workbooks, json_tables, regso_exports
from tests.data import small

REGSO_2025 = frozenset({"0114R001", "0114R002", "1280R001"})
FOOT = [[None], ["Kontaktperson:"], ["Källa:"], ["SCB"]]


def by_area(batch, indicator, column="num"):
    cells = pd.concat(batch.cells)
    cells = cells[cells["indicator"] == indicator]
    return dict(zip(cells["area"], cells[column], strict=True))


# --- DeSO workbooks -------------------------------------------------------------------------

TENURE = [
    ["Antal lägenheter efter region, år och upplåtelseform"],
    [None],
    [None, "2022", None, None, None],
    [None, "hyresrätt", "bostadsrätt", "äganderätt", "uppgift saknas"],
    ["0114C1010", 1, 2, 6, 1],
    ["0114C1020", 0, 2, 2, 0],
    ["0114C1030", 0, 0, 0, 0],
    ["1280C1010", 4, "..", 4, 0],
]
PEOPLE = [
    ["Folkmängden per region efter år, region och kön"],
    [None],
    [None, None, "totalt"],
    ["2023", "0114C1010", 10],
    [None, "0114C1020", 20],
    [None, "0114C1030", 30],
    [None, "1280C1010", 0],
]


def workbook(folder, rows, name="000006OC_20240813-153146.xlsx"):
    book = openpyxl.Workbook()
    for row in [*rows, *FOOT]:
        book.active.append(row)
    path = folder / name
    book.save(path)
    return path


def changed(rows, row, column, value):
    rows = copy.deepcopy(rows)
    rows[row][column] = value
    return rows


def test_workbook_with_parts(tmp_path):
    batch = deso_workbooks.read(workbook(tmp_path, TENURE), small.KEY)
    assert by_area(batch, "hyresratt_andel")["0114C1010"] == 1
    assert by_area(batch, "hyresratt_andel", "den")["0114C1010"] == 10
    assert by_area(batch, "hyresratt_andel", "status") == {
        "0114C1010": "value",
        "0114C1020": "zero",
        "0114C1030": "not_applicable",
        "1280C1010": "missing",
    }
    assert batch.source.retrieved == date(2024, 8, 13)
    assert set(pd.concat(batch.cells)["year"]) == {2022}


def test_workbook_whose_first_row_has_the_year(tmp_path):
    batch = deso_workbooks.read(workbook(tmp_path, PEOPLE), small.KEY)
    assert by_area(batch, "folkmangd") == {
        "0114C1010": 10,
        "0114C1020": 20,
        "0114C1030": 30,
        "1280C1010": 0,
    }
    assert set(pd.concat(batch.cells)["year"]) == {2023}


def test_another_workbook_is_left_alone(tmp_path):
    assert deso_workbooks.read(workbook(tmp_path, [["Något annat"]]), small.KEY) is None


@pytest.mark.parametrize(
    ("rows", "row", "said"),
    [
        (changed(TENURE, 4, 1, -1), 5, "at least 0"),
        (changed(TENURE, 4, 1, 1.5), 5, "whole number"),
        (changed(TENURE, 4, 1, None), 5, "a number"),
        (changed(TENURE, 4, 1, "många"), 5, "a number"),
        (changed(TENURE, 3, 1, "bostadsrätter"), 0, "the columns"),
        (changed(TENURE, 3, 1, "bostadsrätt"), 0, "the columns"),
        (changed(TENURE, 2, 2, "2023"), 0, "one year"),
        (changed(TENURE, 2, 2, "kvinnor"), 0, "only the headings"),
        (changed(TENURE, 5, 0, "0114C1010"), 0, "each DeSO 2018 once"),
        (changed(TENURE, 5, 0, "0114C1090"), 0, "only known DeSO 2018"),
        (changed(TENURE, 5, 0, "0114"), 6, "a DeSO code"),
        (TENURE[:-1], 0, "all 4 DeSO 2018"),
        ([*TENURE[:4], [*TENURE[4], 7], *TENURE[5:]], 5, "4 figures"),
        (changed(PEOPLE, 5, 0, "2022"), 6, "nothing before"),
        (TENURE[:4], 0, "rows with a DeSO code"),
    ],
)
def test_a_broken_workbook_is_refused(tmp_path, rows, row, said):
    with pytest.raises(ImportProblem, match=said) as raised:
        deso_workbooks.read(workbook(tmp_path, rows), small.KEY)
    assert raised.value.row == row
    assert raised.value.file.endswith(".xlsx")


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK not really")
    with pytest.raises(ImportProblem, match="an Excel workbook"):
        deso_workbooks.read(path, small.KEY)


# --- RegSO exports --------------------------------------------------------------------------

BIRTH = """"region","födelseregion","kön","Antal 2022","Antal 2023"
"Upplands Väsby (Bollstanäs)","Sverige","totalt",80,81
"Upplands Väsby (Bollstanäs)","totalt","totalt",100,90
"Upplands Väsby (Hammarby–Vaxmyra)","Sverige","totalt",50,50
"Upplands Väsby (Hammarby–Vaxmyra)","totalt","totalt",50,60
"Malmö (RegSO-Almvik )","Sverige","totalt",10,10
"Malmö (RegSO-Almvik )","totalt","totalt",40,40
"""
WAGE = """"region","inkomstkomponent","kön","Medelvärde för samtliga, tkr 2022"
"Upplands Väsby (Bollstanäs)","löneinkomst ","totalt",438.3
"Upplands Väsby (Hammarby-Vaxmyra)","löneinkomst ","totalt",".."
"Malmö (Almvik)","löneinkomst ","totalt",0.0
"""


def csv_file(folder, text):
    path = folder / "export.csv"
    path.write_text("\ufeff" + text, encoding="utf-8")
    return path


def test_born_abroad_is_all_less_those_born_here(tmp_path):
    batch = regso_exports.read(csv_file(tmp_path, BIRTH), small.KEY)
    cells = pd.concat(batch.cells).set_index(["indicator", "area", "year"])
    assert cells.loc[("fodda_utomlands_andel", "0114R001", 2023), "num"] == 9
    assert cells.loc[("fodda_utomlands_andel", "0114R001", 2023), "den"] == 90
    assert cells.loc[("fodda_utomlands_andel", "0114R002", 2022), "status"] == "zero"
    assert cells.loc[("folkmangd", "1280R001", 2022), "num"] == 40


def test_a_mean_is_a_value_with_its_status(tmp_path):
    batch = regso_exports.read(csv_file(tmp_path, WAGE), small.KEY)
    assert by_area(batch, "loneinkomst_medel", "value")["0114R001"] == 438.3
    assert by_area(batch, "loneinkomst_medel", "status") == {
        "0114R001": "value",
        "0114R002": "missing",
        "1280R001": "zero",
    }


def test_another_csv_is_left_alone(tmp_path):
    assert regso_exports.read(csv_file(tmp_path, "region,typ\n1,2\n"), small.KEY) is None
    assert area_types.read(csv_file(tmp_path, "region,typ\n1,2\n"), small.KEY) is None


@pytest.mark.parametrize(
    ("old", "new", "row", "said"),
    [
        ("80,81", "-80,81", 2, "a number"),
        ("80,81", "80", 2, "5 columns"),
        ("80,81", "80,81,82", 2, "5 columns"),
        ("Bollstanäs", "Bollstanes", 2, "a RegSO 2020"),
        ('"Sverige","totalt",50', '"Norden","totalt",50', 4, "one of"),
        ('"Sverige","totalt",50', '"Sverige","kvinnor",50', 4, "both sexes"),
        ('"Sverige","totalt",50', '"totalt","totalt",50', 5, "each area and category once"),
        ("Antal 2023", "Antal 2022", 1, "each year once"),
        ("Antal 2023", "Andel 2023", 1, "columns 'Antal <year>'"),
        ('"Malmö (RegSO-Almvik )","Sverige","totalt",10,10\n', "", 0, "1 missing"),
    ],
)
def test_a_broken_export_is_refused(tmp_path, old, new, row, said):
    with pytest.raises(ImportProblem, match=said) as raised:
        regso_exports.read(csv_file(tmp_path, BIRTH.replace(old, new)), small.KEY)
    assert raised.value.row == row


# --- area types -----------------------------------------------------------------------------

TYPES = """,2022
Upplands Väsby (Bollstanäs),4
Upplands Väsby (Hammarby-Vaxmyra),1
Malmö (RegSO-Almvik),5
,
"En not om områdestyp (1-5)",
Intern referenskod:,
000005QX,
"""


def test_area_types_stop_at_the_notes(tmp_path):
    batch = area_types.read(csv_file(tmp_path, TYPES), small.KEY)
    (types,) = batch.types
    assert dict(zip(types["area"], types["type"], strict=True)) == {
        "0114R001": 4,
        "0114R002": 1,
        "1280R001": 5,
    }
    assert set(types["year"]) == {2022}


@pytest.mark.parametrize(
    ("old", "new", "row", "said"),
    [
        (",4", ",6", 2, "an area type 1-5"),
        (",4", ",..", 2, "an area type 1-5"),
        ("Hammarby-Vaxmyra", "Bollstanäs", 3, "each RegSO once"),
        ("Malmö (RegSO-Almvik),5\n", "", 0, "1 missing"),
        ("Malmö (RegSO-Almvik),5", "Malmö (RegSO-Almvik),", 0, "1 missing"),
        (",2022", ",år 2022", 1, "a year"),
    ],
)
def test_broken_area_types_are_refused(tmp_path, old, new, row, said):
    with pytest.raises(ImportProblem, match=said) as raised:
        area_types.read(csv_file(tmp_path, TYPES.replace(old, new, 1)), small.KEY)
    assert raised.value.row == row


# --- JSON -----------------------------------------------------------------------------------


def v1(*cells):
    columns = [{"code": code} for code in ("Region", "Alder", "Kon", "Tid", "Folkmängden")]
    data = [{"key": list(key), "values": [value]} for key, value in cells]
    return {
        "columns": columns,
        "data": data,
        "metadata": [{"label": json_tables.POPULATION}],
    }


def cell(area, value, age="totalt", sex="1+2", suffix="_RegSO2025", year="2024"):
    return ((f"{area}{suffix}", age, sex, year), value)


def json_file(folder, document):
    path = folder / "answer.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_v1_answer_by_age_and_sex(tmp_path):
    answer = v1(
        cell("1280R001", "10"),
        cell("1280R001", "3", "-4", "1"),
        cell("1280R001", "2", "80-", "2"),
        cell("1280R001", "0", "5-9", "1+2"),
    )
    batch = json_tables.read(json_file(tmp_path, answer), REGSO_2025)
    cells = pd.concat(batch.cells).set_index(["sex", "age"])
    assert cells["num"].to_dict() == {
        ("total", "total"): 10,
        ("men", "0-4"): 3,
        ("women", "80+"): 2,
        ("total", "5-9"): 0,
    }
    assert set(cells["area"]) == {"1280R001"}
    assert set(cells["division"]) == {2025}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([cell("1280R001", "10", suffix="")], "ends in _RegSO2025"),
        ([cell("1280R001", "0")], "people in 1280R001"),
        ([cell("1280R001", "-3")], "a number"),
        ([cell("1280R001", "3", sex="3")], "a sex"),
        ([cell("1280R001", "3", age="barn")], "an age group"),
        ([cell("1280R001", "3"), cell("1280R001", "3")], "each cell once"),
        ([cell("0114R001", "3")], "all 2 RegSO 2025"),
        ([cell("1280R009", "3")], "only known RegSO 2025"),
        ([cell("1280R001", 3)], "valid string"),
    ],
)
def test_a_broken_v1_answer_is_refused(tmp_path, cells, said):
    with pytest.raises(ImportProblem, match=said):
        json_tables.read(json_file(tmp_path, v1(*cells)), REGSO_2025)


def series(value):
    return {"ar": ["2023", "2024"], "varde": [None, value]}


def compiled(**change):
    values = {
        "index": 4.4,
        "andel_lag_ek_standard": 5.8,
        "andel_forgymnasial": 6,
        "andel_bistand_arbetsloshet": 1.5,
        "omradestyp": 4,
    }
    area = {name: series(value) for name, value in (values | change).items() if value != "gone"}
    origin = {
        "tabell": "TAB6586",
        "licens": "CC0",
        "hamtad": "2026-07-06T23:58:03",
        "url": "https://example.org",
    }
    return {
        "id": "regso_socioek",
        "titel": "Index",
        "kalla": origin,
        "innehall": {"serier": {"1280R001": area}},
    }


def test_compiled_index_keeps_the_years_of_its_division(tmp_path):
    batch = json_tables.read(json_file(tmp_path, compiled()), REGSO_2025)
    assert by_area(batch, "socioekonomiskt_index", "value") == {"1280R001": 4.4}
    assert by_area(batch, "forgymnasial_andel", "value") == {"1280R001": 6}
    assert set(pd.concat(batch.cells)["year"]) == {2024}
    assert batch.types[0][["area", "year", "type"]].values.tolist() == [["1280R001", 2024, 4]]
    assert batch.source.table_id == "TAB6586"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"omradestyp": 6}, "an area type 1-5"),
        ({"omradestyp": 2.5}, "an area type 1-5"),
        ({"index": -1}, "at least 0"),
        ({"index": "gone"}, "the series index of 1280R001"),
        ({"index": "hög"}, "valid number"),
    ],
)
def test_a_broken_compiled_index_is_refused(tmp_path, change, said):
    with pytest.raises(ImportProblem, match=said):
        json_tables.read(json_file(tmp_path, compiled(**change)), REGSO_2025)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"id": "other"}', "\x00"])
def test_other_json_is_left_alone(tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text)
    assert json_tables.read(path, REGSO_2025) is None
