"""Walking routes along the streets: the line from stop to stop, and how long it takes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from learnmap.edition import RouteWalk
from learnmap.model.city import CitySettings
from learnmap.model.crs import ELLIPSOID
from learnmap.model.errors import InvalidInputError
from learnmap.model.records import LearningPoint, WalkingRoute
from learnmap.network import (
    EdgeIndex,
    SnapStatus,
    Targets,
    Walk,
    WalkCosts,
    Workspace,
    walk_costs,
    walks_from,
)

_LONGEST_LEG_S: Final = 3 * 3600.0
_DETOUR: Final = 3.0
"""Ways so many times as long as the straight one are searched before all others."""
_SHORTEST_SEARCH_S: Final = 600.0


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one stop to the next.

    Attributes
    ----------
    walks : dict of str to (Walk or None)
        By profile, in the city's order; None where it cannot be walked within three hours.
    """

    walks: dict[str, Walk | None]

    @property
    def first(self) -> Walk | None:
        """The walk of the city's first profile, which draws the line."""
        return next(iter(self.walks.values()))


class RouteWalker:
    """Walks routes on one graph with all profiles of a city.

    Parameters
    ----------
    index : EdgeIndex
    settings : CitySettings
    costs : mapping of str to WalkCosts, optional
        Of the profiles, where they are at hand.
    workspace : Workspace, optional
        To search in, as long as nobody else does.
    """

    def __init__(
        self,
        index: EdgeIndex,
        settings: CitySettings,
        *,
        costs: Mapping[str, WalkCosts] | None = None,
        workspace: Workspace | None = None,
    ) -> None:
        self._index = index
        self._settings = settings
        self._workspace = workspace or Workspace(index.graph)
        self._costs = costs or {
            profile.code: walk_costs(index.graph, profile, island_below_m=settings.island_below_m)
            for profile in settings.profiles
        }

    def walk(self, route: WalkingRoute, points: Mapping[str, LearningPoint]) -> RouteWalk | None:
        """Return how a route is walked, or None where it has no line and cannot be walked.

        A route keeps the line it came with. Otherwise the line is that of the city's first
        profile, from entrance to entrance; the minutes of a profile that cannot walk every
        leg are None.

        Parameters
        ----------
        route : WalkingRoute
        points : mapping of str to LearningPoint
            By id; stops that are not among them are passed over.
        """
        stops = [
            points[stop.point_id]
            for stop in sorted(route.stops, key=lambda stop: stop.position)
            if stop.point_id in points
        ]
        if route.line is not None:
            return self.drawn(route.line)
        return joined(self.legs(stops))

    def drawn(self, line: BaseGeometry) -> RouteWalk:
        """Take a line as it is; whether it has steps is not known of it."""
        length_m = float(ELLIPSOID.geometry_length(line))
        return RouteWalk(
            line,
            length_m,
            {
                profile.code: None
                if profile.steps_factor is None
                else _minutes(length_m / profile.speed_m_per_s)
                for profile in self._settings.profiles
            },
        )

    def legs(self, stops: Sequence[LearningPoint]) -> list[Leg]:
        """Return the ways between consecutive stops, from entrance to entrance."""
        return [
            Leg({code: self._leg(costs, here, there) for code, costs in self._costs.items()})
            for here, there in pairwise(stops)
        ]

    def times(self, stops: Sequence[LearningPoint]) -> NDArray[np.float64]:
        """Return the seconds from each stop (row) to each other for the city's first profile.

        Returns
        -------
        (k, k) float64
            Infinite where one cannot walk within three hours.
        """
        costs = next(iter(self._costs.values()))
        targets, joins = self._targets(costs, stops)
        found = np.full((len(stops), len(stops)), np.inf)
        np.fill_diagonal(found, 0.0)
        for row, here in enumerate(stops):
            walks = self._walks(costs, here, targets, _LONGEST_LEG_S, wanted=joins, lines=False)
            for walk in walks:
                found[row, walk.target] = walk.time_s
        return found

    def _leg(self, costs: WalkCosts, here: LearningPoint, there: LearningPoint) -> Walk | None:
        targets, joins = self._targets(costs, [there])
        if not joins[0]:
            return None
        straight_m = float(ELLIPSOID.inv(*here.walk_to, *there.walk_to)[2])
        likely_s = _SHORTEST_SEARCH_S + _DETOUR * straight_m / costs.profile.speed_m_per_s
        for limit_s in (min(likely_s, _LONGEST_LEG_S), _LONGEST_LEG_S):
            if walks := self._walks(costs, here, targets, limit_s):
                return walks[0]
        return None

    def _targets(
        self, costs: WalkCosts, stops: Sequence[LearningPoint]
    ) -> tuple[Targets, NDArray[np.bool_]]:
        """Return stops as targets, and which of them join a street."""
        lon, lat = np.array([stop.walk_to for stop in stops]).T
        snaps = self._index.snap(lon, lat, costs, limit_m=self._settings.snap_limit_m)
        targets = Targets(snaps.edge, snaps.along_m, snaps.distance_m, lon, lat)
        return targets, snaps.status == SnapStatus.SNAPPED

    def _walks(
        self,
        costs: WalkCosts,
        here: LearningPoint,
        targets: Targets,
        limit_s: float,
        *,
        wanted: NDArray[np.bool_] | None = None,
        lines: bool = True,
    ) -> list[Walk]:
        try:
            return walks_from(
                self._index,
                costs,
                here.walk_to,
                targets,
                limit_s=limit_s,
                snap_limit_m=self._settings.snap_limit_m,
                workspace=self._workspace,
                wanted=wanted,
                lines=lines,
            )
        except InvalidInputError:  # the stop it starts from joins no street
            return []


def joined(legs: Sequence[Leg]) -> RouteWalk | None:
    """Return the walk along all legs, or None where the first profile cannot walk each."""
    first = [leg.first for leg in legs]
    walks = [walk for walk in first if walk is not None]
    lines = [LineString(walk.line) for walk in walks if len(walk.line) > 1]
    if len(walks) < len(first) or not lines:
        return None
    return RouteWalk(
        MultiLineString(lines),
        sum(walk.length_m for walk in walks),
        {code: minutes_of([leg.walks[code] for leg in legs]) for code in legs[0].walks},
    )


def minutes_of(walks: Sequence[Walk | None]) -> int | None:
    """Return the minutes of some walks together, None where one of them cannot be walked."""
    found = [walk.time_s for walk in walks if walk is not None]
    return _minutes(sum(found)) if len(found) == len(walks) else None


def _minutes(seconds: float) -> int:
    return math.ceil(seconds / 60)
