"""The catalogues of translations, and the command that keeps them in step with the code.

``python -m assistant.locale`` collects every msgid from the code, brings ``messages.pot`` and each
``messages.po`` in step, keeps the translations there are, and says what is still untranslated.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from assistant.language import LANGUAGES, SOURCE, path_of, places, read_catalogue, said_forms

PACKAGE = Path(__file__).parents[1]
TEMPLATE = Path(__file__).parent / "messages.pot"
KEYWORDS = {"t": None, "mark": None, "n": (1, 2)}
WIDTH = 100

Said = str | tuple[str, ...]


def extracted() -> Catalog:
    """Every msgid in the code, with the files it stands in."""
    catalogue = Catalog(project="Områdesassistenten", charset="utf-8")
    for file, line, msgid, _, _ in extract_from_dir(
        str(PACKAGE), method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        del line  # line numbers would change the catalogue at every edit
        catalogue.add(msgid, locations=[(f"assistant/{file}", 0)])
    return catalogue


def update(translations: dict[str, Said] | None = None) -> list[str]:
    """Bring template and catalogues in step; return the msgids still without translation.

    ``translations`` (first form of the msgid → what is said) fill or replace Swedish entries.
    """
    template = extracted()
    _write(template, TEMPLATE)
    untranslated: list[str] = []
    for language in LANGUAGES:
        if language != SOURCE:
            untranslated += _update(language, template, translations or {})
    return untranslated


def _update(language: str, template: Catalog, translations: dict[str, Said]) -> list[str]:
    known = {first(message): message.string for message in read_catalogue(language)}
    catalogue = Catalog(locale=language, project=template.project, charset="utf-8")
    for message in template:
        if not message.id:
            continue
        said = translations.get(first(message)) or known.get(first(message))
        fitting = said if said and isinstance(said, str) == isinstance(message.id, str) else None
        catalogue.add(message.id, fitting, locations=message.locations)
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    _write(catalogue, path_of(language))
    return [first(message) for message in catalogue if message.id and not spoken(message)]


def _write(catalogue: Catalog, path: Path) -> None:
    """Sorted, without header and line numbers, so that only a real change shows."""
    with path.open("wb") as file:
        write_po(
            file, catalogue, width=WIDTH, sort_output=True, include_lineno=False, omit_header=True
        )


def first(message: Message) -> str:
    """The msgid, or its singular where there are two forms."""
    return message.id if isinstance(message.id, str) else message.id[0]


def spoken(message: Message) -> bool:
    """Whether every form is translated and sure."""
    return all(said_forms(message)) and not message.fuzzy


def misplaced(message: Message) -> list[str]:
    """Forms that name other places than the msgid does; ``{n}`` may be left out."""
    ids = (message.id,) if isinstance(message.id, str) else message.id
    wanted = frozenset[str]().union(*map(places, ids))
    return [
        form
        for form in said_forms(message)
        if form and not wanted - {"n"} <= places(form) <= wanted
    ]
