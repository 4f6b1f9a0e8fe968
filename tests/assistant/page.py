"""A reader at the whole page, without a browser: every run of the script is a run of all of it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from assistant.address import read, write
from assistant.versions import current_id

SCRIPT = Path(__file__).parents[2] / "assistant" / "screen" / "script.py"
LIMIT_S = 60
EXAMPLE = "Exempeldata – påhittade siffror"


class Talk:
    """A reader at the page. Every run must end without an exception and without an apology."""

    def __init__(self, **address: str) -> None:
        self.page = AppTest.from_file(SCRIPT, default_timeout=LIMIT_S)
        for name, value in address.items():
            self.page.query_params[name] = value
        self.run()

    def run(self) -> None:
        self.page.run()
        assert [each.value for each in self.page.exception] == []
        assert [each.value for each in self.page.error] == []
        if "conversation" not in self.page.session_state:
            return
        question = self.state.question
        asking = self.state.token is None and self.state.page == "ask"
        if question is not None and self.answers and asking:
            own = self.state.version_id
            older = None if own == current_id() else own
            extras = {"dv": self.state.asked_version or older, "c8": self.state.cited}
            wanted = write(question) | {name: each for name, each in extras.items() if each}
            wanted |= {"lang": "en"} if self.state.language == "en" else {}
            assert self.address == wanted
            assert read(self.address) == question

    def press(self, *labels: str) -> None:
        """Press buttons by the words on them, one after the other."""
        for label in labels:
            assert label in self.open, f"{label!r} is not among {self.open}"
            button = next(each for each in self.page.button if said(each.label) == label)
            button.click()
            self.run()

    def search(self, text: str) -> None:
        self.page.text_input[-1].set_value(text)
        self.run()

    def pick(self, text: str, label: str) -> None:
        self.search(text)
        self.press(label)

    def unfold(self, slot: str) -> None:
        """Open the small menu that changes one part of the question."""
        key = f"turn{len(self.state.turns)}-change-{slot}"
        assert any(each.proto.popover.id.endswith(key) for each in self.page.get("popover"))
        self.page.session_state[key] = True
        self.run()

    def open_up(self, name: str) -> None:
        """Open what can be done with the answer: save, share, cite."""
        self.page.session_state[f"turn{len(self.state.turns)}-{name}"] = True
        self.run()

    def fill(self, label: str, text: str) -> None:
        """Write into a field by its label, without sending it."""
        fields = [*self.page.text_input, *self.page.text_area]
        next(each for each in fields if each.label == label).set_value(text)

    def choose(self, label: str, value: Any) -> None:
        """Choose in a list or among radio buttons by its label, without sending it."""
        lists = [*self.page.selectbox, *self.page.radio]
        next(each for each in lists if each.label == label).set_value(value)

    def change(self, slot: str, label: str) -> None:
        self.unfold(slot)
        self.press(label)

    @property
    def state(self) -> Any:
        return self.page.session_state["conversation"]

    @property
    def address(self) -> dict[str, str]:
        return {
            name: value if isinstance(value, str) else value[0]
            for name, value in self.page.query_params.items()
        }

    @property
    def open(self) -> list[str]:
        return [said(each.label) for each in self.page.button if not each.disabled]

    @property
    def closed(self) -> list[str]:
        return [said(each.label) for each in self.page.button if each.disabled]

    @property
    def chosen(self) -> dict[str, str]:
        """What the small menus say is chosen."""
        labels = [said(each.proto.popover.label) for each in self.page.get("popover")]
        found = (re.fullmatch(r"(.+?): \*\*(.+)\*\*", each) for each in labels)
        return dict(each.groups() for each in found if each is not None)

    @property
    def told(self) -> list[str]:
        """What is said in boxes: done, changed, refused."""
        boxes = [*self.page.success, *self.page.info, *self.page.warning, *self.page.toast]
        return [said(each.value).replace("\xa0", " ") for each in boxes]

    @property
    def copied(self) -> list[str]:
        """The texts that are there to be copied."""
        return [each.value for each in self.page.code]

    @property
    def prompt(self) -> str:
        """What is asked now; empty when an answer stands there."""
        return " ".join(each.value for each in self.page.subheader)

    @property
    def html(self) -> list[str]:
        return [each.value for each in self.page.html if "<style>" not in each.value]

    @property
    def sentences(self) -> list[str]:
        """The sentences of all turns, the mark of example data included."""
        return [text_of(each) for each in self.html if 'class="oa-sentence"' in each]

    @property
    def answers(self) -> list[str]:
        """The tables and announcements of open answers: finished turns have none."""
        return [each for each in self.html if 'class="app-announce"' in each]

    @property
    def sentence(self) -> str:
        assert len(self.answers) == 1
        return self.sentences[-1].removeprefix(EXAMPLE).strip()

    @property
    def text(self) -> str:
        return "\n".join(said(each.value) for each in self.page.markdown)


def said(text: str) -> str:
    """A label without the backslashes that keep it from being read as Markdown."""
    return re.sub(r"\\(.)", r"\1", text)


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html)).replace("\xa0", " ").strip()
