"""Back-up and restore: everything comes back, on either database, or nothing is changed."""

import gzip
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.kept import archive, archive_file, tables
from assistant.kept.archive import OPERATOR, back_up, restore
from assistant.kept.archive_file import ArchiveError
from assistant.kept.audit import append, verify
from assistant.kept.migrate import newest
from assistant.kept.store import open_store
from tests.kept.filled import everything, fill

LOG = {"audit", "audit_head"}


@pytest.fixture
def other(request, clock):
    """A second, empty store, on the other database than ``store``."""
    is_sqlite = request.node.callspec.params["store_url"] == "sqlite"
    url = request.getfixturevalue("postgresql_url" if is_sqlite else "sqlite_url")
    opened = open_store(url, clock)
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "kept.gz"


@pytest.fixture
def sqlite(sqlite_url, clock):
    store = open_store(sqlite_url, clock)
    yield store
    store.close()


@pytest.fixture
def filled(sqlite, file):
    """A back-up of a store in which every table has rows, and that store's content."""
    fill(sqlite)
    back_up(sqlite, file)
    return everything(sqlite)


def anchor(store):
    with store.reading() as connection:
        return verify(connection).anchor


def is_whole(store, at=None):
    with store.reading() as connection:
        return verify(connection, at).trouble is None


def last_entry(store):
    return everything(store)["audit"][-1]


def unpacked(file):
    return gzip.decompress(file.read_bytes())


def lines_of(file):
    return unpacked(file).splitlines(keepends=True)


def seal(file, lines):
    """As somebody who knows the format writes a file that is whole, and says what it should not."""
    sealed = hashlib.sha256(b"".join(lines)).hexdigest()
    file.write_bytes(gzip.compress(b"".join([*lines, json.dumps({"seal": sealed}).encode()])))


def forge(file, change, table=None):
    """Let ``change`` alter the first line (or the first of a table) and seal the file anew."""
    lines = [json.loads(line) for line in lines_of(file)[:-1]]
    change(next(line for line in lines if table is None or line.get("table") == table))
    seal(file, [json.dumps(line).encode() + b"\n" for line in lines])


def test_a_back_up_of_one_database_restores_into_the_other_and_back(store, other, file, tmp_path):
    fill(store)
    before, log = everything(store), anchor(store)
    made = back_up(store, file)
    assert made.rows == {name: len(rows) for name, rows in before.items() if name != "audit_head"}
    assert all(made.rows.values())
    assert restore(other, file) == made
    after = everything(other)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"audit", "audit_head", "sign_in"}
    assert after["audit"][:-1] == before["audit"]
    assert is_whole(other, log)

    again = tmp_path / "again.gz"
    back_up(other, again)
    restore(store, again, replace=True)
    assert {name: rows for name, rows in everything(store).items() if name not in LOG} == {
        name: rows for name, rows in after.items() if name not in LOG
    }
    assert is_whole(store, log)


def test_a_restore_is_written_in_the_log(store, other, file):
    fill(store)
    made = back_up(store, file)
    restore(other, file)
    number, _, actor, action, _, details, *_ = last_entry(other)
    assert (number, actor, action) == (4, OPERATOR, "store_restored")
    assert json.loads(details) == {
        "anchor": made.anchor,
        "rows": sum(made.rows.values()),
        "taken_at": made.taken_at,
    }


def test_everybody_signs_in_anew_after_a_restore(store, other, file, clock):
    fill(store)
    back_up(store, file)
    clock.forward(days=1)
    restore(other, file)
    ended = {row[0]: row[3] for row in everything(other)["sign_in"]}
    assert ended["s1"] == clock.now
    assert ended["s2"] == clock.now - timedelta(days=1) + timedelta(microseconds=1)


def test_equal_stores_have_equal_back_ups(store, file, tmp_path):
    fill(store)
    back_up(store, file)
    back_up(store, tmp_path / "again.gz")
    assert file.read_bytes() == (tmp_path / "again.gz").read_bytes()


def test_only_the_owner_may_read_a_back_up(filled, file):
    assert file.stat().st_mode & 0o077 == 0


