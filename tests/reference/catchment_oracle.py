"""Who is within a walk of a place, by the definition and by other programs.

Node times come from scipy's Dijkstra, metres from pyproj's azimuthal equidistant projection
around the origin, nearness from a k-d tree over streets cut into steps of at most 1 m, and what
obstacles hide from GEOS' own predicates. Nothing of what draws catchments is used.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from learnmap.model.profiles import WalkProfile
from learnmap.network import Origin, WalkGraph
from learnmap.network.flags import EdgeFlag
from learnmap.network.obstacles import ObstacleKind

STEP_M = 1.0
TOUCH_M = 0.05
"""An obstacle met so near the street is the street's own edge."""


@dataclass(frozen=True)
class WalkedEdges:
    """What the flags of edges mean to a profile, written down once more."""

    s_per_m: NDArray[np.float64]
    forward: NDArray[np.bool_]
    backward: NDArray[np.bool_]


def walked_edges(graph: WalkGraph, profile: WalkProfile) -> WalkedEdges:
    flags = np.asarray(graph.edge_flags)
    hard = (flags & EdgeFlag.NOT_STEP_FREE) > 0
    steps = (flags & EdgeFlag.STEPS) > 0
    s_per_m = np.full(len(flags), 1 / profile.speed_m_per_s)
    passable = np.ones(len(flags), bool)
    if profile.steps_factor is None:
        passable = ~hard
    else:
        s_per_m[steps & hard] *= profile.steps_factor
    return WalkedEdges(
        s_per_m,
        passable & ((flags & EdgeFlag.NO_FORWARD) == 0),
        passable & ((flags & EdgeFlag.NO_BACKWARD) == 0),
    )


def node_times(
    graph: WalkGraph, profile: WalkProfile, origin: Origin, *, towards: bool
) -> NDArray[np.float64]:
    """Return scipy's seconds between every node and the origin, an extra node on its edge."""
    walked, here = walked_edges(graph, profile), graph.node_count
    u, v = np.asarray(graph.edge_u), np.asarray(graph.edge_v)
    edge_s = np.asarray(graph.edge_length_m) * walked.s_per_m
    rate, e = walked.s_per_m[origin.edge], origin.edge
    ahead_m = float(graph.edge_length_m[e]) - origin.along_m
    tails = [u[walked.forward], v[walked.backward]]
    heads = [v[walked.forward], u[walked.backward]]
    times = [edge_s[walked.forward], edge_s[walked.backward]]
    if walked.forward[e]:
        tails.append(np.array([u[e], here]))
        heads.append(np.array([here, v[e]]))
        times.append(np.array([origin.along_m, ahead_m]) * rate)
    if walked.backward[e]:
        tails.append(np.array([v[e], here]))
        heads.append(np.array([here, u[e]]))
        times.append(np.array([ahead_m, origin.along_m]) * rate)
    # Who stands within a centimetre of an end is at that node, whatever the direction.
    for node, apart_m in ((u[e], origin.along_m), (v[e], ahead_m)):
        if apart_m < 0.01:
            tails.append(np.array([node, here]))
            heads.append(np.array([here, node]))
            times.append(np.full(2, apart_m * rate))
    matrix = shortest_matrix(
        np.concatenate(tails), np.concatenate(heads), np.concatenate(times), here + 1
    )
    found = dijkstra(matrix.T if towards else matrix, indices=[here])[0]
    return np.asarray(found[:here]) + origin.start_s


