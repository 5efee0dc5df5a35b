"""What a coverage report holds: its rows, and what they were made from."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

from learnmap.coverage import Coverage
from learnmap.model.languages import Names
from learnmap.model.records import Level
from learnmap.store import NetworkBuild

WHOLE: Final = "city"
"""The level that is one row: everybody on record, whatever areas there are."""
LEVELS: Final[tuple[Level, ...]] = (WHOLE, "district", "street_town", "neighbourhood")


@dataclass(frozen=True, slots=True)
class PointSet:
    """Open points that are looked at together.

    Attributes
    ----------
    by : str
        ``all``, ``kind`` or ``map``.
    code : str
        Of the kind or the map; empty for all.
    """

    by: Literal["all", "kind", "map"]
    code: str = ""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """The coverage of one area, for one profile, cutoff and set of points.

    Attributes
    ----------
    profile : str
    age_from : int
        Residents of this age and older are counted.
    points : PointSet
    joined : int
        How many points of the set join the profile's streets.
    area_code : str
        Empty for the whole city, and for those who live in no area of the level.
    area_names : Names
    found : Coverage
    """

    profile: str
    age_from: int
    points: PointSet
    joined: int
    area_code: str
    area_names: Names
    found: Coverage


@dataclass(frozen=True, slots=True)
class ResidentsSource:
    """Where residents come from.

    Attributes
    ----------
    name : str
    places : int
    residents : float
    fictional : bool
        Whether any of it is.
    """

    name: str
    places: int
    residents: float
    fictional: bool


@dataclass(frozen=True, slots=True)
class ResidentsFile:
    """A file of residents that was imported and not taken back.

    Attributes
    ----------
    name : str
    applied_on : date
        By the city's clock.
    """

    name: str
    applied_on: dt.date


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """A coverage table and what it was made from.

    Attributes
    ----------
    names : Names
        Of the city.
    level : str
    rows : tuple of CoverageRow
        By profile, set, area and cutoff.
    build : NetworkBuild
    sources : tuple of ResidentsSource
    files : tuple of ResidentsFile
        The newest first; a city may have residents that no import brought.
    open_points : int
    divided : dict of int to float
        By age, the residents in bands that it divides; they are not counted.
    """

    names: Names
    level: Level
    rows: tuple[CoverageRow, ...]
    build: NetworkBuild
    sources: tuple[ResidentsSource, ...]
    files: tuple[ResidentsFile, ...]
    open_points: int
    divided: dict[int, float]
