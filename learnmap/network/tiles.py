"""Tiles: the part of a walk graph in a box of cells, as a graph of its own.

A tile holds every edge and every obstacle that may touch one of its cells, each whole, in the
order of the graph. What looks at nothing beyond the tile's cells finds the same there as in the
whole city, to the last bit.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from learnmap.model.crs import metres_per_degree
from learnmap.network.cells import CELL_STEPS, CellIndex, cell_key
from learnmap.network.costs import WalkCosts
from learnmap.network.excluded import pack_excluded
from learnmap.network.obstacles import Obstacles
from learnmap.network.runs import runs_of
from learnmap.network.walkgraph import DEGREE_STEP, WalkGraph

_NORTH_M: Final = metres_per_degree(0.0)[1]
"""Metres per degree of latitude at the equator, where they are fewest."""
_NEAR_POLE: Final = 89.9
_NO_NAMES: Final = np.frombuffer(b'[["", ""]]', np.uint8)


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a graph.

    Attributes
    ----------
    graph : WalkGraph
        Without names and excluded ways, which no walk depends on.
    edge : (m,) int64
        Number in the whole graph of each of its edges, rising.
    """

    graph: WalkGraph
    edge: NDArray[np.int64]


def cells_around(
    lon: NDArray[np.float64], lat: NDArray[np.float64], reach_m: float
) -> NDArray[np.int64]:
    """Return the boxes of cells that hold the squares around places.

    Parameters
    ----------
    lon, lat : (k,) float64
        Degrees, EPSG:4326.
    reach_m : float
        Half the side of each square, at least.

    Returns
    -------
    (k, 4) int64
        The westernmost column, southernmost row, easternmost column and northernmost row.
    """
    side = CELL_STEPS * DEGREE_STEP
    high = reach_m / _NORTH_M
    # A metre is the most degrees on the side of the pole.
    poleward = np.minimum(np.abs(lat) + high, _NEAR_POLE)
    wide = reach_m / np.array([metres_per_degree(float(y))[0] for y in poleward])
    edges = np.column_stack([lon - wide, lat - high, lon + wide, lat + high])
    return np.floor(edges / side).astype(np.int64)


def cut_tile(graph: WalkGraph, cells: NDArray[np.int64]) -> Tile:
    """Cut a part out of a graph.

    Parameters
    ----------
    graph : WalkGraph
        The whole; of one opened from disk only the tile's part is read.
    cells : (4,) int64
        A box as `cells_around` returns it.

    Returns
    -------
    Tile
    """
    edge, edge_cells = _cut_index(graph.edge_cells, cells)
    node = np.unique(np.concatenate([graph.edge_u[edge], graph.edge_v[edge]]))
    offset, vertex = runs_of(graph.vertex_offset, edge)
    arc_offset, arc = runs_of(graph.arc_offset, node)
    kept = np.isin(graph.arc_edge[arc], edge)
    before = np.concatenate([[0], np.cumsum(kept)])
    arc = arc[kept]
    vertex_x, vertex_y = graph.vertex_x[vertex], graph.vertex_y[vertex]
    towards = graph.arc_towards_m[arc] if graph.has_slopes else graph.arc_towards_m
    part = WalkGraph(
        node_x=graph.node_x[node],
        node_y=graph.node_y[node],
        edge_u=_ranks(node, graph.edge_u[edge]),
        edge_v=_ranks(node, graph.edge_v[edge]),
        edge_length_m=graph.edge_length_m[edge],
        edge_flags=graph.edge_flags[edge],
        edge_way=graph.edge_way[edge],
        edge_name=np.zeros(len(edge), np.int32),
        edge_cells=edge_cells,
        vertex_offset=offset.astype(np.int32),
        vertex_x=vertex_x,
        vertex_y=vertex_y,
        arc_offset=before[arc_offset].astype(np.int32),
        arc_node=_ranks(node, graph.arc_node[arc]),
        arc_edge=_ranks(edge, graph.arc_edge[arc]),
        arc_flags=graph.arc_flags[arc],
        arc_m=graph.arc_m[arc],
        arc_towards_m=towards,
        name_text=_NO_NAMES,
        obstacles=_cut_obstacles(graph.obstacles, cells),
        excluded=pack_excluded([]),
    )
    return Tile(part, edge)


def costs_on(tile: Tile, costs: WalkCosts) -> WalkCosts:
    """Return a profile's costs on a tile; which of its streets are islands the city decides.

    Parameters
    ----------
    tile : Tile
    costs : WalkCosts
        On the graph that the tile was cut from.
    """
    return replace(costs, graph=tile.graph, island=costs.island[tile.edge])


def _cut_obstacles(obstacles: Obstacles, cells: NDArray[np.int64]) -> Obstacles:
    line, index = _cut_index(obstacles.cells, cells)
    offset, vertex = runs_of(obstacles.offset, line)
    x, y = obstacles.x[vertex], obstacles.y[vertex]
    return Obstacles(offset.astype(np.int32), x, y, obstacles.kind[line], index)


def _cut_index(index: CellIndex, cells: NDArray[np.int64]) -> tuple[NDArray[np.int64], CellIndex]:
    """Return the lines that may touch a box of cells, rising, and the index of the box."""
    west, south, east, north = cells.tolist()
    rows = np.arange(south, north + 1)
    # The cells of one row lie one after the other.
    first = np.searchsorted(index.key, cell_key(np.array(west), rows), side="left")
    last = np.searchsorted(index.key, cell_key(np.array(east), rows), side="right")
    cell = np.concatenate([np.arange(a, b) for a, b in zip(first, last, strict=True)])
    offset, entry = runs_of(index.offset, cell)
    item = index.item[entry]
    line = np.unique(item).astype(np.int64)
    return line, CellIndex(index.key[cell], offset.astype(np.int32), _ranks(line, item))


def _ranks(sorted_numbers: NDArray[np.integer], numbers: NDArray[np.integer]) -> NDArray[np.int32]:
    return np.searchsorted(sorted_numbers, numbers).astype(np.int32)
