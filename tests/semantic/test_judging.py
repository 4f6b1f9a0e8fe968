"""What is compared with what, and the verdict of an answer reached a second time."""

import math
import random
from typing import Any

import pytest

from semantic.answer import Answer
from semantic.ask import ask
from semantic.version import Version
from tests.reference import verdict as reference
from tests.semantic.conftest import asked
from tests.semantic.small import COUNT, MEAN, RATIO, all_typed, cell

LUCK = random.Random(20)
SHARES = ("hyresratt_andel", "fodda_utomlands_andel", "sysselsatta_andel")
YEARS = range(2011, 2025)


def told(answer: Answer, place: int = 0) -> tuple[str, str]:
    row = answer.records()[place]
    return row["verdict"], row["verdict_reason"]


# Against the reference, on example data


@pytest.fixture(scope="module", params=SHARES)
def facts(request: Any, demo: Version) -> tuple[str, reference.Facts]:
    indicator = demo.catalogue.indicators[request.param]
    breaks = [each.year for each in indicator.breaks]
    return indicator.id, reference.Facts(
        str(demo.engine.path), indicator.id, indicator.scale, breaks
    )


def check(row: dict[str, Any], expected: reference.Found) -> None:
    assert (row["verdict"], row["verdict_reason"]) == expected[:2], row
    if expected.low is None:
        assert row["difference_low"] is None
    else:
        assert row["difference_low"] == pytest.approx(expected.low)
        assert row["difference_high"] == pytest.approx(expected.high)


def some(demo: Version, level: str, number: int) -> list[str]:
    return LUCK.sample(sorted(demo.directory.inside(level, 2025 if level == "regso" else 0, ())),
                       number)  # fmt: skip


@pytest.mark.parametrize("level", ["lan", "kommun", "regso"])
def test_areas_against_riket(demo: Version, facts: Any, level: str) -> None:
    indicator, known = facts
    for code in some(demo, level, 15):
        year = LUCK.choice([2016, 2020, 2024])
        question = asked(
            "value", indicators=[indicator], areas={"level": level, "codes": [code]},
            periods={"mode": "list", "years": [year]}, comparator="riket",
        )  # fmt: skip
        (row,) = ask(question, demo).records()
        if row["value"] is None:
            assert row.get("verdict") is None
            continue
        expected = reference.judge(
            known.cells[level, code, year], known.cells["riket", "00", year], known.scale,
            known.figures(level, year), known.series(level, code, year),
        )  # fmt: skip
        check(row, expected)


@pytest.mark.parametrize("level", ["riket", "lan", "kommun", "regso"])
def test_changes(demo: Version, facts: Any, level: str) -> None:
    indicator, known = facts
    for code in ["00"] if level == "riket" else some(demo, level, 12):
        first, last = LUCK.choice([(2015, 2016), (2020, 2023)])
        question = asked(
            "change", indicators=[indicator], areas={"level": level, "codes": [code]},
            periods={"mode": "list", "years": [first, last]},
        )  # fmt: skip
        (row,) = ask(question, demo).records()
        if row["value"] is None:
            assert row.get("verdict") is None
            continue
        peers = [] if level == "riket" else known.changes(level, first, last)
        expected = reference.judge(
            known.cells[level, code, last], known.cells[level, code, first], known.scale,
            peers, known.series(level, code, last), centred=True,
        )  # fmt: skip
        check(row, expected)


def test_trends_against_riket(demo: Version, facts: Any) -> None:
    indicator, known = facts
    for level, code in [("kommun", "1280"), *(("regso", each) for each in some(demo, "regso", 4))]:
        parts = {"areas": {"level": level, "codes": [code]}, "comparator": "riket"}
        rows = ask(asked("trend", indicators=[indicator], **parts), demo).records()
        told = [row for row in rows if row["value"] is not None]
        assert told
        for row in told:
            year = row["period"]
            expected = reference.judge(
                known.cells[level, code, year], known.cells["riket", "00", year], known.scale,
                known.figures(level, year), known.series(level, code, year),
            )  # fmt: skip
            check(row, expected)


