"""Compounds: blocks behind a wall, entered by few gates."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon

from data.demo_city.names import Name
from data.demo_city.pieces import polygons_of
from data.demo_city.sheet import Tags
from data.demo_city.site import SETBACK_M, Site, inset
from data.demo_city.subdivision import subdivide


@dataclass(frozen=True, slots=True)
class Use:
    """What a compound is for.

    Attributes
    ----------
    area_tags : dict
        Tags of its land.
    loop, lane : str
        ``highway`` of the ring inside the wall, and of most lanes.
    lane_m2 : float
        Land between lanes.
    suffix : tuple of str
        What its name ends in, in Chinese and English.
    private : bool
        True: every gate and lane is closed to the public.
    """

    area_tags: Tags
    loop: str
    lane: str
    lane_m2: float
    suffix: tuple[str, str]
    private: bool = False


HOUSING = Use({"landuse": "residential"}, "residential", "service", 15_000.0, ("小区", "Estate"))
CAMPUS = Use({"amenity": "college"}, "service", "footway", 11_000.0, ("学院", "College"))
WORKS = Use(
    {"landuse": "industrial"}, "service", "service", 26_000.0, ("工业园", "Works"), private=True
)


@dataclass(frozen=True, slots=True)
class Compound:
    """A walled block as it was built.

    Attributes
    ----------
    land : Polygon
        Inside the wall.
    gates : tuple of Point
        Gates that walkers may use.
    name : Name
        Its name.
    plots : tuple of Polygon
        Land between the lanes.
    """

    land: Polygon
    gates: tuple[Point, ...]
    name: Name
    plots: tuple[Polygon, ...]


def build_compound(
    block: Polygon, use: Use, site: Site, *, sealed: bool = False
) -> Compound | None:
    """Wall in a block, lay out its lanes and open its gates.

    Parameters
    ----------
    block : Polygon
        Land up to the middle of the streets around.
    use : Use
        What it is for.
    site : Site
        Its surroundings.
    sealed : bool
        True leaves out the gates, as where nobody has mapped them: an island of the network.

    Returns
    -------
    Compound or None
        None when the block is too small for a wall.
    """
    land = inset(block, SETBACK_M, least_m2=9_000.0)
    ring = inset(land, 15.0) if land is not None else None
    if land is None or ring is None:
        return None
    sheet, rng = site.sheet, site.rng
    name = site.stems.next().with_suffix(*use.suffix)
    access: Tags = {"access": "private"} if use.private else {}
    sheet.line(shapely.get_coordinates(land.exterior), {"barrier": "wall"})
    sheet.shape(land, {**use.area_tags, **name.tags()})
    sheet.line(shapely.get_coordinates(ring.exterior), {"highway": use.loop, **access})
    plots, cuts = subdivide(
        ring, target_m2=use.lane_m2 * rng.uniform(0.7, 1.3), tilt_rad=0.1, bow_m=7.0, rng=rng
    )
    for cut, depth in cuts:
        kind = use.loop if depth == 0 else use.lane if rng.random() < 0.6 else "footway"
        sheet.line(cut, {"highway": kind, **access})
    if use is HOUSING and rng.random() < 0.5:
        _add_shortcut(plots, site)
    gates = [] if sealed else _open_gates(land, ring, use, site)
    return Compound(land, tuple(gates), name, tuple(plots))


def _add_shortcut(plots: list[Polygon], site: Site) -> None:
    """Draw a footway across the largest plot, as residents do."""
    box = shapely.get_coordinates(plots[0].minimum_rotated_rectangle)
    way = LineString([box[0], box[2]]).intersection(plots[0])
    if isinstance(way, LineString) and way.length > 30:
        site.sheet.line(way, {"highway": "path"})


def _open_gates(land: Polygon, ring: Polygon, use: Use, site: Site) -> list[Point]:
    rng = site.rng
    number = int(np.clip(round(land.exterior.length / 480), 2, 5))
    access: Tags = {"access": "private"} if use.private else {}
    ways: list[Tags] = [{"highway": "service", **access}, {"highway": "footway", **access}]
    places = site.join(land.exterior, ring.exterior, number=number, tags=ways)
    usable = []
    for order, place in enumerate(places):
        draw = rng.random()
        if use.private:
            tags = {"barrier": "gate", "access": "private", "locked": "yes"}
        elif order == 0:
            tags = {"barrier": "lift_gate" if draw < 0.4 else "gate", "foot": "yes"}
        elif draw < 0.3:
            tags = {"barrier": "gate", "access": "private", "locked": "yes"}
        elif draw < 0.45:
            tags = {"barrier": "turnstile", "foot": "yes", "wheelchair": "no"}
        elif draw < 0.6:
            tags = {"barrier": "gate", "access": "private", "foot": "yes"}
        else:
            tags = {"barrier": "gate"}
        site.sheet.mark((place.x, place.y), tags)
        if tags.get("locked") != "yes":
            usable.append(place)
    return usable


def draw_buildings(plots: tuple[Polygon, ...], size_m: tuple[float, float], site: Site) -> int:
    """Fill plots with rows of buildings; return how many were drawn.

    Parameters
    ----------
    plots : tuple of Polygon
        Land between lanes.
    size_m : tuple of float
        Length east and depth north of a building.
    site : Site
        Its surroundings.
    """
    drawn = 0
    length, depth = size_m
    for plot in plots:
        free = plot.buffer(-7.0)
        if not polygons_of(free, least_m2=length * depth):
            continue
        west, south, east, north = free.bounds
        x, y = np.meshgrid(
            np.arange(west, east, length * 1.3), np.arange(south, north, depth * 2.3)
        )
        x = x.ravel() + site.rng.uniform(0, length * 0.2, x.size)
        y = y.ravel()
        houses = shapely.box(x, y, x + length, y + depth)
        shapely.prepare(free)
        for house in houses[shapely.contains(free, houses)]:
            site.sheet.shape(house, {"building": "apartments" if length > 25 else "house"})
            drawn += 1
    return drawn
