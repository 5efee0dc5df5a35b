"""Reads the buildings that people may live in, with their floor area, from OpenStreetMap."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray

from learnmap.ingest.extract import read_safely
from learnmap.model.crs import metres_per_degree

LIVED_IN: Final = frozenset(
    {
        "apartments",
        "bungalow",
        "cabin",
        "detached",
        "dormitory",
        "farm",
        "house",
        "residential",
        "semidetached_house",
        "terrace",
    }
)
"""Values of ``building`` that are homes, whatever else is in them."""
_OTHER_USE: Final = (
    *("aeroway", "amenity", "craft", "healthcare", "industrial", "leisure", "man_made"),
    *("military", "office", "power", "public_transport", "railway", "shop", "tourism"),
)
"""Keys that tell what a building is for that is tagged no closer than ``building=yes``."""
MOST_LEVELS: Final = 200


def read_dwellings(extract: Path) -> NDArray[np.float64]:
    """Read the buildings that people may live in.

    Parameters
    ----------
    extract : Path
        ``.osm.pbf``, ``.osm`` or ``.osm.bz2``.

    Returns
    -------
    (k, 3) float64
        Longitude and latitude of a place inside each, EPSG:4326, and its floor area in m2: the
        outline's area times ``building:levels``, one level where none is told. In the order of
        the file.

    Raises
    ------
    ExtractError
        When the extract cannot be read.
    """
    shapes, levels = list[bytes](), list[float]()
    keys, wkb = osmium.filter.KeyFilter("building"), osmium.geom.WKBFactory()
    with read_safely(extract):
        processor = osmium.FileProcessor(extract).with_areas(keys).with_filter(keys)
        for thing in processor:
            if isinstance(thing, osmium.osm.Area):
                tags = dict(thing.tags)
                if is_lived_in(tags):
                    shapes.append(bytes.fromhex(wkb.create_multipolygon(thing)))
                    levels.append(_levels(tags))
    outlines = shapely.from_wkb(np.array(shapes, object))
    lon, lat = shapely.get_coordinates(shapely.point_on_surface(outlines)).reshape(-1, 2).T
    m2_per_degree2 = np.array([np.prod(metres_per_degree(y)) for y in lat.tolist()])
    return np.column_stack([lon, lat, shapely.area(outlines) * m2_per_degree2 * np.array(levels)])


def is_lived_in(tags: Mapping[str, str]) -> bool:
    """Tell whether people may live in a building, by its tags."""
    building = tags.get("building", "no")
    if building == "yes":
        return not any(key in tags for key in _OTHER_USE)
    return building in LIVED_IN


def _levels(tags: Mapping[str, str]) -> float:
    try:
        levels = float(tags.get("building:levels", "1"))
    except ValueError:
        return 1.0
    return levels if 1 <= levels <= MOST_LEVELS else 1.0
