"""What is done before the first visitor is let in, so that nobody waits for it.

The lifespan freezes what this leaves behind: the garbage collector never walks through it again.
"""

import importlib

from assistant.conversation import guide_of
from assistant.drafts import SHAPE_ORDER, Draft, answered
from assistant.kept.store import shared_store
from assistant.next_questions import EXAMPLES
from assistant.screen.cards import card_of, examples_of
from assistant.screen.visitor import check_access
from assistant.versions import current_id, opened
from semantic.errors import QuestionError
from semantic.question import Question

HEAVY = ("pandas", "pyarrow", "sqlglot", "pydantic", "streamlit.elements.vega_charts")
LANGUAGE = "sv"


def warm_up() -> None:
    """Read the settings, open the store and the current version, judge the first menus.

    Settings that cannot be read, or a store that cannot be opened, stop the app here."""
    for name in HEAVY:
        importlib.import_module(name)
    check_access()
    shared_store()
    version_id = current_id()
    assert opened(version_id).search is not None
    _judge_menus(version_id)
    examples_of(version_id, LANGUAGE)
    for example in EXAMPLES:
        _draw(Question.model_validate(example), version_id)


def _judge_menus(version_id: str) -> None:
    """The first two menus of every shape: what is judged here is only looked up later."""
    guide = guide_of(version_id)
    guide.options(Draft(), "shape")
    for shape in SHAPE_ORDER:
        draft = Draft(shape)
        slot = draft.open_slot
        assert slot is not None
        for option in guide.options(draft, slot):
            value = (option.value,) if slot == "places" else option.value
            further = answered(draft, slot, value)
            following = further.open_slot
            if option.open and following not in (None, "years", "bound"):
                guide.options(further, following)


def _draw(question: Question, version_id: str) -> None:
    """A whole card, which also compiles its SQL; a version may lack what it needs."""
    try:
        card_of(question, version_id, LANGUAGE, "warm-up")
    except QuestionError:
        return
