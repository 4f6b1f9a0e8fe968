"""The favourites of one person: saved questions with what their owner last saw.

A favourite's question always has an answer beside it, since a question is run before it is saved.
Every definition it has had is kept as a revision. Whatever changes what a favourite says is noted
in the audit; where it lies is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select

from assistant.kept import tables
from assistant.kept.acts import Act, acting, known_id, new_id, stored_snapshot
from assistant.kept.errors import KeptError
from assistant.kept.folders import Folders
from assistant.kept.people import Person
from assistant.kept.store import Store
from assistant.kept.tables import favourite, favourite_revision
from assistant.kept.texts import searched, swedish_order, tidy_note, tidy_title
from assistant.snapshot import Snapshot
from semantic.errors import QuestionError
from semantic.question import read_question

MOST_FAVOURITES = 2_000

Order = Literal["own", "title", "newest"]
Why = Literal["saved", "duplicated", "edited", "question", "restored"]


@dataclass(frozen=True)
class Favourite:
    """``snapshot`` is the id of the answer its owner last saw, at ``seen_at``; ``revision`` the
    newest one."""

    id: str
    folder: str | None
    title: str
    note: str
    question_json: str
    question_hash: str
    snapshot: str
    revision: int
    place: int
    pinned: bool
    created_at: datetime
    changed_at: datetime
    seen_at: datetime


_COLUMNS = {
    each.name: "question" if each.name == "question_json" else each.name
    for each in fields(Favourite)
}
"""What a favourite's fields are called in its table, in their order."""


@dataclass(frozen=True)
class Revision:
    """One definition a favourite has had; ``changed_by`` is a person's name."""

    number: int
    title: str
    note: str
    question_json: str
    changed_by: str
    changed_at: datetime
    why: str


