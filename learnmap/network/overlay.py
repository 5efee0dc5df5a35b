"""The overlay: a graph cut into cells, with the walks across each cell worked out before.

Many searches on the same streets walk through the same cells. With the times from each node on
a cell's rim to all nodes of the cell at hand, a search goes from rim to rim, and takes what lies
within by a sum (Delling, Goldberg, Pajor and Werneck 2011, "Customizable route planning"; for all
that is within a time: Baum, Buchhold, Dibbelt and Wagner 2016, "Fast exact computation of
isochrones in road networks"). The cells are cut by METIS (Karypis and Kumar 1998), so that few
streets lead from one to another.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pymetis
from numba import njit
from numpy.typing import NDArray

from learnmap.network.costs import WalkCosts
from learnmap.network.walkgraph import WalkGraph

CELL_NODES: Final = 128
"""Nodes in a cell: fewer make more rims, more make more that is looked at beyond the limit."""
_SEED: Final = 1
_FEW_ON_RIM: Final = 1
"""METIS's aim of few nodes that border on other cells, instead of few streets between cells."""
_UNEVEN: Final = 200
"""Cells may be larger than the mean by so many thousandths."""


class Arcs(NamedTuple):
    """Arcs in the order of positions: those of position p are ``begin[p]`` to ``begin[p + 1]``.

    Attributes
    ----------
    begin : (n + 1,) int32
    to : (a,) int32
        Position at the other end.
    time_s : (a,) float64
        Finite.
    """

    begin: NDArray[np.int32]
    to: NDArray[np.int32]
    time_s: NDArray[np.float64]


class Cells(NamedTuple):
    """Cells, as a kernel takes them; nodes are numbered by position, cell after cell.

    Attributes
    ----------
    of : (n,) int32
        The cell of each position.
    begin : (k + 1,) int32
        First position of each cell.
    rim : (k,) int32
        Nodes of a cell that streets from or to other cells end at; they come first in it.
    table : (k,) int64
        Where a cell's times begin in `time_s`.
    time_s : (t,) float64
        For each node on the rim, the seconds to each node of its cell without leaving it;
        infinite where there is no way.
    inner, cut : Arcs
        Within a cell, and from one to another.
    """

    of: NDArray[np.int32]
    begin: NDArray[np.int32]
    rim: NDArray[np.int32]
    table: NDArray[np.int64]
    time_s: NDArray[np.float64]
    inner: Arcs
    cut: Arcs


@dataclass(frozen=True, slots=True)
class Overlay:
    """Cells of a graph for the walks of one profile in one direction.

    Attributes
    ----------
    costs : WalkCosts
    towards : bool
        Whether the walks lead to a search's origin or away from it.
    node : (n,) int32
        At each position.
    position : (n,) int32
        Of each node.
    cells : Cells
    """

    costs: WalkCosts
    towards: bool
    node: NDArray[np.int32]
    position: NDArray[np.int32]
    cells: Cells

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        cells = self.cells
        arrays = (cells.of, cells.begin, cells.rim, cells.table, cells.time_s)
        every = (*arrays, *cells.inner, *cells.cut, self.node, self.position)
        return sum(array.nbytes for array in every)


