"""When a point is open, in words: now, today, and day by day."""

import datetime as dt
from dataclasses import dataclass

from learnmap.model.languages import LANGUAGES
from learnmap.service.public.dates import day_words, weekday_words
from learnmap.service.public.words import word
from learnmap.workflows.hours_check import Day
from learnmap.workflows.shown_point import ShownPoint


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of the coming week.

    Attributes
    ----------
    date : date
    label, spans : str
        What the day is called, and when the door is open.
    notes : tuple of str
        A holiday's name, or that the day is worked in place of another.
    is_open : bool
        Whether the door opens at all.
    """

    date: dt.date
    label: str
    spans: str
    notes: tuple[str, ...]
    is_open: bool


def now_line(shown: ShownPoint, language: str) -> tuple[str, str] | None:
    """Say whether the door is open now and until when.

    Returns
    -------
    tuple of str or None
        The words, and ``good`` or ``late`` for how they look; None where it is not known, or no
        point that can be open.
    """
    hours = shown.hours
    if hours is None or shown.feature.properties["status"] != "open":
        return None
    key = "now_open" if hours.is_open else "now_closed"
    if hours.changes_at is None:
        return word(key, language), "good" if hours.is_open else "late"
    return (
        word(f"{key}_until", language, time=_moment(hours.changes_at, shown.now, language)),
        "good" if hours.is_open else "late",
    )


def today_line(shown: ShownPoint, language: str) -> str | None:
    """Say when the door is open today."""
    if not shown.week:
        return None
    if not shown.week[0].spans:
        return word("today_closed", language)
    return word("today_spans", language, spans=_spans(shown.week[0], language))


def week_lines(shown: ShownPoint, language: str) -> list[DayLine]:
    """Say day by day when the door is open in the coming week."""
    today = shown.now.date()
    return [
        DayLine(
            day.date,
            day_words(day.date, language, today),
            _spans(day, language),
            tuple(_notes(shown, day.date, language)),
            bool(day.spans),
        )
        for day in shown.week
    ]


def usual_words(shown: ShownPoint, language: str) -> str | None:
    """Return the recorded hours in words; as they are written where nobody can be sure."""
    text = shown.feature.properties["opening_hours"]
    if not text:
        return None
    if shown.usual is None:
        return word("hours_unread", language, text=text)
    return shown.usual[LANGUAGES.index(language)]


def _moment(at: dt.datetime, now: dt.datetime, language: str) -> str:
    ahead = (at.date() - now.date()).days
    clock = f"{at:%H:%M}"
    if ahead == 0:
        return f"{clock} " if language == "zh" else f"at {clock}"
    day = word("tomorrow", language) if ahead == 1 else day_words(at.date(), language, now.date())
    if 1 < ahead < 7:
        day = weekday_words(at.date(), language)
    return f"{day} {clock} " if language == "zh" else f"{day} at {clock}"


def _spans(day: Day, language: str) -> str:
    if not day.spans:
        return word("hours_closed", language)
    if day.spans == (("00:00", "24:00"),):
        return word("hours_all_day", language)
    told = [f"{start}–{end}" for start, end in day.spans]
    return ("、" if language == "zh" else ", ").join(told)


def _notes(shown: ShownPoint, day: dt.date, language: str) -> list[str]:
    names = shown.calendar.names.get(day)
    if names is not None:
        return [names[LANGUAGES.index(language)]]
    if shown.hours is not None and any(day == one.date for one in shown.hours.holidays):
        return [word("point_holiday", language)]
    return [word("worked_day", language)] if day in shown.calendar.worked else []
