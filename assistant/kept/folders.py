"""The folders of one person's favourites: a name and a place in the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from assistant.kept.acts import Act, acting, known_id, new_id
from assistant.kept.errors import KeptError
from assistant.kept.people import Person
from assistant.kept.store import Store
from assistant.kept.tables import favourite, folder
from assistant.kept.texts import tidy_title

MOST_FOLDERS = 200
LONGEST_NAME = 120


@dataclass(frozen=True)
class Folder:
    id: str
    name: str
    place: int


class Folders:
    """Every statement is bound to the owner; nobody else's folder can be named."""

    def __init__(self, store: Store, person: Person) -> None:
        self.store = store
        self.person = person

    def all(self) -> list[Folder]:
        with self.store.reading() as connection:
            return self._all(connection)

    def add(self, name: str) -> Folder:
        """A new folder, last; or the one that already has the name."""
        name = tidy_title(name, "folder", LONGEST_NAME)
        with acting(self.store, self.person) as act:
            there = self._all(act.connection)
            same = next((each for each in there if each.name == name), None)
            return same or self._add(act, name, there)

    def rename(self, identity: str, name: str) -> Folder:
        name = tidy_title(name, "folder", LONGEST_NAME)
        with acting(self.store, self.person) as act:
            old = self.held(act, identity)
            act.connection.execute(folder.update().where(self._is(old.id)).values(name=name))
            return Folder(old.id, name, old.place)

    def remove(self, identity: str) -> None:
        """Its favourites, deleted ones too, are then in no folder."""
        with acting(self.store, self.person) as act:
            gone = self.held(act, identity)
            inside = favourite.update().where(
                favourite.c.owner == self.person.id, favourite.c.folder == gone.id
            )
            act.connection.execute(inside.values(folder=None))
            act.connection.execute(folder.delete().where(self._is(gone.id)))

    def order(self, identities: Sequence[str]) -> None:
        """The named folders first, in this order; the others after them as they were."""
        with acting(self.store, self.person) as act:
            there = [each.id for each in self._all(act.connection)]
            first = list(dict.fromkeys(identities))
            if not set(first) <= set(there):
                raise KeptError("not_there")
            in_order = first + [each for each in there if each not in set(first)]
            for place, each in enumerate(in_order, start=1):
                moved = folder.update().where(self._is(each)).values(place=place)
                act.connection.execute(moved)

    def held(self, act: Act, identity: str) -> Folder:
        """The person's own folder inside an act, or a refusal."""
        mine = self._own().where(self._is(known_id(identity)))
        row = act.connection.execute(mine).one_or_none()
        if row is None:
            raise KeptError("not_there")
        return Folder(row.id, row.name, row.place)

    def _add(self, act: Act, name: str, there: list[Folder]) -> Folder:
        if len(there) >= MOST_FOLDERS:
            raise KeptError("too_many", {"what": "folders", "most": MOST_FOLDERS})
        last = select(func.coalesce(func.max(folder.c.place), 0))
        place = act.connection.execute(last.where(folder.c.owner == self.person.id)).scalar_one()
        new = Folder(new_id(), name, place + 1)
        row = {"id": new.id, "owner": self.person.id, "name": name, "place": new.place}
        act.connection.execute(folder.insert().values(row))
        return new

    def _is(self, identity: str) -> ColumnElement[bool]:
        return and_(folder.c.id == identity, folder.c.owner == self.person.id)

    def _own(self) -> Select[tuple[str, str, int]]:
        columns = select(folder.c.id, folder.c.name, folder.c.place)
        return columns.where(folder.c.owner == self.person.id)

    def _all(self, connection: Connection) -> list[Folder]:
        rows = connection.execute(self._own().order_by(folder.c.place, folder.c.id))
        return [Folder(row.id, row.name, row.place) for row in rows]
