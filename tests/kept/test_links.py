"""Result links: what was shared, to whom, until when; and one refusal for everything else."""

import hashlib
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.kept import links as module
from assistant.kept.errors import KeptError
from assistant.kept.links import Audience, Links
from assistant.kept.people import LOCAL, STRANGER, Person
from tests.kept.made import (
    ANNA,
    BO,
    answer,
    audited,
    everything_stored,
    question,
    refused,
    somebody,
)

EVERYONE = Audience(everyone=True)
NAMELESS = Person("n" * 32, "Nils", None, frozenset({"analys"}))


@pytest.fixture
def links(store):
    return Links(store, ANNA)


def named(*people, groups=()):
    return Audience(False, tuple(people), tuple(groups))


def test_a_link_shows_what_its_sender_saw(store, links, clock):
    snapshot = answer(says="Malmö har flest")
    shared, token = links.share(
        snapshot, "Malmö", "frozen", EVERYONE, "Se här", clock.now + timedelta(days=30), "place"
    )
    opened = Links(store, BO).open(token)
    assert opened.snapshot == snapshot
    assert opened.link == replace(shared, opened=1)
    assert (shared.kind, shared.title, shared.note) == ("frozen", "Malmö", "Se här")
    assert (shared.question_json, shared.question_hash) == (
        question().canonical_json(),
        question().hash,
    )
    assert (shared.open_slot, shared.owner_name, shared.snapshot) == ("place", "Anna", snapshot.id)
    assert (shared.created_at, shared.ends_at) == (clock.now, clock.now + timedelta(days=30))
    assert shared.state(clock.now) == "open"


def test_a_token_is_128_bits_and_never_stored(store, links):
    tokens = {links.share(answer(), "x", "live", EVERYONE)[1] for _ in range(20)}
    assert len(tokens) == 20
    stored = everything_stored(store)
    for token in tokens:
        assert len(token) == 22
        assert token not in stored
        assert hashlib.sha256(token.encode()).hexdigest() in stored


def test_what_was_shared_does_not_follow_the_favourite_or_the_data(store, links):
    first = answer(version="v1", says="först")
    token = links.share(first, "x", "frozen", EVERYONE)[1]
    for number in range(10):
        links.share(answer(version=f"v{number + 2}"), "x", "frozen", EVERYONE)
    assert Links(store, BO).open(token).snapshot.document == first.document


def test_own_links_are_listed_newest_first_whatever_their_state(store, links, clock):
    gone, _ = links.share(answer(), "ett", "frozen", EVERYONE)
    clock.forward(days=1)
    ended, _ = links.share(answer(), "två", "live", EVERYONE, ends_at=clock.now + timedelta(1))
    clock.forward(days=2)
    people = named("Bo@Myndighet.example", "anna@b.example", groups=("Ledning", "analys"))
    live, token = links.share(answer(), "tre", "live", people)
    links.withdraw(gone.id)
    Links(store, BO).open(token)
    own = links.own()
    assert own == [replace(live, opened=1), ended, replace(gone, withdrawn_at=clock.now)]
    assert [each.state(clock.now) for each in own] == ["open", "ended", "withdrawn"]
    assert own[0].audience == named(
        "anna@b.example", "bo@myndighet.example", groups=("analys", "ledning")
    )
    assert Links(store, BO).own() == []
    assert Links(store, STRANGER).own() == []


WHO = {
    "owner": ANNA,
    "bo": BO,
    "bo, otherwise written": replace(BO, email="  BO@Myndighet.Example"),
    "carl": somebody("Carl", "analys"),
    "nameless": NAMELESS,
    "stranger": STRANGER,
    "local": LOCAL,
    "nobody's group": somebody("Dan"),
}
MAY = {
    "everyone": (EVERYONE, set(WHO)),
    "bo": (named("bo@myndighet.example"), {"owner", "bo", "bo, otherwise written"}),
    "a group": (named(groups=("analys",)), {"owner", "carl", "nameless"}),
    "both": (
        named(" BO@myndighet.EXAMPLE ", groups=("Analys",)),
        {"owner", "bo", "bo, otherwise written", "carl", "nameless"},
    ),
    "another": (named("eva@myndighet.example"), {"owner"}),
}


