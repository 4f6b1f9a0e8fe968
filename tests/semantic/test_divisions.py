"""Two divisions of small areas: what a code means in each, and one division throughout."""

from collections import Counter

import pandas as pd
import pytest

from semantic.ask import ask
from semantic.mend import mended
from semantic.question import Question, read_question
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import AREAS, NEW, OLD, RATIO, cell, typed

MALMO = ["1280R001", "1280R002", "1280R003"]
"""The border of the second moved in 2024."""
ONE = {"division_basis": {"mode": "one"}}
CHANGES = "geography/regso_changes_2020_to_2025_transcribed.csv"


def years(*given):
    return {"mode": "list", "years": list(given)}


@pytest.fixture
def both(publish):
    """A ratio in both divisions, 2022–2025."""
    codes = [f"{kommun}R00{n}" for kommun in ("0180", "1280", "1281") for n in (1, 2, 3)]
    cells = [cell(code, year, n) for year in range(2022, 2026) for n, code in enumerate(codes)]
    cells += [cell("1281R009", year, 9) for year in (2024, 2025)]
    types = [
        row
        for year in (2023, 2024)
        for row in typed(
            {code: 3 if year == 2023 else 1 + n % 3 for n, code in enumerate(codes)}, [year]
        )
    ]
    types += typed({"1281R009": 5}, [2024])
    return publish(cells, types)


def values(answer):
    return {
        (row["area"], row["period"]): (row["value"], row["status"], row.get("segment"))
        for row in answer.records()
    }


def test_a_series_is_whole_for_unchanged_areas_and_cut_for_changed(both):
    question = asked("trend", indicators=[RATIO], areas={"codes": MALMO[:2]})
    found = values(ask(question, both))
    assert [found[MALMO[0], year][2] for year in range(2022, 2026)] == [0, 0, 0, 0]
    assert [found[MALMO[1], year][2] for year in range(2022, 2026)] == [0, 0, 1, 1]
    assert found[MALMO[1], 2022][:2] == (40.0, "value")
    one = ask(asked("trend", indicators=[RATIO], areas={"codes": MALMO[:2]}, **ONE), both)
    kept = values(one)
    assert [kept[MALMO[0], year] for year in range(2022, 2026)] == [
        found[MALMO[0], year] for year in range(2022, 2026)
    ]
    assert [kept[MALMO[1], year][:2] for year in range(2022, 2026)] == [
        (None, "not_applicable"), (None, "not_applicable"), (40.0, "value"), (40.0, "value"),
    ]  # fmt: skip
    (notice,) = [each for each in one.notices if each.code == "one_division"]
    assert notice.details == {"division": NEW, "count": 1, "areas": 2}


def test_within_a_place_areas_that_moved_have_no_earlier_years(both):
    parts = {"indicators": [RATIO], "areas": {"level": "regso", "within": ["12"]}}
    asked_for = {"periods": years(2023, 2024)}
    plain = ask(asked("compare_areas", **parts, **asked_for), both)
    one = ask(asked("compare_areas", **parts, **asked_for, **ONE), both)
    gone = {(row["area"], row["period"]) for row in plain.records()} - {
        (row["area"], row["period"]) for row in one.records()
    }
    assert gone == {("1280R002", 2023)}
    details = {each.code: each.details for each in one.notices}["one_division"]
    assert (details["count"], details["areas"]) == (2, 7)
    assert "one_division" not in {each.code for each in plain.notices}


@pytest.mark.parametrize("measure", ["difference", "percent"])
def test_a_change_is_told_of_unchanged_areas_only(both, measure):
    parts = {"indicators": [RATIO], "areas": {"level": "regso", "within": ["1280"]}}
    question = asked("change", **parts, periods=years(2023, 2024), measure=measure, **ONE)
    rows = {row["area"]: row for row in ask(question, both).records()}
    assert (rows["1280R002"]["status"], rows["1280R002"]["value"]) == ("not_applicable", None)
    assert rows["1280R002"]["from_value"] is None
    assert rows["1280R001"]["value"] == 0


def test_types_are_compared_over_the_divisions_for_areas_that_did_not_move(both):
    question = asked("type_changes", periods=years(2023, 2024))
    refused = refusal(lambda: ask(question, both))
    assert refused.code == "across_divisions"
    assert refused.suggestions[0].kind == "division"
    mended_one = read_question(mended(question.canonical(), refused, refused.suggestions[0]))
    assert mended_one == asked("type_changes", periods=years(2023, 2024), **ONE)
    answer = ask(mended_one, both)
    assert {row["area"]: row["to_type"] for row in answer.records()} == {
        "0180R001": 1, "0180R002": 2, "1280R001": 1, "1281R001": 1, "1281R002": 2,
    }  # fmt: skip
    assert answer.transitions["areas"].sum() == 8
    assert ask(asked("type_changes", **ONE), both).years == (2023, 2024)


def test_one_division_is_of_no_account_where_all_years_lie_in_it(both):
    parts = {"indicators": [RATIO], "areas": {"codes": MALMO}, "periods": years(2024, 2025)}
    plain, one = (ask(asked("trend", **parts, **more), both) for more in ({}, ONE))
    assert plain.records() == one.records()
    assert plain.notices == one.notices


@pytest.mark.parametrize(
    ("shape", "parts"),
    [
        ("rank", {"indicators": [RATIO], "areas": {"level": "regso"}}),
        ("trend", {"indicators": [RATIO], "by": ["area_type"]}),
        ("population_share", {}),
    ],
)
def test_where_it_means_nothing_it_is_refused(both, shape, parts):
    refused = refusal(lambda: ask(asked(shape, **parts, **ONE), both))
    assert (refused.code, refused.details["key"]) == ("bad_value", "division_basis")
    for suggestion in refused.suggestions:
        question = asked(shape, **parts, **ONE).canonical()
        ask(read_question(mended(question, refused, suggestion)), both)


