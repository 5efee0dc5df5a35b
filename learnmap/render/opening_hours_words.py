"""Opening hours in words, where OpenStreetMap's syntax is simple enough to be sure.

Only weekdays, public holidays, months, times of the clock and ``off`` are put into words.
Anything else (sunrise, week numbers, comments, fallback rules) gives None, and the page then
shows the text as it is: a wrong translation would send somebody to a closed door.
"""

import re
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
_WHOLE_WEEK: Final = "Mo-Su"
_DAY_PART: Final = rf"(?:{_DAY}(?:-{_DAY})?|{_HOLIDAY})"
_MONTH_PART: Final = rf"{_MONTH}(?:-{_MONTH})?"
_TIME_PART: Final = r"\d{1,2}:\d{2}-\d{1,2}:\d{2}"
_RULE: Final = re.compile(
    rf"(?:(?P<months>{_MONTH_PART}(?:,{_MONTH_PART})*):?\s+)?"
    rf"(?:(?P<days>{_DAY_PART}(?:,{_DAY_PART})*)(?:\s+|$))?"
    rf"(?P<times>{_TIME_PART}(?:,{_TIME_PART})*|off|closed|24/7|open)?"
)


def opening_hours_words(text: str) -> tuple[str, str] | None:
    """Put opening hours into Chinese and English words.

    Parameters
    ----------
    text : str
        In OpenStreetMap's ``opening_hours`` syntax.

    Returns
    -------
    tuple of str or None
        (zh, en), or None when a part of the text is not understood in full.
    """
    rules = [_rule_words(part.strip()) for part in _rules(text)]
    known = [rule for rule in rules if rule is not None]
    if not known or len(known) < len(rules):
        return None
    return "；".join(zh for zh, _ in known), "; ".join(en for _, en in known)


def _rules(text: str) -> list[str]:
    # Spaces around separators carry no meaning in the syntax, so they go first.
    tight = re.sub(r"\s*([,;-])\s*", r"\1", text.strip())
    return [part for part in tight.split(";") if part]


def _rule_words(rule: str) -> tuple[str, str] | None:
    match = _RULE.fullmatch(rule)
    if match is None or not rule:
        return None
    times = _times_words(match["times"], bare=match["months"] is None and match["days"] is None)
    if times is None:
        return None
    heads = []
    if match["months"]:
        heads.append(_months_words(match["months"]))
    if match["days"]:
        heads.append(_days_words(match["days"]))
    elif match["times"] not in {"24/7", "off", "closed"}:
        heads.append(("每天", "daily"))
    chinese = " ".join([*(zh for zh, _ in heads), times[0]])
    return chinese, " ".join([*(en for _, en in heads), times[1]])


def _times_words(times: str | None, *, bare: bool) -> tuple[str, str] | None:
    if times == "24/7":
        return ("全天开放", "open at all times") if bare else None
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


def _days_words(days: str) -> tuple[str, str]:
    chinese, english = [], []
    for part in days.split(","):
        if part == _HOLIDAY:
            chinese.append("法定节假日")
            english.append("public holidays")
            continue
        if part == _WHOLE_WEEK:
            chinese.append("每天")
            english.append("daily")
            continue
        ends = [_DAYS.index(day) for day in part.split("-")]
        chinese.append("至".join(_DAYS_ZH[end] for end in ends))
        english.append("–".join(_DAYS_EN[end] for end in ends))
    return "、".join(chinese), ", ".join(english)


def _months_words(months: str) -> tuple[str, str]:
    chinese, english = [], []
    for part in months.split(","):
        ends = part.split("-")
        chinese.append("至".join(f"{_MONTHS.index(end) + 1}月" for end in ends))
        english.append("–".join(ends))
    return "、".join(chinese), ", ".join(english)
