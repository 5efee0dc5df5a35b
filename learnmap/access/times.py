"""How long residents walk to learning points: to the nearest, and to each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.network import (
    Origin,
    Snaps,
    SnapStatus,
    WalkCosts,
    WalkGraph,
    Workspace,
    nearest_points,
)
from learnmap.network.between import PlacesOnEdges, times_between, times_to_nearest
from learnmap.network.nearest import Places, nearest_along
from learnmap.network.origins import AT_END_M


@dataclass(frozen=True, slots=True)
class Homes:
    """Residents' places as searches from points read them off, made once for many searches.

    Attributes
    ----------
    placed : (k,) bool
        Whether a place joins a street of the profile.
    on_edges : PlacesOnEdges
        Those that do.
    door_s : (j,) float64
        Seconds from door to street of those that do.
    """

    placed: NDArray[np.bool_]
    on_edges: PlacesOnEdges
    door_s: NDArray[np.float64]

    @classmethod
    def of(cls, costs: WalkCosts, residents: Snaps) -> "Homes":
        """Put residents' places, snapped with these costs, in order."""
        placed = residents.status == SnapStatus.SNAPPED
        on_edges = PlacesOnEdges.of(costs.graph, _places(costs.graph, residents, placed))
        return cls(placed, on_edges, residents.distance_m[placed] / costs.profile.speed_m_per_s)


def seconds_from_homes(
    costs: WalkCosts,
    homes: Homes,
    points: Snaps,
    *,
    limit_s: float,
    workspace: Workspace,
    among: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Return the seconds from each resident's place to the nearest point, door to door.

    The time is that of the walk along streets and, at the profile's speed, of the straight ways
    from the door to the street and from the street to the point. All points are searched at once.

    Parameters
    ----------
    costs : WalkCosts
        Of the profile that walks; all was snapped with them.
    homes : Homes
        (k,) places, put in order once for many searches.
    points : Snaps
        (p,) learning points; those that join no street are nobody's nearest.
    limit_s : float
        Farther points do not count; one at exactly this time does.
    workspace : Workspace
        For the graph.
    among : (p,) bool, optional
        The points to look at; all by default.

    Returns
    -------
    (k,) float64
        Infinite where no point is within the limit; not a number where the resident's place joins
        no street, or only an island, so that nobody knows.
    """
    _, origins = _origins(costs, points, among)
    street_s = times_to_nearest(
        costs.graph, costs, origins, homes.on_edges, limit_s=limit_s, workspace=workspace
    )
    walk_s = street_s + homes.door_s
    time_s = np.full(len(homes.placed), np.nan)
    time_s[homes.placed] = np.where(walk_s <= limit_s, walk_s, np.inf)
    return time_s


def seconds_to_nearest(
    costs: WalkCosts,
    residents: Snaps,
    points: Snaps,
    *,
    limit_s: float,
    workspace: Workspace,
    among: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Return what `seconds_from_homes` does, of (k,) places that were only snapped."""
    homes = Homes.of(costs, residents)
    return seconds_from_homes(
        costs, homes, points, limit_s=limit_s, workspace=workspace, among=among
    )


@dataclass(frozen=True, slots=True)
class NearestTo:
    """The nearest point of each resident's place.

    Attributes
    ----------
    time_s : (k,) float64
        As `seconds_to_nearest` gives it.
    point : (k,) int32
        Row of the points; -1 where none is within the limit.
    """

    time_s: NDArray[np.float64]
    point: NDArray[np.int32]


def nearest_to(
    costs: WalkCosts,
    residents: Snaps,
    points: Snaps,
    *,
    limit_s: float,
    workspace: Workspace,
    among: NDArray[np.bool_] | None = None,
) -> NearestTo:
    """Return which point is the nearest of each resident's place, and the seconds to it.

    Parameters are those of `seconds_to_nearest`.
    """
    graph, speed = costs.graph, costs.profile.speed_m_per_s
    placed = residents.status == SnapStatus.SNAPPED
    time_s = np.where(placed, np.inf, np.nan)
    point = np.full(len(placed), -1, np.int32)
    joined, origins = _origins(costs, points, among)
    if not origins or not placed.any():
        return NearestTo(time_s, point)
    found = nearest_points(graph, costs, origins, limit_s=limit_s, workspace=workspace)
    places = _places(graph, residents, placed)
    origin, street_s = nearest_along(graph, costs, origins, found.node_point, found.node_s, places)
    walk_s = street_s + residents.distance_m[placed] / speed
    near = walk_s <= limit_s
    time_s[placed] = np.where(near, walk_s, np.inf)
    point[placed] = np.where(near, joined[origin], -1)
    return NearestTo(time_s, point)


@dataclass(frozen=True, slots=True)
class WalkTimes:
    """Walks from residents' places to points, all that take no longer than a limit.

    Attributes
    ----------
    point : (z,) int32
        Row of the points, ascending.
    place : (z,) int32
        Row of the residents' places, ascending for each point.
    time_s : (z,) float64
        From door to door.
    """

    point: NDArray[np.int32]
    place: NDArray[np.int32]
    time_s: NDArray[np.float64]

    def soonest(self, places: int) -> NDArray[np.float64]:
        """Return the seconds from each of so many places to its nearest point, or infinity."""
        time_s = np.full(places, np.inf)
        np.minimum.at(time_s, self.place, self.time_s)
        return time_s


def seconds_between(
    costs: WalkCosts,
    homes: Homes,
    points: Snaps,
    *,
    limit_s: float,
    workspace: Workspace,
    among: NDArray[np.bool_] | None = None,
) -> WalkTimes:
    """Return the seconds between residents' places and points, for all pairs within a limit.

    The times are those of `seconds_to_nearest`, of which each is the least of a place's here.

    Parameters
    ----------
    costs : WalkCosts
        Of the profile that walks; all was snapped with them.
    homes : Homes
        (k,) places.
    points : Snaps
        (p,) learning points or candidate sites; those that join no street are in no pair.
    limit_s : float
        A walk of exactly this time counts.
    workspace : Workspace
        For the graph.
    among : (p,) bool, optional
        The points to look at; all by default.

    Returns
    -------
    WalkTimes
    """
    joined, origins = _origins(costs, points, among)
    origin, place, street_s = times_between(
        costs.graph, costs, origins, homes.on_edges, limit_s=limit_s, workspace=workspace
    )
    time_s = street_s + homes.door_s[place]
    near = time_s <= limit_s
    rows = np.flatnonzero(homes.placed).astype(np.int32)
    return WalkTimes(joined[origin[near]], rows[place[near]], time_s[near])


def _origins(
    costs: WalkCosts, points: Snaps, among: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int32], Sequence[Origin]]:
    """Return the rows of the points that join streets, and where searches from them begin."""
    joined = points.status == SnapStatus.SNAPPED
    rows = np.flatnonzero(joined if among is None else joined & among).astype(np.int32)
    door_s = points.distance_m[rows] / costs.profile.speed_m_per_s
    places = zip(
        points.edge[rows].tolist(), points.along_m[rows].tolist(), door_s.tolist(), strict=True
    )
    return rows, [Origin(*place) for place in places]


def _places(graph: WalkGraph, residents: Snaps, placed: NDArray[np.bool_]) -> Places:
    """Return where residents join streets.

    Who stands at an end of a street may walk on from there, whatever its direction.
    """
    edge, along_m = residents.edge[placed], residents.along_m[placed]
    length_m = np.asarray(graph.edge_length_m)[edge]
    along_m = np.where(length_m - along_m < AT_END_M, length_m, along_m)
    return Places(edge, np.where(along_m < AT_END_M, 0.0, along_m))
