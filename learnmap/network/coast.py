"""The sea, from the lines of its coast.

OpenStreetMap has no areas of sea: a coast is a line with the land on its left and the water on
its right (wiki, ``natural=coastline``), and an extract has some stretch of it. Within a frame
round the streets the coasts divide land from sea. Where the extract was cut, a coast is joined
straight: over the nodes that are missing, and from an end on to the frame, past that side of the
streets' box that is nearest. A joint that would cross a street is left out, but for streets at the
very end of the coast, such as a quay. What then has a coast's water side, and the land side of
none, is sea; where a coast is broken off in the midst of streets nothing is taken for sea.
"""

from itertools import pairwise
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

Bounds = tuple[float, float, float, float]
"""West, south, east, north in units of 1e-7 degrees."""

_AT_END: Final = 5_000
"""How near the end of a coast streets are let pass, in units of 1e-7 degrees: up to 55 m."""

Lines = NDArray[np.object_]


def sea_areas(
    coasts: list[list[NDArray[np.float64]]], streets: NDArray[np.float64], frame: Bounds
) -> list[Any]:
    """Return the areas of sea within a frame.

    Parameters
    ----------
    coasts : list of lists of (k, 2) float64
        The stretches that are there of each way along a coast, with the water on their right.
    streets : (p, 4) float64
        Both ends of each straight piece of street.
    frame : Bounds
        Round the streets and some way beyond.

    Returns
    -------
    list of shapely.Polygon
        All coordinates, here and above, are in units of 1e-7 degrees.
    """
    stretches = [stretch for coast in coasts for stretch in coast]
    if not stretches or not len(streets):
        return []
    walked = shapely.STRtree(np.array(shapely.linestrings(streets.reshape(-1, 2, 2))))
    lines = [shapely.LineString(stretch) for stretch in stretches]
    gaps = [(a[-1], b[0]) for coast in coasts for a, b in pairwise(coast)]
    lines += [shapely.LineString(gap) for gap in gaps if _is_clear(*gap, walked)]
    for end, side in _ways_on(lines, streets.reshape(-1, 2), frame):
        if _is_clear(end + np.clip(side - end, -_AT_END, _AT_END), side, walked):
            lines.append(shapely.LineString([end, side]))
    parts = sorted(shapely.normalize([*lines, shapely.box(*frame).exterior]), key=shapely.to_wkb)
    noded = shapely.union_all(parts, grid_size=1.0)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    dry, wet = (_holding(faces, beside) for beside in _sides(stretches))
    return list(faces[wet & ~dry])


def _is_clear(
    start: NDArray[np.float64], end: NDArray[np.float64], streets: shapely.STRtree
) -> bool:
    """Tell whether the straight way meets no street."""
    return not len(streets.query(shapely.LineString([start, end]), predicate="intersects"))


def _ways_on(
    lines: list[shapely.LineString], streets: NDArray[np.float64], frame: Bounds
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return straight ways from the ends of lines to the frame."""
    both = np.concatenate([shapely.get_coordinates(shapely.get_point(lines, i)) for i in (0, -1)])
    places, count = np.unique(both, axis=0, return_counts=True)
    low, high = streets.min(axis=0), streets.max(axis=0)
    west, south, east, north = frame
    ways = []
    for end in places[count == 1]:
        x, y = end
        if west < x < east and south < y < north:
            sides = np.array([(west, y), (x, south), (east, y), (x, north)])
            inward = np.concatenate([end - low, high - end])
            ways.append((end, sides[inward.argmin()]))
    return ways


def _sides(stretches: list[NDArray[np.float64]]) -> tuple[Lines, Lines]:
    """Return places just left and just right of the middle of each straight piece of coast."""
    start = np.concatenate([stretch[:-1] for stretch in stretches])
    end = np.concatenate([stretch[1:] for stretch in stretches])
    way = end - start
    length = np.hypot(*way.T)
    some = length > 0
    leftward = np.column_stack([-way[:, 1], way[:, 0]])[some] / (4 * length[some, None])
    middle = (start + end)[some] / 2
    left, right = np.stack([middle + leftward, middle - leftward])
    return np.array(shapely.points(left)), np.array(shapely.points(right))


def _holding(faces: Lines, places: Lines) -> NDArray[np.bool_]:
    """Tell which faces hold any of the places."""
    holding = np.zeros(len(faces), bool)
    holding[shapely.STRtree(faces).query(places, predicate="within")[1]] = True
    return holding
