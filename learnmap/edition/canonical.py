"""Canonical GeoJSON: the same features always become the same bytes (RFC 7946)."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from learnmap.model.crs import COORDINATE_STEP
from learnmap.model.errors import GeometryError, InvalidInputError

_DECIMALS: Final = round(-math.log10(COORDINATE_STEP))


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of a published collection.

    Attributes
    ----------
    id : str
        Unique in its collection; the collection is sorted by it.
    geometry : BaseGeometry or None
        EPSG:4326, longitude first.
    properties : dict
        Of text, numbers, booleans, None, lists and dicts of these.
    """

    id: str
    geometry: BaseGeometry | None
    properties: Mapping[str, Any]


def canonical_geojson(features: Iterable[Feature]) -> bytes:
    """Write a feature collection in the one form that an edition publishes.

    UTF-8, sorted by id, keys in alphabetical order, coordinates in 1e-6 degrees, outer rings
    counter-clockwise (RFC 7946 section 3.1.6), no ``crs`` member, one feature a line.

    Parameters
    ----------
    features : iterable of Feature

    Returns
    -------
    bytes

    Raises
    ------
    InvalidInputError
        When two features share an id or a number is not finite.
    GeometryError
        When a polygon is not valid at the published precision.
    """
    ordered = sorted(features, key=lambda feature: feature.id)
    for one, two in pairwise(ordered):
        if one.id == two.id:
            raise InvalidInputError(f"two features have the id {one.id!r}; ids are unique")
    lines = ",\n".join(canonical_json(_member(feature)) for feature in ordered)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def canonical_json(value: Any) -> str:
    """Write JSON with sorted keys and no needless spaces; non-finite numbers are refused."""
    try:
        return json.dumps(
            value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )
    except ValueError as error:
        raise InvalidInputError(f"cannot be published as JSON: {error}") from error


def _member(feature: Feature) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": feature.id,
        "geometry": None if feature.geometry is None else _geometry(feature),
        "properties": dict(feature.properties),
    }


def _geometry(feature: Feature) -> dict[str, Any]:
    geometry = feature.geometry
    if geometry is None or geometry.is_empty:
        raise GeometryError(f"{feature.id}: has an empty geometry; leave the feature out")
    rounded = shapely.transform(geometry, lambda degrees: np.round(degrees, _DECIMALS))
    if not shapely.is_valid(rounded):
        raise GeometryError(
            f"{feature.id}: is not valid at {COORDINATE_STEP} degrees; draw it on that grid first"
        )
    if shapely.get_dimensions(rounded) == 2:
        rounded = shapely.orient_polygons(rounded)
    return {"type": rounded.geom_type, "coordinates": _coordinates(rounded)}


def _coordinates(geometry: BaseGeometry) -> list[Any]:
    if isinstance(geometry, shapely.Polygon):
        return [_places(ring) for ring in (geometry.exterior, *geometry.interiors)]
    if isinstance(geometry, BaseMultipartGeometry):
        return [_coordinates(part) for part in geometry.geoms]
    places = _places(geometry)
    return places[0] if isinstance(geometry, shapely.Point) else places


def _places(geometry: BaseGeometry) -> list[Any]:
    # Python's round gives the double nearest to the decimal, so that it prints short; adding
    # 0.0 turns -0.0 into 0.0, which would print differently.
    return [
        [round(lon, _DECIMALS) + 0.0, round(lat, _DECIMALS) + 0.0]
        for lon, lat in shapely.get_coordinates(geometry).tolist()
    ]
