"""Turns coastlines into sea: OpenStreetMap draws the shore with land on its left."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from learnmap.model.crs import Box

_BESIDE_DEGREES = 1e-7
"""How far beside a shore its sides are probed: the grid of OpenStreetMap's coordinates."""
_RIM_DEGREES = 1e-3
"""How far from the rim a shore may end, some 100 m: a clipped extract lacks its last stretch."""
_AGREEMENT = 0.95


def find_sea(shores: list[LineString], box: Box) -> list[Polygon]:
    """Return the sea within a box, or nothing where the shores do not tell.

    The shores are cut at the box; together they must divide it, that is every shore is closed
    or ends at the rim. A clipped or unfinished coast would flood the land, so it gives nothing.

    Parameters
    ----------
    shores : list of shapely.LineString
        Ways tagged ``natural=coastline``, in their direction, in degrees.
    box : tuple of float
        (west, south, east, north) in degrees, within which the extract is complete.

    Returns
    -------
    list of shapely.Polygon
        In degrees.
    """
    frame = shapely.box(*box)
    inside = shapely.get_parts(shapely.intersection(shapely.MultiLineString(shores), frame))
    inside = inside[(shapely.get_dimensions(inside) == 1) & ~shapely.is_empty(inside)]
    if not inside.size:
        return []
    shore = shapely.line_merge(shapely.MultiLineString(list(inside)), directed=True)
    lines = [_reach_rim(line, frame) for line in shapely.get_parts(shore)]
    if not all(_ends_well(line, frame) for line in lines):
        return []
    faces = shapely.get_parts(
        shapely.polygonize(shapely.get_parts(shapely.union_all([*lines, frame.boundary])))
    )
    sides = [_probe(line) for line in lines]
    is_sea = _count(faces, np.concatenate([right for _, right in sides]))
    is_land = _count(faces, np.concatenate([left for left, _ in sides]))
    told = is_sea + is_land
    if np.any(np.maximum(is_sea, is_land) < _AGREEMENT * told) or np.any(told == 0):
        return []
    return [Polygon(face) for face in faces[is_sea > is_land]]


def _reach_rim(line: LineString, frame: Polygon) -> LineString:
    """Lengthen a shore that ends near the rim to the rim."""
    if line.is_closed:
        return line
    places = list(line.coords)
    for end in (0, len(places)):
        at = shapely.Point(places[min(end, len(places) - 1)])
        if 0 < frame.boundary.distance(at) <= _RIM_DEGREES:
            on_rim = shapely.line_interpolate_point(
                frame.boundary, shapely.line_locate_point(frame.boundary, at)
            )
            places.insert(end if end == 0 else len(places), (on_rim.x, on_rim.y))
    return LineString(places)


def _ends_well(line: LineString, frame: Polygon) -> bool:
    ends = shapely.points(shapely.get_coordinates(line)[[0, -1]])
    return line.is_closed or bool(np.all(shapely.distance(frame.boundary, ends) < 1e-9))


def _probe(line: BaseGeometry) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return places just left and just right of the middle of each segment."""
    places = shapely.get_coordinates(line)
    along = np.diff(places, axis=0)
    middle = places[:-1] + along / 2
    length = np.hypot(along[:, 0], along[:, 1])[:, None]
    left = np.column_stack([-along[:, 1], along[:, 0]]) / np.where(length > 0, length, 1)
    return middle + left * _BESIDE_DEGREES, middle - left * _BESIDE_DEGREES


def _count(faces: NDArray[np.object_], places: NDArray[np.float64]) -> NDArray[np.int64]:
    """Count how many places lie in each face."""
    hits = shapely.STRtree(faces).query(shapely.points(places), predicate="within")[1]
    return np.bincount(hits, minlength=len(faces))
