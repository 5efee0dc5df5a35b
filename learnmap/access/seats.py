"""Seats per resident: whether there are enough of them where people live."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.access.areas import OUTSIDE
from learnmap.access.times import WalkTimes


@dataclass(frozen=True, slots=True)
class SeatAccess:
    """How many seats there are for each resident within reach.

    Attributes
    ----------
    at_point : (p,) float64
        R: seats of a point for each resident who shares them; not a number where its seats are
        not known, or where nobody is within reach of it.
    at_home : (k,) float64
        A: seats for each resident of a place; 0 where no seat is within reach.
    """

    at_point: NDArray[np.float64]
    at_home: NDArray[np.float64]


def seats_per_resident(
    walks: WalkTimes,
    weight: NDArray[np.float64],
    *,
    residents: NDArray[np.float64],
    seats: NDArray[np.float64],
) -> SeatAccess:
    """Share out the seats of points among the residents within reach of them.

    The enhanced two-step floating catchment area method (E2SFCA). With S_j the seats of point j,
    P_i the residents of place i and W_ij the weight of the walk between them::

        R_j = S_j / sum over i of P_i W_ij
        A_i = sum over j of R_j W_ij

    So seats are neither made nor lost: the sum over i of A_i P_i is that of the seats of all points
    that somebody is within reach of.

    Source: Luo & Qi (2009), Health & Place 15(4), 1100-1107; see `learnmap.access.STEPS`.

    Parameters
    ----------
    walks : WalkTimes
        All pairs that count.
    weight : (z,) float64
        Of each walk, as `walk_weights` gives it.
    residents : (k,) float64
        P, at each place.
    seats : (p,) float64
        S, of each point; one whose seats are not known is not a number, and is left out.
    """
    known = ~np.isnan(seats)
    sharing = np.bincount(walks.point, weight * residents[walks.place], minlength=len(seats))
    at_point = np.full(len(seats), np.nan)
    np.divide(seats, sharing, out=at_point, where=known & (sharing > 0))
    of_walk = np.nan_to_num(at_point)[walks.point] * weight
    at_home = np.bincount(walks.place, of_walk, minlength=len(residents))
    return SeatAccess(at_point, at_home.astype(np.float64))


@dataclass(frozen=True, slots=True)
class SeatsOfArea:
    """How many seats there are for the residents of an area.

    With P the residents of all places of the area and A the seats for each of them::

        seats  = sum of A P
        total  = sum of P = served + unserved + unplaced

    Attributes
    ----------
    area : int
        Row of the area; `learnmap.access.OUTSIDE` for who lives in none.
    seats : float
        That fall to its residents, wherever the points are.
    served, unserved, unplaced, total : float
        Residents: within reach of a seat; of none; at places that join no street; all.
    """

    area: int
    seats: float
    served: float
    unserved: float
    unplaced: float
    total: float

    @property
    def per_100(self) -> float | None:
        """Seats per 100 residents; None where nobody lives.

        Who is unplaced counts as having none, as they count as not covered.
        """
        return 100 * self.seats / self.total if self.total else None


def seats_by_area(
    at_home: NDArray[np.float64],
    placed: NDArray[np.bool_],
    residents: NDArray[np.float64],
    area: NDArray[np.int64],
    *,
    areas: int,
) -> list[SeatsOfArea]:
    """Add up the seats that fall to the residents of each area.

    Parameters
    ----------
    at_home : (k,) float64
        As `seats_per_resident` gives it.
    placed : (k,) bool
        Whether a place joins a street.
    residents : (k,) float64
    area : (k,) int64
        Row of the area that each place lies in, or `OUTSIDE`.
    areas : int
        How many there are; one where nobody lives is told, too.

    Returns
    -------
    list of SeatsOfArea
        By area, those outside of all last.
    """
    rows = [*range(areas), *([OUTSIDE] if (area == OUTSIDE).any() else [])]
    order = np.argsort(area, kind="stable")
    begins, ends = (np.searchsorted(area[order], rows, side) for side in ("left", "right"))
    found = []
    for row, begin, end in zip(rows, begins, ends, strict=True):
        here = order[begin:end]
        people, has, joins = residents[here], at_home[here] > 0, placed[here]
        found.append(
            SeatsOfArea(
                row,
                math.fsum(at_home[here] * people),
                math.fsum(people[joins & has]),
                math.fsum(people[joins & ~has]),
                math.fsum(people[~joins]),
                math.fsum(people),
            )
        )
    return found
