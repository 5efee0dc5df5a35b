"""The frozen content as tables: one row a thing, one column a fact, WGS 84.

Column names and order are part of what is published: a planner's notebook reads them.
"""

from collections.abc import Iterable
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from learnmap.render.edition_facts import OfferingFacts, PointFacts
from learnmap.render.edition_files import Catchment, FrozenEdition, Route
from learnmap.render.opening_hours_words import opening_hours_words

WGS84: Final = "EPSG:4326"
LEVELS: Final = ("district", "street_town", "neighbourhood")
_POINT_TEXT: Final = (
    "name_zh", "name_en", "designation", "address", "phone", "website", "opening_hours",
    "opening_hours_note", "accessibility", "status", "assured_date", "source",
)  # fmt: skip
_OFFERING_TEXT: Final = (
    "name_zh", "name_en", "category", "category_zh", "category_en", "mode", "provider",
    "language", "fee_currency", "schedule",
)  # fmt: skip


def point_layer(edition: FrozenEdition) -> gpd.GeoDataFrame:
    """Return the learning points, sorted by id, with their kinds, areas and hours in words."""
    kinds = {kind.code: kind for kind in edition.facts.kinds}
    rows = []
    for point in edition.points:
        hours = opening_hours_words(point.opening_hours or "") or (None, None)
        rows.append(
            {
                "point_id": point.id,
                "kind": point.kind,
                "kind_zh": kinds[point.kind].zh,
                "kind_en": kinds[point.kind].en,
                **{name: getattr(point, name) for name in _POINT_TEXT},
                "designation_year": point.designation_year,
                "hours_zh": hours[0],
                "hours_en": hours[1],
                **_area_names(point),
                "offerings": len(point.offerings),
                "fictional": point.fictional,
                "longitude": point.longitude,
                "latitude": point.latitude,
                "entrance_longitude": point.entrance[0] if point.entrance else None,
                "entrance_latitude": point.entrance[1] if point.entrance else None,
                "geometry": _place(point),
            }
        )
    return _layer(rows, whole=("designation_year",), real=_ENTRANCE)


def offering_layer(edition: FrozenEdition) -> gpd.GeoDataFrame:
    """Return what is taught, a row for each point where it is, at the point's place."""
    rows = [
        {
            "offering_id": offering.id,
            "point_id": point.id,
            **{name: getattr(offering, name) for name in _OFFERING_TEXT},
            "fee": offering.fee,
            "age_from": offering.age_from,
            "age_to": offering.age_to,
            "capacity": offering.capacity,
            **_sessions(offering),
            "geometry": _place(point),
        }
        for point in edition.points
        for offering in point.offerings
    ]
    empty = ("offering_id", "point_id", *_OFFERING_TEXT, "first_session", "last_session")
    whole = ("age_from", "age_to", "capacity", "sessions")
    return _layer(rows, whole=whole, real=("fee",), text=empty)


def route_layer(edition: FrozenEdition) -> gpd.GeoDataFrame:
    """Return the walking routes with their lines; minutes are one column for each profile."""
    profiles = [profile.code for profile in edition.facts.profiles]
    rows = [_route_row(route, profiles) for route in edition.routes]
    text = ("route_id", "name_zh", "name_en", "theme_zh", "theme_en", "source", "stops")
    real = ("length_m", *(f"minutes_{code}" for code in profiles))
    return _layer(rows, real=real, text=text)


def catchment_layer(edition: FrozenEdition) -> gpd.GeoDataFrame:
    """Return the walking catchments of each point, profile and cutoff."""
    rows = [{"point_id": one.point_id, **_catchment_row(one)} for one in edition.catchments]
    return _layer(rows, whole=("cutoff_s", "minutes"), text=("point_id", "profile"))


def union_layer(edition: FrozenEdition) -> gpd.GeoDataFrame:
    """Return from where some open point can be reached, for each profile and cutoff."""
    rows = [_catchment_row(one) for one in edition.unions]
    return _layer(rows, whole=("cutoff_s", "minutes"), text=("profile",))


def area_name(point: PointFacts, level: str) -> tuple[str | None, str | None]:
    """Return the Chinese and the English name of the area of a level that a point lies in."""
    for area in point.areas:
        if area.level == level:
            return area.name_zh, area.name_en
    return None, None


_ENTRANCE: Final = ("entrance_longitude", "entrance_latitude")


def _place(point: PointFacts) -> shapely.Point:
    return shapely.Point(point.longitude, point.latitude)


def _area_names(point: PointFacts) -> dict[str, str | None]:
    names = {}
    for level in LEVELS:
        names[f"{level}_zh"], names[f"{level}_en"] = area_name(point, level)
    return names


def _sessions(offering: OfferingFacts) -> dict[str, Any]:
    starts = sorted(session.starts_at for session in offering.sessions)
    return {
        "sessions": len(starts),
        "first_session": starts[0] if starts else None,
        "last_session": starts[-1] if starts else None,
    }


def _route_row(route: Route, profiles: Iterable[str]) -> dict[str, Any]:
    facts = route.facts
    stops = sorted(facts.stops, key=lambda stop: stop.position)
    return {
        "route_id": facts.id,
        "name_zh": facts.name_zh,
        "name_en": facts.name_en,
        "theme_zh": facts.theme_zh,
        "theme_en": facts.theme_en,
        "length_m": facts.length_m,
        **{f"minutes_{code}": facts.minutes.get(code) for code in profiles},
        "stops": " ".join(stop.point_id for stop in stops),
        "source": facts.source,
        "fictional": facts.fictional,
        "geometry": _many(route.line),
    }


def _catchment_row(one: Catchment) -> dict[str, Any]:
    return {
        "profile": one.profile,
        "cutoff_s": one.cutoff_s,
        "minutes": one.cutoff_s // 60,
        "geometry": _many(one.geometry),
    }


def _many(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return a geometry as its multi-part type: a layer of a GeoPackage has one type."""
    if isinstance(geometry, shapely.Polygon):
        return shapely.MultiPolygon([geometry])
    if isinstance(geometry, shapely.LineString):
        return shapely.MultiLineString([geometry])
    return geometry


def _layer(
    rows: list[dict[str, Any]],
    *,
    whole: Iterable[str] = (),
    real: Iterable[str] = (),
    text: Iterable[str] = (),
) -> gpd.GeoDataFrame:
    """Make a table whose column types do not depend on what happens to be in the rows."""
    whole, real = tuple(whole), tuple(real)
    columns = list(rows[0]) if rows else [*text, *whole, *real, "geometry"]
    types: dict[str, Any] = {
        **dict.fromkeys(whole, "Int64"),
        **dict.fromkeys(real, "float64"),
        **dict.fromkeys(("longitude", "latitude"), "float64"),
        **dict.fromkeys(("fictional",), "bool"),
        **dict.fromkeys(("offerings",), "Int64"),
    }
    data = {
        name: pd.Series([row[name] for row in rows], dtype=types.get(name, "object"))
        for name in columns
        if name != "geometry"
    }
    shapes = [row["geometry"] for row in rows]
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(shapes, crs=WGS84))
