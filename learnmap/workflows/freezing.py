"""Read the content of a map and freeze it: all that an edition publishes, as files."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

import geopandas as gpd

from learnmap.catchment import area_m2, union_of
from learnmap.edition import (
    EditionFacts,
    ElevationFacts,
    Feature,
    NetworkFacts,
    Source,
    WithoutCatchment,
    assured_between,
    bounds_of,
    canonical_geojson,
    catchment_features,
    point_feature,
    route_feature,
    union_feature,
)
from learnmap.model.errors import NotReadyError
from learnmap.model.kinds import Kind
from learnmap.model.records import LearningPoint, Offering, OfferingCategory, WalkingRoute
from learnmap.network import EdgeIndex
from learnmap.render import renderer_fingerprint
from learnmap.render.edition_files import AREAS
from learnmap.store import (
    BuildElevation,
    CertifiedBand,
    StoredPoint,
    read_areas,
    read_catchments,
    read_categories,
    read_demand_points,
    read_kinds,
    read_offerings,
    read_points,
    read_routes,
)
from learnmap.workflows.accuracy import accuracy_facts
from learnmap.workflows.catchment_plan import WALKED_TO, Plan, plan_catchments
from learnmap.workflows.certifying import current_certificate
from learnmap.workflows.city import City
from learnmap.workflows.map_areas import area_features, shown_areas
from learnmap.workflows.networks import ATTRIBUTION
from learnmap.workflows.routes import RouteWalker

_ROUTES_MAP: Final = "humanities"
_OSM_URL: Final = "https://www.openstreetmap.org/copyright"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Which edition it is, and under which approval.

    Attributes
    ----------
    map_name : str
    year, revision : int
    approval_number, approval_exemption : str or None
    """

    map_name: str
    year: int
    revision: int
    approval_number: str | None = None
    approval_exemption: str | None = None


@dataclass(frozen=True, slots=True)
class MapContent:
    """What the store holds for one map.

    Attributes
    ----------
    plan : Plan
        Of the whole city's catchments; with some that are due the map cannot be frozen.
    points : list of StoredPoint
    kinds : list of Kind
        That occur on the map.
    offerings : list of Offering
    categories : dict of str to OfferingCategory
    routes : list of WalkingRoute
    catchments : GeoDataFrame
        As they are stored.
    certificate : list of CertifiedBand
        Of the catchments as they are now.
    residents : GeoDataFrame
        All that are on record.
    areas : GeoDataFrame
        Those whose outlines the map shows.
    """

    plan: Plan
    points: list[StoredPoint]
    kinds: list[Kind]
    offerings: list[Offering]
    categories: dict[str, OfferingCategory]
    routes: list[WalkingRoute]
    catchments: gpd.GeoDataFrame
    certificate: list[CertifiedBand]
    residents: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame


def freeze(city: City, address: Address, content: MapContent) -> dict[str, bytes]:
    """Write the content of a map as the files of an edition.

    Parameters
    ----------
    city : City
    address : Address
    content : MapContent
        As `read_content` read it.

    Returns
    -------
    dict of str to bytes
        ``edition.json``, ``points.geojson``, ``catchments.geojson``,
        ``catchment-unions.geojson``, ``routes.geojson`` and ``basemap.pmtiles``; where the points
        lie in areas, ``areas.geojson``.

    Raises
    ------
    NotReadyError
        When catchments are missing or out of date.
    """
    if content.plan.due:
        raise NotReadyError(
            f"{len(content.plan.due)} catchments are missing or out of date; "
            "run `learnmap catchments compute` first"
        )
    points = [stored.point for stored in content.points]
    routes = _walked_routes(content, points)
    areas = area_features(content.areas)
    return {
        "edition.json": _facts(address, content, routes).to_json(),
        "points.geojson": canonical_geojson(_point_features(content)),
        "catchments.geojson": canonical_geojson(catchment_features(content.catchments)),
        "catchment-unions.geojson": canonical_geojson(_unions(content)),
        "routes.geojson": canonical_geojson(routes),
        "basemap.pmtiles": city.basemap(content.plan.build),
    } | ({AREAS: canonical_geojson(areas)} if areas else {})


