"""The one formatter of numbers: sentence, table, axis, tooltip and export all write through it.

A figure is rounded here and nowhere else, half away from zero, from its shortest decimal form
(``repr``), so that 0.25 is 0.3 whatever the binary fraction says. What is not a number is never
written as 0. Spaces inside a number, and before its unit, are no-break spaces; the minus is U+2212.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from numbers import Integral
from typing import Any, Literal

from babel import Locale

Language = Literal["sv", "en"]

MINUS = "\u2212"
NBSP = "\u00a0"
RANGE = "\u2013"

SYMBOLS: Mapping[str, str] = {"missing": "..", "not_applicable": ".", "suppressed": "×"}
"""What stands where there is room for no word; never a digit, never empty."""

_CONTEXT = Context(prec=60, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class _Unit:
    """How a unit is written after a level and after a difference, one and several."""

    one: str
    many: str
    difference_one: str
    difference_many: str
    name: str
    glue: str = NBSP


def _counted(one: str, many: str, name: str | None = None) -> _Unit:
    return _Unit(one, many, one, many, name or many)


_UNITS: Mapping[str, Mapping[str, _Unit]] = {
    "sv": {
        "percent": _Unit("%", "%", "procentenhet", "procentenheter", "procent"),
        "change_percent": _counted("%", "%", "procent"),
        "per_1000": _counted(f"per 1{NBSP}000", f"per 1{NBSP}000"),
        "persons": _counted("person", "personer"),
        "dwellings": _counted("bostad", "bostäder"),
        "households": _counted("hushåll", "hushåll"),
        "cases": _counted("fall", "fall"),
        "tkr": _counted("tkr", "tkr", "tusen kronor"),
        "index": _Unit("", "", "indexenhet", "indexenheter", "index"),
        "zero_to_one": _Unit("", "", "", "", "skala 0–1"),
        "days": _counted("dag", "dagar"),
        "steps": _counted("steg", "steg"),
        "times": _counted("gånger", "gånger"),
        "areas": _counted("område", "områden"),
    },
    "en": {
        "percent": _Unit("%", "%", "percentage point", "percentage points", "percent", ""),
        "change_percent": _Unit("%", "%", "%", "%", "percent", ""),
        "per_1000": _counted("per 1,000", "per 1,000"),
        "persons": _counted("person", "persons"),
        "dwellings": _counted("dwelling", "dwellings"),
        "households": _counted("household", "households"),
        "cases": _counted("case", "cases"),
        "tkr": _counted("SEK thousand", "SEK thousand"),
        "index": _Unit("", "", "index unit", "index units", "index"),
        "zero_to_one": _Unit("", "", "", "", "scale 0–1"),
        "days": _counted("day", "days"),
        "steps": _counted("step", "steps"),
        "times": _counted("times", "times"),
        "areas": _counted("area", "areas"),
    },
}


class Numbers:
    """Writes numbers in one language, the same number always as the same text."""

    def __init__(self, language: str = "sv") -> None:
        self.language = language if language in _UNITS else "sv"
        symbols = Locale.parse(self.language).number_symbols["latn"]
        self.decimal: str = symbols["decimal"]
        self.group: str = symbols["group"]

    def plain(self, value: object, decimals: int = 0, status: str = "missing") -> str:
        """``1 234,5``; the symbol of ``status`` where ``value`` is not a number."""
        rounded = round_half_away(value, decimals)
        if rounded is None:
            return SYMBOLS.get(status, SYMBOLS["missing"])
        whole, _, part = f"{abs(rounded):f}".partition(".")
        text = f"{int(whole):,}".replace(",", self.group)
        sign = MINUS if rounded < 0 else ""
        return f"{sign}{text}{self.decimal}{part}" if part else f"{sign}{text}"

    def with_unit(
        self, value: object, unit: str | None, decimals: int = 0, status: str = "missing"
    ) -> str:
        """``12,3 %``, ``1 person``, ``312 tkr``."""
        text = self.plain(value, decimals, status)
        words = self._unit(unit)
        if words is None or not is_number(value):
            return text
        return self._joined(text, words.one if text == "1" else words.many, words.glue)

    def signed(self, value: object, decimals: int = 0, status: str = "missing") -> str:
        """``+1,2``, ``−1,2``; what rounds to zero has no sign."""
        text = self.plain(value, decimals, status)
        rounded = round_half_away(value, decimals)
        return f"+{text}" if rounded is not None and rounded > 0 else text

    def difference(
        self, value: object, unit: str | None, decimals: int = 0, status: str = "missing"
    ) -> str:
        """``+1,2 procentenheter``: a difference of two figures in ``unit``."""
        text = self.signed(value, decimals, status)
        words = self._unit(unit)
        if words is None or not is_number(value):
            return text
        word = words.difference_one if text.lstrip(f"+{MINUS}") == "1" else words.difference_many
        return self._joined(text, word, words.glue if word == "%" else NBSP)

    def interval(self, low: object, high: object, unit: str | None, decimals: int = 0) -> str:
        """``12,3–14,1 %``."""
        return f"{self.plain(low, decimals)}{RANGE}{self.with_unit(high, unit, decimals)}"

    def unit_name(self, unit: str | None) -> str:
        """The unit as a heading: ``procent``, ``personer``, ``tusen kronor``."""
        words = self._unit(unit)
        return words.name if words else ""

    def difference_name(self, unit: str | None) -> str:
        """The unit of a difference as a heading: ``procentenheter`` where shares are compared."""
        words = self._unit(unit)
        if words is None:
            return ""
        return words.name if words.difference_many in (words.many, "%") else words.difference_many

    def vega_locale(self) -> dict[str, Any]:
        """The same conventions for the numbers that a chart's axis writes by itself."""
        currency = ["", f"{NBSP}kr"] if self.language == "sv" else ["SEK ", ""]
        return {
            "decimal": self.decimal,
            "thousands": self.group,
            "grouping": [3],
            "currency": currency,
            "percent": f"{NBSP}%" if self.language == "sv" else "%",
            "minus": MINUS,
            "nan": SYMBOLS["missing"],
        }

    def _unit(self, unit: str | None) -> _Unit | None:
        return _UNITS[self.language].get(unit) if unit else None

    @staticmethod
    def _joined(text: str, word: str, glue: str) -> str:
        return f"{text}{glue}{word}" if word else text


@lru_cache(maxsize=len(_UNITS))
def numbers_for(language: str) -> Numbers:
    return Numbers(language)


def is_number(value: object) -> bool:
    """False for None, NaN, NA, infinities and everything that is not a number."""
    return exact(value) is not None


def exact(value: object) -> Decimal | None:
    """The number as it is written: from the shortest form that reads back as the same float."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, Integral):
        return Decimal(int(value))
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return Decimal(repr(number)) if math.isfinite(number) else None


def round_half_away(value: object, decimals: int) -> Decimal | None:
    """Rounded for display, half away from zero; never a negative zero."""
    number = exact(value)
    if number is None:
        return None
    if number.adjusted() + decimals > _CONTEXT.prec - 2:
        return number
    rounded = number.quantize(Decimal(1).scaleb(-decimals), context=_CONTEXT)
    return abs(rounded) if rounded.is_zero() else rounded


_WRITTEN = re.compile(r"[-\u2212]?\d{1,12}([.,]\d{1,6})?")


def read_number(text: str) -> float | None:
    """A number as a person writes it, with comma or point and any spaces; None if it is none."""
    written = "".join(text.split())
    if not _WRITTEN.fullmatch(written):
        return None
    return float(written.replace(",", ".").replace(MINUS, "-"))
