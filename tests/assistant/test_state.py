"""What a conversation remembers between presses, and which version it speaks about."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from assistant import versions
from assistant.conversation import MOST_TURNS, Conversation
from assistant.drafts import Draft
from data.versions import VersionError
from semantic.errors import QuestionError, Suggestion
from semantic.question import Question, read_question
from tests.support import demo_home

pytestmark = pytest.mark.usefixtures("example_data")

VALUE = Draft("value", {"indicator": "sysselsatta_andel", "place": "1280", "year": 2020})
NO_MENU = {
    "shape": "value",
    "indicators": ["sysselsatta_andel"],
    "areas": {"codes": ["1280"]},
    "sex": "women",
}
RIKET = Question(shape="population_share")


@pytest.fixture
def talk() -> Conversation:
    return Conversation(versions.current_id())


def test_a_conversation_begins_with_nothing_asked(talk: Conversation) -> None:
    assert talk.question is None
    assert (talk.turns, talk.past, talk.refusal, talk.language) == ([], [], None, "sv")


def test_choices_make_a_question_and_the_way_back(talk: Conversation) -> None:
    talk.choose("shape", "value")
    talk.choose("indicator", "hyresratt_andel")
    assert talk.question is None
    talk.choose("place", "1280")
    assert talk.question is not None
    assert talk.question.areas.codes == ("1280",)
    seen = []
    for _ in range(4):
        talk.back()
        seen.append(talk.draft.open_slot)
    assert seen == ["place", "indicator", "shape", "shape"]


def test_a_question_of_the_menus_opens_as_their_draft(talk: Conversation) -> None:
    talk.begin(RIKET)
    assert talk.fixed is None
    assert talk.draft == Draft("population_share", {"scope": "00"})
    assert talk.question == RIKET


def test_a_question_that_no_menu_leads_to_is_kept_as_it_is(talk: Conversation) -> None:
    question = read_question(NO_MENU)
    talk.begin(question)
    assert talk.question == talk.fixed == question
    talk.choose("shape", "rank")
    assert talk.fixed is None
    assert talk.draft.shape == "rank"


def test_a_refused_question_keeps_what_holds_of_it(talk: Conversation) -> None:
    talk.draft = Draft(
        "value", {"indicator": "valdeltagande_riksdag", "place": "1280", "year": 2021}
    )
    refusal = QuestionError("no_data_for_year", {"year": 2021})
    talk.refuse(refusal)
    assert talk.refusal is refusal
    assert talk.draft.answers == {"indicator": "valdeltagande_riksdag", "place": "1280"}
    talk.choose("year", 2018)
    assert talk.refusal is None


def test_a_suggestion_asks_what_was_refused_in_another_way(talk: Conversation) -> None:
    draft = Draft("rank", {"indicator": "hyresratt_andel", "level": "regso", "scope": "1280"})
    talk.draft = draft
    asked = talk.question
    talk.refuse(QuestionError("order_says_nothing", {"count": 3, "area": "1280"}))
    assert (talk.refused, talk.question) == (asked, asked)
    talk.mend(Suggestion("shape", "compare_areas"))
    assert talk.question == asked.model_copy(update={"shape": "compare_areas"})
    assert (talk.refusal, talk.refused) == (None, None)
    talk.back()
    assert talk.draft == draft
    talk.refuse(QuestionError("order_says_nothing", {"count": 3, "area": "1280"}))
    talk.begin()
    assert talk.refused is None


def test_a_refused_question_without_menus_leads_back_to_the_first(talk: Conversation) -> None:
    talk.begin(read_question(NO_MENU))
    talk.refuse(QuestionError("too_slow"))
    assert talk.question is None
    assert talk.draft.open_slot == "shape"


def test_only_a_whole_question_becomes_a_finished_turn(talk: Conversation) -> None:
    talk.choose("shape", "value")
    talk.finish("title", "sentence")
    assert talk.turns == []
    talk.begin(RIKET)
    talk.finish("title", "sentence")
    [turn] = talk.turns
    assert (turn.question, turn.version_id) == (RIKET, talk.version_id)
    assert (turn.title, turn.sentence) == ("title", "sentence")


def test_the_oldest_turns_are_let_go(talk: Conversation) -> None:
    for number in range(MOST_TURNS + 3):
        talk.begin(RIKET)
        talk.finish(str(number), "")
    assert [turn.title for turn in talk.turns] == [str(n) for n in range(3, MOST_TURNS + 3)]


def test_a_new_turn_forgets_the_way_back_and_the_refusal(talk: Conversation) -> None:
    talk.choose("shape", "value")
    talk.refusal = QuestionError("too_slow")
    talk.begin()
    assert (talk.past, talk.refusal, talk.fixed, talk.draft) == ([], None, None, Draft())


def test_starting_over_keeps_the_language(talk: Conversation) -> None:
    talk.speak("en")
    talk.draft = VALUE
    talk.finish("title", "sentence")
    talk.start_over()
    assert (talk.turns, talk.draft, talk.language) == ([], Draft(), "en")


@pytest.mark.parametrize("language", ["de", "", "EN", "../sv"])
def test_an_unknown_language_is_swedish(talk: Conversation, language: str) -> None:
    talk.speak("en")
    talk.speak(language)
    assert talk.language == "sv"


def test_a_turn_may_bring_its_own_version(
    talk: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = talk.version_id
    monkeypatch.setattr("assistant.conversation.current_id", lambda: "demo-00000000ff")
    talk.begin(RIKET, older)
    assert talk.version_id == older
    talk.begin(RIKET)
    assert talk.version_id == "demo-00000000ff"


# Versions


def test_a_version_is_opened_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "_opened", {})
    found = []
    threads = [threading.Thread(target=lambda: found.append(versions.opened())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len({id(each) for each in found}) == 1
    found[0].close()


@pytest.mark.parametrize("identity", ["demo-0123456789", "../../etc", "demo-3", "x" * 500])
def test_a_version_that_is_not_published_is_not_opened(identity: str) -> None:
    with pytest.raises(VersionError):
        versions.opened(identity)


def test_example_data_is_built_where_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The builder is called once, and what it published is current."""
    published = demo_home() / "versions"
    name = versions.current_id()
    built = []

    def build() -> None:
        built.append(name)
        folder = tmp_path / "versions" / name
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_bytes((published / name / "manifest.json").read_bytes())
        (tmp_path / "current").write_text(f"{name}\n")

    monkeypatch.setenv("DATA_HOME", str(tmp_path))
    monkeypatch.setattr(versions, "_build_example_data", build)
    assert [versions.current_id(), versions.current_id()] == [name, name]
    assert built == [name]
    manifest = json.loads((tmp_path / "versions" / name / "manifest.json").read_text())
    assert manifest["example_data"] is True
