"""Makes walking routes of route relations, with learning points as their stops."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.ingest.osm_records import describe_source, read_osm_names
from learnmap.ingest.osm_things import Thing
from learnmap.model.crs import metres_per_degree
from learnmap.model.kinds import KIND_BY_CODE
from learnmap.model.records import LearningPoint, RouteStop, WalkingRoute

NEAR_ROUTE_M: Final = 30.0
"""How far from its line a learning point may be to count as a stop of a route."""


def make_routes(
    relations: list[Thing], points: list[LearningPoint], same: Mapping[str, str]
) -> tuple[list[WalkingRoute], list[str]]:
    """Make walking routes.

    A route's stops are the members that are learning points, in their order; where it has
    none, the humanities points along its line.

    Parameters
    ----------
    relations : list of Thing
        Route relations with their lines, in degrees.
    points : list of LearningPoint
        What may become a stop.
    same : mapping of str to str
        From references such as ``w123`` to ids of points.

    Returns
    -------
    tuple
        The routes, and notes on what was left out.
    """
    routes = []
    unnamed = empty = 0
    for relation in relations:
        names = read_osm_names(relation.tags)
        stops = _member_stops(relation, same) or _stops_along(relation.geometry, points)
        if not names:
            unnamed += 1
        elif relation.geometry.is_empty and not stops:
            empty += 1
        else:
            routes.append(_make_route(relation, stops))
    notes = [f"{len(routes)} walking routes"] if routes else []
    notes += [f"{unnamed} walking routes left out for want of a name"] if unnamed else []
    notes += (
        [f"{empty} walking routes left out: the extract holds no part of them"] if empty else []
    )
    return routes, notes


def _make_route(relation: Thing, stops: list[str]) -> WalkingRoute:
    return WalkingRoute(
        id=f"osm-{relation.ref}",
        names=read_osm_names(relation.tags),
        stops=tuple(
            RouteStop(point_id=point, position=position)
            for position, point in enumerate(stops, start=1)
        ),
        line=None if relation.geometry.is_empty else relation.geometry,
        source=describe_source(relation),
    )


def _member_stops(relation: Thing, same: Mapping[str, str]) -> list[str]:
    found = [same.get(f"{letter}{ref}") for letter, ref, _ in relation.members]
    return list(dict.fromkeys(point for point in found if point))


def _stops_along(line: BaseGeometry, points: list[LearningPoint]) -> list[str]:
    """Return ids of humanities points near the line, in the order of walking."""
    if line.is_empty:
        return []
    near = [point for point in points if _is_humanities(point)]
    east, north = metres_per_degree(float(shapely.get_y(line.centroid)))
    scale = np.array([east, north])
    parts = shapely.get_parts(shapely.transform(line, lambda xy: xy * scale))
    before_m = np.concatenate([[0.0], np.cumsum(shapely.length(parts))])
    found: list[tuple[float, str]] = []
    for point in near:
        place = shapely.Point(np.array(point.walk_to) * scale)
        distances_m = shapely.distance(parts, place)
        nearest = int(np.argmin(distances_m))
        if distances_m[nearest] <= NEAR_ROUTE_M:
            along_m = before_m[nearest] + shapely.line_locate_point(parts[nearest], place)
            found.append((float(along_m), point.id))
    return [point for _, point in sorted(found)]


def _is_humanities(point: LearningPoint) -> bool:
    kind = KIND_BY_CODE.get(point.kind)
    return kind is not None and "humanities" in kind.maps
