"""Where residents and learning points join the streets of one profile."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from learnmap.access import (
    Homes,
    NearestTo,
    WalkTimes,
    nearest_to,
    seconds_between,
    seconds_to_nearest,
)
from learnmap.model.profiles import WalkProfile
from learnmap.network import EdgeIndex, Snaps, SnapStatus, WalkCosts, Workspace, walk_costs
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
    snap_limit_m : float
    """

    index: EdgeIndex
    costs: WalkCosts
    residents: Snaps
    points: Snaps
    homes: Homes
    snap_limit_m: float

    @classmethod
    def by(cls, index: EdgeIndex, walker: WalkProfile, inputs: PlanningInputs) -> "Walked":
        """Join residents and open points to the streets that a profile walks."""
        settings = inputs.settings
        costs = walk_costs(index.graph, walker, island_below_m=settings.island_below_m)
        homes = shapely.get_coordinates(inputs.residents.geometry.to_numpy())
        limit_m = settings.snap_limit_m
        residents = index.snap(homes[:, 0], homes[:, 1], costs, limit_m=limit_m)
        sites = np.array([one.point.walk_to for one in inputs.open_points], np.float64)
        lon, lat = sites.reshape(-1, 2).T
        points = index.snap(lon, lat, costs, limit_m=limit_m)
        return cls(index, costs, residents, points, Homes.of(costs, residents), limit_m)

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
        return self.nearest(among, workspace, limit_s=limit_s).time_s

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
        return seconds_to_nearest(
            self.costs, self.residents, sites, limit_s=limit_s, workspace=workspace
        )

    def between(self, sites: Snaps, workspace: Workspace, *, limit_s: float) -> WalkTimes:
        """Return the seconds between residents and places that were joined to the streets."""
        return seconds_between(self.costs, self.homes, sites, limit_s=limit_s, workspace=workspace)
