"""Reads where a learning point could be built, from a table or GeoJSON points."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from learnmap.ingest import cells
from learnmap.ingest.cells import convert_cells
from learnmap.ingest.csv_gate import read_csv
from learnmap.ingest.geojson_gate import read_features
from learnmap.ingest.placement import find_misplacement
from learnmap.ingest.point_source import flatten_points
from learnmap.ingest.table import Row, Table, check_columns, check_unique
from learnmap.ingest.table_source import GEOJSON_SUFFIXES
from learnmap.model.crs import Box

_PLACE: Final = ("longitude", "latitude")
_AMOUNTS: Final = ("cost", "capacity")
_CONVERTERS: Final = {
    "id": cells.text,
    "name": cells.text,
    **dict.fromkeys((*_PLACE, *_AMOUNTS), cells.number),
}


@dataclass(frozen=True, slots=True)
class ListedCandidate:
    """A row of the list.

    Attributes
    ----------
    id : str
        The row's number from 1 where the file has no ids.
    name : str
        Empty where none is given.
    longitude, latitude : float
        EPSG:4326.
    cost : float or None
        0 or more; None where the file has no costs, else every row has one.
    capacity : float or None
        Residents that it can take, 0 or more; None where all who come.
    """

    id: str
    name: str
    longitude: float
    latitude: float
    cost: float | None
    capacity: float | None


def read_candidates(path: Path, *, city_box: Box | None = None) -> tuple[ListedCandidate, ...]:
    """Read candidates, all of them or none.

    Parameters
    ----------
    path : Path
        A CSV file with the columns ``longitude`` and ``latitude`` in degrees of WGS 84, or points
        as GeoJSON; ``id``, ``name``, ``cost`` and ``capacity`` may be there.
    city_box : tuple of float, optional
        (west, south, east, north) of the city in degrees; places more than 20 km outside are
        refused.

    Returns
    -------
    tuple of ListedCandidate
        In the order of the file.

    Raises
    ------
    FaultyTableError
        Naming every fault of the file, with its row, column, value and remedy.
    """
    is_geojson = path.suffix.lower() in GEOJSON_SUFFIXES
    table = flatten_points(read_features(path)) if is_geojson else read_csv(path)
    check_columns(table, required=_PLACE, optional=("id", "name", *_AMOUNTS))
    check_unique(table, "id")
    found = [_read(row, table, number, city_box) for number, row in enumerate(table.rows, 1)]
    table.log.raise_if_any()
    return tuple(one for one in found if one is not None)


def _read(row: Row, table: Table, number: int, box: Box | None) -> ListedCandidate | None:
    values = convert_cells(row, table, _CONVERTERS)
    for column in ("id", *_PLACE, "cost"):
        if column in table.columns and row.cells.get(column) is None:
            _log(row, table, column, "is empty", f"give every candidate its {column}")
    for column in _AMOUNTS:
        amount = values.get(column)
        if isinstance(amount, float) and amount < 0:
            _log(row, table, column, "is below 0", "give 0 or more")
    longitude, latitude = (_number(values, column) for column in _PLACE)
    if longitude is None or latitude is None:
        return None
    wrong = find_misplacement(longitude, latitude, city_box=box)
    if wrong:
        _log(row, table, wrong.axis, wrong.message, wrong.remedy)
    return ListedCandidate(
        str(values.get("id", number)),
        str(values.get("name", "")),
        longitude,
        latitude,
        _number(values, "cost"),
        _number(values, "capacity"),
    )


def _number(values: dict[str, object], column: str) -> float | None:
    value = values.get(column)
    return value if isinstance(value, float) else None


def _log(row: Row, table: Table, column: str, message: str, remedy: str) -> None:
    if column in table.log.columns_at(row.line):
        return
    value = row.cells.get(column)
    table.log.add(message, remedy, line=row.line, row_id=row.id, column=column, value=value)