def test_gaps_and_types(demo: Version, facts: Any) -> None:
    indicator, known = facts
    peers = known.figures("regso", 2022)
    for code in ["00", "12", "1280", *some(demo, "kommun", 5)]:
        sides = known.of_types(code, 2022)
        places = {"level": "riket"} if code == "00" else {"codes": [code]}
        parts = {"indicators": [indicator], "areas": places,
                 "periods": {"mode": "list", "years": [2022]}}  # fmt: skip
        if {1, 5} <= sides.keys():
            (row,) = ask(asked("gap", **parts), demo).records()
            series = known.gaps(code, YEARS, 2022)
            check(row, reference.judge(sides[1], sides[5], known.scale, peers, series))
        rows = ask(asked("compare_types", **parts), demo).records()
        lowest = min(sides)
        for row in rows:
            kind = row["area_type"]
            if kind not in sides or kind == lowest:
                assert row.get("verdict") is None
            else:
                series = known.gaps(code, YEARS, 2022, (kind, lowest))
                expected = reference.judge(sides[kind], sides[lowest], known.scale, peers, series)
                check(row, expected)


@pytest.mark.parametrize(("level", "number"), [("lan", 2), ("kommun", 2), ("kommun", 9),
                                               ("regso", 2), ("regso", 6)])  # fmt: skip
def test_the_highest_against_the_lowest(demo: Version, facts: Any, level: str, number: int) -> None:
    indicator, known = facts
    for year in (2016, 2020, 2023):
        codes = some(demo, level, number)
        question = asked(
            "compare_areas", indicators=[indicator], areas={"level": level, "codes": codes},
            periods={"mode": "list", "years": [year]}, comparator="none",
        )  # fmt: skip
        rows = [row for row in ask(question, demo).records() if row["value"] is not None]
        if len(rows) < 2:
            continue
        high, low = (known.cells[level, rows[place]["area"], year] for place in (0, -1))
        series = [known.series(level, rows[place]["area"], year) for place in (0, -1)]
        expected = reference.judge(
            high, low, known.scale, known.figures(level, year), series[0], beside=series[1],
            pairs=len(rows) * (len(rows) - 1) // 2,
        )  # fmt: skip
        found = ask(question, demo).apart
        assert found is not None
        assert (found.word, found.reason) == expected[:2]
        if expected.low is not None:
            assert (found.low, found.high) == pytest.approx(expected[2:])


# What is compared, and what is not


def test_nothing_is_judged_where_nothing_is_compared(publish: Any) -> None:
    version = publish([cell("00"), cell("1280", num=400, den=1000), cell("1281", num=9, den=90)])
    alone = asked("value", indicators=[RATIO], areas={"codes": ["1280"]}, comparator="none")
    assert "verdict" not in ask(alone, version).rows
    riket = asked("value", indicators=[RATIO], areas={"level": "riket"})
    assert "verdict" not in ask(riket, version).rows
    ranked = asked("rank", indicators=[RATIO], areas={"level": "kommun"})
    assert "verdict" not in ask(ranked, version).rows


def beside_riket(publish: Any, own: dict[str, Any], riket: dict[str, Any]) -> Answer:
    known = {"indicator": own.get("indicator", RATIO), "year": 2022}
    version = publish([cell("1280", **own), cell("00", **riket), cell("00", **known)])
    indicator = own.get("indicator", RATIO)
    return ask(asked("value", indicators=[indicator], areas={"codes": ["1280"]}), version)


def test_a_suppressed_comparison_is_the_reason(publish: Any) -> None:
    hidden = {"num": None, "status": "suppressed"}
    answer = beside_riket(publish, {"num": 400, "den": 1000}, hidden)
    assert told(answer) == ("unknown", "suppressed")


def test_a_missing_comparison_is_none(publish: Any) -> None:
    answer = beside_riket(publish, {"num": 400, "den": 1000}, {"num": None})
    assert "verdict" not in answer.rows


def test_means_have_no_parts(publish: Any) -> None:
    mean = {"indicator": MEAN, "num": None, "den": None, "status": "value"}
    answer = beside_riket(publish, mean | {"value": 300.0}, mean | {"value": 200.0})
    assert told(answer) == ("unknown", "no_parts")


def test_counts_are_judged_over_time_only(publish: Any) -> None:
    people = [cell(area, year, num, None, indicator=COUNT)
              for area, year, num in (("1280", 2022, 1_000), ("1280", 2023, 1_500),
                                      ("00", 2022, 9_000), ("00", 2023, 9_000))]  # fmt: skip
    version = publish(people)
    parts = {"indicators": [COUNT], "areas": {"codes": ["1280"]}}
    assert told(ask(asked("value", **parts), version)) == ("unknown", "counts")
    assert told(ask(asked("change", **parts), version)) == ("some", "chance_only")


