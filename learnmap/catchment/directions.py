"""Directions: how much of each eighth of the open circle a catchment covers, and what is there."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.network.surroundings import DIRECTIONS, Lines

_ARC: Final = 16
"""Corners on the rim of an eighth."""
_RAYS: Final = 12
"""Of an eighth, along which is looked for what lies behind obstacles."""
_STEPS: Final = 24
"""Places on each ray."""


@dataclass(frozen=True, slots=True)
class Eighth:
    """An eighth of the open circle, or several of them together.

    Attributes
    ----------
    directions : tuple of str
        Of `DIRECTIONS`.
    area_m2 : float
    covered_m2 : float
        By the catchment of the largest cutoff; the rest is what the following are about.
    water_m2 : float
    beyond_m2 : float
        Land outside the box of the extract's streets.
    street_m : float
        Streets that the profile may walk.
    excluded_m : mapping of str to float
        Streets that feet may not use, by tag.
    behind_m2 : mapping of str to float
        Land within the data to which the straight way from the point crosses an obstacle, by
        what that is; counted on rays from the point.
    """

    directions: tuple[str, ...]
    area_m2: float
    covered_m2: float
    water_m2: float = 0.0
    beyond_m2: float = 0.0
    street_m: float = 0.0
    excluded_m: Mapping[str, float] = field(default_factory=dict)
    behind_m2: Mapping[str, float] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """How much of it the catchment covers."""
        return self.covered_m2 / self.area_m2

    @property
    def land_m2(self) -> float:
        """What is left out of land within the data."""
        return max(0.0, self.uncovered_m2 - self.water_m2 - self.beyond_m2)

    @property
    def uncovered_m2(self) -> float:
        """What of it the catchment leaves out."""
        return max(0.0, self.area_m2 - self.covered_m2)

    def __add__(self, other: "Eighth") -> "Eighth":
        return Eighth(
            self.directions + other.directions,
            self.area_m2 + other.area_m2,
            self.covered_m2 + other.covered_m2,
            self.water_m2 + other.water_m2,
            self.beyond_m2 + other.beyond_m2,
            self.street_m + other.street_m,
            _sum(self.excluded_m, other.excluded_m),
            _sum(self.behind_m2, other.behind_m2),
        )


@dataclass(frozen=True, slots=True)
class Sights:
    """What is looked for in each direction, in metres round the point.

    Attributes
    ----------
    band : geometry
        The catchment.
    water : geometry
    data : geometry
        The box of the extract's streets.
    streets : (k,) lines
    excluded : mapping of str to (k,) lines
        By tag.
    obstacles : mapping of str to geometry
        Lines that nobody crosses off the street, by what they are.
    """

    band: BaseGeometry
    water: BaseGeometry
    data: BaseGeometry
    streets: Lines
    excluded: Mapping[str, Lines]
    obstacles: Mapping[str, BaseGeometry]


def eighths(sights: Sights, radius_m: float) -> list[Eighth]:
    """Measure each eighth of the circle round a point, in the order of `DIRECTIONS`."""
    band = sights.band
    shapely.prepare([band, sights.water, sights.data, *sights.obstacles.values()])
    streets = cut_away(sights.streets, band)
    excluded = {tag: cut_away(lines, band) for tag, lines in sights.excluded.items()}
    water = sights.water.difference(band)
    measured = []
    for number, name in enumerate(DIRECTIONS):
        whole = wedge(number, radius_m)
        beyond = whole.difference(sights.data).difference(band).difference(water)
        measured.append(
            Eighth(
                (name,),
                whole.area,
                whole.intersection(band).area,
                whole.intersection(water).area,
                beyond.area,
                length_within(streets, whole),
                _lengths(excluded, whole),
                _behind(sights, number, radius_m),
            )
        )
    return measured


def length_within(lines: Lines, area: BaseGeometry) -> float:
    """Return the metres of some lines that lie in an area."""
    meets = shapely.intersects(lines, area)
    return float(shapely.length(shapely.intersection(lines[meets], area)).sum())


def cut_away(lines: Lines, area: BaseGeometry) -> Lines:
    """Return the parts of lines that lie outside an area."""
    meets = shapely.intersects(area, lines)
    outside = np.array(lines, object)
    outside[meets] = shapely.difference(lines[meets], area)
    return np.asarray(outside[~shapely.is_empty(outside)], object)


def _lengths(lines: Mapping[str, Lines], area: BaseGeometry) -> dict[str, float]:
    lengths = {what: length_within(of, area) for what, of in lines.items()}
    return {what: metres for what, metres in lengths.items() if metres > 0}


def _behind(sights: Sights, number: int, radius_m: float) -> dict[str, float]:
    """Return how much land of an eighth lies outside the catchment behind an obstacle."""
    spread = (np.arange(_RAYS) + 0.5) / _RAYS - 0.5
    bearing = np.repeat((number + spread) * math.tau / len(DIRECTIONS), _STEPS)
    far_m = np.tile((np.arange(_STEPS) + 0.5) / _STEPS * radius_m, _RAYS)
    places = far_m[:, None] * np.column_stack([np.sin(bearing), np.cos(bearing)])
    places = places[
        ~shapely.contains_xy(sights.band, places)
        & ~shapely.contains_xy(sights.water, places)
        & shapely.contains_xy(sights.data, places)
    ]
    rays = shapely.linestrings(np.stack([np.zeros_like(places), places], axis=1))
    # A place on a ray stands for a piece of the ring that it lies on.
    piece_m2 = np.hypot(*places.T) * (radius_m / _STEPS) * (math.tau / len(DIRECTIONS) / _RAYS)
    return {
        kind: float(piece_m2[shapely.intersects(lines, rays)].sum())
        for kind, lines in sights.obstacles.items()
    }


def wedge(number: int, radius_m: float) -> shapely.Polygon:
    """Return the eighth of a circle round the origin that `DIRECTIONS` names by a number."""
    middle = number * math.tau / len(DIRECTIONS)
    half = math.tau / len(DIRECTIONS) / 2
    bearing = np.linspace(middle - half, middle + half, _ARC + 1)
    rim = radius_m * np.column_stack([np.sin(bearing), np.cos(bearing)])
    return shapely.Polygon([(0.0, 0.0), *rim.tolist()])


def _sum(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    return {what: one.get(what, 0.0) + other.get(what, 0.0) for what in {**one, **other}}
