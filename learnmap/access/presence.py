"""Presence: in which areas there is a learning point."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.access.areas import OUTSIDE


@dataclass(frozen=True, slots=True)
class Presence:
    """How many points lie in each area of a level.

    The indicator that cities set themselves as an aim, such as a community school in every
    street-town. With N the areas of the level and N+ those in which some point lies::

        share = N+ / N

    It asks for the border of an area and not for a walk: a point across the street may lie in the
    next one.

    Attributes
    ----------
    points : (n,) int64
        In each area.
    outside : int
        Points in none of them.
    """

    points: NDArray[np.int64]
    outside: int

    @property
    def areas_with(self) -> int:
        """How many areas have a point."""
        return int((self.points > 0).sum())

    @property
    def share(self) -> float | None:
        """Areas with a point of all, from 0 to 1; None without areas."""
        return self.areas_with / len(self.points) if len(self.points) else None


def presence(area: NDArray[np.int64], *, areas: int) -> Presence:
    """Count the points of each area.

    Parameters
    ----------
    area : (p,) int64
        Row of the area that each point lies in, or `OUTSIDE`.
    areas : int
    """
    inside = area != OUTSIDE
    return Presence(np.bincount(area[inside], minlength=areas), int((~inside).sum()))
