"""Pieces: geometry taken apart, and parts of lines, with the types that callers need."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from data.demo_city.ground import Floats


def polygons_of(geometry: shapely.Geometry, *, least_m2: float = 1.0) -> list[Polygon]:
    """Return the polygons in a geometry that are at least `least_m2` large, largest first."""
    parts = [
        part
        for part in shapely.get_parts(geometry).tolist()
        if isinstance(part, Polygon) and part.area >= least_m2
    ]
    return sorted(parts, key=lambda part: -part.area)


def lines_of(geometry: shapely.Geometry, *, least_m: float = 1.0) -> list[LineString]:
    """Return the lines in a geometry that are at least `least_m` long."""
    return [
        part
        for part in shapely.get_parts(geometry).tolist()
        if isinstance(part, LineString) and part.length >= least_m
    ]


def polygon_of(geometry: shapely.Geometry) -> Polygon:
    """Return the largest polygon in a geometry; IndexError where it has none."""
    return polygons_of(geometry, least_m2=0.0)[0]


def line_of(geometry: shapely.Geometry) -> LineString:
    """Return the longest line in a geometry, ValueError where it has none."""
    return max(lines_of(geometry, least_m=0.0), key=lambda part: part.length)


def stretch(line: LineString, start_m: float, stop_m: float) -> LineString:
    """Return the part of a line between two distances from its start."""
    return line_of(substring(line, start_m, stop_m))


def beside(line: LineString, offset_m: float) -> LineString:
    """Return the line at a distance to the left (or right, when negative) of another."""
    return line_of(line.offset_curve(offset_m))


def union(geometries: Iterable[BaseGeometry]) -> BaseGeometry:
    """Return the union of geometries."""
    merged = shapely.union_all(list(geometries))
    if not isinstance(merged, BaseGeometry):
        raise TypeError("a union is one geometry")
    return merged


def many_lines(
    coords: Floats, owner: npt.NDArray[np.int64] | None = None
) -> npt.NDArray[np.object_]:
    """Return an array of lines from vertices and the index of the line of each.

    Without `owner`, `coords` has the shape (lines, vertices, 2).
    """
    return np.atleast_1d(np.asarray(shapely.linestrings(coords, indices=owner), dtype=object))


def densify(coords: Floats, *, step_m: float) -> Floats:
    """Add vertices so that no segment is longer than `step_m`; a straight line stays straight."""
    return shapely.get_coordinates(shapely.segmentize(LineString(coords), step_m))
