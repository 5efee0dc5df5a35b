"""Snapping: where a site or a resident joins the walk graph.

A place is snapped onto the nearest edge that the profile may walk and that lies on no island.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import shapely
from numba import njit
from numpy.typing import NDArray

from learnmap.model.crs import metres_per_degree
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
    """Finds the edges near a place; built once per graph.

    Parameters
    ----------
    graph : WalkGraph
    """

    def __init__(self, graph: WalkGraph) -> None:
        self.graph = graph
        x, y = np.asarray(graph.vertex_x), np.asarray(graph.vertex_y)
        starts = np.asarray(graph.vertex_offset[:-1])
        reduce = np.minimum.reduceat, np.maximum.reduceat
        low_x, high_x = (f(x, starts) * DEGREE_STEP for f in reduce)
        low_y, high_y = (f(y, starts) * DEGREE_STEP for f in reduce)
        self._tree = shapely.STRtree(shapely.box(low_x, low_y, high_x, high_y))

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
        found = self._nearest(lon, lat, costs.passable & ~costs.island, limit_m)
        status = np.where(found[2] <= limit_m, SnapStatus.SNAPPED, SnapStatus.TOO_FAR)
        lost = np.flatnonzero(status)
        if len(lost):
            stranded = self._nearest(lon[lost], lat[lost], costs.island, limit_m)
            far = self._nearest(lon[lost], lat[lost], costs.passable, _LOOK_M)
            on_island = stranded[2] <= limit_m
            status[lost[on_island]] = SnapStatus.ISLAND
            for column, near, other in zip(found, stranded, far, strict=True):
                column[lost] = np.where(on_island, near, other)
        edge, along_m, distance_m, at_lon, at_lat = found
        return Snaps(
            status.astype(np.uint8), edge.astype(np.int32), along_m, distance_m, at_lon, at_lat
        )

    def _nearest(
        self,
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        allowed: NDArray[np.bool_],
        within_m: float,
    ) -> tuple[NDArray[np.float64], ...]:
        scale = np.array([metres_per_degree(float(y)) for y in lat]).reshape(-1, 2)
        dx, dy = within_m / scale[:, 0], within_m / scale[:, 1]
        boxes = shapely.box(lon - dx, lat - dy, lon + dx, lat + dy)
        place, edge = self._tree.query(boxes)
        keep = allowed[edge]
        place, edge = place[keep], edge[keep]
        order = np.lexsort((edge, place))
        graph = self.graph
        rows = _nearest_edges(
            place[order].astype(np.int64),
            edge[order].astype(np.int64),
            lon,
            lat,
            scale,
            np.asarray(graph.vertex_offset),
            np.asarray(graph.vertex_x),
            np.asarray(graph.vertex_y),
            np.asarray(graph.edge_length_m),
        )
        return tuple(rows.T.copy())


@njit(nogil=True, cache=True)
def _nearest_edges(  # noqa: PLR0913 -- a kernel takes arrays
    place: NDArray[np.int64],
    edge: NDArray[np.int64],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    scale: NDArray[np.float64],
    vertex_offset: NDArray[np.int64],
    vertex_x: NDArray[np.int32],
    vertex_y: NDArray[np.int32],
    edge_length_m: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return rows of edge, metres along it, distance, and the access point, per place."""
    rows = np.empty((len(lon), 5))
    rows[:, 0] = -1.0
    rows[:, 1] = 0.0
    rows[:, 2] = np.inf
    rows[:, 3] = lon
    rows[:, 4] = lat
    for i in range(len(place)):
        p, e = place[i], edge[i]
        kx, ky = scale[p]
        run, best, best_run, best_x, best_y = 0.0, np.inf, 0.0, 0.0, 0.0
        for k in range(vertex_offset[e], vertex_offset[e + 1] - 1):
            ax = (vertex_x[k] * DEGREE_STEP - lon[p]) * kx
            ay = (vertex_y[k] * DEGREE_STEP - lat[p]) * ky
            bx = (vertex_x[k + 1] * DEGREE_STEP - lon[p]) * kx
            by = (vertex_y[k + 1] * DEGREE_STEP - lat[p]) * ky
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
        if best < rows[p, 2]:
            rows[p, 0] = e
            # The plane's length differs from the ellipsoid's by a hair: keep the fraction.
            rows[p, 1] = best_run / run * edge_length_m[e] if run > 0.0 else 0.0
            rows[p, 2] = best
            rows[p, 3] = lon[p] + best_x / kx
            rows[p, 4] = lat[p] + best_y / ky
    return rows
