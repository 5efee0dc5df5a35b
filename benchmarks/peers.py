"""The same search by other programs, for its time and to see that the answers agree."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from learnmap.network import WalkCosts, WalkGraph


def scipy_matrix(graph: WalkGraph, costs: WalkCosts) -> csr_array:
    """Return the seconds from node to node; of parallel streets the quickest."""
    start = np.repeat(np.arange(graph.node_count), np.diff(graph.arc_offset))
    end, time_s = np.asarray(graph.arc_node), costs.arc_from_s
    usable = np.isfinite(time_s) & (start != end)
    start, end, time_s = start[usable], end[usable], time_s[usable]
    order = np.lexsort((time_s, end, start))
    start, end, time_s = start[order], end[order], time_s[order]
    first = np.r_[True, (np.diff(start) != 0) | (np.diff(end) != 0)]
    shape = (graph.node_count, graph.node_count)
    return csr_array((time_s[first], (start[first], end[first])), shape=shape)


def scipy_times(
    matrix: csr_array, nodes: NDArray[np.int32], *, limit_s: float
) -> NDArray[np.float64]:
    """Return the (k, n) seconds from each of k nodes, infinite beyond the limit."""
    times: NDArray[np.float64] = dijkstra(matrix, indices=nodes, limit=limit_s)
    return times
