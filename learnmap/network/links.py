"""Links: a gate or a bridge that is not there yet, put into the streets.

The streets are those of another graph: nothing of the one that they are made from changes. Each
edge keeps its number. One that a link begins on keeps it for the part at its first vertex; its
other parts and the link come after all edges, and the joints after all nodes.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from learnmap.model.crs import ELLIPSOID
from learnmap.model.profiles import PROFILES
from learnmap.network.building import arc_flags, arcs_of
from learnmap.network.cells import CellIndex, index_lines
from learnmap.network.costs import WalkCosts
from learnmap.network.flags import FLAG_COUNT, EdgeFlag
from learnmap.network.origins import first_arc
from learnmap.network.snapping import EdgeIndex
from learnmap.network.walkgraph import DEGREE_STEP, WalkGraph

_Line: TypeAlias = NDArray[np.int32]
"""(k, 2) vertices in stored units."""
_LINK: Final = -1


@dataclass(frozen=True, slots=True)
class Joint:
    """Where a link joins a street.

    Attributes
    ----------
    edge : int
    along_m : float
        From the edge's first vertex.
    x, y : int
        Longitude and latitude in units of `learnmap.network.walkgraph.DEGREE_STEP`.
    """

    edge: int
    along_m: float
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class LinkedGraph:
    """Streets with a link.

    Attributes
    ----------
    graph : WalkGraph
    edges : (k,) int64
        The link, and the parts of the streets that it joins, rising.
    """

    graph: WalkGraph
    edges: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Edge:
    """An edge that takes the place of another or is added."""

    u: int
    v: int
    line: _Line
    like: int
    """The edge that it is a part of; `_LINK` for the link itself."""
    flags: int


def find_joint(graph: WalkGraph, lon: float, lat: float, *, limit_m: float) -> Joint | None:
    """Find the street nearest to a place, whoever may walk it and whether on an island or not.

    Parameters
    ----------
    graph : WalkGraph
    lon, lat : float
        Degrees, EPSG:4326.
    limit_m : float

    Returns
    -------
    Joint or None
        None where no street is so near.
    """
    for_all = np.ones(FLAG_COUNT)
    nowhere = np.zeros(graph.edge_count, np.bool_)
    anybody = WalkCosts(PROFILES[0], graph, for_all, for_all, nowhere)
    place = np.array([lon]), np.array([lat])
    found = EdgeIndex(graph).snap(*place, anybody, limit_m=limit_m)
    if found.status[0]:
        return None
    x, y = (round(float(at[0]) / DEGREE_STEP) for at in (found.lon, found.lat))
    return Joint(int(found.edge[0]), float(found.along_m[0]), x, y)


def with_link(graph: WalkGraph, begin: Joint, end: Joint, *, step_free: bool) -> LinkedGraph:
    """Join two streets by a straight way that is walked in both directions.

    Parameters
    ----------
    graph : WalkGraph
        It stays as it is.
    begin, end : Joint
        At two places.
    step_free : bool
        Whether everybody may pass; else those who take steps, at their speed on streets.

    Returns
    -------
    LinkedGraph
        The lengths of new edges are geodesic; parts of a street slope as all of it, and the
        link counts as flat.
    """
    nodes: list[tuple[int, int]] = []
    number: dict[Joint, int] = {}
    kept: dict[int, _Edge] = {}
    added: list[_Edge] = []
    for edge in sorted({begin.edge, end.edge}):
        joints = sorted({one for one in (begin, end) if one.edge == edge}, key=_along)
        first, *others = _parts(graph, edge, joints, number, nodes)
        kept[edge] = first
        added += others
    line = np.array([(begin.x, begin.y), (end.x, end.y)], np.int32)
    flags = EdgeFlag.NONE if step_free else EdgeFlag.NOT_STEP_FREE
    added.append(_Edge(number[begin], number[end], line, _LINK, int(flags)))
    new = range(graph.edge_count, graph.edge_count + len(added))
    return LinkedGraph(
        _redrawn(graph, kept, added, nodes), np.array(sorted([*kept, *new]), np.int64)
    )


def _along(joint: Joint) -> float:
    return joint.along_m


def _parts(
    graph: WalkGraph,
    edge: int,
    joints: list[Joint],
    number: dict[Joint, int],
    nodes: list[tuple[int, int]],
) -> list[_Edge]:
    """Cut an edge at joints, in their order along it; number their nodes, and list new ones."""
    part = slice(graph.vertex_offset[edge], graph.vertex_offset[edge + 1])
    line = np.column_stack([graph.vertex_x[part], graph.vertex_y[part]])
    u, v = int(graph.edge_u[edge]), int(graph.edge_v[edge])
    cuts = [(0, u)]
    for joint in joints:
        at, line = _vertex_at(line, joint)
        if at in (0, len(line) - 1):
            number[joint] = u if at == 0 else v
            continue
        if at != cuts[-1][0]:
            cuts.append((at, graph.node_count + len(nodes)))
            nodes.append((joint.x, joint.y))
        number[joint] = cuts[-1][1]
    cuts.append((len(line) - 1, v))
    flags = int(graph.edge_flags[edge])
    return [
        _Edge(node, other, line[at : until + 1], edge, flags)
        for (at, node), (until, other) in pairwise(cuts)
    ]


def _vertex_at(line: _Line, joint: Joint) -> tuple[int, _Line]:
    """Return the place of a joint among the vertices of a line, and the line with it."""
    run_m = np.concatenate([[0.0], np.cumsum(_lengths_m(line))])
    before = int(np.clip(np.searchsorted(run_m, joint.along_m, "right") - 1, 0, len(line) - 2))
    place = np.array([joint.x, joint.y], np.int32)
    for at in (before, before + 1):
        if (line[at] == place).all():
            return at, line
    return before + 1, np.insert(line, before + 1, place, axis=0)


def _lengths_m(line: _Line) -> NDArray[np.float64]:
    lon, lat = line.T * DEGREE_STEP
    return np.abs(np.asarray(ELLIPSOID.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2], np.float64))


def _redrawn(
    graph: WalkGraph, kept: dict[int, _Edge], added: list[_Edge], nodes: list[tuple[int, int]]
) -> WalkGraph:
    """Return a graph with some edges in the place of its own, and others after them."""
    drawn = [*kept.values(), *added]
    where = np.array([*kept, *range(graph.edge_count, graph.edge_count + len(added))])

    def put(column: NDArray[Any], values: list[Any]) -> NDArray[Any]:
        longer = np.concatenate([column, np.zeros(len(added), column.dtype)])
        longer[where] = values
        return longer

    like = [one.like for one in drawn]
    u, v = put(graph.edge_u, [one.u for one in drawn]), put(graph.edge_v, [one.v for one in drawn])
    flags = put(graph.edge_flags, [one.flags for one in drawn])
    length_m = put(graph.edge_length_m, [float(_lengths_m(one.line).sum()) for one in drawn])
    node_x, node_y = np.array(nodes, np.int32).reshape(-1, 2).T
    count = graph.node_count + len(nodes)
    arc_offset, arc_node, arc_edge = arcs_of(u, v, count)
    along = u[arc_edge] == np.repeat(np.arange(count), np.diff(arc_offset))
    away_m, towards_m = _arc_metres(graph, arc_edge, along, length_m, where, like)
    vertex_offset, vertices = _vertices(graph, kept, added)
    return replace(
        graph,
        node_x=np.concatenate([graph.node_x, node_x]),
        node_y=np.concatenate([graph.node_y, node_y]),
        edge_u=u,
        edge_v=v,
        edge_length_m=length_m,
        edge_flags=flags,
        edge_way=put(graph.edge_way, [_of(graph.edge_way, one) for one in like]),
        edge_name=put(graph.edge_name, [_of(graph.edge_name, one) for one in like]),
        edge_cells=_cells(graph, [one.line for one in added]),
        vertex_offset=vertex_offset,
        vertex_x=vertices[:, 0].copy(),
        vertex_y=vertices[:, 1].copy(),
        arc_offset=arc_offset,
        arc_node=arc_node,
        arc_edge=arc_edge,
        arc_flags=arc_flags(flags[arc_edge], along=along),
        arc_m=away_m,
        arc_towards_m=towards_m,
    )


def _of(column: NDArray[Any], edge: int) -> int:
    """Return a fact of an edge; a link has no way and the empty name, both 0."""
    return 0 if edge == _LINK else int(column[edge])


def _arc_metres(
    graph: WalkGraph,
    arc_edge: NDArray[np.int32],
    along: NDArray[np.bool_],
    length_m: NDArray[np.float64],
    where: NDArray[np.int64],
    like: list[int],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the metres of arcs away from their nodes and towards them, by slope."""
    if not graph.has_slopes:
        return length_m[arc_edge], graph.arc_towards_m
    tail = np.repeat(np.arange(graph.node_count), np.diff(graph.arc_offset))
    own = np.flatnonzero(graph.edge_u[graph.arc_edge] == tail)
    both_m = []
    for metres in (graph.arc_m, graph.arc_towards_m):
        of_edge = length_m.copy()
        of_edge[graph.arc_edge[own]] = metres[own]
        for row, edge in zip(where.tolist(), like, strict=True):
            share = 1.0
            if edge != _LINK and graph.edge_length_m[edge] > 0:
                arc = first_arc(graph.arc_offset, graph.arc_edge, graph.edge_u[edge], edge)
                share = metres[arc] / graph.edge_length_m[edge]
            of_edge[row] = length_m[row] * share
        both_m.append(of_edge)
    ahead_m, back_m = both_m
    return (
        np.where(along, ahead_m[arc_edge], back_m[arc_edge]),
        np.where(along, back_m[arc_edge], ahead_m[arc_edge]),
    )


