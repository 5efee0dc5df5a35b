"""How a file of each kind of records is opened, and what stands beside it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnmap.ingest import (
    OpenedTable,
    open_areas,
    open_categories,
    open_named,
    open_offerings,
    open_points,
    open_residents,
    open_routes,
)
from learnmap.ingest.gpx_routes import MATCH_WITHIN_M
from learnmap.ingest.point_columns import POINTS
from learnmap.ingest.residents_file import RASTER_SUFFIXES
from learnmap.ingest.table_columns import AREA_NAMES, SESSIONS, STOPS, TableColumns
from learnmap.store import What


@dataclass(frozen=True, slots=True)
class Extras:
    """What a file of another table than the points may need beside it.

    Attributes
    ----------
    beside : Path or None
        The table of the stops of routes, the sessions of offerings, or further names of areas.
    within_m : float
        How far a waypoint of GPX may be from its learning point.
    level : str or None
        Of areas whose file has no such column.
    ages : str or None
        Age bands of a raster, or of a single count of residents, such as ``0-59,60+``.
    """

    beside: Path | None = None
    within_m: float = MATCH_WITHIN_M
    level: str | None = None
    ages: str | None = None


NO_EXTRAS: Final = Extras()

_WITHOUT_COLUMNS: Final[Mapping[What, Collection[str]]] = {
    "routes": (".gpx",),
    "population": RASTER_SUFFIXES,
}
_BESIDE: Final[Mapping[What, TableColumns]] = {
    "routes": STOPS,
    "offerings": SESSIONS,
    "areas": AREA_NAMES,
}


def has_columns(file: Path, what: What) -> bool:
    """Tell whether a file of some kind of records is a table; rasters and GPX are none."""
    return file.suffix.lower() not in _WITHOUT_COLUMNS.get(what, ())


def open_file(
    file: Path,
    what: What,
    *,
    extras: Extras = NO_EXTRAS,
    sheet: str | None = None,
    wanted: Collection[str] = (),
) -> OpenedTable:
    """Open a file that has columns.

    Parameters
    ----------
    file : Path
    what : str
        What its rows are.
    extras : Extras
    sheet : str, optional
        Of a workbook, or the layer of a GeoPackage.
    wanted : collection of str
        Names of its columns that are known to be used, by which the header is found.

    Raises
    ------
    FaultyTableError
        When it cannot be opened as a table.
    """
    return _OPENERS[what](file, extras, sheet, wanted)


def open_beside(file: Path, what: What) -> OpenedTable:
    """Open the table that stands beside a file of routes, offerings or areas.

    Raises
    ------
    FaultyTableError
        When it cannot be opened as a table.
    """
    return open_named(file, _BESIDE[what])


_Opener = Callable[[Path, Extras, str | None, Collection[str]], OpenedTable]
_OPENERS: Final[Mapping[What, _Opener]] = {
    "points": lambda file, _, sheet, wanted: OpenedTable(
        open_points(file, sheet=sheet, wanted=wanted), POINTS
    ),
    "routes": lambda file, extras, sheet, wanted: open_routes(
        file, stops=extras.beside, sheet=sheet, wanted=wanted
    ),
    "offerings": lambda file, _, sheet, wanted: open_offerings(file, sheet=sheet, wanted=wanted),
    "categories": lambda file, _, sheet, wanted: open_categories(file, sheet=sheet, wanted=wanted),
    "areas": lambda file, extras, sheet, wanted: open_areas(
        file, level=extras.level, sheet=sheet, wanted=wanted
    ),
    "population": lambda file, _, sheet, wanted: open_residents(file, sheet=sheet, wanted=wanted),
}
