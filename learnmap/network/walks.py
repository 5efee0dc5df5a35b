"""Walks from a place to many targets: times, metres, and the way there as a line."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.model.crs import ELLIPSOID
from learnmap.model.errors import InvalidInputError
from learnmap.network.costs import WalkCosts
from learnmap.network.searching import AT_END_M, Origin, Workspace, search, starting_nodes
from learnmap.network.snapping import EdgeIndex, Snaps, SnapStatus
from learnmap.network.walkgraph import WalkGraph


@dataclass(frozen=True, slots=True)
class Targets:
    """Places that one may walk to, already joined to the graph.

    Attributes
    ----------
    edge : (k,) int32
    along_m, distance_m : (k,) float64
        As in `Snaps`.
    lon, lat : (k,) float64
        Of the places themselves, in degrees.
    """

    edge: NDArray[np.int32]
    along_m: NDArray[np.float64]
    distance_m: NDArray[np.float64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Walk:
    """A shortest walk.

    Attributes
    ----------
    target : int
        Row of the targets.
    time_s : float
    length_m : float
        Along the streets and straight to and from them.
    line : (k, 2) float64
        Longitudes and latitudes from the place to the target.
    """

    target: int
    time_s: float
    length_m: float
    line: NDArray[np.float64]


Part = tuple[int, float, float]
"""An edge, and where along it one walks from and to, in metres."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search left behind, to draw walks from."""

    graph: WalkGraph
    costs: WalkCosts
    origin: Origin
    off_street_m: float
    workspace: Workspace


def walks_from(  # noqa: PLR0913 -- options, each by its name
    index: EdgeIndex,
    costs: WalkCosts,
    place: tuple[float, float],
    targets: Targets,
    *,
    limit_s: float,
    snap_limit_m: float,
    workspace: Workspace,
    most: int | None = None,
    lines: bool = True,
) -> list[Walk]:
    """Find the walks from a place to all targets within a time, the shortest first.

    Parameters
    ----------
    index : EdgeIndex
        Of the graph to walk on.
    costs : WalkCosts
    place : tuple of float
        Longitude and latitude, EPSG:4326.
    targets : Targets
    limit_s : float
        A target at exactly this time is within reach.
    snap_limit_m : float
        How far the place may be from a street.
    workspace : Workspace
    most : int, optional
        Return no more walks than this.
    lines : bool
        Whether to draw the ways; without, lines are empty.

    Returns
    -------
    list of Walk

    Raises
    ------
    InvalidInputError
        When the place is too far from any street that the profile can walk.
    """
    snaps = index.snap(np.array([place[0]]), np.array([place[1]]), costs, limit_m=snap_limit_m)
    _check_snapped(snaps, snap_limit_m)
    speed = costs.profile.speed_m_per_s
    origin = Origin(int(snaps.edge[0]), float(snaps.along_m[0]), float(snaps.distance_m[0]) / speed)
    graph = index.graph
    search(graph, costs, origin, limit_s=limit_s, towards=False, workspace=workspace)
    options = _arrival_options(graph, costs, origin, targets, workspace)
    time_s = options.min(axis=0) + targets.distance_m / speed
    within = np.flatnonzero(time_s <= limit_s)
    ranked = within[np.lexsort((within, time_s[within]))][:most]
    ways = np.argmin(options, axis=0)
    found = _Found(graph, costs, origin, float(snaps.distance_m[0]), workspace)
    walks = []
    for row in ranked:
        parts = _parts(found, targets, int(row), int(ways[row]))
        street_m = sum(abs(to_m - from_m) for _, from_m, to_m in parts)
        length_m = street_m + found.off_street_m + float(targets.distance_m[row])
        there = float(targets.lon[row]), float(targets.lat[row])
        line = _line(graph, parts, place, there) if lines else np.empty((0, 2))
        walks.append(Walk(int(row), float(time_s[row]), length_m, line))
    return walks


def _check_snapped(snaps: Snaps, snap_limit_m: float) -> None:
    if snaps.status[0] == SnapStatus.SNAPPED:
        return
    if snaps.status[0] == SnapStatus.ISLAND:
        raise InvalidInputError(
            "the only streets near this place lead nowhere else; choose a place on another street"
        )
    distance_m = float(snaps.distance_m[0])
    nearest = f"{distance_m:.0f} m" if np.isfinite(distance_m) else "over 2 km"
    raise InvalidInputError(
        f"the nearest street that can be walked is {nearest} away, over the limit of "
        f"{snap_limit_m:.0f} m; choose a place nearer to a street"
    )


