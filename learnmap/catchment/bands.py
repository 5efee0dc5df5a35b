"""Bands: nested catchment polygons of several cutoffs, drawn from one time field.

The outline is the zero line of a signed distance: by time inside the reach, by distance to the
street at the off-street limit. Marching squares (contourpy) draw it between grid points.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, cast

import numpy as np
import shapely
from contourpy import FillType, contour_generator
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.catchment.field import CELL_M, TimeField
from learnmap.model.crs import COORDINATE_STEP
from learnmap.network.localplane import LocalPlane

_OUTSIDE_M: Final = 2 * CELL_M
_HAIR_DEGREES: Final = 1.5 * COORDINATE_STEP
"""More than rounding a corner to the grid can move it (half a grid's diagonal, 0.71 steps)."""
_LEAST_M2: Final = 2 * CELL_M**2
"""Holes and parts below two cells are the grid's doing, not the city's."""


def draw_bands(
    field: TimeField,
    plane: LocalPlane,
    cutoffs_s: Sequence[float],
    *,
    speed_m_per_s: float,
    off_street_m: float,
    simplify_m: float,
) -> list[shapely.MultiPolygon]:
    """Draw one polygon per cutoff.

    Parameters
    ----------
    field : TimeField
    plane : LocalPlane
        Of the field.
    cutoffs_s : sequence of float
        In rising order.
    speed_m_per_s : float
        Of the profile; turns seconds that are left into metres.
    off_street_m : float
        As the field was computed with.
    simplify_m : float
        The outline moves by at most this.

    Returns
    -------
    list of shapely.MultiPolygon
        In EPSG:4326 on a grid of 1e-6 degrees, valid, each inside the next; empty where
        nothing is reached.
    """
    bands = [
        _to_degrees(_outline(field, cutoff_s, speed_m_per_s, off_street_m, simplify_m), plane)
        for cutoff_s in cutoffs_s
    ]
    return nest(bands)


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


def _outline(
    field: TimeField,
    cutoff_s: float,
    speed_m_per_s: float,
    off_street_m: float,
    simplify_m: float,
) -> BaseGeometry:
    beyond_m = np.minimum((field.time_s - cutoff_s) * speed_m_per_s, _OUTSIDE_M)
    rim_m = np.minimum(field.street_m - off_street_m, _OUTSIDE_M)
    # Outside the limit only the rim counts, so that the line lies where the limit is.
    signed = np.where(np.isfinite(field.time_s), np.maximum(beyond_m, rim_m), rim_m)
    contours = contour_generator(
        field.x, field.y, signed, name="serial", fill_type=FillType.OuterOffset
    )
    # With FillType.OuterOffset each item is one polygon: its points, and where rings begin.
    filled = cast("tuple[list[Any], list[Any]]", contours.filled(-1e9, 0.0))
    polygons = [_polygon(points, offsets) for points, offsets in zip(*filled, strict=True)]
    whole = shapely.MultiPolygon([p for p in polygons if p.area >= _LEAST_M2])
    return shapely.simplify(whole, simplify_m, preserve_topology=True)


def _polygon(points: NDArray[np.float64], offsets: NDArray[np.uint32]) -> shapely.Polygon:
    rings = [points[a:b] for a, b in pairwise(offsets)]
    holes = [ring for ring in rings[1:] if shapely.Polygon(ring).area >= _LEAST_M2]
    return shapely.Polygon(rings[0], holes)


def _to_degrees(geometry: BaseGeometry, plane: LocalPlane) -> shapely.MultiPolygon:
    degrees = shapely.transform(geometry, plane.to_degrees)
    return _multi(shapely.set_precision(shapely.make_valid(degrees), COORDINATE_STEP))


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
