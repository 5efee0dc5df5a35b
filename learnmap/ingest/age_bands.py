"""Age bands as a person writes them, 0-59,60+, and as columns are named: residents_60_plus."""

import re
from typing import Final

from learnmap.model.errors import InvalidInputError

Ages = tuple[int, int | None]
"""First and last age, both included; None is open above."""

_WRITTEN: Final = re.compile(
    r"(\d{1,3})\s*(?:[-–_](\d{1,3})|(\+|plus|up))", re.ASCII | re.IGNORECASE
)
_IN_A_NAME: Final = re.compile(
    r"(?<![0-9A-Za-z])(\d{1,3})(?:[_-](\d{1,3})|_?(plus|up|\+))(?![0-9A-Za-z])",
    re.ASCII | re.IGNORECASE,
)
_OLDEST: Final = 130
BAND: Final = re.compile(r"residents_(?P<low>\d{1,3})_((?P<high>\d{1,3})|plus)", re.ASCII)
"""``residents_60_79`` counts ages 60 to 79, both included; ``residents_80_plus`` is open above."""


def parse_ages(text: str) -> tuple[Ages, ...]:
    """Read bands such as ``0-59,60+``, from young to old.

    Raises
    ------
    InvalidInputError
        When one is no band, or begins before the one before it ends.
    """
    bands = []
    for part in text.split(","):
        found = _WRITTEN.fullmatch(part.strip())
        if not found:
            raise InvalidInputError(f"ages: {part.strip()!r} is no band; write 60-79 or 80+")
        bands.append((int(found[1]), int(found[2]) if found[2] else None))
    before = -1
    for low, high in bands:
        last = _OLDEST if high is None else high
        if low <= before or last < low or last > _OLDEST:
            raise InvalidInputError(
                f"ages: {text} does not go from young to old; write bands like 0-59,60-79,80+"
            )
        before = last
    return tuple(bands)


def ages_in_name(name: str) -> tuple[Ages, ...]:
    """Return the band that a file's name tells, as in ``pop_60plus_100m.tif``; none if unclear."""
    found = [(int(low), int(high) if high else None) for low, high, _ in _IN_A_NAME.findall(name)]
    bands = [band for band in found if band[0] <= (band[1] or _OLDEST) <= _OLDEST]
    return (bands[0],) if len(bands) == 1 else ()


def ages_of_column(column: str) -> Ages | None:
    """Return the ages that a column of ours counts; None of one that is no `BAND`."""
    found = BAND.fullmatch(column)
    return found and (int(found["low"]), int(found["high"]) if found["high"] else None)


def column_of_ages(ages: Ages) -> str:
    """Return our column for residents of some ages."""
    low, high = ages
    return f"residents_{low}_{'plus' if high is None else high}"


def written_ages(ages: Ages) -> str:
    """Return ages as a person writes them."""
    low, high = ages
    return f"{low}+" if high is None else f"{low}-{high}"
