"""Walks from a place to many targets: times, metres, and the way there as a line."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.model.crs import metres_per_degree
from learnmap.model.errors import InvalidInputError
from learnmap.network.costs import WalkCosts
from learnmap.network.flags import EdgeFlag
from learnmap.network.origins import AT_END_M, Origin, first_arc, starts_of
from learnmap.network.searching import Workspace
from learnmap.network.snapping import EdgeIndex, Snaps, SnapStatus
from learnmap.network.walkgraph import FASTEST_SLOPE, WalkGraph
from learnmap.network.ways import ALONG, VIA_U, VIA_V, way_lines, way_parts


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
    before_m : float
        Straight from the place to the first street.
    line : (k, 2) float64
        Longitudes and latitudes from the place to the target.
    parts : (j, 3) float64
        Along the streets: edge, metres from and metres to, in the edge's own direction.
    steps_m : float
        How much of it is steps, with or without a ramp.
    """

    target: int
    time_s: float
    length_m: float
    before_m: float
    line: NDArray[np.float64]
    parts: NDArray[np.float64]
    steps_m: float


def walks_from(  # noqa: PLR0913 -- options, each by its name
    index: EdgeIndex,
    costs: WalkCosts,
    place: tuple[float, float],
    targets: Targets,
    *,
    limit_s: float,
    snap_limit_m: float,
    workspace: Workspace,
    wanted: NDArray[np.bool_] | None = None,
    admitted: Callable[[int, float], bool] | None = None,
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
    wanted : (k,) bool, optional
        Targets to look at; all by default.
    admitted : callable, optional
        Told the row of a target and the seconds to it, says whether it counts; the shortest walk
        is asked for first, and no more are asked for than are needed.
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
    check_snapped(snaps, snap_limit_m)
    speed = costs.profile.speed_m_per_s
    origin = Origin(int(snaps.edge[0]), float(snaps.along_m[0]), float(snaps.distance_m[0]) / speed)
    graph = index.graph
    starts = starts_of(graph, costs, [origin], towards=False)
    workspace.run(graph, costs, starts, limit_s=limit_s, towards=False)
    here = _Here(graph, costs, origin, place, workspace)
    rows, times, ways = here.arrivals(targets, limit_s, wanted)
    order = np.lexsort((rows, times))
    if admitted is not None:
        counting = (k for k in order.tolist() if admitted(int(rows[k]), float(times[k])))
        order = np.fromiter(islice(counting, most), np.intp)
    order = order[:most]
    rows, times, ways = rows[order], times[order], ways[order]
    offset, parts = here.parts(targets, rows, ways)
    nothing = [np.empty((0, 2))] * len(rows)
    drawn = here.lines(targets, rows, offset, parts) if lines else nothing
    before_m = float(snaps.distance_m[0])
    length_m = before_m + _street_m(offset, parts) + targets.distance_m[rows]
    each = [parts[a:b] for a, b in pairwise(offset.tolist())]
    steps_m = _steps_m(index.graph, offset, parts).tolist()
    return [
        Walk(row, time_s, metres, before_m, line, part, on_steps_m)
        for row, time_s, metres, line, part, on_steps_m in zip(
            rows.tolist(), times.tolist(), length_m.tolist(), drawn, each, steps_m, strict=True
        )
    ]


def check_snapped(snaps: Snaps, snap_limit_m: float) -> None:
    """Refuse a place, the first of `snaps`, that joins no street.

    Raises
    ------
    InvalidInputError
        Saying how far the nearest street is, or that it leads nowhere else.
    """
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


@dataclass(frozen=True, slots=True)
class _Here:
    """A search that was run from a place, to find and draw walks by."""

    graph: WalkGraph
    costs: WalkCosts
    origin: Origin
    place: tuple[float, float]
    workspace: Workspace

    def arrivals(
        self, targets: Targets, limit_s: float, wanted: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.uint8]]:
        """Return the targets within the limit, the seconds to them, and how one arrives."""
        graph, costs, origin = self.graph, self.costs, self.origin
        reach_m = limit_s * costs.profile.speed_m_per_s * FASTEST_SLOPE
        kx, ky = metres_per_degree(self.place[1])
        return _arrivals(
            targets.edge,
            targets.along_m,
            targets.distance_m / costs.profile.speed_m_per_s,
            targets.lon,
            targets.lat,
            np.ones(len(targets.edge), np.bool_) if wanted is None else wanted,
            self.place[0],
            self.place[1],
            reach_m / kx,
            reach_m / ky,
            graph.edge_u,
            graph.edge_v,
            graph.edge_length_m,
            graph.arc_offset,
            graph.arc_edge,
            graph.arc_flags,
            graph.metres(towards=False),
            graph.metres(towards=True),
            costs.away_s_per_m,
            costs.towards_s_per_m,
            self.workspace.time_s,
            origin.edge,
            origin.along_m,
            origin.start_s,
            limit_s,
        )

    def lines(
        self,
        targets: Targets,
        rows: NDArray[np.int32],
        part_offset: NDArray[np.int32],
        parts: NDArray[np.float64],
    ) -> list[NDArray[np.float64]]:
        """Return the ways from door to door."""
        graph = self.graph
        kx, ky = metres_per_degree(self.place[1])
        offset, line = way_lines(
            part_offset,
            parts,
            self.place[0],
            self.place[1],
            targets.lon[rows],
            targets.lat[rows],
            kx,
            ky,
            graph.vertex_offset,
            graph.vertex_x,
            graph.vertex_y,
            graph.edge_length_m,
        )
        return [line[a:b] for a, b in pairwise(offset.tolist())]

    def parts(
        self, targets: Targets, rows: NDArray[np.int32], ways: NDArray[np.uint8]
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Return where each walk's parts begin, and the parts along streets."""
        graph = self.graph
        return way_parts(
            targets.edge[rows],
            targets.along_m[rows],
            ways,
            self.workspace.by_arc,
            graph.arc_offset,
            graph.arc_edge,
            graph.edge_u,
            graph.edge_v,
            graph.edge_length_m,
            self.origin.edge,
            self.origin.along_m,
        )


def _street_m(offset: NDArray[np.int32], parts: NDArray[np.float64]) -> NDArray[np.float64]:
    return _each(offset, np.abs(parts[:, 2] - parts[:, 1]))


def _steps_m(
    graph: WalkGraph, offset: NDArray[np.int32], parts: NDArray[np.float64]
) -> NDArray[np.float64]:
    is_steps = (graph.edge_flags[parts[:, 0].astype(np.int64)] & EdgeFlag.STEPS) != 0
    return _each(offset, np.abs(parts[:, 2] - parts[:, 1]) * is_steps)


def _each(offset: NDArray[np.int32], metres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum of each walk's parts."""
    return np.add.reduceat(metres, offset[:-1]) if len(metres) else np.empty(0)


@njit(nogil=True, cache=True)
def _arrivals(  # noqa: C901, PLR0912, PLR0913 -- a kernel takes arrays, in one piece
    edge: NDArray[np.int32],
    along_m: NDArray[np.float64],
    door_s: NDArray[np.float64],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    wanted: NDArray[np.bool_],
    here_lon: float,
    here_lat: float,
    reach_lon: float,
    reach_lat: float,
    edge_u: NDArray[np.int32],
    edge_v: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
    arc_offset: NDArray[np.int32],
    arc_edge: NDArray[np.int32],
    arc_flags: NDArray[np.uint8],
    arc_m: NDArray[np.float64],
    arc_towards_m: NDArray[np.float64],
    away: NDArray[np.float64],
    towards: NDArray[np.float64],
    node_s: NDArray[np.float64],
    origin_edge: int,
    origin_m: float,
    origin_s: float,
    limit_s: float,
) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.uint8]]:
    rows = np.empty(len(edge), np.int32)
    times = np.empty(len(edge), np.float64)
    ways = np.empty(len(edge), np.uint8)
    count = 0
    for k in range(len(edge)):
        if (
            not wanted[k]
            or abs(lat[k] - here_lat) > reach_lat
            or abs(lon[k] - here_lon) > reach_lon
        ):
            continue
        e, at_m = edge[k], along_m[k]
        u_s, v_s, length_m = node_s[edge_u[e]], node_s[edge_v[e]], edge_length_m[e]
        if u_s == 0.0 and v_s == 0.0 and e != origin_edge:
            continue
        arc = first_arc(arc_offset, arc_edge, edge_u[e], e)
        forward, backward = away[arc_flags[arc]], towards[arc_flags[arc]]
        if length_m > 0.0:
            forward *= arc_m[arc] / length_m
            backward *= arc_towards_m[arc] / length_m
        ahead_m = max(0.0, length_m - at_m)
        best, way = np.inf, VIA_U
        if u_s > 0.0:
            if forward < np.inf:
                best = u_s + at_m * forward
            elif at_m < AT_END_M:
                best = u_s
        if v_s > 0.0:
            then = np.inf
            if backward < np.inf:
                then = v_s + ahead_m * backward
            elif ahead_m < AT_END_M:
                then = v_s
            if then < best:
                best, way = then, VIA_V
        if e == origin_edge:
            apart_m = at_m - origin_m
            rate = forward if apart_m > 0 else backward
            then = np.inf
            if rate < np.inf:
                then = origin_s + abs(apart_m) * rate
            elif abs(apart_m) < AT_END_M:
                then = origin_s
            if then < best:
                best, way = then, ALONG
        best += door_s[k]
        if best <= limit_s and best < np.inf:
            rows[count], times[count], ways[count] = k, best, way
            count += 1
    return rows[:count].copy(), times[:count].copy(), ways[:count].copy()
