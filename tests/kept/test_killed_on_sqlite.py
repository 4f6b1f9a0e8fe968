"""A thousand savers killed with SIGKILL on SQLite: no favourite that was told of is lost."""

from assistant.kept.store import open_store
from tests.kept.killing import KILLS, NOTHING_WRONG, kill_in_a_process


def test_no_favourite_is_lost_however_its_saver_is_killed(sqlite_url):
    open_store(sqlite_url).close()
    told, wrong = kill_in_a_process(sqlite_url)
    assert wrong == NOTHING_WRONG
    assert told > KILLS / 2
