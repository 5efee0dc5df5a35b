"""Street corners, spread evenly, as places where a learning point could stand."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from learnmap.library.network import Network
from learnmap.model.crs import STORED_CRS, metres_per_degree
from learnmap.model.errors import InvalidInputError
from learnmap.model.profiles import WalkProfile
from learnmap.network import SnapStatus
from learnmap.network.walkgraph import DEGREE_STEP

_CORNER_STREETS: Final = 3


def corners(
    network: Network, *, spacing_m: float = 400.0, profile: str | WalkProfile = "adult"
) -> gpd.GeoDataFrame:
    """Return street corners, no two of them nearer to each other than a spacing.

    Where more streets meet goes before where fewer do; of equals, the order is the network's own.

    Parameters
    ----------
    network : Network
    spacing_m : float
        Metres as the crow flies; 0 keeps all corners.
    profile : str or WalkProfile
        Who has to be able to walk there: corners on an island of that walker's streets are left
        out.

    Returns
    -------
    GeoDataFrame
        (c,) points in EPSG:4326, where three streets meet at least, and how many do (``streets``).

    Raises
    ------
    InvalidInputError
        For an unknown profile, or a spacing that is no length.

    Examples
    --------
    >>> import learnmap
    >>> network = learnmap.read_network("data/demo/streets.osm.pbf")
    >>> few, many = (learnmap.corners(network, spacing_m=m) for m in (1000, 500))
    >>> 0 < len(few) < len(many)
    True
    >>> bool(few["streets"].min() >= 3)
    True
    """
    if not 0 <= spacing_m < np.inf:
        raise InvalidInputError(f"spacing_m {spacing_m}: give metres from 0 up")
    graph = network.graph
    streets = np.diff(graph.arc_offset)
    found = np.flatnonzero(streets >= _CORNER_STREETS)
    found = found[np.argsort(-streets[found], kind="stable")]
    degrees = np.column_stack([graph.node_x[found], graph.node_y[found]]) * DEGREE_STEP
    places = gpd.GeoSeries(gpd.points_from_xy(*degrees.T), crs=STORED_CRS)
    snaps = network.snap(places, network.costs(profile))
    joined = np.flatnonzero(snaps.status == SnapStatus.SNAPPED)
    kept = joined[_apart(degrees[joined], spacing_m)]
    frame = gpd.GeoDataFrame({"streets": streets[found[kept]]}, geometry=places.to_numpy()[kept])
    frame = frame.set_crs(STORED_CRS)
    frame.attrs |= network.origin(profile) | {"spacing_m": spacing_m}
    return frame


def _apart(degrees: NDArray[Any], spacing_m: float) -> NDArray[np.int64]:
    """Return the rows that are kept: each that is not too near to one kept before it."""
    if not len(degrees) or spacing_m == 0:
        return np.arange(len(degrees))
    metres = degrees * metres_per_degree(float(degrees[:, 1].mean()))
    tree = KDTree(metres)
    free, kept = np.ones(len(metres), np.bool_), []
    for row in range(len(metres)):
        if free[row]:
            kept.append(row)
            free[tree.query_ball_point(metres[row], np.nextafter(spacing_m, 0))] = False
    return np.array(kept, np.int64)
