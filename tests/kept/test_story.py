"""Stories of two persons, a group and a stranger, told at random against a simple model.

At every step the acknowledged favourites and links are there exactly as the model has them; nobody
opens what the model denies; every refusal is the same; and in the end the audit has one entry for
each thing that was done, in an unbroken chain.
"""

import itertools
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from assistant.kept import audit
from assistant.kept.errors import KeptError
from assistant.kept.favourites import Favourite, Favourites, Revision
from assistant.kept.folders import Folder, Folders
from assistant.kept.links import Audience, Link, Links
from assistant.kept.people import STRANGER
from assistant.kept.tidying import tidy
from tests.kept.made import answer, audited, question, somebody

STORIES = itertools.count(1)
GONE = ("not_there", "not_there: {}")
REFUSED = ("link_refused", "link_refused: {}")

who = st.sampled_from(["anna", "bo"])
anybody = st.sampled_from(["anna", "bo", "a stranger"])
titles = st.sampled_from(["Malmö", "Åre", "öar", "Ystad"])
notes = st.sampled_from(["", "inför mötet"])
numbers = st.integers(1, 3)


@dataclass
class Kept:
    """A favourite as the model has it: what `all` should give, and what it has been."""

    owner: str
    now: Favourite
    past: list[Revision]
    deleted: datetime | None = None


@dataclass
class Shared:
    owner: str
    token: str
    now: Link
    document: str


@dataclass
class World:
    favourites: dict[str, Kept] = field(default_factory=dict)
    order: dict[str, list[str]] = field(default_factory=lambda: {"anna": [], "bo": []})
    folders: dict[str, list[Folder]] = field(default_factory=lambda: {"anna": [], "bo": []})
    links: list[Shared] = field(default_factory=list)
    members: set[str] = field(default_factory=set)
    noted: list[tuple[str, str]] = field(default_factory=list)


def refusal(do, *args):
    """How the call was refused; an answer is none."""
    with pytest.raises(KeptError) as error:
        do(*args)
    return error.value.code, str(error.value)


