"""Opening hours in words, where OpenStreetMap's syntax is simple enough to be sure.

Only weekdays, public holidays, months, times of the clock and ``off`` are put into words.
Anything else (sunrise, week numbers, comments, fallback rules) gives None, and the page then
shows the text as it is: a wrong translation would send somebody to a closed door.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

_DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAYS_ZH: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip

_DAY: Final = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_MONTH: Final = f"(?:{'|'.join(_MONTHS)})"
_HOLIDAY: Final = "PH"
_DAY_PART: Final = rf"(?:{_DAY}(?:-{_DAY})?|{_HOLIDAY})"
_MONTH_PART: Final = rf"{_MONTH}(?:-{_MONTH})?"
_TIME_PART: Final = r"\d{1,2}:\d{2}-\d{1,2}:\d{2}"
_RULE: Final = re.compile(
    rf"(?:(?P<months>{_MONTH_PART}(?:,{_MONTH_PART})*):?\s+)?"
    rf"(?:(?P<days>{_DAY_PART}(?:,{_DAY_PART})*)(?:\s+|$))?"
    rf"(?P<times>{_TIME_PART}(?:,{_TIME_PART})*|off|closed|open)?"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """One rule: its months as written, the days it holds on, and its times in words."""

    months: str
    days: tuple[str, ...]
    times: tuple[str, str]

    def overlaps(self, other: "_Rule") -> bool:
        """Tell whether both rules hold on some day."""
        shared = not self.months or not other.months or _month_set(self) & _month_set(other)
        return bool(shared and set(self.days) & set(other.days))


def opening_hours_words(text: str) -> tuple[str, str] | None:
    """Put opening hours into Chinese and English words.

    A later rule replaces an earlier one on the days that both name, as the syntax has it.

    Parameters
    ----------
    text : str
        In OpenStreetMap's ``opening_hours`` syntax.

    Returns
    -------
    tuple of str or None
        (zh, en), or None when a part of the text is not understood in full.
    """
    # Spaces around separators carry no meaning in the syntax, so they go first.
    tight = re.sub(r"\s*([,;-])\s*", r"\1", text.strip())
    if tight == "24/7":
        return "全天开放", "open at all times"
    read = [_read_rule(part) for part in tight.split(";") if part]
    rules = [rule for rule in read if rule is not None]
    if not rules or len(rules) < len(read):
        return None
    told = _replaced(rules)
    if told is None:
        return None
    lines = [_rule_words(rule) for rule in told]
    return "；".join(zh for zh, _ in lines), "; ".join(en for _, en in lines)


def words_of_today(spans: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Put into Chinese and English words when a door is open on this day.

    Parameters
    ----------
    spans : sequence of (str, str)
        From when to when, by the clock; without one it is closed.
    """
    if not spans:
        return "今天不开放", "closed today"
    if list(spans) == [("00:00", "24:00")]:
        return "今天全天开放", "open all day today"
    told = [f"{start}–{end}" for start, end in spans]
    return f"今天 {'、'.join(told)}", f"today {', '.join(told)}"


def _read_rule(text: str) -> _Rule | None:
    match = _RULE.fullmatch(text)
    if match is None:
        return None
    times = _times_words(match["times"], bare=match["months"] is None and match["days"] is None)
    if times is None:
        return None
    return _Rule(match["months"] or "", _days_of(match["days"]), times)


def _replaced(rules: list[_Rule]) -> list[_Rule] | None:
    """Take from each rule the days that a later one replaces; None where that needs a calendar."""
    told = []
    for number, rule in enumerate(rules):
        later = [other for other in rules[number + 1 :] if rule.overlaps(other)]
        if any(other.months != rule.months for other in later):
            return None
        gone = {day for other in later for day in other.days}
        days = tuple(day for day in rule.days if day not in gone)
        if days:
            told.append(replace(rule, days=days))
    return told


def _rule_words(rule: _Rule) -> tuple[str, str]:
    heads = [_months_words(rule.months)] if rule.months else []
    off = rule.times[1] == "closed"
    if not (off and rule.days == _DAYS):
        heads.append(_days_words(rule.days))
    return (
        " ".join([*(zh for zh, _ in heads), rule.times[0]]),
        " ".join([*(en for _, en in heads), rule.times[1]]),
    )


def _days_of(days: str | None) -> tuple[str, ...]:
    if days is None:
        return _DAYS
    found: list[str] = []
    for part in days.split(","):
        if part == _HOLIDAY:
            found.append(part)
            continue
        first, last = (_DAYS.index(day) for day in (part.split("-") * 2)[:2])
        # Fr-Mo runs over the end of the week.
        found += [_DAYS[day % 7] for day in range(first, last + 1 + (7 if last < first else 0))]
    return tuple(sorted(dict.fromkeys(found), key=[*_DAYS, _HOLIDAY].index))


def _month_set(rule: _Rule) -> set[int]:
    found = set()
    for part in rule.months.split(","):
        first, last = (_MONTHS.index(month) for month in (part.split("-") * 2)[:2])
        found |= {one % 12 for one in range(first, last + 1 + (12 if last < first else 0))}
    return found


def _times_words(times: str | None, *, bare: bool) -> tuple[str, str] | None:
    if times in {"off", "closed"}:
        return "休息", "closed"
    if times in {None, "open"}:
        return None if bare else ("开放", "open")
    spans = []
    for span in str(times).split(","):
        start, end = span.split("-")
        if not (_is_clock(start) and _is_clock(end)):
            return None
        spans.append((_clock(start), _clock(end)))
    return (
        "、".join(f"{start}–{end}" for start, end in spans),
        ", ".join(f"{start}–{end}" for start, end in spans),
    )


def _is_clock(text: str) -> bool:
    hours, minutes = text.split(":")
    # Up to 26:00 is allowed by the syntax for a night that ends on the next day.
    return int(hours) <= 26 and int(minutes) < 60


def _clock(text: str) -> str:
    hours, minutes = text.split(":")
    return f"{int(hours) % 24 if int(hours) != 24 else 24}:{minutes}"


def _days_words(days: tuple[str, ...]) -> tuple[str, str]:
    week = [number for number, day in enumerate(_DAYS) if day in days]
    chinese, english = [], []
    if len(week) == len(_DAYS):
        chinese, english = ["每天"], ["daily"]
    else:
        for run in _runs(week):
            # Two days in a row read better as two.
            ends = [run] if len(run) < 3 else [[run[0], run[-1]]]
            joined = ("至", "–") if len(run) > 2 else ("、", ", ")
            chinese += [joined[0].join(_DAYS_ZH[day] for day in one) for one in ends]
            english += [joined[1].join(_DAYS_EN[day] for day in one) for one in ends]
    if _HOLIDAY in days:
        chinese.append("法定节假日")
        english.append("public holidays")
    return "、".join(chinese), ", ".join(english)


def _runs(numbers: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _months_words(months: str) -> tuple[str, str]:
    chinese, english = [], []
    for part in months.split(","):
        ends = part.split("-")
        chinese.append("至".join(f"{_MONTHS.index(end) + 1}月" for end in ends))
        english.append("–".join(ends))
    return "、".join(chinese), ", ".join(english)
