"""Spread the residents of an area over the junctions of the streets inside it."""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from learnmap.ingest.peopled_areas import Places, Spread, middle_of
from learnmap.model.errors import NotReadyError
from learnmap.network.walkgraph import DEGREE_STEP
from learnmap.store import current_build
from learnmap.workflows.city import City

MOST_PLACES: Final = 64
"""Of one area; more would hardly change which of its residents are near."""


def street_spread(city: City) -> tuple[Spread, tuple[str, ...]]:
    """Return how residents are spread in a city, and a note where it has no streets yet."""
    with city.store.begin() as tx:
        try:
            build = current_build(tx)
        except NotReadyError:
            note = (
                "the city has no streets yet, so that the residents of each area stand in its "
                "middle; build the network first and import the file again"
            )
            return middle_of, (note,)
    graph = city.graph(build)
    places = np.column_stack([graph.node_x, graph.node_y]).astype(np.float64) * DEGREE_STEP

    def spread(area: Polygon | MultiPolygon) -> Places:
        return _inside(area, places)

    return spread, ()


def _inside(area: Polygon | MultiPolygon, places: NDArray[np.float64]) -> Places:
    """Return junctions inside an area, at most `MOST_PLACES`, taken evenly.

    Nodes of a graph are in Morton order, so that each so many of them are spread over the area.
    """
    west, south, east, north = area.bounds
    lon, lat = places.T
    near = places[(lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)]
    shapely.prepare(area)
    inside = near[shapely.contains_xy(area, near)] if len(near) else near
    if len(inside) > MOST_PLACES:
        inside = inside[np.linspace(0, len(inside) - 1, MOST_PLACES).astype(np.int64)]
    return list(dict.fromkeys((round(float(x), 7), round(float(y), 7)) for x, y in inside))
