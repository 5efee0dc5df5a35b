"""Water areas cut along the cells of the index, so that each part lies within one cell.

All is done on the integers of stored places, and exactly but for one thing: where a bank crosses
the line between two cells it gets a vertex, rounded to that line. Every straight piece of a bank
then lies in one cell. Along either side of such a line water begins and ends where a piece of
bank leaves the line towards that side, in pairs from the end of the line on; the stretches
between are the cuts. So the parts on both sides of a cut end at the same places, and whether a
place lies within an odd number of rings can be told from one cell as from all.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from learnmap.network.cells import CELL_STEPS, cell_key

Steps = tuple[int, int]
"""Longitude and latitude in units of 1e-7 degrees."""


@dataclass(frozen=True, slots=True)
class CellBox:
    """Cells from one to another, both included.

    Attributes
    ----------
    west, south, east, north : int
        Columns to the east and rows to the north.
    """

    west: int
    south: int
    east: int
    north: int

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in units of 1e-7 degrees."""
        west, south, east, north = self.west, self.south, self.east + 1, self.north + 1
        return west * CELL_STEPS, south * CELL_STEPS, east * CELL_STEPS, north * CELL_STEPS

    def holds(self, cells: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which of (k, 2) columns and rows are among these cells."""
        low, high = (self.west, self.south), (self.east, self.north)
        return np.asarray(((cells >= low) & (cells <= high)).all(axis=1))


def water_parts(areas: NDArray[np.object_], within: CellBox) -> list[list[Steps]]:
    """Cut water areas along the cells.

    Parameters
    ----------
    areas : (n,) shapely polygons and multipolygons
        In units of 1e-7 degrees; they may overlap.
    within : CellBox
        Cells to keep.

    Returns
    -------
    list of lists of (int, int)
        Closed rings, each within one cell. A place in a cell is in the water when it lies within
        an odd number of that cell's rings.
    """
    pieces = _odd(_split(_edges(_united(areas, within))))
    columns, rows = pieces[:, 0::2], pieces[:, 1::2]
    uncut = ~(_on_line(columns) | _on_line(rows))
    cells = np.column_stack([columns.sum(axis=1), rows.sum(axis=1)]) // (2 * CELL_STEPS)
    parts = [(pieces[uncut], cells[uncut]), _cuts(pieces, 0), _cuts(pieces, 1)]
    edges, cells = (np.concatenate(part) for part in zip(*parts, strict=True))
    kept = within.holds(cells)
    key = cell_key(cells[kept, 0], cells[kept, 1])
    return list(_rings(edges[kept], key))


def _united(areas: NDArray[np.object_], within: CellBox) -> list[shapely.Geometry]:
    """Return the areas that are near, those that meet others joined to them."""
    near = areas[shapely.intersects(areas, shapely.box(*within.bounds))]
    one, other = shapely.STRtree(near).query(near, predicate="intersects")
    meets = np.zeros(len(near), bool)
    meets[one[one != other]] = True
    # The joined outline must not depend on the order in which areas are joined.
    meeting = sorted(shapely.normalize(near[meets]), key=shapely.to_wkb)
    return [*near[~meets], shapely.union_all(meeting)]


def _edges(areas: list[shapely.Geometry]) -> NDArray[np.int64]:
    """Return the (k, 4) straight edges of the areas' rings."""
    rings = shapely.get_rings(shapely.get_parts(areas))
    places, ring = shapely.get_coordinates(rings, return_index=True)
    steps = np.rint(places).astype(np.int64).reshape(-1, 2)
    within = ring[:-1] == ring[1:]
    return np.column_stack([steps[:-1][within], steps[1:][within]])


def _split(edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give edges a vertex at every line between cells, and return the pieces between."""
    edges = _eastward(edges)
    number = np.arange(len(edges))
    found = [
        (number, edges[:, :2]),
        (number, edges[:, 2:]),
        _crossings(edges, 0),
        _crossings(edges, 1),
    ]
    edge, places = (np.concatenate(part) for part in zip(*found, strict=True))
    downward = np.where(edges[:, 3] < edges[:, 1], -1, 1)[edge]
    order = np.lexsort((places[:, 1] * downward, places[:, 0], edge))
    edge, places = edge[order], places[order]
    onward = (edge[:-1] == edge[1:]) & (places[:-1] != places[1:]).any(axis=1)
    return _eastward(np.column_stack([places[:-1][onward], places[1:][onward]]))


def _eastward(edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Turn edges so that each goes east, or north along a meridian."""
    x0, y0, x1, y1 = edges.T
    turned = (x1 < x0) | ((x1 == x0) & (y1 < y0))
    return np.where(turned[:, None], edges[:, [2, 3, 0, 1]], edges)


def _crossings(edges: NDArray[np.int64], axis: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where edges cross lines between columns (axis 0) or rows (axis 1) of cells."""
    start, end = edges[:, :2], edges[:, 2:]
    low = np.minimum(start[:, axis], end[:, axis])
    high = np.maximum(start[:, axis], end[:, axis])
    edge, line = _repeated(low // CELL_STEPS + 1, (high - 1) // CELL_STEPS)
    begin, way = start[edge], (end - start)[edge]
    line *= CELL_STEPS
    forward = np.sign(way[:, axis])
    along = way[:, 1 - axis] * (line - begin[:, axis]) * forward
    far = np.abs(way[:, axis])
    places = np.empty((len(edge), 2), np.int64)
    places[:, axis] = line
    places[:, 1 - axis] = begin[:, 1 - axis] + (2 * along + far) // (2 * far)
    return edge, places


def _cuts(pieces: NDArray[np.int64], axis: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the cuts along lines between columns (axis 0) or rows (axis 1), and their cells."""
    here = np.concatenate([pieces[:, :2], pieces[:, 2:]])
    there = np.concatenate([pieces[:, 2:], pieces[:, :2]])
    leaves = (here[:, axis] % CELL_STEPS == 0) & (here[:, axis] != there[:, axis])
    here, there = here[leaves], there[leaves]
    beyond = there[:, axis] > here[:, axis]
    order = np.lexsort((here[:, 1 - axis], beyond, here[:, axis]))
    at, beyond = here[order], beyond[order]
    begin, end = at[0::2, 1 - axis], at[1::2, 1 - axis]
    wet = begin < end
    begin, end, line, beyond = begin[wet], end[wet], at[0::2, axis][wet], beyond[0::2][wet]
    stretch, place = _repeated(begin // CELL_STEPS, (end - 1) // CELL_STEPS)
    edges = np.empty((len(stretch), 4), np.int64)
    edges[:, axis] = edges[:, 2 + axis] = line[stretch]
    edges[:, 1 - axis] = np.maximum(begin[stretch], place * CELL_STEPS)
    edges[:, 3 - axis] = np.minimum(end[stretch], (place + 1) * CELL_STEPS)
    cells = np.empty((len(stretch), 2), np.int64)
    cells[:, axis] = (line // CELL_STEPS - np.where(beyond, 0, 1))[stretch]
    cells[:, 1 - axis] = place
    return edges, cells


def _repeated(
    first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the whole numbers of each row from its first to its last, and their rows."""
    count = np.maximum(last - first + 1, 0)
    row = np.repeat(np.arange(len(count)), count)
    return row, first[row] + np.arange(len(row)) - (np.cumsum(count) - count)[row]


def _on_line(ends: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.asarray((ends[:, 0] == ends[:, 1]) & (ends[:, 0] % CELL_STEPS == 0))


def _odd(edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the edges that are there an odd number of times: others bound nothing."""
    unique, count = np.unique(edges, axis=0, return_counts=True)
    return np.asarray(unique[count % 2 == 1])


def _rings(edges: NDArray[np.int64], cell: NDArray[np.int64]) -> Iterator[list[Steps]]:
    """Join the edges of each cell to closed rings that pass no place twice."""
    order = np.lexsort((*edges.T, cell))
    cells = np.unique(cell[order], return_index=True)[1]
    for part in np.split(edges[order], cells[1:]):
        ways: defaultdict[Steps, list[Steps]] = defaultdict(list)
        for x0, y0, x1, y1 in part.tolist():
            ways[x0, y0].append((x1, y1))
            ways[x1, y1].append((x0, y0))
        for start in ways:
            yield from _walked(ways, start)


def _walked(ways: defaultdict[Steps, list[Steps]], start: Steps) -> Iterator[list[Steps]]:
    """Walk on from a place until no way is left there; every place has an even number of them."""
    path, at = [start], {start: 0}
    while ways[path[-1]]:
        place = ways[path[-1]].pop()
        ways[place].remove(path[-1])
        if (begin := at.get(place)) is None:
            at[place] = len(path)
            path.append(place)
            continue
        yield [*path[begin:], place]
        for passed in path[begin + 1 :]:
            del at[passed]
        del path[begin + 1 :]
