"""What one visitor's conversation holds between clicks, typed.

`Conversation` lives in the session's state. The turn that is open has a draft (menus) or a question
that came from an address; finished turns keep only what their compact form shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import streamlit as st

from assistant.dialogue import Guide
from assistant.drafts import Draft, draft_of
from assistant.language import DEFAULT, LANGUAGES
from assistant.versions import current_id, opened
from semantic.errors import QuestionError
from semantic.question import Question
from semantic.version import Version

_KEY = "conversation"
MOST_TURNS = 60


@dataclass(frozen=True)
class FinishedTurn:
    """A turn that is over: shown compactly, worked out again only for its table or in the other
    language. ``example_data`` is that of its own version, whatever the open turn's is."""

    question: Question
    version_id: str
    example_data: bool
    language: str
    title: str
    sentence: str


@dataclass
class Conversation:
    """``past`` holds earlier drafts of the open turn, for the way back."""

    version_id: str
    language: str = DEFAULT
    turns: list[FinishedTurn] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    past: list[Draft] = field(default_factory=list)
    fixed: Question | None = None
    refusal: QuestionError | None = None
    address: dict[str, str] = field(default_factory=dict)

    @property
    def version(self) -> Version:
        return opened(self.version_id)

    @property
    def guide(self) -> Guide:
        return guide_of(self.version_id)

    @property
    def question(self) -> Question | None:
        """The whole question of the open turn, None while something is still to be asked."""
        return self.fixed or self.guide.question(self.draft)

    def choose(self, slot: str, value: object) -> None:
        """Answer one menu. What no longer holds is dropped; the rest stays."""
        self.past.append(self.draft)
        if self.fixed is not None:
            self.draft, self.fixed = draft_of(self.fixed) or Draft(), None
        self.draft = self.guide.answer(self.draft, slot, value)
        self.refusal = None

    def refuse(self, error: QuestionError) -> None:
        """The open question cannot be answered: keep what holds of it, and say what did not."""
        self.refusal, self.fixed = error, None
        if self.draft.shape is not None:
            self.draft = self.guide.kept(self.draft, self.draft.shape)

    def back(self) -> None:
        if self.past:
            self.draft = self.past.pop()
            self.fixed = self.refusal = None

    def begin(self, question: Question | None = None, version_id: str | None = None) -> None:
        """Open a new turn, on the newest version unless a question brings its own."""
        self.version_id = version_id or current_id()
        self.past, self.refusal, self.fixed = [], None, None
        self.draft = Draft()
        if question is not None:
            found = draft_of(question)
            self.draft, self.fixed = (found, None) if found else (Draft(), question)

    def finish(self, title: str, sentence: str) -> None:
        """Move the open turn among the finished ones."""
        question = self.question
        if question is not None:
            example = self.version.example_data
            self.turns.append(
                FinishedTurn(question, self.version_id, example, self.language, title, sentence)
            )
            del self.turns[:-MOST_TURNS]

    def start_over(self) -> None:
        self.turns.clear()
        self.begin()

    def speak(self, language: str) -> None:
        self.language = language if language in LANGUAGES else DEFAULT


@lru_cache(maxsize=8)
def guide_of(version_id: str) -> Guide:
    """Shared by all visitors. Asked for several times a run: the framework's cache is too slow."""
    return Guide(opened(version_id))


def conversation() -> Conversation:
    """This visitor's conversation, begun at the first call."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Conversation(version_id=current_id())
    found = st.session_state[_KEY]
    assert isinstance(found, Conversation)
    return found
