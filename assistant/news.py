"""What has happened to a kept result since it was frozen: revised, new years, says something else.

A figure that was revised is told apart from a new year: the frozen question is asked again about
the frozen years, and then as it stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from assistant.cells import cells_of
from assistant.claims import claims_of
from assistant.differences import Difference, difference, pinned
from assistant.freezing import cells
from assistant.kept.checks import Checks, Subject
from assistant.snapshot import Snapshot
from semantic.answer import Answer
from semantic.errors import QuestionError
from semantic.question import Question, read_question

Ask = Callable[..., Answer]
"""Answers a question from the data version at hand; raises `QuestionError`."""


@dataclass(frozen=True)
class Since:
    """How a snapshot compares with today. Where today has no answer, ``refusal`` says why."""

    difference: Difference | None = None
    refusal: QuestionError | None = None


class Summary(BaseModel):
    """A comparison in figures, as it is kept. ``refused`` is the code of a refusal, ``now`` a
    fingerprint of what the changed figures are today."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    total: int = 0
    changed: int = 0
    added: int = 0
    new_years: tuple[int, ...] = ()
    says: tuple[str, ...] = ()
    refused: str | None = None
    now: str = ""

    @property
    def silent(self) -> bool:
        return not (self.changed or self.added or self.new_years or self.refused)


def since(snapshot: Snapshot, question_json: str, ask: Ask) -> Since:
    """Compare ``snapshot`` with what ``question_json``, its question as it stands, gives now."""
    try:
        question = read_question(question_json)
        now = ask(question)
    except QuestionError as error:
        return Since(refusal=error)
    same = _about_the_same_years(question, snapshot, ask)
    return Since(
        difference(
            cells(snapshot),
            snapshot.claims,
            snapshot.periods,
            cells_of(same) if same else (),
            claims_of(same) if same else {},
            now.years,
            claims_of(now),
        )
    )


def _about_the_same_years(question: Question, snapshot: Snapshot, ask: Ask) -> Answer | None:
    """None where today has nothing for the frozen years: then none of those figures is there."""
    try:
        return ask(pinned(question, snapshot.periods))
    except QuestionError:
        return None


def summary(found: Since) -> Summary:
    if found.difference is None:
        return Summary(refused=found.refusal.code if found.refusal else None)
    parts = found.difference
    return Summary(
        total=parts.total,
        changed=len(parts.changed),
        added=parts.added,
        new_years=parts.new_years,
        says=parts.says,
        now=_fingerprint(parts),
    )


def _fingerprint(parts: Difference) -> str:
    today = [(each.id, each.after) for each in parts.changed]
    return hashlib.sha256(repr(today).encode()).hexdigest()[:16] if today else ""


@dataclass(frozen=True)
class Subjects:
    """What is to be compared: question by snapshot, and how a snapshot is fetched."""

    questions: dict[Subject, str]
    load: Callable[[str], Snapshot]


def summaries(subjects: Subjects, checks: Checks, ask: Ask) -> dict[Subject, Summary]:
    """The summary of each subject against one data version; what is missing is worked out."""
    known = checks.known(subjects.questions)
    found = {subject: Summary.model_validate_json(text) for subject, text in known.items()}
    fresh = {
        subject: _check(subject, subjects, checks.version_id, ask)
        for subject in _missing(subjects.questions, found)
    }
    checks.keep({subject: each.model_dump_json() for subject, each in fresh.items()})
    return found | fresh


def _missing(wanted: Iterable[Subject], found: dict[Subject, Summary]) -> list[Subject]:
    return [subject for subject in wanted if subject not in found]


def _check(subject: Subject, subjects: Subjects, version_id: str, ask: Ask) -> Summary:
    snapshot = subjects.load(subject[0])
    if snapshot.version_id == version_id and snapshot.question_hash == subject[1]:
        return Summary(total=len(snapshot.body["cells"]))
    return summary(since(snapshot, subjects.questions[subject], ask))