def shortest_matrix(
    tail: NDArray[np.integer], head: NDArray[np.integer], time_s: NDArray[np.float64], count: int
) -> "csr_array[np.float64]":
    """Return scipy's matrix of arcs; of parallel ones it holds the quickest, zeros a hair."""
    order = np.lexsort((time_s, head, tail))
    tail, head, time_s = tail[order], head[order], time_s[order]
    first = np.ones(len(tail), bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    # An explicit zero is no arc to scipy.
    time_s = np.maximum(time_s[first], 1e-12)
    return csr_array((time_s, (tail[first], head[first])), shape=(count, count))


class Oracle:
    """Tells of places whether one walks from them to the origin within a time."""

    def __init__(
        self, graph: WalkGraph, profile: WalkProfile, origin: Origin, *, limit_s: float
    ) -> None:
        self.profile = profile
        walked = walked_edges(graph, profile)
        node_s = node_times(graph, profile, origin, towards=True)
        lon, lat = graph.line(origin.edge)[0]
        self._metres = Transformer.from_crs(
            "EPSG:4326", f"+proj=aeqd +lat_0={lat} +lon_0={lon} +ellps=WGS84", always_xy=True
        )
        u, v = np.asarray(graph.edge_u), np.asarray(graph.edge_v)
        near = np.where(walked.backward, node_s[u], np.inf) <= limit_s
        near |= np.where(walked.forward, node_s[v], np.inf) <= limit_s
        near[origin.edge] = True
        places, times = [], []
        for edge in np.flatnonzero(near):
            xy, time_s = self._along(graph, walked, node_s, origin, int(edge))
            inside = time_s <= limit_s
            places.append(xy[inside])
            times.append(time_s[inside])
        self.street = np.concatenate(places)
        self.street_s = np.concatenate(times)
        self._tree = cKDTree(self.street)
        self._obstacles = self._lines(graph)

    def _lines(self, graph: WalkGraph) -> list[tuple[int, shapely.LineString]]:
        """Return the obstacles within 200 m of the box of what is reached, with their kinds."""
        box = shapely.box(*self.street.min(axis=0) - 200, *self.street.max(axis=0) + 200)
        packed = graph.obstacles
        degrees = np.column_stack([packed.x, packed.y]) * 1e-7
        metres = np.column_stack(self._metres.transform(degrees[:, 0], degrees[:, 1]))
        lines = [
            (int(kind), shapely.LineString(metres[begin:end]))
            for kind, begin, end in zip(
                packed.kind, packed.offset[:-1], packed.offset[1:], strict=True
            )
        ]
        return [(kind, line) for kind, line in lines if line.intersects(box)]

    def _along(
        self,
        graph: WalkGraph,
        walked: WalkedEdges,
        node_s: NDArray[np.float64],
        origin: Origin,
        edge: int,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return places at most a step apart along an edge, and the seconds from each."""
        corners = np.column_stack(self._metres.transform(*graph.line(edge).T))
        run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
        length_m, rate = float(graph.edge_length_m[edge]), float(walked.s_per_m[edge])
        at = np.union1d(np.linspace(0, run[-1], int(run[-1] / STEP_M) + 2), run)
        xy = np.column_stack([np.interp(at, run, corners[:, axis]) for axis in (0, 1)])
        along_m = at * (length_m / run[-1]) if run[-1] > 0 else np.zeros(len(at))
        time_s = np.full(len(at), np.inf)
        if walked.backward[edge]:
            time_s = np.minimum(time_s, node_s[graph.edge_u[edge]] + along_m * rate)
        if walked.forward[edge]:
            ahead_m = length_m - along_m
            time_s = np.minimum(time_s, node_s[graph.edge_v[edge]] + ahead_m * rate)
        if edge == origin.edge:
            onward = along_m <= origin.along_m
            allowed = np.where(onward, walked.forward[edge], walked.backward[edge])
            direct = origin.start_s + np.abs(along_m - origin.along_m) * rate
            time_s = np.where(allowed, np.minimum(time_s, direct), time_s)
        return xy, time_s

    def random_places(
        self, count: int, off_street_m: float, seed: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return places in the box around all that is reached, in metres and in degrees."""
        rng = np.random.default_rng(seed)
        low, high = self.street.min(axis=0) - off_street_m, self.street.max(axis=0) + off_street_m
        xy = rng.uniform(low, high, (count, 2))
        lon, lat = self._metres.transform(xy[:, 0], xy[:, 1], direction="INVERSE")
        return xy, np.column_stack([lon, lat])

    def time_s(
        self, xy: NDArray[np.float64], off_street_m: float, *, over_obstacles: bool = False
    ) -> NDArray[np.float64]:
        """Return the seconds from each place, infinite where no street is near enough."""
        best = np.full(len(xy), np.inf)
        for part in np.array_split(np.arange(len(xy)), 8):
            pairs = cKDTree(xy[part]).sparse_distance_matrix(
                self._tree, off_street_m, output_type="ndarray"
            )
            place, spot, far_m = part[pairs["i"]], pairs["j"], pairs["v"]
            then = self.street_s[spot] + far_m / self.profile.speed_m_per_s
            behind = np.zeros(len(place), bool)
            if self._obstacles and not over_obstacles:
                behind = self._near_obstacles(xy, off_street_m)[place] & (far_m > TOUCH_M)
            np.minimum.at(best, place[~behind], then[~behind])
            self._try_in_turn(xy, place[behind], spot[behind], then[behind], best)
        if self._obstacles and not over_obstacles:
            best[self._wet(xy)] = np.inf
        return best

    def _near_obstacles(self, xy: NDArray[np.float64], within_m: float) -> NDArray[np.bool_]:
        near = np.zeros(len(xy), bool)
        tree = shapely.STRtree([line for _, line in self._obstacles])
        near[tree.query(shapely.points(xy), predicate="dwithin", distance=within_m)[0]] = True
        return near

    def _try_in_turn(
        self,
        xy: NDArray[np.float64],
        place: NDArray[np.integer],
        spot: NDArray[np.integer],
        then: NDArray[np.float64],
        best: NDArray[np.float64],
    ) -> None:
        """Better times by the first of each place's ways, the quickest first, that is open."""
        tree = shapely.STRtree([line for _, line in self._obstacles])
        order = np.lexsort((then, place))
        place, spot, then = place[order], spot[order], then[order]
        rank = np.arange(len(place)) - np.searchsorted(place, place)
        done, size = 0, 4
        while (hope := (rank >= done) & (then < best[place])).any():
            asked = np.flatnonzero(hope & (rank < done + size))
            start, end = xy[place[asked]], self.street[spot[asked]]
            far_m = np.hypot(*(start - end).T)
            end = end + (start - end) * (TOUCH_M / far_m)[:, None]
            ways = shapely.linestrings(np.stack([start, end], axis=1))
            is_open = np.ones(len(asked), bool)
            is_open[tree.query(ways, predicate="crosses")[0]] = False
            np.minimum.at(best, place[asked[is_open]], then[asked[is_open]])
            done, size = done + size, 4 * size

    def _wet(self, xy: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell which places lie in the water: within an odd number of its rings."""
        inside = np.zeros(len(xy), int)
        for kind, line in self._obstacles:
            if kind == ObstacleKind.WATER:
                inside += shapely.contains_xy(shapely.Polygon(line), xy[:, 0], xy[:, 1])
        return np.asarray(inside % 2 == 1)
