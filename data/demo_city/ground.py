"""The ground: the extent of the plan, how it is bent, and how dense the city is where."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from shapely.geometry import Polygon, box

from learnmap.model.crs import metres_per_degree

Floats = npt.NDArray[np.float64]
"""Coordinates are arrays of shape (n, 2) in plan metres, x east and y north."""

WIDTH_M: Final = 16_000.0
HEIGHT_M: Final = 12_500.0
SOUTH_WEST: Final = (118.02, 32.88)
"""Longitude and latitude of the plan's origin."""
OLD_TOWN: Final = (6_600.0, 7_700.0)
NEW_TOWN: Final = (11_300.0, 5_100.0)
EXTENT: Final[Polygon] = box(0.0, 0.0, WIDTH_M, HEIGHT_M)

_TAPER_M: Final = 2_200.0
_TWIST_RAD: Final = 0.34
_TWIST_M: Final = 2_300.0


@dataclass(frozen=True, slots=True)
class Ground:
    """The bending of the plan, drawn from a seed.

    Attributes
    ----------
    phases : ndarray of shape (4,)
        Phases in radians of the four waves that bend the plan.
    """

    phases: Floats

    @classmethod
    def from_seed(cls, seed: int) -> "Ground":
        """Draw the waves of a ground from `seed`."""
        return cls(np.random.default_rng([seed, 1]).uniform(0, 2 * np.pi, 4))

    def bend(self, plan: Floats) -> Floats:
        """Move plan coordinates to where they lie in the city, in metres.

        Waves several kilometres long and a twist about the old town turn straight grids into
        streets that follow the land. The bending fades to nothing at the rim, so that tiles of
        the city join.

        Parameters
        ----------
        plan : ndarray of shape (n, 2)
            Plan metres.

        Returns
        -------
        ndarray of shape (n, 2)
            Metres east and north of the south-west corner.
        """
        x, y = plan[:, 0], plan[:, 1]
        taper = _smooth(np.minimum(x, WIDTH_M - x) / _TAPER_M) * _smooth(
            np.minimum(y, HEIGHT_M - y) / _TAPER_M
        )
        dx, dy = x - OLD_TOWN[0], y - OLD_TOWN[1]
        twist = _TWIST_RAD * np.exp(-(dx**2 + dy**2) / _TWIST_M**2) * taper
        cos, sin = np.cos(twist), np.sin(twist)
        p = self.phases
        shift_x = 240 * np.sin(2 * np.pi * y / 7_900 + p[0]) + 110 * np.sin(
            2 * np.pi * (x + 0.7 * y) / 5_300 + p[1]
        )
        shift_y = 230 * np.sin(2 * np.pi * x / 8_300 + p[2]) + 100 * np.sin(
            2 * np.pi * (y - 0.6 * x) / 4_900 + p[3]
        )
        return np.column_stack(
            [
                OLD_TOWN[0] + cos * dx - sin * dy + taper * shift_x,
                OLD_TOWN[1] + sin * dx + cos * dy + taper * shift_y,
            ]
        )

    def to_degrees(self, plan: Floats) -> Floats:
        """Turn plan metres into EPSG:4326 longitude and latitude, rounded to 1e-7 degrees."""
        return metres_to_degrees(self.bend(plan))


def metres_to_degrees(metres: Floats) -> Floats:
    """Turn metres east and north of the south-west corner into longitude and latitude.

    Parameters
    ----------
    metres : ndarray of shape (n, 2)
        Metres east, metres north.

    Returns
    -------
    ndarray of shape (n, 2)
        Degrees, EPSG:4326, longitude first, on OpenStreetMap's grid of 1e-7 degrees.
    """
    east, north = metres_per_degree(SOUTH_WEST[1] + 0.056)
    return np.round(np.asarray(SOUTH_WEST) + metres / (east, north), 7)


def density(plan: Floats) -> Floats:
    """How built-up places are, from 0 at the far rim to 1 in the old town.

    Parameters
    ----------
    plan : ndarray of shape (n, 2)
        Plan metres.

    Returns
    -------
    ndarray of shape (n,)
    """
    old = np.hypot(*(plan - OLD_TOWN).T)
    new = np.hypot(*(plan - NEW_TOWN).T)
    middle = np.hypot(*(plan - (WIDTH_M / 2, HEIGHT_M / 2)).T)
    result: Floats = np.maximum.reduce(
        [
            np.exp(-((old / 3_200) ** 2)),
            0.85 * np.exp(-((new / 2_700) ** 2)),
            0.62 * np.exp(-((middle / 6_200) ** 4)),
        ]
    )
    return result


def _smooth(share: Floats) -> Floats:
    t = np.clip(share, 0.0, 1.0)
    result: Floats = t * t * (3 - 2 * t)
    return result
