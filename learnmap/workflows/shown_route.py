"""A walking route as whoever walks it sees it: its stops, and the way from each to the next."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from shapely import GeometryCollection

from learnmap.edition import Feature, RouteWalk, route_feature
from learnmap.model.city import CitySettings
from learnmap.model.errors import NotFoundError
from learnmap.model.kinds import Kind
from learnmap.model.records import LearningPoint, RouteStop
from learnmap.network import Walk, WalkGraph, stretches_of
from learnmap.render.walk_words import Pair, walk_words
from learnmap.store import (
    StoredRoute,
    points_token,
    read_city,
    read_kinds,
    read_points,
    read_stored_routes,
)
from learnmap.workflows.city import City
from learnmap.workflows.nearby import NearbyIndex
from learnmap.workflows.routes import Leg, RouteWalker, joined


@dataclass(frozen=True, slots=True)
class Way:
    """A way from one stop to the next.

    Attributes
    ----------
    line : list of (float, float)
        Longitudes and latitudes.
    length_m, time_s : float
    steps_m : float
        Metres of steps on it.
    flights : int
        How many times there are steps.
    words : tuple of (str, str)
        Sentences in Chinese and English.
    """

    line: list[tuple[float, float]]
    length_m: float
    time_s: float
    steps_m: float
    flights: int
    words: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class ShownLeg:
    """How one comes to a stop from the one before.

    Attributes
    ----------
    way : Way or None
        Of the city's first profile; None where it cannot be walked.
    times_s : dict of str to (float or None)
        By profile.
    step_free : Way or None
        The way without steps, where the first has some and there is another.
    """

    way: Way | None
    times_s: dict[str, float | None]
    step_free: Way | None


@dataclass(frozen=True, slots=True)
class ShownStop:
    """A stop with its learning point."""

    stop: RouteStop
    point: LearningPoint
    kind: Kind


@dataclass(frozen=True, slots=True)
class ShownRoute:
    """What the page of a route says.

    Attributes
    ----------
    stored : StoredRoute
    settings : CitySettings
    stops : tuple of ShownStop
        In their order.
    legs : tuple of ShownLeg
        One less than stops.
    walk : RouteWalk or None
        Line, metres and minutes of the whole; None where it cannot be walked.
    """

    stored: StoredRoute
    settings: CitySettings
    stops: tuple[ShownStop, ...]
    legs: tuple[ShownLeg, ...]
    walk: RouteWalk | None

    @property
    def is_drawn(self) -> bool:
        """Whether the line is the one that the route came with."""
        return self.stored.route.line is not None

    @property
    def dwell_min(self) -> int:
        """Minutes at all stops together."""
        return sum(one.stop.dwell_min for one in self.stops)

    @property
    def steps_m(self) -> float:
        """Metres of steps along the streets from stop to stop."""
        return sum(leg.way.steps_m for leg in self.legs if leg.way)

    @property
    def flights(self) -> int:
        """How many times there are steps along the streets from stop to stop."""
        return sum(leg.way.flights for leg in self.legs if leg.way)

    def feature(self) -> Feature:
        """Return the route as a feature; without a geometry where it cannot be walked."""
        profiles = [profile.code for profile in self.settings.profiles]
        walk = self.walk or RouteWalk(GeometryCollection(), 0.0, dict.fromkeys(profiles))
        points = {one.point.id: one.point for one in self.stops}
        feature = route_feature(self.stored.route, walk, points)
        properties = {
            **feature.properties,
            "length_m": feature.properties["length_m"] if self.walk else None,
            "dwell_min": self.dwell_min,
            "steps_m": round(self.steps_m),
            "version": self.stored.version,
            "updated_at": self.stored.updated_at.isoformat(),
        }
        return Feature(feature.id, feature.geometry if self.walk else None, properties)


class RouteShelf:
    """Keeps how routes are walked, each until the route or the city changes.

    Usable from several threads; two that ask for the same at once may both compute it.

    Parameters
    ----------
    city : City
    index : NearbyIndex
        Holds the streets.
    """

    def __init__(self, city: City, index: NearbyIndex) -> None:
        self._city = city
        self._index = index
        self._kept: dict[str, tuple[tuple[str, int], ShownRoute]] = {}
        self._lock = threading.Lock()

    def all(self) -> list[ShownRoute]:
        """Return the routes that are walked, by id.

        Raises
        ------
        NotReadyError
            When the city has no streets yet.
        """
        return self._shown(None)

    def one(self, route_id: str) -> ShownRoute:
        """Return a route that is walked.

        Raises
        ------
        NotFoundError
            When there is none of that id, or it is walked no more.
        NotReadyError
            When the city has no streets yet.
        """
        for shown in self._shown([route_id]):
            return shown
        raise NotFoundError(f"there is no walking route {route_id!r}; look its id up in the list")

    def _shown(self, ids: Sequence[str] | None) -> list[ShownRoute]:
        with self._city.store.begin(snapshot=True) as tx:
            token = points_token(tx)
            stored = [one for one in read_stored_routes(tx, ids=ids) if not one.is_retired]
            keys = {one.route.id: (token, one.version) for one in stored}
            with self._lock:
                known = {
                    route_id: shown
                    for route_id, (key, shown) in self._kept.items()
                    if keys.get(route_id) == key
                }
            new = [one for one in stored if one.route.id not in known]
            if not new:
                return [known[one.route.id] for one in stored]
            settings = read_city(tx)
            kinds = {kind.code: kind for kind in read_kinds(tx)}
            wanted = {stop.point_id for one in new for stop in one.route.stops}
            points = {found.point.id: found.point for found in read_points(tx, ids=wanted)}
        made = {
            one.route.id: _walked(
                self._index,
                one,
                settings,
                tuple(
                    ShownStop(stop, points[stop.point_id], kinds[points[stop.point_id].kind])
                    for stop in sorted(one.route.stops, key=lambda stop: stop.position)
                ),
            )
            for one in new
        }
        with self._lock:
            self._kept |= {route_id: (keys[route_id], shown) for route_id, shown in made.items()}
        known |= made
        return [known[one.route.id] for one in stored]


def _walked(
    index: NearbyIndex, stored: StoredRoute, settings: CitySettings, stops: tuple[ShownStop, ...]
) -> ShownRoute:
    with index.streets() as lent:
        walker = RouteWalker(lent.edges, lent.settings, costs=lent.costs, workspace=lent.workspace)
        legs = walker.legs([one.point for one in stops])
        line = stored.route.line
        walk = walker.drawn(line) if line is not None else joined(legs) if legs else None
        level = [profile.code for profile in settings.profiles if profile.steps_factor is None]
        shown = tuple(_leg(lent.edges.graph, leg, level) for leg in legs)
    return ShownRoute(stored, settings, stops, shown, walk)


def _leg(graph: WalkGraph, leg: Leg, level: Sequence[str]) -> ShownLeg:
    first = leg.first
    other = next((leg.walks[code] for code in level if code in leg.walks), None)
    apart = (
        first is not None
        and other is not None
        and first.steps_m > 0
        and not np.array_equal(first.line, other.line)
    )
    return ShownLeg(
        None if first is None else _way(graph, first),
        {code: None if walk is None else walk.time_s for code, walk in leg.walks.items()},
        _way(graph, other) if apart and other is not None else None,
    )


def _way(graph: WalkGraph, walk: Walk) -> Way:
    stretches = stretches_of(graph, walk)
    along_m = float(np.abs(walk.parts[:, 2] - walk.parts[:, 1]).sum())
    after_m = max(0.0, walk.length_m - walk.before_m - along_m)
    return Way(
        [(x, y) for x, y in walk.line.tolist()],
        walk.length_m,
        walk.time_s,
        walk.steps_m,
        sum(stretch.ground == "steps" for stretch in stretches),
        tuple(walk_words(stretches, before_m=walk.before_m, after_m=after_m)),
    )
