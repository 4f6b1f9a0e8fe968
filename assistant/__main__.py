"""`python -m assistant`: the assistant for scripts and tests. JSON on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.language import speech_for
from assistant.reply import INTERNAL, areas_found, catalogue_of, reply
from assistant.versions import opened

if TYPE_CHECKING:
    from assistant.kept.store import Store

app = typer.Typer(
    help="Ask the published statistics from the command line.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
log = typer.Typer(help="The log of who did what with what people keep.", no_args_is_help=True)
app.add_typer(log, name="audit")

Language = Annotated[str, typer.Option(help="sv or en")]
_MARK = "\ufeff"
"""Some programs begin a text with this; it is no part of a question."""
REFUSED = 2
"""Exit code for a question that cannot be answered."""
FAILED = 1
"""Exit code for a fault of ours."""


@app.command()
def catalogue(language: Language = "sv") -> None:
    """Indicators, levels, years and shapes that the current version can answer."""
    _print(catalogue_of(opened(), speech_for(language)), indent=2)


@app.command()
def areas(text: str, limit: int = 10) -> None:
    """Areas whose name or code matches TEXT, best first."""
    _print(areas_found(opened(), text, limit), indent=2)


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="a typed question")] = None,
    question: Annotated[str | None, typer.Option("--json", help="a Question as JSON")] = None,
    lines: Annotated[bool, typer.Option("--lines", help="one question a line on stdin")] = False,
    language: Language = "sv",
) -> None:
    """Answer one question, or one a line: all lines of a run from the same version."""
    speech = speech_for(language)
    if lines:
        version = opened()
        for line in sys.stdin.buffer:
            if asked := line.decode("utf-8", errors="replace").removeprefix(_MARK).strip():
                _print(reply(asked, version, speech))
        return
    given = question if question is not None else text
    if given is None:
        raise typer.BadParameter("give a question, --json or --lines")
    answer = reply(given, opened(), speech, is_json=question is not None)
    _print(answer)
    if "error" in answer:
        raise typer.Exit(FAILED if answer["error"]["code"] == INTERNAL else REFUSED)


@log.command()
def verify(
    anchor: Annotated[str | None, typer.Option(help="LENGTH:HASH, noted down earlier")] = None,
) -> None:
    """Whether the log is whole, unchanged, and still holds what an earlier anchor names."""
    from assistant.kept.audit import parse_anchor
    from assistant.kept.audit import verify as verified

    try:
        wanted = parse_anchor(anchor) if anchor is not None else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    with _store() as store, store.reading() as connection:
        found = verified(connection, wanted)
    ok = found.trouble is None
    _print({**asdict(found), "anchor": str(found.anchor), "ok": ok})
    if not ok:
        raise typer.Exit(REFUSED)


@app.command()
def backup(file: Path) -> None:
    """Write all that people keep to FILE. Trouble with the log is told, and the file written."""
    from assistant.kept.archive import back_up

    with _store() as store:
        archived = back_up(store, file)
    _print(asdict(archived))
    if archived.trouble is not None:
        raise typer.Exit(REFUSED)


@app.command()
def restore(
    file: Path,
    replace: Annotated[
        bool, typer.Option("--replace", help="also where something is kept")
    ] = False,
) -> None:
    """Put back what `backup` wrote to FILE: everything or, if it cannot be, nothing."""
    from assistant.kept.archive import restore as put_back

    with _store(new=True) as store:
        archived = put_back(store, file, replace)
    _print(asdict(archived))


@app.command()
def news() -> None:
    """Compare all that people keep with the current version, so that nobody waits for it later.

    To be run after a version has been published.
    """
    from assistant.kept.acts import stored_snapshot
    from assistant.kept.checks import Checks, everything
    from assistant.news import Subjects, summaries
    from assistant.snapshot import Snapshot
    from semantic.ask import ask as answer

    version = opened()
    with _store() as store:

        def load(identity: str) -> Snapshot:
            with store.reading() as connection:
                return stored_snapshot(connection, identity)

        subjects = Subjects(everything(store), load)
        found = summaries(
            subjects, Checks(store, version.id), lambda question: answer(question, version)
        )
    told = [each for each in found.values() if not each.silent]
    _print(
        {
            "data_version": version.id,
            "compared": len(found),
            "changed": len(told),
            "says_something_else": sum(bool(each.says) for each in told),
            "no_longer_answered": sum(each.refused is not None for each in told),
        }
    )


@app.command()
def tidy() -> None:
    """Let go of deleted favourites, results nothing points at and log-ins long past."""
    from assistant.kept.tidying import tidy as tidied

    with _store() as store:
        _print(asdict(tidied(store, opened().id)))


@contextmanager
def _store(new: bool = False) -> Iterator[Store]:
    """The store, a ``new`` one if there is none; a refusal is printed as JSON."""
    from assistant.kept.archive_file import ArchiveError
    from assistant.kept.store import NoStoreError, existing_store, open_store

    try:
        store = open_store() if new else existing_store()
        try:
            yield store
        finally:
            store.close()
    except (ArchiveError, NoStoreError) as error:
        code = "no_store" if isinstance(error, NoStoreError) else "backup_refused"
        _print({"error": {"code": code, "message": str(error), "suggestions": []}})
        raise typer.Exit(REFUSED) from error


def _print(document: Any, indent: int | None = None) -> None:
    """UTF-8 whatever the terminal speaks, as JSON is."""
    text = json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False)
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    app()
