"""Features of an edition's collections, from the records of a city."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import geopandas as gpd
from shapely import Point
from shapely.geometry.base import BaseGeometry

from learnmap.edition.canonical import Feature
from learnmap.model.languages import Names, name_in
from learnmap.model.records import (
    LearningPoint,
    Offering,
    OfferingCategory,
    RouteStop,
    WalkingRoute,
)

AreaName = tuple[str, str, Names]
"""Level, code and names of an area."""


@dataclass(frozen=True, slots=True)
class RouteWalk:
    """How a walking route is walked.

    Attributes
    ----------
    line : shapely geometry
        LineString or MultiLineString in EPSG:4326.
    length_m : float
    minutes : dict of str to int or None
        Walking time without the stops by profile, rounded up; None where a profile cannot
        walk all of it.
    """

    line: BaseGeometry
    length_m: float
    minutes: Mapping[str, int | None]


def point_feature(
    point: LearningPoint,
    *,
    areas: Iterable[AreaName] = (),
    offerings: Sequence[Offering] = (),
    categories: Mapping[str, OfferingCategory],
    timezone: str,
) -> Feature:
    """Return a learning point with all its facts; unknown ones are None.

    Parameters
    ----------
    point : LearningPoint
    areas : iterable of AreaName
        That the point lies in, from large to small.
    offerings : sequence of Offering
        At the point, or visiting it.
    categories : mapping of str to OfferingCategory
    timezone : str
        IANA name of the city's clock, in which sessions are written.
    """
    entrance = (
        None
        if point.entrance_longitude is None or point.entrance_latitude is None
        else [round(point.entrance_longitude, 6), round(point.entrance_latitude, 6)]
    )
    properties = {
        "kind": point.kind,
        **_labels("name", point.names),
        "designation": point.designation,
        "designation_year": point.designation_year,
        "address": point.address,
        "phone": point.phone,
        "website": point.website,
        "opening_hours": point.opening_hours,
        "opening_hours_note": point.opening_hours_note,
        "accessibility": point.accessibility,
        "status": point.status,
        "assured_date": point.assured_date and point.assured_date.isoformat(),
        "source": point.source,
        "source_datum": point.source_datum,
        "fictional": point.fictional,
        "entrance": entrance,
        "areas": [
            {"level": level, "code": code, **_labels("name", names)} for level, code, names in areas
        ],
        "offerings": [
            _offering(offering, point.id, categories, ZoneInfo(timezone))
            for offering in sorted(offerings, key=lambda offering: offering.id)
        ],
    }
    return Feature(point.id, Point(point.longitude, point.latitude), properties)


def catchment_features(catchments: gpd.GeoDataFrame) -> list[Feature]:
    """Return one feature per point, profile and cutoff.

    Parameters
    ----------
    catchments : GeoDataFrame
        Columns point_id, profile, cutoff_s, area_m2 and geometry in EPSG:4326.
    """
    columns = (catchments[name] for name in ("point_id", "profile", "cutoff_s", "area_m2"))
    return [
        Feature(
            f"{point_id}/{profile}/{cutoff_s}",
            geometry,
            {
                "point_id": point_id,
                "profile": profile,
                "cutoff_s": int(cutoff_s),
                "minutes": int(cutoff_s) // 60,
                "area_m2": round(float(area_m2)),
            },
        )
        for point_id, profile, cutoff_s, area_m2, geometry in zip(
            *columns, catchments.geometry, strict=True
        )
    ]


def union_feature(
    profile: str, cutoff_s: int, geometry: BaseGeometry, *, area_m2: float
) -> Feature:
    """Return the union of catchments of one profile and cutoff."""
    return Feature(
        f"{profile}/{cutoff_s}",
        geometry,
        {
            "profile": profile,
            "cutoff_s": cutoff_s,
            "minutes": cutoff_s // 60,
            "area_m2": round(area_m2),
        },
    )


def area_feature(
    code: str, geometry: BaseGeometry, *, level: str, names: Names, source: str
) -> Feature:
    """Return the outline of an administrative area."""
    return Feature(code, geometry, {"level": level, **_labels("name", names), "source": source})


def route_feature(
    route: WalkingRoute, walk: RouteWalk, stops: Mapping[str, LearningPoint]
) -> Feature:
    """Return a walking route with its stops in order."""
    properties = {
        **_labels("name", route.names),
        **_labels("theme", route.theme),
        "length_m": round(walk.length_m),
        "minutes": dict(walk.minutes),
        "source": route.source,
        "fictional": route.fictional,
        "stops": [
            _stop(stop, stops[stop.point_id])
            for stop in sorted(route.stops, key=lambda stop: stop.position)
            if stop.point_id in stops
        ],
    }
    return Feature(route.id, walk.line, properties)


def _labels(prefix: str, names: Names) -> dict[str, str | None]:
    """Return zh and en forms; a language without its own takes the one there is."""
    return {f"{prefix}_{code}": name_in(names, code) or None for code in ("zh", "en")}


def _offering(
    offering: Offering,
    point_id: str,
    categories: Mapping[str, OfferingCategory],
    clock: ZoneInfo,
) -> dict[str, Any]:
    category = categories.get(offering.category)
    here = [
        session
        for session in offering.sessions
        if offering.mode != "mobile" or session.point_id in {None, point_id}
    ]
    return {
        "id": offering.id,
        **_labels("name", offering.names),
        "category": offering.category,
        **_labels("category", category.names if category else {}),
        "mode": offering.mode,
        "provider": offering.provider,
        "language": offering.language,
        "fee": None if offering.fee is None else float(offering.fee),
        "fee_currency": offering.fee_currency,
        "age_from": offering.age_from,
        "age_to": offering.age_to,
        "capacity": offering.capacity,
        "schedule": offering.schedule,
        "sessions": [
            {
                "starts_at": session.starts_at.astimezone(clock).isoformat(),
                "ends_at": session.ends_at.astimezone(clock).isoformat(),
            }
            for session in sorted(here, key=lambda session: session.starts_at)
        ],
    }


def _stop(stop: RouteStop, point: LearningPoint) -> dict[str, Any]:
    return {
        "position": stop.position,
        "point_id": stop.point_id,
        **_labels("name", point.names),
        "dwell_min": stop.dwell_min,
        "lon": round(point.longitude, 6),
        "lat": round(point.latitude, 6),
    }
