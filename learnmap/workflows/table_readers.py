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
from learnmap.model.errors import InvalidInputError
from learnmap.store import What
from learnmap.store import read_areas as read_stored_areas
from learnmap.store import read_categories as read_stored_categories
from learnmap.store import read_points as read_stored_points
from learnmap.workflows.city import City
from learnmap.workflows.file_columns import FileColumns
from learnmap.workflows.imports import city_box
from learnmap.workflows.spreading import city_spread
from learnmap.workflows.table_openers import Extras


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks to be read; `columns` are those of a file that was opened already."""

    city: City
    file: Path
    extras: Extras
    source: str | None
    datum: str | None
    sheet: str | None
    called: str | None = None
    columns: FileColumns | None = None

    @property
    def table(self) -> dict[str, Any]:
        """The opened table and what its columns are, as readers take them."""
        if self.columns is None:
            return {}
        return {"opened": self.columns.opened, "mapping": self.columns.mapping}


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
        **asked.table,
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
        asked.file,
        **asked.table,
        sessions=asked.extras.beside,
        sheet=asked.sheet,
        categories=categories,
    )


def _categories(asked: Asked) -> RecordsFile[Any]:
    return read_categories(asked.file, **asked.table, sheet=asked.sheet)


def _areas(asked: Asked) -> RecordsFile[Any]:
    with asked.city.store.begin() as tx:
        stored = read_stored_areas(tx)
    return read_areas(
        asked.file,
        **asked.table,
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
    spread, notes = city_spread(asked.city)
    found = read_residents(
        asked.file,
        **asked.table,
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
