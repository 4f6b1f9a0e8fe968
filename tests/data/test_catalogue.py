"""The catalogue's promises: fixed ids, all themes, plain words, nothing that claims a cause."""

import re
from collections import Counter
from typing import get_args

import pytest

from semantic.model import Theme, load_catalogue

CATALOGUE = load_catalogue()
FIXED = [
    "folkmangd",
    "fodda_utomlands_andel",
    "utlandsk_bakgrund_andel",
    "forgymnasial_andel",
    "lag_ekonomisk_standard_andel",
    "bistand_langtidsarbetslos_andel",
    "socioekonomiskt_index",
    "hyresratt_andel",
    "sysselsatta_andel",
    "arbetslosa_andel",
    "loneinkomst_medel",
]
CONCEPTS = [
    "omradestyp",
    "regso",
    "deso",
    "typbasis",
    "utsatta_omraden",
    "utanforskapets_karta",
    "ojamlikhetsindex",
    "sekretess",
    "uppgift_saknas",
    "ekonomisk_standard",
]
OFFICIAL_TYPES = (
    "Områden med stora socioekonomiska utmaningar",
    "Områden med socioekonomiska utmaningar",
    "Socioekonomiskt blandade områden",
    "Områden med goda socioekonomiska förutsättningar",
    "Områden med mycket goda socioekonomiska förutsättningar",
)
LOADED = re.compile(
    r"problemområde|getto|invandrarområde|invandrare|förort(?!s)|sämre område|bra område"
    r"|beror på att|leder till|orsakar|bidragstagare|ghetto|immigrant|because they",
    re.IGNORECASE,
)


def texts(entry):
    for _, value in entry:
        if hasattr(value, "sv"):
            yield value
        elif isinstance(value, tuple):
            yield from (each.text for each in value if hasattr(each, "text"))


def test_enough_indicators_in_every_theme():
    assert len(CATALOGUE.indicators) >= 22
    assert set(CATALOGUE.themes) == set(get_args(Theme))


@pytest.mark.parametrize("name", FIXED)
def test_fixed_ids_are_there(name):
    assert name in CATALOGUE.indicators


@pytest.mark.parametrize("name", CONCEPTS)
def test_words_of_the_field_are_explained(name):
    assert name in CATALOGUE.concepts


def test_area_types_have_their_official_names():
    explanation = CATALOGUE.concepts["omradestyp"].explanation.sv
    for number, name in enumerate(OFFICIAL_TYPES, start=1):
        assert f"{number} {name}" in explanation


@pytest.mark.parametrize("indicator", [*CATALOGUE], ids=lambda indicator: indicator.id)
def test_indicator_reads_well(indicator):
    assert len(indicator.label.sv) <= 52
    assert len((indicator.short or indicator.label).sv) <= 30
    assert len(indicator.synonyms) >= 2
    assert not indicator.label.sv.endswith(".")
    assert indicator.definition.sv.endswith(".")
    assert indicator.definition.en.endswith(".")
    assert indicator.kind != "ratio" or (indicator.numerator and indicator.denominator)


ENTRIES = [*CATALOGUE, *CATALOGUE.concepts.values()]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_words_are_neutral_and_in_their_language(entry):
    for text in texts(entry):
        assert not LOADED.search(text.sv), text.sv
        assert not LOADED.search(text.en), text.en
        assert " - " not in text.sv
        assert not re.search(r"\b(the|and|share of)\b", text.sv)
        assert not re.search(r"\b(och|andel|som)\b", text.en)


def test_a_word_means_one_thing():
    words = Counter(word.casefold() for entry in ENTRIES for word in set(entry.synonyms))
    assert [word for word, n in words.items() if n > 1] == []


def test_known_breaks():
    breaks = {(i.id, b.year): b.kind for i in CATALOGUE for b in i.breaks if i.id in {*FIXED}}
    assert breaks[("forgymnasial_andel", 2023)] == "definition"
    assert breaks[("forgymnasial_andel", 2024)] == "definition"
    assert breaks[("folkmangd", 2025)] == "noise"
    assert ("socioekonomiskt_index", 2023) not in breaks
