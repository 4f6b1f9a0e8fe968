"""`python -m assistant`, started as other programs start it; every figure is reached a second way.

The second way reads the publisher's files, or the tables of the example data, with nothing of the
assistant's in between.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from assistant import __main__ as command
from assistant import reply as replies
from assistant import versions
from semantic.engine import EngineError
from semantic.errors import CODES
from semantic.guard import GuardError
from tests.support import demo_home, facts, real_home

pytestmark = pytest.mark.xdist_group("cli")
ROOT = Path(__file__).parents[2]
LIMIT_S = 120

SHARE = {
    "v": 1,
    "shape": "population_share",
    "areas": {"level": "kommun", "codes": ["1280"]},
    "by": ["area_type"],
    "periods": {"mode": "list", "years": [2023]},
    "type_basis": {"mode": "each_year"},
}
RANK = {
    "v": 1,
    "shape": "rank",
    "indicators": ["lag_ekonomisk_standard_andel"],
    "areas": {"level": "regso", "within": ["1280"]},
    "periods": {"mode": "latest"},
    "order": "desc",
    "limit": 10,
}
GAP = {
    "v": 1,
    "shape": "gap",
    "indicators": ["fodda_utomlands_andel"],
    "areas": {"level": "riket"},
    "types": [1, 5],
    "periods": {"mode": "range", "from": 2022, "to": 2023},
    "type_basis": {"mode": "fixed", "year": 2022},
}
IN_KARLSTAD = {**RANK, "areas": {"level": "regso", "within": ["1780"]}}
MALMO = {"level": "kommun", "codes": ["1280"]}
BY_AGE = {"shape": "value", "indicators": ["folkmangd"], "areas": MALMO, "by": ["age"]}
BY_TYPE = {
    "shape": "compare_types",
    "indicators": ["sysselsatta_andel"],
    "areas": MALMO,
    "by": ["sex", "period"],
    "periods": {"mode": "top", "n": 2},
}
COUNTIES = {"shape": "compare_areas", "indicators": ["folkmangd"], "areas": {"level": "lan"}}
QUESTIONS = [SHARE, RANK, GAP, BY_AGE, BY_TYPE, COUNTIES]
SHAPES = {
    "value", "trend", "compare_areas", "compare_types", "rank", "gap", "population_share", "change",
    "threshold", "areas_of_type", "type_changes", "profile", "map", "definition",
}  # fmt: skip
INDICATORS = {
    "folkmangd", "fodda_utomlands_andel", "utlandsk_bakgrund_andel", "forgymnasial_andel",
    "lag_ekonomisk_standard_andel", "bistand_langtidsarbetslos_andel", "socioekonomiskt_index",
    "hyresratt_andel", "sysselsatta_andel", "arbetslosa_andel", "loneinkomst_medel",
}  # fmt: skip
ANSWER_KEYS = {
    "question", "hash", "shape", "sentence", "columns", "rows", "warnings", "sources", "sql",
    "data_version", "example_data",
}  # fmt: skip
MORE_KEYS = {"periods", "comparison"}
LOW_STANDARD = "andel_lag_ek_standard"
BANNER = "Exempeldata – påhittade siffror. "


def run(
    home: Path, *args: str, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *args],
        cwd=ROOT,
        env={**os.environ, "DATA_HOME": str(home), **environment},
        input=stdin,
        capture_output=True,
        timeout=LIMIT_S,
        check=False,
    )


def strict(text: str | bytes) -> Any:
    """JSON as the standard has it: no NaN, no Infinity."""

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


def lines_of(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr.decode()
    return [strict(line) for line in done.stdout.splitlines()]


def ask_all(home: Path, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    text = "\n".join(json.dumps(each) for each in questions)
    return lines_of(run(home, "ask", "--lines", stdin=text.encode()))


def assert_answer(answer: dict[str, Any], *, example_data: bool) -> None:
    """The keys that other programs rely on, and what must be true of any answer."""
    assert ANSWER_KEYS <= answer.keys() <= ANSWER_KEYS | MORE_KEYS
    assert answer["example_data"] is example_data
    assert answer["question"]["v"] == 1
    assert answer["shape"] == answer["question"]["shape"]
    assert answer["sql"].startswith(("SELECT", "WITH"))
    assert len(answer["hash"]) == 10
    assert answer["sentence"].startswith(BANNER) is example_data
    columns = [column["id"] for column in answer["columns"]]
    for row in answer["rows"]:
        assert list(row) == columns
        assert row["status"] in {
            "value", "zero", "preliminary", "missing", "not_applicable", "suppressed"
        }  # fmt: skip
        figure_is_there = row["status"] in {"value", "zero", "preliminary"}
        assert (row["value"] is not None) is figure_is_there
    assert all({"code", "message"} == warning.keys() for warning in answer["warnings"])
    assert all({"id", "publisher", "title"} <= source.keys() for source in answer["sources"])


def assert_error(answer: dict[str, Any], code: str) -> None:
    assert answer.keys() == {"error"}
    assert answer["error"].keys() == {"code", "message", "suggestions"}
    assert answer["error"]["code"] == code
    assert len(answer["error"]["message"]) > 10
    for each in answer["error"]["suggestions"]:
        assert {"kind", "value"} <= each.keys() <= {"kind", "value", "label"}


# Example data


def test_the_catalogue_names_what_outside_programs_use() -> None:
    done = run(demo_home(), "catalogue")
    assert done.returncode == 0, done.stderr.decode()
    found = strict(done.stdout)
    assert set(found["shapes"]) >= SHAPES
    assert {"riket", "lan", "kommun", "regso"} <= set(found["levels"])
    assert found["example_data"] is True
    assert found["data_version"] == facts(demo_home()).parent.name
    assert 2023 in found["area_type_years"]
    indicators = {each["id"]: each for each in found["indicators"]}
    assert indicators.keys() >= INDICATORS
    levels = indicators["sysselsatta_andel"]["levels"]
    assert levels["regso"]["years"]
    assert {"women", "men"} <= set(levels["regso"]["sexes"])
    assert all(each["label"] and each["definition"] for each in found["indicators"])


def test_areas_are_found_by_any_part_of_their_name() -> None:
    done = run(demo_home(), "areas", "välsv")
    assert done.returncode == 0, done.stderr.decode()
    first = strict(done.stdout)[0]
    with duckdb.connect(str(facts(demo_home())), read_only=True) as facts_:
        code, name = facts_.execute(
            "SELECT DISTINCT code, name FROM area WHERE level = 'regso' AND name ILIKE '%välsv%'"
        ).fetchall()[0]
    assert (first["code"], first["level"]) == (code, "regso") == ("1780R013", "regso")
    assert name in first["name"]


TEXT = "Hur många bor i Malmö?"
GOOD = {"shape": "value", "indicators": ["folkmangd"], "areas": {"codes": ["1280"]}}
DEEP = '{"a":' * 3_000 + "1" + "}" * 3_000
MIXED: list[tuple[bytes, str | None]] = [
    (TEXT.encode(), "unreadable_text"),
    (json.dumps(GOOD).encode(), None),
    (b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), None),
    (b"  " + json.dumps(GOOD).encode() + b" \r", None),
    (b'{"shape":"value"', "not_json"),
    (b"{}", "missing_key"),
    (b'{"shape":"rnk"}', "unknown_shape"),
    (b'{"shape":"value","v":2}', "unknown_version"),
    (b'{"shape":"value","indicator":["folkmangd"]}', "unknown_key"),
    (
        b'{"shape":"value","indicators":["folkmngd"],"areas":{"codes":["1280"]}}',
        "unknown_indicator",
    ),
    (b'{"shape":"value","indicators":["folkmangd"],"areas":{"codes":["1299"]}}', "unknown_area"),
    (b'{"shape":"definition","concept":"xyz"}', "unknown_concept"),
    (b'{"shape":"value","indicators":["\\ud800"]}', "bad_value"),
    (b'{"shape":"rank","indicators":["folkmangd"],"limit":NaN}', "not_json"),
    (b'{"shape":"rank","indicators":["folkmangd"],"limit":1e400}', "bad_value"),
    (b'{"shape":"rank","indicators":["folkmangd"],"limit":' + b"9" * 5_000 + b"}", "not_json"),
    (b'{"shape":"value","shape":"rank"}', "not_json"),
    (b'{"shape":' + b"[" * 900 + b"]" * 900 + b"}", "unknown_shape"),
    (b"{" + b"[" * 9_000, "not_json"),
    (DEEP.encode(), "not_json"),
    (b'{"x":"' + b"y" * 1_000_000 + b'"}', "too_long"),
    (b"hej " * 250_000, "unreadable_text"),
    (b"[" * 100_000, "unreadable_text"),
    (b"\xff\xfe\xfa", "unreadable_text"),
    (b'{"shape":"\xff"}', "unknown_shape"),
    ("\u2028\x00\x1b[31m".encode(), "unreadable_text"),
    (b"'; DROP TABLE cell; --", "unreadable_text"),
    (json.dumps(SHARE).encode(), None),
]


@pytest.fixture(scope="module")
def example() -> list[dict[str, Any]]:
    """Answers from the example data, in one run: `QUESTIONS`, then `MIXED` with empty lines."""
    lines = [json.dumps(each).encode() for each in QUESTIONS] + [line for line, _ in MIXED]
    # What a terminal cannot show is written all the same.
    done = run(
        demo_home(), "ask", "--lines", stdin=b"\n\r\n   \n".join(lines), PYTHONIOENCODING="ascii"
    )
    found = lines_of(done)
    assert len(found) == len(lines)
    return found


def test_the_examples_on_example_data(example: list[dict[str, Any]]) -> None:
    share, rank, gap = example[:3]
    for answer in (share, rank, gap):
        assert_answer(answer, example_data=True)
    with duckdb.connect(str(facts(demo_home())), read_only=True) as facts_:
        people = facts_.execute(
            "SELECT type, sum(num) FROM cell JOIN area_type USING (area, division, year)"
            " WHERE indicator = 'folkmangd' AND level = 'regso' AND sex = 'total' AND age = 'total'"
            " AND year = 2023 AND area LIKE '1280R%' GROUP BY type ORDER BY type"
        ).fetchall()
        ranked = facts_.execute(
            "SELECT area, 100 * num / den FROM cell WHERE level = 'regso' AND area LIKE '1280R%'"
            " AND indicator = 'lag_ekonomisk_standard_andel' AND sex = 'total' AND age = 'total'"
            " AND year = (SELECT max(year) FROM cell WHERE level = 'regso'"
            " AND indicator = 'lag_ekonomisk_standard_andel') AND num IS NOT NULL"
            " ORDER BY 2 DESC, 1 LIMIT 10"
        ).fetchall()
        shares = facts_.execute(
            "SELECT c.year, t.type, 100 * sum(num) / sum(den) FROM cell c JOIN area_type t"
            " ON t.area = c.area AND t.division = c.division AND t.year = 2022"
            " WHERE indicator = 'fodda_utomlands_andel' AND level = 'regso' AND sex = 'total'"
            " AND age = 'total' AND c.year IN (2022, 2023) AND num IS NOT NULL GROUP BY 1, 2"
        ).fetchall()
    everybody = sum(count for _, count in people)
    found = [(row["area_type"], row["numerator"], row["denominator"]) for row in share["rows"]]
    assert found == [(kind, count, everybody) for kind, count in people]
    assert [row["area"] for row in rank["rows"]] == [area for area, _ in ranked]
    assert [row["value"] for row in rank["rows"]] == pytest.approx([each for _, each in ranked])
    by_type = {(year, kind): value for year, kind, value in shares}
    wanted = [by_type[year, 1] - by_type[year, 5] for year in (2022, 2023)]
    assert [row["period"] for row in gap["rows"]] == [2022, 2023]
    assert [row["value"] for row in gap["rows"]] == pytest.approx(wanted)


def test_rows_name_what_they_are_grouped_by(example: list[dict[str, Any]]) -> None:
    ages, types, counties = example[3:6]
    for answer in (ages, types, counties):
        assert_answer(answer, example_data=True)
    assert len({row["age"] for row in ages["rows"]}) == len(ages["rows"]) > 3
    keys = {(row["area_type"], row["sex"], row["period"]) for row in types["rows"]}
    assert len(keys) == len(types["rows"]) == 5 * 2 * 2
    assert len({row["area"] for row in counties["rows"]}) == 21
    assert {row["indicator"] for row in counties["rows"]} == {"folkmangd"}


def test_lines_of_any_kind_are_answered_one_by_one(example: list[dict[str, Any]]) -> None:
    """Empty lines are passed over; each other line gives one object, and the run goes on."""
    found = example[len(QUESTIONS) :]
    for answer, (_, code) in zip(found, MIXED, strict=True):
        if code is None:
            assert_answer(answer, example_data=True)
        else:
            assert code in CODES
            assert_error(answer, code)
    asked = [answer for answer in found if "hash" in answer][:3]
    assert len({answer["hash"] for answer in asked}) == 1
    typed = found[0]["error"]["suggestions"]
    assert typed
    assert {each["kind"] for each in typed} == {"indicator"}
    misspelt = next(answer for answer in found if code_of(answer) == "unknown_indicator")
    assert "folkmangd" in [each["value"] for each in misspelt["error"]["suggestions"]]


def code_of(answer: dict[str, Any]) -> str | None:
    return answer["error"]["code"] if "error" in answer else None


def test_what_cannot_be_answered_ends_with_code_2() -> None:
    done = run(demo_home(), "ask", TEXT)
    assert done.returncode == 2
    assert_error(strict(done.stdout), "unreadable_text")


def test_refusals_are_in_english_on_request(in_process: CliRunner) -> None:
    done = in_process.invoke(command.app, ["ask", "--language", "en", "--json", '{"shape":"rnk"}'])
    assert done.exit_code == 2
    answer = strict(done.stdout)
    assert_error(answer, "unknown_shape")
    assert answer["error"]["message"].startswith("There is no kind of question called “rnk”.")
    good = in_process.invoke(command.app, ["ask", "--language", "en", "--json", json.dumps(GOOD)])
    assert good.exit_code == 0
    assert strict(good.stdout)["sentence"].startswith("Example data – invented figures. ")


# Official figures


class Raw:
    """Population and area types straight from the publisher's files, by the publisher's labels."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "scb_regso"

    def people(self, region_of_birth: str) -> dict[tuple[str, int], int]:
        name = "regso2020_population_by_birth_region_2020_2023.csv"
        found = {}
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["födelseregion"] == region_of_birth:
                    for year in range(2020, 2024):
                        found[tidy(row["region"]), year] = int(row[f"Antal {year}"])
        return found

    def types(self, year: int) -> dict[str, int]:
        name = f"regso2020_omradestyp_{year}_pxweb_export.csv"
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if len(row) == 2 and row[1] in set("12345")]
        return {tidy(label): int(kind) for label, kind in rows}


