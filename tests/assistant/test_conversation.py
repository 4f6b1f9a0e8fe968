"""The whole page, pressed as a reader presses it, without a browser.

Every run of the script is a run of the whole page here; that a press in the open turn runs its
fragment alone is seen in the browser's tests only.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from assistant import versions
from assistant.language import read_catalogue, said_forms
from data.versions import use
from tests.assistant.page import EXAMPLE, Talk, said, text_of
from tests.support import demo_home, remove

pytestmark = [pytest.mark.xdist_group("conversation"), pytest.mark.usefixtures("example_data")]


REGSO = "Stadsdelar eller delar av kommuner (RegSO)"
MALMO = ("malmö", "Malmö – kommun")
Step = str | tuple[str, str]
DIALOGUES: dict[str, tuple[list[tuple[str, Step]], dict[str, str], str]] = {
    "value": (
        [
            ("Vad vill du veta?", "Hur står det till i ett område?"),
            ("Vilket mått?", ("syssel", "Sysselsatta")),
            ("Vilket område?", MALMO),
        ],
        {"s": "value", "i": "sysselsatta_andel", "l": "kommun", "a": "1280"},
        r"I Malmö var andelen sysselsatta 16–64 år \d+,\d % år 2024\. .*riket",
    ),
    "trend": (
        [
            ("Vad vill du veta?", "Hur har det utvecklats över tid?"),
            ("Vilket mått?", "Hyresrätter"),
            ("Vilka områden?", ("malmö", "+ Malmö – kommun")),
            ("Vilka områden?", ("lund", "+ Lund – kommun")),
            ("Vilka områden?", "Visa svaret för 2 områden"),
        ],
        {"s": "trend", "i": "hyresratt_andel", "l": "kommun", "a": "1280,1281"},
        r"År 2024 var andelen hyresrätter \d+,\d % i Malmö och \d+,\d % i Lund\.",
    ),
    "rank": (
        [
            ("Vad vill du veta?", "Vilka områden ligger högst eller lägst?"),
            ("Vilket mått?", "Hyresrätter"),
            ("Vilket slags områden?", REGSO),
            ("För hela riket eller en del av det?", MALMO),
        ],
        {"s": "rank", "i": "hyresratt_andel", "l": "regso", "w": "1280"},
        r"hyresrätter.* \d+,\d %",
    ),
    "relation": (
        [
            ("Vad vill du veta?", "Hur hänger två saker ihop?"),
            ("Vilket mått?", "Hyresrätter"),
            ("Och vilket annat mått?", "Sysselsatta"),
            ("Vilket slags områden?", "Kommuner"),
            ("För hela riket eller en del av det?", "Skåne län"),
        ],
        {"s": "relation", "i": "hyresratt_andel,sysselsatta_andel", "l": "kommun", "w": "12"},
        r"kommuner i Skåne län med högre andel hyresrätter .*n = 33.* Samband är inte orsak",
    ),
    "similar": (
        [
            ("Vad vill du veta?", "Vilka områden liknar …?"),
            ("Vilket område?", ("malmö", "Malmö – kommun")),
        ],
        {"s": "similar", "l": "kommun", "a": "1280"},
        r"År 2024 var .* mest lika Malmö bland alla kommuner.* alla med samma vikt",
    ),
    "segregation": (
        [
            ("Vad vill du veta?", "Hur uppdelad är en plats?"),
            ("Vilket område?", ("malmö", "Malmö – kommun")),
        ],
        {"s": "segregation", "l": "kommun", "a": "1280"},
        r"I Malmö var ojämlikhetsindexet efter födelseland \(RegSO\) \d+,\d år 2024\.",
    ),
    "spread": (
        [
            ("Vad vill du veta?", "Hur stora är skillnaderna inom ett område?"),
            ("Vilket mått?", "Hyresrätter"),
            ("Vilket slags områden?", REGSO),
            ("Vilka områden?", ("malmö", "+ Malmö – kommun")),
            ("Vilka områden?", "Visa svaret för 1 område"),
        ],
        {"s": "spread", "i": "hyresratt_andel", "l": "regso", "w": "1280"},
        r"gick andelen hyresrätter från \d+,\d % till \d+,\d % mellan RegSO i Malmö",
    ),
    "gap": (
        [
            ("Vad vill du veta?", "Hur stor är skillnaden mellan två områdestyper?"),
            ("Vilket mått?", "Sysselsatta"),
            ("För hela riket eller en del av det?", "Hela riket"),
        ],
        {"s": "gap", "i": "sysselsatta_andel", "l": "riket"},
        r"områden av typ 1 och \d+,\d % i områden av typ 5 .*procentenheter",
    ),
    "population_share": (
        [
            ("Vad vill du veta?", "Hur många bor i varje områdestyp?"),
            ("För hela riket eller en del av det?", MALMO),
        ],
        {"s": "population_share", "l": "kommun", "a": "1280"},
        r"I Malmö bodde \d+,\d % av befolkningen i områden av typ 1",
    ),
    "change": (
        [
            ("Vad vill du veta?", "Vad har förändrats mellan två år?"),
            ("Vilket mått?", "Hyresrätter"),
            ("Vilket slags områden?", "Kommuner"),
            ("För hela riket eller en del av det?", "Skåne län"),
            ("Mellan vilka år?", "Visa svaret"),
        ],
        {
            "s": "change",
            "i": "hyresratt_andel",
            "l": "kommun",
            "w": "12",
            "p": "2011,2024",
        },
        r"Från 2011 till 2024 blev andelen hyresrätter högre i \d+ .*kommuner i Skåne län",
    ),
    "threshold": (
        [
            ("Vad vill du veta?", "Vilka områden ligger över eller under en gräns?"),
            ("Vilket mått?", "Hyresrätter"),
            ("Vilket slags områden?", "Kommuner"),
            ("För hela riket eller en del av det?", "Skåne län"),
            ("Vilken gräns gäller?", ("33,5", "Visa svaret")),
        ],
        {"s": "threshold", "i": "hyresratt_andel", "l": "kommun", "w": "12", "th": "ge.33.5"},
        r"minst 33,5 % i \d+ kommuner i Skåne län",
    ),
    "areas_of_type": (
        [
            ("Vad vill du veta?", "Vilka områden är av en viss typ?"),
            ("För hela riket eller en del av det?", MALMO),
            ("Vilka områdestyper?", "Typ 1 och 2"),
        ],
        {"s": "areas_of_type", "l": "kommun", "a": "1280", "t": "1,2"},
        r"I Malmö fanns \d+ RegSO av typ 1 och \d+ RegSO av typ 2",
    ),
    "definition": (
        [
            ("Vad vill du veta?", "Vad betyder det?"),
            ("Vad ska jag förklara?", ("typbasis", "Typbasis")),
        ],
        {"s": "definition", "k": "typbasis"},
        r"^Typbasis",
    ),
}


@pytest.mark.parametrize("shape", DIALOGUES)
def test_the_menus_lead_to_an_answer(shape: str) -> None:
    steps, address, sentence = DIALOGUES[shape]
    talk = Talk()
    for prompt, step in steps:
        assert talk.prompt == prompt
        assert talk.answers == []
        talk.pick(*step) if isinstance(step, tuple) else talk.press(step)
    assert talk.prompt == ""
    assert re.search(sentence, talk.sentence), talk.sentence
    assert talk.address == address
    assert_marked_as_example(talk, shape)


def assert_marked_as_example(talk: Talk, shape: str) -> None:
    """Every answer with figures says that they are invented: sentence, table and picture."""
    if shape == "definition":
        return
    assert talk.sentences[-1].startswith(EXAMPLE)
    tables = [each for each in talk.html if 'class="oa-table"' in each]
    assert tables
    assert all(f"<caption><span>{EXAMPLE}" in each for each in tables)
    charts = [json.loads(each.proto.spec) for each in talk.page.get("vega_lite_chart")]
    assert all(EXAMPLE in json.dumps(each, ensure_ascii=False) for each in charts)


def test_closed_choices_are_disabled_and_say_why() -> None:
    talk = Talk()
    assert talk.closed == []
    talk.press("Hur skiljer sig områdestyperna åt?")
    assert "Löneinkomst – kan inte läggas ihop per områdestyp" in talk.closed
    assert "Sysselsatta" in talk.open
    assert not any(each.startswith("Löneinkomst") for each in talk.open)
    assert all(" – " in each for each in talk.closed)


def test_a_figure_without_the_chosen_year_is_closed() -> None:
    talk = Talk(s="value", i="sysselsatta_andel", l="kommun", a="1280", p="2020")
    talk.unfold("indicator")
    assert "Valdeltagande (riksdag) – uppgift saknas det året" in talk.closed
    assert "Folkmängd" in talk.open


def test_two_years_that_cannot_be_compared_are_closed() -> None:
    """The reason stands above the button before it is pressed: work was counted anew in 2020."""
    talk = Talk(s="change", i="sysselsatta_andel", l="kommun", w="12", p="2020,2023")
    talk.unfold("years")
    assert [each.label for each in talk.page.selectbox] == ["Från år", "Till år"]
    assert "Visa svaret" in talk.open
    talk.page.selectbox[0].select(2018)
    talk.run()
    assert "Visa svaret" in talk.closed
    assert "före 2020 går inte att jämföra" in talk.text
    talk.page.selectbox[1].select(2019)
    talk.run()
    talk.press("Visa svaret")
    assert talk.address["p"] == "2018,2019"


def test_a_limit_that_is_no_number_or_out_of_reach_is_not_taken() -> None:
    talk = Talk()
    talk.press("Vilka områden ligger över eller under en gräns?", "Hyresrätter", "Kommuner")
    talk.press("Hela riket")
    assert re.search(r"Gräns i procent, mellan \d+,\d och \d+,\d", talk.page.text_input[-1].label)
    talk.search("många")
    assert "Visa svaret" not in talk.open
    assert "Skriv ett tal" in talk.text
    talk.search("100")
    assert "Visa svaret" in talk.closed
    assert "inget område når dit" in talk.text
    talk.search("1 0,5")
    assert "Visa svaret" in talk.open


def test_back_takes_one_step_at_a_time() -> None:
    talk = Talk()
    talk.press("Hur står det till i ett område?", "Sysselsatta")
    talk.press("Tillbaka")
    assert talk.prompt == "Vilket mått?"
    assert talk.chosen == {"Fråga": "Ett värde"}
    talk.press("Tillbaka")
    assert talk.prompt == "Vad vill du veta?"
    assert "Tillbaka" not in talk.open
    assert talk.address == {}


def test_back_from_an_answer_leads_to_the_menu_before_it() -> None:
    talk = Talk()
    talk.press("Hur många bor i varje områdestyp?", "Hela riket")
    assert talk.address == {"s": "population_share", "l": "riket"}
    talk.press("Tillbaka")
    assert talk.prompt == "För hela riket eller en del av det?"
    assert talk.address == {}


def test_starting_over_leaves_nothing_behind() -> None:
    talk = Talk(s="population_share", l="riket")
    talk.press("Ställ en ny fråga", "Hur många bor i varje områdestyp?")
    talk.press("Börja om")
    assert talk.prompt == "Vad vill du veta?"
    assert (talk.sentences, talk.chosen, talk.address) == ([], {}, {})
    assert "Tillbaka" not in talk.open
    assert "Börja om" not in talk.open


def test_a_choice_changed_in_place_keeps_the_rest() -> None:
    talk = Talk(s="value", i="sysselsatta_andel", l="kommun", a="1280", p="2020")
    before = talk.sentence
    talk.change("indicator", "Förgymnasial utbildning")
    assert talk.address == {
        "s": "value", "i": "forgymnasial_andel", "l": "kommun", "a": "1280", "p": "2020"
    }  # fmt: skip
    assert talk.sentence != before
    assert "Malmö" in talk.sentence
    assert "2020" in talk.sentence
    assert talk.chosen["Mått"] == "Förgymnasial utbildning"
    assert talk.chosen["År"] == "2020"
    talk.press("Tillbaka")
    assert talk.sentence == before


def test_a_choice_changed_in_place_clears_only_what_no_longer_holds() -> None:
    """A ranking has no single area: figure and year stay, and what is missing is asked."""
    talk = Talk(s="value", i="sysselsatta_andel", l="kommun", a="1280", p="2020")
    talk.change("shape", "Vilka områden ligger högst eller lägst?")
    assert talk.prompt == "Vilket slags områden?"
    assert talk.chosen == {"Fråga": "Rangordning", "Mått": "Sysselsatta", "År": "2020"}
    assert talk.address == {}
    talk.press("Kommuner", "Skåne län")
    assert talk.address == {
        "s": "rank", "i": "sysselsatta_andel", "l": "kommun", "w": "12", "p": "2020"
    }  # fmt: skip


def test_another_kind_of_question_keeps_figure_and_area() -> None:
    talk = Talk(s="compare_types", i="hyresratt_andel", l="kommun", a="1280")
    talk.change("shape", "Hur stor är skillnaden mellan två områdestyper?")
    assert talk.address == {"s": "gap", "i": "hyresratt_andel", "l": "kommun", "a": "1280"}


def test_an_answer_given_may_be_changed_before_the_question_is_whole() -> None:
    talk = Talk()
    talk.press("Vilka områden ligger högst eller lägst?", "Hyresrätter", "Kommuner")
    talk.change("indicator", "Sysselsatta")
    assert talk.chosen == {
        "Fråga": "Rangordning", "Mått": "Sysselsatta", "Slags område": "Kommuner"
    }  # fmt: skip
    assert talk.prompt == "För hela riket eller en del av det?"


def test_several_questions_one_after_the_other() -> None:
    """A finished turn keeps its sentence, compactly; the newest stands open below."""
    talk = Talk(s="value", i="hyresratt_andel", l="kommun", a="1280")
    first = talk.sentence
    talk.press("Andel hyresrätter efter områdestyp i Malmö, senaste året")
    second = talk.sentence
    assert talk.sentences[0].endswith(first) != talk.sentences[0].endswith(second)
    assert talk.address == {
        "s": "compare_types",
        "i": "hyresratt_andel",
        "l": "kommun",
        "a": "1280",
    }
    talk.press("Ställ en ny fråga")
    assert talk.prompt == "Vad vill du veta?"
    assert [each.removeprefix(EXAMPLE).strip() for each in talk.sentences] == [first, second]
    assert all(each.startswith(EXAMPLE) for each in talk.sentences)
    assert (talk.answers, talk.address) == ([], {})
    assert not any('class="oa-table"' in each for each in talk.html)
    assert [each.label for each in talk.page.expander] == ["Visa tabellen", "Visa tabellen"]
    talk.press("Hur många bor i varje områdestyp?", "Hela riket")
    assert len(talk.sentences) == 3
    assert len(talk.answers) == 1


def test_the_table_of_a_finished_turn_is_there_on_demand() -> None:
    talk = Talk(s="value", i="hyresratt_andel", l="kommun", a="1280")
    shown = next(each for each in talk.html if 'class="oa-table"' in each)
    talk.press("Ställ en ny fråga")
    talk.page.session_state["finished-0"] = True
    talk.run()
    assert [each for each in talk.html if 'class="oa-table"' in each] == [shown]


def test_how_it_was_counted_names_the_query() -> None:
    talk = Talk(s="population_share", l="riket", p="2023")
    identity = talk.state.question.hash
    assert [each.label for each in talk.page.expander] == ["Så räknade vi"]
    assert list(talk.page.code) == []
    talk.page.session_state[f"turn0-{identity}-how"] = True
    talk.run()
    assert talk.page.code[0].value.startswith(("SELECT", "WITH"))


def test_a_link_opens_its_answer() -> None:
    talk = Talk(s="rank", i="hyresratt_andel", l="regso", w="1280", p="2022", o="asc", n="5")
    assert talk.prompt == ""
    assert "2022" in talk.sentence
    assert talk.chosen["Inom"] == "Malmö – kommun"
    assert talk.chosen["Ordning"] == "Lägst först"
    assert talk.chosen["Antal"] == "5 områden"


def test_a_link_that_no_menu_leads_to_opens_too() -> None:
    talk = Talk(s="value", i="sysselsatta_andel", l="kommun", a="1280", sx="women")
    assert "kvinnor" in talk.sentence
    assert talk.chosen == {}
    assert talk.address["sx"] == "women"


@pytest.mark.parametrize(
    ("address", "said_of_it"),
    [
        ({"s": "rnk"}, "rnk"),
        ({"q": "<script>alert(1)</script>"}, "q"),
        ({"s": "rank", "i": "hyresratt_andel", "l": "regso", "w": "1280", "n": "1e9"}, "1e9"),
        ({"s": "value", "i": "**fet** [länk](http://x)", "a": "1280"}, "**fet** [länk](http://x)"),
        ({"s": "value", "i": "hyresratt_andel", "a": "9999"}, "9999"),
        ({"s": "x" * 5_000}, "för lång"),
        ({"v": "2", "s": "rank"}, "2"),
        ({"s": "gap", "i": "loneinkomst_medel", "l": "riket"}, "Löneinkomst"),
    ],
)
def test_a_hostile_or_broken_link_gives_a_warning_and_the_menus(
    address: dict[str, str], said_of_it: str
) -> None:
    talk = Talk(**address)
    warning = talk.page.warning[0].value
    assert said_of_it in said(warning)
    assert not re.search(r"(?<!\\)[*\[<]", warning), "read as Markdown"
    assert talk.prompt in ("Vad vill du veta?", "Vilket mått?", "Vilket område?")
    assert talk.address == {}
    if "Börja om" in talk.open:
        talk.press("Börja om")
    talk.press("Hur många bor i varje områdestyp?", "Hela riket")
    assert len(talk.answers) == 1
    assert list(talk.page.warning) == []


# Two languages


def tokens(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", text.lower()))


def own_words() -> dict[str, set[str]]:
    """The words that only the texts of one language use."""
    swedish, english = set[str](), set[str]()
    for message in read_catalogue("sv"):
        ids = (message.id,) if isinstance(message.id, str) else message.id
        english |= tokens(" ".join(re.sub(r"\{\w+\}", " ", each) for each in ids))
        swedish |= tokens(" ".join(re.sub(r"\{\w+\}", " ", each) for each in said_forms(message)))
    return {"sv": swedish - english, "en": english - swedish}


def names_of(version: Any, language: str) -> set[str]:
    """Words of area names, and of the figures' own names in ``language``."""
    directory, catalogue = version.directory, version.catalogue
    names = [
        directory.label(code)
        for level in ("lan", "kommun", "regso")
        for code in directory.codes(level, directory.divisions(level)[-1])
    ]
    texts = [text for each in catalogue for text in (each.label, each.short or each.label)]
    texts += [each.label for each in catalogue.concepts.values()]
    return tokens(" ".join([*names, *(each.in_language(language) for each in texts)]))


