"""Walking routes along the streets: the line from stop to stop, and how long it takes."""

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
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

_LONGEST_LEG_S = 3 * 3600.0


class RouteWalker:
    """Walks routes on one graph with all profiles of a city.

    Parameters
    ----------
    index : EdgeIndex
    settings : CitySettings
    """

    def __init__(self, index: EdgeIndex, settings: CitySettings) -> None:
        self._index = index
        self._settings = settings
        self._workspace = Workspace(index.graph)
        self._costs = {
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
            return self._drawn(route.line)
        legs = {code: self._legs(costs, stops) for code, costs in self._costs.items()}
        first = next(iter(legs.values()))
        lines = [LineString(walk.line) for walk in first or [] if len(walk.line) > 1]
        if first is None or not lines:
            return None
        return RouteWalk(
            MultiLineString(lines),
            sum(walk.length_m for walk in first),
            {
                code: None if walks is None else _minutes(sum(walk.time_s for walk in walks))
                for code, walks in legs.items()
            },
        )

    def _drawn(self, line: BaseGeometry) -> RouteWalk:
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

    def _legs(self, costs: WalkCosts, stops: list[LearningPoint]) -> list[Walk] | None:
        """Return the walks between consecutive stops, or None when one cannot be walked."""
        legs = []
        for here, there in pairwise(stops):
            walk = self._leg(costs, here, there)
            if walk is None:
                return None
            legs.append(walk)
        return legs

    def _leg(self, costs: WalkCosts, here: LearningPoint, there: LearningPoint) -> Walk | None:
        limit_m = self._settings.snap_limit_m
        lon, lat = np.array([there.walk_to]).T
        snaps = self._index.snap(lon, lat, costs, limit_m=limit_m)
        if snaps.status[0] != SnapStatus.SNAPPED:
            return None
        targets = Targets(snaps.edge, snaps.along_m, snaps.distance_m, lon, lat)
        try:
            walks = walks_from(
                self._index,
                costs,
                here.walk_to,
                targets,
                limit_s=_LONGEST_LEG_S,
                snap_limit_m=limit_m,
                workspace=self._workspace,
            )
        except InvalidInputError:  # the stop it starts from joins no street
            return None
        return walks[0] if walks else None


def _minutes(seconds: float) -> int:
    return math.ceil(seconds / 60)
