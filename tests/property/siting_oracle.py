"""Siting by trying everything: each subset of candidates, valued by SciPy's `linprog`."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from learnmap.siting import SitingQuestion, WalkTable, walk_table

CUTOFF_S = 10
NAMES = ("north", "south")


@dataclass(frozen=True)
class Town:
    """A small town with everything in plain tables; times are of every pair."""

    residents: list[int]
    walk_s: NDArray[np.float64]
    nearest_s: list[float]
    cost: list[int]
    capacity: list[float]
    full_s: NDArray[np.float64]
    full_capacity: list[float]
    district: list[int]

    @property
    def bounded(self) -> bool:
        return any(map(math.isfinite, self.capacity)) or bool(self.full_capacity)

    def question(self, order: list[int] | None = None) -> SitingQuestion:
        """Return the town as it is asked about, with its places in another order if wished."""
        places = np.array(order if order is not None else range(len(self.residents)))
        return SitingQuestion(
            residents=np.array(self.residents, float)[places],
            walks=table(self.walk_s[places]),
            nearest_s=np.array(self.nearest_s)[places],
            cost=np.array(self.cost, float),
            capacity=np.array(self.capacity),
            full=table(self.full_s[places]) if self.full_capacity else None,
            full_capacity=np.array(self.full_capacity) if self.full_capacity else None,
            district=np.array(self.district)[places],
            district_names=NAMES,
        )

    def subsets(self, *, most: int | None = None, budget: float = math.inf) -> Iterator[list[int]]:
        """Yield every choice of candidates within limits."""
        rows = range(len(self.cost))
        for count in range((len(rows) if most is None else most) + 1):
            for some in combinations(rows, count):
                if sum(self.cost[row] for row in some) <= budget:
                    yield list(some)

    def covered(self, sites: list[int], floor: float = 0.0) -> float:
        """Return the most residents that sites can cover; not a number if the floor is lost."""
        near = [self.nearest_s[i] <= CUTOFF_S for i in range(len(self.residents))]
        worth = np.array([[0.0 if near[i] else 1.0] for i in range(len(near))])
        found = self._shared_out(sites, worth, near, floor)
        return found + sum(w for w, here in zip(self.residents, near, strict=True) if here)

    def walked(self, sites: list[int], penalty_s: float, floor: float = 0.0) -> float:
        """Return the shortest mean walk."""
        near = [one <= CUTOFF_S for one in self.nearest_s]
        alone = [penalty_s if math.isnan(s) else min(s, penalty_s) for s in self.nearest_s]
        worth = np.array(alone)[:, np.newaxis] - self._times(sites)
        kept = sum(w * s for w, s in zip(self.residents, alone, strict=True))
        return (kept - self._shared_out(sites, worth, near, floor)) / sum(self.residents)

    def _times(self, sites: list[int]) -> NDArray[np.float64]:
        return np.hstack([self.walk_s[:, sites], self.full_s])

    def _shared_out(
        self, sites: list[int], worth: NDArray[np.float64], near: list[bool], floor: float
    ) -> float:
        """Return what all residents gain at most, a variable for every pair of place and site."""
        times = self._times(sites)
        rooms = [self.capacity[row] for row in sites] + self.full_capacity
        k, s = times.shape
        w = np.array(self.residents, float)
        gains = (w[:, np.newaxis] * np.broadcast_to(worth, times.shape)).ravel()
        upper = np.where(times <= CUTOFF_S, 1.0, 0.0).ravel()
        rows: list[list[float]] = []
        limits: list[float] = []
        for i in range(k):
            rows.append([float(i == at // s) for at in range(k * s)] if s else [])
            limits.append(1.0)
        for j, room in enumerate(rooms):
            if math.isfinite(room):
                rows.append([w[at // s] * (at % s == j) for at in range(k * s)])
                limits.append(room)
        for name in range(len(NAMES)):
            here = [i for i in range(k) if self.district[i] == name]
            need = floor * sum(w[here]) - sum(w[i] for i in here if near[i])
            counts = [-w[at // s] * (at // s in here and not near[at // s]) for at in range(k * s)]
            rows.append(counts)
            limits.append(1e-7 - need)
        if not s:
            return 0.0 if min(limits) >= 0 else math.nan
        bounds = list(zip(np.zeros(k * s), upper, strict=True))
        found = linprog(-gains, A_ub=np.array(rows), b_ub=limits, bounds=bounds)
        return -float(found.fun or 0.0) if found.success else math.nan


def table(walk_s: NDArray[np.float64]) -> WalkTable:
    """Return every pair of a (places, sites) table, those beyond the cutoff too."""
    places, sites = walk_s.shape
    place, site = np.indices(walk_s.shape)
    return walk_table(
        site.ravel(), place.ravel(), walk_s.ravel(), sites=sites, places=places, cutoff_s=CUTOFF_S
    )


@st.composite
def towns(
    draw: st.DrawFn, *, capacities: bool = False, existing: bool = True, costs: bool = True
) -> Town:
    """Draw a town in which some are near a candidate, and some near nothing."""
    places, candidates = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    full = draw(st.integers(0, 2)) if capacities and existing else 0
    seconds = st.integers(0, 16).map(float)
    rooms = st.one_of(st.integers(0, 15).map(float), st.just(math.inf))

    def some(each: st.SearchStrategy[float], count: int) -> list[float]:
        return draw(st.lists(each, min_size=count, max_size=count))

    residents = draw(
        st.lists(st.integers(0, 9), min_size=places, max_size=places).filter(
            lambda some: sum(some) > 0
        )
    )
    nearest = st.one_of(seconds, st.just(math.inf), st.just(math.inf), st.just(math.nan))
    return Town(
        residents,
        np.array(some(seconds, places * candidates)).reshape(places, candidates),
        some(nearest, places) if existing else [math.inf] * places,
        draw(st.lists(st.integers(0, 4), min_size=candidates, max_size=candidates))
        if costs
        else [1] * candidates,
        some(rooms, candidates) if capacities else [math.inf] * candidates,
        np.array(some(seconds, places * full)).reshape(places, full),
        some(st.integers(0, 15).map(float), full),
        draw(st.lists(st.integers(-1, 1), min_size=places, max_size=places)),
    )