def test_a_back_up_is_one_moment_while_others_write(store, other, file, monkeypatch):
    """Another writes after the first table was read: nothing of it is in the file."""
    fill(store)
    before = everything(store)
    written = Event()

    def write():
        with store.writing() as connection:
            append(connection, store.now(), "bo", "favourite_deleted", "f1")
            connection.execute(sa.delete(tables.favourite_revision))
            connection.execute(sa.delete(tables.favourite))
        written.set()

    def slowly(connection, table, out, real=archive._write):
        count = real(connection, table, out)
        if table is tables.audit:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(write).result()
        return count

    monkeypatch.setattr(archive, "_write", slowly)
    back_up(store, file)
    assert written.is_set()
    assert everything(store)["favourite"] == []
    restore(other, file)
    assert everything(other)["favourite"] == before["favourite"]


def test_a_back_up_that_fails_leaves_the_old_one_and_no_scrap(filled, sqlite, file, monkeypatch):
    before = file.read_bytes()

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_write", fail)
    with pytest.raises(ArchiveError, match="No space left"):
        back_up(sqlite, file)
    assert file.read_bytes() == before
    assert [each for each in file.parent.iterdir() if each.name.startswith(".")] == []


def test_a_back_up_into_no_folder_is_refused(sqlite, tmp_path):
    with pytest.raises(ArchiveError, match="cannot be written"):
        back_up(sqlite, tmp_path / "nowhere" / "kept.gz")


def test_a_store_with_anything_in_it_is_not_replaced_unasked(store, file):
    back_up(store, file)
    with store.writing() as connection:
        append(connection, store.now(), "anna", "signed_in")
    before = everything(store)
    with pytest.raises(ArchiveError, match="not empty"):
        restore(store, file)
    assert everything(store) == before


def test_replacing_takes_away_what_came_later_and_keeps_the_log(store, file, clock):
    fill(store)
    before = everything(store)
    back_up(store, file)
    with store.writing() as connection:
        connection.execute(sa.update(tables.favourite).values(title="changed"))
        connection.execute(sa.delete(tables.link_reader))
        append(connection, store.now(), "anna", "favourite_changed", "f1")
    noted_down = anchor(store)
    restore(store, file, replace=True)
    after = everything(store)
    assert {name for name in before if before[name] != after[name]} == {*LOG, "sign_in"}
    assert [entry[3] for entry in after["audit"]][-2:] == ["favourite_changed", "store_restored"]
    assert is_whole(store, noted_down)


def test_a_link_withdrawn_since_stays_withdrawn(store, file, clock):
    fill(store)
    back_up(store, file)
    withdrawn = clock.forward(hours=1)
    with store.writing() as connection:
        append(connection, withdrawn, "anna", "link_withdrawn", "l1")
        gone = sa.update(tables.link).where(tables.link.c.id == "l1")
        connection.execute(gone.values(withdrawn_at=withdrawn))
    clock.forward(hours=1)
    restore(store, file, replace=True)
    with store.reading() as connection:
        found = dict(
            connection.execute(sa.select(tables.link.c.id, tables.link.c.withdrawn_at)).all()
        )
    assert found["l1"] == withdrawn
    assert found["l2"] < withdrawn


def test_a_log_in_ended_since_stays_ended_and_known(store, file, clock):
    fill(store)
    back_up(store, file)
    ended = clock.forward(hours=1)
    with store.writing() as connection:
        newcomer = {"id": "new", "name": "", "created_at": ended, "seen_at": ended}
        connection.execute(sa.insert(tables.person), newcomer)
        row = {"id": "s3", "person": "new", "started_at": ended, "ended_at": ended}
        connection.execute(sa.insert(tables.sign_in), row)
    clock.forward(hours=1)
    restore(store, file, replace=True)
    assert {row[0]: row[3] for row in everything(store)["sign_in"]}["s3"] == ended


def test_a_newer_back_up_continues_an_older_copy(store, other, file, tmp_path):
    fill(store)
    back_up(store, file)
    restore(other, file)
    later = tmp_path / "later.gz"
    back_up(other, later)
    restore(store, later, replace=True)
    assert [entry[3] for entry in everything(store)["audit"]][-2:] == ["store_restored"] * 2
    assert is_whole(store)


