"""Places of a city by name, as people type them: points, areas, streets and addresses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from learnmap.gazetteer import Entry, Found, Gazetteer, has_han
from learnmap.model.errors import NotReadyError
from learnmap.model.languages import Names
from learnmap.network.street_places import StreetPlace, street_places
from learnmap.store import StoredPoint, current_build, points_token, read_areas, read_points
from learnmap.workflows.city import City
from learnmap.workflows.followed import Followed

_TELLING: Final = ("street_town", "district", "city")
"""Levels of areas that tell namesakes apart, the best first."""


@dataclass(frozen=True, slots=True)
class _Named:
    """The names of a city when its token was such; streets are kept while the graph is the same."""

    token: str
    graph: str | None
    streets: list[StreetPlace]
    gazetteer: Gazetteer


class PlaceSearch:
    """Finds places of a city by name; follows its changes, and is usable from several threads.

    Parameters
    ----------
    city : City
    """

    def __init__(self, city: City) -> None:
        self._named = Followed[_Named](city, lambda before: _load(city, before))

    def refresh(self) -> None:
        """Load what changed, as every search does first.

        Raises
        ------
        StoreError
            When the database does not answer.
        """
        self._named.current()

    def find(self, text: str, *, most: int = 8) -> list[Found]:
        """Find places whose name fits a text best; see `Gazetteer.find`.

        Raises
        ------
        StoreError
            When the database does not answer.
        """
        return self._named.current().gazetteer.find(text, most=most)


def _load(city: City, before: _Named | None) -> _Named:
    with city.store.begin(snapshot=True) as tx:
        token, points, areas = points_token(tx), read_points(tx), read_areas(tx)
        try:
            build = current_build(tx)
        except NotReadyError:
            build = None
    graph = build.content_hash if build else None
    if before is not None and before.graph == graph:
        streets = before.streets
    else:
        streets = street_places(city.graph(build)) if build else []
    entries = [
        *_of_points([stored for stored in points if stored.point.status != "closed"], areas),
        *_of_areas(areas),
        *_of_streets(streets, areas),
    ]
    return _Named(token, graph, streets, Gazetteer(entries))


def _of_points(points: list[StoredPoint], areas: gpd.GeoDataFrame) -> Iterator[Entry]:
    """Yield each point, and its address for those who know only that."""
    places = np.array([stored.point.walk_to for stored in points]).reshape(-1, 2)
    for stored, within in zip(points, _areas_of(places, areas), strict=True):
        point = stored.point
        lon, lat = point.walk_to
        yield Entry("point", point.names, lon, lat, point.id, within)
        if point.address:
            yield Entry("address", _in_its_language(point.address), lon, lat, point.id, within)


def _of_areas(areas: gpd.GeoDataFrame) -> Iterator[Entry]:
    names = dict(zip(areas["code"], areas["names"], strict=True))
    places = shapely.point_on_surface(areas.geometry.to_numpy())
    for place, code, parent in zip(places, areas["code"], areas["parent_code"], strict=True):
        yield Entry("area", names[code], place.x, place.y, code, names.get(parent, {}))


def _of_streets(streets: list[StreetPlace], areas: gpd.GeoDataFrame) -> Iterator[Entry]:
    places = np.array([(street.longitude, street.latitude) for street in streets]).reshape(-1, 2)
    for street, within in zip(streets, _areas_of(places, areas), strict=True):
        names = _in_its_language(street.name) | ({"en": street.english} if street.english else {})
        yield Entry("street", names, street.longitude, street.latitude, "", within)


def _in_its_language(name: str) -> Names:
    """Return a name whose language nobody told."""
    return {"zh" if has_han(name) else "und": name}


def _areas_of(
    places: np.ndarray[tuple[int, int], np.dtype[np.float64]], areas: gpd.GeoDataFrame
) -> list[Names]:
    """Return the names of the area around each of (k, 2) places that tells it best."""
    found: list[Names] = [{} for _ in places]
    for level in reversed(_TELLING):
        of_level = areas[areas["level"] == level]
        tree = shapely.STRtree(of_level.geometry.to_numpy())
        inside = tree.query(shapely.points(places), predicate="intersects")
        names = list(of_level["names"])
        for place, area in inside.T:
            found[place] = names[area]
    return found
