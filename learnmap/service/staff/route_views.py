"""What the page of a walking route shows: stops, the walk between them, and the map's data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shapely import Point

from learnmap.model.errors import NotReadyError
from learnmap.model.languages import LANGUAGES, name_in
from learnmap.model.records import LearningPoint
from learnmap.service.staff.route_forms import RouteForm
from learnmap.service.staff.words import word
from learnmap.store import StoredRoute
from learnmap.workflows.city import City
from learnmap.workflows.nearby import NearbyIndex
from learnmap.workflows.route_editing import stops_by_id
from learnmap.workflows.route_planning import MOST_STOPS, RoutePlan, plan_route, suggest_order
from learnmap.workflows.routes import Leg, minutes_of

_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another order of the stops.

    Attributes
    ----------
    rows : tuple of int
        Places in the list as it is.
    names : tuple of str
    before, after : int or None
        Minutes of walking; None where a leg cannot be walked.
    """

    rows: tuple[int, ...]
    names: tuple[str, ...]
    before: int | None
    after: int | None

    @property
    def is_same(self) -> bool:
        """Whether the order is as it was."""
        return self.rows == tuple(range(len(self.rows)))


@dataclass(frozen=True, slots=True)
class RouteView:
    """A form with what is known of its stops.

    Attributes
    ----------
    form : RouteForm
    points : mapping of str to LearningPoint
        By id; stops that are gone are not among them.
    plan : RoutePlan or None
        None while there are no two stops, or no streets.
    has_streets : bool
    legs : dict of int to int
        Leg of the plan that follows a row; rows of stops that are gone have none.
    """

    form: RouteForm
    points: Mapping[str, LearningPoint]
    plan: RoutePlan | None
    has_streets: bool
    legs: Mapping[int, int]

    @property
    def too_many(self) -> int:
        """How many stops are too many, 0 where they are not."""
        return MOST_STOPS if len(self.form.stops) > MOST_STOPS else 0

    @property
    def stays_min(self) -> int:
        """Minutes at all stops."""
        return sum(stay for _, stay in self.form.draft().stops)

    @property
    def gone(self) -> bool:
        """Whether a stop is no learning point any more."""
        return any(stop.point_id not in self.points for stop in self.form.stops)

    def key(self, row: int) -> str:
        """Return what names a row while it moves: its point, and which of its visits."""
        ids = [stop.point_id for stop in self.form.stops[: row + 1]]
        return f"{ids[row]}-{ids.count(ids[row])}"

    def stop_name(self, row: int, language: str) -> str:
        """Return what a stop is called; the id of one that is gone."""
        point_id = self.form.stops[row].point_id
        point = self.points.get(point_id)
        return point_id if point is None else name_in(point.names, language)

    def next_name(self, row: int, language: str) -> str:
        """Return what the stop is called that the walk from a row leads to."""
        there = (
            other
            for other in range(row + 1, len(self.form.stops))
            if self.form.stops[other].point_id in self.points
        )
        return self.stop_name(next(there, row), language)

    def leg(self, row: int) -> Leg | None:
        """Return the walk from a row on; None behind the last stop."""
        if self.plan is None or row not in self.legs:
            return None
        return self.plan.legs[self.legs[row]]

    def leg_minutes(self, row: int) -> int | None:
        """Return the minutes of the first profile from a row on."""
        leg = self.leg(row)
        return None if leg is None else minutes_of([leg.first])

    def barred(self, profile: str, language: str) -> str:
        """Name the legs that a profile cannot walk."""
        pairs = [] if self.plan is None else self.plan.barred(profile)
        names = [
            word(
                "route_from_to",
                language,
                here=name_in(here.names, language),
                there=name_in(there.names, language),
            )
            for here, there in pairs
        ]
        return {"zh": "；"}.get(language, "; ").join(names)

    def stop_place(self, row: int) -> Point:
        """Return where a walker heads for at a stop, in degrees."""
        return Point(self.points[self.form.stops[row].point_id].walk_to)

    def stop_names(self, row: int) -> dict[str, str | None]:
        """Return what a stop is called in each language that it has a name in."""
        names = self.points[self.form.stops[row].point_id].names
        return {f"name_{code}": names.get(code) for code in LANGUAGES}

    def map_data(self, language: str) -> dict[str, Any]:
        """Return stops and lines for the map, in degrees to six decimals."""
        stops = [
            {
                "number": row + 1,
                "id": stop.point_id,
                "at": [round(value, _DECIMALS) for value in point.walk_to],
                "name": name_in(point.names, language),
            }
            for row, stop in enumerate(self.form.stops)
            if (point := self.points.get(stop.point_id)) is not None
        ]
        lines = [] if self.plan is None else self.plan.lines()
        rounded = [[[round(x, _DECIMALS), round(y, _DECIMALS)] for x, y in line] for line in lines]
        return {"stops": stops, "lines": rounded}


def view_route(
    city: City, index: NearbyIndex, form: RouteForm, stored: StoredRoute | None
) -> RouteView:
    """Gather what the page shows of a form."""
    points = stops_by_id(city, {stop.point_id for stop in form.stops})
    there = [row for row, stop in enumerate(form.stops) if stop.point_id in points]
    line = stored.route.line if stored is not None and form.keeps_line else None
    plan, has_streets = None, True
    if (len(there) > 1 or line is not None) and len(there) <= MOST_STOPS:
        try:
            plan = plan_route(index, [points[form.stops[row].point_id] for row in there], line=line)
        except NotReadyError:
            has_streets = False
    legs = {row: leg for leg, row in enumerate(there[:-1])}
    return RouteView(form, points, plan, has_streets, legs)


def view_suggestion(index: NearbyIndex, view: RouteView, language: str) -> Suggestion | None:
    """Work out the order that is walked soonest; None while that cannot be said."""
    form = view.form
    if view.gone or not 2 <= len(form.stops) <= MOST_STOPS:
        return None
    stops = [view.points[stop.point_id] for stop in form.stops]
    try:
        rows = tuple(suggest_order(index, stops))
        plans = [plan_route(index, order) for order in (stops, [stops[row] for row in rows])]
    except NotReadyError:
        return None
    profile = plans[0].profiles[0].code
    before, after = (plan.minutes(profile) for plan in plans)
    if before is not None and before == after:  # Not worth a change.
        rows = tuple(range(len(stops)))
    return Suggestion(
        rows, tuple(name_in(stops[row].names, language) for row in rows), before, after
    )
