"""Places on water: which of many lie within the water that an extract shows."""

import numpy as np
import shapely
from numpy.typing import NDArray

from learnmap.network.cells import CELL_STEPS, cell_key
from learnmap.network.obstacles import ObstacleKind
from learnmap.network.runs import runs_of
from learnmap.network.walkgraph import DEGREE_STEP, WalkGraph


def on_water(
    graph: WalkGraph, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Tell of places whether they lie within a river, a lake or the sea.

    Water is stored in rings of one cell each, holes too, so that a place is on water when an odd
    number of the rings of its own cell hold it. Rivers drawn as lines alone have no inside.

    Parameters
    ----------
    graph : WalkGraph
    lon, lat : (k,) float64
        Degrees, EPSG:4326.

    Returns
    -------
    (k,) bool
    """
    x, y = np.asarray(lon) / DEGREE_STEP, np.asarray(lat) / DEGREE_STEP
    keys = cell_key(
        np.floor(x / CELL_STEPS).astype(np.int64), np.floor(y / CELL_STEPS).astype(np.int64)
    )
    wet = np.zeros(len(x), bool)
    places = np.asarray(shapely.points(x, y), object)
    for key in np.unique(keys):
        rings = _rings(graph, int(key))
        if len(rings):
            here = np.flatnonzero(keys == key)
            inside, _ = shapely.STRtree(rings).query(places[here], predicate="within")
            wet[here] = np.bincount(inside, minlength=len(here)) % 2 == 1
    return wet


def _rings(graph: WalkGraph, key: int) -> NDArray[np.object_]:
    """Return the rings of water that a cell lists, as polygons in stored units."""
    obstacles, cells = graph.obstacles, graph.obstacles.cells
    at = int(np.searchsorted(cells.key, key))
    if at == len(cells.key) or cells.key[at] != key:
        return np.empty(0, object)
    listed = cells.item[cells.offset[at] : cells.offset[at + 1]]
    water = listed[obstacles.kind[listed] == ObstacleKind.WATER]
    begins, vertex = runs_of(obstacles.offset, water)
    of = np.repeat(np.arange(len(water)), np.diff(begins))
    steps = np.column_stack([obstacles.x[vertex], obstacles.y[vertex]]).astype(np.float64)
    rings = shapely.linearrings(steps, indices=of)
    return np.asarray(shapely.polygons(rings), object)
