"""Who did what, when: an append-only log in which every entry's hash covers the one before it.

An entry is written in the transaction of the action it tells of, so that neither exists without
the other. A chain alone does not show that its end was cut off or that all of it was written
anew; an anchor kept elsewhere ("LENGTH:HASH") does.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from assistant.kept.tables import audit, audit_head

ACTIONS = frozenset(
    {
        "favourite_saved",
        "favourite_changed",
        "favourite_deleted",
        "favourite_undeleted",
        "favourites_imported",
        "favourites_exported",
        "link_shared",
        "link_opened",
        "link_refused",
        "link_withdrawn",
        "signed_in",
        "signed_out",
        "sign_in_ended",
        "talk_cleared",
        "store_restored",
        "tidied",
    }
)
START = "0" * 64
"""What the first entry has as the one before it."""
_ANCHOR = re.compile(r"(0|[1-9][0-9]{0,17}):([0-9a-f]{64})")


@dataclass(frozen=True)
class Anchor:
    """The hash that the chain had at a length; noted down where the store's keeper cannot reach."""

    length: int
    hash: str

    def __str__(self) -> str:
        return f"{self.length}:{self.hash}"


@dataclass(frozen=True)
class Verified:
    """How far the chain holds, from its first entry, and what is wrong after that."""

    length: int
    head: str
    trouble: str | None = None

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.length, self.head)


def append(
    connection: Connection,
    at: datetime,
    actor: str,
    action: str,
    about: str = "",
    **details: str | int | None,
) -> None:
    """Write one entry; whoever appends holds the head until the transaction has ended."""
    if action not in ACTIONS:
        raise ValueError(f"{action!r} is no action of the audit log")
    if at.tzinfo is None:
        raise ValueError("a time without zone is not stored")
    head = connection.execute(select(audit_head).with_for_update()).one()
    entry = {
        "number": head.length + 1,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "action": action,
        "about": about,
        "details": json.dumps(details, sort_keys=True, separators=(",", ":")),
        "previous": head.hash,
    }
    digest = _digest(*entry.values())
    connection.execute(insert(audit).values(**entry, hash=digest))
    connection.execute(update(audit_head).values(length=entry["number"], hash=digest))


def verify(connection: Connection, anchor: Anchor | str | None = None) -> Verified:
    """Work the chain out again from its first entry, and compare it with its head and anchor."""
    wanted = parse_anchor(anchor) if isinstance(anchor, str) else anchor
    length, head, anchored = 0, START, START if wanted and wanted.length == 0 else None
    with connection.execute(select(audit).order_by(audit.c.number)).yield_per(1000) as entries:
        for entry in entries:
            if trouble := _trouble(entry, length + 1, head):
                return Verified(length, head, trouble)
            length, head = entry.number, entry.hash
            if wanted and wanted.length == length:
                anchored = head
    return Verified(
        length,
        head,
        _trouble_with_head(connection, length, head)
        or (_trouble_with_anchor(wanted, length, anchored) if wanted else None),
    )


def parse_anchor(text: str) -> Anchor:
    if not (found := _ANCHOR.fullmatch(text.strip())):
        raise ValueError("an anchor is written LENGTH:HASH, as the log's own verification gives it")
    return Anchor(int(found[1]), found[2])


def _digest(*fields: Any) -> str:
    """The sha-256 of an entry: number, at, actor, action, about, details and previous."""
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()


def _trouble(entry: Row[Any], number: int, previous: str) -> str | None:
    if entry.number != number:
        return f"entry {number} is missing"
    if entry.previous != previous:
        return f"entry {number} does not continue the one before it"
    if entry.hash != _digest(*entry[:-1]):
        return f"entry {number} was changed"
    return None


def _trouble_with_head(connection: Connection, length: int, head: str) -> str | None:
    kept = connection.execute(select(audit_head)).one_or_none()
    if kept is None:
        return "the head of the log is missing"
    if kept.length != length:
        return f"the log has {length} entries and its head says {kept.length}"
    return None if kept.hash == head else "the head of the log names another last entry"


def _trouble_with_anchor(anchor: Anchor, length: int, hash_there: str | None) -> str | None:
    if hash_there is None:
        return f"the log has {length} entries and the anchor says at least {anchor.length}"
    if hash_there == anchor.hash:
        return None
    return f"entry {anchor.length} is not the one that the anchor names: the log was written anew"
