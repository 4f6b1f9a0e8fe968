"""What a visitor's conversation holds between clicks, and how it is kept when she is gone.

The turn that is open has a draft (menus) or a question that came from an address; finished turns
keep only what their compact form shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.dialogue import Guide
from assistant.drafts import Draft, draft_of, in_order
from assistant.language import DEFAULT, LANGUAGES
from assistant.versions import current_id, is_published, opened
from semantic.errors import QuestionError, Suggestion
from semantic.mend import mended
from semantic.question import SHAPES, Question, read_question
from semantic.version import Version

MOST_TURNS = 60
Page = Literal["ask", "favourites", "links"]


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
    """``past`` holds earlier drafts of the open turn, for the way back. ``refused`` is the question
    that ``refusal`` is about, where it could be read. ``favourite`` is the id of
    the favourite that the open turn was opened from, ``cited`` the figure that an address points
    at, ``asked_version`` the data version that it names, ``told`` what is said above the answer
    of what has changed, and ``before`` the snapshot that this is counted from."""

    version_id: str
    language: str = DEFAULT
    turns: list[FinishedTurn] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    past: list[Draft] = field(default_factory=list)
    fixed: Question | None = None
    refusal: QuestionError | None = None
    refused: Question | None = None
    address: dict[str, str] = field(default_factory=dict)
    page: Page = "ask"
    token: str | None = None
    favourite: str | None = None
    cited: str | None = None
    asked_version: str | None = None
    told: str = ""
    before: str | None = None

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

    @property
    def begun(self) -> bool:
        """Whether there is anything that a visitor would miss."""
        return bool(self.turns) or self.draft.shape is not None or self.fixed is not None

    def choose(self, slot: str, value: object) -> None:
        """Answer one menu. What no longer holds is dropped; the rest stays."""
        self.past.append(self.draft)
        if self.fixed is not None:
            self.draft, self.fixed = draft_of(self.fixed) or Draft(), None
        self.draft = self.guide.answer(self.draft, slot, value)
        self.refusal = self.refused = None
        self._forget_how_it_was_opened()

    def refuse(self, error: QuestionError) -> None:
        """The open question cannot be answered: keep what holds of it, and say what did not."""
        self.refusal, self.refused, self.fixed = error, self.question, None
        if self.draft.shape is not None:
            self.draft = self.guide.kept(self.draft, self.draft.shape)

    def mend(self, chosen: Suggestion) -> None:
        """Ask what was refused again, with one of the refusal's suggestions in its place."""
        assert self.refusal is not None
        assert self.refused is not None
        self.past.append(self.draft)
        self.open(read_question(mended(self.refused.canonical(), self.refusal, chosen)))
        self.refusal = self.refused = None
        self._forget_how_it_was_opened()

    def back(self) -> None:
        if self.past:
            self.draft = self.past.pop()
            self.fixed = self.refusal = self.refused = None
            self._forget_how_it_was_opened()

    def begin(self, question: Question | None = None, version_id: str | None = None) -> None:
        """Open a new turn, on the newest version unless a question brings its own."""
        self.version_id = version_id or current_id()
        self.past, self.refusal, self.refused, self.fixed = [], None, None, None
        self.page, self.token, self.favourite = "ask", None, None
        self._forget_how_it_was_opened()
        self.draft = Draft()
        if question is not None:
            self.open(question)

    def _forget_how_it_was_opened(self) -> None:
        self.cited, self.asked_version, self.told, self.before = None, None, "", None

    def open(self, question: Question) -> None:
        """Take over a whole question, as the menus would have it where they lead to it."""
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


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Turn(_Document):
    question: dict[str, Any]
    version_id: str
    example_data: bool
    language: str
    title: str
    sentence: str


class _Talk(_Document):
    """A conversation as it is kept. ``question`` is the open one where it is whole."""

    v: Literal[1]
    version_id: str
    language: str
    turns: tuple[_Turn, ...] = ()
    shape: str | None = None
    answers: dict[str, Any] = {}
    question: dict[str, Any] | None = None
    address: dict[str, str] = {}
    page: Page = "ask"
    favourite: str | None = None
    cited: str | None = None
    asked_version: str | None = None
    told: str = ""
    before: str | None = None


def to_document(talk: Conversation) -> str:
    """The conversation as JSON, with all that a reload must bring back."""
    question = talk.question
    return _Talk(
        v=1,
        version_id=talk.version_id,
        language=talk.language,
        turns=tuple(
            _Turn(**{**turn.__dict__, "question": turn.question.canonical()}) for turn in talk.turns
        ),
        shape=talk.draft.shape if question is None else None,
        answers=dict(talk.draft.answers) if question is None else {},
        question=question.canonical() if question is not None else None,
        address=talk.address,
        page=talk.page,
        favourite=talk.favourite,
        cited=talk.cited,
        asked_version=talk.asked_version,
        told=talk.told,
        before=talk.before,
    ).model_dump_json(exclude_defaults=True)


def from_document(document: str) -> Conversation | None:
    """The conversation again; None when it is not one of ours.

    A finished turn that an older release wrote and this one cannot read is left out; an open turn
    whose data version is gone goes on with the newest, and keeps what holds there.
    """
    try:
        found = _Talk.model_validate_json(document)
    except ValidationError:
        return None
    published = is_published(found.version_id)
    talk = Conversation(
        version_id=found.version_id if published else current_id(),
        turns=[turn for each in found.turns if (turn := _turn(each)) is not None],
        address=dict(found.address),
        page=found.page,
        favourite=found.favourite,
        cited=found.cited,
        asked_version=found.asked_version,
        told=found.told,
        before=found.before,
    )
    talk.speak(found.language)
    _reopen(talk, found)
    return talk


def _reopen(talk: Conversation, found: _Talk) -> None:
    if found.question is not None:
        try:
            talk.open(read_question(found.question))
        except QuestionError as error:
            talk.refusal = error
        return
    shape = next((each for each in SHAPES if each == found.shape), None)
    if shape is not None:
        answers = {slot: _tupled(value) for slot, value in found.answers.items()}
        talk.draft = talk.guide.kept(in_order(Draft(shape, answers)), shape)


def _turn(each: _Turn) -> FinishedTurn | None:
    try:
        question = read_question(each.question)
    except QuestionError:
        return None
    parts: Mapping[str, Any] = each.model_dump() | {"question": question}
    return FinishedTurn(**parts)


def _tupled(value: Any) -> Any:
    """JSON knows lists only; an answer that holds several values holds them for good."""
    return tuple(_tupled(each) for each in value) if isinstance(value, list) else value
