"""Age standardisation: the formula, what is refused, and a second way to the published figures."""

from collections.abc import Iterator
from itertools import pairwise

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semantic.ask import _Asking, ask
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


def test_columns_say_their_units(demo):
    answer = ask(typed(indicators=[LOW], standard="esp2013"), demo)
    units = {each.id: (each.role, each.unit) for each in answer.columns}
    assert units["value"] == units["crude"] == ("figure", "percent")
    assert units["crude_status"] == ("status", None)
    answer = ask(gap_of(measure="ratio", indicators=[LOW], areas={"codes": ["1280"]}), demo)
    units = {each.id: (each.role, each.unit) for each in answer.columns}
    assert units["value"] == units["crude"] == ("figure", "times")
    assert units["first_crude"] == units["first_value"] == ("figure", "percent")


# Years, places and gaps


def gap_of(**parts):
    given = {"indicators": [RATIO], "areas": {"codes": ["1280"]}, "standard": "sweden"}
    return asked("gap", **given | parts)


def two_years(ages: dict[int, tuple[float, float, float]]):
    """Figures of 2022 and 2023 that are the same; of the country's people, so many in each group
    in each year."""
    for year, people in ages.items():
        for each in country(**SAME_RATES):
            if each["area"] != "00":
                yield each | {"year": year}
        groups = {age: (1.0, each) for age, each in zip(AGES, people, strict=True)}
        yield from aged("00", groups, year=year)


YEARS = {"mode": "list", "years": [2022, 2023]}
BOTH_TYPED = all_typed(3, (2022, 2023), _1280R001=1, _1280R003=5)
OLDER_COUNTRY = {2022: (400.0, 400.0, 200.0), 2023: (200.0, 600.0, 200.0)}


def both_years(publish):
    return publish(list(two_years(OLDER_COUNTRY)), BOTH_TYPED)


def test_one_standard_holds_for_all_years_and_places(publish):
    """In 2022 the weights of that year would give 28, not 20."""
    version = both_years(publish)
    answer = ask(typed(standard="sweden", by=["period"], periods=YEARS), version)
    figures = {(row["period"], row["area_type"]): row["value"] for row in answer.records()}
    assert figures[2022, 1] == figures[2023, 1] == pytest.approx(20.0)
    notices = {each.code: each.details for each in answer.notices}
    assert notices["age_weights"]["year"] == 2023
    assert notices["age_weights"]["shares"]["0-19"] == pytest.approx(20.0)
    alone = {"mode": "list", "years": [2022]}
    rows = by_type(ask(typed(standard="sweden", periods=alone), version))
    assert rows[1]["value"] == pytest.approx(100 * (0.4 * 0.5 + 0.4 * 0.1 + 0.2 * 0.2))


def test_the_ages_are_those_of_the_newest_year_told_of_by_age(publish):
    cells = [
        each
        for each in two_years(OLDER_COUNTRY)
        if each["year"] == 2022 or each.get("age", "total") == "total"
    ]
    version = publish(cells, BOTH_TYPED)
    answer = ask(typed(standard="sweden", by=["period"], periods=YEARS), version)
    rows = {(row["period"], row["area_type"]): row for row in answer.records()}
    assert rows[2022, 1]["value"] == pytest.approx(28.0)
    assert (rows[2023, 1]["value"], rows[2023, 1]["status"]) == (None, "missing")
    assert rows[2023, 1]["crude"] == pytest.approx(100 * 462 / 1010)
    notices = {each.code: each.details for each in answer.notices}
    assert notices["age_weights"]["year"] == 2022
    assert notices["not_standardised"] == {"types": [1, 3, 5], "years": [2023]}


@pytest.mark.parametrize(
    ("measure", "value", "crude"),
    [("difference", 0.0, 100 * 462 / 1010 - 100 * 195 / 1010), ("ratio", 1.0, 462 / 195)],
)
def test_a_gap_between_types_with_the_same_rates_is_of_age_alone(publish, measure, value, crude):
    answer = ask(gap_of(measure=measure), publish(country(**SAME_RATES), TYPES))
    (row,) = answer.records()
    assert row["first_value"] == row["second_value"] == pytest.approx(20.0)
    assert row["value"] == pytest.approx(value, abs=CLOSE)
    assert row["crude"] == pytest.approx(crude)
    assert row["first_crude"] == pytest.approx(100 * 462 / 1010)
    assert row["second_crude"] == pytest.approx(100 * 195 / 1010)
    assert row["first_numerator"] == 462
    assert "persons" not in row


def test_a_gap_lacks_what_one_of_its_types_lacks(publish):
    cells = [
        each | {"num": None, "den": None, "status": "suppressed"}
        if each["area"] == YOUNG and each["age"] == "65+"
        else each
        for each in country(**SAME_RATES)
    ]
    answer = ask(gap_of(), publish(cells, TYPES))
    (row,) = answer.records()
    assert (row["first_value"], row["value"], row["status"]) == (None, None, "suppressed")
    assert row["second_value"] == pytest.approx(20.0)
    assert (row["crude"], row["crude_status"]) == (
        pytest.approx(100 * (462 / 1010 - 195 / 1010)),
        "value",
    )
    assert {each.code: each.details for each in answer.notices}["not_standardised"] == {
        "types": [1]
    }


