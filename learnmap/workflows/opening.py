"""Whether the doors of points are open: now, and when somebody would get there.

The hours of a door are read once and looked up then, a few days at a time, so that a search asks
hundreds of doors in a millisecond. What cannot be read is unknown, and never guessed.
"""

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State, validate

from learnmap.model.records import LearningPoint
from learnmap.workflows.holiday_calendar import dated_hours
from learnmap.workflows.hours_check import Span, day_of, next_change, parsed_hours

_DAYS: Final = 4
"""That are looked up at once: any walk from today ends in them, and a weekend is over."""
_KEPT_DAYS: Final = 4
"""Of which days a door is kept looked up, as some ask for another time than now."""
_DOORS: Final = 16_384
_OF_A_PLACE: Final = re.compile(r"\b(?:PH|SH|sunrise|sunset|dawn|dusk)\b")


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a door is open; None is unknown.

    Attributes
    ----------
    now, on_arrival : bool or None
    changes_at : datetime or None
        When the door opens or closes next; None where it never does.
    today : tuple of Span or None
        When it is open on the day; without a span it is closed.
    """

    now: bool | None
    on_arrival: bool | None
    changes_at: dt.datetime | None
    today: tuple[Span, ...] | None


UNKNOWN: Final = Opening(None, None, None, None)
SHUT: Final = Opening(now=False, on_arrival=False, changes_at=None, today=None)
"""Of a point that is closed, for a time or for good, or only planned, whatever its hours say."""


def opening_of(point: LearningPoint, moment: dt.datetime, arrival: dt.datetime | None) -> Opening:
    """Tell whether a point is open at a moment, and at the arrival there.

    Parameters
    ----------
    point : LearningPoint
    moment : datetime
        On the city's clock: its `tzinfo` is a `ZoneInfo`.
    arrival : datetime or None
        On the same clock; None where nobody knows when.
    """
    if point.status != "open":
        return SHUT
    door = _door_of(point, moment)
    if door is None:
        return UNKNOWN
    days = door.days(moment)
    return Opening(
        now=days.is_open(moment),
        on_arrival=None if arrival is None else days.is_open(arrival),
        changes_at=days.changes_after(moment),
        today=days.today,
    )


def is_open(point: LearningPoint, moment: dt.datetime, arrival: dt.datetime) -> bool | None:
    """Tell whether a point is open at an arrival; the rest as for `opening_of`."""
    if point.status != "open":
        return False
    door = _door_of(point, moment)
    return None if door is None else door.days(moment).is_open(arrival)


@dataclass(frozen=True, slots=True)
class OpenTime:
    """For how long of a span of time a door is open.

    Attributes
    ----------
    open_s, unknown_s : float
        Of the rest it is known to be closed.
    """

    open_s: float
    unknown_s: float


def open_time(point: LearningPoint, begins: dt.datetime, ends: dt.datetime) -> OpenTime | None:
    """Add up for how long a point is open between two moments on the city's clock.

    Returns
    -------
    OpenTime or None
        None where there are no hours, or they cannot be read.
    """
    if point.status != "open":
        return OpenTime(0.0, 0.0)
    door = _door_of(point, begins)
    return None if door is None else door.open_time(begins, ends)


def _door_of(point: LearningPoint, moment: dt.datetime) -> "_Door | None":
    text, clock = point.opening_hours, moment.tzinfo
    if not text or not isinstance(clock, ZoneInfo):
        return None
    text = dated_hours(text, clock.key, moment.year)
    site = (point.longitude, point.latitude) if _OF_A_PLACE.search(text) else None
    return _door(text, site, clock)


@lru_cache(maxsize=_DOORS)
def _door(text: str, site: tuple[float, float] | None, clock: ZoneInfo) -> "_Door | None":
    """Read hours; None where they cannot be read."""
    return _Door(parsed_hours(text, site, clock)) if validate(text) else None


class _Door:
    """Hours, with the days that were looked up in them."""

    def __init__(self, hours: OpeningHours) -> None:
        self._hours = hours
        self._from: dict[dt.date, _Days] = {}

    def days(self, moment: dt.datetime) -> "_Days":
        """Return the days from that of a moment on."""
        day = moment.date()
        found = self._from.get(day)
        if found is None:
            if len(self._from) >= _KEPT_DAYS:
                self._from = {}
            midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
            found = self._from[day] = _Days(self._hours, midnight)
        return found

    def open_time(self, begins: dt.datetime, ends: dt.datetime) -> OpenTime:
        """Add up the intervals between two moments."""
        seconds = {State.OPEN: 0.0, State.UNKNOWN: 0.0, State.CLOSED: 0.0}
        for start, end, state, _comment in self._hours.intervals(begins, ends):
            first = max(start.timestamp(), begins.timestamp())
            seconds[state] += max(0.0, min(end.timestamp(), ends.timestamp()) - first)
        return OpenTime(seconds[State.OPEN], seconds[State.UNKNOWN])


class _Days:
    """What hours say of the days from a midnight on."""

    def __init__(self, hours: OpeningHours, midnight: dt.datetime) -> None:
        self.today = day_of(hours, midnight).spans
        self._hours = hours
        self._begins: list[float] = []
        self._states: list[bool | None] = []
        self._changes: list[dt.datetime] = []
        for begins, _ends, state, _comment in hours.intervals(
            midnight, midnight + dt.timedelta(days=_DAYS)
        ):
            open_then = None if state == State.UNKNOWN else state == State.OPEN
            if not self._states or self._states[-1] != open_then:
                self._begins.append(begins.timestamp())
                self._states.append(open_then)
                self._changes.append(begins)
        self._after: dt.datetime | None = None
        self._looked = False

    def is_open(self, moment: dt.datetime) -> bool | None:
        """Tell whether the door is open; it is closed from the minute on when it closes."""
        return self._states[bisect_right(self._begins, moment.timestamp()) - 1]

    def changes_after(self, moment: dt.datetime) -> dt.datetime | None:
        """Return when the door opens or closes next."""
        at = bisect_right(self._begins, moment.timestamp())
        if at < len(self._changes):
            return self._changes[at]
        if not self._looked:  # a season, or never; looked for once
            self._after = next_change(self._hours, moment)
            self._looked = True
        return self._after
