"""What a map of stored shapes must say when the figures are on another division of areas.

The stored shapes are those of division 2025. Figures of RegSO to 2023 are on division 2020: the
areas whose border moved are marked, and an area that has no shape is named.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.language import Speech
from semantic.answer import Answer
from semantic.version import Version

SHAPES_DIVISION = 2025


@dataclass(frozen=True)
class Borders:
    """``marked`` are codes of areas drawn with another border than their figures have."""

    marked: tuple[str, ...] = ()
    note: str = ""


def borders(answer: Answer, version: Version, speech: Speech) -> Borders:
    resolved = answer.resolved
    if resolved.level != "regso" or not answer.years or "area" not in answer.rows:
        return Borders()
    division = version.offers.division("regso", answer.years[-1])
    if division == SHAPES_DIVISION:
        return Borders()
    shown = set(version.directory.inside("regso", division, resolved.around))
    drawn = set(version.directory.codes("regso", SHAPES_DIVISION))
    marked = tuple(sorted(shown & drawn & version.directory.changed))
    parts = [speech.t("The map shows the borders of 2025, the figures are on those of 2020.")]
    if marked:
        parts.append(
            speech.n(
                "{n} area whose border has changed has a dashed edge.",
                "{n} areas whose border has changed have a dashed edge.",
                len(marked),
            )
        )
    if absent := sorted(shown - drawn):
        names = [version.directory.label(code, division) for code in absent]
        parts.append(speech.t("Not on the map: {names}.", names=speech.listed(names)))
    return Borders(marked, " ".join(parts))
