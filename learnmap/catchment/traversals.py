"""Walks along the reached streets: which parts of which edges lead to the origin, and when.

A traversal starts at one end of an edge (or at the origin on its own edge) and runs along it,
away from the origin, with the time rising from `start_s`. It ends where the cutoff cuts it or
where a traversal from the other end arrives as soon.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.network import Origin, Reached, WalkCosts, WalkGraph, Workspace


@dataclass(frozen=True, slots=True)
class Traversals:
    """Parts of edges within the cutoff, one row each.

    Attributes
    ----------
    edge : (k,) int32
    from_m, to_m : (k,) float64
        Where along the edge the traversal starts and ends; ``to_m < from_m`` runs against the
        edge's geometry.
    start_s : (k,) float64
        Walking time at `from_m`.
    """

    edge: NDArray[np.int32]
    from_m: NDArray[np.float64]
    to_m: NDArray[np.float64]
    start_s: NDArray[np.float64]


def reached_streets(
    graph: WalkGraph,
    costs: WalkCosts,
    origin: Origin,
    reached: Reached,
    *,
    limit_s: float,
    workspace: Workspace,
    towards: bool = True,
) -> Traversals:
    """Cut the reached edges at the cutoff.

    Parameters
    ----------
    graph, costs, origin
        As given to the search.
    reached : Reached
        The search's answer.
    limit_s : float
        The cutoff; a place at exactly this time is inside.
    workspace : Workspace
        As the search left it.
    towards : bool
        As given to the search.

    Returns
    -------
    Traversals
    """
    rows = _cut_edges(
        reached.node,
        workspace.time_s,
        workspace.stamp,
        workspace.turn,
        graph.arc_offset,
        graph.arc_edge,
        graph.edge_u,
        graph.edge_v,
        graph.edge_length_m,
        costs.s_per_m,
        # Walking back to an edge's end u is walking against its geometry.
        costs.backward if towards else costs.forward,
        costs.forward if towards else costs.backward,
        origin.edge,
        origin.along_m,
        origin.start_s,
        limit_s,
    )
    edge, from_m, to_m, start_s = rows.T
    return Traversals(edge.astype(np.int32), from_m.copy(), to_m.copy(), start_s.copy())


@njit(nogil=True, cache=True)
def _cut_edges(  # noqa: PLR0913 -- a kernel takes arrays
    node: NDArray[np.int32],
    node_s: NDArray[np.float64],
    stamp: NDArray[np.int32],
    turn: int,
    arc_offset: NDArray[np.int64],
    arc_edge: NDArray[np.int32],
    edge_u: NDArray[np.int32],
    edge_v: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
    s_per_m: NDArray[np.float64],
    from_u: NDArray[np.bool_],
    from_v: NDArray[np.bool_],
    origin_edge: int,
    origin_m: float,
    origin_s: float,
    limit_s: float,
) -> NDArray[np.float64]:
    """Return rows of edge, from_m, to_m, start_s."""
    most = 2
    for k in range(len(node)):
        most += arc_offset[node[k] + 1] - arc_offset[node[k]]
    rows = np.empty((most, 4))
    count = 0
    for k in range(len(node)):
        here = node[k]
        previous = -1
        for arc in range(arc_offset[here], arc_offset[here + 1]):
            edge = arc_edge[arc]
            if edge == previous or s_per_m[edge] == np.inf:
                continue  # a loop has two arcs at its node, and both its ends are seen to here
            previous = edge
            if edge_u[edge] == here and from_u[edge]:
                run = _run_m(
                    edge,
                    here,
                    edge_v[edge],
                    from_v[edge],
                    node_s,
                    stamp,
                    turn,
                    limit_s,
                    edge_length_m,
                    s_per_m,
                )
                _fill(rows[count], edge, 0.0, run, node_s[here])
                count += run > 0.0
            if edge_v[edge] == here and from_v[edge]:
                run = _run_m(
                    edge,
                    here,
                    edge_u[edge],
                    from_u[edge],
                    node_s,
                    stamp,
                    turn,
                    limit_s,
                    edge_length_m,
                    s_per_m,
                )
                length = edge_length_m[edge]
                _fill(rows[count], edge, length, length - run, node_s[here])
                count += run > 0.0
    rate, length = s_per_m[origin_edge], edge_length_m[origin_edge]
    reach = (limit_s - origin_s) / rate
    # Against the geometry one walks away from the origin to where one walks back forward.
    if from_v[origin_edge]:
        _fill(rows[count], origin_edge, origin_m, max(0.0, origin_m - reach), origin_s)
        count += 1
    if from_u[origin_edge]:
        _fill(rows[count], origin_edge, origin_m, min(length, origin_m + reach), origin_s)
        count += 1
    return rows[:count]


@njit(nogil=True, cache=True)
def _run_m(  # noqa: PLR0913 -- a kernel takes arrays
    edge: int,
    here: int,
    other: int,
    opposite: bool,  # noqa: FBT001 -- a kernel takes positions
    node_s: NDArray[np.float64],
    stamp: NDArray[np.int32],
    turn: int,
    limit_s: float,
    edge_length_m: NDArray[np.float64],
    s_per_m: NDArray[np.float64],
) -> float:
    """Return how far a traversal from `here` runs: to the cutoff, or to where another meets it."""
    rate, length = s_per_m[edge], edge_length_m[edge]
    run = min(length, (limit_s - node_s[here]) / rate)
    if opposite and stamp[other] == turn:
        run = min(run, (node_s[other] + length * rate - node_s[here]) / (2.0 * rate))
    return float(run)


@njit(nogil=True, cache=True)
def _fill(row: NDArray[np.float64], edge: int, from_m: float, to_m: float, start_s: float) -> None:
    row[0], row[1], row[2], row[3] = edge, from_m, to_m, start_s
