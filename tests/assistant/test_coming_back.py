"""A conversation comes back to its tab and its person, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from assistant.kept.people import LOCAL, Person
from assistant.kept.store import Store
from assistant.kept.tables import link
from assistant.kept.talks import Talks
from semantic.question import read_question
from tests.assistant.keeping import VALUE, on_page, save, share
from tests.assistant.page import Talk

pytestmark = [pytest.mark.xdist_group("conversation"), pytest.mark.usefixtures("home")]


def test_a_conversation_comes_back_in_its_tab_and_nowhere_else(
    come_as: Callable[..., None],
) -> None:
    come_as(tab="one")
    talk = Talk(**VALUE)
    talk.press("Andel hyresrätter i Malmö, utveckling, alla år")
    talk.change("span", "De senaste 5 åren")
    again = Talk(**talk.address)
    assert again.sentences == talk.sentences
    assert len(again.state.turns) == 1
    come_as(tab="two")
    other = Talk()
    assert other.state.turns == []
    other.press(talk.state.turns[-1].title)
    assert [turn.title for turn in other.state.turns] == [turn.title for turn in talk.state.turns]


def test_a_half_asked_question_comes_back(come_as: Callable[..., None]) -> None:
    come_as(tab="one")
    talk = Talk()
    talk.press("Hur står det till i ett område?", "Hyresrätter")
    assert Talk().prompt == talk.prompt == "Vilket område?"


def test_starting_over_clears_what_was_kept(come_as: Callable[..., None]) -> None:
    come_as(tab="one")
    Talk(**VALUE).press("Börja om")
    assert not Talk().state.begun


def test_recent_questions_are_offered_and_cleared(come_as: Callable[..., None]) -> None:
    come_as(tab="one")
    Talk(**VALUE)
    come_as(tab="two")
    talk = Talk()
    assert "Andel hyresrätter i Malmö, senaste året" in talk.open
    talk.press("Rensa senaste frågor och samtal")
    assert "Andel hyresrätter i Malmö, senaste året" not in talk.open
    come_as(tab="one")
    assert not Talk().state.begun


def test_a_question_is_not_asked_again_by_looking_at_its_answer(
    come_as: Callable[..., None], store: Store
) -> None:
    come_as(tab="one")
    first = Talk(**VALUE)
    come_as(tab="two")
    second = Talk(**VALUE)
    second.press("Andel hyresrätter i Malmö, utveckling, alla år")
    come_as(tab="one")
    first.run()
    asked = [read_question(each).shape for each, _ in Talks(store, LOCAL).recent()]
    assert asked == ["trend", "value"]


def test_another_person_in_the_same_session_finds_nothing(come_as: Callable[..., None]) -> None:
    come_as(Person("a", "Anna", "anna@example.org"), "one", sign_in=True)
    talk = Talk(**VALUE)
    save(talk, "Annas fråga")
    talk.press("Ställ en ny fråga")
    assert talk.state.turns
    come_as(Person("b", "Bo", "bo@example.org"), "one", sign_in=True)
    talk.run()
    assert not talk.state.turns
    assert "hyresrätter i Malmö" not in talk.text
    talk.press("Favoriter")
    assert "Annas fråga" not in talk.open
    assert "Du har inga favoriter än" in talk.text


def test_nothing_that_a_sender_keeps_is_readable_in_the_store(store: Store) -> None:
    """A token is stored as its hash only."""
    token = share(Talk(**VALUE))
    with store.reading() as connection:
        stored = str(connection.execute(select(link)).all())
    assert token not in stored


def test_questions_are_answered_when_the_store_is_away(
    come_as: Callable[..., None], store: Store
) -> None:
    """A kept conversation, recent questions and saving: all say so, and the answer is there."""
    come_as(tab="one")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        connection.exec_driver_sql("ALTER TABLE talk RENAME TO elsewhere")
        connection.exec_driver_sql("ALTER TABLE recent RENAME TO gone")
        connection.exec_driver_sql("ALTER TABLE favourite RENAME TO away")
        connection.commit()
    start = Talk()
    assert start.prompt == "Vad vill du veta?"
    assert any("Det sparade går inte att nå" in each for each in start.told)
    talk = Talk(**VALUE)
    assert "Malmö" in talk.sentence
    talk.open_up("save")
    assert any("Det sparade går inte att nå" in each for each in talk.told)
    assert "Malmö" in talk.sentence
    page = on_page()
    assert any("Det sparade går inte att nå" in each for each in page.told)


def test_what_was_cleared_in_one_tab_does_not_come_back_from_another(
    come_as: Callable[..., None],
) -> None:
    come_as(tab="one")
    first = Talk(**VALUE)
    first.press("Andel hyresrätter i Malmö, utveckling, alla år")
    come_as(tab="two")
    Talk().press("Rensa senaste frågor och samtal")
    come_as(tab="one")
    first.press("English")
    assert first.state.turns == []
    assert Talk().state.turns == []
