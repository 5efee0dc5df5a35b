"""How long the uncovered residents of each part of a city walk: the shortest, and the median."""

import numpy as np
from numpy.typing import NDArray


def soonest_by_part(
    time_s: NDArray[np.float64],
    point: NDArray[np.int32],
    people: NDArray[np.float64],
    part: NDArray[np.int64],
    *,
    parts: int,
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """Find the shortest walk of each part with its point, and the median of the residents.

    Parameters
    ----------
    time_s : (k,) float64
        Seconds from each home to its nearest point; infinite for none.
    point : (k,) int32
        Row of that point; -1 for none.
    people : (k,) float64
        Residents who count; homes without any do not.
    part : (k,) int64
        Of each home, from 0.
    parts : int

    Returns
    -------
    least_s : (parts,) float64
        Infinite where there is no walk.
    point : (parts,) int64
        At the end of it, of equals the first row; -1 for none.
    median_s : (parts,) float64
        The least time within which half of the residents walk; infinite where more than half have
        no walk.
    """
    some = np.flatnonzero(people > 0)
    order = some[np.lexsort((point[some], time_s[some], part[some]))]
    time_s, point, people, part = time_s[order], point[order], people[order], part[order]
    begins, ends = (np.searchsorted(part, np.arange(parts), side) for side in ("left", "right"))
    here = np.flatnonzero(begins < ends)
    first, last = begins[here], ends[here] - 1
    running = np.cumsum(people)
    half = (running[first] - people[first] + running[last]) / 2
    # A hair less, so that rounding moves no exact half on to the next home.
    hair = 1e-12 * running[-1] if len(running) else 0.0
    middle = np.clip(np.searchsorted(running, half - hair), first, last)
    least_s, median_s = np.full(parts, np.inf), np.full(parts, np.inf)
    nearest = np.full(parts, -1, np.int64)
    least_s[here], nearest[here], median_s[here] = time_s[first], point[first], time_s[middle]
    return least_s, nearest, median_s
