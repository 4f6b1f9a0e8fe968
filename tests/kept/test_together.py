"""Two persons at a time, ten thousand times, in every order and truly at once: nothing leaks.

Every text a person writes carries a mark of its own, and so do her questions and answers. Whatever
any call gives to anybody, a refusal too, is searched for marks: hers may be there, and those of
what another one shared with her through a link she opens; no other mark of anybody ever.
"""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event

from assistant.kept import audit
from assistant.kept import favourites as favourites_module
from assistant.kept.errors import KeptError
from assistant.kept.favourites import Favourites
from assistant.kept.favourites_file import export_file
from assistant.kept.folders import Folders
from assistant.kept.links import Audience, Links
from assistant.kept.talks import Talks
from semantic.question import read_question
from tests.kept.made import answer, question, somebody

MARK = re.compile(r"«\d+:\d+»")
EACH = 2
"""What each of the two does in one interleaving."""
TOGETHER = 5
"""How many interleavings a pair has before two others come."""
PLAN = {"sqlite": (8_000, 1_000), "postgresql": (500, 500)}
"""How many interleavings are in turns and how many at once; ten thousand in all."""


class Actor:
    """One of the two. ``leaks`` are the marks of others that any call has given her."""

    def __init__(self, store, number, seed, group):
        self.number, self.random = number, random.Random(seed)
        self.person = somebody(f"p{number}", group)
        self.favourites = Favourites(store, self.person)
        self.folders = Folders(store, self.person)
        self.links = Links(store, self.person)
        self.talks = Talks(store, self.person)
        self.other = None
        self.marks, self.saved, self.shared = 0, [], []
        self.leaks, self.opened, self.refusals, self.calls = set(), 0, 0, 0

    def mark(self):
        self.marks += 1
        return f"«{self.number}:{self.marks}»"

    def act(self):
        """Do one thing and look through what came back."""
        do = self.random.choice(DEEDS)
        self.calls += 1
        try:
            found, shown = do(self)
        except KeptError as refused:
            found, shown = (str(refused), refused.details), set()
            self.refusals += 1
        text = found.decode() if isinstance(found, bytes) else repr(found)
        others = {mark for mark in MARK.findall(text) if not mark.startswith(f"«{self.number}:")}
        self.leaks |= others - shown

    def snapshot(self):
        """Half of the answers are one that everybody gets, kept in one row for all."""
        if self.random.random() < 0.5:
            return answer()
        asked = read_question({"shape": "trend", "indicators": [self.mark()]})
        return answer(asked, says=self.mark())

    def any_id(self):
        """Mostly an own favourite, and now and then the other's."""
        pool = self.saved if self.random.random() < 0.7 else self.other.saved
        return self.random.choice(pool or ["a" * 10])

    def save(self):
        new = self.favourites.save(self.snapshot(), self.mark(), self.mark())
        self.saved.append(new.id)
        return new, set()

    def change(self):
        return self.favourites.edit(self.any_id(), self.mark(), self.mark()), set()

    def ask_otherwise(self):
        return self.favourites.ask_otherwise(self.any_id(), self.snapshot()), set()

    def look(self):
        identity = self.any_id()
        return (
            self.favourites.get(identity),
            self.favourites.snapshot(identity),
            self.favourites.revisions(identity),
        ), set()

    def search(self):
        wanted = self.random.choice(["", f"«{self.other.number}:", "«"])
        return self.favourites.all(search=wanted), set()

    def same(self):
        return self.favourites.same(question().hash), set()

    def copy(self):
        new = self.favourites.duplicate(self.any_id(), self.mark())
        self.saved.append(new.id)
        return new, set()

    def delete_and_take_back(self):
        identity = self.any_id()
        self.favourites.delete(identity)
        return self.favourites.undelete(identity), set()

    def put_away(self):
        folder = self.folders.add(self.random.choice(["Gemensamt namn", self.mark()]))
        self.favourites.move(self.any_id(), folder.id)
        return (folder, self.folders.all()), set()

    def export(self):
        return export_file(self.favourites), set()

    def share(self):
        audience, may = self.random.choice(
            [
                (Audience(everyone=True), True),
                (Audience(False, (self.other.person.email,)), True),
                (Audience(False, (), tuple(self.other.person.groups)), True),
                (Audience(False, ("eva@myndighet.example",)), False),
                (Audience(False, (), ("en annan grupp",)), False),
            ]
        )
        before = self.marks
        snapshot, title, note = self.snapshot(), self.mark(), self.mark()
        shown = {f"«{self.number}:{mark}»" for mark in range(before + 1, self.marks + 1)}
        link, token = self.links.share(snapshot, title, "frozen", audience, note)
        self.shared.append((token, link.id, shown if may else set()))
        return link, set()

    def open(self):
        """Nothing of what the other kept for somebody else may come, nor any link but this one."""
        token, _, shown = self.random.choice(self.other.shared or [("A" * 22, "", set())])
        opened = self.links.open(token)
        self.opened += 1
        return (opened, self.links.still_open(token)), shown

    def withdraw(self):
        pool = self.shared if self.random.random() < 0.7 else self.other.shared
        _, identity, _ = self.random.choice(pool or [("", "a" * 10, set())])
        self.links.withdraw(identity)
        return self.links.own(), set()

    def talk(self):
        self.talks.keep("the same tab", self.mark())
        return (self.talks.load("the same tab"), self.talks.latest("another tab")), set()

    def remember(self):
        asked = self.snapshot().question_json
        self.talks.remember(read_question(asked))
        return self.talks.recent(), set()

    def forget(self):
        self.talks.clear("the same tab")
        return self.talks.load("the same tab"), set()


