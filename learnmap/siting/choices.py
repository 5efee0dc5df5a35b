"""Choices: the question as a linear program, a column for each candidate and each flow.

Formula, with x_j = 1 where candidate j is built, z_ij the part of place i that goes to site j, and
u_i the part that is left out::

    sum_j z_ij + u_i           = 1           everybody goes to one site, or to none
    z_ij                      <= x_j         and to none that is not built
    sum_i w_i z_ij            <= C_j x_j     of no more residents than it can take

Where no capacity binds, coverage needs no more than u_i + sum_j x_j >= 1 over the candidates that
reach place i (Church and ReVelle 1974). The parts need not be whole: residents of one house may
go to different points, and without capacities a best solution has whole ones anyway. Existing
points are sites that are built and cost nothing. Who is left out is counted, not who is covered:
to reach all is then to leave out none, where a sum of all residents would have to be met to its
last digit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from learnmap.siting.flows import Flows
from learnmap.siting.highs import SLACK, Program
from learnmap.siting.limits import Limits
from learnmap.siting.quotas import Quotas

Rows: TypeAlias = tuple[sparse.csr_array, NDArray[np.float64], NDArray[np.float64]]
"""A matrix, and what each of its rows is at least and at most."""


@dataclass(frozen=True, slots=True)
class Choices:
    """All choices of sites that are allowed.

    Attributes
    ----------
    candidates : int
        The first of the columns, one each.
    flows : Flows
        The next columns; none where it does not matter where residents go.
    left : (l,) float64
        Residents of the places that the last columns may leave out; 0 where an existing point
        with room for all covers them.
    left_place : (l,) int64
    rows : tuple of Rows
    unit : float
        Residents that count as 1, so that numbers are near it.
    """

    candidates: int
    flows: Flows
    left: NDArray[np.float64]
    left_place: NDArray[np.int64]
    rows: tuple[Rows, ...]
    unit: float

    @property
    def columns(self) -> int:
        """How many there are."""
        return self.candidates + len(self.flows.place) + len(self.left)

    @property
    def flowing(self) -> slice:
        """Where the columns of the flows are."""
        return slice(self.candidates, self.candidates + len(self.flows.place))

    def program(
        self, cost: NDArray[np.float64], *, whole: bool = True, offset: float = 0.0
    ) -> Program:
        """Return the program that minimises a cost, (columns,), and a constant."""
        matrix = sparse.csr_array(sparse.vstack([part for part, _, _ in self.rows], format="csr"))
        lower = np.concatenate([least for _, least, _ in self.rows])
        upper = np.concatenate([most for _, _, most in self.rows])
        count = self.candidates if whole else 0
        return Program(cost, np.ones(self.columns), matrix, lower, upper, count, offset)

    def with_rows(self, *rows: Rows) -> "Choices":
        """Return the same with further rows."""
        return replace(self, rows=(*self.rows, *rows))

    def on_sites(self, each: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a number for each column: those of the candidates, and 0."""
        return np.concatenate([each, np.zeros(self.columns - len(each))])

    def on_flows(self, each: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a number for each column: those of the flows, and 0."""
        return np.concatenate([np.zeros(self.candidates), each, np.zeros(len(self.left))])

    def on_left(self, each: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a number for each column: those of who is left out, and 0."""
        return np.concatenate([np.zeros(self.columns - len(each)), each])


def choices(flows: Flows, *, covering: bool) -> Choices:
    """Write down who can go where.

    Parameters
    ----------
    flows : Flows
    covering : bool
        Whether it does not matter where residents go: no capacity, and walks are not counted.
    """
    place, first, row = np.unique(flows.place, return_index=True, return_inverse=True)
    left, ones, c = flows.covered[first], np.ones(len(place)), flows.candidates
    nobody = sparse.csr_array(sparse.eye_array(len(place), format="csr"))
    if covering:
        reached = sparse.csr_array((np.ones(len(row)), (row, flows.site)), (len(place), c))
        rows: tuple[Rows, ...] = ((_beside(reached, nobody), ones, np.full(len(place), np.inf)),)
        return Choices(c, flows.none(), left, place, rows, flows.unit)
    m = len(row)
    gone = sparse.csr_array((np.ones(m), (row, c + np.arange(m))), (len(place), c + m))
    rows = ((_beside(gone, nobody), ones, ones),)
    for matrix, upper in (_built(flows), _room(flows)):
        wide = _beside(matrix, sparse.csr_array((matrix.shape[0], len(place))))
        rows = (*rows, (wide, np.full(len(upper), -np.inf), upper))
    return Choices(c, flows, left, place, rows, flows.unit)


def _built(flows: Flows) -> tuple[sparse.csr_array, NDArray[np.float64]]:
    """Return the rows by which nobody goes to a candidate that is not built."""
    new = np.flatnonzero(flows.site < flows.candidates)
    row = np.arange(len(new))
    values = np.concatenate([np.ones(len(new)), -np.ones(len(new))])
    column = np.concatenate([flows.candidates + new, flows.site[new]])
    shape = (len(new), flows.candidates + len(flows.site))
    return sparse.csr_array((values, (np.tile(row, 2), column)), shape), np.zeros(len(new))


def _room(flows: Flows) -> tuple[sparse.csr_array, NDArray[np.float64]]:
    """Return the rows of the sites whose capacity may bind."""
    m, sites, c = len(flows.site), len(flows.capacity), flows.candidates
    binds = np.flatnonzero(flows.capacity < np.bincount(flows.site, flows.people, sites))
    capacity = flows.capacity / flows.unit
    taken = sparse.csr_array(
        (flows.people / flows.unit, (flows.site, c + np.arange(m))), (sites, c + m)
    )
    offered = sparse.csr_array((capacity[:c], (np.arange(c), np.arange(c))), taken.shape)
    room = np.where(np.arange(sites) < c, 0.0, capacity)
    return sparse.csr_array((taken - offered)[binds]), room[binds]


def _beside(left: sparse.csr_array, right: sparse.csr_array) -> sparse.csr_array:
    return sparse.csr_array(sparse.hstack([left, right], format="csr"))


def limit_rows(of: Choices, limits: Limits) -> Sequence[Rows]:
    """Return the rows that keep a choice within a number of sites and a budget."""
    found: list[Rows] = []
    if limits.sites is not None:
        found.append(_row(of.on_sites(np.ones(of.candidates)), float(limits.sites)))
    if limits.budget is not None:
        unit = limits.budget or 1.0
        found.append(_row(of.on_sites(limits.cost / unit), limits.budget / unit))
    return found


def covered_row(of: Choices, residents: float) -> Rows:
    """Return the row that makes a choice cover so many residents at least."""
    spare = max(math.fsum(of.left) - residents, 0.0)
    return _row(of.on_left(of.left / of.unit), SLACK + spare / of.unit)


def quota_rows(of: Choices, quotas: Quotas, *, slack: float = SLACK) -> Rows:
    """Return the rows that make a choice keep quotas, but for some slack."""
    needed = np.flatnonzero(quotas.need > 0)
    district = quotas.district[of.left_place]
    inside = np.flatnonzero((district >= 0) & (of.left > 0))
    all_left = sparse.csr_array(
        (
            of.left[inside] / of.unit,
            (district[inside], of.columns - len(of.left) + inside),
        ),
        (len(quotas.need), of.columns),
    )
    lives = np.bincount(district[inside], of.left[inside], len(quotas.need))
    spare = (lives - quotas.need)[needed] / of.unit
    # What all have to be covered for is met with nobody left out, not with the last digit of a sum.
    spare = np.where(np.abs(spare) < SLACK, 0.0, spare)
    return sparse.csr_array(all_left[needed]), np.full(len(needed), -np.inf), spare + slack


def _row(values: NDArray[np.float64], upper: float) -> Rows:
    return sparse.csr_array(values[np.newaxis, :]), np.array([-np.inf]), np.array([upper])
