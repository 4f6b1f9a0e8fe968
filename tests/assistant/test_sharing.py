"""Sharing a result by a link, opening one, and quoting a figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import update

from assistant import versions
from assistant.kept.links import Links
from assistant.kept.people import STRANGER, Person
from assistant.kept.store import Store
from assistant.kept.tables import link
from tests import revised
from tests.assistant.keeping import RANK, VALUE, more_rented, share
from tests.assistant.page import Talk

pytestmark = [pytest.mark.xdist_group("conversation"), pytest.mark.usefixtures("home")]
REFUSED = "Länken går inte att öppna."


# Sharing


def test_a_frozen_link_shows_what_was_shared_and_counts_what_changed(home: Path) -> None:
    sender = Talk(**RANK)
    token = share(sender, note="Till nämnden")
    receiver = Talk(r=token)
    assert receiver.sentences == sender.sentences
    assert "Till nämnden" in receiver.told
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
    assert any(re.match(r"\d+ av 40 värden har ändrats sedan", each) for each in later.told)
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
    assert "Anna delade detta" in opened.text
    assert not any("Gå vidare" in each or "Favoriter" in each for each in opened.open)


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