DEEDS = [
    Actor.save,
    Actor.save,
    Actor.change,
    Actor.ask_otherwise,
    Actor.look,
    Actor.search,
    Actor.same,
    Actor.copy,
    Actor.delete_and_take_back,
    Actor.put_away,
    Actor.export,
    Actor.share,
    Actor.share,
    Actor.open,
    Actor.open,
    Actor.withdraw,
    Actor.talk,
    Actor.remember,
    Actor.forget,
]


def two(store, number):
    """Two who have never been seen before, each in a group of her own, who know of each other."""
    one, other = (Actor(store, 2 * number + k, f"{number} {k}", f"grupp {k}") for k in (0, 1))
    one.other, other.other = other, one
    return one, other


def in_turns(pair, number):
    order = [actor for actor in pair for _ in range(EACH)]
    random.Random(number).shuffle(order)
    for actor in order:
        actor.act()


def at_once(pair, threads):
    """Both begin each step at the same moment."""
    ready = Barrier(2)

    def run(actor):
        try:
            for _ in range(EACH):
                ready.wait()
                actor.act()
        except BrokenBarrierError:
            return
        except BaseException:
            ready.abort()
            raise

    list(threads.map(run, pair))


@pytest.fixture
def quick(store):
    """Commits need not be durable here: no machine loses its power in this test."""
    setting = {
        "sqlite": "PRAGMA synchronous = OFF",
        "postgresql": "SET synchronous_commit = off",
    }[store.engine.dialect.name]

    def hurry(connection, _record):
        connection.execute(setting)
        connection.commit()

    event.listen(store.engine, "connect", hurry)
    store.engine.dispose()
    return store


def test_ten_thousand_interleavings_without_a_leak(quick):
    turns, together = PLAN[quick.engine.dialect.name]
    pairs = []
    with ThreadPoolExecutor(2) as threads:
        for number in range(turns + together):
            if number % TOGETHER == 0:
                pairs.append(two(quick, number))
            if number < turns:
                in_turns(pairs[-1], number)
            else:
                at_once(pairs[-1], threads)
    actors = [actor for pair in pairs for actor in pair]
    assert [actor.leaks for actor in actors if actor.leaks] == []
    assert sum(actor.calls for actor in actors) == 2 * EACH * (turns + together)
    assert sum(map(sum, PLAN.values())) == 10_000
    assert min(sum(actor.opened for actor in actors), sum(actor.refusals for actor in actors)) > 50
    with quick.reading() as connection:
        assert audit.verify(connection).trouble is None


def run_at_once(*jobs):
    """All begin at the same moment; what each gave, or how it was refused."""
    ready = Barrier(len(jobs))

    def run(job):
        ready.wait()
        try:
            return job()
        except KeptError as refused:
            return refused.code

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(run, jobs))


def test_one_person_in_many_tabs_keeps_within_bounds_and_in_order(quick, monkeypatch):
    monkeypatch.setattr(favourites_module, "MOST_FAVOURITES", 6)
    person = somebody("Flera flikar")
    favourites = Favourites(quick, person)
    for _ in range(3):
        run_at_once(*[lambda: favourites.save(answer(), "x")] * 4)
    saved = favourites.all()
    assert [each.place for each in saved] == [1, 2, 3, 4, 5, 6]
    titles = [f"titel {number}" for number in range(12)]
    run_at_once(
        *(lambda title=title: favourites.edit(saved[0].id, title, "") for title in titles[:6])
    )
    found = favourites.revisions(saved[0].id)
    assert [each.number for each in found] == [7, 6, 5, 4, 3, 2, 1]
    assert {each.title for each in found} == {"x", *titles[:6]}
    assert favourites.get(saved[0].id).title == found[0].title


def test_a_link_opened_by_many_while_it_is_withdrawn(quick):
    """Each opening is counted or refused, none waits for ever, and none comes after."""
    person, receiver = somebody("Avsändare"), Links(quick, somebody("Mottagare"))
    links = Links(quick, person)
    for _ in range(5):
        token = [links.share(answer(), "x", "live", Audience(everyone=True))[1] for _ in "ab"]
        before = {each.id: each.opened for each in links.own()}
        jobs = [lambda t=t: receiver.open(t) for t in token * 3]
        found = run_at_once(*jobs, links.withdraw_all)
        opened = [each for each in found if not isinstance(each, str | int)]
        assert {each for each in found if isinstance(each, str)} <= {"link_refused"}
        counted = sum(each.opened - before[each.id] for each in links.own())
        assert counted == len(opened)
        assert not any(receiver.still_open(each) for each in token)