def _vertices(
    graph: WalkGraph, kept: dict[int, _Edge], added: list[_Edge]
) -> tuple[NDArray[np.int32], _Line]:
    offset = graph.vertex_offset
    sizes = np.concatenate([np.diff(offset), [len(one.line) for one in added]])
    lines, begin = [], 0
    whole = np.column_stack([graph.vertex_x, graph.vertex_y])
    for edge, one in sorted(kept.items()):
        lines += [whole[begin : offset[edge]], one.line]
        begin, sizes[edge] = offset[edge + 1], len(one.line)
    lines += [whole[begin:], *(one.line for one in added)]
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32), np.concatenate(lines)


def _cells(graph: WalkGraph, lines: list[_Line]) -> CellIndex:
    """List new edges by cells, too; one that was cut stays listed where all of it lay."""
    before, drawn = graph.edge_cells, np.concatenate(lines)
    offset = np.concatenate([[0], np.cumsum([len(line) for line in lines])])
    new = index_lines(offset, drawn[:, 0], drawn[:, 1])
    key = np.concatenate([np.repeat(one.key, np.diff(one.offset)) for one in (before, new)])
    item = np.concatenate([before.item, new.item + np.int32(graph.edge_count)])
    order = np.argsort(key, kind="stable")
    keys, begins = np.unique(key[order], return_index=True)
    return CellIndex(keys, np.append(begins, len(key)).astype(np.int32), item[order])
