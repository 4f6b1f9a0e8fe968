"""The conversation: finished turns above, the open turn as one fragment below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from assistant import labels, words
from assistant.address import query_string
from assistant.cards import Card
from assistant.conversation import Conversation, FinishedTurn
from assistant.drafts import SETTLED
from assistant.screen.addresses import keep_the_address
from assistant.screen.answer_view import Place, address_of, show_result, show_sentence
from assistant.screen.cards import answer_of, card_of, next_questions, offers, sheet
from assistant.screen.citing import cite_a_figure, cited_figure
from assistant.screen.comparing import show_changes, since_then, snapshot_kept
from assistant.screen.menus import Menu, escape
from assistant.screen.saving import save_this
from assistant.screen.scene import Scene, as_far_as_kept, say_what_was_done, scene
from assistant.screen.sharing import share_this
from assistant.screen.start import before_the_menu, beneath_the_menu, examples
from assistant.screen.state import keep
from assistant.sentences import question_in_words
from assistant.tables import to_html
from assistant.versions import current_id, is_published
from assistant.wording import example_banner, refusal
from semantic.answer import Answer
from semantic.errors import QuestionError, Suggestion
from semantic.mend import mended
from semantic.question import Question, level_of, read_question


def conversation_page(here: Scene) -> None:
    if not here.talk.begun:
        st.markdown(
            here.speech.t(
                "Ask how things stand in different kinds of areas in Sweden. Answer the menus and "
                "you get a sentence, a picture and a table that you can save and share."
            )
        )
    for number, turn in enumerate(here.talk.turns):
        _finished(turn, number, here)
    _open_turn()


def _finished(turn: FinishedTurn, number: int, here: Scene) -> None:
    speech, there = here.speech, is_published(turn.version_id)
    title, sentence = turn.title, turn.sentence
    if turn.language != speech.language and there:
        card = card_of(turn.question, turn.version_id, speech.language, here.owner)
        title, sentence = card.title, card.sentence
    with st.chat_message("user", avatar=":material/person:"):
        st.markdown(escape(title))
    with st.chat_message("assistant", avatar=":material/query_stats:"):
        show_sentence(sentence, example_banner(speech) if turn.example_data else "")
        if turn.version_id != current_id():
            st.markdown(speech.t("From an earlier data version ({id}).", id=turn.version_id))
        body = st.expander(speech.t("Show the table"), key=f"finished-{number}", on_change="rerun")
        if not body.open:
            return
        with body:
            if not there:
                st.markdown(speech.t("The data version of this answer is no longer there."))
                return
            card = card_of(turn.question, turn.version_id, speech.language, here.owner)
            if card.table is not None:
                st.html(to_html(card.table))


@st.fragment
def _open_turn() -> None:
    """Who the visitor is, is looked at anew at every press."""
    here = scene()
    if not here.knows_her:
        st.rerun()
    card = _card(here)
    keep_the_address(here.talk)
    if card is None:
        _ask(here)
    else:
        _answer(card, here)
    with as_far_as_kept(here):
        keep(here.talk, here.visitor, answered=here.talk.question if card else None)


def _card(here: Scene) -> Card | None:
    """The answer of the open turn, or None while something is still to be asked.

    A question that cannot be answered is mended once: what does not hold of it is dropped, and the
    refusal is shown beside whatever is left.
    """
    talk = here.talk
    for _ in range(2):
        question = talk.question
        if question is None:
            return None
        try:
            return card_of(question, talk.version_id, here.speech.language, here.owner)
        except QuestionError as error:
            talk.refuse(error)
    return None


def _ask(here: Scene) -> None:
    """What is settled so far, and the menu of the next thing."""
    talk, speech, draft = here.talk, here.speech, here.talk.draft
    say_what_was_done(here)
    slot = draft.open_slot or "shape"
    if not talk.begun:
        with as_far_as_kept(here):
            before_the_menu(here)
    with st.chat_message("assistant", avatar=":material/query_stats:"):
        if talk.told:
            st.info(escape(talk.told), icon=":material/update:")
        if talk.refusal is not None:
            _refused(talk.refusal, here)
        if draft.shape is not None:
            _receipt(here)
        st.subheader(labels.prompt(slot, speech), anchor=False)
        if draft.shape is not None and slot == draft.slots[0]:
            st.markdown(escape(words.shape_explanation(draft.shape, speech)))
        Menu(talk, slot, speech, here.place, talk.choose).draw()
        if not talk.begun:
            examples(here)
            with as_far_as_kept(here):
                beneath_the_menu(here)
    _way_back(here)


def _receipt(here: Scene) -> None:
    """The answers so far; each can be changed in place."""
    draft = here.talk.draft
    answered = ["shape", *[slot for slot in draft.slots if slot in draft.answers]]
    with st.container(horizontal=True, gap="small"):
        for slot in answered:
            _changeable(here, slot)


def _changeable(here: Scene, slot: str) -> None:
    """A small menu that says what is chosen and changes it in place."""
    talk, speech = here.talk, here.speech
    chosen = labels.Labels(talk.draft, talk.version, speech).chosen(slot)
    key = f"{here.place}-change-{slot}"
    popover = st.popover(
        f"{escape(labels.name(slot, speech))}: **{escape(chosen)}**", key=key, on_change="rerun"
    )
    if not popover.open:
        return

    def choose(name: str, given: Any) -> None:
        st.session_state[key] = False
        talk.choose(name, given)

    with popover:
        st.markdown(f"**{escape(labels.prompt(slot, speech))}**")
        Menu(talk, slot, speech, f"{here.place}-change", choose).draw()


def _refused(error: QuestionError, here: Scene) -> None:
    st.warning(escape(refusal(error, here.talk.version, here.speech)), icon=":material/info:")
    for number, each in enumerate(error.suggestions):
        _suggestion(each, number, here)


def _suggestion(each: Suggestion, number: int, here: Scene) -> None:
    """The nearest thing that works, one press away: an area, a year or a figure by its name,
    another kind of question in words."""
    talk, key = here.talk, f"{here.place}-suggestion-{number}"
    slot = _SLOTS.get(each.kind)
    if slot is not None and slot in talk.draft.slots:
        text = labels.Labels(talk.draft, talk.version, here.speech).of(slot, each.value)
        st.button(escape(text), key=key, on_click=talk.choose, args=(slot, each.value))
    elif talk.refusal is not None and talk.refused is not None:
        better = read_question(mended(talk.refused.canonical(), talk.refusal, each))
        text = question_in_words(better, talk.version, here.speech)
        st.button(escape(text), key=key, on_click=talk.mend, args=(each,))


_SLOTS: Mapping[str, str] = {"area": "place", "year": "year", "indicator": "indicator"}
"""What a suggestion is an answer to, where a menu asks for it."""


def _answer(card: Card, here: Scene) -> None:
    talk, speech, question = here.talk, here.speech, here.talk.question
    assert question is not None
    answer = answer_of(question, talk.version_id, here.owner)
    with st.chat_message("user", avatar=":material/person:"):
        st.markdown(escape(card.title))
    with st.chat_message("assistant", avatar=":material/query_stats:"):
        if talk.refusal is not None:
            _refused(talk.refusal, here)
        if talk.told:
            _told(here)
        cited_figure(here, answer)
        _older_figures(here, answer)
        address = address_of(str(st.context.url or ""), query_string(question))
        place = Place(here.place, address)
        pressed = show_result(card, lambda: sheet(card, answer), speech, place)
        _keeping(card, here)
        _changes(here)
        _next(card, here, pressed)
    _way_back(here)


def _older_figures(here: Scene, answer: Answer) -> None:
    """A conversation keeps its data version; that there is a newer one is said, and offered."""
    if here.talk.version_id == current_id():
        return
    day_made = answer.created[:10]
    st.info(
        here.speech.t("These figures are of {day}. There are newer ones.", day=day_made),
        icon=":material/history:",
    )
    st.button(
        here.speech.t("Show the figures of today"),
        key=f"{here.place}-today",
        on_click=_move_on,
        args=(here.talk,),
    )


def _move_on(talk: Conversation) -> None:
    talk.version_id = current_id()
    talk.cited = talk.asked_version = None


def _told(here: Scene) -> None:
    """What has changed since the favourite was seen last, and which figures."""
    talk, before = here.talk, here.talk.before
    st.info(escape(talk.told), icon=":material/update:")
    question = talk.question
    if before is None or question is None:
        return
    with as_far_as_kept(here):
        snapshot = snapshot_kept(here.store, before)
        if snapshot is not None:
            canonical = question.canonical_json()
            show_changes(
                lambda: since_then(snapshot, canonical, here.owner),
                snapshot,
                here.speech,
                f"{here.place}-which",
            )


def _keeping(card: Card, here: Scene) -> None:
    """What can be done with the answer: keep it, send it, quote it."""
    with st.container(horizontal=True, gap="small"), as_far_as_kept(here):
        save_this(here)
        share_this(here, card)
        cite_a_figure(here, card)
    say_what_was_done(here)


def _changes(here: Scene) -> None:
    """Every part of the question, changeable in place."""
    talk, draft = here.talk, here.talk.draft
    if draft.shape is None:
        return
    _small_heading(here.speech.t("Change the question"))
    shown = [*draft.answers, *(slot for slot in SETTLED[draft.shape] if slot not in draft.answers)]
    with st.container(horizontal=True, gap="small"):
        for slot in ["shape", *sorted(shown, key=draft.slots.index)]:
            if talk.guide.offers_slot(draft, slot):
                _changeable(here, slot)


def _next(card: Card, here: Scene, pressed: str | None) -> None:
    """Natural next questions; each opens a turn of its own."""
    talk, speech, question = here.talk, here.speech, here.talk.question
    assert question is not None
    offered = list(next_questions(question, talk.version_id, speech.language, here.owner))
    if pressed is not None:
        about = Question.model_validate(
            {"shape": "profile", "areas": {"level": level_of(pressed), "codes": (pressed,)}}
        )
        offered = [*offers([about], talk.version, speech), *offered]
    _small_heading(speech.t("Go on"))
    with st.container(horizontal=True, gap="small"):
        for each, text in offered:
            if st.button(
                escape(text),
                key=f"{here.place}-next-{each.hash}",
                icon=":material/arrow_forward:",
            ):
                _go_on(card, talk, each)
        if st.button(speech.t("Ask a new question"), key=f"{here.place}-new", type="primary"):
            _go_on(card, talk, None)


def _go_on(card: Card, talk: Conversation, question: Question | None) -> None:
    version_id = talk.version_id if question is not None else None
    talk.finish(card.title, card.sentence)
    talk.begin(question, version_id)
    st.rerun()


def _small_heading(text: str) -> None:
    st.markdown(f"**{escape(text)}**")


def _way_back(here: Scene) -> None:
    talk, speech = here.talk, here.speech
    with st.container(horizontal=True, gap="small"):
        if talk.past:
            st.button(
                speech.t("Back"),
                key=f"{here.place}-back",
                icon=":material/undo:",
                type="tertiary",
                on_click=talk.back,
            )
        if (talk.turns or talk.draft.shape is not None) and st.button(
            speech.t("Start over"),
            key=f"{here.place}-restart",
            icon=":material/restart_alt:",
            type="tertiary",
        ):
            talk.start_over()
            st.rerun()