def read_content(city: City, map_name: str) -> MapContent:
    """Read the content of a map in one snapshot, so that points and catchments fit each other.

    Raises
    ------
    NotReadyError
        When there are no streets or points yet, or the map would be empty.
    """
    with city.store.begin(snapshot=True) as tx:
        plan = plan_catchments(city, tx)
        all_kinds = read_kinds(tx)
        codes = {kind.code for kind in all_kinds if map_name in kind.maps}
        routes = read_routes(tx) if map_name == _ROUTES_MAP else []
        on_routes = {stop.point_id for route in routes for stop in route.stops}
        points = [
            stored
            for stored in read_points(tx, statuses=WALKED_TO)
            if stored.point.kind in codes or stored.point.id in on_routes
        ]
        if not points:
            raise NotReadyError(
                f"no learning point belongs on the {map_name} map; its kinds are "
                + ", ".join(sorted(codes))
            )
        ids = [stored.point.id for stored in points]
        shown = {stored.point.kind for stored in points}
        return MapContent(
            plan,
            points,
            [kind for kind in all_kinds if kind.code in shown],
            read_offerings(tx, point_ids=ids),
            {category.code: category for category in read_categories(tx)},
            routes,
            read_catchments(tx, build_hash=plan.build.content_hash, point_ids=ids),
            current_certificate(tx, plan.build, plan.settings),
            read_demand_points(tx),
            shown_areas(read_areas(tx), points),
        )


def _point_features(content: MapContent) -> list[Feature]:
    by_point: dict[str, list[Offering]] = {}
    for offering in content.offerings:
        places = {offering.point_id, *(session.point_id for session in offering.sessions)}
        for point_id in places - {None}:
            by_point.setdefault(str(point_id), []).append(offering)
    return [
        point_feature(
            stored.point,
            areas=stored.areas,
            offerings=by_point.get(stored.point.id, []),
            categories=content.categories,
            timezone=content.plan.settings.timezone,
        )
        for stored in content.points
    ]


def _unions(content: MapContent) -> list[Feature]:
    """Return per profile and cutoff where some open point of the map can be walked to."""
    is_open = {stored.point.id for stored in content.points if stored.point.status == "open"}
    table = content.catchments[content.catchments["point_id"].isin(is_open)]
    features = []
    for profile in content.plan.settings.profiles:
        for cutoff_s in content.plan.settings.cutoffs_s:
            wanted = (table["profile"] == profile.code) & (table["cutoff_s"] == cutoff_s)
            if wanted.any():
                union = union_of(list(table.geometry[wanted]))
                area = area_m2(union)
                features.append(union_feature(profile.code, cutoff_s, union, area_m2=area))
    return features


def _walked_routes(content: MapContent, points: Sequence[LearningPoint]) -> list[Feature]:
    if not content.routes:
        return []
    walker = RouteWalker(EdgeIndex(content.plan.graph), content.plan.settings)
    by_id = {point.id: point for point in points}
    walks = [(route, walker.walk(route, by_id)) for route in content.routes]
    return [route_feature(route, walk, by_id) for route, walk in walks if walk is not None]


def _facts(address: Address, content: MapContent, routes: Sequence[Feature]) -> EditionFacts:
    plan, points = content.plan, [stored.point for stored in content.points]
    ids = {point.id for point in points}
    build = plan.build
    return EditionFacts(
        city=plan.settings,
        map_name=address.map_name,
        year=address.year,
        revision=address.revision,
        approval_number=address.approval_number,
        approval_exemption=address.approval_exemption,
        frozen_on=dt.datetime.now(ZoneInfo(plan.settings.timezone)).date(),
        sources=_sources(content),
        network=NetworkFacts(
            hash=build.content_hash,
            extract=build.extract_name,
            extract_date=build.extract_date.isoformat() if build.extract_date else None,
            nodes=build.nodes,
            edges=build.edges,
            length_km=round(build.length_km, 1),
            elevation=_elevation(build.elevation),
        ),
        kinds=content.kinds,
        bounds=bounds_of(points),
        points=len(points),
        routes=len(routes),
        assured=assured_between(points),
        without_catchment=[
            WithoutCatchment(
                point_id=lost.point_id,
                profile=lost.profile,
                reason=lost.reason,
                distance_m=None if lost.distance_m is None else round(lost.distance_m, 1),
            )
            for lost in plan.stranded
            if lost.point_id in ids
        ],
        accuracy=accuracy_facts(content.certificate, ZoneInfo(plan.settings.timezone)),
        renderer=renderer_fingerprint(),
    )


def _elevation(raster: BuildElevation | None) -> ElevationFacts | None:
    if raster is None:
        return None
    return ElevationFacts(name=raster.name, sha256=raster.sha256, edges=raster.edges)


def _sources(content: MapContent) -> list[Source]:
    """Name the sources of streets and heights, and each of points, routes and areas once.

    The licence of a city's own tables is the city's to state; what came from the streets'
    source shares its licence.
    """
    build = content.plan.build
    url = _OSM_URL if build.attribution == ATTRIBUTION else None
    ground = [Source(name=build.attribution, licence=build.licence, url=url)]
    if raster := build.elevation:
        ground.append(Source(name=raster.attribution or raster.name, licence=raster.licence))
    named = {stored.point.source for stored in content.points}
    named |= {route.source for route in content.routes}
    named |= set(content.areas["source"])
    own = {source for source in named if source and not source.startswith("OpenStreetMap")}
    own.discard(build.attribution)
    return [*ground, *(Source(name=source, licence="") for source in sorted(own))]
