"""Street corners, spread evenly, as places where a learning point could stand."""

import geopandas as gpd
import numpy as np

from learnmap.library.network import Network
from learnmap.model.crs import STORED_CRS
from learnmap.model.errors import InvalidInputError
from learnmap.model.profiles import WalkProfile
from learnmap.network.street_corners import street_corners


def corners(
    network: Network, *, spacing_m: float = 400.0, profile: str | WalkProfile = "adult"
) -> gpd.GeoDataFrame:
    """Return street corners, no two of them nearer to each other than a spacing.

    Where more streets meet goes before where fewer do; of equals, west goes before east.

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
    found = street_corners(network.costs(profile), spacing_m=spacing_m)
    places = gpd.points_from_xy(found.lon, found.lat)
    frame = gpd.GeoDataFrame({"streets": found.streets}, geometry=places, crs=STORED_CRS)
    frame.attrs |= network.origin(profile) | {"spacing_m": spacing_m}
    return frame
