"""Log-ins as the app has seen them: one row each, and ended here means ended in every tab.

The cookie and the open connections of a browser outlive a log-out; this table is what counts.
Whoever asks reads one row by its key; the first sight of a log-in is the only one that writes.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from assistant.kept.acts import Act, acting
from assistant.kept.people import Person
from assistant.kept.store import Store
from assistant.kept.tables import sign_in


class SignIns:
    """``identity`` names one log-in at the provider, the same in every tab; the next log-in of
    the same person has another."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def seen(self, identity: str, person: Person) -> bool:
        """Whether the log-in still holds; written down with its person at first sight."""
        ended = self._ended(identity)
        if ended is None:
            ended = self._first_sight(identity, person)
        return not ended

    def ended(self, identity: str) -> bool:
        """Whether it was ended here; a log-in that was never seen was not."""
        return self._ended(identity) is True

    def end(self, identity: str, person: Person) -> None:
        """Log out, in all tabs."""
        with acting(self.store, person) as act:
            if _end_one(act, identity):
                act.note("signed_out", identity)

    def end_all(self, person: Person) -> int:
        """Log out everywhere, in all browsers; how many log-ins that ended."""
        with acting(self.store, person) as act:
            ended = [each for each in _open_ones(act) if _end_one(act, each)]
            for identity in ended:
                act.note("signed_out", identity)
        return len(ended)

    def expire(self, identity: str, person: Person) -> None:
        """End a log-in that has become too old; only the first time writes."""
        if self._ended(identity) is not False:
            return
        with acting(self.store, person) as act:
            if _end_one(act, identity):
                act.note("sign_in_ended", identity)

    def _ended(self, identity: str) -> bool | None:
        with self.store.reading() as connection:
            return _ended(connection, identity)

    def _first_sight(self, identity: str, person: Person) -> bool:
        """Two tabs may come here at once: the second finds what the first has written."""
        with acting(self.store, person) as act:
            ended = _ended(act.connection, identity)
            if ended is None:
                new = {"id": identity, "person": person.id, "started_at": act.now}
                act.connection.execute(sign_in.insert().values(new))
                act.note("signed_in", identity)
        return ended is True


def _ended(connection: Connection, identity: str) -> bool | None:
    """None for a log-in that was never seen."""
    found = connection.execute(select(sign_in.c.ended_at).where(sign_in.c.id == identity))
    row = found.one_or_none()
    return None if row is None else row.ended_at is not None


def _open_ones(act: Act) -> list[str]:
    mine = select(sign_in.c.id).where(
        sign_in.c.person == act.person.id, sign_in.c.ended_at.is_(None)
    )
    return list(act.connection.execute(mine.order_by(sign_in.c.started_at, sign_in.c.id)).scalars())


def _end_one(act: Act, identity: str) -> bool:
    """Only the person's own and only once; whether this was the time."""
    ending = sign_in.update().where(
        sign_in.c.id == identity,
        sign_in.c.person == act.person.id,
        sign_in.c.ended_at.is_(None),
    )
    return act.connection.execute(ending.values(ended_at=act.now)).rowcount == 1
