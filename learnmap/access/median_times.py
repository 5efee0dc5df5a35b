"""How long half of the residents of a place walk."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

_HALF: Final = 0.5


def median_times(
    time_s: NDArray[np.float64],
    residents: NDArray[np.float64],
    part: NDArray[np.int64],
    *,
    parts: int,
) -> NDArray[np.float64]:
    """Return the time within which half of each part's residents reach a point.

    With t the seconds from a home and R its residents, it is the smallest t at which the sum of R
    over all homes of the part that are as near is half of all of the part's or more.

    Parameters
    ----------
    time_s : (k,) float64
        As `seconds_to_nearest` gives it.
    residents : (k,) float64
        At each home.
    part : (k,) int64
        Row of the part that each home lies in.
    parts : int

    Returns
    -------
    (parts,) float64
        Infinite where that half would need who has no point within the limit of the search, or no
        street; and where nobody lives.
    """
    walk_s = np.where(np.isnan(time_s), np.inf, time_s)
    order = np.lexsort((walk_s, part))
    of_home, people = part[order], residents[order]
    rows = np.arange(parts)
    begins, ends = (np.searchsorted(of_home, rows, side) for side in ("left", "right"))
    found = np.full(parts, np.inf)
    for row, begin, end in zip(rows, begins, ends, strict=True):
        summed = np.cumsum(people[begin:end])
        if len(summed) and summed[-1]:
            found[row] = walk_s[order[begin + np.searchsorted(summed, _HALF * summed[-1])]]
    return found
