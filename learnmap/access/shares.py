"""Coverage: the share of residents who can walk to a learning point in time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.access.areas import OUTSIDE


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many residents of an area are within a walking time of a point.

    With R the residents of all places of the area, t the seconds from a place to its nearest
    point and c the cutoff::

        covered    = sum of R where t <= c
        uncovered  = sum of R where t > c
        unplaced   = sum of R where the place joins no street, so that there is no t
        total      = sum of R = covered + uncovered + unplaced

    Attributes
    ----------
    area : int
        Row of the area; `learnmap.access.OUTSIDE` for who lives in none.
    cutoff_s : int
    covered, uncovered, unplaced, total : float
        Residents.
    """

    area: int
    cutoff_s: int
    covered: float
    uncovered: float
    unplaced: float
    total: float

    @property
    def share(self) -> float | None:
        """Covered residents of all, from 0 to 1; None where nobody lives.

        Who is unplaced counts as not covered, so that a share is never too high.
        """
        return self.covered / self.total if self.total else None


def coverage_by_area(
    time_s: NDArray[np.float64],
    residents: NDArray[np.float64],
    area: NDArray[np.int64],
    *,
    areas: int,
    cutoffs_s: Sequence[int],
) -> list[Coverage]:
    """Add up who is covered, area by area and cutoff by cutoff.

    Parameters
    ----------
    time_s : (k,) float64
        As `seconds_to_nearest` gives it, searched up to the largest cutoff at least.
    residents : (k,) float64
        At each place.
    area : (k,) int64
        Row of the area that each place lies in, or `OUTSIDE`.
    areas : int
        How many there are; one where nobody lives is told, too.
    cutoffs_s : sequence of int

    Returns
    -------
    list of Coverage
        By area, those outside of all last, then by cutoff. Sums are rounded once (`math.fsum`), so
        that they do not depend on the order of the places.
    """
    order = np.argsort(area, kind="stable")
    rows = [*range(areas), *([OUTSIDE] if (area == OUTSIDE).any() else [])]
    begins, ends = (np.searchsorted(area[order], rows, side) for side in ("left", "right"))
    found = []
    for row, begin, end in zip(rows, begins, ends, strict=True):
        here = order[begin:end]
        walk_s, people = time_s[here], residents[here]
        unplaced, total = math.fsum(people[np.isnan(walk_s)]), math.fsum(people)
        for cutoff_s in cutoffs_s:
            covered = math.fsum(people[walk_s <= cutoff_s])
            uncovered = math.fsum(people[walk_s > cutoff_s])
            found.append(Coverage(row, cutoff_s, covered, uncovered, unplaced, total))
    return found