class Favourites:
    """Every statement is bound to the owner; nobody else's favourite can be named."""

    def __init__(self, store: Store, person: Person) -> None:
        self.store = store
        self.person = person

    def all(self, search: str = "", order: Order = "own") -> list[Favourite]:
        """All but the deleted ones; pinned first in the owner's own order. A search finds those
        that have all its words, in any order."""
        with self.store.reading() as connection:
            found = _list(connection, self._mine, favourite.c.deleted_at.is_(None))
        words = searched(search).split()
        matching = [each for each in found if _has_all(each, words)]
        if order == "title":
            return sorted(matching, key=lambda each: swedish_order(each.title))
        if order == "newest":
            return sorted(matching, key=lambda each: each.created_at, reverse=True)
        return sorted(matching, key=lambda each: not each.pinned)

    def get(self, identity: str) -> Favourite:
        with self.store.reading() as connection:
            return self._held(connection, identity)

    def same(self, question_hash: str) -> list[Favourite]:
        """Those that ask the same, however the menus were answered."""
        with self.store.reading() as connection:
            found = _list(connection, self._mine, favourite.c.deleted_at.is_(None))
        return [each for each in found if each.question_hash == question_hash]

    def save(
        self,
        snapshot: Snapshot,
        title: str,
        note: str = "",
        folder: str | None = None,
        pinned: bool = False,
    ) -> Favourite:
        """A new favourite, last in the order, of an answer that has been given."""
        title, note = tidy_title(title), tidy_note(note)
        with self._acting() as act:
            if folder is not None:
                folder = self._folders.held(act, folder).id
            return self._add(act, snapshot, title, note, folder, pinned, "saved")

    def edit(self, identity: str, title: str, note: str) -> Favourite:
        """A new revision, but only when something changed."""
        title, note = tidy_title(title), tidy_note(note)
        with self._acting() as act:
            old = self._held(act.connection, identity)
            if (title, note) == (old.title, old.note):
                return old
            return self._revise(act, replace(old, title=title, note=note), "edited")

    def ask_otherwise(self, identity: str, snapshot: Snapshot) -> Favourite:
        """Another question under the same title; the same question only moves what was seen."""
        with self._acting() as act:
            old = self._held(act.connection, identity)
            if answers(snapshot, old.question_json):
                return self._see(act, old, snapshot)
            return self._revise(act, _asking(old, act, snapshot), "question")

    def seen(self, identity: str, snapshot: Snapshot) -> bool:
        """The owner has seen this answer. An answer to another question, which a second tab may
        have asked since, moves nothing."""
        with self._acting() as act:
            old = self._held(act.connection, identity)
            if not answers(snapshot, old.question_json):
                return False
            self._see(act, old, snapshot)
            return True

    def seen_all(self, answers_seen: Mapping[str, Snapshot]) -> None:
        """The owner has seen these answers, by favourite; what is no longer there or asks something
        else by now is passed over."""
        with self._acting() as act:
            for identity, snapshot in answers_seen.items():
                old = self._find(act.connection, identity)
                if old is not None and answers(snapshot, old.question_json):
                    self._see(act, old, snapshot)

    def move(self, identity: str, folder: str | None) -> None:
        with self._acting() as act:
            old = self._held(act.connection, identity)
            into = self._folders.held(act, folder).id if folder is not None else None
            self._change(act, old, folder=into)

    def put_before(self, identity: str, other: str | None) -> None:
        """Before another one in the order of everything; last where there is no other."""
        with self._acting() as act:
            moved = self._held(act.connection, identity).id
            before = self._held(act.connection, other).id if other is not None else None
            there = [(each.id, each.place) for each in _list(act.connection, self._mine)]
            order = [each for each, _ in there if each != moved]
            if moved != before:
                order.insert(order.index(before) if before else len(order), moved)
                self._place(act, order, dict(there))

    def pin(self, identity: str, pinned: bool) -> None:
        with self._acting() as act:
            self._change(act, self._held(act.connection, identity), pinned=pinned)

    def duplicate(self, identity: str, title: str) -> Favourite:
        """A favourite of its own with the same question, note, folder and answer."""
        title = tidy_title(title)
        with self._acting() as act:
            old = self._held(act.connection, identity)
            seen = stored_snapshot(act.connection, old.snapshot)
            return self._add(act, seen, title, old.note, old.folder, False, "duplicated")

    def delete(self, identity: str) -> None:
        with self._acting() as act:
            old = self._held(act.connection, identity)
            self._change(act, old, deleted_at=act.now)
            act.note("favourite_deleted", old.id)

    def undelete(self, identity: str) -> Favourite:
        """Back as it was, in its place; one that is not deleted stays as it is."""
        with self._acting() as act:
            live = self._find(act.connection, identity)
            if live is not None:
                return live
            old = self._held(act.connection, identity, deleted=True)
            self._make_room(act)
            self._change(act, old, deleted_at=None)
            act.note("favourite_undeleted", old.id)
            return old

    def revisions(self, identity: str) -> list[Revision]:
        """Newest first."""
        with self.store.reading() as connection:
            return _revisions(connection, self._held(connection, identity))

    def restore(self, identity: str, number: int, snapshot: Snapshot) -> Favourite:
        """Title, note and question of an earlier revision, as a new one; ``snapshot`` is the
        answer to that question."""
        with self._acting() as act:
            old = self._held(act.connection, identity)
            past = _revisions(act.connection, old)
            wanted = next((each for each in past if each.number == number), None)
            if wanted is None:
                raise KeptError("not_there")
            if not answers(snapshot, wanted.question_json):
                raise ValueError("the snapshot answers another question than the revision's")
            words = replace(old, title=wanted.title, note=wanted.note)
            return self._revise(act, _asking(words, act, snapshot), "restored")

    def snapshot(self, identity: str) -> Snapshot:
        """The answer its owner last saw."""
        with self.store.reading() as connection:
            return stored_snapshot(connection, self._held(connection, identity).snapshot)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return favourite.c.owner == self.person.id

    @property
    def _folders(self) -> Folders:
        return Folders(self.store, self.person)

    def _acting(self) -> AbstractContextManager[Act]:
        return acting(self.store, self.person)

    def _find(
        self, connection: Connection, identity: str, deleted: bool = False
    ) -> Favourite | None:
        state = favourite.c.deleted_at.is_not(None) if deleted else favourite.c.deleted_at.is_(None)
        found = _list(connection, self._mine, state, favourite.c.id == known_id(identity))
        return found[0] if found else None

    def _held(self, connection: Connection, identity: str, deleted: bool = False) -> Favourite:
        found = self._find(connection, identity, deleted)
        if found is None:
            raise KeptError("not_there")
        return found

    def _make_room(self, act: Act) -> None:
        live = select(func.count()).where(self._mine, favourite.c.deleted_at.is_(None))
        if act.connection.execute(live).scalar_one() >= MOST_FAVOURITES:
            raise KeptError("too_many", {"what": "favourites", "most": MOST_FAVOURITES})

    def _add(
        self,
        act: Act,
        snapshot: Snapshot,
        title: str,
        note: str,
        folder: str | None,
        pinned: bool,
        why: Why,
    ) -> Favourite:
        self._make_room(act)
        last = select(func.coalesce(func.max(favourite.c.place), 0)).where(self._mine)
        new = Favourite(
            id=new_id(),
            folder=folder,
            title=title,
            note=note,
            question_json=snapshot.question_json,
            question_hash=snapshot.question_hash,
            snapshot=act.keep(snapshot),
            revision=1,
            place=act.connection.execute(last).scalar_one() + 1,
            pinned=pinned,
            created_at=act.now,
            changed_at=act.now,
            seen_at=act.now,
        )
        act.connection.execute(favourite.insert().values(owner=self.person.id, **_row(new)))
        _add_revision(act, new, why)
        act.note("favourite_saved", new.id, why=why, question=new.question_hash)
        return new

    def _revise(self, act: Act, changed: Favourite, why: Why) -> Favourite:
        new = replace(changed, revision=changed.revision + 1, changed_at=act.now)
        self._change(act, new, **_row(new))
        _add_revision(act, new, why)
        act.note("favourite_changed", new.id, why=why, revision=new.revision)
        return new

    def _see(self, act: Act, old: Favourite, snapshot: Snapshot) -> Favourite:
        new = replace(old, snapshot=act.keep(snapshot), seen_at=act.now)
        self._change(act, new, snapshot=new.snapshot, seen_at=new.seen_at)
        return new

    def _change(self, act: Act, old: Favourite, **values: Any) -> None:
        where = and_(self._mine, favourite.c.id == old.id)
        act.connection.execute(favourite.update().where(where).values(values))

    def _place(self, act: Act, order: list[str], before: dict[str, int]) -> None:
        """Number the favourites in this order, deleted ones too; write only what moved."""
        moved = [
            {"which": each, "at": place}
            for place, each in enumerate(order, start=1)
            if before[each] != place
        ]
        if moved:
            which = and_(self._mine, favourite.c.id == bindparam("which"))
            placing = favourite.update().where(which).values(place=bindparam("at"))
            act.connection.execute(placing, moved)


