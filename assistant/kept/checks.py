"""How kept snapshots compare with a data version: worked out once and looked up from then on.

A check is about open figures alone and belongs to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, union

from assistant.kept.store import Store
from assistant.kept.tables import check, favourite, link
from assistant.kept.upsert import put

Subject = tuple[str, str]
"""The id of a snapshot and the hash of the question that it is compared by."""


class Checks:
    """The checks against one data version."""

    def __init__(self, store: Store, version_id: str) -> None:
        self.store, self.version_id = store, version_id

    def known(self, subjects: Iterable[Subject]) -> dict[Subject, str]:
        """The documents of those of ``subjects`` that have been checked."""
        wanted = set(subjects)
        statement = select(check.c.snapshot, check.c.question_hash, check.c.document).where(
            check.c.version_id == self.version_id,
            check.c.snapshot.in_({snapshot for snapshot, _ in wanted}),
        )
        with self.store.reading() as connection:
            rows = connection.execute(statement).all()
        return {
            (row.snapshot, row.question_hash): row.document
            for row in rows
            if (row.snapshot, row.question_hash) in wanted
        }

    def keep(self, found: dict[Subject, str]) -> None:
        if not found:
            return
        with self.store.writing() as connection:
            for (snapshot, question_hash), document in sorted(found.items()):
                row = {
                    "snapshot": snapshot,
                    "question_hash": question_hash,
                    "version_id": self.version_id,
                    "document": document,
                }
                put(connection, check, [row], keys=("snapshot", "question_hash", "version_id"))


def everything(store: Store) -> dict[Subject, str]:
    """What everybody keeps and may still open: the question of each subject, nobody's name."""
    open_link = (link.c.withdrawn_at.is_(None)) & (
        link.c.ends_at.is_(None) | (link.c.ends_at > store.now())
    )
    kept = union(
        select(favourite.c.snapshot, favourite.c.question_hash, favourite.c.question).where(
            favourite.c.deleted_at.is_(None)
        ),
        select(link.c.snapshot, link.c.question_hash, link.c.question).where(open_link),
    )
    with store.reading() as connection:
        rows = connection.execute(kept).all()
    return {(row.snapshot, row.question_hash): row.question for row in rows}
