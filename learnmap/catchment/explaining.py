"""Explain a catchment: gather what shaped it, for one point and one profile."""

from dataclasses import replace
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from learnmap.catchment.computing import AccessPoint, Shape, area_m2, catchment_bands
from learnmap.catchment.directions import Eighth, Sights, eighths
from learnmap.catchment.explanation import (
    BEYOND_CUTOFF,
    NEAR_M,
    Band,
    ExcludedWay,
    Explanation,
    Island,
    Joint,
    Obstacle,
    TimedCut,
)
from learnmap.catchment.reached_streets import reached_streets
from learnmap.network import EdgeIndex, Origin, Snaps, SnapStatus, WalkCosts, Workspace, search
from learnmap.network.cuts import Cut, StreetEnds, cuts_near, street_ends
from learnmap.network.island_links import island_links
from learnmap.network.obstacles import ObstacleKind
from learnmap.network.parts import StreetParts
from learnmap.network.passed_over import PassedOver, WhyNot, passed_over
from learnmap.network.surroundings import Surroundings, surroundings, to_metres

_FAR_M: Final = 2000.0
"""How far round a point without a catchment is looked."""
_ALONG_M: Final = 15.0
"""An outline this near to an obstacle follows it: a cell of its grid, and some."""
_AS_NEAR_M: Final = 0.01
_NODES: Final = 64
"""Corners of a quarter of a circle."""


def explain_catchment(
    index: EdgeIndex,
    costs: WalkCosts,
    place: tuple[float, float],
    shape: Shape,
    *,
    snap_limit_m: float,
    workspace: Workspace,
) -> Explanation:
    """Say why a catchment looks as it does.

    Parameters
    ----------
    index : EdgeIndex
        Of the graph that was walked on.
    costs : WalkCosts
        Of the profile that walks.
    place : tuple of float
        Longitude and latitude that a walker to the point heads for, EPSG:4326.
    shape : Shape
    snap_limit_m : float
        How far a point may lie from a street.
    workspace : Workspace
        For the graph.

    Returns
    -------
    Explanation
    """
    graph, limit_s = index.graph, shape.cutoffs_s[-1]
    radius_m = costs.profile.speed_m_per_s * limit_s
    snaps = index.snap(np.array([place[0]]), np.array([place[1]]), costs, limit_m=snap_limit_m)
    joins = snaps.status[0] == SnapStatus.SNAPPED
    around = surroundings(graph, place, radius_m if joins else max(radius_m, _FAR_M))
    parts, cuts = StreetParts(graph, costs), cuts_near(around, costs)
    joint = _joint(around, costs, snaps, parts, cuts)
    bands = _bands(around, costs, snaps, shape, workspace)
    node_s = np.full(graph.node_count, np.inf)
    streets = []
    if joins:
        origin = Origin(
            joint.edge, float(snaps.along_m[0]), joint.distance_m / costs.profile.speed_m_per_s
        )
        reached = search(
            graph,
            costs,
            origin,
            limit_s=BEYOND_CUTOFF * limit_s,
            towards=True,
            workspace=workspace,
        )
        node_s[reached.node] = reached.time_s
        streets = reached_streets(graph, costs, origin, node_s, around.plane, limit_s=limit_s)
    circle = shapely.Point(0, 0).buffer(radius_m, quad_segs=_NODES)
    band = _in_metres(around, bands[-1].polygon)
    ends = _within(street_ends(around, costs, cuts), radius_m)
    excluded = _excluded(around, circle, band)
    return Explanation(
        around,
        graph.names(),
        costs,
        radius_m,
        snap_limit_m,
        joint,
        tuple(_passed_over(around, costs, joint, snap_limit_m)),
        tuple(bands),
        tuple(streets),
        () if band.is_empty else tuple(_eighths(around, costs, excluded, band, radius_m)),
        tuple(excluded),
        tuple(_timed(cuts, node_s, radius_m)),
        _reached_ends(ends, node_s, limit_s) if joins else ends,
        tuple(_islands(around, costs, parts, circle)),
        tuple(_obstacles(around, circle, band)),
    )


def _joint(
    around: Surroundings, costs: WalkCosts, snaps: Snaps, parts: StreetParts, cuts: list[Cut]
) -> Joint:
    status, edge = SnapStatus(int(snaps.status[0])), int(snaps.edge[0])
    lon, lat = float(snaps.lon[0]), float(snaps.lat[0])
    joint = Joint(status, edge, float(snaps.distance_m[0]), lon, lat)
    if edge < 0:
        return joint
    part = parts.of_edge(edge)
    if status != SnapStatus.ISLAND:
        return replace(joint, part=part, across=_across(around, lon, lat))
    near = around.edges
    mainland = costs.passable[near.row] & ~costs.island[near.row]
    mainland_m = float(near.distance_m[mainland].min(initial=np.inf))
    return replace(
        joint,
        part=part,
        gap=parts.gap(part.number, around.plane),
        links=island_links(around, parts, part.number, cuts),
        mainland_m=mainland_m if np.isfinite(mainland_m) else None,
    )


def _across(around: Surroundings, lon: float, lat: float) -> tuple[str, ...]:
    """Return what the straight way from the place to its access point crosses."""
    access = to_metres(around.plane, np.array([[lon, lat]]))[0]
    way = shapely.LineString([(0.0, 0.0), access])
    return tuple(kind for kind, lines in _barriers(around).items() if lines.intersects(way))


def _passed_over(
    around: Surroundings, costs: WalkCosts, joint: Joint, snap_limit_m: float
) -> list[PassedOver]:
    if joint.status == SnapStatus.SNAPPED:
        nearer = passed_over(around, costs, joint.distance_m - _AS_NEAR_M)
        return [street for street in nearer if street.why != WhyNot.TOO_FAR]
    nearest_m = joint.distance_m if joint.mainland_m is None else joint.mainland_m
    if not np.isfinite(nearest_m):
        nearest_m = around.radius_m
    return passed_over(around, costs, max(snap_limit_m, nearest_m) + _AS_NEAR_M)


