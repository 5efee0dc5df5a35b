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


def areas_over(areas: gpd.GeoDataFrame, places: gpd.GeoSeries) -> NDArray[np.int64]:
    """Count the areas that each place lies within; more than one where areas overlap.

    Parameters
    ----------
    areas : GeoDataFrame
        Of one level, EPSG:4326.
    places : GeoSeries
        (k,) points, EPSG:4326.

    Returns
    -------
    (k,) int64
        A place on a border lies within neither of the areas that share it.
    """
    tree = shapely.STRtree(places.to_numpy())
    _, place = tree.query(areas.geometry.to_numpy(), predicate="contains")
    return np.bincount(place, minlength=len(places)).astype(np.int64)