@pytest.mark.parametrize("audience", MAY)
@pytest.mark.parametrize("who", WHO)
def test_only_who_is_meant_may_open(store, links, audience, who):
    _, token = links.share(answer(), "x", "frozen", MAY[audience][0])
    receiver = Links(store, WHO[who])
    may = who in MAY[audience][1]
    assert receiver.still_open(token) == may
    if may:
        assert receiver.open(token).snapshot == answer()
    else:
        with refused("link_refused"):
            receiver.open(token)


def test_access_is_decided_afresh(store, links):
    _, token = links.share(answer(), "x", "live", named(groups=("analys",)))
    carl = somebody("Carl", "analys")
    Links(store, carl).open(token)
    moved = Links(store, replace(carl, groups=frozenset({"ekonomi"})))
    assert not moved.still_open(token)
    with refused("link_refused"):
        moved.open(token)


def test_every_refusal_is_the_same_and_its_reason_is_noted(store, links, clock):
    soon = clock.now + timedelta(days=1)
    ended, ended_token = links.share(answer(), "x", "frozen", EVERYONE, ends_at=soon)
    gone, gone_token = links.share(answer(), "x", "frozen", EVERYONE)
    other, other_token = links.share(answer(), "x", "frozen", named("eva@myndighet.example"))
    clock.set(soon)
    links.withdraw(gone.id)
    before = len(audited(store))
    tokens = [ended_token, gone_token, other_token, "A" * 22, "no token at all"]
    told = []
    for token in tokens:
        with refused("link_refused") as error:
            Links(store, BO).open(token)
        told.append((str(error.value), error.value.details))
        assert not Links(store, BO).still_open(token)
    assert told == [("link_refused: {}", {})] * len(tokens)
    assert audited(store)[before:] == [
        (BO.id, "link_refused", ended.id, {"reason": "ended"}),
        (BO.id, "link_refused", gone.id, {"reason": "withdrawn"}),
        (BO.id, "link_refused", other.id, {"reason": "forbidden"}),
        (BO.id, "link_refused", "", {"reason": "unknown"}),
        (BO.id, "link_refused", "", {"reason": "unknown"}),
    ]
    assert all(each.opened == 0 for each in links.own())


def test_a_link_ends_at_its_time_and_not_before(store, links, clock):
    ends = clock.now + timedelta(hours=1)
    _, token = links.share(answer(), "x", "live", EVERYONE, ends_at=ends)
    clock.set(ends - timedelta(microseconds=1))
    assert Links(store, BO).still_open(token)
    clock.set(ends)
    assert not Links(store, BO).still_open(token)
    assert not links.still_open(token)


def test_a_link_that_has_ended_is_not_made(links, clock):
    for ends in (clock.now, clock.now - timedelta(days=1)):
        with refused("ends_in_the_past"):
            links.share(answer(), "x", "live", EVERYONE, ends_at=ends)
    assert links.own() == []


def test_withdrawn_is_withdrawn_for_everybody_and_once(store, links, clock):
    link, token = links.share(answer(), "x", "live", EVERYONE)
    links.withdraw(link.id)
    first = clock.now
    clock.forward(days=1)
    links.withdraw(link.id)
    assert links.own()[0].withdrawn_at == first
    assert [action for _, action, *_ in audited(store)].count("link_withdrawn") == 1
    for person in (ANNA, BO, STRANGER):
        assert not Links(store, person).still_open(token)


def test_all_are_withdrawn_but_nobody_elses(store, links):
    tokens = [links.share(answer(), "x", "live", EVERYONE)[1] for _ in range(3)]
    links.withdraw(links.own()[0].id)
    theirs = Links(store, BO)
    kept = theirs.share(answer(), "x", "live", EVERYONE)[1]
    assert links.withdraw_all() == 2
    assert links.withdraw_all() == 0
    assert not any(theirs.still_open(token) for token in tokens)
    assert links.still_open(kept)


def test_somebody_elses_link_is_not_there_to_withdraw(store, links):
    link, token = links.share(answer(), "x", "live", EVERYONE)
    for identity in (link.id, "a" * 10, "", "\0", token):
        with refused("not_there"):
            Links(store, BO).withdraw(identity)
    assert links.own() == [link]


def test_openings_are_counted_and_clicks_are_not(store, links):
    link, token = links.share(answer(), "x", "live", EVERYONE)
    before = len(audited(store))
    for person in (BO, STRANGER, ANNA):
        Links(store, person).open(token)
        assert Links(store, person).still_open(token)
    assert links.own()[0].opened == 3
    assert [(actor, action, about) for actor, action, about, _ in audited(store)[before:]] == [
        (BO.id, "link_opened", link.id),
        ("", "link_opened", link.id),
        (ANNA.id, "link_opened", link.id),
    ]


