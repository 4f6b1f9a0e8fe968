"""Saving, sharing and quoting on the page, and coming back to what was kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import duckdb
import pytest
import streamlit as st
from sqlalchemy import select, update
from typer.testing import CliRunner

from assistant import versions
from assistant.__main__ import app
from assistant.kept.checks import Checks
from assistant.kept.favourites import Favourites
from assistant.kept.links import Links
from assistant.kept.people import LOCAL, STRANGER, Person
from assistant.kept.store import Store, shared_store
from assistant.kept.tables import link
from assistant.screen import scene
from assistant.screen.visitor import Visitor
from semantic.question import read_question
from tests import revised
from tests.assistant.page import Talk
from tests.support import demo_home

pytestmark = pytest.mark.xdist_group("conversation")
RANK = {"s": "rank", "i": "hyresratt_andel", "l": "regso", "w": "1280"}
VALUE = {"s": "value", "i": "hyresratt_andel", "l": "kommun", "a": "1280"}
TREND = {"s": "trend", "i": "hyresratt_andel", "l": "kommun", "a": "1280,1281"}
REFUSED = "Länken går inte att öppna."


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Example data of one's own, and a store of one's own."""
    found = revised.begin(tmp_path / "home", demo_home())
    monkeypatch.setenv("DATA_HOME", str(found))
    monkeypatch.setenv("STORE_URL", f"sqlite:///{tmp_path}/store.sqlite3")
    monkeypatch.setattr(versions, "_opened", {})
    yield found
    shared_store().close()
    for version in versions._opened.values():
        version.close()
    st.cache_resource.clear()