class Story(RuleBasedStateMachine):
    store = None
    clock = None
    favourites = Bundle("favourites")
    folders = Bundle("folders")
    links = Bundle("links")

    @initialize()
    def begin(self):
        self.number = next(STORIES)
        self.group = f"gruppen {self.number}"
        self.world = World()
        self.version = 1
        self.before = len(audited(self.store))

    def person(self, name):
        if name == "a stranger":
            return STRANGER
        groups = [self.group] if name in self.world.members else []
        return somebody(f"{name}{self.number}", *groups)

    def own(self, name):
        return Favourites(self.store, self.person(name))

    def answer(self, number):
        return answer(question(number), version=f"v{self.version}")

    def note(self, action, about):
        self.world.noted.append((action, about))

    def mine(self, name, identity, deleted=False):
        """The model's favourite, if this person has it in that state."""
        kept = self.world.favourites.get(identity)
        theirs = kept is not None and kept.owner == name
        return kept if theirs and (kept.deleted is not None) == deleted else None

    def added(self, name, new, why):
        assert new.revision == 1
        self.world.favourites[new.id] = Kept(name, new, [self.revision(name, new, why)])
        self.world.order[name].append(new.id)
        self.note("favourite_saved", new.id)
        return new.id

    def revision(self, name, of, why):
        by = self.person(name).name
        return Revision(of.revision, of.title, of.note, of.question_json, by, of.changed_at, why)

    def revised(self, name, kept, got, why, **changes):
        now = self.clock.now
        kept.now = replace(kept.now, revision=kept.now.revision + 1, changed_at=now, **changes)
        assert got == self.placed(kept)
        kept.past.insert(0, self.revision(name, kept.now, why))
        self.note("favourite_changed", kept.now.id)

    def placed(self, kept):
        """The favourite with the place that the store gives it, which the model has as an order."""
        return replace(kept.now, place=self.own(kept.owner).get(kept.now.id).place)

    @rule(
        target=favourites, name=who, title=titles, note=notes, number=numbers, pinned=st.booleans()
    )
    def save(self, name, title, note, number, pinned):
        snapshot = self.answer(number)
        new = self.own(name).save(snapshot, title, note, pinned=pinned)
        assert (new.title, new.note, new.pinned, new.folder) == (title, note, pinned, None)
        assert (new.question_hash, new.snapshot) == (question(number).hash, snapshot.id)
        assert new.created_at == new.changed_at == self.clock.now
        return self.added(name, new, "saved")

    @rule(name=who, identity=favourites, title=titles, note=notes)
    def edit(self, name, identity, title, note):
        kept = self.mine(name, identity)
        if kept is None:
            assert refusal(self.own(name).edit, identity, title, note) == GONE
            return
        got = self.own(name).edit(identity, title, note)
        if (title, note) != (kept.now.title, kept.now.note):
            self.revised(name, kept, got, "edited", title=title, note=note)

    @rule(name=who, identity=favourites, number=numbers)
    def ask_otherwise(self, name, identity, number):
        snapshot = self.answer(number)
        kept = self.mine(name, identity)
        if kept is None:
            assert refusal(self.own(name).ask_otherwise, identity, snapshot) == GONE
            return
        got = self.own(name).ask_otherwise(identity, snapshot)
        if kept.now.question_hash == question(number).hash:
            kept.now = replace(kept.now, snapshot=snapshot.id, seen_at=self.clock.now)
        else:
            asked = {
                "question_json": question(number).canonical_json(),
                "question_hash": question(number).hash,
                "snapshot": snapshot.id,
                "seen_at": self.clock.now,
            }
            self.revised(name, kept, got, "question", **asked)

    @rule(name=who, identity=favourites, number=numbers)
    def see(self, name, identity, number):
        snapshot = self.answer(number)
        kept = self.mine(name, identity)
        if kept is None:
            assert refusal(self.own(name).seen, identity, snapshot) == GONE
            return
        same = kept.now.question_hash == question(number).hash
        assert self.own(name).seen(identity, snapshot) == same
        if same:
            kept.now = replace(kept.now, snapshot=snapshot.id, seen_at=self.clock.now)

    @rule(name=who, identity=favourites, pinned=st.booleans())
    def pin(self, name, identity, pinned):
        kept = self.mine(name, identity)
        if kept is None:
            assert refusal(self.own(name).pin, identity, pinned) == GONE
            return
        self.own(name).pin(identity, pinned)
        kept.now = replace(kept.now, pinned=pinned)

    @rule(name=who, identity=favourites, folder=folders | st.none())
    def move(self, name, identity, folder):
        kept = self.mine(name, identity)
        has = folder is None or folder in {each.id for each in self.world.folders[name]}
        if kept is None or not has:
            assert refusal(self.own(name).move, identity, folder) == GONE
            return
        self.own(name).move(identity, folder)
        kept.now = replace(kept.now, folder=folder)

    @rule(name=who, identity=favourites, other=favourites | st.none())
    def put_before(self, name, identity, other):
        has = self.mine(name, identity) and (other is None or self.mine(name, other))
        if not has:
            assert refusal(self.own(name).put_before, identity, other) == GONE
            return
        self.own(name).put_before(identity, other)
        order = self.world.order[name]
        if identity != other:
            order.remove(identity)
            order.insert(len(order) if other is None else order.index(other), identity)

    @rule(target=favourites, name=who, identity=favourites, title=titles)
    def duplicate(self, name, identity, title):
        kept = self.mine(name, identity)
        if kept is None:
            assert refusal(self.own(name).duplicate, identity, title) == GONE
            return multiple()
        new = self.own(name).duplicate(identity, title)
        same = replace(
            kept.now,
            id=new.id,
            title=title,
            pinned=False,
            revision=1,
            place=new.place,
            created_at=self.clock.now,
            changed_at=self.clock.now,
            seen_at=self.clock.now,
        )
        assert new == same
        return self.added(name, new, "duplicated")

    @rule(name=who, identity=favourites)
    def delete(self, name, identity):
        kept = self.mine(name, identity)
        if kept is None:
            assert refusal(self.own(name).delete, identity) == GONE
            return
        self.own(name).delete(identity)
        kept.deleted = self.clock.now
        self.note("favourite_deleted", identity)

    @rule(name=who, identity=favourites)
    def undelete(self, name, identity):
        kept = self.mine(name, identity, deleted=True)
        if kept is not None:
            self.own(name).undelete(identity)
            kept.deleted = None
            self.note("favourite_undeleted", identity)
        elif self.mine(name, identity) is None:
            assert refusal(self.own(name).undelete, identity) == GONE

    @rule()
    def tidy(self):
        long_ago = self.clock.now - timedelta(days=30)
        gone = [
            identity
            for identity, kept in self.world.favourites.items()
            if kept.deleted is not None and kept.deleted < long_ago
        ]
        assert tidy(self.store, f"v{self.version}").favourites >= len(gone)  # other stories' too
        self.note("tidied", "")
        for identity in gone:
            self.world.order[self.world.favourites.pop(identity).owner].remove(identity)

    @rule(name=who, identity=favourites, back=st.integers(0, 3))
    def restore(self, name, identity, back):
        kept = self.mine(name, identity)
        if kept is None or back >= len(kept.past):
            assert refusal(self.own(name).restore, identity, 99, self.answer(1)) == GONE
            return
        then = kept.past[back]
        number = next(n for n in (1, 2, 3) if question(n).canonical_json() == then.question_json)
        snapshot = self.answer(number)
        got = self.own(name).restore(identity, then.number, snapshot)
        asked = {
            "title": then.title,
            "note": then.note,
            "question_json": then.question_json,
            "question_hash": question(number).hash,
            "snapshot": snapshot.id,
            "seen_at": self.clock.now,
        }
        self.revised(name, kept, got, "restored", **asked)

    @rule(target=folders, name=who, title=titles)
    def add_folder(self, name, title):
        there = self.world.folders[name]
        new = Folders(self.store, self.person(name)).add(title)
        if any(each.name == title for each in there):
            assert new in there
            return multiple()
        assert new.name == title
        there.append(new)
        return new.id

    @rule(name=who, folder=folders)
    def remove_folder(self, name, folder):
        there = self.world.folders[name]
        if folder not in {each.id for each in there}:
            assert refusal(Folders(self.store, self.person(name)).remove, folder) == GONE
            return
        Folders(self.store, self.person(name)).remove(folder)
        self.world.folders[name] = [each for each in there if each.id != folder]
        for kept in self.world.favourites.values():
            if kept.now.folder == folder:
                kept.now = replace(kept.now, folder=None)

    @rule(
        target=links,
        name=who,
        title=titles,
        number=numbers,
        kind=st.sampled_from(["frozen", "live"]),
        to=st.sampled_from(["everyone", "anna", "bo", "group", "bo and group"]),
        days=st.none() | st.integers(0, 40),
    )
    def share(self, name, title, number, kind, to, days):
        snapshot = self.answer(number)
        people = tuple(self.person(each).email for each in ("anna", "bo") if each in to)
        groups = (self.group,) if "group" in to else ()
        audience = Audience(to == "everyone", people, groups)
        ends = None if days is None else self.clock.now + timedelta(days=days)
        links = Links(self.store, self.person(name))
        if days == 0:
            assert refusal(links.share, snapshot, title, kind, audience, "", ends)[0] == (
                "ends_in_the_past"
            )
            return multiple()
        link, token = links.share(snapshot, title, kind, audience, ends_at=ends)
        assert (link.title, link.kind, link.audience, link.ends_at) == (title, kind, audience, ends)
        self.world.links.append(Shared(name, token, link, snapshot.document))
        self.note("link_shared", link.id)
        return len(self.world.links) - 1

    def can_see(self, name, shared):
        link = shared.now
        if link.withdrawn_at is not None:
            return False
        if link.ends_at is not None and self.clock.now >= link.ends_at:
            return False
        in_group = name in self.world.members and link.audience.groups != ()
        named = self.person(name).email in link.audience.people
        return link.audience.everyone or name == shared.owner or in_group or named

    @rule(name=anybody, which=links)
    def open(self, name, which):
        shared = self.world.links[which]
        links = Links(self.store, self.person(name))
        if not self.can_see(name, shared):
            assert refusal(links.open, shared.token) == REFUSED
            self.note("link_refused", shared.now.id)
            return
        opened = links.open(shared.token)
        assert opened.snapshot.document == shared.document
        shared.now = replace(shared.now, opened=shared.now.opened + 1)
        shown = (
            shared.now.audience if name == shared.owner else Audience(shared.now.audience.everyone)
        )
        assert opened.link == replace(shared.now, audience=shown)
        self.note("link_opened", shared.now.id)

    @rule(name=anybody, token=st.sampled_from(["", "A" * 22, "x y", "1" * 22]))
    def guess(self, name, token):
        assert refusal(Links(self.store, self.person(name)).open, token) == REFUSED
        self.note("link_refused", "")

    @rule()
    def everybody_clicks(self):
        for shared in self.world.links:
            for name in ("anna", "bo", "a stranger"):
                may = Links(self.store, self.person(name)).still_open(shared.token)
                assert may == self.can_see(name, shared)

    @rule(name=who, which=links)
    def withdraw(self, name, which):
        shared = self.world.links[which]
        links = Links(self.store, self.person(name))
        if shared.owner != name:
            assert refusal(links.withdraw, shared.now.id) == GONE
            return
        links.withdraw(shared.now.id)
        self.withdrawn(shared)

    @rule(name=who)
    def withdraw_all(self, name):
        theirs = [each for each in self.world.links if each.owner == name]
        still = [each for each in theirs if each.now.withdrawn_at is None]
        assert Links(self.store, self.person(name)).withdraw_all() == len(still)
        for shared in still:
            self.withdrawn(shared)

    def withdrawn(self, shared):
        if shared.now.withdrawn_at is None:
            shared.now = replace(shared.now, withdrawn_at=self.clock.now)
            self.note("link_withdrawn", shared.now.id)

    @rule(days=st.integers(1, 40))
    def time_passes(self, days):
        self.clock.forward(days=days)

    @rule()
    def new_data(self):
        self.version += 1

    @rule(name=who)
    def role_changes(self, name):
        self.world.members ^= {name}

    @invariant()
    def favourites_are_the_models(self):
        for name in ("anna", "bo"):
            there = [
                kept
                for kept in map(self.world.favourites.__getitem__, self.world.order[name])
                if kept.deleted is None
            ]
            found = self.own(name).all()
            expected = sorted(there, key=lambda kept: not kept.now.pinned)
            assert [replace(each, place=0) for each in found] == [
                replace(kept.now, place=0) for kept in expected
            ]

    @invariant()
    def links_are_the_models(self):
        for name in ("anna", "bo"):
            own = {each.id: each for each in Links(self.store, self.person(name)).own()}
            theirs = [each.now for each in self.world.links if each.owner == name]
            assert own == {each.id: each for each in theirs}

    def teardown(self):
        if not hasattr(self, "world"):
            return
        self.everybody_clicks()
        for which, name in itertools.product(
            range(len(self.world.links)), ("anna", "bo", "a stranger")
        ):
            self.open(name, which)
        for identity, kept in self.world.favourites.items():
            if kept.deleted is None:
                assert self.own(kept.owner).revisions(identity) == kept.past
                assert self.own(kept.owner).snapshot(identity).id == kept.now.snapshot
        log = audited(self.store)[self.before :]
        assert sorted(each[1:3] for each in log) == sorted(self.world.noted)
        with self.store.reading() as connection:
            assert audit.verify(connection).trouble is None


def test_stories_of_two_persons_and_a_group(store, clock):
    told = type("ToldStory", (Story,), {"store": store, "clock": clock})
    run_state_machine_as_test(told, settings=settings(max_examples=30, stateful_step_count=50))
