"""Whether a scenario fits a city: its points, profiles and streets as they are now."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Final, get_args
from zoneinfo import ZoneInfo

import shapely
from opening_hours import validate

from learnmap.ingest import read_chinese_hours
from learnmap.model.city import CitySettings
from learnmap.model.errors import InvalidInputError
from learnmap.model.languages import Names
from learnmap.model.records import Level
from learnmap.model.scenarios import (
    AddPoint,
    Change,
    ClosePoint,
    MovePoint,
    OpenLink,
    Place,
    ReopenPoint,
    Scenario,
    SetHours,
    SetPace,
    called,
)
from learnmap.network import WalkGraph
from learnmap.store import StoredPoint
from learnmap.workflows.planning.desk.opened_links import opened
from learnmap.workflows.planning.inputs import PlanningInputs

_LEVELS: Final[tuple[str, ...]] = get_args(Level)
"""From large to small."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What a scenario makes of a city.

    Attributes
    ----------
    points : tuple of StoredPoint
        All, whatever their status, by id; each that changed is as if it were stored so.
    settings : CitySettings
        With the profiles' paces.
    links : tuple of (int, OpenLink)
        Those within the extract, each with its position among the changes; the first is 1.
    capacities : dict of str to int
        Of added points whose scenario tells how many learn there at a time, by id.
    misfits : tuple of str
        What does not fit, each with its change, the value and the remedy. Those changes are
        not made.
    """

    points: tuple[StoredPoint, ...]
    settings: CitySettings
    links: tuple[tuple[int, OpenLink], ...]
    capacities: dict[str, int]
    misfits: tuple[str, ...]


def check_scenario(scenario: Scenario, inputs: PlanningInputs, graph: WalkGraph) -> None:
    """Refuse a scenario that does not fit a city.

    Raises
    ------
    InvalidInputError
        Naming each change that does not fit by its position, with the value and the remedy.
    """
    fit = fit_scenario(scenario, inputs)
    misfits = [*fit.misfits, *opened(graph, fit.links).misfits]
    if misfits:
        raise InvalidInputError("; ".join(misfits))


def fit_scenario(scenario: Scenario, inputs: PlanningInputs) -> Fit:
    """Make the changes of a scenario that fit, of a city's points and settings.

    Whether links join streets is asked of the streets (`opened`).
    """
    state = _State(inputs)
    for position, change in enumerate(scenario.changes, 1):
        refused = state.refusal(change)
        if refused is None:
            state.make(position, change)
        else:
            state.misfits.append(f"{called(position, change)}: {refused}")
    return state.fit()


class _State:
    """A city while changes are made to it."""

    def __init__(self, inputs: PlanningInputs) -> None:
        self.misfits: list[str] = []
        self._inputs = inputs
        self._clock = ZoneInfo(inputs.settings.timezone)
        self._points = {one.point.id: one for one in inputs.points}
        self._walkers = {one.code: one for one in inputs.settings.profiles}
        self._links: list[tuple[int, OpenLink]] = []
        self._capacities: dict[str, int] = {}

    def fit(self) -> Fit:
        walkers = tuple(self._walkers.values())
        return Fit(
            tuple(self._points[key] for key in sorted(self._points)),
            self._inputs.settings.model_copy(update={"profiles": walkers}),
            tuple(self._links),
            self._capacities,
            tuple(self.misfits),
        )

    def refusal(self, change: Change) -> str | None:
        """Return why a change does not fit, None where it does."""
        if isinstance(change, SetPace):
            if change.profile in self._walkers:
                return None
            return f"the city has no such profile; its own are {', '.join(self._walkers)}"
        if isinstance(change, OpenLink):
            return self._outside(change.begin, change.end)
        if isinstance(change, AddPoint):
            return self._of_added(change)
        known = self._points.get(change.id)
        if known is None:
            return "there is no such learning point; it may have been removed since: leave it out"
        status = known.point.status
        if isinstance(change, ClosePoint) and status != "open":
            return f"the point is {status} and not open; leave this out"
        if isinstance(change, ReopenPoint) and status == "open":
            return "the point is open already; leave this out"
        if isinstance(change, MovePoint):
            return self._outside((change.longitude, change.latitude))
        if isinstance(change, SetHours):
            return _of_hours(change.opening_hours)
        return None

    def make(self, position: int, change: Change) -> None:
        """Make a change that fits."""
        if isinstance(change, SetPace):
            walker = self._walkers[change.profile]
            self._walkers[change.profile] = replace(walker, speed_m_per_s=change.speed_m_per_s)
        elif isinstance(change, OpenLink):
            self._links.append((position, change))
        elif isinstance(change, AddPoint):
            self._points[change.id] = self._added(change)
            if change.capacity is not None:
                self._capacities[change.id] = change.capacity
        else:
            known = self._points[change.id]
            point = known.point.model_copy(update=_changed_columns(change))
            areas = self._areas_at(*point.walk_to) if isinstance(change, MovePoint) else known.areas
            self._points[change.id] = replace(known, point=point, areas=areas)

    def _added(self, change: AddPoint) -> StoredPoint:
        point = change.as_point(fictional=self._inputs.settings.fictional)
        if point.opening_hours is not None:
            point = point.model_copy(update={"opening_hours": _written(point.opening_hours)})
        midnight = dt.datetime.combine(self._inputs.read_on, dt.time(), self._clock)
        return StoredPoint(point, 0, self._areas_at(*point.walk_to), midnight)

    def _areas_at(self, lon: float, lat: float) -> tuple[tuple[str, str, Names], ...]:
        """Return the areas around a place, one of each level, from large to small."""
        frame = self._inputs.areas
        rows = sorted(frame.sindex.query(shapely.Point(lon, lat), predicate="intersects").tolist())
        around = frame.iloc[rows].drop_duplicates("level")
        columns = zip(around["level"], around["code"], around["names"], strict=True)
        return tuple(sorted(columns, key=lambda area: _LEVELS.index(area[0])))

    def _outside(self, *places: Place) -> str | None:
        west, south, east, north = self._inputs.build.box
        for lon, lat in places:
            if not (west <= lon <= east and south <= lat <= north):
                return (
                    f"({lon}, {lat}) lies outside the extract {self._inputs.build.extract_name}, "
                    f"whose streets are within ({west}, {south}, {east}, {north}); give a place "
                    "among them, longitude first, or build the network from a larger extract"
                )
        return None

    def _of_added(self, change: AddPoint) -> str | None:
        kinds = [kind.code for kind in self._inputs.kinds]
        if change.id in self._points:
            return f"there is a learning point {change.id!r} already; give the new one another id"
        if change.kind not in kinds:
            return f"no kind {change.kind!r}; there are {', '.join(kinds)}"
        outside = self._outside((change.longitude, change.latitude))
        return outside or _of_hours(change.opening_hours)


def _of_hours(hours: str | None) -> str | None:
    if hours is None or validate(_written(hours)):
        return None
    return (
        f"opening hours {hours!r} cannot be read; write them as OpenStreetMap does, such as "
        "'Mo-Fr 09:00-17:00; Sa 10:00-16:00'"
    )


def _written(hours: str) -> str:
    """Return hours in OpenStreetMap's syntax, also of Chinese words."""
    return read_chinese_hours(hours) or hours


def _changed_columns(change: MovePoint | ClosePoint | ReopenPoint | SetHours) -> dict[str, Any]:
    """Return the columns of a point's record that a change writes."""
    if isinstance(change, MovePoint):
        place = {"longitude": change.longitude, "latitude": change.latitude}
        return {**place, "entrance_longitude": None, "entrance_latitude": None}
    if isinstance(change, SetHours):
        return {"opening_hours": _written(change.opening_hours)}
    return {"status": "open" if isinstance(change, ReopenPoint) else "closed"}
