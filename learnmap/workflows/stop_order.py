"""The order of a route's stops that is walked soonest, from where it begins."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

EXACT_STOPS: Final = 12
"""So many are ordered exactly; more by exchanging legs until none helps."""


def shortest_order(times: NDArray[np.float64]) -> list[int]:
    """Return the order of stops with the least walking time; the first stays first.

    The walk ends wherever it is shortest, and does not lead back.

    Parameters
    ----------
    times : (k, k) float64
        Seconds from each stop (row) to each other; infinite where one cannot walk. As few of
        those as can be are taken.

    Returns
    -------
    list of int
        Rows of `times`.
    """
    count = len(times)
    if count < 3:
        return list(range(count))
    finite = np.isfinite(times)
    # Dearer than any order without it.
    barred_s = 1.0 + float(times[finite].sum())
    cost = np.where(finite, times, barred_s)
    return _exact(cost) if count <= EXACT_STOPS else _exchanged(cost)


def _exact(cost: NDArray[np.float64]) -> list[int]:
    """Order by the shortest ways through every set of stops (Held and Karp)."""
    others = len(cost) - 1
    between = cost[1:, 1:]
    best = np.full((1 << others, others), np.inf)
    came_from = np.zeros((1 << others, others), np.int64)
    for last in range(others):
        best[1 << last, last] = cost[0, last + 1]
    for seen in range(1, 1 << others):
        for following in range(others):
            if seen & (1 << following):
                continue
            ways = best[seen] + between[:, following]
            before = int(np.argmin(ways))
            after = seen | (1 << following)
            if ways[before] < best[after, following]:
                best[after, following] = ways[before]
                came_from[after, following] = before
    seen, last = (1 << others) - 1, int(np.argmin(best[-1]))
    order = []
    while seen:
        order.append(last + 1)
        seen, last = seen & ~(1 << last), int(came_from[seen, last])
    return [0, *reversed(order)]


def _exchanged(cost: NDArray[np.float64]) -> list[int]:
    """Go to the nearest each time, then turn parts of the way round while that helps (2-opt)."""
    order, left = [0], set(range(1, len(cost)))
    while left:
        order.append(min(sorted(left), key=lambda stop: cost[order[-1], stop]))
        left.remove(order[-1])
    best_s, helped = _length(cost, order), True
    while helped:
        helped = False
        for first in range(1, len(order) - 1):
            for last in range(first + 1, len(order)):
                turned = [*order[:first], *order[first : last + 1][::-1], *order[last + 1 :]]
                # Streets may be walked one way only, so that a part turned round is another.
                turned_s = _length(cost, turned)
                if turned_s < best_s - 1e-9:
                    order, best_s, helped = turned, turned_s, True
    return order


def _length(cost: NDArray[np.float64], order: list[int]) -> float:
    return float(cost[order[:-1], order[1:]].sum())