def _arrival_options(
    graph: WalkGraph,
    costs: WalkCosts,
    origin: Origin,
    targets: Targets,
    workspace: Workspace,
) -> NDArray[np.float64]:
    """Return (3, k) seconds to each access point: via its edge's u, via v, along one edge."""
    edge = targets.edge
    rate = costs.s_per_m[edge]
    u, v = graph.edge_u[edge], graph.edge_v[edge]
    node_s = np.where(workspace.stamp == workspace.turn, workspace.time_s, np.inf)
    ahead_m = np.maximum(0.0, graph.edge_length_m[edge] - targets.along_m)
    from_u = costs.forward[edge] | (targets.along_m < AT_END_M)
    from_v = costs.backward[edge] | (ahead_m < AT_END_M)
    via_u = np.where(from_u, node_s[u] + targets.along_m * rate, np.inf)
    via_v = np.where(from_v, node_s[v] + ahead_m * rate, np.inf)
    apart_m = targets.along_m - origin.along_m
    allowed = np.where(apart_m > 0, costs.forward[edge], costs.backward[edge])
    direct = np.where(
        (edge == origin.edge) & (allowed | (np.abs(apart_m) < AT_END_M)),
        origin.start_s + np.abs(apart_m) * rate,
        np.inf,
    )
    return np.vstack([via_u, via_v, direct])


def _parts(found: _Found, targets: Targets, row: int, way: int) -> list[Part]:
    """Return the parts of edges to a target, in walking order; `way` as in the options."""
    edge, along_m = int(targets.edge[row]), float(targets.along_m[row])
    if way == 2:
        return [(edge, found.origin.along_m, along_m)]
    graph = found.graph
    node = int(graph.edge_u[edge] if way == 0 else graph.edge_v[edge])
    from_m = 0.0 if way == 0 else float(graph.edge_length_m[edge])
    return [*_parts_to(found, node), (edge, from_m, along_m)]


def _line(
    graph: WalkGraph,
    parts: list[Part],
    here: tuple[float, float],
    there: tuple[float, float],
) -> NDArray[np.float64]:
    """Return the way along parts of edges, from door to door."""
    drawn = [cut_line(graph, *part) for part in parts]
    line = np.concatenate([[here], *drawn, [there]])
    moved = np.ones(len(line), bool)
    moved[1:] = np.any(np.abs(np.diff(line, axis=0)) > 1e-9, axis=1)
    moved[-1] |= moved.sum() < 2  # a line has two ends, also where nobody moves
    return line[moved]


def _parts_to(found: _Found, node: int) -> list[Part]:
    """Return the parts of edges from the origin to a settled node, in walking order."""
    graph, origin = found.graph, found.origin
    parts: list[Part] = []
    while (arc := int(found.workspace.by_arc[node])) >= 0:
        edge = int(graph.arc_edge[arc])
        length_m = float(graph.edge_length_m[edge])
        before = int(np.searchsorted(graph.arc_offset, arc, side="right")) - 1
        along = int(graph.edge_v[edge]) == node and int(graph.edge_u[edge]) == before
        parts.append((edge, 0.0, length_m) if along else (edge, length_m, 0.0))
        node = before
    edge = origin.edge
    # On a loop both ends are this node, and the search began with the shorter way allowed.
    ends, times = starting_nodes(graph, found.costs, origin, towards=False)
    first = int(np.argmin(np.where(ends == node, times, np.inf))) == 0
    parts.append((edge, origin.along_m, 0.0 if first else float(graph.edge_length_m[edge])))
    return parts[::-1]


def cut_line(graph: WalkGraph, edge: int, from_m: float, to_m: float) -> NDArray[np.float64]:
    """Return the (k, 2) degrees of a part of an edge, in the direction of walking.

    Parameters
    ----------
    graph : WalkGraph
    edge : int
    from_m, to_m : float
        Along the edge, in its metres; ``to_m < from_m`` runs against its geometry.
    """
    line = graph.line(edge)
    low, high = sorted((from_m, to_m))
    if low <= 0.0 and high >= graph.edge_length_m[edge]:
        return line if from_m <= to_m else line[::-1]
    steps = np.abs(ELLIPSOID.line_lengths(line[:, 0], line[:, 1]))
    total = float(steps.sum())
    length_m = float(graph.edge_length_m[edge])
    run_m = np.concatenate([[0.0], np.cumsum(steps)]) * (length_m / total if total > 0 else 0.0)
    inner = line[(run_m > low) & (run_m < high)]
    ends = [[np.interp(at, run_m, line[:, axis]) for axis in (0, 1)] for at in (low, high)]
    part = np.concatenate([[ends[0]], inner, [ends[1]]])
    return part if from_m <= to_m else part[::-1]
