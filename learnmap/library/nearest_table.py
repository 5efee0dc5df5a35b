"""How long residents walk to the nearest learning point, home by home."""

import geopandas as gpd
import numpy as np
import pandas as pd

from learnmap.access import seconds_to_nearest
from learnmap.library.network import Network, seconds_of
from learnmap.library.tables import places_of
from learnmap.model.profiles import WalkProfile
from learnmap.network import Workspace


def minutes_to_nearest(
    network: Network,
    homes: gpd.GeoDataFrame,
    points: gpd.GeoDataFrame,
    *,
    profile: str | WalkProfile = "adult",
    within: float = 60,
) -> pd.Series:
    """Return the minutes from each home to the nearest learning point, door to door.

    Parameters
    ----------
    network : Network
    homes : GeoDataFrame
        (k,) points in any CRS.
    points : GeoDataFrame
        (p,) points in any CRS.
    profile : str or WalkProfile
        Who walks: ``adult``, ``older_adult``, ``step_free``, or a profile of your own.
    within : float
        Minutes; points farther than this are not looked for.

    Returns
    -------
    Series of float64
        ``minutes`` with the index of `homes`: infinite where no point is within that time, not a
        number where the home joins no street, or only an island, so that nobody knows.

    Raises
    ------
    TableError
        When a table cannot be used; the message names the row and the remedy.
    InvalidInputError
        For an unknown profile or a time that is none.

    Examples
    --------
    >>> import geopandas as gpd, learnmap
    >>> network = learnmap.read_network("data/demo/streets.osm.pbf")
    >>> places = gpd.points_from_xy([118.1017, 118.1035], [32.9430, 32.9435])
    >>> homes = gpd.GeoDataFrame(geometry=places, index=["near", "far"], crs=4326)
    >>> minutes = learnmap.minutes_to_nearest(network, homes, homes.loc[["near"]])
    >>> bool(minutes["near"] < minutes["far"] < 15)
    True
    """
    costs = network.costs(profile)
    time_s = seconds_to_nearest(
        costs,
        network.snap(places_of(homes, what="homes"), costs),
        network.snap(places_of(points, what="points"), costs),
        limit_s=float(seconds_of([within])[0]),
        workspace=Workspace(network.graph),
    )
    minutes = pd.Series(np.asarray(time_s) / 60, index=homes.index, name="minutes")
    minutes.attrs |= network.origin(profile) | {"within_minutes": within}
    return minutes
