"""Bounded shortest paths from a place on an edge (Dijkstra 1959), by an indexed binary heap.

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
    node_count : int
        Of the graph it is used with.
    """

    def __init__(self, node_count: int) -> None:
        self.time_s = np.empty(node_count, np.float64)
        self.stamp = np.zeros(node_count, np.int32)
        self.place = np.empty(node_count, np.int32)
        self.by_arc = np.empty(node_count, np.int32)
        self.heap = np.empty(node_count, np.int32)
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
        workspace.place,
        workspace.by_arc,
        workspace.heap,
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
    place: NDArray[np.int32],
    by_arc: NDArray[np.int32],
    heap: NDArray[np.int32],
    settled: NDArray[np.int32],
) -> int:
    """Settle nodes in order of time; return how many. ``place`` is each node's in the heap."""
    size, count = 0, 0
    for k in range(len(ends)):
        if times[k] <= limit_s and times[k] < np.inf:
            size = _offer(ends[k], times[k], -1, size, turn, time_s, stamp, place, by_arc, heap)
    while size > 0:
        node = heap[0]
        size -= 1
        if size > 0:
            heap[0] = heap[size]
            place[heap[0]] = 0
            _sink(heap, place, time_s, size)
        place[node] = -1
        settled[count] = node
        count += 1
        now = time_s[node]
        for arc in range(arc_offset[node], arc_offset[node + 1]):
            then = now + arc_s[arc]
            if then <= limit_s and then < np.inf:
                size = _offer(
                    arc_node[arc], then, arc, size, turn, time_s, stamp, place, by_arc, heap
                )
    return count


@njit(nogil=True, cache=True)
def _offer(  # noqa: PLR0913 -- a kernel takes arrays
    node: int,
    then: float,
    arc: int,
    size: int,
    turn: int,
    time_s: NDArray[np.float64],
    stamp: NDArray[np.int32],
    place: NDArray[np.int32],
    by_arc: NDArray[np.int32],
    heap: NDArray[np.int32],
) -> int:
    """Give a node a time if it is its first or a better one; return the heap's size."""
    if stamp[node] != turn:
        stamp[node] = turn
        place[node] = size
        heap[size] = node
        size += 1
    elif then >= time_s[node] or place[node] < 0:
        return size
    time_s[node] = then
    by_arc[node] = arc
    hole = place[node]
    while hole > 0:
        parent = (hole - 1) >> 1
        if time_s[heap[parent]] <= then:
            break
        heap[hole] = heap[parent]
        place[heap[hole]] = hole
        hole = parent
    heap[hole] = node
    place[node] = hole
    return size


@njit(nogil=True, cache=True)
def _sink(
    heap: NDArray[np.int32], place: NDArray[np.int32], time_s: NDArray[np.float64], size: int
) -> None:
    """Move the heap's first node down to where it belongs."""
    node = heap[0]
    then = time_s[node]
    hole = 0
    while True:
        child = 2 * hole + 1
        if child >= size:
            break
        if child + 1 < size and time_s[heap[child + 1]] < time_s[heap[child]]:
            child += 1
        if time_s[heap[child]] >= then:
            break
        heap[hole] = heap[child]
        place[heap[hole]] = hole
        hole = child
    heap[hole] = node
    place[node] = hole
