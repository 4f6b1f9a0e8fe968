"""The colours of charts and maps. None stands alone: a word, a sign or a place goes with it.

Marks have at least 3:1 contrast to white or a dark outline. Judged and unjudged colours differ.
"""

from __future__ import annotations

from collections.abc import Mapping

INK = "#1b232b"
MUTED = "#4f5859"
GRID = "#e3e8ed"
WHITE = "#ffffff"

BLUE = "#0b4f8a"
GREY = "#6b7680"
STRIP = "#8aa9c6"
PALE = "#d9dde1"

SERIES = (BLUE, "#b34700", "#00735f", "#7b3f98", "#7a5c00")
"""Up to five lines, each also with its own mark; dark enough for text."""
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")

TYPES: Mapping[int, str] = {
    1: "#08335e",
    2: "#1f6199",
    3: "#5a94c6",
    4: "#a3c6e2",
    5: "#deebf7",
}
"""One hue, type 1 the darkest; always outlined."""
TYPE_OUTLINE = "#08335e"

SEQUENCE = ("#deebf7", "#a3c6e2", "#5a94c6", "#1f6199", "#08335e")
"""Low to high, not judged."""

JUDGED: Mapping[str, str] = {"better": "#1d70b8", "same": GREY, "worse": "#c95400"}
JUDGED_STEPS = ("#a84600", "#f0b48a", "#d9dde1", "#93bfe3", "#1d5f9e")
"""Much worse to much better."""

FALL = "#ce321f"
RISE = "#007590"
DIVERGING = (FALL, "#eba79d", "#e6e6e6", "#8cc0cc", RISE)
"""Large fall to large rise, not judged."""

MISSING = "#8b949c"


def on(colour: str) -> str:
    """Black or white, whichever reads better on ``colour``."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
              for each in (red, green, blue)]  # fmt: skip
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return WHITE if 1.05 / (light + 0.05) > (light + 0.05) / 0.05 else INK
