"""Those who wait for the writer are taken along in one transaction, each with her own outcome."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from assistant.kept import talks as talks_module
from assistant.kept.tables import recent, talk
from assistant.kept.talks import MOST_TALKS, Talks
from assistant.kept.together import Together
from tests.kept.made import ANNA, BO, question, somebody

PEOPLE = 30


@pytest.fixture
def begun(store):
    """Each transaction that has begun to write."""
    found = []
    event.listen(
        store.engine,
        "begin",
        lambda each: found.append(each) if each.get_execution_options().get("writing") else None,
    )
    return found


def until(so):
    give_up = time.monotonic() + 60
    while not so():
        assert time.monotonic() < give_up
        time.sleep(0.001)


def while_it_is_busy(store, first, *others):
    """Do all of them while another one writes: ``first`` is at work and waits for that one, the
    others for her. What each gave, or how it failed."""
    together = store.together(talks_module._write_down)
    with ThreadPoolExecutor(1 + len(others)) as threads:
        with store.writing():
            done = [threads.submit(first)]
            until(lambda: together._turn.running() and not together._waiting)
            done += [threads.submit(job) for job in others]
            until(lambda: len(together._waiting) == len(others))
        return [each.exception() or each.result() for each in done]


def test_all_who_wait_are_written_in_a_few_transactions(store, begun):
    everybody = [Talks(store, somebody(f"p{n}")) for n in range(PEOPLE)]
    jobs = [
        lambda n=n, mine=mine: mine.keep("tab", f"document {n}", asked=question(n))
        for n, mine in enumerate(everybody)
    ]
    assert while_it_is_busy(store, *jobs) == [True] * PEOPLE
    assert [mine.load("tab") for mine in everybody] == [f"document {n}" for n in range(PEOPLE)]
    assert [mine.recent()[0][0] for mine in everybody] == [
        question(n).canonical_json() for n in range(PEOPLE)
    ]
    assert len(begun) == 3, "the one that was busy, the first and all others"


def test_each_is_told_what_came_of_her_own(store, clock):
    anna, bo = Talks(store, ANNA), Talks(store, BO)
    began = clock.now
    clock.forward(days=1)
    anna.keep("tab", "before")
    anna.clear_all()
    found = while_it_is_busy(
        store,
        lambda: anna.keep("one", "late", began, question(1)),
        lambda: bo.keep("one", "Bos", began, question(2)),
        lambda: anna.keep("two", "new", clock.forward(days=1)),
    )
    assert found == [False, True, True]
    assert (anna.load("one"), anna.load("two"), bo.load("one")) == (None, "new", "Bos")
    assert (len(anna.recent()), len(bo.recent())) == (0, 1)


def test_one_who_has_many_keeps_within_bounds_and_there_is_an_order_in_one_moment(store, clock):
    mine = Talks(store, ANNA)
    jobs = [lambda n=n: mine.keep(f"tab {n % 60}", str(n), asked=question(n)) for n in range(90)]
    assert while_it_is_busy(store, *jobs) == [True] * 90
    with store.reading() as connection:
        talks = connection.execute(select(talk.c.changed_at)).scalars().all()
        asked = connection.execute(select(recent.c.asked_at)).scalars().all()
    assert len(set(talks)) == len(talks) == MOST_TALKS
    assert len(set(asked)) == len(asked) == 50


def test_of_two_about_the_same_tab_and_question_the_later_stays(store):
    sheets = [
        talks_module._Sheet(ANNA, ("tab", text), asked=question(number))
        for text, number in (("first", 1), ("other", 2), ("last", 1))
    ]
    assert talks_module._write_down(store, sheets) == [True] * 3
    with store.reading() as connection:
        assert connection.execute(select(talk.c.document)).scalars().all() == ["last"]
    newest = [text for text, _ in Talks(store, ANNA).recent()]
    assert newest == [question(1).canonical_json(), question(2).canonical_json()]


def test_a_failure_reaches_all_who_waited_and_the_next_ones_are_served(store):
    def fail(_connection, _cursor, statement, *_):
        if broken and "INSERT INTO talk" in statement:
            raise OperationalError("full", {}, RuntimeError())

    mine, broken = Talks(store, ANNA), [True]
    event.listen(store.engine, "before_cursor_execute", fail)
    found = while_it_is_busy(store, *[lambda n=n: mine.keep(f"{n}", "x") for n in range(5)])
    assert [type(each) for each in found] == [OperationalError] * 5
    assert (mine.load("0"), mine.load("4")) == (None, None)
    broken.clear()
    assert mine.keep("0", "y")
    assert mine.load("0") == "y"


def test_outcomes_come_in_the_order_of_what_was_asked_and_work_is_never_done_twice_at_a_time():
    at_work, seen = threading.Lock(), []

    def double(numbers):
        assert at_work.acquire(blocking=False)
        time.sleep(0.002)
        seen.append(len(numbers))
        at_work.release()
        return [2 * each for each in numbers]

    together = Together(double)
    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(together.ask, range(500))) == list(range(0, 1000, 2))
    assert sum(seen) == 500
    assert max(seen) > 1
    together.close()
