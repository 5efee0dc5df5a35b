"""Times between points and places: a search from each point, read off along the streets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.network.costs import WalkCosts
from learnmap.network.nearest import Places
from learnmap.network.origins import Origin, end_rates, starts_of
from learnmap.network.searching import Workspace
from learnmap.network.walkgraph import WalkGraph


@dataclass(frozen=True, slots=True)
class PlacesOnEdges:
    """Places in the order of the edges that they lie on.

    Attributes
    ----------
    begin : (m + 1,) int64
        Those on edge e are ``row[begin[e]:begin[e + 1]]``.
    row : (k,) int64
        Of the places as they were given.
    along_m : (k,) float64
        Of the places as they were given.
    """

    begin: NDArray[np.int64]
    row: NDArray[np.int64]
    along_m: NDArray[np.float64]

    @classmethod
    def of(cls, graph: WalkGraph, places: Places) -> "PlacesOnEdges":
        """Put places in order."""
        counts = np.bincount(places.edge, minlength=graph.edge_count)
        begin = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        row = np.argsort(places.edge, kind="stable").astype(np.int64)
        return cls(begin, row, places.along_m)


def times_between(
    graph: WalkGraph,
    costs: WalkCosts,
    origins: Sequence[Origin],
    places: PlacesOnEdges,
    *,
    limit_s: float,
    workspace: Workspace,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Return the seconds from places to origins, for all pairs within a time.

    Parameters
    ----------
    graph, costs
    origins : sequence of Origin
        Learning points that are walked to.
    places : PlacesOnEdges
        Where people set out.
    limit_s : float
        A pair at exactly this time counts.
    workspace : Workspace
        For the graph.

    Returns
    -------
    origin : (z,) int32
        Row of the origins, in their order.
    place : (z,) int32
        Row of the places, in order for each origin.
    time_s : (z,) float64
    """
    starts = starts_of(graph, costs, origins, towards=True)
    best_s = np.full(len(places.row), np.inf)
    counts, found_places, found_times = [], [], []
    for k, origin in enumerate(origins):
        pair = type(starts)(starts.node[2 * k : 2 * k + 2], starts.time_s[2 * k : 2 * k + 2])
        workspace.run(graph, costs, pair, limit_s=limit_s, towards=True)
        from_u, from_v = end_rates(graph, costs, origin.edge, towards=True)
        place, time_s = _read_off(
            workspace.found,
            workspace.time_s,
            graph.arc_offset,
            graph.arc_edge,
            graph.arc_flags,
            graph.metres(towards=True),
            costs.towards_s_per_m,
            graph.edge_u,
            graph.edge_length_m,
            places.begin,
            places.row,
            places.along_m,
            origin.edge,
            origin.along_m,
            origin.start_s,
            from_u,
            from_v,
            limit_s,
            best_s,
        )
        counts.append(len(place))
        found_places.append(place)
        found_times.append(time_s)
    return (
        np.repeat(np.arange(len(origins), dtype=np.int32), counts),
        np.concatenate([*found_places, np.empty(0, np.int32)]),
        np.concatenate([*found_times, np.empty(0)]),
    )


@njit(nogil=True, cache=True)
def _read_off(  # noqa: C901, PLR0913 -- a kernel takes arrays, in one piece
    found: NDArray[np.int32],
    node_s: NDArray[np.float64],
    arc_offset: NDArray[np.int32],
    arc_edge: NDArray[np.int32],
    arc_flags: NDArray[np.uint8],
    arc_towards_m: NDArray[np.float64],
    towards_s_per_m: NDArray[np.float64],
    edge_u: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
    begin: NDArray[np.int64],
    row: NDArray[np.int64],
    along_m: NDArray[np.float64],
    origin_edge: int,
    origin_m: float,
    origin_s: float,
    from_u: float,
    from_v: float,
    limit_s: float,
    best_s: NDArray[np.float64],
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the places within the limit of one origin; `best_s` is infinite before and after."""
    touched = np.empty(64, np.int32)
    count = 0
    for f in range(len(found) + 1):
        # The last turn is for the origin's own edge, along which one may walk straight to it.
        own = f == len(found)
        node = np.int32(-1) if own else found[f]
        first, last = (0, 1) if own else (arc_offset[node], arc_offset[node + 1])
        for arc in range(first, last):
            edge = origin_edge if own else arc_edge[arc]
            length_m = edge_length_m[edge]
            rate = np.inf
            if not own:
                rate = towards_s_per_m[arc_flags[arc]]
                if length_m > 0.0:
                    rate *= arc_towards_m[arc] / length_m
            for k in range(begin[edge], begin[edge + 1]):
                place = row[k]
                if own:
                    apart_m = along_m[place] - origin_m
                    rate = from_u if apart_m < 0.0 else from_v
                    apart_m, then = abs(apart_m), origin_s
                else:
                    at_u = edge_u[edge] == node
                    apart_m = along_m[place] if at_u else max(0.0, length_m - along_m[place])
                    then = node_s[node]
                if apart_m > 0.0:
                    then += apart_m * rate
                if not then <= limit_s or then == np.inf or then >= best_s[place]:
                    continue
                if best_s[place] == np.inf:
                    if count == len(touched):
                        touched = np.concatenate((touched, np.empty_like(touched)))
                    touched[count] = place
                    count += 1
                best_s[place] = then
    places = np.sort(touched[:count])
    times = np.empty(count)
    for k in range(count):
        times[k] = best_s[places[k]]
        best_s[places[k]] = np.inf
    return places, times
