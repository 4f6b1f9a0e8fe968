"""Questions of every version that there ever was, as questions of today's.

A question is read for ever. When a new version comes, one pure function joins `UPGRADES` that
turns a question of the version before into one of it; those that are there never change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from semantic.errors import QuestionError, suggest

Document = Mapping[str, Any]
Upgrade = Callable[[Document], Document]
"""Gets what a stranger may have written, and neither changes it nor fails on it: what is wrong
with a document is told when it is read."""

FIRST = 1
UPGRADES: tuple[Upgrade, ...] = ()
"""The first turns version 1 into 2, the next 2 into 3, and so on."""


def newest_of(upgrades: Sequence[Upgrade] = UPGRADES) -> int:
    return FIRST + len(upgrades)


def upgraded(document: Document, upgrades: Sequence[Upgrade] = UPGRADES) -> Document:
    """``document`` in the newest version; one that does not tell its version is of the first.

    Raises `QuestionError` for a version that is not known here.
    """
    version, newest = document.get("v", FIRST), newest_of(upgrades)
    if type(version) is not int or not FIRST <= version <= newest:
        raise QuestionError(
            "unknown_version", {"given": brief(version)}, suggest("version", [newest])
        )
    for made, upgrade in enumerate(upgrades[version - FIRST :], start=version + 1):
        document = {**upgrade(document), "v": made}
    return document


def brief(value: object) -> str:
    """Foreign input as a short text that can be written anywhere."""
    try:
        text = str(value).encode(errors="replace").decode()
    except (RecursionError, ValueError):
        text = type(value).__name__
    return text if len(text) <= 60 else text[:59] + "…"
