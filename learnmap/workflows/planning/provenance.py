"""What planners' figures were made from: files, dates, and the network."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import geopandas as gpd

from learnmap.model.city import CitySettings
from learnmap.store import ImportRow, NetworkBuild


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
class Provenance:
    """What a figure was made from.

    Attributes
    ----------
    build : NetworkBuild
        The streets.
    sources : tuple of ResidentsSource
    files : tuple of ResidentsFile
        The newest first; a city may have residents that no import brought.
    open_points : int
        Open points on record.
    points_on : date
        Of the record as it was read, by the city's clock.
    fictional : bool
        Whether any resident or point is invented, or the city says that it is.
    """

    build: NetworkBuild
    sources: tuple[ResidentsSource, ...]
    files: tuple[ResidentsFile, ...]
    open_points: int
    points_on: dt.date
    fictional: bool

    @property
    def sources_named(self) -> str:
        """Return the names of the residents' sources, as a cell of a table has them."""
        return "; ".join(one.name for one in self.sources)

    @property
    def imported_on(self) -> str:
        """Return the day of the newest import of residents; empty where none is on record."""
        return max((str(one.applied_on) for one in self.files), default="")


def residents_sources(residents: gpd.GeoDataFrame) -> tuple[ResidentsSource, ...]:
    """Return the sources of residents, by name.

    Parameters
    ----------
    residents : GeoDataFrame
        As `learnmap.store.read_demand_points` reads them.
    """
    return tuple(
        ResidentsSource(
            str(name), len(rows), math.fsum(rows["residents"]), bool(rows["fictional"].any())
        )
        for name, rows in residents.groupby("source", sort=True)
    )


def residents_files(
    imports: Sequence[ImportRow], settings: CitySettings
) -> tuple[ResidentsFile, ...]:
    """Return the files of residents that count, of all imports of residents."""
    clock = ZoneInfo(settings.timezone)
    return tuple(
        ResidentsFile(one.facts.file_name, one.state_at.astimezone(clock).date())
        for one in imports
        if one.state == "applied"
    )
