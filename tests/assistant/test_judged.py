"""A verdict reads alike in table, chart and export: a sign, a way and a word."""

from __future__ import annotations

import json
from collections.abc import Callable

import pandas as pd
import pytest

from assistant.charts import chart
from assistant.colours import GREY, JUDGED
from assistant.figures import Figures
from assistant.judged import judgement
from assistant.language import speech_for
from assistant.sentences import details, sentence
from assistant.sheets import sheet_of
from assistant.tables import table
from semantic.answer import Answer
from tests.assistant import factory
from tests.assistant.spoken import (
    CASES,
    CERTAIN,
    KNOWN,
    LARGE,
    WITHIN_CHANCE,
    areas,
    cell,
    change,
    divided,
    gap,
    judged,
    placed,
    threshold,
    value,
)

SV, EN = speech_for("sv"), speech_for("en")
OF_RIKET = [cell("00", 14.13)]
LOWER = ("some", "peers", -6.5, -2.5)
FEW = ("unknown", "few", None, None)
UNJUDGED = "hyresratt_andel"


def compared(of: str = factory.SHARE) -> Answer:
    """Four areas beside riket; a low figure is good, or nobody may judge."""
    values = {"1280": 20.0, "1281": 15.0, "1262": 9.0, "1290": 14.5}
    riket = [cell("00", 14.13, of=of)]
    found = areas("compare_areas", values, of=of, comparison=riket)
    return judged(found, LARGE, WITHIN_CHANCE, LOWER, FEW)


def column(answer: Answer, heading: str) -> list[str]:
    found = table(answer, SV)
    place = [header.text for header in found.headers].index(heading)
    return [row[place] for row in found.rows]


def test_the_table_has_a_column_of_signs_and_words() -> None:
    assert column(compared(), "Skillnad mot riket") == [
        "–", "▼ sämre, stor skillnad", "● ingen säker skillnad", "▲ bättre, viss skillnad",
        "kan inte bedömas",
    ]  # fmt: skip


def test_where_nobody_may_judge_a_difference_is_higher_or_lower() -> None:
    assert column(compared(UNJUDGED), "Skillnad mot riket") == [
        "–", "△ högre, stor skillnad", "● ingen säker skillnad", "▽ lägre, viss skillnad",
        "kan inte bedömas",
    ]  # fmt: skip


def test_a_change_has_its_own_words() -> None:
    found = judged(change({"1280": (15.0, 20.0), "1281": (9.0, 9.5)}), LARGE, WITHIN_CHANCE)
    assert column(found, "Bedömning") == ["▼ sämre, stor förändring", "● ingen säker förändring"]


def test_between_area_types_nothing_is_better() -> None:
    found = judged(factory.compare_types(), None, LARGE, LARGE, LOWER, WITHIN_CHANCE)
    assert column(found, "Skillnad mot typ 1") == [
        "–", "△ högre, stor skillnad", "△ högre, stor skillnad", "▽ lägre, viss skillnad",
        "● ingen säker skillnad",
    ]  # fmt: skip
    assert column(judged(gap({2023: (60.1, 9.5)}), LARGE), "Bedömning") == ["stor skillnad"]


def test_without_a_verdict_there_is_no_column() -> None:
    plain = areas("compare_areas", {"1280": 20.0, "1281": 15.0}, comparison=OF_RIKET)
    assert "Skillnad mot riket" not in [header.text for header in table(plain, SV).headers]


@pytest.mark.parametrize("speech", [SV, EN], ids=["sv", "en"])
def test_every_word_is_another(speech: object) -> None:
    figures = Figures(compared(), speech)  # type: ignore[arg-type]
    texts = [found.text for row in figures.rows if (found := judgement(figures, row))]
    assert len(set(texts)) == 4
    assert all(any(letter.isalpha() for letter in text) for text in texts)


def test_the_chart_has_the_colour_the_sign_and_the_words() -> None:
    spec = json.dumps(chart(compared(), SV), ensure_ascii=False)
    for colour in JUDGED.values():
        assert colour in spec
    assert "20,0 ▼" in spec
    assert "ingen säker skillnad" in spec
    plain = json.dumps(chart(compared(UNJUDGED), SV), ensure_ascii=False)
    assert JUDGED["better"] not in plain
    assert JUDGED["worse"] not in plain
    assert "högre, stor skillnad" in plain


def test_a_change_within_chance_is_grey_in_the_chart() -> None:
    values = {code: (15.0, 15.0 + place) for place, code in enumerate(factory.AREAS[:3], start=1)}
    found = judged(change(values), WITHIN_CHANCE, WITHIN_CHANCE, WITHIN_CHANCE)
    spec = json.dumps(chart(found, SV), ensure_ascii=False)
    assert GREY in spec
    assert JUDGED["worse"] not in spec
    assert "ingen säker förändring" in spec


