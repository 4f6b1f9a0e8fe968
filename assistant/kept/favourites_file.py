"""A person's favourites as a file, and back: the questions and what they are called, no more.

The file has no ids, no person and no figures. What comes in is hostile until it is parsed: the
whole file is read before the first favourite is saved, and every question is run before it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.kept.acts import acting
from assistant.kept.errors import KeptError
from assistant.kept.favourites import MOST_FAVOURITES, Favourite, Favourites
from assistant.kept.folders import LONGEST_NAME, MOST_FOLDERS, Folders
from assistant.kept.texts import tidy_note, tidy_title
from assistant.snapshot import Snapshot
from semantic.errors import QuestionError
from semantic.question import Question, read_question

LARGEST_FILE = 20_000_000
"""In bytes: room for as many favourites as a person may have, with the longest notes."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Entry(_Part):
    title: str
    note: str = ""
    folder: str | None = None
    pinned: bool = False
    question: dict[str, Any]


class _File(_Part):
    v: int = Field(ge=1, le=1)
    folders: list[str] = Field([], max_length=MOST_FOLDERS)
    favourites: list[_Entry] = Field([], max_length=MOST_FAVOURITES)


@dataclass(frozen=True)
class Imported:
    """``refused`` are the titles of questions that cannot be answered here, each with why."""

    saved: int
    already_there: int
    refused: tuple[tuple[str, QuestionError], ...]


def export_file(favourites: Favourites) -> bytes:
    """All favourites but the deleted ones, in their owner's order."""
    folders = {each.id: each.name for each in Folders(favourites.store, favourites.person).all()}
    own = sorted(favourites.all(), key=lambda each: each.place)
    body = {
        "v": 1,
        "folders": list(folders.values()),
        "favourites": [_entry(each, folders) for each in own],
    }
    with acting(favourites.store, favourites.person) as act:
        act.note("favourites_exported", favourites=len(own))
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def import_file(
    favourites: Favourites,
    folders: Folders,
    content: bytes,
    run: Callable[[Question], Snapshot],
) -> Imported:
    """Save what is not there yet. What cannot be answered is reported, never changed."""
    file = _read(content)
    places = {name: folders.add(name).id for name in file.folders}
    saved, already_there, refused = 0, 0, []
    for entry in file.favourites:
        try:
            question = read_question(entry.question)
            if _is_there(favourites, question, entry.title):
                already_there += 1
                continue
            snapshot = run(question)
        except QuestionError as error:
            refused.append((entry.title, error))
            continue
        if snapshot.question_hash != question.hash:
            raise ValueError("the snapshot answers another question than the file's")
        folder = places[entry.folder] if entry.folder is not None else None
        favourites.save(snapshot, entry.title, entry.note, folder, entry.pinned)
        saved += 1
    with acting(favourites.store, favourites.person) as act:
        act.note(
            "favourites_imported", saved=saved, already_there=already_there, refused=len(refused)
        )
    return Imported(saved, already_there, tuple(refused))


def _entry(favourite: Favourite, folders: dict[str, str]) -> dict[str, Any]:
    return {
        "title": favourite.title,
        "note": favourite.note,
        "folder": folders[favourite.folder] if favourite.folder is not None else None,
        "pinned": favourite.pinned,
        "question": json.loads(favourite.question_json),
    }


def _is_there(favourites: Favourites, question: Question, title: str) -> bool:
    return any(each.title == title for each in favourites.same(question.hash))


def _read(content: bytes) -> _File:
    """The file with every text tidied and every folder named; or a refusal of the whole."""
    if len(content) > LARGEST_FILE:
        raise KeptError("too_long", {"most": LARGEST_FILE, "length": len(content)})
    try:
        file = _File.model_validate(json.loads(content))
    except (ValueError, RecursionError, ValidationError) as error:
        raise KeptError("unreadable_file") from error
    entries = [_tidy(entry) for entry in file.favourites]
    named = [tidy_title(name, "folder", LONGEST_NAME) for name in file.folders]
    named += [entry.folder for entry in entries if entry.folder is not None]
    if len(set(named)) > MOST_FOLDERS:
        raise KeptError("too_many", {"what": "folders", "most": MOST_FOLDERS})
    return _File(v=1, folders=list(dict.fromkeys(named)), favourites=entries)


def _tidy(entry: _Entry) -> _Entry:
    folder = entry.folder
    return entry.model_copy(
        update={
            "title": tidy_title(entry.title),
            "note": tidy_note(entry.note),
            "folder": tidy_title(folder, "folder", LONGEST_NAME) if folder is not None else None,
        }
    )
