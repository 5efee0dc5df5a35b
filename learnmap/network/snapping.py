"""Snapping: where a site or a resident joins the walk graph.

A place is snapped onto the nearest edge that the profile may walk and that lies on no island.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from learnmap.model.crs import metres_per_degree
from learnmap.network.cells import CELL_STEPS, CellIndex, cell_items
from learnmap.network.costs import WalkCosts
from learnmap.network.walkgraph import DEGREE_STEP, WalkGraph

_LOOK_M: Final = 2000.0
"""How far the nearest street is looked for, only to say how far it is."""


class SnapStatus(IntEnum):
    """What became of a place."""

    SNAPPED = 0
    TOO_FAR = 1
    ISLAND = 2


@dataclass(frozen=True, slots=True)
class Snaps:
    """Where places join the graph, one row per place.

    Attributes
    ----------
    status : (k,) uint8
        `SnapStatus`; the other columns describe the nearest edge found in any case.
    edge : (k,) int32
        -1 when there is none within 2 km.
    along_m : (k,) float64
        From the edge's first vertex along it, in its own (ellipsoidal) metres.
    distance_m : (k,) float64
        Straight from the place to the edge; infinite when there is none.
    lon, lat : (k,) float64
        The access point, in degrees.
    """

    status: NDArray[np.uint8]
    edge: NDArray[np.int32]
    along_m: NDArray[np.float64]
    distance_m: NDArray[np.float64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


class EdgeIndex:
    """Finds the edges near a place, by the graph's own cells; it holds nothing of its own.

    Parameters
    ----------
    graph : WalkGraph
    """

    def __init__(self, graph: WalkGraph) -> None:
        self.graph = graph

    def snap(
        self,
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        costs: WalkCosts,
        *,
        limit_m: float = 100.0,
    ) -> Snaps:
        """Snap places onto edges.

        Parameters
        ----------
        lon, lat : (k,) float64
            Degrees, EPSG:4326.
        costs : WalkCosts
            Says which edges the walker may use.
        limit_m : float
            Farther places are `SnapStatus.TOO_FAR`.

        Returns
        -------
        Snaps
        """
        lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
        found = self._nearest(lon, lat, costs, _MAINLAND, limit_m)
        status = np.where(found[:, _DISTANCE] <= limit_m, SnapStatus.SNAPPED, SnapStatus.TOO_FAR)
        lost = np.flatnonzero(status)
        if len(lost):
            stranded = self._nearest(lon[lost], lat[lost], costs, _ISLAND, limit_m)
            far = self._nearest(lon[lost], lat[lost], costs, _EITHER, _LOOK_M)
            on_island = stranded[:, _DISTANCE] <= limit_m
            status[lost[on_island]] = SnapStatus.ISLAND
            found[lost] = np.where(on_island[:, np.newaxis], stranded, far)
        edge, along_m, distance_m, at_lon, at_lat = found.T
        return Snaps(
            status.astype(np.uint8),
            edge.astype(np.int32),
            along_m.copy(),
            distance_m.copy(),
            at_lon.copy(),
            at_lat.copy(),
        )

    def _nearest(
        self,
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        costs: WalkCosts,
        lies_on: int,
        within_m: float,
    ) -> NDArray[np.float64]:
        """Return rows as `_nearest_edges` does."""
        graph = self.graph
        cells = graph.edge_cells
        scale = np.array([metres_per_degree(float(y)) for y in lat]).reshape(-1, 2)
        # Towards a pole degrees shrink, and a search round all of it would find nothing for long.
        south, north = _latitudes_of(cells)
        beside = (lat < south - within_m / scale[:, 1]) | (lat > north + within_m / scale[:, 1])
        if beside.any():
            rows = np.column_stack([np.tile([-1.0, 0.0, np.inf], (len(lat), 1)), lon, lat])
            near = ~beside
            if near.any():
                rows[near] = self._nearest(lon[near], lat[near], costs, lies_on, within_m)
            return rows
        return _nearest_edges(
            lon,
            lat,
            scale,
            within_m,
            lies_on,
            cells.key,
            cells.offset,
            cells.item,
            graph.edge_flags,
            np.minimum(costs.away_s_per_m, costs.towards_s_per_m),
            costs.island,
            graph.vertex_offset,
            graph.vertex_x,
            graph.vertex_y,
            graph.edge_length_m,
        )


def _latitudes_of(cells: CellIndex) -> tuple[float, float]:
    """Return the degrees of the southern and northern edges of all cells that hold a line.

    Without a line they are infinite, so that nothing lies between them.
    """
    if not len(cells.key):
        return np.inf, -np.inf
    # A column is below 2**31 either way, so that it never moves a row by half.
    first, last = ((int(key) + (1 << 31)) >> 32 for key in (cells.key[0], cells.key[-1]))
    side = CELL_STEPS * DEGREE_STEP
    return first * side, (last + 1) * side


_DISTANCE: Final = 2
_MAINLAND, _ISLAND, _EITHER = 0, 1, 2
"""Which of the edges that a profile may walk are looked at."""


@njit(nogil=True, cache=True)
def _nearest_edges(  # noqa: PLR0913 -- a kernel takes arrays
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    scale: NDArray[np.float64],
    within_m: float,
    lies_on: int,
    cell_key: NDArray[np.int64],
    cell_offset: NDArray[np.int32],
    cell_edge: NDArray[np.int32],
    edge_flags: NDArray[np.uint8],
    s_per_m: NDArray[np.float64],
    island: NDArray[np.bool_],
    vertex_offset: NDArray[np.int32],
    vertex_x: NDArray[np.int32],
    vertex_y: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return rows of edge, metres along it, distance, and the access point, per place.

    Of edges at the same distance the first counts, in whatever cell it was met.
    """
    rows = np.empty((len(lon), 5))
    side = CELL_STEPS * DEGREE_STEP
    for p in range(len(lon)):
        rows[p] = -1.0, 0.0, np.inf, lon[p], lat[p]
        kx, ky = scale[p, 0], scale[p, 1]
        own_column, own_row = int(lon[p] // side), int(lat[p] // side)
        rings = int(within_m / (side * min(kx, ky))) + 1
        for ring in range(rings + 1):
            # Cells of this ring are at least so far away; what is found may be nearer.
            if (ring - 1) * side * min(kx, ky) > min(rows[p, 2], within_m):
                break
            for row in range(own_row - ring, own_row + ring + 1):
                rim = row in (own_row - ring, own_row + ring)
                for column in range(
                    own_column - ring, own_column + ring + 1, 1 if rim else max(1, 2 * ring)
                ):
                    apart_x = max(column * side - lon[p], lon[p] - (column + 1) * side, 0.0) * kx
                    apart_y = max(row * side - lat[p], lat[p] - (row + 1) * side, 0.0) * ky
                    if max(apart_x, apart_y) > min(rows[p, 2], within_m):
                        continue
                    first, last = cell_items(cell_key, cell_offset, column, row)
                    for i in range(first, last):
                        e = cell_edge[i]
                        if s_per_m[edge_flags[e]] == np.inf:
                            continue
                        if lies_on != _EITHER and island[e] != (lies_on == _ISLAND):
                            continue
                        _measure(
                            rows[p],
                            e,
                            lon[p],
                            lat[p],
                            kx,
                            ky,
                            vertex_offset,
                            vertex_x,
                            vertex_y,
                            edge_length_m,
                        )
    return rows


@njit(nogil=True, cache=True, inline="always")
def _measure(  # noqa: PLR0913 -- a kernel takes arrays
    row: NDArray[np.float64],
    e: int,
    lon: float,
    lat: float,
    kx: float,
    ky: float,
    vertex_offset: NDArray[np.int32],
    vertex_x: NDArray[np.int32],
    vertex_y: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
) -> None:
    """Put an edge into a row when it is nearer than the one there, or as near and before it."""
    run, best, best_run, best_x, best_y = 0.0, np.inf, 0.0, 0.0, 0.0
    for k in range(vertex_offset[e], vertex_offset[e + 1] - 1):
        ax = (vertex_x[k] * DEGREE_STEP - lon) * kx
        ay = (vertex_y[k] * DEGREE_STEP - lat) * ky
        bx = (vertex_x[k + 1] * DEGREE_STEP - lon) * kx
        by = (vertex_y[k + 1] * DEGREE_STEP - lat) * ky
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy
        t = 0.0
        if square > 0.0:
            t = min(1.0, max(0.0, -(ax * dx + ay * dy) / square))
        x, y = ax + t * dx, ay + t * dy
        distance = np.hypot(x, y)
        if distance < best:
            best, best_run, best_x, best_y = distance, run + t * np.sqrt(square), x, y
        run += np.sqrt(square)
    if best < row[2] or (best == row[2] and e < row[0]):
        row[0] = e
        # The plane's length differs from the ellipsoid's by a hair: keep the fraction.
        row[1] = best_run / run * edge_length_m[e] if run > 0.0 else 0.0
        row[2] = best
        row[3] = lon + best_x / kx
        row[4] = lat + best_y / ky