def tidy(label: str) -> str:
    """The publisher's files differ in spaces before a bracket and in the kind of dash."""
    return label.replace("–", "-").replace(" ", "")


@pytest.fixture(scope="module")
def official(real_dir: Path) -> list[dict[str, Any]]:
    """The examples asked of the official figures, in one run."""
    return ask_all(real_home(real_dir), [SHARE, GAP, RANK, IN_KARLSTAD])


def test_population_by_type_from_the_publishers_files(
    official: list[dict[str, Any]], real_dir: Path
) -> None:
    raw = Raw(real_dir)
    types = raw.types(2023)
    people: dict[int, int] = defaultdict(int)
    for (label, year), count in raw.people("totalt").items():
        if year == 2023 and label.startswith("Malmö("):
            people[types[label]] += count
    everybody = sum(people.values())
    answer = official[0]
    assert_answer(answer, example_data=False)
    assert everybody == 362_133
    assert {row["area_type"]: row["numerator"] for row in answer["rows"]} == people
    assert {row["denominator"] for row in answer["rows"]} == {everybody}
    shares = {kind: 100 * count / everybody for kind, count in people.items()}
    assert {row["area_type"]: row["value"] for row in answer["rows"]} == pytest.approx(shares)


def test_gap_by_the_types_of_one_year_from_the_publishers_files(
    official: list[dict[str, Any]], real_dir: Path
) -> None:
    raw = Raw(real_dir)
    types = raw.types(2022)
    everybody, in_sweden = raw.people("totalt"), raw.people("Sverige")
    assert len(types) == 3_363 == len(everybody) / 4
    parts: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for (label, year), count in everybody.items():
        parts[year, types[label]][0] += count - in_sweden[label, year]
        parts[year, types[label]][1] += count
    answer = official[1]
    assert_answer(answer, example_data=False)
    assert [row["period"] for row in answer["rows"]] == [2022, 2023]
    for row in answer["rows"]:
        first, second = parts[row["period"], 1], parts[row["period"], 5]
        assert [row["first_numerator"], row["first_denominator"]] == first
        assert [row["second_numerator"], row["second_denominator"]] == second
        wanted = 100 * first[0] / first[1] - 100 * second[0] / second[1]
        assert row["value"] == pytest.approx(wanted, abs=1e-9)


