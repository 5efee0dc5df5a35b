"""Bands: nested catchment polygons of several cutoffs, from grids of nearness."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numba import njit
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.catchment.nearness import CELL_M, Nearness
from learnmap.catchment.outline import parents, simplify_rings, trace_rings
from learnmap.model.crs import COORDINATE_STEP
from learnmap.network.localplane import LocalPlane

_HAIR_DEGREES: Final = 1.5 * COORDINATE_STEP
"""More than rounding a corner to the grid can move it (half a grid's diagonal, 0.71 steps)."""
_LEAST_M2: Final = 2 * CELL_M**2
"""Holes and parts below two cells are the grid's doing, not the city's."""


def draw_band(near: Nearness, plane: LocalPlane, *, simplify_m: float) -> shapely.MultiPolygon:
    """Draw the polygon where nearness is below zero.

    Parameters
    ----------
    near : Nearness
    plane : LocalPlane
        Of the grid.
    simplify_m : float
        The outline moves by at most this.

    Returns
    -------
    shapely.MultiPolygon
        In EPSG:4326 on a grid of 1e-6 degrees, valid, shells counterclockwise.
    """
    places, offset = trace_rings(near.values, near.cut_east, near.cut_north, CELL_M)
    traced = (near.west, near.south), plane, places, offset
    band = _polygons(*traced, simplify_m=simplify_m)
    if shapely.is_valid(band):
        return band
    # Rarely, leaving out corners made rings touch: GEOS mends it, at ten times the cost.
    whole = _polygons(*traced, simplify_m=0.0)
    mended = shapely.make_valid(whole)
    degrees = simplify_m / min(plane.scale)
    simple = shapely.simplify(mended, degrees, preserve_topology=True)
    return _multi(shapely.set_precision(shapely.make_valid(simple), COORDINATE_STEP))


def _polygons(
    corner: tuple[float, float],
    plane: LocalPlane,
    places: NDArray[np.float64],
    offset: NDArray[np.int64],
    *,
    simplify_m: float,
) -> shapely.MultiPolygon:
    kept, begins = simplify_rings(places, offset, simplify_m / CELL_M, _LEAST_M2 / CELL_M**2)
    degrees, begins = _to_degrees(kept, begins, CELL_M, *corner, plane.lon, plane.lat, *plane.scale)
    rings = np.asarray(
        shapely.linearrings(degrees, indices=np.repeat(np.arange(len(begins) - 1), np.diff(begins)))
    )
    parent = parents(degrees, begins)
    order = np.arange(len(parent))
    polygons = [
        shapely.polygons(rings[shell], rings[(parent == shell) & (order != shell)])
        for shell in np.flatnonzero(parent == order)
    ]
    return shapely.MultiPolygon(polygons)


def nest(bands: Sequence[shapely.MultiPolygon]) -> list[shapely.MultiPolygon]:
    """Make each band lie inside the next; simplifying may have moved an outline across.

    Parameters
    ----------
    bands : sequence of shapely.MultiPolygon
        From the smallest cutoff to the largest, on the grid of published coordinates.

    Returns
    -------
    list of shapely.MultiPolygon
    """
    nested = list(bands)
    for i in range(len(nested) - 2, -1, -1):
        if not nested[i + 1].covers(nested[i]):
            room = shapely.buffer(nested[i + 1], -_HAIR_DEGREES, join_style="mitre")
            cut = shapely.intersection(nested[i], room, grid_size=COORDINATE_STEP)
            nested[i] = _multi(cut)
    return nested


@njit(nogil=True, cache=True)
def _to_degrees(  # noqa: PLR0913 -- a kernel takes arrays
    places: NDArray[np.float64],
    offset: NDArray[np.int64],
    cell_m: float,
    west: float,
    south: float,
    lon: float,
    lat: float,
    kx: float,
    ky: float,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Turn columns and rows into degrees on the published grid; rings that collapse are lost."""
    degrees = np.empty_like(places)
    begins = np.zeros(len(offset), np.int64)
    steps = 1.0 / COORDINATE_STEP
    count, rings = 0, 0
    for ring in range(len(offset) - 1):
        begin = count
        for k in range(offset[ring], offset[ring + 1]):
            x = np.rint((lon + (west + places[k, 0] * cell_m) / kx) * steps) / steps
            y = np.rint((lat + (south + places[k, 1] * cell_m) / ky) * steps) / steps
            if count > begin and degrees[count - 1, 0] == x and degrees[count - 1, 1] == y:
                continue
            degrees[count, 0], degrees[count, 1] = x, y
            count += 1
        if count - begin < 4:
            count = begin
            continue
        rings += 1
        begins[rings] = count
    return degrees[:count], begins[: rings + 1]


def _multi(geometry: BaseGeometry) -> shapely.MultiPolygon:
    """Return the polygons of a geometry, right-hand ruled, whatever else is in it."""
    parts = [
        part
        for whole in shapely.get_parts(geometry)
        for part in shapely.get_parts(whole)  # a collection may hold a MultiPolygon
        if isinstance(part, shapely.Polygon)
    ]
    return right_handed([part for part in parts if part.area > 0])


def right_handed(polygons: Sequence[shapely.Polygon]) -> shapely.MultiPolygon:
    """Return polygons in one order of parts and corners, shells counterclockwise (RFC 7946)."""
    # Normalizing turns shells clockwise, so the turning back comes after it.
    return shapely.orient_polygons(shapely.normalize(shapely.MultiPolygon(polygons)))
