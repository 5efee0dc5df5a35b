"""Which area of a level each resident lives in."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

OUTSIDE: Final = -1
"""Who lives in no area of the level."""


def areas_around(areas: gpd.GeoDataFrame, places: gpd.GeoSeries) -> NDArray[np.int64]:
    """Find the area around each place; each place counts in one area alone.

    Parameters
    ----------
    areas : GeoDataFrame
        Of one level, EPSG:4326.
    places : GeoSeries
        (k,) points, EPSG:4326.

    Returns
    -------
    (k,) int64
        Row of the areas, or `OUTSIDE`; on a border, and where areas overlap, the first row.
    """
    none = len(areas)
    first = np.full(len(places), none, np.int64)
    tree = shapely.STRtree(places.to_numpy())
    area, place = tree.query(areas.geometry.to_numpy(), predicate="intersects")
    np.minimum.at(first, place, area)
    return np.where(first == none, OUTSIDE, first)
