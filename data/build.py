"""The two builds: example data, and a folder of official files."""

from __future__ import annotations

from pathlib import Path

from data.checks import BrokenInvariant
from data.demo.build import fill
from data.draft import Draft
from data.index import add_index_and_types
from data.manifest import Manifest
from data.problem import ImportProblem
from data.publish import About, Step, publish
from data.segregation import add_measures
from data.sources.folder import import_folder
from semantic.errors import ModelError
from semantic.model import Catalogue, Text, load_catalogue

BUILD_ERRORS = (ImportProblem, BrokenInvariant, ModelError)

DEMO = About("demo", Text(sv="Exempeldata", en="Example data"), example_data=True)
IMPORT = About(
    "import", Text(sv="Officiell statistik", en="Official statistics"), example_data=False
)


def build_folder(folder: Path, step: Step = lambda _: None) -> Manifest:
    """Publish what a folder of official files holds; raise one of `BUILD_ERRORS`."""
    catalogue = load_catalogue()
    with Draft() as draft:
        for text in import_folder(folder, draft, catalogue):
            step(text)
        return _publish(draft, IMPORT, catalogue, step)


def build_demo(step: Step = lambda _: None) -> Manifest:
    """Publish example data: random figures on Sweden's real areas."""
    catalogue = load_catalogue()
    with Draft() as draft:
        for text in fill(draft):
            step(text)
        return _publish(draft, DEMO, catalogue, step)


def _publish(draft: Draft, about: About, catalogue: Catalogue, step: Step) -> Manifest:
    """Work out what is made of other figures, and publish."""
    step("index and area types")
    add_index_and_types(draft)
    step("segregation")
    add_measures(draft, catalogue)
    return publish(draft, about, catalogue, step)