def test_an_area_without_a_figure_is_not_compared(publish: Any) -> None:
    version = publish([cell("1280", num=None), cell("1281", num=4, den=9), cell("00", num=500,
                       den=2000)])  # fmt: skip
    areas = {"codes": ["1280", "1281"]}
    rows = ask(asked("value", indicators=[RATIO], areas=areas), version).records()
    by_area = {row["area"]: row["verdict"] for row in rows}
    assert by_area == {"1280": None, "1281": "unknown"}


def test_years_before_a_break_are_no_ground(publish: Any) -> None:
    """A border that moved: the wild years of another area say nothing of this one."""
    wild = [cell("1280R002", year, 500 + 300 * (year % 2), 1000) for year in range(2018, 2024)]
    calm = [cell("1280R002", year, 500, 1000) for year in (2024, 2025, 2026, 2027, 2028)]
    now = [cell("00", 2028, 30_000, 100_000)]
    others = [cell(f"{kommun}R00{number}", 2028, 300, 1000)
              for kommun in ("0180", "1281") for number in (1, 2, 3)]  # fmt: skip
    version = publish([*wild, *calm, *now, *others])
    parts = {"indicators": [RATIO], "areas": {"codes": ["1280R002"]}}
    assert told(ask(asked("value", **parts), version)) == ("large", "")
    before = asked("value", **parts, periods={"mode": "list", "years": [2023]})
    version = publish([*wild, *calm, *others, cell("00", 2023, 30_000, 100_000)])
    assert told(ask(before, version)) == ("some", "years")


@pytest.mark.parametrize("part", [0.25, 0.6])
def test_figures_beside_a_limit(demo: Version, facts: Any, part: float) -> None:
    """By chance alone: the interval of the figure, moved by the limit."""
    indicator, known = facts
    figures = sorted(known.figures("regso", 2023))
    bound = round(figures[int(part * len(figures))], 1)
    seen, parts = set(), {"areas": {"level": "regso", "within": ["1280", "1281"]}}
    for op in ("ge", "lt"):
        question = asked("threshold", indicators=[indicator], **parts,
                         threshold={"op": op, "value": bound})  # fmt: skip
        for row in ask(question, demo).records():
            pair = known.cells["regso", row["area"], row["period"]]
            (low, high), (lower, higher) = (
                [end - bound for end in reference.bounds(pair, known.scale, error)]
                for error in (0.05, 0.01)
            )
            if pair[0] < 10:
                assert (row["verdict"], row["difference_low"]) == ("unknown", None)
                continue
            word = "none" if low <= 0 <= high else "some"
            reason = "" if word == "none" else "chance" if lower <= 0 <= higher else "chance_only"
            check(row, reference.Found(word, reason, low, high))
            seen.add(reason)
    assert {"", "chance_only"} <= seen


def test_a_limit_of_what_has_no_chance(publish: Any) -> None:
    limit = {"threshold": {"op": "ge", "value": 1}}
    mean = cell("1280", num=None, den=None, indicator=MEAN, status="value", value=300.0)
    version = publish([mean, cell("1280", num=4_000, den=None)])
    areas = {"level": "kommun"}
    assert told(ask(asked("threshold", indicators=[MEAN], areas=areas, **limit), version)) == (
        "unknown", "no_parts",
    )  # fmt: skip
    assert told(ask(asked("threshold", indicators=[COUNT], areas=areas, **limit), version)) == (
        "unknown", "counts",
    )  # fmt: skip


def test_segregation_measures_have_no_parts(demo: Version) -> None:
    rows = ask(asked("segregation", areas={"codes": ["1280"]}), demo).records()
    assert {(row["verdict"], row["verdict_reason"]) for row in rows} == {("unknown", "no_parts")}


FIXED = {"type_basis": {"mode": "fixed", "year": 2022}}
VERDICT = ("verdict", "verdict_reason", "difference_low", "difference_high")


