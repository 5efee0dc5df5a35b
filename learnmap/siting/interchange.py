"""Interchange: a choice made better by moving one site at a time, as a start for HiGHS.

Source: M. B. Teitz and P. Bart, "Heuristic methods for estimating the generalized vertex median of
a weighted graph", Operations Research 16 (1968).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learnmap.siting.flows import Flows
from learnmap.siting.greedy import NOTHING
from learnmap.siting.limits import Limits


def interchanged(flows: Flows, sites: Sequence[int], limits: Limits) -> tuple[int, ...]:
    """Move sites, whichever move gains most, until none gains anything.

    Parameters
    ----------
    flows : Flows
        To sites without capacities.
    sites : sequence of int
        Candidates chosen.
    limits : Limits
        Kept by each move.

    Returns
    -------
    tuple of int
        As many candidates, worth as much or more.
    """
    chosen = list(sites)
    least = NOTHING * float(flows.saved.sum())
    while chosen:
        gains = np.array([_gains_instead(flows, chosen, at, limits) for at in range(len(chosen))])
        at, row = np.unravel_index(int(np.argmax(gains)), gains.shape)
        if gains[at, row] <= least:
            break
        chosen[at] = int(row)
    return tuple(chosen)


def _gains_instead(
    flows: Flows, chosen: Sequence[int], at: int, limits: Limits
) -> NDArray[np.float64]:
    """Return what each candidate would gain in the place of one that is chosen, (c,)."""
    best = np.zeros(flows.places)
    for row in [*chosen[:at], *chosen[at + 1 :]]:
        here = flows.of(row)
        best[flows.place[here]] = np.maximum(best[flows.place[here]], flows.saved[here])
    more = np.maximum(flows.saved - best[flows.place], 0.0)
    gains = np.bincount(flows.site, more, flows.candidates).astype(np.float64)
    gains -= gains[chosen[at]]
    gains[list(chosen)] = 0.0
    if limits.budget is not None:
        left = limits.budget - limits.cost[list(chosen)].sum() + limits.cost[chosen[at]]
        gains[limits.cost > left] = 0.0
    return gains
