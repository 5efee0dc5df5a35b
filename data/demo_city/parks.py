"""Parks and shores: green blocks, the hill, the lakeside and the riverside promenades."""

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon

from data.demo_city import names
from data.demo_city.ground import EXTENT, Floats
from data.demo_city.pieces import densify, line_of, lines_of
from data.demo_city.site import Site, inset
from data.demo_city.subdivision import subdivide
from data.demo_city.water import Water

if TYPE_CHECKING:
    from data.demo_city.sheet import Tags

HILLTOP_STEPS: Final = 3


def build_park(block: Polygon, site: Site) -> None:
    """Make a block a park: a path around, paths across, entrances, and sometimes a pond."""
    rng = site.rng
    land = inset(block, 9.0)
    ring = inset(block, 26.0)
    if land is None or ring is None:
        return
    name = site.stems.next().with_suffix("公园", "Park")
    site.sheet.shape(land, {"leisure": "park", **name.tags()})
    site.sheet.line(shapely.get_coordinates(ring.exterior), {"highway": "footway"})
    parts, cuts = subdivide(
        ring, target_m2=max(9_000.0, ring.area / 7), tilt_rad=0.5, bow_m=26.0, rng=rng
    )
    for cut, _ in cuts:
        site.sheet.line(cut, {"highway": "footway" if rng.random() < 0.7 else "path"})
    if ring.area > 40_000:
        pond = inset(max(parts, key=lambda part: part.area), 14.0)
        if pond is not None:
            round_pond = pond.buffer(-12).buffer(12)
            site.sheet.shape(round_pond, {"natural": "water", "water": "pond"})
    site.join(land.exterior, ring.exterior, number=5, tags=[{"highway": "footway"}])


def build_hill(hill: Polygon, site: Site) -> Point:
    """Lay paths and steps on the hill; return its top, which only steps lead to."""
    rng = site.rng
    sheet = site.sheet
    land = hill.buffer(-9.0)
    sheet.shape(
        land, {"leisure": "park", **names.Name(*names.HILL).with_suffix("公园", "Park").tags()}
    )
    sheet.shape(affinity.scale(land, 0.86, 0.86), {"landuse": "forest"})
    rings = [_wavy(affinity.scale(hill, share, share), rng) for share in (0.86, 0.55, 0.22)]
    for ring in rings:
        sheet.line(
            ring, {"highway": "footway" if ring is rings[0] else "path", "surface": "gravel"}
        )
    for index in range(7):
        _climb(rings[0], rings[1], index / 7 + 0.03, site, steps=index % 2 == 0)
    for index in range(HILLTOP_STEPS):
        _climb(rings[1], rings[2], index / HILLTOP_STEPS + 0.1, site, steps=True)
    outer = LineString(rings[0])
    site.join(land.exterior, outer, number=6, tags=[{"highway": "footway"}], apart_m=300.0)
    top = hill.centroid
    across = LineString([(top.x - 400, top.y), (top.x + 400, top.y)]).intersection(
        Polygon(rings[2])
    )
    for part in lines_of(across):
        sheet.line(part, {"highway": "path"})
    sheet.label((top.x, top.y), {"natural": "peak", "ele": "142", **names.Name(*names.HILL).tags()})
    return top


def _wavy(polygon: Polygon, rng: np.random.Generator) -> Floats:
    ring = densify(shapely.get_coordinates(polygon.exterior), step_m=40.0)[:-1]
    middle = ring.mean(axis=0)
    angle = np.arctan2(*(ring - middle).T[::-1])
    reach = 1 + 0.05 * np.sin(7 * angle + rng.uniform(0, 6)) + 0.03 * np.sin(11 * angle)
    ring = middle + (ring - middle) * reach[:, None]
    return np.concatenate([ring, ring[:1]])


def _climb(outer: Floats, inner: Floats, share: float, site: Site, *, steps: bool) -> None:
    low = LineString(outer).interpolate(share, normalized=True)
    goal = LineString(inner)
    high = goal.interpolate(goal.project(low))
    straight = np.linspace([low.x, low.y], [high.x, high.y], 7)
    if not steps:
        along = straight[-1] - straight[0]
        normal = np.array([-along[1], along[0]]) / 6
        straight[1:-1] += normal * np.array([1, -1, 1, -1, 1])[:, None]
    tags: Tags = {"highway": "steps", "incline": "up"} if steps else {"highway": "path"}
    site.sheet.line(straight, tags)


def build_lakeside(water: Water, site: Site) -> None:
    """Lay a promenade around the lake, joined to the street around it."""
    path = water.lakeside.buffer(-26.0).exterior
    site.sheet.line(shapely.get_coordinates(path.simplify(2.0)), {"highway": "footway"})
    rim = water.lakeside.buffer(-12.0).exterior
    site.join(rim, path.simplify(2.0), number=10, tags=[{"highway": "footway"}], apart_m=250.0)


def promenades(water: Water) -> tuple[list[LineString], list[LineString]]:
    """Return the walks along the river, south and north, cut where canals come in."""
    near = water.river.buffer(16.0, join_style="mitre")
    rim = LineString(near.exterior.coords).intersection(EXTENT.buffer(-25.0))
    free = rim.difference(water.canals.buffer(8.0))
    sides: tuple[list[LineString], list[LineString]] = ([], [])
    for part in lines_of(shapely.line_merge(free), least_m=60.0):
        middle = part.interpolate(0.5, normalized=True)
        north = middle.distance(water.banks[1]) < middle.distance(water.banks[0])
        sides[int(north)].append(line_of(part.simplify(1.0)))
    return sides


def build_riverside(water: Water, site: Site) -> None:
    """Lay the promenades along the river and join them to the riverside streets."""
    for side in promenades(water):
        for walk in side:
            site.sheet.line(line_of(walk.simplify(1.0)), {"highway": "footway", "name": "汐江步道",
                            "name:zh": "汐江步道", "name:en": "Xi River Walk"})  # fmt: skip
            number = max(2, round(walk.length / 290))
            for share in (np.arange(number) + 0.5) / number:
                place = walk.interpolate(float(share), normalized=True)
                street = site.to_street(place, within_m=70.0)
                if street is not None:
                    site.sheet.line(
                        np.array([[street.x, street.y], [place.x, place.y]]),
                        {"highway": "footway"},
                    )
