"""Every refusal and every notice has words, and hostile text stays text."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.language import speech_for
from assistant.wording import notice, refusal, suggestion_label, type_basis_text
from semantic.availability import Notice
from semantic.errors import CODES, QuestionError, Suggestion, suggest
from semantic.mend import _MENDERS
from semantic.model import Text
from tests.assistant import factory
from tests.assistant.spoken import KNOWN, SHARE

LANGUAGES = ("sv", "en")
SEMANTIC = Path(__file__).parents[2] / "semantic"
HOSTILE = "<script>alert(1)</script> {key} {0} %s **fet**\n# rubrik " + "x" * 300

DETAILS: Mapping[str, list[dict[str, Any]]] = {
    "not_json": [{"reason": "Expecting value"}],
    "too_long": [{"length": 25000, "most": 20000}],
    "unknown_key": [{"key": "indikator"}],
    "missing_key": [{"key": "shape"}, {"key": "areas.level"}, {"key": "threshold.op"}],
    "bad_value": [
        {"key": "sex", "given": "kvinna", "reason": "Input should be 'total'"},
        {"key": "by", "given": "area_type", "reason": "not for this shape"},
        {"key": "threshold", "given": "ge", "reason": "not for this shape"},
        {"key": "periods", "given": "2020–2024", "reason": "one year"},
        {"key": "indicators", "given": "a, b", "reason": "most 1"},
        {"key": "areas.within", "given": "12", "reason": "either named areas or all inside others"},
        {
            "key": "areas.within",
            "given": "1280R001",
            "reason": "areas lie within a län or a kommun",
        },
        {"key": "sex", "given": "women", "reason": "divided already"},
        {"key": "types", "given": "1", "reason": "a gap lies between two"},
        {"key": "concept", "given": "regso", "reason": "one thing is explained"},
        {"key": "indicators", "given": SHARE, "reason": "a count of people"},
        {"key": "areas.codes", "given": "1280R001", "reason": "not inside anything"},
        {"key": "areas.codes", "given": "1280, 1281", "reason": "one area"},
        {"key": "areas.codes", "given": "1280, 1281", "reason": "one place"},
        {"key": "comparator", "given": "similar", "reason": "like one area"},
        {"key": "types", "given": "1, 4", "reason": "tenths are of no type"},
        {"key": "measure", "given": "tenths", "reason": "a share with tenths"},
        {"key": "measure", "given": "tenths", "reason": "an index for enough areas", "least": 20},
        {"key": "standard", "given": "esp2013", "reason": "all ages together"},
        {"key": "measure", "given": "slope", "reason": "not with a standard"},
        {"key": "standard", "given": "esp2013", "reason": "a share by age"},
        {"key": "standard", "given": "esp2013", "reason": "ages overlap"},
        {"key": "standard", "given": "esp2013", "reason": "ages do not fit"},
        {"key": "standard", "given": "sweden", "reason": "no ages of the country"},
        {"key": "pooled", "given": "3", "reason": "a share of several years"},
        {"key": "pooled", "given": "3", "reason": "years up to one"},
        {"key": "pooled", "given": "3", "reason": "no area in all years"},
    ],
    "unknown_shape": [{"given": "ranking"}],
    "unknown_version": [{"given": 7}],
    "unknown_indicator": [{"given": "fattigdom"}],
    "unknown_concept": [{"given": "ghetto"}],
    "unknown_area": [{"given": "Malmo"}],
    "wrong_level": [{"area": "1280", "level": "lan"}, {"area": "", "level": "deso"}],
    "needs_areas": [{"level": "kommun"}],
    "needs_two_years": [{}],
    "too_many_areas": [{"count": 290, "most": 150}, {"count": 90000, "most": 50000, "rows": True}],
    "too_few_areas": [
        {"count": 1, "least": 5, "level": "kommun", "area": ""},
        {"count": 4, "least": 5, "level": "regso", "area": "1280"},
    ],
    "no_common_year": [{"indicators": [SHARE, "hyresratt_andel"], "level": "regso"}],
    "no_data_for_indicator": [{"indicator": SHARE}, {"indicator": ""}],
    "no_data_for_level": [{"indicator": SHARE, "level": "deso"}],
    "no_data_for_year": [
        {"indicator": SHARE, "year": 1999, "level": "kommun"},
        {"key": "pooled", "indicator": SHARE, "year": 1999, "level": "kommun"},
    ],
    "no_data_for_area": [
        {"indicator": SHARE, "area": "1280", "level": "kommun"},
        {"indicator": SHARE, "area": "", "level": "kommun"},
    ],
    "no_data_for_breakdown": [
        {"indicator": SHARE, "breakdown": "sex"},
        {"indicator": SHARE, "breakdown": "age"},
        {"indicator": SHARE, "breakdown": "sex+age"},
    ],
    "no_area_types": [
        {"year": None},
        {"year": 2010},
        {"year": 2023, "types": [1, 5]},
        {"year": 2023, "changed": True},
    ],
    "not_additive": [{"indicator": "socioekonomiskt_index"}],
    "across_break": [
        {"indicator": SHARE, "year": 2020, "text": Text(sv="Nytt register.", en="New register.")}
    ],
    "across_divisions": [{"years": [2023, 2024]}],
    "order_says_nothing": [{"count": 33, "area": "1280"}],
    "no_such_version": [{}],
    "interrupted": [{}],
    "too_slow": [{"seconds": 8}],
    "unreadable_text": [{"given": "hur är det i Malmö"}],
}

NOTICES: Mapping[str, dict[str, Any]] = {
    "preliminary": {},
    "years_shortened": {"first": 2015, "last": 2020},
    "partial_coverage": {"year": 2023, "valued": 1, "areas": 3363},
    "pooled": {"first": 2021, "last": 2023, "count": 3, "counts": "persons"},
    "summed_from_areas": {},
    "age_weights": {"shares": {"0-19": 21.5, "20-64": 59.0, "65+": 19.5}},
    "not_standardised": {"types": [1, 2]},
    "parts_left_out": {"count": 3, "areas": 91},
    "type_absent": {"types": [1, 5], "count": 2},
    "border_changed": {"count": 4},
    "pairs_left_out": {"count": 4, "areas": 33},
    "areas_left_out": {"count": 4, "areas": 33},
    "not_compared": {"count": 1, "areas": 290},
    "too_few_inside": {"count": 1, "least": 5},
    "shared_parts": {
        "one": "forgymnasial_andel",
        "other": "socioekonomiskt_index",
        "part": "forgymnasial_andel",
    },
    "summed_in_tenths": {},
    "without_index": {"count": 2, "areas": 91},
    "no_tenths": {"count": 28, "least": 20},
    "one_division": {"division": 2025, "count": 5, "areas": 31},
    "reasons_unknown": {"why": "bounds", "year": 2022},
    "reasons_partly": {"count": 2, "rows": 40},
    "noise_in_sums": {"year": 2025},
    "missing": {"count": 3, "rows": 33},
    "suppressed": {"count": 3, "rows": 33},
    "not_applicable": {"count": 3, "rows": 33},
}

SUGGESTIONS: Mapping[str, tuple[Any, str]] = {
    "shape": ("rank", "Rangordning"),
    "concept": ("regso", "RegSO"),
    "sex": ("women", "kvinnor"),
    "pooled": (3, "3 år sammanslagna"),
    "age": ("80+", "80 år och äldre"),
    "version": (1, "1"),
    "value": ([1, 5], "1, 5"),
    "key": ("indicators", "indicators"),
    "division": ("one", "de nyaste gränserna alla år, utan områden vars gräns flyttats"),
    "without": ("type_basis", "utan områdestypernas år"),
    "indicator": (SHARE, "Andel med låg ekonomisk standard"),
    "area": ("1280R001", "Rosengård centrum (Malmö)"),
    "areas": (["1280", "1281"], "Malmö och Lund"),
    "level": ("lan", "län"),
    "year": (2023, "2023"),
    "years": ([2020, 2024], "2020–2024"),
    "type_year": (2023, "områdestyp enligt 2023"),
}


def test_every_code_is_tried() -> None:
    assert DETAILS.keys() == CODES


CASES = [(code, details) for code, several in DETAILS.items() for details in several]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "details"), CASES)
def test_every_refusal_is_one_or_two_plain_sentences(
    code: str, details: dict[str, Any], language: str
) -> None:
    text = refusal(QuestionError(code, dict(details)), KNOWN, speech_for(language))
    assert text[0].isupper() or text[0] in "”“"
    assert text.endswith((".", "!"))
    assert not {"{", "}", "_"} & set(text)
    assert "None" not in text


def notice_codes() -> set[str]:
    """The codes in every ``Notice("…")`` of the semantic room."""
    found = set()
    for path in SEMANTIC.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Notice":
                found |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    return found


def test_every_notice_is_tried() -> None:
    assert notice_codes() <= NOTICES.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", NOTICES)
def test_every_notice_is_a_sentence(code: str, language: str) -> None:
    text = notice(Notice(code, NOTICES[code]), KNOWN, speech_for(language))
    assert text.endswith(".")
    assert text != code
    assert "{" not in text


def test_years_together_say_what_is_counted_more_than_once() -> None:
    speech = speech_for("sv")
    persons = notice(Notice("pooled", NOTICES["pooled"]), KNOWN, speech)
    assert persons == (
        "Värdet gäller 3 år sammanslagna (2021–2023): årens antal har lagts ihop och delats med "
        "summan av årens befolkning i gruppen. Till stor del är det samma personer varje år, så "
        "osäkerheten är den för ett enda år."
    )
    homes = notice(Notice("pooled", NOTICES["pooled"] | {"counts": "dwellings"}), KNOWN, speech)
    assert "personer" not in homes
    assert homes.endswith("så osäkerheten är den för ett enda år.")
    left = {"first": 2021, "year": 2023, "valued": 1, "areas": 3}
    assert "2021–2023" in notice(Notice("partial_coverage", left), KNOWN, speech)


def test_a_notice_nobody_has_words_for_does_not_stop_the_answer() -> None:
    assert notice(Notice("brand_new"), KNOWN, speech_for("sv")) == "brand_new"


def test_every_kind_of_suggestion_is_tried() -> None:
    assert SUGGESTIONS.keys() == _MENDERS.keys()


@pytest.mark.parametrize("kind", SUGGESTIONS)
def test_every_suggestion_has_a_label(kind: str) -> None:
    value, text = SUGGESTIONS[kind]
    assert suggestion_label(Suggestion(kind, value), KNOWN, speech_for("sv")) == text


HINTS = {
    "Åren kan inte slås samman: det finns ingen uppgift om ”Andel med låg ekonomisk standard” för "
    "1999 i de områden du frågar om. Pröva 2013 eller 2014.": QuestionError(
        "no_data_for_year",
        {"key": "pooled", "indicator": SHARE, "year": 1999},
        suggest("year", [2013, 2014]),
    ),
    "Det finns inget område som heter ”Malmo”. Menade du Malmö?": QuestionError(
        "unknown_area", {"given": "Malmo"}, suggest("area", ["1280"])
    ),
    "Det saknas uppgift om ”Andel med låg ekonomisk standard” för 1999 i de områden du "
    "frågar om. "
    "Uppgifter finns för 2011 och 2012.": QuestionError(
        "no_data_for_year", {"indicator": SHARE, "year": 1999}, suggest("year", [2011, 2012])
    ),
    "Uppgifter om ”Andel med låg ekonomisk standard” före 2020 går inte att jämföra med senare "
    "uppgifter. Nytt register. Pröva 2020–2024 eller 2011–2019.": QuestionError(
        "across_break",
        {"indicator": SHARE, "year": 2020, "text": Text(sv="Nytt register.", en="New register.")},
        suggest("years", [[2020, 2024], [2011, 2019]]),
    ),
    "Den här sortens fråga går inte att dela upp efter områdestyp. Pröva kön eller "
    "åldersgrupp.": QuestionError(
        "bad_value",
        {"key": "by", "given": "area_type", "reason": "not for this shape"},
        suggest("value", ["sex", "age"]),
    ),
}


@pytest.mark.parametrize("text", HINTS)
def test_the_nearest_thing_that_works_is_named(text: str) -> None:
    assert refusal(HINTS[text], KNOWN, speech_for("sv")) == text


@pytest.mark.parametrize("code", sorted(CODES))
def test_hostile_text_is_repeated_as_text_and_shortened(code: str) -> None:
    details = {"key": HOSTILE, "given": HOSTILE, "indicator": HOSTILE, "area": HOSTILE,
               "level": HOSTILE, "reason": HOSTILE, "breakdown": HOSTILE, "count": HOSTILE,
               "most": HOSTILE, "length": HOSTILE, "years": [HOSTILE], "year": HOSTILE}  # fmt: skip
    error = QuestionError(code, details, suggest("value", [HOSTILE]))
    text = refusal(error, KNOWN, speech_for("sv"))
    assert "\n" not in text
    assert len(text) < 600
    if HOSTILE[:8] in text:
        assert "<script>alert(1)</script> {key} {0} %s **fet** # rubrik" in text


def test_the_type_basis_of_an_answer_is_told() -> None:
    speech = speech_for("sv")
    fixed = factory.gap(range(2020, 2024), type_basis={"mode": "fixed", "year": 2022})
    assert type_basis_text(fixed, speech) == (
        "Alla år räknas efter områdestyperna 2022: det är samma områden hela tiden."
    )
    own = factory.gap(range(2020, 2024))
    assert type_basis_text(own, speech).startswith("Varje år räknas efter sina egna områdestyper")
    assert type_basis_text(factory.one_value(), speech) == ""
