"""Whether a door is open now and when somebody gets there, as a sentence and its tone.

`near_opening.js` says the same to readers with scripts.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from learnmap.model.languages import LANGUAGES
from learnmap.service.public.words import word

_DAYS: Final = (
    ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
)


def opening_words(facts: Mapping[str, Any], now: str, language: str) -> tuple[str, str]:
    """Tell of a point near a place whether it is open.

    Parameters
    ----------
    facts : mapping
        Its properties in the answer to what is near.
    now : str
        The moment of the answer, ISO on the city's clock.
    language : str

    Returns
    -------
    tuple of str
        The sentence, and ``good``, ``late``, ``bad`` or nothing.
    """
    key, tone, at = _key(facts, now)
    return word(key, language, time=_when(at, now, language) if at else ""), tone


def _key(facts: Mapping[str, Any], now: str) -> tuple[str, str, str | None]:
    if facts["status"] != "open":
        return facts["status"], "bad", None
    opening = facts["opening"]
    if opening["now"] is None:
        return "hours_unknown", "", None
    opens, closes = opening["opens_at"], opening["closes_at"]
    match opening["now"], opening["on_arrival"]:
        case True, True:
            today = closes is not None and closes[:10] == now[:10]
            return (
                ("open_arrival_until", "good", closes) if today else ("open_arrival", "good", None)
            )
        case False, True:
            return "opens_before", "good", opens
        case True, False:
            return "closes_before", "late", closes
        case False, False:
            return ("closed_opens", "late", opens) if opens else ("closed_now", "late", None)
        case is_open, _:
            return ("open_now" if is_open else "closed_now"), "", None


def _when(at: str, now: str, language: str) -> str:
    """Return a time as one says it: today's by the clock, others by their day."""
    day, today = dt.date.fromisoformat(at[:10]), dt.date.fromisoformat(now[:10])
    time, days = at[11:16], (day - today).days
    if days == 0:
        return time
    if days == 1:
        return f"{word('tomorrow', language)} {time}"
    number = LANGUAGES.index(language)
    if 0 < days < len(_DAYS[number]):
        return f"{_DAYS[number][day.weekday()]} {time}"
    date = (
        f"{day.month}月{day.day}日" if language == "zh" else f"{day.day} {_MONTHS[day.month - 1]}"
    )
    return f"{date} {time}"
