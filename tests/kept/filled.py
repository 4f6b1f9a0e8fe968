"""A store in which every table has rows, with everything that makes a text hard to carry."""

from datetime import timedelta

from sqlalchemy import insert, select

from assistant.kept import tables
from assistant.kept.audit import append
from assistant.kept.store import Store
from assistant.snapshot import Snapshot

HARD = 'Å\u0301ä "q" \'a\' \\ \n\t\r 🎉 \u2028 % :x ? {"a":1} \u00a0'
QUESTION = '{"shape":"value","v":1}'


def fill(store: Store) -> None:
    """Two people, one with everything and one with little; three entries in the log."""
    now = store.now()
    later = now + timedelta(microseconds=1)
    result = Snapshot.of({"sentence": HARD, "question": {"v": 1}})
    rows = {
        tables.person: [
            {"id": "anna", "name": HARD, "email": "anna@x.example", "seen_version": "v1"},
            {"id": "bo", "name": "B" * 200, "email": None, "seen_version": None},
        ],
        tables.sign_in: [
            {"id": "s1", "person": "anna", "started_at": now, "ended_at": None},
            {"id": "s2", "person": "bo", "started_at": now, "ended_at": later},
        ],
        tables.snapshot: [
            {
                "id": result.id,
                "question_hash": "h1",
                "version_id": "v1",
                "taken_at": later,
                "document": result.document,
            },
        ],
        tables.folder: [{"id": "d1", "owner": "anna", "name": HARD, "place": 1}],
        tables.favourite: [
            _favourite("f1", result, now, later, folder="d1", pinned=True, deleted_at=None),
            _favourite("f2", result, now, later, folder=None, pinned=False, deleted_at=later),
        ],
        tables.favourite_revision: [
            {
                "favourite": "f1",
                "number": number,
                "title": HARD,
                "note": "",
                "question": QUESTION,
                "changed_by": "bo",
                "changed_at": later,
                "why": "saved",
            }
            for number in (1, 2)
        ],
        tables.link: [
            _link("l1", result, now, ends_at=later, withdrawn_at=None, open_slot="areas"),
            _link("l2", result, now, ends_at=None, withdrawn_at=later, open_slot=None),
        ],
        tables.link_reader: [{"link": "l1", "kind": "group", "name": "analys"}],
        tables.talk: [{"person": "bo", "tab": "t1", "document": HARD, "changed_at": now}],
        tables.recent: [
            {"person": "bo", "question_hash": "h1", "question": QUESTION, "asked_at": now}
        ],
        tables.check: [
            {"snapshot": result.id, "question_hash": "h1", "version_id": "v2", "document": "{}"}
        ],
    }
    with store.writing() as connection:
        for table, values in rows.items():
            seen = {"created_at": now, "seen_at": later} if table is tables.person else {}
            connection.execute(insert(table), [{**each, **seen} for each in values])
        for about in ("f1", "f2"):
            append(connection, now, "anna", "favourite_saved", about, note=HARD)
        append(connection, later, "anna", "link_shared", "l1", count=1, ends=None)


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in the order of its key."""
    with store.reading() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in tables.metadata.sorted_tables
        }


def _favourite(identity, result, now, later, **values):
    return {
        "id": identity,
        "owner": "anna",
        "title": HARD,
        "note": "n" * 2000,
        "question": QUESTION,
        "question_hash": "h1",
        "snapshot": result.id,
        "revision": 2,
        "place": -3,
        "created_at": now,
        "changed_at": later,
        "seen_at": now,
        **values,
    }


def _link(identity, result, now, **values):
    return {
        "id": identity,
        "token_hash": identity * 32,
        "owner": "anna",
        "kind": "frozen",
        "audience": "named",
        "title": HARD,
        "note": "",
        "question": QUESTION,
        "question_hash": "h1",
        "snapshot": result.id,
        "created_at": now,
        "opened": 7,
        **values,
    }
