"""Walking times along every straight piece of street near a learning point.

A part of the certificate, and its own way to these times: scipy's Dijkstra on the streets in a
box round the point, metres from PROJ. It shares no code with the search that it certifies.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from learnmap.model.crs import metres_per_degree
from learnmap.network.walkgraph import DEGREE_STEP

if TYPE_CHECKING:
    from learnmap.catchment.computing import AccessPoint
    from learnmap.network import WalkCosts, WalkGraph

_AT_END_M: Final = 0.01
"""Who stands so near an end of an edge is at its node, whichever way the edge may be walked."""
_HAIR_S: Final = 1e-12
"""scipy takes an explicit zero for no arc."""
_ROOM: Final = 1.01
"""More than a plane's lengths differ from the ellipsoid's within a walk's reach."""


@dataclass(frozen=True, slots=True)
class StreetTimes:
    """Straight pieces of street, each walked in one direction, with the times from its ends.

    Between the ends times are linear. Pieces that are not reached within the limit are left
    out; of others some part may lie beyond it.

    Attributes
    ----------
    start, end : (k, 2) float64
        In metres.
    start_s, end_s : (k,) float64
        Walking time to the point.
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    start_s: NDArray[np.float64]
    end_s: NDArray[np.float64]

    def corners(self, limit_s: float) -> NDArray[np.float64]:
        """Return (2 k, 2) ends of the parts that are reached within a limit."""
        slope = self.end_s - self.start_s
        steep = np.where(slope != 0, slope, 1.0)
        at = np.clip((limit_s - self.start_s) / steep, 0.0, 1.0)
        cut = self.start + (self.end - self.start) * at[:, None]
        start = np.where((self.start_s <= limit_s)[:, None], self.start, cut)
        end = np.where((self.end_s <= limit_s)[:, None], self.end, cut)
        return np.concatenate([start, end])


@dataclass(frozen=True, slots=True)
class _Lines:
    """Straight lines of edges; `from_f` and `to_f` are shares of the edge's length from u."""

    edge: NDArray[np.int64]
    start: NDArray[np.float64]
    end: NDArray[np.float64]
    from_f: NDArray[np.float64]
    to_f: NDArray[np.float64]

    def where(self, keep: NDArray[np.bool_]) -> "_Lines":
        return _Lines(
            self.edge[keep], self.start[keep], self.end[keep], self.from_f[keep], self.to_f[keep]
        )

    def between(self, low: float, high: float) -> "_Lines":
        """Cut the lines to a part of their edge."""
        run = np.maximum(self.to_f - self.from_f, 1e-300)
        from_f, to_f = np.clip(self.from_f, low, high), np.clip(self.to_f, low, high)
        way = self.end - self.start
        start = self.start + way * ((from_f - self.from_f) / run)[:, None]
        end = self.start + way * ((to_f - self.from_f) / run)[:, None]
        outside = (self.to_f < low) | (self.from_f > high)
        return _Lines(self.edge, start, end, from_f, to_f).where(~outside)


def street_times(
    graph: "WalkGraph",
    costs: "WalkCosts",
    access: "AccessPoint",
    metres: Transformer,
    *,
    limit_s: float,
) -> StreetTimes:
    """Compute the times of walking to a point from all streets within a limit.

    Parameters
    ----------
    graph : WalkGraph
    costs : WalkCosts
        Of the profile that walks.
    access : AccessPoint
    metres : Transformer
        From degrees to a plane true to distances near the point.
    limit_s : float

    Returns
    -------
    StreetTimes
    """
    start_s = access.distance_m / costs.profile.speed_m_per_s
    if start_s > limit_s:
        return StreetTimes(np.empty((0, 2)), np.empty((0, 2)), np.empty(0), np.empty(0))
    ahead_s, back_s = costs.edge_seconds()
    near = _edges_near(graph, (ahead_s, back_s), access, limit_s - start_s)
    arcs, u, v = _arcs(graph, (ahead_s, back_s), access, near, costs.profile.speed_m_per_s)
    node_s = start_s + dijkstra(arcs, indices=[arcs.shape[0] - 1], limit=limit_s - start_s)[0]
    u_s, v_s = node_s[u], node_s[v]
    reached = (np.minimum(u_s, v_s) <= limit_s) | (near == access.edge)
    near, u_s, v_s = near[reached], u_s[reached], v_s[reached]
    lines = _straight_lines(graph, near, metres)
    # Who is on the way to u walks back against the edge's geometry; to v, ahead along it.
    of = np.searchsorted(near, lines.edge)
    parts = [
        _timed(lines, u_s[of], back_s[lines.edge], ahead=False),
        _timed(lines, v_s[of], ahead_s[lines.edge], ahead=True),
    ]
    home, e = lines.where(lines.edge == access.edge), access.edge
    share = _share(graph, access)
    before, after = home.between(0.0, share), home.between(share, 1.0)
    # At the point itself `start_s` are left, a share of the edge's time before it.
    parts.append(_timed(before, start_s - (1 - share) * ahead_s[e], ahead_s[e], ahead=True))
    parts.append(_timed(after, start_s - share * back_s[e], back_s[e], ahead=False))
    start, end, from_s, to_s = (np.concatenate(column) for column in zip(*parts, strict=True))
    within = np.minimum(from_s, to_s) <= limit_s
    return StreetTimes(start[within], end[within], from_s[within], to_s[within])


def _share(graph: "WalkGraph", access: "AccessPoint") -> float:
    length_m = float(graph.edge_length_m[access.edge])
    return min(1.0, access.along_m / length_m) if length_m > 0 else 0.0


