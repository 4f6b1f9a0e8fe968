"""The catalogue's promises: fixed ids, all themes, plain words, nothing that claims a cause."""

import re
from collections import Counter
from typing import get_args

import pytest

from semantic.errors import ModelError
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
    "ojamlikhet_fodelseland",
    "isolering_fodelseland",
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
    assert ("forgymnasial_andel", 2023) not in breaks
    assert breaks[("forgymnasial_andel", 2024)] == "definition"
    assert breaks[("folkmangd", 2025)] == "noise"
    assert breaks[("socioekonomiskt_index", 2023)] == "definition"
    assert breaks[("socioekonomiskt_index", 2011)] == "revision"


SEGREGATION = [each for each in CATALOGUE if each.segregation]


@pytest.mark.parametrize("indicator", SEGREGATION, ids=lambda indicator: indicator.id)
def test_a_segregation_measure_says_what_it_hangs_on_and_what_it_is_not(indicator):
    over = {"regso": "RegSO", "deso": "DeSO"}[indicator.segregation.over]
    assert indicator.label.sv.endswith(f"({over})")
    assert over in indicator.definition.sv
    for word in ("DeSO", "RegSO", "Ginikoefficienten", "Boverkets", "områdestyperna"):
        assert word in indicator.caution.sv
    assert re.search(r"formel från \w+", indicator.source.sv)
    assert indicator.polarity == "none"


@pytest.mark.parametrize("indicator", SEGREGATION, ids=lambda indicator: indicator.id)
def test_what_breaks_the_groups_breaks_the_measure(indicator):
    breaks = {(each.year, each.text.sv) for each in indicator.breaks}
    for base in indicator.segregation.bases:
        assert breaks >= {(each.year, each.text.sv) for each in CATALOGUE.indicators[base].breaks}
    assert (2024, "division") in {(each.year, each.kind) for each in indicator.breaks}
    assert [each.year for each in indicator.breaks] == sorted(
        each.year for each in indicator.breaks
    )
    assert len(breaks) == len(indicator.breaks)


def test_only_measures_of_segregation_have_a_theme_of_their_own():
    assert {i.id for i in CATALOGUE if i.theme == "segregation"} == {i.id for i in SEGREGATION}


def test_the_same_measure_over_other_areas():
    def others(name):
        return [each.id for each in CATALOGUE.over_other_areas(CATALOGUE.indicators[name])]

    assert others("isolering_fodelseland") == ["isolering_fodelseland_deso"]
    assert others("isolering_fodelseland_deso") == ["isolering_fodelseland"]
    assert others("ojamlikhet_ekonomisk_standard") == others("folkmangd") == []


BREAK = {
    "id": "new_ages",
    "indicators": "[people]",
    "from": "2020",
    "kind": "definition",
    "text": "{sv: A, en: A}",
}


def broken(tmp_path, **parts):
    lines = [f"    {key}: {value}\n" for key, value in (BREAK | parts).items() if value]
    lines[0] = lines[0].replace("    id", "  - id")
    (tmp_path / "own.yaml").write_text(RATIO)
    (tmp_path / "breaks.yaml").write_text(f"breaks:\n{''.join(lines)}")
    return load_catalogue(tmp_path)


def test_a_break_is_given_to_what_it_names_or_to_all(tmp_path):
    def starts(**parts):
        found = broken(tmp_path, **parts).indicators
        return {name: [each.year for each in found[name].breaks] for name in found}

    assert starts() == {"born_abroad": [], "low_standard": [], "people": [2020]}
    assert starts(indicators="all") == {name: [2020] for name in starts()}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"indicators": "[peolpe]"}, "'peolpe' is no indicator (did you mean 'people'?)"),
        ({"indicators": "[]"}, "name the indicators, or write all"),
        ({"kind": "definitoin"}, "(did you mean 'definition'?)"),
        ({"from": None}, "a break says from which year it is"),
        ({"to": "2022"}, "a revision has a last year, and only a revision"),
        ({"kind": "revision"}, "a revision has a last year, and only a revision"),
        ({"kind": "revision", "to": "2019"}, "'from' comes before 'to'"),
        ({"form": "2020"}, "(did you mean 'from'?)"),
        ({"text": "{sv: A}"}, "text.en: Field required"),
        ({"indicators": None}, "indicators: Field required"),
    ],
)
def test_a_wrong_break_is_named_with_file_and_line(tmp_path, wrong, said):
    with pytest.raises(ModelError, match=r"breaks\.yaml:2: new_ages: ") as raised:
        broken(tmp_path, **wrong)
    assert said in str(raised.value)


