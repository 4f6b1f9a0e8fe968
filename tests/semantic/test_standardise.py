"""Age standardisation: the formula, what is refused, and a second way to the published figures."""

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic.ask import ask
from semantic.availability import resolve
from semantic.mend import mended
from semantic.question import read_question
from semantic.standardise import ESP2013, esp2013, overlap, span, standardised
from tests.reference import gaps, standard
from tests.semantic.conftest import asked, refusal
from tests.semantic.small import AREAS, COUNT, OLD, RATIO, all_typed, cell
from tests.support import demo_home, facts

LOW = "lag_ekonomisk_standard_andel"
AGES = ("0-19", "20-64", "65+")
CLOSE = 1e-9
SMALL = [code for level, code, division, _ in AREAS if level == "regso" and division == OLD]
YOUNG, OLDER = "1280R001", "1280R003"


@pytest.fixture(scope="session")
def demo_facts() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(facts(demo_home())), read_only=True) as db:
        yield db


# The formula


def test_the_european_standard_population_has_100_000_people():
    assert sum(ESP2013.values()) == 100_000
    assert [(first, people) for first, _, people in standard.EUROPE] == list(ESP2013.items())


def test_a_group_takes_the_groups_of_the_standard_that_it_holds():
    assert esp2013(AGES) == {"0-19": 21_500, "20-64": 59_000, "65+": 19_500}
    assert esp2013(["0-0", "1-4", "95+"]) == {"0-0": 1000, "1-4": 4000, "95+": 200}
    for cut in ("16-19", "0-17", "65-78", "80-99", "2-4"):
        assert esp2013([cut]) is None


groups = st.lists(
    st.one_of(
        st.builds(lambda a, b: f"{min(a, b)}-{max(a, b)}", st.integers(0, 99), st.integers(0, 99)),
        st.integers(0, 99).map(lambda age: f"{age}+"),
    ),
    min_size=1,
    max_size=5,
    unique=True,
)


@given(groups)
def test_groups_are_read_as_a_second_way_reads_them(ages):
    assert overlap(ages) == standard.overlapping(ages)
    assert esp2013(ages) == standard.europe(ages)


def test_groups_that_meet_do_not_overlap():
    assert not overlap(AGES)
    assert overlap(["0-19", "19-64"])
    assert overlap(["65+", "0-64", "5-9"])


parts = st.tuples(st.integers(0, 5000), st.integers(1, 5000))
by_group = st.fixed_dictionaries(dict.fromkeys(AGES, parts))


@given(by_group, by_group, st.sampled_from([1.0, 100.0, 1000.0]))
def test_the_standard_population_would_have_so_many(found, people, scale):
    weights = {age: float(den) for age, (_, den) in people.items()}
    expected = standard.standardised(found, weights)
    assert standardised(found, weights, scale) == pytest.approx(scale * expected, rel=CLOSE)
    doubled = {age: 2 * each for age, each in weights.items()}
    assert standardised(found, doubled, scale) == pytest.approx(scale * expected, rel=CLOSE)


@given(by_group)
def test_with_its_own_ages_the_figure_is_the_ordinary_one(found):
    own = {age: float(den) for age, (_, den) in found.items()}
    whole = sum(num for num, _ in found.values()) / sum(den for _, den in found.values())
    assert standardised(found, own, 1.0) == pytest.approx(whole, rel=CLOSE, abs=CLOSE)


def test_an_open_group_ends_nowhere():
    assert span("65+")[1] > 150
    assert span("20-64") == (20, 64)


# Answers


def aged(area: str, people: dict[str, tuple[float, float]], **more):
    """The cells of one area: each age group and all together."""
    nums, dens = zip(*people.values(), strict=True)
    yield cell(area, num=sum(nums), den=sum(dens), **more)
    for age, (num, den) in people.items():
        yield cell(area, num=num, den=den, age=age, **more)


