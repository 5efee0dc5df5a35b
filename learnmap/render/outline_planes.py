"""Outlines as bytes that pack well: rings on a grid, differences of vertices, byte planes.

All integers are unsigned, 4 bytes each, and stand as four planes: the lowest bytes of a list, then
the next ones, so that the many zeros of small numbers lie together. First a list of three numbers
(outlines, rings, vertices), then four lists: rings of each outline, vertices of each ring, steps
east and steps north from the vertex before, zigzag (0, -1, 1, -2 are 0, 1, 2, 3). The first vertex
is a difference from 0, 0; the closing vertex of a ring is left out. Which rings are holes is not
said: a place is inside where an odd number of rings is round it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.model.crs import metres_per_degree

_FEWEST_VERTICES: Final = 3


@dataclass(frozen=True, slots=True)
class Precision:
    """How exactly outlines are kept: `tolerance_m`, the step of the grid included."""

    tolerance_m: float
    step_deg: float


PRECISIONS: Final = (
    Precision(7.0, 1e-5),
    Precision(11.0, 2e-5),
    Precision(17.0, 3e-5),
)
"""Those that are tried, the finest first."""


def encode_outlines(geometries: Sequence[BaseGeometry | None], precision: Precision) -> bytes:
    """Return outlines as planes.

    Parameters
    ----------
    geometries : sequence of Polygon, MultiPolygon or None
        EPSG:4326; None is an outline without rings, and so is a polygon below the grid.
    precision : Precision
    """
    grid, ring, owner = _rings(geometries, precision)
    steps = np.diff(grid, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    zigzag = np.where(steps >= 0, steps * 2, -steps * 2 - 1)
    lists = (
        np.array([len(geometries), len(owner), len(grid)]),
        np.bincount(owner, minlength=len(geometries)),
        np.bincount(ring, minlength=len(owner)),
        zigzag[:, 0],
        zigzag[:, 1],
    )
    return b"".join(map(byte_planes, lists))


def byte_planes(values: NDArray[np.int64]) -> bytes:
    """Return a list of unsigned integers as four planes."""
    return values.astype("<u4").view(np.uint8).reshape(-1, 4).T.tobytes()


def _rings(
    geometries: Sequence[BaseGeometry | None], precision: Precision
) -> tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.intp]]:
    """Return vertices on the grid, the ring of each vertex, and the outline of each ring."""
    array = np.array(geometries, dtype=object)
    simple = shapely.simplify(array, _tolerance_deg(array, precision), preserve_topology=False)
    parts, part_owner = shapely.get_parts(simple, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    grid = np.rint(coordinates / precision.step_deg).astype(np.int64)
    # The first of equal neighbours stays; of a ring's closing vertex, which equals its first, none.
    kept = np.append(ring[1:] == ring[:-1], False) if len(ring) else np.zeros(0, dtype=bool)
    kept[1:] &= np.any(grid[1:] != grid[:-1], axis=1) | (ring[1:] != ring[:-1])
    grid, ring = grid[kept], ring[kept]
    counts = np.bincount(ring, minlength=len(rings))
    enough = counts >= _FEWEST_VERTICES
    vertices = enough[ring]
    renumbered = np.cumsum(enough) - 1
    return grid[vertices], renumbered[ring[vertices]], part_owner[ring_part[enough]]


def _tolerance_deg(geometries: NDArray[np.object_], precision: Precision) -> NDArray[np.float64]:
    """Return the tolerance of simplifying: what is left when the grid has taken half a diagonal."""
    bounds = shapely.bounds(geometries)
    # The longer degree (north) decides, so that the tolerance holds in every direction.
    middle = np.nan_to_num((bounds[:, 1] + bounds[:, 3]) / 2)
    per_degree = np.array([max(metres_per_degree(latitude)) for latitude in middle.tolist()])
    tolerance: NDArray[np.float64] = precision.tolerance_m / per_degree
    return tolerance - precision.step_deg * math.sqrt(1 / 2)
