"""Savers of favourites that are killed: ``python -m tests.kept.killing kill URL KILLS SEED``.

One process that has imported everything forks the savers, so that each lives for milliseconds. It
has no threads and opens no store before the last one is dead. A saver tells of a favourite once it
is saved, and is killed at a random moment: while it connects, saves, or tells.
"""

import gc
import hashlib
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from assistant.kept import audit
from assistant.kept.favourites import Favourites
from assistant.kept.people import Person
from assistant.kept.store import Store, engine_of
from assistant.kept.tables import favourite, favourite_revision, snapshot
from tests.kept.made import answer, question

KILLS = 1_000
SEED = 14_03_2026
AT_ONCE = 2
PEOPLE = 50
MOST_SAVES = 3
LONGEST_S = 0.02
BREATH_S = 0.05


class Saver:
    """A process that saves for ever. Its hour has come when it has told of ``patience`` saves."""

    def __init__(self, url: str, chance: random.Random) -> None:
        self.patience = chance.randrange(MOST_SAVES)
        self._delay = chance.random() * LONGEST_S / (1 + self.patience)
        self._told = b""
        person = Person(f"person-{chance.randrange(PEOPLE)}", "Somebody")
        self._pipe, out = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            _save_for_ever(url, person, out)
        os.close(out)

    def fileno(self) -> int:
        return self._pipe

    def hear(self) -> None:
        some = os.read(self._pipe, 65536)
        if not some:
            raise RuntimeError("a saver ended by itself")
        self._told += some

    @property
    def is_due(self) -> bool:
        return self._told.count(b"\n") >= self.patience

    def kill(self) -> list[str]:
        """The favourites it told of, up to its last breath."""
        time.sleep(self._delay)
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        while some := os.read(self._pipe, 65536):
            self._told += some
        os.close(self._pipe)
        return self._told.decode().split()


NOTHING_WRONG: dict[str, object] = {
    "lost": [],
    "torn": [],
    "altered": [],
    "log": "",
    "file": [],
}


def kill_in_a_process(url: str) -> tuple[int, dict[str, object]]:
    """Kill ``KILLS`` savers, out of reach of the threads of whoever asks: how many favourites they
    told of, and what is wrong."""
    command = [sys.executable, "-m", "tests.kept.killing", "kill", url, str(KILLS), str(SEED)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    return found["told"], found["wrong"]


def kill_savers(url: str, kills: int, seed: int) -> set[str]:
    """All favourites that ``kills`` savers told of."""
    engine_of(url).dispose()  # imports its driver and connects to nothing
    gc.freeze()
    chance = random.Random(seed)
    told: set[str] = set()
    savers: list[Saver] = []
    for _ in range(kills):
        while len(savers) < AT_ONCE:
            savers.append(Saver(url, chance))
        while not (due := next((each for each in savers if each.is_due), None)):
            for each in select.select(savers, [], [])[0]:
                each.hear()
        savers.remove(due)
        told.update(due.kill())
    for each in savers:
        told.update(each.kill())
    return told


def save_through_crashes(url: str) -> None:
    """Save for ever, also after the server has gone and come back; one line for each save."""
    favourites = Favourites(Store(engine_of(url)), Person("person", "Somebody"))
    number = 0
    while True:
        number += 1
        try:
            saved = favourites.save(answer(question(number)), f"Question {number}")
        except DBAPIError:
            time.sleep(BREATH_S)
        else:
            print(saved.id, flush=True)


def found_wrong(url: str, told: Collection[str]) -> dict[str, object]:
    """What a store must not show after any crash; all empty where nothing is wrong."""
    store = Store(engine_of(url))
    saved = sa.select(audit.audit.c.about).where(audit.audit.c.action == "favourite_saved")
    with store.reading() as connection:
        there = set(connection.execute(sa.select(favourite.c.id)).scalars())
        revised = set(connection.execute(sa.select(favourite_revision.c.favourite)).scalars())
        noted = set(connection.execute(saved).scalars())
        pinned_down = connection.execute(sa.select(snapshot.c.id, snapshot.c.document)).all()
        log = audit.verify(connection).trouble
        broken = _integrity(connection)
    store.close()
    altered = [key for key, text in pinned_down if hashlib.sha256(text.encode()).hexdigest() != key]
    return {
        "lost": sorted(set(told) - there),
        "torn": sorted((there ^ revised) | (there ^ noted)),
        "altered": altered,
        "log": log or "",
        "file": broken,
    }


def _integrity(connection: sa.Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return [str(each) for each in found if each != "ok"]


def _save_for_ever(url: str, person: Person, out: int) -> None:
    try:
        favourites = Favourites(Store(engine_of(url)), person)
        for number in range(sys.maxsize):
            saved = favourites.save(answer(question(number % 10_000)), f"Question {number}")
            os.write(out, f"{saved.id}\n".encode())
    finally:
        traceback.print_exc()
        os._exit(1)


def main(what: str, url: str, *rest: str) -> None:
    if what == "save":
        save_through_crashes(url)
    kills, seed = map(int, rest)
    told = kill_savers(url, kills, seed)
    print(json.dumps({"told": len(told), "wrong": found_wrong(url, told)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
