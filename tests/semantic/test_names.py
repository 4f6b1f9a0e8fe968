"""Any part of a name finds its area: without å ä ö, in another order, with a slip."""

import pytest

from semantic.areas import Area, Directory
from semantic.names import AreaSearch, plain


def area(level, code, name, kommun="", lan=""):
    return Area(level, code, 2025 if level == "regso" else 0, name, kommun, lan, False)


SEARCH = AreaSearch(
    Directory(
        [
            area("riket", "00", "Riket"),
            area("lan", "12", "Skåne län"),
            area("kommun", "1280", "Malmö", "", "12"),
            area("kommun", "1780", "Karlstad", "", "17"),
            area("kommun", "2583", "Haparanda", "", "25"),
            area("regso", "1780R015", "Kroppkärr-Lorensberg-Välsviken", "1780", "17"),
            area("regso", "1280R028", "Rosengård norra", "1280", "12"),
            area("regso", "1280R026", "Rosengård södra", "1280", "12"),
            area("regso", "1480R011", "Södra Rosengård", "1480", "14"),
            area("kommun", "1480", "Göteborg", "", "14"),
            area("lan", "17", "Värmlands län"),
            area("lan", "14", "Västra Götalands län"),
            area("lan", "25", "Norrbottens län"),
        ]
    )
)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("välsv", "1780R015"),
        ("valsv", "1780R015"),
        ("VÄLSVIKEN", "1780R015"),
        ("lorensberg", "1780R015"),
        ("vallsviken", "1780R015"),
        ("kropkärr", "1780R015"),
        ("malmo", "1280"),
        ("malmö kommun", "1280"),
        ("rosengård norra", "1280R028"),
        ("norra rosengård malmö", "1280R028"),
        ("rosengård göteborg", "1480R011"),
        ("1280", "1280"),
        ("1280R026", "1280R026"),
        ("skåne", "12"),
        ("västra götaland", "14"),
        ("karlstd", "1780"),
    ],
)
def test_first_hit(text, first):
    assert SEARCH.find(text)[0].code == first


@pytest.mark.parametrize("text", ["", "   ", "xqzwv", "<script>", "%_'\";--", "\x00", "🙂" * 500])
def test_nothing_is_found_for_nonsense(text):
    assert SEARCH.find(text) == []


def test_levels_narrow_the_hits():
    assert {hit.level for hit in SEARCH.find("rosengård", levels=frozenset({"regso"}))} == {"regso"}
    assert SEARCH.find("rosengård", levels=frozenset({"lan"})) == []


def test_larger_areas_come_before_smaller_ones_that_match_as_well():
    assert SEARCH.find("malmö")[0].level == "kommun"


def test_plain_keeps_letters_and_digits_only():
    assert plain("  Sotenäs (Kungshamn–Smögen-Väjern ) ") == "sotenas kungshamn smogen vajern"