SAME_RATES = {
    YOUNG: {"0-19": (450.0, 900.0), "20-64": (10.0, 100.0), "65+": (2.0, 10.0)},
    OLDER: {"0-19": (5.0, 10.0), "20-64": (10.0, 100.0), "65+": (180.0, 900.0)},
}
MIDDLE = {"0-19": (5.0, 20.0), "20-64": (10.0, 60.0), "65+": (5.0, 20.0)}


def country(**other):
    cells = [each for area in SMALL for each in aged(area, other.get(area, MIDDLE))]
    return [*cells, *aged("00", {"0-19": (1, 200.0), "20-64": (1, 600.0), "65+": (1, 200.0)})]


TYPES = all_typed(3, _1280R001=1, _1280R003=5)


def by_type(answer):
    return {row["area_type"]: row for row in answer.records()}


def typed(**parts):
    return asked("compare_types", **{"indicators": [RATIO], "areas": {"codes": ["1280"]}} | parts)


@pytest.mark.parametrize(("name", "expected"), [("esp2013", 20.55), ("sweden", 20.0)])
def test_types_with_the_same_rates_differ_in_age_alone(publish, name, expected):
    """0.5, 0.1 and 0.2 in the three groups, of 21.5, 59 and 19.5 percent, or of 20, 60 and 20."""
    rows = by_type(ask(typed(standard=name), publish(country(**SAME_RATES), TYPES)))
    assert rows[1]["value"] == pytest.approx(expected)
    assert rows[5]["value"] == pytest.approx(expected)
    assert rows[1]["crude"] == pytest.approx(100 * 462 / 1010)
    assert rows[5]["crude"] == pytest.approx(100 * 195 / 1010)
    assert rows[1]["numerator"] == 462
    assert (rows[2]["value"], rows[2]["status"]) == (None, "not_applicable")


def test_what_each_group_counts_is_told(publish):
    version = publish(country(), TYPES)
    notices = {each.code: each.details for each in ask(typed(standard="sweden"), version).notices}
    assert notices["age_weights"]["shares"] == pytest.approx(
        {"0-19": 20.0, "20-64": 60.0, "65+": 20.0}
    )
    assert list(notices["age_weights"]["shares"]) == list(AGES)
    assert "not_standardised" not in notices


@pytest.mark.parametrize("status", ["suppressed", "missing"])
def test_a_type_that_lacks_a_group_has_no_standardised_figure(publish, status):
    cells = [
        each | {"num": None, "den": None, "status": status}
        if each["area"] == YOUNG and each["age"] == "65+"
        else each
        for each in country(**SAME_RATES)
    ]
    answer = ask(typed(standard="esp2013"), publish(cells, TYPES))
    rows = by_type(answer)
    assert (rows[1]["value"], rows[1]["status"]) == (None, status)
    assert rows[1]["crude"] == pytest.approx(100 * 462 / 1010)
    assert rows[1]["crude_status"] == "value"
    assert rows[5]["value"] == pytest.approx(20.55)
    notices = {each.code: each.details for each in answer.notices}
    assert notices["not_standardised"] == {"types": [1]}


def test_a_group_with_nobody_in_it_has_no_rate(publish):
    nobody = SAME_RATES | {YOUNG: SAME_RATES[YOUNG] | {"65+": (0.0, 0.0)}}
    rows = by_type(ask(typed(standard="esp2013"), publish(country(**nobody), TYPES)))
    assert (rows[1]["value"], rows[1]["status"]) == (None, "not_applicable")


def test_nothing_is_judged(demo):
    answer = ask(typed(indicators=[LOW], standard="esp2013"), demo)
    assert "verdict" not in answer.rows
    units = {each.id: (each.role, each.unit) for each in answer.columns}
    assert units["value"] == units["crude"] == ("figure", "percent")
    assert units["crude_status"] == ("status", None)


