"""What the map component is told on a rerun: checked, and as small as it can be.

No geometry travels, only which class and which text each area has. Everything that is drawn by
style rules (colours) or compared with codes is checked by pattern here, so that no text of
anybody's can become a rule.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict, get_args

Level = Literal["regso", "kommun", "lan"]
Pattern = Literal["hatch", "outline"]

CODE_LENGTHS: Mapping[str, int] = {"lan": 2, "kommun": 4, "regso": 8}
MOST_CLASSES = 36
"""Each class is one character (0–9, a–z) in what is sent."""

_CODE = re.compile(r"\d{2}(\d{2}(R\d{3})?)?")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_OWN_ADDRESS = re.compile(r"/(?!/)[A-Za-z0-9/._-]+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NO_CLASS = "-"


class AreaClass(TypedDict):
    """One class of the legend. Hatched: lines of its colour; outlined: a border of it."""

    label: str
    colour: str
    pattern: Pattern | None


class MapLabels(TypedDict):
    """Every word the component shows or reads out, but for legend classes and tooltips."""

    map: str
    """Name of the control, such as "Karta"."""
    help: str
    """How to use it with the keyboard; read out, not shown."""
    zoom_in: str
    zoom_out: str
    reset: str
    """Show everything again."""
    wheel: str
    """Shown when the wheel turns without Ctrl: how to zoom."""
    legend: str
    """Title of the legend."""
    missing: str
    """An area without a class."""
    marked: str
    """An area whose border changed."""
    loading: str
    failed: str
    """The shapes could not be fetched."""


def payload(
    *,
    level: str,
    shapes_url: str,
    classes: Sequence[AreaClass],
    area_class: Mapping[str, int],
    tooltip: Mapping[str, str],
    within: Sequence[str],
    selected: str | None,
    marked: Sequence[str],
    alt: str,
    labels: MapLabels,
    rest_is_missing: bool = True,
) -> dict[str, Any]:
    """The component's data. Raises ValueError that names the argument and what is wrong with it."""
    _check_level(level)
    _check_address(shapes_url)
    _check_classes(classes)
    _check_labels(labels, alt)
    _check_area_class(area_class, level, len(classes))
    _check_codes("tooltip", tooltip, level)
    _check_codes("marked", marked, level)
    _check_codes("selected", [] if selected is None else [selected], level)
    return {
        "level": level,
        "url": shapes_url,
        "classes": [dict(one) for one in classes],
        "areas": _columns(area_class, tooltip),
        "within": _prefixes(within, level),
        "selected": selected,
        "marked": sorted(marked),
        "alt": alt,
        "labels": dict(labels),
        "rest_is_missing": rest_is_missing,
    }


def _columns(area_class: Mapping[str, int], tooltip: Mapping[str, str]) -> dict[str, Any]:
    codes = sorted({*area_class, *tooltip})
    return {
        "codes": " ".join(codes),
        "classes": "".join(
            _DIGITS[area_class[code]] if code in area_class else _NO_CLASS for code in codes
        ),
        "tips": [tooltip.get(code, "") for code in codes],
    }


def _prefixes(within: Sequence[str], level: str) -> list[str]:
    """Sorted, without those that lie in another; empty for the whole country."""
    if "00" in within:
        return []
    for code in within:
        if not _CODE.fullmatch(code) or len(code) > CODE_LENGTHS[level]:
            raise ValueError(f"within: {code!r} is not an area that holds areas of level {level}")
    kept: list[str] = []
    for code in sorted(set(within)):
        if not any(code.startswith(outer) for outer in kept):
            kept.append(code)
    return kept


def _check_level(level: str) -> None:
    if level not in get_args(Level):
        raise ValueError(f"level: {level!r} is none of {', '.join(get_args(Level))}")


def _check_address(shapes_url: str) -> None:
    if not _OWN_ADDRESS.fullmatch(shapes_url):
        raise ValueError(f"shapes_url: {shapes_url!r} is not a path on this server")


def _check_classes(classes: Sequence[AreaClass]) -> None:
    if len(classes) > MOST_CLASSES:
        raise ValueError(f"classes: {len(classes)} are more than {MOST_CLASSES}")
    for one in classes:
        if not _COLOUR.fullmatch(one["colour"]):
            raise ValueError(f"classes: {one['colour']!r} is not a colour written #rrggbb")
        if one["pattern"] not in (None, *get_args(Pattern)):
            raise ValueError(f"classes: {one['pattern']!r} is not a pattern")
        if not one["label"].strip():
            raise ValueError("classes: a class has no label")


def _check_labels(labels: MapLabels, alt: str) -> None:
    absent = sorted(MapLabels.__required_keys__ - {key for key, text in labels.items() if text})
    if absent:
        raise ValueError(f"labels: {', '.join(absent)} missing or empty")
    if not alt.strip():
        raise ValueError("alt: a map needs a description")


def _check_area_class(area_class: Mapping[str, int], level: str, count: int) -> None:
    _check_codes("area_class", area_class, level)
    for code, index in area_class.items():
        if not 0 <= index < count:
            raise ValueError(f"area_class: {code} has class {index} of {count}")


def _check_codes(name: str, codes: Sequence[str] | Mapping[str, Any], level: str) -> None:
    for code in codes:
        if len(code) != CODE_LENGTHS[level] or not _CODE.fullmatch(code):
            raise ValueError(f"{name}: {code!r} is not a code of level {level}")
