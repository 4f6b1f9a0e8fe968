"""From question to SQL and to rows, against SQL written by hand and run in this process."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.facts import INDICATOR, KOMMUNER, kommun, publish
from benchmarks.rows import Measured, Row, Task, interleaved, ratio
from semantic.ask import ask
from semantic.availability import resolve
from semantic.compile import compile_question, names_in, sql_of
from semantic.question import read_question
from semantic.version import Version, open_version
from semantic.worker import HARDENED

CELLS = 1_000_000
SMALL, LARGE = 100_000, 10_000_000

HAND_WRITTEN = """
SELECT t.type, SUM(c.num) AS numerator, SUM(c.den) AS denominator,
       100 * SUM(c.num) / SUM(c.den) AS value
FROM cell AS c
JOIN area AS a ON a.level = c.level AND a.code = c.area AND a.division = c.division
JOIN area_type AS t ON t.area = c.area AND t.division = c.division AND t.year = c.year
WHERE c.indicator = $indicator AND c.level = 'regso' AND c.sex = 'total' AND c.age = 'total'
  AND c.year = $year AND a.kommun = $kommun
GROUP BY t.type ORDER BY t.type
"""


def document(code: str) -> dict[str, Any]:
    return {
        "v": 1,
        "shape": "compare_types",
        "indicators": [INDICATOR],
        "areas": {"level": "kommun", "codes": [code]},
        "periods": {"mode": "list", "years": [2023]},
    }


class SemanticLayer:
    """Everything the rows share; made when the first of them is measured."""

    def __init__(self, folder: Path, closing: ExitStack) -> None:
        self.folder, self.closing = folder, closing
        self.codes: Iterator[str] = itertools.cycle(kommun(number) for number in range(KOMMUNER))

    @cached_property
    def version(self) -> Version:
        return self._opened(CELLS)

    @cached_property
    def hand(self) -> Task:
        """SQL by hand with bound parameters, rows fetched as plain tuples."""
        path = self.version.engine.path
        connection = duckdb.connect(path, read_only=True, config=HARDENED)
        self.closing.callback(connection.close)

        def run() -> object:
            values = {"indicator": INDICATOR, "year": 2023, "kommun": next(self.codes)}
            return connection.execute(HAND_WRITTEN, values).fetchall()

        return run

    def rows(self) -> list[Row]:
        return [
            Row("question → SQL, new values", 0.3, self.new_values),
            Row("question → SQL, shape seen before", 0.05, self.seen_shape),
            Row("question → SQL, first of its form ever", None, self.cold),
            Row("question → rows", 1.15, self.to_rows),
            Row("question → rows, worker alone", None, self.worker_alone),
            Row(f"{LARGE // SMALL} × the cells, same answer", 1.5, self.hundredfold),
        ]

    def new_values(self) -> Measured:
        """JSON of an unseen question, read, checked and compiled; its form has been seen."""
        return self._against_hand(lambda: self._sql(read_question(document(next(self.codes)))))

    def seen_shape(self) -> Measured:
        """A question already read and checked, compiled with its own values."""
        resolved = [
            resolve(read_question(document(kommun(number))), self.version)
            for number in range(KOMMUNER)
        ]
        each = itertools.cycle(resolved)
        return self._against_hand(lambda: compile_question(next(each), self.version))

    def cold(self) -> Measured:
        """As new values, but the SQL of the form is built and guarded too: once a process."""

        def compiled() -> object:
            sql_of.cache_clear()
            names_in.cache_clear()
            return self._sql(read_question(document(next(self.codes))))

        return self._against_hand(compiled)

    def to_rows(self) -> Measured:
        return self._against_hand(
            lambda: ask(read_question(document(next(self.codes))), self.version)
        )

    def worker_alone(self) -> Measured:
        """The compiled SQL through the worker as an Arrow table, nothing else."""

        def run() -> object:
            statement = self._sql(read_question(document(next(self.codes))))
            return self.version.engine.run_arrow(statement.sql, statement.params)

        return self._against_hand(run)

    def hundredfold(self) -> Measured:
        small, large = self._opened(SMALL), self._opened(LARGE)
        question = read_question(document(kommun(7)))
        one, hundred = interleaved(
            [lambda: ask(question, small), lambda: ask(question, large)], runs=100
        )
        return ratio(hundred, one)

    def _sql(self, question: Any) -> Any:
        return compile_question(resolve(question, self.version), self.version)

    def _against_hand(self, ours: Task) -> Measured:
        hand, own = interleaved([self.hand, ours])
        return ratio(own, hand)

    def _opened(self, cells: int) -> Version:
        version = open_version(publish(self.folder / str(cells), cells))
        self.closing.callback(version.close)
        return version
