"""Explanation of a catchment: what it is made of, and what lies near that shaped it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.catchment.directions import Eighth
from learnmap.catchment.reached_streets import ReachedStreet
from learnmap.network import SnapStatus, WalkCosts
from learnmap.network.cuts import Cut, StreetEnds
from learnmap.network.island_links import IslandLinks
from learnmap.network.obstacles import ObstacleKind
from learnmap.network.parts import StreetPart
from learnmap.network.passed_over import PassedOver
from learnmap.network.surroundings import Surroundings

NEAR_M: Final = 300.0
"""What is this near to the point is counted apart."""
BEYOND_CUTOFF: Final = 2.0
"""Walks round a closed gate are looked at up to so many times the largest cutoff."""


@dataclass(frozen=True, slots=True)
class Joint:
    """Where a point joins the streets, or the nearest street where it does not.

    Attributes
    ----------
    status : SnapStatus
    edge : int
        -1 where there is no street within 2 km.
    distance_m : float
        Straight from the point; infinite where there is none.
    lon, lat : float
        Of the access point.
    part : StreetPart or None
        What the street belongs to.
    across : tuple of str
        Which of water, railway and motorway lie between the point and the street.
    gap : geometry or None
        From an island to the streets of the mainland, as `StreetParts.gap` draws it.
    links : IslandLinks
        What would join it.
    mainland_m : float or None
        Of a point on an island: to the nearest street that is on none, where there is one.
    """

    status: SnapStatus
    edge: int
    distance_m: float
    lon: float
    lat: float
    part: StreetPart | None = None
    across: tuple[str, ...] = ()
    gap: BaseGeometry | None = None
    links: IslandLinks = field(default_factory=IslandLinks)
    mainland_m: float | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A catchment of one cutoff, and the open circle that one could walk without streets.

    Attributes
    ----------
    cutoff_s : float
    polygon : shapely.MultiPolygon
        EPSG:4326; empty where nobody walks to the point in that time.
    area_m2 : float
    radius_m : float
        Of the open circle: the speed on the flat times the cutoff.
    """

    cutoff_s: float
    polygon: shapely.MultiPolygon
    area_m2: float
    radius_m: float

    @property
    def circle_m2(self) -> float:
        """Area of the open circle."""
        return math.pi * self.radius_m**2

    @property
    def ratio(self) -> float:
        """The catchment's share of the open circle."""
        return self.area_m2 / self.circle_m2


@dataclass(frozen=True, slots=True)
class ExcludedWay:
    """A street that feet may not use.

    Attributes
    ----------
    way : int
        OSM id.
    tag : str
        That says so.
    line : geometry
        In metres round the point, like all lines here.
    distance_m : float
        From the point.
    near_m, circle_m : float
        Metres of it within `NEAR_M`, and within the largest open circle.
    outside_m : float
        Of the latter those outside the catchment.
    """

    way: int
    tag: str
    line: BaseGeometry
    distance_m: float
    near_m: float
    circle_m: float
    outside_m: float


@dataclass(frozen=True, slots=True)
class ExcludedTag:
    """Streets that one tag closes to feet, taken together.

    Attributes
    ----------
    tag : str
    ways : int
        How many.
    distance_m : float
        To the nearest.
    near_m, circle_m, outside_m : float
        As of `ExcludedWay`.
    """

    tag: str
    ways: int
    distance_m: float
    near_m: float
    circle_m: float
    outside_m: float


@dataclass(frozen=True, slots=True)
class TimedCut:
    """A place that a walker cannot pass, with the walking times from its sides.

    Attributes
    ----------
    cut : Cut
    soon_s, late_s : float
        To the point from the side that is nearest in time, and from the farthest; infinite
        beyond `BEYOND_CUTOFF`.
    """

    cut: Cut
    soon_s: float
    late_s: float

    @property
    def round_s(self) -> float:
        """How much longer the way round takes; 0 where no side is reached."""
        return self.late_s - self.soon_s if math.isfinite(self.soon_s) else 0.0


@dataclass(frozen=True, slots=True)
class Island:
    """Streets near a point that lead nowhere else.

    Attributes
    ----------
    number : int
        Of the part of the streets.
    length_m : float
        Of street.
    distance_m : float
        From the point.
    lines : geometry
        Those within the circle.
    """

    number: int
    length_m: float
    distance_m: float
    lines: BaseGeometry


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What nobody walks across off the street, within the largest open circle.

    Attributes
    ----------
    kind : ObstacleKind
    shape : geometry
        Polygons of water, else lines.
    length_m : float
        Of the lines, or of the shores.
    outline_m : float
        How much of the catchment's outline follows it.
    """

    kind: ObstacleKind
    shape: BaseGeometry
    length_m: float
    outline_m: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """What shaped the catchment of one point for one profile.

    Attributes
    ----------
    around : Surroundings
        Of the point; they reach at least as far as the largest open circle.
    names : sequence of (str, str)
        As `WalkGraph.names` returns them.
    costs : WalkCosts
    radius_m : float
        Of that circle.
    snap_limit_m : float
    joint : Joint
    passed_over : tuple of PassedOver
        Streets nearer than the one that the point joins; where it joins none, all within the
        limit and up to the nearest street of the mainland.
    bands : tuple of Band
        In rising order; without a joint they are empty.
    streets : tuple of ReachedStreet
        Within the largest cutoff.
    eighths : tuple of Eighth
        Of the circle, in the order of `DIRECTIONS`; none where the largest band is empty.
    excluded : tuple of ExcludedWay
        Within the circle, the nearest first.
    cuts : tuple of TimedCut
        Within the circle; what takes the longest way round comes first.
    ends : StreetEnds
        Reached within the largest cutoff; all within the circle where the point joins none.
    islands : tuple of Island
        Within the circle, the nearest first.
    obstacles : tuple of Obstacle
    """

    around: Surroundings
    names: Sequence[tuple[str, str]]
    costs: WalkCosts
    radius_m: float
    snap_limit_m: float
    joint: Joint
    passed_over: tuple[PassedOver, ...]
    bands: tuple[Band, ...]
    streets: tuple[ReachedStreet, ...]
    eighths: tuple[Eighth, ...]
    excluded: tuple[ExcludedWay, ...]
    cuts: tuple[TimedCut, ...]
    ends: StreetEnds
    islands: tuple[Island, ...]
    obstacles: tuple[Obstacle, ...]

    def name_of(self, edge: int) -> tuple[str, str]:
        """Return the local and the English name of an edge's street."""
        return self.names[int(self.around.graph.edge_name[edge])]

    def ways_round(self, least_s: float) -> list[TimedCut]:
        """Return the cuts within the largest cutoff whose way round takes so much longer."""
        limit_s = self.bands[-1].cutoff_s
        return [cut for cut in self.cuts if cut.soon_s <= limit_s and cut.round_s >= least_s]

    def excluded_tags(self) -> list[ExcludedTag]:
        """Return the excluded streets by tag, the longest near the point first."""
        by_tag: dict[str, list[ExcludedWay]] = {}
        for way in self.excluded:
            by_tag.setdefault(way.tag, []).append(way)
        tags = [
            ExcludedTag(
                tag,
                len({way.way for way in ways}),
                min(way.distance_m for way in ways),
                sum(way.near_m for way in ways),
                sum(way.circle_m for way in ways),
                sum(way.outside_m for way in ways),
            )
            for tag, ways in by_tag.items()
        ]
        return sorted(tags, key=lambda tag: (-tag.near_m, -tag.circle_m, tag.tag))
