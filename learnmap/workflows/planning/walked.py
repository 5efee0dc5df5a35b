"""Where residents and learning points join the streets of one profile."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from learnmap.access import (
    Homes,
    NearestTo,
    WalkTimes,
    nearest_to,
    seconds_between,
    seconds_from_homes,
)
from learnmap.model.crs import metres_per_degree
from learnmap.model.profiles import WalkProfile
from learnmap.network import (
    EdgeIndex,
    Snaps,
    SnapStatus,
    WalkCosts,
    WalkGraph,
    Workspace,
    walk_costs,
)
from learnmap.network.runs import runs_of
from learnmap.network.walkgraph import DEGREE_STEP
from learnmap.store import StoredPoint
from learnmap.workflows.planning.inputs import PlanningInputs


@dataclass(frozen=True, slots=True)
class Walked:
    """A city as those of one profile walk it.

    Attributes
    ----------
    index : EdgeIndex
        Of the streets.
    costs : WalkCosts
    residents : Snaps
        (k,) places of the inputs.
    points : Snaps
        (p,) of `PlanningInputs.open_points`.
    homes : Homes
        The residents again, in the order of streets.
    homes_at : tuple of (k,) float64
        Longitudes and latitudes of the residents' places.
    snap_limit_m, island_below_m : float
        Of the city.
    """

    index: EdgeIndex
    costs: WalkCosts
    residents: Snaps
    points: Snaps
    homes: Homes
    homes_at: tuple[NDArray[np.float64], NDArray[np.float64]]
    snap_limit_m: float
    island_below_m: float

    @classmethod
    def by(cls, index: EdgeIndex, walker: WalkProfile, inputs: PlanningInputs) -> "Walked":
        """Join residents and open points to the streets that a profile walks."""
        settings = inputs.settings
        costs = walk_costs(index.graph, walker, island_below_m=settings.island_below_m)
        lon, lat = shapely.get_coordinates(inputs.residents.geometry.to_numpy()).T.copy()
        limit_m = settings.snap_limit_m
        residents = index.snap(lon, lat, costs, limit_m=limit_m)
        points = index.snap(*walked_to(inputs.open_points), costs, limit_m=limit_m)
        return cls(
            index=index,
            costs=costs,
            residents=residents,
            points=points,
            homes=Homes.of(costs, residents),
            homes_at=(lon, lat),
            snap_limit_m=limit_m,
            island_below_m=settings.island_below_m,
        )

    def at_pace(self, walker: WalkProfile, *, island_below_m: float) -> "Walked":
        """Return the same walks at another speed; who may pass where stays as it is."""
        costs = walk_costs(self.index.graph, walker, island_below_m=island_below_m)
        return replace(self, costs=costs, homes=Homes.of(costs, self.residents))

    def with_points(
        self, rows: NDArray[np.int64], lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> "Walked":
        """Return the walks to other points.

        Parameters
        ----------
        rows : (p,) int64
            Row of each among the points now; -1 for one that does not stand there yet.
        lon, lat : (p,) float64
            Where they are walked to, EPSG:4326.
        """
        new = rows < 0
        return replace(self, points=_taken(self.points, rows, self.sites(lon[new], lat[new])))

    def on_streets(self, index: EdgeIndex, edges: NDArray[np.int64]) -> "Walked":
        """Return the walks on streets that are the same but for some edges.

        Parameters
        ----------
        index : EdgeIndex
            Of the streets, whose edges have the numbers of those now as far as those go.
        edges : (e,) int64
            Those that are not as they were, rising.

        Returns
        -------
        Walked
            Without points. Residents stay where they join a street unless an edge that is not as
            it was, or that is no island any more, may be within the limit of them.
        """
        costs = walk_costs(index.graph, self.costs.profile, island_below_m=self.island_below_m)
        before = self.costs.island
        other = np.flatnonzero(costs.island[: len(before)] != before)
        lon, lat = self.homes_at
        near = _within(index.graph, np.union1d(edges, other), lon, lat, self.snap_limit_m)
        rows = np.where(near, -1, np.arange(len(near)))
        found = index.snap(lon[near], lat[near], costs, limit_m=self.snap_limit_m)
        residents = _taken(self.residents, rows, found)
        none = index.snap(lon[:0], lat[:0], costs)
        homes = Homes.of(costs, residents)
        return replace(
            self, index=index, costs=costs, residents=residents, points=none, homes=homes
        )

    @property
    def joins(self) -> NDArray[np.bool_]:
        """Whether each open point joins a street, (p,)."""
        return np.asarray(self.points.status == SnapStatus.SNAPPED)

    def joined(self, among: NDArray[np.bool_]) -> int:
        """Return how many of some open points join a street."""
        return int((among & self.joins).sum())

    def nearest_s(
        self, among: NDArray[np.bool_], workspace: Workspace, *, limit_s: float
    ) -> NDArray[np.float64]:
        """Return the seconds from each resident to the nearest of some open points.

        Infinite where none is within the limit, not a number where the resident joins no street.
        """
        return seconds_from_homes(
            self.costs,
            self.homes,
            self.points,
            limit_s=limit_s,
            workspace=workspace,
            among=among,
        )

    def nearest(
        self, among: NDArray[np.bool_], workspace: Workspace, *, limit_s: float
    ) -> NearestTo:
        """Return the nearest of some open points for each resident, and the seconds to it."""
        return nearest_to(
            self.costs,
            self.residents,
            self.points,
            limit_s=limit_s,
            workspace=workspace,
            among=among,
        )

    def sites(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Snaps:
        """Join other places to the streets, such as candidate sites, EPSG:4326."""
        return self.index.snap(lon, lat, self.costs, limit_m=self.snap_limit_m)

    def seconds_to(
        self, sites: Snaps, workspace: Workspace, *, limit_s: float
    ) -> NDArray[np.float64]:
        """Return the seconds from each resident to the nearest of other places, as `nearest_s`."""
        return seconds_from_homes(
            self.costs, self.homes, sites, limit_s=limit_s, workspace=workspace
        )

    def between(self, sites: Snaps, workspace: Workspace, *, limit_s: float) -> WalkTimes:
        """Return the seconds between residents and places that were joined to the streets."""
        return seconds_between(self.costs, self.homes, sites, limit_s=limit_s, workspace=workspace)


def walked_to(
    points: Sequence[StoredPoint],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the (p,) longitudes and latitudes that walkers to some points head for."""
    lon, lat = np.array([one.point.walk_to for one in points], np.float64).reshape(-1, 2).T
    return lon, lat


