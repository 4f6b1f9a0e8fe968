"""The page: finished turns above, the open turn as one fragment below.

A click in the open turn runs the fragment alone, however long the conversation has become.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from assistant import labels, words
from assistant.address import query_string, read, write
from assistant.drafts import SETTLED, Draft
from assistant.language import Speech, speech_for
from assistant.screen.answer_view import address_of, show_answer, show_sentence
from assistant.screen.cards import Card, card_of, examples_of, offers
from assistant.screen.menus import Menu, escape
from assistant.screen.state import Conversation, FinishedTurn, conversation
from assistant.screen.style import STYLE
from assistant.tables import to_html
from assistant.wording import example_banner, refusal
from semantic.errors import QuestionError, Suggestion
from semantic.question import Question, level_of


def main() -> None:
    talk = conversation()
    _follow_the_address(talk)
    speech = speech_for(talk.language)
    st.set_page_config(page_title="Områdesassistenten", layout="centered")
    st.html(STYLE)
    st.html(f'<span data-app-lang="{speech.language}"></span>')
    _heading(talk, speech)
    for number, turn in enumerate(talk.turns):
        _finished(turn, number, speech)
    _open_turn()


def _follow_the_address(talk: Conversation) -> None:
    """Take over what the visitor's address says, when it is not what we wrote there."""
    given = st.query_params.to_dict()
    if given == talk.address:
        return
    talk.address = given
    talk.speak(given.get("lang", talk.language))
    try:
        question = read(given)
    except QuestionError as error:
        talk.begin()
        talk.refusal = error
        return
    if question is not None:
        talk.begin(question)


def _keep_the_address(talk: Conversation) -> None:
    """The address bar holds the whole question, and the language when it is not Swedish."""
    question = talk.question
    wanted = write(question) if question is not None else {}
    if talk.language != "sv":
        wanted["lang"] = talk.language
    if wanted != talk.address:
        talk.address = wanted
        st.query_params.from_dict(wanted)


def _heading(talk: Conversation, speech: Speech) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Områdesassistenten", anchor=False)
        other = "en" if speech.language == "sv" else "sv"
        name = "English" if other == "en" else "Svenska"
        st.button(name, key="language", type="tertiary", on_click=talk.speak, args=(other,))
    if not talk.turns:
        st.markdown(
            speech.t(
                "Ask how things stand in different kinds of areas in Sweden. Answer the menus and "
                "you get a sentence, a picture and a table that you can save and share."
            )
        )
    if talk.version.example_data:
        st.html(f'<p class="oa-example oa-wide">{example_banner(speech)}</p>')


def _finished(turn: FinishedTurn, number: int, speech: Speech) -> None:
    title, sentence = turn.title, turn.sentence
    if turn.language != speech.language:
        card = card_of(turn.question, turn.version_id, speech.language, _owner())
        title, sentence = card.title, card.sentence
    with st.chat_message("user", avatar=":material/person:"):
        st.markdown(escape(title))
    with st.chat_message("assistant", avatar=":material/query_stats:"):
        show_sentence(sentence, turn.example_data, speech)
        body = st.expander(speech.t("Show the table"), key=f"finished-{number}", on_change="rerun")
        if body.open:
            card = card_of(turn.question, turn.version_id, speech.language, _owner())
            with body:
                if card.table is not None:
                    st.html(to_html(card.table))


@st.fragment
def _open_turn() -> None:
    talk = conversation()
    speech = speech_for(talk.language)
    card = _card(talk, speech)
    _keep_the_address(talk)
    if card is None:
        _ask(talk, speech)
    else:
        _answer(card, talk, speech)


def _card(talk: Conversation, speech: Speech) -> Card | None:
    """The answer of the open turn, or None while something is still to be asked.

    A question that cannot be answered is mended once: what does not hold of it is dropped, and the
    refusal is shown beside whatever is left.
    """
    for _ in range(2):
        question = talk.question
        if question is None:
            return None
        try:
            return card_of(question, talk.version_id, speech.language, _owner())
        except QuestionError as error:
            talk.refuse(error)
    return None


def _owner() -> str:
    """Names this conversation to the engine, so that a newer question interrupts an older one."""
    return str(st.session_state.setdefault("owner", f"talk-{id(st.session_state)}"))


def _place(talk: Conversation) -> str:
    """The open turn's number, so that a new turn's widgets start afresh."""
    return f"turn{len(talk.turns)}"


def _ask(talk: Conversation, speech: Speech) -> None:
    """What is settled so far, and the menu of the next thing."""
    draft = talk.draft
    slot = draft.open_slot or "shape"
    with st.chat_message("assistant", avatar=":material/query_stats:"):
        if talk.refusal is not None:
            _refused(talk.refusal, talk, speech)
        if draft.shape is not None:
            _receipt(talk, speech)
        st.subheader(labels.prompt(slot, speech), anchor=False)
        if draft.shape is not None and slot == draft.slots[0]:
            st.markdown(escape(words.shape_explanation(draft.shape, speech)))
        Menu(talk, slot, speech, _place(talk), talk.choose).draw()
        if slot == "shape" and not talk.turns:
            _examples(talk, speech)
    _way_back(talk, speech)