def test_nothing_is_a_multiple_of_a_figure_that_is_zero(publish):
    none = SAME_RATES | {OLDER: {age: (0.0, den) for age, (_, den) in SAME_RATES[OLDER].items()}}
    (row,) = ask(gap_of(measure="ratio"), publish(country(**none), TYPES)).records()
    assert (row["second_value"], row["value"], row["status"]) == (0.0, None, "not_applicable")


STEEP = {year: (100.0 + 60 * (year - 2019), 900.0) for year in range(2019, 2024)}


def steeper():
    """The figure of the youngest rises while so many fewer are old that the whole hardly does."""
    for year, young in STEEP.items():
        for area in SMALL:
            others = {"20-64": (10.0, 100.0), "65+": (700.0 - young[0], 900.0)}
            yield from aged(area, {"0-19": young, **others}, year=year)
        yield from aged(
            "00", {"0-19": (1, 800.0), "20-64": (1, 100.0), "65+": (1, 100.0)}, year=year
        )


def test_a_trend_is_of_the_standardised_figures(publish):
    version = publish(list(steeper()), all_typed(3, STEEP, _1280R001=1, _1280R003=5))
    periods = {"mode": "range", "from": 2019, "to": 2023}
    plain = ask(typed(by=["period"], periods=periods), version)
    of_one_age = ask(typed(by=["period"], periods=periods, standard="sweden"), version)
    assert set(plain.rows["trend"].dropna()) == {"none"}
    assert set(of_one_age.rows["trend"].dropna()) == {"rising"}


def test_without_ordinary_people_a_trend_is_of_its_points_alone(publish):
    """The ages are told of, all of them together are nobody."""
    cells = [
        each
        | ({"num": 0.0, "den": 0.0} if each["age"] == "total" and each["area"] == YOUNG else {})
        for each in steeper()
    ]
    version = publish(cells, all_typed(3, STEEP, _1280R001=1, _1280R003=5))
    periods = {"mode": "range", "from": 2019, "to": 2023}
    rows = ask(
        typed(by=["period"], periods=periods, standard="sweden", types=[1, 5]), version
    ).records()
    assert [row["trend"] for row in rows if row["trend"]] == ["rising", "rising"]


def test_what_a_gap_usually_moves_is_of_the_standardised_gap(demo, monkeypatch):
    asked_of = []
    rows_of = _Asking.rows_of

    def seen(self, resolved, *more):
        asked_of.append(resolved.question)
        return rows_of(self, resolved, *more)

    monkeypatch.setattr(_Asking, "rows_of", seen)
    for shape in ("gap", "compare_types"):
        given = {"indicators": [LOW], "areas": {"codes": ["1480"]}, "periods": IN_2022}
        ask(asked(shape, standard="esp2013", **given), demo)
        earlier = [each for each in asked_of if each.periods.mode == "range"]
        assert earlier, shape
        assert {each.standard for each in earlier} == {"esp2013"}
        asked_of.clear()


def test_years_of_types_are_a_trend_too(demo):
    """The standardised figures are the points of the trend."""
    periods = {"mode": "range", "from": 2016, "to": 2024}
    given = {"indicators": [LOW], "areas": {"level": "riket"}, "periods": periods}
    one = ask(asked("trend", by=["area_type"], standard="esp2013", **given), demo)
    other = ask(typed(standard="esp2013", by=["period"], **given), demo)
    assert one.rows["value"].tolist() == other.rows["value"].tolist()
    assert one.rows["trend"].tolist() == other.rows["trend"].tolist()
    assert one.rows["trend"].notna().sum() == 5
    assert "crude" in one.rows


def by_age_of(db: duckdb.DuckDBPyConnection, place: str, name: str):
    """Of 2022: by type and age group numerator and denominator, and the standard population."""
    kinds = gaps.types(db, 2022)
    parts = {
        age: gaps.added(gaps.inside(gaps.areas(db, LOW, 2022, age=age), place), kinds)
        for age in AGES
    }
    people = standard.europe(AGES)
    if name == "sweden":
        sql = "SELECT age, den FROM cell WHERE indicator = ? AND year = 2022 AND level = 'riket'"
        people = dict(db.execute(sql, [LOW]).fetchall())
    assert people is not None
    of_type = {
        kind: {age: parts[age][kind] for age in AGES}
        for kind in range(1, 6)
        if all(kind in parts[age] for age in AGES)
    }
    return of_type, {age: people[age] for age in AGES}


PLACES = pytest.mark.parametrize("place", ["00", "12", "1280", "0180", "2583"])
IN_2022 = {"mode": "list", "years": [2022]}


def of_place(place: str):
    return {"level": "riket"} if place == "00" else {"codes": [place]}


