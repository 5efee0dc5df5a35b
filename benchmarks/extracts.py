"""Extracts: a walk graph written as an OpenStreetMap file, for engines that read nothing else.

Every edge becomes a footway with the edge's own line, so that another engine's rules for tags,
gates and plazas make no difference: it has the very same streets. Obstacles keep their tags.
"""

from itertools import count
from pathlib import Path
from typing import Final

import osmium
from osmium.osm import Location
from osmium.osm.mutable import Node, Way

from learnmap.network import WalkGraph
from learnmap.network.flags import EdgeFlag
from learnmap.network.obstacles import ObstacleKind
from learnmap.network.walkgraph import DEGREE_STEP

_FIRST_WAY: Final = 1_000_000_000
_OBSTACLE_TAGS: Final = {
    ObstacleKind.WATER: {"natural": "water"},
    ObstacleKind.WATERWAY: {"waterway": "river"},
    ObstacleKind.RAILWAY: {"railway": "rail"},
    ObstacleKind.MOTORWAY: {"highway": "motorway", "foot": "no"},
}


def write_extract(path: Path, graph: WalkGraph) -> None:
    """Write a graph's streets and obstacles as .osm.pbf; the file is whole or not there.

    Parameters
    ----------
    path : Path
        Ends in ``.osm.pbf``.
    graph : WalkGraph
    """
    aside = path.with_name(f"writing-{path.name}")
    header = osmium.io.Header()
    header.set("generator", "learnmap benchmarks")
    target = osmium.io.File(str(aside), "pbf,add_metadata=none")
    writer = osmium.SimpleWriter(target, header=header, overwrite=True)
    try:
        ways = _write_nodes(writer, graph)
        for number, (nodes, tags) in enumerate(ways):
            writer.add_way(Way(id=_FIRST_WAY + number, nodes=nodes, tags=tags))
    finally:
        writer.close()
    aside.rename(path)


def _write_nodes(
    writer: osmium.SimpleWriter, graph: WalkGraph
) -> list[tuple[list[int], dict[str, str]]]:
    """Write all places, and return the nodes and tags of the ways."""
    number = count(1)

    def write(xs: list[int], ys: list[int]) -> list[int]:
        written = []
        for x, y in zip(xs, ys, strict=True):
            written.append(next(number))
            place = Location(x * DEGREE_STEP, y * DEGREE_STEP)
            writer.add_node(Node(id=written[-1], location=place))
        return written

    junctions = write(graph.node_x.tolist(), graph.node_y.tolist())
    ends = zip(graph.edge_u.tolist(), graph.edge_v.tolist(), strict=True)
    offset, flags = graph.vertex_offset.tolist(), graph.edge_flags.tolist()
    ways = []
    for edge, (u, v) in enumerate(ends):
        inner = slice(offset[edge] + 1, offset[edge + 1] - 1)
        between = write(graph.vertex_x[inner].tolist(), graph.vertex_y[inner].tolist())
        ways.append(([junctions[u], *between, junctions[v]], _street_tags(flags[edge])))
    obstacles = graph.obstacles
    for line, kind in enumerate(obstacles.kind.tolist()):
        part = slice(obstacles.offset[line], obstacles.offset[line + 1])
        x, y = obstacles.x[part], obstacles.y[part]
        closed = len(x) > 2 and (x[0], y[0]) == (x[-1], y[-1])
        nodes = write(x[: len(x) - closed].tolist(), y[: len(y) - closed].tolist())
        ways.append((nodes + nodes[:1] * closed, _OBSTACLE_TAGS[ObstacleKind(kind)]))
    return ways


def _street_tags(flags: int) -> dict[str, str]:
    tags = {"highway": "footway"}
    if flags & EdgeFlag.NO_BACKWARD:
        tags["oneway:foot"] = "yes"
    elif flags & EdgeFlag.NO_FORWARD:
        tags["oneway:foot"] = "-1"
    return tags
