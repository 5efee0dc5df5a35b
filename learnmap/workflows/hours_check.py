"""What typed opening hours say: in words, this week, and whether the door is open now."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State, validate

from learnmap.ingest import read_chinese_hours
from learnmap.render.opening_hours_words import opening_hours_words
from learnmap.workflows.holiday_calendar import dated_hours

_WEEK: Final = 7
_HOLIDAYS: Final = 3
_LOOK_AHEAD: Final = dt.timedelta(days=200)

Span = tuple[str, str]
"""From when to when the door is open on a day, by the clock; 24:00 is its end."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day and when the door is open on it; without a span it is closed."""

    date: dt.date
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class HoursCheck:
    """What hours say.

    Attributes
    ----------
    kind : {"empty", "read", "converted", "unreadable"}
        `converted` were Chinese words.
    written : str
        In OpenStreetMap's syntax, as they would be stored.
    words : tuple of str or None
        In Chinese and English, where the syntax is plain enough to be sure.
    now : datetime or None
        The moment of the other values, by the city's clock; None where nothing can be read.
    is_open : bool
    changes_at : datetime or None
        When the door opens or closes next; None where it never does.
    week : tuple of Day
        Today and the six days after it.
    holidays : tuple of Day
        The next days that the calendar of the country has as public holidays, at most 3.
    """

    kind: Literal["empty", "read", "converted", "unreadable"]
    written: str
    words: tuple[str, str] | None = None
    now: dt.datetime | None = None
    is_open: bool = False
    changes_at: dt.datetime | None = None
    week: tuple[Day, ...] = ()
    holidays: tuple[Day, ...] = ()


def check_hours(
    text: str,
    *,
    clock: ZoneInfo,
    place: tuple[float, float] | None,
    now: dt.datetime | None = None,
) -> HoursCheck:
    """Say what hours mean that somebody types.

    Parameters
    ----------
    text : str
        In OpenStreetMap's syntax, or in Chinese words.
    clock : ZoneInfo
        The city's.
    place : tuple of float or None
        Longitude and latitude; its country's public holidays count, where they are known.
    now : datetime, optional
        With a time zone; the clock's by default.
    """
    given = text.strip()
    if not given:
        return HoursCheck("empty", "")
    chinese = read_chinese_hours(given)
    written = chinese or given
    moment = (now or dt.datetime.now(clock)).astimezone(clock)
    if not validate(written):
        return HoursCheck("unreadable", given)
    hours = parsed_hours(dated_hours(written, clock.key, moment.year), place, clock)
    start = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return HoursCheck(
        "read" if chinese is None else "converted",
        written,
        words=opening_hours_words(written),
        now=moment,
        is_open=hours.is_open(moment),
        changes_at=next_change(hours, moment),
        week=tuple(day_of(hours, start + dt.timedelta(days=n)) for n in range(_WEEK)),
        holidays=_holidays(hours, place, start, clock),
    )


def parsed_hours(text: str, place: tuple[float, float] | None, clock: ZoneInfo) -> OpeningHours:
    """Read valid hours by a clock, with the public holidays of the country of a place."""
    if place is None:
        return OpeningHours(text, timezone=clock)
    longitude, latitude = place
    return OpeningHours(
        text, timezone=clock, coords=(latitude, longitude), auto_country=True, auto_timezone=False
    )


def next_change(hours: OpeningHours, moment: dt.datetime) -> dt.datetime | None:
    """Return when open becomes not open or the other way; other changes are of comments."""
    was_open, at = hours.is_open(moment), moment
    for _ in range(50):
        following = hours.next_change(at)
        if following is None or following - moment > _LOOK_AHEAD:
            return None
        if hours.is_open(following) != was_open:
            return following
        at = following
    return None


def day_of(hours: OpeningHours, start: dt.datetime) -> Day:
    """Return when the door is open on the day that begins at a midnight of the clock."""
    end = start + dt.timedelta(days=1)
    spans: list[Span] = []
    for begins, ends, state, _comment in hours.intervals(start, end):
        if state == State.OPEN:
            first, last = max(begins, start), min(ends, end)
            clock = "24:00" if last >= end else f"{last:%H:%M}"
            if spans and spans[-1][1] == f"{first:%H:%M}":
                spans[-1] = (spans[-1][0], clock)
            else:
                spans.append((f"{first:%H:%M}", clock))
    return Day(start.date(), tuple(spans))


def _holidays(
    hours: OpeningHours, place: tuple[float, float] | None, start: dt.datetime, clock: ZoneInfo
) -> tuple[Day, ...]:
    if place is None:
        return ()
    calendar = parsed_hours("PH", place, clock)
    found = []
    for begins, _ends, state, _comment in calendar.intervals(start, start + _LOOK_AHEAD):
        if state == State.OPEN:
            found.append(day_of(hours, begins.replace(hour=0, minute=0)))
        if len(found) == _HOLIDAYS:
            break
    return tuple(found)
