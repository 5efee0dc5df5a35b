"""Set what a city may set, from nothing or from what it has."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pydantic
import tzfpy

from learnmap.model.city import CitySettings
from learnmap.model.crs import Box
from learnmap.model.errors import InvalidInputError, NotReadyError
from learnmap.model.languages import Names
from learnmap.workflows.city import City

_NO_LAND: Final = "Etc/UTC"


def change_city(
    city: City, *, names: Names | None = None, changes: Mapping[str, Any] | None = None
) -> CitySettings:
    """Change some settings and keep the others.

    Parameters
    ----------
    city : City
    names : Names, optional
        Names that are added or replaced.
    changes : mapping, optional
        Fields of `CitySettings`.

    Returns
    -------
    CitySettings

    Raises
    ------
    InvalidInputError
        Naming each value that cannot be; nothing is changed.
    """
    try:
        fields: dict[str, Any] = dict(city.settings())
    except NotReadyError:
        fields = {"names": {}}
    fields |= dict(changes or {})
    fields["names"] = {**fields["names"], **(names or {})}
    if not fields["names"]:
        raise InvalidInputError("the city has no name yet; give --name-zh or --name-en")
    try:
        settings = CitySettings(**fields)
    except pydantic.ValidationError as error:
        faults = [f"{e['loc'][0]}: {e['msg']}, not {e['input']!r}" for e in error.errors()]
        raise InvalidInputError("; ".join(faults)) from error
    city.set(settings)
    return settings


def name_of(extract: Path) -> str:
    """Return a name for a city from its extract's file name."""
    stem = extract.name.split(".")[0].replace("_", " ").replace("-", " ").strip()
    return stem.title() or "City"


def timezone_at(box: Box) -> str:
    """Return the IANA time zone in the middle of a box (west, south, east, north)."""
    west, south, east, north = box
    return tzfpy.get_tz((west + east) / 2, (south + north) / 2) or _NO_LAND


def ensure_settings(city: City, extract: Path, box: Box) -> CitySettings | None:
    """Give a new city a name and a clock from its extract; None when it has settings."""
    try:
        city.settings()
    except NotReadyError:
        settings = CitySettings(names={"en": name_of(extract)}, timezone=timezone_at(box))
        city.set(settings)
        return settings
    return None
