"""Segregation measures in plain words: the figure as a percentage of people or of a scale."""

from __future__ import annotations

from assistant.language import Speech, fill
from assistant.numbers import Numbers, exact
from semantic.model import FULL, Indicator


def in_plain_words(indicator: Indicator, figure: object, speech: Speech, numbers: Numbers) -> str:
    """A sentence of the catalogue's, as precise as the figure is shown; empty where there is no
    figure, and for other indicators."""
    of, value = indicator.segregation, exact(figure)
    if of is None or value is None:
        return ""
    hundredths = 2 if FULL[indicator.unit] == 1 else 0
    percent = numbers.with_unit(
        value.scaleb(hundredths), "percent", indicator.decimals - hundredths
    )
    return fill(speech.text(of.reading), {"value": percent})
