"""Coordinate rules: stored geometry is EPSG:4326 in longitude, latitude order.

Lengths and areas are computed on the WGS 84 ellipsoid, never in Web Mercator.
"""

import math
from typing import Final

from pyproj import Geod

from learnmap.model.errors import GeometryError

STORED_CRS: Final = "EPSG:4326"
STORED_SRID: Final = 4326
ELLIPSOID: Final = Geod(ellps="WGS84")
COORDINATE_STEP: Final = 1e-6
"""Grid of published coordinates in degrees, about 0.1 m (RFC 7946 section 11.2)."""

DATUMS: Final = ("wgs84", "cgcs2000", "gcj02", "bd09")
"""Datums that a delivered file may be in. CGCS2000 and WGS 84 agree to centimetres."""

_SEMI_MAJOR_M: Final = 6378137.0
_FLATTENING: Final = 1 / 298.257223563
_ECCENTRICITY2: Final = _FLATTENING * (2 - _FLATTENING)

Box = tuple[float, float, float, float]
"""``(west, south, east, north)`` in degrees."""


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Length of one degree of longitude and of latitude at a latitude.

    Radii of curvature of the WGS 84 ellipsoid in the prime vertical and the meridian
    (Snyder 1987, Map Projections: A Working Manual, eq. 4-18 to 4-20).

    Parameters
    ----------
    latitude : float
        Degrees.

    Returns
    -------
    tuple of float
        Metres per degree east, metres per degree north.
    """
    sin2 = math.sin(math.radians(latitude)) ** 2
    prime_vertical = _SEMI_MAJOR_M / math.sqrt(1 - _ECCENTRICITY2 * sin2)
    meridian = prime_vertical * (1 - _ECCENTRICITY2) / (1 - _ECCENTRICITY2 * sin2)
    degree = math.pi / 180
    return prime_vertical * math.cos(math.radians(latitude)) * degree, meridian * degree


def check_lon_lat(longitude: float, latitude: float, *, what: str) -> None:
    """Refuse coordinates that are no place on Earth.

    Parameters
    ----------
    longitude, latitude : float
        Degrees, WGS 84.
    what : str
        Whose coordinates they are; begins the message.

    Raises
    ------
    GeometryError
        For NaN, infinite, out-of-range or visibly swapped values.
    """
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        raise GeometryError(
            f"{what}: coordinates ({longitude}, {latitude}) are not numbers; give degrees"
        )
    if abs(latitude) > 90 and abs(latitude) <= 180 and abs(longitude) <= 90:
        raise GeometryError(
            f"{what}: latitude {latitude} is over 90 and longitude is {longitude}; "
            "longitude and latitude look swapped: put longitude first"
        )
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise GeometryError(
            f"{what}: ({longitude}, {latitude}) is outside -180..180, -90..90; give WGS 84 degrees"
        )
