"""What is meant, or why it cannot be answered, with suggestions that work when they are tried."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semantic.ask import ask
from semantic.availability import resolve
from semantic.errors import QuestionError
from semantic.mend import mended
from semantic.model import Break, Text, load_catalogue
from semantic.question import SHAPES, read_question
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import COUNT, MEAN, NEW, RATIO, all_typed, cell

KOMMUNER = ("0180", "1280", "1281")
REGSO = [f"{kommun}R00{number}" for kommun in KOMMUNER for number in (1, 2, 3)]


def years_of(question, version):
    return resolve(question, version).years


def periods(mode: str, *numbers: int) -> dict[str, Any]:
    names = {"latest": [], "top": ["n"], "range": ["from", "to"]}
    if mode == "list":
        return {"mode": "list", "years": list(numbers)}
    return {"mode": mode, **dict(zip(names[mode], numbers, strict=True))}


@pytest.fixture
def patchy(publish):
    """All kommuner 2018–2021 but 2020; one of three in 2022, two of three in 2023."""
    cells = [cell(code, year) for code in KOMMUNER for year in (2018, 2019, 2021)]
    cells += [cell("1280", 2022), cell("1280", 2023), cell("1281", 2023)]
    return publish(cells)


PERIODS = [
    ("rank", {"level": "kommun"}, ("latest",), (2023,)),
    ("rank", {"level": "kommun", "within": ["0180"]}, ("latest",), (2021,)),
    ("rank", {"level": "kommun"}, ("top", 1), (2023,)),
    ("rank", {"level": "kommun"}, ("range", 2022, 2022), (2022,)),
    ("value", {"codes": ["1280"]}, ("latest",), (2023,)),
    ("value", {"codes": ["0180"]}, ("latest",), (2021,)),
    ("value", {"codes": ["0180", "1280"]}, ("latest",), (2021,)),
    ("trend", {"codes": ["0180"]}, ("latest",), (2018, 2019, 2021)),
    ("trend", {"codes": ["0180", "1280"]}, ("latest",), (2018, 2019, 2021, 2022, 2023)),
    ("trend", {"level": "kommun"}, ("latest",), (2018, 2019, 2021, 2023)),
    ("trend", {"codes": ["0180"]}, ("top", 2), (2019, 2021)),
    ("trend", {"codes": ["0180"]}, ("top", 60), (2018, 2019, 2021)),
    ("trend", {"codes": ["0180"]}, ("range", 2019, 2030), (2019, 2021)),
    ("trend", {"codes": ["0180"]}, ("list", 2021, 2018), (2018, 2021)),
    ("change", {"codes": ["0180"]}, ("latest",), (2019, 2021)),
    ("change", {"codes": ["0180"]}, ("top", 3), (2018, 2021)),
    ("change", {"codes": ["0180"]}, ("range", 2018, 2021), (2018, 2021)),
    ("change", {"codes": ["0180"]}, ("list", 2021, 2018), (2018, 2021)),
]


@pytest.mark.parametrize(("shape", "areas", "period", "years"), PERIODS)
def test_named_periods_become_years_with_figures(patchy, shape, areas, period, years):
    question = asked(shape, indicators=[RATIO], areas=areas, periods=periods(*period))
    assert years_of(question, patchy) == years


NOT_THOSE_YEARS = [
    ("rank", {"level": "kommun"}, ("list", 2020), "no_data_for_year", 2021),
    ("rank", {"level": "kommun"}, ("top", 2), "bad_value", 2023),
    ("rank", {"level": "kommun"}, ("range", 2018, 2021), "bad_value", 2021),
    ("value", {"codes": ["0180"]}, ("list", 2023), "no_data_for_year", 2021),
    ("trend", {"codes": ["0180"]}, ("list", 2018, 2020), "no_data_for_year", 2021),
    ("trend", {"codes": ["0180"]}, ("range", 2024, 2030), "no_data_for_year", 2021),
    ("change", {"codes": ["0180"]}, ("range", 2018, 2023), "no_data_for_year", 2021),
    ("change", {"codes": ["0180"]}, ("list", 2018, 2019, 2021), "needs_two_years", [2018, 2021]),
    ("change", {"codes": ["0180"]}, ("list", 2018), "needs_two_years", [2018, 2021]),
    ("change", {"codes": ["0180"]}, ("top", 1), "needs_two_years", [2018, 2021]),
]


@pytest.mark.parametrize(("shape", "areas", "period", "code", "nearest"), NOT_THOSE_YEARS)
def test_years_without_figures_are_refused_with_the_nearest(
    patchy, shape, areas, period, code, nearest
):
    question = asked(shape, indicators=[RATIO], areas=areas, periods=periods(*period))
    error = refusal(lambda: resolve(question, patchy))
    assert error.code == code
    assert error.suggestions[0].value == nearest
    works(question.canonical(), error, patchy)


def test_partial_coverage_is_told(patchy):
    notices = resolve(asked("rank", indicators=[RATIO], areas={"level": "kommun"}), patchy).notices
    details = {"year": 2023, "valued": 2, "areas": 3}
    assert [(each.code, each.details) for each in notices] == [("partial_coverage", details)]


def test_years_outside_the_figures_are_told(patchy):
    question = asked(
        "trend", indicators=[RATIO], areas={"codes": ["0180"]}, periods=periods("range", 2000, 2019)
    )
    (notice,) = resolve(question, patchy).notices
    assert (notice.code, notice.details) == ("years_shortened", {"first": 2018, "last": 2019})


def works(document: dict[str, Any], error: QuestionError, version: Any) -> None:
    """Each suggestion, put into the question, makes one that can be answered."""
    assert error.suggestions, f"{error} has no suggestion"
    for suggestion in error.suggestions:
        resolve(read_question(mended(document, error, suggestion)), version)


REFUSED = [
    ("value", {"indicators": ["folkmängd"]}, "unknown_indicator"),
    ("value", {"indicators": ["xyzzy_qqq"]}, "unknown_indicator"),
    ("value", {}, "missing_key"),
    ("value", {"indicators": ["folkmangd", "hyresratt_andel"]}, "bad_value"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["9999"]}}, "unknown_area"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["Karlstd"]}}, "unknown_area"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["１２８０"]}}, "unknown_area"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["1280 "]}}, "unknown_area"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["../1280"]}}, "unknown_area"),
    ("value", {"indicators": [RATIO], "areas": {"level": "kommun"}}, "needs_areas"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["1280", "1280R001"]}}, "wrong_level"),
    ("value", {"indicators": [RATIO], "areas": {"level": "lan", "codes": ["1280"]}}, "wrong_level"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["1280"], "within": ["12"]}}, "bad_value"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["1280"]}, "types": [1]}, "bad_value"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["1280"]}, "limit": 5}, "bad_value"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["1280"]}, "measure": "ratio"},
     "bad_value"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["1280"]}, "by": ["area_type"]},
     "bad_value"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["1280"]}, "concept": "omradestyp"},
     "bad_value"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["1280"]}, "sex": "women"},
     "no_data_for_breakdown"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["1280"]}, "by": ["age"]},
     "no_data_for_breakdown"),
    ("value", {"indicators": [COUNT], "areas": {"codes": ["1280"]}, "age": "0-3"},
     "no_data_for_breakdown"),
    ("value", {"indicators": [COUNT], "areas": {"codes": ["1280"]}, "by": ["sex", "age"]},
     "no_data_for_breakdown"),
    ("value", {"indicators": [COUNT], "areas": {"codes": ["1280"]}, "by": ["sex"], "sex": "men"},
     "bad_value"),
    ("rank", {"indicators": [RATIO]}, "missing_key"),
    ("rank", {"indicators": [RATIO], "areas": {"level": "riket", "within": ["1280"]}},
     "wrong_level"),
    ("rank", {"indicators": [RATIO], "areas": {"level": "lan", "within": ["1280"]}}, "wrong_level"),
    ("rank", {"indicators": [RATIO], "areas": {"level": "regso", "within": ["1280R001"]}},
     "bad_value"),
    ("rank", {"indicators": [RATIO], "areas": {"level": "kommun"}, "by": ["sex"]}, "bad_value"),
    ("rank", {"indicators": [RATIO], "areas": {"level": "kommun"},
              "threshold": {"op": "ge", "value": 1}}, "bad_value"),
    ("rank", {"indicators": [RATIO], "areas": {"level": "kommun"}, "comparator": "lan"},
     "bad_value"),
    ("rank", {"indicators": ["nettoinkomst_median"], "areas": {"level": "regso"},
              "periods": {"mode": "list", "years": [1950]}}, "no_data_for_year"),
    ("threshold", {"indicators": [RATIO], "areas": {"level": "kommun"}}, "missing_key"),
    ("compare_areas", {"indicators": [RATIO], "areas": {"level": "kommun"}, "limit": 5,
                       "periods": {"mode": "top", "n": 3}}, "bad_value"),
    ("compare_areas", {"indicators": [COUNT], "areas": {"level": "regso"}, "by": ["age"],
                       "periods": {"mode": "top", "n": 60}}, "too_many_areas"),
    ("compare_types", {"indicators": [MEAN]}, "not_additive"),
    ("compare_types", {"indicators": [RATIO], "areas": {"codes": ["1280R001"]}}, "wrong_level"),
    ("compare_types", {"indicators": [RATIO], "type_basis": {"mode": "fixed", "year": 1999}},
     "no_area_types"),
    ("trend", {"indicators": [RATIO], "areas": {"codes": ["1280"]}, "types": [1]}, "bad_value"),
    ("trend", {"indicators": [RATIO], "areas": {"codes": ["1280"]},
               "type_basis": {"mode": "fixed", "year": 2022}}, "bad_value"),
    ("gap", {"indicators": [RATIO], "types": [2]}, "bad_value"),
    ("gap", {"indicators": [RATIO], "types": [1, 2, 3]}, "bad_value"),
    ("gap", {"indicators": [RATIO], "measure": "percent"}, "bad_value"),
    ("population_share", {"indicators": [RATIO]}, "bad_value"),
    ("population_share", {"indicators": [MEAN]}, "not_additive"),
    ("change", {"indicators": [RATIO], "areas": {"level": "kommun"}, "measure": "ratio"},
     "bad_value"),
    ("areas_of_type", {"indicators": [RATIO]}, "bad_value"),
    ("areas_of_type", {"sex": "women"}, "bad_value"),
    ("type_changes", {"type_basis": {"mode": "fixed", "year": 2022}}, "bad_value"),
    ("profile", {"areas": {"within": ["1280"], "level": "regso"}}, "needs_areas"),
    ("profile", {"areas": {"codes": ["1280"]}, "age": "0-19"}, "bad_value"),
    ("definition", {}, "missing_key"),
    ("definition", {"concept": "omradestypp"}, "unknown_concept"),
    ("definition", {"concept": "omradestyp", "indicators": [RATIO]}, "bad_value"),
    ("definition", {"concept": "omradestyp", "areas": {"codes": ["1280"]}}, "bad_value"),
    ("definition", {"concept": "omradestyp", "periods": {"mode": "top", "n": 2}}, "bad_value"),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "parts", "code"), REFUSED)
def test_refusals_on_example_data_carry_suggestions_that_work(demo, shape, parts, code):
    question = asked(shape, **parts)
    error = refusal(lambda: resolve(question, demo))
    assert error.code == code
    if (shape, code) != ("threshold", "missing_key"):  # no bound is nearer than another
        works(question.canonical(), error, demo)


REFUSED_ON_REAL = [
    ("rank", {"indicators": ["loneinkomst_medel"], "areas": {"level": "kommun"}},
     "no_data_for_level"),
    ("value", {"indicators": ["socioekonomiskt_index"], "areas": {"codes": ["1280R001"]}},
     "no_data_for_area"),
    ("rank", {"indicators": ["socioekonomiskt_index"],
              "areas": {"level": "regso", "within": ["1280"]}}, "no_data_for_area"),
    ("threshold", {"indicators": ["socioekonomiskt_index"], "threshold": {"op": "ge", "value": 1},
                   "areas": {"level": "regso", "within": ["1280"]}}, "no_data_for_area"),
    ("change", {"indicators": ["socioekonomiskt_index"],
                "areas": {"level": "regso", "within": ["1280"]}}, "no_data_for_area"),
    ("value", {"indicators": [RATIO], "areas": {"codes": ["2584R001"]},
               "periods": {"mode": "list", "years": [2024]}}, "no_data_for_year"),
    ("value", {"indicators": [COUNT], "areas": {"codes": ["2523R011"]},
               "periods": {"mode": "list", "years": [2020]}}, "no_data_for_area"),
    ("value", {"indicators": ["valdeltagande_riksdag"], "areas": {"codes": ["1280"]}},
     "no_data_for_indicator"),
    ("gap", {"indicators": [RATIO], "periods": {"mode": "list", "years": [2020]}},
     "no_data_for_year"),
    ("gap", {"indicators": [RATIO], "type_basis": {"mode": "fixed", "year": 2024}},
     "no_area_types"),
    ("type_changes", {"areas": {"codes": ["1780"]}, "periods": {"mode": "list",
                                                               "years": [2022, 2024]}},
     "across_divisions"),
    ("change", {"indicators": ["forgymnasial_andel"], "areas": {"level": "kommun"}},
     "needs_two_years"),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "parts", "code"), REFUSED_ON_REAL)
def test_refusals_on_real_figures_carry_suggestions_that_work(real, shape, parts, code):
    question = asked(shape, **parts)
    error = refusal(lambda: resolve(question, real))
    assert error.code == code
    works(question.canonical(), error, real)


CODES = st.sampled_from(["00", "12", "1280", "0180", "1280R001", "2584R001", "1780R015"])
PARTS = st.fixed_dictionaries(
    {},
    optional={
        "indicators": st.lists(
            st.sampled_from([RATIO, COUNT, MEAN, "forgymnasial_andel", "socioekonomiskt_index"]),
            min_size=1,
            max_size=1,
        ),
        "areas": st.fixed_dictionaries(
            {},
            optional={
                "level": st.sampled_from(["riket", "lan", "kommun", "regso", "deso"]),
                "codes": st.lists(CODES, max_size=2),
                "within": st.lists(CODES, max_size=2),
            },
        ),
        "types": st.lists(st.integers(1, 5), max_size=2),
        "by": st.lists(st.sampled_from(["sex", "age", "period", "area_type"]), max_size=1),
        "sex": st.sampled_from(["women", "men"]),
        "age": st.sampled_from(["0-19", "65+"]),
        "periods": st.sampled_from(
            [periods("top", 3), periods("list", 2022), periods("range", 2020, 2025)]
        ),
        "type_basis": st.sampled_from([{"mode": "fixed", "year": year} for year in (2022, 2024)]),
        "measure": st.sampled_from(["percent", "ratio"]),
        "limit": st.integers(1, 5),
        "order": st.just("asc"),
        "threshold": st.just({"op": "ge", "value": 10}),
    },
)


@given(shape=st.sampled_from(sorted(SHAPES)), parts=PARTS)
@settings(max_examples=150)
@pytest.mark.parametrize("kind", ["demo", "real"])
def test_any_question_is_answered_or_refused_with_something_that_works(request, kind, shape, parts):
    version = request.getfixturevalue(kind)
    question = asked(shape, **parts)
    try:
        answer = ask(question, version)
    except QuestionError as error:
        for suggestion in error.suggestions:
            resolve(read_question(mended(question.canonical(), error, suggestion)), version)
        return
    assert answer.version_id == version.id
    assert set(answer.rows.get("status", ())) <= {
        "value", "zero", "preliminary", "missing", "not_applicable", "suppressed",
    }  # fmt: skip
    if question.shape != "definition":
        assert [column.id for column in answer.columns] == list(answer.rows.columns)


def test_looking_at_a_refusal_costs_nothing_until_its_suggestions_are_read(demo, monkeypatch):
    def search(*_: object) -> tuple[()]:
        tried.append(1)
        return ()

    tried: list[int] = []
    monkeypatch.setattr("semantic.availability.working", search)
    error = refusal(lambda: resolve(asked("compare_types", indicators=[MEAN]), demo))
    assert not tried
    assert error.suggestions == error.suggestions == ()
    assert len(tried) == 1


BREAK = "forgymnasial_andel"


def twice_broken():
    """A catalogue in which the indicator has breaks in 2023 and 2024."""
    found = load_catalogue()
    breaks = tuple(
        Break(year=year, kind="definition", text=Text(sv="Ny", en="New")) for year in (2023, 2024)
    )
    own = found.indicators[BREAK].model_copy(update={"breaks": breaks})
    return replace(found, indicators={**found.indicators, BREAK: own})


@pytest.fixture
def broken(publish):
    cells = [cell(code, year, indicator=BREAK) for code in KOMMUNER for year in range(2020, 2026)]
    return publish(cells, catalogue=twice_broken())


def test_no_change_across_a_break(broken):
    question = asked(
        "change", indicators=[BREAK], areas={"level": "kommun"}, periods=periods("list", 2021, 2023)
    )
    error = refusal(lambda: resolve(question, broken))
    assert (error.code, error.details["year"]) == ("across_break", 2023)
    assert [each.value for each in error.suggestions][:2] == [[2020, 2022], [2024, 2025]]
    works(question.canonical(), error, broken)


def test_latest_means_the_newest_years_that_may_be_compared(broken, publish):
    question = asked("change", indicators=[BREAK], areas={"level": "kommun"})
    assert years_of(question, broken) == (2024, 2025)
    cells = [cell(c, y, indicator=BREAK) for c in KOMMUNER for y in (2021, 2022, 2023)]
    old = publish(cells, catalogue=twice_broken())
    assert years_of(question, old) == (2021, 2022)


def test_a_trend_is_cut_at_each_break(broken):
    answer = ask(asked("trend", indicators=[BREAK], areas={"codes": ["1280"]}), broken)
    pieces = dict(zip(answer.rows["period"], answer.rows["segment"], strict=True))
    assert pieces == {2020: 0, 2021: 0, 2022: 0, 2023: 1, 2024: 2, 2025: 2}
    assert [each.year for each in answer.resolved.breaks] == [2023, 2024]
    assert set(answer.comparison.get("segment", [0])) <= {0, 1, 2}


def test_several_years_of_a_comparison_are_cut_too(broken):
    question = asked(
        "compare_areas", indicators=[BREAK], areas={"level": "kommun"}, periods=periods("top", 3)
    )
    rows = ask(question, broken).rows
    assert dict(zip(rows["period"], rows["segment"], strict=True)) == {2023: 0, 2024: 1, 2025: 1}


def test_a_trend_is_cut_where_a_border_moved(publish):
    cells = [cell(code, year) for code in ("1280R001", "1280R002") for year in (2023, 2024)]
    answer = ask(
        asked("trend", indicators=[RATIO], areas={"codes": ["1280R001", "1280R002"]}),
        publish(cells),
    )
    pieces = {
        (row["area"], row["period"]): row["segment"] for row in answer.rows.to_dict("records")
    }
    assert pieces == {
        ("1280R001", 2023): 0,
        ("1280R001", 2024): 0,
        ("1280R002", 2023): 0,
        ("1280R002", 2024): 1,
    }


def test_types_need_the_division_of_the_cells(publish):
    old = [cell(code, 2023) for code in REGSO]
    new = [cell(code, 2024) for code in REGSO] + [cell("1281R009", 2024)]
    version = publish(old + new, all_typed(years=(2023,)))
    question = asked("compare_types", indicators=[RATIO])
    assert years_of(question, version) == (2023,)
    fixed = asked(
        "compare_types",
        indicators=[RATIO],
        type_basis={"mode": "fixed", "year": 2023},
        periods=periods("list", 2024),
    )
    error = refusal(lambda: resolve(fixed, version))
    assert error.code == "no_data_for_year"
    works(fixed.canonical(), error, version)


def test_types_of_another_division_do_not_fit_their_own_year(publish):
    version = publish([cell(code, 2023) for code in REGSO], all_typed(years=(2024,)))
    assert refusal(lambda: resolve(asked("compare_types", indicators=[RATIO]), version)).code in (
        "no_area_types",
        "no_data_for_area",
    )


def test_within_a_lan_and_a_kommun_at_once(publish):
    version = publish([cell(code) for code in REGSO])
    within = {"level": "regso", "within": ["01", "1281"]}
    rows = ask(asked("compare_areas", indicators=[RATIO], areas=within), version).rows
    assert sorted(rows["area"]) == [code for code in REGSO if not code.startswith("1280")]
    both = {"level": "regso", "within": ["12", "1281"]}
    rows = ask(asked("compare_areas", indicators=[RATIO], areas=both), version).rows
    assert sorted(rows["area"]) == [code for code in REGSO if code.startswith("12")]


def test_many_codes_are_one_query_and_too_many_a_refusal(demo):
    codes = demo.directory.codes("regso", NEW)
    rows = ask(asked("value", indicators=[RATIO], areas={"codes": codes[:150]}), demo).rows
    assert len(rows) == 150
    question = asked("value", indicators=[RATIO], areas={"codes": codes[:151]})
    assert refusal(lambda: resolve(question, demo)).code == "too_many_areas"
