"""Crossings: where streets pass canals, the railway, the river, and where walkers pass streets."""

from typing import Final

import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from data.demo_city import names
from data.demo_city.ground import EXTENT, density
from data.demo_city.parks import promenades
from data.demo_city.pieces import beside, lines_of, stretch, union
from data.demo_city.sheet import Line, Sheet, Tags
from data.demo_city.site import Site
from data.demo_city.transit import Transit
from data.demo_city.water import Water

FOOTBRIDGE_X: Final = 5_750.0
FERRY_X: Final = 2_950.0
SIDEWALK_M: Final = 13.0
_UNDERPASS: Final = ("trunk", "primary")


def carry_over_canals(lines: list[Line], water: Water) -> list[Line]:
    """Turn the parts of streets that lie over canals and the brook into bridges."""
    wet = water.canals.buffer(4.0)
    result: list[Line] = []
    for line in lines:
        geometry = LineString(line.coords)
        if line.level != 0 or not wet.intersects(geometry):
            result.append(line)
            continue
        tags = {**line.tags, "bridge": "yes", "layer": "1"}
        result += [
            Line(shapely.get_coordinates(part), tags, 1)
            for part in lines_of(geometry.intersection(wet), least_m=0.5)
        ]
        result += [
            Line(shapely.get_coordinates(part), line.tags)
            for part in lines_of(geometry.difference(wet), least_m=0.5)
        ]
    return result


def pass_railway(lines: list[Line], transit: Transit, rng: np.random.Generator) -> list[Line]:
    """Cut streets at the railway, but for underpasses and a few level crossings."""
    land = transit.rail_corridor
    result: list[Line] = []
    for line in lines:
        geometry = LineString(line.coords)
        if line.level != 0 or not land.intersects(geometry):
            result.append(line)
            continue
        highway = line.tags["highway"]
        ends = shapely.points(line.coords[[0, -1]])
        through = not shapely.intersects(land, ends).any()
        if highway == "tertiary" and through and rng.random() < 0.5:
            result.append(line)
            continue
        result += [
            Line(shapely.get_coordinates(part), line.tags)
            for part in lines_of(geometry.difference(land), least_m=5.0)
        ]
        if highway in _UNDERPASS or (highway == "secondary" and rng.random() < 0.4):
            tags = {**line.tags, "tunnel": "yes", "layer": "-1"}
            result += [
                Line(shapely.get_coordinates(part), tags, -1)
                for part in lines_of(geometry.intersection(land), least_m=5.0)
            ]
    return result


def draw_river_footways(lines: list[Line], water: Water, sheet: Sheet) -> None:
    """Draw the footbridge, the ferry, and the stepped footways beside closed carriageways."""
    south, north = (union(side) for side in promenades(water))
    deck = {"highway": "footway", "bridge": "yes", "layer": "1"}
    name = names.Name("听澜步行桥", "Tinglan Footbridge").tags()
    across = _between(south, north, FOOTBRIDGE_X)
    sheet.line(across, {**deck, **name}, level=1)
    for line in lines:
        if line.tags.get("bridge") == "yes" and line.tags.get("foot") == "no":
            side = beside(LineString(line.coords), 14.0)
            ends = [side.intersection(walk.buffer(0.5)) for walk in (south, north)]
            if any(end.is_empty for end in ends):
                continue
            a, b = (walk.interpolate(walk.project(end.centroid)) for walk, end in
                    zip((south, north), ends, strict=True))  # fmt: skip
            way = LineString([a, b])
            stairs = 11.0
            foot = {key: value for key, value in line.tags.items() if key.startswith("name")}
            sheet.line(stretch(way, stairs, way.length - stairs), {**deck, **foot}, level=1)
            for start, stop in ((stairs, 0.0), (way.length - stairs, way.length)):
                sheet.line(
                    stretch(way, start, stop),
                    {"highway": "steps", "layer": "1", "step_count": "36"},
                    level=1,
                )
    _draw_ferry(south, north, water, sheet)


