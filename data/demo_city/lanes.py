"""Lanes: blocks without a wall; the old town's alleys, open streets, villages and fields."""

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from data.demo_city.ground import Floats
from data.demo_city.pieces import densify
from data.demo_city.site import Site, inset
from data.demo_city.subdivision import subdivide

if TYPE_CHECKING:
    from data.demo_city.sheet import Tags


def build_alleys(block: Polygon, site: Site) -> list[Polygon]:
    """Fill a block of the old town with a dense, crooked web of alleys; return the plots."""
    rng = site.rng
    plots, cuts = subdivide(
        block, target_m2=rng.uniform(3_900, 6_200), tilt_rad=0.2, bow_m=6.0, rng=rng
    )
    for cut, depth in cuts:
        tags: Tags = {"highway": "residential" if depth < 2 else "living_street"}
        if depth >= 4 and rng.random() < 0.4:
            tags["highway"] = "footway"
        if rng.random() < 0.7:
            tags.update(site.streets.alley().tags())
        if depth >= 2 and rng.random() < 0.08:
            tags["oneway"] = "yes"
        site.sheet.line(_crooked(cut, rng), tags)
    return plots


def build_open_streets(block: Polygon, site: Site) -> list[Polygon]:
    """Fill a block with open residential streets; return the plots."""
    rng = site.rng
    plots, cuts = subdivide(
        block, target_m2=rng.uniform(10_000, 18_000), tilt_rad=0.06, bow_m=5.0, rng=rng
    )
    for cut, depth in cuts:
        highway = "residential" if depth < 2 or rng.random() < 0.5 else "service"
        tags: Tags = {"highway": highway}
        if highway == "residential" and rng.random() < 0.6:
            tags.update(site.streets.alley().tags())
        if rng.random() < 0.2:
            tags["oneway"] = "yes"
        site.sheet.line(cut, tags)
    site.sheet.shape(block.buffer(-10.0), {"landuse": "residential"})
    return plots


def build_fields(block: Polygon, site: Site) -> Polygon | None:
    """Lay out fields with tracks, and a village on one of them; return the village's land."""
    rng = site.rng
    fields, cuts = subdivide(
        block, target_m2=rng.uniform(70_000, 120_000), tilt_rad=0.25, bow_m=25.0, rng=rng
    )
    for cut, depth in cuts:
        site.sheet.line(cut, {"highway": "track" if depth == 0 or rng.random() < 0.5 else "path"})
    use = ("farmland", "farmland", "farmland", "orchard", "meadow")[int(rng.integers(5))]
    chosen = int(rng.integers(len(fields))) if rng.random() < 0.55 else -1
    for number, field in enumerate(fields):
        land = inset(field, 9.0)
        if land is not None:
            other = use if rng.random() < 0.8 else "forest"
            tags = {"landuse": "residential" if number == chosen else other}
            site.sheet.shape(land, tags)
    if chosen < 0:
        return None
    village = fields[chosen]
    _, cuts = subdivide(
        village, target_m2=rng.uniform(6_000, 9_000), tilt_rad=0.3, bow_m=8.0, rng=rng
    )
    for cut, depth in cuts:
        site.sheet.line(
            _crooked(cut, rng), {"highway": "unclassified" if depth == 0 else "residential"}
        )
    return village


def _crooked(cut: LineString, rng: np.random.Generator) -> Floats:
    """Shake the inner vertices of a line by up to two metres; its ends stay."""
    coords = densify(shapely.get_coordinates(cut), step_m=45.0)
    coords[1:-1] += rng.uniform(-2.0, 2.0, coords[1:-1].shape)
    return coords
