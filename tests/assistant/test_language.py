"""Every text is spoken in Swedish, and what is put into a text is never read as a pattern."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from assistant import language, locale
from assistant.language import LANGUAGES, SOURCE, fill, read_catalogue, speech_for
from assistant.locale import extracted, first, misplaced, spoken

CATALOGUES = [each for each in LANGUAGES if each != SOURCE]


def messages(tongue: str) -> dict[str, Message]:
    return {first(message): message for message in read_catalogue(tongue) if message.id}


def in_code() -> dict[str, Message]:
    return {first(message): message for message in extracted() if message.id}


@pytest.mark.parametrize("tongue", CATALOGUES)
def test_every_text_in_the_code_is_translated(tongue: str) -> None:
    known = messages(tongue)
    missing = [msgid for msgid in in_code() if msgid not in known or not spoken(known[msgid])]
    assert missing == []


@pytest.mark.parametrize("tongue", CATALOGUES)
def test_a_translation_names_the_same_places(tongue: str) -> None:
    wrong = {msgid: misplaced(message) for msgid, message in messages(tongue).items()}
    assert {msgid: forms for msgid, forms in wrong.items() if forms} == {}


@pytest.mark.parametrize("tongue", CATALOGUES)
def test_no_translation_is_left_over(tongue: str) -> None:
    assert messages(tongue).keys() - in_code().keys() == set()


@pytest.mark.parametrize("tongue", CATALOGUES)
def test_a_text_is_plural_in_the_catalogue_where_it_is_in_the_code(tongue: str) -> None:
    code = {msgid: type(message.id) for msgid, message in in_code().items()}
    assert {msgid: type(message.id) for msgid, message in messages(tongue).items()} == code


def test_the_template_is_in_step_with_the_code() -> None:
    with locale.TEMPLATE.open("rb") as file:
        template = {first(message) for message in read_po(file) if message.id}
    assert template == in_code().keys()


def test_updating_keeps_what_is_translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = tmp_path / "locale"
    shutil.copytree(language.LOCALE / "sv", copied / "sv")
    before = (copied / "sv/LC_MESSAGES/messages.po").read_text()
    monkeypatch.setattr(language, "LOCALE", copied)
    monkeypatch.setattr(locale, "TEMPLATE", copied / "messages.pot")
    assert locale.update() == []
    assert (copied / "sv/LC_MESSAGES/messages.po").read_text() == before
    assert locale.update({"Map": "Kartbild"}) == []
    assert 'msgstr "Kartbild"' in (copied / "sv/LC_MESSAGES/messages.po").read_text()


def test_what_is_put_in_is_not_read_again() -> None:
    text = fill("{first} and {last}", {"first": "{last}", "last": "%s {0} {first}"})
    assert text == "{last} and %s {0} {first}"


def test_a_place_without_a_value_is_left_as_it_is() -> None:
    assert fill("{first} {second}", {"first": 1}) == "1 {second}"


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0 kommuner"), (1, "1 kommun"), (2, "2 kommuner"), (1234, "1\u00a0234 kommuner")],
)
def test_the_form_follows_the_number(n: int, text: str) -> None:
    assert speech_for("sv").n("{n} municipality", "{n} municipalities", n) == text


def test_english_needs_no_catalogue() -> None:
    speech = speech_for("en")
    assert speech.n("{n} municipality", "{n} municipalities", 1) == "1 municipality"
    assert speech.n("{n} municipality", "{n} municipalities", 1290) == "1,290 municipalities"
    assert speech.t("{first} or {last}", first="a", last="b") == "a or b"


def test_a_text_without_translation_is_shown_in_english() -> None:
    assert speech_for("sv").t("Nobody has translated this") == "Nobody has translated this"


@pytest.mark.parametrize("wish", ["", None, "de", "../sv", "SV"])
def test_an_unknown_language_is_swedish(wish: str | None) -> None:
    assert speech_for(wish).language == "sv"


def test_lists_end_with_a_word() -> None:
    speech = speech_for("sv")
    assert speech.listed([]) == ""
    assert speech.listed(["a"]) == "a"
    assert speech.listed(["a", "b", "c"]) == "a, b och c"
    assert speech.either(["a", "b"]) == "a eller b"
