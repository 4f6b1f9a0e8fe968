"""`python -m assistant`: the assistant for scripts and tests. JSON on standard output."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

from assistant.language import speech_for
from assistant.reply import INTERNAL, areas_found, catalogue_of, reply
from assistant.versions import opened

app = typer.Typer(
    help="Ask the published statistics from the command line.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

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


def _print(document: Any, indent: int | None = None) -> None:
    """UTF-8 whatever the terminal speaks, as JSON is."""
    text = json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False)
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    app()
