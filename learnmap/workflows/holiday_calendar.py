"""Public holidays by name and date, and the weekends that are worked in their place.

The calendar that reads opening hours knows one day of each Chinese festival; the State Council's
yearly notice gives several days off for it, and makes some weekends workdays. Both are taken from
the `holidays` library, which follows the notices.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import holidays

_COUNTRIES: Final = {"Asia/Shanghai": "CN", "Asia/Urumqi": "CN"}
"""Country by clock; elsewhere the holidays are those that the reader of opening hours knows."""
_DAY: Final = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_PART: Final = rf"(?:{_DAY}(?:-{_DAY})?|PH)"
_RULE: Final = re.compile(rf"(?P<days>{_PART}(?:,{_PART})*)(?P<rest>\s.+)?")
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """What days are special.

    Attributes
    ----------
    names : dict of date to (str, str)
        Public holidays, with what they are called in Chinese and English.
    worked : frozenset of date
        Days of a weekend that are worked.
    """

    names: dict[dt.date, tuple[str, str]]
    worked: frozenset[dt.date]

    def dated(self, hours: str) -> str:
        """Write the dates of the holidays into hours, in place of ``PH``.

        Parameters
        ----------
        hours : str
            In OpenStreetMap's syntax.

        Returns
        -------
        str
            Unchanged where it does not speak of holidays, or not as a plain list of days.
        """
        if "PH" not in hours or not self.names:
            return hours
        rules = [_dated(rule.strip(), sorted(self.names)) for rule in hours.split(";")]
        return hours if None in rules else "; ".join(rule for rule in rules if rule)


_UNKNOWN: Final = HolidayCalendar({}, frozenset())


@lru_cache(maxsize=16)
def holiday_calendar(timezone: str, year: int) -> HolidayCalendar:
    """Return the special days of a year and the next one where a clock is kept.

    Parameters
    ----------
    timezone : str
        IANA name.
    year : int

    Returns
    -------
    HolidayCalendar
        Empty where the country of the clock is not known.
    """
    country = _COUNTRIES.get(timezone)
    if country is None:
        return _UNKNOWN
    years = range(year, year + 2)
    chinese, english = (
        holidays.country_holidays(country, years=years, language=language)
        for language in ("zh_CN", "en_US")
    )
    named = {day: (_short(chinese[day]), _short(english[day])) for day in chinese}
    return HolidayCalendar(named, frozenset(chinese.weekend_workdays))


@lru_cache(maxsize=16_384)
def dated_hours(hours: str, timezone: str, year: int) -> str:
    """Write the dates of the holidays into hours: see `HolidayCalendar.dated`."""
    return holiday_calendar(timezone, year).dated(hours)


def _short(name: str) -> str:
    """Leave out what the library says in brackets: how a day off came about."""
    return re.sub(r"\s*[（(].*[)）]$", "", name)


def _dated(rule: str, days: list[dt.date]) -> str | None:
    """Return a rule with dates for holidays; None where it is not understood."""
    if "PH" not in rule:
        return rule
    found = _RULE.fullmatch(re.sub(r"\s*([,-])\s*", r"\1", rule))
    if found is None:
        return None
    rest = found["rest"] or ""
    weekly = ",".join(part for part in found["days"].split(",") if part != "PH")
    dates = ",".join(f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}" for day in days)
    return "; ".join(f"{which}{rest}" for which in (weekly, dates) if which)
