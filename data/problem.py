"""What is wrong with a file that was to be read."""

from __future__ import annotations

from pathlib import Path


class ImportProblem(Exception):  # noqa: N818 - named for what it says
    """A file that does not hold what it should: names file, row, what was expected and found.

    ``row`` counts from 1 as a reader of the file sees it; 0 means the file as a whole.
    """

    def __init__(self, file: Path | str, row: int, expected: str, found: object = None) -> None:
        self.file, self.row = Path(file).name, row
        self.expected, self.found = expected, found
        where = f"{self.file}, row {row}" if row else self.file
        tail = "" if found is None else f", found {found!r}"
        super().__init__(f"{where}: expected {expected}{tail}")
