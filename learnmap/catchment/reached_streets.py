"""Reached streets: the parts of streets within a cutoff, with the walking times at their ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from learnmap.network import Origin, WalkCosts, WalkGraph
from learnmap.network.localplane import LocalPlane
from learnmap.network.origins import end_rates
from learnmap.network.surroundings import edge_lines

_LEAST_M = 0.01
"""Shorter parts are the rounding of floats."""


@dataclass(frozen=True, slots=True)
class ReachedStreet:
    """A part of a street along which the time grows evenly.

    Attributes
    ----------
    edge : int
    line : geometry
        From the end that is nearer to the point, in metres on the plane.
    from_s, to_s : float
        Walking time to the point from both ends.
    length_m : float
        Along the street, in its own (ellipsoidal) metres.
    """

    edge: int
    line: BaseGeometry
    from_s: float
    to_s: float
    length_m: float


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to the point: who is `x` along the street takes ``base_s + x * rate``.

    It serves from `low_m` to `high_m`.
    """

    base_s: float
    rate: float
    low_m: float
    high_m: float

    def seconds(self, x: float) -> float:
        return self.base_s + x * self.rate


def reached_streets(
    graph: WalkGraph,
    costs: WalkCosts,
    origin: Origin,
    node_s: NDArray[np.float64],
    plane: LocalPlane,
    *,
    limit_s: float,
) -> list[ReachedStreet]:
    """Cut the streets at a cutoff and where the quickest way to the point changes.

    Parameters
    ----------
    graph, costs, origin
        As given to the search towards the origin.
    node_s : (n,) float64
        Seconds from each node to the point; infinite where it is not reached.
    plane : LocalPlane
        In whose metres the lines are.
    limit_s : float
        The cutoff, at most that of the search; a place at exactly this time is reached.

    Returns
    -------
    list of ReachedStreet
        In the order of the edges.
    """
    within = node_s <= limit_s
    near = costs.passable & (within[graph.edge_u] | within[graph.edge_v])
    near[origin.edge] |= origin.start_s <= limit_s
    near &= graph.edge_length_m > 0
    edges = np.flatnonzero(near)
    forward_s, backward_s = (side[edges] for side in costs.edge_seconds())
    length_m = graph.edge_length_m[edges]
    lines = edge_lines(graph, edges, plane)
    reached: list[ReachedStreet] = []
    for i, edge in enumerate(edges.tolist()):
        whole = float(length_m[i])
        u, v = graph.edge_u[edge], graph.edge_v[edge]
        back, on = float(backward_s[i]) / whole, float(forward_s[i]) / whole
        ways = [
            _Way(float(node_s[u]), back, 0.0, whole),
            _Way(float(node_s[v]) + whole * on, -on, 0.0, whole),
        ]
        if edge == origin.edge:
            ways += _own_ways(graph, costs, origin, whole)
        for way, low, high in _parts(ways, whole, limit_s):
            reached.append(_street(edge, lines[i], way, low, high, whole))
    return reached


def _own_ways(
    graph: WalkGraph, costs: WalkCosts, origin: Origin, whole: float
) -> tuple[_Way, _Way]:
    from_u, from_v = end_rates(graph, costs, origin.edge, towards=True)
    at, start_s = origin.along_m, origin.start_s
    return (
        _Way(start_s + at * from_u, -from_u, 0.0, at),
        _Way(start_s - at * from_v, from_v, at, whole),
    )


def _parts(ways: Iterable[_Way], whole: float, limit_s: float) -> list[tuple[_Way, float, float]]:
    """Return which way is the quickest from where to where along an edge, up to the limit."""
    ways = [way for way in ways if np.isfinite(way.base_s) and np.isfinite(way.rate)]
    marks = {0.0, whole}
    for way in ways:
        marks |= {way.low_m, way.high_m, (limit_s - way.base_s) / way.rate}
    for one, other in combinations(ways, 2):
        if one.rate != other.rate:
            marks.add((other.base_s - one.base_s) / (one.rate - other.rate))
    parts: list[tuple[_Way, float, float]] = []
    for low, high in pairwise(sorted(mark for mark in marks if 0.0 <= mark <= whole)):
        middle = (low + high) / 2
        serving = [way for way in ways if way.low_m <= middle <= way.high_m]
        best = min(serving, key=lambda way: way.seconds(middle), default=None)
        if best is None or best.seconds(middle) > limit_s:
            continue
        begin = low
        if parts and parts[-1][0] is best and parts[-1][2] == low:
            begin = parts.pop()[1]
        parts.append((best, begin, high))
    return [part for part in parts if part[2] - part[1] >= _LEAST_M]


def _street(
    edge: int, line: shapely.LineString, way: _Way, low: float, high: float, whole: float
) -> ReachedStreet:
    begin, end = (low, high) if way.rate > 0 else (high, low)
    part = substring(line, begin / whole, end / whole, normalized=True)
    return ReachedStreet(edge, part, way.seconds(begin), way.seconds(end), high - low)
