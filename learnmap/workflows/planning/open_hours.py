"""Which points are open when people who work can come: on evenings and at weekends."""

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal
from zoneinfo import ZoneInfo

from opening_hours import State

from learnmap.model.records import LearningPoint
from learnmap.workflows.holiday_calendar import holiday_calendar
from learnmap.workflows.hours_check import parsed_hours
from learnmap.workflows.opening import open_time

OpenOn = Literal["evenings", "weekends"]
OPEN_ON: Final[tuple[OpenOn, ...]] = ("evenings", "weekends")

_LEAST_S: Final = 3600.0
_HOURS: Final[Mapping[OpenOn, tuple[dt.time, dt.time]]] = MappingProxyType(
    {"evenings": (dt.time(18), dt.time(21)), "weekends": (dt.time(8), dt.time(22))}
)
"""Between which hours it is looked; the night after a Friday is no weekend's day."""
_DAYS: Final[Mapping[OpenOn, range]] = MappingProxyType(
    {"evenings": range(5), "weekends": range(5, 7)}
)
_WEEK: Final = dt.timedelta(days=7)
_HALF_A_YEAR: Final = 26


def ordinary_week(day: dt.date, clock: ZoneInfo, place: tuple[float, float]) -> dt.date:
    """Return the Monday of the first whole week after a day in which no day is special.

    Special are public holidays and weekends that are worked in their place.

    Parameters
    ----------
    day : date
    clock : ZoneInfo
        The city's.
    place : tuple of float
        Longitude and latitude in the city; its country's holidays count.
    """
    first = day + dt.timedelta(days=7 - day.weekday())
    calendar = holiday_calendar(clock.key, day.year)
    special = {*calendar.names, *calendar.worked, *_holidays_of(place, clock, first)}
    mondays = (first + n * _WEEK for n in range(_HALF_A_YEAR))
    return next((one for one in mondays if not any(one <= n < one + _WEEK for n in special)), first)


def is_open_on(
    point: LearningPoint, when: OpenOn, *, week: dt.date, clock: ZoneInfo
) -> bool | None:
    """Tell whether a point is open on evenings or at weekends.

    On evenings is, for an hour or more between 18:00 and 21:00 on some day from Monday to Friday;
    at weekends, for an hour or more between 8:00 and 22:00 on Saturday or on Sunday.

    Parameters
    ----------
    point : LearningPoint
    when : {"evenings", "weekends"}
    week : date
        Monday of the week that is looked at, as `ordinary_week` gives it.
    clock : ZoneInfo
        The city's.

    Returns
    -------
    bool or None
        None where the hours are not on record, cannot be read, or leave open whether it is.
    """
    maybe = False
    for begins, ends in _spans(when, week, clock):
        found = open_time(point, begins, ends)
        if found is None:
            return None
        if found.open_s >= _LEAST_S:
            return True
        maybe = maybe or found.open_s + found.unknown_s >= _LEAST_S
    return None if maybe else False


def _spans(
    when: OpenOn, week: dt.date, clock: ZoneInfo
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield from when to when a point is looked at."""

    def at(day: int, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(week + dt.timedelta(days=day), time, clock)

    begins, ends = _HOURS[when]
    yield from ((at(day, begins), at(day, ends)) for day in _DAYS[when])


def _holidays_of(place: tuple[float, float], clock: ZoneInfo, first: dt.date) -> Iterator[dt.date]:
    """Yield the holidays that the reader of opening hours knows in the country of a place."""
    calendar = parsed_hours("PH", place, clock)
    begins = dt.datetime.combine(first, dt.time(), clock)
    for start, end, state, _comment in calendar.intervals(begins, begins + _HALF_A_YEAR * _WEEK):
        if state == State.OPEN:
            days = (end.date() - start.date()).days
            yield from (start.date() + dt.timedelta(days=n) for n in range(days))
