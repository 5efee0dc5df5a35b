"""What a route would be to walk: leg by leg, while somebody puts its stops in order."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from learnmap.edition import RouteWalk
from learnmap.model.errors import InvalidInputError
from learnmap.model.profiles import WalkProfile
from learnmap.model.records import LearningPoint
from learnmap.workflows.nearby import NearbyIndex
from learnmap.workflows.routes import Leg, RouteWalker, joined, minutes_of
from learnmap.workflows.stop_order import shortest_order

MOST_STOPS = 60
"""A route of more could not be walked in a day, and would keep the service busy."""


@dataclass(frozen=True, slots=True)
class RoutePlan:
    """How a route is walked along the streets.

    Attributes
    ----------
    stops : tuple of LearningPoint
    legs : tuple of Leg
        One less than stops; each with how every profile walks it.
    walk : RouteWalk or None
        Line, metres and minutes of the whole; None while a leg cannot be walked.
    profiles : tuple of WalkProfile
    drawn : bool
        Whether `walk` is the line that the route came with.
    """

    stops: tuple[LearningPoint, ...]
    legs: tuple[Leg, ...]
    walk: RouteWalk | None
    profiles: tuple[WalkProfile, ...]
    drawn: bool = False

    @property
    def steps_m(self) -> float:
        """Metres of steps on the way of the first profile."""
        return sum(leg.first.steps_m for leg in self.legs if leg.first is not None)

    def barred(self, profile: str) -> list[tuple[LearningPoint, LearningPoint]]:
        """Return between which stops a profile cannot walk."""
        return [
            (self.stops[row], self.stops[row + 1])
            for row, leg in enumerate(self.legs)
            if leg.walks[profile] is None
        ]

    def minutes(self, profile: str) -> int | None:
        """Return how long a profile walks, without the time at stops; None where it cannot."""
        if self.drawn and self.walk is not None:
            return self.walk.minutes[profile]
        return minutes_of([leg.walks[profile] for leg in self.legs])

    def lines(self) -> list[list[tuple[float, float]]]:
        """Return the line on the map, in parts, as longitudes and latitudes."""
        if self.drawn and self.walk is not None:
            parts = shapely.get_parts(self.walk.line)
            return [[(x, y) for x, y, *_ in part.coords] for part in parts]
        walks = [leg.first for leg in self.legs]
        return [[(x, y) for x, y in walk.line.tolist()] for walk in walks if walk is not None]


def plan_route(
    index: NearbyIndex, stops: Sequence[LearningPoint], *, line: BaseGeometry | None = None
) -> RoutePlan:
    """Compute how stops are walked in their order.

    Parameters
    ----------
    index : NearbyIndex
        Holds the streets.
    stops : sequence of LearningPoint
    line : LineString or MultiLineString, optional
        That the route came with and keeps.

    Raises
    ------
    NotReadyError
        When the city has no streets yet.
    InvalidInputError
        When there are more than `MOST_STOPS` stops.
    """
    check_count(len(stops))
    with index.streets() as lent:
        walker = RouteWalker(lent.edges, lent.settings, costs=lent.costs, workspace=lent.workspace)
        legs = tuple(walker.legs(stops))
        profiles = tuple(lent.settings.profiles)
        if line is not None:
            return RoutePlan(tuple(stops), legs, walker.drawn(line), profiles, drawn=True)
    return RoutePlan(tuple(stops), legs, joined(legs), profiles)


def suggest_order(index: NearbyIndex, stops: Sequence[LearningPoint]) -> list[int]:
    """Return the order in which the stops are walked soonest, the first staying first.

    Returns
    -------
    list of int
        Places in `stops`.

    Raises
    ------
    NotReadyError, InvalidInputError
        As `plan_route`.
    """
    check_count(len(stops))
    if len(stops) < 3:
        return list(range(len(stops)))
    with index.streets() as lent:
        walker = RouteWalker(lent.edges, lent.settings, costs=lent.costs, workspace=lent.workspace)
        return shortest_order(walker.times(stops))


def check_count(stops: int) -> None:
    """Refuse more stops than a route may have.

    Raises
    ------
    InvalidInputError
    """
    if stops > MOST_STOPS:
        raise InvalidInputError(
            f"the route has {stops} stops and may have {MOST_STOPS}; make two routes of it"
        )
