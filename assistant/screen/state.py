"""The visitor's conversation in the framework's session, and in the store for when that is gone."""

from __future__ import annotations

import logging

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from assistant.conversation import Conversation, from_document, to_document
from assistant.kept.store import shared_store, utc_now
from assistant.kept.talks import Talks
from assistant.screen.visitor import Visitor
from assistant.versions import current_id
from semantic.question import Question

_log = logging.getLogger(__name__)
_KEY = "conversation"
_KEPT = "conversation-kept"
_WHOSE = "conversation-whose"
_BEGUN = "conversation-begun"
REMEMBERED = "conversation-remembered"
"""The hash of the question that was last put among the recent ones."""


def conversation(visitor: Visitor) -> Conversation:
    """The conversation of this tab: the one at hand, the one that was kept, or a new one.

    Whoever is another than a moment ago in this session finds nothing of what was there."""
    if st.session_state.get(_WHOSE, visitor.person.id) != visitor.person.id:
        st.session_state.clear()
    st.session_state[_WHOSE] = visitor.person.id
    st.session_state.setdefault(_BEGUN, utc_now())
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _kept(visitor) or Conversation(version_id=current_id())
    found = st.session_state[_KEY]
    assert isinstance(found, Conversation)
    return found


def take_over(talk: Conversation) -> None:
    """Go on with another conversation in this tab."""
    st.session_state[_KEY] = talk


def _kept(visitor: Visitor) -> Conversation | None:
    if not _keeps(visitor):
        return None
    try:
        document = Talks(shared_store(), visitor.person).load(visitor.tab)
    except SQLAlchemyError:
        _log.exception("a conversation could not be brought back")
        return None
    st.session_state[_KEPT] = document
    return from_document(document) if document else None


def keep(talk: Conversation, visitor: Visitor, answered: Question | None = None) -> None:
    """Write down what is new: the conversation, and the question that it has ``answered``, which is
    put among the recent ones once each time it is asked."""
    if not visitor.person.id:
        return
    talks = Talks(shared_store(), visitor.person)
    asked = answered if answered and answered.hash != st.session_state.get(REMEMBERED) else None
    document = to_document(talk) if talk.begun else None
    if not visitor.tab or document == st.session_state.get(_KEPT):
        if asked:
            talks.remember(asked)
    elif document is None:
        talks.clear(visitor.tab)
    elif not talks.keep(visitor.tab, document, st.session_state[_BEGUN], asked):
        forget()
        st.rerun()
    st.session_state[_KEPT] = document
    if answered:
        st.session_state[REMEMBERED] = answered.hash


def forget() -> None:
    """The conversation of this tab begins anew, and nothing of it is remembered."""
    for name in (_KEY, _KEPT, _BEGUN, REMEMBERED):
        st.session_state.pop(name, None)


def _keeps(visitor: Visitor) -> bool:
    """A stranger's conversation, and one held in no known tab, is gone with its session."""
    return bool(visitor.tab and visitor.person.id)
