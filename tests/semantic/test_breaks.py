"""Every break of the catalogue: a gap in the line, no change across it, and only where it holds."""

import pytest

from semantic.ask import ask
from semantic.mend import mended
from semantic.model import load_catalogue
from semantic.question import read_question
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import COUNT, NEW, OLD, RATIO, cell

CATALOGUE = load_catalogue()
KOMMUNER = ("0180", "1280", "1281")
REGSO = [f"{kommun}R00{number}" for kommun in KOMMUNER for number in (1, 2, 3)]
IN_FORCE = {
    indicator.id: sorted(
        {
            each.year
            for each in indicator.breaks
            if each.cuts and each.source is None and each.kind != "preliminary"
        }
    )
    for indicator in CATALOGUE
    if not (indicator.segregation and indicator.segregation.over == "deso")
}
SPAN = range(-2, 2)


def two_years(first, last):
    return {"mode": "list", "years": [first, last]}


def figure(code, year, indicator, **more):
    """A cell of the kind that the indicator has."""
    kind = CATALOGUE.indicators[indicator].kind
    parts = {"ratio": (5, 10, None), "count": (5, None, None)}.get(kind, (None, None, 0.5))
    named = dict(zip(("num", "den", "value"), parts, strict=True))
    return cell(code, year, indicator=indicator) | named | {"status": "value"} | more


@pytest.fixture
def around(publish):
    """Figures of an indicator two years before a year and two from it on, with small areas in two
    divisions beside it."""

    def made(indicator, year, old=OLD, **more):
        level = "regso" if indicator == "socioekonomiskt_index" else "kommun"
        codes = REGSO if level == "regso" else KOMMUNER
        cells = [
            figure(code, year + step, indicator, **(more if step >= 0 else {}))
            for code in codes
            for step in SPAN
        ]
        for each in cells:
            each["division"] = NEW if level == "regso" else 0
        small = [
            figure(code, year + step, COUNT, division=old if step < 0 else NEW)
            for code in REGSO
            for step in SPAN
        ]
        return publish(cells + (small if indicator != COUNT else [])), level

    return made


def pieces(indicator, version, code):
    answer = ask(asked("trend", indicators=[indicator], areas={"codes": [code]}), version)
    return [row["segment"] for row in answer.records()]


@pytest.mark.parametrize(
    ("indicator", "year"), [(each, year) for each, years in IN_FORCE.items() for year in years]
)
def test_no_line_change_or_ranking_crosses_it(around, indicator, year):
    version, level = around(indicator, year)
    code = (REGSO if level == "regso" else KOMMUNER)[0]
    years = [year + step for step in SPAN]
    starts = [start for start in IN_FORCE[indicator] if years[0] < start <= years[-1]]
    assert year in starts
    assert pieces(indicator, version, code) == [
        sum(start <= each for start in starts) for each in years
    ]
    for more in ({}, {"measure": "percent"}, {"limit": 3}, {"order": "asc", "limit": 3}):
        question = asked(
            "change",
            indicators=[indicator],
            areas={"level": level},
            periods=two_years(year - 1, year),
            **more,
        )
        refused = refusal(lambda question=question: ask(question, version))
        assert (refused.code, refused.details["year"]) == ("across_break", year)
        assert refused.details["text"] in {
            each.text for each in CATALOGUE.indicators[indicator].breaks
        }
        near = [each.value for each in refused.suggestions if each.kind == "years"]
        assert near
        assert not any(first < start <= last for first, last in near for start in starts)
        for suggestion in refused.suggestions:
            ask(read_question(mended(question.canonical(), refused, suggestion)), version)


def test_the_question_about_the_newest_change_stays_on_one_side(around):
    version, _ = around(COUNT, 2025)
    newest = asked("change", indicators=[COUNT], areas={"level": "kommun"})
    assert ask(newest, version).years == (2025, 2026)


def test_new_borders_cut_only_where_the_divisions_differ(around, demo):
    indicator = "ojamlikhet_fodelseland"
    assert pieces(indicator, around(indicator, 2024)[0], "1280") == [0, 0, 1, 2]
    same, _ = around(indicator, 2024, old=NEW)
    assert pieces(indicator, same, "1280") == [0, 0, 0, 1]
    question = asked(
        "change", indicators=[indicator], areas={"level": "lan"}, periods=two_years(2023, 2024)
    )
    assert len(ask(question, demo).rows) == 21


def test_a_break_of_one_source_does_not_cut_figures_of_another(around, real, demo):
    indicator = "forgymnasial_andel"
    own = next(each for each in CATALOGUE.indicators[indicator].breaks if each.source)
    assert own.source in real.sources
    assert own.source not in demo.sources
    trend = asked("trend", indicators=[indicator], areas={"codes": ["1780R001"]})
    assert own in ask(trend, real).resolved.breaks
    assert own not in ask(trend, demo).resolved.breaks


def test_revised_years_are_told_and_cut_nothing(around):
    indicator = "lag_ekonomisk_standard_andel"
    version, _ = around(indicator, 2021)
    assert pieces(indicator, version, "1280") == [0, 0, 0, 0]
    parts = {"indicators": [indicator], "areas": {"codes": ["1280"]}}

    def told(*years):
        question = asked("trend", periods={"mode": "list", "years": list(years)}, **parts)
        return [each.kind for each in ask(question, version).resolved.breaks]

    assert told(2019, 2020, 2021) == ["revision"]
    assert told(2021, 2022) == []


def test_preliminary_figures_are_not_compared_with_final_ones(around):
    version, _ = around(RATIO, 2022, status="preliminary")
    assert pieces(RATIO, version, "1280") == [0, 0, 1, 1]
    across = asked(
        "change", indicators=[RATIO], areas={"level": "kommun"}, periods=two_years(2021, 2022)
    )
    refused = refusal(lambda: ask(across, version))
    assert (refused.code, refused.details["year"]) == ("across_break", 2022)
    newest = asked("change", indicators=[RATIO], areas={"level": "kommun"})
    assert ask(newest, version).years == (2022, 2023)


def test_one_preliminary_figure_among_many_cuts_nothing(publish):
    cells = [cell(code, year) for code in KOMMUNER for year in (2021, 2022)]
    cells[1]["status"] = "preliminary"
    assert pieces(RATIO, publish(cells), "1280") == [0, 0]


def test_changed_types_tell_what_is_known_of_the_index(demo):
    def told(first, last):
        question = asked("type_changes", periods=two_years(first, last))
        return [each.kind for each in ask(question, demo).resolved.breaks]

    assert told(2023, 2024) == []
    assert told(2022, 2023) == ["definition"]
    assert told(2020, 2023) == ["revision", "definition"]


def test_sums_of_noisy_parts_say_so(publish):
    types = [
        (code, NEW, year, 3, "published", "made_up")
        for code in (*REGSO, "1281R009")
        for year in (2024, 2025)
    ]
    cells = [
        cell(code, year, 5, None, division=NEW)
        for code in (*REGSO, "1281R009")
        for year in (2024, 2025)
    ]
    version = publish(cells, types)

    def notices(year, **parts):
        question = asked(periods={"mode": "list", "years": [year]}, **parts)
        return {each.code: each.details for each in ask(question, version).notices}

    assert notices(2025, shape="population_share")["noise_in_sums"] == {"year": 2025}
    assert "noise_in_sums" not in notices(2024, shape="population_share")
    listed = notices(2025, shape="compare_areas", indicators=[COUNT], areas={"level": "regso"})
    assert "noise_in_sums" not in listed