@pytest.mark.parametrize(
    "parts",
    [
        {"shape": "trend", "areas": {"codes": ["1280R001", "1280R003"]}},
        {"shape": "trend", "areas": {"codes": ["1280"]}, "by": ["sex"]},
        {"shape": "trend", "areas": {"codes": ["1280"]}, "by": ["area_type"], **FIXED},
        {"shape": "compare_areas", "areas": {"codes": ["1280", "1281"]}, "comparator": "lan"},
        {"shape": "compare_types", "areas": {"level": "riket"}, **FIXED},
        {"shape": "gap", "areas": {"codes": ["1280", "0180"]}, **FIXED},
        {"shape": "gap", "areas": {"level": "riket"}, "types": [2, 4], "by": ["sex"], **FIXED},
    ],
    ids=lambda parts: f"{parts['shape']} {'-'.join(parts.get('by', []))}",
)
def test_each_year_is_judged_as_if_it_alone_had_been_asked_about(demo: Version, parts: Any) -> None:
    parts = {"indicators": ["sysselsatta_andel"], **parts}
    years = [2013, 2019, 2020, 2024]
    together = ask(asked(**parts, periods={"mode": "list", "years": years}), demo).records()
    alone = [
        row
        for year in years
        for row in ask(asked(**parts, periods={"mode": "list", "years": [year]}), demo).records()
    ]
    keys = ("period", "area", "sex", "area_type")

    def judged(rows: list[dict[str, Any]]) -> dict[Any, Any]:
        return {tuple(row.get(key) for key in keys): [row[name] for name in VERDICT]
                for row in rows}  # fmt: skip

    assert judged(together) == judged(alone)
    assert len([row for row in together if row["verdict"] is not None]) >= len(years)


def test_the_own_years_of_two_types_are_those_of_what_lies_between_them(publish: Any) -> None:
    """Both types jump together: their figures move, what lies between them does not."""
    years = range(2018, 2025)
    cells, types = [], []
    for year in years:
        types += all_typed(3, (year,), _1280R001=1, _1280R003=5)
        jump = 100 * (year % 2)
        cells += [cell("1280R001", year, 500 + jump, 1000)]
        cells += [cell("1280R003", year, 300 + jump, 1000)]
        cells += [cell(f"{kommun}R00{number}", year, 300, 1000)
                  for kommun in ("0180", "1281") for number in (1, 2, 3)]  # fmt: skip
    version = publish(cells, types)
    parts = {"indicators": [RATIO], "types": [1, 5], "periods": {"mode": "latest"}}
    assert told(ask(asked("compare_types", **parts), version), 1) == ("large", "")
    assert told(ask(asked("gap", **parts), version)) == ("large", "")
    wild = [cell("1280R003", year, 300 + 150 * (year % 2), 1000) for year in years]
    kept = [each for each in cells if each["area"] != "1280R003"]
    version = publish([*kept, *wild], types)
    assert told(ask(asked("compare_types", **parts), version), 1) == ("some", "years")
    assert told(ask(asked("gap", **parts), version)) == ("some", "years")


def test_later_years_are_no_ground(publish: Any) -> None:
    """Calm until 2019 and wild after: 2019 is judged by the calm years alone."""
    own = dict.fromkeys(range(2015, 2020), 500) | {2020: 800, 2021: 500, 2022: 800, 2023: 500}
    cells = [cell("1280", year, num, 1000) for year, num in own.items()]
    cells += [cell("00", year, 30_000, 100_000) for year in own]
    question = asked("trend", indicators=[RATIO], areas={"codes": ["1280"]},
                     periods={"mode": "list", "years": [2019, 2023]})  # fmt: skip
    answer = ask(question, publish(cells))
    assert told(answer, 0) == ("large", "")
    assert told(answer, 1) == ("some", "years")


def test_every_gap_is_judged(publish: Any) -> None:
    types = all_typed(3, (2022, 2023), _1280R001=1, _1280R003=5)
    cells = [
        cell(code, year, num, 1000)
        for year in (2022, 2023)
        for code, num in (
            ("1280R001", 600),
            ("1280R003", 100),
            ("1280R002", 300),
            *((f"{k}R00{n}", 300) for k in ("0180", "1281") for n in (1, 2, 3)),
        )
    ]
    version = publish(cells, types)
    question = asked("gap", indicators=[RATIO], periods={"mode": "range", "from": 2022, "to": 2023})
    rows = ask(question, version).records()
    assert [row["verdict"] for row in rows] == ["large", "large"]


