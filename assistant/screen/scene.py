"""What every part of the page needs at hand: the talk, the visitor, her language and her things."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape as html_escape
from typing import Any, TypeVar

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from assistant.conversation import Conversation, Page
from assistant.kept.errors import KeptError
from assistant.kept.favourites import Favourites
from assistant.kept.folders import Folders
from assistant.kept.links import Links
from assistant.kept.store import Store, shared_store
from assistant.kept.talks import Talks
from assistant.language import Speech, speech_for
from assistant.screen.state import conversation
from assistant.screen.visitor import Visitor, visitor
from assistant.wording import refusal
from assistant.wording.kept import kept_refusal
from semantic.errors import QuestionError

Made = TypeVar("Made")
_SAID = "said"
_COUNT = "said-count"
DELETED = "favourites-deleted"
"""What was deleted on this visit to the page of favourites: titles by id."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Scene:
    """Made anew at each run and at each press: what a scene was made for is not asked of it later
    (`do`, `if_still_here`)."""

    talk: Conversation
    speech: Speech
    visitor: Visitor

    @property
    def store(self) -> Store:
        return shared_store()

    @property
    def knows_her(self) -> bool:
        """Whether there is somebody whose things can be kept."""
        return bool(self.visitor.person.id)

    @property
    def favourites(self) -> Favourites:
        return Favourites(self.store, self.visitor.person)

    @property
    def folders(self) -> Folders:
        return Folders(self.store, self.visitor.person)

    @property
    def links(self) -> Links:
        return Links(self.store, self.visitor.person)

    @property
    def talks(self) -> Talks:
        return Talks(self.store, self.visitor.person)

    @property
    def owner(self) -> str:
        """Names this conversation to the engine, so that a newer question interrupts an older."""
        return str(st.session_state.setdefault("owner", f"talk-{id(st.session_state)}"))

    @property
    def place(self) -> str:
        """The open turn's number, so that a new turn's widgets start afresh."""
        return f"turn{len(self.talk.turns)}"

    def if_still_here(self, make: Callable[[], Made]) -> Made:
        """What a button gives when it is pressed without a run of the page: only to whom the page
        was drawn for, if she still is who she was."""
        if not self.visitor.holds():
            raise KeptError("not_there")
        return make()

    def done(self, text: str) -> None:
        """Have it said, once, that something was done."""
        st.session_state[_SAID] = (text, True)

    def go(self, page: Page) -> None:
        """Turn to another page; an opened link is left."""
        self.talk.page, self.talk.token = page, None
        st.session_state.pop(DELETED, None)


def scene() -> Scene:
    """The scene of this run; whoever the visitor is now decides what is in it."""
    here = visitor()
    talk = conversation(here)
    return Scene(talk, speech_for(talk.language), here)


@contextmanager
def as_far_as_kept(here: Scene) -> Iterator[None]:
    """What is done with kept things inside, as far as the store answers; where it does not, that is
    said, and the rest of the page is there."""
    try:
        yield
    except SQLAlchemyError:
        _log.exception("the store does not answer")
        st.warning(_no_store(here.speech), icon=":material/cloud_off:")


def _no_store(speech: Speech) -> str:
    return speech.t(
        "What is kept cannot be reached right now. Questions can still be asked; try again soon."
    )


def say_what_was_done(here: Scene) -> None:
    """What the last press came to, said once: where it is called, and aloud. Pages longer than a
    screen have it said beside them too (``Scene.page``), wherever one has scrolled to."""
    text, well = st.session_state.pop(_SAID, ("", True))
    if not text:
        return
    if well and here.talk.page != "ask":
        st.toast(text, icon=":material/check:", duration="long")
    else:
        (st.success if well else st.warning)(text, icon=":material/info:")
    count = st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1
    st.html(
        f'<div class="app-announce-done" data-announce-id="done-{count}">{html_escape(text)}</div>'
    )


def do(act: Callable[[Scene], Any]) -> None:
    """Do what was pressed, as whoever the visitor is at this moment; what cannot be done is said in
    plain words at the top of the page."""
    here = scene()
    if not here.knows_her:
        return
    try:
        act(here)
    except KeptError as error:
        st.session_state[_SAID] = (kept_refusal(error, here.speech), False)
    except SQLAlchemyError:
        _log.exception("the store does not answer")
        st.session_state[_SAID] = (_no_store(here.speech), False)
    except QuestionError as error:
        st.session_state[_SAID] = (refusal(error, here.talk.version, here.speech), False)


def take(name: str, default: Any = None) -> Any:
    """What a widget holds, inside the callback of another one."""
    return st.session_state.get(name, default)
