"""What the city says of where a point is: its streets, its water, and points like it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from learnmap.model.city import CitySettings
from learnmap.model.crs import Box, metres_per_degree
from learnmap.model.errors import NotReadyError
from learnmap.model.profiles import WalkProfile
from learnmap.model.records import LearningPoint
from learnmap.network import EdgeIndex, SnapStatus, WalkGraph, walk_costs
from learnmap.store import PointWarning, current_build, read_city, read_points
from learnmap.workflows.city import City
from learnmap.workflows.near_duplicates import SAME_WITHIN_M
from learnmap.workflows.point_checks import (
    DeliveredPoint,
    check_duplicates,
    check_streets,
    check_water,
)


@dataclass(frozen=True, slots=True)
class StreetNear:
    """How far a walker of a profile has to the nearest street.

    Attributes
    ----------
    profile : WalkProfile
    status : {"snapped", "too_far", "island"}
    distance_m : float or None
        None where there is no street within 2 km.
    """

    profile: WalkProfile
    status: str
    distance_m: float | None


@dataclass(frozen=True, slots=True)
class PlaceCheck:
    """What is to be said of a place.

    Attributes
    ----------
    streets : tuple of StreetNear
        By profile; empty before the city has streets.
    limit_m : float or None
        From how far a point still joins a street.
    warnings : tuple of PointWarning
        The same as for a row of a file.
    """

    streets: tuple[StreetNear, ...]
    limit_m: float | None
    warnings: tuple[PointWarning, ...]


_STATUS: Final = {
    SnapStatus.SNAPPED: "snapped",
    SnapStatus.TOO_FAR: "too_far",
    SnapStatus.ISLAND: "island",
}


def check_place(city: City, point: LearningPoint, *, stored: LearningPoint | None) -> PlaceCheck:
    """Check a point that somebody types or moves as a row of a file is checked.

    Parameters
    ----------
    city : City
    point : LearningPoint
    stored : LearningPoint or None
        What is stored under its id: what did not change since is not warned of again.
    """
    row = DeliveredPoint(1, "row", point, stored)
    with city.store.begin(snapshot=True) as tx:
        near = read_points(tx, box=_box_round(point))
        others = [found.point for found in near if found.point.id != point.id]
        warnings = list(check_duplicates([row], others))
        try:
            settings, build = read_city(tx), current_build(tx)
        except NotReadyError:
            return PlaceCheck((), None, tuple(warnings))
    graph = city.graph(build)
    warnings += check_streets(graph, settings, [row])
    warnings += check_water(graph, [row])
    streets = tuple(_street(graph, settings, profile, point) for profile in settings.profiles)
    return PlaceCheck(streets, settings.snap_limit_m, tuple(warnings))


def _street(
    graph: WalkGraph, settings: CitySettings, profile: WalkProfile, point: LearningPoint
) -> StreetNear:
    costs = walk_costs(graph, profile, island_below_m=settings.island_below_m)
    longitude, latitude = (np.array([value]) for value in point.walk_to)
    snaps = EdgeIndex(graph).snap(longitude, latitude, costs, limit_m=settings.snap_limit_m)
    distance_m = float(snaps.distance_m[0])
    status = _STATUS[SnapStatus(int(snaps.status[0]))]
    return StreetNear(profile, status, distance_m if np.isfinite(distance_m) else None)


def _box_round(point: LearningPoint) -> Box:
    """Return a box in which all near-duplicates of a point lie."""
    east_m, north_m = metres_per_degree(min(abs(point.latitude), 89.0))
    width, height = 2 * SAME_WITHIN_M / east_m, 2 * SAME_WITHIN_M / north_m
    west, east = point.longitude - width, point.longitude + width
    return (
        west + 360 if west < -180 else west,
        max(point.latitude - height, -90.0),
        east - 360 if east > 180 else east,
        min(point.latitude + height, 90.0),
    )
