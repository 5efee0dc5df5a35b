"""The city: the steps of drawing it, in order."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry import LineString

from data.demo_city import crossings, parks
from data.demo_city.areas import AreaRow, lay_areas
from data.demo_city.blocks import Built, build_blocks
from data.demo_city.frame import Frame, lay_frame
from data.demo_city.ground import EXTENT, OLD_TOWN, Ground
from data.demo_city.names import CITY_EN, CITY_ZH, Name, Stems, StreetNames
from data.demo_city.pieces import union
from data.demo_city.sheet import Line, Sheet
from data.demo_city.site import Site
from data.demo_city.streetmap import StreetMap, make_map
from data.demo_city.transit import Transit
from data.demo_city.water import Water

ONE_WAY_FOR_FEET: Final = 2


@dataclass(frozen=True, slots=True)
class City:
    """A drawn city.

    Attributes
    ----------
    ground, water, frame, areas, built
        Its parts.
    map : StreetMap
        Its streets, walls and surfaces.
    """

    seed: int
    ground: Ground
    water: Water
    frame: Frame
    areas: list[AreaRow]
    built: Built
    map: StreetMap


def draw_city(seed: int) -> City:
    """Draw the city of a seed; the same seed gives the same city."""

    def rng(number: int) -> np.random.Generator:
        return np.random.default_rng([seed, number])

    ground = Ground.from_seed(seed)
    water, transit = Water.lay(rng(2)), Transit.lay()
    streets, stems = StreetNames(rng(3)), Stems(rng(4))
    frame = lay_frame(water, streets, rng(5))
    lines = crossings.pass_railway(crossings.carry_over_canals(frame.lines, water), transit, rng(6))
    sheet = Sheet()
    for line in lines:
        sheet.line(line.coords, line.tags, level=line.level)
    obstacle = union([water.river, water.lake, water.canals, transit.rail_corridor])
    site = Site.among(sheet, lines, obstacle=obstacle, streets=streets, stems=stems, rng=rng(7))
    transit.draw(sheet)
    slips = transit.draw_links(sheet, _slip_places(lines, transit))
    parks.build_riverside(water, site)
    parks.build_lakeside(water, site)
    crossings.draw_river_footways(lines, water, sheet)
    crossings.draw_sidewalks(lines, water, transit, site)
    taken = union(
        [
            water.corridor,
            water.lakeside,
            frame.hill,
            water.canals.buffer(10.0),
            transit.rail_corridor,
            transit.motorway_corridor,
            slips,
        ]
    )
    built = build_blocks(frame.cells, taken, site)
    built.top = parks.build_hill(frame.hill, site)
    water.draw(sheet)
    areas = lay_areas(frame, water, ground, seed)
    _label(sheet, areas)
    _close_to_walkers(sheet)
    _drop_colliding(sheet)
    return City(seed, ground, water, frame, areas, built, make_map(sheet, ground))


def _label(sheet: Sheet, areas: list[AreaRow]) -> None:
    """Put place names where maps show them."""
    city = {"place": "city", **Name(CITY_ZH, CITY_EN).tags(), "note": "fictional"}
    sheet.label(OLD_TOWN, city)
    for row in areas:
        village = row.level == "neighbourhood" and row.name.zh.endswith("村")
        place = {"district": "suburb", "street_town": "quarter"}.get(row.level)
        if place or village:
            sheet.label(row.middle, {"place": place or "village", **row.name.tags()})


def _close_to_walkers(sheet: Sheet) -> None:
    """Make the two longest one-way alleys one-way for walkers too, as where a market is held."""
    alleys = [
        line
        for line in sheet.lines
        if line.tags.get("highway") == "living_street" and "oneway" in line.tags
    ]
    alleys.sort(key=lambda line: -float(np.hypot(*np.diff(line.coords, axis=0).T).sum()))
    for line in alleys[:ONE_WAY_FOR_FEET]:
        line.tags["oneway:foot"] = "yes"


def _drop_colliding(sheet: Sheet) -> None:
    """Drop sidewalks and overpasses that a wall, built later, stands across."""
    walls = shapely.STRtree([LineString(x.coords) for x in sheet.lines if "barrier" in x.tags])
    added = [
        line
        for line in sheet.lines
        if line.tags.get("footway") or (line.level and "ramp" in line.tags)
    ]
    hit, _ = walls.query([LineString(line.coords) for line in added], predicate="intersects")
    gone = {id(added[i]) for i in hit.tolist()}
    sheet.lines[:] = [line for line in sheet.lines if id(line) not in gone]


def _slip_places(
    lines: list[Line], transit: Transit
) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Choose vertices of large streets near the motorway where slip roads come down."""
    found = []
    taken: list[float] = []
    for line in lines:
        if line.level or line.tags["highway"] not in ("trunk", "primary"):
            continue
        for place in line.coords[1:-1]:
            point = shapely.Point(place)
            far, at = transit.motorway.distance(point), transit.motorway.project(point)
            free = all(abs(at - other) > 2_000 for other in taken)
            if 120 < far < 200 and free and EXTENT.buffer(-900).contains(point):
                found.append(place)
                taken.append(at)
                break
    return found
