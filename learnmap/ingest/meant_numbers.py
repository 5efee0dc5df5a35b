"""What somebody meant who wrote a number in another way; said in a remedy, never taken."""

import re
import unicodedata
from typing import Final

_PLAIN: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_DEGREES: Final = re.compile(
    r"[^\d+-]{0,3}([+-]?\d{1,3})[°度](?:(\d{1,2}(?:\.\d+)?)['′’分])?"
    r"(?:(\d{1,2}(?:\.\d+)?)(?:[\"″”秒]|''|′′))?[NESW北东南西]?",
    re.ASCII,
)
_HEMISPHERE: Final = re.compile(r"[NE北东]纬?经?([\d.]+)[°度]?|([\d.]+)[°度]?[NE北东]")


def read_meant(value: str) -> str | None:
    """Return the number in plain digits that a cell most likely means.

    Knows full-width digits, degrees with minutes and seconds, a letter for the hemisphere, a
    comma for the point, underscores and invisible characters.

    Parameters
    ----------
    value : str
        A cell that is no plain number.

    Returns
    -------
    str or None
        ``None`` where nothing can be made of it.
    """
    plain = unicodedata.normalize("NFKC", value)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Zs")).upper()
    for candidate in (plain, plain.replace("。", "."), plain.replace("_", ""), plain.rstrip("°度")):
        if _PLAIN.fullmatch(candidate):
            return candidate
    if re.fullmatch(r"[+-]?\d{1,3},\d+", plain, re.ASCII):
        return plain.replace(",", ".")
    letter = _HEMISPHERE.fullmatch(plain)
    if letter and _PLAIN.fullmatch(number := letter.group(1) or letter.group(2)):
        return number
    degrees = _DEGREES.fullmatch(plain)
    if degrees is None:
        return None
    whole, minutes, seconds = degrees.groups()
    below = float(minutes or 0) / 60 + float(seconds or 0) / 3600
    value_meant = abs(int(whole)) + below
    return f"{-value_meant if whole.startswith('-') else value_meant:.6f}".rstrip("0").rstrip(".")