def _between(south: BaseGeometry, north: BaseGeometry, x: float) -> LineString:
    a = shapely.get_coordinates(shapely.shortest_line(Point(x, 0.0), south))[1]
    b = shapely.get_coordinates(shapely.shortest_line(Point(a), north))[1]
    return LineString([a, b])


def _draw_ferry(south: BaseGeometry, north: BaseGeometry, water: Water, sheet: Sheet) -> None:
    way = _between(south, north, FERRY_X)
    wet = lines_of(way.intersection(water.river))[0]
    for part in lines_of(way.difference(water.river)):
        # The jetty ends where the water begins; the ferry starts there.
        sheet.line(part, {"highway": "footway", "man_made": "pier"})
    name = names.Name("望汀渡", "Wangting Ferry").tags()
    sheet.line(wet, {"route": "ferry", "foot": "yes", "bicycle": "yes", **name}, level=1)


def draw_sidewalks(lines: list[Line], water: Water, transit: Transit, site: Site) -> None:
    """Map the sidewalks of some arterials as ways of their own, with overpasses between."""
    taken = union([water.corridor, water.canals.buffer(6.0), transit.rail_corridor.buffer(3.0)])
    inside = EXTENT.buffer(-40.0)
    by_name: dict[str, list[Line]] = {}
    for line in lines:
        if line.level == 0 and line.tags["highway"] in ("trunk", "primary"):
            by_name.setdefault(line.tags["name"], []).append(line)
    for number, (_, group) in enumerate(sorted(by_name.items())):
        if number % 2 or len(group) < 4:
            continue
        central = [line for line in group if density(line.coords).mean() > 0.45]
        merged = shapely.line_merge(union([LineString(x.coords) for x in central]))
        for part in lines_of(merged, least_m=400.0):
            core = stretch(part, 30.0, part.length - 30.0)
            sides = [beside(core, sign * SIDEWALK_M) for sign in (1.0, -1.0)]
            free = [side.intersection(inside).difference(taken) for side in sides]
            for side in free:
                for walk in lines_of(side, least_m=60.0):
                    _draw_sidewalk(walk, site)
            _draw_overpasses(core, free, taken, site)


def _draw_sidewalk(walk: LineString, site: Site) -> None:
    site.sheet.line(walk, {"highway": "footway", "footway": "sidewalk"})
    for end in (walk.coords[0], walk.coords[-1]):
        street = site.to_street(Point(end))
        if street is not None:
            crossing = np.array([end, (street.x, street.y)])
            site.sheet.line(crossing, {"highway": "footway", "footway": "crossing"})


def _draw_overpasses(
    core: LineString, sides: list[BaseGeometry], taken: BaseGeometry, site: Site
) -> None:
    at = 260.0
    while at < core.length - 200.0:
        middle = core.interpolate(at)
        ends = [side.interpolate(side.project(middle)) if side.geom_type == "LineString" else None
                for side in sides]  # fmt: skip
        at += site.rng.uniform(520.0, 900.0)
        a, b = ends
        if a is None or b is None or not 20.0 < a.distance(b) < 34.0 or middle.intersects(taken):
            continue
        way = LineString([a, b])
        under = site.rng.random() < 0.3
        level = -1 if under else 1
        cover: Tags = {"tunnel": "yes"} if under else {"bridge": "yes"}
        ramp: Tags = (
            {"ramp": "yes", "ramp:wheelchair": "yes"}
            if site.rng.random() < 0.25
            else {"ramp": "no"}
        )
        tags = {"highway": "footway", "layer": str(level), **cover}
        if site.rng.random() < 0.2:
            site.sheet.line(way, tags, level=level)
            for end in (a, b):
                site.sheet.mark((end.x, end.y), {"highway": "elevator", "wheelchair": "yes"})
            continue
        site.sheet.line(stretch(way, 7.0, way.length - 7.0), tags, level=level)
        for start, stop in ((0.0, 7.0), (way.length - 7.0, way.length)):
            stairs = {"highway": "steps", "layer": str(level), **ramp}
            site.sheet.line(stretch(way, start, stop), stairs, level=level)
