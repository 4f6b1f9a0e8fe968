"""The table of budgets is whole; how fast anything is, no test says."""

from contextlib import ExitStack
from pathlib import Path

from benchmarks.__main__ import every_row

BUDGETS = {
    "link decoder, slowest": 50,
    "question → SQL, new values": 0.3,
    "question → SQL, shape seen before": 0.05,
    "question → rows": 1.15,
    "100 × the cells": 1.5,
    "click → answer": 1.3,
    "first answer": 1.15,
    "map of 3,363 RegSO, first": 1.5,
    "map of 3,363 RegSO, update": 0.3,
    "100 conversations": 150,
    "saturation": 60,
}


def test_every_budget_has_a_row(tmp_path: Path) -> None:
    with ExitStack() as closing:
        rows = {row.name: row.budget for row in every_row(tmp_path, closing)}
    for name, budget in BUDGETS.items():
        assert [told for row, told in rows.items() if row.startswith(name)][:1] == [budget], name
