"""Where a row says it is: range, swapped axes, the city's box, and Chinese datums."""

from dataclasses import dataclass

import prcoords

from learnmap.model.crs import ELLIPSOID, Box

OUTSIDE_LIMIT_M = 20_000.0
"""How far outside the city's box a place may lie before it is taken for a mistake."""
SHIFTED_DATUMS = ("gcj02", "bd09")
"""Datums that differ from WGS 84 by hundreds of metres, in China only."""


@dataclass(frozen=True, slots=True)
class Misplacement:
    """Why a pair of coordinates is refused: the axis to name, what is wrong, what to do."""

    axis: str
    message: str
    remedy: str


def find_misplacement(
    longitude: float, latitude: float, *, datum: str = "wgs84", city_box: Box | None = None
) -> Misplacement | None:
    """Say what is wrong with a place.

    Parameters
    ----------
    longitude, latitude : float
        Degrees as delivered, in `datum`.
    datum : str
        One of `learnmap.model.crs.DATUMS`.
    city_box : tuple of float, optional
        (west, south, east, north) of the city in degrees, WGS 84. A shift of datum stays far
        below `OUTSIDE_LIMIT_M`, so that the box serves for all datums.

    Returns
    -------
    Misplacement or None
        ``None`` when nothing is wrong.
    """
    if longitude == 0 and latitude == 0:
        return Misplacement("longitude", "the place is 0, 0", "give its coordinates in degrees")
    outside = _outside_m(longitude, latitude, city_box)
    swap_fits = abs(longitude) <= 90 and abs(latitude) <= 180 and outside > OUTSIDE_LIMIT_M
    if city_box and swap_fits and _outside_m(latitude, longitude, city_box) <= OUTSIDE_LIMIT_M:
        return _swapped(longitude, latitude)
    if abs(latitude) > 90 and abs(longitude) <= 90 and abs(latitude) <= 180:
        return _swapped(longitude, latitude)
    for axis, value, limit in (("longitude", longitude, 180), ("latitude", latitude, 90)):
        if abs(value) > limit:
            return Misplacement(
                axis, f"is outside -{limit} to {limit}", "give degrees, not metres or minutes"
            )
    if outside > OUTSIDE_LIMIT_M and city_box:
        west, south, east, north = city_box
        return Misplacement(
            "longitude",
            f"the place ({longitude}, {latitude}) is {outside / 1000:.0f} km outside the city's "
            f"box {west:.4f} {south:.4f} {east:.4f} {north:.4f}",
            "correct the coordinates, or remove the row if it is another city's",
        )
    if datum in SHIFTED_DATUMS and not is_in_china(longitude, latitude):
        return Misplacement(
            "source_datum",
            f"{datum} is used in China only and ({longitude}, {latitude}) is elsewhere",
            "declare wgs84, or correct the coordinates",
        )
    return None


def to_wgs84(longitude: float, latitude: float, *, datum: str) -> tuple[float, float]:
    """Convert a place from the datum it was delivered in.

    GCJ-02 and BD-09 are undone by iteration, to about 1e-5 m. CGCS2000 agrees with WGS 84 to
    centimetres and is taken as it is.

    Parameters
    ----------
    longitude, latitude : float
        Degrees in `datum`.
    datum : str
        One of `learnmap.model.crs.DATUMS`.

    Returns
    -------
    tuple of float
        Longitude and latitude in WGS 84, rounded to 1e-7 degrees where converted.
    """
    if datum not in SHIFTED_DATUMS:
        return longitude, latitude
    convert = prcoords.gcj_wgs_bored if datum == "gcj02" else prcoords.bd_wgs_bored
    found = convert((latitude, longitude))
    return round(float(found.lon), 7), round(float(found.lat), 7)


def _swapped(longitude: float, latitude: float) -> Misplacement:
    return Misplacement(
        "longitude",
        f"longitude {longitude} and latitude {latitude} are swapped",
        f"write longitude {latitude} and latitude {longitude}",
    )


def _outside_m(longitude: float, latitude: float, box: Box | None) -> float:
    if box is None or abs(latitude) > 90 or abs(longitude) > 180:
        return float("inf") if box else 0.0
    west, south, east, north = box
    nearest = min(max(longitude, west), east), min(max(latitude, south), north)
    if nearest == (longitude, latitude):
        return 0.0
    return float(ELLIPSOID.inv(longitude, latitude, *nearest)[2])


def is_in_china(longitude: float, latitude: float) -> bool:
    """Tell whether a place is where Chinese datums are used."""
    return bool(prcoords.sanity_in_china_p(prcoords.Coords(latitude, longitude)))
