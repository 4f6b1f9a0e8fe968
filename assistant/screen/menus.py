"""The menus of the open turn: one thing asked at a time, closed choices shown with their reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from assistant import labels, words
from assistant.conversation import Conversation
from assistant.dialogue import MOST_PLACES, Option
from assistant.language import Speech
from assistant.numbers import Numbers, read_number
from assistant.wording import refusal
from semantic.question import level_of

SEARCHED = frozenset({"indicator", "other", "place", "places", "scope", "topic"})
Choose = Callable[[str, Any], None]


class Menu:
    """The menu of one slot, drawn where it stands: in the conversation or in a popover.

    ``place`` tells two menus of the same slot apart in the widgets' keys.
    """

    def __init__(
        self,
        talk: Conversation,
        slot: str,
        speech: Speech,
        place: str,
        choose: Choose,
    ) -> None:
        draft = talk.draft
        self.talk = talk
        self.draft = draft
        self.slot = slot
        self.speech = speech
        self.place = place
        self.choose = choose
        self.labels = labels.Labels(draft, talk.version, speech)

    def draw(self) -> None:
        special = {
            "shape": self._shapes,
            "indicator": self._indicators,
            "other": self._indicators,
            "places": self._places,
            "years": self._years,
            "bound": self._bound,
        }
        special.get(self.slot, self._plain)()

    def _key(self, *parts: object) -> str:
        return "-".join(str(part) for part in (self.place, self.slot, *parts))

    def _plain(self) -> None:
        text = self._search() if self.slot in SEARCHED else ""
        options = self._options(text)
        if text and not options:
            self._nothing_found()
        self._buttons(options)

    def _options(self, text: str = "") -> list[Option]:
        return self.talk.guide.options(self.draft, self.slot, text, self.speech.language)

    def _search(self) -> str:
        prompts = {
            "indicator": self.speech.t("Search for a figure"),
            "other": self.speech.t("Search for a figure"),
            "topic": self.speech.t("Search for a word or a figure"),
            "scope": self.speech.t("Search for a county or a municipality"),
        }
        return st.text_input(
            prompts.get(self.slot, self.speech.t("Search for an area: any part of its name")),
            key=self._key("search"),
            max_chars=80,
            type="search",
            live="300ms",
            placeholder=self.speech.t("Type here"),
        )

    def _nothing_found(self) -> None:
        st.markdown(self.speech.t("Nothing matches. Try a shorter part of the name."))

    def _buttons(self, options: Sequence[Option], caption: str | None = None) -> None:
        if caption:
            st.markdown(f"**{caption}**")
        with st.container(horizontal=True, gap="small"):
            for option in options:
                self._button(option)

    def _button(self, option: Option) -> None:
        text = self.labels.of(self.slot, option.value)
        if option.refusal is not None:
            text = f"{text} – {labels.reason(option.refusal, self.speech)}"
        st.button(
            escape(text),
            key=self._key(option.value),
            disabled=not option.open,
            type="primary" if self._chosen(option.value) else "secondary",
            on_click=self.choose,
            args=(self.slot, option.value),
        )

    def _chosen(self, value: Any) -> bool:
        return self.slot in self.draft.slots and self.draft.get(self.slot) == value

    def _shapes(self) -> None:
        options = {option.value: option for option in self._options()}
        for title, shapes in labels.GROUPS:
            self._buttons([options[shape] for shape in shapes], self.speech.t(title))

    def _indicators(self) -> None:
        text = self._search()
        options = self._options(text)
        if text:
            self._buttons(options)
            if not options:
                self._nothing_found()
            return
        indicators = self.talk.version.catalogue.indicators
        for theme in self.talk.version.catalogue.themes:
            inside = [each for each in options if indicators[each.value].theme == theme]
            if inside:
                self._buttons(inside, words.theme(theme, self.speech))

    def _places(self) -> None:
        """Several areas of one level: search, add, take away, and say when it is enough."""
        picked: list[str] = st.session_state.setdefault(
            self._key("picked"), list(self.draft.get("places") or ())
        )
        if picked:
            st.markdown(self.speech.t("Chosen so far (press to take away):"))
            with st.container(horizontal=True, gap="small"):
                for code in picked:
                    self._picked_button(code, picked)
        text = self._search()
        hits = [option for option in self._options(text) if option.value not in picked]
        if text and not hits:
            self._nothing_found()
        with st.container(horizontal=True, gap="small"):
            for option in hits:
                self._pick_button(option, picked)
        if picked:
            st.button(
                self._show_for(len(picked)),
                key=self._key("done"),
                type="primary",
                on_click=self._done,
                args=(tuple(picked),),
            )

    def _show_for(self, count: int) -> str:
        return self.speech.n("Show the answer for {n} area", "Show the answer for {n} areas", count)

    def _picked_button(self, code: str, picked: list[str]) -> None:
        name = self.labels.of("place", code)
        st.button(
            escape(f"✕ {name}"), key=self._key("drop", code), on_click=picked.remove, args=(code,)
        )

    def _pick_button(self, option: Option, picked: list[str]) -> None:
        closed = None
        if option.refusal is not None:
            closed = labels.reason(option.refusal, self.speech)
        elif picked and level_of(option.value) != level_of(picked[0]):
            closed = self.speech.t("another kind of area")
        elif len(picked) >= MOST_PLACES:
            closed = self.speech.t("at most {n} areas", n=MOST_PLACES)
        name = self.labels.of("place", option.value)
        st.button(
            escape(f"+ {name}" if closed is None else f"{name} – {closed}"),
            key=self._key("pick", option.value),
            disabled=closed is not None,
            on_click=self._pick,
            args=(option.value, picked),
        )

    def _pick(self, code: str, picked: list[str]) -> None:
        picked.append(code)
        st.session_state[self._key("search")] = ""

    def _done(self, codes: tuple[str, ...]) -> None:
        st.session_state.pop(self._key("picked"), None)
        self.choose("places", tuple(sorted(codes)))

    def _years(self) -> None:
        """Two years; a pair that cannot be compared says why before it is pressed."""
        years = self._offered_years()
        given = self.draft.get("years") or self._first_open(years)
        columns = st.columns(2)
        first = columns[0].selectbox(
            self.speech.t("From year"),
            years[:-1],
            index=years.index(given[0]),
            key=self._key("from"),
        )
        later = [year for year in years if year > first]
        last = columns[1].selectbox(
            self.speech.t("To year"),
            later,
            index=later.index(given[1]) if given[1] in later else len(later) - 1,
            key=self._key("to"),
        )
        closed = self.talk.guide.refusal(self.draft, "years", (first, last))
        if closed is not None:
            st.markdown(escape(refusal(closed, self.talk.version, self.speech)))
        st.button(
            self.speech.t("Show the answer"),
            key=self._key("done"),
            type="primary",
            disabled=closed is not None,
            on_click=self.choose,
            args=("years", (first, last)),
        )

    def _offered_years(self) -> list[int]:
        return self.talk.guide.years(self.draft)

    def _first_open(self, years: list[int]) -> tuple[int, int]:
        """The first pair of years that can be compared."""
        found = self.talk.guide.first_open(self.draft, self.slot)
        return (years[0], years[-1]) if found is None else (found[0], found[1])

    def _bound(self) -> None:
        lowest, middle, highest = self.talk.guide.spread(self.draft)
        indicator = self.talk.version.catalogue.indicators[self.draft.get("indicator")]
        operator, bound = self.draft.get("bound") or ("ge", round(middle, indicator.decimals))
        chosen = st.segmented_control(
            self.speech.t("The figure should be"),
            ("ge", "gt", "le", "lt"),
            default=operator,
            required=True,
            format_func=lambda each: words.operator(each, self.speech),
            key=self._key("operator"),
        )
        numbers = Numbers(self.speech.language)
        written = st.text_input(
            self.speech.t(
                "Limit in {unit}, between {lowest} and {highest}",
                unit=words.unit(indicator.unit, self.speech),
                lowest=numbers.plain(lowest, indicator.decimals),
                highest=numbers.plain(highest, indicator.decimals),
            ),
            value=numbers.plain(bound, indicator.decimals),
            max_chars=20,
            key=self._key("value"),
        )
        value = read_number(written)
        if value is None:
            st.markdown(self.speech.t("Write a number, for example {n}.", n=numbers.plain(34.5, 1)))
            return
        closed = self.talk.guide.refusal(self.draft, "bound", (chosen, value))
        if closed is not None:
            st.markdown(escape(labels.reason(closed, self.speech)))
        st.button(
            self.speech.t("Show the answer"),
            key=self._key("done"),
            type="primary",
            disabled=closed is not None,
            on_click=self.choose,
            args=("bound", (chosen, value)),
        )


def escape(text: str) -> str:
    """Text of ours or of a publisher's, shown as it stands and never read as Markdown."""
    return text.translate(_ESCAPES)


_ESCAPES = {ord(each): f"\\{each}" for each in "\\`*_{}[]<>#|~$:"}
