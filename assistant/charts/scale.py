"""Where things stand: ticks, domains, wrapped names, and labels that do not cover each other.

Lengths are in pixels. A chart is as wide as its place on the screen, from 320 px up, and its height
is known when it is made; so everything that depends on the width is left to the browser.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

CHARACTER = 6.4
"""Mean width of a character of the label font at 12 px, somewhat generous."""

TINY = 1e-9
"""Figures closer to each other than this share of their size are drawn as one."""

_PIECE = re.compile(r"[^ \-–/]*[ \-–/]+|[^ \-–/]+$")


@dataclass(frozen=True)
class Axis:
    """Ticks at round numbers that enclose the figures; ``decimals`` is what a tick needs."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int

    @property
    def domain(self) -> list[float]:
        return [self.low, self.high]

    @property
    def cropped(self) -> bool:
        """Whether zero lies outside, which a reader must be told."""
        return self.low > 0 or self.high < 0


def axis(values: Iterable[float], *, zero: bool, count: int = 5) -> Axis:
    """An axis around ``values``. ``zero`` puts 0 on it; without, 0 is put there when it is near."""
    found = list(values)
    low, high = min(found, default=0.0), max(found, default=1.0)
    if zero or (low > 0 and low < 0.5 * high) or (high < 0 and high > 0.5 * low):
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= TINY * max(1.0, abs(low), abs(high)):
        low, high = _around(low)
    step = _step((high - low) / count)
    first, last = math.floor(low / float(step) + 1e-9), math.ceil(high / float(step) - 1e-9)
    ticks = tuple(float(step * index) for index in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks, max(0, -int(step.normalize().as_tuple().exponent)))


def _around(value: float) -> tuple[float, float]:
    if abs(value) <= TINY:
        return 0.0, 1.0
    margin = abs(value) * 0.1
    return value - margin, value + margin


def _step(raw: float) -> Decimal:
    """The smallest of 1, 2, 5 times a power of ten that is not under ``raw``."""
    power = math.floor(math.log10(raw))
    scale = Decimal(1).scaleb(power)
    for factor in (1, 2, 5, 10):
        if float(scale * factor) >= raw * (1 - 1e-9):
            return scale * factor
    return scale * 10


def wrapped(text: str, width: int, lines: int = 2) -> list[str]:
    """``text`` on at most ``lines`` lines of ``width`` characters, cut with … where it must be.

    A line may end after a hyphen or a dash as well as at a space.
    """
    found = [""]
    for piece in _PIECE.findall(" ".join(text.split())):
        if not found[-1] or len(found[-1]) + len(piece.rstrip()) <= width:
            found[-1] += piece
        else:
            found.append(piece)
    if len(found) > lines:
        found = [*found[: lines - 1], "".join(found[lines - 1 :])]
    kept = [line.strip() for line in found]
    return [line if len(line) <= width + 2 else f"{line[: width - 1].rstrip()}…" for line in kept]


def text_width(texts: Iterable[str]) -> int:
    """Room that the longest of ``texts`` needs."""
    return math.ceil(max((len(text) for text in texts), default=0) * CHARACTER)


def apart(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float
) -> list[float]:
    """Centres for labels of ``heights``, as near ``wanted`` as can be without covering each other.

    The order is kept; nothing is moved above ``top`` or below ``bottom`` while there is room.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [0.0] * len(wanted)
    edge = top
    for index in order:
        half = heights[index] / 2
        placed[index] = max(wanted[index], edge + half)
        edge = placed[index] + half
    edge = bottom
    for index in reversed(order):
        half = heights[index] / 2
        placed[index] = min(placed[index], edge - half)
        edge = placed[index] - half
    return placed
