"""A thousand savers killed with SIGKILL on SQLite: no favourite that was told of is lost."""

import sqlalchemy as sa

from assistant.kept.favourites import Favourites
from assistant.kept.people import LOCAL
from assistant.kept.store import open_store
from tests.kept.killing import KILLS, NOTHING_WRONG, found_wrong, kill_in_a_process
from tests.kept.made import answer, question


def test_no_favourite_is_lost_however_its_saver_is_killed(sqlite_url):
    open_store(sqlite_url).close()
    told, wrong = kill_in_a_process(sqlite_url)
    assert wrong == NOTHING_WRONG
    assert told > KILLS / 2


def test_what_a_crash_could_leave_behind_would_be_seen(sqlite_url):
    """The search for damage finds each kind of it."""
    store = open_store(sqlite_url)
    saved = [Favourites(store, LOCAL).save(answer(question(n)), f"Nr {n}").id for n in range(4)]
    assert found_wrong(sqlite_url, saved) == NOTHING_WRONG
    with store.writing() as connection:
        for trigger in ("snapshot_never_update", "audit_never_delete"):
            connection.execute(sa.text(f"DROP TRIGGER {trigger}"))
        for table, column, gone in (
            ("favourite_revision", "favourite", saved[0]),
            ("audit", "about", saved[1]),
            ("favourite_revision", "favourite", saved[3]),
            ("favourite", "id", saved[3]),
        ):
            connection.execute(sa.text(f"DELETE FROM {table} WHERE {column} = '{gone}'"))
        altered = connection.execute(
            sa.text(
                "UPDATE snapshot SET document = '{}' WHERE id IN "
                f"(SELECT snapshot FROM favourite WHERE id = '{saved[2]}') RETURNING id"
            )
        ).scalar_one()
    store.close()
    assert found_wrong(sqlite_url, saved) == {
        "lost": [saved[3]],
        "torn": sorted([saved[0], saved[1], saved[3]]),
        "altered": [altered],
        "log": "entry 2 is missing",
        "file": [],
    }
