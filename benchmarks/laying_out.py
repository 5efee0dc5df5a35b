"""Laying out: a larger city, made of copies of a real one side by side.

Copies are shifted by the extent of the streets. Along each seam every street end that lies
within `RIM_M` of the rim is joined to the nearest corner of the neighbouring copy by a straight
footway, unless that corner is farther than `JOIN_M`. Water and railways end at the seam.
"""

from dataclasses import replace
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from learnmap.model.crs import ELLIPSOID, metres_per_degree
from learnmap.network import WalkGraph
from learnmap.network.building import arc_flags
from learnmap.network.cells import index_lines
from learnmap.network.excluded import pack_excluded
from learnmap.network.obstacles import ObstacleKind, Obstacles, pack_obstacles
from learnmap.network.walkgraph import DEGREE_STEP

RIM_M: Final = 60.0
JOIN_M: Final = 150.0


def lay_out(graph: WalkGraph, *, columns: int, rows: int) -> WalkGraph:
    """Return a graph of columns times rows copies, joined along their rims.

    Parameters
    ----------
    graph : WalkGraph
        One city, without slopes. The streets of a copy keep their lengths.
    columns, rows : int
        Copies to the east and to the north.
    """
    copies = columns * rows
    at = np.arange(copies)
    wide, high = _extent(graph)
    dx, dy = wide * (at % columns), high * (at // columns)
    node_x, node_y = _tiled(graph.node_x, dx), _tiled(graph.node_y, dy)
    first_node = graph.node_count * at
    joins = np.concatenate(
        [
            _seams(graph, (wide, 0), first_node[at % columns < columns - 1], graph.node_count),
            _seams(graph, (0, high), first_node[: copies - columns], graph.node_count * columns),
        ]
    )
    lon, lat = node_x[joins] * DEGREE_STEP, node_y[joins] * DEGREE_STEP
    join_m = ELLIPSOID.inv(lon[:, 0], lat[:, 0], lon[:, 1], lat[:, 1])[2]
    more = len(joins)
    u = np.append(_tiled(graph.edge_u, first_node), joins[:, 0]).astype(np.int32)
    v = np.append(_tiled(graph.edge_v, first_node), joins[:, 1]).astype(np.int32)
    length_m = np.append(np.tile(graph.edge_length_m, copies), join_m)
    flags = np.append(np.tile(graph.edge_flags, copies), np.zeros(more, np.uint8))
    sizes = np.append(np.tile(np.diff(graph.vertex_offset), copies), np.full(more, 2))
    vertex_offset = np.append(0, np.cumsum(sizes)).astype(np.int32)
    vertex_x = np.append(_tiled(graph.vertex_x, dx), node_x[joins].ravel()).astype(np.int32)
    vertex_y = np.append(_tiled(graph.vertex_y, dy), node_y[joins].ravel()).astype(np.int32)
    arc_offset, arc_start, arc_node, arc_edge = _arcs(u, v, len(node_x))
    return replace(
        graph,
        node_x=node_x,
        node_y=node_y,
        edge_u=u,
        edge_v=v,
        edge_length_m=length_m,
        edge_flags=flags,
        edge_way=np.append(np.tile(graph.edge_way, copies), np.zeros(more, np.int64)),
        edge_name=np.append(np.tile(graph.edge_name, copies), np.zeros(more, np.int32)),
        edge_cells=index_lines(vertex_offset, vertex_x, vertex_y),
        vertex_offset=vertex_offset,
        vertex_x=vertex_x,
        vertex_y=vertex_y,
        arc_offset=arc_offset,
        arc_node=arc_node,
        arc_edge=arc_edge,
        arc_flags=arc_flags(flags[arc_edge], along=u[arc_edge] == arc_start),
        arc_m=length_m[arc_edge],
        obstacles=_tiled_obstacles(_clipped(graph), dx, dy),
        excluded=pack_excluded([]),
    )


def _extent(graph: WalkGraph) -> tuple[int, int]:
    return int(np.ptp(graph.vertex_x)), int(np.ptp(graph.vertex_y))


def _tiled(values: NDArray[np.integer], steps: NDArray[np.integer]) -> NDArray[np.int32]:
    """Return the values once for each copy, with the copy's step added."""
    return (values[None, :] + steps[:, None]).astype(np.int32).ravel()


def _seams(
    graph: WalkGraph, shift: tuple[int, int], first_node: NDArray[np.integer], ahead: int
) -> NDArray[np.int64]:
    """Return (j, 2) nodes that footways join along the seams of copies and their next ones.

    Parameters
    ----------
    graph : WalkGraph
        One copy.
    shift : tuple of int
        From a copy to the next, in stored units.
    first_node : (c,) integers
        Of the copies that have a next one.
    ahead : int
        Nodes from a copy's first to its next one's first.
    """
    across = 0 if shift[0] else 1
    scale = metres_per_degree(float(graph.node_lat.mean()))
    metres = np.column_stack([graph.node_lon, graph.node_lat]) * scale
    next_metres = metres + np.array(shift) * DEGREE_STEP * scale
    seam = metres[:, across].max()
    ends = np.diff(graph.arc_offset) == 1
    out = np.flatnonzero(ends & (metres[:, across] > seam - RIM_M))
    back = np.flatnonzero(ends & (next_metres[:, across] < seam + RIM_M))
    out_m, to_next = cKDTree(next_metres).query(metres[out])
    back_m, from_here = cKDTree(metres).query(next_metres[back])
    pairs = np.concatenate(
        [
            np.column_stack([out, to_next])[out_m <= JOIN_M],
            np.column_stack([from_here, back])[back_m <= JOIN_M],
        ]
    )
    pairs = np.unique(pairs, axis=0) + np.array([0, ahead])
    return np.asarray(first_node[:, None, None] + pairs[None], np.int64).reshape(-1, 2)


def _arcs(
    u: NDArray[np.int32], v: NDArray[np.int32], node_count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return where each node's arcs begin, and each arc's node, node at its end, and edge."""
    tail, head = np.append(u, v), np.append(v, u)
    edge = np.tile(np.arange(len(u), dtype=np.int32), 2)
    order = np.lexsort((edge, head, tail))
    offset = np.append(0, np.cumsum(np.bincount(tail, minlength=node_count))).astype(np.int32)
    return offset, tail[order], head[order], edge[order]


def _clipped(graph: WalkGraph) -> Obstacles:
    """Return the obstacles within the extent of the streets, where no other copy lies."""
    one = graph.obstacles
    extent = graph.vertex_x.min(), graph.vertex_y.min(), graph.vertex_x.max(), graph.vertex_y.max()
    lines = []
    for line, kind in enumerate(map(ObstacleKind, one.kind.tolist())):
        part = slice(one.offset[line], one.offset[line + 1])
        vertices = np.column_stack([one.x[part], one.y[part]])
        is_area = kind == ObstacleKind.WATER
        shape = shapely.Polygon(vertices) if is_area else shapely.LineString(vertices)
        for piece in shapely.get_parts(shapely.clip_by_rect(shape, *map(float, extent))):
            rim = shapely.get_exterior_ring(piece) if is_area else piece
            degrees = shapely.get_coordinates(rim) * DEGREE_STEP
            lines.append((kind, [(float(lon), float(lat)) for lon, lat in degrees]))
    return pack_obstacles(lines)


def _tiled_obstacles(one: Obstacles, dx: NDArray[np.integer], dy: NDArray[np.integer]) -> Obstacles:
    sizes = np.tile(np.diff(one.offset), len(dx))
    offset = np.append(0, np.cumsum(sizes)).astype(np.int32)
    x, y = _tiled(one.x, dx), _tiled(one.y, dy)
    return Obstacles(offset, x, y, np.tile(one.kind, len(dx)), index_lines(offset, x, y))
