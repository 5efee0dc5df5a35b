"""The columns of a list of learning points, and how those of a file get their names."""

from pathlib import Path
from typing import Final

from learnmap.ingest.column_guess import guess_mapping
from learnmap.ingest.column_mapping import ColumnMapping
from learnmap.ingest.column_synonyms import SYNONYMS
from learnmap.ingest.mapped_table import check_needed, map_columns
from learnmap.ingest.opened_table import OpenedTable, first_columns, refuse_strange
from learnmap.ingest.point_source import Delivery, open_points
from learnmap.ingest.table import NAME_COLUMN, Table
from learnmap.ingest.table_columns import TableColumns

REQUIRED: Final = ("id", "kind", "longitude", "latitude")
OPTIONAL: Final = (
    "name_zh",
    "name_en",
    "entrance_longitude",
    "entrance_latitude",
    "designation",
    "designation_year",
    "address",
    "phone",
    "website",
    "opening_hours",
    "opening_hours_note",
    "accessibility",
    "status",
    "assured_date",
    "source",
    "source_datum",
    "fictional",
)
_PLACE: Final = ("longitude", "latitude")
POINTS: Final = TableColumns(
    key="id", required=REQUIRED, optional=OPTIONAL, synonyms=SYNONYMS, plain=("id", "kind")
)
"""What a list of learning points may hold; ids are made where it has none."""


def guess_columns(path: Path, *, sheet: str | None = None) -> ColumnMapping:
    """Guess which column of a file is which of ours, to be shown and corrected.

    Parameters
    ----------
    path : Path
        As in `learnmap.ingest.read_points`.
    sheet : str, optional
        The worksheet or layer.

    Returns
    -------
    ColumnMapping

    Raises
    ------
    FaultyTableError
        When the file cannot be read at all.
    """
    delivery = open_points(path, sheet=sheet)
    return guess_mapping(delivery.table, known=POINTS.known)


def name_columns(
    delivery: Delivery, mapping: ColumnMapping | None, *, with_places: bool = True
) -> tuple[Table, ColumnMapping]:
    """Give the columns of a list our names.

    In a file that is taken at its word a column that is not ours is a fault, unless a person
    said what it is or to leave it out, so that a misspelt one is never lost. Of any other file,
    columns that are not mapped are left out with a note.

    Parameters
    ----------
    delivery : Delivery
    mapping : ColumnMapping, optional
        `first_columns` of the list when left out.
    with_places : bool
        Whether there have to be columns of coordinates.

    Returns
    -------
    tuple of Table and ColumnMapping
        Our names, and the mapping that was used.
    """
    table, used = delivery.table, mapping or first_columns(OpenedTable(delivery, POINTS))
    places = _PLACE if with_places else ()
    named = map_columns(table, used, known=POINTS.known)
    if used.strict:
        refuse_strange(table, used, POINTS)
        needed = tuple(name for name in REQUIRED if name not in _PLACE or with_places)
    else:
        is_named = any(NAME_COLUMN.fullmatch(column) for column in named.columns)
        needed = ("kind", *(() if is_named else ("name_zh",)), *places)
    settled = [column for column in needed if column not in used.ambiguous]
    check_needed(named, table.columns, needed=settled)
    return named, used