def spoken(talk: Talk) -> set[str]:
    """Every word in labels, headings and text, but for the switch to the other language."""
    page = talk.page
    widgets = [*page.button, *page.expander, *page.download_button, *page.text_input]
    widgets += [*page.selectbox, *page.button_group]
    labels = [each.label for each in widgets if getattr(each, "key", "") != "language"]
    popovers = [each.proto.popover.label for each in page.get("popover")]
    hints = [each.placeholder for each in page.text_input]
    texts = [each.value for each in (*page.markdown, *page.subheader, *page.warning)]
    html = [text_of(each) for each in talk.html if "oa-source" not in each]
    icon = re.compile(r":material/\w+:")
    return tokens(icon.sub("", "\n".join([*labels, *popovers, *hints, *texts, *html])))


PAGES: dict[str, tuple[dict[str, str], str | None]] = {
    "start": ({}, None),
    "one figure": ({"s": "value", "i": "sysselsatta_andel", "l": "kommun", "a": "1280"}, "year"),
    "types": ({"s": "compare_types", "i": "hyresratt_andel", "l": "lan", "a": "12"}, "basis"),
    "share": ({"s": "population_share", "l": "kommun", "a": "1280"}, "shape"),
    "gap": ({"s": "gap", "i": "sysselsatta_andel", "l": "riket", "p": "top.10"}, "pair"),
    "rank": ({"s": "rank", "i": "hyresratt_andel", "l": "kommun", "w": "12"}, "order"),
    "limit": ({"s": "threshold", "i": "hyresratt_andel", "l": "lan", "th": "ge.30.0"}, "bound"),
    "changed": ({"s": "type_changes", "l": "kommun", "a": "1280", "p": "2022,2023"}, "years"),
    "map": ({"s": "map", "i": "hyresratt_andel", "l": "lan"}, "level"),
    "profile": ({"s": "profile", "l": "kommun", "a": "1280"}, "place"),
    "refused": ({"s": "gap", "i": "loneinkomst_medel", "l": "riket"}, None),
}