def test_the_default_is_no_part_of_a_question():
    plain = asked("trend", indicators=[RATIO], areas={"codes": MALMO})
    said = asked(
        "trend",
        indicators=[RATIO],
        areas={"codes": MALMO},
        division_basis={"mode": "as_published"},
    )
    assert isinstance(plain, Question)
    assert plain.hash == said.hash
    assert "division_basis" not in plain.canonical()
    assert plain.hash != asked("trend", indicators=[RATIO], areas={"codes": MALMO}, **ONE).hash


def test_every_code_of_the_publishers_list_is_known_to_have_moved(real, real_file):
    frame = pd.read_csv(real_file(CHANGES))
    listed = set(frame.loc[frame["population_border_change"] == 1, "regsokod"])
    assert len(listed) == 288
    assert real.directory.changed == listed
    old, new = (set(real.directory.codes("regso", division)) for division in (OLD, NEW))
    assert (old - new, new - old) == ({"2584R001"}, {"2523R011"})


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("1275R002", "Perstorp nordöstra tätorten", "Perstorp sydöstra tätorten"),
        ("1275R005", "Perstorp sydöstra tätorten", "Perstorp nordöstra tätorten"),
        ("2481R003", "Lugnet-Lycksele centrum", "Norrmalm-Norräng-Solsidan"),
        ("2481R005", "Norrmalm-Norräng-Solsidan", "Lugnet-Lycksele centrum"),
    ],
)
def test_names_that_changed_places_are_those_of_the_year(real, code, before, after):
    """SCB's list says that the name was changed, not the border: the code is the same area."""
    assert code not in real.directory.changed
    question = asked("trend", indicators=["folkmangd"], areas={"codes": [code]})
    answer = ask(question, real)
    assert answer.names[code, 2023].startswith(before)
    assert answer.names[code, 2024].startswith(after)
    values = [row["value"] for row in answer.records() if row["value"] is not None]
    assert max(values) - min(values) < 0.07 * min(values), "the same people in all years"


def test_a_code_that_ended_and_one_that_began(real):
    ended = asked("value", indicators=[RATIO], areas={"codes": ["2584R001"]})
    assert ask(ended, real).years[-1] == 2023
    began = asked(
        "trend", indicators=["folkmangd"], areas={"codes": ["2523R011"]}, periods=years(2023)
    )
    assert refusal(lambda: ask(began, real)).code == "no_data_for_area"


def test_karlstad_over_the_new_borders(real, real_file):
    """Types of 2023 and 2024 are SCB's own; five of 31 areas have got new borders."""
    frame = pd.read_csv(real_file(CHANGES))
    moved = {
        code
        for code in frame.loc[frame["population_border_change"] == 1, "regsokod"]
        if code.startswith("1780")
    }
    question = asked("type_changes", areas={"codes": ["1780"]}, periods=years(2023, 2024), **ONE)
    answer = ask(question, real)
    before, after = real.offers.types(2023), real.offers.types(2024)
    expected = {
        code: (before[code], kind)
        for code, kind in after.items()
        if code not in moved and before[code] != kind
    }
    assert {row["area"]: (row["from_type"], row["to_type"]) for row in answer.records()} == expected
    assert expected == {"1780R018": (5, 4)}
    details = {each.code: each.details for each in answer.notices}
    assert details["one_division"] == {"division": NEW, "count": 5, "areas": 31}
    assert details["reasons_unknown"]["why"] == "bounds"
    assert answer.transitions["areas"].sum() == 26
    pairs = Counter((before[code], kind) for code, kind in after.items() if code not in moved)
    for row in answer.transitions.to_dict("records"):
        assert row["areas"] == pairs[row["from_type"], row["to_type"]]


def test_population_over_the_new_borders_for_the_six_cities(real):
    """Figures of 2024 are on the new division, those before on the old."""
    parts = {"indicators": ["folkmangd"], "areas": {"level": "regso", "within": ["1280"]}}
    periods = years(2023, 2024)
    plain = ask(asked("compare_areas", **parts, periods=periods), real).records()
    one = ask(asked("compare_areas", **parts, periods=periods, **ONE), real).records()
    changed = {code for code in real.directory.changed if code.startswith("1280")}
    assert changed
    kept = {(row["area"], row["period"]): row["value"] for row in one}
    assert kept == {
        (row["area"], row["period"]): row["value"]
        for row in plain
        if row["period"] == 2024 or row["area"] not in changed
    }


def test_for_the_smallest_areas_nobody_has_told_which_are_the_same(publish):
    deso = "1280C1010"
    areas = [*AREAS, *(("deso", deso, division, False) for division in (2018, 2025))]
    cells = [
        cell(deso, year, level="deso", division=2018 if year < 2024 else 2025)
        for year in (2022, 2023, 2024)
    ]
    version = publish(cells, areas=areas)
    parts = {"indicators": [RATIO], "areas": {"codes": [deso]}}
    assert [row["segment"] for row in ask(asked("trend", **parts), version).records()] == [0, 0, 1]
    question = asked("trend", **parts, **ONE)
    refused = refusal(lambda: ask(question, version))
    assert refused.code == "across_divisions"
    assert refused.suggestions
    for suggestion in refused.suggestions:
        ask(read_question(mended(question.canonical(), refused, suggestion)), version)
