"""The frozen files of an edition, read and checked before a page is made of them.

The page must be a pure function of these bytes, so everything it shows is read here and
nowhere else. Geometry is EPSG:4326, longitude first.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError
from shapely.errors import GEOSException
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.render.edition_facts import AreaFacts, EditionFacts, Facts, PointFacts, RouteFacts

REQUIRED: Final = (
    "edition.json",
    "points.geojson",
    "catchments.geojson",
    "catchment-unions.geojson",
    "routes.geojson",
)
AREAS: Final = "areas.geojson"
"""Of an edition whose city has areas; older ones have no such file."""
BASEMAP: Final = "basemap.pmtiles"
_PMTILES_HEADER_BYTES: Final = 127
_MVT: Final = 1


class _CatchmentFacts(Facts):
    point_id: str = ""
    profile: str
    cutoff_s: int


@dataclass(frozen=True, slots=True)
class Catchment:
    """A catchment polygon; `point_id` is empty for the union over all open points."""

    point_id: str
    profile: str
    cutoff_s: int
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class Route:
    """A walking route and its line."""

    facts: RouteFacts
    line: BaseGeometry


@dataclass(frozen=True, slots=True)
class Area:
    """An area that points of the map lie in, and its outline."""

    code: str
    name_zh: str | None
    name_en: str | None
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class Basemap:
    """Vector tiles in one PMTiles file, and the zooms that it holds."""

    data: bytes
    min_zoom: int
    max_zoom: int


@dataclass(frozen=True, slots=True)
class FrozenEdition:
    """Everything that an edition's page is made of."""

    facts: EditionFacts
    points: tuple[PointFacts, ...]
    catchments: tuple[Catchment, ...]
    unions: tuple[Catchment, ...]
    routes: tuple[Route, ...]
    basemap: Basemap | None
    areas: tuple[Area, ...] = ()


_Part = TypeVar("_Part", bound=BaseModel)
_GEOMETRY_TYPES: Final = {
    "point": ("Point",),
    "line": ("LineString", "MultiLineString"),
    "polygon": ("Polygon", "MultiPolygon"),
}


def read_edition(files: Mapping[str, bytes]) -> FrozenEdition:
    """Read and check the frozen files of one edition.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by file name; ``basemap.pmtiles`` and ``areas.geojson`` may be absent.

    Returns
    -------
    FrozenEdition
        Points sorted by id, so that a page does not depend on the order in a file.

    Raises
    ------
    NotReadyError
        When a required file is absent.
    InvalidInputError
        When a file is no JSON, lacks a member, or holds a value that cannot be.
    """
    missing = [name for name in REQUIRED if name not in files]
    if missing:
        raise NotReadyError(
            f"the edition lacks {', '.join(missing)}; freeze it again before rendering its page"
        )
    facts = _parse(EditionFacts, _json(files, "edition.json"), "edition.json")
    points = _read_points(files, facts)
    return FrozenEdition(
        facts=facts,
        points=points,
        catchments=_read_catchments(files, "catchments.geojson"),
        unions=_read_catchments(files, "catchment-unions.geojson"),
        routes=_read_routes(files),
        basemap=_read_basemap(files[BASEMAP]) if BASEMAP in files else None,
        areas=_read_areas(files) if AREAS in files else (),
    )


def _read_points(files: Mapping[str, bytes], facts: EditionFacts) -> tuple[PointFacts, ...]:
    name = "points.geojson"
    kinds = {kind.code for kind in facts.kinds}
    points: dict[str, PointFacts] = {}
    for feature in _features(files, name):
        what = _what(name, feature)
        coordinates = _shape(feature, what, "point").coords[0]
        point = _parse(
            PointFacts,
            {
                **feature["properties"],
                "id": str(feature.get("id", "")),
                "longitude": coordinates[0],
                "latitude": coordinates[1],
            },
            what,
        )
        if not point.id or point.id in points:
            raise InvalidInputError(f"{what}: id {point.id!r} is empty or occurs twice; freeze")
        if point.kind not in kinds:
            raise InvalidInputError(
                f"{what}: kind {point.kind!r} is not among the kinds of edition.json "
                f"({', '.join(sorted(kinds))}); add its label there"
            )
        points[point.id] = point
    return tuple(points[key] for key in sorted(points))


