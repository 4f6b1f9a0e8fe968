"""What every sentence needs: the answer's figures as words, in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from assistant import phrases, words
from assistant.language import Speech, mark
from assistant.numbers import Numbers, exact, numbers_for, round_half_away
from assistant.wording import Known
from semantic.answer import WITH_FIGURE, Answer, plain_records
from semantic.model import TOGETHER, Indicator
from semantic.question import level_of

Row = Mapping[str, Any]

UNITS_IN_THE_NAME = frozenset({"per_1000"})
LISTED = 3
SMALL = frozenset({"regso", "deso"})
"""Levels whose areas may get new borders."""


@dataclass(frozen=True)
class Told:
    """A figure and where it holds: ``where`` is ``i Malmö``, ``bland kvinnor`` …"""

    where: str
    name: str
    value: float
    shown: Decimal
    keys: tuple[str, ...] = ()


class Teller:
    """Speaks about one answer. Every figure it writes is one of the answer's own."""

    def __init__(self, answer: Answer, known: Known, speech: Speech) -> None:
        self.answer, self.known, self.speech = answer, known, speech
        self.question, self.resolved = answer.question, answer.resolved
        self.numbers: Numbers = numbers_for(speech.language)
        self.t, self.n = speech.t, speech.n

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return self.answer.records()

    @cached_property
    def comparison(self) -> list[dict[str, Any]]:
        return plain_records(self.answer.comparison)

    @cached_property
    def beside(self) -> list[dict[str, Any]]:
        """What the rows are compared with in words: similar areas as one where they can be."""
        return plain_records(self.answer.beside)

    @cached_property
    def valued(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if has_figure(row)]

    @property
    def indicator(self) -> Indicator:
        return self.answer.indicator

    @property
    def year(self) -> int:
        return self.answer.years[-1]

    def when(self, year: int) -> str:
        """``2023``; ``2021–2023 sammantaget`` where years are put together."""
        if not self.resolved.pools:
            return str(year)
        years = words.years(self.question.made_of((year,)), self.speech)
        return self.t("{years} taken together", years=years)

    @property
    def limited(self) -> bool:
        """Whether there may be more rows than are shown."""
        limit = self.question.row_limit
        return limit is not None and len(self.rows) >= limit

    @cached_property
    def only_type(self) -> str:
        """``i områden av typ 4`` where every row is about that type; else empty."""
        kinds = {row.get("area_type") for row in self.rows}
        told = self.question.shape in ("compare_types", "trend") and len(kinds) == 1
        kind = kinds.pop() if told else None
        return "" if kind is None else phrases.of_type(kind, self.speech)

    @property
    def is_count(self) -> bool:
        return self.indicator.kind == "count"

    @cached_property
    def figure(self) -> str:
        """The figure by name, with the group that the question is limited to."""
        said = phrases.joined(
            phrases.figure(self.indicator, self.speech),
            phrases.group(self.question, self.indicator, self.speech),
        )
        if self.question.standard == "none":
            return said
        return self.t("{figure}, with regard to age,", figure=said)

    # Numbers as words

    def value(self, value: object, indicator: Indicator | None = None) -> str:
        one = indicator or self.indicator
        unit = None if one.unit in UNITS_IN_THE_NAME else one.unit
        return self.numbers.with_unit(value, unit, one.decimals)

    def shown(self, value: object, decimals: int | None = None) -> Decimal:
        """The value as precisely as it is shown; what is compared in words is compared so."""
        places = self.indicator.decimals if decimals is None else decimals
        rounded = round_half_away(value, places)
        assert rounded is not None, "only figures are compared"
        return rounded

    def distance(self, first: object, second: object) -> str:
        """How far apart two figures are, without sign: ``3,2 procentenheter``."""
        a, b = exact(first), exact(second)
        assert a is not None, "only figures are compared"
        assert b is not None, "only figures are compared"
        return self.amount(abs(a - b))

    def amount(self, value: Decimal, unit: str | None = None) -> str:
        text = self.numbers.difference(value, unit or self.indicator.unit, self.indicator.decimals)
        return text.lstrip("+")

    def count(self, number: int) -> str:
        return self.numbers.plain(number)

    def persons(self, number: object) -> str:
        return self.numbers.with_unit(number, "persons", 0)

    # Places and groups as words

    def name(self, code: str, year: int | None = None) -> str:
        if code == TOGETHER:
            return self.t("similar areas together")
        return phrases.place_name(code, self._short(code, year), self.speech)

    def place(self, code: str, year: int | None = None) -> str:
        if code == TOGETHER:
            alike = self.areas(len(self.answer.similar_areas))
            return self.t("in the {areas} most like it, taken together", areas=alike)
        return phrases.place(code, self._short(code, year), self.speech)

    def _short(self, code: str, year: int | None) -> str:
        """Without its kommun where the whole answer lies in one, which the sentence names."""
        name = self.answer.names[code, year or self.year]
        inside = self.question.areas.within
        if len(inside) == 1 and level_of(inside[0]) == "kommun":
            return name.removesuffix(f" ({self.known.directory.name(inside[0])})")
        return name

    def scope(self) -> str:
        """``i Skåne län``; empty when the areas are named one by one."""
        codes = (*self.question.areas.codes, *self.question.areas.within, "00")
        names = {code: self.answer.names[code, self.year] for code in codes}
        return phrases.scope(self.question, names, self.speech)

    def areas(self, number: int, text: str | None = None) -> str:
        """``33 kommuner``: the areas that the rows are about, not those they were added up from."""
        return words.counted_areas(self.resolved.scope, number, self.speech, text)

    def kinds(self) -> str:
        """The same, not counted: ``kommuner``."""
        return words.listed_areas(self.resolved.scope, self.speech)

    def groups(self, number: int, keys: Sequence[str]) -> str:
        """What the rows are, counted: ``4 kommuner``, ``5 områdestyper``."""
        match list(keys):
            case ["area"]:
                return self.areas(number)
            case ["area_type"]:
                return self.n("{n} area type", "{n} area types", number)
            case ["age"]:
                return self.n("{n} age group", "{n} age groups", number)
        return self.n("{n} group", "{n} groups", number)

    def where(self, row: Row, varying: Sequence[str]) -> str:
        """What tells ``row`` from the others: ``bland kvinnor i Malmö``."""
        said: dict[str, Callable[[], str]] = {
            "sex": lambda: phrases.of_sex(row["sex"], self.speech),
            "age": lambda: phrases.of_age(row["age"], self.speech),
            "area_type": lambda: phrases.of_type(row["area_type"], self.speech),
            "area": lambda: self.place(row["area"], row.get("period")),
        }
        return phrases.joined(*(say() for key, say in said.items() if key in varying))

    def label(self, row: Row, varying: Sequence[str]) -> str:
        """The same as a name, for lists: ``kvinnor, Malmö``."""
        said: dict[str, Callable[[], str]] = {
            "sex": lambda: words.sex(row["sex"], self.speech),
            "age": lambda: words.age(row["age"], self.speech),
            "area_type": lambda: words.type_short(row["area_type"], self.speech),
            "area": lambda: self.name(row["area"], row.get("period")),
        }
        return ", ".join(say() for key, say in said.items() if key in varying)

    def told(
        self, rows: Iterable[Row], varying: Sequence[str], decimals: int | None = None
    ) -> list[Told]:
        return [
            Told(
                self.where(row, varying),
                self.label(row, varying),
                row["value"],
                self.shown(row["value"], decimals),
                tuple(varying),
            )
            for row in sorted(rows, key=in_order)
        ]

    def listed_places(self, found: Sequence[Told]) -> str:
        """``i A och på B``; counted where more than a few share the place."""
        if len(found) <= LISTED:
            return self.speech.listed([each.where for each in found])
        return self.t("in {area}", area=self.groups(len(found), found[0].keys))

    def opening(self, context: str, year: int) -> dict[str, str]:
        """How a sentence starts and ends: with the place where there is one, else the year.

        The area type is said first where the whole answer is about one."""
        if not context.startswith(self.only_type):
            context = phrases.joined(self.only_type, context)
        when = self.t("in {year}", year=self.when(year))
        if not context:
            return {"Start": phrases.capital(when), "tail": ""}
        return {"Start": phrases.capital(context), "tail": f" {when}"}

    # Sentences that many shapes share

    def missing(self, row: Row, where: str) -> str:
        """Why there is no figure, told for one row."""
        year = self.when(row.get("period", self.year))
        params = {"figure": self.figure, "where": where, "year": year}
        match row["status"]:
            case "suppressed":
                return self.t(
                    "The figure for {figure} {where} in {year} is confidential and is not shown.",
                    **params,
                )
            case "not_applicable" if self.indicator.segregation:
                return self.t(
                    "{Figure} {where} cannot be calculated for {year}: it takes at least two areas "
                    "and people of both groups.",
                    Figure=phrases.capital(self.figure),
                    **params,
                )
            case "not_applicable" if self.resolved.pools and level_of(row["area"]) in SMALL:
                return self.t(
                    "{Figure} {where} cannot be calculated for {year}: the area got new borders, "
                    "or nobody was in the group in one of the years.",
                    Figure=phrases.capital(self.figure),
                    **params,
                )
            case "not_applicable":
                return self.t(
                    "{Figure} {where} cannot be calculated for {year}: nobody is in the group.",
                    Figure=phrases.capital(self.figure),
                    **params,
                )
        return self.t("There is no figure for {figure} {where} in {year}.", **params)

    def missing_among(self, rows: Sequence[Row] | None = None) -> str:
        """``För 3 av 33 kommuner saknas uppgift.``; empty when all have one. Three different
        things are kept apart: missing, confidential and not applicable."""
        rows = self.rows if rows is None else rows
        absent = Counter(row["status"] for row in rows if not has_figure(row) and not _empty(row))
        if absent:
            return self._without(absent, self._counted(rows))
        for each in self.answer.notices:
            if each.code == "partial_coverage":
                number = each.details["areas"] - each.details["valued"]
                return self._without({"missing": number}, self.areas(each.details["areas"]))
        return ""

    def _counted(self, rows: Sequence[Row]) -> str:
        """What the rows are, all of them: ``33 kommuner``, ``14 år``."""
        if one_per_area(rows):
            return self.areas(len(rows))
        if not varying(rows):
            return self.n("{n} year", "{n} years", len(rows))
        return self.n("{n} group", "{n} groups", len(rows))

    def _without(self, absent: Mapping[str, int], all_of: str) -> str:
        said = {
            "missing": mark("For {n} of {areas} there is no figure."),
            "suppressed": mark("For {n} of {areas} the figure is confidential."),
            "not_applicable": mark("For {n} of {areas} the figure cannot be calculated."),
        }
        return " ".join(
            self.t(text, n=self.count(absent[status]), areas=all_of)
            for status, text in said.items()
            if absent.get(status)
        )

    def preliminary(self) -> str:
        if not any(each.code == "preliminary" for each in self.answer.notices):
            return ""
        return self.n("The figure is preliminary.", "Some figures are preliminary.", len(self.rows))


def _empty(row: Row) -> bool:
    """Whether the row stands for an area type of which there is no area."""
    return row.get("areas") == 0


def has_figure(row: Row) -> bool:
    return row["status"] in WITH_FIGURE and row.get("value") is not None


def in_order(row: Row) -> tuple[int, bool]:
    """Lower types before higher and women before men; otherwise as the answer has them."""
    return (row.get("area_type", 0), row.get("sex") == "men")


def one_per_area(rows: Sequence[Row]) -> bool:
    return all("area" in row and "area_type" not in row for row in rows) and len(
        {row["area"] for row in rows}
    ) == len(rows)


def varying(rows: Sequence[Row]) -> list[str]:
    """The keys (other than the year) in which the rows differ."""
    keys = ("area", "area_type", "sex", "age")
    return [key for key in keys if len({row[key] for row in rows if key in row}) > 1]


def text_of(*sentences: str, note: str = "") -> str:
    """The sentences that there are, at most three; ``note`` is never left out."""
    said = [each for each in sentences if each][:3]
    return " ".join([*said, note] if note else said)