def _edges_near(
    graph: "WalkGraph",
    seconds: tuple[NDArray[np.float64], NDArray[np.float64]],
    access: "AccessPoint",
    limit_s: float,
) -> NDArray[np.int64]:
    """Return the edges with an end in the box that no walk within the limit leaves."""
    quickest = np.minimum(*seconds)
    some = np.isfinite(quickest) & (quickest > 0)
    length_m = np.asarray(graph.edge_length_m)
    fastest = float((length_m[some] / quickest[some]).max(initial=0.0))
    # The way to either end of the point's own edge may be longer than the walk: add the edge.
    radius_m = _ROOM * (limit_s * fastest + float(length_m[access.edge]))
    lon, lat = graph.line(access.edge)[0]
    dx, dy = radius_m / np.array(metres_per_degree(float(lat)))
    first = np.asarray(graph.vertex_offset[:-1])
    last = np.asarray(graph.vertex_offset[1:]) - 1
    x, y = np.asarray(graph.vertex_x), np.asarray(graph.vertex_y)
    inside = np.zeros(graph.edge_count, bool)
    for vertex in (first, last):
        inside |= (np.abs(x[vertex] * DEGREE_STEP - lon) <= dx) & (
            np.abs(y[vertex] * DEGREE_STEP - lat) <= dy
        )
    inside[access.edge] = True
    return np.flatnonzero(inside)


def _arcs(
    graph: "WalkGraph",
    seconds: tuple[NDArray[np.float64], NDArray[np.float64]],
    access: "AccessPoint",
    near: NDArray[np.int64],
    speed_m_per_s: float,
) -> tuple["csr_array[np.float64]", NDArray[np.int64], NDArray[np.int64]]:
    """Return arcs turned round, the access point their last node, and u and v of each edge."""
    ends = np.concatenate([np.asarray(graph.edge_u)[near], np.asarray(graph.edge_v)[near]])
    nodes, ends = np.unique(ends, return_inverse=True)
    u, v = np.split(ends, 2)
    ahead_s, back_s = (side[near] for side in seconds)
    here, own = len(nodes), int(np.searchsorted(near, access.edge))
    share, length_m = _share(graph, access), float(graph.edge_length_m[access.edge])
    to_here = [
        _way_here(share * length_m, share, ahead_s[own], speed_m_per_s),
        _way_here((1 - share) * length_m, 1 - share, back_s[own], speed_m_per_s),
    ]
    # Times of walking towards the point are searched from it.
    tail = np.concatenate([v, u, [here, here]])
    head = np.concatenate([u, v, [u[own], v[own]]])
    time_s = np.concatenate([ahead_s, back_s, to_here])
    return _quickest_arcs(tail, head, time_s, here + 1), u, v


def _way_here(apart_m: float, share: float, edge_s: float, speed_m_per_s: float) -> float:
    if np.isfinite(edge_s):
        return float(share * edge_s)
    return apart_m / speed_m_per_s if apart_m < _AT_END_M else np.inf


def _quickest_arcs(
    tail: NDArray[np.int64], head: NDArray[np.int64], time_s: NDArray[np.float64], count: int
) -> "csr_array[np.float64]":
    """Return scipy's matrix, which would add up the times of parallel arcs, without those."""
    may = np.isfinite(time_s)
    tail, head, time_s = tail[may], head[may], time_s[may]
    order = np.lexsort((time_s, head, tail))
    tail, head, time_s = tail[order], head[order], time_s[order]
    first = np.ones(len(tail), bool)
    first[1:] = (np.diff(tail) != 0) | (np.diff(head) != 0)
    return csr_array(
        (np.maximum(time_s[first], _HAIR_S), (tail[first], head[first])), shape=(count, count)
    )


def _straight_lines(graph: "WalkGraph", edges: NDArray[np.int64], metres: Transformer) -> _Lines:
    offset = np.asarray(graph.vertex_offset).astype(np.int64)
    count = offset[edges + 1] - offset[edges]
    begin = np.cumsum(count) - count
    vertex = np.arange(count.sum()) + np.repeat(offset[edges] - begin, count)
    lon, lat = (np.asarray(axis)[vertex] * DEGREE_STEP for axis in (graph.vertex_x, graph.vertex_y))
    xy = np.column_stack(metres.transform(lon, lat))
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])
    run -= np.repeat(run[begin], count)
    whole = np.repeat(run[begin + count - 1], count)
    share = np.divide(run, whole, out=np.zeros(len(run)), where=whole > 0)
    edge = np.repeat(edges, count)
    a = np.flatnonzero(edge[1:] == edge[:-1])
    return _Lines(edge[a], xy[a], xy[a + 1], share[a], share[a + 1])


def _timed(
    lines: _Lines,
    end_s: NDArray[np.float64] | float,
    edge_s: NDArray[np.float64] | float,
    *,
    ahead: bool,
) -> tuple[NDArray[np.float64], ...]:
    """Return where lines start and end with the times by one end of their edge."""
    end_s, edge_s = np.broadcast_arrays(end_s, edge_s)
    end_s, edge_s = (np.broadcast_to(side, len(lines.edge)) for side in (end_s, edge_s))
    may = np.isfinite(edge_s) & np.isfinite(end_s)
    lines, end_s, edge_s = lines.where(may), end_s[may], edge_s[may]
    shares = (1 - lines.from_f, 1 - lines.to_f) if ahead else (lines.from_f, lines.to_f)
    from_s, to_s = (end_s + share * edge_s for share in shares)
    return lines.start, lines.end, from_s, to_s
