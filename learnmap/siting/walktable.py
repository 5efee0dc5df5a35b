"""Who walks to which site, and how long: the few pairs that are within the cutoff."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from learnmap.model.errors import InvalidInputError

_SECONDS_A_DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class WalkTable:
    """Walks from places where residents live to sites, sorted by site, then by place.

    Attributes
    ----------
    site, place : (n,) int64
        Rows; no pair stands twice.
    time_s : (n,) float64
        Seconds of the walk, at most the cutoff.
    sites, places : int
        How many there are, those that nobody reaches included.
    cutoff_s : float
        A walk of exactly this time is inside; a pair that is not in the table is beyond.
    """

    site: NDArray[np.int64]
    place: NDArray[np.int64]
    time_s: NDArray[np.float64]
    sites: int
    places: int
    cutoff_s: float


def walk_table(
    site: ArrayLike,
    place: ArrayLike,
    time_s: ArrayLike,
    *,
    sites: int,
    places: int,
    cutoff_s: float,
) -> WalkTable:
    """Check walks, and leave out those that take longer than the cutoff.

    Parameters
    ----------
    site, place : (n,) ints
        Rows of a walk's end and of the place where it begins, in any order.
    time_s : (n,) floats
    sites, places : int
    cutoff_s : float
        More than 0, and at most a day.

    Raises
    ------
    InvalidInputError
        A row is out of range, a time is negative or no number, or a pair stands twice.
    """
    if not 0 < cutoff_s <= _SECONDS_A_DAY:
        raise InvalidInputError(f"The cutoff is {cutoff_s} s; give seconds from 1 to a day.")
    ends, begins = np.asarray(site, np.int64), np.asarray(place, np.int64)
    walk_s = np.asarray(time_s, np.float64)
    if not ends.shape == begins.shape == walk_s.shape == (walk_s.size,):
        raise InvalidInputError(
            f"Walks have {ends.size} sites, {begins.size} places and {walk_s.size} times; "
            "give one of each for every walk."
        )
    for rows, name, count in ((ends, "site", sites), (begins, "place", places)):
        for wrong in np.flatnonzero((rows < 0) | (rows >= count))[:1]:
            raise InvalidInputError(
                f"Walk {wrong} names {name} {rows[wrong]}, and rows go from 0 to {count - 1}."
            )
    for wrong in np.flatnonzero(~(walk_s >= 0))[:1]:
        raise InvalidInputError(
            f"Walk {wrong}, from place {begins[wrong]} to site {ends[wrong]}, takes "
            f"{walk_s[wrong]} s; give 0 or more."
        )
    inside = np.flatnonzero(walk_s <= cutoff_s)
    order = inside[np.lexsort((begins[inside], ends[inside]))]
    ends, begins, walk_s = ends[order], begins[order], walk_s[order]
    for twice in np.flatnonzero((np.diff(ends) == 0) & (np.diff(begins) == 0))[:1]:
        raise InvalidInputError(
            f"The walk from place {begins[twice]} to site {ends[twice]} is given twice; "
            "leave one out."
        )
    return WalkTable(ends, begins, walk_s, sites, places, float(cutoff_s))
