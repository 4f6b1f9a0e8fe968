"""Random questions asked twice: of the app, and of the evaluator made from the definitions.

A country is made from its name and a question from its number in it, so that ``7.31:208`` says all
that is needed to ask a question again.
"""

from __future__ import annotations

import json
import math
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import duckdb

from semantic.answer import Answer, plain_records
from semantic.ask import ask
from semantic.errors import QuestionError
from semantic.mend import mended
from semantic.question import Question, read_question
from semantic.verdict import Verdict
from semantic.version import Version, open_version
from tests.reference import nasty
from tests.reference.asked import Refused
from tests.reference.evaluator import Evaluated, answerable, evaluate, is_beyond
from tests.reference.questions import Asker, Document
from tests.reference.verdict import Found
from tests.reference.world import World

MOST_TOLD = 5
"""Mismatches of one country after which it is left."""
CLOSE = 1e-9
EXPECTED = frozenset({"expected", "expected_low", "expected_high"})
"""Columns whose second way is in `tests.semantic.test_expected`."""
BY_AGE = frozenset(
    {"verdict", "verdict_reason", "difference_low", "difference_high", "ratio_low", "ratio_high"}
)
"""Of figures with the ages of a standard population it is in `tests.semantic.test_standardise`."""
SAID = ("verdict", "trend", "reason", "component", "rank_low", "ratio_low")
"""Columns of what is said of figures, counted by what they say."""


@dataclass(frozen=True)
class Place:
    """A version, and the same facts as the second evaluator reads them. Of every ``suggesting``th
    question that is refused the suggestions are tried: they take most of the time."""

    name: str
    version: Version
    world: World
    indicators: Sequence[str]
    years: Sequence[int]
    suggesting: int = 1

    @cached_property
    def asker(self) -> Asker:
        return Asker(self.world, self.indicators, self.years)


@dataclass
class Tally:
    """What a run has seen; ``shapes`` counts questions, ``answers`` those with an answer and
    ``said`` what is said of figures, row by row."""

    asked: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    shapes: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    mismatches: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.asked += other.asked
        self.answers += other.answers
        self.shapes += other.shapes
        self.refusals += other.refusals
        self.said += other.said
        self.mismatches += other.mismatches


def ask_country(name: str, most: int, until: float = math.inf, suggesting: int = 1) -> Tally:
    """Ask ``most`` questions of one small country; its name is its seed."""
    with made(name) as place:
        return ask_all(replace(place, suggesting=suggesting), range(most), until)


def ask_one(again: str) -> str:
    """Ask one question again, named as a mismatch names it; how the answers differ."""
    name, _, number = again.partition(":")
    with made(name) as place:
        return "\n".join(ask_all(place, [int(number)]).mismatches)


def ask_all(place: Place, numbers: Iterable[int], until: float = math.inf) -> Tally:
    tally = Tally()
    for number in numbers:
        if time.monotonic() >= until or len(tally.mismatches) >= MOST_TOLD:
            break
        document = document_of(place, number)
        tally.asked += 1
        if told := _differs_or_fails(document, place, tally):
            asked = json.dumps(document, ensure_ascii=False)
            tally.mismatches.append(f"{place.name}:{number} {asked}\n  {told}")
    return tally


def document_of(place: Place, number: int) -> Document:
    return place.asker.document(Random(f"{place.name}:{number}"))


@contextmanager
def made(name: str, years: Sequence[int] = ()) -> Iterator[Place]:
    """A small nasty country, published and opened."""
    country = nasty.country(name, years)
    with tempfile.TemporaryDirectory(prefix="country-") as folder:
        version = country.publish(Path(folder))
        try:
            with duckdb.connect(Path(folder) / "facts.duckdb", read_only=True) as db:
                yield Place(name, version, World(db), country.indicators, country.years)
        finally:
            version.close()


@contextmanager
def stored(facts: Path, name: str) -> Iterator[Place]:
    """A published version as it lies on disk."""
    version = open_version(facts.parent)
    try:
        with duckdb.connect(facts, read_only=True) as db:
            offers = version.offers
            indicators = sorted(offers.indicators())
            years = sorted(
                row[0] for row in db.execute("SELECT DISTINCT year FROM cell").fetchall()
            )
            yield Place(name, version, World(db), indicators, years)
    finally:
        version.close()


# one question, twice


