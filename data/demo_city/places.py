"""Places: sites and entrances in the city where a learning point can be."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.demo_city.areas import AreaRow
from data.demo_city.city import City
from data.demo_city.compounds import Compound
from data.demo_city.ground import Floats, density
from data.demo_city.noding import Ints
from data.demo_city.walking import Paths, may_walk

if TYPE_CHECKING:
    from shapely.geometry import Point


@dataclass(frozen=True, slots=True)
class Place:
    """A site with its entrance, in plan metres, and the street or compound of its address."""

    site: Floats
    entrance: Floats
    street_zh: str
    street_en: str


@dataclass(frozen=True, slots=True)
class Places:
    """Every place on offer.

    Attributes
    ----------
    all : list of Place
    weight : ndarray of float
        Density at each.
    neighbourhood : ndarray of int
        Index of each in the neighbourhoods; -1 outside all.
    neighbourhoods : list of AreaRow
    """

    all: list[Place]
    weight: Floats
    neighbourhood: Ints
    neighbourhoods: list[AreaRow]


def find_places(city: City, paths: Paths, areas: list[AreaRow]) -> Places:
    """List street fronts on named streets, and sites inside compounds behind a gate."""
    rng = np.random.default_rng([city.seed, 50])
    found = _street_fronts(city, paths, rng)
    for compound in city.built.compounds:
        if compound.gates:
            found += [_inside(compound, rng) for _ in range(2)]
    neighbourhoods = [row for row in areas if row.level == "neighbourhood"]
    sites = np.array([place.site for place in found])
    index = area_index(neighbourhoods, city.ground.to_degrees(sites))
    return Places(found, density(sites), index, neighbourhoods)


def area_index(areas: list[AreaRow], degrees: Floats) -> Ints:
    """Return the index of the area that each place lies in, -1 where there is none."""
    tree = shapely.STRtree([row.geometry for row in areas])
    place, area = tree.query(shapely.points(degrees), predicate="intersects")
    result = np.full(len(degrees), -1)
    # A place on a border belongs to the first of its areas.
    result[place[::-1]] = area[::-1]
    return result


def _street_fronts(city: City, paths: Paths, rng: np.random.Generator) -> list[Place]:
    plan = city.map.plan
    found = []
    for way, tags in zip(city.map.ways, city.map.way_tags, strict=True):
        usable = may_walk(tags) and "name" in tags and tags["highway"] not in ("trunk", "footway")
        if not usable or "bridge" in tags or "tunnel" in tags or "area" in tags:
            continue
        edge = int(rng.integers(len(way) - 1))
        a, b = plan[way[edge]], plan[way[edge + 1]]
        length = float(np.hypot(*(b - a)))
        if length < 18.0 or not paths.main[way[edge]]:
            continue
        along = (b - a) / length
        side = np.array([-along[1], along[0]]) * rng.choice([-1.0, 1.0])
        middle = a + along * length * rng.uniform(0.35, 0.65)
        found.append(
            Place(
                middle + side * rng.uniform(11.0, 16.0),
                middle + side * rng.uniform(4.0, 7.0),
                tags["name:zh"],
                tags["name:en"],
            )
        )
    return found


def _inside(compound: Compound, rng: np.random.Generator) -> Place:
    plot = compound.plots[int(rng.integers(len(compound.plots)))].representative_point()
    gate: Point = compound.gates[int(rng.integers(len(compound.gates)))]
    return Place(
        np.array([plot.x, plot.y]),
        np.array([gate.x, gate.y]),
        compound.name.zh,
        compound.name.en,
    )
