"""Hexagons of H3: parts of a city of one size, with ids that everybody who uses H3 has.

Source: H3, a hexagonal hierarchical geospatial indexing system (h3geo.org). At resolution 9 a
hexagon has 0.105 km2 on average and edges of 200 m, at 8 some seven times as much, at 10 a
seventh; size and shape vary by place.
"""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import h3.api.basic_int as h3
import numpy as np
import shapely
from numpy.typing import NDArray

from learnmap.model.errors import InvalidInputError

RESOLUTION: Final = 9
RESOLUTIONS: Final = (8, 9, 10)


@dataclass(frozen=True, slots=True)
class Hexagons:
    """The hexagons in which places lie.

    Attributes
    ----------
    ids : tuple of str
        Of H3, rising.
    shapes : (h,) shapely.Polygon
        EPSG:4326, counter-clockwise.
    of_place : (k,) int64
        Row of the hexagon of each place; each lies in exactly one.
    """

    ids: tuple[str, ...]
    shapes: NDArray[np.object_]
    of_place: NDArray[np.int64]


def hexagons_around(places: gpd.GeoSeries, *, resolution: int = RESOLUTION) -> Hexagons:
    """Find the hexagon of each place.

    Parameters
    ----------
    places : GeoSeries
        (k,) points, EPSG:4326.
    resolution : int
        One of `RESOLUTIONS`.

    Raises
    ------
    InvalidInputError
        For another resolution.
    """
    if resolution not in RESOLUTIONS:
        raise InvalidInputError(
            f"resolution {resolution}: hexagons are of resolution "
            f"{RESOLUTIONS[0]} to {RESOLUTIONS[-1]}; give one of them"
        )
    lon, lat = shapely.get_coordinates(places.to_numpy()).reshape(-1, 2).T.tolist()
    cells = [h3.latlng_to_cell(y, x, resolution) for x, y in zip(lon, lat, strict=True)]
    keys, of_place = np.unique(np.array(cells, np.uint64), return_inverse=True)
    rings = [[(x, y) for y, x in h3.cell_to_boundary(key)] for key in keys.tolist()]
    shapes = np.array([shapely.Polygon(ring) for ring in rings], object)
    ids = tuple(h3.int_to_str(key) for key in keys.tolist())
    return Hexagons(ids, shapes, of_place.astype(np.int64))