def test_the_export_has_word_and_interval() -> None:
    sheet = sheet_of(compared(), SV)
    names = [heading.text for heading in sheet.headings]
    places = [names.index(each) for each in ("Bedömning", "Skillnad, lägst", "Skillnad, högst")]
    rows = [tuple(row[place] for place in places) for row in sheet.rows]
    assert rows == [
        ("▼ sämre, stor skillnad", 2.5, 5.75),
        ("● ingen säker skillnad", -0.4, 3.5),
        ("▲ bättre, viss skillnad", -6.5, -2.5),
        ("kan inte bedömas", None, None),
        ("", None, None),
    ]


def test_the_details_say_how_it_was_judged_or_why_not() -> None:
    alone = areas("value", {"1280": 18.24}, comparison=OF_RIKET)
    said = details(judged(alone, LARGE), KNOWN, SV)
    assert any("mellan +2,5" in each and "+5,8" in each for each in said)
    for reason, word in (("no_parts", "täljare"), ("counts", "antal")):
        alone = areas("value", {"1280": 18.24}, comparison=OF_RIKET)
        said = details(judged(alone, ("unknown", reason, None, None)), KNOWN, SV)
        assert sum(word in each and "bedöm" in each for each in said) == 1


def test_places_are_shown_from_and_to() -> None:
    answer = placed((1, 4), (2, 5))
    found = table(answer, SV)
    assert [header.text for header in found.headers][:4] == [
        "Område", "Plats", "Plats från", "Plats till",
    ]  # fmt: skip
    assert [row[:4] for row in found.rows] == [
        ("Malmö", "1", "1", "4"), ("Lund", "2", "2", "5"), ("Lomma", "3", "2", "5"),
    ]  # fmt: skip
    sheet = sheet_of(answer, SV)
    assert {"Plats från", "Plats till"} <= {heading.text for heading in sheet.headings}


def test_trends_end_the_lines_of_a_wide_table() -> None:
    answer = factory.trend(factory.kommuner(8))
    newest = answer.rows["period"] == 2023
    words = {True: "rising", False: None}
    answer.rows["trend"] = pd.Series([words[each] for each in newest], dtype=object)
    found = table(answer, SV)
    assert found.headers[-1].text == "Trend"
    assert {row[-1] for row in found.rows[found.pinned :]} == {"△ ökande"}
    assert all(row[-1] == "–" for row in found.rows[: found.pinned])


def test_a_development_is_judged_year_by_year_beside_what_it_is_compared_with() -> None:
    found = CASES["trend beside the country, large"]()
    assert column(found, "Skillnad mot riket") == [
        "● ingen säker skillnad",
        "▼ sämre, stor skillnad",
    ]
    sheet = sheet_of(found, SV)
    place = [heading.text for heading in sheet.headings].index("Bedömning")
    said = [row[place] for row in sheet.rows]
    assert said == ["● ingen säker skillnad", "▼ sämre, stor skillnad", "", ""]


def test_many_developments_end_with_the_judgement_of_the_newest_year() -> None:
    answer = factory.trend(factory.kommuner(8))
    newest = [LARGE if year == 2023 else WITHIN_CHANCE for year in answer.rows["period"]]
    found = table(judged(answer, *newest), SV)
    assert found.headers[-1].text == "Skillnad mot riket, 2023"
    assert {row[-1] for row in found.rows[found.pinned :]} == {"▼ sämre, stor skillnad"}
    assert all(row[-1] == "–" for row in found.rows[: found.pinned])


def test_a_development_that_cannot_be_judged_has_no_column_for_it() -> None:
    found = CASES["trend beside the country, too few"]()
    unknown = ("unknown", "few", None, None)
    headers = table(judged(found, unknown, unknown), SV).headers
    assert [header.text for header in headers] == ["År", "Malmö", "Riket"]


def test_a_development_of_types_is_higher_or_lower_never_better() -> None:
    sheet = sheet_of(CASES["types over years, some certain"](), SV)
    place = [heading.text for heading in sheet.headings].index("Bedömning")
    said = {str(row[place]) for row in sheet.rows} - {""}
    assert said == {"△ högre, stor skillnad", "● ingen säker skillnad", "▽ lägre, viss skillnad"}


def drawn(answer: Answer) -> str:
    return json.dumps(chart(answer, SV), ensure_ascii=False)