def test_breaks_stand_in_one_place(tmp_path):
    (tmp_path / "own.yaml").write_text(RATIO.rstrip() + "\n    breaks: []\n")
    with pytest.raises(ModelError, match=r"own\.yaml:\d+: people: breaks stand in the section"):
        load_catalogue(tmp_path)


TEXTS = "label: {sv: A, en: A}\n    definition: {sv: A, en: A}\n    population: {sv: A, en: A}\n"
RATIO = f"""indicators:
  - id: born_abroad
    kind: ratio
    unit: percent
    theme: population
    decimals: 1
    numerator: {{sv: A, en: A}}
    denominator: {{sv: Alla, en: Everybody}}
    source: {{sv: A, en: A}}
    {TEXTS}
  - id: low_standard
    kind: ratio
    unit: percent
    theme: population
    decimals: 1
    numerator: {{sv: A, en: A}}
    denominator: {{sv: Andra, en: Others}}
    source: {{sv: A, en: A}}
    {TEXTS}
  - id: people
    kind: count
    unit: persons
    theme: population
    decimals: 0
    source: {{sv: A, en: A}}
    {TEXTS}
"""


def measure(tmp_path, unit="index", reading="{value} A", **parts):
    of = {"measure": "dissimilarity", "group": "born_abroad", "against": "rest", "over": "regso"}
    lines = "".join(f"      {key}: {value}\n" for key, value in (of | parts).items())
    text = f"""{RATIO}
  - id: uneven
    kind: index
    unit: {unit}
    theme: segregation
    decimals: 1
    source: {{sv: A, en: A}}
    {TEXTS}
    segregation:
{lines}      reading: {{sv: "{reading}", en: "{{value}} A"}}
"""
    (tmp_path / "own.yaml").write_text(text)
    return load_catalogue(tmp_path)


def test_a_sound_measure_is_read(tmp_path):
    assert measure(tmp_path).indicators["uneven"].segregation.bases == ("born_abroad",)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"group": "born_abraod"}, "is no indicator (did you mean 'born_abroad'?)"),
        ({"against": "low_standart"}, "is no indicator (did you mean 'low_standard'?)"),
        ({"against": "rset"}, "segregation.against: 'rset' is no indicator (did you mean 'rest'?)"),
        ({"group": "people"}, "segregation.group: 'people' is not a ratio"),
        ({"against": "low_standard"}, "the two groups are parts of the same people"),
        ({"against": "born_abroad"}, "the two groups are parts of the same people"),
        ({"measure": "isolasion"}, "segregation.measure: Input should be"),
        ({"measure": "isolation"}, "isolation is an index in the unit zero_to_one"),
        ({"unit": "zero_to_one"}, "dissimilarity is an index in the unit index"),
        ({"reading": "A"}, "the reading has {value} once in each language"),
        ({"over": "kommun"}, "segregation.over: Input should be 'regso' or 'deso'"),
        ({"overr": "regso"}, "segregation.overr: Extra inputs are not permitted"),
    ],
)  # fmt: skip
def test_a_wrong_measure_is_named_with_its_line(tmp_path, wrong, said):
    with pytest.raises(ModelError, match=r"own\.yaml:\d+: uneven: ") as raised:
        measure(tmp_path, **wrong)
    assert said in str(raised.value)