def test_a_rank_that_nobody_publishes_is_refused_and_one_that_is_published_is_given(
    official: list[dict[str, Any]], real_dir: Path
) -> None:
    """Low economic standard is there per DeSO as rounded shares, per RegSO for Karlstad alone."""
    refused, given = official[2:]
    assert_error(refused, "no_data_for_area")
    assert {"kind": "level", "value": "deso"} in refused["error"]["suggestions"]
    path = real_dir / "scb_regso" / "karlstad_tab6586_regso2025_2024.json"
    series = json.loads(path.read_text(encoding="utf-8"))["innehall"]["serier"]
    shares = {
        code: dict(zip(each[LOW_STANDARD]["ar"], each[LOW_STANDARD]["varde"], strict=True))["2024"]
        for code, each in series.items()
    }
    assert len(shares) == 31
    highest = sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:10]
    assert_answer(given, example_data=False)
    assert [(row["area"], row["value"]) for row in given["rows"]] == highest


# Faults of ours


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    monkeypatch.setenv("DATA_HOME", str(demo_home()))
    yield CliRunner()
    versions.opened().close()


@pytest.mark.parametrize(
    "error", [EngineError("secret inside"), GuardError("secret inside"), KeyError("secret inside")]
)
def test_a_fault_of_ours_does_not_end_the_run(
    error: Exception,
    in_process: CliRunner,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is answered as such without its details, which stand in the log."""
    answering = replies.ask

    def fail_for_shares(question: Any, version: Any) -> Any:
        if question.shape == "population_share":
            raise error
        return answering(question, version)

    monkeypatch.setattr(replies, "ask", fail_for_shares)
    text = "\n".join(json.dumps(each) for each in (SHARE, GOOD, SHARE))
    done = in_process.invoke(command.app, ["ask", "--lines"], input=text.encode())
    assert done.exit_code == 0
    first, second, third = [strict(line) for line in done.stdout.splitlines()]
    assert first == third
    assert_error(first, "internal")
    assert first["error"]["message"].startswith("Något gick fel hos oss")
    assert first["error"]["suggestions"] == []
    assert_answer(second, example_data=True)
    assert "secret inside" not in done.stdout
    assert "secret inside" in caplog.text
    single = in_process.invoke(
        command.app, ["ask", "--json", json.dumps(SHARE), "--language", "en"]
    )
    assert single.exit_code == 1
    assert strict(single.stdout)["error"]["message"].startswith("Something went wrong on our side")