@pytest.fixture
def come_as(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """From now on the visitor is this one."""

    def come(person: Person = LOCAL, tab: str = "", *, sign_in: bool = False) -> None:
        visitor = Visitor(person, tab, sign_in=sign_in, signed_in=sign_in and bool(person.id))
        monkeypatch.setattr(scene, "visitor", lambda: visitor)

    return come


@pytest.fixture
def store(home: Path) -> Store:
    return shared_store()


@pytest.fixture
def mine(store: Store) -> Favourites:
    return Favourites(store, LOCAL)


def more_rented(area: str, by: float, year: int = 2024) -> revised.Revise:
    """So many more rented dwellings in the areas whose code begins so."""
    return lambda db: db.execute(
        "UPDATE cell SET num = num + ? WHERE indicator = 'hyresratt_andel' "
        "AND area LIKE ? AND year = ? AND sex = 'total' AND age = 'total'",
        [by, f"{area}%", year],
    )


def save(talk: Talk, title: str = "", **more: str) -> None:
    talk.open_up("save")
    if title:
        talk.fill("Namn", title)
    for label, value in more.items():
        talk.choose(label, value)
    talk.press("Spara")


def share(talk: Talk, **choices: object) -> str:
    """The token of a new link."""
    talk.open_up("share")
    for label, value in choices.items():
        if label == "note":
            talk.fill("Hälsning till mottagaren", str(value))
        else:
            talk.choose(label, value)
    talk.press("Skapa länken")
    [address] = [each for each in talk.copied if "r=" in each]
    return dict(parse_qsl(urlsplit(address).query))["r"]


# Saving


def test_an_answer_is_saved_with_one_press(mine: Favourites) -> None:
    talk = Talk(**RANK)
    save(talk)
    [saved] = mine.all()
    assert saved.title == "Andel hyresrätter, de 10 RegSO i Malmö som har högst värde, senaste året"
    assert read_question(saved.question_json) == talk.state.question
    assert "Sparad bland dina favoriter." in talk.told
    assert "Namn" not in [each.label for each in talk.page.text_input]
    shown = mine.snapshot(saved.id).body["shown"]["sv"]["card"]["sentence"]
    assert shown.replace("\xa0", " ") == talk.sentence


def test_the_same_question_is_found_however_the_menus_were_answered(mine: Favourites) -> None:
    save(Talk(**VALUE), "Malmö")
    talk = Talk()
    talk.press("Hur ser ett område ut i sin helhet?")
    talk.change("shape", "Hur står det till i ett område?")
    talk.pick("hyresr", "Hyresrätter")
    talk.pick("malmö", "Malmö – kommun")
    talk.open_up("save")
    assert "Samma fråga finns redan: Malmö" in talk.told


@pytest.mark.parametrize(
    ("mode", "periods"),
    [
        ("latest", None),
        ("five", {"mode": "top", "n": 5}),
        ("these", {"mode": "list", "years": list(range(2011, 2025))}),
    ],
)
def test_the_way_time_goes_on_is_kept(
    mode: str, periods: dict[str, object] | None, mine: Favourites
) -> None:
    talk = Talk(**TREND)
    save(talk, År=mode)
    [saved] = mine.all()
    assert read_question(saved.question_json).canonical().get("periods") == periods


@pytest.mark.parametrize(
    ("title", "why"),
    [
        (" ", "Ange ett namn först."),
        ("Ring 19811228-9874 om detta", "personnummer"),
    ],
)
def test_what_cannot_be_saved_says_why_and_nothing_is_lost(
    title: str, why: str, mine: Favourites
) -> None:
    talk = Talk(**VALUE)
    save(talk, title)
    assert any(why in each for each in talk.told)
    assert mine.all() == []
    assert talk.sentence


# The page of favourites


def on_page(**address: str) -> Talk:
    return Talk(page="favoriter", **address)


def menu(talk: Talk, identity: str) -> None:
    talk.page.session_state[f"of-one-change-{identity}"] = True
    talk.run()


def test_a_favourite_is_renamed_copied_pinned_deleted_and_brought_back(mine: Favourites) -> None:
    save(Talk(**VALUE), "Malmö")
    [saved] = mine.all()
    talk = on_page()
    assert "Malmö" in talk.open
    menu(talk, saved.id)
    talk.fill("Namn", "Malmö stad")
    talk.press("Spara")
    assert [each.title for each in mine.all()] == ["Malmö stad"]
    menu(talk, saved.id)
    talk.press("Kopiera")
    assert {each.title for each in mine.all()} == {"Malmö stad", "Malmö stad (kopia)"}
    menu(talk, saved.id)
    talk.page.checkbox[0].check()
    talk.run()
    assert [each.pinned for each in mine.all()] == [True, False]
    talk.press("Ta bort")
    assert [each.title for each in mine.all()] == ["Malmö stad (kopia)"]
    assert "”Malmö stad” är borttagen." in talk.text
    talk.press("Ångra")
    assert len(mine.all()) == 2


def test_an_earlier_definition_is_restored_as_a_new_one(mine: Favourites) -> None:
    talk = Talk(**VALUE)
    save(talk, "Malmö")
    [saved] = mine.all()
    talk.change("indicator", "Sysselsatta")
    talk.open_up("save")
    talk.press("Låt ”Malmö” ställa den här frågan i stället")
    assert read_question(mine.get(saved.id).question_json).indicator == "sysselsatta_andel"
    page = on_page()
    menu(page, saved.id)
    assert "2. Malmö (ny fråga" in page.text
    page.press("Återställ version 1")
    assert read_question(mine.get(saved.id).question_json).indicator == "hyresratt_andel"
    assert [each.why for each in mine.revisions(saved.id)] == ["restored", "question", "saved"]


def test_favourites_are_searched_ordered_and_put_in_folders(mine: Favourites) -> None:
    for title in ("Ö", "Å", "Lund"):
        save(Talk(**VALUE), title)
    talk = on_page()
    talk.page.session_state["folders"] = True
    talk.run()
    talk.fill("Ny mapp", "Nämnden")
    talk.press("Lägg till")
    by_title = {each.title: each.id for each in mine.all()}
    menu(talk, by_title["Lund"])
    talk.page.selectbox(key=f"of-one-change-{by_title['Lund']}-folder").select_index(1)
    talk.run()
    assert mine.get(by_title["Lund"]).folder is not None
    listed = [each.label for each in talk.page.button if re.fullmatch("Ö|Å|Lund", each.label)]
    assert listed == ["Ö", "Å", "Lund"]
    talk.page.selectbox(key="favourites-order").select("title")
    talk.run()
    listed = [each.label for each in talk.page.button if re.fullmatch("Ö|Å|Lund", each.label)]
    assert listed == ["Lund", "Å", "Ö"]
    talk.page.text_input(key="favourites-search").set_value("lun")
    talk.run()
    assert "Lund" in talk.open
    assert "Ö" not in talk.open


def test_favourites_go_to_a_file_and_come_back(mine: Favourites, store: Store) -> None:
    from assistant.kept.favourites_file import export_file

    save(Talk(**VALUE), "Malmö")
    content = export_file(mine)
    [saved] = mine.all()
    mine.delete(saved.id)
    talk = on_page()
    talk.page.session_state["files"] = True
    talk.run()
    talk.page.get("file_uploader")[0].upload("favoriter.json", content, "application/json")
    talk.run()
    talk.press("Hämta in")
    assert "1 favorit hämtades in." in talk.told
    assert [each.title for each in mine.all()] == ["Malmö"]


# After new data


def test_new_data_are_told_at_the_start_and_then_put_aside(home: Path, mine: Favourites) -> None:
    save(Talk(**VALUE), "Malmö")
    save(Talk(s="value", i="sysselsatta_andel", l="kommun", a="1280"), "Arbete")
    share(Talk(**VALUE))
    assert "Ändrat sedan sist" not in Talk().prompt
    revised.publish(home, more_rented("1280", 9_000))
    talk = Talk()
    assert "Ändrat sedan sist" in talk.prompt
    assert re.search(r"\*\*Malmö\*\* \(Favorit\): 2 av 6 värden har ändrats sedan", talk.text)
    assert re.search(r"\(Delad länk\): 2 av 6 värden har ändrats sedan", talk.text)
    assert "Arbete" not in talk.text
    talk.press("Jag har läst detta")
    assert "Ändrat sedan sist" not in talk.prompt
    assert "värden har ändrats" not in "".join(on_page().told)


def test_everything_kept_is_compared_by_one_command(home: Path, mine: Favourites) -> None:
    save(Talk(**VALUE), "Malmö")
    save(Talk(s="value", i="sysselsatta_andel", l="kommun", a="1280"), "Arbete")
    share(Talk(**RANK))
    revised.publish(home, more_rented("1280", 9_000))
    done = CliRunner().invoke(app, ["news"])
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told["data_version"] == versions.current_id()
    assert (told["compared"], told["changed"]) == (3, 2)
    subjects = {(each.snapshot, each.question_hash) for each in mine.all()}
    assert set(Checks(shared_store(), versions.current_id()).known(subjects)) == subjects


def test_opening_a_favourite_tells_what_has_changed_once(home: Path, mine: Favourites) -> None:
    save(Talk(**VALUE), "Malmö")
    revised.publish(home, more_rented("1280", 9_000))
    talk = on_page()
    talk.press("Malmö")
    assert any(each.startswith("Malmö: 2 av 6 värden har ändrats") for each in talk.told)
    assert talk.state.version_id == versions.current_id()
    again = on_page()
    again.press("Malmö")
    assert not any("har ändrats" in each for each in again.told)


GONE = {
    "indicator": (
        "DELETE FROM cell WHERE indicator = 'hyresratt_andel'",
        "DELETE FROM offer WHERE indicator = 'hyresratt_andel'",
    ),
    "area": (
        "DELETE FROM cell WHERE area LIKE '1280%'",
        "DELETE FROM area WHERE code LIKE '1280%'",
    ),
}


@pytest.mark.parametrize("what", GONE)
def test_a_favourite_that_cannot_be_answered_is_explained_and_left_as_it_is(
    what: str, home: Path, mine: Favourites
) -> None:
    save(Talk(**VALUE), "Malmö")
    before = mine.all()

    def without(db: duckdb.DuckDBPyConnection) -> None:
        for statement in GONE[what]:
            db.execute(statement)

    revised.publish(home, without)
    talk = on_page()
    assert "Frågan kan inte längre besvaras som den står." in talk.told
    talk.press("Malmö")
    assert talk.answers == []
    [why] = talk.told
    assert ("hyresrätter" in why.lower()) if what == "indicator" else ("1280" in why)
    assert re.search("Pröva|Menade du", why)
    assert mine.all() == before


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


# Coming back


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


def test_another_person_in_the_same_session_finds_nothing(come_as: Callable[..., None]) -> None:
    come_as(Person("a", "Anna", "anna@example.org"), "one", sign_in=True)
    talk = Talk(**VALUE)
    save(talk, "Annas fråga")
    come_as(Person("b", "Bo", "bo@example.org"), "one", sign_in=True)
    talk.run()
    assert not talk.state.turns
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
