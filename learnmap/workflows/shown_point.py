"""A learning point as a resident sees it: its facts, and its hours in the days to come."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from learnmap.edition import Feature
from learnmap.model.city import CitySettings
from learnmap.model.kinds import Kind
from learnmap.render.opening_hours_words import opening_hours_words
from learnmap.store import read_city, read_kinds
from learnmap.workflows.city import City
from learnmap.workflows.holiday_calendar import HolidayCalendar, holiday_calendar
from learnmap.workflows.hours_check import Day, HoursCheck, check_hours
from learnmap.workflows.reading import read_point_facts

_KEPT: Final = 4096
"""So many points' hours of this minute are kept; each costs some milliseconds to work out."""


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """What the page of a point says.

    Attributes
    ----------
    feature : Feature
        All facts of the point, with its offerings.
    kind : Kind
    settings : CitySettings
    now : datetime
        By the city's clock.
    hours : HoursCheck or None
        None where none are recorded or nobody can read them.
    usual : tuple of str or None
        The recorded hours in Chinese and English words, where they are plain enough to be sure.
    calendar : HolidayCalendar
    """

    feature: Feature
    kind: Kind
    settings: CitySettings
    now: dt.datetime
    hours: HoursCheck | None
    usual: tuple[str, str] | None
    calendar: HolidayCalendar

    @property
    def week(self) -> tuple[Day, ...]:
        """Today and the six days after it, with when the door is open."""
        return self.hours.week if self.hours else ()


def show_point(city: City, point_id: str, *, now: dt.datetime | None = None) -> ShownPoint:
    """Read what the page of a point says.

    Parameters
    ----------
    city : City
    point_id : str
    now : datetime, optional
        With a time zone; the clock's by default.

    Raises
    ------
    NotFoundError
        When there is no such point.
    """
    feature = read_point_facts(city, point_id)
    with city.store.begin(snapshot=True) as tx:
        settings, kinds = read_city(tx), read_kinds(tx)
    clock = ZoneInfo(settings.timezone)
    moment = (now or dt.datetime.now(clock)).astimezone(clock)
    place = feature.geometry.coords[0] if feature.geometry is not None else (0.0, 0.0)
    hours = feature.properties["opening_hours"] or ""
    return ShownPoint(
        feature,
        next(kind for kind in kinds if kind.code == feature.properties["kind"]),
        settings,
        moment,
        _hours(
            hours,
            settings.timezone,
            (place[0], place[1]),
            moment.replace(second=0, microsecond=0),
        ),
        opening_hours_words(hours),
        holiday_calendar(settings.timezone, moment.year),
    )


@lru_cache(maxsize=_KEPT)
def _hours(
    text: str, timezone: str, place: tuple[float, float], minute: dt.datetime
) -> HoursCheck | None:
    """Say what hours mean, None where nobody can read them."""
    check = check_hours(text, clock=ZoneInfo(timezone), place=place, now=minute)
    return check if check.now is not None else None
