"""Speech: every text a reader meets, in her language.

A msgid is the English text itself, with ``{name}`` for what is put in. The Swedish stands in
``assistant/locale/sv/LC_MESSAGES/messages.po`` and is read as it is, without a compiling step. A
text without translation is shown in English rather than not at all; a test keeps that from
happening.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from semantic.model import Text

LANGUAGES = ("sv", "en")
DEFAULT = LANGUAGES[0]
SOURCE = "en"
LOCALE = Path(__file__).parent / "locale"

_PLACE = re.compile(r"\{(\w+)\}")
_GROUPS = {"sv": "\u00a0", "en": ","}

Forms = tuple[str, ...]


def mark(msgid: str) -> str:
    """Mark a msgid that stands in a table and is spoken elsewhere, so that it is translated."""
    return msgid


def fill(text: str, params: Mapping[str, object]) -> str:
    """Put ``params`` in their places, in one pass: what is put in is never read again."""
    return _PLACE.sub(lambda place: str(params.get(place[1], place[0])), text)


def places(text: str) -> frozenset[str]:
    """The names of the places in ``text``."""
    return frozenset(_PLACE.findall(text))


@dataclass(frozen=True)
class Speech:
    """Speaks one language. ``t`` says a text, ``n`` one that depends on a number."""

    language: str = DEFAULT
    forms: Mapping[str, Forms] = field(default_factory=dict, repr=False, compare=False)

    def t(self, msgid: str, /, **params: object) -> str:
        return fill(self.forms.get(msgid, (msgid,))[0], params)

    def n(self, singular: str, plural: str, n: int, /, **params: object) -> str:
        """The form for ``n``; ``{n}`` is the number itself, grouped, unless given otherwise."""
        forms = self.forms.get(singular, (singular, plural))
        return fill(forms[0 if n == 1 else -1], {"n": self.whole(n)} | params)

    def text(self, text: Text) -> str:
        return text.in_language(self.language)

    def whole(self, number: int) -> str:
        """A whole number with grouped digits and a true minus."""
        return f"{number:,}".replace(",", _GROUPS[self.language]).replace("-", "\u2212")

    def listed(self, parts: Sequence[str]) -> str:
        """``a, b och c``."""
        if len(parts) < 2:
            return "".join(parts)
        return self.t("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])

    def either(self, parts: Sequence[str]) -> str:
        """``a, b eller c``."""
        if len(parts) < 2:
            return "".join(parts)
        return self.t("{first} or {last}", first=", ".join(parts[:-1]), last=parts[-1])


@lru_cache(maxsize=len(LANGUAGES))
def _speech(language: str) -> Speech:
    return Speech(language, {} if language == SOURCE else _forms(read_catalogue(language)))


def speech_for(language: str | None) -> Speech:
    """The speech of ``language``; Swedish when it is not one of ours."""
    return _speech(language if language in LANGUAGES else DEFAULT)


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "messages.po"


def read_catalogue(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _forms(catalogue: Catalog) -> dict[str, Forms]:
    """Only finished translations: a fuzzy or an empty one is left out."""
    found: dict[str, Forms] = {}
    for message in catalogue:
        singular = message.id if isinstance(message.id, str) else message.id[0]
        forms = said_forms(message)
        if singular and all(forms) and not message.fuzzy:
            found[singular] = forms
    return found


def said_forms(message: Message) -> Forms:
    """The translated forms of ``message``, empty ones included."""
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)
