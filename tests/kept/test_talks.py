"""Conversations and recent questions: kept for one person and one tab, until they are cleared."""

import pytest

from assistant.kept.people import LOCAL, STRANGER
from assistant.kept.talks import LONGEST_DOCUMENT, MOST_RECENT, MOST_TALKS, Talks
from tests.kept.made import ANNA, BO, audited, everything_stored, question, refused


@pytest.fixture
def talks(store):
    return Talks(store, ANNA)


def test_a_conversation_comes_back_in_its_tab(talks):
    assert talks.load("tab") is None
    talks.keep("tab", '{"turns":1}')
    talks.keep("tab", '{"turns":2}')
    talks.keep("other", '{"turns":3}')
    assert talks.load("tab") == '{"turns":2}'


def test_what_began_before_a_clearing_is_not_kept_again(store, clock):
    mine, bos = Talks(store, ANNA), Talks(store, BO)
    began = clock.now
    assert mine.keep("one", "{}", began)
    clock.forward(days=1)
    mine.clear_all()
    assert not mine.keep("one", "{}", began)
    assert not mine.keep("one", "{}", clock.now)
    assert mine.load("one") is None
    assert bos.keep("one", "{}", began)
    clock.forward(days=1)
    assert mine.keep("one", "{}", clock.now)


def test_nobody_elses_conversation_comes_with_the_name_of_a_tab(store, talks):
    talks.keep("tab", "Annas")
    theirs = Talks(store, BO)
    assert theirs.load("tab") is None
    assert theirs.latest("x") is None
    theirs.keep("tab", "Bos")
    theirs.clear_all()
    assert talks.load("tab") == "Annas"


def test_the_name_of_a_tab_is_not_stored_and_what_is_stored_opens_nothing(store, talks):
    talks.keep("the-name-of-a-tab", "x")
    assert "the-name-of-a-tab" not in everything_stored(store)
    stored, _, _ = talks.latest("")
    assert talks.load(stored) is None


def test_the_latest_of_the_other_tabs(talks, clock):
    assert talks.latest("c") is None
    for tab in "abc":
        talks.keep(tab, tab)
    assert talks.latest("c")[1] == "b"
    clock.forward(minutes=1)
    talks.keep("a", "a again")
    assert talks.latest("c")[1:] == ("a again", clock.now)


def test_cleared_is_gone_and_noted(store, talks):
    for tab in "abc":
        talks.keep(tab, tab)
    talks.clear("a")
    talks.clear("a")
    assert (talks.load("a"), talks.load("b")) == (None, "b")
    talks.clear_all()
    talks.clear_all()
    assert talks.load("b") is None
    assert audited(store) == [
        (ANNA.id, "talk_cleared", "", {"cleared": 1}),
        (ANNA.id, "talk_cleared", "", {"cleared": 2}),
    ]


def test_a_conversation_has_bounds(talks):
    talks.keep("tab", "x" * LONGEST_DOCUMENT)
    with refused("too_long"):
        talks.keep("tab", "x" * (LONGEST_DOCUMENT - 1) + "å")
    assert len(talks.load("tab")) == LONGEST_DOCUMENT == 1_000_000


def test_the_conversation_longest_untouched_makes_room(talks):
    for number in range(MOST_TALKS):
        talks.keep(f"tab {number}", "x")
    talks.keep("tab 0", "touched")
    talks.keep("one more", "x")
    assert MOST_TALKS == 40
    assert talks.load("tab 0") == "touched"
    assert talks.load("tab 1") is None
    assert all(talks.load(f"tab {number}") for number in range(2, MOST_TALKS))


def test_recent_questions_are_newest_first_and_each_once(talks, clock):
    for number in (1, 2, 3, 1):
        talks.remember(question(number))
    found = talks.recent()
    assert [text for text, _ in found] == [question(n).canonical_json() for n in (1, 3, 2)]
    assert talks.recent(limit=1) == found[:1]
    clock.forward(days=-1)
    talks.remember(question(4))
    assert talks.recent()[0][0] == question(4).canonical_json()


def test_so_many_recent_questions_are_kept(store, talks):
    theirs = Talks(store, BO)
    theirs.remember(question(1))
    for number in range(MOST_RECENT + 5):
        talks.remember(question(number))
    assert MOST_RECENT == 50
    kept = [text for text, _ in talks.recent(limit=100)]
    assert kept == [question(n).canonical_json() for n in range(54, 4, -1)]
    talks.forget_recent()
    assert talks.recent() == []
    assert len(theirs.recent()) == 1


def test_the_news_a_person_has_read(store, talks):
    assert talks.seen_version() is None
    talks.news_seen("v1")
    talks.news_seen("v2")
    talks.keep("tab", "x")
    assert talks.seen_version() == "v2"
    assert Talks(store, BO).seen_version() is None
    local = Talks(store, LOCAL)
    local.news_seen("v3")
    assert (local.seen_version(), talks.seen_version()) == ("v3", "v2")


def test_nothing_of_a_strangers_is_kept(store):
    stranger = Talks(store, STRANGER)
    for do in (
        lambda: stranger.keep("tab", "x"),
        lambda: stranger.remember(question()),
        lambda: stranger.news_seen("v1"),
    ):
        with refused("not_there"):
            do()
    assert stranger.load("tab") is None
    assert stranger.recent() == []
