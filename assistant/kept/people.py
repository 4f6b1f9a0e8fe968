"""Who is asking: one person of an installation, or one who has signed in."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass

LOCAL_ID = "local"


@dataclass(frozen=True)
class Person:
    """``email`` and ``groups`` are in canonical form, as `canonical_name` gives it; ``email`` is
    only there when the provider vouches for it. Nothing but this decides what a person may see."""

    id: str
    name: str
    email: str | None = None
    groups: frozenset[str] = frozenset()


LOCAL = Person(LOCAL_ID, "")
"""The one person of an installation without log-in."""

STRANGER = Person("", "")
"""Somebody who has not signed in: owns nothing and is only in the audience "everyone with the
link"."""


def canonical_name(text: str) -> str:
    """An e-mail address or a group as it is stored and compared: case, space and how an å is
    composed do not count."""
    return unicodedata.normalize("NFC", " ".join(text.split()).casefold())


def person_id(issuer: str, subject: str) -> str:
    """Stable and opaque: the same person at the same provider always has the same id."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:32]