def test_a_receiver_is_not_told_who_else_may_open(store, links):
    people = named("bo@myndighet.example", "eva@myndighet.example", groups=("ledning",))
    shared, token = links.share(answer(), "x", "live", people)
    assert Links(store, BO).open(token).link.audience == named()
    assert links.open(token).link.audience == shared.audience


@pytest.mark.parametrize(
    "audience",
    [
        named(),
        named("bo"),
        named("bo@"),
        named("@myndighet.example"),
        named("bo@example"),
        named("b o@myndighet.example"),
        named("bo@myndighet..example"),
        named("bo@a.example, eva@a.example"),
        named("b\0o@myndighet.example"),
        named("\ud800@myndighet.example"),
        named("x" * 250 + "@a.example"),
        named(groups=("",)),
        named(groups=("  ",)),
        named(groups=("a\0",)),
        named(groups=("x" * 255,)),
    ],
)
def test_a_reader_that_nobody_can_be_is_refused(links, audience):
    with refused("bad_reader"):
        links.share(answer(), "x", "live", audience)
    assert links.own() == []


def test_there_is_room_for_so_many(links, monkeypatch):
    many = tuple(f"a{number}@myndighet.example" for number in range(101))
    with refused("too_many"):
        links.share(answer(), "x", "live", named(*many))
    links.share(answer(), "x", "live", named(*many[:100]))
    monkeypatch.setattr(module, "MOST_LINKS", 1)
    with refused("too_many"):
        links.share(answer(), "x", "live", EVERYONE)


def test_texts_are_within_bounds(links):
    for title, note, code in (
        (" ", "", "empty_title"),
        ("x" * 501, "", "too_long"),
        ("x", "x" * 2001, "too_long"),
        ("121212-1212", "", "personal_number"),
        ("x", "om 19121212-1212", "personal_number"),
    ):
        with refused(code):
            links.share(answer(), title, "live", EVERYONE, note)
    assert links.share(answer(), "å" * 500, "live", EVERYONE)[0].title == "å" * 500


def test_a_stranger_shares_nothing(store):
    with refused("not_there"):
        Links(store, STRANGER).share(answer(), "x", "live", EVERYONE)


def test_sharing_and_withdrawing_are_noted_without_words_or_names(store, links):
    link, token = links.share(answer(), "Hemlig titel", "live", named("bo@myndighet.example"), "hm")
    links.withdraw(link.id)
    log = audited(store)
    assert log == [
        (ANNA.id, "link_shared", link.id, {"audience": "named", "kind": "live", "readers": 1}),
        (ANNA.id, "link_withdrawn", link.id, {}),
    ]
    assert token not in str(log)


def test_nobody_withdraws_in_the_middle_of_an_opening(store, links, monkeypatch):
    """An opening that has begun is over before the link is withdrawn; none ends after."""
    link, token = links.share(answer(), "x", "live", EVERYONE)
    looked, go_on, find = Event(), Event(), module._find

    def slow(connection, *where):
        found = find(connection, *where)
        looked.set()
        assert go_on.wait(30)
        return found

    monkeypatch.setattr(module, "_find", slow)
    with ThreadPoolExecutor(2) as threads:
        opening = threads.submit(Links(store, BO).open, token)
        assert looked.wait(30)
        withdrawing = threads.submit(links.withdraw, link.id)
        waited = wait([withdrawing], timeout=0.3).not_done
        go_on.set()
        assert opening.result().snapshot == answer()
        withdrawing.result()
    assert waited
    assert not links.still_open(token)


LIKE_A_TOKEN = st.text("ABCxyz019-_", min_size=20, max_size=24)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("\ud800" * 22)
@given(
    token=st.text(st.characters(exclude_categories=[]))
    | st.binary()
    | LIKE_A_TOKEN
    | LIKE_A_TOKEN.map(str.encode)
)
def test_whatever_is_no_token_is_refused_and_nothing_else(store, links, token):
    assert not links.still_open(token)
    with refused("link_refused"):
        links.open(token)


def test_a_token_has_one_spelling(store, links):
    _, token = links.share(answer(), "x", "live", EVERYONE)
    for other in (token + "=", f" {token}", f"{token}\n", token.swapcase(), token.encode(), None):
        assert not links.still_open(other)
    with pytest.raises(KeptError):
        links.open(token + "=")
