"""Origins: places on edges where searches begin, and how far in time their edges' ends are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.network.costs import WalkCosts
from learnmap.network.walkgraph import WalkGraph

AT_END_M: Final = 0.01
"""A place this near to an end of its edge is at the node."""


_Streets: TypeAlias = tuple[
    NDArray[np.int32],
    NDArray[np.int32],
    NDArray[np.uint8],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.float64],
    NDArray[np.int32],
    NDArray[np.float64],
]


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


@dataclass(frozen=True, slots=True)
class Starts:
    """Nodes that searches begin at, two for each origin: the ends u and v of its edge.

    Attributes
    ----------
    node : (2 k,) int32
    time_s : (2 k,) float64
        To or from the origin; infinite where the way is closed.
    """

    node: NDArray[np.int32]
    time_s: NDArray[np.float64]


def starts_of(
    graph: WalkGraph, costs: WalkCosts, origins: Sequence[Origin], *, towards: bool
) -> Starts:
    """Return where searches from some origins begin, in their order.

    Who stands at an end of an edge is at that node, whatever direction the edge may be walked.

    Parameters
    ----------
    graph, costs
    origins : sequence of Origin
    towards : bool
        Whether the walks lead to the origins or away from them.
    """
    places = [(origin.edge, origin.along_m, origin.start_s) for origin in origins]
    edge, along_m, start_s = np.array(places, np.float64).reshape(-1, 3).T
    node, time_s = _starts(
        *streets_of(graph, costs),
        graph.edge_v,
        edge.astype(np.int32),
        along_m,
        start_s,
        towards,
    )
    return Starts(node, time_s)


def end_rates(
    graph: WalkGraph, costs: WalkCosts, edge: int, *, towards: bool
) -> tuple[float, float]:
    """Return the seconds per metre between a place on an edge and its ends u and v.

    With `towards` for walks from the ends to the place, else from the place to the ends;
    infinite where they are not allowed.
    """
    via_u, via_v = rates(*streets_of(graph, costs), edge, towards)
    return float(via_u), float(via_v)


def streets_of(graph: WalkGraph, costs: WalkCosts) -> _Streets:
    """Return the arrays that `rates` takes before the edge, in their order."""
    return (
        graph.arc_offset,
        graph.arc_edge,
        graph.arc_flags,
        graph.metres(towards=False),
        graph.metres(towards=True),
        costs.away_s_per_m,
        costs.towards_s_per_m,
        graph.edge_u,
        graph.edge_length_m,
    )


@njit(nogil=True, cache=True)
def first_arc(
    arc_offset: NDArray[np.int32], arc_edge: NDArray[np.int32], node: int, edge: int
) -> int:
    """Return the first arc of an edge at one of its ends."""
    arc = arc_offset[node]
    while arc_edge[arc] != edge:
        arc += 1
    return int(arc)


@njit(nogil=True, cache=True)
def rates(  # noqa: PLR0913 -- a kernel takes arrays
    arc_offset: NDArray[np.int32],
    arc_edge: NDArray[np.int32],
    arc_flags: NDArray[np.uint8],
    arc_m: NDArray[np.float64],
    arc_towards_m: NDArray[np.float64],
    away_s_per_m: NDArray[np.float64],
    towards_s_per_m: NDArray[np.float64],
    edge_u: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
    edge: int,
    towards: bool,  # noqa: FBT001 -- a kernel takes positions
) -> tuple[float, float]:
    """Return what `end_rates` does."""
    arc = first_arc(arc_offset, arc_edge, edge_u[edge], edge)
    length_m = edge_length_m[edge]
    away, back = away_s_per_m[arc_flags[arc]], towards_s_per_m[arc_flags[arc]]
    if length_m > 0.0:
        away *= arc_m[arc] / length_m
        back *= arc_towards_m[arc] / length_m
    # From u to a place on the edge one walks away from u; from the place to v, too.
    return (away, back) if towards else (back, away)


@njit(nogil=True, cache=True)
def _starts(  # noqa: PLR0913 -- a kernel takes arrays
    arc_offset: NDArray[np.int32],
    arc_edge: NDArray[np.int32],
    arc_flags: NDArray[np.uint8],
    arc_m: NDArray[np.float64],
    arc_towards_m: NDArray[np.float64],
    away_s_per_m: NDArray[np.float64],
    towards_s_per_m: NDArray[np.float64],
    edge_u: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
    edge_v: NDArray[np.int32],
    edges: NDArray[np.int32],
    along_m: NDArray[np.float64],
    start_s: NDArray[np.float64],
    towards: bool,  # noqa: FBT001 -- a kernel takes positions
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the arrays of `Starts`."""
    node, time_s = np.empty(2 * len(edges), np.int32), np.empty(2 * len(edges))
    for k in range(len(edges)):
        edge = edges[k]
        via_u, via_v = rates(
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
            towards,
        )
        ahead_m = max(0.0, edge_length_m[edge] - along_m[k])
        node[2 * k], node[2 * k + 1] = edge_u[edge], edge_v[edge]
        time_s[2 * k] = start_s[k] + _walk_s(along_m[k], via_u)
        time_s[2 * k + 1] = start_s[k] + _walk_s(ahead_m, via_v)
    return node, time_s


@njit(nogil=True, cache=True)
def _walk_s(apart_m: float, s_per_m: float) -> float:
    """Return the seconds to an end of an edge; at an end the way may be closed."""
    if s_per_m < np.inf:
        return apart_m * s_per_m
    return 0.0 if apart_m < AT_END_M else np.inf
