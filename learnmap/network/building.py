"""From pieces of street to the walk graph."""

import json

import numpy as np
from numpy.typing import NDArray

from learnmap.network.cells import index_lines
from learnmap.network.chains import find_chains, seen_from
from learnmap.network.excluded import pack_excluded
from learnmap.network.flags import reversed_flags
from learnmap.network.obstacles import pack_obstacles
from learnmap.network.pieces import Pieces, measure_pieces
from learnmap.network.streets import Streets
from learnmap.network.walkgraph import DEGREE_STEP, WalkGraph


def build_graph(streets: Streets) -> WalkGraph:
    """Contract streets to junctions and the edges between them.

    Parameters
    ----------
    streets : Streets
        As read from an extract.

    Returns
    -------
    WalkGraph
        The same for the same streets, whatever order they were read in.
    """
    pieces = measure_pieces(streets)
    offset, incident = _incidence(pieces.a, pieces.b, len(pieces.lon))
    starts, places, order = find_chains(pieces.a, pieces.b, pieces.flags, offset, incident)
    first, last = starts[:-1], starts[1:]
    begins = first + np.arange(len(first))
    ends = last + np.arange(len(first))
    nodes, rank = _nodes(pieces, places, begins, ends)
    chain = np.repeat(np.arange(len(first)), last - first)
    longest = _longest_piece(pieces.length_m[order], chain, len(first))
    way = pieces.way[order][longest]
    names, name_of_way = _names(streets)
    flags = np.fromiter(
        (
            seen_from(order[i], places[j], pieces.a, pieces.flags)
            for i, j in zip(first, begins, strict=True)
        ),
        np.uint8,
        len(first),
    )
    u, v = rank[places[begins]], rank[places[ends]]
    length_m = np.bincount(chain, pieces.length_m[order], len(first)).astype(np.float64)
    sort = np.lexsort((way, length_m, v, u))
    vertex_offset, vertices = _vertices(places, begins, ends, sort)
    arc_offset, arc_node, arc_edge = arcs_of(u[sort], v[sort], len(nodes))
    vertex_x, vertex_y = _steps(pieces.lon[vertices]), _steps(pieces.lat[vertices])
    tail = np.repeat(np.arange(len(nodes)), np.diff(arc_offset))
    return WalkGraph(
        node_x=_steps(pieces.lon[nodes]),
        node_y=_steps(pieces.lat[nodes]),
        edge_u=u[sort],
        edge_v=v[sort],
        edge_length_m=length_m[sort],
        edge_flags=flags[sort],
        edge_way=np.array([osm_id for osm_id, _, _ in sorted(streets.ways)], np.int64)[way[sort]],
        edge_name=name_of_way[way[sort]],
        edge_cells=index_lines(vertex_offset, vertex_x, vertex_y),
        vertex_offset=vertex_offset,
        vertex_x=vertex_x,
        vertex_y=vertex_y,
        arc_offset=arc_offset,
        arc_node=arc_node,
        arc_edge=arc_edge,
        arc_flags=arc_flags(flags[sort][arc_edge], along=u[sort][arc_edge] == tail),
        arc_m=length_m[sort][arc_edge],
        arc_towards_m=np.empty(0, np.float64),
        name_text=np.frombuffer(json.dumps(names, ensure_ascii=False).encode(), np.uint8),
        obstacles=pack_obstacles(streets.obstacles),
        excluded=pack_excluded(streets.excluded_ways),
    )


def arc_flags(flags: NDArray[np.uint8], *, along: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return edges' bits as seen from arcs, which run along their edges or against them."""
    return np.where(along, flags, reversed_flags(flags))


def _incidence(
    a: NDArray[np.int32], b: NDArray[np.int32], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    ends = np.concatenate([a, b])
    offset = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=count), out=offset[1:])
    return offset, (np.argsort(ends, kind="stable") % len(a)).astype(np.int32)


def _nodes(
    pieces: Pieces,
    places: NDArray[np.int32],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the places that are nodes, in Morton order, and the node number of each place."""
    nodes = np.unique(np.concatenate([places[begins], places[ends]])).astype(np.int64)
    keys = _morton(_steps(pieces.lon[nodes]), _steps(pieces.lat[nodes]))
    nodes = nodes[np.argsort(keys, kind="stable")]
    rank = np.full(len(pieces.lon), -1, np.int32)
    rank[nodes] = np.arange(len(nodes), dtype=np.int32)
    return nodes, rank


def _morton(x: NDArray[np.int32], y: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Interleave the bits of two coordinates (Morton 1966), so that near places sort near."""
    return _spread(x) | (_spread(y) << np.uint64(1))


def _spread(values: NDArray[np.int32]) -> NDArray[np.uint64]:
    bits = (values.astype(np.int64) + 2**31).astype(np.uint64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits


def _steps(degrees: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.rint(degrees / DEGREE_STEP).astype(np.int32)


def _longest_piece(
    length_m: NDArray[np.float64], chain: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    order = np.lexsort((length_m, chain))
    return order[np.cumsum(np.bincount(chain, minlength=count)) - 1]


def _names(streets: Streets) -> tuple[list[tuple[str, str]], NDArray[np.int32]]:
    names = sorted({("", ""), *((name, english) for _, name, english in streets.ways)})
    index = {name: i for i, name in enumerate(names)}
    by_way = [index[name, english] for _, name, english in sorted(streets.ways)]
    return names, np.array(by_way, np.int32)


def _vertices(
    places: NDArray[np.int32],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    sort: NDArray[np.int64],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    sizes = (ends - begins + 1)[sort]
    offset = np.zeros(len(sizes) + 1, np.int32)
    np.cumsum(sizes, out=offset[1:])
    within = np.arange(offset[-1]) - np.repeat(offset[:-1], sizes)
    return offset, places[np.repeat(begins[sort], sizes) + within]


def arcs_of(
    u: NDArray[np.int32], v: NDArray[np.int32], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return offsets, nodes and edges of the arcs of edges from `u` to `v`, as a graph has them."""
    edges = np.arange(len(u), dtype=np.int32)
    tail, head = np.concatenate([u, v]), np.concatenate([v, u])
    edge = np.concatenate([edges, edges])
    order = np.lexsort((edge, head, tail))
    offset = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(tail, minlength=count), out=offset[1:])
    return offset, head[order], edge[order]
