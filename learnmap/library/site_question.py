"""The question of where to build, made of tables: who walks to which candidate in time."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from learnmap.access import Homes, seconds_between, seconds_to_nearest
from learnmap.library.network import Network
from learnmap.library.tables import amounts_of, named_rows, places_of, warn_left_out
from learnmap.model.errors import InvalidInputError
from learnmap.model.profiles import WalkProfile
from learnmap.network import Snaps, SnapStatus, WalkCosts, Workspace
from learnmap.siting import SitingQuestion, WalkTable, walk_table


@dataclass(frozen=True, slots=True)
class Walkers:
    """Residents' places on the streets of those who walk.

    Attributes
    ----------
    network : Network
    costs : WalkCosts
    homes : Snaps
        (k,) places.
    cutoff_s : float
        The longest walk that counts.
    """

    network: Network
    costs: WalkCosts
    homes: Snaps
    cutoff_s: float

    @classmethod
    def of(
        cls, network: Network, profile: str | WalkProfile, homes: gpd.GeoSeries, cutoff_s: float
    ) -> "Walkers":
        """Join places in EPSG:4326 to the streets of a profile."""
        costs = network.costs(profile)
        return cls(network, costs, network.snap(homes, costs), cutoff_s)

    def to_nearest(self, points: gpd.GeoSeries) -> NDArray[np.float64]:
        """Return the seconds to the nearest point within the cutoff, (k,)."""
        return seconds_to_nearest(
            self.costs,
            self.homes,
            self.network.snap(points, self.costs),
            limit_s=self.cutoff_s,
            workspace=Workspace(self.network.graph),
        )

    def to_each(self, sites: Snaps, joined: NDArray[np.intp]) -> WalkTable:
        """Return the walks to the sites that join streets, whose rows are `joined`."""
        walks = seconds_between(
            self.costs,
            Homes.of(self.costs, self.homes),
            sites,
            limit_s=self.cutoff_s,
            workspace=Workspace(self.network.graph),
        )
        return walk_table(
            np.searchsorted(joined, walks.point),
            walks.place,
            walks.time_s,
            sites=len(joined),
            places=len(self.homes.status),
            cutoff_s=self.cutoff_s,
        )


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates that join a street.

    Attributes
    ----------
    frame : GeoDataFrame
        (c,) rows as they were given.
    walks : WalkTable
        From residents' places to each.
    cost, capacity : (c,) float64 or None
    """

    frame: gpd.GeoDataFrame
    walks: WalkTable
    cost: NDArray[np.float64] | None
    capacity: NDArray[np.float64] | None

    @classmethod
    def of(
        cls, given: gpd.GeoDataFrame, walkers: Walkers, *, cost: str | None, capacity: str | None
    ) -> "Candidates":
        """Search the walks to candidates, and name those that join no street in a warning.

        Raises
        ------
        TableError
            When the table cannot be used.
        """
        snaps = walkers.network.snap(places_of(given, what="candidates"), walkers.costs)
        costs = None if cost is None else amounts_of(given, cost, what="candidates")
        room = None
        if capacity is not None:
            room = amounts_of(given, capacity, what="candidates", endless=True)
        joined = np.flatnonzero(snaps.status == SnapStatus.SNAPPED)
        if len(joined) < len(given):
            lost = list(given.index[snaps.status != SnapStatus.SNAPPED])
            warn_left_out(
                f"{len(lost):,} candidates join no street within "
                f"{walkers.network.snap_limit_m:g} m, or only an island: {named_rows(lost)}"
            )
        return cls(
            given.iloc[joined],
            walkers.to_each(snaps, joined),
            None if costs is None else costs[joined],
            None if room is None else room[joined],
        )

    def check_budget(self, budget: float | None) -> None:
        """Refuse a budget that builds nothing, by the name of the cheapest candidate.

        Raises
        ------
        InvalidInputError
        """
        if budget is None or self.frame.empty:
            return
        costs = np.ones(len(self.frame)) if self.cost is None else self.cost
        cheapest = int(np.argmin(costs))
        if not budget >= costs[cheapest]:
            raise InvalidInputError(
                f"budget {budget:g} builds nothing: candidate {self.frame.index[cheapest]} is the "
                f"cheapest and costs {costs[cheapest]:g}; give that at least"
            )

    def question(
        self,
        residents: NDArray[np.float64],
        nearest_s: NDArray[np.float64],
        areas: tuple[tuple[str, ...], NDArray[np.int64]] | None,
    ) -> SitingQuestion:
        """Ask where to build, of the areas' names and the row of the area around each place.

        Raises
        ------
        InvalidInputError
            There is no candidate, or nobody lives anywhere.
        """
        names, around = areas or ((), None)
        return SitingQuestion(
            residents=residents,
            walks=self.walks,
            nearest_s=nearest_s,
            cost=self.cost,
            capacity=self.capacity,
            district=around,
            district_names=names,
        )
