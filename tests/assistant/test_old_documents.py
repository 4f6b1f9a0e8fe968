"""What earlier releases kept is read for ever: a document of every schema version is here.

A document in these folders is never changed. One that can no longer be read is a break of promise.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import versions
from assistant.conversation import from_document, to_document
from assistant.export import csv_bytes, xlsx_bytes
from assistant.freezing import cells, freeze, kept
from assistant.kept.favourites import Favourites
from assistant.kept.favourites_file import import_file
from assistant.kept.folders import Folders
from assistant.kept.people import LOCAL
from assistant.kept.store import open_store
from assistant.language import LANGUAGES
from assistant.news import since, summary
from assistant.snapshot import Snapshot
from assistant.tables import to_html
from semantic.ask import ask
from semantic.question import Question, read_question

pytestmark = pytest.mark.usefixtures("example_data")

OLD = Path(__file__).parent / "old_documents"
SNAPSHOTS = sorted(OLD.glob("v*/snapshot_*.json"))


def snapshot_at(path: Path) -> Snapshot:
    return Snapshot(path.read_text(encoding="utf-8"))


def test_there_is_a_document_of_every_kind() -> None:
    names = {path.name for path in OLD.glob("v1/*.json")}
    assert {"favourites.json", "talk_half.json", "talk_whole.json"} < names
    assert len(SNAPSHOTS) >= 4


@pytest.mark.parametrize("path", SNAPSHOTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_snapshot_is_shown_as_it_was(path: Path, language: str) -> None:
    snapshot = snapshot_at(path)
    found = kept(snapshot, language)
    stored = snapshot.body["shown"][language]
    assert found.card.sentence == stored["card"]["sentence"]
    assert found.card.table is not None
    html = to_html(found.card.table)
    shown = stored["card"]["table"]["rows"]
    assert all(cell in html for row in shown for cell in row)
    assert csv_bytes(found.sheet)
    assert xlsx_bytes(found.sheet, "a")
    assert len(cells(snapshot)) == len(found.spoken) == len(snapshot.body["cells"])


@pytest.mark.parametrize("path", SNAPSHOTS, ids=lambda path: path.stem)
def test_an_old_snapshot_is_compared_with_today(path: Path) -> None:
    """Made on other figures, so that it must differ: that it is read and compared is the point."""
    snapshot = snapshot_at(path)
    version = versions.opened()
    found = summary(since(snapshot, snapshot.question_json, lambda each: ask(each, version)))
    assert found.refused is None
    assert found.total == len(cells(snapshot))
    assert found.changed


def test_a_snapshot_is_not_changed_by_being_read() -> None:
    for path in SNAPSHOTS:
        snapshot = snapshot_at(path)
        assert Snapshot.of(json.loads(snapshot.document)).document == snapshot.document


def test_old_favourites_are_brought_in(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/store.sqlite3")
    version = versions.opened()

    def run(question: Question) -> Snapshot:
        return freeze(ask(question, version), version)

    mine = Favourites(store, LOCAL)
    content = (OLD / "v1" / "favourites.json").read_bytes()
    found = import_file(mine, Folders(store, LOCAL), content, run)
    assert (found.saved, found.already_there, found.refused) == (2, 0, ())
    assert {each.title for each in mine.all()} == {
        "Flest hyresrätter i Skåne",
        "Två områden över tid",
    }
    assert [each.name for each in Folders(store, LOCAL).all()] == ["Nämnden"]
    store.close()


def test_an_old_conversation_goes_on() -> None:
    talk = from_document((OLD / "v1" / "talk_whole.json").read_text(encoding="utf-8"))
    assert talk is not None
    assert talk.language == "en"
    assert [turn.title for turn in talk.turns] == ["Andel av befolkningen"]
    assert talk.question == read_question(
        {
            "shape": "rank",
            "indicators": ["hyresratt_andel"],
            "areas": {"level": "regso", "within": ["1280"]},
            "periods": {"mode": "list", "years": [2020]},
        }
    )
    again = from_document(to_document(talk))
    assert again is not None
    assert (again.question, again.turns) == (talk.question, talk.turns)


def test_an_old_half_asked_question_goes_on() -> None:
    talk = from_document((OLD / "v1" / "talk_half.json").read_text(encoding="utf-8"))
    assert talk is not None
    assert talk.question is None
    assert (talk.draft.shape, dict(talk.draft.answers)) == (
        "value",
        {"indicator": "hyresratt_andel"},
    )


@pytest.mark.parametrize(
    "document",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"v":2,"version_id":"x","language":"sv"}',
        '{"v":1}',
        "{" * 50,
    ],
)
def test_what_is_no_conversation_is_none(document: str) -> None:
    assert from_document(document) is None


def test_a_question_that_cannot_be_read_is_told_of_and_the_rest_is_there() -> None:
    document = json.dumps(
        {
            "v": 1,
            "version_id": "demo-0123456789",
            "language": "sv",
            "question": {"v": 99, "shape": "value"},
            "turns": [
                {
                    "question": {"v": 1, "shape": "nonsense"},
                    "version_id": "demo-0123456789",
                    "example_data": True,
                    "language": "sv",
                    "title": "t",
                    "sentence": "s",
                }
            ],
        }
    )
    talk = from_document(document)
    assert talk is not None
    assert talk.version_id == versions.current_id()
    assert talk.refusal is not None
    assert talk.refusal.code == "unknown_version"
    assert talk.turns == []