def _taken(before: Snaps, rows: NDArray[np.int64], new: Snaps) -> Snaps:
    """Return rows of snaps; those below 0 are new, in their order."""
    kept = rows >= 0
    columns = []
    for field in fields(Snaps):
        old, added = getattr(before, field.name), getattr(new, field.name)
        column = np.empty(len(rows), old.dtype)
        column[kept], column[~kept] = old[rows[kept]], added
        columns.append(column)
    return Snaps(*columns)


def _within(
    graph: WalkGraph,
    edges: NDArray[np.int64],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    limit_m: float,
) -> NDArray[np.bool_]:
    """Tell which places are in the box around some edges, or no farther from it than a limit."""
    _, vertices = runs_of(graph.vertex_offset, edges)
    x, y = (column[vertices] * DEGREE_STEP for column in (graph.vertex_x, graph.vertex_y))
    # A degree has the fewest metres at the equator to the north, at the far edge to the east.
    high = limit_m / metres_per_degree(0.0)[1]
    farthest = min(float(np.abs(y).max()) + high, 89.9)
    wide = limit_m / metres_per_degree(farthest)[0]
    return np.asarray(
        (lon >= x.min() - wide)
        & (lon <= x.max() + wide)
        & (lat >= y.min() - high)
        & (lat <= y.max() + high)
    )
