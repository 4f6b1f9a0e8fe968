"""Rings of whole-number points as the shortest SVG path data, the same bytes for the same rings."""

from collections.abc import Iterable, Iterator, Sequence

Ring = Sequence[tuple[int, int]]


def encode(rings: Iterable[Ring]) -> str:
    """Relative path data: `m dx dy dx dy … z` a ring.

    The first pair after `m` moves (from the origin, then from the start of the ring before), each
    further pair draws a line. A separator is written only where a minus sign does not do its work.
    """
    parts: list[str] = []
    origin = (0, 0)
    for ring in rings:
        parts.append("m" + _joined(_steps(origin, ring)) + "z")
        origin = ring[0]
    return "".join(parts)


def _steps(origin: tuple[int, int], ring: Ring) -> Iterator[int]:
    x, y = origin
    for point_x, point_y in ring:
        yield point_x - x
        yield point_y - y
        x, y = point_x, point_y


def _joined(numbers: Iterable[int]) -> str:
    text = "".join(str(number) if number < 0 else f" {number}" for number in numbers)
    return text.removeprefix(" ")
