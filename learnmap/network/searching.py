"""Bounded shortest paths from a place on an edge (Dijkstra 1959), by a binary heap.

A workspace is as long as the graph and is used again and again: what an earlier search left
in it is told from the present one by a stamp, so that a search costs only what it settles.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.network.costs import WalkCosts
from learnmap.network.walkgraph import WalkGraph

AT_END_M: Final = 0.01
"""A place this near to an end of its edge is at the node."""


class Workspace:
    """Room for one search at a time; each thread has its own.

    Parameters
    ----------
    graph : WalkGraph
        That it is used with.
    """

    def __init__(self, graph: WalkGraph) -> None:
        node_count = graph.node_count
        most = len(graph.arc_node) + 2  # each arc offers a time once, and so do two ends
        self.time_s = np.empty(node_count, np.float64)
        self.stamp = np.zeros(node_count, np.int32)
        self.by_arc = np.empty(node_count, np.int32)
        self.heap_s = np.empty(most, np.float64)
        self.heap_node = np.empty(most, np.int32)
        self.settled = np.empty(node_count, np.int32)
        self.turn = 0


@dataclass(frozen=True, slots=True)
class Reached:
    """Nodes within a search's limit, in order of time.

    Attributes
    ----------
    node : (k,) int32
    time_s : (k,) float64
    by_arc : (k,) int32
        The arc by which the search came to each node (an index into the graph's arcs, at the
        node it came from); -1 where it began.
    """

    node: NDArray[np.int32]
    time_s: NDArray[np.float64]
    by_arc: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Origin:
    """A place on an edge where a search begins.

    Attributes
    ----------
    edge : int
    along_m : float
        From the edge's first vertex, in the edge's metres.
    start_s : float
        Seconds already spent, such as from a door to the street.
    """

    edge: int
    along_m: float
    start_s: float = 0.0


def search(
    graph: WalkGraph,
    costs: WalkCosts,
    origin: Origin,
    *,
    limit_s: float,
    towards: bool,
    workspace: Workspace,
) -> Reached:
    """Find all nodes within a walking time of a place.

    Parameters
    ----------
    graph : WalkGraph
    costs : WalkCosts
        Of the profile that walks.
    origin : Origin
    limit_s : float
        Nodes at exactly this time are reached.
    towards : bool
        True for the times of walking from the nodes to the place, False for the times from
        the place to the nodes; they differ where a way is one-way for feet.
    workspace : Workspace
        Of a size with the graph; it is overwritten.

    Returns
    -------
    Reached
    """
    ends, times = starting_nodes(graph, costs, origin, towards=towards)
    workspace.turn += 1
    count = _settle(
        graph.arc_offset,
        graph.arc_node,
        costs.arc_to_s if towards else costs.arc_from_s,
        ends,
        times,
        limit_s,
        workspace.turn,
        workspace.time_s,
        workspace.stamp,
        workspace.by_arc,
        workspace.heap_s,
        workspace.heap_node,
        workspace.settled,
    )
    node = workspace.settled[:count].copy()
    return Reached(node, workspace.time_s[node], workspace.by_arc[node])


def starting_nodes(
    graph: WalkGraph, costs: WalkCosts, origin: Origin, *, towards: bool
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the nodes at the ends of the origin's edge and the seconds to or from them.

    Who stands at an end of the edge is at that node, whatever direction the edge may be walked.
    """
    edge = origin.edge
    rate = costs.s_per_m[edge]
    ahead_m = max(0.0, float(graph.edge_length_m[edge]) - origin.along_m)
    # Walking from u to the origin is walking forward; so is walking from the origin to v.
    via_u, via_v = (
        (costs.forward[edge], costs.backward[edge])
        if towards
        else (costs.backward[edge], costs.forward[edge])
    )
    ends = np.array([graph.edge_u[edge], graph.edge_v[edge]], np.int32)
    times = origin.start_s + np.array(
        [
            origin.along_m * rate if via_u or origin.along_m < AT_END_M else np.inf,
            ahead_m * rate if via_v or ahead_m < AT_END_M else np.inf,
        ]
    )
    return ends, times


@njit(nogil=True, cache=True)
def _settle(  # noqa: PLR0913 -- a kernel takes arrays
    arc_offset: NDArray[np.int64],
    arc_node: NDArray[np.int32],
    arc_s: NDArray[np.float64],
    ends: NDArray[np.int32],
    times: NDArray[np.float64],
    limit_s: float,
    turn: int,
    time_s: NDArray[np.float64],
    stamp: NDArray[np.int32],
    by_arc: NDArray[np.int32],
    heap_s: NDArray[np.float64],
    heap_node: NDArray[np.int32],
    settled: NDArray[np.int32],
) -> int:
    """Settle nodes in order of time; return how many.

    A node that gets a better time is put into the heap once more, and its older entry is passed
    over when it comes up: that is quicker than keeping each node's place in the heap.
    """
    size, count = 0, 0
    for k in range(len(ends)):
        node, then = ends[k], times[k]
        if then <= limit_s and then < np.inf and (stamp[node] != turn or then < time_s[node]):
            stamp[node], time_s[node], by_arc[node] = turn, then, -1
            _push(heap_s, heap_node, size, then, node)
            size += 1
    while size > 0:
        now, node = heap_s[0], heap_node[0]
        size -= 1
        _drop_first(heap_s, heap_node, size)
        if now > time_s[node]:
            continue
        settled[count] = node
        count += 1
        for arc in range(arc_offset[node], arc_offset[node + 1]):
            then, other = now + arc_s[arc], arc_node[arc]
            if then > limit_s or then == np.inf:
                continue
            if stamp[other] != turn or then < time_s[other]:
                stamp[other], time_s[other], by_arc[other] = turn, then, arc
                _push(heap_s, heap_node, size, then, other)
                size += 1
    return count


# Inlined: numba passes an array as seven words, and with functions of ten arrays called here a
# search took three times as long (Helsinki, 2,520 nodes: 1.35 ms instead of 0.42 ms).
@njit(nogil=True, cache=True, inline="always")
def _push(
    heap_s: NDArray[np.float64], heap_node: NDArray[np.int32], size: int, then: float, node: int
) -> None:
    """Put a node behind the last entry and raise it to its place."""
    hole = size
    while hole > 0:
        parent = (hole - 1) >> 1
        if heap_s[parent] <= then:
            break
        heap_s[hole], heap_node[hole] = heap_s[parent], heap_node[parent]
        hole = parent
    heap_s[hole], heap_node[hole] = then, node


@njit(nogil=True, cache=True, inline="always")
def _drop_first(heap_s: NDArray[np.float64], heap_node: NDArray[np.int32], size: int) -> None:
    """Let the entry behind the last take the first one's place, and sink to its own."""
    last_s, last_node = heap_s[size], heap_node[size]
    hole, child = 0, 1
    while child < size:
        if child + 1 < size and heap_s[child + 1] < heap_s[child]:
            child += 1
        if heap_s[child] >= last_s:
            break
        heap_s[hole], heap_node[hole] = heap_s[child], heap_node[child]
        hole, child = child, 2 * child + 1
    heap_s[hole], heap_node[hole] = last_s, last_node