def _bands(
    around: Surroundings, costs: WalkCosts, snaps: Snaps, shape: Shape, workspace: Workspace
) -> list[Band]:
    drawn = [shapely.MultiPolygon()] * len(shape.cutoffs_s)
    if snaps.status[0] == SnapStatus.SNAPPED:
        access = AccessPoint(
            "", int(snaps.edge[0]), float(snaps.along_m[0]), float(snaps.distance_m[0])
        )
        drawn = catchment_bands(around.graph, costs, access, shape, workspace=workspace)
    speed = costs.profile.speed_m_per_s
    return [
        Band(cutoff_s, band, area_m2(band), speed * cutoff_s)
        for cutoff_s, band in zip(shape.cutoffs_s, drawn, strict=True)
    ]


def _excluded(around: Surroundings, circle: BaseGeometry, band: BaseGeometry) -> list[ExcludedWay]:
    ways, near = around.graph.excluded, around.excluded
    reasons = ways.reasons()
    close = shapely.Point(0, 0).buffer(NEAR_M, quad_segs=_NODES)
    inside = shapely.intersection(near.line, circle)
    found = [
        ExcludedWay(
            int(ways.way[row]),
            reasons[ways.reason[row]],
            near.line[i],
            float(near.distance_m[i]),
            float(shapely.length(shapely.intersection(near.line[i], close))),
            float(shapely.length(inside[i])),
            float(shapely.length(shapely.difference(inside[i], band))),
        )
        for i, row in enumerate(near.row)
        if shapely.length(inside[i]) > 0
    ]
    return sorted(found, key=lambda way: (way.distance_m, way.way))


def _eighths(
    around: Surroundings,
    costs: WalkCosts,
    excluded: list[ExcludedWay],
    band: BaseGeometry,
    radius_m: float,
) -> list[Eighth]:
    west, south, east, north = around.graph.box
    corners = to_metres(around.plane, np.array([[west, south], [east, north]]))
    sights = Sights(
        band,
        around.water,
        shapely.box(*corners.ravel()),
        around.edges.line[costs.passable[around.edges.row]],
        {
            tag: np.array([way.line for way in excluded if way.tag == tag], object)
            for tag in sorted({way.tag for way in excluded})
        },
        _barriers(around),
    )
    return eighths(sights, radius_m)


def _barriers(around: Surroundings) -> dict[str, BaseGeometry]:
    """Return the lines that nobody crosses off the street, by what they are."""
    return {
        "water": shapely.union(around.water.boundary, _lines(around, ObstacleKind.WATERWAY)),
        "railway": _lines(around, ObstacleKind.RAILWAY),
        "motorway": _lines(around, ObstacleKind.MOTORWAY),
    }


def _timed(cuts: list[Cut], node_s: NDArray[np.float64], radius_m: float) -> list[TimedCut]:
    timed = []
    for cut in cuts:
        if np.hypot(*cut.metres) <= radius_m:
            sides = node_s[list(cut.nodes)]
            timed.append(TimedCut(cut, float(sides.min()), float(sides.max())))
    return sorted(timed, key=lambda t: (-t.round_s, float(np.hypot(*t.cut.metres)), t.cut.nodes))


def _within(ends: StreetEnds, radius_m: float) -> StreetEnds:
    return ends.where(np.hypot(*ends.metres.T) <= radius_m)


def _reached_ends(ends: StreetEnds, node_s: NDArray[np.float64], limit_s: float) -> StreetEnds:
    return ends.where(node_s[ends.node] <= limit_s)


def _islands(
    around: Surroundings, costs: WalkCosts, parts: StreetParts, circle: BaseGeometry
) -> list[Island]:
    near = around.edges.where(costs.island[around.edges.row])
    near = near.where(shapely.intersects(near.line, circle))
    if not len(near.row):
        return []
    number = parts.of_node[around.graph.edge_u[near.row]]
    found = []
    for island in np.unique(number):
        own = near.where(number == island)
        lines = shapely.union_all(shapely.intersection(own.line, circle))
        length_m = parts.of_edge(int(own.row[0])).length_m
        found.append(Island(int(island), length_m, float(own.distance_m.min()), lines))
    return sorted(found, key=lambda island: (island.distance_m, island.number))


def _obstacles(around: Surroundings, circle: BaseGeometry, band: BaseGeometry) -> list[Obstacle]:
    found = []
    for kind in ObstacleKind:
        whole = _lines(around, kind)
        if kind == ObstacleKind.WATERWAY:  # a river's middle line tells nothing beside its area
            whole = whole.difference(around.water)
        lines = whole
        if kind == ObstacleKind.WATER:
            whole, lines = around.water, around.water.boundary
        inside = shapely.intersection(lines, circle)
        shape = shapely.intersection(whole, circle)
        if shape.is_empty:
            continue
        follows = shapely.intersection(band.boundary, shapely.buffer(lines, _ALONG_M))
        found.append(Obstacle(kind, shape, float(inside.length), float(shapely.length(follows))))
    return found


def _lines(around: Surroundings, kind: ObstacleKind) -> BaseGeometry:
    kinds = around.graph.obstacles.kind[around.obstacles.row]
    lines: BaseGeometry = shapely.union_all(around.obstacles.line[kinds == kind])
    return lines


def _in_metres(around: Surroundings, polygon: shapely.MultiPolygon) -> BaseGeometry:
    return shapely.transform(polygon, lambda degrees: to_metres(around.plane, degrees))