def overlay_of(costs: WalkCosts, *, towards: bool) -> Overlay:
    """Cut a graph into cells and work out the walks across each.

    It takes longer than some thousand searches save: some 0.3 s for 73,000 nodes.

    Parameters
    ----------
    costs : WalkCosts
        Of the profile that walks.
    towards : bool
        As for `search`.
    """
    graph = costs.graph
    begin_node = np.repeat(np.arange(graph.node_count, dtype=np.int32), np.diff(graph.arc_offset))
    end_node = np.asarray(graph.arc_node)
    time_s = costs.arc_to_s if towards else costs.arc_from_s
    cell = _cut_into_cells(graph, begin_node, end_node)
    crosses = cell[begin_node] != cell[end_node]
    on_rim = np.zeros(graph.node_count, np.bool_)
    on_rim[begin_node[crosses]] = True
    node = np.lexsort((~on_rim, cell)).astype(np.int32)
    position = np.empty_like(node)
    position[node] = np.arange(len(node), dtype=np.int32)
    size, rim = np.bincount(cell), np.bincount(cell, on_rim).astype(np.int32)
    begins, ends, open_ = position[begin_node], position[end_node], np.isfinite(time_s)
    inner = _arcs(begins, ends, time_s, open_ & ~crosses & (begin_node != end_node))
    table = _offsets(rim.astype(np.int64) * size)
    begin = _offsets(size).astype(np.int32)
    cells = Cells(
        of=cell[node],
        begin=begin,
        rim=rim,
        table=table[:-1],
        time_s=_walks_across(begin, rim, table, inner),
        inner=inner,
        cut=_arcs(begins, ends, time_s, open_ & crosses),
    )
    return Overlay(costs, towards, node, position, cells)


def _cut_into_cells(
    graph: WalkGraph, begin_node: NDArray[np.int32], end_node: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return the cell of each node, numbered as they lie on the map, none of them empty."""
    count = max(1, graph.node_count // CELL_NODES)
    others = begin_node != end_node  # METIS knows no streets from a node to itself
    degree = np.bincount(begin_node[others], minlength=graph.node_count)
    links = pymetis.CSRAdjacency(_offsets(degree).astype(np.int32), end_node[others])
    options = pymetis.Options(seed=_SEED, objtype=_FEW_ON_RIM, ufactor=_UNEVEN)
    _, part = pymetis.part_graph(count, links, options=options, recursive=False)
    cell = np.asarray(part, np.int32)
    # Nodes are in Morton order, so the middle of a cell's numbers tells where it lies.
    size = np.bincount(cell, minlength=count)
    middle = np.bincount(cell, np.arange(len(cell)), count) / np.maximum(size, 1)
    order = np.argsort(np.where(size > 0, middle, np.inf))
    number = np.empty(count, np.int32)
    number[order] = np.arange(count, dtype=np.int32)
    return number[cell]


def _arcs(
    begins: NDArray[np.int32],
    ends: NDArray[np.int32],
    time_s: NDArray[np.float64],
    chosen: NDArray[np.bool_],
) -> Arcs:
    """Return the chosen arcs, between positions."""
    order = np.flatnonzero(chosen)
    order = order[np.argsort(begins[order], kind="stable")]
    count = np.bincount(begins[order], minlength=int(begins.max(initial=-1)) + 1)
    return Arcs(_offsets(count).astype(np.int32), ends[order], time_s[order])


def _offsets(count: NDArray[np.integer]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(count, dtype=np.int64)])


@njit(nogil=True, cache=True)
def _walks_across(
    begin: NDArray[np.int32], rim: NDArray[np.int32], table: NDArray[np.int64], inner: Arcs
) -> NDArray[np.float64]:
    """Return the times from each node on a rim to each node of its cell, row by row.

    A queue of nodes that became nearer (Moore 1959); cells are small.
    """
    time_s = np.full(table[-1], np.inf)
    for cell in range(len(rim)):
        first, size = begin[cell], begin[cell + 1] - begin[cell]
        queue, waits = np.empty(size + 1, np.int32), np.zeros(size, np.bool_)
        for k in range(rim[cell]):
            row = time_s[table[cell] + k * size : table[cell] + (k + 1) * size]
            row[k] = 0.0
            queue[0], head, tail = k, 0, 1
            while head != tail:
                at = queue[head]
                head = (head + 1) % len(queue)
                waits[at] = False
                for arc in range(inner.begin[first + at], inner.begin[first + at + 1]):
                    to, then = inner.to[arc] - first, row[at] + inner.time_s[arc]
                    if then >= row[to]:
                        continue
                    row[to] = then
                    if not waits[to]:
                        waits[to] = True
                        queue[tail] = to
                        tail = (tail + 1) % len(queue)
    return time_s
