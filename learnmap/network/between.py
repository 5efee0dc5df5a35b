"""Times between points and places: searches from points, read off along the streets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.network.costs import WalkCosts
from learnmap.network.nearest import Places
from learnmap.network.origins import Origin, Starts, rates, starts_of, streets_of
from learnmap.network.searching import Workspace
from learnmap.network.walkgraph import WalkGraph


@dataclass(frozen=True, slots=True)
class PlacesOnEdges:
    """Places in the order of the edges that they lie on, so that a search reads them in a row.

    Attributes
    ----------
    begin : (m + 1,) int64
        Those on edge e are ``row[begin[e]:begin[e + 1]]``.
    row : (k,) int64
        Of the places as they were given.
    along_m : (k,) float64
        In the order of `row`.
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
        return cls(begin, row, places.along_m[row])


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
    ends = _ends(origins)
    best_s = np.full(len(places.row), np.inf)
    counts, found_places, found_times = [], [], []
    for k in range(len(origins)):
        pair = Starts(starts.node[2 * k : 2 * k + 2], starts.time_s[2 * k : 2 * k + 2])
        own = ends[0][k : k + 1], ends[1][k : k + 1], ends[2][k : k + 1]
        touched = _search(graph, costs, pair, own, places, limit_s, workspace, best_s)
        place, time_s = _taken(touched, places.row, best_s)
        counts.append(len(place))
        found_places.append(place)
        found_times.append(time_s)
    return (
        np.repeat(np.arange(len(origins), dtype=np.int32), counts),
        np.concatenate([*found_places, np.empty(0, np.int32)]),
        np.concatenate([*found_times, np.empty(0)]),
    )


def times_to_nearest(
    graph: WalkGraph,
    costs: WalkCosts,
    origins: Sequence[Origin],
    places: PlacesOnEdges,
    *,
    limit_s: float,
    workspace: Workspace,
) -> NDArray[np.float64]:
    """Return the seconds from each place to the soonest of all origins, by one search.

    Parameters
    ----------
    graph, costs, origins, places, limit_s, workspace
        As for `times_between`.

    Returns
    -------
    (k,) float64
        In the order of the places as they were given; infinite beyond the limit.
    """
    starts = starts_of(graph, costs, origins, towards=True)
    best_s = np.full(len(places.row), np.inf)
    _search(graph, costs, starts, _ends(origins), places, limit_s, workspace, best_s)
    time_s = np.empty(len(best_s))
    time_s[places.row] = best_s
    return time_s


_Ends: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
"""Edge, metres along it and seconds already spent, of each origin."""


def _ends(origins: Sequence[Origin]) -> _Ends:
    rows = [(origin.edge, origin.along_m, origin.start_s) for origin in origins]
    edge, along_m, start_s = np.ascontiguousarray(np.array(rows, np.float64).reshape(-1, 3).T)
    return edge, along_m, start_s


def _search(
    graph: WalkGraph,
    costs: WalkCosts,
    starts: Starts,
    ends: _Ends,
    places: PlacesOnEdges,
    limit_s: float,
    workspace: Workspace,
    best_s: NDArray[np.float64],
) -> NDArray[np.int32]:
    """Write the times within the limit over longer ones, and return whose were infinite.

    Both are in the order of the places along the edges.
    """
    workspace.run(graph, costs, starts, limit_s=limit_s, towards=True)
    touched: NDArray[np.int32] = _read_off(
        workspace.found,
        workspace.time_s,
        *streets_of(graph, costs),
        places.begin,
        places.along_m,
        *ends,
        limit_s,
        best_s,
    )
    return touched


@njit(nogil=True, cache=True)
def _read_off(  # noqa: C901, PLR0912, PLR0913 -- a kernel takes arrays, in one piece
    found: NDArray[np.int32],
    node_s: NDArray[np.float64],
    arc_offset: NDArray[np.int32],
    arc_edge: NDArray[np.int32],
    arc_flags: NDArray[np.uint8],
    arc_m: NDArray[np.float64],
    arc_towards_m: NDArray[np.float64],
    away_s_per_m: NDArray[np.float64],
    towards_s_per_m: NDArray[np.float64],
    edge_u: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
    begin: NDArray[np.int64],
    along_m: NDArray[np.float64],
    origin_edge: NDArray[np.float64],
    origin_m: NDArray[np.float64],
    origin_s: NDArray[np.float64],
    limit_s: float,
    best_s: NDArray[np.float64],
) -> NDArray[np.int32]:
    """Return what `_search` does."""
    touched = np.empty(64, np.int32)
    count = 0
    for f in range(len(found) + len(origin_edge)):
        # The last turns are for the origins' own edges, along which one may walk straight to them.
        own = f - len(found)
        node = np.int32(-1) if own >= 0 else found[f]
        first, last = (0, 1) if own >= 0 else (arc_offset[node], arc_offset[node + 1])
        for arc in range(first, last):
            edge = int(origin_edge[own]) if own >= 0 else int(arc_edge[arc])
            length_m = edge_length_m[edge]
            if begin[edge] == begin[edge + 1]:
                continue
            rate, from_u, from_v = np.inf, np.inf, np.inf
            if own >= 0:
                from_u, from_v = rates(
                    arc_offset,
                    arc_edge,
                    arc_flags,
                    arc_m,
                    arc_towards_m,
                    away_s_per_m,
                    towards_s_per_m,
                    edge_u,
                    edge_length_m,
                    edge,
                    True,  # noqa: FBT003 -- kernels take positions
                )
            else:
                rate = towards_s_per_m[arc_flags[arc]]
                if length_m > 0.0:
                    rate *= arc_towards_m[arc] / length_m
            for place in range(begin[edge], begin[edge + 1]):
                if own >= 0:
                    apart_m = along_m[place] - origin_m[own]
                    rate = from_u if apart_m < 0.0 else from_v
                    apart_m, then = abs(apart_m), origin_s[own]
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
    return touched[:count]


@njit(nogil=True, cache=True)
def _taken(
    touched: NDArray[np.int32], row: NDArray[np.int64], best_s: NDArray[np.float64]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the rows of places in order and their times, which are infinite again afterwards."""
    rows = np.empty(len(touched), np.int32)
    for k in range(len(touched)):
        rows[k] = row[touched[k]]
    order = np.argsort(rows)
    times = np.empty(len(touched))
    for k in range(len(touched)):
        times[k] = best_s[touched[order[k]]]
    for place in touched:
        best_s[place] = np.inf
    return rows[order], times
