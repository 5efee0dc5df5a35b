"""Greedy: the site that adds most comes first, then the one that adds most to that.

Source: G. L. Nemhauser, L. A. Wolsey and M. L. Fisher, "An analysis of approximations for
maximizing submodular set functions", Mathematical Programming 14 (1978): for a number of sites it
is never worth less than (1 - 1/e), 63 %, of the best choice. For a budget candidates are ordered
by gain for their cost, and a single one that is worth more than all of these goes before them
(S. Khuller, A. Moss and J. Naor, "The budgeted maximum coverage problem", Information Processing
Letters 70 (1999)). A floor has no such promise. Candidates are looked at again only while they may
still be the best (M. Minoux, "Accelerated greedy algorithms", 1978).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.siting.flows import Flows
from learnmap.siting.limits import Limits
from learnmap.siting.opened import OpenedSites, opened_sites
from learnmap.siting.quotas import Quotas

NOTHING: Final = 1e-9
"""Gains below this share of all that could be gained are none: digits of the sums."""


def greedy_order(
    opened: OpenedSites,
    among: Iterable[int],
    *,
    cost: NDArray[np.float64] | None = None,
    affordable: Callable[[int, Sequence[int]], bool],
    enough: float = np.inf,
) -> list[tuple[int, float]]:
    """Open candidates one after the other, whichever adds most.

    Parameters
    ----------
    opened : OpenedSites
        Nothing, or what was opened before; changed.
    among : iterable of int
        Candidates.
    cost : (c,) float64, optional
        Order by gain for the cost.
    affordable : callable
        Whether a candidate may be added to those opened here.
    enough : float
        Stop at this worth.

    Returns
    -------
    list of (candidate, gain)
        In their order; of equals the lowest row first. Who adds nothing is left out.
    """
    least = NOTHING * enough if np.isfinite(enough) else 0.0
    rows = list(among)
    first = {row: opened.most(row) for row in rows}
    least = max(least, NOTHING * max(first.values(), default=0.0))
    heap = [(-_rank(first[row], row, cost), row, -1) for row in rows if first[row] > least]
    heapify(heap)
    taken: list[tuple[int, float]] = []
    known: dict[int, float] = {}
    while heap and opened.value < enough - least:
        _, row, when = heappop(heap)
        if not affordable(row, [one for one, _ in taken]):
            continue
        if when == len(taken):
            opened.open(row)
            taken.append((row, known[row]))
            continue
        # A gain of some digits more or less is the same: then the row decides.
        known[row] = opened.gain(row)
        if known[row] > least:
            heappush(heap, (-_rank(known[row], row, cost), row, len(taken)))
    return taken


def _rank(gain: float, row: int, cost: NDArray[np.float64] | None) -> float:
    """Return what candidates are ordered by, to ten digits."""
    if cost is not None and cost[row] == 0:
        return float("inf")
    return float(f"{gain if cost is None else gain / cost[row]:.9e}")


def within(limits: Limits, taken: Sequence[int]) -> Callable[[int, Sequence[int]], bool]:
    """Return whether a candidate can be added, within limits, to those taken before and since."""

    def affordable(row: int, since: Sequence[int]) -> bool:
        together = [*taken, *since, row]
        if limits.sites is not None and len(together) > limits.sites:
            return False
        if limits.budget is None:
            return True
        return bool(limits.cost[together].sum() <= limits.budget * (1 + NOTHING))

    return affordable


@dataclass(frozen=True, slots=True)
class GreedyChoice:
    """What the greedy way chose.

    Attributes
    ----------
    sites : tuple of int
        Candidates in the order in which they were taken.
    keeps : bool
        Whether it reached what it had to: the quotas, and enough.
    """

    sites: tuple[int, ...]
    keeps: bool


def greedy_choice(
    flows: Flows,
    *,
    bounded: bool,
    limits: Limits,
    quotas: Quotas | None = None,
    enough: float = np.inf,
    by_cost: bool = False,
) -> GreedyChoice:
    """Choose sites one by one: first for quotas, then for what they add.

    Parameters
    ----------
    flows : Flows
    bounded : bool
        Whether capacities may bind.
    limits : Limits
    quotas : Quotas, optional
    enough : float
        Worth at which to stop, with what stands.
    by_cost : bool
        Look for gain for the cost.
    """
    cost = limits.cost if by_cost else None
    taken: list[int] = []
    keeps = True

    def take(opened: OpenedSites, enough: float, rank: NDArray[np.float64] | None) -> list[int]:
        free = sorted(set(range(flows.candidates)) - set(taken))
        found = greedy_order(
            opened, free, cost=rank, affordable=within(limits, taken), enough=enough
        )
        return [row for row, _ in found]

    if quotas is not None:
        lacking = opened_sites(flows, bounded=bounded, quotas=quotas)
        needed = float(quotas.need.sum())
        taken += take(lacking, needed, cost)
        keeps = lacking.value >= needed * (1 - NOTHING)
    opened = opened_sites(flows, bounded=bounded)
    for row in taken:
        opened.open(row)
    taken += take(opened, enough, cost)
    if np.isfinite(enough):
        keeps = keeps and opened.value >= enough * (1 - NOTHING)
    elif by_cost and quotas is None:
        single, alone = opened_sites(flows, bounded=bounded), replace(limits, sites=1)
        one = greedy_order(single, range(flows.candidates), affordable=within(alone, ()))
        if single.value > opened.value:
            taken = [row for row, _ in one]
    return GreedyChoice(tuple(taken), keeps)
