"""Figures, marks, labels and the key: what is taken, and what is refused with file and row."""

from pathlib import Path

import pytest

from data.problem import ImportProblem
from data.sources import key as keys
from data.sources.key import read_changes, read_key
from data.sources.text import Figure, count, csv_rows, figure, plain, year
from tests.data import small

PATH = Path("some.csv")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("12", Figure(12.0, None)),
        (" 12.5 ", Figure(12.5, None)),
        (0, Figure(0.0, None)),
        (3.25, Figure(3.25, None)),
        ("..", Figure(None, "missing")),
        (".", Figure(None, "not_applicable")),
    ],
)
def test_figures_and_marks(raw, expected):
    assert figure(raw, PATH, 1) == expected


@pytest.mark.parametrize(
    "raw", ["-1", -1, "", None, "1 234", "1,5", "1e3", "nan", float("nan"), float("inf"), True, "…"]
)
def test_what_is_no_figure_is_refused(raw):
    with pytest.raises(ImportProblem, match=r"some\.csv, row 7: expected a number"):
        figure(raw, PATH, 7)


def test_a_count_is_whole():
    assert count("3", PATH, 1).number == 3
    with pytest.raises(ImportProblem, match=r"whole number, found '3\.5'"):
        count("3.5", PATH, 1)


@pytest.mark.parametrize("raw", ["22", "1889", "20222", "2022K1", None])
def test_what_is_no_year_is_refused(raw):
    with pytest.raises(ImportProblem, match="a year"):
        year(raw, PATH, 1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Sotenäs (Kungshamn–Smögen)", "Sotenäs (Kungshamn-Smögen)"),
        ("  Tuna  södra ", "Tuna södra"),
        ("A\u030angby", "Ångby"),
    ],
)
def test_names_are_compared_plainly(name, expected):
    assert plain(name) == expected


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Upplands Väsby (Bollstanäs)", "0114R001"),
        ("Upplands Väsby (Bollstanäs )", "0114R001"),
        ("Upplands Väsby (Hammarby–Vaxmyra)", "0114R002"),
        ("Malmö (RegSO-Almvik)", "1280R001"),
        ("Malmö (Almvik)", "1280R001"),
    ],
)
def test_labels_find_their_code(label, code):
    assert small.KEY.code_of_label(label, PATH, 1) == code


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Upplands Väsby (Bollstanes)", r"nearest: Upplands Väsby \(Bollstanäs\)"),
        ("Malmö (Bollstanäs)", "nearest"),
        ("Bollstanäs", "a label"),
        ("", "a label"),
    ],
)
def test_unknown_labels_name_file_row_and_the_nearest(label, said):
    with pytest.raises(ImportProblem, match=rf"some\.csv, row 9: .*{said}"):
        small.KEY.code_of_label(label, PATH, 9)


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


HEADER = "Kommun,Kommunnamn,DeSO_2018,RegSO_2020,RegSOkod_2020\n"
ROWS = "0114,Väsby,0114C1010,Ett,0114R001\n0114,Väsby,0114C1020,Två,0114R002\n"


@pytest.fixture
def two_areas(monkeypatch):
    monkeypatch.setattr(keys, "DESO_2018", 2)
    monkeypatch.setattr(keys, "REGSO_2020", 2)


def test_key_is_read(tmp_path, two_areas):
    key = read_key(write(tmp_path / "key.csv", "\ufeff" + HEADER + ROWS))
    assert key.regso_of == {"0114C1010": "0114R001", "0114C1020": "0114R002"}
    assert key.names["0114R002"] == ("Väsby", "Två")


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        ("Kommun,Namn\n", 1, "the header"),
        (HEADER + ROWS + "0114,Väsby,0114C1010,Ett,0114R001\n", 4, "each DeSO once"),
        (HEADER + ROWS.replace("0114C1020", "0114X1020"), 3, "codes of a DeSO"),
        (HEADER + ROWS.replace("0114C1020", "0115C1020"), 3, "within kommun 0114"),
        (HEADER + ROWS.replace("Två,0114R002", "Två,0114R001"), 3, "one name for 0114R001"),
        (HEADER + ROWS.splitlines()[0] + "\n", 0, "2 DeSO in 2 RegSO"),
        (HEADER + ROWS + "0114,Väsby\n", 4, "5 columns"),
    ],
)
def test_a_broken_key_is_refused(tmp_path, two_areas, text, row, said):
    with pytest.raises(ImportProblem, match=said) as raised:
        read_key(write(tmp_path / "key.csv", text))
    assert (raised.value.file, raised.value.row) == ("key.csv", row)


def test_changes_are_those_with_people(tmp_path):
    text = "regsokod,changes_2025_01_01,population_border_change\n0114R001,utvidgas,1\n"
    path = write(tmp_path / "c.csv", text + "0114R002,namnandrad,0\n")
    assert read_changes(path) == {"0114R001"}
    with pytest.raises(ImportProblem, match="0 or 1, found 'ja'"):
        read_changes(write(tmp_path / "d.csv", text.replace(",1", ",ja")))


def test_text_that_is_not_utf8_is_refused(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes("Malmö".encode("latin-1"))
    with pytest.raises(ImportProblem, match="UTF-8"):
        list(csv_rows(path))
