"""Result links: what a sender saw, shown to whom she chose, until it ends or she withdraws it.

A link's token is known to those it was given to; the store has only its sha-256. Whoever may not
open a link cannot tell an unknown one from an ended, a withdrawn or somebody else's: every refusal
is the same. Who may is decided afresh each time, from the person who asks then.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, func, select

from assistant.kept import tables
from assistant.kept.acts import Act, acting, known_id, new_id, stored_snapshot
from assistant.kept.errors import KeptError
from assistant.kept.people import Person, canonical_name
from assistant.kept.store import Store
from assistant.kept.tables import link, link_reader
from assistant.kept.texts import tidy_note, tidy_title
from assistant.snapshot import Snapshot

LONGEST_TITLE = 500
LONGEST_READER = 254
MOST_READERS = 100
MOST_LINKS = 5_000

Kind = Literal["frozen", "live"]
State = Literal["open", "ended", "withdrawn"]
Refusal = Literal["unknown", "withdrawn", "ended", "forbidden"]

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_GROUP = re.compile(r".+")
_NO_TOKEN = "0" * 64
"""Is looked up in place of what cannot be a token, and never found."""


@dataclass(frozen=True)
class Audience:
    """Everyone with the link, or the people (by e-mail address) and groups that are named."""

    everyone: bool
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def admits(self, person: Person) -> bool:
        """Named are people by an address that the provider vouches for, and members of a group."""
        if self.everyone:
            return True
        groups = {canonical_name(each) for each in person.groups}
        named = person.email is not None and canonical_name(person.email) in self.people
        return bool(person.id) and (named or not groups.isdisjoint(self.groups))


@dataclass(frozen=True)
class Link:
    """``snapshot`` is the id of what the sender saw. A receiver's ``audience`` names nobody."""

    id: str
    kind: Kind
    title: str
    note: str
    question_json: str
    question_hash: str
    snapshot: str
    audience: Audience
    open_slot: str | None
    created_at: datetime
    ends_at: datetime | None
    withdrawn_at: datetime | None
    opened: int
    owner_name: str

    def state(self, now: datetime) -> State:
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "ended" if self.ends_at is not None and self.ends_at <= now else "open"


_COLUMNS = {
    each.name: "question" if each.name == "question_json" else each.name
    for each in fields(Link)
    if each.name not in {"audience", "owner_name"}
}
"""What a link's own fields are called in its table."""


@dataclass(frozen=True)
class Opened:
    link: Link
    snapshot: Snapshot


@dataclass(frozen=True)
class _Found:
    link: Link
    owner: str

    def refusal(self, person: Person, now: datetime) -> Refusal | None:
        """Why this person may not open the link now."""
        state = self.link.state(now)
        if state != "open":
            return state
        owns = person.id != "" and person.id == self.owner
        return None if owns or self.link.audience.admits(person) else "forbidden"


class Links:
    """What the person has shared, and what others have shared with her."""

    def __init__(self, store: Store, person: Person) -> None:
        self.store = store
        self.person = person

    def share(
        self,
        snapshot: Snapshot,
        title: str,
        kind: Kind,
        audience: Audience,
        note: str = "",
        ends_at: datetime | None = None,
        open_slot: str | None = None,
    ) -> tuple[Link, str]:
        """A new link and its token, which can never be had again."""
        title, note = tidy_title(title, most=LONGEST_TITLE), tidy_note(note)
        audience = _checked(audience)
        token = secrets.token_urlsafe(16)
        with acting(self.store, self.person) as act:
            if ends_at is not None and ends_at <= act.now:
                raise KeptError("ends_in_the_past")
            self._make_room(act)
            new = Link(
                id=new_id(),
                kind=kind,
                title=title,
                note=note,
                question_json=snapshot.question_json,
                question_hash=snapshot.question_hash,
                snapshot=act.keep(snapshot),
                audience=audience,
                open_slot=open_slot,
                created_at=act.now,
                ends_at=ends_at,
                withdrawn_at=None,
                opened=0,
                owner_name=self.person.name,
            )
            _add(act, new, token)
            return new, token

    def own(self) -> list[Link]:
        """Newest first, those that have ended or been withdrawn too."""
        with self.store.reading() as connection:
            found = _find(connection, self._mine)
        return [each.link for each in found]

    def withdraw(self, identity: str) -> None:
        """From now on nobody opens it; doing it twice changes nothing."""
        with acting(self.store, self.person) as act:
            known = and_(self._mine, link.c.id == known_id(identity))
            if act.connection.execute(select(link.c.id).where(known)).first() is None:
                raise KeptError("not_there")
            _withdraw(act, known)

    def withdraw_all(self) -> int:
        """How many there were to withdraw."""
        with acting(self.store, self.person) as act:
            return _withdraw(act, self._mine)

    def open(self, token: str | bytes) -> Opened:
        """What was shared, counted and noted; or the one refusal, noted with its true reason."""
        with self.store.writing() as connection:
            act = Act(connection, self.person, self.store.now())
            opened = self._open(act, token)
        if opened is None:
            raise KeptError("link_refused")
        return opened

    def still_open(self, token: str | bytes) -> bool:
        """Whether the person may go on looking: asked at every click, counted and noted never."""
        with self.store.reading() as connection:
            found = _find(connection, link.c.token_hash == _digest(token))
        return bool(found) and found[0].refusal(self.person, self.store.now()) is None

    @property
    def _mine(self) -> ColumnElement[bool]:
        return link.c.owner == self.person.id

    def _make_room(self, act: Act) -> None:
        shared = act.connection.execute(select(func.count()).where(self._mine)).scalar_one()
        if shared >= MOST_LINKS:
            raise KeptError("too_many", {"what": "links", "most": MOST_LINKS})

    def _open(self, act: Act, token: str | bytes) -> Opened | None:
        wanted = link.c.token_hash == _digest(token)
        found = next(iter(_find(act.connection, wanted)), None)
        refusal = found.refusal(self.person, act.now) if found else "unknown"
        if found is None or refusal is not None:
            act.note("link_refused", found.link.id if found else "", reason=refusal)
            return None
        act.connection.execute(link.update().where(wanted).values(opened=link.c.opened + 1))
        act.note("link_opened", found.link.id, kind=found.link.kind)
        shown = replace(found.link, opened=found.link.opened + 1)
        if found.owner != self.person.id:
            shown = replace(shown, audience=Audience(found.link.audience.everyone))
        return Opened(shown, stored_snapshot(act.connection, found.link.snapshot))


