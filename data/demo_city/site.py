"""The site: what a block's builder needs to know of its surroundings, and how it joins them."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from data.demo_city.ground import Floats
from data.demo_city.names import Stems, StreetNames
from data.demo_city.pieces import polygons_of
from data.demo_city.sheet import Line, Sheet, Tags

SETBACK_M = 20.0
"""From the middle of a street to the wall of a block."""


@dataclass(slots=True)
class Site:
    """A sheet with the streets already on it.

    Attributes
    ----------
    sheet : Sheet
        Drawn on.
    rng : numpy.random.Generator
        Decides everything that is left open.
    streets : StreetNames
        Names of streets.
    stems : Stems
        Names of places.
    tree : shapely.STRtree
        Of `geoms`.
    geoms : ndarray of LineString
        Streets that gates may open to.
    obstacle : BaseGeometry
        Water and railway land, which no way of a block crosses.
    """

    sheet: Sheet
    rng: np.random.Generator
    streets: StreetNames
    stems: Stems
    tree: shapely.STRtree
    obstacle: BaseGeometry

    @classmethod
    def among(
        cls,
        sheet: Sheet,
        lines: list[Line],
        *,
        obstacle: BaseGeometry,
        streets: StreetNames,
        stems: Stems,
        rng: np.random.Generator,
    ) -> "Site":
        """Make a site among streets."""
        geoms = np.array([LineString(line.coords) for line in lines if line.level == 0])
        shapely.prepare(obstacle)
        return cls(sheet, rng, streets, stems, shapely.STRtree(geoms), obstacle)

    def to_street(self, place: Point, *, within_m: float = 60.0) -> Point | None:
        """Return the nearest point of a street, when the way there is free."""
        found = self.tree.query_nearest(place, max_distance=within_m, all_matches=False)
        if len(found) == 0:
            return None
        street = self.tree.geometries[found[0]]
        point = street.interpolate(street.project(place))
        if self.obstacle.intersects(LineString([place, point])):
            return None
        return Point(point)

    def join(
        self,
        rim: LineString,
        inner: BaseGeometry,
        *,
        number: int,
        tags: list[Tags],
        apart_m: float = 90.0,
    ) -> list[Point]:
        """Draw ways from streets through places on `rim` to `inner`.

        Parameters
        ----------
        rim : LineString
            A closed line, such as a wall; places on it are tried at random.
        inner : BaseGeometry
            Lines that the ways lead to.
        number : int
            How many ways are wanted; fewer come about where streets are far.
        tags : list of dict
            Tags of the first way, the second, and so on; the last for all others.
        apart_m : float
            Least distance between two places.

        Returns
        -------
        list of Point
            The places on the rim.
        """
        chosen: list[Point] = []
        shares = self.rng.permutation(np.linspace(0, 1, 8 * number + 5)[:-1])
        for share in shares:
            if len(chosen) == number:
                break
            place = rim.interpolate(float(share), normalized=True)
            if any(place.distance(other) < apart_m for other in chosen):
                continue
            street = self.to_street(place)
            if street is None or street.distance(place) > 2.0 * SETBACK_M:
                continue
            goal = shapely.get_coordinates(shapely.shortest_line(place, inner))[1]
            way = np.array([[street.x, street.y], [place.x, place.y], goal])
            if _grazes(way, rim):
                continue
            self.sheet.line(way, tags[min(len(chosen), len(tags) - 1)])
            chosen.append(place)
        return chosen


def _grazes(way: Floats, rim: LineString) -> bool:
    """Tell whether a way of three vertices meets the rim elsewhere than at its middle."""
    return any(
        rim.distance(LineString([far, far + 0.97 * (way[1] - far)])) < 0.2
        for far in (way[0], way[2])
    )


def inset(block: Polygon, distance_m: float, *, least_m2: float = 2_500.0) -> Polygon | None:
    """Return the largest part of a block that is `distance_m` inside, or None if too small."""
    parts = polygons_of(block.buffer(-distance_m, join_style="mitre"), least_m2=least_m2)
    return polygons_of(parts[0].simplify(1.0))[0] if parts else None
