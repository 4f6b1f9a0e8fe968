"""From published polygons to areas made of whole-number border pieces.

The unit of work is a *coverage*: polygons that share borders and do not overlap. Every step here
keeps it one, and after `faces` all coordinates are whole numbers on one grid, so that sums,
dissolves and comparisons of borders are exact.

Needs shapely; used when the geography is built, never when the app runs.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

Point = tuple[int, int]
Edge = tuple[Point, Point]
Ring = list[Point]
Polygons = NDArray[np.object_]

KM2 = 1_000_000.0
WHOLE_BELOW_KM2 = 4.0
"""Areas smaller than this are drawn whole: town areas hold little sea and may not lose a quay."""
WHOLE_ABOVE_SHARE = 0.95
"""Areas with at least this share on land are drawn whole: the border to Norway or Finland stays."""
ENOUGH_KM2 = 30.0
ENOUGH_SHARE = 0.4
"""A clipped area keeps at least this share of its surface, or `ENOUGH_KM2`, whichever is less."""
REACHES_M = (500, 1_000, 2_000, 4_000, 8_000, 16_000)
"""How far out from the coarse shoreline the land is taken to reach, tried in turn."""
LAKE_KM2 = 50.0
"""Smaller waters inside the country are drawn as part of the area they belong to."""
ISLET_KM2 = 0.1
"""Smaller pieces that the shoreline cuts loose are dropped, never an area's largest piece."""


def simplified(areas: Polygons, tolerance: float) -> Polygons:
    """The areas with fewer points; shared borders stay shared. `tolerance` in metres."""
    return np.asarray(shapely.coverage_simplify(areas, tolerance))


def shoreline(kommuner: Polygons, reach: float) -> shapely.Geometry:
    """Land as one geometry, `reach` metres outside the coarse kommun map, large lakes left open."""
    land = shapely.unary_union(shapely.buffer(kommuner, reach, quad_segs=2))
    parts = [_without_small_holes(part) for part in shapely.get_parts(land)]
    return shapely.simplify(shapely.unary_union(parts), 100)


def on_land(areas: Polygons, kommuner: Polygons) -> Polygons:
    """The areas without open sea, none of them lost.

    Official areas reach to the territorial border, and the only free shoreline that comes with them
    is coarse. So small areas are left whole, and an area that the shoreline nearly misses (an
    archipelago) is given a wider one until enough of it is seen.
    """
    surface = shapely.area(areas)
    result = areas.copy()
    dry = shapely.area(shapely.intersection(areas, shoreline(kommuner, REACHES_M[0]))) / surface
    wanting = (surface > WHOLE_BELOW_KM2 * KM2) & (dry < WHOLE_ABOVE_SHARE)
    for reach in REACHES_M:
        chosen = np.flatnonzero(wanting)
        if not len(chosen):
            break
        clipped = shapely.intersection(areas[chosen], shoreline(kommuner, reach))
        enough = np.minimum(surface[chosen] * ENOUGH_SHARE, ENOUGH_KM2 * KM2)
        seen = shapely.area(clipped) >= enough
        result[chosen[seen]] = [_without_islets(part) for part in clipped[seen]]
        wanting[chosen[seen]] = False
    return _with_small_holes_filled(result, areas)


def faces(areas: Polygons) -> tuple[list[list[Edge]], Polygons]:
    """Each area as directed whole-number edges, and as polygons on the same grid.

    All borders are noded together and snapped to whole numbers, so a border between two neighbours
    is the same edges in opposite directions.
    """
    lines = shapely.unary_union(shapely.boundary(areas), grid_size=1)
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inside = shapely.point_on_surface(pieces)
    piece_ids, area_ids = shapely.STRtree(areas).query(inside, predicate="within")
    _, first = np.unique(piece_ids, return_index=True)
    owned: dict[int, list[int]] = defaultdict(list)
    for position in first:
        owned[int(area_ids[position])].append(int(piece_ids[position]))
    edges = [_outline(pieces[owned[index]]) for index in range(len(areas))]
    shapes = [shapely.union_all(pieces[owned[index]]) for index in range(len(areas))]
    return edges, np.array(shapes, dtype=object)


def dissolved(outlines: Iterable[Sequence[Edge]]) -> list[Edge]:
    """The outline around several areas: an edge walked in both directions lies inside and goes."""
    kept: set[Edge] = set()
    for outline in outlines:
        for start, end in outline:
            if (end, start) in kept:
                kept.remove((end, start))
            else:
                kept.add((start, end))
    return sorted(kept)


def rings(outline: Sequence[Edge]) -> list[Ring]:
    """The outline as closed rings (last point left out), in an order given by the outline alone."""
    onward: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sorted(outline, reverse=True):
        onward[start].append(end)
    result = []
    for start in sorted(onward):
        while onward[start]:
            result.append(_walk(start, onward))
    return result


def label_point(shape: shapely.Geometry) -> Point:
    """The middle of the largest circle that fits in the area's largest part."""
    parts = shapely.get_parts(shape)
    largest = parts[int(np.argmax(shapely.area(parts)))]
    circle = shapely.maximum_inscribed_circle(largest, tolerance=5)
    x, y = shapely.get_coordinates(circle)[0]
    return round(x), round(y)


def _walk(start: Point, onward: dict[Point, list[Point]]) -> Ring:
    ring = [start]
    point = onward[start].pop()
    while point != start:
        ring.append(point)
        point = onward[point].pop()
    return ring


def _outline(pieces: Polygons) -> list[Edge]:
    return dissolved(_edges(piece) for piece in shapely.normalize(pieces))


def _edges(polygon: shapely.Geometry) -> list[Edge]:
    result: list[Edge] = []
    for ring in shapely.get_rings(polygon):
        points = [(round(x), round(y)) for x, y in shapely.get_coordinates(ring)]
        result.extend(pairwise(points))
    return result


def _without_small_holes(polygon: shapely.Geometry) -> shapely.Geometry:
    outer, *holes = shapely.get_rings(polygon)
    lakes = [hole for hole in holes if _surface(hole) >= LAKE_KM2 * KM2]
    return shapely.polygons(outer, lakes or None)


def _surface(ring: shapely.Geometry) -> float:
    return float(shapely.area(shapely.polygons(ring)))


def _without_islets(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    sizes = shapely.area(parts)
    large_enough = sizes >= min(ISLET_KM2 * KM2, sizes.max())
    return shapely.multipolygons(parts[large_enough & (sizes > 0)])


def _with_small_holes_filled(clipped: Polygons, whole: Polygons) -> Polygons:
    country = shapely.get_parts(shapely.unary_union(clipped))
    holes = [
        shapely.polygons(ring)
        for part in country
        for ring in shapely.get_rings(part)[1:]
        if _surface(ring) < LAKE_KM2 * KM2
    ]
    gaps = shapely.unary_union(holes)
    touched = shapely.intersects(whole, gaps)
    result = clipped.copy()
    filled = shapely.union(clipped[touched], shapely.intersection(whole[touched], gaps))
    result[touched] = [_polygonal(shape) for shape in filled]
    return result


def _polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(parts[shapely.area(parts) > 0])
