"""Hard cases: places put in on purpose where a catchment is difficult to get right."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import Point, Polygon

from data.demo_city.areas import AreaRow
from data.demo_city.city import City
from data.demo_city.compounds import Compound
from data.demo_city.ground import Floats
from data.demo_city.names import BROOK, HILL, Name
from data.demo_city.pieces import densify
from data.demo_city.places import Place
from data.demo_city.walking import Paths


@dataclass(frozen=True, slots=True)
class HardCase:
    """A place with the id, kind and name of the point that stands there.

    A point without an entrance is snapped from its site.
    """

    id: str
    kind: str
    name: Name
    place: Place
    entrance: bool = False
    degrees: tuple[float, float] | None = None


def find_hard_cases(city: City, paths: Paths, areas: list[AreaRow]) -> list[HardCase]:
    """Find a place for each hard case in the city as it was drawn."""
    sealed = max(city.built.sealed, key=lambda compound: compound.land.area)
    inside = _deep_inside(sealed)
    top = np.array([city.built.top.x, city.built.top.y + 5.0])
    border = _border(city, areas)
    return [
        HardCase(
            "BY-HARD-ISLAND", "neighbourhood_point",
            Name(f"{sealed.name.zh}学习点", f"{sealed.name.en} Learning Point"),
            Place(inside, inside, sealed.name.zh, sealed.name.en), entrance=True,
        ),
        HardCase(
            "BY-HARD-FAR", "experience_base",
            Name("远畴农耕体验基地", "Far Fields Farming Base"),
            _site(_far_field(city, paths), "远畴", "Far Fields"),
        ),
        HardCase(
            "BY-HARD-STEPS", "humanities_stop",
            Name("松屿山顶观云亭", "Cloud-Watching Pavilion on Songyu Hill"),
            _site(top, *HILL),
        ),
        HardCase(
            "BY-HARD-RIVER", "humanities_stop",
            Name("青筠溪古渡口", "Old Landing on Qingyun Brook"),
            _site(_across_the_brook(city, paths), *BROOK),
        ),
        HardCase(
            "BY-HARD-BORDER", "social_point",
            Name("界上书屋", "Reading Room on the Border"),
            _site(np.zeros(2), "界上", "the district border"), degrees=border,
        ),
    ]  # fmt: skip


def _site(place: Floats, zh: str, en: str) -> Place:
    return Place(place, place, zh, en)


def _deep_inside(compound: Compound) -> Floats:
    """Return the corner of a compound's lanes that is farthest from the streets outside."""
    corners = shapely.get_coordinates(list(compound.plots))
    depth = shapely.distance(compound.land.exterior, shapely.points(corners))
    result: Floats = corners[int(np.argmax(depth))]
    return result


def _far_field(city: City, paths: Paths) -> Floats:
    """Return a place in the fields 150 to 260 plan metres from every way for walkers."""
    rng = np.random.default_rng([city.seed, 60])
    for block in city.built.fields:
        west, south, east, north = block.bounds
        for place in rng.uniform((west, south), (east, north), (40, 2)):
            point = Point(place)
            if not block.contains(point):
                continue
            far = float(shapely.distance(paths.tree.geometries[paths.tree.nearest(point)], point))
            if 150.0 < far < 260.0:
                result: Floats = place
                return result
    raise RuntimeError("no field is far enough from a street; make fields larger")


def _across_the_brook(city: City, paths: Paths) -> Floats:
    """Return a place whose nearest way for walkers lies beyond the brook.

    The nearest way on its own side is at least 25 metres farther than the one beyond.
    """
    wet = city.water.canals
    brook = city.water.brook
    shapely.prepare(wet)
    for side in (28.0, -28.0):
        bank = brook.offset_curve(side)
        for share in np.linspace(0.1, 0.95, 400):
            point = bank.interpolate(float(share), normalized=True)
            if wet.contains(point):
                continue
            near = paths.tree.query(point, predicate="dwithin", distance=95.0)
            ways = paths.tree.geometries[near]
            if len(ways) == 0:
                continue
            straight = shapely.shortest_line(point, ways)
            far = shapely.length(straight)
            wets = shapely.intersects(straight, wet)
            own = far[~wets].min(initial=np.inf)
            if wets[far.argmin()] and far.min() < 80.0 and far.min() + 25.0 < own < 95.0:
                return np.array([point.x, point.y])
    raise RuntimeError("no place by the brook has its nearest street beyond it")


def _border(city: City, areas: list[AreaRow]) -> tuple[float, float]:
    """Return a vertex of two districts' common border, on a street near the old town."""
    districts = [row.geometry for row in areas if row.level == "district"]
    old = Point(city.ground.to_degrees(np.array([[7_400.0, 7_200.0]]))[0])
    rim = densify(shapely.get_coordinates(city.water.corridor.exterior), step_m=50.0)
    river = Polygon(city.ground.to_degrees(rim))
    best: tuple[float, tuple[float, float]] | None = None
    for number, one in enumerate(districts):
        for other in districts[number + 1 :]:
            common = shapely.intersection(one.boundary, other.boundary)
            for lon, lat in shapely.get_coordinates(common).tolist():
                far = old.distance(Point(lon, lat))
                on_land = not river.intersects(Point(lon, lat))
                if on_land and (best is None or far < best[0]):
                    best = far, (lon, lat)
    if best is None:
        raise RuntimeError("no two districts touch")
    return best[1]
