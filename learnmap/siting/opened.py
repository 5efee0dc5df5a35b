"""Opened sites: what a set of sites is worth, and what one more would add.

The worth of a set grows less with each further site (it is submodular), with capacities and
quotas, too: it is a largest flow out of the sites. So what a site would add to a smaller set is
never less than what it adds now, which `greedy` relies on.
"""

from typing import Final, Protocol

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from learnmap.model.errors import LearnmapError
from learnmap.siting.flows import Flows
from learnmap.siting.highs import Program, load
from learnmap.siting.quotas import Quotas

CLOSED: Final = 0.0


class OpenedSites(Protocol):
    """Candidates that are taken as built, beside what stands."""

    value: float
    """What they are worth together, in residents or resident-seconds."""

    def most(self, candidate: int) -> float:
        """Return a number that a candidate's gain is never above, at once."""

    def gain(self, candidate: int) -> float:
        """Return what a candidate would add."""

    def open(self, candidate: int) -> None:
        """Add a candidate."""

    def loss(self, candidate: int) -> float:
        """Return what would be lost without a candidate that was opened."""


class Unlimited:
    """Sites that take all who come: everybody goes where it is worth most."""

    def __init__(self, flows: Flows) -> None:
        self._flows = flows
        self._best = np.zeros(flows.places)
        self._opened: list[int] = []
        self.value = 0.0

    def _more(self, candidate: int) -> NDArray[np.float64]:
        here = self._flows.of(candidate)
        more = self._flows.saved[here] - self._best[self._flows.place[here]]
        return np.maximum(more, 0.0)

    def most(self, candidate: int) -> float:
        """Return its gain."""
        return self.gain(candidate)

    def gain(self, candidate: int) -> float:
        """Return what a candidate would add."""
        return float(self._more(candidate).sum())

    def open(self, candidate: int) -> None:
        """Add a candidate."""
        more = self._more(candidate)
        self._best[self._flows.place[self._flows.of(candidate)]] += more
        self._opened.append(candidate)
        self.value += float(more.sum())

    def loss(self, candidate: int) -> float:
        """Return what would be lost without a candidate that was opened."""
        others = Unlimited(self._flows)
        for other in self._opened:
            if other != candidate:
                others.open(other)
        return max(self.value - others.value, 0.0)


class UnlimitedQuotas:
    """Sites that take all who come, counted only as far as districts lack residents."""

    def __init__(self, flows: Flows, quotas: Quotas) -> None:
        self._flows, self._quotas = flows, quotas
        self._met = np.zeros(flows.places, np.bool_)
        self._opened: list[int] = []
        self._lack = quotas.need.copy()
        self.value = 0.0

    def _more(self, candidate: int) -> NDArray[np.float64]:
        here = self._flows.of(candidate)
        place = self._flows.place[here]
        new = np.where(self._met[place], 0.0, self._flows.covered[here])
        district = self._quotas.district[place]
        inside = district >= 0
        return np.bincount(district[inside], new[inside], len(self._lack)).astype(np.float64)

    def most(self, candidate: int) -> float:
        """Return its gain."""
        return self.gain(candidate)

    def gain(self, candidate: int) -> float:
        """Return what a candidate would add."""
        return float(np.minimum(self._more(candidate), self._lack).sum())

    def open(self, candidate: int) -> None:
        """Add a candidate."""
        more = np.minimum(self._more(candidate), self._lack)
        self._lack -= more
        self._met[self._flows.place[self._flows.of(candidate)]] = True
        self._opened.append(candidate)
        self.value += float(more.sum())

    def loss(self, candidate: int) -> float:
        """Return what would be lost without a candidate that was opened."""
        others = UnlimitedQuotas(self._flows, self._quotas)
        for other in self._opened:
            if other != candidate:
                others.open(other)
        return max(self.value - others.value, 0.0)


