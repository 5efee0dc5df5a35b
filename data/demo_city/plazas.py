"""Plazas: open blocks that walkers may cross anywhere, with shopping lanes around."""

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import LineString, Polygon

from data.demo_city.pieces import lines_of, polygon_of
from data.demo_city.site import Site, inset


def build_plaza(block: Polygon, site: Site) -> Polygon | None:
    """Open a block around a pedestrian plaza mapped as an area; return the plaza.

    Four pedestrian streets lead from the plaza's rim to the streets around.
    """
    land = inset(block, 30.0)
    if land is None:
        return None
    plaza = inset(polygon_of(affinity.scale(land.convex_hull, 0.48, 0.48).intersection(land)), 0.0)
    if plaza is None:
        return None
    name = site.stems.next().with_suffix("广场", "Plaza").tags()
    ring = shapely.get_coordinates(plaza.exterior)
    site.sheet.line(ring, {"highway": "pedestrian", "area": "yes", **name})
    site.sheet.shape(block.buffer(-12.0), {"landuse": "retail"})
    middle = plaza.centroid
    for turn in np.arange(4) * np.pi / 2 + site.rng.uniform(-0.3, 0.3):
        far = (middle.x + 900 * np.cos(turn), middle.y + 900 * np.sin(turn))
        ray = LineString([(middle.x, middle.y), far]).intersection(block).difference(plaza)
        parts = [part for part in lines_of(ray) if part.distance(plaza) < 0.5]
        if parts and site.to_street(shapely.Point(parts[0].coords[-1])) is not None:
            site.sheet.line(parts[0], {"highway": "pedestrian"})
    return plaza
