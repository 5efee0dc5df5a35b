"""Opening hours for programs that know weekdays only, where they are the same every week."""

import re
from typing import Final

Span = tuple[str, str]
"""From when to when by the clock, ``HH:MM``; an end before the start is of the next day."""

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
HOLIDAY: Final = "PH"

_DAY: Final = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_PART: Final = rf"(?:{_DAY}(?:-{_DAY})?|{HOLIDAY})"
_TIME: Final = r"\d{1,2}:\d{2}-\d{1,2}:\d{2}"
_RULE: Final = re.compile(
    rf"(?:(?P<days>{_PART}(?:,{_PART})*)\s+)?(?P<times>{_TIME}(?:,{_TIME})*|off|closed)"
)


def weekly_hours(text: str) -> dict[str, tuple[Span, ...]] | None:
    """Return when a door is open on each day of the week.

    Parameters
    ----------
    text : str
        In OpenStreetMap's ``opening_hours`` syntax.

    Returns
    -------
    dict of str to tuple of Span, or None
        By ``Mo`` to ``Su``, and ``PH`` where the text speaks of public holidays; no span: closed.
        None where the hours change with the season or the text says more than this can.
    """
    tight = re.sub(r"\s*([,;-])\s*", r"\1", text.strip())
    if tight == "24/7":
        return dict.fromkeys(DAYS, (("00:00", "23:59"),))
    hours: dict[str, tuple[Span, ...]] = dict.fromkeys(DAYS, ())
    rules = [part for part in tight.split(";") if part]
    for rule in rules:
        found = _RULE.fullmatch(rule)
        spans = None if found is None else _spans(found["times"])
        if found is None or spans is None:
            return None
        hours |= dict.fromkeys(_days(found["days"]), spans)
    return hours if rules else None


def _days(days: str | None) -> list[str]:
    if days is None:
        return list(DAYS)
    found = []
    for part in days.split(","):
        if part == HOLIDAY:
            found.append(part)
            continue
        first, last = (DAYS.index(day) for day in (part.split("-") * 2)[:2])
        # Fr-Mo runs over the end of the week.
        found += [DAYS[day % 7] for day in range(first, last + 1 + (7 if last < first else 0))]
    return found


def _spans(times: str) -> tuple[Span, ...] | None:
    if times in {"off", "closed"}:
        return ()
    spans = []
    for span in times.split(","):
        clocks = [tuple(map(int, clock.split(":"))) for clock in span.split("-")]
        if any(hour > 26 or minute > 59 for hour, minute in clocks):
            return None
        if clocks == [(0, 0), (24, 0)]:
            spans.append(("00:00", "23:59"))
            continue
        start, end = (f"{hour % 24:02}:{minute:02}" for hour, minute in clocks)
        spans.append((start, end))
    return tuple(spans)