def _differs_or_fails(document: Document, place: Place, tally: Tally) -> str:
    try:
        return differs(document, place, tally)
    except Exception:  # noqa: BLE001 - whatever fails is a finding, told with its question
        return traceback.format_exc()


def differs(document: Document, place: Place, tally: Tally) -> str:
    """How the two answers differ; empty where they do not."""
    try:
        question = read_question(document)
    except QuestionError as error:
        tally.refusals[error.code] += 1
        return ""
    tally.shapes[question.shape] += 1
    try:
        expected = evaluate(question, place.world)
    except Refused as refused:
        return _refused_too(question, place, refused.code, tally)
    try:
        answer = ask(question, place.version)
    except QuestionError as error:
        return f"refused as {error.code} {error.details}, but can be answered"
    tally.answers[question.shape] += 1
    for what, frame, rows in (
        ("rows", answer.rows, expected.rows),
        ("comparison", answer.comparison, expected.comparison),
        ("peers", answer.peers, expected.peers),
    ):
        if told := different_rows(plain_records(frame), rows, _elsewhere(question)):
            return f"{what}: {told}"
    tally.said.update(word for row in expected.rows for word in _said(row))
    if told := _unnamed_sources(answer, expected, place.world):
        return told
    return different_rows(_plain(answer.apart), _plain(expected.apart))


def _unnamed_sources(answer: Answer, expected: Evaluated, world: World) -> str:
    """What figures are from, of the question's own or of what they are compared with, and the
    answer does not name."""
    rows = [*expected.rows, *expected.comparison]
    of_figures = {row[name] for row in rows for name in row if name.endswith("source")}
    named = {each.id for each in answer.sources}
    lacking = (of_figures & world.sources) - named
    return f"sources: {sorted(named)}, expected {sorted(lacking)} too" if lacking else ""


def _said(row: Mapping[str, Any]) -> Iterator[str]:
    for name in SAID:
        if (word := row.get(name)) is not None:
            reason = row.get(f"{name}_reason") or ""
            yield f"{name} {word} {reason}".strip() if isinstance(word, str) else name


def _plain(verdict: Verdict | Found | None) -> list[dict[str, Any]]:
    """What is said of the highest beside the lowest, as if it were a row."""
    if verdict is None:
        return []
    bounds = {name: getattr(verdict, name) for name in ("low", "high")}
    there = {
        name: None if each is None or math.isnan(each) else each for name, each in bounds.items()
    }
    return [{"word": verdict.word, "reason": verdict.reason, **there}]


def _refused_too(question: Question, place: Place, code: str, tally: Tally) -> str:
    try:
        ask(question, place.version)
    except QuestionError as error:
        tally.refusals[error.code] += 1
        if error.code != code:
            return f"refused as {error.code} {error.details}, expected {code}"
        if tally.refusals.total() % place.suggesting:
            return ""
        return _suggestions_work(question, error, place)
    return f"answered, but is to be refused as {code}"


def _suggestions_work(question: Question, error: QuestionError, place: Place) -> str:
    for suggestion in error.suggestions:
        better = read_question(mended(question.canonical(), error, suggestion))
        if not is_beyond(better) and not answerable(better, place.world):
            return f"suggests {suggestion} after {error.code}, which cannot be answered"
    return ""


def _elsewhere(question: Question) -> frozenset[str]:
    """Columns whose second way is in tests of its own."""
    return EXPECTED if question.standard == "none" else EXPECTED | BY_AGE


def different_rows(
    given: list[dict[str, Any]], expected: list[dict[str, Any]], but: frozenset[str] = EXPECTED
) -> str:
    if len(given) != len(expected):
        return f"{len(given)} rows, expected {len(expected)}\n  {given}\n  {expected}"
    for number, (one, other) in enumerate(zip(given, expected, strict=True)):
        for name in (one.keys() | other.keys()) - but:
            if not same(one.get(name), other.get(name)):
                return (
                    f"row {number}, {name}: {one.get(name)!r}, expected {other.get(name)!r}"
                    f"\n  {one}\n  {other}"
                )
    return ""


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    return bool(one == other)


def shown(tally: Tally) -> Mapping[str, Any]:
    return {
        "asked": tally.asked,
        "answered": tally.answers.total(),
        "mismatches": len(tally.mismatches),
        "by shape, asked and answered": {
            shape: [count, tally.answers[shape]] for shape, count in sorted(tally.shapes.items())
        },
        "refusals": dict(tally.refusals.most_common()),
        "said of figures": dict(tally.said.most_common()),
    }
