"""The nearest learning point from everywhere: one search from all points at once.

Every node gets the point that is reached from it soonest (a Voronoi diagram on the network;
Erwig 2000), and places along edges get theirs from the edge's ends and the points on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.network.costs import WalkCosts
from learnmap.network.origins import Origin, end_rates, starts_of
from learnmap.network.searching import Workspace
from learnmap.network.walkgraph import WalkGraph


@dataclass(frozen=True, slots=True)
class NearestPoints:
    """Which of several points is the soonest to walk to, and the time.

    Attributes
    ----------
    node_point : (n,) int32
        Row of the origins; -1 where none is within the limit.
    node_s : (n,) float64
        Seconds from each node to it; infinite where there is none.
    edge_point : (m,) int32
        The same for the middle of each edge.
    edge_s : (m,) float64
    """

    node_point: NDArray[np.int32]
    node_s: NDArray[np.float64]
    edge_point: NDArray[np.int32]
    edge_s: NDArray[np.float64]


def nearest_points(
    graph: WalkGraph,
    costs: WalkCosts,
    origins: Sequence[Origin],
    *,
    limit_s: float = np.inf,
    workspace: Workspace | None = None,
) -> NearestPoints:
    """Find the soonest point from every node and edge.

    Parameters
    ----------
    graph : WalkGraph
    costs : WalkCosts
        Of the profile that walks to the points.
    origins : sequence of Origin
        Where the points join the graph.
    limit_s : float
        Farther points do not count.
    workspace : Workspace, optional
        For the graph, to be used again.

    Returns
    -------
    NearestPoints
    """
    workspace = workspace or Workspace(graph)
    starts = starts_of(graph, costs, origins, towards=True)
    workspace.run(graph, costs, starts, limit_s=limit_s, towards=True)
    node_point = np.full(graph.node_count, -1, np.int32)
    _label(
        workspace.found,
        workspace.by_arc,
        np.repeat(np.arange(graph.node_count, dtype=np.int32), np.diff(graph.arc_offset)),
        node_point,
    )
    node_s = np.full(graph.node_count, np.inf)
    node_s[workspace.found] = workspace.found_s()
    middles = Places(np.arange(graph.edge_count), graph.edge_length_m / 2)
    edge_point, edge_s = nearest_along(graph, costs, origins, node_point, node_s, middles)
    beyond = edge_s > limit_s
    edge_point[beyond], edge_s[beyond] = -1, np.inf
    return NearestPoints(node_point, node_s, edge_point, edge_s)


@dataclass(frozen=True, slots=True)
class Places:
    """Places along edges.

    Attributes
    ----------
    edge : (k,) integers
    along_m : (k,) float64
        From each edge's first vertex.
    """

    edge: NDArray[np.integer]
    along_m: NDArray[np.float64]


def nearest_along(
    graph: WalkGraph,
    costs: WalkCosts,
    origins: Sequence[Origin],
    node_point: NDArray[np.int32],
    node_s: NDArray[np.float64],
    places: Places,
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Find the soonest point from places along edges.

    Parameters
    ----------
    graph, costs, origins
        As given to `nearest_points`.
    node_point, node_s
        What it found.
    places : Places

    Returns
    -------
    point : (k,) int32
        Row of the origins; -1 for none.
    time_s : (k,) float64
    """
    edge, along_m = places.edge, places.along_m
    forward_s, backward_s = costs.edge_seconds()
    u, v = graph.edge_u[edge], graph.edge_v[edge]
    length_m = graph.edge_length_m[edge]
    fraction = np.divide(along_m, length_m, out=np.zeros(len(edge)), where=length_m > 0)
    via_u = node_s[u] + _share(backward_s[edge], fraction)
    via_v = node_s[v] + _share(forward_s[edge], 1 - fraction)
    time_s = np.minimum(via_u, via_v)
    point = np.where(via_u <= via_v, node_point[u], node_point[v])
    point = np.where(np.isfinite(time_s), point, -1).astype(np.int32)
    order = np.argsort(edge, kind="stable")
    ranked = edge[order]
    for row, origin in enumerate(origins):
        first, last = np.searchsorted(ranked, [origin.edge, origin.edge + 1])
        if first == last:
            continue
        from_u, from_v = end_rates(graph, costs, origin.edge, towards=True)
        here = order[first:last]
        apart_m = along_m[here] - origin.along_m
        # Who stands before the point walks on away from u, who stands behind it back from v.
        rate = np.where(apart_m < 0, from_u, from_v)
        walk_s = np.zeros(len(here))
        np.multiply(np.abs(apart_m), rate, out=walk_s, where=apart_m != 0)
        direct = origin.start_s + walk_s
        sooner = direct < time_s[here]
        time_s[here[sooner]], point[here[sooner]] = direct[sooner], row
    return point, time_s


def _share(seconds: NDArray[np.float64], fraction: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return parts of times; of a closed way no part at all is nothing."""
    part = np.zeros(len(seconds))
    return np.multiply(seconds, fraction, out=part, where=fraction > 0)


@njit(nogil=True, cache=True)
def _label(
    found: NDArray[np.int32],
    by_arc: NDArray[np.int32],
    tail: NDArray[np.int32],
    point: NDArray[np.int32],
) -> None:
    """Give each node the point that its walk ends at; two starts stand for one point."""
    path = np.empty(len(point), np.int32)
    for k in range(len(found)):
        node, length = found[k], 0
        while point[node] < 0 and by_arc[node] >= 0:
            path[length] = node
            length += 1
            node = tail[by_arc[node]]
        if point[node] < 0:
            point[node] = (-1 - by_arc[node]) // 2
        for i in range(length):
            point[path[i]] = point[node]