def test_the_log_of_another_store_is_not_mixed_in(store, other, file):
    fill(store)
    back_up(store, file)
    with other.writing() as connection:
        append(connection, other.now(), "somebody", "signed_in")
    before = everything(other)
    with pytest.raises(ArchiveError, match="does not go with"):
        restore(other, file, replace=True)
    assert everything(other) == before


def test_a_store_with_a_broken_log_is_not_written_to(sqlite, filled, file):
    with sqlite.writing() as connection:
        connection.execute(sa.text("UPDATE audit_head SET length = 2"))
    with pytest.raises(ArchiveError, match="log of this store is broken"):
        restore(sqlite, file, replace=True)


def test_a_back_up_tells_of_trouble_with_the_log(sqlite, file, empty):
    fill(sqlite)
    with sqlite.writing() as connection:
        connection.execute(sa.text("DROP TRIGGER audit_never_update"))
        connection.execute(sa.text("UPDATE audit SET actor = 'bo' WHERE number = 2"))
    assert back_up(sqlite, file).trouble == "entry 2 was changed"
    with pytest.raises(ArchiveError, match="entry 2 was changed"):
        restore(empty, file)


# --- files that are no back-ups ------------------------------------------------------------------


@pytest.fixture
def empty(tmp_path, clock):
    store = open_store(f"sqlite:///{tmp_path}/empty/store.sqlite3", clock)
    yield store
    store.close()


@pytest.fixture
def refused(empty, file):
    """Restore ``file``, which must be refused with a plain message and change nothing."""

    def restoring(match):
        before = everything(empty)
        with pytest.raises(ArchiveError, match=match) as caught:
            restore(empty, file)
        assert everything(empty) == before
        return str(caught.value)

    return restoring


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"hello",
        gzip.compress(b"", mtime=0),
        gzip.compress(b"{}\n", mtime=0),
        gzip.compress(b"[]\n", mtime=0),
        gzip.compress(b'{"format":"other"}\n', mtime=0),
        gzip.compress(b"\xff\xfe\n", mtime=0),
    ],
)
def test_something_else_is_refused(refused, file, content):
    file.write_bytes(content)
    refused("no back-up|damaged|breaks off")


def test_a_file_that_is_not_there_is_refused(refused):
    refused("cannot be read: No such file")


def test_a_file_cut_anywhere_is_refused(filled, refused, file):
    whole = file.read_bytes()
    for length in range(0, len(whole), 97):
        file.write_bytes(whole[:length])
        refused("no back-up|damaged|breaks off")
    file.write_bytes(whole[:-1])
    refused("damaged|breaks off")


def test_lines_left_out_are_noticed(filled, refused, file):
    lines = lines_of(file)
    for gone in range(len(lines)):
        file.write_bytes(gzip.compress(b"".join(lines[:gone] + lines[gone + 1 :])))
        refused("no back-up|altered|breaks off|count|no end")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_altered_byte_is_noticed(filled, refused, file, empty, data):
    whole = unpacked(file)
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each != whole[place]))
    file.write_bytes(gzip.compress(whole[:place] + bytes([byte]) + whole[place + 1 :], mtime=0))
    try:
        refused(".")
    finally:
        file.write_bytes(gzip.compress(whole, mtime=0))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400), packed=st.booleans())
def test_any_bytes_are_refused(refused, file, content, packed):
    file.write_bytes(gzip.compress(content) if packed else content)
    refused("no back-up|damaged|breaks off|no end|schema")


def test_something_after_the_end_is_refused(filled, refused, file):
    whole = file.read_bytes()
    file.write_bytes(whole + gzip.compress(b'{"table":"person"}\n'))
    refused("altered")
    file.write_bytes(whole + b"something")
    refused("no back-up|damaged")
    file.write_bytes(whole)
    seal(file, [*lines_of(file)[:-1], b'{"table":"person"}\n'])
    refused("goes on after its end")


def test_another_schema_is_refused_and_named(filled, refused, file):
    forge(file, lambda header: header.update(schema="0000"))
    assert "0000" in refused("release that made it")


def test_an_unknown_table_is_refused(filled, refused, file):
    forge(file, lambda line: line.update(table="alembic_version"), "talk")
    refused("unknown table")
    forge(file, lambda line: line.update(table=["talk"]), "alembic_version")
    refused("unknown table")


