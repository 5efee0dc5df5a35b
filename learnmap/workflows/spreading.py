"""Spread the residents of an area over the buildings inside it, or over its street junctions."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from learnmap.ingest.peopled_areas import Spread, Spreading, middle_of
from learnmap.model.errors import NotReadyError
from learnmap.network.walkgraph import DEGREE_STEP
from learnmap.store import current_build
from learnmap.workflows.city import City

MOST_PLACES: Final = 64
"""Of one area; more would hardly change which of its residents are near."""

LEAST_FLOOR_M2: Final = 5.0
"""For a resident. Where the buildings that are known have less, most are evidently not mapped, and
the few would get everybody."""


def city_spread(city: City) -> tuple[Spread, tuple[str, ...]]:
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
    graph, dwellings = city.graph(build), city.dwellings(build)
    junctions = np.column_stack([graph.node_x, graph.node_y]).astype(np.float64) * DEGREE_STEP

    def spread(area: Polygon | MultiPolygon, residents: float) -> Spreading:
        lived_in = _inside(area, dwellings)
        if len(lived_in) and lived_in[:, 2].sum() >= LEAST_FLOOR_M2 * residents:
            return Spreading("buildings", _weighted(_gathered(lived_in)))
        return Spreading("streets", _weighted(_thinned(_inside(area, junctions))))

    return spread, ()


def _inside(area: Polygon | MultiPolygon, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rows of places whose first two columns lie inside an area."""
    west, south, east, north = area.bounds
    lon, lat = places[:, 0], places[:, 1]
    near = places[(lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)]
    shapely.prepare(area)
    return near[shapely.contains_xy(area, near[:, :2])] if len(near) else near


def _gathered(buildings: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return at most `MOST_PLACES` buildings, each with the floor area of those around it.

    Buildings are put in order along a Hilbert curve and cut into groups; of each the largest
    stands for all, so that no floor area is lost.
    """
    if len(buildings) <= MOST_PLACES:
        return buildings
    along = gpd.GeoSeries(gpd.points_from_xy(*buildings[:, :2].T)).hilbert_distance()
    groups = np.array_split(buildings[np.argsort(along.to_numpy(), kind="stable")], MOST_PLACES)
    return np.array([[*one[np.argmax(one[:, 2]), :2], one[:, 2].sum()] for one in groups])


def _thinned(junctions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return at most `MOST_PLACES` junctions, taken evenly, all of the weight 1.

    Nodes of a graph are in Morton order, so that each so many of them are spread over the area.
    """
    if len(junctions) > MOST_PLACES:
        junctions = junctions[np.linspace(0, len(junctions) - 1, MOST_PLACES).astype(np.int64)]
    rounded = np.array(list(dict.fromkeys(map(tuple, np.round(junctions, 7).tolist()))))
    return np.column_stack([rounded.reshape(-1, 2), np.ones(len(rounded))])


def _weighted(places: NDArray[np.float64]) -> tuple[tuple[float, float, float], ...]:
    """Return places with their weights, each place once."""
    weights: dict[tuple[float, float], float] = {}
    for lon, lat, weight in places.tolist():
        place = round(lon, 7), round(lat, 7)
        weights[place] = weights.get(place, 0.0) + weight
    return tuple((*place, weight) for place, weight in weights.items())
