"""GeoJSON members (RFC 7946) of the API's answers, in degrees to six decimals."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.edition import Feature
from learnmap.model.errors import GeometryError

_DECIMALS = 6


def feature_member(feature: Feature, **more: Any) -> dict[str, Any]:
    """Return a feature as GeoJSON; `more` are further properties."""
    return {
        "type": "Feature",
        "id": feature.id,
        "geometry": None if feature.geometry is None else _geometry(feature.geometry),
        "properties": {**feature.properties, **more},
    }


def collection(members: Iterable[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Return features as a collection; `more` are further members of it."""
    return {"type": "FeatureCollection", **more, "features": list(members)}


def line_member(line: NDArray[np.float64]) -> dict[str, Any]:
    """Return longitudes and latitudes as a LineString."""
    (positions,) = rounded_lines([line])
    return {"type": "LineString", "coordinates": positions.tolist()}


def rounded_lines(lines: Sequence[NDArray[np.float64]]) -> Iterator[NDArray[np.float64]]:
    """Yield the positions of lines, two each at least; a walk of no length stands where it is."""
    if not lines:
        return
    rounded = np.concatenate(lines)
    np.round(rounded, _DECIMALS, out=rounded)
    rounded += 0.0  # no minus before a zero
    end = 0
    for line in lines:
        begin, end = end, end + len(line)
        part = rounded[begin:end]
        yield part if len(part) > 1 else np.concatenate((part, part))


def position_member(longitude: float, latitude: float) -> dict[str, Any]:
    """Return a place as a Point."""
    return {"type": "Point", "coordinates": _positions([longitude, latitude])}


def _positions(places: Any) -> list[Any]:
    rounded: list[Any] = (np.round(np.asarray(places, np.float64), _DECIMALS) + 0.0).tolist()
    return rounded


def _geometry(geometry: BaseGeometry) -> dict[str, Any]:
    if isinstance(geometry, shapely.Point):
        return {"type": "Point", "coordinates": _positions(geometry.coords)[0]}
    if isinstance(geometry, shapely.LineString):
        return {"type": "LineString", "coordinates": _positions(shapely.get_coordinates(geometry))}
    if isinstance(geometry, shapely.MultiLineString):
        lines = [_positions(shapely.get_coordinates(part)) for part in geometry.geoms]
        return {"type": "MultiLineString", "coordinates": lines}
    if isinstance(geometry, shapely.MultiPolygon):
        polygons = shapely.orient_polygons(geometry).geoms
        return {"type": "MultiPolygon", "coordinates": [_rings(polygon) for polygon in polygons]}
    raise GeometryError(f"a {geometry.geom_type} is not among what the API shows")


def _rings(polygon: shapely.Polygon) -> list[Any]:
    return [_positions(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
