"""The address bar and the conversation: either may lead, and both come to say the same.

`?s=…&i=…` is a question, `?r=…` a shared result, `?page=…` a page of one's own things; `lang` goes
with each.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from assistant.address import read, read_extras, write
from assistant.conversation import Conversation, Page
from assistant.versions import current_id, is_published
from semantic.errors import QuestionError

PAGES: Mapping[str, Page] = {"favoriter": "favourites", "delat": "links"}
_NAMES = {page: name for name, page in PAGES.items()}


def follow_the_address(talk: Conversation) -> None:
    """Take over what the visitor's address says, when it is not what we wrote there."""
    given = st.query_params.to_dict()
    if given == talk.address:
        return
    talk.address = given
    talk.speak(given.get("lang", talk.language))
    if "r" in given:
        talk.token = given["r"]
        return
    page = PAGES.get(given.get("page", ""))
    if page is not None:
        talk.page, talk.token = page, None
        return
    _follow_a_question(talk, given)


def _follow_a_question(talk: Conversation, given: Mapping[str, str]) -> None:
    try:
        extras = read_extras(given)
        question = read(given)
    except QuestionError as error:
        talk.begin()
        talk.refusal = error
        return
    if question is None:
        talk.page, talk.token = "ask", None
        return
    version = extras.version
    talk.begin(question, version if version and is_published(version) else None)
    talk.cited, talk.asked_version = extras.cell, version


def keep_the_address(talk: Conversation) -> None:
    """The address bar holds what is on the screen, and the language when it is not Swedish."""
    wanted = _address(talk)
    if talk.language != "sv":
        wanted["lang"] = talk.language
    if wanted != talk.address:
        talk.address = wanted
        st.query_params.from_dict(wanted)


def _address(talk: Conversation) -> dict[str, str]:
    if talk.token is not None:
        return {"r": talk.token}
    if talk.page != "ask":
        return {"page": _NAMES[talk.page]}
    question = talk.question
    if question is None:
        return {}
    older = talk.version_id if talk.version_id != current_id() else None
    extras = {"dv": talk.asked_version or older, "c8": talk.cited}
    return write(question) | {name: value for name, value in extras.items() if value is not None}
