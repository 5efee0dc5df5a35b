"""Where rows say that they are, read before anything else of them is believed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from learnmap.ingest.cells import CellError, Convert
from learnmap.ingest.placement import find_misplacement, to_wgs84
from learnmap.ingest.table import Row, Table
from learnmap.model.crs import DATUMS
from learnmap.model.records import LearningPoint

Degrees = tuple[float, float]
"""Longitude and latitude, WGS 84."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a row.

    Attributes
    ----------
    line : int
    id : str or None
    site, door : tuple of float
        Where the site lies and where a walker enters it; the same where no entrance is known.
    """

    line: int
    id: str | None
    site: Degrees
    door: Degrees


def spot_of(
    row: Row, table: Table, *, converters: Mapping[str, Convert], defaults: Mapping[str, object]
) -> Spot | None:
    """Return where a row says that its point is; None where that cannot be read.

    Nothing is logged: a row that is taken is read again, with all that is wrong with it. An
    entrance that cannot be read does not count.

    Parameters
    ----------
    row : Row
    table : Table
        A cell of which its log has a fault is not read.
    converters : mapping
        By column.
    defaults : mapping
        Of cells that are empty; ``source_datum`` is among them.
    """
    faulty = table.log.columns_at(row.line)
    found: dict[str, object] = {"source_datum": defaults["source_datum"]}
    for column, value in row.cells.items():
        if column in _COLUMNS and value is not None:
            try:
                found[column] = None if column in faulty else converters[column](value)
            except CellError:  # Said of the row when it is read.
                found[column] = None
    datum = found["source_datum"]
    if not isinstance(datum, str) or datum not in DATUMS:
        return None
    site = _degrees(found.get("longitude"), found.get("latitude"), datum)
    door = _degrees(found.get("entrance_longitude"), found.get("entrance_latitude"), datum)
    return None if site is None else Spot(row.line, row.id, site, door or site)


def spots_of(points: Iterable[LearningPoint], lines: Iterable[int]) -> list[Spot]:
    """Return the spots of points that were read."""
    return [
        Spot(line, point.id, (point.longitude, point.latitude), point.walk_to)
        for point, line in zip(points, lines, strict=True)
    ]


_COLUMNS = frozenset(
    ("longitude", "latitude", "entrance_longitude", "entrance_latitude", "source_datum")
)


def _degrees(longitude: object, latitude: object, datum: str) -> Degrees | None:
    if not (isinstance(longitude, float) and isinstance(latitude, float)):
        return None
    if find_misplacement(longitude, latitude, datum=datum) is not None:
        return None
    return to_wgs84(longitude, latitude, datum=datum)
