"""One row of the table: what is measured, its budget and how it came out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Task = Callable[[], object]


@dataclass(frozen=True)
class Measured:
    """``value`` is in the row's unit; ``note`` says what it was made from."""

    value: float
    note: str = ""


@dataclass(frozen=True)
class Row:
    """``budget`` None means that the figure is told but not judged; ``at_least`` turns it round."""

    name: str
    budget: float | None
    measure: Callable[[], Measured]
    unit: str = "×"
    at_least: bool = False

    def verdict(self, value: float) -> str:
        if self.budget is None:
            return "-"
        return (
            "ok" if (value >= self.budget if self.at_least else value <= self.budget) else "MISSED"
        )


def interleaved(tasks: Sequence[Task], runs: int = 200, warm_up: int = 10) -> list[float]:
    """Median seconds of each task, run in turn so that the machine's moods strike all alike."""
    for _ in range(warm_up):
        for task in tasks:
            task()
    taken: list[list[float]] = [[] for _ in tasks]
    for _ in range(runs):
        for task, times in zip(tasks, taken, strict=True):
            begun = time.perf_counter()
            task()
            times.append(time.perf_counter() - begun)
    return [statistics.median(times) for times in taken]


def ratio(ours: float, theirs: float) -> Measured:
    return Measured(ours / theirs, f"{ours * 1000:.2f} ms against {theirs * 1000:.2f} ms")


def table(rows: Sequence[Row], tell: Callable[[str], None]) -> bool:
    """Measure and print every row; whether all budgets are kept."""
    width = max(len(row.name) for row in rows)
    tell(f"{'what':<{width}}  {'budget':>9}  {'measured':>9}  verdict  made from")
    kept = True
    for row in rows:
        done = row.measure()
        verdict = row.verdict(done.value)
        kept &= verdict != "MISSED"
        sign = "≥" if row.at_least else "≤"
        budget = f"{sign} {row.budget:g} {row.unit}" if row.budget is not None else ""
        measured = f"{done.value:>7.3f} {row.unit}"
        tell(f"{row.name:<{width}}  {budget:>9}  {measured}  {verdict:<7}  {done.note}")
    return kept
