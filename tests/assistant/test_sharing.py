"""Sharing a result by a link, opening one, and quoting a figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import duckdb
import pytest
from sqlalchemy import select, update

from assistant import versions
from assistant.kept.errors import KeptError
from assistant.kept.links import Links
from assistant.kept.people import LOCAL, STRANGER, Person
from assistant.kept.store import Store
from assistant.kept.tables import audit, link
from assistant.language import speech_for
from assistant.screen import shared_view
from assistant.screen.scene import Scene
from assistant.screen.visitor import Visitor
from tests import revised
from tests.assistant.keeping import RANK, VALUE, all_alike, more_rented, share
from tests.assistant.page import Talk

pytestmark = [pytest.mark.xdist_group("conversation"), pytest.mark.usefixtures("home")]
REFUSED = "Länken går inte att öppna."


# Sharing


def test_a_frozen_link_shows_what_was_shared_and_counts_what_changed(home: Path) -> None:
    sender = Talk(**RANK)
    token = share(sender, note="Till nämnden")
    receiver = Talk(r=token)
    assert receiver.sentences == sender.sentences
    assert any("Till nämnden" in each for each in receiver.html)
    assert not any("har ändrats" in each for each in receiver.told)
    old = versions.current_id()
    top = sender.page.session_state["conversation"].question
    assert top is not None
    revised.publish(home, more_rented("1280", 0.01))
    assert not any("har ändrats" in each for each in Talk(r=token).told)
    revised.publish(home, more_rented("1281", 50))
    assert not any("har ändrats" in each for each in Talk(r=token).told)
    revised.publish(home, more_rented("1280R0", 1))
    later = Talk(r=token)
    assert later.sentences == sender.sentences
    assert [each for each in later.html if "oa-table" in each] == [
        each for each in receiver.html if "oa-table" in each
    ]
    assert old in later.text
    assert any(re.match(r"\d+ av 60 värden har ändrats sedan", each) for each in later.told)
    later.press("Gå vidare med frågan och dagens siffror")
    assert later.address == RANK
    assert later.state.version_id == versions.current_id()


def test_a_live_link_shows_the_figures_of_today(home: Path) -> None:
    sender = Talk(**VALUE)
    token = share(sender, **{"Det här ser mottagaren": "live"})
    revised.publish(home, more_rented("1280", 9_000))
    receiver = Talk(r=token)
    assert "levande länk" in receiver.text
    assert receiver.sentences != sender.sentences
    assert receiver.sentences == Talk(**VALUE).sentences
    assert any("2 av 6 värden har ändrats" in each for each in receiver.told)


def test_the_receiver_puts_her_own_area_in_place(home: Path) -> None:
    token = share(Talk(**VALUE), **{"Mottagaren får byta": "place"})
    receiver = Talk(r=token)
    assert "Byt Malmö – kommun mot det du vill se" in receiver.prompt
    assert any("Längre ner kan du byta en del av frågan" in each for each in receiver.html)
    receiver.pick("lund", "Lund – kommun")
    assert receiver.address == VALUE | {"a": "1281"}
    assert "Lund" in receiver.sentence


def test_a_withdrawn_link_is_closed_at_the_next_click_in_every_tab(store: Store) -> None:
    token = share(Talk(**VALUE))
    tabs = [Talk(r=token), Talk(r=token)]
    page = Talk(page="delat")
    page.press("Återkalla **Andel hyresrätter i Malmö, senaste året (2024)**")
    assert "Länken är återkallad. Ingen kan öppna den längre." in page.told
    for tab in tabs:
        assert tab.sentences
        tab.press("English")
        assert tab.sentences == []
        assert any("The link cannot be opened" in each for each in tab.told)


def test_unknown_ended_withdrawn_and_forbidden_links_look_the_same(
    store: Store, come_as: Callable[..., None]
) -> None:
    come_as(Person("a", "Anna", "anna@example.org"), sign_in=True)
    tokens = {"unknown": "A" * 22, "malformed": "../../etc"}
    for name in ("ended", "withdrawn"):
        tokens[name] = share(Talk(**VALUE))
    forbidden = Talk(**VALUE)
    forbidden.open_up("share")
    forbidden.choose("Vem får öppna den", "named")
    forbidden.fill("E-postadresser, med komma emellan", "cecilia@example.org")
    forbidden.press("Skapa länken")
    tokens["forbidden"] = forbidden.copied[0].split("r=")[1]
    links = Links(store, Person("a", "Anna", "anna@example.org"))
    by_age = sorted(links.own(), key=lambda each: each.created_at)
    with store.writing() as connection:
        yesterday = store.now() - timedelta(days=1)
        ended = update(link).where(link.c.id == by_age[0].id).values(ends_at=yesterday)
        connection.execute(ended)
    links.withdraw(by_age[1].id)
    come_as(Person("b", "Bo", "bo@example.org"), sign_in=True)
    seen = {name: Talk(r=token) for name, token in tokens.items()}
    assert all(any(REFUSED in each for each in talk.told) for talk in seen.values())
    shown = {(*talk.told, talk.text, *talk.open, *talk.html) for talk in seen.values()}
    assert len(shown) == 1


def test_a_stranger_sees_shared_results_only(come_as: Callable[..., None]) -> None:
    come_as(Person("a", "Anna", "anna@example.org"), sign_in=True)
    token = share(Talk(**VALUE))
    come_as(STRANGER, sign_in=True)
    talk = Talk(**RANK)
    assert talk.sentences == []
    assert talk.prompt == "Logga in"
    opened = Talk(r=token)
    assert "Malmö" in opened.sentences[0]
    assert any("Anna delade detta" in each for each in opened.html)
    assert not any("Gå vidare" in each or "Favoriter" in each for each in opened.open)


def test_a_made_link_is_shown_for_its_own_question_only() -> None:
    talk = Talk(**VALUE)
    token = share(talk)
    talk.unfold("place")
    talk.pick("lund", "Lund – kommun")
    talk.open_up("share")
    assert talk.copied == []
    talk.press("Skapa länken")
    [address] = talk.copied
    assert token not in address
    talk.press("Skapa en länk till")
    assert talk.copied == []
    assert "Skapa länken" in talk.open


def test_whoever_names_somebody_shares_with_those_alone(
    store: Store, come_as: Callable[..., None]
) -> None:
    anna = Person("a", "Anna", "anna@example.org")
    come_as(anna, sign_in=True)
    talk = Talk(**VALUE)
    talk.open_up("share")
    talk.fill("E-postadresser, med komma emellan", "bo@example.org")
    talk.press("Skapa länken")
    assert "Den är bara för bo@example.org." in talk.text
    [link] = Links(store, anna).own()
    assert not link.audience.everyone


def test_nothing_of_a_withdrawn_link_is_handed_out_or_gone_on_with(store: Store) -> None:
    token = share(Talk(**VALUE))
    receiver = Talk(r=token)
    shown = receiver.page.session_state["opened-link"]
    files = shared_view._while_open(shown, scene_of(receiver), lambda: "the files")
    assert files() == "the files"
    Links(store, LOCAL).withdraw_all()
    with pytest.raises(KeptError, match="link_refused"):
        files()
    receiver.press("Gå vidare med frågan och dagens siffror")
    assert any(REFUSED in each for each in receiver.told)
    assert receiver.sentences == []


def scene_of(talk: Talk) -> Scene:
    return Scene(talk.state, speech_for("sv"), Visitor(LOCAL, ""))


def test_a_file_is_only_made_for_whoever_still_is_who_she_was() -> None:
    gone = Visitor(LOCAL, "", holds=lambda: False)
    here = Scene(Talk().state, speech_for("sv"), gone)
    with pytest.raises(KeptError):
        here.if_still_here(lambda: "favourites")


def test_a_refusal_is_noted_once_however_often_it_is_looked_at(store: Store) -> None:
    talk = Talk(r="A" * 22)
    for _ in range(3):
        talk.press("English")
        talk.press("Svenska")
    with store.reading() as connection:
        noted = connection.execute(
            select(audit.c.action).where(audit.c.action == "link_refused")
        ).all()
    assert len(noted) == 1


def test_a_note_is_shown_as_it_was_written() -> None:
    note = "Titel\n=====\n<b>fet</b> www.example.com"
    receiver = Talk(r=share(Talk(**VALUE), note=note))
    [shown] = [each for each in receiver.html if 'class="oa-note"' in each]
    assert "Titel\n=====\n&lt;b&gt;fet&lt;/b&gt; www.example.com" in shown
    assert "=====" not in receiver.text


def test_a_link_to_a_year_that_is_gone_still_says_what_is_there(home: Path) -> None:
    token = share(Talk(**VALUE))

    def without_the_year(db: duckdb.DuckDBPyConnection) -> None:
        for table in ("cell", "offer"):
            db.execute(f"DELETE FROM {table} WHERE indicator = 'hyresratt_andel' AND year = 2024")

    revised.publish(home, without_the_year)
    told = Talk(r=token).told
    assert any("6 av 6 värden har ändrats" in each for each in told)
    assert not any("kan inte längre besvaras" in each for each in told)


@pytest.mark.parametrize("sees", ["frozen", "live"])
def test_a_shared_order_that_says_nothing_any_more_is_shown_as_it_was(
    sees: str, home: Path
) -> None:
    sender = Talk(**RANK | {"w": "1760"})
    token = share(sender, **{"Det här ser mottagaren": sees})
    revised.publish(home, all_alike("1760"))
    receiver = Talk(r=token)
    assert receiver.sentences == sender.sentences
    assert any("kan inte längre besvaras" in each for each in receiver.told)
    assert "Ordningen säger ingenting" in "".join([receiver.text, *receiver.told])
    receiver.press("Gå vidare med frågan och dagens siffror")
    assert any("Ordningen säger ingenting" in each for each in receiver.told)
    receiver.press(next(each for each in receiver.open if "RegSO i Storfors" in each))
    assert len(receiver.answers) == 1


def test_an_open_answer_stands_among_the_finished_when_another_is_gone_on_with() -> None:
    token = share(Talk(**RANK))
    talk = Talk(**VALUE)
    talk.page.query_params.clear()
    talk.page.query_params["r"] = token
    talk.run()
    talk.press("Gå vidare med frågan och dagens siffror")
    assert [turn.question.shape for turn in talk.state.turns] == ["value"]
    assert talk.state.question.shape == "rank"


# Quoting


def test_every_figure_has_a_sentence_and_an_address_that_leads_back_to_it(home: Path) -> None:
    talk = Talk(**VALUE)
    talk.open_up("cite")
    [box] = [each for each in talk.page.selectbox if each.label == "Vilken siffra?"]
    assert len(box.options) == 6
    [text] = talk.copied
    assert "Exempeldata" in text
    assert versions.current_id() in text
    query = dict(parse_qsl(urlsplit(text.split()[-1]).query))
    back = Talk(**query)
    figure = re.search(r"\d+,\d\s%", talk.sentence)
    assert figure is not None
    assert any(figure[0] in each for each in back.told)
    revised.publish(home, more_rented("1280", 9_000))
    later = Talk(**query)
    assert any(figure[0] in each for each in later.told)
    assert any("har reviderats" in each for each in later.told)


def test_an_address_of_a_version_that_is_gone_says_so(home: Path) -> None:
    talk = Talk(**VALUE, dv="demo-0123456789", c8="aaaaaaaa")
    assert any("demo-0123456789, som inte finns kvar" in each for each in talk.told)
    assert "Malmö" in talk.sentence


def test_a_figure_of_a_shared_result_is_quoted_without_the_key_to_it() -> None:
    token = share(Talk(**VALUE))
    receiver = Talk(r=token)
    receiver.page.session_state["shared-cite"] = True
    receiver.run()
    [text] = receiver.copied
    assert token not in text
    query = dict(parse_qsl(urlsplit(text.split()[-1]).query))
    back = Talk(**query)
    figure = re.search(r"\d+,\d\s%", back.sentence)
    assert figure is not None
    assert any(figure[0] in each for each in back.told)