class Bounded:
    """Sites with capacities: residents are sent where all of them together gain most."""

    def __init__(self, flows: Flows, quotas: Quotas | None = None) -> None:
        self._flows, self._quotas = flows, quotas
        self._unit = flows.unit
        self._capacity = flows.capacity / self._unit
        self._first_row = flows.places
        # What a unit of the program's objective is.
        self._scale = flows.worth if quotas is None else flows.unit
        self._solver = load(self._program())
        self.value = 0.0
        self.value = self._worth()

    def _program(self) -> Program:
        """Write the flows as a linear program in which no candidate is open."""
        flows, unit = self._flows, self._unit
        m, sites = len(flows.site), len(flows.capacity)
        column = np.arange(m)
        to_site = sparse.csr_array((flows.people / unit, (flows.site, column)), (sites, m))
        from_place = sparse.csr_array((np.ones(m), (flows.place, column)), (flows.places, m))
        room = np.where(np.arange(sites) < flows.candidates, CLOSED, self._capacity)
        flowing = sparse.csr_array(sparse.vstack([from_place, to_site], format="csr"))
        upper = [np.ones(flows.places), room]
        cost, most = -flows.saved / self._scale, np.ones(m)
        if self._quotas is not None:
            # A further column for each district: residents that count for its quota.
            need = self._quotas.need / unit
            counted = sparse.csr_array(-self._quotas.rows(flows) / unit)
            none = sparse.csr_array((flowing.shape[0], len(need)))
            one = sparse.csr_array(sparse.eye_array(len(need), format="csr"))
            all_flows = sparse.csr_array(sparse.hstack([flowing, none]))
            quota = sparse.csr_array(sparse.hstack([counted, one]))
            flowing = sparse.csr_array(sparse.vstack([all_flows, quota], format="csr"))
            upper.append(np.zeros(len(need)))
            cost = np.concatenate([np.zeros(m), -np.ones(len(need))])
            most = np.concatenate([most, need])
        limits = np.concatenate(upper)
        return Program(cost, most, flowing, np.full(len(limits), -np.inf), limits)

    def _worth(self) -> float:
        if not len(self._flows.place):
            return 0.0
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise LearnmapError("HiGHS could not tell what sites with capacities are worth.")
        return -self._solver.getInfo().objective_function_value * self._scale

    def _room(self, candidate: int, room: float) -> None:
        self._solver.changeRowBounds(self._first_row + candidate, -np.inf, room)

    def most(self, candidate: int) -> float:
        """Return what it would add if all who reach it had nothing, the best of them first."""
        flows, here = self._flows, self._flows.of(candidate)
        people, worth = flows.people[here], flows.saved[here]
        if self._quotas is not None:
            inside = self._quotas.district[flows.place[here]] >= 0
            worth = np.where(inside, flows.covered[here], 0.0)
        order = np.argsort(-worth / people)
        before = np.cumsum(people[order]) - people[order]
        taken = np.clip((flows.capacity[candidate] - before) / people[order], 0.0, 1.0)
        return float((taken * worth[order]).sum())

    def gain(self, candidate: int) -> float:
        """Return what a candidate would add."""
        self._room(candidate, float(self._capacity[candidate]))
        gained = self._worth() - self.value
        self._room(candidate, CLOSED)
        return max(gained, 0.0)

    def open(self, candidate: int) -> None:
        """Add a candidate."""
        self._room(candidate, float(self._capacity[candidate]))
        self.value = self._worth()

    def loss(self, candidate: int) -> float:
        """Return what would be lost without a candidate that was opened."""
        self._room(candidate, CLOSED)
        left = self._worth()
        self._room(candidate, float(self._capacity[candidate]))
        return max(self.value - left, 0.0)


def opened_sites(flows: Flows, *, bounded: bool, quotas: Quotas | None = None) -> OpenedSites:
    """Return what stands, with no candidate opened yet.

    Parameters
    ----------
    flows : Flows
    bounded : bool
        Whether capacities may bind.
    quotas : Quotas, optional
        Count only what these need.
    """
    if bounded:
        return Bounded(flows, quotas)
    return Unlimited(flows) if quotas is None else UnlimitedQuotas(flows, quotas)
