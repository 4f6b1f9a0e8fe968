"""The worker is hardened and expendable; every query gets its own answer or a clear refusal."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from semantic.engine import Engine, EngineError
from semantic.errors import QuestionError
from tests.semantic.conftest import refusal

RUNAWAY = "SELECT COUNT(*) AS n FROM RANGE(100000000000) AS a(i), RANGE(100000) AS b(j) WHERE i = j"


@pytest.fixture(scope="module")
def engine(demo):
    engine = Engine(demo.engine.path)
    yield engine
    engine.close()


@pytest.fixture
def impatient(demo):
    engine = Engine(demo.engine.path, patience=3)
    yield engine
    engine.close()


def one(engine: Engine, value: int = 1, owner: str | None = None) -> int:
    with engine.turn(owner) as turn:
        return engine.run_arrow("SELECT $x AS x", {"x": value}, turn).to_pylist()[0]["x"]


def runaway(engine: Engine, owner: str) -> None:
    with engine.turn(owner) as turn:
        engine.run_arrow(RUNAWAY, {}, turn)


FORBIDDEN = {
    "read a file": "SELECT * FROM read_text('/etc/passwd')",
    "read a file as csv": "SELECT * FROM read_csv('/etc/passwd')",
    "read a quoted file": "SELECT * FROM '/etc/passwd'",
    "sniff a file": "SELECT * FROM sniff_csv('/etc/passwd')",
    "list files": "SELECT * FROM glob('/etc/*')",
    "read the network": "SELECT * FROM read_csv('http://localhost/x.csv')",
    "write a file": "COPY cell TO '{folder}/x.csv'",
    "export": "EXPORT DATABASE '{folder}/x'",
    "attach": "ATTACH '{folder}/x.duckdb' AS x",
    "create": "CREATE TABLE cell2 AS SELECT 1 AS x",
    "insert": "INSERT INTO source SELECT * FROM source",
    "update": "UPDATE cell SET num = 1",
    "delete": "DELETE FROM cell",
    "drop": "DROP TABLE cell",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "raise the limit": "SET memory_limit = '100GB'",
    "give access": "SET enable_external_access = true",
    "unlock": "RESET lock_configuration",
    "read a variable of Python": "SELECT * FROM channel",
    "read an object of Python": "SELECT * FROM pa",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_worker_refuses_to(engine, tmp_path, what):
    with pytest.raises(EngineError):
        engine.run_arrow(FORBIDDEN[what].format(folder=tmp_path), {})
    assert not list(tmp_path.iterdir())
    assert one(engine) == 1


def test_values_are_bound_and_never_read_as_sql(engine):
    hostile = "'; DROP TABLE cell; --"
    rows = engine.run_arrow("SELECT $text AS text", {"text": hostile}).to_pylist()
    assert rows == [{"text": hostile}]


def test_a_query_that_outlives_patience_is_killed_and_the_next_one_works(impatient):
    assert one(impatient) == 1
    running = worker_of(impatient)
    error = refusal(lambda: impatient.run_arrow(RUNAWAY, {}))
    assert error.code == "too_slow"
    assert not Path(f"/proc/{running}").exists()
    assert one(impatient, 2) == 2


def test_those_beside_a_killed_query_never_notice(demo):
    engine = Engine(demo.engine.path, patience=3)
    beside = "SELECT COUNT(*) AS n FROM cell WHERE year = $year"
    try:
        expected = engine.run_arrow(beside, {"year": 2023})
        with ThreadPoolExecutor(3) as pool:
            running = pool.submit(engine.run_arrow, RUNAWAY, {})
            while not running.done():
                assert pool.submit(engine.run_arrow, beside, {"year": 2023}).result() == expected
            assert isinstance(running.exception(), QuestionError)
    finally:
        engine.close()


def worker_of(engine: Engine) -> int:
    assert engine._worker is not None
    return engine._worker._process.pid


def test_a_killed_worker_is_replaced(engine):
    one(engine)
    before = worker_of(engine)
    os.kill(before, signal.SIGKILL)
    assert one(engine, 3) == 3
    assert worker_of(engine) != before


def test_a_worker_killed_in_the_middle_of_a_query_is_replaced(engine):
    one(engine)
    slow = (
        "SELECT COUNT(*) AS n FROM RANGE(3000000) AS a(i), RANGE(200) AS b(j) WHERE i % 7 = j % 3"
    )
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(engine.run_arrow, slow, {})
        time.sleep(0.1)
        os.kill(worker_of(engine), signal.SIGKILL)
        assert running.result().num_rows == 1


def test_a_worker_that_cannot_start_is_our_fault(tmp_path):
    engine = Engine(tmp_path / "nothing.duckdb")
    with pytest.raises(EngineError):
        one(engine)
    engine.close()


def test_wrong_sql_is_our_fault_and_harms_nobody(engine):
    with pytest.raises(EngineError, match="nothing_like_it"):
        engine.run_arrow("SELECT nothing_like_it FROM cell", {})
    with pytest.raises(EngineError):
        engine.run_arrow("SELECT $x AS x", {})
    assert one(engine) == 1


def test_a_newer_question_interrupts_the_owners_running_one(engine):
    one(engine)
    with ThreadPoolExecutor(2) as pool:
        older = pool.submit(runaway, engine, "anna")
        other = pool.submit(one, engine, 5, "bo")
        time.sleep(0.3)
        assert one(engine, 4, "anna") == 4
        assert refusal(older.result).code == "interrupted"
        assert other.result() == 5


def test_an_older_question_never_interrupts_a_newer_one(engine):
    """A question is several queries; those that come after a newer question began are late."""
    with engine.turn("anna") as older:
        assert engine.run_arrow("SELECT 1 AS x", {}, older).num_rows == 1
        with engine.turn("anna") as newer:
            assert (
                refusal(lambda: engine.run_arrow("SELECT 2 AS x", {}, older)).code == "interrupted"
            )
            assert refusal(lambda: engine.run_few("SELECT 2 AS x", {}, older)).code == "interrupted"
            assert engine.run_few("SELECT 3 AS x", {}, newer) == [{"x": 3}]
    assert one(engine, 4, "anna") == 4


def test_a_question_that_waits_is_interrupted_without_being_run(demo):
    engine = Engine(demo.engine.path, patience=6)
    try:
        one(engine)
        with ThreadPoolExecutor(8) as pool:
            blocking = [pool.submit(runaway, engine, f"b{n}") for n in range(4)]
            time.sleep(0.3)
            waiting = pool.submit(one, engine, 6, "anna")
            time.sleep(0.1)
            newer = pool.submit(one, engine, 7, "anna")
            time.sleep(0.1)
            free = [pool.submit(one, engine, 1, f"b{n}") for n in range(4)]
            assert refusal(waiting.result).code == "interrupted"
            assert newer.result() == 7
            assert [each.result() for each in free] == [1] * 4
            assert {refusal(each.result).code for each in blocking} == {"interrupted"}
    finally:
        engine.close()


def test_eight_threads_of_fifty_queries_each_get_their_own_rows(engine):
    """400 queries with 400 different answers; an answer given to the wrong one would show."""
    mixed: list[tuple[int, int]] = []
    lock = threading.Lock()

    def ask(start: int) -> None:
        for number in range(start, start + 50):
            sql = "SELECT $n * 2 AS twice, COUNT(*) AS cells FROM cell WHERE year = $year"
            row = engine.run_arrow(sql, {"n": number, "year": 2011}).to_pylist()[0]
            with lock:
                mixed.append((number, row["twice"]))

    threads = [threading.Thread(target=ask, args=(start,)) for start in range(0, 400, 50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(mixed) == [(number, 2 * number) for number in range(400)]


def test_few_rows_are_the_same_rows(engine):
    sql = "SELECT area, year, num, den, value, status FROM cell WHERE area = $area LIMIT 40"
    few = engine.run_few(sql + " OFFSET 0", {"area": "1280"})
    assert few == engine.run_arrow(sql, {"area": "1280"}).to_pylist()
    assert engine.run_few("SELECT area FROM cell WHERE year = 1", {}) == []
    with pytest.raises(EngineError):
        engine.run_few("SELECT nothing_like_it FROM cell", {})


def test_a_large_answer_comes_whole(engine):
    table = engine.run_arrow("SELECT i, 'text ' || i AS t FROM RANGE(300000) AS r(i)", {})
    assert table.num_rows == 300_000
    assert table.column("t")[299_999].as_py() == "text 299999"


def test_closing_ends_the_process_and_asking_again_starts_one(demo):
    engine = Engine(demo.engine.path)
    one(engine)
    gone = worker_of(engine)
    engine.close()
    engine.close()
    assert not Path(f"/proc/{gone}").exists()
    assert one(engine) == 1
    engine.close()


def test_the_worker_ends_with_its_parent(demo):
    engine = Engine(demo.engine.path)
    one(engine)
    assert engine._worker is not None
    process = engine._worker._process
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=20) == 0
    engine.close()


def test_a_worker_uses_every_processor_whatever_its_thread_keeps_to(demo):
    def ask_on_one():
        os.sched_setaffinity(0, {min(every)})
        assert one(engine) == 1
        return os.sched_getaffinity(0)

    every = os.sched_getaffinity(0)
    engine = Engine(demo.engine.path)
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(ask_on_one).result() == {min(every)}
    assert os.sched_getaffinity(engine._worker._process.pid) == every
    engine.close()
