"""The texts people write: titles, notes and names, tidied and within bounds before they are kept.

Tidying twice changes nothing. What is kept has no control characters, no signs that turn the
direction of reading, no half characters, and no personal identity number.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.kept.errors import KeptError

LONGEST_TITLE = 200
LONGEST_NOTE = 2_000

_JOINERS = "\u200c\u200d"
_PERSONAL_NUMBER = re.compile(
    r"(?<!\d)(?:\d{2})?(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
    r"\s?[-+\u2010-\u2015\u2212]?\s?(\d{4})(?!\d)",
    re.ASCII,
)
"""A birth date of two or four digits for the year, 60 more for the day in a coordination number,
and four digits more. Only dates that can be; the sum of the digits decides."""

_LAST_LETTERS = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


def tidy_title(text: str, field: str = "title", most: int = LONGEST_TITLE) -> str:
    """One line, never empty."""
    tidy = " ".join(_without_controls(text, keep="\t\n").split())
    if not tidy:
        raise KeptError("empty_title", {"field": field})
    return _allowed(tidy, field, most)


def tidy_note(text: str) -> str:
    """Any number of lines; space at the ends of the whole does not count."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _allowed(_without_controls(lines, keep="\t\n").strip(), "note", LONGEST_NOTE)


def swedish_order(text: str) -> str:
    """A key that sorts as a Swedish reader expects: å, ä and ö last, case and accents aside."""
    letters = unicodedata.normalize("NFC", text).casefold().translate(_LAST_LETTERS)
    plain = unicodedata.normalize("NFKD", letters)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def searched(text: str) -> str:
    """Text as it is compared in a search: å is å however it is typed, and case does not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())


def has_personal_number(text: str) -> bool:
    """Whether a number in the text is a possible date of birth with four digits that add up."""
    plain = unicodedata.normalize("NFKC", text)
    return any(_adds_up("".join(found.groups())) for found in _PERSONAL_NUMBER.finditer(plain))


def _adds_up(ten_digits: str) -> bool:
    """Luhn: every second digit doubled, all digits added, divisible by ten."""
    doubled = (int(digit) * (2 - index % 2) for index, digit in enumerate(ten_digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _without_controls(text: str, keep: str) -> str:
    """Composed characters only; no control, format or half character but the ones meant."""
    kept = "".join(sign for sign in text if sign in keep or not _is_control(sign))
    return unicodedata.normalize("NFC", kept)


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs", "Cf"} and sign not in _JOINERS


def _allowed(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise KeptError("too_long", {"field": field, "most": most, "length": len(text)})
    if has_personal_number(text):
        raise KeptError("personal_number", {"field": field})
    return text