@PLACES
@pytest.mark.parametrize("name", ["esp2013", "sweden"])
def test_example_data_a_second_way(demo, demo_facts, place, name):
    given = {"indicators": [LOW], "areas": of_place(place), "standard": name, "periods": IN_2022}
    of_type, people = by_age_of(demo_facts, place, name)
    figures = {}
    for row in ask(typed(**given), demo).records():
        found = of_type.get(row["area_type"])
        if found is None:
            assert row["value"] is None
            continue
        figures[row["area_type"]] = 100 * standard.standardised(found, people)
        assert row["value"] == pytest.approx(figures[row["area_type"]], rel=CLOSE)
    for first, second in pairwise(sorted(figures)):
        (row,) = ask(gap_of(types=[first, second], **given), demo).records()
        assert row["value"] == pytest.approx(figures[first] - figures[second], rel=CLOSE)
        ratio = ask(gap_of(types=[first, second], measure="ratio", **given), demo).records()[0]
        assert ratio["value"] == pytest.approx(figures[first] / figures[second], rel=CLOSE)


@PLACES
def test_its_verdicts_a_second_way(demo, demo_facts, place):
    """Their intervals, when too few are counted, and the same in a gap as between types."""
    given = {"indicators": [LOW], "areas": of_place(place), "standard": "sweden"}
    of_type, people = by_age_of(demo_facts, place, "sweden")
    rows = by_type(ask(typed(periods=IN_2022, **given), demo))
    one = min(of_type)
    for kind in sorted(of_type)[1:]:
        row, pair = rows[kind], (of_type[kind], of_type[one])
        (gap,) = ask(gap_of(periods=IN_2022, types=[one, kind], **given), demo).records()
        assert (gap["verdict"], gap["verdict_reason"]) == (row["verdict"], row["verdict_reason"])
        if any(standard.too_few(each, people, share=True) for each in pair):
            assert (row["verdict"], row["verdict_reason"]) == ("unknown", "few")
            continue
        low, high = standard.apart(*pair, people, 100, 0.05)
        assert (row["difference_low"], row["difference_high"]) == pytest.approx((low, high))
        assert (gap["difference_low"], gap["difference_high"]) == pytest.approx((-high, -low))
        assert (row["verdict"] == "none") == (low <= 0 <= high)


@pytest.mark.parametrize(("oldest", "reason"), [(10.0, ""), (9.0, "few")])
def test_an_age_group_of_fewer_than_ten_is_not_judged(publish, oldest, reason):
    few = SAME_RATES | {YOUNG: SAME_RATES[YOUNG] | {"65+": (2.0, oldest)}}
    version = publish(country(**few), TYPES)
    row = by_type(ask(typed(standard="esp2013"), version))[5]
    (gap,) = ask(gap_of(standard="esp2013"), version).records()
    for each in (row, gap):
        assert each["verdict"] == ("unknown" if reason else "none")
        assert each["verdict_reason"] == reason


# What is refused


def test_the_default_is_not_part_of_the_question():
    plain = typed(standard="none")
    assert plain == typed()
    assert "standard" not in plain.canonical()
    assert plain.hash == typed().hash != typed(standard="esp2013").hash


WRONG = {
    "another shape": (asked("value", indicators=[LOW], areas={"codes": ["1280"]},
                            standard="esp2013"), "not for this shape"),
    "a trend of areas": (asked("trend", indicators=[LOW], areas={"codes": ["1280"]},
                               standard="esp2013"), "not for this shape"),
    "by age": (typed(indicators=[LOW], standard="esp2013", by=["age"]), "all ages together"),
    "one age": (typed(indicators=[LOW], standard="esp2013", age="0-19"), "all ages together"),
    "a gap by age": (gap_of(indicators=[LOW], by=["age"]), "all ages together"),
    "a count": (typed(indicators=[COUNT], standard="esp2013"), "a share by age"),
    "no ages": (typed(indicators=[RATIO], standard="sweden"), "a share by age"),
    "a gap without ages": (gap_of(), "a share by age"),
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


@pytest.mark.parametrize("measure", ["persons", "slope", "tenths"])
def test_what_lies_between_no_two_figures_is_not_standardised(demo, measure):
    question = gap_of(indicators=[LOW], measure=measure)
    error = refusal(lambda: resolve(question, demo))
    assert (error.code, error.details["key"]) == ("bad_value", "measure")
    assert error.details["reason"] == "not with a standard"
    assert [each.value for each in error.suggestions][:2] == ["difference", "ratio"]
    for each in error.suggestions:
        resolve(read_question(mended(question.canonical(), error, each)), demo)


def test_no_share_of_the_official_figures_is_told_by_age(real):
    """So that age can be taken into account in none of them, and the refusal says so."""
    ratios = [each.id for each in real.catalogue if each.kind == "ratio"]
    offered = [each for each in ratios if "regso" in real.offers.levels(each)]
    assert offered
    assert not any(real.offers.ages(each, "regso") for each in offered)
    error = refusal(lambda: resolve(typed(indicators=[offered[0]], areas={"level": "riket"},
                                          standard="sweden"), real))  # fmt: skip
    assert error.details["reason"] == "a share by age"
    assert error.suggestions


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
