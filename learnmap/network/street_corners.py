"""Street corners: junctions where three streets meet, thinned so that none is near another."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from learnmap.model.crs import metres_per_degree
from learnmap.network.costs import WalkCosts

STREETS: Final = 3
"""As many at least meet at a corner."""


@dataclass(frozen=True, slots=True)
class StreetCorners:
    """Corners by how many streets meet there, and of equals from west to east.

    Attributes
    ----------
    lon, lat : (c,) float64
        Degrees, EPSG:4326.
    streets : (c,) int64
        How many of the profile's streets meet.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    streets: NDArray[np.int64]


def street_corners(costs: WalkCosts, *, spacing_m: float) -> StreetCorners:
    """Find the corners of the streets that a profile may walk and that are no island.

    Corners are taken in their order, each unless one that was taken is nearer than the spacing.
    So the same streets always give the same corners, and each that is left out is near to one
    that is taken.

    Parameters
    ----------
    costs : WalkCosts
    spacing_m : float
        Metres as the crow flies, from 0 up; a corner at exactly this distance is taken.
    """
    graph = costs.graph
    usable = costs.passable & ~costs.island
    ends = np.concatenate([graph.edge_u[usable], graph.edge_v[usable]])
    meeting = np.bincount(ends, minlength=graph.node_count)
    node = np.flatnonzero(meeting >= STREETS)
    lon, lat, streets = graph.node_lon[node], graph.node_lat[node], meeting[node]
    order = np.lexsort((lat, lon, -streets))
    kept = order[_apart(np.column_stack([lon, lat])[order], spacing_m)]
    return StreetCorners(lon[kept], lat[kept], streets[kept].astype(np.int64))


def _apart(degrees: NDArray[np.float64], spacing_m: float) -> NDArray[np.int64]:
    """Return the rows that are taken, rising."""
    if not len(degrees) or spacing_m == 0:
        return np.arange(len(degrees))
    metres = degrees * metres_per_degree(float(degrees[:, 1].mean()))
    tree = KDTree(metres)
    is_free = np.ones(len(metres), np.bool_)
    taken = []
    for row in range(len(metres)):
        if is_free[row]:
            taken.append(row)
            near = tree.query_ball_point(metres[row], float(np.nextafter(spacing_m, 0)))
            is_free[near] = False
    return np.array(taken, np.int64)