def _receipt(talk: Conversation, speech: Speech) -> None:
    """The answers so far; each can be changed in place."""
    draft = talk.draft
    answered = ["shape", *[slot for slot in draft.slots if slot in draft.answers]]
    with st.container(horizontal=True, gap="small"):
        for slot in answered:
            _changeable(talk, draft, slot, speech)


def _changeable(talk: Conversation, draft: Draft, slot: str, speech: Speech) -> None:
    """A small menu that says what is chosen and changes it in place."""
    chosen = labels.Labels(draft, talk.version, speech).chosen(slot)
    key = f"{_place(talk)}-change-{slot}"
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
        Menu(talk, slot, speech, f"{_place(talk)}-change", choose).draw()


def _refused(error: QuestionError, talk: Conversation, speech: Speech) -> None:
    st.warning(escape(refusal(error, talk.version, speech)), icon=":material/info:")
    for number, each in enumerate(error.suggestions):
        _suggestion(each, number, talk, speech)


def _suggestion(each: Suggestion, number: int, talk: Conversation, speech: Speech) -> None:
    """The nearest thing that works, one press away where it is an area, a year or a figure."""
    slots = {"area": "place", "year": "year", "indicator": "indicator"}
    slot = slots.get(each.kind)
    if slot is None or slot not in talk.draft.slots:
        return
    text = labels.Labels(talk.draft, talk.version, speech).of(slot, each.value)
    st.button(
        escape(text),
        key=f"{_place(talk)}-suggestion-{number}",
        on_click=talk.choose,
        args=(slot, each.value),
    )


def _examples(talk: Conversation, speech: Speech) -> None:
    examples = examples_of(talk.version_id, speech.language)
    if not examples:
        return
    _small_heading(speech.t("Or start with an example"))
    for question, text in examples:
        st.button(
            escape(text),
            key=f"example-{question.hash}",
            type="tertiary",
            icon=":material/arrow_forward:",
            on_click=talk.begin,
            args=(question,),
        )


def _answer(card: Card, talk: Conversation, speech: Speech) -> None:
    with st.chat_message("user", avatar=":material/person:"):
        st.markdown(escape(card.title))
    with st.chat_message("assistant", avatar=":material/query_stats:"):
        if talk.refusal is not None:
            _refused(talk.refusal, talk, speech)
        query = query_string(card.answer.question)
        address = address_of(str(st.context.url or ""), query)
        pressed = show_answer(card, speech, _place(talk), address)
        _changes(talk, speech)
        _next(card, talk, speech, pressed)
    _way_back(talk, speech)


def _changes(talk: Conversation, speech: Speech) -> None:
    """Every part of the question, changeable in place."""
    draft = talk.draft
    if draft.shape is None:
        return
    _small_heading(speech.t("Change the question"))
    shown = [*draft.answers, *(slot for slot in SETTLED[draft.shape] if slot not in draft.answers)]
    with st.container(horizontal=True, gap="small"):
        for slot in ["shape", *sorted(shown, key=draft.slots.index)]:
            if slot != "split" or talk.guide.has_split(draft):
                _changeable(talk, draft, slot, speech)


def _next(card: Card, talk: Conversation, speech: Speech, pressed: str | None) -> None:
    """Natural next questions; each opens a turn of its own."""
    offered = list(card.next_questions)
    if pressed is not None:
        about = Question.model_validate(
            {"shape": "profile", "areas": {"level": level_of(pressed), "codes": (pressed,)}}
        )
        offered = [*offers([about], talk.version, speech), *offered]
    _small_heading(speech.t("Go on"))
    with st.container(horizontal=True, gap="small"):
        for question, text in offered:
            if st.button(
                escape(text),
                key=f"{_place(talk)}-next-{question.hash}",
                icon=":material/arrow_forward:",
            ):
                _go_on(card, talk, question)
        if st.button(speech.t("Ask a new question"), key=f"{_place(talk)}-new", type="primary"):
            _go_on(card, talk, None)


def _go_on(card: Card, talk: Conversation, question: Question | None) -> None:
    version_id = talk.version_id if question is not None else None
    talk.finish(card.title, card.sentence)
    talk.begin(question, version_id)
    st.rerun()


def _small_heading(text: str) -> None:
    st.markdown(f"**{escape(text)}**")


def _way_back(talk: Conversation, speech: Speech) -> None:
    with st.container(horizontal=True, gap="small"):
        if talk.past:
            st.button(
                speech.t("Back"),
                key=f"{_place(talk)}-back",
                icon=":material/undo:",
                type="tertiary",
                on_click=talk.back,
            )
        if (talk.turns or talk.draft.shape is not None) and st.button(
            speech.t("Start over"),
            key=f"{_place(talk)}-restart",
            icon=":material/restart_alt:",
            type="tertiary",
        ):
            talk.start_over()
            st.rerun()


main()
