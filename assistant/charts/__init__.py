"""Charts as Vega-Lite 6 specifications: plain dicts, made by one pure function of the answer.

All numbers that are read stand in the specification as text already formatted; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.charts import bars, lines, multiples, points, scatter, shares, spine, splits, strips
from assistant.figures import Figures
from assistant.language import Speech
from assistant.pictures import Kind, picture_of
from semantic.answer import Answer

_DRAWERS: Mapping[Kind, Callable[[Figures], dict[str, Any]]] = {
    "strip": points.strip,
    "line": lines.lines,
    "small_multiples": multiples.small_multiples,
    "bars": bars.bars,
    "dots": bars.dots,
    "ends": bars.ends,
    "change_bars": bars.change_bars,
    "type_bars": bars.type_bars,
    "type_dots": points.type_dots,
    "type_lines": lines.type_lines,
    "group_dots": points.group_dots,
    "dumbbell": points.dumbbell,
    "gap_lines": lines.gap_lines,
    "share_bar": shares.share_bar,
    "type_counts": bars.type_counts,
    "type_moves": shares.type_moves,
    "spine": spine.spine,
    "scatter": scatter.scatter,
    "strips": strips.strips,
    "measures": points.measures,
    "split_bars": splits.split_bars,
}


def chart(answer: Answer, speech: Speech) -> dict[str, Any] | None:
    """The specification to show with the width of its place, or None where there is no chart."""
    kind = picture_of(answer).chart
    return draw(kind, answer, speech) if kind else None


def draw(kind: Kind, answer: Answer, speech: Speech) -> dict[str, Any] | None:
    """One kind of chart of ``answer``, whether or not it is the one that is chosen for it."""
    return _DRAWERS[kind](Figures(answer, speech)) or None