def _digest(token: str | bytes) -> str:
    """The hash a link is stored by; whatever cannot be a token has the hash of none."""
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        return _NO_TOKEN
    return hashlib.sha256(token.encode()).hexdigest()


def _checked(audience: Audience) -> Audience:
    """Names in canonical form, each once, and at least one of them unless everyone is meant."""
    if audience.everyone:
        return Audience(everyone=True)
    people = tuple(sorted({_reader(each, _EMAIL) for each in audience.people}))
    groups = tuple(sorted({_reader(each, _GROUP) for each in audience.groups}))
    if not people and not groups:
        raise KeptError("bad_reader", {"given": ""})
    if len(people) + len(groups) > MOST_READERS:
        raise KeptError("too_many", {"what": "readers", "most": MOST_READERS})
    return Audience(False, people, groups)


def _reader(text: str, form: re.Pattern[str]) -> str:
    name = canonical_name(text)
    if len(name) > LONGEST_READER or not name.isprintable() or not form.fullmatch(name):
        raise KeptError("bad_reader", {"given": name[:LONGEST_READER]})
    return name


def _add(act: Act, new: Link, token: str) -> None:
    row = {column: getattr(new, name) for name, column in _COLUMNS.items()}
    row |= {
        "token_hash": _digest(token),
        "owner": act.person.id,
        "audience": "link" if new.audience.everyone else "named",
    }
    act.connection.execute(link.insert().values(row))
    readers = [
        {"link": new.id, "kind": kind, "name": name}
        for kind, names in (("person", new.audience.people), ("group", new.audience.groups))
        for name in names
    ]
    if readers:
        act.connection.execute(link_reader.insert(), readers)
    act.note("link_shared", new.id, kind=new.kind, audience=row["audience"], readers=len(readers))


def _withdraw(act: Act, which: ColumnElement[bool]) -> int:
    still = link.update().where(which, link.c.withdrawn_at.is_(None))
    done = act.connection.execute(still.values(withdrawn_at=act.now).returning(link.c.id))
    withdrawn = list(done.scalars())
    for identity in withdrawn:
        act.note("link_withdrawn", identity)
    return len(withdrawn)


_CHOSEN = (
    select(
        *(link.c[column] for column in _COLUMNS.values()),
        link.c.audience,
        link.c.owner,
        tables.person.c.name,
    )
    .join(tables.person)
    .order_by(link.c.created_at.desc(), link.c.id)
)
_READERS = select(link_reader).join(link).order_by(link_reader.c.name)


def _find(connection: Connection, *where: ColumnElement[bool]) -> list[_Found]:
    """Links with those they are for, newest first."""
    rows = connection.execute(_CHOSEN.where(*where)).all()
    named = _named(connection, *where)
    found = []
    for *own, audience, owner, owner_name in rows:
        values = dict(zip(_COLUMNS, own, strict=True))
        people, groups = (tuple(named[values["id"], kind]) for kind in ("person", "group"))
        readers = Audience(audience == "link", people, groups)
        found.append(_Found(Link(**values, audience=readers, owner_name=owner_name), owner))
    return found


def _named(connection: Connection, *where: ColumnElement[bool]) -> Mapping[Any, list[str]]:
    """Who may open the links, by the link's id and the kind of reader."""
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    for identity, kind, name in connection.execute(_READERS.where(*where)):
        named[identity, kind].append(name)
    return named
