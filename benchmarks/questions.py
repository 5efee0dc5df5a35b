"""Questions: the streets as plain arrays, and the origins that all engines are asked about.

Everything is drawn by a fixed seed: on the largest connected part, away from the city's rim, so
that no engine gains by a search that the edge of the map cuts short.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from learnmap.network import WalkGraph
from learnmap.network.flags import EdgeFlag

SPEED_M_PER_S: Final = 1.25
"""Of the profile ``adult``, who passes steps like any other street."""
LIMIT_S: Final = 900.0
NEARBY_PLACES: Final = 200
NEARBY_TARGETS: Final = 50
POINTS: Final = 1000
SEED: Final = 20261123
_RIM_SHARE: Final = 0.15
"""Of the city's width and height, on each side."""

Arrays = dict[str, NDArray[Any]]


def draw_reach(
    graph: WalkGraph, copy: WalkGraph, *, columns: int, rows: int, origins: int
) -> Arrays:
    """Return nodes to search from, the same of one copy whatever the number of copies.

    Parameters
    ----------
    graph : WalkGraph
        Made of copies (`benchmarks.laying_out`).
    copy : WalkGraph
        One of them.
    columns, rows : int
        Of copies; those along the rim are left out where there are others.
    origins : int
    """
    rng = np.random.default_rng(SEED)
    edges = rng.choice(np.flatnonzero(_inner_edges(copy)), origins)
    ring = int(min(columns, rows) > 2)
    column = rng.integers(ring, columns - ring, size=origins)
    row = rng.integers(ring, rows - ring, size=origins)
    edges += copy.edge_count * (column + columns * row)
    return {
        "limit_s": np.array(LIMIT_S),
        "reach_edge": edges,
        "reach_node": graph.edge_u[edges],
        "node_count": np.array(graph.node_count),
    }


def draw_questions(graph: WalkGraph, *, origins: int) -> Arrays:
    """Return the streets and the questions.

    Parameters
    ----------
    graph : WalkGraph
        Without slopes.
    origins : int

    Returns
    -------
    dict of str to array
        ``node_*`` and ``edge_*``: the graph, seconds along and against each edge, -1 where
        closed. ``arc_*``: the quickest arc from node to node. ``reach_*``: nodes to search
        from, and an edge that begins there. ``place_*``: places on streets. ``nearby_*`` and
        ``target_*``: places, and 50 others in reach of each. ``point_node``: points to find
        the nearest of, and ``longest_s`` a limit that keeps none out.
    """
    arrays = _streets(graph)
    rng = np.random.default_rng(SEED)
    inner = np.flatnonzero(_inner_edges(graph))
    reach = rng.choice(inner, origins)
    arrays |= {"reach_edge": reach, "reach_node": graph.edge_u[reach]}
    arrays |= _named("place", _places_on(graph, rng.choice(inner, origins), rng))
    arrays["point_node"] = graph.edge_u[rng.choice(inner, POINTS)]
    arrays["longest_s"] = _longest_s(arrays)
    from_edge = rng.choice(inner, NEARBY_PLACES)
    arrays |= _named("nearby", _places_on(graph, from_edge, rng))
    arrays |= _targets(graph, arrays, from_edge, rng)
    return arrays


def _streets(graph: WalkGraph) -> Arrays:
    u, v = np.asarray(graph.edge_u), np.asarray(graph.edge_v)
    length_s = np.asarray(graph.edge_length_m) / SPEED_M_PER_S
    closed_along = (graph.edge_flags & EdgeFlag.NO_FORWARD) > 0
    closed_back = (graph.edge_flags & EdgeFlag.NO_BACKWARD) > 0
    start = np.concatenate([u[~closed_along], v[~closed_back]])
    end = np.concatenate([v[~closed_along], u[~closed_back]])
    time_s = np.concatenate([length_s[~closed_along], length_s[~closed_back]])
    order = np.lexsort((time_s, end, start))
    start, end, time_s = start[order], end[order], time_s[order]
    first = np.append(True, (np.diff(start) != 0) | (np.diff(end) != 0)) & (start != end)
    return {
        "limit_s": np.array(LIMIT_S),
        "node_lon": graph.node_lon,
        "node_lat": graph.node_lat,
        "edge_u": u,
        "edge_v": v,
        "edge_s": np.where(closed_along, -1.0, length_s),
        "edge_back_s": np.where(closed_back, -1.0, length_s),
        "arc_start": start[first],
        "arc_end": end[first],
        "arc_s": np.maximum(time_s[first], 1e-9),  # an explicit zero is no arc to SciPy
    }


def _inner_edges(graph: WalkGraph) -> NDArray[np.bool_]:
    """Edges of the largest part, open both ways, that begin away from the rim."""
    u, v, count = graph.edge_u, graph.edge_v, graph.node_count
    links = coo_array((np.ones(len(u), np.int8), (u, v)), shape=(count, count))
    part = connected_components(links, directed=False)[1]
    inner = part == np.bincount(part).argmax()
    for along in (graph.node_x, graph.node_y):
        margin = _RIM_SHARE * np.ptp(along)
        inner &= (along > along.min() + margin) & (along < along.max() - margin)
    one_way = (graph.edge_flags & (EdgeFlag.NO_FORWARD | EdgeFlag.NO_BACKWARD)) > 0
    return np.asarray(inner[u] & inner[v] & ~one_way)


def _places_on(
    graph: WalkGraph, edges: NDArray[np.integer], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return (k, 2) degrees of a place on each edge, between two of its vertices."""
    places = np.empty((len(edges), 2))
    for row, edge in enumerate(edges.tolist()):
        line = graph.line(edge)
        k = int(rng.integers(len(line) - 1))
        places[row] = line[k] + rng.random() * (line[k + 1] - line[k])
    return places


def _named(name: str, places: NDArray[np.float64]) -> Arrays:
    return {f"{name}_lon": places[..., 0], f"{name}_lat": places[..., 1]}


def _matrix(arrays: Arrays) -> "csr_array[np.float64]":
    count = len(arrays["node_lon"])
    ends = arrays["arc_start"], arrays["arc_end"]
    return csr_array((arrays["arc_s"], ends), shape=(count, count))


def _longest_s(arrays: Arrays) -> NDArray[np.float64]:
    """Return seconds that no walk to the nearest point takes longer than."""
    found = dijkstra(_matrix(arrays).T, indices=arrays["point_node"], min_only=True)
    return np.asarray(found[np.isfinite(found)].max() + 1)


def _targets(
    graph: WalkGraph, arrays: Arrays, from_edge: NDArray[np.integer], rng: np.random.Generator
) -> Arrays:
    """Draw places that are well within the limit of each edge's first node."""
    matrix = _matrix(arrays)
    targets = np.empty((len(from_edge), NEARBY_TARGETS, 2))
    for row, node in enumerate(graph.edge_u[from_edge].tolist()):
        within = np.isfinite(dijkstra(matrix, indices=node, limit=0.8 * LIMIT_S))
        edges = np.flatnonzero(within[graph.edge_u] & within[graph.edge_v])
        targets[row] = _places_on(graph, rng.choice(edges, NEARBY_TARGETS), rng)
    return _named("target", targets)
