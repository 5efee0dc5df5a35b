"""A bound by gains: what no choice can be worth, known without solving anything.

What sites are worth together grows less with each further one (`learnmap.siting.opened`), so that
no choice O is worth more than any set S and what each site of O would add to S by itself::

    f(O) <= f(S) + sum of f(S + j) - f(S) over j in O

The largest such sum within the limits is bounded in turn by filling them with the best candidates,
the last one in part. Source: G. L. Nemhauser, L. A. Wolsey and M. L. Fisher, "An analysis of
approximations for maximizing submodular set functions", Mathematical Programming 14 (1978).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learnmap.siting.flows import Flows
from learnmap.siting.limits import Limits
from learnmap.siting.opened import opened_sites


def most_added(flows: Flows, sites: Sequence[int], limits: Limits, *, bounded: bool) -> float:
    """Return a bound of what new sites add to what stands.

    Parameters
    ----------
    flows : Flows
    sites : sequence of int
        A good choice, which makes the bound closer; not used where capacities may bind.
    limits : Limits
    bounded : bool
        Whether capacities may bind.
    """
    opened = opened_sites(flows, bounded=bounded)
    before = opened.value
    rows = range(flows.candidates)
    found = _filled(np.array([opened.most(row) for row in rows]), limits)
    if bounded:
        return found
    for row in sites:
        opened.open(row)
    further = _filled(np.array([opened.most(row) for row in rows]), limits)
    return min(found, opened.value - before + further)


def _filled(gains: NDArray[np.float64], limits: Limits) -> float:
    """Return the most that candidates within limits gain, the last one taken in part."""
    found = float(gains.sum())
    if limits.sites is not None:
        found = min(found, float(np.sort(gains)[::-1][: limits.sites].sum()))
    if limits.budget is not None:
        free = limits.cost == 0
        gain, cost = gains[~free], limits.cost[~free]
        order = np.argsort(-gain / cost)
        before = np.cumsum(cost[order]) - cost[order]
        parts = np.clip((limits.budget - before) / cost[order], 0.0, 1.0)
        found = min(found, float(gains[free].sum() + (parts * gain[order]).sum()))
    return found
