"""A thousand savers killed with SIGKILL on PostgreSQL, and the server itself crashed ten times: no
favourite that was told of is lost."""

import random
import subprocess
import sys
from collections.abc import Iterator

import pytest

from assistant.kept.store import open_store
from tests.kept import postgresql
from tests.kept.killing import KILLS, NOTHING_WRONG, SEED, found_wrong, kill_in_a_process

CRASHES = 10


@pytest.fixture
def own_server() -> Iterator[postgresql.Server]:
    """A server to crash without disturbing other tests."""
    with postgresql.running() as server:
        yield server


def test_no_favourite_is_lost_however_its_saver_is_killed(postgresql_url):
    open_store(postgresql_url).close()
    told, wrong = kill_in_a_process(postgresql_url)
    assert wrong == NOTHING_WRONG
    assert told > KILLS / 2


def test_no_favourite_is_lost_when_the_server_crashes(own_server):
    url = own_server.new_database()
    open_store(url).close()
    chance = random.Random(SEED)
    command = [sys.executable, "-m", "tests.kept.killing", "save", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as saver:
        told = [saver.stdout.readline() for _ in range(3)]
        for _ in range(CRASHES):
            own_server.stop("immediate")
            own_server.start()
            told += [saver.stdout.readline() for _ in range(chance.randrange(1, 30))]
        own_server.stop("immediate")
        saver.kill()
        told += saver.stdout.readlines()
    own_server.start()
    assert len(told) > CRASHES
    assert found_wrong(url, [each.strip() for each in told]) == NOTHING_WRONG
