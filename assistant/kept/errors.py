"""What a person may not or cannot do with what is kept.

A refusal carries a stable ``code`` and plain ``details``; the text a reader sees is made by the
screen. What belongs to somebody else is ``not_there``, exactly as what has never been.
"""

from __future__ import annotations

from typing import Any

CODES = frozenset(
    {
        "not_there",
        "too_long",
        "empty_title",
        "too_many",
        "personal_number",
        "unreadable_file",
        "link_refused",
        "bad_reader",
        "ends_in_the_past",
    }
)


class KeptError(Exception):
    """Always the person's to mend, never a fault of ours."""

    def __init__(self, code: str, details: dict[str, Any] | None = None) -> None:
        if code not in CODES:
            raise ValueError(f"undeclared refusal code {code!r}")
        self.code = code
        self.details = details or {}
        super().__init__(f"{code}: {self.details}")
