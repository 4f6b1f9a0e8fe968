"""The log of who did what: whole, in order, and telling when it was tampered with."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from assistant.kept.audit import ACTIONS, START, Anchor, append, parse_anchor, verify
from assistant.kept.store import open_store
from assistant.kept.tables import audit, audit_head

TRIGGERS = ("audit_never_update", "audit_never_delete", "audit_head_never_delete")


def log(store, *actions):
    for number, action in enumerate(actions, start=1):
        with store.writing() as connection:
            append(connection, store.now(), "anna", action, f"thing {number}", count=number)


def verified(store, anchor=None):
    with store.reading() as connection:
        return verify(connection, anchor)


def tamper(store, *statements):
    """As somebody who may do everything in the database, and has taken its guards away."""
    with store.writing() as connection:
        for name in TRIGGERS:
            table = name.partition("_never_")[0]
            on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            connection.execute(sa.text(f"DROP TRIGGER IF EXISTS {name}{on}"))
        for statement in statements:
            connection.execute(sa.text(statement))


@pytest.fixture
def logged(store):
    log(store, "favourite_saved", "link_shared", "link_withdrawn", "favourite_deleted")
    return store


def test_an_empty_log_is_whole(store):
    assert verified(store).anchor == Anchor(0, START)
    assert verified(store, Anchor(0, START)).trouble is None


def test_an_entry_says_who_did_what_to_what_and_when(store, clock):
    clock.now = datetime(2026, 3, 14, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    with store.writing() as connection:
        append(connection, store.now(), "anna", "link_shared", "abc", kind="live", n=3, ends=None)
    with store.reading() as connection:
        entry = connection.execute(sa.select(audit)).one()
    assert (entry.number, entry.actor, entry.action, entry.about) == (
        1,
        "anna",
        "link_shared",
        "abc",
    )
    assert entry.at == "2026-03-14T09:30:00.000000+00:00"
    assert json.loads(entry.details) == {"kind": "live", "n": 3, "ends": None}
    assert entry.previous == START


def test_anybody_can_work_the_hash_out_again(logged):
    with logged.reading() as connection:
        entries = connection.execute(sa.select(audit).order_by(audit.c.number)).all()
    previous = START
    for entry in entries:
        covered = json.dumps([*entry[:-2], previous], separators=(",", ":"))
        assert entry.hash == hashlib.sha256(covered.encode()).hexdigest()
        previous = entry.hash
    assert verified(logged).anchor == Anchor(4, previous)


def test_details_may_hold_any_text(store):
    with store.writing() as connection:
        append(connection, store.now(), "anna", "signed_in", note="åäö \0 \ud800 ' \" 🎉")
    assert verified(store).trouble is None


def test_an_action_that_nobody_declared_is_a_fault(store):
    with pytest.raises(ValueError, match="favourite_savd"), store.writing() as connection:
        append(connection, store.now(), "anna", "favourite_savd")
    assert verified(store).length == 0


def test_a_time_without_zone_is_a_fault(store):
    with pytest.raises(ValueError, match="zone"), store.writing() as connection:
        append(connection, datetime(2026, 3, 14), "anna", "signed_in")  # noqa: DTZ001


def test_every_action_has_room(store):
    log(store, *sorted(ACTIONS))
    assert verified(store).length == len(ACTIONS)


def test_an_action_taken_back_leaves_no_entry(logged):
    def act():
        with logged.writing() as connection:
            append(connection, logged.now(), "anna", "favourite_saved")
            raise KeyError

    before = verified(logged)
    with pytest.raises(KeyError):
        act()
    assert verified(logged) == before


def test_the_chain_never_forks(store):
    def work(_):
        for _ in range(25):
            with store.writing() as connection:
                append(connection, store.now(), "anna", "favourite_saved")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert verified(store).length == 200
    assert verified(store).trouble is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'bo' WHERE number = 2",
        "DELETE FROM audit WHERE number = 4",
        "DELETE FROM audit_head",
    ],
)
def test_the_database_itself_refuses(logged, statement):
    with pytest.raises(DBAPIError, match="is never done to audit"), logged.writing() as connection:
        connection.execute(sa.text(statement))
    assert verified(logged).length == 4


def test_postgresql_refuses_to_empty_the_log(postgresql_url):
    store = open_store(postgresql_url)
    with pytest.raises(DBAPIError, match="TRUNCATE is never"), store.writing() as connection:
        connection.execute(sa.text("TRUNCATE audit"))
    store.close()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "'2020-01-01T00:00:00.000000+00:00'"),
        ("actor", "'bo'"),
        ("action", "'signed_in'"),
        ("about", "'other'"),
        ("details", "'{}'"),
        ("hash", f"'{'1' * 64}'"),
    ],
)
def test_a_changed_entry_is_found(logged, column, value):
    tamper(logged, f"UPDATE audit SET {column} = {value} WHERE number = 2")
    found = verified(logged)
    assert found.length == 1
    assert found.trouble == "entry 2 was changed"


def test_a_changed_link_to_the_entry_before_is_found(logged):
    tamper(logged, f"UPDATE audit SET previous = '{'1' * 64}' WHERE number = 3")
    assert verified(logged).trouble == "entry 3 does not continue the one before it"


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_entry_is_found(logged, number):
    tamper(logged, f"DELETE FROM audit WHERE number = {number}")
    assert verified(logged).trouble == f"entry {number} is missing"


def test_a_hole_closed_by_numbering_anew_is_found(logged):
    tamper(
        logged,
        "DELETE FROM audit WHERE number = 2",
        "UPDATE audit SET number = 2 WHERE number = 3",
        "UPDATE audit SET number = 3 WHERE number = 4",
    )
    assert verified(logged).trouble == "entry 2 does not continue the one before it"


def test_a_tail_cut_off_is_found_by_the_head(logged):
    tamper(logged, "DELETE FROM audit WHERE number = 4")
    assert verified(logged).trouble == "the log has 3 entries and its head says 4"


def test_a_head_that_is_gone_or_wrong_is_found(logged):
    tamper(logged, f"UPDATE audit_head SET hash = '{'1' * 64}'")
    assert verified(logged).trouble == "the head of the log names another last entry"
    tamper(logged, "DELETE FROM audit_head")
    assert verified(logged).trouble == "the head of the log is missing"


def test_a_tail_cut_off_with_its_head_is_found_by_an_anchor(logged):
    anchor = verified(logged).anchor
    tamper(
        logged,
        "DELETE FROM audit WHERE number > 2",
        "UPDATE audit_head SET length = 2, hash = (SELECT hash FROM audit WHERE number = 2)",
    )
    assert verified(logged).trouble is None
    assert verified(logged, anchor).trouble == (
        "the log has 2 entries and the anchor says at least 4"
    )


def test_a_log_written_anew_is_found_by_an_anchor(logged):
    anchor = verified(logged).anchor
    tamper(
        logged,
        "DELETE FROM audit",
        f"UPDATE audit_head SET length = 0, hash = '{START}'",
    )
    log(logged, "favourite_saved", "link_shared", "favourite_saved", "signed_in", "signed_out")
    assert verified(logged).trouble is None
    assert "written anew" in verified(logged, anchor).trouble


def test_an_anchor_holds_while_the_log_grows(logged):
    anchors = []
    for _ in range(3):
        anchors.append(str(verified(logged).anchor))
        log(logged, "signed_in")
    assert all(verified(logged, each).trouble is None for each in anchors)


@pytest.mark.parametrize(
    "text",
    ["", "4", "4:", ":", "-1:" + "0" * 64, "04:" + "0" * 64, "4:" + "0" * 63, "4:" + "G" * 64],
)
def test_what_is_no_anchor_is_refused(text):
    with pytest.raises(ValueError, match="LENGTH:HASH"):
        parse_anchor(text)


def test_there_is_one_head_only(store):
    with pytest.raises(DBAPIError), store.writing() as connection:
        connection.execute(sa.insert(audit_head).values(id=2, length=0, hash=START))
