"""``python -m benchmarks [words]``: the table of budgets, or its rows named with ``words``."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.links import Links
from benchmarks.rows import Row, table
from benchmarks.screen import Screen
from benchmarks.semantic_layer import SemanticLayer


def every_row(folder: Path, closing: ExitStack) -> list[Row]:
    """All rows; a group is a list of them, and nothing is made before its first row is measured."""
    measured = (Links(), SemanticLayer(folder, closing), Screen(folder, closing))
    return [row for each in measured for row in each.rows()]


def main(words: str) -> int:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as closing:
        rows = [row for row in every_row(Path(folder), closing) if words in row.name]
        if not rows:
            print(f"no row is called {words!r}", file=sys.stderr)
            return 2
        kept = table(rows, lambda line: print(line, flush=True))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
