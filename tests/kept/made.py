"""Made-up people, questions and answers for the tests of what is kept."""

import json
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import select

from assistant.kept import tables
from assistant.kept.errors import KeptError
from assistant.kept.people import Person, person_id
from assistant.kept.store import Store
from assistant.snapshot import Snapshot
from semantic.question import Question, read_question


def somebody(name: str, *groups: str, domain: str = "myndighet.example") -> Person:
    """A person who has signed in and whose e-mail address is vouched for."""
    email = f"{name.casefold()}@{domain}"
    return Person(person_id(domain, name), name, email, frozenset(groups))


ANNA = somebody("Anna", "analys")
BO = somebody("Bo", "ledning")


def question(number: int = 1280) -> Question:
    return read_question({"shape": "value", "areas": {"codes": [f"{number:04d}"]}})


def answer(to: Question | None = None, version: str = "v1", says: str = "") -> Snapshot:
    """A small result: what a real one holds beside these is nobody's business here."""
    asked = to or question()
    return Snapshot.of(
        {
            "question": asked.canonical(),
            "question_hash": asked.hash,
            "version_id": version,
            "sentence": says,
        }
    )


def refused(code: str) -> AbstractContextManager[pytest.ExceptionInfo[KeptError]]:
    return pytest.raises(KeptError, check=lambda error: error.code == code)


def audited(store: Store) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Actor, action, what it is about and details of every entry, oldest first."""
    log = tables.audit.c
    with store.reading() as connection:
        rows = connection.execute(
            select(log.actor, log.action, log.about, log.details).order_by(log.number)
        ).all()
    return [(actor, action, about, json.loads(details)) for actor, action, about, details in rows]


def everything_stored(store: Store) -> str:
    """Every cell of every table, as one text."""
    with store.reading() as connection:
        return "\n".join(
            str(tuple(row))
            for table in tables.metadata.sorted_tables
            for row in connection.execute(select(table)).all()
        )
