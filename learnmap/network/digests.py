"""Digests: what each cell of the map holds, as hashes that do not know the rest of the city.

Two networks that agree in some cells give the same catchments there, to the last bit, however
they differ elsewhere. What a catchment is computed from is hashed for each cell of the index
(`learnmap.network.cells`): every edge that may touch it, whole and in the graph's order, and
every obstacle. Numbers of nodes and edges depend on the whole city and are left out. In their
place each end of an edge has its rank among the nodes at the same place (a gate has several):
nodes are ordered by their places, so that place and rank tell which edges meet, and in which
order a search looks at them. Names and OpenStreetMap ids change no walk and are left out.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from learnmap.network.cells import CellIndex, cell_key
from learnmap.network.runs import runs_of
from learnmap.network.walkgraph import WalkGraph

_AT_ONCE: Final = 1 << 17
"""Lines of cells that are looked at together, so that a nation takes no more memory than a city."""


@dataclass(frozen=True, slots=True)
class CellDigests:
    """What cells hold.

    Attributes
    ----------
    key : (c,) int64
        Cells in rising order; one that holds edges and obstacles is there twice.
    digest : (c, 32) uint8
        SHA-256 of what each holds, and of where it lies.
    """

    key: NDArray[np.int64]
    digest: NDArray[np.uint8]

    def of_boxes(self, cells: NDArray[np.int64]) -> Iterator[bytes]:
        """Yield one hash for each box of cells.

        Parameters
        ----------
        cells : (k, 4) int64
            As `learnmap.network.tiles.cells_around` returns them.
        """
        low, high = _rows(cells)
        first = 32 * np.searchsorted(self.key, low, side="left")
        last = 32 * np.searchsorted(self.key, high, side="right")
        held = np.ascontiguousarray(self.digest).data.cast("B")
        for begins, ends in zip(first.tolist(), last.tolist(), strict=True):
            whole = hashlib.sha256()
            for begin, end in zip(begins, ends, strict=True):
                whole.update(held[begin:end])
            yield whole.digest()


def cell_digests(graph: WalkGraph) -> CellDigests:
    """Hash what each cell of a graph holds.

    Parameters
    ----------
    graph : WalkGraph
    """
    rank = _ranks(graph)
    facts: list[NDArray[Any]] = [
        graph.edge_length_m,
        graph.edge_flags,
        rank[graph.edge_u],
        rank[graph.edge_v],
    ]
    if graph.has_slopes:  # without, the metres are the length
        arcs = np.argsort(graph.arc_edge, kind="stable").reshape(-1, 2)
        facts += [graph.arc_m[arcs], graph.arc_towards_m[arcs]]
    offset = graph.vertex_offset
    streets = _hashes(graph.edge_cells, offset, graph.vertex_x, graph.vertex_y, facts)
    stops = graph.obstacles
    barriers = _hashes(stops.cells, stops.offset, stops.x, stops.y, [stops.kind])
    key = np.concatenate([graph.edge_cells.key, stops.cells.key])
    order = np.argsort(key, kind="stable")
    return CellDigests(key[order], np.concatenate([streets, barriers])[order])


def edge_mark(graph: WalkGraph, edge: int) -> bytes:
    """Return what tells an edge from all others of its cells, whatever its number.

    Parameters
    ----------
    graph : WalkGraph
    edge : int

    Returns
    -------
    bytes
        Its vertices, the ranks of its ends, and how many edges before it have the same ends.
    """
    u, v = int(graph.edge_u[edge]), int(graph.edge_v[edge])
    twins = 0
    for before in range(edge - 1, -1, -1):
        if graph.edge_u[before] != u or graph.edge_v[before] != v:
            break
        twins += 1
    part = slice(graph.vertex_offset[edge], graph.vertex_offset[edge + 1])
    vertices = (graph.vertex_x[part].tobytes(), graph.vertex_y[part].tobytes())
    return b"".join([*vertices, np.array([_rank(graph, u), _rank(graph, v), twins]).tobytes()])


def _rank(graph: WalkGraph, node: int) -> int:
    x, y, first = graph.node_x[node], graph.node_y[node], node
    while first > 0 and graph.node_x[first - 1] == x and graph.node_y[first - 1] == y:
        first -= 1
    return node - first


def _ranks(graph: WalkGraph) -> NDArray[np.int32]:
    """Return how many nodes before each one lie at the same place, (n,)."""
    number = np.arange(graph.node_count, dtype=np.int32)
    begins = np.ones(graph.node_count, bool)
    x, y = graph.node_x, graph.node_y
    begins[1:] = (x[1:] != x[:-1]) | (y[1:] != y[:-1])
    return number - np.maximum.accumulate(np.where(begins, number, 0))


def _hashes(
    cells: CellIndex,
    offset: NDArray[np.integer],
    x: NDArray[np.int32],
    y: NDArray[np.int32],
    facts: Sequence[NDArray[Any]],
) -> NDArray[np.uint8]:
    """Return the (c, 32) hashes of cells, from vertices and other facts of lines."""
    parts = [np.empty((0, 32), np.uint8)]
    begin = 0
    while begin < len(cells.key):
        most = np.searchsorted(cells.offset, cells.offset[begin] + _AT_ONCE, side="right") - 1
        end = max(begin + 1, int(most))
        parts.append(_hashes_of(cells, begin, end, offset, x, y, facts))
        begin = end
    return np.concatenate(parts)


def _hashes_of(
    cells: CellIndex,
    begin: int,
    end: int,
    offset: NDArray[np.integer],
    x: NDArray[np.int32],
    y: NDArray[np.int32],
    facts: Sequence[NDArray[Any]],
) -> NDArray[np.uint8]:
    """Return the hashes of the cells from one to another."""
    starts = cells.offset[begin : end + 1].astype(np.int64)
    lines = cells.item[starts[0] : starts[-1]]
    starts -= starts[0]
    ends, vertex = runs_of(offset, lines)
    places = np.column_stack([x[vertex], y[vertex]])
    rows = [np.diff(ends), *(np.ascontiguousarray(fact[lines]) for fact in facts)]
    table = np.hstack([row.view(np.uint8).reshape(len(lines), -1) for row in rows])
    heads = np.column_stack([cells.key[begin:end], np.diff(starts)])
    hashes = b"".join(
        _joined(heads[k], table[first:last], places[ends[first] : ends[last]])
        for k, (first, last) in enumerate(pairwise(starts.tolist()))
    )
    return np.frombuffer(hashes, np.uint8).reshape(-1, 32)


def _joined(*parts: NDArray[Any]) -> bytes:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.data)
    return whole.digest()


def _rows(cells: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the keys of the first and the last cell of each row of boxes, both (k, r).

    Boxes with fewer rows than others end with rows whose last cell is before the first.
    """
    west, south, east, north = (edge[:, np.newaxis] for edge in cells.T)
    row = south + np.arange((north - south).max(initial=0) + 1)
    low = cell_key(west, row)
    return low, np.where(row <= north, cell_key(east, row), low - 1)