@pytest.mark.parametrize("place", ["00", "12", "1280", "0180"])
@pytest.mark.parametrize("name", ["esp2013", "sweden"])
def test_example_data_a_second_way(demo, demo_facts, place, name):
    areas = {"level": "riket"} if place == "00" else {"codes": [place]}
    question = typed(
        indicators=[LOW], areas=areas, standard=name, periods={"mode": "list", "years": [2022]}
    )
    kinds = gaps.types(demo_facts, 2022)
    parts = {
        age: gaps.added(gaps.inside(gaps.areas(demo_facts, LOW, 2022, age=age), place), kinds)
        for age in AGES
    }
    people = standard.europe(AGES)
    if name == "sweden":
        sql = "SELECT age, den FROM cell WHERE indicator = ? AND year = 2022 AND level = 'riket'"
        people = dict(demo_facts.execute(sql, [LOW]).fetchall())
    assert people is not None
    for row in ask(question, demo).records():
        found = {age: parts[age].get(row["area_type"]) for age in AGES}
        if None in found.values():
            assert row["value"] is None
            continue
        expected = standard.standardised(found, people)
        assert row["value"] == pytest.approx(100 * expected, rel=CLOSE)


# What is refused


def test_the_default_is_not_part_of_the_question():
    plain = typed(standard="none")
    assert plain == typed()
    assert "standard" not in plain.canonical()
    assert plain.hash == typed().hash != typed(standard="esp2013").hash


WRONG = {
    "another shape": (asked("value", indicators=[LOW], areas={"codes": ["1280"]},
                            standard="esp2013"), "not for this shape"),
    "several years": (typed(indicators=[LOW], standard="esp2013", by=["period"],
                            periods={"mode": "top", "n": 3}), "one place and year, all ages"),
    "years": (typed(indicators=[LOW], standard="sweden", periods={"mode": "top", "n": 3}),
              "one place and year, all ages"),
    "several places": (typed(indicators=[LOW], standard="esp2013",
                             areas={"codes": ["1280", "0180"]}), "one place and year, all ages"),
    "places inside": (typed(indicators=[LOW], standard="esp2013",
                            areas={"level": "kommun", "within": ["12"]}),
                      "one place and year, all ages"),
    "by age": (typed(indicators=[LOW], standard="esp2013", by=["age"]),
               "one place and year, all ages"),
    "one age": (typed(indicators=[LOW], standard="esp2013", age="0-19"),
                "one place and year, all ages"),
    "a count": (typed(indicators=[COUNT], standard="esp2013"), "a share by age"),
    "no ages": (typed(indicators=[RATIO], standard="sweden"), "a share by age"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_standardised_is_refused_with_a_way_out(demo, name):
    question, reason = WRONG[name]
    error = refusal(lambda: resolve(question, demo))
    assert (error.code, error.details["reason"]) == ("bad_value", reason)
    assert error.details["key"] == "standard"
    assert ("without", "standard") in [(each.kind, each.value) for each in error.suggestions]
    for each in error.suggestions:
        resolve(read_question(mended(question.canonical(), error, each)), demo)


def cut(*ages: str, riket: bool = True):
    places = [*SMALL, "00"] if riket else SMALL
    people = dict.fromkeys(ages, (1.0, 10.0))
    return [each for area in places for each in aged(area, people)]


def test_groups_that_do_not_fit_europe_can_be_weighted_by_sweden(publish):
    version = publish(cut("0-17", "18-64", "65+"), TYPES)
    error = refusal(lambda: resolve(typed(standard="esp2013"), version))
    assert error.details["reason"] == "ages do not fit"
    assert [(each.kind, each.value) for each in error.suggestions][:2] == [
        ("value", "sweden"), ("without", "standard"),
    ]  # fmt: skip
    assert by_type(ask(typed(standard="sweden"), version))[1]["value"] == pytest.approx(10)


@pytest.mark.parametrize("name", ["esp2013", "sweden"])
def test_nobody_is_counted_twice(publish, name):
    version = publish(cut("0-19", "15-64", "65+"), TYPES)
    error = refusal(lambda: resolve(typed(standard=name), version))
    assert error.details["reason"] == "ages overlap"


def test_sweden_needs_the_country_s_own_people(publish):
    version = publish(cut(*AGES, riket=False), TYPES)
    error = refusal(lambda: resolve(typed(standard="sweden"), version))
    assert error.details["reason"] == "no ages of the country"
    assert error.suggestions[0].value == "esp2013"
