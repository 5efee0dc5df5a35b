"""Which reader takes a file of each table, and what it has to know of the city."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from learnmap.ingest import (
    RecordsFile,
    read_areas,
    read_categories,
    read_offerings,
    read_residents,
    read_routes,
)
from learnmap.ingest.gpx_routes import MATCH_WITHIN_M
from learnmap.model.errors import InvalidInputError
from learnmap.store import What
from learnmap.store import read_areas as read_stored_areas
from learnmap.store import read_categories as read_stored_categories
from learnmap.store import read_points as read_stored_points
from learnmap.workflows.city import City
from learnmap.workflows.imports import city_box
from learnmap.workflows.spreading import street_spread


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


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks to be read."""

    city: City
    file: Path
    extras: Extras
    source: str | None
    datum: str | None
    sheet: str | None
    called: str | None = None


def read_table(asked: Asked, what: What) -> RecordsFile[Any]:
    """Read a file of a table.

    Raises
    ------
    FaultyTableError
        Naming every row that is at fault.
    InvalidInputError
        When an option does not fit the table.
    """
    if asked.datum and what not in _PLACED:
        raise InvalidInputError(f"{what} have no places; leave the datum out")
    return _READERS[what](asked)


def _routes(asked: Asked) -> RecordsFile[Any]:
    with asked.city.store.begin() as tx:
        points = [stored.point for stored in read_stored_points(tx)]
    return read_routes(
        asked.file,
        stops=asked.extras.beside,
        sheet=asked.sheet,
        source=asked.source,
        datum=asked.datum,
        points=points,
        within_m=asked.extras.within_m,
        called=asked.called,
    )


def _offerings(asked: Asked) -> RecordsFile[Any]:
    with asked.city.store.begin() as tx:
        categories = read_stored_categories(tx)
    return read_offerings(
        asked.file, sessions=asked.extras.beside, sheet=asked.sheet, categories=categories
    )


def _categories(asked: Asked) -> RecordsFile[Any]:
    return read_categories(asked.file, sheet=asked.sheet)


def _areas(asked: Asked) -> RecordsFile[Any]:
    with asked.city.store.begin() as tx:
        stored = read_stored_areas(tx)
    return read_areas(
        asked.file,
        sheet=asked.sheet,
        source=asked.source,
        datum=asked.datum,
        level=asked.extras.level,
        names=asked.extras.beside,
        known=dict(zip(stored["code"], stored["level"], strict=True)),
    )


def _population(asked: Asked) -> RecordsFile[Any]:
    with asked.city.store.begin() as tx:
        box = city_box(tx)
    spread, notes = street_spread(asked.city)
    found = read_residents(
        asked.file,
        sheet=asked.sheet,
        source=asked.source,
        datum=asked.datum,
        ages=asked.extras.ages,
        city_box=box,
        spread=spread,
        called=asked.called,
    )
    return replace(found, notes=(*found.notes, *notes)) if found.spread else found


_PLACED: Final = ("routes", "areas", "population")
_READERS: Final[Mapping[What, Callable[[Asked], RecordsFile[Any]]]] = {
    "routes": _routes,
    "offerings": _offerings,
    "categories": _categories,
    "areas": _areas,
    "population": _population,
}
