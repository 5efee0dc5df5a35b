"""How long residents walk to the nearest point, by other programs.

Places join streets by GEOS' nearest lines on a plane round the city, doors are as far from the
street as pyproj's geodesic, islands are NetworkX's connected parts, and walks are SciPy's Dijkstra
on streets that are cut at every home and point. Of the product only the arrays of the graph are
used: who meets whom, how long each street is, and its flags.
"""

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from learnmap.model.profiles import WalkProfile
from learnmap.network import Snaps, SnapStatus, WalkGraph
from tests.reference.catchment_oracle import walked_edges

AT_END_M = 0.01
"""Who is so near the end of a street is at its corner, whatever the direction of the street."""
LIMIT_M, ISLAND_BELOW_M = 100.0, 5000.0


@dataclass(frozen=True)
class Joined:
    """Where (k,) places join streets; `edge`, `along_m` and `door_m` count where `placed` does."""

    placed: NDArray[np.bool_]
    edge: NDArray[np.int64]
    along_m: NDArray[np.float64]
    door_m: NDArray[np.float64]

    def part(self, rows: slice) -> "Joined":
        return Joined(self.placed[rows], self.edge[rows], self.along_m[rows], self.door_m[rows])

    @classmethod
    def of(cls, snaps: Snaps) -> "Joined":
        placed = snaps.status == SnapStatus.SNAPPED
        return cls(placed, snaps.edge.astype(np.int64), snaps.along_m, snaps.distance_m)


def mainland_of(graph: WalkGraph, profile: WalkProfile) -> NDArray[np.bool_]:
    """Return which streets a profile may walk that lie on no island."""
    walked = walked_edges(graph, profile)
    passable = walked.forward | walked.backward
    u, v, length_m = (np.asarray(a) for a in (graph.edge_u, graph.edge_v, graph.edge_length_m))
    streets = nx.Graph(zip(u[passable].tolist(), v[passable].tolist(), strict=True))
    part = np.full(graph.node_count, -1)
    for number, nodes in enumerate(nx.connected_components(streets)):
        part[list(nodes)] = number
    street_m = pd.Series(length_m[passable]).groupby(part[u[passable]]).sum()
    large = street_m.index[(street_m >= ISLAND_BELOW_M) | (street_m == street_m.max())]
    return passable & np.isin(part[u], large)


def joined_by_geos(
    graph: WalkGraph,
    profile: WalkProfile,
    places: NDArray[np.float64],
    *,
    unsure_m: float,
    last: bool,
) -> Joined:
    """Join (k, 2) degrees to the nearest street of the mainland within `LIMIT_M`.

    No place may be within `unsure_m` of the limit, so that nobody has to judge whether it joins.
    Of streets that are equally near, to the millimetre, the first or the `last` is taken: it
    matters at a gate or kerb that stands between them.
    """
    west, south, east, north = graph.box
    plane = Transformer.from_crs(
        "EPSG:4326",
        f"+proj=aeqd +lon_0={(west + east) / 2} +lat_0={(south + north) / 2} +ellps=WGS84",
        always_xy=True,
    )
    x, y = (np.asarray(steps) * 1e-7 for steps in (graph.vertex_x, graph.vertex_y))
    corners = np.repeat(np.arange(graph.edge_count), np.diff(graph.vertex_offset))
    kept = np.flatnonzero(mainland_of(graph, profile))
    x, y = (np.round(metres, 3) for metres in plane.transform(x, y))
    lines = shapely.linestrings(x, y, indices=corners)[kept]
    spots = shapely.points(*(np.round(metres, 3) for metres in plane.transform(*places.T)))
    who, line = shapely.STRtree(lines).query_nearest(spots, max_distance=LIMIT_M + unsure_m)
    order = np.lexsort((-line if last else line, who))
    who, first = np.unique(who[order], return_index=True)
    line = line[order][first]
    share = shapely.line_locate_point(lines[line], spots[who], normalized=True)
    at = shapely.line_interpolate_point(lines[line], share, normalized=True)
    east, north = shapely.get_coordinates(at).T
    lon, lat = plane.transform(east, north, direction="INVERSE")
    _, _, door_m = Geod(ellps="WGS84").inv(places[who, 0], places[who, 1], lon, lat)
    assert (np.abs(door_m - LIMIT_M) > unsure_m).all()
    found = Joined(*(np.zeros(len(places), kind) for kind in (bool, int, float, float)))
    found.placed[who], found.edge[who], found.door_m[who] = door_m <= LIMIT_M, kept[line], door_m
    found.along_m[who] = share * np.asarray(graph.edge_length_m)[kept[line]]
    return found


def seconds_by_scipy(
    graph: WalkGraph, profile: WalkProfile, homes: Joined, sites: Joined
) -> NDArray[np.float64]:
    """Cut each street at all homes and points on it, and let Dijkstra walk to the nearest."""
    walked, n = walked_edges(graph, profile), graph.node_count
    speed = profile.speed_m_per_s
    kept = [np.flatnonzero(one.placed) for one in (homes, sites)]
    edge = np.concatenate([homes.edge[kept[0]], sites.edge[kept[1]]])
    along_m = np.concatenate([homes.along_m[kept[0]], sites.along_m[kept[1]]])
    place = n + np.arange(len(edge))
    door = n + len(edge)
    u, v, length_m = (np.asarray(a) for a in (graph.edge_u, graph.edge_v, graph.edge_length_m))
    every = np.arange(graph.edge_count)
    # All that lies along the streets, in order: an end, the places, the other end.
    on = np.concatenate([every, edge, every])
    at_m = np.concatenate([np.zeros(len(every)), along_m, length_m])
    node = np.concatenate([u, place, v])
    kind = np.repeat([0, 1, 2], [len(every), len(edge), len(every)])
    order = np.lexsort((at_m, kind, on))
    on, at_m, node = on[order], at_m[order], node[order]
    step = np.flatnonzero(on[1:] == on[:-1])
    rows: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]] = []
    gap_s = np.maximum(0.0, at_m[step + 1] - at_m[step]) * walked.s_per_m[on[step]]
    for open_way, tail, head in (
        (walked.forward, step, step + 1),
        (walked.backward, step + 1, step),
    ):
        some = open_way[on[step]]
        rows.append((node[tail][some], node[head][some], gap_s[some]))
    for end, apart_m in ((u[edge], along_m), (v[edge], length_m[edge] - along_m)):
        at_end = apart_m < AT_END_M
        none = np.zeros(at_end.sum())
        home = np.arange(len(edge)) < len(kept[0])
        rows.append((np.where(home, place, end)[at_end], np.where(home, end, place)[at_end], none))
    to_door_s = sites.door_m[kept[1]] / speed
    rows.append((place[len(kept[0]) :], np.full(len(kept[1]), door), to_door_s))
    tails, heads, times = (np.concatenate(column) for column in zip(*rows, strict=True))
    least = pd.DataFrame({"t": tails, "h": heads, "s": times}).groupby(["h", "t"])["s"].min()
    heads, tails = (least.index.get_level_values(name).to_numpy() for name in ("h", "t"))
    # A way of no time would be no way to SciPy: a billionth of a second stands for it.
    walks = csr_array((np.maximum(least.to_numpy(), 1e-9), (heads, tails)), (door + 1, door + 1))
    soonest = dijkstra(walks, indices=[door])[0]
    found = np.full(len(homes.placed), np.nan)
    found[kept[0]] = soonest[n : n + len(kept[0])] + homes.door_m[kept[0]] / speed
    return found
