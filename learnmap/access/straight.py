"""Straight distances from homes to points, and what lies between."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from learnmap.model.crs import ELLIPSOID
from learnmap.network.obstacles import Obstacles
from learnmap.network.straight_ways import kinds_between


@dataclass(frozen=True, slots=True)
class Spots:
    """Places on the ground, on the map and in space.

    Attributes
    ----------
    degrees : (k, 2) float64
        Longitude and latitude, EPSG:4326.
    space_m : (k, 3) float64
        Metres from the centre of the Earth, on the ellipsoid. A straight line between two of them
        is shorter than the way over the ground by less than a millimetre at 5 km.
    """

    degrees: NDArray[np.float64]
    space_m: NDArray[np.float64]

    @classmethod
    def at(cls, degrees: NDArray[np.float64]) -> "Spots":
        """Put (k, 2) longitudes and latitudes on the ellipsoid."""
        degrees = np.asarray(degrees, np.float64).reshape(-1, 2)
        lon, lat = np.radians(degrees).T
        # Radius of curvature in the prime vertical (Snyder 1987, eq. 4-20).
        across_m = ELLIPSOID.a / np.sqrt(1 - ELLIPSOID.es * np.sin(lat) ** 2)
        out_m = across_m * np.cos(lat)
        up_m = across_m * (1 - ELLIPSOID.es) * np.sin(lat)
        space_m = np.column_stack([out_m * np.cos(lon), out_m * np.sin(lon), up_m])
        return cls(degrees, space_m)

    def where(self, keep: NDArray[np.bool_] | NDArray[np.integer]) -> "Spots":
        """Return some of them."""
        return Spots(self.degrees[keep], self.space_m[keep])


def nearest_straight(
    homes: Spots, points: Spots, *, within_m: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Find the nearest point as the crow flies.

    Parameters
    ----------
    homes : Spots
        (k,) of them.
    points : Spots
    within_m : float
        A point at exactly this distance counts.

    Returns
    -------
    point : (k,) int64
        Row of the points; -1 where none is within the distance.
    apart_m : (k,) float64
        Infinite where none is.
    """
    if not len(points.degrees) or not len(homes.degrees):
        return np.full(len(homes.degrees), -1, np.int64), np.full(len(homes.degrees), np.inf)
    limit_m = float(np.nextafter(within_m, np.inf))  # KDTree looks below it, not up to it
    apart_m, row = KDTree(points.space_m).query(homes.space_m, distance_upper_bound=limit_m)
    metres = np.asarray(apart_m, np.float64)
    return np.where(np.isfinite(metres), row, -1).astype(np.int64), metres


def kinds_on_the_way(obstacles: Obstacles, homes: Spots, points: Spots) -> NDArray[np.uint8]:
    """Find the kinds of obstacle on the straight way from each home to the point beside it.

    Parameters
    ----------
    obstacles : Obstacles
    homes, points : Spots
        (k,) of each.

    Returns
    -------
    (k,) uint8
        As `learnmap.network.straight_ways.kinds_between` gives it.
    """
    return kinds_between(obstacles, homes.degrees, points.degrees)