def test_a_profile_is_judged_by_chance_alone(demo: Version) -> None:
    question = asked("profile", areas={"codes": ["1280R001"]}, comparator="riket")
    answer = ask(question, demo)
    others = {row["indicator"]: row for row in answer.comparison.to_dict("records")}
    seen = set()
    for row in answer.records():
        indicator, other = demo.catalogue.indicators[row["indicator"]], others.get(row["indicator"])
        if indicator.kind == "count" or other is None or row["value"] is None:
            assert row["verdict"] is None
        elif indicator.kind != "ratio":
            assert (row["verdict"], row["verdict_reason"]) == ("unknown", "no_parts")
        else:
            sides = [(each["numerator"], each["denominator"]) for each in (row, other)]
            low, high = reference.apart(*sides, indicator.scale, 0.05)
            chance = "none" if low <= 0 <= high else "some"
            few = min(sides[0][0], sides[1][0]) < 10
            assert row["verdict"] == ("unknown" if few else chance)
        seen.add(row["verdict"])
    assert {"none", "some", "unknown", None} <= seen


def test_one_area_and_several_years_have_no_highest_and_lowest(publish: Any) -> None:
    version = publish([cell(code, year, 300, 900) for code in ("1280", "1281", "00")
                       for year in (2022, 2023)])  # fmt: skip
    parts = {"indicators": [RATIO], "areas": {"codes": ["1280"]}}
    assert ask(asked("value", **parts), version).apart is None
    both = {"indicators": [RATIO], "areas": {"codes": ["1280", "1281"]}}
    years = {"mode": "list", "years": [2022, 2023]}
    assert ask(asked("compare_areas", **both, periods=years), version).apart is None
    assert ask(asked("compare_areas", **both), version).apart is not None


def test_a_ratio_has_an_interval_of_its_own(publish: Any) -> None:
    """Katz and others (1978): by hand."""
    types = all_typed(3, _1280R001=1, _1280R003=5)
    cells = [cell("1280R001", num=600, den=1000), cell("1280R003", num=100, den=500)]
    question = asked("gap", indicators=[RATIO], measure="ratio")
    answer = ask(question, publish(cells, types))
    (row,) = answer.records()
    half = 1.959964 * math.sqrt(1 / 600 - 1 / 1000 + 1 / 100 - 1 / 500)
    expected = (3 * math.exp(-half), 3 * math.exp(half))
    assert (row["ratio_low"], row["ratio_high"]) == pytest.approx(expected)
    assert row["difference_low"] < 40 < row["difference_high"]
    units = {column.id: column.unit for column in answer.columns}
    assert (units["ratio_low"], units["difference_low"]) == ("times", "percent")
    plain = asked("gap", indicators=[RATIO])
    assert "ratio_low" not in ask(plain, publish(cells, types)).rows


def test_an_answer_says_all_it_was_made_of_each_time(demo: Version) -> None:
    question = asked("value", indicators=[SHARES[0]], areas={"codes": ["1280", "1281"]})
    first, again = ask(question, demo), ask(question, demo)
    assert first.sql == again.sql
    assert first.rows.equals(again.rows)
    assert len({statement.sql for statement in first.statements}) == len(first.statements)


def test_years_together_are_judged_by_the_mean_of_a_year(demo: Version, facts: Any) -> None:
    """Against the areas' own figures of all the years; the usual moves are between single years."""
    indicator, known = facts
    last, years = 2023, (2021, 2022, 2023)

    def mean(level: str, area: str) -> tuple[float, float]:
        sums = zip(*(known.cells[level, area, year] for year in years), strict=True)
        num, den = (sum(each) / len(years) for each in sums)
        return num, den

    peers = [
        reference.figure(mean("regso", area), known.scale)
        for level, area, year in known.cells
        if (level, year) == ("regso", last)
    ]
    for code in some(demo, "regso", 12):
        question = asked(
            "value", indicators=[indicator], areas={"codes": [code]}, pooled=3,
            periods={"mode": "list", "years": [last]},
        )  # fmt: skip
        (row,) = ask(question, demo).records()
        expected = reference.judge(
            mean("regso", code), mean("riket", "00"), known.scale, peers,
            known.series("regso", code, last),
        )  # fmt: skip
        check(row, expected)
