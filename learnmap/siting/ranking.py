"""Ranking: the sites of a choice in order, what each adds, and what would be lost without it."""

from collections.abc import Sequence

from learnmap.siting.flows import Flows
from learnmap.siting.greedy import greedy_order
from learnmap.siting.opened import opened_sites
from learnmap.siting.siting import ChosenSite


def lowest_twins(flows: Flows, sites: Sequence[int], cost: Sequence[float]) -> tuple[int, ...]:
    """Put the lowest rows in the place of candidates that differ in nothing.

    Parameters
    ----------
    flows : Flows
    sites : sequence of int
        Candidates chosen.
    cost : sequence of float
        Of all candidates.
    """
    rows: dict[tuple[object, ...], list[int]] = {}
    kind = {}
    for row in range(flows.candidates):
        here = flows.of(row)
        kind[row] = (
            flows.place[here].tobytes(),
            flows.saved[here].tobytes(),
            flows.covered[here].tobytes(),
            float(flows.capacity[row]),
            float(cost[row]),
        )
        rows.setdefault(kind[row], []).append(row)
    return tuple(sorted(rows[kind[row]].pop(0) for row in sites))


def ranked(
    flows: Flows, sites: Sequence[int], *, bounded: bool, unit: float
) -> tuple[ChosenSite, ...]:
    """Order sites by what each adds to those before it; those that add nothing come last.

    Parameters
    ----------
    flows : Flows
    sites : sequence of int
    bounded : bool
        Whether capacities may bind.
    unit : float
        Gains and losses are divided by it.
    """
    opened = opened_sites(flows, bounded=bounded)
    order = greedy_order(opened, sites, affordable=lambda _, __: True)
    found = [ChosenSite(row, gain / unit, opened.loss(row) / unit) for row, gain in order]
    idle = sorted(set(sites) - {row for row, _ in order})
    return (*found, *(ChosenSite(row, 0.0, 0.0) for row in idle))
