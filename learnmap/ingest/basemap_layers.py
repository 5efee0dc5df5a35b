"""From tags to the layers of the base map: what is drawn, and from which zoom on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import osmium
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.coastline import find_sea
from learnmap.ingest.extract import read_safely
from learnmap.model.crs import Box

Tags = Mapping[str, str]

_STREETS: Final = {
    "motorway": ("major", 9),
    "trunk": ("major", 9),
    "primary": ("major", 9),
    "secondary": ("medium", 11),
    "tertiary": ("medium", 12),
    "unclassified": ("minor", 13),
    "residential": ("minor", 13),
    "living_street": ("minor", 13),
    "pedestrian": ("minor", 13),
    "road": ("minor", 13),
    "busway": ("minor", 13),
    "service": ("minor", 14),
    "track": ("path", 14),
    "footway": ("path", 14),
    "path": ("path", 14),
    "cycleway": ("path", 14),
    "bridleway": ("path", 14),
    "steps": ("steps", 14),
}
_WATERWAYS: Final = {"river": 9, "canal": 11, "stream": 13, "drain": 14, "ditch": 14}
_RAIL: Final = {
    "rail": 11,
    "light_rail": 12,
    "subway": 12,
    "monorail": 12,
    "narrow_gauge": 12,
    "tram": 14,
}
_GREEN: Final = {
    "leisure": {"park", "garden", "nature_reserve", "golf_course", "common", "dog_park"},
    "landuse": {
        "forest",
        "grass",
        "meadow",
        "village_green",
        "recreation_ground",
        "cemetery",
        "allotments",
        "orchard",
        "greenfield",
    },
    "natural": {"wood", "grassland", "scrub", "heath"},
}
_WATER: Final = {
    "natural": {"water", "bay", "strait"},
    "waterway": {"riverbank", "dock"},
    "landuse": {"reservoir", "basin"},
    "leisure": {"swimming_pool"},
}
_PLACES: Final = {
    "city": 9,
    "town": 9,
    "borough": 11,
    "suburb": 11,
    "village": 11,
    "quarter": 12,
    "hamlet": 13,
    "neighbourhood": 13,
}
_KEYS: Final = ("highway", "waterway", "natural", "landuse", "leisure", "railway", "place")
NAMES_FROM_ZOOM: Final = 13


@dataclass(frozen=True, slots=True)
class Drawn:
    """A thing to draw: its layer, its properties, and the zoom from which it shows."""

    layer: str
    properties: tuple[tuple[str, str | int], ...]
    from_zoom: int
    geometry: BaseGeometry


def read_drawn(extract: Path, box: Box) -> list[Drawn]:
    """Read what the base map draws, in degrees.

    Parameters
    ----------
    extract : Path
        An ``.osm.pbf``, ``.osm`` or ``.osm.bz2`` file.
    box : tuple of float
        (west, south, east, north) of the extract in degrees; the sea ends there.

    Returns
    -------
    list of Drawn
        Lines, polygons and points, in the order of the file.

    Raises
    ------
    ExtractError
        When the extract cannot be read.
    """
    drawn: list[Drawn] = []
    shores: list[shapely.LineString] = []
    keys = osmium.filter.KeyFilter(*_KEYS, "building")
    with read_safely(extract):
        processor = osmium.FileProcessor(extract).with_areas(keys).with_filter(keys)
        for thing in processor:
            tags = dict(thing.tags)
            if isinstance(thing, osmium.osm.Way):
                drawn += _draw_way(thing, tags)
                shores += _lines(thing) if tags.get("natural") == "coastline" else []
            elif isinstance(thing, osmium.osm.Area):
                drawn += _draw_area(thing, tags)
            elif isinstance(thing, osmium.osm.Node):
                drawn += _draw_node(thing, tags)
    return drawn + [Drawn("water", (), 9, sea) for sea in find_sea(shores, box)]


def _draw_way(way: osmium.osm.Way, tags: Tags) -> list[Drawn]:
    rule = _line_rule(tags)
    if rule is None:
        return []
    layer, properties, from_zoom = rule
    return [Drawn(layer, properties, from_zoom, line) for line in _lines(way)]


def _line_rule(tags: Tags) -> tuple[str, tuple[tuple[str, str | int], ...], int] | None:
    highway = tags.get("highway", "").removesuffix("_link")
    if highway in _STREETS and tags.get("area") != "yes":
        kind, zoom = _STREETS[highway]
        bridge = (("bridge", 1),) if tags.get("bridge", "no") != "no" else ()
        return "streets", (("class", kind), *_names(tags), *bridge), zoom
    waterway = tags.get("waterway", "")
    if waterway in _WATERWAYS and not _is_under_ground(tags):
        return "waterways", (("class", waterway), *_names(tags)), _WATERWAYS[waterway]
    railway = tags.get("railway", "")
    if railway in _RAIL and not _is_under_ground(tags):
        zoom = 14 if "service" in tags else _RAIL[railway]
        return "rail", (("class", railway),), zoom
    return None


def _lines(way: osmium.osm.Way) -> list[shapely.LineString]:
    """Return the way's line, in parts where a clipped extract lacks nodes."""
    parts: list[list[tuple[float, float]]] = [[]]
    for node in way.nodes:
        location = node.location
        if location.valid():
            parts[-1].append((location.lon, location.lat))
        elif parts[-1]:
            parts.append([])
    return [shapely.LineString(part) for part in parts if len(set(part)) > 1]


def _draw_area(area: osmium.osm.Area, tags: Tags) -> list[Drawn]:
    if _has_any(tags, _WATER) and not _is_under_ground(tags):
        layer, properties, from_zoom = "water", _names(tags), 9
    elif _has_any(tags, _GREEN):
        layer, properties, from_zoom = "green", _names(tags), 10
    elif tags.get("building", "no") != "no":
        layer, properties, from_zoom = "buildings", (), 14
    else:
        return []
    return [Drawn(layer, properties, from_zoom, _polygon(area))]


def _polygon(area: osmium.osm.Area) -> BaseGeometry:
    def coordinates(ring: Any) -> list[tuple[float, float]]:
        return [(node.lon, node.lat) for node in ring]

    polygons = [
        shapely.Polygon(coordinates(outer), [coordinates(hole) for hole in area.inner_rings(outer)])
        for outer in area.outer_rings()
    ]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _draw_node(node: osmium.osm.Node, tags: Tags) -> list[Drawn]:
    kind = tags.get("place", "")
    if kind not in _PLACES or not _names(tags) or not node.location.valid():
        return []
    properties = (("kind", kind), *_names(tags))
    return [Drawn("places", properties, _PLACES[kind], shapely.Point(node.lon, node.lat))]


def _names(tags: Tags) -> tuple[tuple[str, str | int], ...]:
    name, english = tags.get("name"), tags.get("name:en")
    found = [("name", name)] if name else []
    if english and english != name:
        found.append(("name_en", english))
    return tuple(found)


def _has_any(tags: Tags, rules: Mapping[str, set[str]]) -> bool:
    return any(tags.get(key) in values for key, values in rules.items())


def _is_under_ground(tags: Tags) -> bool:
    return tags.get("tunnel", "no") not in ("no", "building_passage") or tags.get(
        "layer", "0"
    ).startswith("-")
