"""The city's base map, for the maps on pages."""

from dataclasses import dataclass
from typing import Final

from learnmap.model.crs import Box
from learnmap.model.errors import NotReadyError
from learnmap.workflows.city import City

PATH: Final = "/basemap"


@dataclass(frozen=True, slots=True)
class BaseMap:
    """What a page has to know to draw a map.

    Attributes
    ----------
    address : str
        Of the vector tiles, one PMTiles file.
    box : tuple of float
        West, south, east, north of the city's streets in degrees.
    attribution : str
        To be shown on the map.
    """

    address: str
    box: Box
    attribution: str


def base_map(city: City) -> BaseMap | None:
    """Return the base map of the city's streets, None while it has no streets."""
    try:
        build = city.build()
    except NotReadyError:
        return None
    # A name for each extract, so that browsers may keep it for good.
    return BaseMap(f"{PATH}/{build.extract_sha256}.pmtiles", build.box, build.attribution)