def answers(snapshot: Snapshot, question_json: str) -> bool:
    """Whether the snapshot is of that question, also when it was kept by an older release."""
    try:
        return read_question(question_json).hash == snapshot.question_hash
    except QuestionError:
        return False


def _asking(old: Favourite, act: Act, snapshot: Snapshot) -> Favourite:
    return replace(
        old,
        question_json=snapshot.question_json,
        question_hash=snapshot.question_hash,
        snapshot=act.keep(snapshot),
        seen_at=act.now,
    )


_CHOSEN = select(*(favourite.c[name] for name in _COLUMNS.values())).order_by(
    favourite.c.place, favourite.c.created_at, favourite.c.id
)


def _has_all(each: Favourite, words: Iterable[str]) -> bool:
    text = searched(f"{each.title}\n{each.note}")
    return all(word in text for word in words)


def _list(connection: Connection, *where: ColumnElement[bool]) -> list[Favourite]:
    """In the owner's order."""
    return [Favourite(*row) for row in connection.execute(_CHOSEN.where(*where))]


def _revisions(connection: Connection, of: Favourite) -> list[Revision]:
    past = favourite_revision.c
    chosen = (
        select(
            past.number,
            past.title,
            past.note,
            past.question,
            tables.person.c.name,
            past.changed_at,
            past.why,
        )
        .join(tables.person, tables.person.c.id == past.changed_by)
        .where(past.favourite == of.id)
        .order_by(past.number.desc())
    )
    return [Revision(*row) for row in connection.execute(chosen)]


def _add_revision(act: Act, of: Favourite, why: Why) -> None:
    row = {
        "favourite": of.id,
        "number": of.revision,
        "title": of.title,
        "note": of.note,
        "question": of.question_json,
        "changed_by": act.person.id,
        "changed_at": act.now,
        "why": why,
    }
    act.connection.execute(favourite_revision.insert().values(row))


def _row(of: Favourite) -> dict[str, Any]:
    return {column: getattr(of, name) for name, column in _COLUMNS.items()}