def _read_catchments(files: Mapping[str, bytes], name: str) -> tuple[Catchment, ...]:
    catchments = []
    for feature in _features(files, name):
        what = _what(name, feature)
        facts = _parse(_CatchmentFacts, feature["properties"], what)
        geometry = _shape(feature, what, "polygon")
        catchments.append(Catchment(facts.point_id, facts.profile, facts.cutoff_s, geometry))
    return tuple(sorted(catchments, key=lambda one: (one.point_id, one.profile, one.cutoff_s)))


def _read_routes(files: Mapping[str, bytes]) -> tuple[Route, ...]:
    name = "routes.geojson"
    routes = []
    for feature in _features(files, name):
        what = _what(name, feature)
        given = {**feature["properties"], "id": str(feature.get("id", ""))}
        routes.append(Route(_parse(RouteFacts, given, what), _shape(feature, what, "line")))
    return tuple(sorted(routes, key=lambda route: route.facts.id))


def _read_areas(files: Mapping[str, bytes]) -> tuple[Area, ...]:
    areas = []
    for feature in _features(files, AREAS):
        what = _what(AREAS, feature)
        facts = _parse(AreaFacts, feature["properties"], what)
        outline = _shape(feature, what, "polygon")
        areas.append(Area(str(feature.get("id", "")), facts.name_zh, facts.name_en, outline))
    return tuple(sorted(areas, key=lambda area: area.code))


def _read_basemap(data: bytes) -> Basemap:
    if len(data) < _PMTILES_HEADER_BYTES or data[:7] != b"PMTiles" or data[7] != 3:
        raise InvalidInputError(
            f"{BASEMAP}: {len(data)} bytes that do not begin as PMTiles version 3; "
            "make the base map again, or leave it out"
        )
    for name, at in (("directory", 8), ("metadata", 24), ("leaf", 40), ("tile data", 56)):
        offset = int.from_bytes(data[at : at + 8], "little")
        length = int.from_bytes(data[at + 8 : at + 16], "little")
        if offset + length > len(data):
            raise InvalidInputError(
                f"{BASEMAP}: its {name} section ends at byte {offset + length}, the file at "
                f"{len(data)}; it is cut off: make the base map again"
            )
    if data[99] != _MVT:
        raise InvalidInputError(
            f"{BASEMAP}: holds tiles of type {data[99]}, not vector tiles (1); make it again"
        )
    return Basemap(data, min_zoom=data[100], max_zoom=data[101])


def _json(files: Mapping[str, bytes], name: str) -> Any:
    try:
        return json.loads(files[name].decode("utf-8"))
    except ValueError as error:
        raise InvalidInputError(
            f"{name}: no UTF-8 JSON ({error}); freeze the edition again"
        ) from error


def _features(files: Mapping[str, bytes], name: str) -> list[dict[str, Any]]:
    collection = _json(files, name)
    if not isinstance(collection, dict) or not isinstance(collection.get("features"), list):
        raise InvalidInputError(f"{name}: no GeoJSON FeatureCollection; freeze the edition again")
    for number, feature in enumerate(collection["features"], start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise InvalidInputError(
                f"{name}: feature {number} has no properties; freeze the edition again"
            )
    return list(collection["features"])


def _what(name: str, feature: dict[str, Any]) -> str:
    return f"{name}, feature {feature.get('id')!r}"


def _shape(feature: dict[str, Any], what: str, wanted: str) -> BaseGeometry:
    try:
        geometry = shape(feature["geometry"])
    except (AttributeError, TypeError, ValueError, KeyError, GEOSException) as error:
        raise InvalidInputError(f"{what}: unreadable geometry ({error}); freeze again") from error
    if geometry.is_empty or geometry.geom_type not in _GEOMETRY_TYPES[wanted]:
        raise InvalidInputError(
            f"{what}: geometry is {'empty' if geometry.is_empty else geometry.geom_type}, "
            f"not a {wanted}; freeze again"
        )
    return geometry


def _parse(model: type[_Part], given: Any, what: str) -> _Part:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "content"
        raise InvalidInputError(
            f"{what}: {place} is {first.get('input')!r}: {first['msg']}; freeze again"
        ) from error