@pytest.mark.parametrize("name", PAGES)
def test_each_language_is_spoken_alone(name: str) -> None:
    address, slot = PAGES[name]
    talk = Talk(**address)
    heard = []
    for switch in (None, "English", "Svenska"):
        if switch is not None:
            talk.press(switch)
        if slot is not None:
            talk.unfold(slot)
        heard.append(spoken(talk))
    swedish, english, again = heard
    own, version = own_words(), talk.state.version
    assert swedish & own["en"] - names_of(version, "sv") == set()
    assert english & own["sv"] - names_of(version, "en") == set()
    assert len(english & own["en"]) > 10
    assert again == swedish
    assert "lang" not in talk.address


def test_a_link_in_english_is_answered_in_english() -> None:
    talk = Talk(s="value", i="sysselsatta_andel", l="kommun", a="1280", lang="en")
    assert talk.address["lang"] == "en"
    assert talk.sentences[-1].startswith("Example data – invented figures")
    assert "In Malmö, the share in employment" in talk.sentences[-1]


# Data versions


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A DATA_HOME with a second version that is not current yet; its id."""
    home, identity = tmp_path / "data", "demo-00000000ff"
    shutil.copytree(demo_home(), home)
    monkeypatch.setenv("DATA_HOME", str(home))
    first = home / "versions" / versions.current_id()
    second = first.with_name(identity)
    first.parent.chmod(0o700)
    shutil.copytree(first, second)
    second.chmod(0o700)
    manifest = second / "manifest.json"
    manifest.chmod(0o600)
    told = json.loads(manifest.read_text(encoding="utf-8")) | {"id": identity}
    manifest.write_text(json.dumps(told), encoding="utf-8")
    yield identity
    if identity in versions._opened:
        versions._opened.pop(identity).close()
    st.cache_resource.clear()
    remove(home)


def test_a_new_version_is_taken_up_between_questions_only(newer: str) -> None:
    talk = Talk()
    older = talk.state.version_id
    talk.press("Hur många bor i varje områdestyp?")
    use(newer)
    talk.press("Hela riket")
    assert (talk.state.version_id, source_of(talk)) == (older, older)
    assert talk.state.version.id == talk.state.guide.version.id == older
    talk.change("span", "2022")
    talk.press("English", "Svenska", "Tillbaka")
    assert (talk.state.version_id, source_of(talk)) == (older, older)
    talk.press("Vad betyder ”Områdestyp”?")
    assert talk.state.version_id == older, "what follows from an answer is of the same figures"
    talk.press("Ställ en ny fråga")
    assert talk.state.version_id == newer
    assert [turn.version_id for turn in talk.state.turns] == [older, older]
    talk.press("Hur många bor i varje områdestyp?", "Hela riket")
    assert source_of(talk) == newer


def source_of(talk: Talk) -> str:
    """The version that the newest answer names below itself."""
    line = [text_of(each) for each in talk.html if "oa-source" in each][-1]
    found = re.search(r"Dataversion (\S+),", line)
    assert found
    return found[1]


def test_finished_turns_follow_the_language() -> None:
    talk = Talk(s="value", i="hyresratt_andel", l="kommun", a="1280")
    talk.press("Ställ en ny fråga", "English")
    assert spoken(talk) & own_words()["sv"] - names_of(talk.state.version, "en") == set()


def test_a_finished_turn_keeps_the_example_mark_of_its_own_version(newer: str) -> None:
    manifest = versions.published.data_home() / "versions" / newer / "manifest.json"
    told = json.loads(manifest.read_text()) | {"example_data": False}
    manifest.write_text(json.dumps(told))
    talk = Talk(s="value", i="hyresratt_andel", l="kommun", a="1280")
    use(newer)
    talk.press("Ställ en ny fråga")
    assert talk.sentences[0].startswith("Exempeldata")
