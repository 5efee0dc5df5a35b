"""Opening hours as a Chinese list has them, brought to OpenStreetMap's syntax."""

import re
import unicodedata
from typing import Final

from opening_hours import validate

_WEEK: Final = "一二三四五六日"
_CODES: Final = dict(zip(_WEEK, ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), strict=True))
_DAY: Final = f"[{_WEEK}]"
_TO: Final = r"(?:至|到|-+|~|—+|–|－)"
_CLOCK: Final = r"(上午|早上|下午|晚上|晚|中午)?(\d{1,2})(?:[:.](\d{2})|[点时](半|\d{2}分?)?)"
_WORDS: Final = {
    "每天": "Mo-Su",
    "每日": "Mo-Su",
    "天天": "Mo-Su",
    "工作日": "Mo-Fr",
    "双休日": "Sa-Su",
    "周末": "Sa-Su",
    "法定节假日": "PH",
    "国定节假日": "PH",
    "节假日": "PH",
}
_TOKEN: Final = re.compile(
    rf"(?P<span>周{_DAY}{_TO}周?{_DAY})"
    rf"|(?P<days>周{_DAY}(?:[、,和及]?周?{_DAY})*)"
    rf"|(?P<word>{'|'.join(_WORDS)})"
    rf"|(?P<times>{_CLOCK}{_TO}{_CLOCK})"
    r"|(?P<whole>24小时(?:开放)?|全天(?:开放)?)"
    r"|(?P<off>休息|闭馆|休馆|不开放|除外|关闭)"
    r"|(?P<joint>[,;、。:()和及]|开放|营业)"
)


def read_chinese_hours(value: str) -> str | None:
    """Translate hours such as ``周一至周五 9:00-16:30，节假日休息``.

    Days, spans of days, public holidays, clock times with or without 上午 and 下午, and closed
    days are known. A text with anything else is not translated, so that nothing of it is lost.

    Parameters
    ----------
    value : str
        The cell.

    Returns
    -------
    str or None
        Hours in OpenStreetMap's syntax, such as ``Mo-Fr 09:00-16:30; PH off``.
    """
    if value.isascii() and any(letter.isalpha() for letter in value):
        return None  # OpenStreetMap's syntax, or no hours at all.
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", value))
    text = re.sub("星期|礼拜", "周", text).replace("周天", "周日")
    rules: list[tuple[list[str], list[str]]] = []
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            return None
        at = token.end()
        days, hours = _read_token(token)
        if days:
            if not rules or rules[-1][1]:
                rules.append(([], []))
            rules[-1][0].append(days)
        elif hours:
            if not rules:
                rules.append((["Mo-Su"], []))
            rules[-1][1].append(hours)
    written = "; ".join(f"{','.join(days)} {','.join(hours)}" for days, hours in rules)
    # A day without hours, and hours beside "closed", leave open what was meant.
    is_clear = all(hours and ("off" not in hours or len(hours) == 1) for _, hours in rules)
    return written if rules and is_clear and validate(written) else None


def _read_token(token: re.Match[str]) -> tuple[str, str]:
    """Return the days or the hours that a token stands for, empty for a joint."""
    text = token.group()
    match token.lastgroup:
        case "span":
            first, last = (_CODES[day] for day in text if day in _CODES)
            return f"{first}-{last}", ""
        case "days":
            return ",".join(_CODES[day] for day in text if day in _CODES), ""
        case "word":
            return _WORDS[text], ""
        case "times":
            return "", _read_times(token)
        case "whole":
            return "", "00:00-24:00"
        case "off":
            return "", "off"
        case _:
            return "", ""


def _read_times(token: re.Match[str]) -> str:
    parts = token.groups()
    start = parts.index(token.group("times")) + 1
    first, last = parts[start : start + 4], parts[start + 4 : start + 8]
    if last[0] is None and first[0] in ("下午", "晚上", "晚"):
        last = (first[0], *last[1:])  # 下午1:00-4:30
    return f"{_clock(first)}-{_clock(last)}"


def _clock(parts: tuple[str | None, ...]) -> str:
    half, hour, minute, more = parts
    hours = int(hour or 0)
    if half in ("下午", "晚上", "晚") and hours < 12:
        hours += 12
    minutes = minute or ("30" if more == "半" else (more or "00").rstrip("分"))
    return f"{hours:02d}:{minutes}"
