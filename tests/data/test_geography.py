"""The stored geography: complete, small, and a coverage whose borders match to the last digit."""

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from data import geography
from data.geography import paths

NUMBER = re.compile(r"-?\d+")
LEVELS = {"regso": (3363, r"\d{4}R\d{3}"), "kommun": (290, r"\d{4}"), "lan": (21, r"\d{2}")}
STEP_M = 5
LARGE_LAKE_KM2 = 40

Ring = list[tuple[int, int]]


@cache
def document(level: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(gzip.decompress(geography.shapes_bytes(level)))
    return result


def parsed(path: str) -> Iterator[Ring]:
    """The rings of relative path data, read independently of the code that wrote it."""
    x = y = 0
    for part in path.removesuffix("z").split("z"):
        assert part.startswith("m")
        numbers = [int(text) for text in NUMBER.findall(part)]
        ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        x, y = ring[0]
        yield ring


@cache
def rings(level: str) -> dict[str, list[Ring]]:
    stored = document(level)
    return {
        code: list(parsed(path))
        for code, path in zip(stored["codes"], stored["paths"], strict=True)
    }


def edges(area: list[Ring]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for ring in area:
        yield from zip(ring, ring[1:] + ring[:1], strict=True)


def doubled_area(area: list[Ring]) -> int:
    """Twice the surface, signed and exact."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in edges(area))


def walked_edges(level: str) -> Counter[tuple[tuple[int, int], tuple[int, int]]]:
    return Counter(edge for area in rings(level).values() for edge in edges(area))


def coast(level: str) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """The edges that only one area walks, by where they start."""
    walked = walked_edges(level)
    onward: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for start, end in walked:
        if (end, start) not in walked:
            onward.setdefault(start, []).append(end)
    return onward


@pytest.mark.parametrize("level", LEVELS)
def test_every_area_has_a_shape(level: str) -> None:
    count, pattern = LEVELS[level]
    codes = document(level)["codes"]
    register = geography.areas().query("level == @level")
    assert len(codes) == count
    assert codes == sorted(register["code"])
    assert all(re.fullmatch(pattern, code) for code in codes)
    assert all(len(ring) >= 3 for area in rings(level).values() for ring in area)
    assert all(doubled_area(area) != 0 for area in rings(level).values())


def test_the_register_is_a_tree() -> None:
    areas = geography.areas().set_index("code")
    below = areas[areas["level"] != "riket"]
    regso = areas[areas["level"] == "regso"]
    assert areas.index.is_unique
    assert areas.loc["00", "level"] == "riket"
    assert (areas.loc[regso["kommun"], "level"] == "kommun").all()
    assert (areas.loc[below["lan"], "level"] == "lan").all()
    assert (regso.index.str[:4] == regso["kommun"]).all()
    assert (below.index.str[:2] == below["lan"]).all()


def test_names_are_clean_and_known() -> None:
    areas = geography.areas().set_index("code")
    names = areas["name"]
    assert (names == names.str.split().str.join(" ")).all()
    assert (names != "").all()
    assert names["12"] == "Skåne län"
    assert names["0114"] == "Upplands Väsby"
    assert names["1480R137"] == "Södra Skärgården"
    assert names[areas["level"] == "lan"].str.endswith(" län").all()


def test_the_register_cannot_be_changed_by_a_caller() -> None:
    mine = geography.areas()
    mine["name"] = "?"
    assert geography.areas().loc[0, "name"] == "Riket"


@pytest.mark.parametrize("level", LEVELS)
def test_a_border_belongs_to_one_area_or_to_two_in_opposite_directions(level: str) -> None:
    walked = walked_edges(level)
    shared = sum((end, start) in walked for start, end in walked)
    assert set(walked.values()) == {1}
    assert shared > len(walked) / 3


@pytest.mark.parametrize("level", LEVELS)
def test_there_is_no_gap_between_areas(level: str) -> None:
    """Edges with no neighbour close into shores; what they enclose inside is a large lake."""
    onward = coast(level)
    land_is_positive = doubled_area(next(iter(rings(level).values()))) > 0
    while onward:
        start, ends = next(iter(onward.items()))
        ring, point = [start], ends[-1]
        while True:
            ends = onward[ring[-1]]
            ends.remove(point)
            if not ends:
                del onward[ring[-1]]
            if point == start:
                break
            ring.append(point)
            point = onward[point][-1]
        surface = doubled_area([ring]) / 2 * STEP_M**2 / 1e6
        is_land = (surface > 0) == land_is_positive
        assert is_land or abs(surface) > LARGE_LAKE_KM2


@pytest.mark.parametrize("level", LEVELS)
def test_the_shore_is_what_only_one_area_borders_on(level: str) -> None:
    shore = list(edges(list(parsed(document(level)["shore"]))))
    assert len(set(shore)) == len(shore)
    assert set(shore) == {(start, end) for start, ends in coast(level).items() for end in ends}


@pytest.mark.parametrize(("level", "digits"), [("kommun", 4), ("lan", 2)])
def test_larger_areas_are_exactly_the_sum_of_their_regso(level: str, digits: int) -> None:
    sums: Counter[str] = Counter()
    for code, area in rings("regso").items():
        sums[code[:digits]] += doubled_area(area)
    assert dict(sums) == {code: doubled_area(area) for code, area in rings(level).items()}


def test_borders_of_larger_areas_are_borders_of_regso() -> None:
    small = set(walked_edges("regso"))
    assert set(walked_edges("lan")) <= set(walked_edges("kommun")) <= small


@pytest.mark.parametrize("level", LEVELS)
def test_boxes_hold_their_area_and_labels_lie_in_the_box(level: str) -> None:
    stored = document(level)
    width, height = stored["size"]
    for code, box, label in zip(stored["codes"], stored["boxes"], stored["labels"], strict=True):
        points = [point for ring in rings(level)[code] for point in ring]
        left, top, right, bottom = box
        assert (left, right) == (min(x for x, _ in points), max(x for x, _ in points))
        assert (top, bottom) == (min(y for _, y in points), max(y for _, y in points))
        assert 0 <= left < label[0] < right <= width
        assert 0 <= top < label[1] < bottom <= height


def test_the_plane_is_sweden_in_sweref() -> None:
    stored = document("regso")
    east, north = stored["origin"]
    width, height = (length * stored["unit"] for length in stored["size"])
    assert (stored["crs"], stored["unit"], stored["division"]) == ("EPSG:3006", STEP_M, 2025)
    assert 200_000 < east < east + width < 1_000_000
    assert 6_100_000 < north - height < north < 7_700_000


def test_the_files_are_small_and_carry_no_time() -> None:
    files = {level: geography.shapes_bytes(level) for level in LEVELS}
    assert sum(len(data) for data in files.values()) < 1_500_000
    assert all(data[4:8] == bytes(4) for data in files.values())


def test_the_digest_is_that_of_the_bytes() -> None:
    expected = hashlib.sha256(geography.shapes_bytes("lan")).hexdigest()
    assert expected.startswith(geography.shapes_digest("lan"))
    assert len({geography.shapes_digest(level) for level in LEVELS}) == len(LEVELS)


@pytest.mark.parametrize("level", ["riket", "", "../areas.csv", "regso\x00"])
def test_a_level_without_shapes_is_an_error(level: str) -> None:
    with pytest.raises(KeyError):
        geography.shapes_bytes(level)


def test_path_data_is_relative_and_short() -> None:
    square = [(10, 10), (20, 10), (20, 20), (10, 20)]
    other = [(0, 5), (3, 0), (0, -5)]
    text = paths.encode([square, other])
    assert text == "m10 10 10 0 0 10-10 0zm-10-5 3-5-3-5z"
    assert list(parsed(text)) == [square, other]