def test_the_head_of_the_log_cannot_be_brought_along(filled, refused, file):
    forge(file, lambda line: line.update(table="audit_head"), "talk")
    refused("unknown table")


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.update(extra=1),
        lambda row: row.pop("tab"),
        lambda row: row.update({"tab = 1; --": row.pop("tab")}),
    ],
)
def test_other_columns_are_refused(filled, refused, file, change):
    forge(file, lambda line: change(line["row"]), "talk")
    refused("other columns in talk")


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("favourite", "title", 7),
        ("favourite", "title", None),
        ("favourite", "title", "x" * 201),
        ("favourite", "title", "a\0b"),
        ("favourite", "title", "\ud800"),
        ("favourite", "title", {"a": 1}),
        ("favourite", "place", "1"),
        ("favourite", "place", True),
        ("favourite", "place", 1.5),
        ("favourite", "place", 2**31),
        ("favourite", "place", float("nan")),
        ("favourite", "pinned", 1),
        ("favourite", "pinned", "true"),
        ("favourite", "created_at", "yesterday"),
        ("favourite", "created_at", "2026-03-14T09:30:00"),
        ("favourite", "created_at", 1773480600),
        ("favourite", "created_at", "0001-01-01T00:00:00+14:00"),
        ("favourite", "folder", 3),
        ("audit", "number", 10**30),
    ],
)
def test_a_value_that_a_column_cannot_hold_is_refused(filled, refused, file, table, column, value):
    forge(file, lambda line: line["row"].update({column: value}), table)
    refused(f"impossible {table}.{column}")


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("favourite", "owner", "nobody"),
        ("favourite", "snapshot", "0" * 64),
        ("favourite", "id", "f2"),
        ("link", "kind", "other"),
        ("link_reader", "kind", "other"),
    ],
)
def test_rows_that_do_not_fit_together_are_refused(filled, refused, file, table, column, value):
    forge(file, lambda line: line["row"].update({column: value}), table)
    refused("do not fit together")


def test_the_other_database_refuses_them_too(filled, file, postgresql_url, clock):
    store = open_store(postgresql_url, clock)
    before = everything(store)
    forge(file, lambda line: line["row"].update(owner="nobody"), "favourite")
    with pytest.raises(ArchiveError, match="do not fit together"):
        restore(store, file)
    assert everything(store) == before
    store.close()


def test_an_altered_result_is_refused(filled, refused, file):
    forge(file, lambda line: line["row"].update(document="{}"), "snapshot")
    refused("result that was altered")


def test_an_altered_log_is_refused(filled, refused, file):
    forge(file, lambda line: line["row"].update(actor="bo"), "audit")
    refused("entry 1 was changed")


def test_a_log_that_ends_elsewhere_is_refused(filled, refused, file):
    lines = [json.loads(line) for line in lines_of(file)[:-1]]
    lines[-1]["anchor"] = f"3:{'0' * 64}"
    seal(file, [json.dumps(line).encode() + b"\n" for line in lines])
    refused("does not go with")


def test_rows_that_are_not_counted_are_refused(filled, refused, file):
    lines = lines_of(file)
    talk = next(line for line in lines if line.startswith(b'{"table":"talk"'))
    seal(file, [line for line in lines[:-1] if line != talk])
    refused("rows that it counts")


def test_a_bomb_is_refused_before_it_unpacks(filled, refused, file, monkeypatch):
    row = next(line for line in lines_of(file) if line.startswith(b'{"table":"talk"'))
    monkeypatch.setattr(archive_file, "LONGEST_LINE", 1 << 16)
    monkeypatch.setattr(archive_file, "MOST_BYTES", 1 << 20)
    file.write_bytes(gzip.compress(b" " * (1 << 24)))
    refused("larger than any can be")
    file.write_bytes(gzip.compress(header_line() + row * ((1 << 20) // len(row))))
    refused("larger than any can be")


def header_line():
    header = {"format": archive_file.FORMAT, "schema": newest(), "taken_at": "now"}
    return json.dumps(header).encode() + b"\n"


@pytest.mark.parametrize("line", [b"[" * 100_000, b'{"a":' * 100_000, b"1" * 5000])
def test_json_that_is_meant_to_harm_is_refused(refused, file, line):
    seal(file, [header_line(), line + b"\n"])
    refused("damaged|no back-up")