def test_the_strip_of_all_areas_has_the_colour_the_sign_and_the_words() -> None:
    of_riket = {"comparison": OF_RIKET, "peers": 40}
    large = drawn(judged(value(cell("1280", 18.24), **of_riket), LARGE))
    assert JUDGED["worse"] in large
    assert "18,2 ▼" in large
    assert large.count("Jämfört med riket: ▼ sämre,") == 2
    within = drawn(judged(value(cell("1280", 18.24), **of_riket), WITHIN_CHANCE))
    assert "18,2 ●" in within
    assert "● ingen säker skillnad" in within
    unjudged = drawn(judged(value(cell("1280", 18.24, of=UNJUDGED), UNJUDGED, **of_riket), LARGE))
    assert not any(JUDGED[each] in unjudged for each in ("better", "worse"))
    assert "△ högre, stor skillnad" in unjudged


def test_a_gap_has_its_sign_at_the_end_of_the_row_and_a_key() -> None:
    certain = drawn(judged(gap({2023: (60.1, 9.5)}), LARGE))
    assert "50,6 △" in certain
    assert "△ säkert högre" in certain
    assert "(stor skillnad)" in certain
    within = drawn(judged(gap({2023: (10.1, 9.5)}), WITHIN_CHANCE))
    assert "0,6 ●" in within
    assert "● ingen säker skillnad" in within
    assert "säkert" not in drawn(gap({2023: (10.1, 9.5)}))


def test_a_gap_over_years_has_its_newest_sign_and_a_key() -> None:
    found = drawn(judged(gap({2022: (60.0, 10.0), 2023: (9.7, 9.5)}), LARGE, WITHIN_CHANCE))
    assert "● ingen säker skillnad" in found
    assert "△" not in found


def test_a_gap_that_cannot_be_worked_out_says_why() -> None:
    found = CASES["gaps of several, one can be worked out"]()
    found.rows.loc[found.rows["area"] == "1280", "second_value"] = None
    assert "ej tillämpligt" in drawn(found)


def test_bars_of_area_types_have_signs_and_a_key() -> None:
    found = drawn(judged(factory.compare_types(), None, LARGE, LARGE, LOWER, WITHIN_CHANCE))
    assert "Jämfört med typ 1" in found.replace("områden av ", "")
    for sign in ("△", "▽", "●"):
        assert found.count(sign) >= 2


def test_a_line_is_judged_in_every_year_and_told_in_the_newest() -> None:
    found = drawn(CASES["trend beside the country, large"]())
    assert "Jämfört med riket år 2024: ▼ sämre, stor" in found.replace('", "', " ")
    assert "● ingen säker skillnad" in found


def test_a_limit_is_certainly_passed_or_not() -> None:
    passed = threshold({"1280": 20.0, "1281": 15.1, "1262": 15.05})
    found = judged(passed, CERTAIN, WITHIN_CHANCE, FEW)
    assert column(found, "Bedömning") == [
        "△ säkert över gränsen", "● inte säkert", "kan inte bedömas",
    ]  # fmt: skip
    below = judged(threshold({"1262": 9.0}, "lt"), ("some", "chance_only", -6.5, -2.5))
    assert column(below, "Bedömning") == ["▽ säkert under gränsen"]
    spec = json.dumps(chart(found, SV), ensure_ascii=False)
    assert "15,1 ●" in spec
    assert "● inte säkert att gränsen är passerad" in spec
    assert not any(JUDGED[each] in spec for each in ("better", "worse"))
    said = details(found, KNOWN, SV)
    assert sum("gränsen ligger utanför" in each for each in said) == 1


@pytest.mark.parametrize(
    "make", [factory.population_share, CASES["split"], CASES["spread"], divided]
)
def test_what_is_never_judged_says_why(make: Callable[[], Answer]) -> None:
    found = make()
    said = [each for each in details(found, KNOWN, SV) if "bedöms inte" in each]
    assert len(said) == 1


def test_a_profile_has_a_column_of_words() -> None:
    within = judged(factory.profile(), *[WITHIN_CHANCE] * len(factory.profile().rows))
    assert set(column(within, "Skillnad mot riket")) == {"● ingen säker skillnad"}


def test_in_a_profile_what_is_within_chance_is_neither_better_nor_worse() -> None:
    plain = factory.profile()
    assert any(JUDGED[each] in json.dumps(chart(plain, SV)) for each in ("better", "worse"))
    within = judged(factory.profile(), *[WITHIN_CHANCE] * len(plain.rows))
    spec = json.dumps(chart(within, SV), ensure_ascii=False)
    assert not any(JUDGED[each] in spec for each in ("better", "worse"))
    assert "● ingen säker skillnad" in spec.casefold()
    assert "av skillnaderna är inte säkra" in sentence(within, KNOWN, SV)
