"""Saving an answer on the page, the page of favourites, and what is told after new data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from assistant import versions
from assistant.__main__ import app
from assistant.kept.checks import Checks
from assistant.kept.favourites import Favourites
from assistant.kept.favourites_file import export_file
from assistant.kept.store import Store, shared_store
from data.versions import use
from semantic.question import read_question
from tests import revised
from tests.assistant.keeping import (
    RANK,
    TREND,
    VALUE,
    all_alike,
    more_rented,
    on_page,
    save,
    share,
)
from tests.assistant.page import Talk

pytestmark = [pytest.mark.xdist_group("conversation"), pytest.mark.usefixtures("home")]


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
    talk.press("Gör en kopia")
    assert {each.title for each in mine.all()} == {"Malmö stad", "Malmö stad (kopia)"}
    menu(talk, saved.id)
    talk.page.checkbox[0].check()
    talk.run()
    assert [each.pinned for each in mine.all()] == [True, False]
    talk.press("Ta bort")
    assert [each.title for each in mine.all()] == ["Malmö stad (kopia)"]
    assert "”Malmö stad” är borttagen." in talk.text
    talk.press("Ångra **Malmö stad**")
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
    assert re.search(r"2 av 6 värden har ändrats sedan", talk.text)
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


def test_an_open_answer_stands_among_the_finished_when_a_favourite_is_opened() -> None:
    talk = Talk(**VALUE)
    save(talk, "Malmö")
    asked = talk.sentence
    talk.press("Favoriter")
    talk.press("Malmö")
    assert [turn.sentence.replace("\xa0", " ") for turn in talk.state.turns] == [asked]


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
    kept, why = talk.told
    assert kept == "”Malmö” kan inte längre besvaras. Favoriten står kvar som den är."
    assert ("hyresrätter" in why.lower()) if what == "indicator" else ("1280" in why)
    assert re.search("Pröva|Menade du", why)
    assert mine.all() == before


def test_a_favourite_whose_order_says_nothing_any_more_has_buttons_to_go_on(
    home: Path, mine: Favourites
) -> None:
    save(Talk(**RANK | {"w": "1760"}), "Ordningen")
    before = mine.all()
    revised.publish(home, all_alike("1760"))
    talk = on_page()
    talk.press("Ordningen")
    assert talk.answers == []
    kept, why = talk.told
    assert kept == "”Ordningen” kan inte längre besvaras. Favoriten står kvar som den är."
    assert why.startswith("Ordningen säger ingenting: skillnaderna mellan de 2 områdena")
    assert talk.chosen["Inom"] == "Storfors – kommun"
    beside, *wider = [each for each in talk.open if each.startswith("Andel hyresrätter")]
    assert "RegSO i Storfors" in beside
    assert [re.search(r"RegSO i (.*) som", each)[1] for each in wider] == [
        "Värmlands län", "riket"
    ]  # fmt: skip
    talk.press(wider[0])
    assert "Bland" in talk.sentence
    assert talk.address["w"] == "17"
    talk.press("Tillbaka", beside)
    assert talk.address == {"s": "compare_areas", "i": "hyresratt_andel", "l": "regso", "w": "1760"}
    assert "Tillbaka" in talk.open
    assert mine.all() == before


def test_what_has_changed_is_still_told_after_a_reload_and_which_figures(
    home: Path, come_as: Callable[..., None]
) -> None:
    come_as(tab="one")
    save(Talk(**VALUE), "Malmö")
    revised.publish(home, more_rented("1280", 9_000))
    talk = on_page()
    talk.press("Malmö")
    again = Talk(**talk.address)
    assert any(each.startswith("Malmö: 2 av 6 värden har ändrats") for each in again.told)
    again.page.session_state[f"turn{len(again.state.turns)}-which"] = True
    again.run()
    tables = [each for each in again.html if "Siffror som har ändrats" in each]
    assert len(tables) == 1
    assert tables[0].count("<tr>") == 3


def test_all_news_can_be_seen_before_it_is_put_aside(home: Path, mine: Favourites) -> None:
    for number in range(7):
        save(Talk(**VALUE), f"Malmö {number}")
    revised.publish(home, more_rented("1280", 9_000))
    talk = Talk()
    assert talk.text.count("2 av 6 värden") == 5
    talk.page.session_state["news-more"] = True
    talk.run()
    assert talk.text.count("2 av 6 värden") == 7


def test_a_link_is_news_once_for_each_change(home: Path) -> None:
    share(Talk(**VALUE))
    revised.publish(home, more_rented("1280", 9_000))
    talk = Talk()
    assert "(Delad länk)" in talk.text
    talk.press("Jag har läst detta")
    revised.publish(home, more_rented("0180", 50))
    assert "(Delad länk)" not in Talk().text
    revised.publish(home, more_rented("1280", 50))
    assert "(Delad länk)" in Talk().text


def test_an_older_version_is_news_too(home: Path, mine: Favourites) -> None:
    save(Talk(**VALUE), "Malmö")
    older = versions.current_id()
    revised.publish(home, more_rented("1280", 9_000))
    on_page().press("Malmö")
    use(older)
    assert "2 av 6 värden har ändrats" in Talk().text


def test_the_chosen_years_count_when_a_favourite_takes_a_new_question(mine: Favourites) -> None:
    talk = Talk(**VALUE)
    save(talk, "Malmö")
    talk.change("indicator", "Sysselsatta")
    talk.open_up("save")
    talk.choose("År", "these")
    talk.press("Låt ”Malmö” ställa den här frågan i stället")
    [saved] = mine.all()
    assert read_question(saved.question_json).periods.mode == "list"


def test_all_that_was_deleted_on_this_visit_can_be_brought_back(mine: Favourites) -> None:
    for title in ("ett", "två"):
        save(Talk(**VALUE), title)
    talk = on_page()
    for each in mine.all():
        menu(talk, each.id)
        talk.press("Ta bort")
    assert mine.all() == []
    talk.press("Ångra **ett**", "Ångra **två**")
    assert len(mine.all()) == 2
    talk.press("Fråga", "Favoriter")
    assert not any(each.startswith("Ångra") for each in talk.open)
