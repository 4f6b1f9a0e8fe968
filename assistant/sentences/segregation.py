"""What is said of a segregation measure: its figure in plain words, and that it hangs on areas."""

from __future__ import annotations

from collections.abc import Iterator

from assistant import words
from assistant.readings import in_plain_words
from assistant.sentences.teller import Row, Teller


def reading(teller: Teller, row: Row) -> str:
    """The figure in plain words; empty for other indicators."""
    return in_plain_words(teller.indicator, row["value"], teller.speech, teller.numbers)


def scale(teller: Teller) -> str:
    """That the size of the areas changes the value; empty for other indicators."""
    of = teller.indicator.segregation
    if of is None:
        return ""
    areas = words.listed_areas(of.over, teller.speech)
    if of.falls_with_smaller_areas:
        return teller.t(
            "The value depends on the size of the areas, here {areas}: smaller areas give a lower "
            "one.",
            areas=areas,
        )
    return teller.t(
        "The value depends on the size of the areas, here {areas}: smaller areas give a higher "
        "one.",
        areas=areas,
    )


def over_other_areas(teller: Teller) -> Iterator[str]:
    """The same measure over small areas of another size, by name."""
    for other in teller.resolved.also_over:
        assert other.segregation is not None, "only segregation measures are worked out over areas"
        yield teller.t(
            "The same measure is also worked out over {areas}: {figure}. The two values are not "
            "compared with each other.",
            areas=words.listed_areas(other.segregation.over, teller.speech),
            figure=teller.speech.text(other.label),
        )
