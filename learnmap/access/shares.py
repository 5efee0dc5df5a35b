"""Coverage: the share of residents who can walk to a learning point in time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.access.areas import OUTSIDE
from learnmap.access.exact_sums import exact_sums, rounded


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
        By area, those outside of all last, then by cutoff. Sums are rounded once
        (`exact_sums`), so that they do not depend on the order of the places.
    """
    rising = np.unique(np.asarray(cutoffs_s, np.float64))
    # The first cutoff that is long enough, one more for nobody's, and one for no time at all.
    band = np.searchsorted(rising, time_s)
    bands = len(rising) + 2
    band[np.isnan(time_s)] = bands - 1
    row = np.where(area == OUTSIDE, areas, area)
    sums = exact_sums(residents, row * bands + band, groups=(areas + 1) * bands)
    found = []
    for one in [*range(areas), *([OUTSIDE] if (area == OUTSIDE).any() else [])]:
        first = (areas if one == OUTSIDE else one) * bands
        own = sums[first : first + bands]
        unplaced, total = rounded(own[-1]), rounded(sum(own))
        for cutoff_s in cutoffs_s:
            near = int(np.searchsorted(rising, cutoff_s)) + 1
            covered, uncovered = rounded(sum(own[:near])), rounded(sum(own[near:-1]))
            found.append(Coverage(one, cutoff_s, covered, uncovered, unplaced, total))
    return found
