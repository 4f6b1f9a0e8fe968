"""``python -m data``: build, list and choose published versions."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)

NOT_BUILT = (
    "Fetching from SCB is not built yet. What works: 'python -m data build demo' makes example "
    "data, 'python -m data build DIR' reads a folder of SCB's downloads."
)


@app.command()
def build(what: Annotated[str, typer.Argument(help="demo, scb, or a folder to import")]) -> None:
    """Build, check and publish a version, and make it the current one."""
    if what == "scb":
        _refuse(NOT_BUILT)
    if what != "demo" and not Path(what).is_dir():
        _refuse(f"{what!r} is neither 'demo' nor 'scb' nor a folder")
    started = time.monotonic()
    from data.build import BUILD_ERRORS, build_demo, build_folder

    try:
        with _progress() as step:
            manifest = build_demo(step) if what == "demo" else build_folder(Path(what), step)
    except BUILD_ERRORS as error:
        _refuse(str(error))
    typer.echo(f"{manifest.id}  {manifest.title.en}")
    cells = manifest.counts["cell"]
    typer.echo(f"{cells:,} figures, {time.monotonic() - started:.1f} s", err=True)


@app.command("versions")
def list_versions(
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output")] = False,
) -> None:
    """List the published versions, the newest first; * marks the current one."""
    from data.versions import VersionError, current, published

    try:
        manifests, chosen = published(), current()
    except VersionError as error:
        _refuse(str(error))
    chosen_id = chosen.id if chosen else None
    if as_json:
        listed = [
            {**manifest.model_dump(mode="json"), "current": manifest.id == chosen_id}
            for manifest in manifests
        ]
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for manifest in manifests:
        mark = "*" if manifest.id == chosen_id else " "
        created = f"{manifest.created:%Y-%m-%d %H:%M}"
        typer.echo(f"{mark} {manifest.id:17}  {created}  {manifest.title.en}")


@app.command()
def use(version: Annotated[str, typer.Argument(help="the id of a published version")]) -> None:
    """Make a published version the current one."""
    from data import versions

    try:
        manifest = versions.use(version)
    except versions.VersionError as error:
        _refuse(str(error))
    typer.echo(manifest.id)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """A bar on standard error that says what is being done; lines when that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    if not sys.stderr.isatty():
        yield lambda text: typer.echo(text, err=True)
        return
    columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda text: bar.update(task, description=text)


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)


if __name__ == "__main__":
    app()
