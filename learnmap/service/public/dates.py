"""Days and times as people say them."""

import datetime as dt
from typing import Final

from learnmap.service.public.words import word

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def date_words(day: dt.date, language: str, *, year: bool = False) -> str:
    """Return a date, such as 11月30日 or 30 November."""
    return word(
        "date_year" if year else "date_day",
        language,
        year=day.year,
        month=day.month,
        day=day.day,
        month_name=_MONTHS[day.month - 1],
    )


def weekday_words(day: dt.date, language: str) -> str:
    """Return the day of the week."""
    return word(f"weekday_{day.isoweekday()}", language)


def day_words(day: dt.date, language: str, today: dt.date) -> str:
    """Return a day with its date, and whether it is today or tomorrow."""
    said = (
        f"{date_words(day, language, year=day.year != today.year)} {weekday_words(day, language)}"
    )
    if language == "en":
        date = date_words(day, language, year=day.year != today.year)
        said = f"{weekday_words(day, language)} {date}"
    ahead = (day - today).days
    if ahead in {0, 1}:
        near = word("today" if ahead == 0 else "tomorrow", language)
        return f"{near} {said}" if language == "zh" else f"{said}, {near}"
    return said


def session_words(starts: dt.datetime, ends: dt.datetime, language: str, today: dt.date) -> str:
    """Return when a session is: its day, and from when to when."""
    first = f"{day_words(starts.date(), language, today)} {starts:%H:%M}"
    if ends.date() == starts.date():
        return f"{first}–{ends:%H:%M}"
    return f"{first} – {day_words(ends.date(), language, today)} {ends:%H:%M}"
