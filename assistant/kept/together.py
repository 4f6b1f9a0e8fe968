"""What many ask for at the same moment is done in one go.

Beside busy threads a transaction takes its time with every statement, and the store has one writer:
those who wait for their turn would wait for all before them. So whoever waits is taken along by
the next one who writes, and each is told what came of her own request.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Outcome = TypeVar("Outcome")


class Together(Generic[Asked, Outcome]):
    """``work`` gives an outcome for each of what it is asked, in the same order; what it raises is
    raised to each of them. It is never at work twice at a time."""

    def __init__(self, work: Callable[[Sequence[Asked]], Sequence[Outcome]]) -> None:
        self._work = work
        self._waiting: list[Asked] = []
        self._turn: Future[Sequence[Outcome]] = Future()
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="together")

    def ask(self, asked: Asked) -> Outcome:
        """Returns when it is done."""
        with self._lock:
            if not self._waiting:
                self._turn = self._worker.submit(self._take_turn)
            place, turn = len(self._waiting), self._turn
            self._waiting.append(asked)
        return turn.result()[place]

    def _take_turn(self) -> Sequence[Outcome]:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        return self._work(waiting)

    def close(self) -> None:
        """What was asked before is still done."""
        self._worker.shutdown()
